"""What serving notices of a change, and when it builds."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from served import PATIENCE, until

from biennien.serve.rounds import Draft, Pace, Report, Round, attempt, go_round
from biennien.snapshot import DOUBT_NS, changed_files, mark_of, take_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from biennien.serve.rounds import Build

OLD = 1_000_000_000  # seconds: the year 2001
QUICK = Pace(pause=0.01, settle=0.05, limit=0.5, rest=0.01)
GOOD = Report(changed=("index.html",))


# What is noticed


def seen_after(folder: Path, change: Callable[[], object]) -> list[str]:
    """Return the names of the files that differ after a change."""
    before = take_snapshot([folder])
    change()
    return [Path(path).name for path in changed_files(before, take_snapshot([folder]))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files that have not been touched for years, as far as times tell."""
    watched = tmp_path / "content"
    (watched / "events").mkdir(parents=True)
    for name in ("one.yaml", "events/two.yaml"):
        (watched / name).write_text("a: 1\n", encoding="utf-8")
        os.utime(watched / name, (OLD, OLD))
    return watched


def test_nothing_differs_where_nothing_changed(folder: Path) -> None:
    """Looking is not touching."""
    assert seen_after(folder, (folder / "one.yaml").read_bytes) == []


def test_a_new_file_a_changed_one_and_a_deleted_one_are_noticed(folder: Path) -> None:
    """At any depth, in a new folder too."""

    def change() -> None:
        (folder / "new").mkdir()
        (folder / "new" / "three.yaml").write_text("", encoding="utf-8")
        (folder / "one.yaml").write_text("a: 22\n", encoding="utf-8")
        (folder / "events" / "two.yaml").unlink()

    assert sorted(seen_after(folder, change)) == ["one.yaml", "three.yaml", "two.yaml"]


def test_a_file_moved_over_another_is_noticed_though_size_and_time_are_the_same(folder: Path, tmp_path: Path) -> None:
    """So do editors save (vim, VS Code), and so does `mv` with a file of old."""
    other = tmp_path / "one.yaml"
    other.write_text("b: 2\n", encoding="utf-8")
    os.utime(other, (OLD, OLD))
    assert seen_after(folder, lambda: other.replace(folder / "one.yaml")) == ["one.yaml"]


def test_a_change_that_takes_its_time_back_is_noticed(folder: Path) -> None:
    """Nobody can set the time of the last change of any kind."""

    def change() -> None:
        (folder / "one.yaml").write_text("b: 2\n", encoding="utf-8")
        os.utime(folder / "one.yaml", (OLD, OLD))

    assert seen_after(folder, change) == ["one.yaml"]


def test_two_saves_within_a_tick_of_the_clock_are_told_apart_by_content(folder: Path) -> None:
    """Same size, same inode, same times: while a file is young, only its content can tell."""
    file = folder / "one.yaml"
    found = file.stat()
    now = max(found.st_mtime_ns, found.st_ctime_ns)
    before = {str(file): mark_of(str(file), found, now)}
    file.write_text("b: 2\n", encoding="utf-8")
    assert changed_files(before, {str(file): mark_of(str(file), found, now + 1)}) == (str(file),)


def test_a_file_that_grows_old_is_not_read_and_does_not_differ(folder: Path) -> None:
    """After some seconds its times are proof enough."""
    file = folder / "one.yaml"
    found = file.stat()
    now = max(found.st_mtime_ns, found.st_ctime_ns)
    young, old = (mark_of(str(file), found, now + age) for age in (0, DOUBT_NS))
    assert young[4]
    assert not old[4]
    assert changed_files({"x": young}, {"x": old}) == changed_files({"x": old}, {"x": young}) == ()


def test_what_begins_with_a_full_stop_is_passed_over(folder: Path) -> None:
    """Swap files of editors, .git and the like are not of the chronicle."""

    def change() -> None:
        (folder / ".one.yaml.swp").write_text("", encoding="utf-8")
        (folder / ".git").mkdir()
        (folder / ".git" / "index").write_text("", encoding="utf-8")

    assert seen_after(folder, change) == []


def test_links_are_followed_and_rings_end(folder: Path, tmp_path: Path) -> None:
    """Whatever a link leads to is watched, each once; a link to itself, to above or to nothing does no harm."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "far.yaml").write_text("", encoding="utf-8")
    (folder / "link").symlink_to(elsewhere)
    (folder / "above").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "nothing").symlink_to(folder / "nowhere")
    assert seen_after(folder, lambda: (elsewhere / "far.yaml").write_text("new", encoding="utf-8")) == ["far.yaml"]


def test_a_folder_that_is_missing_is_noticed_when_it_comes(tmp_path: Path) -> None:
    """A project may begin without templates of its own."""
    later = tmp_path / "templates"

    def change() -> None:
        later.mkdir()
        (later / "layout.html").write_text("", encoding="utf-8")

    assert seen_after(later, change) == ["layout.html"]


# When it is built


def nothing() -> Draft:
    """Build nothing."""
    return Draft(Report())


@contextmanager
def rounds(folder: Path, build: Build, pace: Pace = QUICK) -> Iterator[list[Round]]:
    """Go round in a thread while the block runs; return what is told."""
    told: list[Round] = []
    end = threading.Event()
    thread = threading.Thread(target=go_round, args=([folder], build, told.append, end, pace))
    thread.start()
    try:
        yield told
    finally:
        end.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_it_builds_at_once_and_then_only_after_a_change(folder: Path) -> None:
    """The first build needs no reason; later ones name the files that changed."""
    with rounds(folder, nothing) as told:
        until(lambda: len(told) == 1)
        (folder / "one.yaml").write_text("b: 2\n", encoding="utf-8")
        until(lambda: len(told) == 2)
    assert [one.files for one in told] == [(), (str(folder / "one.yaml"),)]


def test_fifty_files_changed_at_once_are_one_build(folder: Path) -> None:
    """As when another branch is checked out."""
    with rounds(folder, nothing, replace(QUICK, settle=0.3, limit=5)) as told:
        until(lambda: len(told) == 1)
        for number in range(50):
            (folder / f"{number}.yaml").write_text("", encoding="utf-8")
        until(lambda: len(told) == 2)
        (folder / "last.yaml").write_text("", encoding="utf-8")
        until(lambda: len(told) == 3)
    assert [len(one.files) for one in told] == [0, 50, 1]


def test_a_change_during_a_build_is_followed_by_another_build(folder: Path) -> None:
    """It may have come too late for the one that was running."""
    begun, go_on = threading.Event(), threading.Event()
    texts = []

    def build() -> Draft:
        texts.append((folder / "one.yaml").read_text("utf-8"))
        begun.set()
        assert go_on.wait(PATIENCE)
        return nothing()

    with rounds(folder, build) as told:
        assert begun.wait(PATIENCE)
        (folder / "one.yaml").write_text("late", encoding="utf-8")
        go_on.set()
        until(lambda: len(told) == 2)
    assert texts == ["a: 1\n", "late"]


@pytest.mark.parametrize("saves", [1, 2])
def test_what_is_wrong_with_a_save_read_half_written_is_not_told(folder: Path, saves: int) -> None:
    """It is read again first; but what changes again and again is told of in the end."""
    builds: list[int] = []

    def build() -> Draft:
        builds.append(len(builds))
        if 0 < len(builds) - 1 <= saves:  # the first finds all in order; saves go on during the next
            (folder / "one.yaml").write_text(f"b: {len(builds)}\n", encoding="utf-8")
            return Draft(Report(fault="half a save"))
        return Draft(GOOD)

    with rounds(folder, build) as told:
        until(lambda: len(told) == 1)
        (folder / "one.yaml").write_text("b: [\n", encoding="utf-8")
        until(lambda: len(builds) == saves + 2)
        until(lambda: len(told) == saves + 1)
    assert [one.report.fault for one in told] == ["", *["half a save"] * (saves - 1), ""]
    assert told[1].files == (str(folder / "one.yaml"),)


def test_a_folder_that_never_rests_is_built_all_the_same(folder: Path) -> None:
    """Settling has a limit."""
    end = threading.Event()

    def write() -> None:
        number = 0
        while not end.wait(0.01):
            number += 1
            (folder / "one.yaml").write_text(str(number), encoding="utf-8")

    with rounds(folder, nothing, replace(QUICK, settle=5, limit=0.2)) as told:
        until(lambda: len(told) == 1)
        writer = threading.Thread(target=write)
        writer.start()
        until(lambda: len(told) == 3)
        end.set()
        writer.join()


def test_what_comes_and_goes_is_not_built(folder: Path) -> None:
    """Editors try whether they may write (vim: 4913); when all is as before, nothing is to be done."""
    with rounds(folder, nothing, replace(QUICK, settle=0.3)) as told:
        until(lambda: len(told) == 1)
        (folder / "4913").write_text("", encoding="utf-8")
        (folder / "4913").unlink()
        (folder / "one.yaml").write_text("b", encoding="utf-8")
        until(lambda: len(told) == 2)
    assert told[1].files == (str(folder / "one.yaml"),)


@pytest.mark.parametrize(
    "fault", [ValueError("no"), SystemExit(2), KeyboardInterrupt(), MemoryError(), RecursionError()]
)
def test_nothing_that_a_build_raises_ends_the_rounds(folder: Path, fault: BaseException) -> None:
    """It is told as a fault, and the next change is built."""

    def build() -> Draft:
        if "mended" not in (folder / "one.yaml").read_text("utf-8"):
            raise fault
        return Draft(GOOD)

    with rounds(folder, build) as told:
        until(lambda: len(told) == 1)
        (folder / "one.yaml").write_text("mended", encoding="utf-8")
        until(lambda: len(told) == 2)
    assert type(fault).__name__ in told[0].report.fault
    assert told[0].report.errors == 1
    assert told[1].report == GOOD


def test_endless_recursion_is_a_fault_of_some_lines() -> None:
    """A traceback of a thousand frames would help nobody."""

    def deeper() -> Draft:
        return deeper()

    fault = attempt(deeper).report.fault
    assert "RecursionError" in fault
    assert fault.count("\n") < 30


# What is shown before it is written


def test_a_round_is_shown_before_it_is_written(folder: Path) -> None:
    """It is told twice: with what shows its pages, and with what became of it."""
    with rounds(folder, lambda: Draft(Report(), lambda: GOOD, str.encode)) as told:
        until(lambda: len(told) == 2)
    assert [(one.number, one.report, bool(one.page)) for one in told] == [(1, Report(), True), (1, GOOD, False)]


def test_a_save_is_shown_while_an_earlier_one_is_being_written(folder: Path) -> None:
    """Of those that wait meanwhile, only the last is written, and tells of the files of all."""
    go_on = threading.Event()

    def write() -> Report:
        assert go_on.wait(PATIENCE)
        return GOOD

    with rounds(folder, lambda: Draft(Report(), write, str.encode)) as told:

        def is_told(times: int) -> bool:
            return len(told) == times

        for number in range(3):
            until(partial(is_told, number + 1))
            (folder / f"{number}.yaml").write_text("", encoding="utf-8")
        until(lambda: len(told) == 4)
        go_on.set()
        until(lambda: len(told) == 6)
    assert [(one.number, bool(one.page)) for one in told] == [
        *((number, True) for number in (1, 2, 3, 4)),
        *((number, False) for number in (1, 4)),
    ]
    assert [Path(file).name for file in told[-1].files] == ["0.yaml", "1.yaml", "2.yaml"]


def test_what_cannot_be_shown_is_written_before_the_next_look(folder: Path) -> None:
    """Else nobody would see it while saves go on."""
    written: list[str] = []

    def build() -> Draft:
        text = (folder / "one.yaml").read_text("utf-8")

        def write() -> Report:
            written.append(text)
            return GOOD

        return Draft(Report(), write)

    with rounds(folder, build) as told:
        until(lambda: len(told) == 1)
        (folder / "one.yaml").write_text("second", encoding="utf-8")
        until(lambda: len(told) == 2)
    assert written == ["a: 1\n", "second"]


def test_a_fault_in_writing_is_told_like_any_other(folder: Path) -> None:
    """A full disk, say."""

    def write() -> Report:
        raise OSError("no room")

    with rounds(folder, lambda: Draft(Report(), write, str.encode)) as told:
        until(lambda: len(told) == 2)
    assert "no room" in told[1].report.fault
