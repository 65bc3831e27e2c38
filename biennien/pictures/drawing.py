"""What a drawing of lanes is made from, and what it is: all along the time is in percent, across it in rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biennien.edtf import Date
    from biennien.pictures.timescale import Scale, Tick


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
    """An event's mark: where on the axis, in which row (from 0), and its span where the date is more than a day.

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
