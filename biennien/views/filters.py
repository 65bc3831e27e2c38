"""Filters of the timeline: what an event can be chosen by, and how many events each choice has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from biennien.threads import RANKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Event
    from biennien.views.here import Here, View

REGISTERS = {"kind": "kinds", "series": "series", "place": "places", "person": "people", "topic": "topics"}
WORDS = {"format": "format", "status": "status", "coverage": "coverage"}
"""Facets whose values are words of the interface rather than entries of a register."""


def facets_of(here: Here, event: Event) -> tuple[tuple[str, str], ...]:
    """Return what an event can be chosen by: (facet, value), each once.

    A place or a person counts where a claim names it; a status where a thread has it at this event.
    """
    return tuple(dict.fromkeys(_facets(here, event)))


def _facets(here: Here, event: Event) -> Iterator[tuple[str, str]]:
    yield "kind", event.kind
    yield "coverage", event.coverage
    if event.series:
        yield "series", event.series
    if event.format:
        yield "format", event.format
    yield from (("topic", topic) for topic in event.topics)
    yield from (("place", id_) for id_ in (*event.place, *event.host) if here.entry("places", id_))
    yield from (("person", one.who) for one in event.participants if one.who)
    for register, facet in (("places", "place"), ("people", "person")):
        yield from ((facet, id_) for id_ in here.site.relations.named.get((event.id, register), ()))
    yield from (("status", step.status) for step in event.commitments)


def filters_view(here: Here) -> View:
    """Return the view of the filters; a facet by which all events are alike is left out."""
    events = here.site.relations.events
    counts = Counter(facet for event in events for facet in facets_of(here, event))
    groups = []
    for facet in (*REGISTERS, *WORDS):
        values = {
            value: number for (name, value), number in counts.items() if name == facet and _useful(here, facet, value)
        }
        options = [_option(here, facet, value, number) for value, number in values.items()]
        if len(options) > 1:
            groups.append(
                {"name": facet, "label": here.say(f"filter_{facet}"), "options": _sorted(here, facet, options)}
            )
    total = here.locale.count("events", len(events))
    return {"groups": groups, "total": total} if groups else {}


def _useful(here: Here, facet: str, value: str) -> bool:
    """Countries are named by nearly every event, and choose nothing."""
    return facet != "place" or here.entry("places", value).kind != "country"


def _option(here: Here, facet: str, value: str, number: int) -> View:
    label = here.name(REGISTERS[facet], value) if facet in REGISTERS else here.say(f"{WORDS[facet]}_{value}")
    return {"value": value, "label": label[:1].upper() + label[1:], "count": here.locale.number(number)}


def _sorted(here: Here, facet: str, options: list[View]) -> list[View]:
    if facet == "status":
        return sorted(options, key=lambda option: RANKS[option["value"]])
    return sorted(options, key=lambda option: here.locale.sort_key(option["label"]))
