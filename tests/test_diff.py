"""The `diff` verb: what changed for a reader between two builds."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from biennien.cli import main
from biennien.desk.diff import Change, find_changes, reached, read_export
from biennien.load import load
from biennien.threads import find_standing, steps_by_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from built import Built

EXPECTED = Path(__file__).with_name("tiny") / "expected"
TINY: dict[str, Any] = read_export(EXPECTED)
FESTIVAL = "events/festival-2030"


def changes(edit: Callable[[dict[str, Any]], object]) -> list[tuple[str, str, str, str]]:
    """Return what an edit of the tiny export changes: entry, what, name, kind."""
    new = copy.deepcopy(TINY)
    edit(new)
    return [(one.entry, one.what, one.name, one.kind) for one in find_changes(TINY, new)]


def festival(export: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Return an event of an export."""
    return export["events"]["festival-2030"]


def test_nothing_has_changed_between_a_build_and_itself() -> None:
    """Nor when the order of claims, sources or languages is another."""
    assert changes(lambda _: None) == []
    assert changes(lambda new: festival(new)["claims"].reverse()) == []
    assert changes(lambda new: festival(new)["figures"].reverse()) == []


def test_our_own_export_can_be_compared_with_an_edited_one(built: Built) -> None:
    """It has all that an export may have, the address of its licence among it."""
    old = read_export(built.folder)
    new = copy.deepcopy(old)
    new["events"].pop("joint-committee-14")
    new["licence_url"] = "https://example.org/"
    assert find_changes(old, old) == ()
    assert ("events/joint-committee-14", "entry") in [(one.entry, one.what) for one in find_changes(old, new)]


def test_entries_come_and_go_as_wholes() -> None:
    """An event that is gone, a person who is new: one change each; so are steps that its threads lose."""
    assert (FESTIVAL, "entry", "", "removed") in changes(lambda new: new["events"].pop("festival-2030"))
    added = {"id": "x", "name": {"vi": "X", "en": "X"}}
    assert changes(lambda new: new["people"].update(x=added)) == [("people/x", "entry", "", "added")]


@pytest.mark.parametrize(
    ("edit", "what", "name", "kind"),
    [
        (lambda one: one.update(date="2030-02-28"), "field", "date", "changed"),
        (lambda one: one["title"].update(en="Y"), "field", "title.en", "changed"),
        (lambda one: one.update(format="online"), "field", "format", "changed"),
        (lambda one: one.pop("format"), "field", "format", "removed"),
        (lambda one: one["topics"].append("x"), "field", "topics", "changed"),
        (lambda one: one["claims"].pop(), "claim", "signed", "removed"),
        (lambda one: one["claims"].append({"id": "x", "text": {}}), "claim", "x", "added"),
        (lambda one: one["claims"][0]["text"].update(en="Y"), "wording", "held.en", "changed"),
        (lambda one: one["claims"][0]["text"].pop("en"), "wording", "held.en", "removed"),
        (lambda one: one["claims"][0].update(kind="caption"), "claim", "held.kind", "changed"),
        (
            lambda one: one["claims"][0]["evidence"][0].update(quote="Y"),
            "evidence",
            "held.evidence.leaf-news.quote",
            "changed",
        ),
        (lambda one: one["figures"][0].update(value=6), "figure", "honey.value", "changed"),
        (lambda one: one["figures"].append({"id": "x", "value": 1}), "figure", "x", "added"),
        (lambda one: one.update(added="2031-05-02"), "field", "added", "changed"),
        (lambda one: one.pop("corrections"), "correction", "2031-05-03", "removed"),
        (lambda one: one["corrections"].append({"on": "2031-06-01"}), "correction", "2031-06-01", "added"),
        (lambda one: one["notes"].append({"text": {"en": "Y"}}), "note", "-", "added"),
    ],
)
def test_each_change_is_told_for_what_it_is(edit: Callable[[Any], object], what: str, name: str, kind: str) -> None:
    """By what it is, its name, and whether it was added, removed or changed."""
    assert changes(lambda new: edit(festival(new))) == [(FESTIVAL, what, name, kind)]


def test_a_thread_that_moves_on_is_told_at_the_thread() -> None:
    """The step at its event, and where the thread stands, as its page derives it."""
    thread, step = next(
        (one["thread"], (id_, place))
        for id_, event in TINY["events"].items()
        for place, one in enumerate(event.get("commitments", ()))
    )

    def move(new: dict[str, Any]) -> None:
        new["events"][step[0]]["commitments"][step[1]]["status"] = "declined"

    found = changes(move)
    assert (f"threads/{thread}", "status", "", "changed") in found
    assert (f"events/{step[0]}", "commitment", f"{thread}.status", "changed") in found


def test_where_a_thread_stands_is_what_its_page_says(built: Built) -> None:
    """For every thread of the project's own chronicle."""
    export = read_export(built.folder)
    chronicle, _ = load(ROOT)
    assert chronicle
    for thread, steps in steps_by_thread(chronicle).items():
        assert (reached(export, thread) or "unknown") == find_standing(steps, None).status


def test_what_no_page_shows_is_no_change_for_a_reader() -> None:
    """The glossary is the editors' tool."""
    assert changes(lambda new: new["glossary"].clear()) == []


def test_values_are_told_as_they_were_and_as_they_are() -> None:
    """None stands for what is not there."""
    new = copy.deepcopy(TINY)
    festival(new)["date"] = "2030-02-28"
    assert find_changes(TINY, new) == (Change(FESTIVAL, ("date",), "field", "2030-02-27", "2030-02-28"),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "who", "on", "text"]), inner, max_size=3)
    ),
    max_leaves=6,
)
EXPORTS = st.fixed_dictionaries(
    {
        "site": st.dictionaries(st.sampled_from("ab"), JSON),
        "events": st.dictionaries(
            st.sampled_from("ab"), st.dictionaries(st.sampled_from(["claims", "notes", "title"]), JSON)
        ),
    }
)


@given(EXPORTS, EXPORTS)
def test_any_two_exports_can_be_compared(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Both ways, with as many changes; an export and itself have none."""
    assert find_changes(old, old) == ()
    assert len(find_changes(old, new)) == len(find_changes(new, old))


# The command


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run `build.py diff`; return the exit code, the output and what went wrong."""
    code = main(["diff", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """An export of a site in which an event moved by a day, and lost a claim."""
    new = copy.deepcopy(TINY)
    festival(new)["date"] = "2030-02-28"
    festival(new)["claims"].pop()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "chronicle.json").write_text(json.dumps(new), "utf-8")
    return tmp_path


def test_people_read_it_by_entry(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The title, a line for each change, and a sum; that something changed is no failure."""
    code, out, err = run(capsys, EXPECTED, edited, "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith(f"{FESTIVAL}: “Raft Festival 2030 of Wind Hill & Moon Bank”\n")
    assert "  ~ field date: “2030-02-27” → “2030-02-28”\n" in out
    assert "  - claim signed: “" in out
    assert out.endswith("field changed: 1, claim removed: 1\n")


def test_an_event_that_is_gone_is_called_an_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In its own line as in the sum."""
    export = copy.deepcopy(TINY)
    export["events"].pop("festival-2030")
    (tmp_path / "new.json").write_text(json.dumps(export), "utf-8")
    assert "  - event\n" in run(capsys, EXPECTED, tmp_path / "new.json", "--lang", "en")[1]


def test_it_speaks_vietnamese(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The words, the titles and the texts."""
    _, out, _ = run(capsys, EXPECTED, edited, "--lang", "vi")
    assert "Hội Bè năm 2030" in out
    assert "  ~ trường date:" in out
    assert out.endswith("trường thay đổi: 1, thông tin bỏ: 1\n")


def test_long_texts_are_shown_where_they_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One word at the end of a long sentence: the same beginning twice would say nothing."""
    for name, last in (("old", "seven"), ("new", "eight")):
        export = copy.deepcopy(TINY)
        festival(export)["claims"][0]["text"]["en"] = f"{'They met and talked. ' * 20}The answer is {last} rafts."
        (tmp_path / name).write_text(json.dumps(export), "utf-8")
    _, out, _ = run(capsys, tmp_path / "old", tmp_path / "new", "--lang", "en")
    assert "“…met and talked. The answer is seven rafts.” → “…met and talked. The answer is eight rafts.”" in out


def test_programs_read_it_as_json(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole values, nothing cut."""
    _, out, _ = run(capsys, EXPECTED, edited / "data" / "chronicle.json", "--format", "json")
    first, second = json.loads(out)
    told = {"entry": FESTIVAL, "field": "date", "what": "field", "kind": "changed"}
    assert first == {**told, "was": "2030-02-27", "now": "2030-02-28"}
    assert (second["field"], second["now"], second["was"]["id"]) == ("claims.signed", None, "signed")


def test_two_builds_of_the_same_say_that_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, and as an empty list."""
    assert run(capsys, EXPECTED, EXPECTED, "--lang", "en") == (0, "nothing has changed for a reader\n", "")
    assert run(capsys, EXPECTED, EXPECTED, "--format", "json")[1] == "[]\n"


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", '{"events": [], "site": {}}', "\udcff"])
def test_what_is_no_export_is_refused(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With its name, and what to name instead."""
    file = tmp_path / "x.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    code, _, err = run(capsys, EXPECTED, file, "--lang", "en")
    told = f"error: {file} is no data export of a chronicle; name a site, or its data/chronicle.json\n"
    assert (code, err) == (2, told)


def test_what_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is missing, a folder without an export."""
    for place in (tmp_path / "no.json", tmp_path):
        code, _, err = run(capsys, place, EXPECTED, "--lang", "en")
        assert code == 3
        assert str(place) in err
