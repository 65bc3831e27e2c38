"""What is wrong with the content, as values, and the one format in which it is shown.

Content faults never raise: every room returns `Problems`. Their words are those of `messages`, in its languages.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from biennien.messages import phrase, shown, voice
from biennien.text import is_hidden, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from biennien.messages import Message, Voice, Words

WIDEST = 110  # display cells of a line shown; a longer one is trimmed around its caret
MOST = 1_000  # problems shown to people
NEARBY = 400  # code points on either side of a caret that are looked at: a line may be as long as its file
TAB = "    "
_COLOURS = {"error": "1;31", "warning": "1;33", "frame": "1;34", "also": "1;36", "strong": "1"}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: counted from 1, columns in code points, end exclusive.

    `file` is relative to the project's folder, with forward slashes.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Return file:line:column."""
        return f"{self.file}:{self.line}:{self.column}"


def point(text: str, offset: int, file: str, length: int = 1) -> Span:
    """Return the span of `length` code points of one line that begins at `offset`."""
    breaks = _breaks(text)
    before = bisect_left(breaks, offset)
    column = offset - breaks[before - 1] if before else offset + 1
    return Span(file, before + 1, column, before + 1, column + length)


@lru_cache(maxsize=4)  # a file may have as many problems as signs, and each asks
def _breaks(text: str) -> tuple[int, ...]:
    """Return the offsets of a text's line feeds."""
    return tuple(sign.start() for sign in re.finditer("\n", text))


def span_between(text: str, start: int, end: int, file: str) -> Span:
    """Return the span from offset `start` to offset `end` (exclusive)."""
    first, last = point(text, start, file), point(text, end, file)
    return Span(file, first.line, first.column, last.line, last.column)


class At(NamedTuple):
    """A place by key path, turned into a `Span` only when it is reported (nodes.locate).

    `start` and `end` are code-point offsets in the value's text, end exclusive; None is the whole value. A tuple, since
    each value that is read has one: a frozen dataclass takes three times as long to make.
    """

    file: str
    path: tuple[str | int, ...] = ()
    key: bool = False
    start: int | None = None
    end: int | None = None

    def __truediv__(self, step: str | int) -> At:
        """Return the place of a child: the value of a key, or an item of a list, by its number from 0 or its text."""
        return At(self.file, (*self.path, step))

    def on_key(self) -> At:
        """Return the place of the key itself rather than its value."""
        return At(self.file, self.path, key=True)

    def within(self, start: int, end: int) -> At:
        """Return the place of a part of the value's text."""
        return At(self.file, self.path, start=start, end=end)

    def __str__(self) -> str:
        """Return file: key.path[item]."""
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{self.file}: {steps.lstrip('.')}" if steps else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `code` is E and digits for an error, W and digits for a warning."""

    code: str
    where: Span | At | None  # None: about the whole project
    values: Mapping[str, Words]  # fill the blanks of the message
    label: Words = ""  # short text beside the caret
    details: tuple[tuple[str, Words], ...] = ()  # more lines, (name of a phrase, text): "= closest: …"
    also: tuple[tuple[Span | At, Words], ...] = ()  # other places shown, each with its label

    @property
    def is_error(self) -> bool:
        """Whether this stops a build."""
        return not self.code.startswith("W")


Problems: TypeAlias = tuple[Problem, ...]


def problem(
    code: str,
    where: Span | At | None,
    /,
    *,
    label: Words = "",
    details: Iterable[tuple[str, Words]] = (),
    also: Iterable[tuple[Span | At, Words]] = (),
    **values: Words,
) -> Problem:
    """Return a problem; `values` fill the blanks of its message."""
    return Problem(code, where, values, label, tuple(details), tuple(also))


def sort_problems(problems: Iterable[Problem]) -> Problems:
    """Return the problems by file, line, column and code, each once; those of the whole project come first.

    Raises:
        TypeError: a problem still stands at a key path; nodes.locate comes first.

    """
    unique = {_identity(one): one for one in problems}
    return tuple(unique[key] for key in sorted(unique))


def render_human(
    problems: Problems,
    read: Callable[[str], str],
    *,
    colour: bool = False,
    language: str = "en",
) -> str:
    """Return the report for people: each problem with its line and caret, a blank line between two.

    Of more than MOST the first are shown. `read` gives the text of a file; where it raises OSError, UnicodeError or
    KeyError no line is shown. Empty for no problems, else ends with a line feed. Characters that would not show, or
    would move the cursor, show as �.
    """
    said = voice(language)
    lines_of = cache(lambda file: _lines(file, read))
    paint = _painted if colour else _unpainted
    reports = [_report(one, _Frame(severity(one), _margin(one), lines_of, paint, said)) for one in problems[:MOST]]
    if len(problems) > MOST:
        reports.append([said.say(phrase("many_more", n=str(len(problems) - MOST)))])
    return "\n\n".join("\n".join(lines) for lines in reports) + "\n" if problems else ""


def render_json(problems: Problems, language: str = "en") -> str:
    """Return a JSON array with one object a problem, ending with a line feed.

    Places are {file, line, column, end_line, end_column}, {file, path} where not located, or null.
    """
    said = voice(language)
    return json.dumps([_plain(one, said) for one in problems], ensure_ascii=False, indent=2) + "\n"


def _identity(one: Problem) -> tuple[Any, ...]:
    if isinstance(one.where, At):
        message = f"{one.code} is not located: {one.where}"
        raise TypeError(message)
    place = one.where or Span("", 0, 0, 0, 0)
    values = tuple(sorted((name, str(value)) for name, value in one.values.items()))
    details = tuple((name, str(text)) for name, text in one.details)
    return (place.file, place.line, place.column, one.code, place, values, str(one.label), details, str(one.also))


def _plain(one: Problem, said: Voice) -> dict[str, Any]:
    words = said.message(one.code, one.values)
    return {
        "code": one.code,
        "severity": severity(one),
        "message": words.message,
        "help": words.help,
        "where": _plain_place(one.where),
        "label": said.say(one.label),
        "values": said.said(one.values),
        "details": [{"name": name, "text": said.say(text)} for name, text in one.details],
        "also": [{"where": _plain_place(where), "label": said.say(label)} for where, label in one.also],
    }


def _plain_place(where: Span | At | None) -> dict[str, Any] | None:
    if where is None:
        return None
    if isinstance(where, At):
        return {"file": where.file, "path": list(where.path)}
    return {
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "end_line": where.end_line,
        "end_column": where.end_column,
    }


def severity(one: Problem) -> str:
    """Return `error` or `warning`, as programs read it."""
    return "error" if one.is_error else "warning"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the parts of one report share."""

    severity: str
    margin: str
    lines_of: Callable[[str], tuple[str, ...]]
    paint: Callable[[str, str], str]
    voice: Voice


def _report(one: Problem, frame: _Frame) -> list[str]:
    words: Message = frame.voice.message(one.code, one.values)
    say = frame.voice.say
    head = frame.paint(frame.severity, f"{say(phrase(frame.severity))}[{one.code}]")
    notes = (*one.details, ("help", words.help)) if words.help else one.details
    return [
        head + frame.paint("strong", f": {_visible(words.message)}"),
        *(_place(one.where, say(one.label), "-->", frame) if one.where else ()),
        *(line for where, label in one.also for line in _place(where, say(label), ":::", frame)),
        *(
            f"{frame.margin} {frame.paint('frame', '=')} {say(phrase(name))}: {_visible(shown(say(text)))}"
            for name, text in notes
        ),
    ]


def _margin(one: Problem) -> str:
    places = (one.where, *(where for where, _ in one.also))
    return " " * max((len(str(where.line)) for where in places if isinstance(where, Span)), default=1)


def _place(where: Span | At, label: str, arrow: str, frame: _Frame) -> list[str]:
    address = f"{frame.margin}{frame.paint('frame', arrow)} {_visible(str(where))}"
    lines = frame.lines_of(where.file) if isinstance(where, Span) else ()
    if isinstance(where, Span) and where.line <= len(lines):
        sign = "^" if arrow == "-->" else "-"
        return [address, *_snippet(where, lines[where.line - 1], (sign, label), frame)]
    return [f"{address}: {_visible(label)}" if label else address]


def _snippet(where: Span, line: str, mark: tuple[str, str], frame: _Frame) -> list[str]:
    end = where.end_column if where.end_line == where.line else len(line) + 1
    text, before, marked = _excerpt(line, where.column - 1, end - 1)
    sign, label = mark
    under = frame.paint(frame.severity if sign == "^" else "also", f"{sign * marked} {_visible(label)}".rstrip())
    rule = frame.paint("frame", f"{frame.margin} |")
    number = frame.paint("frame", f"{where.line:>{len(frame.margin)}} |")
    return [rule, f"{number} {text}".rstrip(), f"{rule} {' ' * before}{under}"]


def _excerpt(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a line as shown, and the cells before and under the mark from `start` to `end` (code points)."""
    first = max(0, min(start, len(line)) - NEARBY)
    signs = [_sign(line, at) for at in range(first, min(len(line), start + NEARBY))]
    start, end = min(start - first, len(signs)), end - first
    while 0 < start < len(signs) and not width(signs[start]):
        start -= 1  # a mark without its letter has no cell of its own
    before, marked, after = "".join(signs[:start]), "".join(signs[start:end]), "".join(signs[max(start, end) :])
    if width(before + marked + after) <= WIDEST:
        return before + marked + after, width(before), max(1, width(marked))
    room = WIDEST - 2  # an ellipsis on either side
    spare = max(0, room - width(marked))
    left = _last_cells(before, max(spare // 2, spare - width(after)))
    right = _first_cells(marked + after, room - width(left))
    opening = "…" if len(left) < len(before) else ""
    closing = "…" if len(right) < len(marked + after) else ""
    return f"{opening}{left}{right}{closing}", width(opening + left), max(1, min(width(marked), width(right)))


def _first_cells(text: str, cells: int) -> str:
    end = 0
    while end < len(text) and (cells := cells - width(text[end])) >= 0:
        end += 1
    return text[:end]


def _last_cells(text: str, cells: int) -> str:
    start = len(text)
    while start and (cells := cells - width(text[start - 1])) >= 0:
        start -= 1
    while start < len(text) and not width(text[start]):
        start += 1  # marks whose letter is cut off go with it
    return text[start:]


def _lines(file: str, read: Callable[[str], str]) -> tuple[str, ...]:
    try:
        return tuple(line.removesuffix("\r") for line in read(file).removeprefix("\ufeff").split("\n"))
    except (OSError, UnicodeError, KeyError):
        return ()


def _visible(text: str) -> str:
    return "".join(_sign(text, at) for at in range(len(text)))


def _sign(text: str, at: int) -> str:
    if text[at] in "\t\n":
        return TAB if text[at] == "\t" else " "
    return "�" if is_hidden(text, at) else text[at]


def _painted(role: str, text: str) -> str:
    return f"\033[{_COLOURS[role]}m{text}\033[0m" if text else ""


def _unpainted(_role: str, text: str) -> str:
    return text
