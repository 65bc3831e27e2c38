"""What is unchanged since the last build, and why the rest is not.

Nothing declares what it depends on. While a unit of the site is rendered, everything that it reads of the chronicle is
noted (`watch`), with a fingerprint of what was there (`prints`). In the next build, a unit of which all that it read is
still the same stays as it was published. What is kept lies in one folder, `.cache/build/`, which is always safe to
delete, and no byte of the site depends on it.
"""
