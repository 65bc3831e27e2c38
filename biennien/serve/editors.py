"""Links that open an editor at a line and column, in the forms that editors have registered with the system."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from biennien.messages import SaidError, phrase

if TYPE_CHECKING:
    from pathlib import Path

EDITORS = {
    "vscode": "vscode://file{file}:{line}:{column}",
    "vscodium": "vscodium://file{file}:{line}:{column}",
    "cursor": "cursor://file{file}:{line}:{column}",
    "zed": "zed://file{file}:{line}:{column}",
    "idea": "idea://open?file={file}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={file}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{file}&line={line}&column={column}",
}
"""Name → form. `{file}` is the whole path from `/` on, percent-encoded (RFC 3986, section 2.1)."""


class EditorError(SaidError):
    """What was asked for is no editor that links can open."""


def editor_form(name: str) -> str:
    """Return the form of a known editor, or `name` itself where it is a form. Raises EditorError."""
    if name in EDITORS:
        return EDITORS[name]
    if "{file}" in name and ":" in name.partition("{")[0]:
        return name
    raise EditorError(phrase("no_editor", name=name, known=", ".join(EDITORS), form=EDITORS["vscode"]))


def editor_link(form: str, file: Path, line: int = 1, column: int = 1) -> str:
    """Return the address that opens a file, an absolute path, at a place counted from 1."""
    path = file.as_posix()
    whole = quote(path if path.startswith("/") else f"/{path}", safe="/")  # C:/… begins with a letter
    return form.replace("{file}", whole).replace("{line}", str(line)).replace("{column}", str(column))
