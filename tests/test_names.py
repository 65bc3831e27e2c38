"""Names in prose: which are found and where, in any Unicode form, and in scripts without spaces."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from biennien.names import bare_names, index_names
from biennien.text import canonical_tones

CASES = read_fixture_file(Path(__file__).with_name("cases") / "names.md")
OWN = (
    ("Lê Văn An", "people", "le-van-an"),
    ("P.V", "people", "pv"),
    ("Hà Giang", "places", "ha-giang"),
    ("Giang", "places", "giang"),
    ("Tà Lùng – Thủy Khẩu", "places", "ta-lung-shuikou"),
    ("Tà Lùng", "places", "ta-lung"),
    ("Quảng Tây", "places", "guangxi"),
    ("Hòa An", "places", "hoa-an"),
    ("lối mở Lý Vạn", "places", "opening"),
    ("Ban Đối ngoại Trung ương", "organisations", "ban"),
)
OTHER = (
    ("Tà Lùng", "places", "ta-lung-shuikou"),
    ("Thủy Khẩu", "places", "ta-lung-shuikou"),
    ("Khu tự trị dân tộc Choang Quảng Tây", "places", "guangxi"),
    ("Ban Đối ngoại T.Ư", "organisations", "ban"),
)
NAMES = index_names((*OWN, *OTHER))
PIECES = (
    *(name for name, _, _ in (*OWN, *OTHER)),
    "tỉnh",
    "Thuỷ Khẩu",
    "Hoà",
    "và",
    "Hà",
    "-",
    ", ",
    "\n",
    "T.Ư",
    "22/2",
)


def told(text: str) -> str:
    """Return what names.md says of a text."""
    lines = [f"{text[one.start : one.end]} = {one.register} {one.id}\n" for one in NAMES.find(text)]
    return "".join(lines) or "none\n"


def texts() -> st.SearchStrategy[str]:
    """Texts full of names and of what is nearly one."""
    return st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


@pytest.mark.parametrize(("text", "wanted"), [case[2:] for case in CASES], ids=[case[1] for case in CASES])
def test_names_are_found_as_written_in_the_cases(text: str, wanted: str) -> None:
    """Every case of names.md holds."""
    assert told(text.removesuffix("\n")) == wanted


@given(texts())
def test_the_unicode_form_of_a_text_makes_no_difference(text: str) -> None:
    """The same entries are found in decomposed text, under the same words."""
    decomposed = unicodedata.normalize("NFD", text)
    found = [(canonical_tones(decomposed[one.start : one.end]), one.id) for one in NAMES.find(decomposed)]
    assert found == [(canonical_tones(text[one.start : one.end]), one.id) for one in NAMES.find(text)]


@given(texts())
def test_names_are_in_order_and_apart(text: str) -> None:
    """No name is found within another."""
    edges = [edge for one in NAMES.find(text) for edge in (one.start, one.end)]
    assert edges == sorted(set(edges))


@given(texts())
def test_what_is_found_is_a_name_of_the_register(text: str) -> None:
    """The words found are those of a name, whatever stands between them."""
    known = {"".join(filter(str.isalnum, canonical_tones(name))).casefold() for name, _, _ in (*OWN, *OTHER)}
    for one in NAMES.find(text):
        assert "".join(filter(str.isalnum, canonical_tones(text[one.start : one.end]))).casefold() in known


@given(st.text(max_size=40))
def test_any_text_may_be_searched(text: str) -> None:
    """No text is a fault."""
    assert len(NAMES.find(text)) <= len(text)


def test_of_entries_with_one_name_the_first_is_named() -> None:
    """The order of the registers decides, and it is the same in every run."""
    names = index_names([("An", "people", "first"), ("An", "places", "second")])
    assert [one.id for one in names.find("An")] == ["first"]


def test_a_name_without_words_names_nothing() -> None:
    """A register's slip can't make every dash a name."""
    assert index_names([("–", "places", "dash")]).find("Hà – Giang") == ()


def test_names_are_found_in_a_script_without_spaces() -> None:
    """In Chinese, names stand anywhere in running text, beside digits and Latin letters too."""
    names = index_names(
        [("广西", "places", "guangxi"), ("广西壮族自治区", "places", "region"), ("刘宁", "people", "liu-ning")]
    )
    text = "2023年广西壮族自治区党委书记刘宁在广西GX会见"
    assert [(text[one.start : one.end], one.id) for one in names.find(text)] == [
        ("广西壮族自治区", "region"),
        ("刘宁", "liu-ning"),
        ("广西", "guangxi"),
    ]


@given(st.text(alphabet=st.characters(min_codepoint=0x41, max_codepoint=0x1EFF), max_size=60))
def test_placing_tones_moves_no_letter_of_composed_text(text: str) -> None:
    """What `names` relies on: in NFC, offsets are the same before and after."""
    composed = unicodedata.normalize("NFC", text)
    placed = canonical_tones(composed)
    assert len(placed) == len(composed)
    moved = [place for place, (one, other) in enumerate(zip(composed, placed, strict=True)) if one != other]
    assert all(composed[place].isalpha() and placed[place].isalpha() for place in moved)


@pytest.mark.parametrize("text", ["Trà Lĩnh (Cao Bằng)", "Trà Lĩnh Cao Bằngs", "Trà Lĩnh Cao Bằng\u0301"])
def test_words_of_one_name_are_joined_and_whole_however_the_register_writes_them(text: str) -> None:
    """A bracket in the register’s name stands for a space, and in a text it parts two names."""
    names = index_names([("Trà Lĩnh (Cao Bằng)", "places", "tra-linh")])
    assert names.find(text) == ()
    assert [one.id for one in names.find("ở Trà Lĩnh Cao Bằng")] == ["tra-linh"]


BARE = bare_names([NAMES])


def bare(text: str) -> list[tuple[str, str]]:
    """Return (as written, name meant) for the names that a text has without marks."""
    return [(text[start:end], name) for name, start, end in BARE.find(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ở Ha Giang và Quang Tay", [("Ha Giang", "Hà Giang"), ("Quang Tay", "Quảng Tây")]),
        ("Hà Giang, Quang Tây", [("Quang Tây", "Quảng Tây")]),
        ("Ta Lung - Thuy Khau", [("Ta Lung - Thuy Khau", "Tà Lùng Thủy Khẩu")]),
        ("Thuỷ Khẩu", []),
        ("Hạ Giang, ha giang, HA GIANG", []),
        ("Ha, Giang", []),
        ("Le Van An", [("Le Van An", "Lê Văn An")]),
    ],
)
def test_names_without_marks_are_told_from_other_words(text: str, wanted: list[tuple[str, str]]) -> None:
    """All of a word's marks are left out, or none; other marks, small letters and single words are something else."""
    assert bare(text) == wanted


@given(texts())
def test_no_name_as_the_register_has_it_lacks_marks(text: str) -> None:
    """What is found as a name is not asked about."""
    spans = [(one.start, one.end) for one in NAMES.find(text)]
    assert not any(start <= first and last <= end for _, first, last in BARE.find(text, NAMES) for start, end in spans)


@given(st.text(max_size=40))
def test_any_text_may_be_searched_for_names_without_marks(text: str) -> None:
    """No text is a fault, and what is found is in it."""
    assert all(0 <= start < end <= len(text) for _, start, end in BARE.find(text, NAMES))
