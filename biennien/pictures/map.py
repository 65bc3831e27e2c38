"""A map: land, borders, marks and their names, drawn from degrees into a frame.

The projection is equirectangular: longitudes are shortened by the cosine of the frame's middle latitude, so that
distances are true there and nearly so within a few degrees. A strip of border needs nothing finer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from biennien.pictures.labels import Box, Placed, Spot, Wanted, around, place_labels
from biennien.pictures.lettering import broken, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from biennien.model import Frame, Ground, Line, Point

SIZE = 16  # of the letters
LEADING = 20  # from line to line; the marks of Vietnamese need 1.24 times the size
ROW = 24  # the least height of a name, since each is a target
LINES = 3  # of a name, at most
NARROW = 113  # as wide as a line of a name may be on any drawing
WIDTHS = (0.17, 0.33, 0.5, 0.62)  # parts of the drawing that a line may take up, if too many are needed otherwise
BASELINE = 0.3  # of the size, from the middle of a line down to its baseline
FINE = 0.8  # a point of a line nearer than this to the one before is left out
RISE = 9  # from the bar of the scale up to its word
MARGIN = 0.35  # degrees above and below a strip
EDGE = 3  # of the frame, free of names
KILOMETRES = 111.2  # in a degree of latitude, on the mean
BARS = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)  # kilometres that a scale may show
BEYOND = 12  # how far lines are drawn beyond the frame, so that their ends and strokes are not seen

SHAPES = {
    "seat": "M-6-6H6V6H-6Z",
    "town": "M0-5.5A5.5 5.5 0 1 1 0 5.5A5.5 5.5 0 1 1 0-5.5Z",
    "gate": "M-7-6L-1 0L-7 6ZM7-6L1 0L7 6Z",
    "marker": "M-4 7V-3L0-8L4-3V7Z",
    "site": "M0-7L7 5.5H-7Z",
    "way": "M-6-6Q-1 0-6 6M6-6Q1 0 6 6",
}
"""The outline of each kind of mark, about (0, 0)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at a mark, with a number after it, and what it leads to."""

    key: str
    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A mark, its shape, its names, and how much it matters to name it."""

    point: Point
    shape: str
    names: tuple[Name, ...]
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A name as it is set, before it has a place: its lines, each with the number after it, and the room they take."""

    key: str
    rows: tuple[tuple[str, str], ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a name: the baseline's start, middle or end, as the side of its mark wants, and the number after it."""

    text: str
    number: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name as it stands: its lines, and the rectangle that belongs to it alone."""

    key: str
    rows: tuple[Row, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as it stands, with its names; without labels where there was no room for them."""

    x: float
    y: float
    shape: str
    keys: tuple[str, ...]
    anchor: str
    labels: tuple[Label, ...]
    leader: tuple[Spot, Spot] | None


@dataclass(frozen=True, slots=True)
class Scale:
    """A bar of so many kilometres: its left end, its length, and how high it stands."""

    kilometres: int
    x: float
    y: float
    length: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map in the unit of its own width; `land`, `border` and `boundaries` are SVG path data."""

    width: int
    height: int
    land: str
    border: str
    boundaries: str
    words: tuple[Row, ...]
    marks: tuple[Mark, ...]
    scale: Scale


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees → the picture's own unit."""

    frame: Frame
    width: int

    @property
    def height(self) -> int:
        """The height that belongs to the width."""
        (south, _), (north, _) = self.frame
        return round((north - south) * self.unit)

    @property
    def unit(self) -> float:
        """How long a degree of latitude is."""
        (south, west), (north, east) = self.frame
        return self.width / ((east - west) * math.cos(math.radians((south + north) / 2)))

    def spot(self, point: Point) -> Spot:
        """Return where a point of the earth stands in the picture."""
        (_, west), (north, east) = self.frame
        return (point[1] - west) / (east - west) * self.width, (north - point[0]) * self.unit

    def line(self, line: Line) -> list[Spot]:
        """Return a line as it stands in the picture."""
        return [self.spot(point) for point in line]


def holds(frame: Frame, point: Point) -> bool:
    """Tell whether a point lies within a frame; its western and southern edges belong to it, the others do not."""
    (south, west), (north, east) = frame
    return south <= point[0] < north and west <= point[1] < east


def strip(ground: Ground, point: Point) -> Frame:
    """Return as much of the ground's frame, from west to east, as shows its border and a point."""
    (south, west), (north, east) = ground.frame
    heights = [point[0], *(one[0] for line in ground.border for one in line)]
    return (max(south, min(heights) - MARGIN), west), (min(north, max(heights) + MARGIN), east)


def draw_map(
    ground: Ground, frame: Frame, width: int, stops: Iterable[Stop], words: Iterable[tuple[str, Sequence[Point]]] = ()
) -> Drawing:
    """Return the map of a frame: the ground, the stops that lie in it, and words, each at the first free of its points.

    `words` are names that belong to no mark, those of countries.
    """
    earth = Projection(frame, width)
    inner = Box(EDGE, EDGE, width - EDGE, earth.height - EDGE)
    shown = [stop for stop in stops if holds(frame, stop.point)]
    blocks = [[_block(name, width) for name in stop.names] for stop in shown]
    wanted = [
        _wanted(earth.spot(stop.point), each, stop.weight) for stop, each in zip(shown, blocks, strict=True)
    ]
    marks = [one.box for one in wanted]
    scale, bar = _set_scale(earth, inner, marks)
    taken = _set_words(earth, words, inner, [*marks, bar])
    lines = _lines(ground.land, ground.border, ground.boundaries, earth)
    placed = place_labels(wanted, inner, taken=[bar, *(box for _, box in taken)], lines=lines.runs)
    return Drawing(
        width,
        earth.height,
        land=lines.land,
        border=lines.border,
        boundaries=lines.boundaries,
        words=tuple(row for row, _ in taken),
        scale=scale,
        marks=tuple(map(_mark, shown, blocks, wanted, placed)),
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """The ground of a map as path data, and the stretches of the border that names keep clear of."""

    land: str
    border: str
    boundaries: str
    runs: tuple[Sequence[Spot], ...]


@lru_cache(maxsize=64)  # the same ground lies below many places, in every language
def _lines(land: tuple[Line, ...], border: tuple[Line, ...], boundaries: tuple[Line, ...], earth: Projection) -> _Lines:
    page = Box(0, 0, earth.width, earth.height)
    borders = tuple(run for line in border for run in runs(earth.line(line), page))
    return _Lines(
        land=path((cut(earth.line(ring), page) for ring in land), closed=True),
        border=path(borders),
        boundaries=path(run for line in boundaries for run in runs(earth.line(line), page)),
        runs=borders,
    )


def _set_scale(earth: Projection, page: Box, marks: Sequence[Box]) -> tuple[Scale, Box]:
    """Return the scale, and its box, in the first corner that has no mark; at the worst in the first."""
    longest = earth.width / 5
    kilometres = next((one for one in BARS if one * earth.unit / KILOMETRES <= longest), BARS[-1])
    length = kilometres * earth.unit / KILOMETRES
    width, height = max(length, width_of(f"{kilometres:,} km", SIZE)) + 2 * EDGE, LEADING + ROW / 2
    corners = [
        Box(left, top, left + width, top + height)
        for top in (page.bottom - height, page.top)
        for left in (page.left, page.right - width)
    ]
    box = next((one for one in corners if not any(one.overlaps(mark) for mark in marks)), corners[0])
    return Scale(kilometres, box.left + EDGE, box.bottom - EDGE, length), box


def _set_words(
    earth: Projection, words: Iterable[tuple[str, Sequence[Point]]], page: Box, marks: Sequence[Box]
) -> list[tuple[Row, Box]]:
    taken: list[tuple[Row, Box]] = []
    for text, points in words:
        width = width_of(text, SIZE * 1.2) * 1.2  # set larger, and wider apart
        for x, y in map(earth.spot, points):
            box = around((x, y), width, ROW)
            if page.holds(box) and not any(box.overlaps(other) for other in (*marks, *(each for _, each in taken))):
                taken.append((Row(text, "", x, y + BASELINE * SIZE), box))
                break
    return taken


def _block(name: Name, width: int) -> Block:
    """Set a name: in three lines at most, as narrow as that allows; its number keeps to its last word."""
    number = f"\u00a0{name.number}" if name.number else ""
    lines: tuple[str, ...] = ()
    for part in WIDTHS:
        lines = broken(name.text + number, SIZE, max(NARROW, width * part))
        if len(lines) <= LINES:
            break
    rows = tuple((line.removesuffix(number), "") for line in lines[:-1])
    last = (lines[-1].removesuffix(number), name.number)
    widest = max(width_of(line, SIZE) for line in lines)
    return Block(name.key, (*rows, last), widest + 2, max(ROW, len(lines) * LEADING))


def _wanted(spot: Spot, blocks: Sequence[Block], weight: int) -> Wanted:
    width = max((block.width for block in blocks), default=0)
    return Wanted(*spot, width, sum(block.height for block in blocks), weight)


def _mark(stop: Stop, blocks: Sequence[Block], wanted: Wanted, placed: Placed | None) -> Mark:
    keys = tuple(name.key for name in stop.names)
    if placed is None:
        return Mark(wanted.x, wanted.y, stop.shape, keys, "start", (), None)
    box = placed.box
    anchor, x = {
        1: ("start", box.left + 1),
        -1: ("end", box.right - 1),
        0: ("middle", (box.left + box.right) / 2),
    }[placed.side]
    labels = []
    top = box.top
    for block in blocks:
        first = top + (block.height - len(block.rows) * LEADING) / 2 + LEADING / 2 + BASELINE * SIZE
        rows = tuple(Row(text, number, x, first + LEADING * at) for at, (text, number) in enumerate(block.rows))
        labels.append(Label(block.key, rows, Box(box.left, top, box.right, top + block.height)))
        top += block.height
    return Mark(wanted.x, wanted.y, stop.shape, keys, anchor, tuple(labels), placed.leader)


def runs(line: Sequence[Spot], page: Box) -> list[list[Spot]]:
    """Return the stretches of a line that show on a page, a little beyond its edges."""
    seen = Box(page.left - BEYOND, page.top - BEYOND, page.right + BEYOND, page.bottom + BEYOND)
    found: list[list[Spot]] = [[]]
    for start, end in pairwise(line):
        if seen.crosses(start, end):
            found[-1] = [*(found[-1] or [start]), end]
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def cut(ring: Sequence[Spot], page: Box) -> list[Spot]:
    """Return the part of a ring that shows on a page, a little beyond its edges (Sutherland and Hodgman, 1974)."""
    points = list(ring)
    for axis, limit, sign in (
        (0, page.left - BEYOND, 1),
        (0, page.right + BEYOND, -1),
        (1, page.top - BEYOND, 1),
        (1, page.bottom + BEYOND, -1),
    ):
        kept: list[Spot] = []
        for start, end in zip(points, points[1:] + points[:1], strict=True):
            here, there = sign * (start[axis] - limit), sign * (end[axis] - limit)
            if here >= 0:
                kept.append(start)
            if (here >= 0) != (there >= 0):
                part = here / (here - there)
                kept.append((start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])))
        points = kept
    return points


def path(lines: Iterable[Sequence[Spot]], *, closed: bool = False) -> str:
    """Return lines as SVG path data (SVG 2, section 9.3), to a tenth of a unit, in steps from point to point."""
    return "".join(_path(thinned(line)) + "Z" * closed for line in lines if line)


def thinned(line: Sequence[Spot]) -> list[Spot]:
    """Leave out points that can't be told from the one before; the last is kept."""
    kept = [line[0]]
    for one in line[1:-1]:
        if math.hypot(one[0] - kept[-1][0], one[1] - kept[-1][1]) >= FINE:
            kept.append(one)
    return [*kept, line[-1]]


def _path(line: Sequence[Spot]) -> str:
    """Write a line; steps are between rounded points, so that errors don't add up."""
    points = [(round(x * 10), round(y * 10)) for x, y in line]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    (x, y), *_ = points
    return f"M{tenth(x)} {tenth(y)}" + "l" * bool(steps) + "".join(_pair(*step) for step in steps).lstrip()


def _pair(x: int, y: int) -> str:
    one, two = tenth(x), tenth(y)
    return f"{one if one[0] == '-' else f' {one}'}{two if two[0] == '-' else f' {two}'}"


def tenth(value: int) -> str:
    """Return a number of tenths, as short as SVG allows: 12.5, 3, -.4."""
    whole, rest = divmod(abs(value), 10)
    digits = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{digits}" if value < 0 else digits
