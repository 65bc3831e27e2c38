"""Style sheet, scripts, fonts and pictures: static files, those of style and scripts joined and named by content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from biennien.text import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.templates import Templates

SHEETS = ("css/reset.css", "css/tokens.css", "css/base.css", "css/layout.css", "css/parts/", "css/print.css")
"""The parts of the style sheet in their order; those of a folder by name."""
ONLY = {
    "embed": ("date", "embed", "lanes", "seal", "status"),
    "print": ("date", "paper"),
}
"""The style sheets of pages that have little in common with the others, and the only parts that each has."""
STYLES = {
    "style": ("embed", "paper"),
    "event": (
        *("embed", "paper"),
        *("board", "course", "door", "filters", "gazetteer", "lanes", "names"),
        *("letters", "map", "measure", "offline", "pair", "parallel", "ring", "search", "track", "track-years"),
    ),
}
"""The style sheets, and the parts that each leaves out: pages of events have `event`, nearly all others have `style`.

An event is where most readers come in from elsewhere, and a third of the whole sheet is for what events never show.
"""
CONTENTS = "contents"
SCRIPTS = {
    "site": ("js/comfort.js", "js/search-key.js"),
    "offline": ("js/offline.js",),
    "timeline": ("js/lanes.js", "js/filters.js"),
    "search": ("js/fold.js", CONTENTS, "js/search-index.js", "js/search-page.js"),
}
"""The scripts that pages load, each of these files in their order: `site` on every page, the others on one kind.

They are classic scripts: modules don't load from a disk. The contents of the search index are made, not read, and so
the script that has them stands apart.
"""
SEARCH = "search"
STYLE = "assets/css/{name}-"  # in a folder of its own, so that ../fonts/ leads from it as from its parts
SCRIPT = "assets/js/{name}-"
_SCRIPT_COMMENT = re.compile(r"/\*\*(?s:.*?)\*/ ?|^ *//.*|(?<=[;,]) +// .*$", re.MULTILINE)
_STYLE_COMMENT = re.compile(r"/\*(?s:.*?)\*/")


def read_assets(templates: Templates) -> dict[str, bytes]:
    """Return the static files of the site by address; a file named by its content may be kept by browsers for ever."""
    static = {name: path.read_bytes() for name, path in templates.static()}
    sheets = [
        name for part in SHEETS for name in static if name == part or (part.endswith("/") and name.startswith(part))
    ]
    parts = tuple(name.rpartition("/")[2].removesuffix(".css") for name in sheets if name.startswith("css/parts/"))
    leaves_out = {**STYLES, **{name: [part for part in parts if part not in kept] for name, kept in ONLY.items()}}
    styles = {name: _style(static, sheets, without) for name, without in leaves_out.items()}
    files = {f"assets/{name}": data for name, data in static.items() if not name.startswith(("css/", "js/"))}
    return {
        **{f"{STYLE.format(name=name)}{fingerprint(style)}.css": style for name, style in styles.items()},
        **dict(_script(name, static) for name in SCRIPTS if name != SEARCH),
        **files,
    }


def read_search_script(templates: Templates, contents: bytes) -> tuple[str, bytes]:
    """Return the script of the search, address and bytes; `contents` is the script that says what is in the index."""
    read = {name: path.read_bytes() for name, path in templates.static() if name in SCRIPTS[SEARCH]}
    return _script(SEARCH, {**read, CONTENTS: contents})


def _script(name: str, static: Mapping[str, bytes]) -> tuple[str, bytes]:
    script = _join((static[part] for part in SCRIPTS[name]), _SCRIPT_COMMENT)
    return f"{SCRIPT.format(name=name)}{fingerprint(script)}.js", script


def _style(static: Mapping[str, bytes], sheets: Iterable[str], without: Iterable[str]) -> bytes:
    left_out = {f"css/parts/{part}.css" for part in without}
    return _join((static[name] for name in sheets if name not in left_out), _STYLE_COMMENT)


def join_script(part: bytes) -> bytes:
    """Return a script without its comments and indents."""
    return _join((part,), _SCRIPT_COMMENT)


def _join(parts: Iterable[bytes], comment: re.Pattern[str]) -> bytes:
    """Return the parts as one file, without their comments and indents; theirs stand in `templates/static/`."""
    code = (comment.sub("", part.decode()) for part in parts)
    return "".join(f"{line.strip()}\n" for part in code for line in part.split("\n") if line.strip()).encode()


def name_assets(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the addresses of the assets that pages name: the style sheets, the scripts and the icon."""
    scripts = {f"{name}.js": SCRIPT.format(name=name) for name in SCRIPTS if name != SEARCH}
    styles = {f"{name}.css": STYLE.format(name=name) for name in (*STYLES, *ONLY)}
    named = {"favicon.svg": "assets/favicon.svg", **styles, **scripts}
    return {name: next(one for one in files if one.startswith(address)) for name, address in named.items()}
