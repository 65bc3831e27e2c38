"""The pages of people, places, organisations, mechanisms and topics: what of the chronicle concerns each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from biennien import prose
from biennien.views.citation import citation
from biennien.views.figures import figure_view
from biennien.views.frame import list_page
from biennien.views.here import Here, View, edition_words, filled
from biennien.views.map import locator_view
from biennien.views.thread import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from biennien.model import Claim, Event, Place


def entry_view(here: Here, event: Event, *, level: int = 3, detail: Iterable[View] = (), summary: bool = False) -> View:
    """Return an event as an entry of a list, without an anchor, since a page may list an event twice."""
    facts = [here.name("kinds", event.kind), *map(here.body_name, event.place or event.host)]
    if event.format:
        facts.append(here.say(f"format_{event.format}"))
    return {
        "id": "",
        "from": "",
        "to": "",
        "facets": "",
        "level": level,
        "href": here.href("events", event.id),
        "title": here.text(event.title),
        "date": here.event_date(event),
        "coverage": event.coverage,
        "coverage_word": "" if event.coverage == "reported" else here.say(f"coverage_{event.coverage}"),
        "facts": facts,
        "summary": prose.plain_text(here.text(event.summary)) if summary else "",
        "detail": list(detail),
        "translation": here.state(event, event.summary) or here.state(event, event.title) if summary else None,
    }


def anchor(event: Event) -> View:
    """Return what an entry has besides where its page lists an event once: its id, and the days that it covers."""
    return {"id": event.id, "from": str(event.date.earliest or ""), "to": str(event.date.latest or "")}


def person_view(here: Here) -> View:
    """Return the view of a person's page: the posts held from event to event, and what is said by and of them."""
    person = here.entry("people", here.page.id)
    itself = ("people", person.id)
    present = {event.id: (event, one) for event, one in here.site.relations.presences.get(person.id, ())}
    entries = [
        entry_view(
            here, event, detail=[{"text": here.post(post), "ref": here.ref(event, one.claim)} for post in one.posts]
        )
        for event, one in present.values()
    ]
    sections = [
        here.section("posts_held", "timeline", one_list(entries)),
        *_mentioned(here, itself),
    ]
    view = _page(here, person, sections, kind=here.say("kind_person"))
    cite = here.section("cite", "citation", citation(here, here.text(person.name), _sources_on(here, itself)))
    return {**view, "sections": [*view["sections"], cite]}


def _sources_on(here: Here, person: tuple[str, str]) -> list[str]:
    """Return the sources of what a person's page states, each once."""
    relations = here.site.relations
    claims = [event.claim(one.claim) for event, one in relations.presences.get(person[1], ())]
    claims += [claim for _, claim in relations.mentions.get(person, ())]
    return list(dict.fromkeys(one.source for claim in claims if claim for one in claim.evidence))


def place_view(here: Here) -> View:
    """Return the view of a place's page."""
    place: Place = here.entry("places", here.page.id)
    threads = [id_ for id_, thread in here.site.chronicle.threads.items() if place.id in thread.places]
    sections = [
        here.section("sides", "pair", [_side(here, side) for side in place.sides] if len(place.sides) > 1 else []),
        here.section("lies_in", "facts", _lies_in(here, place)),
        here.section("locator", "map", locator_view(here, place)),
        here.section("place_evidence", "evidence", here.evidence(place, place.evidence)),
        here.section(
            "held_here",
            "timeline",
            one_list([entry_view(here, one) for one in here.site.relations.held.get(place.id, ())]),
        ),
        here.section("threads", "cards", thread_cards(here, threads)),
        *_mentioned(here, ("places", place.id)),
        here.section("lies_here", "cards", _lies_here(here, place)),
    ]
    return _page(here, place, sections, kind=here.say(f"place_{place.kind}"))


def _side(here: Here, side: Any) -> View:  # noqa: ANN401 - a Side
    return {
        "name": here.text(side.name),
        "lang": "",
        "names": here.names(side),
        "within": [here.link("places", id_) for id_ in side.within],
    }


def _lies_in(here: Here, place: Place) -> list[View]:
    links = [here.link("places", id_) for id_ in place.within]
    return [{"label": here.say("lies_in"), "values": links, "note": "", "ref": None}] if links else []


def _lies_here(here: Here, place: Place) -> list[View]:
    inside = [
        one
        for one in here.site.chronicle.places.values()
        if place.id in (*one.within, *(id_ for side in one.sides for id_ in side.within))
    ]
    items = [_item(here, "places", one, [here.say(f"place_{one.kind}")]) for one in inside]
    return one_group(sorted(items, key=lambda item: here.locale.sort_key(item["title"])))


def organisation_view(here: Here) -> View:
    """Return the view of an organisation's page."""
    organisation = here.entry("organisations", here.page.id)
    entry = ("organisations", organisation.id)
    hosted = [one for one in here.site.relations.held.get(organisation.id, ()) if organisation.id in one.host]
    sections = [
        here.section("held_here", "timeline", one_list([entry_view(here, one) for one in hosted])),
        *_mentioned(here, entry),
    ]
    return _page(here, organisation, sections, kind=here.say(f"organisation_{organisation.kind}"))


def topic_view(here: Here) -> View:
    """Return the view of a topic's page: its events, its claims and its threads."""
    topic = here.entry("topics", here.page.id)
    relations = here.site.relations
    threads = [id_ for id_, thread in here.site.chronicle.threads.items() if topic.id in thread.topics]
    claims = relations.claims_by_topic.get(topic.id, ())
    sections = [
        here.section("threads", "cards", thread_cards(here, threads)),
        here.section("claims_of_topic", "timeline", _claims_by_event(here, claims)),
        here.section(
            "events", "timeline", one_list([entry_view(here, one) for one in relations.by_topic.get(topic.id, ())])
        ),
    ]
    return _page(here, topic, sections, kind=here.say("kind_topic"))


def mechanism_view(here: Here) -> View:
    """Return the view of a mechanism's page: its editions compared."""
    series = here.entry("series", here.page.id)
    events = here.site.relations.by_series.get(series.id, ())
    members = {"label": here.say("members"), "values": here.bodies(series.members), "note": "", "ref": None}
    sections = [
        here.section("members", "facts", [members] if series.members else []),
        here.section("place_evidence", "evidence", here.evidence(series, series.evidence)),
        here.section("editions", "editions", _editions(here, events) if events else {}),
        here.section("events", "timeline", one_list([entry_view(here, one, summary=True) for one in events])),
    ]
    return _page(
        here,
        series,
        sections,
        kind=here.say("kind_mechanism"),
        lead=here.line(series.description) if series.description else "",
    )


def _editions(here: Here, events: Iterable[Event]) -> View:
    fields = ("date", "place", "host", "format", "documents", "figures")
    return {
        "caption": here.say("editions_compared"),
        "first": here.say("edition"),
        "columns": [here.say(f"fact_{field}") for field in fields],
        "rows": [_edition(here, event) for event in events],
    }


def _edition(here: Here, event: Event) -> View:
    def words(text: str, href: str = "") -> View:
        return {"text": text, "href": href, "lang": ""}

    figures = [figure_view(here, event, figure) for figure in event.figures]
    return {
        "head": {**here.link("events", event.id), "text": edition_words(here, event) or here.text(event.title)},
        "cells": [
            [words(here.event_date(event)["text"])],
            here.bodies(event.place),
            here.bodies(event.host),
            [words(here.say(f"format_{event.format}"))] if event.format else [],
            [
                words(here.text(one.name), here.claim_href(event, one.claim))
                for one in event.documents
                if one.status != "cited"
            ],
            [
                words(
                    " ".join(filter(None, (f"{row['measure']['text']}:", row["bound"], row["value"], row["unit"]))),
                    row["ref"]["href"],
                )
                for row in figures
            ],
        ],
    }


def _page(here: Here, entry: Any, sections: list[View], *, kind: str, lead: object = "") -> View:  # noqa: ANN401
    note = getattr(entry, "note", None)
    if note:
        noted = {"about": "", "text": here.line(note), "translation": here.state(entry, note)}
        sections = [*sections, here.section("notes", "notes", [noted])]
    return {
        "title": here.text(entry.name),
        "description": here.say("describe_entry", kind=kind, name=here.text(entry.name)),
        "heading": {
            "kind": {"text": kind, "href": "", "lang": ""},
            "title": here.text(entry.name),
            "lang": "",
            "subtitle": "",
            "date": None,
            "coverage": None,
            "names": here.names(entry) if hasattr(entry, "also") else [],
            "lead": [lead] if lead else [],
            "translation": here.state(entry, entry.name),
            "lead_translation": here.state(entry, getattr(entry, "description", None)),
        },
        "sections": filled(sections),
        "neighbours": [],
    }


def _mentioned(here: Here, entry: tuple[str, str]) -> list[View]:
    """Return the sections of what an entry says and of where it is named."""
    claims = here.site.relations.mentions.get(entry, ())
    said = [(event, claim) for event, claim in claims if entry[1] in claim.by]
    named = [(event, claim) for event, claim in claims if entry[1] not in claim.by]
    return [
        here.section("said", "timeline", _claims_by_event(here, said)),
        here.section("named", "timeline", _claims_by_event(here, named)),
    ]


def _claims_by_event(here: Here, claims: Iterable[tuple[Event, Claim]]) -> View:
    events: dict[str, tuple[Event, list[View]]] = {}
    for event, claim in claims:
        details = events.setdefault(event.id, (event, []))[1]
        details.append({"text": here.text(claim.text), "ref": here.ref(event, claim.id)})
    return one_list([entry_view(here, event, detail=details) for event, details in events.values()])


def one_list(entries: list[View]) -> View:
    """Return a timeline without years."""
    if not entries:
        return {}
    return {
        "years": [{"id": "", "label": "", "months": [{"id": "", "label": "", "entries": entries}]}],
        "undated": None,
    }


def thread_cards(here: Here, threads: Iterable[str]) -> list[View]:
    """Return threads as cards, each with where it stands."""
    items = []
    for id_ in threads:
        thread = here.entry("threads", id_)
        standing = standing_of(here, id_)
        items.append(
            {
                **_item(here, "threads", thread, []),
                "text": f"{here.say('fact_goal')}: {here.text(thread.goal)}",
                "status": here.status(standing.status),
            }
        )
    return one_group(items)


def _item(here: Here, register: str, entry: Any, meta: list[str]) -> View:  # noqa: ANN401 - an entry of a register
    others = [{"lang": one["lang"], "text": one["text"]} for one in here.names(entry)] if hasattr(entry, "also") else []
    return {
        "href": here.href(register, entry.id),
        "title": here.text(entry.name),
        "lang": "",
        "other": others,
        "text": "",
        "meta": meta,
        "status": None,
    }


def one_group(items: list[View]) -> list[View]:
    """Return cards without a heading."""
    return [{"id": "", "heading": "", "level": 3, "items": items}] if items else []


def index_view(here: Here, register: str) -> View:
    """Return the view of a register's index, in the order of the language's alphabet."""
    items = [
        _item(here, register, entry, _meta(here, register, entry))
        for entry in getattr(here.site.chronicle, register).values()
    ]
    items.sort(key=lambda item: here.locale.sort_key(item["title"]))
    return list_page(here, register, one_group(items))


def _meta(here: Here, register: str, entry: Any) -> list[str]:  # noqa: ANN401 - an entry of a register
    relations = here.site.relations
    if register == "topics":
        return [here.locale.count("events", len(relations.by_topic.get(entry.id, ())))]
    if register == "series":
        return [here.locale.count("events", len(relations.by_series.get(entry.id, ())))]
    kind = [here.say(f"{register.removesuffix('s')}_{entry.kind}")] if hasattr(entry, "kind") else []
    return [*kind, here.locale.count("claims", len(relations.mentions.get((register, entry.id), ())))]
