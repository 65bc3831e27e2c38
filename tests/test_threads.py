"""Threads: their steps in time, where each stands, and what was due."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project import EVENT, base_project, write_project

from biennien.edtf import parse_date
from biennien.load import load
from biennien.model import STATUSES
from biennien.threads import GROUPS, RANKS, Standing, find_standing, steps_by_thread

if TYPE_CHECKING:
    from pathlib import Path

    from biennien.threads import Step

Steps: TypeAlias = "dict[str, tuple[Step, ...]]"
TODAY = parse_date("2026-11-23")
EVENTS = """\
title: {{vi: A, en: A}}
kind: meeting
date: {date}
coverage: reported
original: vi
summary: {{vi: A, en: A}}
claims: [{{id: ask, kind: request, vi: A, en: A, evidence: [{{source: paper}}]}}]
commitments: [{{thread: bridge, status: {status}, by: [ha-giang], claim: ask{due}}}]
"""


def steps(root: Path, *told: str) -> tuple[Step, ...]:
    """Return the steps of a thread from `date status [due]`, one event each, the first being event e0."""
    files = base_project()
    del files[EVENT]
    for number, one in enumerate(told):
        date, status, *due = one.split()
        text = EVENTS.format(date=date, status=status, due=f", due: {due[0]}" if due else "")
        files[f"content/events/e{number}.yaml"] = text.encode()
    chronicle, problems = load(write_project(root, files))
    assert chronicle is not None
    assert problems == ()
    return steps_by_thread(chronicle)["bridge"]


def standing(found: tuple[Step, ...]) -> Standing:
    """Return where a thread stands today."""
    return find_standing(found, TODAY)


def ids(one: Standing) -> tuple[str, str]:
    """Return the ids of the events at which a thread got this far, and was last reported."""
    return (one.reached.id if one.reached else "", one.last.id if one.last else "")


def test_steps_are_in_the_order_of_time(tmp_path: Path) -> None:
    """Not in that of the files; those without a date come last."""
    found = steps(tmp_path, "XXXX wished", "2024 agreed", "2022-05 requested", "../2023 wished", "2022-05-01 wished")
    assert [event.id for event, _ in found] == ["e4", "e2", "e1", "e3", "e0"]


def test_a_thread_without_steps_is_unknown() -> None:
    """Nothing is made up about it."""
    assert standing(()) == Standing("unknown", None, None, None)


def test_a_thread_stands_where_it_got_first(tmp_path: Path) -> None:
    """Asked for again after a promise, it is still promised, since the first promise; the last step reports it last."""
    one = standing(steps(tmp_path, "2022 requested", "2023 agreed", "2024 agreed", "2025 requested"))
    assert (one.status, *ids(one)) == ("agreed", "e1", "e3")


def test_the_last_report_is_the_one_that_may_be_the_latest(tmp_path: Path) -> None:
    """An undated event isn't, unless nothing is dated; one known to lie before a day may be of that day."""
    assert ids(standing(steps(tmp_path / "a", "2022 requested", "XXXX wished"))) == ("e0", "e0")
    assert ids(standing(steps(tmp_path / "b", "XXXX requested", "XXXX wished"))) == ("e0", "e1")
    assert ids(standing(steps(tmp_path / "c", "2022 requested", "../2024 wished"))) == ("e0", "e1")
    assert ids(standing(steps(tmp_path / "d", "2022 requested", "../2021 wished"))) == ("e0", "e0")
    assert ids(standing(steps(tmp_path / "e", "2024 requested", "2024-02-27 wished"))) == ("e0", "e0")
    assert ids(standing(steps(tmp_path / "f", "2022 requested", "2023/.. wished"))) == ("e0", "e1")


@pytest.mark.parametrize(
    ("told", "overdue"),
    [
        (("2023 requested 2024",), "2024"),
        (("2023 requested 2026",), ""),
        (("2023 requested 2026-11-22",), "2026-11-22"),
        (("2023 requested 2026-11-23",), ""),
        (("2023 requested 2026-11",), ""),
        (("2023 requested 2026-10",), "2026-10"),
        (("2023 requested ../2026-11-22",), "../2026-11-22"),
        (("2023 requested 2024/..",), ""),
        (("2023 requested 2024", "2024 requested 2025"), "2025"),
        (("2023 requested 2024", "2024 requested 2027"), ""),
        (("2023 requested 2025", "2024 requested 2024"), "2025"),
        (("2023 requested 2024", "2025 done"), ""),
        (("2023 requested 2024", "2025 declined"), ""),
        (("2023 requested 2024", "2025 pilot"), "2024"),
    ],
)
def test_what_was_due_and_has_passed_is_told(tmp_path: Path, told: tuple[str, ...], overdue: str) -> None:
    """A year is over when all of it is; a later limit replaces an earlier; what has ended is due no more."""
    one = standing(steps(tmp_path, *told))
    assert (one.overdue.text if one.overdue else "") == overdue


@pytest.mark.parametrize(("as_of", "late"), [("2024-12-30", False), ("2024-12-31", False), ("2025-01-01", True)])
def test_a_limit_passes_when_its_last_day_has(tmp_path: Path, as_of: str, late: bool) -> None:  # noqa: FBT001
    """What is due in 2024 is not late on its last day, and late on the first of the next year."""
    one = find_standing(steps(tmp_path, "2023 requested 2024"), parse_date(as_of))
    assert (one.overdue is not None) == late
    assert one.due == parse_date("2024")


def test_without_a_day_up_to_which_was_looked_nothing_is_overdue(tmp_path: Path) -> None:
    """Then the program doesn't know what day it is."""
    assert find_standing(steps(tmp_path, "2023 requested 2024"), None).overdue is None


def test_every_status_has_its_rank() -> None:
    """A wish is the least, and an end outranks all."""
    assert tuple(sorted(RANKS, key=RANKS.__getitem__)) == STATUSES


@pytest.fixture(scope="module")
def each(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Step]:
    """One step of each status."""
    return {
        status: steps(tmp_path_factory.mktemp(status), f"20{10 + number} {status}")[0]
        for number, status in enumerate(STATUSES)
    }


@given(order=st.lists(st.sampled_from(STATUSES), min_size=1))
def test_a_thread_never_stands_lower_than_a_step_shows(each: dict[str, Step], order: list[str]) -> None:
    """Whatever follows, the furthest status stays, with the first event that shows it."""
    one = standing(tuple(each[status] for status in order))
    assert RANKS[one.status] == max(RANKS[status] for status in order)
    assert one.reached is each[one.status][0]
    assert one.last is max((each[status][0] for status in order), key=lambda event: event.date.sort_key)


def test_every_status_is_in_one_group() -> None:
    """The groups hold all statuses, once each, in their order, and what is only asked for is with nothing else."""
    assert tuple(status for group in GROUPS.values() for status in group) == (*STATUSES, "unknown")
    assert GROUPS["asked"] == STATUSES[: RANKS["agreed"]]
