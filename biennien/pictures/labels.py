"""Where names stand beside their marks: none upon another, none upon a mark, none across the frame.

Greedy: each name takes the cheapest free place near its mark; then each is taken up and placed again among the others.
Of several orders the one that serves best is kept. A name that finds no place is left out, and its mark stays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Spot = tuple[float, float]
"""A place in a picture: x to the right, y downwards."""

DIRECTIONS = (
    (1, 0), (-1, 0), (1, -0.5), (1, 0.5), (-1, -0.5), (-1, 0.5), (1, -1), (1, 1), (-1, -1), (-1, 1),
    (0, -1), (0, 1), (0.5, -1), (0.5, 1), (-0.5, -1), (-0.5, 1),
)  # fmt: skip
"""Where a name may stand from its mark, the most readable first."""
GAPS = (11, 20, 32, 46, 62, 80, 100)
WAYS = sorted((14 * step + rank, gap, way) for step, gap in enumerate(GAPS) for rank, way in enumerate(DIRECTIONS))
"""Every place of a name, the cheapest first: what it costs, how far off, and in which direction."""
CLOSE = GAPS[0]  # at this distance a name needs no line to its mark
MARK = 8  # half the side of the square that a mark needs
CLEAR = 1.5  # between two boxes
CROWD = 110  # marks nearer than this are in each other's way
ROUNDS = 3
COVER = 45  # what it costs to cover a line: as much as standing three steps further off
BEYOND = 30  # what it costs to stand on the other side of a line than the mark
FEW = 30  # up to so many names, each is tried as the first to be placed
MANY = 60  # with more marks than this only those that weigh most are named


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, clear: float = 0) -> bool:
        """Tell whether two boxes come nearer to each other than `clear`."""
        return (
            self.left < other.right + clear
            and other.left < self.right + clear
            and self.top < other.bottom + clear
            and other.top < self.bottom + clear
        )

    def holds(self, other: Box) -> bool:
        """Tell whether the other box lies within this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def nearest(self, spot: Spot) -> Spot:
        """Return the point of the box that is nearest to a spot."""
        return min(max(spot[0], self.left), self.right), min(max(spot[1], self.top), self.bottom)

    def crosses(self, start: Spot, end: Spot) -> bool:
        """Tell whether a stretch of line touches the box (Liang and Barsky, 1984)."""
        if (
            (start[0] < self.left and end[0] < self.left)
            or (start[0] > self.right and end[0] > self.right)
            or (start[1] < self.top and end[1] < self.top)
            or (start[1] > self.bottom and end[1] > self.bottom)
        ):
            return False  # as most do not
        enters, leaves = 0.0, 1.0
        for origin, step, low, high in (
            (start[0], end[0] - start[0], self.left, self.right),
            (start[1], end[1] - start[1], self.top, self.bottom),
        ):
            if step == 0:
                if not low <= origin <= high:
                    return False
                continue
            one, two = sorted(((low - origin) / step, (high - origin) / step))
            enters, leaves = max(enters, one), min(leaves, two)
        return enters <= leaves


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mark, the size of its name, and how much the name matters."""

    x: float
    y: float
    width: float
    height: float
    weight: int = 0

    @property
    def box(self) -> Box:
        """The square that the mark itself needs."""
        return around((self.x, self.y), 2 * MARK, 2 * MARK)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a name stands, on which side of its mark (-1 left, 0 above or below, 1 right), and the line to the mark."""

    box: Box
    side: int
    leader: tuple[Spot, Spot] | None
    cost: float


def around(centre: Spot, width: float, height: float) -> Box:
    """Return the box of that size with that centre."""
    x, y = centre
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def place_labels(
    wanted: Sequence[Wanted], frame: Box, *, taken: Iterable[Box] = (), lines: Iterable[Sequence[Spot]] = ()
) -> tuple[Placed | None, ...]:
    """Return the place of each name, in the order given; `None` for one that finds none, or that has no width.

    `taken` are boxes that names must leave free, `lines` those that they had better neither cover nor stand beyond.
    """
    stretches = tuple(pair for line in lines for pair in pairwise(line))
    boxes = (*taken, *(one.box for one in wanted))
    nameless = {index for index, one in enumerate(wanted) if not one.width}
    named = sorted(set(range(len(wanted))) - nameless, key=lambda index: (-wanted[index].weight, index))[:MANY]
    options = {index: _options(wanted[index], frame, boxes, stretches) for index in named}
    tries = [_place(order, options) for order in _orders(wanted, named)]
    best = min(tries, key=_price, default={})
    return tuple(best.get(index) for index in range(len(wanted)))


def _options(
    mark: Wanted, frame: Box, boxes: Sequence[Box], stretches: Sequence[tuple[Spot, Spot]]
) -> tuple[Placed, ...]:
    """Return where a name may stand as far as all that does not move is concerned, the cheapest first."""
    reach = around((mark.x, mark.y), 2 * (GAPS[-1] + mark.width), 2 * (GAPS[-1] + mark.height))
    near = [box for box in boxes if box.overlaps(reach)]
    apart = [box for box in near if not box.overlaps(mark.box)]  # marks may lie upon one another
    close = [stretch for stretch in stretches if reach.crosses(*stretch)]
    free = (
        _priced(one, mark, close)
        for one in _candidates(mark)
        if frame.holds(one.box)
        and not any(one.box.overlaps(box, CLEAR) for box in near)
        and not (one.leader and any(box.crosses(*one.leader) for box in apart))
    )
    return tuple(sorted(free, key=lambda one: one.cost))


def _orders(wanted: Sequence[Wanted], named: list[int]) -> Iterable[list[int]]:
    def crowd(index: int) -> int:
        here = wanted[index]
        return sum(math.hypot(here.x - one.x, here.y - one.y) < CROWD for one in wanted)

    crowded = sorted(named, key=lambda index: (-crowd(index), -wanted[index].weight, index))
    yield crowded
    yield from (sorted(named, key=lambda index: sign * wanted[index].x) for sign in (1, -1))
    yield from (sorted(named, key=lambda index: sign * wanted[index].y) for sign in (1, -1))
    firsts = crowded if len(crowded) <= FEW else []
    yield from ([first, *(index for index in crowded if index != first)] for first in firsts)


def _price(placed: Mapping[int, Placed]) -> tuple[int, float]:
    return -len(placed), sum(one.cost for one in placed.values())


def _place(order: Sequence[int], options: Mapping[int, Sequence[Placed]]) -> dict[int, Placed]:
    """Place each name in turn; then each again, now that all the others stand, those left out first."""
    placed: dict[int, Placed] = {}
    for _ in range(ROUNDS):
        for index in sorted(order, key=lambda index: index in placed):
            placed.pop(index, None)
            others = placed.values()
            found = next((one for one in options[index] if not any(_clash(one, other) for other in others)), None)
            if found:
                placed[index] = found
    return placed


def _clash(one: Placed, other: Placed) -> bool:
    return (
        one.box.overlaps(other.box, CLEAR)
        or (one.leader is not None and other.box.crosses(*one.leader))
        or (other.leader is not None and one.box.crosses(*other.leader))
        or (one.leader is not None and other.leader is not None and meet(*one.leader, *other.leader))
    )


def _candidates(mark: Wanted) -> Iterable[Placed]:
    for cost, gap, (dx, dy) in WAYS:
        reach = gap * 0.9 if abs(dx) == abs(dy) else gap
        centre = (mark.x + dx * (reach + mark.width / 2), mark.y + dy * (reach + mark.height / 2))
        box = around(centre, mark.width, mark.height)
        side = round(dx) if abs(dx) == 1 else 0
        yield Placed(box, side, _leader((mark.x, mark.y), box) if gap > CLOSE else None, cost)


def _leader(mark: Spot, box: Box) -> tuple[Spot, Spot]:
    x, y = box.nearest(mark)
    away = math.hypot(x - mark[0], y - mark[1]) or 1
    start = (mark[0] + (x - mark[0]) * MARK / away, mark[1] + (y - mark[1]) * MARK / away)
    return start, (x, y)


def _priced(placed: Placed, mark: Wanted, stretches: Sequence[tuple[Spot, Spot]]) -> Placed:
    """Add what it costs to cover a line, the more of it the more, and to stand on its other side."""
    spot, box = (mark.x, mark.y), placed.box
    hull = Box(min(spot[0], box.left), min(spot[1], box.top), max(spot[0], box.right), max(spot[1], box.bottom))
    near = [stretch for stretch in stretches if hull.crosses(*stretch)]
    covered = sum(box.crosses(*stretch) for stretch in near)
    centre = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    beyond = sum(meet(spot, centre, *stretch) for stretch in near) % 2
    cost = (COVER + 2 * covered if covered else 0) + BEYOND * beyond
    return Placed(placed.box, placed.side, placed.leader, placed.cost + cost)


def meet(a: Spot, b: Spot, c: Spot, d: Spot) -> bool:
    """Tell whether the stretch from a to b crosses the one from c to d."""
    return _turn(a, b, c) != _turn(a, b, d) and _turn(c, d, a) != _turn(c, d, b)


def _turn(a: Spot, b: Spot, c: Spot) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])
