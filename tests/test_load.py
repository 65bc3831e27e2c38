"""Files become a chronicle: which are read, what is kept of those that can't be, and what is left alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from project import EVENT, base_project, changed_project, write_changed, write_project

from biennien import snapshot
from biennien.load import REGISTERS, SITE, files, load, read_content
from biennien.messages import voice
from biennien.nodes import locate
from biennien.snapshot import DOUBT_NS
from biennien.sources import MAX_BYTES, read_source

if TYPE_CHECKING:
    from pathlib import Path

    from biennien.model import Chronicle


def read(root: Path) -> Chronicle:
    """Return the chronicle of a project, whatever is wrong with it."""
    chronicle, _ = load(root)
    assert chronicle is not None
    return chronicle


def codes(root: Path) -> list[str]:
    """Return the codes of what is wrong with the files of a project."""
    return [one.code for one in load(root)[1]]


def test_the_real_content_can_be_read() -> None:
    """Every file of it."""
    chronicle, problems = load(ROOT)
    assert problems == ()
    assert chronicle is not None
    assert chronicle.events.keys() == chronicle.declared["events"]
    assert not chronicle.incomplete


def test_a_chronicle_holds_what_the_files_say(tmp_path: Path) -> None:
    """Typed, with ids from file names and keys."""
    chronicle = read(write_changed(tmp_path))
    event = chronicle.events["meeting"]
    assert (event.id, event.date.text, event.edition, event.host) == ("meeting", "2023-02-22", 2023, ("ha-giang",))
    assert [claim.id for claim in event.claims] == ["held", "trade", "ask"]
    assert event.claim("ask") is event.claims[2]
    assert event.claim("nothing") is None
    assert chronicle.languages == ("vi", "en")
    assert chronicle.places["ha-giang"].within == ("vietnam",)
    assert chronicle.sources["paper"].archive is not None
    assert chronicle.articles["paper"].startswith("Trang chủ")
    assert chronicle.glossary["hoi-kien"].name["en"] == "bilateral meeting"
    assert chronicle.declared["topics"] == {"trade", "transport"}


def test_values_are_equal_wherever_they_were_written(tmp_path: Path) -> None:
    """A place in a file is no part of a value."""
    moved = changed_project("=== content/kinds.yaml\n# moved\n\nmeeting: {name: {en: Meeting, vi: Gặp gỡ}}\n")
    one, other = read(write_changed(tmp_path / "a")), read(write_project(tmp_path / "b", moved))
    assert one == other
    assert one.kinds["meeting"].at == other.kinds["meeting"].at


def test_the_order_of_files_is_that_of_their_names(tmp_path: Path) -> None:
    """Whatever the order in which they were made."""
    names = [f"content/events/e{number}.yaml" for number in range(10)]
    files = base_project() | dict.fromkeys(reversed(names), base_project()[EVENT])
    assert list(read(write_project(tmp_path, files)).events) == [*(f"e{number}" for number in range(10)), "meeting"]


@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_that_is_not_there_is_empty(tmp_path: Path, register: str) -> None:
    """And no fault by itself."""
    chronicle = read(write_changed(tmp_path, f"=== content/{register}.yaml -\n"))
    assert getattr(chronicle, register) == {}
    assert chronicle.declared[register] == frozenset()
    assert codes(tmp_path) == []


@pytest.mark.parametrize("text", ["a: [", "- a", "a", "!x a: b", "\t"])
@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_that_cannot_be_read_declares_nothing_and_denies_nothing(
    tmp_path: Path, register: str, text: str
) -> None:
    """One problem; the ids in it are not known, so none of them is said to be missing."""
    chronicle = read(write_changed(tmp_path, f"=== content/{register}.yaml\n{text}\n"))
    assert register not in chronicle.declared
    assert len(codes(tmp_path)) == 1


def test_an_entry_that_cannot_be_read_is_declared_all_the_same(tmp_path: Path) -> None:
    """Whoever refers to it is not at fault."""
    chronicle = read(write_changed(tmp_path, "=== content/kinds.yaml\nmeeting: {name: x}\n"))
    assert chronicle.kinds == {}
    assert chronicle.declared["kinds"] == {"meeting"}


def test_an_event_that_cannot_be_read_is_declared_all_the_same(tmp_path: Path) -> None:
    """Its id is the name of its file."""
    chronicle = read(write_changed(tmp_path, "=== content/events/meeting.yaml\n[\n"))
    assert chronicle.events == {}
    assert chronicle.declared["events"] == {"meeting"}


@pytest.mark.parametrize(
    ("changes", "incomplete"),
    [
        ("", False),
        ("participants: [x]", False),
        ("summary: {vi: Một}", False),
        ("claims: [x]", True),
        ("figures: [x]", True),
        ("figures: x", False),
        ("claims:\n  - {id: a, kind: event, vi: a, en: a, evidence: [x]}", True),
        ("claims:\n  - {id: a, kind: event, vi: a, en: a, supports: [x], evidence: [{source: web}]}", True),
        ("claims:\n  - {id: a, kind: event, vi: a, en: a, supports: [date], evidence: [{source: web}]}", False),
    ],
)
def test_an_event_is_incomplete_when_claims_or_figures_were_lost(
    tmp_path: Path,
    changes: str,
    incomplete: bool,  # noqa: FBT001
) -> None:
    """What it lacks proves nothing then."""
    chronicle = read(write_changed(tmp_path, f"=== {EVENT} +\n{changes}\n"))
    assert chronicle.incomplete == ({"meeting"} if incomplete else frozenset())


@pytest.mark.parametrize(
    "changes",
    [
        "=== content/site.yaml -\n",
        "=== content/site.yaml\n",
        "=== content/site.yaml\n- x\n",
        "=== content/site.yaml +\n!languages\n",
        "=== content/site.yaml +\nlanguages: {}\n",
        "=== content/site.yaml +\nlanguages: x\n",
        "=== content/site.yaml +\nlanguages: {VI: {name: a, locale: b}}\n",
        "=== content/site.yaml +\nlanguages: {vi: {name: a}}\n",
    ],
)
def test_without_languages_there_is_one_problem_and_no_chronicle(tmp_path: Path, changes: str) -> None:
    """No text could be read; so nothing is said of any."""
    write_changed(tmp_path, changes)
    assert load(tmp_path)[0] is None
    assert len(codes(tmp_path)) == 1


def test_without_a_title_the_rest_is_still_read(tmp_path: Path) -> None:
    """All that is wrong at once."""
    write_changed(tmp_path, "=== content/site.yaml +\n!title\n=== content/events/meeting.yaml +\ndate: x\n")
    assert load(tmp_path)[0] is None
    assert codes(tmp_path) == ["E201", "E301"]


def test_an_empty_folder_has_no_settings(tmp_path: Path) -> None:
    """Neither a crash nor silence."""
    assert codes(tmp_path) == ["E601"]


def test_a_file_in_place_of_the_folder_of_events_is_said(tmp_path: Path) -> None:
    """Else there would be no events, and no word of it."""
    write_changed(tmp_path, "=== content/events/meeting.yaml -\n=== content/events\nx\n")
    assert codes(tmp_path) == ["E602"]


def test_without_a_folder_of_events_there_are_none(tmp_path: Path) -> None:
    """A project may begin with its registers."""
    assert read(write_changed(tmp_path, "=== content/events/meeting.yaml -\n")).events == {}
    assert codes(tmp_path) == []


def test_links_in_a_circle_are_a_fault_and_no_crash(tmp_path: Path) -> None:
    """A register, an event and a capture."""
    write_changed(tmp_path, "=== content/topics.yaml -\n=== seeds/paper.txt -\n")
    for name in ("content/topics.yaml", "content/events/circle.yaml", "seeds/paper.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(path)
    assert sorted(codes(tmp_path)) == ["E214", "E602", "E602"]


def test_a_capture_may_not_lead_out_of_its_folder_by_a_link(tmp_path: Path) -> None:
    """What a link leads to counts, not its name."""
    write_changed(tmp_path, "=== seeds/paper.txt -\n")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "paper.txt").symlink_to("/etc/passwd")
    assert codes(tmp_path) == ["E213"]


@pytest.mark.parametrize("name", ["..", ".", "/etc/passwd", "../seeds/../content/site.yaml", "../seeds.txt", "a/../.."])
def test_a_capture_may_not_lead_out_of_its_folder_by_its_name(tmp_path: Path, name: str) -> None:
    """Neither by a path nor by an absolute one."""
    source = f"label: {{vi: a, en: a}}, language: vi, archive: {{file: {name}, begins: 1, ends: 1}}"
    write_changed(tmp_path, f"=== content/sources.yaml +\npaper: {{{source}}}\n")
    assert codes(tmp_path) == ["E213"]


@pytest.mark.parametrize("name", ["none.txt", "deep", "deep/none.txt", "x" * 300, "paper.txt/x"])
def test_a_capture_that_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    """Not there, a folder, or a name that no file can have."""
    source = f"label: {{vi: a, en: a}}, language: vi, archive: {{file: {name}, begins: 1, ends: 1}}"
    write_changed(tmp_path, f"=== content/sources.yaml +\npaper: {{{source}}}\n=== seeds/deep/a.txt\nx\n")
    assert codes(tmp_path) == ["E214"]


def test_a_capture_has_its_lines_whatever_its_line_endings(tmp_path: Path) -> None:
    """A byte order mark and CRLF are no part of it."""
    files = base_project()
    files["seeds/paper.txt"] = files["seeds/paper.txt"].decode().replace("\n", "\r\n").encode("utf-8-sig")
    plain = read(write_changed(tmp_path / "a")).articles["paper"]
    assert read(write_project(tmp_path / "b", files)).articles["paper"] == plain


def test_a_file_name_that_is_not_utf_8_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    """A file system may hold any bytes."""
    write_changed(tmp_path)
    (tmp_path / "content" / "events" / os.fsdecode(b"g\xe4p.yaml")).write_bytes(b"title: x\n")
    assert codes(tmp_path) == ["E206"]
    located = locate(load(tmp_path)[1], lambda file: (tmp_path / file).read_bytes())
    assert located[0].values["id"] == os.fsdecode(b"g\xe4p")


def test_files_that_no_register_reads_are_named(tmp_path: Path) -> None:
    """With what was meant, if a register is like it."""
    write_changed(
        tmp_path, "=== content/person.yaml\n=== content/peple.yaml\n=== content/.hidden.yaml\n=== content/a.txt\n"
    )
    problems = load(tmp_path)[1]
    assert [(one.code, one.values["name"], voice().say(one.label)) for one in problems] == [
        ("W601", "peple.yaml", "did you mean “people.yaml”?"),
        ("W601", "person.yaml", "did you mean “people.yaml”?"),
    ]


def test_names_that_differ_in_case_or_form_have_one_address(tmp_path: Path) -> None:
    """On a file system that keeps them apart, Á and á, composed or not."""
    write_changed(tmp_path)
    for name in ("\u00c1", "\u00e1", "a\u0301", "A\u0301", "\u1ea4", "\u1ea5"):
        (tmp_path / "content" / "events" / f"{name}.yaml").write_bytes(b"title: x\n")
    assert codes(tmp_path).count("E503") == 4
    assert codes(tmp_path).count("E206") == 6


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read from now on, no file being too young for its time to prove anything."""
    seen: list[str] = []

    def note(root: Path, file: str, limit: int = MAX_BYTES) -> bytes:
        raw = read_source(root, file, limit)
        seen.append(file)
        return raw

    monkeypatch.setattr(snapshot, "DOUBT_NS", 0)
    monkeypatch.setattr(files, "read_source", note)
    return seen


def test_only_what_changed_is_read_again(tmp_path: Path, read_files: list[str]) -> None:
    """The settings are, which say how to read the rest; what is known of the others is the very same."""
    root = write_changed(tmp_path)
    before = read_content(root)
    assert {SITE, EVENT, "content/places.yaml", "seeds/paper.txt"} <= set(read_files)
    read_files.clear()
    again = read_content(root, before)
    assert read_files == [SITE]
    assert again == before
    assert again.files[EVENT] is before.files[EVENT]
    (root / EVENT).write_text((root / EVENT).read_text("utf-8") + "\n# Xem lại sau.\n", "utf-8")
    (root / "seeds/paper.txt").write_text("Trang chủ\n", "utf-8")
    read_files.clear()
    after = read_content(root, again)
    assert read_files == [SITE, EVENT, "seeds/paper.txt"]
    assert after.files[EVENT].print != before.files[EVENT].print
    assert after.chronicle
    assert after.chronicle.articles["paper"] == "Trang chủ\n"


def test_what_was_saved_a_moment_ago_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_files: list[str]
) -> None:
    """It may have been saved twice within one tick of the clock."""
    monkeypatch.setattr(snapshot, "DOUBT_NS", DOUBT_NS)
    root = write_changed(tmp_path)
    before = read_content(root)
    read = list(read_files)
    read_files.clear()
    assert read_content(root, before) == before
    assert read_files == read


def test_a_link_is_read_again(tmp_path: Path, read_files: list[str]) -> None:
    """What it leads to may be another file now."""
    root = write_changed(tmp_path)
    (root / EVENT).rename(root / "content/kept")
    (root / EVENT).symlink_to("../kept")
    before = read_content(root)
    read_files.clear()
    read_content(root, before)
    assert read_files == [SITE, EVENT]
