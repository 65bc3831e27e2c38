"""An event, and what it is made of: claims, people, figures, documents, commitments."""

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
SUPPORTABLE = ("date", "place", "host", "format", "edition", "series", "part_of", "after", "kind")
STATUSES = ("wished", "proposed", "requested", "agreed", "pilot", "under-way", "done", "declined")
"""What may be said of a commitment, from a wish to a deed; `declined` ends it the other way."""


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
class Correction:
    """What was wrong in the entry as published, what is right, and the day on which that was put right.

    `claim` is the claim that was corrected, where it was one.
    """

    on: Date
    was: Text
    now: Text
    claim: str
    at: At = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, and all that is stated of it; `added` is the day on which the entry was first published."""

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
    added: Date | None = None
    corrections: tuple[Correction, ...] = ()
    translations: Translations = ()
    at: At = field(compare=False, repr=False, kw_only=True)

    def claim(self, id: str) -> Claim | None:  # noqa: A002 - the field's own name
        """Return the claim with that id."""
        return next((claim for claim in self.claims if claim.id == id), None)
