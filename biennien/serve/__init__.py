"""See it as you write: watch some folders, build through a callable that is given, show the site and what is wrong.

`snapshot` and `rounds` notice changes and build; `pages`, `policy`, `overlay` and `editors` make what a browser gets,
as values; `server` holds the connections. Nothing here knows what is built: a `Report` says what became of it.
"""
