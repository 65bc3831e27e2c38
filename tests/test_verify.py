"""The `verify` verb: a site is as its manifest says, and as a build would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from project import write_changed

from biennien.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with its site."""
    write_changed(tmp_path)
    assert run(tmp_path, "build") == 0
    return tmp_path


def run(root: Path, verb: str = "verify") -> int:
    """Run a verb in a project."""
    return main([verb, "--root", str(root)])


def test_a_site_just_built_is_as_it_should_be(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files of somebody else are not looked at; nothing is written."""
    (root / "site/CNAME").write_text("annals.example")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    capsys.readouterr()
    assert run(root) == 0
    assert capsys.readouterr().out.endswith(" files, each as its manifest and a rebuild have it\n")
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_what_was_changed_or_lost_afterwards_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page somebody edited, one that is gone, and a folder or a link in place of a file."""
    page = root / "site/vi/index.html"
    page.write_bytes(page.read_bytes() + b"<p>mine")
    (root / "site/en/about.html").unlink()
    (root / "site/en/map.html").unlink(missing_ok=True)
    lost = root / "site/en/search.html"
    lost.rename(root / "elsewhere.html")
    lost.symlink_to(root / "elsewhere.html")
    capsys.readouterr()
    assert run(root) == 1
    assert capsys.readouterr().out.splitlines() == [
        "en/about.html: missing since it was written",
        "en/search.html: missing since it was written",
        "vi/index.html: changed since it was written",
    ]


def test_pages_that_a_build_would_write_otherwise_are_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The content has changed since: a topic has another name, and one more has a page."""
    topics = root / "content/topics.yaml"
    text = topics.read_text("utf-8").replace("en: Trade}", "en: Commerce}")
    topics.write_text(text + "rafts: {name: {vi: Bè, en: Rafts}}\n", "utf-8")
    capsys.readouterr()
    assert run(root) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "en/topics/trade.html: a build would write it otherwise" in lines
    assert "en/topics/rafts.html: a build would add it" in lines
    assert "vi/topics/trade.html: a build would write it otherwise" not in lines
    assert run(root, "build") == 0
    topics.write_text(text, "utf-8")
    capsys.readouterr()
    assert run(root) == 1
    assert "en/topics/rafts.html: a build would remove it" in capsys.readouterr().out.splitlines()


def test_what_is_no_site_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And that content with errors has nothing to be compared with, though its last site is whole."""
    root = write_changed(tmp_path)
    assert run(root) == 3
    assert "build it first" in capsys.readouterr().err
    assert run(root, "build") == 0
    (root / "content/topics.yaml").write_text("trade: {}\n", "utf-8")
    assert run(root) == 1
    assert "nothing to compare the site with" in capsys.readouterr().err
