"""Folding, tone placement, slugs, fingerprints, display cells and likeness."""

import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from biennien import text
from biennien.text import (
    WORD,
    canonical_tones,
    fingerprint,
    fold,
    hidden_characters,
    nearest,
    normal,
    plain,
    sentences,
    similarity,
    slug,
    tone_spellings,
    width,
    words_beginning,
)

CASES = Path(__file__).with_name("cases")
VECTORS: dict[str, list[list[str]]] = json.loads((CASES / "folding.json").read_text("utf-8"))
LETTERS = tuple(c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c)[0] == "L")
WORDS = st.text(st.sampled_from("aeoquyhntAOUYàáãảạòóủỷỳýđĐ ,-1\u0300\u0309\u0323刘"))


@pytest.mark.parametrize(("title", "given", "wanted"), [case[1:] for case in read_fixture_file(CASES / "folding.md")])
def test_a_case_for_people_folds_as_written(title: str, given: str, wanted: str) -> None:
    """Every case of folding.md holds."""
    line = given.rstrip("\n")
    found = f"fold: {fold(line)}\ntones: {canonical_tones(line)}\nslug: {slug(line)}\n"
    assert found == wanted, title


@pytest.mark.parametrize("name", ["fold", "canonical_tones", "slug"])
def test_the_vectors_shared_with_the_javascript_twin_hold(name: str) -> None:
    """Every pair of folding.json holds, to the code point."""
    function = getattr(text, name)
    assert [[given, function(given)] for given, _ in VECTORS[name]] == VECTORS[name]


def test_folding_any_letter_twice_changes_nothing_more() -> None:
    """Every letter of Unicode folds idempotently."""
    assert [c for c in LETTERS if fold(fold(c)) != fold(c)] == []


def test_no_letter_keeps_a_mark_or_its_case() -> None:
    """What fold returns has no marks left once decomposed, and folding its case changes nothing."""
    folded = {fold(c) for c in LETTERS}
    assert [c for c in folded if any(unicodedata.category(x)[0] == "M" for x in unicodedata.normalize("NFD", c))] == []
    assert [c for c in folded if c.casefold() != c] == []


@pytest.mark.parametrize(("given", "wanted"), [("ﬁ", "fi"), ("ŉ", "ʼn"), ("ẞ", "ss"), ("ǰ", "j"), ("ΐ", "ι")])
def test_folding_reaches_letters_whose_case_folds_to_several(given: str, wanted: str) -> None:
    """Full case folding is used, and what it decomposes loses its marks."""
    assert fold(given) == wanted


@given(st.text())
def test_fold_is_idempotent_and_blind_to_the_unicode_form(given: str) -> None:
    """Canonically equivalent texts fold to the same text (UAX #15)."""
    folded = fold(given)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFC", given)) == fold(unicodedata.normalize("NFD", given)) == folded


@given(st.text(st.characters(max_codepoint=0x24F)), st.text(st.characters(max_codepoint=0x24F)))
def test_folding_latin_text_folds_its_parts(a: str, b: str) -> None:
    """A Latin text folds letter by letter, so a search for a part finds it in the whole."""
    assert fold(a + b) == fold(a) + fold(b)


@given(WORDS)
def test_moving_tone_marks_changes_nothing_else(given: str) -> None:
    """canonical_tones is idempotent, blind to the Unicode form, in NFC, and keeps the letters."""
    found = canonical_tones(given)
    assert canonical_tones(found) == found == unicodedata.normalize("NFC", found)
    assert canonical_tones(unicodedata.normalize("NFD", given)) == canonical_tones(unicodedata.normalize("NFC", given))
    assert fold(found) == fold(given)


@pytest.mark.parametrize(("new", "old"), [("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuỷ", "thủy"), ("UỶ BAN", "ỦY BAN")])
def test_both_styles_of_tone_placement_compare_equal(new: str, old: str) -> None:
    """The new style becomes the old one, which stays."""
    assert new != old
    assert canonical_tones(new) == canonical_tones(old) == old


@pytest.mark.parametrize("word", ["quý", "Quỳ", "QUỶ", "hoàn", "hoài", "thuyền", "khuỷu", "thuở", "ngoằn"])
def test_a_syllable_with_one_spelling_keeps_it(word: str) -> None:
    """Neither the u of "qu" nor a closed syllable takes the tone mark."""
    assert canonical_tones(word) == word


@given(st.text())
def test_normal_text_has_single_inner_spaces_and_is_idempotent(given: str) -> None:
    """No white space but single spaces inside; applying it again changes nothing."""
    found = normal(given)
    assert found == " ".join(found.split())
    assert normal(found) == found


def test_normal_text_treats_every_white_space_alike() -> None:
    """No-break and ideographic spaces and line breaks count as a space; letters are composed."""
    assert normal(" a\u00a0\u202fb\r\n\u3000e\u0301\t") == "a b é"


@given(st.text())
def test_a_slug_is_kebab_case_and_its_own_slug(given: str) -> None:
    """Only a–z, 0–9 and single inner hyphens."""
    found = slug(given)
    assert all(part.isascii() and part.isalnum() and part == part.lower() for part in found.split("-") if found)
    assert slug(found) == found


def test_a_fingerprint_is_the_same_everywhere() -> None:
    """Fixed values: content files store them."""
    assert fingerprint("Gặp gỡ đầu xuân") == "a68ddce6"
    assert fingerprint("a", b"b", size=40) == "40ea9a3f6394ec7daa0768819cbbe5e870e910d3"


@pytest.mark.parametrize("size", [1, 7, 8, 128])
def test_a_fingerprint_has_as_many_digits_as_asked(size: int) -> None:
    """`size` counts hexadecimal digits, odd numbers too."""
    found = fingerprint("x", size=size)
    assert len(found) == size
    assert set(found) <= set("0123456789abcdef")


@given(st.lists(st.text() | st.binary(), max_size=4), st.lists(st.text() | st.binary(), max_size=4))
def test_different_parts_have_different_fingerprints(a: list[str | bytes], b: list[str | bytes]) -> None:
    """Where a part ends, and whether it is text, is part of the fingerprint."""
    assert (fingerprint(*a, size=64) == fingerprint(*b, size=64)) == (a == b)


def test_moving_the_border_between_parts_changes_the_fingerprint() -> None:
    """("ab", "c") is not ("a", "bc"), nor is text its bytes."""
    parts: list[tuple[str | bytes, ...]] = [("ab", "c"), ("a", "bc"), ("abc",), (b"abc",), ("abc", ""), ()]
    assert len({fingerprint(*some) for some in parts}) == len(parts)


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("刘宁", 4),
        ("ｆ", 2),
        ("ệ", 1),
        ("e\u0323\u0302", 1),
        ("Thủy Khẩu", 9),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("…–“”", 4),
        ("\u200b\u200d\x1b\n", 0),
        ("a\u00adb", 3),
    ],
)
def test_the_width_of_a_text_counts_terminal_cells(given: str, cells: int) -> None:
    """Wide characters have two cells; marks, format characters and controls none."""
    assert width(given) == cells


@given(st.text(st.sampled_from("aàêữđ ẵờ")))
def test_decomposed_vietnamese_is_as_wide_as_composed(given: str) -> None:
    """Marks have no cells of their own."""
    assert width(unicodedata.normalize("NFD", given)) == width(given) == len(given)


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [("", "", 1), ("a", "", 0), ("abcd", "abcd", 1), ("abcd", "abdc", 0.75), ("abcd", "bcd", 0.75), ("ab", "cd", 0)],
)
def test_similarity_counts_edits(a: str, b: str, wanted: float) -> None:
    """Swapping two neighbours is one edit, like adding, dropping or replacing a character."""
    assert similarity(a, b) == wanted


@given(WORDS, WORDS)
def test_similarity_is_symmetric_and_1_only_for_equals(a: str, b: str) -> None:
    """From 0 to 1; the cheap bound never lies below it."""
    assert 0 <= similarity(a, b) == similarity(b, a) <= text._at_most(a, b)
    assert (similarity(a, b) == 1) == (a == b)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("participents", "participants"),
        ("Điện Biên", "dien-bien"),
        ("sumary", "summary"),
        ("tilte", "title"),
        ("xyz", None),
        ("", None),
    ],
)
def test_the_nearest_word_is_what_was_meant(word: str, wanted: str | None) -> None:
    """Names are compared folded; nothing is offered for a word like none."""
    assert nearest(word, ["title", "summary", "participants", "dien-bien"]) == wanted


def test_the_nearest_of_equals_does_not_depend_on_their_order() -> None:
    """The first in code-point order, for a set gives no order."""
    assert nearest("cat", ["cot", "cab", "cut"]) == nearest("cat", {"cut", "cab", "cot"}) == "cab"
    assert nearest("cat", []) is None


def test_the_limit_itself_is_near_enough() -> None:
    """A choice exactly as alike as the limit is offered; one below it is not."""
    assert nearest("abcde", ["abcxy"], limit=0.6) == "abcxy"
    assert nearest("abcde", ["abxyz"], limit=0.6) is None


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("a\u200bb", [(1, "U+200B ZERO WIDTH SPACE")]),
        ("\u202eabc\u202c", [(0, "U+202E RIGHT-TO-LEFT OVERRIDE"), (4, "U+202C POP DIRECTIONAL FORMATTING")]),
        ("ta\u00adlung", [(2, "U+00AD SOFT HYPHEN")]),
        ("\ufeffa", [(0, "U+FEFF ZERO WIDTH NO-BREAK SPACE")]),
        ("a\x07", [(1, "U+0007 CONTROL")]),
        ("a\r\n", [(1, "U+000D CONTROL")]),
        ("\U000e0041", [(0, "U+E0041 TAG LATIN CAPITAL LETTER A")]),
        ("\ue000", [(0, "U+E000 PRIVATE USE")]),
        ("a\u2028b", [(1, "U+2028 LINE SEPARATOR")]),
        ("\u3164", [(0, "U+3164 HANGUL FILLER")]),
        ("a\u200db", [(1, "U+200D ZERO WIDTH JOINER")]),
        ("宁\u200c", [(1, "U+200C ZERO WIDTH NON-JOINER")]),
    ],
)
def test_a_character_that_cannot_be_seen_is_found(given: str, wanted: list[tuple[int, str]]) -> None:
    """Each with its offset and name."""
    assert list(hidden_characters(given)) == wanted


@pytest.mark.parametrize(
    "given",
    [
        "Thủy Khẩu",
        "刘宁",
        "a\n\tb",
        "a\u00a0b",
        "e\u0323\u0302",
        "👩\u200d🌾",
        "👩🏽\u200d🌾",
        "🏳️\u200d🌈",
        "می\u200cخواهم",
        "क्\u200dष",
    ],
)
def test_what_a_reader_sees_or_a_script_needs_is_not_hidden(given: str) -> None:
    """Marks, no-break spaces, and joiners where the script is written with them."""
    assert hidden_characters(given) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("Đã gặp", ["Đã gặp"]),
        ("Đã gặp. Đã ký.", ["Đã gặp.", "Đã ký."]),
        ("Đã gặp.  \n Ở đó?  Ừ!", ["Đã gặp.", "Ở đó?", "Ừ!"]),
        ("“Đã ký.” Rồi về.", ["“Đã ký.”", "Rồi về."]),
        ("Đã ký… “Rồi về”.", ["Đã ký…", "“Rồi về”."]),
        ("xem tr. năm", ["xem tr. năm"]),
        ("lúc 9.30 ở 7.2", ["lúc 9.30 ở 7.2"]),
        ("một […] Hai", ["một […] Hai"]),
        ("một\n\nhai\n \nba", ["một", "hai", "ba"]),
        ("两省会谈。签署文件。", ["两省会谈。", "签署文件。"]),
    ],
)
def test_sentences_end_where_a_reader_sees_it(text: str, wanted: list[str]) -> None:
    """Before a capital letter, a digit or an opening sign, and at an empty line."""
    assert [text[start:end] for start, end in sentences(text)] == wanted


@given(st.text(st.sampled_from("aÁ1.?…”\n 。")))
def test_sentences_hold_all_words_in_order(text: str) -> None:
    """Nothing but white space lies between them."""
    found = [text[start:end] for start, end in sentences(text)]
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.text())
def test_plain_letters_have_no_marks(text: str) -> None:
    """Twice is once, and case is kept."""
    assert plain(plain(text)) == plain(text)
    assert plain("Điện Biên, Pa Nặm Cúm") == "Dien Bien, Pa Nam Cum"


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("Hòa", ("Hòa", "Hoà")), ("Thủy", ("Thủy", "Thuỷ")), ("quý", ("quý",)), ("hoàn", ("hoàn",)), ("an", ("an",))],
)
def test_a_word_is_spelled_in_either_style(word: str, wanted: tuple[str, ...]) -> None:
    """Open syllables in oa, oe and uy have two spellings, all others one."""
    assert tone_spellings(word) == wanted


@given(st.text("aoAuyqhỏòảởnụ中. \n", max_size=20))
def test_words_are_found_by_their_first_letter(text: str) -> None:
    """What passes over other words finds the same as looking at every word."""
    composed = unicodedata.normalize("NFC", text)
    wanted = [match.span() for match in WORD.finditer(composed) if match.group()[0] in "oỏ中"]
    found = re.compile(words_beginning("oỏ中"), re.DOTALL).finditer(composed)
    assert [match.span() for match in found] == wanted
