"""The made-up chronicles with which things are measured: without a fault, as large as promised, always the same."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bench import serve
from bench.chronicle import PEOPLE, PLACES, TEXTS, write_chronicle
from bench.importing import measure, total
from built_in import LOCALES
from conftest import ROOT

from biennien.check import check_chronicle
from biennien.load import load

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = 60


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up chronicle."""
    folder = tmp_path_factory.mktemp("made-up")
    write_chronicle(folder, EVENTS)
    return folder


@cache
def events_of(folder: Path) -> list[dict[str, Any]]:
    """Return the events of a chronicle, as YAML has them."""
    files = sorted((folder / "content/events").iterdir())
    return [yaml.load(file.read_bytes(), yaml.CBaseLoader) for file in files]  # noqa: S506 - texts only


def test_a_made_up_chronicle_has_no_fault(made_up: Path) -> None:
    """It loads, every rule passes, and every quote is in its article."""
    chronicle, problems = load(made_up)
    assert problems == ()
    assert chronicle is not None
    assert check_chronicle(chronicle, LOCALES) == ()
    assert len(chronicle.events) == EVENTS


def test_its_events_are_of_the_size_promised(made_up: Path) -> None:
    """Files of 6 to 9 KB but for a few, bodies of about 2,000 characters, so many claims, people, places and topics."""
    sizes = [file.stat().st_size for file in (made_up / "content/events").iterdir()]
    assert sum(6_000 <= size <= 9_500 for size in sizes) > 0.8 * EVENTS
    events = events_of(made_up)
    bodies = [len(event["body"][language]) for event in events for language in ("vi", "en")]
    assert 1_700 < sum(bodies) / len(bodies) < 2_300
    assert {len(event["claims"]) for event in events} == {2, 3, 4, 5, 6}
    assert {len(event["participants"]) for event in events} == {2, 3, 4, 5}
    assert {len(event["topics"]) for event in events} == {1, 2, 3, 4}
    assert any("commitments" in event for event in events)
    assert any(re.fullmatch(r"\d{4}-\d{2}", event["date"]) for event in events)


def test_its_registers_are_of_the_size_promised(made_up: Path) -> None:
    """People, places and topics, however few the events."""
    chronicle, _ = load(made_up)
    assert chronicle is not None
    assert (len(chronicle.people), len(chronicle.places), len(chronicle.topics)) == (
        PEOPLE,
        PLACES,
        len(TEXTS["topics"]),
    )
    assert len(chronicle.sources) == 3
    assert len(chronicle.threads) == 6


def test_the_same_number_and_seed_give_the_same_bytes(made_up: Path, tmp_path: Path) -> None:
    """And another seed others."""
    for seed, same in ((1, True), (2, False)):
        folder = tmp_path / str(seed)
        write_chronicle(folder, EVENTS, seed)
        files = sorted(file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
        assert files == sorted(file.relative_to(made_up) for file in made_up.rglob("*") if file.is_file())
        assert all((folder / file).read_bytes() == (made_up / file).read_bytes() for file in files) is same


def test_a_chronicle_of_one_event_is_whole(tmp_path: Path) -> None:
    """One source, one thread, no fault."""
    write_chronicle(tmp_path, 1)
    chronicle, problems = load(tmp_path)
    assert problems == ()
    assert chronicle is not None
    assert check_chronicle(chronicle, LOCALES) == ()


def test_what_serving_costs_is_told_apart_from_the_build() -> None:
    """Medians of each part, in the row of a project."""
    saves = [serve.Save(1.2, 0.06, 1.0, 3.0), serve.Save(2.2, 0.07, 2.0, 4.0), serve.Save(9.5, 0.08, 9.0, 20.0)]
    assert serve.row("made up", 10_000, 60.5, saves) == (
        "made up", "10,000", "60.50", "70", "2000", "140", "2.20", "4.00"
    )  # fmt: skip
    assert len(serve.HEAD) == 8
    assert serve.row("Hugo", 10, 0.5, [serve.Save(0.4)])[3:] == ("–", "–", "–", "0.40", "–")


def test_serving_is_measured_on_this_project_and_on_those_made_up(tmp_path: Path) -> None:
    """As many events as asked for; what is built from is copied."""
    options = serve.parse(["--sizes", "3", "5", "--times", "2"])
    found = []
    for number, (name, write, serve_it) in enumerate(serve.projects(options.root, options.sizes)):
        write(tmp_path / str(number))
        found.append((name, len(list((tmp_path / str(number) / "content/events").glob("*.yaml"))), serve_it))
    assert found == [
        ("this project", len(list((ROOT / "content/events").glob("*.yaml"))), serve.measure),
        *(("made up", 3, serve.measure), ("made up, Hugo server", 3, serve.measure_hugo)),
        *(("made up", 5, serve.measure), ("made up, Hugo server", 5, serve.measure_hugo)),
    ]
    assert options.times == 2


def test_import_finds_what_the_documentation_says() -> None:
    """docs/benchmarks.md has the table as it is now: otherwise, python tests/bench/importing.py."""
    chronicle, _ = load(ROOT)
    assert chronicle
    rows = list(measure(chronicle))
    documented = (ROOT / "docs/benchmarks.md").read_text("utf-8")
    for row in (*rows, *total(rows)):
        assert f"| {' | '.join(row.cells())} |" in documented
