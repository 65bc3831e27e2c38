"""Small comforts in a real browser: settings, keys, links to copy, evidence in its place, and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import run, visits
from built import KINDS
from playwright.sync_api import expect

if TYPE_CHECKING:
    from built import Built
    from playwright.sync_api import Page

EVENT = "events/spring-meeting-2023.html"
LOOK = """
  return { size: parseFloat(css(document.documentElement, "fontSize")), dark: paper() < ink(),
           quiet: document.documentElement.hasAttribute("data-quiet") };
"""
SHUT = """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })"""
CONTROLS = """
  return all("form, button, input, select, textarea, .copied, nav, .evidence > summary")
    .filter(one => one.checkVisibility({ visibilityProperty: true })).map(one => one.outerHTML.slice(0, 90));
"""
UNWRITTEN = """
  const written = one => one.textContent + getComputedStyle(one, "::after").content;
  return all("main a[href^='http']").filter(one => one.checkVisibility())
    .filter(one => !written(one).includes(one.getAttribute("href"))).map(one => one.outerHTML);
"""


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of the settings."""
    page.locator(f".settings input[name={name}][value='{value}']").check()


# --- settings


def test_settings_hold_on_every_page_until_they_are_taken_back(page: Page, anywhere: str) -> None:
    """Size, colours and keys: on the next page, after a reload, in the other language; then all as at first."""
    page.emulate_media(color_scheme="light")
    page.goto(f"{anywhere}/vi/index.html")
    before = run(page, LOOK)
    assert before == {"size": 16, "dark": False, "quiet": False}
    choose(page, "size", "3")
    choose(page, "scheme", "dark")
    page.locator(".settings [name=keys]").uncheck()
    after = {"size": 21, "dark": True, "quiet": True}
    assert run(page, LOOK) == after
    for address in ("vi/index.html", f"en/{EVENT}", "vi/map.html"):
        page.goto(f"{anywhere}/{address}")
        assert run(page, LOOK) == after, address
        assert page.locator(".settings :checked").evaluate_all("all => all.map(one => one.value)") == ["3", "dark"]
    choose(page, "size", "")
    choose(page, "scheme", "")
    page.locator(".settings [name=keys]").check()
    page.goto(f"{anywhere}/en/about.html")
    assert run(page, LOOK) == before
    assert page.locator("html[data-size], html[data-scheme]").count() == 0


def test_a_choice_in_one_window_holds_in_the_others(page: Page, built: Built, site: str) -> None:
    """At once in those that are open; and what an older window keeps takes nothing back."""
    page.goto(f"{site}/en/index.html")
    other = page.context.new_page()
    other.goto(f"{site}/{built.one_of('topics')[0]}")
    choose(other, "size", "2")
    expect(page.locator("html")).to_have_attribute("data-size", "2")
    expect(page.locator(".settings input[name=size][value='2']")).to_be_checked()
    choose(page, "scheme", "dark")
    other.reload()
    expect(other.locator("html[data-size='2'][data-scheme=dark]")).to_have_count(1)


def test_settings_work_where_nothing_can_be_kept(page: Page, site: str) -> None:
    """For the page that is open; the next begins anew, and no script fails."""
    page.add_init_script(SHUT)
    page.goto(f"{site}/en/{EVENT}")
    choose(page, "size", "2")
    choose(page, "scheme", "dark")
    page.locator(".settings [name=keys]").uncheck()
    assert run(page, LOOK) == {"size": 18, "dark": True, "quiet": True}
    with page.expect_navigation():
        page.locator(".masthead-languages a[hreflang]").click()
    assert run(page, LOOK)["size"] == 16


@pytest.mark.parametrize("kept", ["", "{", "null", "7", '"size"', '["3"]', '{"size":null}', '{"of":1,"place":2}'])
def test_what_others_put_there_does_no_harm(kept: str, page: Page, site: str) -> None:
    """Another site of the same host may use the same name."""
    page.goto(f"{site}/index.html")
    page.evaluate("kept => localStorage.setItem('biennien', kept)", kept)
    page.goto(f"{site}/en/index.html")
    assert run(page, LOOK)["size"] == 16
    choose(page, "size", "2")
    page.reload()
    assert run(page, LOOK)["size"] == 18


# --- keys


def test_arrow_keys_lead_to_the_event_before_and_after(page: Page, anywhere: str) -> None:
    """Not while one types or chooses, not with another key, not where keys are switched off."""
    page.goto(f"{anywhere}/en/{EVENT}")
    here, after = page.url, page.locator(".neighbours a[rel=next]").first.evaluate("one => one.href")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(after)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(here)
    page.evaluate("window.stays = true")
    field = page.locator(".masthead-search input")
    field.fill("cao")
    for focus in (field, page.locator(".evidence summary").first, page.locator(".settings input").first):
        focus.press("ArrowRight")
    page.locator("#main").focus()
    for keys in ("Control+ArrowRight", "Alt+Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(keys)
    page.locator(".settings [name=keys]").uncheck()
    page.locator("#main").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("/")
    assert page.locator("input:focus").count() == 0
    page.wait_for_timeout(100)
    assert page.evaluate("window.stays")
    assert page.url == here


# --- claims


def test_every_claim_has_a_link_to_copy(page: Page, anywhere: str) -> None:
    """Its number copies the address, says so to those who listen too, and shows the evidence."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto(f"{anywhere}/en/{EVENT}")
    links = page.locator(".claim-number")
    wanted = run(page, "return all('.claim').map(one => '#' + one.id)")
    assert [link.get_attribute("href") for link in links.all()] == wanted
    assert links.first.get_attribute("aria-label") == "Link to claim 1"
    said = page.locator(".copied")
    expect(said).to_have_text("")
    assert run(page, "return css(all('.copied')[0], 'display')") == "block"  # or a screen reader would miss its filling
    for number in (3, 0):
        links.nth(number).focus()
        page.keyboard.press("Enter")
        expect(said).to_have_text("The address of the claim has been copied.")
        assert page.evaluate("navigator.clipboard.readText()") == f"{anywhere}/en/{EVENT}{wanted[number]}"
        expect(page.locator(".claim").nth(number).locator(".evidence-quote").first).to_be_visible()
    page.clock.fast_forward(5000)
    expect(said).to_have_text("")


def test_evidence_opens_in_its_place(page: Page, anywhere: str) -> None:
    """The claim stays where it is and the address as it was; an address that names a claim shows its evidence."""
    page.goto(f"{anywhere}/en/{EVENT}")
    page.evaluate("document.fonts.ready")
    claim = page.locator(".claim").nth(4)
    claim.locator("summary").focus()
    before, address = claim.locator(".claim-text").bounding_box(), page.url
    page.keyboard.press("Enter")
    expect(claim.locator(".evidence-quote").first).to_be_visible()
    assert claim.locator(".claim-text").bounding_box() == before
    assert page.url == address
    page.keyboard.press("Enter")
    expect(claim.locator(".evidence-quote").first).to_be_hidden()
    other = page.locator(".claim").nth(7)
    page.goto(f"{address}#{other.get_attribute('id')}")
    expect(other.locator(".evidence-quote").first).to_be_visible()
    page.evaluate("id => { location.hash = id }", claim.get_attribute("id"))
    expect(claim.locator(".evidence-quote").first).to_be_visible()


# --- paper


def test_on_paper_there_are_no_controls_and_addresses_are_written_out(page: Page, built: Built, site: str) -> None:
    """Nothing to press, type or go by; every address of another site is there to be read."""
    page.emulate_media(media="print")
    external = 0
    for address in visits(page, site, built.sample(*KINDS)):
        assert run(page, CONTROLS) == [], address
        assert run(page, UNWRITTEN) == [], address
        external += run(page, "return all(\"main a[href^='http']\").length")
    assert external > 5
