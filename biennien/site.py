"""Every page of the site and its address, and what belongs together, as values; nothing is rendered here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from biennien import evidence
from biennien.evidence import Found
from biennien.names import Names, names_of
from biennien.order import in_time
from biennien.threads import Step, steps_by_thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.edtf import Date
    from biennien.model import Chronicle, Claim, Event, Evidence, Figure, Participant

K = TypeVar("K")
V = TypeVar("V")

SECTIONS = {
    "events": "events",
    "people": "people",
    "places": "places",
    "organisations": "organisations",
    "series": "mechanisms",
    "topics": "topics",
    "threads": "threads",
    "sources": "sources",
}
"""The registers whose entries have pages, and the folder of each in addresses."""

Entry = tuple[str, str]
"""An entry of the chronicle: (register, id)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what it shows, in which language (none for the front door), and its address below the site's root."""

    kind: str
    id: str
    language: str
    address: str

    def to(self, address: str) -> str:
        """Return the relative address that leads from this page to `address`."""
        path, mark, anchor = address.partition("#")
        if path == self.address and mark:
            return mark + anchor
        folder, up = self.address.rpartition("/")[0], ""
        while folder and not path.startswith(f"{folder}/"):
            folder, up = folder.rpartition("/")[0], f"../{up}"
        return up + (address[len(folder) + 1 :] if folder else address)


@dataclass(frozen=True, slots=True)
class Relations:
    """What belongs together, each in the order of time."""

    events: tuple[Event, ...]
    dated: tuple[Event, ...]
    undated: tuple[Event, ...]
    parts: Mapping[str, tuple[Event, ...]]
    steps: Mapping[str, tuple[Step, ...]]
    presences: Mapping[str, tuple[tuple[Event, Participant], ...]]
    mentions: Mapping[Entry, tuple[tuple[Event, Claim], ...]]
    named: Mapping[Entry, tuple[str, ...]]
    """What the claims of an event name, by (event, register)."""
    by_topic: Mapping[str, tuple[Event, ...]]
    by_series: Mapping[str, tuple[Event, ...]]
    by_source: Mapping[str, tuple[tuple[Event, Claim], ...]]
    figures: Mapping[str, tuple[tuple[Event, Figure], ...]]


@dataclass(frozen=True, slots=True)
class Site:
    """The chronicle with its pages; `lines` are those of the captures on which quotes begin, by source and quote."""

    chronicle: Chronicle
    pages: tuple[Page, ...]
    relations: Relations
    names: Mapping[str, Names]
    lines: Mapping[tuple[str, str], int]

    def line_of(self, one: Evidence) -> int | None:
        """Return the line of the capture on which a quote begins; `None` where there is no archived copy."""
        return self.lines.get((one.source, one.quote))


def changed_on(event: Event) -> Date | None:
    """Return the day on which an entry was last changed for readers: added, or corrected since."""
    days = [day for day in (event.added, *(one.on for one in event.corrections)) if day]
    return max(days, key=lambda day: day.sort_key, default=None)


def address_of(language: str, register: str, id_: str) -> str:
    """Return the address of an entry's page, below the site's root; an empty id is the index of the register."""
    return f"{language}/{SECTIONS[register]}/{id_ or 'index'}.html"


def plan_site(chronicle: Chronicle) -> Site:
    """Return the site of a chronicle."""
    names = {language: names_of(chronicle, language) for language in chronicle.languages}
    return Site(
        chronicle=chronicle,
        pages=tuple(_pages(chronicle)),
        relations=_relate(chronicle, names),
        names=names,
        lines=dict(_lines(chronicle)),
    )


def _lines(chronicle: Chronicle) -> Iterator[tuple[tuple[str, str], int]]:
    articles = {
        id_: evidence.read_article(text, archive)
        for id_, text in chronicle.articles.items()
        if (archive := chronicle.sources[id_].archive)
    }
    for one in _evidence(chronicle):
        article = articles.get(one.source)
        found = evidence.find(one.quote, article) if article and one.quote else None
        if article and isinstance(found, Found):
            yield (one.source, one.quote), article.line_of(found.spans[0][0])


def _evidence(chronicle: Chronicle) -> Iterator[Evidence]:
    for event in chronicle.events.values():
        for claim in event.claims:
            yield from claim.evidence
    for place in chronicle.places.values():
        yield from place.evidence
    for series in chronicle.series.values():
        yield from series.evidence


def _pages(chronicle: Chronicle) -> Iterator[Page]:
    yield Page("door", "", "", "index.html")
    yield Page("missing", "", "", "404.html")
    for language in chronicle.languages:
        yield Page("timeline", "", language, f"{language}/index.html")
        yield Page("about", "", language, f"{language}/about.html")
        yield Page("figures", "", language, f"{language}/figures.html")
        yield Page("search", "", language, f"{language}/search.html")
        yield Page("letters", "", language, f"{language}/index-az.html")
        if len(chronicle.languages) > 1:
            yield Page("parallel", "", language, f"{language}/parallel/index.html")
            for id_ in chronicle.events:
                yield Page("parallel-events", id_, language, f"{language}/parallel/{id_}.html")
        if chronicle.ground:
            yield Page("map", "", language, f"{language}/map.html")
        for register in SECTIONS:
            if register != "events":
                yield Page(f"{register}-index", "", language, address_of(language, register, ""))
            for id_ in getattr(chronicle, register):
                yield Page(register, id_, language, address_of(language, register, id_))


def _relate(chronicle: Chronicle, names: Mapping[str, Names]) -> Relations:
    events = in_time(chronicle.events)
    claims = [(event, claim) for event in events for claim in event.claims]
    mentions = _group(_mentions(chronicle, claims, names))
    return Relations(
        events=events,
        dated=tuple(event for event in events if event.date.start is not None),
        undated=tuple(event for event in events if event.date.start is None),
        parts=_group((event.part_of, event) for event in events if event.part_of),
        steps=steps_by_thread(chronicle),
        presences=_group((one.who, (event, one)) for event in events for one in event.participants if one.who),
        mentions=mentions,
        named=_group(
            ((event, register), id_)
            for (register, id_), found in mentions.items()
            for event in dict.fromkeys(event.id for event, _ in found)
        ),
        by_topic=_group((topic, event) for event in events for topic in event.topics),
        by_series=_group((event.series, event) for event in events if event.series),
        by_source=_group(
            (source, (event, claim))
            for event, claim in claims
            for source in dict.fromkeys(one.source for one in claim.evidence)
        ),
        figures=_group((figure.measure, (event, figure)) for event in events for figure in event.figures),
    )


def _group(pairs: Iterator[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _mentions(
    chronicle: Chronicle, claims: list[tuple[Event, Claim]], names: Mapping[str, Names]
) -> Iterator[tuple[Entry, tuple[Event, Claim]]]:
    """Pair every entry with the claims that it makes, and those in whose original text its name occurs."""
    registers = ("people", "places", "organisations")
    for event, claim in claims:
        text = claim.text.get(event.original, "")
        found = [(one.register, one.id) for one in names[event.original].find(text)] if event.original in names else []
        said = [(register, id_) for id_ in claim.by for register in registers if id_ in getattr(chronicle, register)]
        for entry in dict.fromkeys((*said, *found)):
            yield entry, (event, claim)
