"""Drafts: what is asked for, what is written, and what is left as a person wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import yaml
from drafting import ENGLISH, HELD, QUOTE, SUMMARY, TITLE, Words, desk, event, once, run, without
from project import EVENT, base_project, check_report, write_changed

from biennien.desk.drafts import whole_lines
from biennien.desk.engines.web import Fault
from biennien.desk.translate import DRAFTED, KEPT, LEFT, REJECTED, REUSED, plan, translate
from biennien.messages import Phrase, phrase
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny project whose event lacks some English."""
    return write_changed(tmp_path, f"=== {EVENT}\n{without(TITLE, SUMMARY, HELD, QUOTE)}")


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
    assert lost.why == phrase("names_lost")


def test_a_person_who_writes_the_text_meanwhile_wins(root: Path) -> None:
    """The draft comes too late, and is not written."""

    def write(_: str) -> None:
        file = root / EVENT
        file.write_text(event(root).replace("title: {vi:", "title: {en: My own title 2023, vi:"), encoding="utf-8")

    assert run(root, Words(before=once(write)))[0].kind == KEPT
    assert "My own title 2023" in event(root)
    assert "Spring Meeting" not in event(root)


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
    engine = Words(dict.fromkeys(ENGLISH, Fault(kind, Phrase("no"))))
    outcomes = run(root, engine)
    assert [one.fault for one in outcomes] == [Fault(kind, Phrase("no"))] * 4
    assert len(engine.asked) == asked


def test_lines_of_markdown_are_drafted_one_by_one() -> None:
    """A sentence that goes on in the next line is one with it; headings, items and paragraphs stand apart."""
    text = "## Tên\nMột câu\ndài. Hai.[^a]\nBa.\n\n- mục\n  tiếp\n- mục hai\n> lời"
    assert whole_lines(text) == [
        "## Tên", "Một câu dài. Hai.[^a]", "Ba.", "", "- mục tiếp", "- mục hai", "> lời"
    ]  # fmt: skip
