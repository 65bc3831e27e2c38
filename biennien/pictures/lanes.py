"""Events → lanes along one axis of time: where each mark stands, and which of them stand abreast.

Whether the time runs across the page or down it is the template's business; only the room is another. The picture is
the same wherever it is drawn from the same values.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, combinations, pairwise, takewhile
from typing import TYPE_CHECKING

from biennien.pictures.density import CELL, CELL_DOWN, bin_size, draw_columns
from biennien.pictures.drawing import Drawing, Label, Lane, Mark, Room
from biennien.pictures.lettering import width_of
from biennien.pictures.timescale import CLEAR, Scale, month_ticks, widest, year_ticks, years_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from biennien.pictures.drawing import Item, Words

SHAPES = ("square", "circle", "triangle", "diamond", "pentagon", "wedge", "hexagon", "cross", "arch")
"""The marks of kinds, in the order of their register; the last stands for all further kinds."""
MARK = 1.7  # em: the side of the square that a mark needs, more than 24 px at the letters' 15 px
SOFT = 0.5  # em: what the edges of a date in doubt add on either side
TARGET = 1.6  # em: 24 px, from the middle of one mark to that of the next, so that each can be touched (WCAG 2.5.8)
NARROW, ABREAST = 1.1, 1.64  # em: the least width of an upright lane of one row, and of each row of a lane of several
ACROSS = 15  # em: what is left for upright lanes on a screen of 320 px, beside the years
ROW = 1.8  # em: from one mark to the next abreast of it
LINE = 1.4  # em: what a word needs down the page
GAP = 0.2  # em: from a mark to its word
MOST_MARKS = 150
OTHERS, NONE = "+", ""  # lanes: of those with the fewest events, and of events that belong to none


def wide_room() -> Room:
    """Return the room of a drawing across the page: that of a screen of 960 px, and of a sheet of paper."""
    return Room(lengths=(42,), lanes=(12,), rows=6, undated=3)


def tall_room(years: int) -> Room:
    """Return the room of a drawing down the page of a telephone, 320 px wide; the more years, the longer."""
    length = min(max(6 * years, 16), 36)
    return Room(lengths=(length, 1.5 * length), lanes=(8, 6), rows=5, undated=2, across=ACROSS)


def draw(items: Sequence[Item], lanes: Sequence[str], words: Words, *, upright: bool) -> Drawing | None:
    """Return the drawing of events in the lanes given, in that order; `None` where no event has a date.

    `items` are in the order of time. Events of no lane get one of their own, the last.
    """
    return _draw(tuple(items), tuple(lanes), words, upright=upright)


@lru_cache(maxsize=32)  # the timeline and its frame show the same
def _draw(items: tuple[Item, ...], lanes: tuple[str, ...], words: Words, *, upright: bool) -> Drawing | None:
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
            marked = (_marked(id_, found, scale, room, margin) for id_, found in by_lane.items())
            drawn = tuple(takewhile(lambda lane: lane.rows <= room.rows, marked))
            if len(drawn) == len(by_lane) and _is_clear(drawn, scale, room):
                return _drawing(scale, room, words, drawn, 0)
    by_lane = _by_lane(items, lanes, room.lanes[0])
    scale = _scale(years, room.lengths[0], _margin(room, words, by_lane))
    size = bin_size(scale)
    return _drawing(scale, room, words, draw_columns(by_lane, scale, size, upright=room.upright), scale.months // size)


def _drawing(scale: Scale, room: Room, words: Words, lanes: tuple[Lane, ...], bins: int) -> Drawing:
    undated = any(lane.undated_count for lane in lanes)
    if room.upright:
        years = year_ticks(scale, CELL_DOWN if bins else LINE)
        months = month_ticks(scale, words.short, lambda _: LINE, first=False)
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
    """Return from where to where each upright lane goes, in em, of `across` in all, as the style sheet has it."""
    least = [lane.rows * ABREAST if lane.rows > 1 else NARROW for lane in lanes]
    spare = (across - sum(least)) / sum(lane.rows for lane in lanes)
    ends = list(accumulate(width + lane.rows * spare for width, lane in zip(least, lanes, strict=True)))
    return list(pairwise([0, *ends]))


def _is_clear(lanes: Sequence[Lane], scale: Scale, room: Room) -> bool:
    """Tell whether the lanes have room, and each mark enough about it to be touched."""
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
    """Return a mark's word, where there is room between `free` and `until`, and from where on there is room then.

    It is tied to the end of the mark's span, which on a longer axis comes out from under the mark.
    """
    start, end = reach(mark, scale.length)
    width = width_of(text, 1)
    first, last = mark.span or (mark.at, mark.at)
    if text and end + GAP + width <= until - CLEAR:
        return Label(text, last, end - last / 100 * scale.length + GAP, 1), end + GAP + width
    if text and start - GAP - width >= free + CLEAR:
        return Label(text, first, first / 100 * scale.length - start + GAP, -1), end
    return None, end
