"""Charts: amounts of one measure as bars from nought, as long as they are great, divided where parts are known.

Lengths are in percent of the picture’s width, so that a chart fits any screen while its words stay as large as the
text around them. Every chart has a scale of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

ROOM = 6  # percent of the width, left free behind the longest bar: an open end needs it
FILLS = ("solid", "hatched", "open", "dense")
"""How the parts of a bar are told apart, in their order; after the last comes the first again."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with its bound (a word of `model.BOUNDS`), and what it is made of, if anything is known of that."""

    value: Decimal
    bound: str = "exact"
    parts: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, from `start` on; a bar that is not divided is one segment."""

    start: float
    length: float
    fill: str
    bound: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount as it is drawn: how long, how it ends, and its segments from the left."""

    length: float
    bound: str
    segments: tuple[Segment, ...]


def draw_bars(amounts: Sequence[Amount]) -> tuple[Bar, ...]:
    """Return a bar for each amount, on one scale; none at all where bars from nought can't show what is stated.

    They can't where there is one amount of one piece, which has nothing to be compared with, and where an amount is
    below nought or all of them are nought. An amount is divided only when its parts add up to it.
    """
    greatest = max((one.value for one in amounts), default=0)
    if greatest <= 0 or any(part.value < 0 for one in amounts for part in (one, *one.parts)):
        return ()
    if len(amounts) == 1 and not _adds_up(amounts[0]):
        return ()
    unit = (100 - ROOM) / float(greatest)
    return tuple(_bar(one, unit) for one in amounts)


def _adds_up(amount: Amount) -> bool:
    return len(amount.parts) > 1 and sum(part.value for part in amount.parts) == amount.value


def _bar(amount: Amount, unit: float) -> Bar:
    parts = amount.parts if _adds_up(amount) else (amount,)
    lengths = [float(part.value) * unit for part in parts]
    starts = accumulate(lengths[:-1], initial=0.0)
    segments = tuple(
        Segment(start, length, FILLS[place % len(FILLS)], part.bound)
        for place, (start, length, part) in enumerate(zip(starts, lengths, parts, strict=True))
    )
    return Bar(float(amount.value) * unit, amount.bound, segments)


def percent(value: float) -> str:
    """Return a share of the width as SVG writes it: 72.4%."""
    return f"{round(value, 2):g}%"
