"""The languages are built alike, and what was looked at is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import ROOT
from project import EVENT, FILES, find_codes, find_problems, write_changed

from biennien.problems import Span

if TYPE_CHECKING:
    from pathlib import Path


def notes(*pairs: tuple[str, str], allow: str = "") -> str:
    """Return the change that adds notes in two languages."""
    written = yaml.safe_dump([{"vi": vi, "en": en} for vi, en in pairs], allow_unicode=True)
    return f"=== {EVENT} +\nnotes:\n{written}{allow}"


@pytest.mark.parametrize(
    ("vi", "en", "codes"),
    [
        ("ba người", "three people", []),
        ("ba người", "3 people", []),
        ("3 người", "three people", []),
        ("ba người", "four people", ["W420"]),
        ("ba người", "people", ["W420"]),
        ("người", "three people", ["W420"]),
        ("ba người, ba xe", "three people and cars", ["W420"]),
        ("một người", "people", []),
        ("hai bên", "the sides", []),
        ("trong năm mới", "in the new year", []),
        ("dấu ba chấm", "an ellipsis", []),
        ("quý III", "the third quarter", []),
        ("ông Chu Ba Bình", "Mr Zhou Boping", []),
        ("Ba Chẽ ở đó.", "Ba Chẽ is there.", []),
        ("Ba huyện ở đó.", "The districts are there.", ["W420"]),
    ],
)
def test_a_number_in_words_has_its_like(tmp_path: Path, vi: str, en: str, codes: list[str]) -> None:
    """In words or digits; words that are often no numbers may stand alone."""
    assert find_codes(tmp_path, notes((vi, en))) == codes


@pytest.mark.parametrize(
    ("vi", "en", "codes"),
    [
        ("Bài không nêu giờ.", "It does not give the time.", []),
        ("Bài không nêu giờ.", "It doesn't give the time.", []),
        ("Bài không nêu giờ.", "It doesn’t give the time.", []),
        ("Bài không nêu giờ.", "It gives the time.", ["W422"]),
        ("Bài nêu giờ.", "It never gives the time.", ["W422"]),
        ("Chưa rõ giờ.", "The time is unknown.", []),
        ("Bài thiếu giờ.", "It has no time.", []),
        ("Hàng không và không gian", "Aviation and space", []),
        ("Không chỉ đường bộ", "Roads and more", []),
        ("Đường bộ và hơn nữa", "Not only roads", []),
        ("Không họp. Có ký.", "They did not meet. They signed.", []),
        ("Không họp. Có ký.", "They met. They did not sign.", ["W422", "W422"]),
    ],
)
def test_what_one_language_denies_the_other_does_not_state(tmp_path: Path, vi: str, en: str, codes: list[str]) -> None:
    """Sentence by sentence; words that say no such thing, and words that say it otherwise, are known."""
    assert find_codes(tmp_path, notes((vi, en))) == codes


@pytest.mark.parametrize(
    ("vi", "en", "codes"),
    [
        ("Đã gặp. Đã ký.", "They met. They signed.", []),
        ("Đã gặp. Đã ký.", "They met and signed.", ["W424"]),
        ("Đã gặp.\n\nĐã ký.", "They met. They signed.", ["W423"]),
        ("Đã gặp.\n\nĐã ký.", "They met.\n \nThey signed.", []),
        ("Đã gặp", "They met", []),
        ("Đã gặp.", "They met", ["W426"]),
        ("Đã gặp?", "They met!", ["W426"]),
        ("Đã gặp…", "They met.", []),
        ("“Đã gặp.”", "“They met”.", []),
        ("Đã gặp:", "They met:", []),
    ],
)
def test_texts_are_divided_and_end_alike(tmp_path: Path, vi: str, en: str, codes: list[str]) -> None:
    """Paragraphs before sentences, and the sign at the end."""
    assert find_codes(tmp_path, notes((vi, en))) == codes


@pytest.mark.parametrize(
    ("vi", "en", "codes"),
    [
        ("Hà Giang và Quảng Tây", "Ha Giang and Guangxi", ["E413", "W421"]),
        ("Hà Giang", "Hà Giang and Ha Giang", ["W421"]),
        ("Hà Giang, Hà Giàng", "Hà Giang, Hà Giàng", []),
        ("Lưu Ninh", "Liu Ning (Luu Ninh)", ["W421"]),
        ("Quang Tay", "Quang Tay", ["W421", "W421"]),
        ("đến hà giang", "to ha giang", []),
    ],
)
def test_names_keep_their_marks(tmp_path: Path, vi: str, en: str, codes: list[str]) -> None:
    """In every language, names of any language; other marks make another word, and so do small letters."""
    assert find_codes(tmp_path, notes((vi, en))) == codes


def test_a_name_without_marks_is_marked_where_it_stands(tmp_path: Path) -> None:
    """The words alone, with the name that was meant."""
    *_, found = find_problems(write_changed(tmp_path, notes(("Ở Hà Giang", "In Hà Giang, Ha Giang"))))
    assert isinstance(found.where, Span)
    assert found.where.end_column - found.where.column == len("Ha Giang")
    assert found.values == {"written": "Ha Giang", "name": "Hà Giang"}


def test_a_quote_keeps_its_own_slips(tmp_path: Path) -> None:
    """Only what we wrote is looked at for marks and words that stand twice."""
    changes = (
        "=== content/sources.yaml +\nslip: {label: {vi: Lỗi, en: Slips}, language: vi, archive: "
        "{file: slip.txt, begins: 1, ends: 1}}\n=== seeds/slip.txt\nTỉnh Ha Giang của của ta\n"
        "=== content/series.yaml +\nx: {name: {vi: Một, en: One}, evidence: [{source: slip, "
        'quote: "Tỉnh Ha Giang của của ta", translation: {en: "our Hà Giang province"}}]}\n'
    )
    assert find_codes(tmp_path, changes) == []


@pytest.mark.parametrize(
    ("where", "codes"),
    [
        ("notes.1.en", []),
        ("notes.1", []),
        ("notes", []),
        ("notes.2.en", ["W426", "W430"]),
        ("notes.0.en", ["W426", "W430"]),
        ("notes.1.vi", ["W426", "W430"]),
        ("title", ["W426", "W430"]),
    ],
)
def test_an_allowance_keeps_its_field_and_what_is_in_it_silent(tmp_path: Path, where: str, codes: list[str]) -> None:
    """Items are counted from 1; nothing beside the field is silenced."""
    allow = f"allow: [{{code: W426, field: {where}, why: A heading.}}]\n"
    assert find_codes(tmp_path, notes(("Ký gì?", "What was signed"), allow=allow)) == codes


@pytest.mark.parametrize(("id_", "codes"), [("trade", []), ("held", ["W424", "W429", "W430", "W430"])])
def test_claims_are_named_by_their_ids(tmp_path: Path, id_: str, codes: list[str]) -> None:
    """Wherever in the list they stand."""
    event = FILES[EVENT].replace("reached USD 7.2 billion.", "reached USD 7.2 billion. That is the the end.")
    allow = "".join(f"  - {{code: {code}, field: claims.{id_}.en, why: Meant.}}\n" for code in ("W424", "W429"))
    assert sorted(find_codes(tmp_path, f"=== {EVENT}\n{event}allow:\n{allow}")) == codes


def test_one_code_allowed_leaves_the_others(tmp_path: Path) -> None:
    """A reason is for one warning."""
    allow = "allow: [{code: W426, field: notes.1, why: A heading.}]\n"
    assert find_codes(tmp_path, notes(("Ký gì?", "What the the two signed"), allow=allow)) == ["W429"]


def test_an_entry_of_a_register_allows_too(tmp_path: Path) -> None:
    """Its fields are counted from the entry."""
    entry = "people.yaml +\nx: {name: {vi: Một, en: One}, note: {vi: Đã gặp., en: They met}"
    assert find_codes(tmp_path, f"=== content/{entry}}}\n") == ["W426"]
    allow = "allow: [{code: W426, field: note, why: Meant.}]"
    assert find_codes(tmp_path, f"=== content/{entry}, {allow}}}\n") == []


def test_what_could_not_be_read_does_not_make_an_allowance_useless(tmp_path: Path) -> None:
    """The warning may stand in it."""
    allow = "allow: [{code: W426, field: notes.1, why: A heading.}]\n"
    assert find_codes(tmp_path, f"=== {EVENT} +\nnotes: [{{vi: Ký gì?}}]\n{allow}") == ["E401"]


def test_too_few_texts_tell_no_usual_length(tmp_path: Path) -> None:
    """And short ones say nothing."""
    long = "Hai bên đã trao đổi về thương mại, cửa khẩu và giao thông trong năm qua"
    assert find_codes(tmp_path, notes((long, "They talked"))) == []


def test_the_chronicle_itself_has_no_warning() -> None:
    """Each was mended, or the rule made wiser."""
    from biennien.project import read_project

    assert [str(one.where) + one.code for one in read_project(ROOT).problems] == []


@pytest.mark.parametrize(("text", "codes"), [("What The  the two signed", ["W429"]), ("What the (the) two signed", [])])
def test_a_word_stands_twice_in_whatever_case_with_white_space_alone_between(
    text: str, codes: list[str], tmp_path: Path
) -> None:
    """What a sign parts is no slip."""
    assert find_codes(tmp_path, notes(("Ký gì", text))) == codes
