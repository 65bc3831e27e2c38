"""Files that nobody expects among the sources: each a located error or the right result, at once, and no traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from project import EVENT, FILES, write_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOT_PLAIN = "it is no plain file, but a pipe, a device or the like"
PAGE, STATIC = "templates/pages/page.html", "templates/static/img/mine.png"
SETTINGS = ("content/site.yaml",)
READ = ("content/topics.yaml", EVENT, "content/events/new.yaml", PAGE, STATIC, "templates/strings/en.yaml")
"""What a build reads, besides the settings, without which it reads nothing."""
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project without a fault, and a secret beside it."""
    (tmp_path / "secret.txt").write_text("title: hush\n", "utf-8")
    return write_project(tmp_path / "project", {path: text.encode() for path, text in FILES.items()})


def run(root: Path, *arguments: str) -> tuple[int, str]:
    """Run the command in a process of its own, for ten seconds at most; return its exit code and all that it says."""
    command = [sys.executable, str(ROOT / "build.py"), *(arguments or ("build",)), "--root", str(root), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=10)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def replaced_by(make: Callable[[Path], object], root: Path, file: str) -> Path:
    """Put something else in the place of a file, or where none is; return where."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    make(path)
    return path


def leading_to(target: Path) -> Callable[[Path], object]:
    """Return what makes a link."""
    return lambda path: path.symlink_to(target)


def refused(said: str, why: str) -> set[str]:
    """Return the files of which a report says that they can't be read, and why."""
    return set(re.findall(rf"^error\[E602\]: (.*) can't be read: {why}$", said, re.MULTILINE))


@needs_pipes
@pytest.mark.parametrize("verb", [("build",), ("status",), ("translate", "--offline")])
@pytest.mark.parametrize("files", [SETTINGS, READ], ids=["settings", "the others"])
def test_a_pipe_among_the_sources_is_not_waited_for(root: Path, files: tuple[str, ...], verb: tuple[str, ...]) -> None:
    """Every verb that reads them goes on; a build says which they are, all at once."""
    for file in files:
        replaced_by(os.mkfifo, root, file)
    code, said = run(root, *verb)
    if verb == ("build",):
        assert (code, refused(said, NOT_PLAIN)) == (1, set(files))


@needs_pipes
def test_a_pipe_in_the_place_of_a_capture_is_not_waited_for(root: Path) -> None:
    """It is said at the source that names it."""
    replaced_by(os.mkfifo, root, "seeds/paper.txt")
    code, said = run(root)
    assert code == 1
    assert "error[E214]" in said
    assert NOT_PLAIN in said


@pytest.mark.parametrize("outside", ["/dev/zero", "secret.txt"])
def test_what_a_link_leads_to_outside_is_neither_read_nor_shown_nor_published(root: Path, outside: str) -> None:
    """Who writes an entry may not make the site tell what else lies on the machine, or a build run without end."""
    for file in READ:
        replaced_by(leading_to(root.parent / outside), root, file)
    code, said = run(root)
    assert code == 1, said
    assert refused(said, r"it is a link that leads out of (?:content|templates)/") == set(READ)
    assert "hush" not in said
    assert not (root / "site").exists()


def test_a_folder_that_leads_out_is_not_entered(root: Path) -> None:
    """That of the events, and one among the static files."""
    outside = root.parent / "elsewhere"
    (root / "content/events").rename(outside)
    (root / "content/events").symlink_to(outside)
    replaced_by(lambda path: path.symlink_to(outside), root, "templates/static/more")
    code, said = run(root)
    assert code == 1
    assert refused(said, "it is a link that leads out of content/") == {"content/events"}
    assert refused(said, "it is a link that leads out of templates/") == {"templates/static/more"}


def test_links_within_a_folder_and_folders_that_are_links_are_read(root: Path) -> None:
    """An entry under a second name, and a project put together from several places."""
    (root / "content").rename(root.parent / "kept")
    (root / "content").symlink_to(root.parent / "kept")
    (root / "content/kinds.yaml").rename(root / "content/.all-kinds")
    (root / "content/kinds.yaml").symlink_to(".all-kinds")
    assert run(root)[0] == 0


def test_links_to_themselves_and_to_nothing_are_told(root: Path) -> None:
    """What may be missing is missing, where a link leads nowhere."""
    circles = (EVENT, "content/topics.yaml", PAGE, STATIC)
    for file in circles:
        replaced_by(lambda path: path.symlink_to(path.name), root, file)
    code, said = run(root)
    assert (code, refused(said, ".*")) == (1, set(circles))
    for file in circles:
        replaced_by(lambda path: path.symlink_to("nowhere"), root, file)
    code, said = run(root)
    assert (code, refused(said, ".*")) == (1, {PAGE, STATIC})
    assert f"error[E601]: {EVENT} is missing or empty" in said


def test_a_folder_that_holds_itself_is_no_endless_one(root: Path) -> None:
    """Links to folders above, among entries and among static files."""
    for file in ("content/events/again", "templates/static/again"):
        replaced_by(lambda path: path.symlink_to("..", target_is_directory=True), root, file)
    code, said = run(root)
    assert code == 0
    assert "warning[W601]: “again” is not read" in said


def test_names_of_255_bytes_are_refused_in_entries_and_published_as_files(root: Path) -> None:
    """An id becomes part of more than one name."""
    long = "a" * 250
    (root / EVENT).rename(root / f"content/events/{long}.yaml")
    replaced_by(lambda path: path.write_bytes(b"x"), root, f"templates/static/{'b' * 251}.txt")
    code, said = run(root)
    assert code == 1
    assert "is too long for an id: 250 characters, 150 at most" in said
    (root / f"content/events/{long}.yaml").rename(root / EVENT)
    assert run(root)[0] == 0
    assert (root / f"site/assets/{'b' * 251}.txt").read_bytes() == b"x"


def test_an_id_of_the_greatest_length_is_drafted_approved_and_built(root: Path) -> None:
    """What is written beside its file has a name that fits as well."""
    path = root / f"content/events/{'a' * 150}.yaml"
    (root / EVENT).rename(path)
    path.write_text(path.read_text("utf-8").replace(", en: Spring Meeting 2023", ""), "utf-8")
    memory = "Gặp gỡ đầu xuân 2023\tSpring Meeting 2023\t2026-11-01\n"
    replaced_by(lambda file: file.write_text(memory, "utf-8"), root, "content/memory/vi-en.tsv")
    assert run(root, "translate", "--offline")[0] == 0
    assert run(root, "review", "--approve", "title", "--by", "Lan")[0] == 0
    assert run(root)[0] == 0
    assert (root / f"site/en/events/{'a' * 150}.html").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_names_that_are_no_text_are_told(root: Path) -> None:
    """Bytes that are no UTF-8, and a line break."""
    for name in (b"\xff.yaml", b"a\nb.yaml"):
        with open(os.fsencode(root / "content/events/") + b"/" + name, "wb") as file:  # noqa: PTH123
            file.write(b"title: x\n")
    replaced_by(lambda path: path.write_bytes(b""), root, "templates/static/a\nb.txt")
    code, said = run(root)
    assert code == 1
    assert said.count("error[E206]") == 2
    assert "error[E510]" in said


@pytest.mark.skipif(hasattr(os, "geteuid") and not os.geteuid(), reason="nothing is forbidden to root")
def test_what_may_not_be_read_is_told(root: Path) -> None:
    """By its file, all at once."""
    replaced_by(lambda path: path.write_bytes(b""), root, STATIC)
    replaced_by(lambda path: path.write_bytes(b""), root, PAGE)
    for file in (EVENT, "content/topics.yaml", PAGE, STATIC):
        (root / file).chmod(0)
    code, said = run(root)
    assert (code, refused(said, "Permission denied")) == (1, {EVENT, "content/topics.yaml", PAGE, STATIC})
