"""What a page is about as linked data: JSON-LD 1.1 in the words of schema.org, with Dublin Core and EDTF for dates.

A thing has one name (IRI) in every language, that of its own file: `data/events/<id>.jsonld#it`. Names and texts are in
the language of the page; in the things' own files they are in all. What is not known is left out: `startDate` is
never more exact than the source, and a date that is about or in doubt has none, only its EDTF.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from markupsafe import Markup

from biennien.site import SECTIONS, address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.edtf import Moment
    from biennien.model import Event, Organisation, Person, Place, Series, Source, Text, Thread, Topic
    from biennien.site import Page, Site
    from biennien.views.here import Here, View

Node: TypeAlias = dict[str, Any]
SCHEMA = "https://schema.org"
EDTF = "http://id.loc.gov/datatypes/edtf"
"""The datatype under which the Library of Congress publishes EDTF dates."""
DUBLIN_CORE = {"dcterms": "http://purl.org/dc/terms/"}
MODES = {
    "in-person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
PLACES = {
    **dict.fromkeys(("province", "region", "district", "town"), "AdministrativeArea"),
    "country": "Country",
    "city": "City",
    "bridge": "Bridge",
    "scenic-area": "TouristAttraction",
    "historic-site": "LandmarksOrHistoricalBuildings",
    "beach": "Beach",
}
ORGANISATIONS = {"party": "PoliticalParty", "government": "GovernmentOrganization", "press": "NewsMediaOrganization"}
PAGES = {
    "timeline": "CollectionPage",
    "figures": "CollectionPage",
    "map": "CollectionPage",
    "letters": "CollectionPage",
    "about": "AboutPage",
    "search": "SearchResultsPage",
    **{f"{register}-index": "CollectionPage" for register in SECTIONS},
}
"""What kinds of pages are, where they are more than a WebPage."""
# What could end the script element that holds it, or begin a comment in it (HTML, 13.1.2.6 and 4.12.1.3).
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ENDING = re.compile("[<>&\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Where linked data is said: in the page or file `page` of a site, in one language, or in all where it has none."""

    site: Site
    page: Page

    def lead(self, address: str) -> str:
        """Return an address of the site: absolute where the site's own is known, else relative to the page or file."""
        base = self.site.chronicle.settings.base_url
        return f"{base.rstrip('/')}/{address}" if base else self.page.to(address)

    def text(self, text: Text | None) -> object:
        """Return a text in the page's language, or the first that there is; in a file each, with its language."""
        if not text:
            return None
        if self.page.language:
            return text.get(self.page.language) or next(iter(text.values()))
        return [{"@language": language, "@value": words} for language, words in text.items()]

    def iri(self, register: str, id_: str) -> str:
        """Return the name of a thing."""
        return self.lead(f"data/{register}/{id_}.jsonld#it")

    def refer(self, id_: str) -> Node | None:
        """Return a place, organisation or person by type, IRI and name."""
        for register, node in (("places", place_type), ("organisations", organisation_type), ("people", person_type)):
            if entry := getattr(self.site.chronicle, register).get(id_):
                return {"@type": node(entry), "@id": self.iri(register, id_), "name": self.text(entry.name)}
        return None

    def refer_all(self, ids: Iterable[str]) -> list[Node]:
        """Return places, organisations and people as references."""
        return [node for node in map(self.refer, ids) if node]

    def pages(self, register: str, id_: str) -> list[str]:
        """Return the addresses of an entry's pages."""
        languages = (self.page.language,) if self.page.language else self.site.chronicle.languages
        return [self.lead(address_of(language, register, id_)) for language in languages]


def page_data(here: Here, view: View, breadcrumbs: Iterable[View]) -> Markup:
    """Return the script element with what a page is about; browsers run none of it, so the page's policy allows it."""
    speaker = Speaker(here.site, here.page)
    language = here.locale.id
    kind, id_ = here.page.kind, here.page.id
    if kind in SECTIONS:
        nodes = [thing(speaker, kind, id_), _breadcrumbs(speaker, [*breadcrumbs])]
    else:
        name = str(view["title"] or here.text(here.site.chronicle.settings.title))
        nodes = [stated({**_web_page(speaker, kind, id_, name), "mainEntity": view.get("catalog")})]
    return script({"@context": [SCHEMA, {"@language": language}], "@graph": nodes})


def site_data(site: Site, page: Page, locales: Iterable[str]) -> Markup:
    """Return the script element of the front door: the site as a whole."""
    node = {**web_site(Speaker(site, page)), "inLanguage": [*locales]}
    return script({"@context": SCHEMA, **node})


def script(data: Mapping[str, Any]) -> Markup:
    """Return JSON-LD in its script element; no text in it can end the element."""
    text = _ENDING.sub(_escape, _ENCODER.encode(data))
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - escaped above


def _escape(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


def stated(node: Mapping[str, Any]) -> Node:
    """Return a node without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def web_site(speaker: Speaker) -> Node:
    """Return the site as a whole."""
    settings = speaker.site.chronicle.settings
    return stated(
        {
            "@type": "WebSite",
            "@id": speaker.lead("index.html") + "#site",
            "name": speaker.text(settings.title),
            "description": speaker.text(settings.description),
            "license": settings.licence_url,
        }
    )


def _web_page(speaker: Speaker, kind: str, id_: str, name: str) -> Node:
    about = {"@id": speaker.iri("events", id_)} if kind == "parallel-events" else None
    languages = speaker.site.chronicle.languages
    spoken: object = [*languages] if kind.startswith("parallel") else speaker.page.language
    type_ = PAGES.get(kind, "WebPage")
    return stated({"@type": type_, "name": name, "inLanguage": spoken, "about": about, "isPartOf": web_site(speaker)})


def _breadcrumbs(speaker: Speaker, views: list[View]) -> Node:
    """Return the way to a page (schema.org, BreadcrumbList); the last is the page itself, and needs no address."""
    items = [
        stated({"@type": "ListItem", "position": number, "name": one["text"], "item": _absolute(speaker, one["href"])})
        for number, one in enumerate(views, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _absolute(speaker: Speaker, href: str) -> str:
    """Return the address behind a relative link of the page, absolute where that is known."""
    if not href or not speaker.site.chronicle.settings.base_url:
        return href
    folder = speaker.page.address.rpartition("/")[0]
    while href.startswith("../"):
        href, folder = href[3:], folder.rpartition("/")[0]
    return speaker.lead(f"{folder}/{href}" if folder else href)


def thing(speaker: Speaker, register: str, id_: str) -> Node:
    """Return what an entry is about."""
    entry = getattr(speaker.site.chronicle, register)[id_]
    found: Node = MAKERS[register](speaker, entry)
    type_ = found.pop("@type")
    page = {"mainEntityOfPage": speaker.pages(register, id_)} if not speaker.page.language else {}
    return stated({"@type": type_, "@id": speaker.iri(register, id_), **found, **page})


def event_node(speaker: Speaker, event: Event) -> Node:
    """Return an event; its claims, and who was there, stand in its own file."""
    return {
        "@type": "Event",
        "name": speaker.text(event.title),
        **event_dates(event),
        "eventAttendanceMode": f"{SCHEMA}/{MODES[event.format]}" if event.format else None,
        "location": speaker.refer_all(event.place),
        "organizer": speaker.refer_all(event.host),
        "superEvent": _above(speaker, event),
        "subjectOf": {"@id": speaker.lead(f"data/events/{event.id}.json")},
    }


def _above(speaker: Speaker, event: Event) -> list[Node]:
    """Return what an event is part of: its mechanism, and the event within which it took place."""
    series = speaker.site.chronicle.series.get(event.series)
    within = speaker.site.chronicle.events.get(event.part_of)
    found = [("EventSeries", "series", series.id, series.name)] if series else []
    found += [("Event", "events", within.id, within.title)] if within else []
    return [
        {"@type": type_, "@id": speaker.iri(register, id_), "name": speaker.text(name)}
        for type_, register, id_, name in found
    ]


def event_dates(event: Event) -> dict[str, str]:
    """Return the first and last day as ISO 8601 has them, each as exact as it is known, and only where it is certain.

    An open interval says before or after which day something was, not when: it gives none.
    """
    start, end = _iso(event.date.start), _iso(event.date.end)
    if not event.date.is_interval:
        return {"startDate": start} if start else {}
    if not (event.date.start and event.date.end):
        return {}
    return {key: day for key, day in (("startDate", start), ("endDate", end)) if day}


def _iso(moment: Moment | None) -> str:
    """Return a moment as ISO 8601-1 has it (5.2.2): 2024-02-27, 2024-02 or 2024; empty where it is in doubt."""
    if moment is None or moment.qualifier or not moment.year.isdigit():
        return ""
    return "-".join(part for part in (moment.year, moment.month, moment.day) if part.isdigit())


def person_type(_: Person) -> str:
    """Return what a person is in schema.org."""
    return "Person"


def place_type(place: Place) -> str:
    """Return what a place is in schema.org."""
    return PLACES.get(place.kind, "Place")


def organisation_type(organisation: Organisation) -> str:
    """Return what an organisation is in schema.org."""
    return ORGANISATIONS.get(organisation.kind, "Organization")


def _named(speaker: Speaker, entry: Person | Organisation | Place) -> Node:
    also = [{"@language": tag, "@value": name} for tag, name in entry.also.items()]
    own = speaker.page.language
    others = [
        {"@language": tag, "@value": name} for tag, name in entry.name.items() if own and name != entry.name.get(own)
    ]
    return {"name": speaker.text(entry.name), "alternateName": [*others, *also]}


def _person(speaker: Speaker, person: Person) -> Node:
    return {"@type": person_type(person), **_named(speaker, person)}


def _organisation(speaker: Speaker, organisation: Organisation) -> Node:
    return {"@type": organisation_type(organisation), **_named(speaker, organisation)}


def _place(speaker: Speaker, place: Place) -> Node:
    at = place.coordinate
    geo = {"@type": "GeoCoordinates", "latitude": at.point[0], "longitude": at.point[1]} if at and not at.of else None
    within = dict.fromkeys((*place.within, *(one for side in place.sides for one in side.within)))
    return {
        "@type": place_type(place),
        **_named(speaker, place),
        "geo": geo,
        "containedInPlace": speaker.refer_all(within),
    }


def _series(speaker: Speaker, series: Series) -> Node:
    return {
        "@type": "EventSeries",
        "name": speaker.text(series.name),
        "description": speaker.text(series.description),
        "organizer": speaker.refer_all(series.members),
    }


def _topic(speaker: Speaker, topic: Topic) -> Node:
    return {"@type": "DefinedTerm", "name": speaker.text(topic.name)}


def _thread(speaker: Speaker, thread: Thread) -> Node:
    steps = speaker.site.relations.steps.get(thread.id, ())
    events = dict.fromkeys(event.id for event, _ in steps)
    return {
        "@type": "Collection",
        "name": speaker.text(thread.name),
        "abstract": speaker.text(thread.goal),
        "about": speaker.refer_all(thread.places),
        "mentions": [{"@id": speaker.iri("events", id_)} for id_ in events],
    }


def _source(speaker: Speaker, source: Source) -> Node:
    """Return an article as its page states itself; only a day that the page states is its date."""
    return {
        "@type": "Article" if source.archive else "WebPage",
        "name": {"@language": source.language, "@value": source.title} if source.title else speaker.text(source.label),
        "inLanguage": source.language,
        "datePublished": _iso(source.published.start) if source.published else None,
        "author": [{"@type": "Person", "name": one} for one in source.authors],
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "url": source.url,
    }


MAKERS: Mapping[str, Any] = {
    "events": event_node,
    "people": _person,
    "places": _place,
    "organisations": _organisation,
    "series": _series,
    "topics": _topic,
    "threads": _thread,
    "sources": _source,
}
