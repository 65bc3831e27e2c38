"""Frames, paper and the list for archives in a real Chromium: on every screen, and no file is asked for in secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urljoin

import pytest
from browsing import NARROWEST, WIDE, run

if TYPE_CHECKING:
    from pathlib import Path

    from built import Built
    from conftest import Axe, Serve
    from playwright.sync_api import Page

APART = (
    "embed/{}/events/spring-meeting-2024.html",
    "embed/{}/threads/ta-lung-bridge-2.html",
    "embed/{}/timeline.html",
    "{}/print.html",
    "{}/files.html",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", APART)
def test_pages_that_stand_apart_can_be_read_by_all(
    address: str, scheme: Literal["light", "dark"], page: Page, axe: Axe, site: str
) -> None:
    """In both languages axe finds nothing, and nothing is wider than the smallest screen."""
    page.emulate_media(color_scheme=scheme)
    for language in ("vi", "en"):
        page.set_viewport_size({"width": WIDE, "height": 700})
        page.goto(f"{site}/{address.format(language)}")
        assert axe(page, "color-contrast", "region", "link-name", "list", "definition-list", "document-title") == []
        page.set_viewport_size({"width": NARROWEST, "height": 640})
        assert run(page, "return document.documentElement.scrollWidth") <= NARROWEST


def test_a_frame_on_a_page_elsewhere_shows_the_event(page: Page, site: str, serve: Serve, tmp_path: Path) -> None:
    """The code of an event's page, given an address, in a page of another host; its link leaves the frame alone."""
    page.goto(f"{site}/vi/events/spring-meeting-2024.html")
    code = str(run(page, "return document.querySelector('.citation code').textContent"))
    assert "[địa chỉ của bản này]" in code
    html = f"<!DOCTYPE html><title>x</title><link rel=icon href='data:,'>{code.replace('[địa chỉ của bản này]', site)}"
    (tmp_path / "index.html").write_text(html, "utf-8")
    page.goto(f"{serve(tmp_path)}/index.html")
    frame = page.frame_locator("iframe")
    assert "Gặp gỡ đầu xuân năm 2024" in frame.locator("h1").inner_text()
    with page.context.expect_page() as opened:
        frame.locator("h1 a").click()
    opened.value.wait_for_load_state()
    assert opened.value.url == f"{site}/vi/events/spring-meeting-2024.html"


def test_the_timeline_in_a_frame_needs_no_script(page: Page, site: str) -> None:
    """The drawing is there, and its marks lead to pages of events."""
    page.goto(f"{site}/embed/en/timeline.html")
    page.set_viewport_size({"width": WIDE, "height": 720})
    marks = run(page, "return all('.lanes-wide a').filter(a => a.checkVisibility()).map(a => a.getAttribute('href'))")
    assert len(marks) > 10
    assert all(re.match(r"\.\./\.\./en/events/[\w-]+\.html$", href) for href in marks)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_for_print_is_a_book_of_a4(language: str, page: Page, site: str) -> None:
    """A title page, contents, an event to a page at least, sources; in Chromium's PDF."""
    page.goto(f"{site}/{language}/print.html")
    pdf = page.pdf(prefer_css_page_size=True)
    sizes = {tuple(map(float, found)) for found in re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)}
    assert [tuple(map(round, size)) for size in sizes] == [(595, 842)]
    assert len(re.findall(rb"/Type ?/Page\b", pdf)) >= 15 + 3


def test_whatever_a_page_asks_for_is_named_in_a_page(page: Page, built: Built, site: str) -> None:
    """A crawler without scripts finds every file that a reader's browser may ask for, under the same address."""
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(request.url))
    for address in ("vi/search.html?q=thuy khau", "en/search.html?q=bridge", "vi/index.html", "en/threads/index.html"):
        page.goto(f"{site}/{address}")
        page.wait_for_load_state("networkidle")
    page.fill("input[type=search]", "bac hai")
    page.goto(f"{site}/vi/search.html")
    page.fill("main input[type=search]", "dien bien")
    page.locator(".search-result").first.wait_for()
    named = set(addresses_in(built))
    secret = {url.removeprefix(f"{site}/").partition("#")[0] for url in asked} - named
    assert {one for one in secret if "search.html?q=" not in one} == set()
    assert any("assets/search/" in url for url in asked)


def addresses_in(built: Built) -> list[str]:
    """Return every address that a page or a style sheet names, below the site's root."""
    found = []
    for file in (*built.folder.rglob("*.html"), *built.folder.rglob("*.css")):
        text = file.read_text("utf-8").replace("&amp;", "&")
        place = f"http://x/{file.relative_to(built.folder).as_posix()}"
        named = re.findall(r"""(?:(?:href|src|action)="|url\(["']?)([^"')]+)""", text)
        found += [place, *(unquote(urljoin(place, reference)).partition("#")[0] for reference in named)]
    return [address.removeprefix("http://x/") for address in found]
