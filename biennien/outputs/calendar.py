"""The timeline for calendars: iCalendar (RFC 5545, RFC 7986), of the whole and of each series, in every language.

Only events whose first and last day are both known to the day and not in doubt are in it, as all-day events: a date known
to the month or year, about, perhaps or open would mark a day that no source gives. The calendar's description says this,
and how many of the events it has.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from biennien import prose
from biennien.outputs.identity import absolute, identify
from biennien.site import WHOLE, address_of, calendar_events, changed_on, feed_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from icalendar.cal.component import Component

    from biennien.edtf import Date
    from biennien.locales import Locale
    from biennien.model import Event, Text
    from biennien.site import Entry, Site

MAKER = "-//Biên Niên//Biên Niên 1//VI"
OPENING, ENDING = b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n"


def render_calendars(site: Site, locales: Mapping[str, Locale]) -> Iterator[tuple[str, bytes]]:
    """Return the calendars that have an event: addresses and bytes."""
    entries = (WHOLE, *(("series", id_) for id_ in site.chronicle.series))
    calendars = {entry: found for entry in entries if (found := calendar_events(site, entry))}
    events = {event.id: event for found in calendars.values() for event in found}
    for locale in locales.values():
        lines = {id_: _event(site, locale, event) for id_, event in events.items()}
        for entry, found in calendars.items():
            head = _calendar(site, locale, entry, len(found)).removesuffix(ENDING)
            body = b"".join(lines[event.id] for event in found)
            yield f"{feed_address(locale.id, entry)}.ics", head + body + ENDING


def _calendar(site: Site, locale: Locale, entry: Entry, number: int) -> bytes:
    """Return a calendar without events: its name, and its rule on what it leaves out (RFC 7986, section 5)."""
    from icalendar import Calendar

    register, id_ = entry
    settings = site.chronicle.settings
    every = site.relations.by_series[id_] if register else site.relations.events
    name = _text(settings.title, locale)
    if register:
        name = f"{name}: {_text(site.chronicle.series[id_].name, locale)}"
    rule = locale.say("calendar_rule", n=locale.number(number), total=locale.number(len(every)))
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("uid", str(identify(site, "calendars", locale.id, *filter(None, entry))))
    language = {"LANGUAGE": locale.id}
    for key, text in (("name", name), ("description", rule)):
        calendar.add(key, text, parameters=language)
    calendar.add("x-wr-calname", name)  # what calendars read that are older than RFC 7986
    calendar.add("x-wr-caldesc", rule)
    _address(calendar, absolute(site, f"{feed_address(locale.id, entry)}.ics"), "source")
    return bytes(calendar.to_ical())


def _address(component: Component, address: str, key: str) -> None:
    if address:
        component.add(key, address, parameters={"VALUE": "URI"})


def _event(site: Site, locale: Locale, event: Event) -> bytes:
    """Return an all-day event, DTEND being the day after its last (RFC 5545, section 3.6.1)."""
    from icalendar import Event as VEvent

    first, last = event.date.days or (dt.date.min, dt.date.min)
    language = {"LANGUAGE": locale.id}
    component = VEvent()
    component.add("uid", str(identify(site, "events", event.id)))
    component.add("dtstamp", _stamp(site, event))
    component.add("dtstart", first)
    component.add("dtend", last + dt.timedelta(days=1))
    component.add("summary", _text(event.title, locale), parameters=language)
    component.add("description", _description(locale, event), parameters=language)
    place = _places(site, locale, event)
    if place:
        component.add("location", place, parameters=language)
    _address(component, absolute(site, address_of(locale.id, "events", event.id)), "url")
    component.add("sequence", len(event.corrections))
    component.add("transp", "TRANSPARENT")  # nobody is busy on a day of long ago
    return bytes(component.to_ical())


def _stamp(site: Site, event: Event) -> dt.datetime:
    """Return when the entry was last changed: no clock takes part, so that the same content gives the same bytes."""
    day = changed_on(event) or site.chronicle.settings.as_of or event.date
    return dt.datetime.combine(_day(day), dt.time(), dt.UTC)


def _day(date: Date) -> dt.date:
    return date.latest or date.earliest or dt.date.min


def _description(locale: Locale, event: Event) -> str:
    note = _text(event.date_note, locale)
    return "\n\n".join(filter(None, (prose.plain_text(_text(event.summary, locale)), note)))


def _places(site: Site, locale: Locale, event: Event) -> str:
    places, others = site.chronicle.places, site.chronicle.organisations
    found = [places.get(id_) or others.get(id_) for id_ in event.place]
    return ", ".join(_text(one.name, locale) for one in found if one)


def _text(text: Text | None, locale: Locale) -> str:
    return (text.get(locale.id) or next(iter(text.values()))) if text else ""
