"""The arithmetic of the benchmark of builds: medians, ratios, and the families of outputs that time is given to."""

from __future__ import annotations

import json

import pytest
from bench.speed.report import Bench, Cost, Ratio, Row, middle, ratios, share, to_json, to_markdown
from bench.speed.stages import Stages, family


def cost(wall: float, peak: float = 100.0) -> Cost:
    """Return what a run took; only time and memory matter here."""
    return Cost(wall, wall, peak, files=3, size=3_000_000)


def bench(*rows: Row) -> Bench:
    """Return a benchmark with these rows."""
    stages = {10: {"load": 1.0, "check": 3.0}, 100: {"load": 2.0, "publish": 2.0}}
    return Bench("2026-11-23", "A machine", {"Hugo": "1"}, (0.5, 1.25), 3, rows, stages, ("Pelican 4, it rained",))


def test_each_figure_has_a_median_of_its_own() -> None:
    """The middle time may be another run's than the middle memory."""
    found = middle([cost(1.0, 30.0), cost(9.0, 10.0), cost(2.0, 20.0)])
    assert (found.wall, found.peak, found.files) == (2.0, 20.0, 3)


def test_we_are_compared_with_hugo_size_by_size_and_case_by_case() -> None:
    """Other tools, and sizes that Hugo has no figure for, give no ratio."""
    rows = [
        Row("Biên Niên", 10, "cold", cost(3.0, 50.0)),
        Row("Biên Niên", 10, "edit", cost(1.0)),
        Row("Biên Niên", 100, "cold", cost(5.0)),
        Row("Hugo", 10, "cold", cost(2.0)),
        Row("Hugo", 10, "edit", cost(4.0)),
        Row("Pelican", 100, "cold", cost(1.0)),
    ]
    assert ratios(rows) == [
        Ratio("cold, 10", 1.5, 1.0),
        Ratio("peak memory, 10", 0.5, None),
        Ratio("one edit, 10", 0.25, None),
    ]


def test_growth_is_our_own_from_a_thousand_to_ten_thousand() -> None:
    """In time and in memory, at most eleven times; it needs no Hugo."""
    rows = [Row("Biên Niên", 1_000, "cold", cost(2.0, 50.0)), Row("Biên Niên", 10_000, "cold", cost(24.0, 100.0))]
    growth = ratios(rows)
    assert [one.value for one in growth] == [12.0, 2.0]
    assert [one.cells()[-1] for one in growth] == ["no", "yes"]


@pytest.mark.parametrize(("value", "shown"), [(1.5, "1.50 ×"), (0.25, "0.25 ×"), (0.02, "1/50"), (1 / 30, "1/30")])
def test_a_ratio_far_below_one_is_a_fraction(value: float, shown: str) -> None:
    """As people say it."""
    assert share(value) == shown


def test_what_was_asked_is_reached_at_the_very_figure() -> None:
    """At most 1/50 is reached by 1/50, and not by a little more."""
    assert Ratio("x", 1 / 50, 1 / 50).cells() == ("x", "1/50", "≤ 1/50", "yes")
    assert Ratio("x", 1 / 49, 1 / 50).cells()[-1] == "no"


def test_the_tables_name_machine_versions_load_and_what_was_left_out() -> None:
    """And the stages of every size, each as a share of its own whole."""
    text = to_markdown(bench(Row("Hugo", 10, "again", cost(2.0, 0.0))))
    assert "2026-11-23; A machine; Hugo 1; medians of 3; load average 0.5 before, 1.2 after." in text
    assert "Left out: Pelican 4, it rained." in text
    assert "| Hugo | 10 | nothing changed | 2.00 | 2.00 | – | 3 | 3.0 |" in text
    assert "| load | 1.00 | 25% | 2.00 | 50% |" in text
    assert "| publish | 0.00 | 0% | 2.00 | 50% |" in text


def test_the_json_has_the_ratios_too() -> None:
    """So that two runs can be compared by a program."""
    rows = [Row(tool, 10, "cold", cost(wall)) for tool, wall in (("Biên Niên", 1.0), ("Hugo", 4.0))]
    found = json.loads(to_json(bench(*rows)))
    assert found["ratios"][0] == {"what": "cold, 10", "value": 0.25, "reach": 1.0}
    assert found["rows"][0]["cost"]["size"] == 3_000_000


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("vi/events/spring-2023.html", "pages: events"),
        ("en/parallel/index.html", "pages: parallel"),
        ("vi/index.html", "pages: timeline, figures, search …"),
        ("index.html", "pages: entrance"),
        ("assets/search/terms-1.js", "assets"),
        ("data/chronicle.json", "data"),
    ],
)
def test_an_output_belongs_to_a_family_by_its_address(address: str, named: str) -> None:
    """Pages by their folder, other files by theirs."""
    assert family(address) == named


def test_time_goes_to_the_stage_that_ended() -> None:
    """The sum of all stages is the time of the last look; a stage met twice has both times."""
    stages = Stages()
    stages.ending(lambda: sum(range(100_000)), "load")()
    first = stages.spent["load"]
    stages.give("check")
    stages.give("load")
    assert stages.spent["load"] >= first > 0
    assert sum(stages.spent.values()) == pytest.approx(stages.last)
