"""Drafts: what is asked for, what is written, and what is left as a person wrote it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import yaml
from machine import MYMEMORY_QUOTA, Machine, fails, google, hangs_up, mymemory, run_machine
from project import EVENT, base_project, check_report, own_strings_only, write_changed

from biennien.cli import main
from biennien.desk.drafts import whole_lines
from biennien.desk.memory import Pair, remember
from biennien.desk.translate import DRAFTED, KEPT, LEFT, REJECTED, REUSED, Desk, Outcome, plan, translate
from biennien.desk.web import Fault
from biennien.project import read_project
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from biennien.desk.engines import Engine

DAY = "2026-11-23"
# What a good engine makes of the tiny project; names and citations are placeholders.
ENGLISH = {
    "Gặp gỡ đầu xuân 2023": "Spring Meeting 2023",
    "[X1X] và [X2X] gặp nhau ngày 22/2/2023.[X3X]": "[X1X] and [X2X] met on 22 February 2023. [X3X]",
    "[X1X] và [X2X] gặp nhau ngày 22/2/2023.": "[X1X] and [X2X] met on 22 February 2023.",
    "Hai bên đã tiến hành hơn 50 cuộc hội đàm; kim ngạch đạt 7,2 tỷ USD.": (
        "The two sides held over 50 talks; turnover reached USD 7.2 billion."
    ),
    "Ngày 22/2/2023, tại [X1X]": "On 22 February 2023, in [X1X]",
}


@dataclass(slots=True)
class Words:
    """An engine that knows some sentences; it does what `before` says each time that it is asked."""

    known: Mapping[str, str | Fault] = field(default_factory=lambda: ENGLISH)
    before: Callable[[str], object] = lambda _: None
    name: str = "words"
    asked: list[str] = field(default_factory=list)

    def translate(self, text: str, source: str, target: str) -> str | Fault:
        """Return what it knows."""
        assert (source, target) == ("vi-VN", "en-GB")
        self.asked.append(text)
        self.before(text)
        return self.known.get(text, Fault("nonsense", "it does not know"))


def without(*lines: str) -> str:
    """Return the tiny project's event without some of its lines."""
    text = base_project()[EVENT].decode()
    for line in lines:
        assert text.count(line) == 1, line
        text = text.replace(line, "")
    return text


TITLE, SUMMARY = ", en: Spring Meeting 2023", "  en: Hà Giang and Guangxi met on 22 February 2023.[^held]\n"
HELD = "    en: Hà Giang and Guangxi met on 22 February 2023.\n"
QUOTE = '        translation: {en: "On 22 February 2023, in Hà Giang"}\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny project whose event lacks some English."""
    return write_changed(tmp_path, f"=== {EVENT}\n{without(TITLE, SUMMARY, HELD, QUOTE)}")


def desk(root: Path, engine: Engine | None, recall: Callable[[str, str, str], str | None] = lambda *_: None) -> Desk:
    """Return the desk of a project."""
    project = read_project(root)
    assert project.chronicle
    return Desk(root, read_setting(root), project.chronicle, project.locales, DAY, recall, engine)


def run(root: Path, engine: Words | None, *, stale: bool = False) -> list[Outcome]:
    """Draft what is missing in a project."""
    tasks = plan(read_entries(root, read_setting(root)), stale=stale)
    return list(translate(tasks, desk(root, engine)))


def event(root: Path) -> str:
    """Return the event's file."""
    return (root / EVENT).read_text(encoding="utf-8")


def test_what_is_missing_is_drafted_and_nothing_else_is_changed(root: Path) -> None:
    """Every text is where a person would have written it, and only records are added."""
    before = event(root)
    outcomes = run(root, Words())
    assert [(one.kind, one.task.field) for one in outcomes] == [
        (DRAFTED, "title"),
        (DRAFTED, "summary"),
        (DRAFTED, "claims.held"),
        (DRAFTED, "claims.held.evidence.1.translation"),
    ]
    drafted, original = yaml.safe_load(event(root)), yaml.safe_load(base_project()[EVENT])
    records = drafted.pop("translations")
    assert drafted == original
    assert len(records) == 4
    assert re.search(
        r"\n  title\.en: \{from: vi, of: [0-9a-f]{8}, draft: [0-9a-f]{8}, by: words, on: 2026-11-23\}\n", event(root)
    )
    kept = [line for line in before.splitlines() if "Gặp gỡ đầu xuân 2023" not in line]
    assert [line for line in event(root).splitlines() if line in kept] == kept


def test_drafts_pass_the_checks_and_are_told_as_drafts(root: Path) -> None:
    """A site with drafts can be built; a warning for each says that a person should read it."""
    run(root, Words())
    code, report = check_report(root)
    assert code == 0
    assert report.count("warning[W418]") == 4


def test_a_second_run_finds_nothing_to_do(root: Path) -> None:
    """What was written needs no second request."""
    run(root, Words())
    after, engine = event(root), Words()
    assert run(root, engine) == []
    assert engine.asked == []
    assert event(root) == after


def test_memory_comes_first_and_needs_no_engine(root: Path) -> None:
    """Without a network, what was translated before is used; the rest is left."""
    known = {("Gặp gỡ đầu xuân 2023", "vi", "en"): "Spring Meeting 2023"}
    tasks = plan(read_entries(root, read_setting(root)))
    outcomes = list(translate(tasks, desk(root, None, lambda *asked: known.get(asked))))
    assert [one.kind for one in outcomes] == [REUSED, LEFT, LEFT, LEFT]
    assert yaml.safe_load(event(root))["translations"]["title.en"]["by"] == "memory"


def test_a_remembered_translation_is_compared_too(root: Path) -> None:
    """It may have been approved where fewer claims were cited."""
    tasks = [one for one in plan(read_entries(root, read_setting(root))) if one.field == "summary"]
    known = "Hà Giang and Guangxi met on 22 February 2023."
    outcomes = list(translate(tasks, desk(root, None, lambda *_: known)))
    assert [(one.kind, one.problems[0].code) for one in outcomes] == [(REJECTED, "E414")]


def test_what_is_names_alone_needs_no_engine(tmp_path: Path) -> None:
    """The registers know it; the record says so."""
    text = without(TITLE).replace("vi: Gặp gỡ đầu xuân 2023", "vi: Hà Giang – Quảng Tây")
    outcomes = run(write_changed(tmp_path, f"=== {EVENT}\n{text}"), None)
    assert [(one.kind, one.by, one.draft) for one in outcomes] == [(REUSED, "registers", "Hà Giang – Guangxi")]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("[X1X] and [X2X] met on 22 March 2023.", "E412"),
        ("[X1X] and [X2X] met 3 times on 22 February 2023.", "E411"),
        ("[X1X] and [X2X] met in Vietnam on 22 February 2023.", "E413"),
    ],
)
def test_a_draft_that_says_something_else_is_shown_and_not_written(root: Path, answer: str, code: str) -> None:
    """Other dates, numbers or names are other facts."""
    before = event(root)
    engine = Words({"[X1X] và [X2X] gặp nhau ngày 22/2/2023.": answer})
    rejected = [one for one in run(root, engine) if one.kind == REJECTED]
    assert [(one.task.field, [problem.code for problem in one.problems]) for one in rejected] == [
        ("claims.held", [code])
    ]
    assert dict(rejected[0].problems[0].details)["draft"] == rejected[0].draft
    assert event(root) == before


def test_a_term_rendered_otherwise_is_written_with_a_warning(tmp_path: Path) -> None:
    """Terms are inflected: whether it is one is for a person to say."""
    text = without(HELD).replace("    vi: Hà Giang và", "    vi: Hội kiến, Hà Giang và")
    root = write_changed(tmp_path, f"=== {EVENT}\n{text}")
    sent = "Hội kiến, [X1X] và [X2X] gặp nhau ngày 22/2/2023."
    engine = Words({sent: "Talks: [X1X] and [X2X] met on 22 February 2023."})
    outcomes = run(root, engine)
    assert [(one.kind, [problem.code for problem in one.problems]) for one in outcomes][-1:] == [(DRAFTED, ["W416"])]


def test_an_engine_that_loses_placeholders_is_asked_in_another_way(root: Path) -> None:
    """Only then is the text left."""
    known = {
        "[X1X] và [X2X] gặp nhau ngày 22/2/2023.": "Ha Giang and Guangxi met on 22 February 2023.",
        "⟦1⟧ và ⟦2⟧ gặp nhau ngày 22/2/2023.": "[[1]] and [[2]] met on 22 February 2023.",
        "Ngày 22/2/2023, tại [X1X]": "On 22 February 2023, there",
        "Ngày 22/2/2023, tại ⟦1⟧": "On 22 February 2023, there",
    }
    kinds = {one.task.field: one for one in run(root, Words(known))}
    assert kinds["claims.held"].draft == "Hà Giang and Guangxi met on 22 February 2023."
    lost = kinds["claims.held.evidence.1.translation"].fault
    assert lost
    assert lost.why == "names, citations or links did not come back"


def test_a_person_who_writes_the_text_meanwhile_wins(root: Path) -> None:
    """The draft comes too late, and is not written."""

    def write(_: str) -> None:
        file = root / EVENT
        file.write_text(event(root).replace("title: {vi:", "title: {en: My own title 2023, vi:"), encoding="utf-8")

    assert run(root, Words(before=once(write)))[0].kind == KEPT
    assert "My own title 2023" in event(root)
    assert "Spring Meeting" not in event(root)


def once(action: Callable[[str], object]) -> Callable[[str], object]:
    """Return an action that is done the first time only."""
    done: list[str] = []

    def act(text: str) -> None:
        if not done:
            done.append(text)
            action(text)

    return act


def test_what_a_person_changes_elsewhere_meanwhile_stays(root: Path) -> None:
    """The file is read again for every text."""

    def write(_: str) -> None:
        text = f"# My comment\r\n{event(root)}".replace("held over 50", "have held over 50")
        (root / EVENT).write_bytes(text.encode())

    outcomes = run(root, Words(before=once(write)))
    assert {one.kind for one in outcomes} == {DRAFTED}
    assert event(root).startswith("# My comment")
    assert "have held over 50" in event(root)


def test_an_original_that_changes_meanwhile_is_asked_for_again(root: Path) -> None:
    """A draft of the old original would be stale at once."""

    def write(_: str) -> None:
        (root / EVENT).write_text(event(root).replace("Gặp gỡ đầu xuân 2023", "Gặp gỡ 2023"), encoding="utf-8")

    engine = Words({**ENGLISH, "Gặp gỡ 2023": "Meeting 2023"}, before=once(write))
    assert run(root, engine)[0].draft == "Meeting 2023"
    assert engine.asked[:2] == ["Gặp gỡ đầu xuân 2023", "Gặp gỡ 2023"]
    assert yaml.safe_load(event(root))["title"] == {"vi": "Gặp gỡ 2023", "en": "Meeting 2023"}


def test_an_event_that_is_taken_away_meanwhile_stops_nothing(root: Path) -> None:
    """What was drafted for it is told; the other entries are done."""
    (root / "content/events/other.yaml").write_bytes((root / EVENT).read_bytes())
    outcomes = run(root, Words(before=once(lambda _: (root / EVENT).unlink())))
    assert [one.kind for one in outcomes] == [LEFT] * 4 + [DRAFTED] * 4


def test_a_site_is_drafted_into_a_language_that_it_did_not_have(tmp_path: Path) -> None:
    """Registers come first, so that events call people and places as they are called there."""
    site = base_project()["content/site.yaml"].decode().replace("as_of", "  fr: {name: Français, locale: fr-FR}\nas_of")
    root = write_changed(tmp_path, f"=== content/site.yaml\n{site}")
    sent: list[str] = []

    @dataclass
    class French:
        name: str = "french"

        def translate(self, text: str, source: str, target: str) -> str:
            sent.append(text)
            assert (source, target) == ("vi-VN", "fr-FR")
            return "Guangxi" if text == "Quảng Tây" else text.replace("gặp nhau", "se rencontrent")

    tasks = plan(read_entries(root, read_setting(root)), to="fr")
    outcomes = list(translate(tasks, desk(root, French())))
    files = [one.task.file == EVENT for one in outcomes]
    assert files == sorted(files)
    held = yaml.safe_load(event(root))["claims"][0]
    assert "Hà Giang và Guangxi se rencontrent" in held["fr"]
    assert "[X1X] và [X2X] gặp nhau ngày 22/2/2023." in sent


def test_a_file_that_is_broken_meanwhile_is_left_alone(root: Path) -> None:
    """Somebody is in the middle of an edit; what they have is not touched, and the draft is told."""

    def write(_: str) -> None:
        (root / EVENT).write_text("title: {vi: \n", encoding="utf-8")

    outcomes = run(root, Words(before=once(write)))
    assert {one.kind for one in outcomes} == {LEFT}
    assert outcomes[0].draft == "Spring Meeting 2023"
    assert event(root) == "title: {vi: \n"


def test_a_draft_that_cannot_be_written_is_given_to_the_person(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing that was drafted is lost."""
    engine = Words(before=once(lambda _: (root / EVENT).write_text("title: {vi: \n", encoding="utf-8")))
    monkeypatch.setattr("biennien.cli.translate.open_engine", lambda *_: engine)
    assert command(root) == 3
    assert "not written: meeting title (vi → en): Spring Meeting 2023\n" in capsys.readouterr().err


STALE = "Gặp gỡ đầu xuân năm 2023"


def test_a_stale_draft_is_drafted_anew_only_when_asked(root: Path) -> None:
    """With `stale`; and never where a person has touched the text."""
    run(root, Words())
    (root / EVENT).write_text(event(root).replace("{vi: Gặp gỡ đầu xuân 2023", f"{{vi: {STALE}"), encoding="utf-8")
    engine = Words({STALE: "The Spring Meeting of 2023"})
    assert run(root, engine) == []
    assert [(one.kind, one.task.field) for one in run(root, engine, stale=True)] == [(DRAFTED, "title")]
    found = yaml.safe_load(event(root))
    assert found["title"]["en"] == "The Spring Meeting of 2023"
    assert [label for label in found["translations"] if label.startswith("title")] == ["title.en"]


def test_a_text_that_a_person_has_touched_is_never_drafted_anew(root: Path) -> None:
    """Neither what somebody wrote over a draft, nor what they approved."""
    run(root, Words())
    text = event(root).replace("{vi: Gặp gỡ đầu xuân 2023", f"{{vi: {STALE}")
    for changed in (
        text.replace("en: Spring Meeting 2023", "en: Spring Meeting in 2023"),
        text.replace("draft:", "ok:"),
    ):
        assert changed != text
        (root / EVENT).write_text(changed, encoding="utf-8")
        assert run(root, Words({}), stale=True) == []


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("offline", 1), ("timeout", 1), ("quota", 1), ("blocked", 1), ("refused", 3), ("busy", 3), ("nonsense", 3)],
)
def test_an_engine_is_not_asked_on_and_on(root: Path, kind: str, asked: int) -> None:
    """What is hopeless ends it at once, anything else after three failures in a row."""
    engine = Words(dict.fromkeys(ENGLISH, Fault(kind, "no")))
    outcomes = run(root, engine)
    assert [one.fault for one in outcomes] == [Fault(kind, "no")] * 4
    assert len(engine.asked) == asked


def test_lines_of_markdown_are_drafted_one_by_one() -> None:
    """A sentence that goes on in the next line is one with it; headings, items and paragraphs stand apart."""
    text = "## Tên\nMột câu\ndài. Hai.[^a]\nBa.\n\n- mục\n  tiếp\n- mục hai\n> lời"
    assert whole_lines(text) == [
        "## Tên", "Một câu dài. Hai.[^a]", "Ba.", "", "- mục tiếp", "- mục hai", "> lời"
    ]  # fmt: skip


def command(root: Path, *arguments: str) -> int:
    """Run the verb in a project."""
    with own_strings_only():
        return main(["translate", "--root", str(root), *arguments])


def speak(text: str) -> str:
    """Return what the words are in English; what is not known comes back as it was."""
    return ENGLISH.get(text, text)


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


def test_offline_asks_nobody_and_uses_what_was_approved_before(root: Path, machine: Machine) -> None:
    """Wherever the same words were translated, in whatever entry."""
    remember(root, "vi", "en", [Pair("Gặp gỡ đầu  xuân 2023", "Spring Meeting 2023", DAY)])
    assert command(root, "--offline", "--engine", f"google={machine.address}") == 4
    assert machine.asked == []
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
