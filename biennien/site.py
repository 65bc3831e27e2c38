"""Every page of the site and its address, and what belongs together, as values; nothing is rendered here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from posixpath import relpath
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from biennien.evidence import read_articles
from biennien.names import Names, names_of
from biennien.order import in_time
from biennien.threads import Step, steps_by_thread
from biennien.traces import REST, Lines, Traces, trace_event, trace_registers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
FEEDS = ("series", "places", "topics")
"""The registers whose entries have feeds of their own."""
WHOLE: Entry = ("", "")
"""What stands for the whole chronicle where an entry could."""
NEWEST, NEWEST_OF_ENTRY = 50, 20  # in a feed at most, that tells what is new; the timeline has everything
Stated: TypeAlias = "tuple[Event, Claim]"
"""A claim, with the event whose it is."""
Neighbours = tuple["Event | None", "Event | None"]
"""The event before another one, and the one after it."""

EVERY, DATED = ".every", ".dated"  # no ids
"""All events in the order of time, and those that have a date: rows in which events are neighbours, as series are."""


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
        folder, _, file = path.rpartition("/")
        return f"{_way(self.address.rpartition('/')[0], folder)}{file}{mark}{anchor}"


@lru_cache(maxsize=1_024)  # a site has few folders, and a page many links
def _way(start: str, end: str) -> str:
    """Return the relative address that leads from one folder to another, with a slash at its end, or nothing."""
    way = relpath(f"/{end}", f"/{start}")
    return "" if way == "." else f"{way}/"


@dataclass(frozen=True, slots=True)
class Relations:
    """What belongs together, each in the order of time."""

    events: tuple[Event, ...]
    dated: tuple[Event, ...]
    undated: tuple[Event, ...]
    neighbours: Mapping[tuple[str, str], Neighbours]
    """By event, and by what they are neighbours in: EVERY, DATED or a series."""
    of_place: Mapping[str, tuple[Event, ...]]
    """What took place at a place or was hosted by it, and what names it in its claims."""
    held: Mapping[str, tuple[Event, ...]]
    """What took place at a place, or was hosted by it or by an organisation."""
    parts: Mapping[str, tuple[Event, ...]]
    steps: Mapping[str, tuple[Step, ...]]
    presences: Mapping[str, tuple[tuple[Event, Participant], ...]]
    mentions: Mapping[Entry, tuple[tuple[Event, Claim], ...]]
    named: Mapping[Entry, tuple[str, ...]]
    """What the claims of an event name, by (event, register)."""
    claims_by_topic: Mapping[str, tuple[tuple[Event, Claim], ...]]
    by_topic: Mapping[str, tuple[Event, ...]]
    by_series: Mapping[str, tuple[Event, ...]]
    by_source: Mapping[str, tuple[tuple[Event, Claim], ...]]
    figures: Mapping[str, tuple[tuple[Event, Figure], ...]]
    news: Mapping[Entry, tuple[Event, ...]]
    """The events last added or corrected, newest first, of the whole and of each entry that has any."""
    fed: Mapping[Entry, bool]
    """What has news, for whoever need not know which."""


@dataclass(frozen=True, slots=True)
class Site:
    """The chronicle with its pages; `lines` are those of the captures on which quotes begin, by source and quote."""

    chronicle: Chronicle
    pages: tuple[Page, ...]
    relations: Relations
    names: Mapping[str, Names]
    lines: Lines

    def line_of(self, one: Evidence) -> int | None:
        """Return the line of the capture on which a quote begins; `None` where there is no archived copy."""
        return self.lines.get((one.source, one.quote))


def address_of(language: str, register: str, id_: str) -> str:
    """Return the address of an entry's page, below the site's root; an empty id is the index of the register."""
    return f"{language}/{SECTIONS[register]}/{id_ or 'index'}.html"


def feed_address(language: str, entry: Entry) -> str:
    """Return the address of a feed or calendar without its ending; all lie in one folder, so links are alike in all."""
    return f"{language}/feeds/{'-'.join(filter(None, entry)) or 'all'}"


def calendar_events(site: Site, entry: Entry) -> tuple[Event, ...]:
    """Return the events of the whole or of a series that a calendar can have: their days are known and not in doubt."""
    events = site.relations.events if entry == WHOLE else site.relations.by_series.get(entry[1], ())
    return tuple(event for event in events if event.date.days)


def changed_on(event: Event) -> Date | None:
    """Return the day of an entry's last change: its addition, or its latest correction; None where neither is known."""
    days = [day for day in (event.added, *(one.on for one in event.corrections)) if day and day.start]
    return max(days, key=lambda day: str(day.earliest)) if len(days) > 1 else next(iter(days), None)


def plan_site(
    chronicle: Chronicle,
    names: Mapping[str, Names] | None = None,
    traces: Mapping[str, Traces] | None = None,
) -> Site:
    """Return the site of a chronicle.

    `names` by language, and `traces` by event, those of the registers under REST, are made where not known.
    """
    names = names or {language: names_of(chronicle, language) for language in chronicle.languages}
    traces = traces or dict(_traces(chronicle, names))
    return Site(
        chronicle=chronicle,
        pages=tuple(_pages(chronicle)),
        relations=_relate(chronicle, traces),
        names=names,
        lines={quote: line for one in traces.values() for quote, line in one.lines.items()},
    )


def _traces(chronicle: Chronicle, names: Mapping[str, Names]) -> Iterator[tuple[str, Traces]]:
    articles = read_articles(chronicle)
    for event in chronicle.events.values():
        yield event.id, trace_event(event, chronicle, names, articles)
    yield REST, trace_registers(chronicle, articles)


def _pages(chronicle: Chronicle) -> Iterator[Page]:
    """Yield the pages, those of one entry together, since they show the same texts."""
    yield Page("door", "", "", "index.html")
    yield Page("missing", "", "", "404.html")
    yield Page("data-folder", "", "", "data/index.html")
    for language in chronicle.languages:
        yield from _general(chronicle, language)
    for register in SECTIONS:
        for id_ in getattr(chronicle, register):
            yield from _pages_of(register, id_, chronicle.languages)


@lru_cache(maxsize=65_536)  # of a large chronicle nearly all are there from the build before
def _pages_of(register: str, id_: str, languages: tuple[str, ...]) -> tuple[Page, ...]:
    """Return the pages of an entry."""
    pages = []
    for language in languages:
        pages.append(Page(register, id_, language, address_of(language, register, id_)))
        if register == "events" and len(languages) > 1:
            pages.append(Page("parallel-events", id_, language, f"{language}/parallel/{id_}.html"))
    return tuple(pages)


def _general(chronicle: Chronicle, language: str) -> Iterator[Page]:
    """Yield the pages of a language that are about no one entry."""
    yield Page("timeline", "", language, f"{language}/index.html")
    for name in ("about", "corrections", "data", "figures", "follow", "search"):
        yield Page(name, "", language, f"{language}/{name}.html")
    yield Page("letters", "", language, f"{language}/index-az.html")
    if len(chronicle.languages) > 1:
        yield Page("parallel", "", language, f"{language}/parallel/index.html")
    if chronicle.ground:
        yield Page("map", "", language, f"{language}/map.html")
    for register in (one for one in SECTIONS if one != "events"):
        yield Page(f"{register}-index", "", language, address_of(language, register, ""))


def _relate(chronicle: Chronicle, traces: Mapping[str, Traces]) -> Relations:
    events = in_time(chronicle.events)
    mentions = _group(_mentions(events, traces))
    dated = tuple(event for event in events if event.date.start is not None)
    held = _group((id_, event) for event in events for id_ in dict.fromkeys((*event.place, *event.host)))
    of_place = dict(_of_places(chronicle, held, mentions, events))
    by_series = _group((event.series, event) for event in events if event.series)
    by_topic = _group((topic, event) for event in events for topic in event.topics)
    claims_by_topic, by_source = _group_claims(events)
    news = _news(events, by_series, by_topic, claims_by_topic, of_place)
    return Relations(
        events=events,
        dated=dated,
        undated=tuple(event for event in events if event.date.start is None),
        neighbours=dict(_neighbours({EVERY: events, DATED: dated, **by_series})),
        of_place=of_place,
        held=held,
        parts=_group((event.part_of, event) for event in events if event.part_of),
        steps=steps_by_thread(chronicle, events),
        presences=_group((one.who, (event, one)) for event in events for one in event.participants if one.who),
        mentions=mentions,
        named=_named(mentions),
        claims_by_topic=claims_by_topic,
        by_topic=by_topic,
        by_series=by_series,
        by_source=by_source,
        figures=_group((figure.measure, (event, figure)) for event in events for figure in event.figures),
        news=news,
        fed=dict.fromkeys(news, True),
    )


def _mentions(events: Iterable[Event], traces: Mapping[str, Traces]) -> Iterator[tuple[Entry, tuple[Event, Claim]]]:
    """Pair every entry with the claims that it makes, and those in whose original text its name occurs."""
    for event in events:
        for entry, claims in traces[event.id].named.items():
            for number in claims:
                yield entry, (event, event.claims[number])


def _named(mentions: Mapping[Entry, Iterable[tuple[Event, Claim]]]) -> Mapping[Entry, tuple[str, ...]]:
    named: dict[Entry, list[str]] = {}
    for (register, id_), found in mentions.items():
        for event in dict.fromkeys(event.id for event, _ in found):
            named.setdefault((event, register), []).append(id_)
    return _settled(named)


def _group_claims(events: Iterable[Event]) -> tuple[Mapping[str, tuple[Stated, ...]], Mapping[str, tuple[Stated, ...]]]:
    """Return the claims by topic and by source; in one go, since to come by each is what takes the time."""
    by_topic: dict[str, list[Stated]] = {}
    by_source: dict[str, list[Stated]] = {}
    for event in events:
        for claim in event.claims:
            stated = event, claim
            for topic in claim.topics:
                by_topic.setdefault(topic, []).append(stated)
            for source in dict.fromkeys(one.source for one in claim.evidence):
                by_source.setdefault(source, []).append(stated)
    return _settled(by_topic), _settled(by_source)


def _news(
    events: tuple[Event, ...],
    by_series: Mapping[str, tuple[Event, ...]],
    by_topic: Mapping[str, tuple[Event, ...]],
    claims_by_topic: Mapping[str, tuple[Stated, ...]],
    of_place: Mapping[str, tuple[Event, ...]],
) -> dict[Entry, tuple[Event, ...]]:
    """Return what feeds tell; of two entries of one day, the later event comes first. What has no day is no news."""
    days = {event.id: str(day.earliest) for event in events if (day := changed_on(event))}
    newest = sorted((one for one in reversed(events) if one.id in days), key=lambda one: days[one.id], reverse=True)
    turns = {event.id: turn for turn, event in enumerate(newest)}
    topics = {
        id_: (*by_topic.get(id_, ()), *(event for event, _ in claims_by_topic.get(id_, ())))
        for id_ in dict.fromkeys((*by_topic, *claims_by_topic))
    }
    told = {WHOLE: newest[:NEWEST]} if newest else {}
    for register, concerned in (("series", by_series), ("topics", topics), ("places", of_place)):
        for id_, some in concerned.items():
            latest = sorted({turns[event.id] for event in some if event.id in turns})[:NEWEST_OF_ENTRY]
            if latest:
                told[register, id_] = [newest[turn] for turn in latest]
    return _settled(told)


def _neighbours(rows: Mapping[str, tuple[Event, ...]]) -> Iterator[tuple[tuple[str, str], Neighbours]]:
    for row, events in rows.items():
        for before, event, after in zip((None, *events), events, (*events[1:], None), strict=False):
            yield (event.id, row), (before, after)


def _of_places(
    chronicle: Chronicle,
    held: Mapping[str, tuple[Event, ...]],
    mentions: Mapping[Entry, tuple[Stated, ...]],
    events: tuple[Event, ...],
) -> Iterator[tuple[str, tuple[Event, ...]]]:
    turns = {event.id: turn for turn, event in enumerate(events)}
    for place in chronicle.places:
        named = (turns[event.id] for event, _ in mentions.get(("places", place), ()))
        found = {*named, *(turns[event.id] for event in held.get(place, ()))}
        if found:
            yield place, tuple(events[turn] for turn in sorted(found))


def _group(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return _settled(groups)


def _settled(groups: Mapping[K, list[V]]) -> dict[K, tuple[V, ...]]:
    return {key: tuple(values) for key, values in groups.items()}
