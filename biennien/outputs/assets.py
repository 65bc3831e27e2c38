"""Style sheet, fonts and pictures: static files, the style's parts joined into one file named by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.text import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.outputs.templates import Templates

SHEETS = ("css/reset.css", "css/tokens.css", "css/base.css", "css/layout.css", "css/parts/", "css/print.css")
"""The parts of the style sheet in their order; those of a folder by name."""
STYLE = "assets/css/style-"  # in a folder of its own, so that ../fonts/ leads from it as from its parts


def read_assets(templates: Templates) -> dict[str, bytes]:
    """Return the static files of the site by address; a file named by its content may be kept by browsers for ever."""
    static = {name: path.read_bytes() for name, path in templates.static()}
    sheets = [
        name for part in SHEETS for name in static if name == part or (part.endswith("/") and name.startswith(part))
    ]
    style = b"".join(static[name] for name in sheets)
    files = {f"assets/{name}": data for name, data in static.items() if not name.startswith("css/")}
    return {f"{STYLE}{fingerprint(style)}.css": style, **files}


def name_assets(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the addresses of the assets that pages name: the style sheet and the icon."""
    style = next(address for address in files if address.startswith(STYLE))
    return {"style.css": style, "favicon.svg": "assets/favicon.svg"}
