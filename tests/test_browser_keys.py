"""One journey through the whole site with nothing but keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browsing import WIDE, run
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOCUSED = """
  const one = document.activeElement, held = one === window.before;
  window.before = one;
  if (one === document.body) return { at: "body", held: false, seen: true, there: false };
  const { left, right, top, bottom } = one.getBoundingClientRect();
  return {
    at: one.outerHTML.slice(0, 120), held, there: one.matches(argument),
    seen: css(one, "outlineStyle") === "solid" && parseFloat(css(one, "outlineWidth")) >= 2
      && one.checkVisibility({ visibilityProperty: true })
      && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
  };
"""
"""Where the keyboard is, whether it was there before, and whether one can see it there."""
EVENT, CLAIM = "ban-gioc-detian-pilot", "c-results"
MOST = 150  # stops between any two places of the journey


def move(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until the focus is on what is looked for; at each stop it is seen, and none holds it."""
    passed = []
    for _ in range(MOST):
        page.keyboard.press(key)
        now = run(page, FOCUSED, selector)
        assert now["seen"], now["at"]
        assert not now["held"], f"the keyboard is held by {now['at']}"
        passed.append(now["at"])
        if now["there"]:
            return
    raise AssertionError(f"{selector} is not reached by {key}: {passed}")


def follow(page: Page, selector: str, address: str, key: str = "Tab") -> None:
    """Go to a link and follow it."""
    move(page, selector, key)
    with page.expect_navigation(url=f"**/{address}"):
        page.keyboard.press("Enter")


def shown(page: Page) -> int:
    """Return how many entries are seen."""
    return page.locator(".entry").filter(visible=True).count()


def test_ten_things_are_done_with_keys_alone(page: Page, anywhere: str) -> None:
    """From the drawn timeline by map, figures, threads, search and index to an event, and on to the next."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": WIDE, "height": 800})
    page.goto(f"{anywhere}/vi/index.html")
    skip_to_the_drawing(page)
    work_the_drawing(page)
    visit_the_pictures(page)
    search_and_look_up(page)
    filter_and_clear(page)
    read_side_by_side(page)
    set_the_page(page)
    copy_and_go_on(page)


def skip_to_the_drawing(page: Page) -> None:
    """The first stop skips what every page has."""
    move(page, ".skip")
    page.keyboard.press("Enter")
    assert run(page, "return document.activeElement.id") == "main"


def work_the_drawing(page: Page) -> None:
    """Zoom, leave out a lane, choose a period, move along the time, and take it all back."""
    move(page, ".lanes-work summary")
    page.keyboard.press("Enter")
    move(page, ".lanes-zoom [value='1']")
    page.keyboard.press("Space")
    expect(page.locator(".lanes[data-zoom='2']")).to_have_count(1)
    move(page, ".lanes-choose input")
    lanes = page.locator(".lanes-wide .lane").filter(visible=True)
    count = lanes.count()
    page.keyboard.press("Space")
    expect(lanes).to_have_count(count - 1)
    page.keyboard.press("Space")
    move(page, ".lanes-period input")
    every = shown(page)
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    assert 0 < shown(page) < every
    move(page, ".lanes-period button")
    page.keyboard.press("Enter")
    assert shown(page) == every
    move(page, ".lanes-wide")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.lanes-wide').scrollLeft > 0")
    move(page, ".lane-time a")
    assert page.locator(":focus").get_attribute("aria-label")


def visit_the_pictures(page: Page) -> None:
    """A mark of the map leads to its place; figures; a thread of the board."""
    follow(page, ".masthead-nav a[href='map.html']", "vi/map.html", "Shift+Tab")
    follow(page, ".map-drawing a[href]", "vi/places/*.html")
    follow(page, ".masthead-nav a[href$='figures.html']", "vi/figures.html")
    follow(page, "main a[href^='events/']", "vi/events/*.html**")
    follow(page, ".masthead-nav a[href$='threads/index.html']", "vi/threads/index.html")
    follow(page, ".board-row a", "vi/threads/*.html")


def search_and_look_up(page: Page) -> None:
    """From anywhere to the field; without marks; by arrows to a result; then by its letter."""
    page.keyboard.press("/")
    page.keyboard.type("thuy khau")
    with page.expect_navigation(url="**/vi/search.html?q=thuy*"):
        page.keyboard.press("Enter")
    page.locator(".search-result").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert run(page, FOCUSED, ".search-name a") | {"at": ""} == {"at": "", "held": False, "there": True, "seen": True}
    with page.expect_navigation(url="**/vi/places/ta-lung-shuikou.html"):
        page.keyboard.press("Enter")
    follow(page, ".footer a[href$='index-az.html']", "vi/index-az.html")
    move(page, "main a[href^='#']:is(li:nth-child(3) > a)")
    page.keyboard.press("Enter")
    move(page, ".letters-group a")
    assert run(page, "return all('.letters-group:has(:focus)')[0] === all('.letters-group')[2]")


def filter_and_clear(page: Page) -> None:
    """Open a group, choose, see fewer; all back at once."""
    follow(page, ".masthead-nav a[href='index.html']", "vi/index.html", "Shift+Tab")
    every = shown(page)
    move(page, ".filters summary")
    page.keyboard.press("Enter")
    move(page, ".filters input")
    page.keyboard.press("Space")
    assert 0 < shown(page) < every
    move(page, ".filters [type=reset]")
    page.keyboard.press("Enter")
    expect(page.locator(".filters summary").first).to_be_focused()
    assert shown(page) == every


def read_side_by_side(page: Page) -> None:
    """Every language of an event; a claim's address, and the other language at that claim."""
    follow(page, ".masthead-languages a:not([hreflang])", "vi/parallel/index.html", "Shift+Tab")
    follow(page, f"#{EVENT} a", f"vi/parallel/{EVENT}.html")
    move(page, f"#{CLAIM} .claim-number")
    page.keyboard.press("Enter")
    there = f"en/parallel/{EVENT}.html#{CLAIM}"
    follow(page, ".masthead-languages a[hreflang=en]", there, "Shift+Tab")
    assert 0 <= run(page, "return document.querySelector(':target').getBoundingClientRect().top") < 800


def set_the_page(page: Page) -> None:
    """Larger letters and dark paper, by the arrows of their choices."""
    move(page, ".settings [name=size]")
    page.keyboard.press("ArrowRight")
    move(page, ".settings [name=scheme]")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("html[data-size='2'][data-scheme=dark]")).to_have_count(1)


def copy_and_go_on(page: Page) -> None:
    """Back to the event in one language; a claim's address; its evidence; the next event."""
    follow(page, ".masthead-languages a:not([hreflang])", f"en/events/{EVENT}.html", "Shift+Tab")
    move(page, ".claim-number")
    page.keyboard.press("Enter")
    expect(page.locator(".copied")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.partition("#c-")[1]
    after = page.locator(".neighbours a[rel=next]").first.evaluate("one => one.href")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(after)
