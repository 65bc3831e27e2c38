"""What people and workflows may do to a build: two at once, an edit meanwhile, Ctrl-C, an odd folder for the site."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from project import EVENT, FILES, write_project

from biennien import cli
from biennien import publish as publishing
from biennien.load import files
from biennien.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Callable

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
OTHER = "content/events/other.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project without a fault, with a second event."""
    second = FILES[EVENT].replace("series: spring-meetings\nedition: 2023\n", "").replace(", series, edition]", "]")
    return write_project(tmp_path, {path: text.encode() for path, text in {**FILES, OTHER: second}.items()})


def build(root: Path, *arguments: str) -> int:
    """Build here."""
    return cli.main(["build", "--root", str(root), "--lang", "en", *arguments])


def started(root: Path, verb: str = "build") -> subprocess.Popen[str]:
    """Build in a process of its own."""
    command = [sys.executable, str(ROOT / "build.py"), verb, "--root", str(root), "--lang", "en"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def site(root: Path) -> dict[str, bytes]:
    """Return the files of the site."""
    return {str(path.relative_to(root)): path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}


def change(root: Path, file: str, old: str, new: str) -> None:
    """Put some words in the place of others."""
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")


def test_two_builds_at_once_make_one_site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Three, even: each ends well, and the site is that of one build alone."""
    alone = tmp_path_factory.mktemp("alone") / "project"
    shutil.copytree(root, alone)
    build(alone)
    runs = [started(root) for _ in range(3)]
    said = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    assert site(root) == site(alone)
    assert sorted(path.name for path in root.iterdir()) == [".cache", ".site-spare", "content", "seeds", "site"]


def test_pages_of_entries_that_are_gone_go_and_what_is_not_ours_stays(root: Path) -> None:
    """An event deleted, one renamed; CNAME, .git and a note in a folder of pages."""
    build(root)
    theirs = {"site/CNAME": b"example.org", "site/.git/HEAD": b"ref", "site/en/events/note.txt": b"mine"}
    for path, raw in theirs.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(raw)
    (root / OTHER).rename(root / "content/events/renamed.yaml")
    assert build(root) == cli.CLEAN
    assert not (root / "site/en/events/other.html").exists()
    assert (root / "site/en/events/renamed.html").exists()
    (root / "content/events/renamed.yaml").unlink()
    assert build(root) == cli.CLEAN
    assert not any("renamed" in path or "other" in path for path in site(root))
    assert site(root).items() >= theirs.items()


@pytest.mark.parametrize("how", ["saved", "deleted", "spoilt"])
def test_a_source_that_changes_during_a_build_is_in_the_next_one(
    root: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """What was checked is what is published, whole, whatever happens to the files then."""
    build(root)
    change(root, "content/site.yaml", "A chronicle", "A second chronicle")
    assert build(root) == cli.CLEAN
    second = site(root)
    (root / "site" / publishing.MANIFEST).unlink()
    shutil.rmtree(root / "site")
    actions: dict[str, Callable[[], object]] = {
        "saved": lambda: change(root, "content/site.yaml", "A second chronicle", "A third chronicle"),
        "deleted": (root / OTHER).unlink,
        "spoilt": lambda: (root / EVENT).write_bytes(b"title: {"),
    }
    write_new = publishing.write_new

    def disturbed(*rest: Any) -> dict[str, str]:  # noqa: ANN401
        actions[how]()
        return write_new(*rest)

    monkeypatch.setattr(publishing, "write_new", disturbed)
    assert build(root) == cli.CLEAN
    assert site(root) == second
    monkeypatch.undo()
    assert build(root) == (cli.CONTENT_ERRORS if how == "spoilt" else cli.CLEAN)
    third = site(root)
    assert (third == second) == (how == "spoilt")
    assert ("site/en/events/other.html" in third) == (how != "deleted")


def test_a_source_that_goes_while_it_is_read_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between the list of the folder and the file: as if it had been empty, and no traceback."""

    def read(folder: Path, file: str, *_: int) -> bytes:
        if file == OTHER:
            (root / OTHER).unlink(missing_ok=True)
        return read_source(folder, file)

    monkeypatch.setattr(files, "read_source", read)
    assert build(root) == cli.CONTENT_ERRORS
    assert f"error[E601]: {OTHER} is missing or empty" in capsys.readouterr().err
    assert not (root / "site").exists()


@pytest.mark.parametrize("folder", ["content", "content/site", "seeds", ".", "/", "~", "content/events/../.."])
def test_a_folder_that_is_no_place_for_a_site_is_refused(
    root: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that is, holds or lies in the sources, the root, the user's folder: exit code 3, and nothing is changed."""
    build(root, "--out", str(root.parent / "elsewhere"))  # what a build keeps may be there or not
    before = sorted(root.rglob("*"))
    out = str(Path(folder).expanduser() if folder in ("/", "~") else root / folder)
    assert build(root, "--out", out) == cli.ENVIRONMENT
    assert capsys.readouterr().err.splitlines()[-1].startswith("error: ")
    assert sorted(root.rglob("*")) == before


@POSIX
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_asked_to_end_ends_at_once_and_in_order(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int, code: int
) -> None:
    """With the code that shells expect, one line, and the last site in place."""
    build(root)
    before = site(root)
    change(root, "content/site.yaml", "A chronicle", "A second chronicle")

    def ask_to_end(*_: object) -> None:
        os.kill(os.getpid(), number)
        time.sleep(5)

    monkeypatch.setattr(publishing, "link_kept", ask_to_end)
    assert build(root) == code
    assert capsys.readouterr().err == "interrupted; nothing is left half written\n"
    assert site(root) == before
    monkeypatch.undo()
    assert build(root) == cli.CLEAN


ASKING = """
import os, runpy, sys
module, number = sys.argv[1], int(sys.argv[2])
def ask(event, arguments):
    if event == "import" and arguments[0] == module:
        os.kill(os.getpid(), number)
sys.addaudithook(ask)
sys.argv = sys.argv[3:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""A program that runs another one, and sends itself a signal when that imports a module."""


@POSIX
@pytest.mark.parametrize("module", ["biennien.bootstrap", "biennien.cli.report", "biennien.publish"])
@pytest.mark.parametrize(("number", "codes"), [(signal.SIGINT, {130}), (signal.SIGTERM, {143, -signal.SIGTERM})])
def test_a_process_that_is_asked_to_end_before_it_writes_leaves_neither_traceback_nor_site(
    root: Path, module: str, number: int, codes: set[int]
) -> None:
    """From the first import of ours on; before the command has begun, SIGTERM ends it by itself."""
    command = [sys.executable, "-c", ASKING, module, str(int(number)), str(ROOT / "build.py"), "--root", str(root)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode in codes
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in root.iterdir()) == ["content", "seeds"]


def test_a_disk_that_is_full_or_may_only_be_read_is_told_with_what_to_do(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the file, in one line; the site is as it was."""
    build(root)
    before = site(root)
    change(root, "content/site.yaml", "A chronicle", "A second chronicle")
    for number, wanted in ((28, "No space left on device; make room"), (30, "Read-only file system; see that you may")):

        def refuse(path: Path, *_: object, number: int = number) -> int:
            raise OSError(number, os.strerror(number), str(path))

        monkeypatch.setattr(Path, "write_bytes", refuse)
        capsys.readouterr()
        assert build(root) == cli.ENVIRONMENT
        said = capsys.readouterr().err
        assert said.startswith("error: ")
        assert f": {wanted}" in said
        assert site(root) == before


def test_a_build_removes_what_killed_commands_left_but_no_words_of_anybody(root: Path) -> None:
    """Parts, whole ones that took no place, what has our own number as in containers; not what lives or was edited."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    old, new = (sha256(raw).hexdigest()[:16] for raw in (b"old", b"new"))
    left = {
        f"content/.people.yaml.{gone.pid}-0a1b2c3d.part.tmp": b"pe",
        f"content/events/.other.yaml.{gone.pid}-0a1b2c3d-{old}-{new}.tmp": b"old",
        f"seeds/.000_a.txt.{os.getpid()}-0a1b2c3d.part.tmp": b"",
    }
    kept = {
        f"content/events/.other.yaml.{gone.pid}-0a1b2c3e-{old}-{new}.tmp": b"somebody's",
        f"content/.people.yaml.{os.getppid()}-0a1b2c3d.part.tmp": b"being written",
        "content/.people.yaml.tmp": b"not ours",
        "content/.draft.part.tmp": b"not ours",
    }
    for path, raw in (left | kept).items():
        (root / path).write_bytes(raw)
    assert build(root) == cli.CLEAN
    assert [path for path in left if (root / path).exists()] == []
    assert {path: (root / path).read_bytes() for path in kept} == kept
