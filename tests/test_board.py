"""Threads as readers see them: where each stands in words, the board of all of them, and the picture of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from built_in import LOCALES
from project import EVENT, base_project, write_project

from biennien.edtf import parse_date
from biennien.load import load
from biennien.model import STATUSES
from biennien.outputs.pages import VIEWS
from biennien.site import plan_site
from biennien.views.here import Here

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from biennien.site import Site

AS_OF = "2026-11-23"
HEAD = """\
title: {{vi: Cuộc gặp {id}, en: Meeting {id}}}
kind: meeting
date: {date}
date_note: {{vi: A, en: A}}
coverage: reported
original: vi
summary: {{vi: A, en: A}}
claims:
  - {{id: ask, kind: {kind}, supports: [date], vi: A, en: A, evidence: [{{source: {source}{quote}}}]}}
commitments:
"""
STEP = "  - {{thread: {thread}, status: {status}, by: [{by}], to: [{to}], claim: ask{due}}}\n"
QUOTE = ', quote: "Hà Giang đề nghị sớm xây cầu"'


def told_of(root: Path, *told: str, as_of: str = AS_OF) -> Here:
    """Return where the board stands, of a site of events `[web] date thread=status[>due] …`; `web` has no archive."""
    files = base_project()
    del files[EVENT]
    threads: dict[str, None] = {}
    for number, one in enumerate(told):
        source, words = ("web", one.split()[1:]) if one.startswith("web ") else ("paper", one.split())
        date, *steps = words
        text = HEAD.format(id=number, date=date, kind="event", source=source, quote=QUOTE if source == "paper" else "")
        for step in steps:
            thread, _, rest = step.partition("=")
            status, _, due = rest.partition(">")
            threads.setdefault(thread)
            text += STEP.format(
                thread=thread, status=status, by="ha-giang", to="guangxi", due=f", due: {due}" if due else ""
            )
        files[f"content/events/e{number}.yaml"] = text.encode()
    register = "".join(f"{id_}: {{name: {{vi: {id_}, en: {id_}}}, goal: {{vi: A, en: A}}}}\n" for id_ in threads)
    files["content/threads.yaml"] = register.encode()
    chronicle, problems = load(write_project(root, files))
    assert chronicle is not None
    assert problems == ()
    settings = replace(chronicle.settings, as_of=parse_date(as_of) if as_of else None)
    return at(plan_site(replace(chronicle, settings=settings)), "threads-index")


def at(site: Site, kind: str, id_: str = "", language: str = "en") -> Here:
    """Return where a page of a site stands."""
    page = next(one for one in site.pages if (one.kind, one.id, one.language) == (kind, id_, language))
    return Here(site, page, LOCALES[language], (kind, id_))


def board(here: Here) -> dict[str, Any]:
    """Return the view of the board."""
    shown: dict[str, Any] = VIEWS["threads-index"](here)["sections"][0]["view"]
    return shown


def rows(here: Here) -> dict[str, dict[str, Any]]:
    """Return the rows of the board by the names of their threads."""
    return {row["title"]: row for group in board(here)["groups"] for row in group["items"]}


def facts(here: Here, thread: str) -> dict[str, str]:
    """Return what a row says, by its labels."""
    return {fact["label"]: fact["text"] for fact in rows(here)[thread]["facts"]}


def part(here: Here, thread: str, part: str) -> dict[str, Any]:
    """Return the view of a part of a thread's page; empty where it has none."""
    sections: Sequence[dict[str, Any]] = VIEWS["threads"](at(here.site, "threads", thread))["sections"]
    return next((one["view"] for one in sections if one["part"] == part), {})


def now(here: Here, thread: str = "bridge") -> str:
    """Return where a thread stands, in words."""
    return str(part(here, thread, "steps")["now"]["text"])


# Where a thread stands, in words


def test_what_was_asked_for_once_says_that_nothing_came_since(tmp_path: Path) -> None:
    """The day of the last report, and the day up to which was looked."""
    text = now(told_of(tmp_path, "2024-02-27 bridge=requested"))
    assert text == "Last reported: 27 February 2024. Nothing reported since then, up to 23 November 2026."


def test_what_was_asked_for_again_says_how_far_it_had_got(tmp_path: Path) -> None:
    """A promise of 2023 is still the furthest point, and the request of 2024 the last report."""
    text = now(told_of(tmp_path, "2023-02-22 bridge=agreed", "2024-02-27 bridge=requested"))
    assert text.startswith("Furthest point shown by evidence: 22 February 2023. Last reported: 27 February 2024.")


def test_what_is_done_is_awaited_no_more(tmp_path: Path) -> None:
    """Its day, in doubt where it is, and no word of silence or of limits."""
    text = now(told_of(tmp_path, "2024-02-27 bridge=requested>2024", "2025-10-15? bridge=done"))
    assert text == "Date: 15 October 2025 (uncertain). Outcomes followed up to 23 November 2026."


def test_an_undated_report_lets_nobody_say_that_nothing_came_since(tmp_path: Path) -> None:
    """It may be later than all that has a date."""
    text = now(told_of(tmp_path, "2024-02-27 bridge=requested", "XXXX bridge=wished"))
    assert text.endswith("Nothing with a date reported since then, up to 23 November 2026.")
    text = now(told_of(tmp_path / "alone", "XXXX bridge=wished"))
    assert text == "No report of it has a date. Outcomes followed up to 23 November 2026."


def test_a_report_of_a_day_at_the_latest_is_told_as_that(tmp_path: Path) -> None:
    """Silence begins after it, not before."""
    text = now(told_of(tmp_path, "2024-02-27 bridge=wished", "../2024-11-28 bridge=wished"))
    assert "Last reported: on or before 28 November 2024." in text


def test_without_a_day_up_to_which_was_looked_nothing_is_said_of_silence(tmp_path: Path) -> None:
    """Nor is anything overdue."""
    here = told_of(tmp_path, "2024-02-27 bridge=requested>2024", as_of="")
    assert now(here) == "Last reported: 27 February 2024. Date named: 2024."
    assert board(here)["overdue"] is None
    assert facts(here, "bridge")["Since"] == "27 February 2024"


@pytest.mark.parametrize(
    ("as_of", "told", "late"),
    [
        ("2024-12-31", "Date named: 2024.", False),
        ("2025-01-01", "The date named (2024) has passed without a report that it was done.", True),
    ],
)
def test_a_limit_has_passed_on_the_day_after_its_last(tmp_path: Path, as_of: str, told: str, late: bool) -> None:  # noqa: FBT001
    """On the page, in the row and at the top of the board alike."""
    here = told_of(tmp_path, "2024-02-27 bridge=requested>2024", as_of=as_of)
    assert now(here).endswith(told)
    assert bool(rows(here)["bridge"]["overdue"]) == late
    assert bool(board(here)["overdue"]) == late


def test_every_language_has_the_words(tmp_path: Path) -> None:
    """Vietnamese, as its readers would put it."""
    here = told_of(tmp_path, "2024-02-27 bridge=requested>2024")
    view = VIEWS["threads"](at(here.site, "threads", "bridge", "vi"))
    (steps,) = [one["view"] for one in view["sections"] if one["part"] == "steps"]
    assert steps["now"]["text"] == (
        "Tin gần nhất: 27 tháng 2 năm 2024. Từ đó đến ngày 23 tháng 11 năm 2026 chưa tìm thấy tin nào. "
        "Đã qua thời hạn được nêu (năm 2024) mà chưa có tin việc đã hoàn thành."
    )


# The board


def test_a_wish_never_stands_with_a_deed(tmp_path: Path) -> None:
    """Each status in its group, the furthest first within it; the groups with their numbers."""
    here = told_of(tmp_path, *(f"2024-02-{number:02} t-{status}={status}" for number, status in enumerate(STATUSES, 1)))
    shown = board(here)
    assert [(one["heading"], [row["status"] for row in one["items"]]) for one in shown["groups"]] == [
        ("Asked for (3)", ["requested", "proposed", "wished"]),
        ("Agreed (1)", ["agreed"]),
        ("Under way (2)", ["under-way", "pilot"]),
        ("Done (1)", ["done"]),
        ("Declined (1)", ["declined"]),
    ]


def test_a_thread_of_which_nothing_is_said_is_not_known(tmp_path: Path) -> None:
    """It has a row, without a picture, and a page, without one."""
    here = told_of(tmp_path, "2024-02-27 bridge=requested")
    thread = replace(here.site.chronicle.threads["bridge"], id="tunnel", name={"vi": "tunnel", "en": "tunnel"})
    threads = {**here.site.chronicle.threads, "tunnel": thread}
    here = at(plan_site(replace(here.site.chronicle, threads=threads)), "threads-index")
    row = rows(here)["tunnel"]
    assert (row["status"], row["picture"], row["facts"], row["checked"]) == ("unknown", None, [], True)
    assert board(here)["groups"][-1]["heading"] == "Not known (1)"
    assert now(here, "tunnel") == "No source tells where it stands."
    assert part(here, "tunnel", "course") == {}


def test_a_row_says_who_asked_whom_since_when_what_came_last_and_what_was_due(tmp_path: Path) -> None:
    """Each pair once; only those who asked, not those who carried out."""
    told = ("2023-02-22 bridge=requested", "2023-05-01 bridge=agreed", "2024-02~ bridge=requested>2024")
    assert facts(told_of(tmp_path, *told), "bridge") == {
        "Put forward by": "Hà Giang, to Guangxi",
        "Since": "1 May 2023",
        "Last reported": "c. February 2024; nothing reported since",
        "Due": "2024",
    }


def test_what_is_overdue_comes_first_and_is_marked_where_it_stands(tmp_path: Path) -> None:
    """The longest overdue before the others, and none of them lost from its group."""
    told = "2022-02-27 b=requested>2024 a=proposed>2023 c=under-way>2023-06 d=requested>2027 e=wished"
    here = told_of(tmp_path, told, "2025-01-01 f=done", "2022-01-01 f=requested>2023")
    shown = board(here)
    assert shown["overdue"]["heading"] == "Overdue on 23 November 2026 (3)"
    late = [(row["title"], row["due"]["text"], row["status"]) for row in shown["overdue"]["items"]]
    assert late == [("a", "2023", "proposed"), ("c", "June 2023", "under-way"), ("b", "2024", "requested")]
    assert [name for name, row in rows(here).items() if row["overdue"]] == ["b", "a", "c"]
    contents = VIEWS["threads-index"](here)["contents"]["items"]
    assert [one["href"] for one in contents] == ["#b-overdue", "#b-asked", "#b-under-way", "#b-done"]


def test_a_status_known_only_from_a_source_without_an_archive_says_so(tmp_path: Path) -> None:
    """Where one archived report shows it too, it is checked."""
    one = told_of(tmp_path / "a", "2024-02-27 bridge=requested", "web 2025-01-01 bridge=done")
    other = told_of(tmp_path / "b", "web 2024-02-27 bridge=done", "2024-03-01 bridge=done")
    assert [rows(here)["bridge"]["checked"] for here in (one, other)] == [False, True]


def test_pictures_of_the_board_share_their_years_and_lead_nowhere(tmp_path: Path) -> None:
    """What they show is said in words beside them."""
    shown = board(told_of(tmp_path, "2022-02-22 a=requested", "2024-02-27 b=requested a=agreed", "XXXX c=wished"))
    assert [year["text"] for year in shown["years"]["years"]] == ["2022", "2023", "2024", "2025", "2026"]
    pictures = [row["picture"] for group in shown["groups"] for row in group["items"]]
    assert all(one["margin"] and len(one["ticks"]) == 5 for one in pictures)
    assert {(mark["href"], mark["name"]) for one in pictures for mark in one["marks"]} == {("", "")}


# The picture of one thread


def test_every_mark_leads_to_the_step_it_shows_and_is_named(tmp_path: Path) -> None:
    """Steps of one event and status are one mark, which says how many they are."""
    here = told_of(tmp_path, "2023-02-22 bridge=requested", "2024-02~ bridge=requested bridge=requested bridge=wished")
    picture = part(here, "bridge", "course")
    marks = {mark["href"]: mark for track in picture["tracks"] for mark in track["picture"]["marks"]}
    assert {href: mark["name"] for href, mark in marks.items()} == {
        "#s-1": "requested, 22 February 2023: Meeting 0 (1 step)",
        "#s-2": "requested, c. February 2024: Meeting 1 (2 steps)",
        "#s-4": "wished for, c. February 2024: Meeting 1 (1 step)",
    }
    assert {href: mark["count"] for href, mark in marks.items()} == {"#s-1": "", "#s-2": "×2", "#s-4": ""}
    assert set(marks) <= {f"#{step['id']}" for step in part(here, "bridge", "steps")["steps"]}


def test_the_key_explains_the_signs_that_are_there_and_no_others(tmp_path: Path) -> None:
    """In words, since a picture alone would be guessed at."""

    def key(name: str, *told: str) -> dict[str, str]:
        found = part(told_of(tmp_path / name, *told), "bridge", "course")["key"]
        return {one["sign"]: one["text"] for one in found}

    assert key("done", "2024-02-27 bridge=done") == {}
    assert key("all", "2024-02~ bridge=requested>2024", "../2024-11-28 bridge=requested>2025-06") == {
        "due": "Date named: 2024 and June 2025",
        "tail": "Nothing reported since, up to 23 November 2026",
        "soft": "Date in doubt: the line is left open",
        "undated": "Not dated: before the years",
    }
    assert key("undated", "2024-02-27 bridge=requested", "XXXX bridge=wished") == {
        "tail": "Nothing with a date reported since, up to 23 November 2026",
        "undated": "Not dated: before the years",
    }


def test_a_thread_without_a_known_day_has_no_picture(tmp_path: Path) -> None:
    """Its steps are told in words."""
    here = told_of(tmp_path, "XXXX bridge=wished>2024")
    assert part(here, "bridge", "course") == {}
    assert len(part(here, "bridge", "steps")["steps"]) == 1
