"""Lanes with too many events for marks: columns that say how many there were, month by month, a link for some years."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from biennien.pictures.drawing import Cell, Lane
from biennien.pictures.timescale import MONTHS, spans_of_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from biennien.edtf import Date
    from biennien.pictures.drawing import Item
    from biennien.pictures.timescale import Scale

CELL, CELL_DOWN = 3.4, 1.9  # em: the least length of a cell, across the page and down it
LEAST_CELL = 1.7  # em: what a shorter one at either end needs, to be touched
MOST_BINS = 480
BIN_MONTHS = (1, 3, 12)
FULL = 100  # the height of the highest column
LEAST = 5  # and of the lowest


def bin_size(scale: Scale) -> int:
    """Return how many months a column stands for."""
    return next((size for size in BIN_MONTHS if scale.months / size <= MOST_BINS), BIN_MONTHS[-1])


def draw_columns(
    by_lane: Mapping[str, list[Item]], scale: Scale, size: int, *, upright: bool
) -> tuple[Lane, ...]:
    """Return lanes of columns, each column `size` months; all lanes are drawn to one measure."""
    bins = {one.id: _bins(one.date, scale, size) for items in by_lane.values() for one in items}
    heights = {id_: _heights([bins[one.id] for one in items], scale.months // size) for id_, items in by_lane.items()}
    most = max(max(found) for found in heights.values()) or 1
    spans = _spans(scale, CELL_DOWN if upright else CELL)
    lanes = []
    for id_, items in by_lane.items():
        inside = _by_span([one for one in items if one.date.start], bins, spans, scale, size)
        cells = (
            _cell(span, found, [height / most for height in heights[id_]], scale, upright=upright)
            for span, found in zip(spans, inside, strict=True)
        )
        undated = sum(not one.date.start for one in items)
        lanes.append(Lane(id_, len(items), 1, cells=tuple(cell for cell in cells if cell), undated_count=undated))
    return tuple(lanes)


def _spans(scale: Scale, room: float) -> list[range]:
    """Return the years in spans, a short one at either end put to its neighbour."""
    spans = spans_of_years(scale, room)
    for end in (0, -1):
        if len(spans) > 1 and len(spans[end]) * scale.em_a_year < LEAST_CELL:
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


def _cell(span: range, items: list[Item], heights: list[float], scale: Scale, *, upright: bool) -> Cell | None:
    size = scale.months // len(heights)
    begins, ends = ((year - scale.first) * MONTHS // size for year in (span.start, span.stop))
    outline = _outline(begins, heights[begins:ends], upright=upright)
    if not outline:
        return None
    edges = [scale.start + (scale.end - scale.start) * number / len(heights) for number in (begins, ends)]
    frame = _outline(begins, [1] * (ends - begins), upright=upright)
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
