"""What the registers hold: who, where, which series, what is counted, which sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.edtf import Date
    from biennien.model.event import Evidence, Text, Translations
    from biennien.problems import At

Point: TypeAlias = tuple[float, float]
"""A latitude and a longitude in decimal degrees (WGS 84), north and east positive."""
CERTAINTIES = ("certain", "likely")
PLACE_KINDS = (
    "country", "province", "region", "city", "district", "town", "border-gate", "border-opening", "bridge", "road",
    "scenic-area", "border-marker", "historic-site", "beach", "wetland", "route",
)  # fmt: skip
ORGANISATION_KINDS = ("party", "committee", "government", "press", "international")
EDITION_STYLES = ("year", "ordinal")


@dataclass(frozen=True, slots=True)
class Person:
    """A person; posts belong to events, since they change."""

    id: str
    name: Text
    also: Mapping[str, str]
    certainty: str
    variants: Mapping[str, tuple[str, ...]]
    note: Text | None
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A party body, a committee, an office, a newspaper."""

    id: str
    kind: str
    name: Text
    also: Mapping[str, str]
    certainty: str
    variants: Mapping[str, tuple[str, ...]]
    note: Text | None
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the names of a place that lies across a border."""

    name: Text
    also: Mapping[str, str]
    certainty: str
    variants: Mapping[str, tuple[str, ...]]
    within: tuple[str, ...]
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Coordinate:
    """Where a place stands, and who says so; `of` says what stands there when it is not simply the place."""

    point: Point
    of: Text | None
    source: str
    url: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A place; a pair across the border is one place with two sides."""

    id: str
    kind: str
    name: Text
    also: Mapping[str, str]
    certainty: str
    variants: Mapping[str, tuple[str, ...]]
    sides: tuple[Side, ...]
    within: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    note: Text | None
    coordinate: Coordinate | None = None
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class PostTitle:
    """The name of a post, with `{of}` and `{to}` for what it is a post of."""

    id: str
    name: Text
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Series:
    """A mechanism: meetings that are held again and again."""

    id: str
    name: Text
    edition: str
    members: tuple[str, ...]
    description: Text | None
    evidence: tuple[Evidence, ...]
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject, or a kind of event."""

    id: str
    name: Text
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure counts, in which unit, and whose it is."""

    id: str
    name: Text
    unit: str
    whose: Text | None
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Thread:
    """A promise or a request followed through the years; `goal` is what would be true if it were done."""

    id: str
    name: Text
    goal: Text
    places: tuple[str, ...]
    topics: tuple[str, ...]
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Archive:
    """Where the article stands in its capture: first and last line, counted from 1."""

    file: str
    begins: int
    ends: int
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Source:
    """An article, as its page states it; `archive` is absent when only its address is known."""

    id: str
    title: str
    title_translation: Text
    label: Text
    language: str
    publisher: str
    credited: str
    authors: tuple[str, ...]
    photographers: tuple[str, ...]
    published: Date | None
    published_text: str
    archive: Archive | None
    url: str
    note: Text | None
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry: one term and its one rendering in each language, with the forms that it takes."""

    id: str
    name: Text
    forms: Mapping[str, tuple[str, ...]]
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)
