"""The course of a matter over the years: each status that it was reported in on a line of its own, from left to right.

Across is time, in hundredths of the width, so that the picture fits any screen; down are rows, in the unit of its letters
(CSS pixels). How well a date is known is drawn too: a report stands in the middle of the days that it may be of.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from biennien.edtf import Date

NARROWEST = 240  # units: the width of the time on the smallest screen; whatever is clear there is clear on any
APART = 30  # units between two marks of a row: each is a target of 24, and may have a number after it
STRIP_APART = 18  # in a strip nothing is a target
ROW = 28
LABELS = 6  # years that can be written side by side on the smallest screen
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)  # years from one written year to the next


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole years, the first and the last included."""

    first: int
    last: int

    def at(self, day: float) -> float:
        """Return where a day stands (a proleptic ordinal, its noon being half a day on); never beyond the ends."""
        start, end = dt.date(self.first, 1, 1).toordinal(), dt.date(self.last, 12, 31).toordinal() + 1
        return min(max((day - start) / (end - start), 0), 1) * 100

    @property
    def years(self) -> tuple[tuple[float, int], ...]:
        """The beginnings of the years that there is room to write, and the years."""
        step = next(step for step in STEPS if (self.last - self.first) // step < LABELS)
        return tuple(
            (self.at(dt.date(year, 1, 1).toordinal()), year)
            for year in range(self.first + -self.first % step, self.last + 1, step)
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What one event says of a matter: a status, the event's date, and the keys of the steps that say so."""

    status: str
    event: str
    date: Date
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a report may be of, where these are more than one; a soft end may lie further out."""

    start: float
    end: float
    soft_start: bool
    soft_end: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A report as it is drawn; without `x` in the margin of what has no date."""

    report: Report
    x: float | None
    row: int
    span: Span | None


@dataclass(frozen=True, slots=True)
class Tail:
    """From the last report to the day up to which was looked: nothing."""

    start: float
    end: float
    row: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of the picture: a status, its marks in the order of time, and how many rows they need."""

    status: str
    marks: tuple[Mark, ...]
    rows: int
    tail: Tail | None


@dataclass(frozen=True, slots=True)
class Course:
    """The whole picture; `dues` are the ends of what was named as a limit."""

    axis: Axis
    lanes: tuple[Lane, ...]
    dues: tuple[float, ...]
    until: float | None


def plan_axis(dates: Iterable[Date]) -> Axis | None:
    """Return the years that dates lie in; none where no date has a known day."""
    found = list(dates)
    days = [day for one in found for day in (one.earliest, one.latest) if day]
    return Axis(min(days).year, max(days).year) if days else None


def draw_course(
    reports: Sequence[Report], order: Sequence[str], *, dues: Iterable[Date] = (), until: Date | None = None, open_: bool = True
) -> Course | None:
    """Return the picture of reports given in the order of time; none where not one of their days is known.

    `order` are the statuses from the top down, the furthest first. `until` is the day up to which was looked; the tail
    is drawn to it as long as the matter is open.
    """
    limits = tuple(dues)
    axis = plan_axis([*(one.date for one in reports), *limits, *([until] if until else [])])
    if axis is None or plan_axis(one.date for one in reports) is None:
        return None
    statuses = [status for status in order if any(one.status == status for one in reports)]
    last = find_last(reports, order)
    lanes = tuple(
        _lane(axis, status, [one for one in reports if one.status == status], APART, last, until if open_ else None)
        for status in statuses
    )
    ends = sorted({axis.at(day.toordinal() + 1) for one in limits if (day := one.latest)})
    return Course(axis, lanes, tuple(ends), _noon(axis, until.latest) if until else None)


def draw_strip(
    axis: Axis, reports: Sequence[Report], order: Sequence[str], *, until: Date | None = None, open_: bool = True
) -> Lane:
    """Return one line for a matter, on an axis that it shares with others: of each event the furthest status."""
    furthest: dict[str, Report] = {}
    for one in reports:
        before = furthest.get(one.event)
        if before is None or order.index(one.status) < order.index(before.status):
            furthest[one.event] = one
    shown = list(furthest.values())
    return _lane(axis, "", shown, STRIP_APART, find_last(shown, order), until if open_ else None)


def find_last(reports: Sequence[Report], order: Sequence[str]) -> Report | None:
    """Return the last report that has a date, else the one whose latest day is last; of one event the furthest."""
    dated = [one for one in reports if one.date.start]
    known = dated[-1:] or sorted((one for one in reports if one.date.latest), key=lambda one: one.date.sort_key)[-1:]
    return min((one for one in reports if known and one.event == known[0].event), key=lambda one: order.index(one.status), default=None)


def _lane(
    axis: Axis, status: str, reports: Sequence[Report], apart: float, last: Report | None, until: Date | None
) -> Lane:
    marks: list[Mark] = []
    ends: list[float] = []
    undated = 0
    for one in reports:
        x, span = _place(axis, one.date)
        if x is None:
            marks.append(Mark(one, None, undated, span))
            undated += 1
            continue
        row = next((row for row, end in enumerate(ends) if x - end >= apart / NARROWEST * 100), len(ends))
        ends[row : row + 1] = [x]
        marks.append(Mark(one, x, row, span))
    tail = next((_tail(axis, mark, until) for mark in marks if mark.report is last), None)
    return Lane(status, tuple(marks), max(len(ends), undated, 1), tail)


def _place(axis: Axis, date: Date) -> tuple[float | None, Span | None]:
    """Return where a date stands, none if in the margin, and the days that it may be."""
    soft = date.approximate or date.uncertain
    first, last = date.earliest, date.latest
    start = axis.at(first.toordinal()) if first else 0.0
    end = axis.at(last.toordinal() + 1) if last else start
    if first is None:
        return None, Span(start, end, soft_start=True, soft_end=soft) if last else None
    middle = (start + end) / 2
    return middle, None if date.is_exact else Span(start, end, soft_start=soft, soft_end=soft or last is None)


def _tail(axis: Axis, mark: Mark, until: Date | None) -> Tail | None:
    if until is None or until.latest is None:
        return None
    start = mark.span.end if mark.span else mark.x
    end = _noon(axis, until.latest)
    return Tail(start, end, mark.row) if start is not None and end is not None and start < end else None


def _noon(axis: Axis, day: dt.date | None) -> float | None:
    return axis.at(day.toordinal() + 0.5) if day else None
