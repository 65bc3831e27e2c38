"""Times as prose gives them, in figures or words, as EDTF."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.edtf import DateError, parse_date
from biennien.reading.numbers import Day, read_day, without

if TYPE_CHECKING:
    from biennien.reading.grammar import Grammar

_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Dating:
    """A time as prose gives it: its offsets (end exclusive), and its EDTF.

    `year` says where the year is from: `stated`, `published` (counted from the day of publication), `context` (another
    time in the same text); without any, or for a day that no month has, there is no `edtf`.
    """

    start: int
    end: int
    edtf: str
    year: str


def read_datings(text: str, grammar: Grammar, published: dt.date | None = None) -> tuple[Dating, ...]:
    """Return the times that a text, in NFC, gives in figures or words, in its order.

    A day without a year is the last such day up to the day of publication; without one it is of the year that the text
    states, where it states just one.
    """
    dates = list(grammar.date.find(text))
    found = [(match.span(), read_day(match, grammar), "") for match in dates]
    rest = without(text, dates)
    for pattern, edtf in grammar.periods:
        matches = list(pattern.finditer(rest))
        found += [(match.span(), read_day(match, grammar), _filled(edtf, match, published)) for match in matches]
        rest = without(rest, matches)
    found.sort()
    years = {day[0] for _, day, _ in found if day[0]}
    stated = years.pop() if len(years) == 1 else None
    return tuple(_dating(span, day, edtf, published, stated) for span, day, edtf in found)


def _filled(edtf: str, match: re.Match[str], published: dt.date | None) -> str:
    """Return the EDTF of a time in words; with blanks where it is counted from a day that is not known."""
    parts = {name[0]: part for name, part in match.groupdict().items()}
    if published:
        yesterday = published - dt.timedelta(days=1)
        parts |= {"now": f"{published.year:04}", "last": f"{published.year - 1:04}"}
        parts |= {"today": f"{published}", "yesterday": f"{yesterday}"}
    return _BLANK.sub(lambda blank: parts.get(blank[1]) or blank.group(), edtf)


def _dating(span: tuple[int, int], day: Day, edtf: str, published: dt.date | None, stated: int | None) -> Dating:
    year, month, date = day
    if edtf:
        return _known(span, edtf, "stated" if year else "published")
    if year:
        return _known(span, _joined(day), "stated")
    if published and month:
        last = published.year - ((month, date or 1) > (published.month, published.day))
        return _known(span, _joined((last, month, date)), "published")
    return _known(span, _joined((stated, month, date)) if stated else "", "context")


def _known(span: tuple[int, int], edtf: str, year: str) -> Dating:
    """Return a time; one that no calendar has, or that has blanks, without its EDTF."""
    try:
        parse_date(edtf)
    except DateError:
        return Dating(*span, "", "")
    return Dating(*span, edtf, year)


def _joined(day: Day) -> str:
    year, month, date = day
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{date:02}" if date and month else "")
