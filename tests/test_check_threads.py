"""Threads: a wish is not a deed, and what has ended has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from project import EVENT, find_codes

from biennien.model import CLAIM_KINDS, STATUSES

if TYPE_CHECKING:
    from pathlib import Path

DEEDS = {"pilot", "under-way", "done"}


def event(name: str, date: str, status: str, kind: str = "result") -> str:
    """Return an event with one step of the thread."""
    supports = "" if date == "XXXX" else "supports: [date], "
    return f"""\
=== content/events/{name}.yaml
title: {{vi: a, en: a}}
kind: meeting
date: {date}
date_note: {{vi: một, en: one}}
coverage: outside
original: vi
summary: {{vi: a, en: a}}
claims: [{{id: a, kind: {kind}, {supports}vi: a, en: a, evidence: [{{source: web}}]}}]
commitments: [{{thread: bridge, status: {status}, claim: a}}]
"""


NONE = f"=== {EVENT} +\ncommitments: []\n"


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", CLAIM_KINDS)
def test_a_claim_shows_only_the_status_that_it_can_show(tmp_path: Path, kind: str, status: str) -> None:
    """Who asks shows no agreement, and neither who asks nor who promises shows a deed."""
    wrong = (kind in {"request", "agreement"} and status in DEEDS) or (kind, status) == ("request", "agreed")
    assert find_codes(tmp_path, NONE + event("one", "2023", status, kind)) == (["E321"] if wrong else [])


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ([("2022", "requested"), ("2023", "agreed"), ("2024", "done")], []),
        ([("2022", "done"), ("2023", "requested")], ["E322"]),
        ([("2022", "declined"), ("2023", "agreed")], ["E322"]),
        ([("2022", "done"), ("2023", "done")], []),
        ([("2022", "done"), ("2023", "declined")], ["E322"]),
        ([("2023", "done"), ("2022", "requested")], []),
        ([("2023", "done"), ("2023-05", "requested")], []),
        ([("2023-05", "done"), ("2023", "requested")], []),
        ([("2023", "done"), ("XXXX", "requested")], []),
        ([("XXXX", "done"), ("2023", "requested")], []),
        ([("2022", "done"), ("2023", "wished"), ("2024", "wished")], ["E322", "E322"]),
    ],
)
def test_nothing_follows_the_end_of_a_thread(tmp_path: Path, steps: list[tuple[str, str]], codes: list[str]) -> None:
    """Where the order in time is not sure, nothing is denied."""
    events = "".join(event(f"e{place}", date, status) for place, (date, status) in enumerate(steps))
    assert find_codes(tmp_path, NONE + events) == codes


def test_a_thread_without_a_step_is_a_warning(tmp_path: Path) -> None:
    """Its page would be empty."""
    assert find_codes(tmp_path, NONE) == ["W323"]


def test_where_an_event_cannot_be_read_no_thread_is_said_to_lack_a_step(tmp_path: Path) -> None:
    """It may be in that one."""
    assert find_codes(tmp_path, f"{NONE}=== content/events/other.yaml\n[\n") == ["E119"]


def test_where_a_claim_cannot_be_read_no_thread_is_said_to_lack_a_step(tmp_path: Path) -> None:
    """It may rest on that one."""
    assert find_codes(tmp_path, f"=== {EVENT} +\nclaims: [x]\ncommitments: []\n") == ["E203"]
