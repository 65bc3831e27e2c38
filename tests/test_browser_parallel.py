"""Languages side by side in a real browser: aligned claim by claim, and the choice kept from page to page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import NARROW, WIDE, run
from conftest import ROOT
from playwright.sync_api import expect

from biennien.load import load

if TYPE_CHECKING:
    from built import Built
    from playwright.sync_api import Page

EVENT = "spring-meeting-2023"
CELLS = """
  return all(".parallel-row:not(.parallel-head)").map(row => [...row.children].map(cell => {
    const { left, right, top } = cell.getBoundingClientRect();
    return { lang: cell.lang, left, right, top, quotes: cell.querySelectorAll("blockquote").length,
             translated: cell.querySelectorAll(".parallel-translated").length };
  }));
"""
PLACE = "await document.fonts.ready; return document.getElementById(argument).getBoundingClientRect().top"


def opened(page: Page, built: Built, address: str, width: int = WIDE) -> Page:
    """Return the page with an address of the site shown at a width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((built.folder / address).as_uri())
    return page


@pytest.mark.parametrize("address", ["vi/parallel/index.html", f"en/parallel/{EVENT}.html"])
def test_what_is_the_same_stands_side_by_side(address: str, page: Page, built: Built) -> None:
    """On a desk both texts of a row begin at the same height, the page's own language first."""
    rows = run(opened(page, built, address), CELLS)
    assert len(rows) > 14
    own, other = address[:2], {"vi": "en", "en": "vi"}[address[:2]]
    for row in rows:
        assert [cell["lang"] for cell in row] == [own, other]
        left, right = row
        assert left["top"] == right["top"]
        assert left["right"] < right["left"]
        assert left["left"] == rows[0][0]["left"]


@pytest.mark.parametrize("address", ["vi/parallel/index.html", f"en/parallel/{EVENT}.html"])
def test_on_a_telephone_one_stands_under_the_other(address: str, page: Page, built: Built) -> None:
    """Each row is whole before the next begins."""
    tops = [cell["top"] for row in run(opened(page, built, address, NARROW), CELLS) for cell in row]
    lefts = {cell["left"] for row in run(page, CELLS) for cell in row}
    assert tops == sorted(set(tops))
    assert len(lefts) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_claim_has_its_quotes_and_their_translations_together(language: str, page: Page, built: Built) -> None:
    """Word for word in the cell of the source's language, translated in the other, as many on each side."""
    chronicle, _ = load(ROOT)
    assert chronicle is not None
    claims = chronicle.events[EVENT].claims
    opened(page, built, f"{language}/parallel/{EVENT}.html")
    rows = [row for row in run(page, CELLS) if any(cell["quotes"] for cell in row)]
    assert len(rows) == sum(any(one.quote for one in claim.evidence) for claim in claims) > 10
    for row in rows:
        for cell, beside in (row, row[::-1]):
            assert cell["quotes"] == beside["translated"]
            assert bool(cell["quotes"]) == (cell["lang"] == "vi")
    for claim in claims:
        cells = page.locator(f"#c-{claim.id} > [role=cell]")
        for lang in ("vi", "en"):
            words = cells.and_(page.locator(f"[lang={lang}]")).locator("p").first
            assert words.inner_text().split() == claim.text[lang].split()


def test_what_is_read_aloud_has_its_language(page: Page, built: Built) -> None:
    """Columns are headed in their own; a claim's link says what it is in the page's language, in both cells."""
    opened(page, built, f"en/parallel/{EVENT}.html")
    assert page.locator("[role=columnheader][lang=vi]").first.inner_text() == "Tiếng Việt"
    assert page.locator("[role=columnheader][lang=en]").first.inner_text() == "English"
    links = page.locator(".parallel-claim").first.get_by_role("link", name="Link to claim 1", exact=True)
    expect(links).to_have_count(2)
    assert [link.evaluate("one => one.closest('[lang]').lang") for link in links.all()] == ["en", "en"]


def test_the_choice_is_kept_by_links(page: Page, built: Built) -> None:
    """From the list to an event, on to the next, and by the masthead back to that event in one language."""
    opened(page, built, "en/index.html")
    beside = page.get_by_role("link", name="Side by side")
    beside.click()
    page.wait_for_url("**/en/parallel/index.html")
    expect(beside).to_have_attribute("aria-current", "true")
    page.locator(f"#{EVENT} a").first.click()
    page.wait_for_url(f"**/en/parallel/{EVENT}.html")
    page.locator(".neighbours a[rel=next]").click()
    page.wait_for_url("**/en/parallel/*.html")
    event = page.url.rpartition("/")[2]
    assert event != f"{EVENT}.html"
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/en/parallel/{EVENT}.html")
    beside.click()
    page.wait_for_url(f"**/en/events/{EVENT}.html")
    beside.click()
    page.wait_for_url(f"**/en/parallel/{EVENT}.html")


@pytest.mark.parametrize(
    ("address", "query"),
    [
        (f"parallel/{EVENT}.html", ""),
        ("parallel/index.html", ""),
        (f"events/{EVENT}.html", ""),
        ("index.html", "?topic=trade"),
    ],
)
def test_the_language_switch_keeps_page_choice_and_place(address: str, query: str, page: Page, anywhere: str) -> None:
    """What one was reading stands where it stood, and back once more."""
    page.set_viewport_size({"width": WIDE, "height": 600})
    page.goto(f"{anywhere}/vi/{address}{query}")
    script = """
      await document.fonts.ready;
      const found = all("main :is(.entry, .claim, .parallel-row)[id]").filter(one => one.checkVisibility());
      const one = found[Math.floor(found.length / 2)];
      scrollTo({ top: one.getBoundingClientRect().top + scrollY - 150, behavior: "instant" });
      return [one.id, one.getBoundingClientRect().top];
    """
    id_, top = run(page, script)
    assert run(page, "return scrollY") > 300
    for language in ("en", "vi"):
        with page.expect_navigation():  # by the script's own click, for a pointer would first scroll up to it
            run(page, "document.querySelector('.masthead-languages a[hreflang]').click()")
        assert page.url == f"{anywhere}/{language}/{address}{query}"
        assert run(page, PLACE, id_) == pytest.approx(top, abs=2)


def test_the_language_switch_keeps_the_claim_of_the_address(page: Page, anywhere: str) -> None:
    """Whoever was sent to a claim stays at it."""
    page.goto(f"{anywhere}/vi/parallel/{EVENT}.html#c-trade-2022")
    with page.expect_navigation():
        page.locator(".masthead-languages a[hreflang]").click()
    assert page.url == f"{anywhere}/en/parallel/{EVENT}.html#c-trade-2022"
    assert 0 <= run(page, PLACE, "c-trade-2022") < 600
