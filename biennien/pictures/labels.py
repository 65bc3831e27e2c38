"""Where names stand beside their marks: none upon another, none upon a mark, none across the frame.

Greedy: each name takes the cheapest free place near its mark, those in the thickest crowd first, since they have the
least choice; of several orders the one that serves best is kept. A name that finds no place is left out, and its
mark stays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    """Where a name stands, on which side of its mark (-1 left, 0 above or below, 1 right), and the line that leads to it."""

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
    """Return the place of each name, in the order given; `None` for one that finds none.

    `taken` are boxes that names must leave free, `lines` those that they had better not cover.
    """
    stretches = tuple(pair for line in lines for pair in pairwise(line))
    named = sorted(range(len(wanted)), key=lambda index: (-wanted[index].weight, index))[:MANY]
    tries = [_place(wanted, order, frame, tuple(taken), stretches) for order in _orders(wanted, named)]
    return min(tries, key=_price)


def _orders(wanted: Sequence[Wanted], named: list[int]) -> list[list[int]]:
    def crowd(index: int) -> int:
        here = wanted[index]
        return sum(math.hypot(here.x - one.x, here.y - one.y) < CROWD for one in wanted)

    return [
        sorted(named, key=lambda index: (-crowd(index), -wanted[index].weight, index)),
        sorted(named, key=lambda index: (-wanted[index].width, index)),
        sorted(named, key=lambda index: (wanted[index].x, index)),
        sorted(named, key=lambda index: (-wanted[index].x, index)),
        sorted(named, key=lambda index: (wanted[index].y, index)),
        sorted(named, key=lambda index: (-wanted[index].y, index)),
        named,
    ]


def _price(placed: Sequence[Placed | None]) -> tuple[int, float]:
    found = [one.cost for one in placed if one]
    return -len(found), sum(found)


def _place(
    wanted: Sequence[Wanted],
    order: list[int],
    frame: Box,
    taken: tuple[Box, ...],
    stretches: tuple[tuple[Spot, Spot], ...],
) -> tuple[Placed | None, ...]:
    placed: dict[int, Placed] = {}
    marks = [one.box for one in wanted]
    for index in order:
        boxes = [*taken, *(one.box for one in placed.values())]
        leaders = [one.leader for one in placed.values() if one.leader]
        best: Placed | None = None
        for one in _candidates(wanted[index]):
            if best and one.cost >= best.cost:
                break
            if (
                frame.holds(one.box)
                and not any(one.box.overlaps(other, CLEAR) for other in (*boxes, *marks))
                and not any(one.box.crosses(*leader) for leader in leaders)
                and not (one.leader and _hit(one.leader, boxes, marks[:index] + marks[index + 1 :]))
            ):
                priced = _priced(one, stretches)
                best = priced if best is None or priced.cost < best.cost else best
        if best:
            placed[index] = best
    return tuple(placed.get(index) for index in range(len(wanted)))


def _hit(leader: tuple[Spot, Spot], *boxes: Iterable[Box]) -> bool:
    return any(box.crosses(*leader) for group in boxes for box in group)


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


def _priced(placed: Placed, stretches: tuple[tuple[Spot, Spot], ...]) -> Placed:
    """Add what it costs to cover a line: as much as standing a step or two further off."""
    covered = any(placed.box.crosses(*stretch) for stretch in stretches)
    return Placed(placed.box, placed.side, placed.leader, placed.cost + 30 * covered)
