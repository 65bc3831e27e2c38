"""What is wrong with a template, as a problem that names its line."""

from __future__ import annotations

import errno
import os
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from biennien.problems import At, Span, problem
from biennien.sources import caseless, is_kept_name, is_odd_name, reason, refuse_unusual
from biennien.templates import BUILT_IN, Templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.problems import Problem

OWN = "templates"


def check_files(templates: Templates, root: Path) -> Iterator[Problem]:
    """Return which files of a project's own templates can't be read, and which static ones can't be published."""
    for file in _files(root):
        try:
            refuse_unusual(root, file)
            if not os.access(root / file, os.R_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as error:
            yield problem("E602", At(file), file=file, why=reason(error))
    own, seen = (root / OWN).resolve(), dict[str, str]()
    for name, path in templates.static() if own in templates.folders else ():
        file = f"{OWN}/static/{name}"
        if is_own := path == own / "static" / name:
            yield from _unfit(name, At(file))
        key = caseless(name)
        if key in seen and (is_own or seen[key] != path.as_posix()):
            yield problem("E503", At(file), other=seen[key])
        seen.setdefault(key, file if is_own else path.as_posix())


def _files(root: Path) -> Iterator[str]:
    """Yield whatever is in a project's own templates but folders, links to which are not followed."""
    for above, folders, names in os.walk(root / OWN, onerror=_pass_on):
        lead = Path(above).relative_to(root).as_posix()
        links = [name for name in folders if Path(above, name).is_symlink()]
        yield from (f"{lead}/{name}" for name in sorted((*names, *links)))


def _pass_on(error: OSError) -> None:
    """Raise what os.walk would keep to itself, but that there is no such folder."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _unfit(name: str, at: At) -> Iterator[Problem]:
    for step in name.split("/"):
        if is_odd_name(step):
            yield problem("E510", at, name=step)
        if is_kept_name(step):
            yield problem("E508", at, name=step)


def check_templates(templates: Templates, root: Path) -> Iterator[Problem]:
    """Return what Jinja can't read of a project's own templates; those of the program are read when they are used."""
    own = [file for folder in templates.folders if folder != BUILT_IN for file in sorted(folder.rglob("*.html"))]
    if not own:
        return
    for file in own:
        try:
            slip = _find_slip(file.read_text("utf-8-sig"))
        except (OSError, UnicodeError) as error:
            slip = 1, str(error)
        if slip:
            yield _problem(file, *slip, root)


@lru_cache(maxsize=512)  # a project has few templates, and most don't change from one build to the next
def _find_slip(text: str) -> tuple[int, str] | None:
    """Return the line at which Jinja can't read a template, and why; None where it can."""
    from jinja2 import TemplateSyntaxError

    try:
        Templates(()).environment().parse(text)
    except TemplateSyntaxError as error:
        return error.lineno, error.message or ""
    return None


def find_fault(error: BaseException, templates: Templates, root: Path) -> Problem | None:
    """Return what an exception says of a template, at the innermost line of one; None where it came through none."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError) and error.filename:
        return _problem(Path(error.filename), error.lineno, error.message or "", root)
    for frame in reversed(extract_tb(error.__traceback__)):  # Jinja gives its frames the files and lines of templates
        file = Path(frame.filename)
        if any(folder in file.parents for folder in templates.folders):
            return _problem(file, frame.lineno or 1, str(error) or type(error).__name__, root)
    return None


def _problem(file: Path, line: int, why: str, root: Path) -> Problem:
    """Return the problem of a line, marked from its first letter to its last."""
    try:
        text = file.read_text("utf-8-sig").split("\n")[line - 1].rstrip()
    except (OSError, UnicodeError, IndexError):
        text = ""
    first = len(text) - len(text.lstrip()) + 1
    where = Span(_shown(file, root), line, first, line, max(len(text), first) + 1)
    return problem("E605", where, why=" ".join(why.split()).rstrip("."))


def _shown(file: Path, root: Path) -> str:
    """Return a file's path in the project, or its whole path where it comes with the program."""
    inside = file.resolve()
    folder = root.resolve()
    return inside.relative_to(folder).as_posix() if folder in inside.parents else inside.as_posix()
