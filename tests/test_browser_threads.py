"""Threads and figures in a real browser: pictures that fit, lead to what they show, and are there without scripts.

What axe says of them is asked with all other pages, in test_browser_site.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from biennien.cli import main

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Browser, Page

TINY = Path(__file__).with_name("tiny")
THREAD = "en/threads/open-gate.html"
PAGES = (THREAD, "vi/threads/index.html", "en/figures.html", "vi/events/festival-2030.html")
DRAWN = ".track-time, .chart-bar"
OUTSIDE = f"""() => [...document.querySelectorAll({DRAWN!r})].flatMap(drawing =>
  [...drawing.querySelectorAll('circle, rect, line, text')].map(one => one.getBoundingClientRect())
    .filter(one => one.left < -0.5 || one.right > document.documentElement.clientWidth + 0.5))"""
COVERED = """() => {
  const boxes = [...document.querySelectorAll('.track a .track-target')].map(one => one.getBoundingClientRect());
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  return boxes.filter((one, place) =>
    one.width < 23.9 || one.height < 23.9 || boxes.slice(place + 1).some(other => meet(one, other)));
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tiny site, built once."""
    into = tmp_path_factory.mktemp("tiny") / "site"
    assert main(["build", "--root", str(TINY), "--out", str(into)]) == 0
    return into


@pytest.fixture
def tiny(folder: Path, serve: Serve) -> str:
    """The address of the tiny site."""
    return serve(folder)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_pictures_fit_the_page_at_every_width(page: Page, tiny: str, width: int) -> None:
    """Nothing drawn leaves the window, no mark that leads somewhere covers another or is too small to touch."""
    page.set_viewport_size({"width": width, "height": 800})
    for address in PAGES:
        page.goto(f"{tiny}/{address}")
        assert page.locator(DRAWN).count() > 0, address
        assert page.evaluate(OUTSIDE) == [], address
        assert page.evaluate(COVERED) == [], address


def test_a_mark_leads_to_its_step_by_keyboard(page: Page, tiny: str) -> None:
    """Every mark is reached with Tab, is named, and Enter goes to the step that it shows."""
    page.goto(f"{tiny}/{THREAD}")
    marks = page.locator(".course a")
    names = [marks.nth(place).locator("title").text_content() for place in range(marks.count())]
    assert len(names) == 3
    assert page.get_by_role("link", name=names[0] or "?", exact=True).count() == 1
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.course') !== null"):
            break
    target = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == target
    assert page.locator(target).is_visible()


def test_a_wish_and_a_deed_look_different_without_colour(page: Page, tiny: str) -> None:
    """Drawn in the system's two colours, each ring has another shape."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{tiny}/vi/threads/index.html")
    shapes = page.evaluate(
        "[...document.querySelectorAll('.ring')].map(one => [one.dataset.status,"
        " one.querySelector('path')?.getAttribute('d'),"
        " getComputedStyle(one.querySelector('circle')).strokeDasharray].join(' '))"
    )
    assert len({shape.split(" ")[0] for shape in shapes}) > 2
    assert len(set(shapes)) == len({shape.split(" ")[0] for shape in shapes})


def test_a_bar_that_is_over_goes_on_and_says_so(page: Page, tiny: str) -> None:
    """An arrow where another ends; and the picture is named with all that it shows."""
    page.goto(f"{tiny}/en/figures.html")
    chart = page.get_by_role("img", name="4,619 visits")
    assert chart.count() == 1
    assert chart.locator(".chart-segment").count() == 4  # two parts, and their two signs beside the words
    assert chart.locator(".chart-end").count() == 1


def test_everything_is_there_without_scripts_and_without_style(browser: Browser, tiny: str) -> None:
    """Pictures and words are part of the page; words read in order when nothing is styled."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(f"{tiny}/{THREAD}")
    text = page.locator("main").inner_text()
    places = [
        text.index(words) for words in ("Over the years", "in pilot operation", "Step by step", "Where it stands")
    ]
    assert places == sorted(places)
    assert page.locator(".ring").count() == 3
    context.close()
