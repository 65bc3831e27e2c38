"""The map of the real chronicle: every name readable, every place accounted for, nothing placed without a source."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from biennien.fields import INVALID, Context, Corners, Points
from biennien.load import load
from biennien.locales import Locale, make_locale
from biennien.nodes import parse
from biennien.pictures.labels import Box, around
from biennien.pictures.lettering import width_of
from biennien.pictures.map import SIZE, holds
from biennien.problems import At
from biennien.site import Page, Site, plan_site
from biennien.templates import find_templates
from biennien.views.frame import frame_view
from biennien.views.here import Here
from biennien.views.map import events_of, locator_view, map_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Chronicle

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("vi", "en")


@cache
def chronicle() -> Chronicle:
    """Return the chronicle of this repository."""
    found, problems = load(ROOT)
    assert found
    assert problems == ()
    return found


@cache
def site() -> Site:
    """Return its site."""
    return plan_site(chronicle())


@cache
def locales() -> dict[str, Locale]:
    """Return its languages."""
    templates = find_templates(ROOT)
    return {
        one.id: make_locale(one.id, one.name, one.locale, templates.strings(one.id))
        for one in chronicle().settings.languages
    }


def here(language: str, on: Site | None = None) -> Here:
    """Return the map's page in a language."""
    return Here(on or site(), Page("map", "", language, f"{language}/map.html"), locales()[language], ("map", ""))


@cache
def view(language: str) -> dict[str, Any]:
    """Return the view of the map's page."""
    return map_view(here(language))


def drawings(language: str) -> list[dict[str, Any]]:
    """Return the drawings on the map's page: the wide one and the sheets."""
    return list(view(language)["sections"][0]["view"]["drawings"])


def boxes(drawing: dict[str, Any]) -> Iterator[tuple[str, Box]]:
    """Yield all that must not be covered, with what it is: names, country names, the scale."""
    for mark in drawing["marks"]:
        for place in mark["places"]:
            x, y, width, height = (float(place["box"][key]) for key in ("x", "y", "width", "height"))
            yield place["label"], Box(x, y, x + width, y + height)
    for word in drawing["words"]:
        spot = float(word["x"]), float(word["y"]) - 0.3 * SIZE
        yield word["text"], around(spot, width_of(word["text"], 1.2 * SIZE) * 1.15, 1.2 * SIZE)
    x, y = float(drawing["scale"]["x"]), float(drawing["scale"]["y"])
    yield "scale", Box(x, y - 26, x + max(float(drawing["scale"]["length"]), width_of("100 km", SIZE)), y)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_named_on_every_drawing_that_shows_it(language: str) -> None:
    """No name was left out for want of room."""
    for drawing in drawings(language):
        assert all(place["rows"] for mark in drawing["marks"] for place in mark["places"]), drawing["label"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_neither_cover_each_other_nor_leave_the_frame(language: str) -> None:
    """On the wide drawing and on every sheet, with country names and the scale."""
    for drawing in drawings(language):
        frame = Box(0, 0, drawing["width"], drawing["height"])
        found = list(boxes(drawing))
        assert [name for name, box in found if not frame.holds(box)] == []
        overlapping = [(one, other) for (one, a), (other, b) in combinations(found, 2) if a.overlaps(b)]
        assert overlapping == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_cover_no_mark(language: str) -> None:
    """Neither their own nor another place's."""
    for drawing in drawings(language):
        marks = [around((float(mark["x"]), float(mark["y"])), 14, 14) for mark in drawing["marks"]]
        assert not any(box.overlaps(mark) for _, box in boxes(drawing) for mark in marks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_name_lies_in_its_box(language: str) -> None:
    """By the measured widths, wherever the line is anchored."""
    for drawing in drawings(language):
        for mark in drawing["marks"]:
            for place in mark["places"]:
                for row in place["rows"]:
                    width = width_of(f"{row['text']} {row['number']}".strip(), SIZE)
                    left = float(row["x"]) - {"start": 0, "middle": width / 2, "end": width}[mark["anchor"]]
                    right = float(place["box"]["x"]) + float(place["box"]["width"])
                    assert float(place["box"]["x"]) - 0.2 <= left
                    assert left + width <= right + 0.2


@pytest.mark.parametrize("language", LANGUAGES)
def test_targets_are_24_units_high_and_the_drawing_is_never_much_smaller_than_its_units(language: str) -> None:
    """WCAG 2.2, 2.5.8; the browser tests measure them as they are shown."""
    for drawing in drawings(language):
        assert all(float(place["box"]["height"]) >= 24 for mark in drawing["marks"] for place in mark["places"])


def test_the_sheets_show_every_place_that_the_wide_drawing_shows() -> None:
    """Nobody on a telephone misses one."""
    wide, *sheets = drawings("vi")
    shown = [{place["href"] for mark in one["marks"] for place in mark["places"]} for one in (wide, *sheets)]
    assert set().union(*shown[1:]) == shown[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_but_countries_stands_in_exactly_one_list(language: str) -> None:
    """Placed or not, nothing is passed over."""
    listed = [each["title"]["href"] for section in view(language)["sections"][1:] for each in section["view"]]
    places = [place for place in chronicle().places.values() if place.kind != "country"]
    assert sorted(listed) == sorted(f"places/{place.id}.html" for place in places)


def test_what_has_no_coordinate_is_listed_as_not_placed() -> None:
    """And what has one is on the map, with its source."""
    sections = {section["id"]: section["view"] for section in view("en")["sections"][1:]}
    assert all(each["where"]["source"]["text"] for each in sections["on_map"])
    assert all(each["where"] is None and each["shape"] is None for each in sections["not_on_map"])
    assert {each["title"]["text"] for each in sections["not_on_map"]} >= {"Sóc Giang – Pingmeng", "Trà Lĩnh – Longbang"}


def test_every_coordinate_has_an_address_to_look_it_up() -> None:
    """A source that can't be opened is no source."""
    for place in chronicle().places.values():
        if place.coordinate:
            assert re.match(r"https?://\S+$", place.coordinate.url), place.id


def test_a_province_and_the_city_at_its_seat_share_a_mark() -> None:
    """The province's comes first, since its mark is shown."""
    (mark,) = [mark for mark in drawings("en")[0]["marks"] if "Cao Bằng" in mark["places"][0]["label"]]
    assert mark["shape"] == "seat"
    assert [place["href"] for place in mark["places"]] == ["places/cao-bang.html", "places/cao-bang-city.html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_link_begins_with_what_is_seen(language: str) -> None:
    """WCAG 2.5.3: the number that is seen is that of the events."""
    for mark in drawings(language)[0]["marks"]:
        for place in mark["places"]:
            seen = " ".join(f"{row['text']} {row['number']}".strip() for row in place["rows"])
            assert place["label"].replace("\u00a0", " ").startswith(seen.replace("\u00a0", " "))


def test_events_of_a_place_are_those_held_there_and_those_that_name_it() -> None:
    """In the order of time, each once."""
    events = events_of(here("en"), chronicle().places["bac-hai"])
    assert "bac-hai-survey-2024" in {event.id for event in events}
    assert len({event.id for event in events}) == len(events)
    order = [event.id for event in site().relations.events]
    assert [event.id for event in events] == sorted((event.id for event in events), key=order.index)


def test_coordinates_are_written_as_the_language_writes_them() -> None:
    """With its own decimal mark and its own letters for the winds."""
    (vi,), (en,) = (
        [each for each in view(one)["sections"][1]["view"] if each["title"]["href"] == "places/pac-bo.html"]
        for one in LANGUAGES
    )
    assert vi["where"]["text"] == "22,978° B, 106,054° Đ"
    assert en["where"]["text"] == "22.978° N, 106.054° E"


def test_a_place_page_shows_its_place_on_the_strip() -> None:
    """One mark without a name, which the page's heading gives; a place not placed shows no map."""
    place = chronicle().places["ta-lung-shuikou"]
    (drawing,) = locator_view(here("vi"), place)["drawings"]
    assert [mark["shape"] for mark in drawing["marks"]] == ["gate"]
    assert drawing["marks"][0]["places"] == []
    assert locator_view(here("vi"), chronicle().places["soc-giang-pingmeng"]) == {}


def test_a_chronicle_without_a_ground_has_no_map_and_says_nothing_of_one() -> None:
    """No page, no way to it, no small maps."""
    bare = plan_site(dataclasses.replace(chronicle(), ground=None))
    assert not [page for page in bare.pages if page.kind == "map"]
    page = next(page for page in bare.pages if page.kind == "about" and page.language == "en")
    about = Here(bare, page, locales()["en"])
    frame = frame_view(about, {"title": "", "description": ""}, locales(), defaultdict(lambda: "asset"))
    assert "Map" not in [item["text"] for item in frame["masthead"]["nav"]]
    assert locator_view(here("en", bare), chronicle().places["cao-bang"]) == {}


def test_a_place_beyond_the_frame_is_listed_as_such() -> None:
    """It is placed, only not on this map."""
    far = dataclasses.replace(
        chronicle().places["baise"],
        coordinate=dataclasses.replace(chronicle().places["nanning"].coordinate, point=(60.0, 10.0)),  # type: ignore[type-var]
    )
    other = plan_site(dataclasses.replace(chronicle(), places={**chronicle().places, "baise": far}))
    sections = {section["id"]: section["view"] for section in map_view(here("en", other))["sections"]}
    assert [each["title"]["text"] for each in sections["off_map"]] == ["Baise"]


def test_the_border_runs_from_the_tripoint_to_the_sea_without_a_gap() -> None:
    """One line, within five kilometres of the marker at its western end; the frame holds both ends."""
    ground = chronicle().ground
    marker = chronicle().places["tripoint-marker"].coordinate
    assert ground
    assert marker
    (line,) = ground.border
    west, east = sorted((line[0], line[-1]), key=lambda point: point[1])
    assert west == pytest.approx(marker.point, abs=0.05)
    assert east[1] > 107.9
    assert holds(ground.frame, west)
    assert holds(ground.frame, east)


@pytest.mark.parametrize(
    "text",
    [
        "106.05,22.978 x",
        "22°28′31″N 106°34′40″E",
        "91,0",
        "0,181",
        "22.978",
        "22.978;106.054",
        "٢٢,106",
        "1e1,1",
    ],
)
def test_what_is_no_point_of_the_earth_is_refused(text: str) -> None:
    """Latitude first, both in decimal degrees."""
    node, _ = parse(f'"{text}"'.encode(), "map.yaml")
    context = Context(("en",), [])
    assert node is not None
    assert Points(1).read(node, At("map.yaml"), context) is INVALID
    assert [one.code for one in context.found] == ["E241"]


def test_corners_the_wrong_way_round_are_refused() -> None:
    """South-west first."""
    node, _ = parse(b'"25.4,101.7 20.5,109.5"', "map.yaml")
    context = Context(("en",), [])
    assert node is not None
    assert Corners().read(node, At("map.yaml"), context) is INVALID
    assert [one.code for one in context.found] == ["E242"]
