"""The search index: every word of every text is in it, where it stands, in files of which a search needs few."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cache
from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from built_in import LOCALES
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from biennien.load import load
from biennien.names import every_name
from biennien.outputs import search
from biennien.outputs.search import (
    base36,
    first_words,
    joined_words,
    next_letter,
    split_records,
    split_terms,
    split_texts,
    split_words,
)
from biennien.site import plan_site
from biennien.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.site import Site

FOLDED = re.compile(r"[^ ]+")
PLACE = re.compile(r"([0-9A-Z]+)([^0-9A-Z]+)")
KEYS = st.lists(st.text("abcdđ水口", min_size=1, max_size=5).map(fold), unique=True).map(
    lambda keys: sorted(keys, key=lambda key: key.encode("utf-16-be"))
)


@cache
def own_site() -> Site:
    """Return the project's own site."""
    chronicle, _ = load(ROOT)
    assert chronicle is not None
    return plan_site(chronicle)


@cache
def own_index() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the data of the index of the project's own site by the names of its files, and its contents."""
    index = search.render_search(own_site(), LOCALES)
    data = {address: script.decode() for address, script in index.files.items()}
    read = {}
    for address, script in data.items():
        name, value = json.loads("[" + script.removeprefix("bienNien.put(").removesuffix(");\n") + "]")
        assert address == f"assets/search/{name}.js"
        read[name] = value
    return read, json.loads(index.contents.decode().removeprefix("bienNien.contents=").removesuffix(";\n"))


def whole(kind: str) -> Iterator[Any]:
    """Yield what the files of a kind hold, one after the other."""
    files, contents = own_index()
    for at, start in enumerate(contents[kind]):
        part = files[f"{kind}-{at}"]
        yield from (part if kind != "terms" else part.split("\n"))
        assert kind == "terms" or start >= 0


@cache
def places() -> dict[str, list[dict[int, str]]]:
    """Return where every form stands, in names, claims and quotes: numbers, and what follows there."""
    found = {}
    for line in whole("terms"):
        key, *forms = line.split(" ")
        for one in forms:
            form, *lists = one.split("|")
            steps = [PLACE.findall(text) for text in lists] + [[], [], []]
            found[form or key] = [dict(_numbers(each)) for each in steps[:3]]
    return found


def _numbers(steps: list[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    number = 0
    for step, ways in steps:
        number += int(step, 36)
        yield number, ways


def test_every_word_of_every_name_is_found_at_its_entry() -> None:
    """And every word of an event's titles; the word after it is told by its letter, the beginning of a name by ^."""
    for number, (register, entry) in enumerate(search.list_records(own_site())):
        for name, _ in every_name(register, entry):
            words = split_words(name)
            for at, (form, _, _) in enumerate(words):
                ways = places()[form][search.NAMES][number]
                assert at or "^" in ways
                assert at + 1 == len(words) or words[at + 1][2] in ways


def test_every_word_of_every_claim_is_found_by_all_of_its_texts_and_quotes() -> None:
    """What a quote has, the texts of its claim may have already: then it is listed there alone."""
    for number, claim in enumerate(claim for event in own_site().relations.events for claim in event.claims):
        texts = [(search.CLAIMS, text) for text in claim.text.values()]
        quotes = [(search.QUOTES, one.quote) for one in claim.evidence if one.quote]
        for kind, text in (*texts, *quotes):
            words = split_words(text)
            for (form, _, _), (_, _, letter) in zip(words, [*words[1:], ("", "", ".")], strict=True):
                ways = [places()[form][one].get(number, "") for one in {search.CLAIMS, kind}]
                assert letter in "".join(ways), (claim.id, form)


def test_the_words_are_in_the_order_in_which_javascript_compares_texts() -> None:
    """Each folded word has one line, with its forms."""
    keys = [line.split(" ")[0] for line in whole("terms")]
    assert keys == sorted(set(keys), key=lambda key: key.encode("utf-16-be"))
    assert all(fold(form) == key for key, form in _forms())


def _forms() -> Iterator[tuple[str, str]]:
    for line in whole("terms"):
        key, *forms = line.split(" ")
        yield from ((key, one.split("|")[0] or key) for one in forms)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_results_show_names_and_claims_in_the_language_of_the_page(language: str) -> None:
    """In the order of their numbers; the quotes are the same for all."""
    records = list(search.list_records(own_site()))
    shown = list(whole(f"{language}-names"))
    assert [one[1] for one in shown] == [entry.id for _, entry in records]
    claims = [claim for event in own_site().relations.events for claim in event.claims]
    assert list(whole(f"{language}-claims")) == [[claim.id, claim.text[language]] for claim in claims]
    quotes = [[one.quote for one in claim.evidence if one.quote] for claim in claims]
    assert [[text for _, text in each] for each in whole("quotes")] == quotes


def test_a_pair_shows_its_names_in_other_scripts_together() -> None:
    """As one name of the pair, and no spelling that adds nothing."""
    shown = next(one for one in whole("en-names") if one[1] == "ta-lung-shuikou")
    assert shown[:4] == ["places", "ta-lung-shuikou", "Tà Lùng – Shuikou", "Border gate"]
    assert shown[4][:3] == [
        ["Tà Lùng – Thủy Khẩu", "vi"],
        ["驮隆 – 水口", "zh-Hans"],
        ["Tuólóng – Shuǐkǒu", "zh-Latn-pinyin"],
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thuỷ Khẩu", [("thủy", "thuy"), ("khẩu", "khau")]),
        ("Thu\u0309y Kh\u00e2\u0309u", [("thủy", "thuy"), ("khẩu", "khau")]),
        ("ĐIỆN BIÊN", [("điện", "dien"), ("biên", "bien")]),
        ("水口 Shuǐkǒu", [("水", "水"), ("口", "口"), ("shuǐkǒu", "shuikou")]),
        ("7,2 tỷ; 22/2/2023", [("7",) * 2, ("2",) * 2, ("tỷ", "ty"), ("22",) * 2, ("2",) * 2, ("2023",) * 2]),
        ("", []),
    ],
)
def test_a_text_is_split_into_words_with_and_without_marks(text: str, words: list[tuple[str, str]]) -> None:
    """Tone marks in the old style, small letters; of a script without spaces each sign."""
    assert [term[:2] for term in split_words(text)] == words


@pytest.mark.parametrize(
    ("name", "word"),
    [("Điện Biên", "dienbien"), ("Thủy Khẩu", "thuykhau"), ("Shuikou", ""), ("水口", ""), ("a b c d e", "")],
)
def test_a_short_name_is_also_found_as_one_word(name: str, word: str) -> None:
    """As in hashtags and addresses; not a name of one word, of many, or of a script without spaces."""
    assert [key for _, key, _ in joined_words(split_words(name))] == [word] * bool(word)


@given(st.integers(0, 2**40))
def test_numbers_are_written_in_base_36(number: int) -> None:
    """They are read back as they were."""
    assert int(base36(number), 36) == number
    assert base36(number) == base36(number).upper()


@given(st.text())
def test_what_follows_is_told_by_one_small_letter(word: str) -> None:
    """Whatever the word."""
    assert re.fullmatch("[a-z]", next_letter(word))


@given(KEYS, st.integers(1, 60), st.data())
def test_files_of_terms_hold_every_line_once_in_order(keys: list[str], size: int, data: st.DataObject) -> None:
    """Each is small, or has one word; and the beginnings lead to the file that has a word."""
    lines = [(key, key + data.draw(st.text("x", max_size=30))) for key in keys]
    files = split_terms(lines, size) if lines else []
    assert [line for part in files for line in part] == lines
    assert all(len(part) == 1 or sum(len(line) + 1 for _, line in part) <= size for part in files)
    starts = first_words(files)
    for at, part in enumerate(files):
        assert {bisect_right([_order(one) for one in starts], _order(key)) - 1 for key, _ in part} == {at}


def _order(key: str) -> bytes:
    return key.encode("utf-16-be")


def test_a_change_to_one_word_moves_only_its_neighbours() -> None:
    """Words with another first letter stay in files of the same bytes."""
    lines = [(f"{letter}{place:03}", "x" * 40) for letter in "abcde" for place in range(100)]
    longer = [(key, line * 9 if key == "b050" else line) for key, line in lines]
    groups = [{_file(part) for part in split_terms(each, 1000)} for each in (lines, longer)]
    assert {key[0] for part in groups[0] ^ groups[1] for key in part.split()} == {"b"}


def _file(part: list[tuple[str, str]]) -> str:
    return " ".join(f"{key}={len(line)}" for key, line in part)


@given(st.lists(st.text(max_size=3_000), max_size=30))
def test_files_of_texts_hold_every_text_once_in_order(items: list[str]) -> None:
    """None is empty, unless there is nothing at all, and none is large unless one text is."""
    files = split_texts([json.dumps(item, ensure_ascii=False) for item in items])
    assert [json.loads(one) for part in files for one in part] == items
    assert all(files) or not items
    assert all(len(part) == 1 or sum(map(len, part)) <= search.TEXTS_SIZE for part in files if part)


def test_the_contents_tell_where_every_file_begins() -> None:
    """And nothing is in the folder besides."""
    files, contents = own_index()
    kinds = {name: len(list(same)) for name, same in groupby(sorted(files), lambda name: name.rpartition("-")[0])}
    assert kinds == {
        name: len(starts) for name, starts in contents.items() if isinstance(starts, list) and name in kinds
    }
    assert contents["claims"] == [len(event.claims) for event in own_site().relations.events]
    assert contents["quoted"] == ["vi"]


def test_the_index_is_the_same_in_whatever_parts_it_was_made() -> None:
    """Where the words of each run stand is told from its beginning, and joined to those before."""
    runs = list(split_records(search.list_records(own_site())))
    some, one = (
        search.join_terms([search.read_part(own_site(), LOCALES, run) for run in cut])
        for cut in (runs, [tuple(record for run in runs for record in run)])
    )
    assert len(runs) > 1
    assert some == one


@given(st.lists(st.text("ab", min_size=1, max_size=9), unique=True, max_size=200), st.data())
def test_a_new_record_touches_one_run_alone(ids: list[str], data: st.DataObject) -> None:
    """It makes a run longer or two of one; all others are the same runs."""
    at = data.draw(st.integers(0, len(ids)))
    runs, more = (
        list(split_records(("people", SimpleNamespace(id=id_)) for id_ in some))
        for some in (ids, [*ids[:at], "new", *ids[at:]])
    )
    assert [id_ for run in runs for _, id_ in run] == ids
    assert len(set(runs) - set(more)) <= 1


def test_the_index_of_one_chronicle_is_always_the_same() -> None:
    """Two builds give the same bytes, so that its version changes only when it does."""
    first, second = (search.render_search(own_site(), LOCALES) for _ in range(2))
    assert first == second
