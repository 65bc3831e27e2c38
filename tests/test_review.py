"""Reviewing translations: what is shown, what a decision writes, and that a person's words are never overwritten."""

from __future__ import annotations

import builtins
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from project import EVENT, own_strings_only, write_changed

from biennien import cli
from biennien.desk import review
from biennien.desk.memory import Pair, read_memory
from biennien.desk.review import Item, changed_words, find_items
from biennien.project import read_project
from biennien.splice import save, saving
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2026-11-23"


def items(root: Path, *ids: str) -> dict[str, Item]:
    """Return what there is to review in a project, by entry and field."""
    with own_strings_only():
        return {f"{one.entry.id} {one.name}": one for one in find_items(root, ids, read_project(root).problems)}


def states(root: Path, id_: str = "meeting") -> dict[str, str]:
    """Return the states of an entry's translations by field."""
    entry = next(one for one in read_entries(root, read_setting(root)) if one.id == id_)
    return {f"{wording.name}.{language}": state for wording, language, state in entry.states()}


def change(file: Path, old: str, new: str) -> None:
    """Edit a file as a person would."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of the tiny project."""
    with own_strings_only():
        yield write_changed(tmp_path)


def test_an_approval_is_recorded_and_remembered(root: Path) -> None:
    """The text itself stays; its record and its pair in the memory are what is new."""
    before = (root / EVENT).read_text("utf-8")
    assert review.approve(root, [items(root)["meeting title.en"]], by="Lan", on=DAY) == ()
    after = (root / EVENT).read_text("utf-8")
    assert after.removeprefix(before).startswith("translations:\n  title.en: {from: vi, of: ")
    assert after.endswith(", by: Lan, on: 2026-11-23}\n")
    assert states(root)["title.en"] == "reviewed"
    assert read_memory(root, "vi", "en").pairs == (Pair("Gặp gỡ đầu xuân 2023", "Spring Meeting 2023", DAY),)
    assert "meeting title.en" not in items(root)


def test_a_changed_original_shows_what_changed_in_it(root: Path) -> None:
    """From the memory, which keeps the original that was approved."""
    review.approve(root, items(root).values(), by="Lan", on=DAY)
    assert items(root) == {}
    change(root / EVENT, "vi: Hà Giang đề nghị xây cầu.", "vi: Hà Giang đề nghị sớm xây cầu.")
    (item,) = items(root).values()
    assert (item.name, item.state, item.before) == ("claims.ask.en", "stale", "Hà Giang đề nghị xây cầu.")
    assert changed_words(item.before or "", item.wording.source) == (
        ("=", "Hà Giang đề nghị"),
        ("+", "sớm"),
        ("=", "xây cầu."),
    )


def test_findings_of_the_checks_stand_at_their_field(root: Path) -> None:
    """And nowhere else."""
    change(root / EVENT, "reached USD 7.2 billion.\n", "reached USD 7.3 billion.\n")
    found = {name: [one.code for one in item.problems] for name, item in items(root).items() if item.problems}
    assert found == {"meeting claims.trade.en": ["E411"]}


def test_a_text_that_changed_since_it_was_shown_is_not_approved(root: Path) -> None:
    """Nobody approves words that they have not seen."""
    shown = items(root)
    change(root / EVENT, "en: Spring Meeting 2023", "en: Spring Meeting of 2023")
    left = review.approve(root, [shown["meeting title.en"], shown["meeting summary.en"]], by="Lan", on=DAY)
    assert [one.name for one in left] == ["title.en"]
    assert states(root)["title.en"] == "edited"
    assert states(root)["summary.en"] == "reviewed"


def test_an_edit_while_approvals_are_written_survives(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read again, and what was edited is left for another look."""
    shown = items(root)
    times: list[Path] = []

    def interrupted(file: Path, before: bytes, after: bytes) -> None:
        if not times:
            change(root / EVENT, "en: Spring Meeting 2023", "en: Theirs 2023")
        times.append(file)
        save(file, before, after)

    monkeypatch.setattr(saving, "save", interrupted)
    left = review.approve(root, [shown["meeting title.en"], shown["meeting summary.en"]], by="Lan", on=DAY)
    assert [one.name for one in left] == ["title.en"]
    assert "en: Theirs 2023" in (root / EVENT).read_text("utf-8")
    assert states(root)["summary.en"] == "reviewed"


def test_an_edit_is_written_in_its_place(root: Path) -> None:
    """What a person writes is theirs, and still to be approved."""
    item = items(root)["meeting title.en"]
    changed = review.edit(root, item, "The Spring Meeting, 2023")
    assert changed
    assert (changed.text, changed.state) == ("The Spring Meeting, 2023", "edited")
    assert review.edit(root, item, "Too late") is None
    assert 'en: "The Spring Meeting, 2023"' in (root / EVENT).read_text("utf-8")


def run(root: Path, *arguments: str) -> int:
    """Run the verb in a project."""
    return cli.main(["review", *arguments, "--root", str(root)])


def answers(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let a person at a terminal type these lines, and then close it."""
    typed = iter(lines)

    def ask(_question: str = "") -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr(builtins, "input", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)


def test_the_list_says_what_there_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a translation, findings with it."""
    change(root / EVENT, "reached USD 7.2 billion.\n", "reached USD 7.3 billion.\n")
    assert run(root, "meeting", "--list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "edited  meeting  title.en"
    assert lines[4].split(maxsplit=2)[2] == "claims.trade.en                         1 problem"
    assert lines[-1] == "8 translations to review"


def test_fields_are_approved_by_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With or without their language."""
    assert run(root, "meeting", "--approve", "title", "summary.en", "--by", "Lan") == 0
    assert capsys.readouterr().out == "2 translations approved\n"
    assert [name for name, state in states(root).items() if state == "reviewed"] == ["title.en", "summary.en"]


def test_all_leaves_what_has_errors(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A flag can't look at it; a person can."""
    change(root / EVENT, "reached USD 7.2 billion.\n", "reached USD 7.3 billion.\n")
    assert run(root, "--approve", "all", "--by", "Lan") == 1
    captured = capsys.readouterr()
    assert captured.err == "left: meeting claims.trade.en has errors\n"
    assert states(root)["claims.trade.en"] == "edited"
    assert states(root, "people/liu-ning") == {"name.en": "reviewed"}
    assert run(root, "--list") == 0
    assert capsys.readouterr().out.endswith("1 translation to review\n")


def test_approving_all_changes_no_finding(root: Path) -> None:
    """The records that are written are read without a word."""
    run(root, "--approve", "all", "--by", "Lan")
    assert read_project(root).problems == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["metting"], "there is no entry “metting”; did you mean “meeting”?"),
        (["--approve", "titel"], "there is no field to review “titel”; did you mean “title”?"),
        ([], "there is no terminal to ask at"),
    ],
)
def test_what_is_not_there_is_said(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """With what was perhaps meant."""
    assert run(root, *arguments) == 2
    assert said in capsys.readouterr().err


def test_a_person_approves_edits_and_skips(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each item is shown until it is decided; what was edited is shown again."""
    answers(monkeypatch, "a", "?", "s", "e", "Two lines,", "both new.", ".", "a", "q")
    assert run(root, "meeting", "--by", "Lan") == 0
    found = states(root)
    assert (found["title.en"], found["summary.en"], found["claims.held.en"]) == ("reviewed", "edited", "reviewed")
    shown = capsys.readouterr().out
    assert "a: it is right as it stands; e: write it anew; s: leave it for another time; q: end here." in shown
    assert "3/8\nmeeting  claims.held.en  (edited)" in shown
    assert "    Two lines,\n    both new.\n" in shown
    assert "error[E411]" in shown or "error[E412]" in shown, "the checks look at the edited text at once"


def test_an_editor_may_be_used(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever $VISUAL or $EDITOR name; closing it without a change changes nothing."""
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'Spring Meeting of 2023\\n' > \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    answers(monkeypatch, "e", "a")
    monkeypatch.setenv("EDITOR", str(editor))
    assert run(root, "meeting", "--by", "Lan") == 0
    assert "en: Spring Meeting of 2023" in (root / EVENT).read_text("utf-8")
    assert states(root)["title.en"] == "reviewed"


def test_a_stale_text_is_shown_with_what_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Word by word where the memory knows the original before, else only that it changed."""
    run(root, "--approve", "all", "--by", "Lan")
    change(root / EVENT, "vi: Hà Giang đề nghị xây cầu.", "vi: Hà Giang đề nghị sớm xây cầu.")
    answers(monkeypatch, "s")
    run(root)
    assert "changed:\n    Hà Giang đề nghị {+sớm+} xây cầu.\n" in capsys.readouterr().out
    (root / "content/memory/vi-en.tsv").unlink()
    answers(monkeypatch, "s")
    run(root)
    assert "the memory does not hold the one before" in capsys.readouterr().out
