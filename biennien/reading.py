"""Numbers and dates as prose writes them, in any language that has a grammar: `9 tỷ 381 triệu`, `4,619`, `27/2/2024`.

A grammar is data (`reading` in a language's strings file, completed from CLDR), so that a language is added without code.
Spelled numbers (`ba`, `three`) are read apart from digits: they may stand for digits of the other language, and need not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Day = tuple[int | None, int | None, int | None]
"""A date as prose gives it: (year, month, day), each `None` where the prose leaves it out."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language writes numbers and dates.

    `dates` are patterns of whole dates with groups d, m, y; `scales` and `words` give words their values; `bounds` give
    the words that say over, under and about.
    """

    number: re.Pattern[str]
    decimal: str
    group: str
    scales: Mapping[str, int]
    words: Mapping[str, int]
    months: Mapping[str, int]
    dates: tuple[re.Pattern[str], ...]
    bounds: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Values:
    """What a text says in numbers: its dates, its numbers in digits, and the values of its number words."""

    dates: Counter[Day]
    numbers: Counter[Decimal]
    words: frozenset[Decimal]


def make_grammar(
    *,
    decimal: str,
    group: str,
    months: Mapping[str, int],
    reading: Mapping[str, Mapping[str, object]],
) -> Grammar:
    """Return a grammar from CLDR's number symbols and month names and a language's `reading` section.

    Date patterns are written with {d}, {m}, {month} and {y}, and matched in their order, whole words only.
    """
    scales = {word: int(str(value)) for word, value in reading.get("scales", {}).items()}
    mark, parts = re.escape(decimal), re.escape(group)
    number = rf"(?<![\w.,])\d{{1,3}}(?:{parts}\d{{3}})+(?:{mark}\d+)?(?!\d)|(?<![\d.,])\d+(?:{mark}\d+)?(?!\d)"
    slots = {
        "{d}": r"(?P<d>\d{1,2})",
        "{m}": r"(?P<m>\d{1,2})",
        "{y}": r"(?P<y>\d{4})",
        "{month}": "(?P<month>" + "|".join(sorted(map(re.escape, months), key=len, reverse=True)) + ")",
    }
    return Grammar(
        number=re.compile(number),
        decimal=decimal,
        group=group,
        scales=scales,
        words={word: int(str(value)) for word, value in reading.get("words", {}).items()},
        months=months,
        dates=tuple(_date_pattern(str(pattern), slots) for pattern in reading.get("dates", {}).values()),
        bounds={bound: tuple(str(words).split(", ")) for bound, words in reading.get("bounds", {}).items()},
    )


def _date_pattern(pattern: str, slots: Mapping[str, str]) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", pattern)
    body = "".join(slots.get(part, re.escape(part).replace(r"\ ", r"\s+")) for part in parts)
    return re.compile(rf"(?<![\w/]){body}(?![\w/])", re.IGNORECASE)


def read_values(text: str, grammar: Grammar) -> Values:
    """Return the dates and numbers of a text; a date's numbers are not counted again as numbers."""
    rest, dates = _take_dates(text, grammar)
    numbers = Counter(value for value, _, _ in _numbers(rest, grammar))
    words = frozenset(
        Decimal(grammar.words[word]) for word in re.findall(r"\w+", text.lower()) if word in grammar.words
    )
    return Values(dates, numbers, words)


def read_numbers(text: str, grammar: Grammar) -> tuple[tuple[Decimal, int, int], ...]:
    """Return the numbers in a text that are no part of a date, each with its offsets (end exclusive)."""
    return tuple(_numbers(_take_dates(text, grammar)[0], grammar))


def _take_dates(text: str, grammar: Grammar) -> tuple[str, Counter[Day]]:
    found: Counter[Day] = Counter()
    for pattern in grammar.dates:
        for match in pattern.finditer(text):
            found[_day(match, grammar)] += 1
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text, found


def _day(match: re.Match[str], grammar: Grammar) -> Day:
    groups = match.groupdict()
    month = groups.get("m")
    name = groups.get("month")
    number = grammar.months.get(name.lower()) if name else int(month) if month else None
    year, day = groups.get("y"), groups.get("d")
    return int(year) if year else None, number, int(day) if day else None


def _numbers(text: str, grammar: Grammar) -> Iterator[tuple[Decimal, int, int]]:
    """Read digits with the scale word after them, adding up descending scales: `9 tỷ 381 triệu`."""
    total: tuple[Decimal, int, int, int] | None = None
    for match in grammar.number.finditer(text):
        value = Decimal(match.group().replace(grammar.group, "").replace(grammar.decimal, "."))
        scale, end = _scale(text, match.end(), grammar)
        if total and total[3] > scale > 1 and not text[total[2] : match.start()].strip():
            total = total[0] + value * scale, total[1], end, scale
            continue
        if total:
            yield total[:3]
        total = value * scale, match.start(), end, scale
    if total:
        yield total[:3]


def _scale(text: str, at: int, grammar: Grammar) -> tuple[int, int]:
    word = re.match(r"[\s ]*([^\W\d_]+)", text[at:])
    if word and word.group(1).lower() in grammar.scales:
        return grammar.scales[word.group(1).lower()], at + word.end()
    return 1, at
