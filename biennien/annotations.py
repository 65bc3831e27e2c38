"""Problems for programs that mark lines: one line a problem, for editors, and workflow commands, for GitHub.

Both begin each place with the folder in which the project was named, since whoever reads them stands outside it.
Severities are `error` and `warning` in every language; the other words are those of the report.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from biennien.messages import phrase, voice
from biennien.problems import Problem, Span, severity
from biennien.text import hidden_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.messages import Voice

WHOLE = "content/site.yaml"
"""The file at which what concerns the whole project is shown."""
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render_lines(problems: Iterable[Problem], folder: str = "", language: str = "en") -> str:
    """Return `file:line:column: severity[code]: message`, a line for each problem; a label follows in parentheses.

    Lines and columns count from 1, columns in code points. `folder` is set before each file.
    """
    said = voice(language)
    return "".join(f"{_line(one, folder, said)}\n" for one in problems)


def _line(one: Problem, folder: str, said: Voice) -> str:
    where = _place(one)
    label = said.say(one.label)
    words = said.message(one.code, one.values).message + (f" ({label})" if label else "")
    file = _one_line(_path(where.file, folder))
    return f"{file}:{where.line}:{where.column}: {severity(one)}[{one.code}]: {_one_line(words)}"


def render_github(problems: Iterable[Problem], folder: str = "", language: str = "en") -> str:
    """Return GitHub's workflow commands `::error file=…,line=…,…,title=…::message`, a line for each problem.

    Values are escaped as GitHub Actions' toolkit does (`%`, CR and LF; in properties `:` and `,` too). Columns are
    left out of a place of several lines, for which GitHub takes none.
    """
    said = voice(language)
    return "".join(f"{_command(one, folder, said)}\n" for one in problems)


def _command(one: Problem, folder: str, said: Voice) -> str:
    where = _place(one)
    columns = {"col": where.column, "endColumn": where.end_column} if where.line == where.end_line else {}
    lines = {"line": where.line, "endLine": where.end_line}
    about = {"file": _path(where.file, folder), **lines, **columns, "title": one.code}
    properties = ",".join(f"{name}={_escaped(str(value), _PROPERTY)}" for name, value in about.items())
    words = "\n".join(_words(one, said))
    return f"::{severity(one)} {properties}::{_escaped(words, _DATA)}"


def _words(one: Problem, said: Voice) -> Iterator[str]:
    words = said.message(one.code, one.values)
    yield words.message
    if one.label:
        yield said.say(one.label)
    for name, text in one.details:
        yield f"{said.say(phrase(name))}: {said.say(text)}"
    if words.help:
        yield said.say(phrase("help_line", help=words.help))


def _place(one: Problem) -> Span:
    """Return where a problem is shown: what has no line begins its file."""
    if isinstance(one.where, Span):
        return one.where
    return Span(one.where.file if one.where else WHOLE, 1, 1, 1, 1)


def _path(file: str, folder: str) -> str:
    return str(PurePosixPath(folder, file)) if folder else file


def _one_line(text: str) -> str:
    """Return a text in which nothing ends the line or hides."""
    hidden = {at for at, _ in hidden_characters(text)}
    return "".join("�" if at in hidden else " " if sign in "\n\t" else sign for at, sign in enumerate(text))


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
