"""The course of a matter over the years: each status that was reported of it on a line of its own, from left to right.

Across is time, in percent of the width; down are rows. How well a date is known is drawn too: a report stands in the
middle of the days that it may be of, and what has no date stands in a margin of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.pictures.timescale import Scale, Tick, year_ticks
from biennien.threads import last_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from biennien.edtf import Date

NARROWEST = 16  # em: the width of the time on the smallest screen; whatever is clear there is clear on any
APART = 2  # em between two marks of a row: each is a target, and may have a number after it
STRIP_APART = 1.2  # in a strip nothing is a target
YEAR = 2.6  # em that a year's number needs


@dataclass(frozen=True, slots=True)
class Report:
    """What one event says of a matter: a status, the event's date, and the keys of the steps that say so.

    `doubt` is for a date that reads as exact and is in doubt all the same.
    """

    status: str
    event: str
    date: Date
    keys: tuple[str, ...]
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a report may be of, where these are more than one; a soft end may lie further out."""

    start: float
    end: float
    soft_start: bool
    soft_end: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A report as it is drawn; without `x` it stands in the margin of what has no date."""

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
class Track:
    """A line of the picture: a status, its marks in the order of time, and how many rows they need."""

    status: str
    marks: tuple[Mark, ...]
    rows: int
    tail: Tail | None


@dataclass(frozen=True, slots=True)
class Course:
    """The whole picture; `dues` are where the limits that were named come to their end."""

    tracks: tuple[Track, ...]
    ticks: tuple[Tick, ...]
    dues: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What several pictures share.

    `order` are the statuses from the top down, the furthest first; `until` is the last day up to which was looked.
    """

    order: tuple[str, ...]
    scale: Scale
    until: dt.date | None

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The years that there is room to write."""
        return tuple(tick for tick in year_ticks(self.scale, YEAR) if tick.zoom == 1)


def plan_course(dates: Iterable[Date], order: Sequence[str], until: Date | None = None) -> Plan | None:
    """Return the plan for reports and limits of such dates; none where not one of their days is known."""
    days = [day for one in dates for day in (one.earliest, one.latest) if day]
    if not days:
        return None
    looked = until.latest if until else None
    days += [looked] if looked else []
    scale = Scale(min(days).year, max(days).year, 0, 100, NARROWEST)
    return Plan(tuple(order), scale, looked)


def draw_course(plan: Plan, reports: Sequence[Report], dues: Iterable[Date] = (), *, ended: bool = False) -> Course:
    """Return the picture of reports given in the order of time; what has ended has no tail."""
    statuses = [status for status in plan.order if any(one.status == status for one in reports)]
    last = None if ended else find_last(plan, reports)
    tracks = (_track(plan, status, [one for one in reports if one.status == status], last) for status in statuses)
    ends = {plan.scale.span(one)[1] for one in dues if one.latest}
    return Course(tuple(tracks), plan.ticks, tuple(sorted(ends)))


def draw_strip(plan: Plan, reports: Sequence[Report], *, ended: bool = False) -> Track:
    """Return all reports in one line: of each event only the furthest status."""
    furthest: dict[str, Report] = {}
    for one in sorted(reports, key=lambda one: plan.order.index(one.status)):
        furthest.setdefault(one.event, one)
    shown = [one for one in reports if one is furthest[one.event]]
    return _track(plan, "", shown, None if ended else find_last(plan, shown), apart=STRIP_APART)


def find_last(plan: Plan, reports: Sequence[Report]) -> Report | None:
    """Return the report that may be the latest; of one event the furthest status, and none where no day is known."""
    known = [one for one in reports if one.date.earliest or one.date.latest]
    return max(known, key=lambda one: (last_day(one.date), -plan.order.index(one.status)), default=None)


def _track(plan: Plan, status: str, reports: Sequence[Report], last: Report | None, *, apart: float = APART) -> Track:
    marks: list[Mark] = []
    ends: list[float] = []
    undated = 0
    for one in reports:
        x, span = _place(plan.scale, one)
        if x is None:
            marks.append(Mark(one, None, undated, span))
            undated += 1
            continue
        row = next((row for row, end in enumerate(ends) if x - end >= apart / NARROWEST * 100), len(ends))
        ends[row : row + 1] = [x]
        marks.append(Mark(one, x, row, span))
    tail = next((_tail(plan, mark) for mark in marks if mark.report is last), None)
    return Track(status, tuple(marks), max(len(ends), undated, 1), tail)


def _place(scale: Scale, report: Report) -> tuple[float | None, Span | None]:
    """Return where a report stands, none if in the margin, and the days that it may be of."""
    date = report.date
    if date.is_undated:
        return None, None
    doubt = report.doubt or date.approximate or date.uncertain
    start, end = scale.span(date)
    if date.earliest is None:
        return None, Span(start, end, soft_start=True, soft_end=date.approximate or date.uncertain)
    middle = scale.middle(date)
    if date.latest is None:
        return middle, Span(start, middle, soft_start=date.approximate or date.uncertain, soft_end=True)
    return middle, Span(start, end, soft_start=doubt, soft_end=doubt) if doubt or not date.is_exact else None


def _tail(plan: Plan, mark: Mark) -> Tail | None:
    """Return the line from a mark's last possible day to the day up to which was looked."""
    start = mark.span.end if mark.span else mark.x
    end = plan.scale.at(plan.until) if plan.until else None
    return Tail(start, end, mark.row) if start is not None and end is not None and start < end else None
