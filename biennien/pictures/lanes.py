"""Events → lanes along one axis of time: where each mark stands, which stand abreast, and columns where marks are too many.

A drawing says where things are along the time, in percent, and in which row of a lane; whether the time runs across
the page or down it is the template's business. The picture is the same wherever it is drawn from the same values.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, groupby, pairwise
from typing import TYPE_CHECKING

from biennien.pictures.lettering import width_of
from biennien.pictures.timescale import (
    CLEAR,
    MONTHS,
    Scale,
    Tick,
    month_ticks,
    spans_of_years,
    widest,
    year_ticks,
    years_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from biennien.edtf import Date

SHAPES = ("square", "circle", "triangle", "diamond", "pentagon", "wedge", "hexagon", "cross", "arch")
"""The marks of kinds, in the order of their register; the last stands for all further kinds."""
MARK = 1.7  # em: the side of the square that a mark needs, more than 24 px at the letters' 15 px
SOFT = 0.5  # em: what the edges of a date in doubt add on either side
TARGET = 1.6  # em: 24 px, from the middle of one mark to that of the next, so that each can be touched (WCAG 2.5.8)
NARROW = 1.15  # em: the least width of an upright lane of one row
ROW = 1.8  # em: from one mark to the next abreast of it
MOST_MARKS = 150
MOST_BINS = 480
BIN_MONTHS = (1, 3, 12)
FULL = 100  # the height of the highest column
LEAST = 5  # and of the lowest
OTHERS, NONE = "+", ""  # lanes: of those with the fewest events, and of events that belong to none
CELL, CELL_DOWN = 3.4, 1.9  # em: the least length of a cell, across the page and down it
LINE = 1.4  # em: what a word needs down the page


@dataclass(frozen=True, slots=True)
class Item:
    """An event: its lanes, whether its date is in doubt, and a short word to stand beside its mark."""

    id: str
    date: Date
    lanes: tuple[str, ...]
    doubt: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a drawing finds room for: that of the undated, the months, and the months in the least room."""

    undated: tuple[str, ...]  # in lines
    months: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """The least room that a drawing gets: the lengths of its axis to try in em, its lanes, and the rows of a lane.

    Where time is `upright`, all lanes together have no more than `across` em, and are fewer when that is too little.
    """

    lengths: tuple[float, ...]
    lanes: tuple[int, ...]
    rows: int
    undated: int  # how many undated stand one behind the other
    across: float = math.inf

    @property
    def upright(self) -> bool:
        """Whether time runs down the page."""
        return self.across < math.inf


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside a mark: from where on the axis, how far off in em, and on which side (-1 before, 1 after)."""

    text: str
    at: float
    off: float
    side: int


@dataclass(frozen=True, slots=True)
class Mark:
    """An event's mark: where on the axis, in which row (from 0), and the span of its date where that is more than a day.

    A `broken` span is not known to its ends; a `soft` mark has a date in doubt, and `edges` that show it where its
    span is too short to.
    """

    id: str
    at: float
    row: int
    soft: bool
    edges: bool = False
    span: tuple[float, float] | None = None
    broken: bool = False
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Some years of a lane, drawn as columns: how many events, and the first of them.

    `outline` (the columns) and `frame` (all the room they might take) are SVG paths, as long as there are bins on the
    axis and 100 high.
    """

    years: range
    start: float
    end: float
    count: int
    first: str
    outline: str
    frame: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its marks, or its cells; `undated` are marks too, of which a dense lane has only the number."""

    id: str
    count: int
    rows: int
    marks: tuple[Mark, ...] = ()
    undated: tuple[Mark, ...] = ()
    cells: tuple[Cell, ...] = ()
    undated_count: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lanes on one axis of time, `bins` of which each is a column where the lanes are dense."""

    scale: Scale
    years: tuple[Tick, ...]
    months: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    undated_at: float | None
    bins: int

    @property
    def dense(self) -> bool:
        """Whether columns stand for marks."""
        return self.bins > 0


def wide_room() -> Room:
    """Return the room of a drawing across the page: that of a screen of 960 px, and of a sheet of paper."""
    return Room(lengths=(42,), lanes=(12,), rows=6, undated=3)


def tall_room(years: int) -> Room:
    """Return the room of a drawing down the page of a telephone, 320 px wide; the more years, the longer."""
    length = min(max(6 * years, 16), 36)
    return Room(lengths=(length, 1.5 * length), lanes=(8, 6), rows=5, undated=2, across=16)


def draw(items: Sequence[Item], lanes: Sequence[str], words: Words, *, upright: bool) -> Drawing | None:
    """Return the drawing of events in the lanes given, in that order; `None` where no event has a date.

    `items` are in the order of time. Events of no lane get one of their own, the last.
    """
    dated = [one for one in items if one.date.start]
    if not dated:
        return None
    years = years_of(one.date for one in dated)
    room = tall_room(years[1] - years[0] + 1) if upright else wide_room()
    for most in room.lanes if len(items) <= MOST_MARKS else ():
        by_lane = _by_lane(items, lanes, most)
        margin = _margin(room, words, by_lane)
        for length in room.lengths:
            scale = _scale(years, length, margin)
            drawn = tuple(_marked(id_, found, scale, room, margin) for id_, found in by_lane.items())
            if _is_clear(drawn, scale, room):
                return _drawing(scale, room, words, drawn, 0)
    by_lane = _by_lane(items, lanes, room.lanes[0])
    scale = _scale(years, room.lengths[0], _margin(room, words, by_lane))
    size = next((size for size in BIN_MONTHS if scale.months / size <= MOST_BINS), BIN_MONTHS[-1])
    return _drawing(scale, room, words, _dense(by_lane, scale, room, size), scale.months // size)


def _drawing(scale: Scale, room: Room, words: Words, lanes: tuple[Lane, ...], bins: int) -> Drawing:
    undated = any(lane.undated_count for lane in lanes)
    if room.upright:
        years, months = year_ticks(scale, CELL_DOWN if bins else LINE), month_ticks(scale, words.short, lambda _: LINE, first=False)
    else:
        years = year_ticks(scale, CELL if bins else width_of(str(scale.last), 1) + CLEAR)
        months = month_ticks(scale, words.months, lambda shown: widest(shown) + CLEAR, first=True)
    return Drawing(scale, years, months, lanes, scale.end + _edge(scale.length) if undated else None, bins)


def _edge(length: float) -> float:
    """Return in percent what a mark at the end of the time needs beyond it."""
    return (MARK / 2 + SOFT) / length * 100


def _margin(room: Room, words: Words, by_lane: Mapping[str, list[Item]]) -> float:
    """Return in em how long the margin of the undated is."""
    undated = max(sum(not one.date.start for one in items) for items in by_lane.values())
    if not undated:
        return 0
    marks = ROW * min(undated, room.undated)
    return LINE + marks if room.upright else max(widest(words.undated) + CLEAR, marks)


def _scale(years: tuple[int, int], length: float, margin: float) -> Scale:
    edge = _edge(length)
    return Scale(*years, start=edge, end=100 - margin / length * 100 - edge, length=length)


def _by_lane(items: Sequence[Item], lanes: Sequence[str], most: int) -> dict[str, list[Item]]:
    """Return the events of each lane that has any; of too many lanes those with the fewest events are put together."""
    found: dict[str, list[Item]] = {id_: [] for id_ in lanes}
    rest: list[Item] = []
    for item in items:
        for id_ in item.lanes:
            found[id_].append(item)
        if not item.lanes:
            rest.append(item)
    found = {id_: inside for id_, inside in found.items() if inside}
    if len(found) + bool(rest) > most:
        by_size = sorted(found, key=lambda id_: -len(found[id_]))
        few = set(by_size[most - 1 - bool(rest) :])
        kept = {id_: inside for id_, inside in found.items() if id_ not in few}
        others = [item for item in items if few.intersection(item.lanes)]
        found = {**kept, OTHERS: others}
    return {**found, NONE: rest} if rest else found


def _marked(id_: str, items: list[Item], scale: Scale, room: Room, margin: float) -> Lane:
    dated = [one for one in items if one.date.start]
    undated = [one for one in items if not one.date.start]
    marks = _stacked([_mark(one, scale) for one in sorted(dated, key=lambda one: scale.middle(one.date))], scale)
    if not room.upright:
        marks = _labelled(marks, {one.id: one.label for one in items}, scale)
    rows = max((mark.row + 1 for mark in marks), default=1)
    rows = max(rows, math.ceil(len(undated) / room.undated))
    begins = 100 - (margin - (LINE if room.upright else 0)) / scale.length * 100
    placed = [
        Mark(one.id, begins + (index // rows + 0.5) * ROW / scale.length * 100, index % rows, soft=False)
        for index, one in enumerate(undated)
    ]
    return Lane(id_, len(items), rows, marks, tuple(placed), undated_count=len(undated))


def _mark(item: Item, scale: Scale) -> Mark:
    date = item.date
    several = date.precision != "day"
    ends = [moment for moment in (date.start, date.end) if moment and moment.precision == "day"]
    broken = several and (item.doubt or len(ends) < 2)  # noqa: PLR2004 - an interval has two ends
    span = scale.span(date) if several else None
    long = span is not None and (span[1] - span[0]) / 100 * scale.length > MARK + 2 * SOFT
    return Mark(item.id, scale.middle(date), 0, item.doubt, item.doubt and not long, span, broken)


def columns(lanes: Sequence[Lane], across: float) -> list[tuple[float, float]]:
    """Return from where to where each upright lane goes, in em, of `across` in all: as the style sheet shares them out."""
    least = [lane.rows * TARGET if lane.rows > 1 else NARROW for lane in lanes]
    spare = (across - sum(least)) / sum(lane.rows for lane in lanes)
    ends = list(accumulate(width + lane.rows * spare for width, lane in zip(least, lanes, strict=True)))
    return list(pairwise([0, *ends]))


def _is_clear(lanes: Sequence[Lane], scale: Scale, room: Room) -> bool:
    """Tell whether the lanes have room, and each mark enough about it to be touched."""
    if max(lane.rows for lane in lanes) > room.rows:
        return False
    if not room.upright:
        return True
    found = columns(lanes, room.across)
    if any(end - start < NARROW for start, end in found):
        return False
    spots = [
        (start + (mark.row + 0.5) * (end - start) / lane.rows, mark.at / 100 * scale.length)
        for lane, (start, end) in zip(lanes, found, strict=True)
        for mark in (*lane.marks, *lane.undated)
    ]
    return all(math.dist(one, other) >= TARGET for one, other in combinations(spots, 2))


def reach(mark: Mark, length: float) -> tuple[float, float]:
    """Return where a mark begins and ends on an axis of that length, in em, its span and soft edges included."""
    half = MARK / 2 + SOFT * mark.edges
    at = mark.at / 100 * length
    start, end = (place / 100 * length for place in mark.span or (mark.at, mark.at))
    return min(start, at - half), max(end, at + half)


def _stacked(marks: list[Mark], scale: Scale) -> tuple[Mark, ...]:
    """Put each mark in the first row in which it is clear of those before it."""
    ends: list[float] = []
    placed = []
    for mark in sorted(marks, key=lambda one: reach(one, scale.length)[0]):
        start, end = reach(mark, scale.length)
        row = next((row for row, last in enumerate(ends) if last <= start), len(ends))
        ends[row : row + 1] = [end]
        placed.append(replace(mark, row=row))
    return tuple(sorted(placed, key=lambda one: one.at))


def _labelled(marks: tuple[Mark, ...], labels: Mapping[str, str], scale: Scale) -> tuple[Mark, ...]:
    """Put words beside the marks that have room for them: after the mark, else before it."""
    placed: dict[str, Mark] = {}
    for row in {mark.row for mark in marks}:
        free = 0.0  # from here on nothing has been written
        inside = [mark for mark in marks if mark.row == row]
        ends = [*(reach(mark, scale.length)[0] for mark in inside[1:]), scale.length * scale.end / 100]
        for mark, until in zip(inside, ends, strict=True):
            label, free = _label(mark, labels[mark.id], scale, free, until)
            placed[mark.id] = replace(mark, label=label)
    return tuple(placed[mark.id] for mark in marks)


def _label(mark: Mark, text: str, scale: Scale, free: float, until: float) -> tuple[Label | None, float]:
    """Return a mark's word, where there is room between `free` and `until`, and from where on there is room then."""
    start, end = reach(mark, scale.length)
    width = width_of(text, 1)
    at = mark.at / 100 * scale.length
    for side, edge, fits in ((1, end, end + 0.2 + width <= until - CLEAR), (-1, start, start - 0.2 - width >= free + CLEAR)):
        span = mark.span[side > 0] if mark.span else mark.at
        stuck = mark.span is not None and edge == span / 100 * scale.length
        anchor, off = (span, 0.3) if stuck else (mark.at, abs(edge - at) + 0.2)
        if text and fits:
            return Label(text, anchor, off, side), end + 0.2 + width if side > 0 else end
    return None, end


def _dense(by_lane: Mapping[str, list[Item]], scale: Scale, room: Room, size: int) -> tuple[Lane, ...]:
    """Return lanes of columns, each column `size` months; all lanes are drawn to one measure."""
    bins = {one.id: _bins(one.date, scale, size) for items in by_lane.values() for one in items}
    heights = {id_: _heights([bins[one.id] for one in items], scale.months // size) for id_, items in by_lane.items()}
    most = max(max(found) for found in heights.values()) or 1
    spans = _spans(scale, CELL_DOWN if room.upright else CELL)
    lanes = []
    for id_, items in by_lane.items():
        inside = _by_span([one for one in items if one.date.start], bins, spans, scale, size)
        cells = (
            _cell(span, found, [height / most for height in heights[id_]], scale, room)
            for span, found in zip(spans, inside, strict=True)
        )
        undated = sum(not one.date.start for one in items)
        lanes.append(Lane(id_, len(items), 1, cells=tuple(cell for cell in cells if cell), undated_count=undated))
    return tuple(lanes)


def _spans(scale: Scale, room: float) -> list[range]:
    """Return the years in spans, a short one at either end put to its neighbour."""
    spans = spans_of_years(scale, room)
    for end in (0, -1):
        if len(spans) > 1 and len(spans[end]) * scale.em_a_year < MARK:
            short = spans.pop(end)
            spans[end] = range(min(short.start, spans[end].start), max(short.stop, spans[end].stop))
    return spans


def _bins(date: Date, scale: Scale, size: int) -> tuple[int, int]:
    """Return the first and the last bin of a date, of an open one those of its beginning; none for the undated."""
    if not date.start:
        return 0, -1
    days = (date.start.earliest, date.latest or date.start.latest)
    first, last = (((day.year - scale.first) * MONTHS + day.month - 1) // size for day in days)
    return first, last


def _heights(covered: Iterable[tuple[int, int]], bins: int) -> list[float]:
    """Return how many events fall into each bin; one known less well is spread over all the bins it may be in."""
    heights = [0.0] * bins
    for first, last in covered:
        for number in range(first, last + 1):
            heights[number] += 1 / (last - first + 1)
    return heights


def _by_span(
    items: list[Item], bins: Mapping[str, tuple[int, int]], spans: list[range], scale: Scale, size: int
) -> list[list[Item]]:
    """Return the events of each span of years, each in that of its middle."""
    spans_by_year = {year: number for number, span in enumerate(spans) for year in span}
    found: list[list[Item]] = [[] for _ in spans]
    for item in items:
        found[spans_by_year[scale.first + sum(bins[item.id]) // 2 * size // MONTHS]].append(item)
    return found


def _cell(span: range, items: list[Item], heights: list[float], scale: Scale, room: Room) -> Cell | None:
    size = scale.months // len(heights)
    begins, ends = ((year - scale.first) * MONTHS // size for year in (span.start, span.stop))
    outline = _outline(begins, heights[begins:ends], upright=room.upright)
    if not outline:
        return None
    edges = [scale.start + (scale.end - scale.start) * number / len(heights) for number in (begins, ends)]
    frame = _outline(begins, [1] * (ends - begins), upright=room.upright)
    return Cell(span, edges[0], edges[1], len(items), items[0].id if items else "", outline, frame)


def _outline(begins: int, heights: Sequence[float], *, upright: bool) -> str:
    """Return columns side by side as one path; empty where there is nothing to draw."""
    if not any(heights):
        return ""
    tall = [max(round(FULL * height), LEAST) if height else 0 for height in heights]
    runs = [(height, len(list(same))) for height, same in groupby(tall)]
    if upright:
        return f"M0 {begins}" + "".join(f"H{height}v{long}" for height, long in runs) + "H0z"
    return f"M{begins} {FULL}" + "".join(f"V{FULL - height}h{long}" for height, long in runs) + f"V{FULL}z"
