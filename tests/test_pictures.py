"""Geometry of pictures: how wide a text is, where names stand, and how degrees become lines."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien.model import Ground
from biennien.pictures import map as pictures
from biennien.pictures.labels import MARK, Box, Wanted, meet, place_labels
from biennien.pictures.lettering import broken, width_of
from biennien.problems import At

SQUARE = ((20.0, 100.0), (24.0, 104.0))
PAGE = Box(0, 0, 100, 100)


def ground(**lines: object) -> Ground:
    """Return a ground with nothing on it but what is given."""
    values = {"frame": SQUARE, "sheets": (), "land": (), "border": (), "boundaries": (), "words": (), "notes": ()}
    return Ground(**{**values, **lines}, source={}, url="", at=At("map.yaml"))  # type: ignore[arg-type]


def test_marks_of_vietnamese_take_no_room_of_their_own() -> None:
    """Width is that of the letters, whether marks are composed or not."""
    assert width_of("Cao Bằng", 16) == width_of("Cao Bang", 16) == width_of("Cao Bằng", 16)


def test_a_chinese_character_is_as_wide_as_high() -> None:
    """What is not in the table is taken to be square."""
    assert width_of("水口", 16) >= 32


def test_a_text_breaks_between_words_into_lines_about_equally_long() -> None:
    """Lines are as many as needed, and the last is not a single word left over."""
    lines = broken("marker of the Vietnam–Laos–China tripoint", 16, 250)
    assert " ".join(lines) == "marker of the Vietnam–Laos–China tripoint"
    assert len(lines) == 2
    assert broken("one two three four", 16, 110) == ("one two", "three four")


def test_no_line_begins_with_a_dash_and_no_number_leaves_its_word() -> None:
    """A dash ends a line; a space that must not break does not."""
    assert broken("Bản Giốc – Detian\u00a04", 16, 90) == ("Bản Giốc\u00a0–", "Detian\u00a04")


def test_a_word_wider_than_the_line_stands_alone_and_whole() -> None:
    """Nothing is cut."""
    assert broken("a Hollywood b", 16, 10) == ("a", "Hollywood", "b")


coordinates = st.floats(min_value=0, max_value=400, allow_nan=False)
marks = st.builds(
    Wanted, coordinates, coordinates, st.floats(10, 160), st.sampled_from((24, 40, 60)), st.integers(0, 9)
)


@given(st.lists(marks, max_size=14))
def test_no_name_stands_on_another_on_a_mark_or_across_the_frame(wanted: list[Wanted]) -> None:
    """However marks crowd: boxes of names keep apart, and lines to marks cross neither names nor each other."""
    frame = Box(0, 0, 400, 400)
    placed = [one for one in place_labels(wanted, frame) if one]
    assert all(frame.holds(one.box) for one in placed)
    assert not any(one.box.overlaps(mark.box) for one in placed for mark in wanted)
    for one, other in combinations(placed, 2):
        assert not one.box.overlaps(other.box)
        assert not (one.leader and other.box.crosses(*one.leader))
        assert not (other.leader and one.box.crosses(*other.leader))
        assert not (one.leader and other.leader and meet(*one.leader, *other.leader))


def test_a_name_stands_right_beside_its_mark_where_nothing_is_in_the_way() -> None:
    """The first choice is on the right, close by, without a line."""
    (placed,) = place_labels([Wanted(100, 100, 60, 24)], Box(0, 0, 400, 400))
    assert placed
    assert placed.leader is None
    assert placed.side == 1
    assert MARK < placed.box.left - 100 < 2 * MARK


def test_a_name_without_room_is_left_out_and_the_others_stay() -> None:
    """A frame too small for a long name."""
    long, short = place_labels([Wanted(40, 20, 500, 24), Wanted(40, 60, 40, 24)], Box(0, 0, 120, 120))
    assert long is None
    assert short


def test_a_name_keeps_to_its_side_of_the_border() -> None:
    """With a line just to the right of the mark, the name stands on the left."""
    (placed,) = place_labels([Wanted(200, 200, 60, 24)], Box(0, 0, 400, 400), lines=[[(215, 0), (215, 400)]])
    assert placed
    assert placed.box.right < 200


def test_names_leave_free_what_is_taken() -> None:
    """Country names and the scale are not written over."""
    taken = Box(105, 80, 300, 120)
    (placed,) = place_labels([Wanted(100, 100, 60, 24)], Box(0, 0, 400, 400), taken=[taken])
    assert placed
    assert not placed.box.overlaps(taken)


def test_of_many_marks_those_that_weigh_most_are_named() -> None:
    """A thousand places make a drawing of marks, with names for some."""
    wanted = [Wanted(20 + 30 * (n % 40), 20 + 30 * (n // 40), 20, 24, weight=n) for n in range(1000)]
    placed = place_labels(wanted, Box(0, 0, 1300, 900))
    named = [n for n, one in enumerate(placed) if one]
    assert 0 < len(named) <= 60
    assert min(named) >= 940


def test_a_degree_is_as_long_as_the_middle_latitude_has_it() -> None:
    """North to south a degree is a degree; west to east it is shortened by the cosine of 22°."""
    earth = pictures.Projection(SQUARE, 400)
    (x0, y0), (x1, y1) = earth.spot((22, 102)), earth.spot((23, 103))
    assert x1 - x0 == pytest.approx(100)
    assert y0 - y1 == pytest.approx(100 / math.cos(math.radians(22)))
    assert earth.height == round(4 * 100 / math.cos(math.radians(22)))


def test_corners_of_the_frame_are_corners_of_the_picture() -> None:
    """North is up and west is left."""
    earth = pictures.Projection(SQUARE, 400)
    assert earth.spot((24, 100)) == (0, 0)
    assert earth.spot((20, 104)) == pytest.approx((400, earth.height), abs=1)


def test_a_scale_is_as_long_as_it_says() -> None:
    """A round number of kilometres, no more than a fifth of the width."""
    drawing = pictures.draw_map(ground(), SQUARE, 400, [])
    degree = 400 / (4 * math.cos(math.radians(22)))
    assert drawing.scale.kilometres == 50
    assert drawing.scale.length == pytest.approx(50 / 111.2 * degree)


def test_places_outside_the_frame_are_not_drawn() -> None:
    """Those on the eastern edge belong to the next sheet."""
    stops = [pictures.Stop((22, east), "town", (pictures.Name("a", "A"),)) for east in (99, 100, 102, 104)]
    drawing = pictures.draw_map(ground(), SQUARE, 400, stops)
    assert [mark.x for mark in drawing.marks] == [0, 200]


def test_a_country_takes_the_first_of_its_points_that_is_free() -> None:
    """One under a mark is passed over; so is one where the name would not fit."""
    stops = [pictures.Stop((22, 102), "town", ())]
    drawing = pictures.draw_map(ground(), SQUARE, 400, stops, [("Laos", [(22, 102), (23.99, 102), (21, 103)])])
    (word,) = drawing.words
    assert word.x == 300


def test_names_of_one_point_stand_below_each_other() -> None:
    """A province and the city at its seat share a mark, and each name has its own target of 24 units."""
    names = (pictures.Name("p", "Cao Bằng", "8"), pictures.Name("c", "Cao Bằng city", "1"))
    (mark,) = pictures.draw_map(ground(), SQUARE, 400, [pictures.Stop((22, 102), "seat", names)]).marks
    first, second = mark.labels
    assert first.box.bottom == second.box.top
    assert min(label.box.bottom - label.box.top for label in mark.labels) >= 24
    assert [(row.text, row.number) for row in first.rows] == [("Cao Bằng", "8")]


def test_a_ring_is_cut_at_the_edges_of_the_page() -> None:
    """What lies far outside is left out; what is inside stays as it is."""
    ring = [(-500.0, 50.0), (50.0, 50.0), (50.0, 500.0), (-500.0, 500.0)]
    points = pictures.cut(ring, PAGE)
    assert (50, 50) in points
    assert all(-20 < x < 120 and -20 < y < 120 for x, y in points)
    assert pictures.cut([(200.0, 200.0), (300.0, 200.0), (300.0, 300.0)], PAGE) == []


def test_a_line_that_leaves_the_page_and_returns_is_drawn_twice() -> None:
    """Only what shows is kept."""
    line = [(50.0, 50.0), (150.0, 50.0), (300.0, 50.0), (300.0, 90.0), (150.0, 90.0), (50.0, 90.0)]
    assert pictures.runs(line, PAGE) == [line[:2], line[4:]]


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 700)), min_size=2, max_size=40))
def test_path_data_ends_where_the_line_ends(line: list[tuple[float, float]]) -> None:
    """Steps are between rounded points, so that no error adds up."""
    numbers = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", pictures.path([line]))]
    x, y = sum(numbers[0::2]), sum(numbers[1::2])
    assert (x, y) == pytest.approx(line[-1], abs=0.06)


@pytest.mark.parametrize(("value", "written"), [(125, "12.5"), (30, "3"), (-4, "-.4"), (0, "0"), (-120, "-12")])
def test_numbers_are_as_short_as_svg_allows(value: int, written: str) -> None:
    """Tenths of a unit."""
    assert pictures.tenth(value) == written


def test_a_strip_shows_the_border_and_a_place_north_of_it() -> None:
    """The small map is no higher than it has to be."""
    base = ground(border=(((22.0, 100.5), (22.4, 103.5)),))
    (south, west), (north, east) = pictures.strip(base, (23.0, 102.0))
    assert (west, east) == (100, 104)
    assert south == pytest.approx(21.65)
    assert north == pytest.approx(23.35)
