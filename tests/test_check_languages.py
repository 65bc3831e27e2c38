"""The languages of a text say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from project import EVENT, find_codes

if TYPE_CHECKING:
    from pathlib import Path


def notes(vi: str, en: str) -> str:
    """Return the change that adds a note in two languages."""
    note = yaml.safe_dump([{"vi": vi, "en": en}], allow_unicode=True)
    return f"=== {EVENT} +\nnotes:\n{note}"


@pytest.mark.parametrize(
    ("vi", "en", "codes"),
    [
        ("50 cuộc", "50 talks", []),
        ("50 cuộc", "60 talks", ["E411"]),
        ("50 cuộc", "talks", ["E411"]),
        ("cuộc", "50 talks", ["E411"]),
        ("4.619 lượt", "4,619 visits", []),
        ("4.619 lượt", "4.619 visits", ["E411"]),
        ("7,2 tỷ USD", "USD 7.2 billion", []),
        ("9 tỷ 381 triệu", "9.381 billion", []),
        ("ba văn bản", "3 documents", []),
        ("3 văn bản", "three documents", []),
        ("ba văn bản", "four documents", ["W420"]),
        ("50, 50", "50", ["E411"]),
        ("ngày 22/2/2023", "on 22 February 2023", []),
        ("ngày 22/2/2023", "on 23 February 2023", ["E412"]),
        ("ngày 22/2/2023", "on 22 February", ["E412"]),
        ("22/2/2023", "in 2023", ["E412", "E411"]),
        ("tháng 2/2023", "February 2023", []),
    ],
)
def test_numbers_and_dates_are_the_same_by_value(tmp_path: Path, vi: str, en: str, codes: list[str]) -> None:
    """However each language writes them; a spelled number of one may be digits of the other."""
    assert sorted(find_codes(tmp_path, notes(vi, en))) == sorted(codes)


@pytest.mark.parametrize(
    ("vi", "en", "codes"),
    [
        ("Hà Giang", "Hà Giang", []),
        ("Hà Giang", "Ha Giang", ["E413", "W421"]),
        ("Hà Giang", "the province", ["E413"]),
        ("tỉnh", "Hà Giang", ["E413"]),
        ("Lưu Ninh", "Liu Ning", []),
        ("Lưu Ninh", "Liu Ning and Guangxi", ["E413"]),
        ("Hà Giang, Hà Giang", "Hà Giang", []),
        ("Ha\u0300 Giang", "Hà Giang", []),
    ],
)
def test_the_same_names_occur_in_every_language(tmp_path: Path, vi: str, en: str, codes: list[str]) -> None:
    """As the registers write them, once or more often."""
    assert find_codes(tmp_path, notes(vi, en)) == codes


@pytest.mark.parametrize(
    ("vi", "en", "codes"),
    [
        ("hội kiến", "a bilateral meeting", []),
        ("Hội kiến", "Bilateral meetings", []),
        ("hội kiến", "talks", ["W416"]),
        ("họp", "talks", []),
        ("hội kiến", "bilaterally meeting", ["W416"]),
        ("hội  kiến", "a bilateral\nmeeting", []),
    ],
)
def test_a_term_has_one_rendering(tmp_path: Path, vi: str, en: str, codes: list[str]) -> None:
    """In any case, and with whatever ending its last word has."""
    assert find_codes(tmp_path, notes(vi, en)) == codes


def test_other_forms_of_a_rendering_count_too(tmp_path: Path) -> None:
    """Where the glossary names them."""
    term = (
        "=== content/glossary.yaml\nhoi-kien: {vi: hội kiến, en: bilateral meeting, forms: {en: [met bilaterally]}}\n"
    )
    assert find_codes(tmp_path, term + notes("hội kiến", "They met bilaterally")) == []


def test_the_longest_term_counts_and_not_one_within_it(tmp_path: Path) -> None:
    """Hội kiến cấp cao is no hội kiến."""
    term = "=== content/glossary.yaml +\ncap-cao: {vi: hội kiến cấp cao, en: summit}\n"
    assert find_codes(tmp_path, term + notes("hội kiến cấp cao", "a summit")) == []


def test_the_original_may_be_any_language_of_the_site(tmp_path: Path) -> None:
    """The others are compared with it, and the caret is in them."""
    changes = notes("60 cuộc", "50 talks").replace("notes:", "original: en\nnotes:")
    assert find_codes(tmp_path, changes) == ["E411"]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ("title: {vi: Gặp gỡ 2023, en: Meeting 2024}", ["E411"]),
        ("date_note: {vi: '1', en: '2'}", ["E411"]),
        ("body: {vi: '1 [^held]', en: '2 [^held]'}", ["E411"]),
        ("notes: [{vi: '1', en: '2'}]", ["E411"]),
        ("documents: [{id: a, name: {vi: '1', en: '2'}, status: signed, claim: held}]", ["E411"]),
        ("body: {vi: 'a [^trade]', en: 'a [^trade]'}", []),
    ],
)
def test_every_text_of_an_event_is_compared(tmp_path: Path, fields: str, codes: list[str]) -> None:
    """Titles, notes, bodies, names of documents; citations are no numbers."""
    assert find_codes(tmp_path, f"=== {EVENT} +\n{fields}\n") == codes
