"""What each file of `content/` may hold, as readers: docs/entries.md, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from biennien import model
from biennien.fields import (
    Address,
    Choice,
    Context,
    Corners,
    Day,
    Field,
    Fingerprint,
    Id,
    Labelled,
    ListOf,
    Number,
    Point,
    Points,
    Record,
    Register,
    SiteLanguage,
    Tag,
    Tags,
    Texts,
    Variants,
    Whole,
    Words,
    aside,
    needed,
    optional,
    several,
    vital,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from biennien.nodes import Node
    from biennien.problems import At

SITE = "content/site.yaml"
MAP = "content/map.yaml"
NAMED = {
    "name": needed(Texts()),
    "also": optional(Tags(), {}),
    "certainty": optional(Choice(model.CERTAINTIES), "certain"),
    "variants": optional(Variants(), {}),
}
SHORT = needed(Texts())
ALLOW = {
    "allow": aside(
        ListOf(
            Record(
                model.Allowance,
                {"code": needed(Words()), "field": needed(Words()), "why": needed(Words())},
                rename={"field": "where"},
            ),
        ),
    ),
}
OWN = Id()
BODY = Id("people", "places", "organisations")
SITE_ID = Id("places", "organisations")
PLACE, TOPIC, SOURCE = Id("places"), Id("topics"), Id("sources")
TRANSLATION = Record(
    model.Translation,
    {
        "from": needed(Tag()),
        "of": needed(Fingerprint()),
        "ok": optional(Fingerprint(), ""),
        "draft": optional(Fingerprint(), ""),
        "by": optional(Words(), ""),
        "on": optional(Day()),
    },
    rename={"from": "original"},
)
TRANSLATIONS = optional(Labelled(TRANSLATION), ())


def _entry(make: Callable[..., Any], fields: dict[str, Field], **more: Any) -> Record:  # noqa: ANN401 - of Record
    """Return the record of an entry: what allows warnings and has translations of its own (an event, the site …)."""
    return Record(make, {**fields, **ALLOW, "translations": TRANSLATIONS}, **more)


EVIDENCE = Record(
    model.Evidence,
    {
        "source": needed(SOURCE),
        "quote": optional(Words(), ""),
        "translation": optional(Texts(optional=True, of="quote"), {}),
    },
)
CLAIM = Record(
    model.Claim,
    {
        "id": needed(OWN),
        "kind": needed(Choice(model.CLAIM_KINDS)),
        "by": several(BODY),
        "topics": several(TOPIC),
        "supports": several(Choice(model.SUPPORTABLE)),
        "evidence": needed(ListOf(EVIDENCE, least=1)),
        "note": optional(Texts()),
    },
    texts="text",
)
POST = Record(model.Post, {"post": needed(Id("posts")), "of": optional(SITE_ID, ""), "to": optional(SITE_ID, "")})
PARTICIPANT = Record(
    model.Participant,
    {
        "who": optional(Id("people"), ""),
        "posts": several(POST),
        "side": optional(SITE_ID, ""),
        "role": needed(Choice(model.ROLES)),
        "claim": needed(OWN),
    },
)
FIGURE = Record(
    model.Figure,
    {
        "id": needed(OWN),
        "measure": needed(Id("measures")),
        "value": needed(Number()),
        "bound": optional(Choice(model.BOUNDS), "exact"),
        "period": vital(Day()),
        "period_note": vital(Texts()),
        "parts": several(OWN),
        "claim": needed(OWN),
    },
)
DOCUMENT = Record(
    model.Document,
    {
        "id": needed(OWN),
        "name": needed(Texts()),
        "count": optional(Whole(least=1)),
        "status": needed(Choice(model.DOCUMENT_STATUSES)),
        "by": several(BODY),
        "claim": needed(OWN),
    },
)
COMMITMENT = Record(
    model.Commitment,
    {
        "thread": needed(Id("threads")),
        "status": needed(Choice(model.STATUSES)),
        "by": several(BODY),
        "to": several(BODY),
        "due": optional(Day()),
        "claim": needed(OWN),
    },
)
CORRECTION = Record(
    model.Correction,
    {"on": needed(Day()), "was": needed(Texts()), "now": needed(Texts()), "claim": optional(OWN, "")},
)
EVENT = _entry(
    model.Event,
    {
        "title": needed(Texts()),
        "kind": needed(Id("kinds")),
        "date": needed(Day()),
        "date_note": optional(Texts()),
        "coverage": needed(Choice(model.COVERAGES)),
        "original": needed(SiteLanguage()),
        "series": optional(Id("series"), ""),
        "edition": optional(Whole(least=1)),
        "format": optional(Choice(model.FORMATS), ""),
        "host": several(SITE_ID),
        "place": several(SITE_ID),
        "part_of": optional(Id("events"), ""),
        "after": optional(Id("events"), ""),
        "topics": several(TOPIC),
        "summary": needed(Texts()),
        "claims": needed(ListOf(CLAIM, least=1)),
        "participants": several(PARTICIPANT),
        "figures": several(FIGURE),
        "documents": several(DOCUMENT),
        "commitments": several(COMMITMENT),
        "notes": several(Record(model.Note, {"about": optional(Words(), "")}, texts="text")),
        "body": optional(Texts()),
        "added": optional(Day()),
        "corrections": several(CORRECTION),
    },
)
COORDINATE = Record(
    model.Coordinate,
    {
        "at": needed(Point()),
        "of": optional(Texts()),
        "source": needed(Words()),
        "url": optional(Address(), ""),
    },
    rename={"at": "point"},
)
GROUND = _entry(
    model.Ground,
    {
        "frame": needed(Corners()),
        "sheets": several(Corners()),
        "land": needed(ListOf(Points(), least=1)),
        "border": several(Points()),
        "boundaries": several(Points()),
        "words": several(
            Record(model.Word, {"place": needed(PLACE), "at": needed(Points())}, rename={"at": "points"}),
        ),
        "notes": several(Texts()),
        "source": needed(Texts()),
        "url": optional(Address(), ""),
    },
)
SIDE = Record(model.Side, {**NAMED, "in": several(PLACE)}, rename={"in": "within"})
REGISTERS = {
    "people": _entry(model.Person, {**NAMED, "note": optional(Texts())}),
    "organisations": _entry(
        model.Organisation,
        {**NAMED, "kind": needed(Choice(model.ORGANISATION_KINDS)), "note": optional(Texts())},
    ),
    "places": _entry(
        model.Place,
        {
            **NAMED,
            "kind": needed(Choice(model.PLACE_KINDS)),
            "sides": several(SIDE),
            "in": several(PLACE),
            "evidence": several(EVIDENCE),
            "note": optional(Texts()),
            "coordinate": optional(COORDINATE),
        },
        rename={"in": "within"},
    ),
    "posts": _entry(model.PostTitle, {"name": SHORT}),
    "series": _entry(
        model.Series,
        {
            "name": SHORT,
            "edition": optional(Choice(model.EDITION_STYLES), "ordinal"),
            "members": several(SITE_ID),
            "description": optional(Texts()),
            "evidence": several(EVIDENCE),
        },
    ),
    "kinds": _entry(model.Topic, {"name": SHORT}),
    "topics": _entry(model.Topic, {"name": SHORT}),
    "measures": _entry(model.Measure, {"name": SHORT, "unit": needed(Words()), "whose": optional(Texts())}),
    "threads": _entry(model.Thread, {"name": SHORT, "goal": SHORT, "places": several(PLACE), "topics": several(TOPIC)}),
    "sources": _entry(
        model.Source,
        {
            "title": optional(Words(), ""),
            "title_translation": optional(Texts(optional=True, of="title"), {}),
            "label": SHORT,
            "language": needed(Tag()),
            "publisher": optional(Words(), ""),
            "credited": optional(Words(), ""),
            "authors": several(Words()),
            "photographers": several(Words()),
            "published": optional(Day()),
            "published_text": optional(Words(), ""),
            "archive": vital(
                Record(
                    model.Archive,
                    {"file": needed(Words()), "begins": needed(Whole(least=1)), "ends": needed(Whole(least=1))},
                ),
            ),
            "url": vital(Address(), ""),
            "note": optional(Texts()),
        },
    ),
    "glossary": _entry(model.Term, {"forms": optional(Variants(), {})}, texts="name"),
}
LANGUAGES = Register(Record(model.Language, {"name": needed(Words()), "locale": needed(Words())}))
SETTINGS = _entry(
    model.Settings,
    {
        "title": SHORT,
        "tagline": SHORT,
        "description": SHORT,
        "languages": needed(LANGUAGES),
        "base_url": optional(Address(), ""),
        "as_of": optional(Day()),
        "licence": optional(Texts()),
        "licence_url": optional(Address(), ""),
        "about": optional(Texts()),
        "cards": optional(Choice(("yes", "no")), ""),
    },
)


def settings_record(languages: tuple[model.Language, ...]) -> Record:
    """Return the record of `site.yaml`, the languages being read beforehand, since every text depends on them."""

    def make(**fields: Any) -> model.Settings:  # noqa: ANN401 - the fields of Settings
        return model.Settings(**{**fields, "languages": languages})

    return Record(make, {**SETTINGS.fields, "languages": optional(_Skipped())})


class _Skipped:
    """A field that has been read already."""

    def read(self, _node: Node, _at: At, _context: Context) -> None:
        return None
