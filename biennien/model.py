"""The chronicle as values: what a curator writes, typed, and nothing else.

Every class is frozen. `at` says where a value was written, for problems only, and takes no part in comparison.
Ids refer to entries of the registers; whether they do is checked once, by `check.references`. Dates are EDTF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from biennien.edtf import Date
    from biennien.problems import At

Text: TypeAlias = Mapping[str, str]
"""A text by language code, in the order of the site's languages."""

Point: TypeAlias = tuple[float, float]
"""A latitude and a longitude in decimal degrees (WGS 84), north and east positive."""
Frame: TypeAlias = tuple[Point, Point]
"""The south-western and the north-eastern corner of a part of the earth."""
Line: TypeAlias = tuple[Point, ...]

COVERAGES = ("reported", "mentioned", "outside")
FORMATS = ("in-person", "online", "hybrid")
CLAIM_KINDS = (
    "event",
    "result",
    "statement",
    "assessment",
    "request",
    "agreement",
    "document",
    "background",
    "caption",
)
ROLES = ("host", "led", "spoke", "signed", "attended", "mentioned")
BOUNDS = ("exact", "over", "under", "about")
DOCUMENT_STATUSES = ("signed", "witnessed", "adopted", "cited")
CERTAINTIES = ("certain", "likely")
SUPPORTABLE = ("date", "place", "host", "format", "edition", "series", "part_of", "after", "kind")

STATUSES = ("wished", "proposed", "requested", "agreed", "pilot", "under-way", "done", "declined")
"""What may be said of a commitment, from a wish to a deed; `declined` ends it the other way."""

PLACE_KINDS = (
    "country", "province", "region", "city", "district", "town", "border-gate", "border-opening", "bridge", "road",
    "scenic-area", "border-marker", "historic-site", "beach", "wetland", "route",
)  # fmt: skip
ORGANISATION_KINDS = ("party", "committee", "government", "press", "international")
EDITION_STYLES = ("year", "ordinal")


@dataclass(frozen=True, slots=True)
class Translation:
    """What is recorded of a translation, as fingerprints (states): of which original, and which text.

    `ok` is the text that a person approved, `draft` the one that a machine wrote; `by` says who, `on` when. `label` is
    for people, and says nothing to the program.
    """

    label: str
    original: str
    of: str
    ok: str
    draft: str
    by: str
    on: Date | None
    at: At = field(compare=False, repr=False, kw_only=True)


Translations: TypeAlias = tuple[Translation, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site: its code in addresses, its own name, and its CLDR locale."""

    name: str
    locale: str
    id: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Settings:
    """`content/site.yaml`: the site as a whole. `as_of` is the day up to which outcomes were looked for."""

    title: Text
    tagline: Text
    description: Text
    languages: tuple[Language, ...]
    base_url: str
    as_of: Date | None
    licence: Text | None
    about: Text | None
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a source, with their translation; no words where the source has no archived copy."""

    source: str
    quote: str
    translation: Text
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Claim:
    """One or two sentences that state a fact; `supports` names the fields of the event that rest on it."""

    id: str
    kind: str
    by: tuple[str, ...]
    topics: tuple[str, ...]
    supports: tuple[str, ...]
    text: Text
    evidence: tuple[Evidence, ...]
    note: Text | None
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Post:
    """A post as held at the time of an event; `of` and `to` fill the name of the post."""

    post: str
    of: str
    to: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody at an event: a named person, or only a post (`who` is empty)."""

    who: str
    posts: tuple[Post, ...]
    side: str
    role: str
    claim: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an article states, in the unit of its measure."""

    id: str
    measure: str
    value: Decimal
    bound: str
    period: Date | None
    period_note: Text | None
    parts: tuple[str, ...]
    claim: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Document:
    """A paper signed or cited; `count` when several are known by their number only."""

    id: str
    name: Text
    count: int | None
    status: str
    by: tuple[str, ...]
    claim: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A step in a thread: who asks, promises or does what, of whom, by when."""

    thread: str
    status: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    due: Date | None
    claim: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Note:
    """The editors' own words on what is uncertain."""

    about: str
    text: Text
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, and all that is stated of it."""

    id: str
    title: Text
    kind: str
    date: Date
    date_note: Text | None
    coverage: str
    original: str
    series: str
    edition: int | None
    format: str
    host: tuple[str, ...]
    place: tuple[str, ...]
    part_of: str
    after: str
    topics: tuple[str, ...]
    summary: Text
    claims: tuple[Claim, ...]
    participants: tuple[Participant, ...]
    figures: tuple[Figure, ...]
    documents: tuple[Document, ...]
    commitments: tuple[Commitment, ...]
    notes: tuple[Note, ...]
    body: Text | None
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)

    def claim(self, id: str) -> Claim | None:  # noqa: A002 - the field's own name
        """Return the claim with that id."""
        return next((claim for claim in self.claims if claim.id == id), None)


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


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Everything that the site is made from."""

    settings: Settings
    events: Mapping[str, Event]
    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    places: Mapping[str, Place]
    posts: Mapping[str, PostTitle]
    series: Mapping[str, Series]
    kinds: Mapping[str, Topic]
    topics: Mapping[str, Topic]
    measures: Mapping[str, Measure]
    threads: Mapping[str, Thread]
    sources: Mapping[str, Source]
    glossary: Mapping[str, Term]
    articles: Mapping[str, str]
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Ids by register, those of entries that could not be read included; a file that could not be read has none."""
    incomplete: frozenset[str] = frozenset()
    """Events of which a claim, a part of one or a figure could not be read: what they lack proves nothing."""
    ground: Ground | None = None
    """What the map is drawn on; a chronicle without it has no map."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the site's languages, in its order."""
        return tuple(language.id for language in self.settings.languages)
