"""Languages: dates with their doubt, amounts, lists, the order of names, and strings that a language lacks."""

from __future__ import annotations

import itertools
import random
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built_in import ENGLISH, LOCALES, locale
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from biennien.edtf import parse_date
from biennien.locales import fill_strings, make_locale

if TYPE_CHECKING:
    from biennien.locales import Locale

CASES = read_fixture_file(Path(__file__).with_name("cases") / "dates-in-words.md")
SHOWN = {**LOCALES, "fr": locale("fr", "fr-FR")}
VIETNAMESE = [
    "An", "Án", "An Giang", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bã Đậu", "Bà Rịa", "Cao Bằng",
    "Cốc Pàng", "Dương", "Đặng", "Điện Biên", "Em", "Ên", "Hà", "Hà Giang", "Hạ Lang", "Lê", "Lễ", "Lò", "Long", "Lô",
    "Lộ", "Lơ", "Mốc 2", "Mốc 14", "Mốc 1134", "Thu", "Thủ", "Thư", "Thứ", "Ý",
]  # fmt: skip
ENGLISH_ORDER = ["An", "Ân", "Căn", "Cao Bằng", "Cốc Pàng", "Đặng", "Điện Biên", "Dry", "Guangxi", "Z", "Ωmega", "刘宁"]


@pytest.mark.parametrize(("date", "wanted"), [case[2:] for case in CASES], ids=[case[1] for case in CASES])
def test_dates_are_written_as_in_the_cases(date: str, wanted: str) -> None:
    """Every case of dates-in-words.md holds, the doubt included."""
    written = (f"{id_}: {one.date(parse_date(date.strip()))}\n" for id_, one in SHOWN.items())
    assert "".join(written) == wanted


@pytest.mark.parametrize(
    ("value", "unit", "vietnamese", "english"),
    [
        ("9381000000", "USD", "9,381 tỷ USD", "USD 9.381 billion"),
        ("7200000000", "USD", "7,2 tỷ USD", "USD 7.2 billion"),
        ("9381456789", "USD", "9,381456789 tỷ USD", "USD 9.381456789 billion"),
        ("1000000", "CNY", "1 triệu CNY", "CNY 1 million"),
        ("999999", "USD", "999.999 USD", "USD 999,999"),
        ("4619", "visits", "4.619 lượt", "4,619 visits"),
        ("1", "visits", "1 lượt", "1 visit"),
        ("0.123456", "visits", "0,123456 lượt", "0.123456 visits"),
        ("3", "bridges", "3 bridges", "3 bridges"),
    ],
)
def test_an_amount_is_written_in_full(value: str, unit: str, vietnamese: str, english: str) -> None:
    """Money from a million on in words, nothing rounded, an unknown unit as it is."""
    written = [" ".join(LOCALES[id_].quantity(Decimal(value), unit)).strip() for id_ in ("vi", "en")]
    assert written == [vietnamese, english]


@pytest.mark.parametrize(
    ("number", "wanted"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (14, "14th"), (22, "22nd")]
)
def test_an_ordinal_number_follows_the_languages_rule(number: int, wanted: str) -> None:
    """CLDR's rule chooses the form; Vietnamese has one; a language without any shows the number."""
    assert [one.ordinal(number) for one in SHOWN.values()] == [f"lần thứ {number}", wanted, str(number)]


def test_a_count_takes_the_plural_form_of_its_language() -> None:
    """English has two forms, Vietnamese one."""
    assert [LOCALES["en"].count("documents", number) for number in (0, 1, 2, 1000)] == [
        "0 documents",
        "1 document",
        "2 documents",
        "1,000 documents",
    ]
    assert LOCALES["vi"].count("documents", 1) == "1 văn bản"


def test_items_are_listed_as_the_language_lists_them() -> None:
    """With the language's own word before the last."""
    assert LOCALES["en"].listing(["a", "b", "c"]) == "a, b and c"
    assert LOCALES["vi"].listing(["a", "b", "c"]) == "a, b và c"
    assert LOCALES["en"].listing([]) == ""


def ordered(one: Locale, names: list[str]) -> list[str]:
    """Return names in the order of a language, from whatever order they come in."""
    mixed = names.copy()
    random.Random(7).shuffle(mixed)  # noqa: S311
    return sorted(mixed, key=one.sort_key)


def test_names_are_in_vietnamese_order() -> None:
    """Letters first (a ă â b c d đ e ê …), then tones (huyền hỏi ngã sắc nặng); shorter before longer."""
    assert ordered(LOCALES["vi"], VIETNAMESE) == VIETNAMESE


def test_vietnamese_names_have_their_place_in_english() -> None:
    """A letter that English lacks stands with its plain one, other scripts behind."""
    assert ordered(LOCALES["en"], ENGLISH_ORDER) == ENGLISH_ORDER


def test_a_language_without_an_alphabet_has_the_order_of_plain_letters() -> None:
    """Accents decide only between words of the same letters."""
    names = ["a", "à", "b", "cote", "côte", "coté", "d", "é", "f"]
    assert {"".join(pair) for pair in itertools.pairwise(ordered(SHOWN["fr"], names))} >= {"éf", "dé", "aà", "àb"}


def test_an_accented_letter_of_the_alphabet_is_a_letter() -> None:
    """Spanish ñ is no n with a tone mark."""
    spanish = make_locale("es", "Español", "es", {"alphabet": "a b c n ñ o"})
    assert ordered(spanish, ["na", "no", "ña", "o"]) == ["na", "no", "ña", "o"]


@given(st.text(max_size=20), st.sampled_from(sorted(LOCALES)))
def test_the_unicode_form_of_a_name_makes_no_difference_to_its_place(name: str, language: str) -> None:
    """A decomposed name sorts as the composed one."""
    one = LOCALES[language]
    assert one.sort_key(unicodedata.normalize("NFD", name)) == one.sort_key(unicodedata.normalize("NFC", name))


@given(st.text("aâáạbđ zĐA-–1", max_size=8), st.text("aâáạbđ zĐA-–1", max_size=8), st.sampled_from(sorted(LOCALES)))
def test_what_goes_on_comes_later(start: str, rest: str, language: str) -> None:
    """A name never stands behind one that begins with it."""
    key = LOCALES[language].sort_key
    assert key(start.strip()) <= key(f"{start.strip()} a{rest}")


@pytest.mark.parametrize("tag", ["xx", "", "tiếng-Việt", "-"])
def test_a_tag_that_cldr_does_not_know_is_refused(tag: str) -> None:
    """The error names the tag."""
    with pytest.raises(ValueError, match=f"^{tag}$"):
        make_locale("x", "x", tag, {})


def test_every_locale_of_cldr_makes_a_locale() -> None:
    """Nothing of a language's own is assumed."""
    from babel.localedata import locale_identifiers

    for tag in random.Random(7).sample(locale_identifiers(), 40):  # noqa: S311
        one = make_locale("x", "x", tag.replace("_", "-"), fill_strings({}, ENGLISH)[0])
        assert one.date(parse_date("2023-02~"))
        assert one.quantity(Decimal("7200000000.5"), "USD")[0]


# Strings


def test_a_language_with_all_strings_takes_none() -> None:
    """Vietnamese lacks nothing, though it has fewer plural forms."""
    strings, lacking = fill_strings(locale_strings("vi"), ENGLISH)
    assert lacking == ()
    assert strings["events_other"] == "{n} sự kiện"
    assert "events_one" not in strings


def locale_strings(id_: str) -> dict[str, object]:
    """Return the strings that the program has for a language."""
    from built_in import TEMPLATES

    return TEMPLATES.strings(id_)


def test_a_string_that_is_lacking_is_taken_and_told() -> None:
    """The keys are told, but for what a language need not have."""
    strings, lacking = fill_strings(
        {"claim": "Affirmation"}, {"claim": "Claim", "due": "Due", "alphabet": "a b", "formats": {}}
    )
    assert (strings["claim"], strings["due"]) == ("Affirmation", "Due")
    assert lacking == ("due",)


def test_what_is_of_one_language_only_is_never_taken() -> None:
    """French numbers are not read as English ones; that they can't be compared is told."""
    strings, lacking = fill_strings({}, ENGLISH)
    assert (strings["reading"], strings["alphabet"], strings["formats"]) == ({}, "", {})
    assert "reading" in lacking
    assert not {"alphabet", "formats"} & set(lacking)


def test_plural_forms_are_of_one_language() -> None:
    """A French plural never comes with an English singular."""
    french = make_locale("fr", "Français", "fr", fill_strings({"events_other": "{n} événements"}, ENGLISH)[0])
    assert french.count("events", 1) == "1 événements"
    assert french.count("claims", 1) == "1 claim"


@pytest.mark.parametrize("fault", ["au plus tard le {dat}", "au plus tard {", "au plus tard }", ["une", "liste"], None])
def test_a_string_that_cannot_be_filled_is_not_used(fault: object) -> None:
    """A slip in a strings file is told like a lacking string, and costs no page."""
    strings, lacking = fill_strings({"date_until": fault}, {"date_until": "by {date}"})
    assert strings["date_until"] == "by {date}"
    assert lacking == ("date_until",)


@pytest.mark.parametrize(
    "formats",
    [{"ordinal_other": "{x}e"}, {"ordinal_other": "{n:d}"}, {"money": "{amount} {"}, {"ordinal_other": ["e"]}],
)
def test_a_format_that_cannot_be_filled_is_not_used(formats: dict[str, object]) -> None:
    """The program's own take its place."""
    french = make_locale("fr", "Français", "fr", {"formats": formats})
    assert french.ordinal(2) == "2"
    assert french.quantity(Decimal(5), "USD") == ("5 USD", "")


@pytest.mark.parametrize("strings", [{"formats": "x"}, {"reading": ["x"]}, {"alphabet": ["a", "b"]}])
def test_a_section_of_the_wrong_kind_is_not_used(strings: dict[str, object]) -> None:
    """What should be keys and values, and is not, is as if it were not there."""
    assert fill_strings(strings, {})[0] == {"reading": {}, "alphabet": "", "formats": {}}


def test_a_string_may_leave_a_blank_out() -> None:
    """A language need not say all that English says."""
    assert fill_strings({"date_until": "avant"}, {"date_until": "by {date}"}) == (
        {"date_until": "avant", "reading": {}, "alphabet": "", "formats": {}},
        (),
    )


def test_the_languages_of_the_program_say_the_same() -> None:
    """Same keys, same blanks; each has its formats, alphabet and reading."""
    for id_ in LOCALES:
        assert fill_strings(locale_strings(id_), ENGLISH)[1] == ()
        assert fill_strings(ENGLISH, locale_strings(id_))[1] == ()
        assert all(locale_strings(id_)[key] for key in ("reading", "alphabet", "formats"))
