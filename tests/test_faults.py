"""Whatever fails or ends a run, at whichever change on the disk: everything is whole, and the next build mends it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

FOLDER = Path(__file__).with_name("faults")
RUNS, KINDS = 6, 8
ROW = re.compile(r"^\|[^|]+\|[^|]+\| [\d,]+ \| (?P<spoilt>[\d,]+) \|.* (?P<failures>[\d,]+) \|$", re.MULTILINE)
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="what is spoilt is a copy of a process")


def run(program: str, *arguments: str) -> str:
    """Run a program of the harness, which says what is wrong by its exit code; return what it prints."""
    command = [sys.executable, str(FOLDER / program), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_whatever_fails_all_is_whole_and_the_next_build_mends_the_rest() -> None:
    """Some calls of each run, others for each kind of fault; docs/safety.md has the numbers of all of them."""
    rows = list(ROW.finditer(run("faults.py", "--stride", "53")))
    assert len(rows) == RUNS * KINDS
    assert {row["failures"] for row in rows} == {"0"}
    assert sum(int(row["spoilt"]) for row in rows) >= RUNS * KINDS


def test_every_change_on_the_disk_passes_through_the_shim() -> None:
    """Else faults would strike at some calls only: audit hooks, and strace where it is, see as many of each kind."""
    assert run("witness.py").count("\n") == RUNS + 2
