"""Sources and quotes: what counts as evidence, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from project import ALONE, EVENT, find_codes, find_problems, write_changed

from biennien.messages import voice
from biennien.problems import Span

if TYPE_CHECKING:
    from pathlib import Path

LONG = """\
=== content/sources.yaml +
long: {label: {vi: Dài, en: Long}, language: vi, archive: {file: long.txt, begins: 1, ends: 1}}
"""


def quoting(quote: str, source: str = "paper") -> str:
    """Return the change that gives a mechanism a quote as evidence."""
    evidence = f"[{{source: {source}, quote: {quote}, translation: {{en: x}}}}]"
    return f"=== content/series.yaml +\nx: {{name: {{vi: Một, en: One}}, evidence: {evidence}}}\n"


@pytest.mark.parametrize(
    ("quote", "codes"),
    [
        ('"lãnh đạo Hà Giang và Quảng Tây"', []),
        ('"lãnh đạo\\u00a0Hà   Giang"', []),
        ('"la\u0303nh \u0111a\u0323o Hà Giang"', []),
        ('"lãnh đạo\n\n  Hà Giang"', []),
        ('"Ngày […] Quảng Tây"', ["E412"]),
        ('"Gặp gỡ […] lãnh đạo [...] hội đàm"', []),
        ('"hội đàm […] lãnh đạo"', ["E220"]),
        ('"Lãnh đạo Hà Giang"', ["E212"]),
        ('"lanh dao Ha Giang"', ["E212"]),
        ('"Tin mới"', ["E212"]),
        ('"Lượt xem"', ["E212"]),
        ('"lãnh đạo, Hà Giang"', ["E212"]),
    ],
)
def test_a_quote_is_verbatim_but_for_white_space(tmp_path: Path, quote: str, codes: list[str]) -> None:
    """Accents, capitals and punctuation count; what is outside the article does not."""
    found = find_codes(tmp_path, quoting(quote))
    assert [code for code in found if code != "E412"] == [code for code in codes if code != "E412"]


@pytest.mark.parametrize(("length", "codes"), [(240, []), (241, ["W227"])])
def test_a_quote_may_be_as_long_as_its_limit(tmp_path: Path, length: int, codes: list[str]) -> None:
    """Counted in characters."""
    assert find_codes(tmp_path, f"{LONG}=== seeds/long.txt\n{'ế' * length}\n{quoting('ế' * length, 'long')}") == codes


@pytest.mark.parametrize(
    ("begins", "ends", "codes"),
    [(1, 6, []), (6, 6, []), (1, 7, ["E219"]), (7, 7, ["E219"]), (3, 2, ["E219"])],
)
def test_an_article_lies_within_its_capture(tmp_path: Path, begins: int, ends: int, codes: list[str]) -> None:
    """Counted in lines, the last of which may end with a line break; quotes are only looked for where it does."""
    source = f"label: {{vi: a, en: a}}, language: vi, archive: {{file: paper.txt, begins: {begins}, ends: {ends}}}"
    changes = (
        f"=== content/sources.yaml +\nother: {{{source}}}\n{quoting('Lượt xem' if not codes else 'none', 'other')}"
    )
    assert find_codes(tmp_path, changes) == codes


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("url: https://example.org", []),
        ("url: http://example.org", []),
        ("url: ftp://example.org", ["E506"]),
        ("url: 'javascript:alert(1)'", ["E506"]),
        ("archive: {file: paper.txt, begins: 1, ends: 1}, url: https://example.org", []),
        ("archive: {file: paper.txt, begins: 1, ends: 1}, url: x", ["E506"]),
        ("note: {vi: Một, en: One}", ["E226"]),
        ("archive: {file: paper.txt, begins: 1}", ["E201"]),
        ("url: [a]", ["E203"]),
    ],
)
def test_a_source_can_be_looked_up(tmp_path: Path, source: str, codes: list[str]) -> None:
    """In the archive or at an address of the web."""
    assert (
        find_codes(tmp_path, f"=== content/sources.yaml +\nx: {{label: {{vi: a, en: a}}, language: vi, {source}}}\n")
        == codes
    )


@pytest.mark.parametrize(
    ("language", "translation", "codes"),
    [
        ("vi", "{en: a}", []),
        ("vi", "{}", ["E222"]),
        ("vi", "{vi: a, en: a}", ["E228"]),
        ("en", "{vi: a}", []),
        ("zh", "{vi: a, en: a}", []),
        ("zh", "{vi: a}", ["E222"]),
        ("zh", "{}", ["E222", "E222"]),
    ],
)
def test_a_quote_is_given_in_every_other_language_of_the_site(
    tmp_path: Path, language: str, translation: str, codes: list[str]
) -> None:
    """Its own excepted, which may be none of them."""
    source = f"x: {{label: {{vi: a, en: a}}, language: {language}, archive: {{file: x.txt, begins: 1, ends: 1}}}}"
    evidence = f"[{{source: x, quote: chữ, translation: {translation}}}]"
    changes = f"=== content/sources.yaml +\n{source}\n=== seeds/x.txt\nmột chữ\n"
    found = find_problems(
        write_changed(
            tmp_path, f"{changes}=== content/series.yaml +\ny: {{name: {{vi: a, en: a}}, evidence: {evidence}}}\n"
        )
    )
    assert [one.code for one in found] == codes


def event_of(claims: str, fields: str = "") -> str:
    """Return the changes that make the event rest on these claims alone."""
    return f"{ALONE}{fields}summary: {{vi: Họp, en: Talks}}\nclaims:\n{claims}"


def claim(evidence: str, supports: str = "date, host, series, edition", id_: str = "a") -> str:
    """Return a claim that rests on evidence."""
    return f"  - {{id: {id_}, kind: event, supports: [{supports}], vi: Họp, en: Talks, evidence: [{evidence}]}}\n"


QUOTE = '{source: paper, quote: "Quảng Tây", translation: {en: Guangxi}}'


@pytest.mark.parametrize(
    ("claims", "fields", "codes"),
    [
        (claim(QUOTE), "", []),
        (claim(f"{QUOTE}, {QUOTE}"), "", []),
        (claim(QUOTE) + claim("{source: web}", "", "b"), "", []),
        (claim(f"{QUOTE}, {{source: web}}"), "", ["E221"]),
        (claim("{source: web}"), "coverage: outside\n", []),
        (claim("{source: web}"), "", ["E230"]),
        (claim("{source: web}"), "coverage: mentioned\n", ["E230"]),
        (claim(QUOTE), "coverage: mentioned\n", []),
        (claim(QUOTE), "coverage: outside\n", ["E230"]),
        (claim("{source: wbe}"), "", ["E215"]),
        (claim("{source: paper}"), "", ["E217"]),
        (claim("{source: web, quote: a}"), "coverage: outside\n", ["E218"]),
    ],
)
def test_what_was_checked_and_what_was_not_are_kept_apart(
    tmp_path: Path, claims: str, fields: str, codes: list[str]
) -> None:
    """In each claim, and in what an event says of its coverage."""
    assert find_codes(tmp_path, event_of(claims, fields)) == codes


@pytest.mark.parametrize(
    ("supports", "fields", "codes"),
    [
        ("date, host, series, edition", "", []),
        ("date, host, series, edition, kind", "", []),
        ("date, host, series", "", ["E223"]),
        ("", "", ["E223", "E223", "E223", "E223"]),
        ("date, host, series, edition, format", "", ["E229"]),
        ("date, host, series, edition, format", "format: online\n", []),
        ("host, series, edition", "date: XXXX\ndate_note: {vi: Một, en: One}\n", []),
        ("date, host, series, edition", "date: XXXX\ndate_note: {vi: Một, en: One}\n", ["E229"]),
        ("date, series, edition", "!host\n", []),
        ("date, date, host, series, edition", "", []),
    ],
)
def test_every_fact_of_an_event_rests_on_a_claim(tmp_path: Path, supports: str, fields: str, codes: list[str]) -> None:
    """And no claim supports what is not there."""
    assert find_codes(tmp_path, event_of(claim(QUOTE, supports), fields)) == codes


def test_a_fact_may_rest_on_several_claims(tmp_path: Path) -> None:
    """Each supports its part."""
    claims = claim(QUOTE, "date, host") + claim(QUOTE, "series, edition, date", "b")
    assert find_codes(tmp_path, event_of(claims)) == []


def test_a_quote_in_an_event_is_marked_in_its_part(tmp_path: Path) -> None:
    """The first part that is missing, and how like the archive it is."""
    (found,) = find_problems(write_changed(tmp_path, quoting('"Hà Giang […] sớm xây cảng"')))
    line = (tmp_path / "content" / "series.yaml").read_text("utf-8").split("\n")[4]
    assert isinstance(found.where, Span)
    assert (found.code, found.where.line) == ("E212", 5)
    assert line[found.where.column - 1 : found.where.end_column - 1] == "sớm xây cảng"
    assert voice().say(found.label).endswith("like the archive")
    assert "seeds/paper.txt:5" in voice().say(found.details[0][1])


def test_the_event_is_where_the_tiny_project_keeps_it() -> None:
    """Else the changes above would change nothing."""
    assert EVENT in ALONE
