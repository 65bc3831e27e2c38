"""Numbers and dates in prose: what is read in each language, and that versions of one text can be compared by it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from decimal import Decimal
from operator import eq
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel import Locale as CldrLocale
from babel.numbers import format_decimal
from built_in import LOCALES
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from biennien.locales import make_locale
from biennien.reading import (
    Day,
    Grammar,
    doubled_words,
    make_grammar,
    may_count,
    may_deny,
    may_say_not,
    read_datings,
    read_denials,
    read_numbers,
    read_quantities,
    read_values,
    read_words,
    spoken_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CASES = read_fixture_file(Path(__file__).with_name("cases") / "values.md")
CHINESE = {
    "scales": {"万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000},
    "words": {"三": 3, "两": 2},
    "dates": {"day": "{y}年{m}月{d}日", "month": "{y}年{m}月", "day_month": "{m}月{d}日"},
}
TAGS = ("vi_VN", "en_GB", "fr_FR", "de_DE", "de_CH", "zh_Hans_CN", "lo_LA", "hu_HU", "es_ES", "pl_PL")


def told(texts: str) -> str:
    """Return what values.md says of texts: one line each, then whether they say the same."""
    lines, read = [], []
    for line in texts.splitlines():
        language, _, text = line.partition(": ")
        grammar = LOCALES[language].grammar
        values, words = read_values(text, grammar), read_words(text, grammar)
        read.append((values, words))
        dates = listed(values.dates, dated)
        lines.append(f"{language}: dates {dates}; numbers {listed(values.numbers)}; words {listed(words)}")
    (there, spelled_there), (here, spelled_here) = read
    missing = there.numbers - here.numbers - spelled_here
    added = here.numbers - there.numbers - spelled_there
    lines.append("not the same" if missing or added or here.dates != there.dates else "the same")
    return "\n".join(lines) + "\n"


def dated(day: Day) -> str:
    """Return a date as 2023-02-22, a question mark for each part that is left out."""
    return "-".join("?" if part is None else f"{part:02}" for part in day)


def listed(found: Counter[Any], shown: Callable[[Any], str] = "{:,f}".format) -> str:
    """Return what was found, in order."""
    return " and ".join(shown(one) for one in sorted(found.elements(), key=lambda one: str(one).zfill(40))) or "none"


def numbers(text: str, language: str = "vi") -> list[Decimal]:
    """Return the numbers in digits of a text."""
    return [value for value, _, _ in read_numbers(text, LOCALES[language].grammar)]


@pytest.mark.parametrize(("texts", "wanted"), [case[2:] for case in CASES], ids=[case[1] for case in CASES])
def test_texts_are_read_as_written_in_the_cases(texts: str, wanted: str) -> None:
    """Every case of values.md holds: what is read, and whether the two texts say the same."""
    assert told(texts) == wanted


@given(st.sampled_from(TAGS), st.decimals(0, 10**15, places=3, allow_nan=False))
def test_a_number_formatted_by_cldr_is_read_back(tag: str, value: Decimal) -> None:
    """Whatever marks a language puts between thousands and before decimals, its grammar knows them."""
    grammar = make_locale("x", "x", tag, {}).grammar
    text = format_decimal(value, locale=CldrLocale.parse(tag))
    assert [one for one, _, _ in read_numbers(f"({text})", grammar)] == [value]


@given(st.sampled_from(sorted(LOCALES)), st.dates(dt.date(1000, 1, 1)))
def test_a_day_that_the_program_writes_is_read_back(language: str, day: dt.date) -> None:
    """Formats and grammars of one strings file agree about days."""
    locale = LOCALES[language]
    values = read_values(locale.day(day), locale.grammar)
    assert list(values.dates.elements()) == [(day.year, day.month, day.day)]
    assert not values.numbers


@given(st.sampled_from(sorted(LOCALES)), st.integers(0, 10**15), st.sampled_from(["USD", "visits"]))
def test_an_amount_that_the_program_writes_is_read_back_whole(language: str, value: int, unit: str) -> None:
    """Money in millions and billions loses no digit in words."""
    locale = LOCALES[language]
    assert numbers(" ".join(locale.quantity(Decimal(value), unit)), language) == [value]


@given(st.lists(st.sampled_from(["ngày 22/2", "9 tỷ 381 triệu", "ba", "4.619", "tháng 10", "lần thứ 14", "năm tỉnh"])))
def test_the_unicode_form_of_a_text_makes_no_difference(parts: list[str]) -> None:
    """Decomposed Vietnamese is read as composed."""
    grammar, text = LOCALES["vi"].grammar, ", ".join(parts)
    decomposed = unicodedata.normalize("NFD", text)
    assert read_values(decomposed, grammar) == read_values(text, grammar)
    assert read_words(decomposed, grammar) == read_words(text, grammar)


@given(st.text(alphabet="0123456789.,/- năm tỷ triệu tháng XVI", max_size=30))
def test_every_digit_is_part_of_a_date_or_of_a_number(text: str) -> None:
    """Nothing written in digits is passed over, however it is written."""
    values = read_values(text, LOCALES["vi"].grammar)
    assert bool(values.dates or values.numbers) == any(sign.isdigit() for sign in text)


@given(st.text(alphabet="0123456789., tỷriệu", max_size=30))
def test_numbers_stand_where_their_offsets_say(text: str) -> None:
    """Offsets are of the text itself, in order, each beginning with a digit."""
    spans = [(start, end) for _, start, end in read_numbers(text, LOCALES["vi"].grammar)]
    assert all(text[start].isdigit() for start, _ in spans)
    assert [place for span in spans for place in span] == sorted(place for span in spans for place in span)


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023, các tỉnh đầu tư hạ tầng; năm nay và năm qua thống nhất nhiều việc.",
        "Hằng năm, đầu xuân, bí thư các tỉnh gặp nhau; cuối năm ký biên bản; vật tư y tế được hỗ trợ.",
        "Ngày 5 tháng 5 năm 2005, một số nội dung; nhất trí cao; cả nước; nhất là tư nhân; kế hoạch 10 năm.",
    ],
)
def test_common_words_that_look_like_numbers_excuse_nothing(text: str) -> None:
    """Year, invest, agree and their like never stand in for a digit of the other language."""
    assert not read_words(text, LOCALES["vi"].grammar)


def test_a_language_without_its_reading_is_not_known() -> None:
    """Its digits are read, and checks know that it can't be compared."""
    grammar = make_locale("fr", "Français", "fr", {}).grammar
    assert not grammar.known
    assert read_values("le 22 février 2023, 4\u202f619 visites, trois", grammar).numbers == {22: 1, 2023: 1, 4619: 1}
    assert not read_words("trois", grammar)


def test_a_language_without_spaces_is_read_within_running_text() -> None:
    """Chinese puts nothing between a number, its scale and its neighbours."""
    grammar = make_locale("zh", "中文", "zh-Hans", {"reading": CHINESE}).grammar
    values = read_values("两省于2023年2月22日签署三项协议,贸易额达93.81亿美元,2024年有4,619人次。", grammar)
    assert values.dates == {(2023, 2, 22): 1}
    assert values.numbers == {Decimal(9_381_000_000): 1, Decimal(2024): 1, Decimal(4619): 1}
    assert read_words("两省于2月22日签署三项协议", grammar) == {2: 1, 3: 1}


def test_a_pattern_with_an_unknown_blank_matches_only_itself() -> None:
    """A slip in a strings file is no fault of the program."""
    grammar = make_locale("fr", "Français", "fr", {"reading": {"dates": {"day": "{jour} {month}"}}}).grammar
    assert read_values("22 février", grammar).numbers == {22: 1}


def test_a_reading_with_slips_is_read_as_far_as_it_goes() -> None:
    """A word whose value is no number is no number word; a section that is no section is left out."""
    reading = {"scales": {"million": "beaucoup", "mille": "1000"}, "words": "trois", "dates": ["{d}"], "bounds": None}
    grammar = make_locale("fr", "Français", "fr", {"reading": reading}).grammar
    assert read_values("2 mille, 3 million", grammar).numbers == {2000: 1, 3: 1}


def test_month_names_are_cased_as_the_language_writes_them() -> None:
    """“mai” is a month in French and “may” a verb in English."""
    french = make_locale("fr", "Français", "fr", {"reading": {"dates": {"day": "{d} {month}"}}}).grammar
    assert read_values("5 mai", french).dates == {(None, 5, 5): 1}
    assert not read_values("4 may go", LOCALES["en"].grammar).dates


@pytest.mark.parametrize(
    ("language", "text", "denials"),
    [
        ("vi", "Chưa thống nhất, không nêu", ("Chưa", "không")),
        ("vi", "hàng không, không gian, trong không khí, không ngừng, chẳng hạn, không chỉ", ()),
        ("vi", "khongchưa", ()),
        ("en", "Not stated, and cannot be; isn't, wasn’t", ("Not", "cannot", "isn’t", "wasn’t")),
        ("en", "not only roads, nothing but roads, another note", ()),
    ],
)
def test_denials_are_whole_words_outside_phrases_that_deny_nothing(
    language: str, text: str, denials: tuple[str, ...]
) -> None:
    """In any case, with either apostrophe."""
    assert read_denials(text, LOCALES[language].grammar) == denials


def test_what_comes_to_a_denial_answers_one() -> None:
    """And is none by itself."""
    grammar = LOCALES["en"].grammar
    assert may_deny("its time is unknown", grammar)
    assert read_denials("its time is unknown", grammar) == ()
    assert not may_deny("its time is known", grammar)


@pytest.mark.parametrize(
    ("language", "text", "doubled"),
    [
        ("en", "The the two sides met met again, and that that was that", ["The the", "met met"]),
        ("en", "in 2023 2023; co-operation; can canals", []),
        ("vi", "của  của ta, luôn luôn từ từ thừa nhận nhận thức", ["của  của"]),
    ],
)
def test_words_that_stand_twice_by_mistake_are_known_by_language(language: str, text: str, doubled: list[str]) -> None:
    """English doubles few words, Vietnamese many: there only those that never stand twice are named."""
    assert [text[start:end] for start, end in doubled_words(text, LOCALES[language].grammar)] == doubled


def test_a_language_that_says_nothing_of_doubling_and_denial_is_asked_nothing() -> None:
    """As is one without its reading."""
    for reading in ({}, {"words": {"trois": 3}}):
        grammar = make_locale("fr", "Français", "fr", {"reading": reading}).grammar
        assert doubled_words("non non", grammar) == ()
        assert read_denials("non", grammar) == ()


def test_words_that_are_often_no_numbers_are_unsure() -> None:
    """They stand for digits of the other language, and need nothing there."""
    grammar = LOCALES["vi"].grammar
    assert read_words("năm tỉnh, ba huyện", grammar) == {5: 1, 3: 1}
    assert read_words("năm tỉnh, ba huyện", grammar, sure=True) == {3: 1}
    assert read_words("Chu Ba Bình. Ba huyện", grammar, sure=True) == {3: 1}


DATINGS = (
    ("vi", "Chiều 27/2, hai bên gặp nhau", "2024-02-27 published"),
    ("vi", "ngày 30/12 năm trước", "2023-12-30 published"),
    ("vi", "từ ngày 15/9/2023 đến 28/02/2024", "2023-09-15 stated, 2024-02-28 stated"),
    ("vi", "Cuối năm 2022 và trong năm 2024", "2022-10~/2022-12~ stated, 2024 stated"),
    ("vi", "giai đoạn 2023- 2027, từ năm 2016", "2023/2027 stated, 2016/.. stated"),
    ("vi", "sáng nay, hôm qua, năm ngoái", "2024-02-28 published, 2024-02-27 published, 2023 published"),
    ("vi", "tháng 11/2024, tháng 3", "2024-11 stated, 2023-03 published"),
    ("vi", "5 năm, 4 tỉnh, lần thứ 14", ""),
    ("vi", "ngày 31/2/2024, ngày 31/6, giai đoạn 2027-2023", " ,  ,  "),
    ("en", "On 27 February, late 2022, since 2016", "2024-02-27 published, 2022-10~/2022-12~ stated, 2016/.. stated"),
    ("vi", "quý 3/2024 và quý I năm 2025", "2024-07/2024-09 stated, 2025-01/2025-03 stated"),
    ("vi", "ngày 27 tháng Hai năm 2023, tháng Chạp", "2023-02-27 stated, 2023-12 published"),
    (
        "en",
        "27 Feb 2023, Q4 2023, the second quarter of 2024",
        "2023-02-27 stated, 2023-10/2023-12 stated, 2024-04/2024-06 stated",
    ),
    ("en", "yesterday and in 2023", "2024-02-27 published, 2023 stated"),
)


@pytest.mark.parametrize(("language", "text", "wanted"), DATINGS)
def test_times_are_read_against_the_day_of_publication(language: str, text: str, wanted: str) -> None:
    """A day without a year is the last such day; a time in words is the EDTF that the strings give it."""
    found = read_datings(text, LOCALES[language].grammar, dt.date(2024, 2, 28))
    assert ", ".join(f"{one.edtf} {one.year}" for one in found) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ngày 22/2, gặp gỡ đầu xuân năm 2023", "2023-02-22 context, 2023 stated"),
        ("Ngày 22/2, sau năm 2022 và năm 2023", " , 2022 stated, 2023 stated"),
        ("Ngày 22/2, năm nay", " ,  "),
    ],
)
def test_without_a_day_of_publication_only_the_text_gives_a_year(text: str, wanted: str) -> None:
    """And only where it gives just one: nothing is guessed."""
    found = read_datings(text, LOCALES["vi"].grammar)
    assert ", ".join(f"{one.edtf} {one.year}" for one in found) == wanted


QUANTITIES = (
    ("vi", "đạt trên 9 tỷ 381 triệu USD", "over 9381000000 USD"),
    ("vi", "đạt 7,2 tỷ USD...", "exact 7200000000 USD"),
    ("vi", "khách 4.619 lượt, hơn 50 cuộc hội đàm", "exact 4619 visits, over 50 talks"),
    ("vi", "bảo tồn hơn 200 động vật, 17 loài", "over 200 (động), exact 17 species"),
    ("vi", "năm 2023, ngày 27/2, lần thứ 14, cấp 2, COVID-19, mốc 589 Thiêng Qua", ""),
    ("vi", "theo thỏa thuận 2 bên", "exact 2 (bên)"),
    ("en", "about $1.5m, 1.2m people, a 100m bridge", "about 1500000 USD, exact 1200000 (people)"),
    ("en", "over USD 7.2 billion and 4,619 visits", "over 7200000000 USD, exact 4619 visits"),
)


@pytest.mark.parametrize(("language", "text", "wanted"), QUANTITIES)
def test_numbers_that_count_are_read_with_bound_and_unit(language: str, text: str, wanted: str) -> None:
    """Where the unit is not known, with the word that follows; numbers of dates and in a row count nothing."""
    found = read_quantities(text, LOCALES[language].grammar)
    assert ", ".join(f"{one.bound} {one.value:f} {one.unit or f'({one.noun})'}" for one in found) == wanted


@pytest.mark.parametrize(
    ("words", "text", "denied"),
    [
        ("kein, {n} nicht", "Kein Weg, 12 nicht, 3nicht", ("Kein", "12 nicht")),
        ("$ 0, [!]", "kostet $ 0 oder [!]", ("$ 0", "[!]")),
    ],
)
def test_a_phrase_may_begin_with_any_sign(words: str, text: str, denied: tuple[str, ...]) -> None:
    """Letters in either case, digits, and signs that mean something in patterns."""
    grammar = make_grammar(decimal=",", group=".", months={}, reading={"denial": {"words": words}})
    assert read_denials(text, grammar) == denied


WORDS_AT_EDGES = (
    *("ba", "Hai mươi", "MƯỜI HAI", "năm", "IX", "iii", "twenty-five", "Twenty", "first", "không", "Không", "chưa"),
    *("hàng không", "not", "NOT only", "doesn't", "DOESN’T", "no", "v.v.", "và", "and", "nıne", "ſix", "b\u0301a"),
    *(" ", ", ", ".", "-", "\n", "_", "3", "中", "[^ba]"),
)


@given(st.sampled_from(["vi", "en"]), st.lists(st.sampled_from(WORDS_AT_EDGES), max_size=8).map("".join))
def test_a_text_without_the_words_that_count_or_deny_does_neither(language: str, text: str) -> None:
    """What is passed over because of its words alone would have given nothing."""
    grammar, composed = LOCALES[language].grammar, unicodedata.normalize("NFC", text)
    words = spoken_words(composed)
    assert may_count(frozenset(words), grammar) or not read_words(composed, grammar, sure=True)
    assert may_say_not(frozenset(words), grammar) or not read_denials(composed, grammar)
    assert any(map(eq, words, words[1:])) or not doubled_words(composed, grammar)


DATED = (
    *("tháng Hai", "THÁNG hai", "tháng chạp", "Tháng Mười Hai", "ngày ", "2", "2023", "/", " ", ", ", "năm ", "quý "),
    *("May", "may", "in March", "Sept. ", "ba giờ chiều", "three in the afternoon", "2 p.m.", "15h30", "Mai", "_"),
)


def looking_everywhere(language: str) -> Grammar:
    """Return a grammar with a date that begins with what may stand there, so that every place is looked at."""
    reading = LOCALES[language].strings["reading"]
    strings = {"reading": {**reading, "dates": {**reading["dates"], "odd": "[§]§§"}}}
    return make_locale(language, language, LOCALES[language].cldr.language, strings).grammar


EVERYWHERE = {language: looking_everywhere(language) for language in LOCALES}


@given(st.sampled_from(sorted(LOCALES)), st.lists(st.sampled_from(DATED), max_size=8).map("".join))
def test_what_is_passed_over_because_of_its_signs_has_no_date(language: str, text: str) -> None:
    """Neither a text without digits, nor a place where no date begins: looked at closely, they have the same."""
    values = read_values(text, LOCALES[language].grammar)
    assert values == read_values(text, EVERYWHERE[language])
    with_digit = read_values(f"{text} § 7", EVERYWHERE[language])
    assert (values.dates, values.numbers + Counter([Decimal(7)])) == (with_digit.dates, with_digit.numbers)


@pytest.mark.parametrize(
    ("language", "text", "day", "hour"),
    [
        ("vi", "Hẹn tháng Hai, lúc ba giờ chiều", (None, 2, None), 15),
        ("en", "They met in March, at ſix in the afternoon", (None, 3, None), 18),
    ],
)
def test_months_and_hours_in_words_are_read_where_no_digit_stands(
    language: str, text: str, day: Day, hour: int
) -> None:
    """A text that has only words is read as closely as any other."""
    values = read_values(text, LOCALES[language].grammar)
    assert values.dates == {day: 1}
    assert values.numbers == {hour: 1}


def test_phrases_that_words_can_t_tell_are_looked_for_in_every_text() -> None:
    """A language without spaces, and phrases of digits or signs alone."""
    for words in ("kein, {n}", "$"):
        grammar = make_grammar(decimal=",", group=".", months={}, reading={"denial": {"words": words}})
        assert may_say_not(frozenset(), grammar)
    assert may_count(frozenset(), make_grammar(decimal=".", group=",", months={}, reading=CHINESE))


def test_a_number_in_letters_of_another_case_has_its_value() -> None:
    """A long s is an s, for patterns without case, and no reason to stop."""
    assert read_words("ſix ſeven", LOCALES["en"].grammar) == {6: 1, 7: 1}


def test_a_date_that_begins_with_a_sign_is_found_where_its_beginning_can_not_be_told() -> None:
    """Its places are not looked for beforehand then."""
    grammar = make_grammar(decimal=".", group=",", months={"May": 5}, reading={"dates": {"day": "({d} {month})"}})
    assert grammar.date.begins is None
    assert read_values("On it (3 May) 4", grammar).dates == Counter({(None, 5, 3): 1})
