"""Corrections in the open: on the entry's page, on a page of all, in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT

from biennien.edtf import parse_date
from biennien.model import Correction
from biennien.problems import At
from biennien.project import read_project
from biennien.site import Page, plan_site
from biennien.views.corrections import corrections_view
from biennien.views.event import event_view
from biennien.views.here import Here

if TYPE_CHECKING:
    from built import Built

    from biennien.project import Project

TINY = Path(__file__).with_name("tiny")


def corrected(day: str, claim: str = "") -> Correction:
    """Return a correction of a day."""
    was, now = (dict.fromkeys(("vi", "en"), f"{word} {day}") for word in ("was", "now"))
    return Correction(parse_date(day), was, now, claim, at=At("content/events/x.yaml"))


@pytest.fixture(scope="module")
def project() -> Project:
    """The tiny chronicle, in which one correction was made."""
    return read_project(TINY)


def view(project: Project, page: Page, **corrections: tuple[Correction, ...]) -> Any:  # noqa: ANN401 - a view
    """Return the view of a page, with other corrections of events."""
    assert project.chronicle
    events = {
        id_: replace(event, corrections=corrections.get(id_.replace("-", "_"), ()))
        for id_, event in project.chronicle.events.items()
    }
    site = plan_site(replace(project.chronicle, events=events))
    make = event_view if page.kind == "events" else corrections_view
    return make(Here(site, page, project.locales[page.language], (page.kind, page.id)))


def section(view: Any, part: str) -> Any:  # noqa: ANN401 - a view
    """Return what a part of a page shows, or nothing."""
    return next((one["view"] for one in view["sections"] if one["part"] == part), None)


ALL = Page("corrections", "", "en", "en/corrections.html")
FESTIVAL = Page("events", "festival-2030", "en", "en/events/festival-2030.html")


def test_the_page_of_corrections_has_all_of_them_the_newest_first(project: Project) -> None:
    """Each with its entry and the claim that was wrong."""
    found = section(
        view(
            project,
            ALL,
            council_2=(corrected("2031-05-04"),),
            festival_2030=(corrected("2031-05-03", "rafts"), corrected("2031-05-06")),
        ),
        "corrections",
    )
    assert [one["date"]["iso"] for one in found] == ["2031-05-06", "2031-05-04", "2031-05-03"]
    assert [one["event"]["href"] for one in found] == [
        "events/festival-2030.html",
        "events/council-2.html",
        "events/festival-2030.html",
    ]
    assert found[2]["claim"] == {"text": "Claim 2", "href": "events/festival-2030.html#c-rafts", "lang": ""}
    assert (found[2]["was"], found[2]["now"], found[0]["claim"]) == ("was 2031-05-03", "now 2031-05-03", None)


def test_the_page_is_there_when_nothing_had_to_be_corrected_and_says_so(project: Project) -> None:
    """So that its absence is never the answer."""
    empty = view(project, ALL)
    assert section(empty, "corrections") is None
    assert "<p>Nothing has had to be corrected so far.</p>" in section(empty, "prose")
    assert "Nothing" not in section(view(project, ALL, council_2=(corrected("2031-05-04"),)), "prose")


def test_an_event_shows_its_own_corrections_and_does_not_name_itself(project: Project) -> None:
    """Where there are none, no section says so."""
    [one] = section(view(project, FESTIVAL, festival_2030=(corrected("2031-05-03", "rafts"),)), "corrections")
    assert (one["event"], one["claim"]["href"]) == (None, "#c-rafts")
    assert section(view(project, FESTIVAL), "corrections") is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ("Đã ghi", "Sửa thành", "Đính chính")), ("en", ("It said", "It now says", "Corrections"))],
)
def test_both_languages_show_them_in_their_own_words(language: str, words: tuple[str, ...]) -> None:
    """On the event's page, with the texts as words and not as markup, and from the footer of every page."""
    html = (TINY / "expected" / language / "events" / "festival-2030.html").read_text("utf-8")
    assert all(word in html for word in words)
    assert '<a href="../corrections.html">' in html
    assert "<del>" in html


def test_the_project_s_own_pages_are_there(built: Built) -> None:
    """In each language, with or without a correction."""
    assert read_project(ROOT).chronicle
    assert all((built.folder / one / "corrections.html").is_file() for one in ("vi", "en"))
