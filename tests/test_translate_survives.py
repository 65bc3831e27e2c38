"""Whatever stops a run, and whoever writes meanwhile: entries are whole, and nobody's words are lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import warnings
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from conftest import ROOT
from drafting import HELD, QUOTE, SUMMARY, TITLE, Words, desk, event, run, speak, without
from machine import Reply, google, run_machine
from project import EVENT, check_report, write_changed

from biennien.desk.translate import plan, translate
from biennien.splice import save
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

CALLS = frozenset({"open", "write", "flush", "fsync", "close", "read", "replace", "rename", "unlink", "chmod", "stat"})
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="what is killed is a copy of this process")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny project whose event lacks two texts in English."""
    return write_changed(tmp_path, f"=== {EVENT}\n{without(TITLE, SUMMARY)}")


def between_calls(action: Callable[[], object], stop: int) -> Callable[..., None]:
    """Return `save`, which does `action` at the `stop`-th beginning or end of one of its calls of the system."""
    seen = 0

    def watch(_: FrameType, kind: str, call: object) -> None:
        nonlocal seen
        if kind in ("c_call", "c_return") and getattr(call, "__name__", "") in CALLS:
            seen += 1
            if seen == stop:
                sys.setprofile(None)
                action()

    def saving(file: Path, before: bytes, after: bytes) -> None:
        sys.setprofile(watch)
        try:
            save(file, before, after)
        finally:
            sys.setprofile(None)

    return saving


def in_a_copy(work: Callable[[], object]) -> int:
    """Do something in a copy of this process; return its id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other tests may have left a thread waiting
        child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return child


def was_killed(child: int) -> bool:
    """Wait for a copy to end; tell whether it was killed."""
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def stages(root: Path) -> list[bytes]:
    """Return what the event's file holds before, between and after the texts of a run that nothing disturbs."""
    file = root / EVENT
    first = file.read_bytes()
    tasks = plan(read_entries(root, read_setting(root)))
    found = [first, *(file.read_bytes() for _ in translate(tasks, desk(root, Words())))]
    file.write_bytes(first)
    return found


def others(root: Path) -> list[str]:
    """Return the names of what lies beside the event's file."""
    return [file.name for file in (root / EVENT).parent.iterdir() if file != root / EVENT]


def test_a_run_that_is_killed_at_any_call_leaves_a_whole_file_and_the_next_one_ends_it(root: Path) -> None:
    """Before and after each call of the system while a text is saved, a kill leaves the old file or the new one."""
    whole, file = stages(root), root / EVENT
    tasks, here = plan(read_entries(root, read_setting(root))), desk(root, Words())
    stop, killed = 0, True
    while killed:
        stop += 1
        file.write_bytes(whole[0])
        saving = between_calls(lambda: os.kill(os.getpid(), signal.SIGKILL), stop)
        with patch("biennien.splice.saving.save", saving):
            killed = was_killed(in_a_copy(lambda: list(translate(tasks, here))))
        assert file.read_bytes() in whole
        assert all(name.startswith(".meeting.yaml.") for name in others(root))
    assert stop > 20
    file.write_bytes(whole[1])
    run(root, Words())
    assert file.read_bytes() == whole[-1]
    assert check_report(root)[0] == 0  # what a kill left beside it is nobody's entry


def test_a_run_that_is_killed_at_any_moment_can_be_run_again(root: Path) -> None:
    """Also outside saving."""
    whole, file = stages(root), root / EVENT
    tasks, here = plan(read_entries(root, read_setting(root))), desk(root, Words())
    for _ in range(20):
        file.write_bytes(whole[0])
        child = in_a_copy(lambda: list(translate(tasks, here)))
        time.sleep(random.uniform(0, 0.04))  # noqa: S311
        os.kill(child, signal.SIGKILL)
        was_killed(child)
        assert file.read_bytes() in whole
        run(root, Words())
        assert file.read_bytes() == whole[-1]


def test_words_that_a_person_writes_at_any_call_are_never_lost(root: Path) -> None:
    """Whenever somebody saves the file, their words are in it afterwards, and the drafts beside them."""
    whole, file = stages(root), root / EVENT
    tasks, here = plan(read_entries(root, read_setting(root))), desk(root, Words())
    stop, done = 0, False
    while not done:
        stop += 1
        file.write_bytes(whole[0])
        wrote: list[int] = []

        def write(wrote: list[int] = wrote, number: int = stop) -> None:
            text = event(root).replace("over 50 talks;", f"over 50 talks (lần {number});")
            (root / ".edited").write_text(text, encoding="utf-8")
            (root / ".edited").replace(file)  # as most editors save
            wrote.append(number)

        with patch("biennien.splice.saving.save", between_calls(write, stop)):
            list(translate(tasks, here))
        done = not wrote
        assert (f"(lần {stop})" in event(root)) == bool(wrote)
        assert event(root).count("en: Spring Meeting 2023") == 1
        assert others(root) == []
    assert stop > 20


def test_the_command_killed_while_it_waits_for_an_engine_goes_on_where_it_was(tmp_path: Path) -> None:
    """The real command, with a server that kills it at its third question."""
    root = write_changed(tmp_path, f"=== {EVENT}\n{without(TITLE, SUMMARY, HELD, QUOTE)}")
    started: list[subprocess.Popen[bytes]] = []
    answer = google(speak)

    def kill(text: str) -> Reply:
        started[0].kill()
        return answer(text)

    with run_machine(answer, answer, kill, answer) as machine:
        command = [sys.executable, str(ROOT / "build.py"), "translate", "--root", str(root)]
        command += ["--engine", f"google={machine.address}"]
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        assert started[0].wait() == -signal.SIGKILL
        assert event(root).count("by: google") == 2
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout.splitlines()[0]) == (0, "2 texts drafted (2 by google)")
    assert event(root).count("by: google") == 4
