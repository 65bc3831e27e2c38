"""Change, read, show, write, tell: the rounds of a server.

One thread reads, and another writes, so that pages show what was saved before the whole site is written, and while an
earlier one still is: of several that wait to be written, the last one is. The snapshot is taken before reading begins,
so whatever changes meanwhile differs from it, and the next round begins at once. No change can fall between two.
"""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock, Thread
from traceback import format_exception
from typing import TYPE_CHECKING, TypeAlias

from biennien.snapshot import changed_files, take_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from threading import Event

    from biennien.problems import Problems
    from biennien.snapshot import Snapshot


Show: TypeAlias = "Callable[[str], bytes | None]"
"""Returns a page as it will be, by its address below the site’s root; None where there is none to be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a build: what is wrong with the content, located, and the addresses written or removed.

    Of a draft, `changed` is whatever may make the site another. `fault` is what is wrong with the machine or the
    program, in its own words; with it, or an error among the problems, the site is as it was. `base` is the path under
    which the site will stand on its host, such as "/annals": its pages may ask for files there.
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
class Draft:
    """A site that was read: what is wrong with it, and what remains to be done.

    `write` writes it and reports on it as a whole; None where nothing is to be written. Without `page`, pages can't be
    shown before they are written.
    """

    report: Report
    write: Callable[[], Report] | None = None
    page: Show | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A state of the folders: its number, the files that had changed, what became of them, and what it took (s).

    `settled` is how long the files took to come to rest, `read` how long until pages could be shown or it was known
    what is wrong, and `built` how long until the site was written as well. Until then, `page` is that of the draft.
    """

    number: int
    files: tuple[str, ...]
    report: Report
    settled: float = 0.0
    read: float = 0.0
    built: float = 0.0
    page: Show | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How often folders are looked at and how long a change may go on, in seconds.

    A build begins when nothing has changed for `settle`, and at the latest `limit` after a change was noticed. Looking
    takes at most a `share` of the time. Writing what is shown begins after a `rest`, in which pages load undisturbed.
    """

    pause: float = 0.05
    settle: float = 0.06
    limit: float = 1.0
    share: float = 0.1
    rest: float = 0.25


Build: TypeAlias = "Callable[[], Draft]"
Tell: TypeAlias = "Callable[[Round], object]"
USUAL = Pace()


def go_round(folders: Sequence[Path], build: Build, tell: Tell, end: Event, pace: Pace = USUAL) -> None:
    """Build, then again after every change in the folders, until `end` is set; tell of each round.

    Where pages can be shown before they are written, a round is told twice: with its `page`, and when it is written.
    Errors in what was being saved meanwhile are not told, once: it may have been read half written.
    """
    look = partial(take_snapshot, folders)
    writer = Writer(tell, pace.rest)
    one, held_back = Round(1, (), Report()), False
    seen = look()
    while not end.is_set():
        began = time.perf_counter()
        draft = attempt(build)
        one = replace(one, report=draft.report, page=draft.page, read=time.perf_counter() - began)
        now = look()
        more = changed_files(seen, now) if one.report.errors and not held_back else ()
        held_back = bool(more)
        if held_back:
            seen = settle(look, now, time.perf_counter(), pace)
            one = replace(one, files=tuple(sorted({*one.files, *more})))
        else:
            writer.take(one, draft, began)
            seen, files, settled = wait_for_change(look, seen, end, pace)
            one = Round(one.number + 1, files, Report(), settled)
    writer.end()


@dataclass(slots=True)
class Writer:
    """Writes what is shown already, beside whoever reads, one site at a time; one that still waits gives way."""

    tell: Tell
    rest: float
    turn: Lock = field(default_factory=Lock)
    waiting: tuple[Round, Callable[[], Report], float] | None = None

    def take(self, one: Round, draft: Draft, began: float) -> None:
        """Tell of a round, and have it written; return when its pages can be seen."""
        if draft.write is None:
            self.tell(replace(one, page=None, built=one.read))
            return
        if passed_over := self.waiting:
            one = replace(one, files=tuple(sorted({*passed_over[0].files, *one.files})))
        if one.page:
            self.tell(one)
        self.waiting = one, draft.write, began
        thread = Thread(target=self._write, daemon=True)  # a second Ctrl-C doesn't wait for it
        thread.start()
        if not one.page:
            thread.join()

    def _write(self) -> None:
        with self.turn:
            taken, self.waiting = self.waiting, None
            if taken:
                one, write, began = taken
                time.sleep(self.rest if one.page else 0)
                report = attempt(lambda: Draft(write())).report
                self.tell(replace(one, report=report, page=None, built=time.perf_counter() - began))
                gc.collect()  # see `serve`: now, while nobody waits

    def end(self) -> None:
        """Finish what is being written; what waits is left to the next start."""
        self.waiting = None
        with self.turn:
            pass


def attempt(build: Build) -> Draft:
    """Build; whatever is raised is a fault, since nothing that a build does may end the server."""
    try:
        return build()
    except BaseException as error:  # noqa: BLE001 - a SystemExit in a filter included
        return Draft(Report(fault="".join(format_exception(error))))


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
