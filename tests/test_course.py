"""The course of a matter as a picture: where reports stand, what is soft, and where silence is drawn."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien.edtf import parse_date
from biennien.model import STATUSES
from biennien.pictures.course import (
    APART,
    NARROWEST,
    Course,
    Mark,
    Plan,
    Report,
    Track,
    draw_course,
    draw_strip,
    plan_course,
)
from biennien.pictures.rings import RINGS

ORDER = ("unknown", *reversed(STATUSES))
UNTIL = "2026-11-23"


def reports(*told: str) -> list[Report]:
    """Return reports from `status date`, each of an event of its own but for `@event`, the first with the key s-1."""
    found = []
    for number, one in enumerate(told, 1):
        status, date, *event = one.split()
        found.append(Report(status, event[0] if event else f"e{number}", parse_date(date), (f"s-{number}",)))
    return found


def plan(*told: str, until: str = UNTIL, dues: tuple[str, ...] = ()) -> Plan:
    """Return the plan for reports."""
    dates = [*(one.date for one in reports(*told)), *map(parse_date, dues)]
    found = plan_course(dates, ORDER, parse_date(until) if until else None)
    assert found is not None
    return found


def course(*told: str, until: str = UNTIL, dues: tuple[str, ...] = (), ended: bool = False) -> Course:
    """Return the picture of reports."""
    return draw_course(plan(*told, until=until, dues=dues), reports(*told), list(map(parse_date, dues)), ended=ended)


def only(picture: Course) -> tuple[Track, Mark]:
    """Return the one track of a picture, and its one mark."""
    (track,) = picture.tracks
    (mark,) = track.marks
    return track, mark


def share(year: int, month: int, day: int, first: int = 2024, last: int = 2026) -> float:
    """Return where a day begins on an axis of whole years."""
    start, end = dt.date(first, 1, 1), dt.date(last + 1, 1, 1)
    return (dt.date(year, month, day) - start).days / (end - start).days * 100


def test_the_furthest_status_is_on_top_and_a_wish_below_a_deed() -> None:
    """A track for each status that was reported, in the order of progress and not of time."""
    picture = course("pilot 2023-09-15", "wished 2024-02-27", "proposed 2024-02-27", "done 2024-10-15")
    assert [track.status for track in picture.tracks] == ["done", "pilot", "proposed", "wished"]


def test_an_exact_day_is_a_mark_without_span() -> None:
    """At its noon."""
    _, mark = only(course("requested 2024-02-27"))
    assert mark.span is None
    assert mark.x == pytest.approx((share(2024, 2, 27) + share(2024, 2, 28)) / 2)


@pytest.mark.parametrize(
    ("date", "start", "end", "soft"),
    [
        ("2024-02", (2024, 2, 1), (2024, 3, 1), (False, False)),
        ("2024-02~", (2024, 2, 1), (2024, 3, 1), (True, True)),
        ("2024-02-27?", (2024, 2, 27), (2024, 2, 28), (True, True)),
        ("2024", (2024, 1, 1), (2025, 1, 1), (False, False)),
        ("2024-10-30/2024-11-01", (2024, 10, 30), (2024, 11, 2), (False, False)),
        ("2024-10~/2024-12", (2024, 10, 1), (2025, 1, 1), (True, True)),
    ],
)
def test_a_date_that_is_not_a_day_covers_its_days(
    date: str, start: tuple[int, int, int], end: tuple[int, int, int], soft: tuple[bool, bool]
) -> None:
    """The mark is in the middle of them; only doubt leaves the ends open."""
    _, mark = only(course(f"requested {date}"))
    assert mark.span is not None
    assert (mark.span.start, mark.span.end) == pytest.approx((share(*start), share(*end)))
    assert (mark.span.soft_start, mark.span.soft_end) == soft
    assert mark.x == pytest.approx((share(*start) + share(*end)) / 2)


def test_a_day_from_a_source_without_an_archive_has_soft_ends() -> None:
    """It reads as exact and is in doubt all the same."""
    one = Report("pilot", "e1", parse_date("2024-09-15"), ("s-1",), doubt=True)
    _, mark = only(draw_course(plan("pilot 2024-09-15"), [one]))
    assert mark.span is not None
    assert mark.span.soft_start
    assert mark.span.soft_end


def test_what_is_known_to_lie_before_a_day_stands_in_the_margin() -> None:
    """Its days go from no known beginning to that day, which is firm."""
    track, mark = only(course("wished ../2024-11-28"))
    assert mark.x is None
    assert mark.span is not None
    assert (mark.span.start, mark.span.soft_start, mark.span.soft_end) == (0, True, False)
    assert mark.span.end == pytest.approx(share(2024, 11, 29))
    assert track.tail is not None
    assert track.tail.start == mark.span.end


def test_what_has_no_end_begins_where_it_is_known_to() -> None:
    """The other end is soft."""
    _, mark = only(course("under-way 2024-02-27/.."))
    assert mark.span is not None
    assert mark.x == mark.span.end
    assert (mark.span.soft_start, mark.span.soft_end) == (False, True)


def test_an_undated_report_stands_in_the_margin_with_no_days() -> None:
    """It says nothing of when."""
    picture = course("requested 2024-02-27", "wished XXXX")
    (mark,) = picture.tracks[1].marks
    assert (mark.x, mark.span) == (None, None)


def test_without_any_known_day_there_is_no_picture() -> None:
    """Neither limits nor the day looked up to make one up."""
    assert plan_course([parse_date("XXXX")], ORDER, parse_date(UNTIL)) is None
    assert plan_course([], ORDER, parse_date(UNTIL)) is None


def test_silence_is_drawn_from_the_last_report_to_the_day_looked_up_to() -> None:
    """Only there, once."""
    picture = course("requested 2024-02-27", "agreed 2024-10-15", "requested 2025-03-01")
    (tail,) = [track.tail for track in picture.tracks if track.tail]
    assert [track.status for track in picture.tracks if track.tail] == ["requested"]
    assert tail.start == pytest.approx((share(2025, 3, 1) + share(2025, 3, 2)) / 2)
    assert tail.end == pytest.approx(share(2026, 11, 23))
    assert tail.row == 0


def test_of_one_event_silence_follows_the_furthest_status() -> None:
    """A meeting at which a pilot was reported and a wish was heard."""
    picture = course("wished 2024-02-27 @a", "pilot 2024-02-27 @a")
    assert [track.status for track in picture.tracks if track.tail] == ["pilot"]


def test_a_report_that_may_be_later_ends_the_silence() -> None:
    """Nothing is said to have been silent before the day up to which an undated event may have been."""
    picture = course("requested 2024-02-27", "wished ../2024-11-28")
    assert [(track.status, bool(track.tail)) for track in picture.tracks] == [("requested", False), ("wished", True)]


@pytest.mark.parametrize(
    ("told", "until", "ended"),
    [("done 2024-10-15", UNTIL, True), ("requested 2024-02-27", "", False), ("requested 2027", UNTIL, False)],
)
def test_there_is_no_silence_where_none_is_known(told: str, until: str, ended: bool) -> None:  # noqa: FBT001
    """What has ended is not awaited; without a day up to which was looked, nothing is known of the time since."""
    assert all(track.tail is None for track in course(told, until=until, ended=ended).tracks)


def test_limits_stand_at_the_end_of_their_last_day() -> None:
    """Due in 2024 is due until the year is over; a limit with no end has no place."""
    picture = course("requested 2024-02-27", dues=("2024", "2024-12-31", "2025-06", "2026/.."))
    assert picture.dues == pytest.approx((share(2025, 1, 1), share(2025, 7, 1)))


def test_a_limit_after_the_day_looked_up_to_is_still_in_the_picture() -> None:
    """The years go on until it."""
    assert plan("requested 2024-02-27", dues=("2030",)).scale.last == 2030


def test_marks_too_near_each_other_stand_in_rows() -> None:
    """What is a day apart would hide what came before it."""
    (track,) = course("requested 2024-02~", "requested 2024-02-27", "requested 2026-02-27").tracks
    assert [mark.row for mark in track.marks] == [0, 1, 0]
    assert track.rows == 2


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2029, 12, 31))


@given(st.lists(DAYS, min_size=1, max_size=40))
def test_no_two_marks_of_a_row_are_nearer_than_the_smallest_screen_allows(days: list[dt.date]) -> None:
    """Whatever the years; and every mark is inside."""
    (track,) = course(*(f"requested {day}" for day in sorted(days))).tracks
    for row in range(track.rows):
        places = [mark.x for mark in track.marks if mark.row == row and mark.x is not None]
        assert places
        assert all(0 <= x <= 100 for x in places)
        assert all(right - left >= APART / NARROWEST * 100 - 1e-9 for left, right in pairwise(places))


def test_a_strip_shows_of_each_event_the_furthest_status() -> None:
    """All in one line, in the order of time."""
    told = (
        "pilot 2023-09-15",
        "wished 2024-02-27 @a",
        "pilot 2024-02-27 @a",
        "proposed 2024-02-27 @a",
        "done 2024-10-15",
    )
    strip = draw_strip(plan(*told), reports(*told), ended=True)
    assert [mark.report.status for mark in strip.marks] == ["pilot", "pilot", "done"]
    assert strip.tail is None


def test_years_are_written_where_there_is_room() -> None:
    """All of a few; of many only round ones; on the smallest screen each has room for four digits."""
    assert [tick.word for tick in plan("requested 2022-02-27").ticks] == ["2022", "2023", "2024", "2025", "2026"]
    many = plan("requested 1991-11-05").ticks
    assert [tick.word for tick in many] == ["2000", "2010", "2020"]
    for left, right in pairwise(many):
        assert (right.at - left.at) / 100 * NARROWEST >= 2.6


def test_every_status_has_its_ring() -> None:
    """And no two that a reader must tell apart by what stands within the ring have the same."""
    assert set(RINGS) == {*STATUSES, "unknown"}
    drawn = [path for path in RINGS.values() if path]
    assert len(set(drawn)) == len(drawn)
    assert [status for status, path in RINGS.items() if not path] == ["wished", "proposed", "requested"]
