"""What the map is drawn on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from biennien.model.registers import Point

if TYPE_CHECKING:
    from biennien.model.event import Text, Translations
    from biennien.problems import At

Frame: TypeAlias = tuple[Point, Point]
"""The south-western and the north-eastern corner of a part of the earth."""
Line: TypeAlias = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """The name of a country on the map, and where it may stand: at the first of its points that is free."""

    place: str
    points: Line
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Ground:
    """`content/map.yaml`: what the map of places is drawn on.

    `frame` is all of it; `sheets` are the parts that a small screen shows one below another. `land` are rings, whose
    edge is the coast; `border` is the border that the chronicle is about, `boundaries` are the others.
    """

    frame: Frame
    sheets: tuple[Frame, ...]
    land: tuple[Line, ...]
    border: tuple[Line, ...]
    boundaries: tuple[Line, ...]
    words: tuple[Word, ...]
    notes: tuple[Text, ...]
    source: Text
    url: str
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)
