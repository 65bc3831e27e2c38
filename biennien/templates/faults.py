"""What is wrong with a template, as a problem that names its line."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from biennien.problems import Span, problem
from biennien.templates import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.problems import Problem
    from biennien.templates import Templates


def check_templates(templates: Templates, root: Path) -> Iterator[Problem]:
    """Return what Jinja can't read of a project's own templates; those of the program are read when they are used."""
    own = [file for folder in templates.folders if folder != BUILT_IN for file in sorted(folder.rglob("*.html"))]
    if not own:
        return
    from jinja2 import TemplateSyntaxError

    environment = templates.environment()
    for file in own:
        try:
            environment.parse(file.read_text("utf-8-sig"), filename=str(file))
        except TemplateSyntaxError as error:
            yield _problem(file, error.lineno, error.message or "", root)
        except (OSError, UnicodeError) as error:
            yield _problem(file, 1, str(error), root)


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
