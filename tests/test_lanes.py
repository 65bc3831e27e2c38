"""The timeline drawn: where marks, words and columns stand, what marks are called, and what it weighs."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from built_in import LOCALES, TEMPLATES
from hypothesis import given, settings
from hypothesis import strategies as st

from biennien.edtf import parse_date
from biennien.load import load
from biennien.pictures.drawing import Drawing, Item, Lane, Mark, Words
from biennien.pictures.labels import Box
from biennien.pictures.lanes import ACROSS, MARK, MOST_MARKS, NONE, OTHERS, TARGET, columns, draw, reach
from biennien.pictures.lettering import width_of
from biennien.pictures.timescale import ZOOMS, Tick
from biennien.site import plan_site
from biennien.views.here import Here
from biennien.views.lanes import lanes_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from biennien.model import Chronicle

ROOT = Path(__file__).resolve().parent.parent
LANES = ("spring", "talks", "visits")
NUMBERS = tuple(str(number) for number in range(1, 13))
WORDS = Words(("Không rõ", "ngày"), tuple(f"thg {number}" for number in NUMBERS), NUMBERS)
SHARE = 1e-6  # em: what rounding may take

days = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
texts = st.one_of(
    days.map(str),
    days.map(lambda day: f"{day:%Y-%m}"),
    days.map(lambda day: f"{day:%Y-%m}~"),
    days.map(lambda day: f"{day.year}?"),
    days.map(lambda day: f"{str(day.year)[:3]}X"),
    st.tuples(days, days).map(lambda pair: f"{min(pair)}/{max(pair)}"),
    st.tuples(days, days).map(lambda pair: f"{min(pair):%Y-%m}~/{max(pair):%Y-%m}~"),
    days.map(lambda day: f"{day}/.."),
    days.map(lambda day: f"../{day}"),
    st.just("XXXX"),
)
labels = st.sampled_from(("", "14th", "Hà Giang", "Bản Giốc – Detian", "cửa khẩu Tà Lùng – Thủy Khẩu"))
belongings = st.lists(st.sampled_from(LANES), max_size=2, unique=True).map(tuple)


@st.composite
def events(draws: st.DrawFn, most: int = 24) -> list[Item]:
    """Return events in the order of time."""
    found = draws(st.lists(st.tuples(texts, belongings, st.booleans(), labels), max_size=most))
    items = [
        Item(f"e{number}", parse_date(text), lanes, doubt, label)
        for number, (text, lanes, doubt, label) in enumerate(found)
    ]
    return sorted(items, key=lambda one: (one.date.start is None, one.date.sort_key))


def event(id_: str, date: str, *lanes: str, label: str = "", doubt: bool = False) -> Item:
    """Return an event of some lanes."""
    return Item(id_, parse_date(date), lanes, doubt, label)


def marks_of(drawing: Drawing) -> Iterable[tuple[Lane, Mark]]:
    """Return every dated mark with its lane."""
    return ((lane, mark) for lane in drawing.lanes for mark in lane.marks)


def box_of(mark: Mark, length: float) -> Box:
    """Return the box of a mark in its lane, at some length of the axis, in em."""
    start, end = reach(mark, length)
    return Box(start, mark.row, end, mark.row + 1)


def label_box(mark: Mark, length: float) -> Box:
    """Return the box of the word beside a mark."""
    assert mark.label
    at = mark.label.at / 100 * length + mark.label.side * mark.label.off
    width = width_of(mark.label.text, 1)
    left = at if mark.label.side > 0 else at - width
    return Box(left, mark.row, left + width, mark.row + 1)


def boxes_of(lane: Lane, length: float) -> list[Box]:
    """Return the boxes of a lane's marks and words."""
    return [box_of(one, length) for one in lane.marks] + [label_box(one, length) for one in lane.marks if one.label]


# Marks


@given(events(), st.booleans())
def test_what_was_surely_before_stands_before(items: list[Item], upright: bool) -> None:  # noqa: FBT001 - hypothesis
    """The axis never puts a mark before that of an event which had ended when it began."""
    drawing = draw(items, LANES, WORDS, upright=upright)
    dates = {one.id: one.date for one in items}
    for (_, one), (_, other) in combinations(marks_of(drawing) if drawing else (), 2):
        if dates[one.id].before(dates[other.id]):
            assert one.at < other.at
        if dates[other.id].before(dates[one.id]):
            assert other.at < one.at


@given(events(), st.booleans())
def test_every_event_stands_once_in_each_of_its_lanes(items: list[Item], upright: bool) -> None:  # noqa: FBT001
    """Those of no lane stand in the last; only without any date is nothing drawn."""
    drawing = draw(items, LANES, WORDS, upright=upright)
    if drawing is None:
        assert not any(one.date.start for one in items)
        return
    assert sum(lane.count for lane in drawing.lanes) == sum(max(len(one.lanes), 1) for one in items)
    if not drawing.dense:
        wanted = sorted((lane, one.id) for one in items for lane in one.lanes or (NONE,))
        assert sorted((lane.id, one.id) for lane in drawing.lanes for one in (*lane.marks, *lane.undated)) == wanted


@given(events(), st.booleans())
def test_all_is_inside_the_frame_and_the_undated_in_their_margin(items: list[Item], upright: bool) -> None:  # noqa: FBT001
    """Marks, spans and soft edges end before the margin; the margin ends with the frame."""
    drawing = draw(items, LANES, WORDS, upright=upright)
    if drawing is None:
        return
    margin = 100.0 if drawing.undated_at is None else drawing.undated_at
    for _, mark in marks_of(drawing):
        start, end = reach(mark, drawing.scale.length)
        assert start >= -SHARE
        assert end <= margin / 100 * drawing.scale.length + SHARE
    for mark in (one for lane in drawing.lanes for one in lane.undated):
        start, end = reach(mark, drawing.scale.length)
        assert start >= margin / 100 * drawing.scale.length - SHARE
        assert end <= drawing.scale.length + SHARE


@given(events(), st.booleans(), st.sampled_from((1, 1.5, 8)))
def test_no_mark_and_no_word_lies_upon_another(items: list[Item], upright: bool, longer: float) -> None:  # noqa: FBT001
    """Whether the axis is as short as can be, longer on a wide screen, or zoomed."""
    drawing = draw(items, LANES, WORDS, upright=upright)
    if drawing is None:
        return
    for lane in drawing.lanes:
        for one, other in combinations(boxes_of(lane, drawing.scale.length * longer), 2):
            assert not one.overlaps(other, -SHARE)


@given(events(), st.sampled_from((1, 1.5, 8)))
def test_words_stay_clear_of_the_margin_and_of_the_edge(items: list[Item], longer: float) -> None:
    """No word is cut, and none is taken for one of the undated."""
    drawing = draw(items, LANES, WORDS, upright=False)
    for _, mark in marks_of(drawing) if drawing else ():
        if drawing and mark.label:
            length = drawing.scale.length * longer
            margin = 100.0 if drawing.undated_at is None else drawing.undated_at
            frame = Box(0, 0, length * margin / 100, 99)
            assert frame.holds(label_box(mark, length))


@given(events(most=12))
def test_marks_down_a_telephone_can_each_be_touched(items: list[Item]) -> None:
    """From the middle of a mark to that of any other it is 24 px at least, on a screen of 320."""
    drawing = draw(items, LANES, WORDS, upright=True)
    if drawing is None or drawing.dense:
        return
    spots = [
        complex(start + (mark.row + 0.5) * (end - start) / lane.rows, mark.at / 100 * drawing.scale.length)
        for lane, (start, end) in zip(drawing.lanes, columns(drawing.lanes, ACROSS), strict=True)
        for mark in (*lane.marks, *lane.undated)
    ]
    assert all(abs(one - other) >= TARGET - SHARE for one, other in combinations(spots, 2))


@given(events(), st.booleans())
def test_the_same_events_are_drawn_the_same(items: list[Item], upright: bool) -> None:  # noqa: FBT001
    """A drawing depends on nothing but what it is given."""
    assert draw(items, LANES, WORDS, upright=upright) == draw(list(items), LANES, WORDS, upright=upright)


def test_a_date_says_by_its_shape_how_well_it_is_known() -> None:
    """A day is a mark; a span has a line, broken where an end is not known; doubt has soft edges or a line."""
    items = [
        event("day", "2022-03-01"),
        event("span", "2022-06-01/2022-09-30"),
        event("month", "2023-02"),
        event("about", "2023-06~", doubt=True),
        event("year", "2024~", doubt=True),
        event("since", "2025-03-01/..", doubt=True),
    ]
    drawing = draw(items, (), WORDS, upright=False)
    assert drawing
    found = {mark.id: mark for _, mark in marks_of(drawing)}
    assert {id_: (bool(one.span), one.broken, one.edges) for id_, one in found.items()} == {
        "day": (False, False, False),
        "span": (True, False, False),
        "month": (True, True, False),
        "about": (True, True, True),
        "year": (True, True, False),
        "since": (True, True, False),
    }
    since = found["since"].span
    assert since
    assert since[1] == drawing.scale.end


def test_the_drawing_of_a_few_events_is_as_expected() -> None:
    """Places in percent of the axis, rows, words: read the difference before you change what is expected."""
    items = [
        event("one", "2022-02-25", "spring", label="Hà Giang"),
        event("two", "2023-02-22", "spring", label="Hà Giang"),
        event("three", "2023-03-27", "spring", label="14th", doubt=True),
        event("four", "2023-12-31", "talks", label="Bắc Hải"),
        event("five", "../2024-02-27", "talks", label="Bắc Hải"),
    ]
    wide, tall = (draw(items, LANES, WORDS, upright=upright) for upright in (False, True))
    assert wide
    assert tall

    def told(drawing: Drawing) -> list[tuple[Any, ...]]:
        return [
            (lane.id, one.id, round(one.at, 1), one.row, one.label and one.label.side)
            for lane in drawing.lanes
            for one in (*lane.marks, *lane.undated)
        ]

    assert told(wide) == [
        ("spring", "one", 9.4, 0, 1),
        ("spring", "two", 49.8, 0, 1),
        ("spring", "three", 53.5, 1, 1),
        ("talks", "four", 84.6, 0, -1),
        ("talks", "five", 90.0, 0, None),
    ]
    assert told(tall) == [
        ("spring", "one", 13.2, 0, None),
        ("spring", "two", 44.5, 1, None),
        ("spring", "three", 47.4, 0, None),
        ("talks", "four", 71.5, 0, None),
        ("talks", "five", 94.4, 0, None),
    ]
    assert [(tick.word, round(tick.at, 1)) for tick in wide.years] == [("2022", 3.2), ("2023", 43.9)]


def test_too_many_lanes_are_put_together() -> None:
    """Those with the fewest events share one; the lane of events that belong to none stays apart."""
    lanes = [f"lane{number:02}" for number in range(20)]
    items = [
        event(f"e{number}-{turn}", f"{2000 + turn}-06-01", lane)
        for number, lane in enumerate(lanes)
        for turn in range(1 + (number < 3))
    ]
    drawing = draw([*items, event("alone", "2001-01-01")], lanes, WORDS, upright=False)
    assert drawing
    shown = [lane.id for lane in drawing.lanes]
    assert len(shown) == 12
    assert shown[:3] == lanes[:3]
    assert shown[-2:] == [OTHERS, NONE]


# The axis


@given(events(), st.booleans(), st.sampled_from(ZOOMS))
def test_years_and_months_have_room_at_every_zoom(items: list[Item], upright: bool, zoom: int) -> None:  # noqa: FBT001
    """What is shown at a zoom doesn't collide there, and some year is always shown."""
    drawing = draw(items, LANES, WORDS, upright=upright)
    if drawing is None:
        return
    assert any(tick.zoom == 1 for tick in drawing.years)
    length = drawing.scale.length * zoom
    lines = [(*drawing.years, *drawing.months)] if upright else [drawing.years, drawing.months]
    for ticks in lines:
        shown = sorted((one for one in ticks if one.zoom <= zoom), key=lambda one: one.at)
        for one, after in pairwise(shown):
            assert one.at / 100 * length + extent(one, upright=upright) <= after.at / 100 * length + SHARE


def extent(tick: Tick, *, upright: bool) -> float:
    """Return what a word of the axis takes along it, in em."""
    return 1.25 if upright else width_of(tick.word, 1)


# Columns


@settings(max_examples=25)
@given(events(most=12), st.booleans())
def test_columns_count_every_event_once_and_stay_in_their_frame(items: list[Item], upright: bool) -> None:  # noqa: FBT001
    """Cells add up to the lane; outlines stay between 0 and 100 and begin and end with their years."""
    many = [replace(one, id=f"{one.id}-{number}") for one in items for number in range(MOST_MARKS)]
    drawing = draw(many, LANES, WORDS, upright=upright)
    if drawing is None or len(many) <= MOST_MARKS:
        return
    assert drawing.dense
    for lane in drawing.lanes:
        assert sum(cell.count for cell in lane.cells) + lane.undated_count == lane.count
        for cell in lane.cells:
            assert cell.start >= drawing.scale.start - SHARE
            assert cell.end <= drawing.scale.end + SHARE
            heights = [int(number) for number in re.findall(r"H(\d+)" if upright else r"V(\d+)", cell.outline)]
            assert all(0 <= height <= 100 for height in heights)
            assert bool(cell.first) == bool(cell.count)


# The view


@pytest.fixture(scope="module")
def chronicle() -> Chronicle:
    """The project's own chronicle."""
    found, _ = load(ROOT)
    assert found is not None
    return found


def made_up(chronicle: Chronicle, number: int) -> Chronicle:
    """Return a chronicle with so many events of twenty years, dated well and less well."""
    chance = random.Random(number)  # noqa: S311 - nothing is to be kept secret
    models = [
        replace(one, claims=(), participants=(), figures=(), documents=(), commitments=(), part_of="", after="")
        for one in chronicle.events.values()
    ]
    series, places, kinds = ["", *chronicle.series], [*chronicle.places], [*chronicle.kinds]
    found = {}
    for index in range(number):
        day = dt.date(2005, 1, 1) + dt.timedelta(chance.randrange(20 * 365))
        text = chance.choice([f"{day}"] * 6 + [f"{day:%Y-%m}~", f"{day}/{day + dt.timedelta(40)}", f"../{day}"])
        found[f"e-{index}"] = replace(
            chance.choice(models),
            id=f"e-{index}",
            date=parse_date(text),
            kind=chance.choice(kinds),
            series=chance.choice(series),
            place=(chance.choice(places),),
        )
    return replace(chronicle, events=found)


def viewed(chronicle: Chronicle, language: str = "vi") -> tuple[Here, dict[str, Any]]:
    """Return the view of the drawing on the timeline of a chronicle."""
    site = plan_site(chronicle)
    page = next(one for one in site.pages if one.kind == "timeline" and one.language == language)
    here = Here(site, page, LOCALES[language], ("timeline", ""))
    return here, lanes_view(here)


def rendered(chronicle: Chronicle, language: str = "vi") -> str:
    """Return the part as a page has it."""
    _, view = viewed(chronicle, language)
    template = '{% from "parts/lanes.html" import lanes %}{{ lanes(view, t) }}'
    return TEMPLATES.environment().from_string(template).render(view=view, t=LOCALES[language].strings)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_mark_is_called_by_title_date_and_doubt(chronicle: Chronicle, language: str) -> None:
    """One name for one event, wherever it is drawn, with everything that the mark's shape says in words."""
    here, view = viewed(chronicle, language)
    lanes = [lane for by in view["by"] for way in ("wide", "tall") for lane in by[way]["lanes"]]
    marks = [mark for lane in lanes for mark in lane["marks"]]
    for id_, one in chronicle.events.items():
        same = [mark for mark in marks if mark["href"] == here.href("events", id_)]
        assert len(same) >= len(view["by"]) * 2
        looks = {(mark["name"], mark["shape"], mark["coverage"], mark["soft"]) for mark in same}
        assert len(looks) == 1
        name = same[0]["name"]
        assert name.startswith(here.text(one.title))
        assert here.locale.date(one.date) in name
        assert (here.say("date_outside") in name) == bool(here.event_date(one)["word"])
        assert one.coverage == "reported" or here.say(f"coverage_{one.coverage}") in name


def test_kinds_have_their_marks_in_the_order_of_the_register(chronicle: Chronicle) -> None:
    """A kind keeps its mark wherever it occurs, and further kinds than there are marks share the last."""
    kinds = {**chronicle.kinds, **{f"kind-{number}": next(iter(chronicle.kinds.values())) for number in range(9)}}
    last = next(iter(chronicle.events.values()))
    events = {**chronicle.events, "one-more": replace(last, id="one-more", kind="kind-8")}
    _, view = viewed(replace(chronicle, kinds=kinds, events=events), "en")
    shapes = [one["shape"] for one in view["key"]["kinds"]]
    assert shapes == list(dict.fromkeys(shapes))
    assert view["key"]["kinds"][0] == {"shape": "square", "text": "Spring Meeting"}
    assert view["key"]["kinds"][-1] == {"shape": "arch", "text": LOCALES["en"].say("lanes_other_kinds")}


def test_places_are_drawn_by_the_widest_place_within_their_country(chronicle: Chronicle) -> None:
    """A beach of a city is in the lane of the city; a pair across the border has its own."""
    _, view = viewed(chronicle, "en")
    by = next(one for one in view["by"] if one["id"] == "place")
    lanes = {lane["name"]: len(lane["marks"]) for lane in by["wide"]["lanes"]}
    assert lanes["Beihai"] == 2
    assert lanes["Bản Giốc – Detian"] == 2
    assert list(lanes)[-1] == LOCALES["en"].say("lanes_none_place")


def test_without_any_date_nothing_is_drawn(chronicle: Chronicle) -> None:
    """An axis of time needs a time."""
    undated = {id_: replace(one, date=parse_date("XXXX")) for id_, one in chronicle.events.items()}
    assert viewed(replace(chronicle, events=undated))[1] == {}


def test_without_series_and_places_there_is_one_lane_and_no_choice(chronicle: Chronicle) -> None:
    """A chronicle of events alone is drawn too."""
    bare = {id_: replace(one, series="", place=(), host=()) for id_, one in chronicle.events.items()}
    _, view = viewed(replace(chronicle, events=bare), "en")
    assert not view["choice"]
    assert [lane["name"] for lane in view["by"][0]["wide"]["lanes"]] == [LOCALES["en"].say("heading_events")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_numbers_are_written_short_and_every_mark_has_one_link_with_a_name(chronicle: Chronicle, language: str) -> None:
    """Two decimals at most; name as a label and as a title."""
    html = rendered(chronicle, language)
    assert not re.search(r'="-?\d+\.\d{3,}', html)
    links = re.findall(r'<a href="events/[^"]+" aria-label="([^"]+)" data-coverage="\w+"><title>([^<]+)</title>', html)
    assert len(links) == html.count('<a href="events/')
    assert all(label == title for label, title in links)


def test_the_drawing_weighs_little_however_many_events_there_are(chronicle: Chronicle) -> None:
    """10 events are marks; 1,000 and 10,000 are columns, and weigh about the same."""
    weights = {number: rendered(made_up(chronicle, number)) for number in (10, 1_000, 10_000)}
    packed = {number: len(gzip.compress(html.encode(), 9)) for number, html in weights.items()}
    assert "<use" in weights[10]
    assert 'preserveAspectRatio="none"' in weights[1_000]
    assert packed[10] < 7_000
    assert packed[1_000] < 16_000
    assert packed[10_000] < 22_000


def test_the_own_timeline_stays_light(chronicle: Chronicle) -> None:
    """The drawing costs a first visit little."""
    assert len(gzip.compress(rendered(chronicle).encode(), 9)) < 6_500


def test_a_mark_is_as_large_as_a_finger_needs() -> None:
    """24 px at 15 px letters (WCAG 2.5.8)."""
    assert MARK * 15 >= 24
    assert TARGET * 15 >= 24
