"""Markdown: citations, links, and what is no Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from project import EVENT, find_codes, find_problems, write_changed

from biennien.check.prose import HTML, _line, _Places

if TYPE_CHECKING:
    from pathlib import Path


def body(text: str) -> str:
    """Return the change that gives the event a body, the same in both languages."""
    return f"=== {EVENT} +\n{yaml.safe_dump({'body': {'vi': text, 'en': text}}, allow_unicode=True)}"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Một.[^held]", []),
        ("Một.", ["E501"]),
        ("Một.[^held]\n\nHai.", ["E501"]),
        ("Một\nhai.[^held]", []),
        ("# Một\n\nHai.[^held]", []),
        ("- Một.[^held]\n- Hai.", ["E501"]),
        ("> Một.", ["E501"]),
        ("1. Một.[^held]\n\n   Hai.[^trade]", []),
        ("`[^held]`", ["E501"]),
        ("Một.[^none]", ["E502"]),
        ("Một.[^Held]", ["E501"]),
        ("Một.[^held][^held][^trade]", []),
        ("***", []),
    ],
)
def test_every_paragraph_of_a_body_cites_a_claim(tmp_path: Path, text: str, codes: list[str]) -> None:
    """Items of lists and quotations too; headings need none, and code cites nothing."""
    assert find_codes(tmp_path, body(text)) == codes * 2


def test_a_summary_need_not_cite_in_every_paragraph(tmp_path: Path) -> None:
    """But what it cites must be there."""
    assert find_codes(tmp_path, f"=== {EVENT} +\nsummary: {{vi: Một, en: One}}\n") == []
    assert find_codes(tmp_path, f"=== {EVENT} +\nsummary: {{vi: 'Một [^x]', en: 'One [^x]'}}\n") == ["E502"] * 2


@pytest.mark.parametrize(
    ("target", "codes"),
    [
        ("place:ha-giang", []),
        ("person:liu-ning", []),
        ("organisation:joint-committee", []),
        ("mechanism:spring-meetings", []),
        ("event:meeting", []),
        ("topic:trade", []),
        ("thread:bridge", []),
        ("source:paper", []),
        ("https://example.org/a_(b)", []),
        ("HTTPS://example.org", []),
        ("mailto:a@example.org", []),
        ("place:none", ["E504"]),
        ("place:", ["E504"]),
        ("person:ha-giang", ["E504"]),
        ("series:spring-meetings", ["E504"]),
        ("ftp://example.org", ["E504"]),
        ("../places/ha-giang.html", ["E504"]),
        ("#part", ["E504"]),
        ("tel:123", ["E504"]),
    ],
)
def test_a_link_leads_to_an_entry_or_to_the_web(tmp_path: Path, target: str, codes: list[str]) -> None:
    """And never to a path of the site."""
    assert find_codes(tmp_path, body(f"Một [hai]({target}).[^held]")) == codes * 2


def test_a_script_never_becomes_a_link(tmp_path: Path) -> None:
    """Markdown itself refuses it, so it is shown as it stands."""
    assert find_codes(tmp_path, body("[Hai](javascript:alert(1)).[^held]")) == []


def test_each_of_several_wrong_links_is_marked(tmp_path: Path) -> None:
    """Also those that Markdown writes otherwise in an address."""
    text = "[a](place:x) [b](place:x) [c](<place:địa danh>) [^held]"
    found = find_problems(write_changed(tmp_path, body(text)))
    assert [one.values["target"] for one in found] == ["place:x", "place:x", "place:địa danh"] * 2
    assert len({str(one.where) for one in found}) == 6


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a < b và b > c", []),
        ("a <b và c", []),
        ("<https://example.org/a?b>", []),
        ("<a@example.org>", []),
        ("<5 USD>", []),
        ("<b>một</b>", ["<b>", "</b>"]),
        ("<br>", ["<br>"]),
        ("<br/>", ["<br/>"]),
        ('<a href="x">', ['<a href="x">']),
        ("<img\nsrc=x>", ["<img\nsrc=x>"]),
        ("<my-part>", ["<my-part>"]),
        ("<!-- một -->", ["<!--"]),
    ],
)
def test_html_is_told_from_other_angles(text: str, found: list[str]) -> None:
    """Comparisons and addresses are none."""
    assert HTML.findall(text) == found


def test_html_in_a_body_is_a_fault_wherever_it_stands(tmp_path: Path) -> None:
    """Each tag by itself."""
    assert find_codes(tmp_path, body("<b>Hai</b>.[^held]")) == ["E505"] * 4


@given(st.text(st.sampled_from("ab \n\t"), max_size=20), st.integers(0, 5))
def test_the_words_of_a_line_are_found(text: str, line: int) -> None:
    """Without the blanks around them."""
    lines = text.split("\n")
    if line < len(lines):
        start, end = _line(text, line)
        assert text[start:end] == lines[line].strip()
        assert text.count("\n", 0, start) == line


def test_the_same_words_are_found_one_after_the_other() -> None:
    """And the whole text where they are not to be found."""
    places = _Places("a b a")
    assert [places.next("a"), places.next("a"), places.next("a"), places.next("b")] == [(0, 1), (4, 5), (0, 5), (2, 3)]
