"""The index by letters: everything is there once, in the order of the alphabet, and other names lead to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from built_in import ENGLISH, LOCALES
from conftest import ROOT

from biennien.load import load
from biennien.locales import make_locale
from biennien.names import every_name
from biennien.site import Page, plan_site
from biennien.views.here import Here
from biennien.views.letters import INDEXED, kind_word, letters_view

if TYPE_CHECKING:
    from biennien.locales import Locale
    from biennien.site import Site

VIETNAMESE = LOCALES["vi"]


@cache
def own_site() -> Site:
    """Return the project's own site."""
    chronicle, _ = load(ROOT)
    assert chronicle is not None
    return plan_site(chronicle)


@cache
def index(language: str) -> dict[str, Any]:
    """Return the view of a language's index by letters."""
    page = Page("letters", "", language, f"{language}/index-az.html")
    return letters_view(Here(own_site(), page, LOCALES[language], ("letters", "")))


def groups(language: str) -> dict[str, list[dict[str, Any]]]:
    """Return the lines of the index by the heading that they are under."""
    return {group["heading"]: group["lines"] for group in index(language)["sections"][0]["view"]}


def said(line: dict[str, Any]) -> str:
    """Return a line as the page shows it."""
    return f"{line['name']} → {line['link']['text']}" if line["name"] else str(line["link"]["text"])


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Đặng Quốc Khánh", "Đ"),
        ("Ăn", "Ă"),
        ("ấm", "Â"),
        ("Ớt", "Ơ"),
        ("Ứng Hòa", "Ư"),
        ("ế", "Ê"),
        ("Ỷ", "Y"),
        ("O\u0302\u0301", "Ô"),
        ("Ābāzhài", "A"),
        ("“Biên giới”", "B"),
        ("cầu đường bộ", "C"),
        ("14 tỉnh", ""),
        ("水口", ""),
        ("–", ""),
        ("", ""),
    ],
)
def test_a_name_is_under_its_first_letter_in_the_vietnamese_alphabet(text: str, letter: str) -> None:
    """With its quality marks and without its tone; a sign before it does not count; other scripts have no letter."""
    assert VIETNAMESE.letter(text) == letter


@pytest.mark.parametrize(("text", "letter"), [("Đặng", "D"), ("Ôn", "O"), ("zebra", "Z"), ("水口", "")])
def test_a_letter_that_the_alphabet_lacks_is_under_the_plain_one(text: str, letter: str) -> None:
    """In English, Đ is a D."""
    assert LOCALES["en"].letter(text) == letter


@pytest.mark.parametrize(("text", "letter"), [("Écran", "E"), ("Ωmega", "Ω"), ("水口", ""), ("7", "")])
def test_without_an_alphabet_any_script_with_capitals_has_letters(text: str, letter: str) -> None:
    """A language that the program has no words for has an index all the same."""
    french: Locale = make_locale("fr", "Français", "fr-FR", {**ENGLISH, "alphabet": ""})
    assert french.letter(text) == letter


def test_the_vietnamese_letters_stand_in_the_order_of_the_alphabet() -> None:
    """D before Đ; what begins with no letter comes last."""
    headings = list(groups("vi"))
    alphabet = [one.upper() for one in VIETNAMESE.ranks]
    assert headings[:-1] == [one for one in alphabet if one in headings]
    assert headings[-1] == VIETNAMESE.say("letters_other")
    assert headings.index("Đ") == headings.index("D") + 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_contents_lead_to_every_letter(language: str) -> None:
    """And to nothing else."""
    view = index(language)
    assert [one["href"] for one in view["contents"]["items"]] == [
        f"#{group['id']}" for group in view["sections"][0]["view"]
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everybody_and_everything_is_in_the_index_once(language: str) -> None:
    """People, places, organisations, mechanisms, topics and threads, each by its own name, with what it is."""
    chronicle = own_site().chronicle
    entries = [(register, one) for register in INDEXED for one in getattr(chronicle, register).values()]
    lines = [line for lines in groups(language).values() for line in lines if not line["name"]]
    assert sorted(line["link"]["text"] for line in lines) == sorted(one.name[language] for _, one in entries)
    kinds = {one.name[language]: kind_word(chronicle, register, one, LOCALES[language]) for register, one in entries}
    assert all(line["kind"] in kinds.values() and line["kind"] for line in lines)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_lines_of_a_letter_are_in_order(language: str) -> None:
    """By the language's own collation."""
    one = LOCALES[language]
    for heading, lines in groups(language).items():
        if heading != one.say("letters_other"):
            names = [line["name"] or line["link"]["text"] for line in lines]
            assert names == sorted(names, key=one.sort_key)
            assert {one.letter(name) for name in names} == {heading}


def test_names_of_other_languages_lead_to_the_entry() -> None:
    """A side of a pair, its English name and its characters, which are in the order of their pinyin."""
    shown = {said(line): line for lines in groups("vi").values() for line in lines}
    pair = "Tà Lùng – Thủy Khẩu"
    assert shown[f"Shuikou → {pair}"]["lang"] == "en"
    assert shown[f"水口 → {pair}"]["lang"] == "zh-Hans"
    assert shown[f"Thủy Khẩu → {pair}"]["lang"] == ""
    assert shown[f"Shuikou → {pair}"]["link"]["href"] == "places/ta-lung-shuikou.html"
    last = [line["name"] for line in groups("vi")[VIETNAMESE.say("letters_other")]]
    assert last.index("刘宁") < last.index("水口") < last.index("王宁")  # Liú, Shuǐ, Wáng


def test_no_name_leads_to_where_it_stands_already() -> None:
    """One that begins like the entry's own would stand beside it; Shuǐkǒu is there as Shuikou."""
    for lines in groups("vi").values():
        for line in lines:
            if line["name"]:
                assert line["name"].split()[0].casefold() != line["link"]["text"].split()[0].casefold()
                assert "threads/" not in line["link"]["href"]
    names = [line["name"] for lines in groups("vi").values() for line in lines]
    assert "Shuǐkǒu" not in names


def test_every_name_of_an_entry_is_known_with_its_language() -> None:
    """Of an event its titles, of a source its own and its labels, of a pair those of its sides, then variants."""
    chronicle = own_site().chronicle
    place = chronicle.places["ta-lung-shuikou"]
    names = every_name("places", place)
    assert names[:2] == (("Tà Lùng – Thủy Khẩu", "vi"), ("Tà Lùng – Shuikou", "en"))
    assert ("水口", "zh-Hans") in names
    assert names.index(("Tà Lùng - Thủy Khẩu", "vi")) > names.index(("Shuǐkǒu", "zh-Latn-pinyin"))
    assert len(names) == len(set(names))
    source = chronicle.sources["dcsvn-2023"]
    assert (source.title, "vi") in every_name("sources", source)
    event = next(iter(chronicle.events.values()))
    assert every_name("events", event) == tuple((text, language) for language, text in event.title.items())
