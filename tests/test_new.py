"""The `new` verb: entries that load at once, and nothing written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from project import base_project, find_problems, write_project

from biennien import cli
from biennien.desk import draft
from biennien.desk.draft import comment, draft_entry, id_for, scalar, texts
from biennien.desk.schema import modeline
from biennien.edtf import parse_date
from biennien.fields import ID, RESERVED
from biennien.load import REGISTERS, load
from biennien.nodes import Mapping, Scalar, parse

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny project."""
    return write_project(tmp_path, base_project())


def new(root: Path, *arguments: str) -> int:
    """Run `build.py new`; return the exit code."""
    return cli.main(["new", *arguments, "--root", str(root)])


@pytest.mark.parametrize("date", ["2025-02-18", "2025-02~", "2024-02-27/..", "../2024-11-28", "XXXX"])
def test_a_new_event_loads_and_check_names_only_what_is_to_do(root: Path, date: str) -> None:
    """Whatever its date: what a person has to write is marked, and nothing else is wrong."""
    assert new(root, "meeting", "--date", date, "--title", "Gặp gỡ đầu xuân: “lần 2”, năm 2025") == 0
    chronicle, _ = load(root)
    assert chronicle
    assert len(chronicle.events) == 2
    found = find_problems(root)
    assert {one.code for one in found} == {"E244"}
    assert {one.values["key"] for one in found} >= {"title.en", "summary.vi", "source", "quote"}


def test_a_new_event_keeps_what_was_said_of_it(root: Path) -> None:
    """Its title in every language given, its kind and its date; its id comes from the title and the year."""
    assert new(root, "meeting", "--date", "2025-02-18", "--title", "en=Raft day", "--title", "Ngày  bè") == 0
    event = (chronicle := load(root)[0]) and chronicle.events["raft-day-2025"]
    assert event
    assert (event.title, event.kind, event.date.text) == ({"vi": "Ngày bè", "en": "Raft day"}, "meeting", "2025-02-18")
    assert event.original == "en"
    assert (root / "content/events/raft-day-2025.yaml").read_text("utf-8").startswith(modeline("event"))


def test_a_new_event_has_the_day_on_which_it_was_added(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This day, where the curator is; so it comes into the feeds without anybody thinking of it."""
    monkeypatch.setattr("biennien.cli.new.today", lambda: "2026-11-23")
    assert new(root, "meeting", "--date", "2025-02-18", "--title", "Ngày bè") == 0
    chronicle, _ = load(root)
    assert chronicle
    assert chronicle.events["ngay-be-2025"].added == parse_date("2026-11-23")


def test_what_is_there_is_never_written_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither an event nor an entry of a register."""
    for arguments in (("meeting", "--id", "meeting"), ("people", "--id", "liu-ning"), ("topics", "--id", "trade")):
        before = {file: file.read_bytes() for file in root.rglob("*.yaml")}
        assert new(root, *arguments, "--title", "Khác") == 2
        assert "left as it is" in capsys.readouterr().err
        assert {file: file.read_bytes() for file in root.rglob("*.yaml")} == before


@pytest.mark.parametrize("register", REGISTERS)
def test_a_new_entry_stands_at_the_end_of_its_register(root: Path, register: str) -> None:
    """Every other byte stays, and check names what is to do."""
    file = root / "content" / f"{register}.yaml"
    before = file.read_bytes() if file.exists() else modeline(register).encode()
    assert new(root, register, "--title", "Sa Pa: yes", "--title", "en=no") == 0
    assert file.read_bytes().startswith(before)
    assert {one.code for one in find_problems(root)} <= {"E244", *(["W323"] if register == "threads" else [])}
    assert new(root, register, "--title", "Bắc Hà") == 0
    assert "E244" in {one.code for one in find_problems(root)}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("meting", "--title", "X"), "did you mean “meeting”?"),
        (("events", "--title", "X"), "there is no kind “events”"),
        (("meeting", "--title", " "), "the title is empty"),
        (("meeting", "--title", "X", "--id", "Hà Giang"), "such as ha-giang"),
        (("meeting", "--title", "X", "--id", "index"), "no id"),
        (("meeting", "--title", "fr=Rencontre"), "there is no language “fr”; there are: vi, en"),
        (("people", "--title", "X", "--date", "2025"), "an entry of people.yaml has no date"),
        (("meeting", "--title", "X", "--date", "22/2/2025"), "write 2025-02-22"),
        (("meeting", "--title", "X", "--date", "2025-02-30"), "E304"),
    ],
)
def test_a_slip_is_told_and_nothing_written(
    root: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown kind, no title, an id or a date that is none."""
    before = sorted(root.rglob("*"))
    assert new(root, *arguments) == 2
    assert said in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before


@given(st.text(st.characters(codec="utf-8")).filter(str.strip))
def test_any_text_is_written_so_that_it_is_read_again(text: str) -> None:
    """As a value of its own, and within braces, whatever it looks like."""
    for written in (f"a: {scalar(text)}\n", f"{{b: c, a: {scalar(text)}}}\n"):
        node, problems = parse(written.encode(), "x.yaml")
        assert problems == ()
        assert isinstance(node, Mapping)
        assert isinstance(node.values["a"], Scalar)
        assert node.values["a"].text == text
    assert texts({"vi": "Lưu Ninh"}, ["vi", "en"]) == "{vi: Lưu Ninh, en: TODO}"


@given(st.text(st.characters(codec="utf-8")))
@example("\ufffe")
def test_any_text_may_stand_in_a_comment(text: str) -> None:
    """It breaks no line, and hides nothing."""
    node, problems = parse(f"# {comment(text)}\na: b\n".encode(), "x.yaml")
    assert problems == ()
    assert isinstance(node, Mapping)
    assert list(node.keys) == ["a"]


@given(st.text(), st.sampled_from(["2025", "XXXX", "202X", "2025-02-18"]))
def test_an_id_is_an_id_and_not_taken(title: str, date: str) -> None:
    """Whatever the title: short, in ASCII, and another one the second time."""
    first = id_for(title, parse_date(date))
    second = id_for(title, parse_date(date), [first])
    assert all(ID.fullmatch(id_) and id_ != RESERVED and len(id_) < 80 for id_ in (first, second))
    assert first != second


def test_a_title_of_hanzi_alone_has_an_id_too() -> None:
    """No letter of it folds to ASCII."""
    assert id_for("刘宁", parse_date("2023-02-22")) == "entry-2023"


def test_every_register_can_be_added_to() -> None:
    """What a project may hold, `new` begins."""
    assert set(draft.REGISTERS) == set(REGISTERS)


def test_a_thread_and_a_measure_say_what_else_they_need(root: Path) -> None:
    """An aim and a unit, to be written; a term has nothing but its words."""
    for register in ("threads", "measures", "glossary"):
        assert new(root, register, "--title", "Cầu Tà Lùng 2", "--title", "en=Tà Lùng bridge 2", "--id", "new") == 0
    missing = [one.values["key"] for one in find_problems(root) if one.code == "E244"]
    assert sorted(map(str, missing)) == ["goal.en", "goal.vi", "unit"]
    glossary = (root / "content/glossary.yaml").read_text("utf-8")
    assert glossary.endswith("new:\n  vi: Cầu Tà Lùng 2\n  en: Tà Lùng bridge 2\n")


def test_a_register_needs_only_its_names() -> None:
    """A person is a name."""
    assert draft_entry("people", "x", {"vi": "Lưu Ninh"}, ["vi"]) == "x:\n  name: {vi: Lưu Ninh}\n"
