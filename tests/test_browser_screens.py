"""The project's own site on every screen: what axe-core finds, what is wider than the screen, what moves or fades."""

from __future__ import annotations

import time
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from browsing import NARROW, NARROWEST, WIDE, of_each_kind, run, visits
from built import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from built import Built
    from conftest import Axe
    from playwright.sync_api import Page, Route

SCHEMES: Mapping[Any, tuple[str, ...]] = {"light": (), "dark": ("color-contrast", "link-in-text-block")}
"""Schemes, and by which rules of axe: by all, then, where only colours have changed, by those that look at colours."""


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, page: Page, axe: Axe, built: Built, site: str) -> None:
    """On telephones and on a desk, light, dark and in forced colours: no finding in any language."""
    findings = []
    for address in visits(page, site, built.one_of(kind)):
        for width in (NARROWEST, NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 800})
            for scheme, rules in SCHEMES.items():
                page.emulate_media(color_scheme=scheme)
                findings += [f"{address}, {width} px, {scheme}: {each}" for each in axe(page, *rules)]
        page.emulate_media(forced_colors="active")
        findings += [f"{address}, forced colours: {each}" for each in axe(page)]
        page.emulate_media(forced_colors="none")
    assert findings == []


def test_axe_finds_nothing_in_whatever_else_is_shown(page: Page, axe: Axe, built: Built, site: str) -> None:
    """Pages that show what the first of their kind do not: on a telephone, light and dark."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    findings = []
    for address in visits(page, site, [one for one in built.sample(*KINDS) if one not in built.one_of(*KINDS)]):
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            findings += [f"{address}, {scheme}: {each}" for each in axe(page, *rules)]
    assert findings == []


def test_no_page_is_wider_than_the_screen(page: Page, built: Built, site: str) -> None:
    """Pages of every kind and language: at the letters that most see, and at the largest."""
    for address in visits(page, site, built.one_of(*KINDS)):
        for width, size in product((NARROWEST, NARROW, WIDE), ("", "3")):
            page.set_viewport_size({"width": width, "height": 640})
            wide = "document.documentElement.dataset.size = argument; return document.documentElement.scrollWidth"
            assert run(page, wide, size) <= width, f"{address}, {width} px, size {size}"


def test_the_search_field_keeps_to_itself_and_shows_its_word(page: Page, built: Built, anywhere: str) -> None:
    """On pages of every kind, at any size of letters, also in the stand-in: no link lies upon it, its word fits."""
    faults = """
      document.documentElement.dataset.size = argument;
      const field = document.querySelector(".masthead-search input");
      if (!field) return [];
      const box = field.getBoundingClientRect(), pen = document.createElement("canvas").getContext("2d");
      pen.font = `${css(field, "fontSize")} ${css(field, "fontFamily")}`;
      const room = field.clientWidth - parseFloat(css(field, "paddingLeft")) - parseFloat(css(field, "paddingRight"));
      const over = all(".masthead a").filter(one => {
        const other = one.getBoundingClientRect();
        return other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom;
      });
      const fits = pen.measureText(field.placeholder).width <= room;
      return [...over.map(one => one.textContent.trim()), ...(fits ? [] : [field.placeholder])];
    """
    found = {}
    for address in visits(page, anywhere, of_each_kind(built)):
        for width, size in product((NARROWEST, NARROW, WIDE), ("", "3")):
            page.set_viewport_size({"width": width, "height": 640})
            found[address, width, size] = run(page, faults, size)
    assert {key: one for key, one in found.items() if one} == {}


@pytest.mark.parametrize(("width", "size"), [(NARROWEST, ""), (NARROW, ""), (WIDE, "3")])
def test_no_page_of_all_is_wider_than_the_screen(width: int, size: str, page: Page, built: Built, site: str) -> None:
    """On the smallest screen and a common one, and on a desk in the largest letters."""
    # Laid out one after the other in a page that has their style: much faster than to open each.
    (sheet,) = built.folder.rglob("style-*.css")
    head = f'<link rel="icon" href="data:,"><link rel="stylesheet" href="where/{sheet.relative_to(built.folder)}">'
    (built.folder.parent / "plain.html").write_text(f"<!doctype html>{head}", encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{site}/../plain.html")
    script = """
      const widths = {}, root = document.documentElement;
      root.dataset.size = argument.size;
      for (const address of argument.addresses) {
        const read = new DOMParser().parseFromString(await (await fetch(`where/${address}`)).text(), "text/html");
        root.lang = read.documentElement.lang;
        document.body.replaceWith(read.body);
        if (!root.lang || root.scrollWidth > innerWidth) widths[address] = root.scrollWidth;
      }
      return widths;
    """
    assert run(page, script, {"addresses": list(built.pages), "size": size}) == {}


def test_paper_and_ink_follow_the_scheme_that_the_reader_likes(page: Page, built: Built, site: str) -> None:
    """Ink stands out from the paper by 7:1, and in the dark scheme it is the lighter of the two."""
    script = "return [contrast(paper(), ink()) >= 7, paper() < ink() ? 'dark' : 'light']"
    for address in visits(page, site, of_each_kind(built)):
        page.emulate_media(color_scheme="light")
        assert run(page, script) == [True, "light"], address
        page.emulate_media(color_scheme="dark")
        assert run(page, script) == [True, "dark"], address


@pytest.mark.parametrize("width", [NARROW, 800, WIDE])
@pytest.mark.parametrize("kind", ["timeline", "events"])
def test_nothing_moves_while_a_page_loads(kind: str, width: int, page: Page, built: Built, site: str) -> None:
    """Even when its letters come late, what a page shows does not shift (CLS 0)."""

    def late(route: Route) -> None:
        time.sleep(0.2)
        route.continue_()

    page.route("**/*.woff2", late)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/{built.one_of(kind)[0]}")
    script = """
      const shifts = [];
      new PerformanceObserver(list => shifts.push(...list.getEntries().map(one => one.value)))
        .observe({ type: "layout-shift", buffered: true });
      await document.fonts.ready;
      await new Promise(done => setTimeout(done, 150));
      return shifts;
    """
    assert run(page, script) == []
