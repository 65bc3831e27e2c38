"""What libyaml says is wrong, in words for somebody who never read the YAML specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.problems import Problem, Span, problem

if TYPE_CHECKING:
    import yaml

# (what libyaml says, our code): the first that occurs in its message decides.
SAYINGS = (
    ("tab character", "E112"),
    ("block sequence entries are not allowed", "E114"),
    ("unknown escape character", "E117"),
    ("did not find expected hexdecimal", "E117"),
    ("while scanning a quoted scalar", "E115"),
    ("while parsing a quoted scalar", "E117"),
    ("unacceptable character", "E118"),
    ("control characters are not allowed", "E118"),
    ("',' or ']'", "E119"),
    ("',' or '}'", "E119"),
    ("expected '-' indicator", "E116"),
    ("expected key", "E116"),
)
SPECIAL = "@`%*&!|>"


def explain_fault(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """Return the problem for an error raised by libyaml while reading `text`."""
    where = _where(error, text, file)
    lines = text.split("\n")
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return problem("E112", _on(where, line.index("\t") + 1))
    said = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or error}"
    if "mapping values are not allowed" in said:
        return _colon(where, line, lines)
    if "cannot start any token" in said:
        return problem("E113", where, sign=line[where.column - 1 : where.column])
    code = next((code for saying, code in SAYINGS if saying in said), "E103")
    if code == "E116" and line.count('"') > 2:
        code = "E120"
    if code in ("E115", "E119") and (start := _mark(getattr(error, "context_mark", None), text, file)):
        where = start
    return problem(code, where, said=said.strip())


def _colon(where: Span, line: str, lines: list[str]) -> Problem:
    """A second `: ` in a line is an unquoted colon; one at its first key is a fault of the line before."""
    key, colon, value = line.partition(":")
    if colon and ": " in f"{value} " and where.column > len(key) + 1:
        return problem("E122", where)
    if where.line > 1 and ":" not in lines[where.line - 2]:
        above = lines[where.line - 2]
        start = len(above) - len(above.lstrip()) + 1
        return problem("E121", Span(where.file, where.line - 1, start, where.line - 1, len(above) + 1), text=above.strip())
    return problem("E116", _on(where, len(line) - len(line.lstrip()) + 1))


def _where(error: yaml.YAMLError, text: str, file: str) -> Span:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if found := _mark(mark, text, file):
        return found
    position = getattr(error, "position", None)
    if isinstance(position, int) and position >= 0:
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        return Span(file, line, column, line, column + 1)
    return Span(file, 1, 1, 1, 1)


def _mark(mark: yaml.Mark | None, text: str, file: str) -> Span | None:
    if mark is None:
        return None
    line, column = mark.line + 1, mark.column + 1
    if mark.index >= len(text) and text:
        text = text.rstrip("\n")
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    return Span(file, line, column, line, column + 1)


def _on(where: Span, column: int) -> Span:
    return Span(where.file, where.line, column, where.line, column + 1)
