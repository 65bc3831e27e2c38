"""Dates and figures: what agrees with the sources, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from project import ALONE, EVENT, find_codes, find_problems, write_changed

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = """\
=== content/sources.yaml +
paper: {label: {vi: Báo, en: Paper}, language: vi, PUBLISHED archive: {file: paper.txt, begins: 2, ends: 5}}
later: {label: {vi: Sau, en: Later}, language: vi, AFTERWARDS archive: {file: paper.txt, begins: 2, ends: 5}}
"""


@pytest.mark.parametrize(
    ("date", "codes"),
    [
        ("2023-02-22", []),
        ("2023-02-22~", ["E311"]),
        ("2023-02-22?", ["E311"]),
        ("2023-02", ["E311"]),
        ("2023", ["E311"]),
        ("202X", ["E311"]),
        ("2023-02-XX", ["E311"]),
        ("2023-02-22/2023-02-23", ["E311"]),
        ("../2023-12-31", ["E311"]),
        ("XXXX", ["E311", "E229"]),
    ],
)
def test_only_a_day_that_is_exact_needs_no_note(tmp_path: Path, date: str, codes: list[str]) -> None:
    """Every other date says why it is not known better."""
    without = find_codes(tmp_path / "a", f"=== {EVENT} +\ndate: {date}\n")
    note = "date_note: {vi: Bài báo không nêu, en: The article does not say}"
    noted = find_codes(tmp_path / "b", f"=== {EVENT} +\ndate: {date}\n{note}\n")
    assert (without, noted) == (codes, [code for code in codes if code != "E311"])


@pytest.mark.parametrize(
    ("style", "edition", "date", "codes"),
    [
        ("year", "2023", "2023-02", []),
        ("year", "2022", "2023-02", ["E312"]),
        ("year", "2023", "2022-12/2023-01", []),
        ("year", "2021", "2022-12/2023-01", ["E312"]),
        ("year", "2025", "202X", []),
        ("year", "2025", "../2024", []),
        ("year", "14", "2023-02", ["E312"]),
        ("ordinal", "14", "2023-02", []),
    ],
)
def test_an_edition_counted_by_year_is_a_year_of_the_date(
    tmp_path: Path, style: str, edition: str, date: str, codes: list[str]
) -> None:
    """Where the date leaves it open, nothing is denied."""
    series = f"spring-meetings: {{name: {{vi: Gặp gỡ, en: Meetings}}, edition: {style}}}"
    fields = f"edition: {edition}\ndate: {date}\ndate_note: {{vi: Một, en: One}}\nfigures: []"
    assert find_codes(tmp_path, f"=== content/series.yaml\n{series}\n=== {EVENT} +\n{fields}\n") == codes


@pytest.mark.parametrize(
    ("published", "afterwards", "coverage", "codes"),
    [
        ("published: 2023-02-22,", "published: 2023-02-21,", "reported", []),
        ("published: 2023-02-21,", "published: 2023-02-23,", "reported", []),
        ("published: 2023-02-21,", "", "reported", []),
        ("published: 2023-02-21,", "published: 2023-02,", "reported", []),
        ("published: 2023-02-21,", "published: 2023-01,", "reported", ["E313", "E313"]),
        ("published: 2023-02-21,", "published: 2023-01,", "mentioned", []),
    ],
)
def test_an_event_is_reported_when_an_article_came_after_it(
    tmp_path: Path, published: str, afterwards: str, coverage: str, codes: list[str]
) -> None:
    """An earlier one may stand beside it; one without a date denies nothing."""
    sources = SOURCES.replace("PUBLISHED", published).replace("AFTERWARDS", afterwards)
    evidence = ", ".join(f"{{source: {one}, quote: Quảng Tây, translation: {{en: a}}}}" for one in ("paper", "later"))
    claim = f"{{id: a, kind: event, supports: [date, host, series, edition], vi: a, en: a, evidence: [{evidence}]}}"
    fields = f"coverage: {coverage}\nsummary: {{vi: a, en: a}}\nclaims: [{claim}]\n"
    assert find_codes(tmp_path, f"{sources}{ALONE}{fields}") == codes


def figures(article: str, figure: str) -> str:
    """Return the changes by which one figure rests on an article of one line, quoted whole."""
    claim = f"""\
claims:
  - id: a
    kind: result
    supports: [date, host, series, edition]
    vi: một
    en: one
    evidence:
      - source: x
        quote: "{article}"
        translation: {{en: "{article}"}}
summary: {{vi: một, en: one}}
figures: [{{id: f, measure: talks, period: 2022, claim: a, {figure}}}]
"""
    source = "x: {label: {vi: X, en: X}, language: vi, archive: {file: x.txt, begins: 1, ends: 1}}"
    return f"=== content/sources.yaml +\n{source}\n=== seeds/x.txt\n{article}\n{ALONE}{claim}"


@pytest.mark.parametrize(
    ("article", "figure", "codes"),
    [
        ("có 50 cuộc", "value: 50", []),
        ("có hơn 50 cuộc", "value: 50, bound: over", []),
        ("có hơn 50 cuộc", "value: 50", ["E315"]),
        ("có Trên 50 cuộc", "value: 50, bound: over", []),
        ("có gần 50 cuộc", "value: 50, bound: about", []),
        ("có 50 cuộc", "value: 50, bound: exact", []),
        ("có 50 cuộc", "value: 50, bound: under", ["E315"]),
        ("đạt 7,2 tỷ", "value: 7200000000", []),
        ("đạt 9 tỷ 381 triệu", "value: 9381000000", []),
        ("đạt 4.619 lượt", "value: 4619", []),
        ("đạt 4.619 lượt", "value: 4.6190", ["E314"]),
        ("ký ba văn bản", "value: 3", []),
        ("ký ba văn bản", "value: 4", ["E314"]),
        ("ngày 22/2/2023", "value: 22", ["E314"]),
        ("có 50 và hơn 50 cuộc", "value: 50", []),
        ("có 50 và hơn 50 cuộc", "value: 50, bound: over", []),
        ("có 150 cuộc", "value: 50", ["E314"]),
    ],
)
def test_a_figure_is_the_number_of_its_quote(tmp_path: Path, article: str, figure: str, codes: list[str]) -> None:
    """As the language of the article writes it, with the bound that stands before it."""
    found = find_codes(tmp_path, figures(article, figure))
    assert [code for code in found if code.startswith("E31")] == codes


def test_a_claim_without_a_quote_says_nothing_about_a_figure(tmp_path: Path) -> None:
    """What is only cited can't be compared."""
    claim = "{id: a, kind: result, supports: [date, host, series, edition], vi: a, en: a, evidence: [{source: web}]}"
    fields = f"coverage: outside\nsummary: {{vi: a, en: a}}\nclaims: [{claim}]\n"
    figure = "figures: [{id: f, measure: talks, value: 7, period: 2022, claim: a}]\n"
    assert find_codes(tmp_path, f"{ALONE}{fields}{figure}") == []


@pytest.mark.parametrize(
    ("values", "total", "codes"),
    [
        (("2991", "1628"), "4619", []),
        (("2991", "1628"), "4691", ["E316"]),
        (("0.1", "0.2"), "0.3", []),
        (("0.10", "0.2"), "0.3", []),
        (("1", "2"), "3.0", []),
    ],
)
def test_parts_add_up_exactly(tmp_path: Path, values: tuple[str, str], total: str, codes: list[str]) -> None:
    """In decimals, not in the fractions of a machine."""
    claim = "{id: a, kind: result, supports: [date, host, series, edition], vi: a, en: a, evidence: [{source: web}]}"
    fields = f"coverage: outside\nsummary: {{vi: a, en: a}}\nclaims: [{claim}]\n"
    parts = "".join(
        f"  - {{id: p{place}, measure: talks, value: {value}, period: 2022, claim: a}}\n"
        for place, value in enumerate(values)
    )
    whole = f"  - {{id: whole, measure: talks, value: {total}, period: 2022, parts: [p0, p1], claim: a}}\n"
    assert find_codes(tmp_path, f"{ALONE}{fields}figures:\n{parts}{whole}") == codes


@pytest.mark.parametrize(
    ("figure", "codes"),
    [
        ("period: 2023", []),
        ("period: 2023-02-23", ["E318"]),
        ("period: 2023-02", []),
        ("period: 2022/..", []),
        ("period: 2023-03/..", ["E318"]),
        ("period_note: {vi: một, en: one}", []),
        ("bound: over", ["W317"]),
    ],
)
def test_a_figure_is_of_a_time_that_had_begun(tmp_path: Path, figure: str, codes: list[str]) -> None:
    """A period that may have begun is no fault."""
    bound = "" if figure == "bound: over" else "bound: over, "
    fields = f"figures: [{{id: f, measure: talks, value: 50, {bound}claim: trade, {figure}}}]"
    assert find_codes(tmp_path, f"=== {EVENT} +\n{fields}\n") == codes


@pytest.mark.parametrize(
    ("due", "codes"),
    [("2023", []), ("2023-02-22", []), ("2023-02-21", ["E319"]), ("2022", ["E319"]), ("../2024", []), ("XXXX", [])],
)
def test_nothing_is_due_before_it_was_asked_for(tmp_path: Path, due: str, codes: list[str]) -> None:
    """A time that may be after is no fault."""
    step = f"commitments: [{{thread: bridge, status: requested, due: {due}, claim: ask}}]"
    assert find_codes(tmp_path, f"=== {EVENT} +\n{step}\n") == codes


@pytest.mark.parametrize(
    ("unit", "codes"),
    [("USD", []), ("CNY", []), ("visits", []), ("usd", ["E207"]), ("dollars", ["E207"]), ("US$", ["E207"])],
)
def test_a_unit_is_a_currency_or_has_words_in_the_interface(tmp_path: Path, unit: str, codes: list[str]) -> None:
    """So that a page can name it in each language."""
    measures = f"turnover: {{name: {{vi: a, en: a}}, unit: {unit}}}"
    assert find_codes(tmp_path, f"=== content/measures.yaml +\n{measures}\n") == codes


def test_numbers_are_shown_as_a_curator_writes_them(tmp_path: Path) -> None:
    """To be copied into the value."""
    changes = f"=== {EVENT} +\nfigures: [{{id: f, measure: talks, value: 7, period: 2022, claim: trade}}]\n"
    (found,) = find_problems(write_changed(tmp_path, changes))
    assert found.values == {"value": "7", "numbers": "50, 7200000000", "claim": "trade"}
