"""Calendars: read back by a parser of iCalendar, with never a day that no source gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from icalendar import Calendar

from biennien.edtf import parse_date
from biennien.outputs import calendar
from biennien.project import read_project
from biennien.site import plan_site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.project import Project

TINY = Path(__file__).with_name("tiny")
BASE = "https://hoi-be.example/nien-bieu/"


def rendered(project: Project, **dates: str) -> dict[str, bytes]:
    """Return the calendars of a project by address, some of its events having other dates."""
    assert project.chronicle
    events = {
        id_: replace(event, date=parse_date(dates.get(id_.replace("-", "_"), event.date.text)))
        for id_, event in project.chronicle.events.items()
    }
    return dict(calendar.render_calendars(plan_site(replace(project.chronicle, events=events)), project.locales))


@pytest.fixture(scope="module")
def tiny() -> Project:
    """The tiny chronicle."""
    return read_project(TINY)


@pytest.fixture(scope="module")
def own() -> Project:
    """The project's own chronicle."""
    return read_project(ROOT)


def events_of(raw: bytes) -> dict[str, Any]:
    """Return the events of a calendar by their summary."""
    return {str(one["summary"]): one for one in Calendar.from_ical(raw).walk("VEVENT")}


def test_every_calendar_has_what_the_rfc_wants(own: Project) -> None:
    """VERSION, PRODID, an event at least (RFC 5545, 3.6), in each UID, DTSTAMP, DTSTART; lines of 75 octets, CRLF."""
    files = rendered(own)
    assert set(files) > {"vi/feeds/all.ics", "en/feeds/all.ics", "vi/feeds/series-spring-meetings.ics"}
    for address, raw in files.items():
        read: Any = Calendar.from_ical(raw)
        assert read.errors == []
        assert (str(read["version"]), "Biên Niên" in str(read["prodid"])) == ("2.0", True)
        found = read.walk("VEVENT")
        assert found, address
        uids = [str(one["uid"]) for one in found]
        assert len(set(uids)) == len(uids)
        for one in found:
            assert one.errors == []
            assert isinstance(one["dtstamp"].dt, dt.datetime)
            assert one["dtstart"].dt < one["dtend"].dt
        assert max(map(len, raw.split(b"\r\n"))) <= 75
        assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "date", ["2030-02", "2030", "203X", "XXXX", "2030-02-27~", "2030-02-27?", "2030-02-27/..", "../2030-02-27",
             "2030-02/2030-03-01", "2030-02-27/2030-03-01%", "2030-02-XX"],
)  # fmt: skip
def test_a_date_not_known_to_the_day_is_in_no_calendar(tiny: Project, date: str) -> None:
    """Neither as a day nor as a span; its own series, having no other event, has no calendar."""
    assert rendered(tiny, festival_2030=date) == {}


@pytest.mark.parametrize(
    ("date", "first", "after"),
    [
        ("2030-02-27", "2030-02-27", "2030-02-28"),
        ("2030-02-27/2030-03-01", "2030-02-27", "2030-03-02"),
        ("0900-12-31", "0900-12-31", "0901-01-01"),
    ],
)
def test_a_known_day_is_an_all_day_event(tiny: Project, date: str, first: str, after: str) -> None:
    """DTEND is the day after the last (RFC 5545, section 3.6.1)."""
    [event] = events_of(rendered(tiny, festival_2030=date)["en/feeds/all.ics"]).values()
    found = (event["dtstart"].dt, event["dtend"].dt)
    assert found == (dt.date.fromisoformat(first), dt.date.fromisoformat(after))


def test_the_calendar_says_what_it_leaves_out(own: Project) -> None:
    """Its description has the rule, and how many of the events it has, in its own language."""
    read: dict[str, Any] = {one: Calendar.from_ical(rendered(own)[f"{one}/feeds/all.ics"]) for one in ("vi", "en")}
    assert own.chronicle
    number = len(read["en"].walk("VEVENT"))
    assert 0 < number < len(own.chronicle.events)
    assert f"has {number} of {len(own.chronicle.events)} events" in str(read["en"]["description"])
    assert f"gồm {number} trong số {len(own.chronicle.events)} sự kiện" in str(read["vi"]["description"])
    assert str(read["vi"]["description"]) == str(read["vi"]["x-wr-caldesc"]).replace("\\,", ",")
    assert str(read["vi"]["name"]) == str(read["vi"]["x-wr-calname"]) == "Biên Niên"


def test_an_event_says_what_its_page_says(tiny: Project) -> None:
    """Title, summary, place and page in the language of the calendar; the day of its last change."""
    [event] = events_of(rendered(tiny)["vi/feeds/all.ics"]).values()
    assert str(event["summary"]) == "Hội Bè năm 2030 của Đồi Gió & Bãi Trăng"
    assert event["summary"].params["LANGUAGE"] == event["description"].params["LANGUAGE"] == "vi"
    assert str(event["description"]).startswith("Ngày 27/2/2030, Bà Chuồn Chuồn")
    assert str(event["location"]) == "Đồi Gió"
    assert str(event["url"]) == f"{BASE}vi/events/festival-2030.html"
    assert event["dtstamp"].dt == dt.datetime(2031, 5, 3, tzinfo=dt.UTC)
    assert event["sequence"] == 1


def test_the_doubt_about_a_day_goes_along(own: Project) -> None:
    """Where the editors have a note on the date, the event has it too."""
    event = events_of(rendered(own)["en/feeds/all.ics"])["Spring Meeting 2022"]
    assert "has not been checked against an archived copy" in str(event["description"])


def test_uids_are_alike_in_every_calendar(own: Project) -> None:
    """In both languages, in the whole and in its series: who subscribes to two has nothing twice."""
    files: Mapping[str, bytes] = rendered(own)
    uids = {address: {str(one["uid"]) for one in events_of(raw).values()} for address, raw in files.items()}
    assert uids["vi/feeds/all.ics"] == uids["en/feeds/all.ics"]
    assert uids["vi/feeds/series-spring-meetings.ics"] < uids["vi/feeds/all.ics"]


def test_signs_of_the_format_are_only_text(tiny: Project) -> None:
    """Commas, semicolons, backslashes and line breaks come back as they were, and begin no property."""
    assert tiny.chronicle
    title = dict.fromkeys(("vi", "en"), "A, b; c\\n\nATTENDEE:mailto:x@example.org")
    event = replace(tiny.chronicle.events["festival-2030"], title=title)
    site = plan_site(replace(tiny.chronicle, events={"festival-2030": event}))
    [read] = Calendar.from_ical(dict(calendar.render_calendars(site, tiny.locales))["en/feeds/all.ics"]).walk("VEVENT")
    assert str(read["summary"]) == title["en"]
    assert "attendee" not in read


def test_without_an_address_an_event_names_none(own: Project) -> None:
    """A URL in a calendar is absolute, or there is none (RFC 5545, section 3.8.4.6)."""
    assert not [one for one in events_of(rendered(own)["vi/feeds/all.ics"]).values() if "url" in one]
