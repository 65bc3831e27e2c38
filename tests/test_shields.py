"""What no engine may touch comes back as it was, whatever the engine does to its placeholder."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import assume, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from biennien.desk.shields import SHAPES, Shape, fixed_names, shield, unshield
from biennien.load import load
from biennien.names import index_names

NONE = index_names(())
NAMES = index_names(
    [("Hà Giang", "", "Hà Giang"), ("Quảng Tây", "", "Guangxi"), ("Gặp gỡ đầu xuân", "", "Spring Meeting")]
)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Hai bên gặp nhau.[^held] Rồi về.", "Hai bên gặp nhau.[X1X] Rồi về."),
        ("Hai bên gặp nhau.[^held][^trade-2022]", "Hai bên gặp nhau.[X1X]"),
        ("Xem [cầu Tà Lùng](place:ta-lung-bridge-2) mới.", "Xem [X1X]cầu Tà Lùng[X2X] mới."),
        ("**Rất** mới và *lạ*", "[X1X]Rất[X2X] mới và [X3X]lạ[X4X]"),
        ("Mã `a_b` ở https://example.org/x_y.html.", "Mã [X1X] ở [X2X]."),
        ("một […] hai", "một [X1X] hai"),
        ("Bí thư Tỉnh ủy {of}", "Bí thư Tỉnh ủy [X1X]"),
        ("Hà Giang đăng cai Gặp gỡ đầu xuân", "[X1X] đăng cai [X2X]"),
        ("[Hà Giang](place:ha-giang) và Quảng Tây", "[X1X][X2X][X3X] và [X4X]"),
        ("một [ngoặc] thường", "một [ngoặc] thường"),
    ],
)
def test_marks_and_names_are_behind_placeholders(text: str, sent: str) -> None:
    """Citations, links, stress, code, addresses, omissions, blanks, and the names of the registers."""
    shielded = shield(text, NAMES)
    assert shielded is not None
    assert shielded.text == sent


def through(text: str, answer: str) -> str | None:
    """Return what becomes of a text whose placeholders come back as in `answer`."""
    shielded = shield(text, NAMES)
    assert shielded is not None
    return unshield(answer, shielded)


@pytest.mark.parametrize(
    "answer",
    [
        "In 2023 [X1X] hosted the [X2X].[X3X]",
        "In 2023 [X1X] hosted the [X2X]. [X3X]",
        "In 2023 [x1x] hosted the [ X2X ].[X 3 X]",
        "In 2023 X1X hosted the (X2X). X3X",
        "In 2023 【X1X】 hosted the［X2X］.[Х3Х]",
        "In 2023[X1X]hosted the[X2X].[X3X]",
    ],
)
def test_placeholders_are_found_in_what_an_engine_makes_of_them(answer: str) -> None:
    """Spaces, case, other brackets, Cyrillic letters, glued words: each is undone."""
    text = "Năm 2023 Hà Giang đăng cai Gặp gỡ đầu xuân.[^held]"
    assert through(text, answer) == "In 2023 Hà Giang hosted the Spring Meeting.[^held]"


def test_placeholders_may_change_places() -> None:
    """Another language has another order."""
    assert through("Hà Giang gặp Quảng Tây.[^held]", "It was [X2X] that met [X1X].[X3X]") == (
        "It was Guangxi that met Hà Giang.[^held]"
    )


@pytest.mark.parametrize("answer", ["[X1X] met.", "[X1X] met [X2X] and [X2X].", "[X1X] met [X2X] in [X3X]."])
def test_an_answer_without_each_placeholder_once_is_none(answer: str) -> None:
    """A lost name or citation would be a lost fact."""
    assert through("Hà Giang gặp Quảng Tây.", answer) is None


def test_links_and_stress_touch_their_words_again() -> None:
    """Markdown needs it so."""
    text = "**Rất** mới: [cầu](place:bridge)."
    assert through(text, "[X1X] Very [X2X] new: [X3X] a bridge [X4X] .") == "**Very** new: [a bridge](place:bridge) ."


def test_a_text_that_looks_like_a_placeholder_has_another_shape() -> None:
    """“3 x 4 x 5” is a measure."""
    text = "Cầu dài 3 x 4 x 5 m ở Hà Giang"
    assert shield(text, NAMES) is None
    other = shield(text, NAMES, SHAPES[1])
    assert other is not None
    assert other.text == "Cầu dài 3 x 4 x 5 m ở ⟦1⟧"
    assert unshield("A bridge of 3 x 4 x 5 m in [[ 1 ]]", other) == "A bridge of 3 x 4 x 5 m in Hà Giang"


PIECES = st.sampled_from(
    ["Hà Giang", "gặp", "[^held]", "[cầu](place:bridge)", "**rất**", " ", ".", "(2023)", "…", "7,2", "`mã`", "[", "_"]
)


@runs(max_examples=100)
@given(st.lists(PIECES, max_size=12), st.sampled_from(SHAPES))
def test_a_text_that_comes_back_unchanged_is_itself(pieces: list[str], shape: Shape) -> None:
    """An engine that leaves all as it was loses nothing but spaces."""
    text = "".join(pieces)
    shielded = shield(text, NONE, shape)
    assume(shielded)
    assert shielded
    back = unshield(shielded.text, shielded)
    assert back is not None
    assert "".join(back.split()) == "".join(text.split())


def test_names_become_what_the_registers_call_them() -> None:
    """Sides of a pair, variants and proper terms too; a term that is inflected is left to the engine."""
    chronicle, _ = load(ROOT)
    assert chronicle is not None
    text = "Hội đàm ở Thủy Khẩu giữa Ủy ban công tác liên hợp và Lưu Ninh"
    renderings = [one.id for one in fixed_names(chronicle, "vi", "en").find(text)]
    assert renderings == ["Shuikou", "Joint Working Committee", "Liu Ning"]
