"""What fuzzing found is replayed, and a little more is tried: tests/fuzz/."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from fuzz.targets import SEEDS, TARGETS
from hypothesis import given, settings
from hypothesis import strategies as st

CASES = sorted(path for path in (Path(__file__).with_name("cases") / "fuzz").rglob("*") if path.is_file())


@pytest.mark.parametrize("case", CASES, ids=[f"{case.parent.name}: {case.name}" for case in CASES])
def test_what_was_found_once_does_not_come_back(case: Path) -> None:
    """Each finding is a case, replayed as it was found."""
    TARGETS[case.parent.name](case.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=60)
@given(st.data())
def test_no_slip_in_a_seed_is_too_much(target: str, data: st.DataObject) -> None:
    """Pieces of the seeds, cut, doubled and put together with any bytes."""
    pieces = []
    for _ in range(data.draw(st.integers(1, 4))):
        seed = data.draw(st.sampled_from(SEEDS[target]))
        start = data.draw(st.integers(0, len(seed)))
        pieces.append(seed[start : data.draw(st.integers(start, len(seed)))] + data.draw(st.binary(max_size=4)))
    TARGETS[target](b"".join(pieces))


def test_a_short_run_led_by_coverage_finds_nothing() -> None:
    """The command itself, with few inputs; where Atheris can't be had, it says so."""
    command: list[str | Path] = [sys.executable, ROOT / "tests" / "fuzz" / "fuzz.py", "--runs", "300"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode == 3:
        pytest.skip("no Atheris for this Python")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "300 inputs each, nothing found" in done.stdout
