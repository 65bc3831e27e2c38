"""The timeline for calendars: iCalendar (RFC 5545, RFC 7986), of the whole and of each series, in every language.

Only events whose first and last day are both known to the day and not in doubt are in it, as all-day events: a date
known to the month or year, about, perhaps or open would mark a day that no source gives. The calendar's description
says this, and how many of the events it has.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from biennien import prose
from biennien.outputs.identity import absolute, identify
from biennien.outputs.stock import anew
from biennien.site import WHOLE, address_of, calendar_events, changed_on, feed_address
from biennien.views.frame import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.edtf import Date
    from biennien.locales import Locale
    from biennien.model import Event, Text
    from biennien.outputs.stock import Recall
    from biennien.site import Entry, Site

MAKER = "-//Biên Niên//Biên Niên 1//VI"
ENDING = b"END:VCALENDAR\r\n"
DESCRIPTION = 240  # characters


def render_calendars(site: Site, locales: Mapping[str, Locale], recall: Recall = anew) -> Iterator[tuple[str, bytes]]:
    """Return the calendars that have an event: addresses and bytes."""
    entries = (WHOLE, *(("series", id_) for id_ in site.chronicle.series))
    calendars = {entry: found for entry in entries if (found := calendar_events(site, entry))}
    events = dict.fromkeys(event.id for found in calendars.values() for event in found)
    for locale in locales.values():
        lines = {id_: recall((locale.id, id_), partial(_event, site, locale, id_)) for id_ in events}
        for entry, found in calendars.items():
            head = _calendar(site, locale, entry, len(found)).removesuffix(ENDING)
            body = b"".join(lines[event.id] for event in found)
            yield f"{feed_address(locale.id, entry)}.ics", head + body + ENDING


def _calendar(site: Site, locale: Locale, entry: Entry, number: int) -> bytes:
    """Return a calendar without events: its name, and its rule on what it leaves out (RFC 7986, section 5)."""
    from icalendar import Calendar
    from icalendar.prop import vText

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
    for key, text in (("x-wr-calname", name), ("x-wr-caldesc", rule)):  # for what is older than RFC 7986
        calendar.add(key, vText(text))
    own = absolute(site, f"{feed_address(locale.id, entry)}.ics")
    if own:
        calendar.add("source", own, parameters={"VALUE": "URI"})
    return bytes(calendar.to_ical())


def _event(site: Site, locale: Locale, id_: str) -> bytes:
    """Return an all-day event, DTEND being the day after its last (RFC 5545, section 3.6.1).

    Values and lines are the library's; its components, which cost more than all else here, are left to the head.
    """
    from icalendar.parser import Contentline
    from icalendar.prop import vDate, vDatetime, vText

    event = site.chronicle.events[id_]
    first, last = event.date.days or (dt.date.min, dt.date.min)
    language = f";LANGUAGE={locale.id}"
    place = _places(site, locale, event)
    address = absolute(site, address_of(locale.id, "events", event.id))
    lines = {
        "BEGIN": b"VEVENT",
        "UID": str(identify(site, "events", event.id)).encode(),
        "DTSTAMP": vDatetime(_stamp(site, event)).to_ical(),
        "DTSTART;VALUE=DATE": vDate(first).to_ical(),
        "DTEND;VALUE=DATE": vDate(last + dt.timedelta(days=1)).to_ical(),
        f"SUMMARY{language}": vText(_text(event.title, locale)).to_ical(),
        f"DESCRIPTION{language}": vText(_description(locale, event)).to_ical(),
        f"LOCATION{language}": vText(place).to_ical() if place else b"",
        "URL": address.encode(),
        "SEQUENCE": str(len(event.corrections) or "").encode(),
        "TRANSP": b"TRANSPARENT",  # nobody is busy on a day of long ago
        "END": b"VEVENT",
    }
    written = (Contentline(f"{name}:{value.decode()}").to_ical() for name, value in lines.items() if value)
    return b"".join(line + b"\r\n" for line in written)


def _stamp(site: Site, event: Event) -> dt.datetime:
    """Return when the entry was last changed: no clock takes part, so that the same content gives the same bytes."""
    day = changed_on(event) or site.chronicle.settings.as_of or event.date
    return dt.datetime.combine(_day(day), dt.time(), dt.UTC)


def _day(date: Date) -> dt.date:
    return date.latest or date.earliest or dt.date.min


def _description(locale: Locale, event: Event) -> str:
    """Return the beginning of the summary, and what is to be known of the date; its page says the rest."""
    summary = shortened(prose.plain_text(_text(event.summary, locale)), DESCRIPTION)
    return "\n\n".join(filter(None, (summary, _text(event.date_note, locale))))


def _places(site: Site, locale: Locale, event: Event) -> str:
    places, others = site.chronicle.places, site.chronicle.organisations
    found = [places.get(id_) or others.get(id_) for id_ in event.place]
    return ", ".join(_text(one.name, locale) for one in found if one)


def _text(text: Text | None, locale: Locale) -> str:
    return (text.get(locale.id) or next(iter(text.values()))) if text else ""
