"""Change, build, tell; change, build, tell: the rounds of a server, one after the other, in a thread of their own.

The snapshot is taken before the build begins, so whatever changes while it runs differs from it, and the next round
begins at once. No change can fall between two builds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from traceback import format_exception
from typing import TYPE_CHECKING, TypeAlias

from biennien.snapshot import changed_files, take_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from threading import Event

    from biennien.problems import Problems
    from biennien.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a build: what is wrong with the content, located, and the addresses written or removed.

    `fault` is what is wrong with the machine or the program, in its own words; with it, or an error among the
    problems, the site is as it was. `base` is the path under which the site will stand on its host, such as
    "/annals": its pages may ask for files there.
    """

    problems: Problems = ()
    fault: str = ""
    changed: tuple[str, ...] = ()
    base: str = ""

    @property
    def errors(self) -> int:
        """How many errors kept the site as it was."""
        return sum(one.is_error for one in self.problems) + bool(self.fault)


@dataclass(frozen=True, slots=True)
class Round:
    """One build: the files that had changed, what became of it, and how long it took to settle and to build (s)."""

    files: tuple[str, ...]
    report: Report
    settled: float
    built: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How often folders are looked at and how long a change may go on, in seconds.

    A build begins when nothing has changed for `settle`, and at the latest `limit` after a change was noticed. Looking
    takes at most a `share` of the time.
    """

    pause: float = 0.05
    settle: float = 0.06
    limit: float = 1.0
    share: float = 0.1


Build: TypeAlias = "Callable[[], Report]"
USUAL = Pace()


def go_round(
    folders: Sequence[Path], build: Build, tell: Callable[[Round], object], end: Event, pace: Pace = USUAL
) -> None:
    """Build, then again after every change in the folders, until `end` is set; tell of each build.

    Errors in what was being saved meanwhile are not told, once: it may have been read half written.
    """
    look = partial(take_snapshot, folders)
    files: tuple[str, ...] = ()
    settled, held_back = 0.0, False
    seen = look()
    while not end.is_set():
        began = time.perf_counter()
        report = attempt(build)
        built, now = time.perf_counter() - began, look()
        more = changed_files(seen, now) if report.errors and not held_back else ()
        held_back = bool(more)
        if held_back:
            seen, files = settle(look, now, time.perf_counter(), pace), tuple(sorted({*files, *more}))
        else:
            tell(Round(files, report, settled, built))
            seen, files, settled = wait_for_change(look, seen, end, pace)


def attempt(build: Build) -> Report:
    """Build; whatever is raised is a fault, since nothing that a build does may end the server."""
    try:
        return build()
    except BaseException as error:  # noqa: BLE001 - a SystemExit in a filter included
        return Report(fault="".join(format_exception(error)))


def wait_for_change(
    look: Callable[[], Snapshot], seen: Snapshot, end: Event, pace: Pace
) -> tuple[Snapshot, tuple[str, ...], float]:
    """Wait until the folders differ from what was seen and have come to rest, or until `end`.

    Returns the new snapshot, the files that differ, and the seconds since the first of them was noticed.
    """
    while not end.is_set():
        began = time.perf_counter()
        now = look()
        if changed_files(seen, now):
            now = settle(look, now, began, pace)
            if files := changed_files(seen, now):  # else it was a passing thing, such as an editor's trial file
                return now, files, time.perf_counter() - began
        end.wait(max(pace.pause, (time.perf_counter() - began) * (1 / pace.share - 1)))
    return seen, (), 0.0


def settle(look: Callable[[], Snapshot], now: Snapshot, began: float, pace: Pace) -> Snapshot:
    """Look again until nothing has changed for a while, or the limit is reached; return the last snapshot."""
    quiet = time.perf_counter()
    while time.perf_counter() < min(quiet + pace.settle, began + pace.limit):
        time.sleep(pace.settle / 4)
        later = look()
        if changed_files(now, later):
            quiet = time.perf_counter()
        now = later
    return now
