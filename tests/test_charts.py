"""Charts: bars from nought on one scale, divided where their parts are known, and none where they would mislead."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien.pictures.charts import FILLS, ROOM, Amount, draw_bars, percent

VALUES = st.decimals(0, 10**15, places=2)


def amounts(*values: object) -> list[Amount]:
    """Return exact amounts."""
    return [Amount(Decimal(str(value))) for value in values]


def test_the_longest_bar_leaves_room_for_an_open_end() -> None:
    """Trade of 7.2 and of more than 9.381 billion, as the project's own page shows it."""
    one, two = draw_bars([Amount(Decimal("7.2")), Amount(Decimal("9.381"), "over")])
    assert two.length == pytest.approx(100 - ROOM)
    assert one.length / two.length == pytest.approx(7.2 / 9.381)
    assert (one.bound, two.bound) == ("exact", "over")


@given(st.lists(VALUES, min_size=2, max_size=12).filter(any))
def test_bars_are_as_their_values(values: list[Decimal]) -> None:
    """Each begins at nought, none leaves the picture, and lengths are in the proportion of the values."""
    bars = draw_bars([Amount(value) for value in values])
    greatest = max(values)
    for bar, value in zip(bars, values, strict=True):
        assert bar.segments[0].start == 0
        assert 0 <= bar.length <= 100 - ROOM + 1e-9
        assert bar.length == pytest.approx(float(value / greatest) * (100 - ROOM))


def test_one_amount_of_one_piece_has_no_bar() -> None:
    """There is nothing that it could be compared with."""
    assert draw_bars(amounts(171)) == ()
    assert draw_bars([]) == ()


@pytest.mark.parametrize("values", [(0, 0), (-1, 2), (-3, -2)])
def test_what_bars_from_nought_cannot_show_is_not_drawn(values: tuple[int, int]) -> None:
    """Nothing at all, and less than nothing."""
    assert draw_bars(amounts(*values)) == ()


def test_an_amount_made_of_parts_is_divided() -> None:
    """2,991 visits one way and 1,628 the other are 4,619."""
    whole = Amount(Decimal(4619), parts=tuple(amounts(2991, 1628)))
    (bar,) = draw_bars([whole])
    there, back = bar.segments
    assert there.start == 0
    assert back.start == pytest.approx(there.length)
    assert there.length + back.length == pytest.approx(bar.length) == pytest.approx(100 - ROOM)
    assert there.length / bar.length == pytest.approx(2991 / 4619)
    assert there.fill != back.fill


@pytest.mark.parametrize("parts", [(2991,), (4619,), (2991, 1627), (2991, 1629), (5000, -381)])
def test_an_amount_is_not_divided_into_what_does_not_make_it_up(parts: tuple[int, ...]) -> None:
    """Neither into some of its parts, nor into more than it is."""
    assert draw_bars([Amount(Decimal(4619), parts=tuple(amounts(*parts)))]) == ()


def test_whole_and_divided_bars_share_their_scale() -> None:
    """A bar of another year stands beside one that is divided."""
    one, two = draw_bars([Amount(Decimal(50)), Amount(Decimal(100), "about", tuple(amounts(75, 25)))])
    assert two.length == pytest.approx(2 * one.length)
    assert [len(bar.segments) for bar in (one, two)] == [1, 2]


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=9))
def test_segments_join_and_neighbours_differ(parts: list[int]) -> None:
    """Without gap or overlap, each told from the next by its fill, the bounds of the parts kept."""
    (bar,) = draw_bars([Amount(Decimal(sum(parts)), parts=tuple(Amount(Decimal(one), "over") for one in parts))])
    for left, right in pairwise(bar.segments):
        assert right.start == pytest.approx(left.start + left.length)
        assert left.fill != right.fill
    assert {one.fill for one in bar.segments} <= set(FILLS)
    assert {one.bound for one in bar.segments} == {"over"}


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0%"), (72.4049, "72.4%"), (94.0, "94%"), (1 / 3, "0.33%"), (100, "100%")]
)
def test_a_share_of_the_width_is_short(value: float, text: str) -> None:
    """Two decimals are a fiftieth of a pixel on a telephone."""
    assert percent(value) == text
