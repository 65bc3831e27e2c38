"""Days → places along an axis of time, in percent of its length, and the years and months that mark it.

Percent, so that a drawing grows with its page (and with a reader's zoom) while its letters and marks keep their size.
Whatever is clear of its neighbour at the least length is clear of it at any greater one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.pictures.lettering import width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from biennien.edtf import Date

    Room = Callable[[Sequence[str]], float]

ZOOMS = (1, 2, 4, 8)
MONTH_STEPS = (1, 3, 6)
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MONTHS = 12
CLEAR = 0.5  # em between two words on the axis


@dataclass(frozen=True, slots=True)
class Tick:
    """A year or a month on the axis: where it begins, its word, and from which zoom on there is room for it."""

    at: float
    word: str
    zoom: int = 1


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole years, the last included, between two places in percent; `length` is the least length of the axis in em."""

    first: int
    last: int
    start: float
    end: float
    length: float

    @property
    def years(self) -> int:
        """How many years there are."""
        return self.last - self.first + 1

    @property
    def months(self) -> int:
        """How many months there are."""
        return self.years * MONTHS

    @property
    def em_a_year(self) -> float:
        """How long a year is, where the axis is shortest."""
        return (self.end - self.start) / 100 * self.length / self.years

    def at(self, day: dt.date) -> float:
        """Return where a day begins; the year after the last is where the time ends."""
        begins = dt.date(self.first, 1, 1).toordinal()
        days = dt.date(self.last, 12, 31).toordinal() + 1 - begins
        return self.start + (self.end - self.start) * (day.toordinal() - begins) / days

    def span(self, date: Date) -> tuple[float, float]:
        """Return where a date begins and ends; one that is open at its end goes to the end of the time."""
        first = date.earliest or dt.date(self.first, 1, 1)
        return self.at(first), self._after(date.latest) if date.latest else self.end

    def middle(self, date: Date) -> float:
        """Return where the mark of a date stands: in the middle of it, or of its known beginning."""
        known = date.latest or (date.start.latest if date.start else None)
        return (self.span(date)[0] + (self._after(known) if known else self.end)) / 2

    def _after(self, day: dt.date) -> float:
        return self.end if day.year >= self.last and (day.month, day.day) == (12, 31) else self.at(_next(day))

    def month(self, number: int) -> dt.date:
        """Return the first day of a month, counted from the first month of the axis."""
        return dt.date(self.first + number // MONTHS, number % MONTHS + 1, 1)


def _next(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def years_of(dates: Iterable[Date]) -> tuple[int, int]:
    """Return the first and the last year that dates touch; each of them has a beginning."""
    days = [day for one in dates for day in (one.earliest, one.latest or (one.start and one.start.latest)) if day]
    return min(days).year, max(days).year


def year_ticks(scale: Scale, room: float) -> tuple[Tick, ...]:
    """Return the years, each from the zoom on at which it and its neighbours have `room` em; round ones first."""
    steps = _steps(scale.em_a_year, lambda _: room, YEAR_STEPS)
    found = [(year, _zoom(year, steps)) for year in range(scale.first, scale.last + 1)]
    if all(zoom != 1 for _, zoom in found):
        later = ((year, zoom) for year, zoom in found if zoom and year - scale.first >= steps[zoom])
        found = [(scale.first, 1), *later]
    return tuple(Tick(scale.at(dt.date(year, 1, 1)), str(year), zoom) for year, zoom in found if zoom)


def month_ticks(scale: Scale, words: Sequence[str], room: Room, *, first: bool) -> tuple[Tick, ...]:
    """Return the months, each from the zoom on at which it and its neighbours have room; January only if asked to.

    `room` says how many em the words need that are shown together.
    """
    steps = _steps(scale.em_a_year / MONTHS, lambda step: room(words[::step]), MONTH_STEPS)
    found = ((number, _zoom(number % MONTHS, steps)) for number in range(scale.months if steps else 0))
    shown = ((number, zoom) for number, zoom in found if zoom and (first or number % MONTHS))
    return tuple(Tick(scale.at(scale.month(number)), words[number % MONTHS], zoom) for number, zoom in shown)


def _steps(em: float, room: Callable[[int], float], steps: Sequence[int]) -> dict[int, int]:
    """Return, by zoom, every how many units of `em` there is room; what one zoom shows the next shows too."""
    found: dict[int, int] = {}
    for zoom in ZOOMS:
        before = next(reversed(found.values()), 0)
        step = next((step for step in steps if step * em * zoom >= room(step) and before % step == 0), None)
        if step:
            found[zoom] = step
    return found


def _zoom(number: int, steps: Mapping[int, int]) -> int | None:
    return next((zoom for zoom, step in steps.items() if number % step == 0), None)


def spans_of_years(scale: Scale, room: float) -> list[range]:
    """Return the years in spans that begin at round years and have `room` em; the first and last may be shorter."""
    step = _steps(scale.em_a_year, lambda _: room, YEAR_STEPS)[1]
    starts = range(scale.first // step * step, scale.last + 1, step)
    return [range(max(start, scale.first), min(start + step, scale.last + 1)) for start in starts]


def widest(words: Iterable[str]) -> float:
    """Return the width of the widest word, in em."""
    return max(width_of(word, 1) for word in words)
