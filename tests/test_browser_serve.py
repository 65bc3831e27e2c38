"""Serving, as a real Chromium shows it: a save comes into the page, and the page stays where it was."""

from __future__ import annotations

import re
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect
from served import PATIENCE, Served, served, until

from biennien.cli.serve import Memory
from biennien.project import SOURCES
from biennien.serve.editors import EDITORS
from biennien.serve.server import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Axe
    from playwright.sync_api import Browser, Page

    from biennien.serve.rounds import Draft, Report

TINY = Path(__file__).with_name("tiny")
EVENT = "en/events/council-2.html"
OVER = "#biennien-problems"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The tiny project, to be changed."""
    for name in ("content", "seeds"):
        shutil.copytree(TINY / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def live(project: Path) -> Iterator[Served]:
    """A server of it."""
    with served(place_of(project), Memory(project, project / "site").build) as one:
        yield one


def place_of(project: Path) -> Place:
    """Return how a project is served."""
    watched = tuple(project / folder for folder in SOURCES)
    return Place(site=project / "site", root=project, watched=watched, editor=EDITORS["vscode"])


@pytest.fixture
def open_page(live: Served, page: Page) -> Callable[[str], Page]:
    """Return a function: address → the page, connected, with a mark that a reload would take away."""

    def opened(address: str) -> Page:
        live.wait_for(1)
        page.goto(f"{live.address}/{address}")
        mark(page)
        return page

    return opened


@pytest.fixture
def free_page(browser: Browser) -> Iterator[Page]:
    """A page that may have lost connections, and may miss its site."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def mark(page: Page) -> None:
    """Mark a page once livereload.js is connected, which is when it has told its state."""
    until(lambda: page.evaluate("window.LiveReload?.connector?.protocol >= 7"))
    page.evaluate("window.mark = true")


def is_marked(page: Page) -> bool:
    """Tell whether the page has not been loaded again."""
    return bool(page.evaluate("window.mark === true"))


def edit(file: Path, old: str, new: str) -> None:
    """Change a text in a file."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def style(project: Path, text: str) -> None:
    """Write a style sheet of the project's own."""
    file = project / "templates" / "static" / "css" / "parts" / "zz-own.css"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_save_comes_into_the_page_however_soon_it_follows_the_last(
    open_page: Callable[[str], Page], live: Served, project: Path
) -> None:
    """Twelve saves of one size, most of them while a build runs; the last one is what stays."""
    page = open_page("en/topics/index.html")
    topics = project / "content" / "topics.yaml"
    whole = topics.read_text("utf-8")
    name = re.search(r"en: ([^,}\n]+)", whole)
    assert name
    for number in range(12):
        topics.write_text(whole.replace(f"en: {name[1]}", f"en: Name {number:02}"), encoding="utf-8")
        page.wait_for_timeout(number * 15)
    expect(page.get_by_text("Name 11").first).to_be_visible(timeout=30_000)
    assert not live.rounds[-1].report.errors  # one before it may have read a file that was being written


def test_a_save_is_shown_before_the_site_is_written(project: Path, free_page: Page) -> None:
    """A new event too; what comes from files, such as search, follows when they are there."""
    memory, go_on = Memory(project, project / "site"), threading.Event()

    def build() -> Draft:
        draft = memory.build()

        def write() -> Report:
            assert go_on.wait(PATIENCE)
            assert draft.write
            return draft.write()

        return replace(draft, write=write) if draft.page else draft

    event = project / "content" / "events" / "council-2.yaml"
    site = project / "site" / EVENT
    with served(place_of(project), build) as live:
        live.wait_for(1)
        before = site.read_bytes()
        free_page.goto(f"{live.address}/{EVENT}")
        mark(free_page)
        edit(event, "en: The 2nd", "en: The newly 2nd")
        expect(free_page.get_by_role("heading", level=1)).to_contain_text("newly", timeout=30_000)
        free_page.wait_for_load_state()
        mark(free_page)
        with free_page.expect_event("load"):  # while it loads again it goes nowhere else
            shutil.copy(event, event.with_stem("council-9"))
        live.wait_for(3)
        free_page.goto(f"{live.address}/en/events/council-9.html")
        expect(free_page.get_by_role("heading", level=1)).to_contain_text("newly")
        assert site.read_bytes() == before
        free_page.goto(f"{live.address}/en/search.html?q=newly")
        mark(free_page)
        expect(free_page.get_by_role("main")).not_to_contain_text("newly 2nd")
        go_on.set()
        expect(free_page.get_by_role("main")).to_contain_text("newly 2nd", timeout=30_000)
    assert b"newly" in site.read_bytes()


def test_a_page_that_loads_again_keeps_its_place_and_what_was_open(
    open_page: Callable[[str], Page], project: Path
) -> None:
    """Scrolled, down and aside; folded out, and folded in; focus too."""
    page = open_page("en/events/festival-2030.html")
    style(project, "body { padding-block-end: 200vh } h1 { inline-size: 4rem; overflow: auto; white-space: nowrap }")
    expect(page.locator("h1")).to_have_css("overflow-x", "auto", timeout=30_000)
    page.evaluate("document.querySelectorAll('details')[1].open = true")
    page.evaluate("document.querySelector('main').focus({ preventScroll: true })")
    page.evaluate("document.querySelector('h1').scrollTo({ left: 77, behavior: 'instant' })")
    page.evaluate("scrollTo({ top: 640, behavior: 'instant' })")
    place = """[scrollY, document.querySelector('h1').scrollLeft,
      ...[...document.querySelectorAll('details')].map((one) => one.open)]"""
    before = page.evaluate(place)
    assert before == [640, 77, False, True, False, False, False, False]
    edit(project / "content" / "site.yaml", "en: Annals of the Raft Festival", "en: Annals of the Festival of Rafts")
    expect(page).to_have_title(re.compile("Festival of Rafts"), timeout=30_000)
    page.wait_for_load_state()
    assert not is_marked(page)
    assert page.evaluate(place) == before
    expect(page.locator("main")).to_be_focused()


def test_a_change_of_style_alone_is_exchanged_without_loading_again(
    open_page: Callable[[str], Page], live: Served, project: Path
) -> None:
    """Though the sheet has another name at each change; the old one goes, and later changes find the new."""
    page = open_page(EVENT)
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        style(project, f"h1 {{ color: {colour} }}")
        expect(page.locator("h1").first).to_have_css("color", colour, timeout=30_000)
        assert is_marked(page)
    sheets = page.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].map((link) => link.href)")
    assert len(sheets) == 1
    assert Path(project / "site" / sheets[0].removeprefix(f"{live.address}/")).is_file()


def test_what_is_wrong_is_laid_over_the_page_and_goes_when_it_is_mended(
    open_page: Callable[[str], Page], project: Path
) -> None:
    """With the file, line and column as a link; the page beneath stays as it is."""
    page = open_page(EVENT)
    event = project / "content" / "events" / "council-2.yaml"
    lines = event.read_text("utf-8").count("\n")
    with event.open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    over = page.locator(OVER)
    link = over.get_by_role("link", name=f"content/events/council-2.yaml:{lines + 1}:1")
    expect(link).to_be_visible(timeout=30_000)
    assert link.get_attribute("href") == f"vscode://file{event}:{lines + 1}:1"
    expect(over.get_by_role("alert")).to_have_text("1 error; this is the last good site")
    expect(over.locator("pre")).to_contain_text("error[E")
    assert is_marked(page)
    edit(event, "nonsense: 1\n", "")
    expect(over).to_have_count(0, timeout=30_000)
    assert is_marked(page)


def test_a_template_that_fails_shows_its_line_and_so_does_every_page_opened_then(
    open_page: Callable[[str], Page], live: Served, project: Path
) -> None:
    """From the server this time, before any script runs."""
    page = open_page("")
    template = project / "templates" / "pages" / "page.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>\n{{ view.nobody }}\n", encoding="utf-8")
    expect(page.locator(OVER).get_by_role("link", name="templates/pages/page.html:2:1")).to_be_visible(timeout=30_000)
    page.goto(f"{live.address}/{EVENT}")
    over = page.locator(OVER)
    expect(over.get_by_role("link")).to_have_text(["templates/pages/page.html:2:1"])
    expect(page.locator("h1")).to_be_visible()
    mark(page)
    template.unlink()
    expect(over).to_have_count(0, timeout=30_000)


def test_a_setting_that_is_broken_is_shown_like_any_fault(open_page: Callable[[str], Page], project: Path) -> None:
    """Without it nothing can be read."""
    page = open_page(EVENT)
    (project / "content" / "site.yaml").write_text("title: [\n", encoding="utf-8")
    expect(page.locator(OVER)).to_contain_text("content/site.yaml:", timeout=30_000)


def test_without_scripts_what_is_wrong_is_shown_too(browser: Browser, live: Served, project: Path) -> None:
    """It is part of the page; and it folds away, for the page beneath."""
    live.wait_for(1)
    (project / "content" / "site.yaml").write_text("title: [\n", encoding="utf-8")
    live.wait_for(2)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    over = page.locator(OVER)

    def is_shown() -> bool:
        page.goto(f"{live.address}/{EVENT}")
        return bool(over.count())

    assert is_shown() or is_shown()
    expect(over.locator("pre")).to_be_visible()
    over.locator("summary").click()
    expect(over.locator("pre")).to_be_hidden()
    expect(over.locator("summary")).to_be_visible()
    context.close()


def test_without_a_site_the_page_says_what_is_wrong_and_becomes_the_site(
    project: Path, free_page: Page, axe: Axe
) -> None:
    """A first build may fail; nobody has to start anything anew. The page is one that everybody can read."""
    settings = project / "content" / "site.yaml"
    whole = settings.read_text("utf-8")
    settings.write_text("title: [\n", encoding="utf-8")
    with served(place_of(project), Memory(project, project / "site").build) as live:
        free_page.goto(f"{live.address}/")
        over = free_page.locator(OVER)
        expect(over).to_contain_text("there is no site yet", timeout=30_000)
        assert axe(free_page) == []
        settings.write_text(whole, encoding="utf-8")
        expect(free_page.get_by_role("heading", name="Annals of the Raft Festival")).to_be_visible(timeout=30_000)
        expect(over).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_laid_over_the_page_can_be_read_by_everybody(
    live: Served, free_page: Page, project: Path, axe: Axe, scheme: Literal["light", "dark"]
) -> None:
    """Contrast, names and roles, in both schemes; its own style and the page's don't meet."""
    live.wait_for(1)
    free_page.emulate_media(color_scheme=scheme)
    free_page.goto(f"{live.address}/{EVENT}")
    mark(free_page)
    style(project, "details, summary, pre { display: none !important }")
    with (project / "content" / "topics.yaml").open("a", encoding="utf-8") as file:
        file.write("Nonsense: 1\n")
    expect(free_page.locator(OVER).locator("pre").first).to_be_visible(timeout=30_000)
    assert axe(free_page) == []


def test_on_a_small_screen_no_sentence_of_what_is_wrong_runs_off_to_the_right(
    live: Served, free_page: Page, project: Path
) -> None:
    """At 360 px; only lines of files, which carets point into, are wider, and they scroll."""
    live.wait_for(1)
    free_page.set_viewport_size({"width": 360, "height": 800})
    free_page.goto(f"{live.address}/{EVENT}")
    mark(free_page)
    edit(project / "content" / "events" / "council-2.yaml", "kind:", "kinds:")
    over = free_page.locator(OVER)
    expect(over.locator("pre").first).to_be_visible(timeout=30_000)
    sentences = over.locator("pre > span")
    edges = sentences.evaluate_all(
        "all => all.map(one => [one.scrollWidth, one.clientWidth, one.getClientRects()[0].right])"
    )
    assert edges
    assert all(inside <= room and right <= 360 for inside, room, right in edges)
    assert any("help: " in words for words in sentences.all_inner_texts())
    heights = sentences.evaluate_all("all => all.map(one => one.clientHeight)")
    assert max(heights) > min(heights), "some are longer than a line"


def test_a_page_finds_a_server_that_was_started_anew(free_page: Page, project: Path) -> None:
    """And shows what was built meanwhile, or what is wrong."""
    build_it = Memory(project, project / "site").build
    with served(place_of(project), build_it) as live:
        live.wait_for(1)
        free_page.goto(f"{live.address}/{EVENT}")
        mark(free_page)
    with (project / "content" / "topics.yaml").open("a", encoding="utf-8") as file:
        file.write("Nonsense: 1\n")
    with served(place_of(project), build_it, live.port):
        expect(free_page.locator(OVER)).to_contain_text("Nonsense", timeout=30_000)
