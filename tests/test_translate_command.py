"""The `translate` verb: what it prints, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from drafting import DAY, ENGLISH, HELD, QUOTE, SUMMARY, TITLE, Words, event, once, speak, without
from machine import MYMEMORY_QUOTA, Machine, fails, google, hangs_up, mymemory, run_machine
from project import EVENT, own_strings_only, write_changed

from biennien.cli import main
from biennien.desk.memory import Pair, remember

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny project whose event lacks some English."""
    return write_changed(tmp_path, f"=== {EVENT}\n{without(TITLE, SUMMARY, HELD, QUOTE)}")


def command(root: Path, *arguments: str) -> int:
    """Run the verb in a project."""
    with own_strings_only():
        return main(["translate", "--root", str(root), *arguments])


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A server that translates as Google does."""
    with run_machine(google(speak)) as running:
        yield running


def test_the_command_drafts_and_says_that_nothing_is_left(
    root: Path, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line says what to do next; nothing but words goes to a pipe."""
    assert command(root, "--engine", f"google={machine.address}") == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.splitlines() == [
        "4 texts drafted (4 by google)",
        "nothing is left; read the drafts and approve them: python build.py review",
    ]
    assert command(root, "--engine", f"google={machine.address}") == 0
    assert capsys.readouterr().out == "nothing is missing\n"


def test_what_an_engine_could_not_do_is_left_and_the_next_run_does_it(
    root: Path, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Partly done is 4; the last line counts what is left and says why."""
    machine.behaviours[:] = [google(speak), google(speak), fails(403)]
    assert command(root, "--engine", f"google={machine.address}") == 4
    assert capsys.readouterr().out.splitlines() == [
        "2 texts drafted (2 by google)",
        "2 of 4 texts left: meeting (2); refused: HTTP 403; run it again to go on",
    ]
    machine.behaviours[:] = [google(speak)]
    assert command(root, "--engine", f"google={machine.address}") == 0
    assert yaml.safe_load(event(root))["claims"][0]["en"] == "Hà Giang and Guangxi met on 22 February 2023."


@pytest.mark.parametrize("behaviour", [fails(503, Retry_After="999"), hangs_up, mymemory(MYMEMORY_QUOTA)])
def test_an_engine_out_of_reach_is_the_machines_fault(
    root: Path, machine: Machine, behaviour: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing done and nothing changed: 3."""
    monkeypatch.setattr("biennien.desk.engines.TRIES", 1)
    before = event(root)
    machine.behaviours[:] = [behaviour]  # type: ignore[list-item]
    assert command(root, "--engine", f"mymemory={machine.address}") == 3
    assert event(root) == before


def test_a_rejected_draft_is_reported_at_its_field(
    root: Path, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the draft, so that a person may mend it and write it in."""
    machine.behaviours[:] = [google(lambda text: speak(text).replace("22 February", "23 February"))]
    assert command(root, "--engine", f"google={machine.address}") == 4
    printed = capsys.readouterr()
    assert "error[E412]" in printed.err
    assert "= draft: Hà Giang and Guangxi met on 23 February 2023." in printed.err
    assert printed.out.splitlines() == [
        "1 text drafted (1 by google); 3 drafts rejected",
        "3 of 4 texts left: meeting (3); write them by hand, from the drafts above",
    ]


def test_a_dry_run_asks_nobody_and_changes_nothing(
    root: Path, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lists the texts, and how much there is."""
    before = event(root)
    assert command(root, "--dry-run", "--engine", f"google={machine.address}") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "meeting title (vi → en): Gặp gỡ đầu xuân 2023"
    assert lines[-1].startswith("4 texts to draft, ")
    assert (machine.asked, event(root)) == ([], before)


def test_offline_asks_nobody_and_uses_what_was_approved_before(
    root: Path, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever the same words were translated, in whatever entry."""
    remember(root, "vi", "en", [Pair("Gặp gỡ đầu  xuân 2023", "Spring Meeting 2023", DAY)])
    assert command(root, "--offline", "--engine", f"google={machine.address}") == 4
    assert machine.asked == []
    assert capsys.readouterr().out.endswith("; run it again without --offline to go on\n")
    assert yaml.safe_load(event(root))["title"]["en"] == "Spring Meeting 2023"
    assert yaml.safe_load(event(root))["translations"]["title.en"]["by"] == "memory"


def test_programs_are_told_in_json(root: Path, machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a text; the lines for people go to the error stream."""
    machine.behaviours[:] = [google(speak), fails(403)]
    assert command(root, "--format", "json", "--engine", f"google={machine.address}") == 4
    found = json.loads(capsys.readouterr().out)
    assert [one["outcome"] for one in found] == ["drafted", "left", "left", "left"]
    assert found[1]["fault"] == {"kind": "refused", "why": "HTTP 403", "wait": None}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["meetng"], "there is no entry “meetng”; did you mean “meeting”?"),
        (["--to", "fr"], "there is no language “fr”"),
        (["--engine", "bing"], "there is no engine “bing”"),
    ],
)
def test_what_is_not_there_is_told(
    root: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Usage errors are 2."""
    assert command(root, *arguments) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_no_yaml_is_told_and_the_others_are_done(
    root: Path, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its texts can't be seen, so they can't be counted as done."""
    (root / "content/events/other.yaml").write_text("title: {vi: \n", encoding="utf-8")
    assert command(root, "--engine", f"google={machine.address}") == 1
    printed = capsys.readouterr()
    assert "content/events/other.yaml" in printed.err
    assert printed.out.startswith("4 texts drafted")


def stopping(error: BaseException) -> Words:
    """Return an engine that is stopped at its second text."""

    def stop(text: str) -> None:
        if text == list(ENGLISH)[1]:
            raise error

    return Words(before=stop)


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (OSError("no space left on device"), 3)])
def test_what_was_written_before_a_run_is_stopped_stays(
    root: Path,
    error: BaseException,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By a person at the keyboard, or by a full disk; the last line says where to go on."""
    monkeypatch.setattr("biennien.cli.translate.open_engine", lambda *_: stopping(error))
    assert command(root) == code
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "1 text drafted (1 by words)",
        "3 of 4 texts left: meeting (3); run it again to go on",
    ]
    assert ("error: no space left on device" in printed.err) == isinstance(error, OSError)
    assert yaml.safe_load(event(root))["title"]["en"] == "Spring Meeting 2023"


def test_a_terminal_is_told_how_far_we_are(
    root: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, which is cleared in the end."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    command(root, "--engine", f"google={machine.address}")
    lines = capsys.readouterr().err.split("\r\033[K")
    assert lines[1] == "1/4 meeting title (vi → en)"
    assert lines[-1] == ""


def test_a_draft_that_cannot_be_written_is_given_to_the_person(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing that was drafted is lost."""
    engine = Words(before=once(lambda _: (root / EVENT).write_text("title: {vi: \n", encoding="utf-8")))
    monkeypatch.setattr("biennien.cli.translate.open_engine", lambda *_: engine)
    assert command(root) == 3
    assert "not written: meeting title (vi → en): Spring Meeting 2023\n" in capsys.readouterr().err
