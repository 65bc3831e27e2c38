"""Style sheet, scripts, fonts and pictures: static files, the parts of style and scripts joined, named by their content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from biennien.text import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.outputs.templates import Templates

SHEETS = ("css/reset.css", "css/tokens.css", "css/base.css", "css/layout.css", "css/parts/", "css/print.css")
"""The parts of the style sheet in their order; those of a folder by name."""
SCRIPTS = ("js/comfort.js", "js/search-key.js", "js/lanes.js", "js/filters.js")
"""The scripts of every page in their order. They are classic scripts: modules don't load from a disk."""
CONTENTS = "contents"
SEARCH_SCRIPTS = ("js/fold.js", CONTENTS, "js/search-index.js", "js/search-page.js")
"""The scripts of the search page in their order; the contents of the index are made, not read."""
STYLE = "assets/css/style-"  # in a folder of its own, so that ../fonts/ leads from it as from its parts
SCRIPT = "assets/js/site-"
SEARCH_SCRIPT = "assets/js/search-"
_COMMENT = re.compile(r"/\*\*(?s:.*?)\*/ ?|^ *//.*|(?<=[;,]) +// .*$", re.MULTILINE)


def read_assets(templates: Templates, contents: bytes = b"") -> dict[str, bytes]:
    """Return the static files of the site by address; a file named by its content may be kept by browsers for ever.

    `contents` is the script that says what is in the search index.
    """
    static = {name: path.read_bytes() for name, path in templates.static()}
    sheets = [
        name for part in SHEETS for name in static if name == part or (part.endswith("/") and name.startswith(part))
    ]
    style = b"".join(static[name] for name in sheets)
    files = {f"assets/{name}": data for name, data in static.items() if not name.startswith(("css/", "js/"))}
    script = join_scripts(static[name] for name in SCRIPTS)
    search = join_scripts(contents if name == CONTENTS else static[name] for name in SEARCH_SCRIPTS)
    return {
        f"{STYLE}{fingerprint(style)}.css": style,
        f"{SCRIPT}{fingerprint(script)}.js": script,
        f"{SEARCH_SCRIPT}{fingerprint(search)}.js": search,
        **files,
    }


def join_scripts(scripts: Iterable[bytes]) -> bytes:
    """Return scripts as one file, without their comments and indents; theirs stand in `templates/static/js/`."""
    code = (_COMMENT.sub("", script.decode()) for script in scripts)
    return "".join(f"{line.strip()}\n" for script in code for line in script.split("\n") if line.strip()).encode()


def name_assets(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the addresses of the assets that pages name: the style sheet, the scripts and the icon."""
    named = {"style.css": STYLE, "site.js": SCRIPT, "search.js": SEARCH_SCRIPT, "favicon.svg": "assets/favicon.svg"}
    return {name: next(one for one in files if one.startswith(address)) for name, address in named.items()}
