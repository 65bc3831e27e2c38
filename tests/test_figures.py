"""Figures as readers see them: a chart only of what can be compared, every bound in words, the sources beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from built_in import LOCALES
from project import EVENT, FILES, base_project, write_project

from biennien.load import load
from biennien.outputs.pages import VIEWS
from biennien.site import Site, plan_site
from biennien.views.here import Here

if TYPE_CHECKING:
    from pathlib import Path

MEASURES = """\
turnover: {name: {vi: Kim ngạch, en: Turnover}, unit: USD, whose: {vi: hai bên, en: the two sides}}
other: {name: {vi: Kim ngạch khác, en: Other turnover}, unit: USD}
visits: {name: {vi: Tổng lượt khách, en: All visits}, unit: visits}
out: {name: {vi: Lượt đi, en: Visits out}, unit: visits}
back: {name: {vi: Lượt về, en: Visits back}, unit: visits}
months: {name: {vi: Số tháng, en: Months}, unit: months}
"""
WORDS = "period_note: {vi: sau 5 tháng, en: after five months}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder for a project."""
    return tmp_path


def site(root: Path, *figures: str) -> Site:
    """Return a site of one event with figures, each the rest of an entry after its claim."""
    text = FILES[EVENT]
    before, after = text[: text.index("figures:")], text[text.index("commitments:") :]
    listed = "".join(f"  - {{claim: trade, {one}}}\n" for one in figures)
    event = f"{before}figures:\n{listed}{after}"
    files = {**base_project(), EVENT: event.encode(), "content/measures.yaml": MEASURES.encode()}
    chronicle, problems = load(write_project(root, files))
    assert chronicle is not None
    assert problems == ()
    return plan_site(chronicle)


def view(site: Site, kind: str, id_: str = "", language: str = "en") -> dict[str, Any]:
    """Return the view of a page."""
    page = next(one for one in site.pages if (one.kind, one.id, one.language) == (kind, id_, language))
    return VIEWS[kind](Here(site, page, LOCALES[language], (kind, id_)))


def measures(site: Site, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return the sections of the page of figures by their headings."""
    return {one["heading"]: one["view"] for one in view(site, "figures", language=language)["sections"]}


def charts(site: Site, measure: str = "Turnover") -> list[list[tuple[str, str]]]:
    """Return the charts of a measure: of each the periods and values."""
    found = measures(site)[measure]["figures"]["charts"]
    return [[(row["label"], row["value"]) for row in one["rows"]] for one in found]


def test_years_of_one_measure_stand_beside_each_other_in_their_order(root: Path) -> None:
    """Whatever the order in which they were written; “over” is said and drawn."""
    found = site(
        root,
        "id: b, measure: turnover, value: 9381000000, bound: over, period: 2023",
        "id: a, measure: turnover, value: 7200000000, period: 2022",
    )
    assert charts(found) == [[("2022", "USD 7.2 billion"), ("2023", "over USD 9.381 billion")]]
    (chart,) = measures(found)["Turnover"]["figures"]["charts"]
    assert [row["bound"] for row in chart["rows"]] == ["exact", "over"]
    assert chart["label"] == "Chart. Turnover: 2022: USD 7.2 billion; 2023: over USD 9.381 billion"
    assert [row["period"]["text"] for row in measures(found)["Turnover"]["figures"]["rows"]] == ["2022", "2023"]


def test_two_measures_are_never_in_one_chart(root: Path) -> None:
    """Though their unit and their period are the same."""
    found = site(
        root,
        "id: a, measure: turnover, value: 7200000000, period: 2022",
        "id: b, measure: other, value: 171000000000, period: 2023",
    )
    assert charts(found) == charts(found, "Other turnover") == []
    assert "scale of its own" not in view(found, "figures")["description"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("period: 2023", "period: 2024-01"),
        ("period: 2023", WORDS),
        (WORDS, WORDS),
        ("period: 2023", "period: 202X"),
        ("period: 2023", "period: 2023-01/2023-06"),
        ("period: 2023-01/..", "period: 2023-01/.."),
    ],
)
def test_periods_of_unlike_or_unknown_length_are_not_compared(root: Path, one: str, other: str) -> None:
    """A month's trade beside a year's would look like a fall."""
    found = site(root, f"id: a, measure: turnover, value: 7, {one}", f"id: b, measure: turnover, value: 9, {other}")
    assert charts(found) == []
    assert len(measures(found)["Turnover"]["figures"]["rows"]) == 2


def test_periods_of_one_length_are_compared_with_each_other(root: Path) -> None:
    """Years in one chart, half years of as many days in another."""
    figures = [("2022", 7), ("2023", 9), ("2021-01-01/2021-06-30", 3), ("2022-01-01/2022-06-30", 4)]
    found = site(root, *(f"id: f{value}, measure: turnover, value: {value}, period: {day}" for day, value in figures))
    assert [[value for _, value in chart] for chart in charts(found)] == [["USD 3", "USD 4"], ["USD 7", "USD 9"]]


def test_a_single_value_has_no_chart(root: Path) -> None:
    """A bar that is compared with nothing says nothing that its number doesn't."""
    found = site(root, "id: a, measure: turnover, value: 171000000000, bound: over, period: 2023")
    assert charts(found) == []
    (row,) = measures(found)["Turnover"]["figures"]["rows"]
    assert (row["bound"], row["value"]) == ("over", "USD 171 billion")


PARTS = (
    f"id: out, measure: out, value: 2991, {WORDS}",
    f"id: back, measure: back, value: 1628, {WORDS}",
    f"id: all, measure: visits, value: 4619, parts: [out, back], {WORDS}",
)


def test_a_figure_made_of_parts_is_a_divided_bar(root: Path) -> None:
    """On the page of figures and on the event's own; its parts lead to the whole."""
    found = site(root, *PARTS)
    (chart,) = measures(found)["All visits"]["figures"]["charts"]
    (row,) = chart["rows"]
    assert (row["label"], row["value"], len(row["segments"])) == ("after five months", "4,619 visits", 2)
    assert [(part["value"], part["text"]) for part in row["parts"]] == [
        ("2,991 visits", "Visits out"),
        ("1,628 visits", "Visits back"),
    ]
    assert "2,991 visits Visits out; 1,628 visits Visits back" in chart["label"]
    assert charts(found, "Visits out") == []
    assert [one["text"] for one in measures(found)["Visits out"]["part_of"]] == ["All visits"]
    (section,) = [one for one in view(found, "events", "meeting")["sections"] if one["part"] == "figures"]
    assert section["view"]["charts"] == [chart]


@pytest.mark.parametrize(
    "part",
    [
        f"id: back, measure: months, value: 1628, {WORDS}",
        f"id: other, measure: back, value: 1628, {WORDS}",
        f"id: back, measure: back, value: 1627, {WORDS}",
    ],
)
def test_parts_that_do_not_make_up_the_whole_do_not_divide_it(root: Path, part: str) -> None:
    """Of another unit, not stated, or of another sum."""
    assert charts(site(root, PARTS[0], part, PARTS[2]), "All visits") == []


def test_every_figure_names_its_event_its_claim_and_its_sources(root: Path) -> None:
    """And whose it is, once, above them."""
    found = site(root, "id: a, measure: turnover, value: 7200000000, period: 2022")
    shown = measures(found)["Turnover"]
    (row,) = shown["figures"]["rows"]
    assert shown["whose"] == "the two sides"
    assert (row["measure"]["text"], row["ref"]["number"]) == ("Spring Meeting 2023", "2")
    assert [one["text"] for one in row["sources"]] == ["Paper"]
    assert row["checked"]


def test_a_chart_speaks_the_language_of_its_page(root: Path) -> None:
    """Numbers, bounds and units included."""
    figure = "id: f{0}, measure: turnover, value: {0}500000, bound: under, period: {0}"
    found = site(root, figure.format(2022), figure.format(2023))
    (chart,) = measures(found, "vi")["Kim ngạch"]["figures"]["charts"]
    assert [row["value"] for row in chart["rows"]] == ["dưới 2,0225 tỷ USD", "dưới 2,0235 tỷ USD"]
