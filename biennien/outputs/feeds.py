"""What was added and corrected, for readers of feeds: Atom (RFC 4287) and JSON Feed 1.1, in every language.

`published` and `updated` are days of the entry, at midnight UTC since no hour is kept; the event's own date is in the
content, and as a category (Atom) and an extension (JSON Feed, section “Extensions”) in EDTF. Without a site's own
address, links are relative to the feed, which Atom allows (section 4.2.7) and JSON Feed leaves open.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from html import escape as escape_html
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import escape, quoteattr

from biennien import prose
from biennien.outputs.identity import absolute, identify
from biennien.outputs.stock import anew
from biennien.site import FEEDS, WHOLE, address_of, changed_on, feed_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.edtf import Date
    from biennien.locales import Locale
    from biennien.model import Correction, Event, Text
    from biennien.outputs.stock import Recall
    from biennien.site import Entry, Site

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
EDTF = "http://id.loc.gov/datatypes/edtf"
"""The Library of Congress's name for EDTF: of which scheme the category is that has an event's date."""
ABOUT_EXTENSION = "https://www.loc.gov/standards/datetime/"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed in the making: whose it is, in which language, and where it lies (without `.atom` or `.json`)."""

    entry: Entry
    locale: Locale
    stem: str
    title: str
    home: str
    """The address of the page that shows the same."""


def render_feeds(site: Site, locales: Mapping[str, Locale], recall: Recall = anew) -> Iterator[tuple[str, bytes]]:
    """Return the feeds of the whole and of each series, place and topic that has news: addresses and bytes."""
    told = dict.fromkeys(event.id for events in site.relations.news.values() for event in events)
    for locale in locales.values():
        items = {id_: recall((locale.id, id_), partial(_written, site, locale, id_)) for id_ in told}
        for entry, events in site.relations.news.items():
            channel = _channel(site, locale, entry)
            yield f"{channel.stem}.atom", _atom(site, channel, events, items).encode()
            yield f"{channel.stem}.json", _json(site, channel, events, items).encode()


def _channel(site: Site, locale: Locale, entry: Entry) -> Channel:
    register, id_ = entry
    title = _text(site.chronicle.settings.title, locale)
    if register in FEEDS:
        title = f"{title}: {_text(getattr(site.chronicle, register)[id_].name, locale)}"
    home = f"{locale.id}/index.html" if entry == WHOLE else address_of(locale.id, register, id_)
    return Channel(entry, locale, feed_address(locale.id, entry), title, home)


def _text(text: Text | None, locale: Locale) -> str:
    return _NO_XML.sub("", (text.get(locale.id) or next(iter(text.values()))) if text else "")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed, as both formats have it; addresses and moments are ready to be written."""

    id: str
    language: str
    address: str
    title: str
    html: str
    published: str
    updated: str
    date: str
    date_words: str
    topics: tuple[tuple[str, str], ...]


def _written(site: Site, locale: Locale, id_: str) -> tuple[str, str]:
    """Return the entry of an event in Atom, and in JSON."""
    item = _item(site, locale, site.chronicle.events[id_])
    return _entry(item), json.dumps(_plain(item), ensure_ascii=False)


def _item(site: Site, locale: Locale, event: Event) -> Item:
    address = address_of(locale.id, "events", event.id)
    changed = changed_on(event)
    return Item(
        id=identify(site, "events", event.id).urn,
        language=locale.id,
        address=_link(site, address),
        title=_text(event.title, locale),
        html=_html(locale, event),
        published=_moment(event.added),
        updated=_moment(changed),
        date=event.date.text,
        date_words=locale.date(event.date),
        topics=tuple((topic, _text(site.chronicle.topics[topic].name, locale)) for topic in event.topics),
    )


def _link(site: Site, address: str) -> str:
    """Return the address of a file of the site as feeds have it: absolute, or relative to the folder of the feeds."""
    return absolute(site, address) or f"../{address.partition('/')[2]}"


def _moment(day: Date | None) -> str:
    """Return the beginning of a day as RFC 3339 has it."""
    return f"{day.earliest}T00:00:00Z" if day and day.earliest else ""


def _html(locale: Locale, event: Event) -> str:
    """Return what an entry says: what was corrected, the newest first, which is the news; when it was; what it was."""
    when = f"{locale.say('fact_date')}: {locale.date(event.date)}"
    lines = (when, _text(event.date_note, locale), prose.plain_text(_text(event.summary, locale)))
    newest = sorted(event.corrections, key=lambda one: str(one.on.earliest), reverse=True)
    items = "".join(f"<li>{escape_html(_corrected(locale, one))}</li>" for one in newest)
    corrected = f"<h2>{escape_html(locale.say('heading_corrections'))}</h2><ul>{items}</ul>" if items else ""
    return corrected + "".join(f"<p>{escape_html(line)}</p>" for line in lines if line)


def _corrected(locale: Locale, one: Correction) -> str:
    was = f"{locale.say('correction_was')}: {_text(one.was, locale)}"
    return f"{locale.date(one.on)}. {was} {locale.say('correction_now')}: {_text(one.now, locale)}"


def _entry(item: Item) -> str:
    """Return an atom:entry (RFC 4287, section 4.1.2), to be read within a feed of Atom's namespace."""
    published = f"<published>{item.published}</published>" if item.published else ""
    when = f'<category scheme="{EDTF}" term={quoteattr(item.date)} label={quoteattr(item.date_words)}/>'
    topics = "".join(f"<category term={quoteattr(term)} label={quoteattr(label)}/>" for term, label in item.topics)
    return (
        f"<entry><id>{item.id}</id><title>{escape(item.title)}</title>{published}<updated>{item.updated}</updated>"
        f'<link rel="alternate" type="text/html" hreflang="{item.language}" href={quoteattr(item.address)}/>'
        f'{when}{topics}<content type="html">{escape(item.html)}</content></entry>'
    )


def _atom(site: Site, channel: Channel, events: Iterable[Event], items: Mapping[str, tuple[str, str]]) -> str:
    events = tuple(events)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": channel.locale.id})
    own = absolute(site, f"{channel.stem}.atom")
    licence = _text(site.chronicle.settings.licence, channel.locale)
    SubElement(feed, "id").text = _feed_id(site, channel)
    SubElement(feed, "title").text = channel.title
    SubElement(feed, "subtitle").text = channel.locale.say("feed_about")
    SubElement(feed, "updated").text = _moment(changed_on(events[0]))
    SubElement(SubElement(feed, "author"), "name").text = _text(site.chronicle.settings.title, channel.locale)
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _link(site, channel.home)})
    if own:
        SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    if licence:
        SubElement(feed, "rights").text = licence
    head = tostring(feed, encoding="unicode").removesuffix("</feed>")
    body = "\n".join(items[event.id][0] for event in events)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</feed>\n'


def _feed_id(site: Site, channel: Channel) -> str:
    return identify(site, "feeds", channel.locale.id, *filter(None, channel.entry)).urn


def _plain(item: Item) -> dict[str, Any]:
    """Return an item of a JSON Feed (version 1.1, “Items”); what is unknown is left out."""
    fields: dict[str, Any] = {
        "id": item.id,
        "url": item.address,
        "title": item.title,
        "content_html": item.html,
        "date_published": item.published,
        "date_modified": item.updated,
        "tags": [label for _, label in item.topics],
        "language": item.language,
        "_event": {"about": ABOUT_EXTENSION, "date": item.date, "date_in_words": item.date_words},
    }
    return {name: value for name, value in fields.items() if value}


def _json(site: Site, channel: Channel, events: Iterable[Event], items: Mapping[str, tuple[str, str]]) -> str:
    fields = {
        "version": JSON_FEED,
        "title": channel.title,
        "home_page_url": _link(site, channel.home),
        "feed_url": absolute(site, f"{channel.stem}.json"),
        "description": channel.locale.say("feed_about"),
        "language": channel.locale.id,
        "authors": [{"name": _text(site.chronicle.settings.title, channel.locale)}],
    }
    head = json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False, indent=1)
    body = ",\n".join(items[event.id][1] for event in events)
    return f'{head.removesuffix(chr(10) + "}")},\n "items": [\n{body}\n]\n}}\n'
