"""The map in a real browser: what is seen fits, can be reached with keys, and is there without scripts.

What axe says of it is asked with all other pages, in test_browser_site.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

if TYPE_CHECKING:
    from built import Built
    from playwright.sync_api import Browser, Page

LANGUAGES = ("vi", "en")
Rect: TypeAlias = dict[str, float]

SHOWN = """() => [...document.querySelectorAll('.map-drawing')].filter(one => one.checkVisibility()).map(one => {
  const rect = node => node.getBoundingClientRect().toJSON();
  return {frame: rect(one.querySelector('svg')), texts: [...one.querySelectorAll('svg text')].map(rect),
          targets: [...one.querySelectorAll('svg a')].map(link => rect([...link.querySelectorAll('rect')].at(-1)))};
})"""


def opened(page: Page, built: Built, language: str, width: int, height: int = 900) -> Page:
    """Return the page with the map shown at a width."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto((built.folder / language / "map.html").as_uri())
    page.evaluate("document.fonts.ready")
    return page


def overlap(one: Rect, other: Rect) -> bool:
    """Tell whether two texts cover each other by more than the room that marks above and below letters may share."""
    share = 6
    return (
        one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"] - share
        and other["top"] < one["bottom"] - share
    )


def middle(rect: Rect) -> tuple[float, float]:
    """Return the middle of a rectangle."""
    return (rect["left"] + rect["right"]) / 2, (rect["top"] + rect["bottom"]) / 2


def shown(page: Page) -> list[dict[str, Any]]:
    """Return the drawings that are shown: their frames, texts and targets, in pixels."""
    return list(page.evaluate(SHOWN))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 360, 768, 960, 1280])
def test_names_are_whole_and_apart_at_every_width(page: Page, built: Built, language: str, width: int) -> None:
    """As the browser sets them: inside the drawing, none over another, in letters of 12 pixels or more."""
    drawings = shown(opened(page, built, language, width))
    assert len(drawings) == (1 if width >= 960 else 3)
    for drawing in drawings:
        frame, texts = drawing["frame"], drawing["texts"]
        assert all(frame["left"] <= text["left"] and text["right"] <= frame["right"] for text in texts)
        assert not [pair for pair in combinations(texts, 2) if overlap(*pair)]
    size = page.evaluate("""() => {
      const text = [...document.querySelectorAll('.map svg text')].find(one => one.checkVisibility());
      return parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
    }""")
    assert size >= 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_targets_are_large_enough_and_apart(page: Page, built: Built, language: str, width: int) -> None:
    """WCAG 2.2, 2.5.8: a circle of 24 pixels about the middle of each touches no other target."""
    for drawing in shown(opened(page, built, language, width)):
        for one, other in combinations(drawing["targets"], 2):
            (x1, y1), (x2, y2) = (middle(rect) for rect in (one, other))
            assert abs(x1 - x2) >= 24 or abs(y1 - y2) >= 19.5
            assert min(rect["width"] for rect in (one, other)) >= 24


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, built: Built, width: int) -> None:
    """No scrolling sideways."""
    opened(page, built, "vi", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_mark_is_reached_and_followed_with_keys_alone(page: Page, built: Built) -> None:
    """Tab comes to Cao Bằng on the drawing that is shown, with a visible outline; Enter goes there."""
    opened(page, built, "vi", 1280)
    page.locator("#main").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        if label.startswith("Cao Bằng"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("document.activeElement.checkVisibility()")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vi/places/cao-bang.html")


def test_the_map_is_whole_without_scripts(browser: Browser, built: Built) -> None:
    """Drawing, names, lists and their events."""
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto((built.folder / "en" / "map.html").as_uri())
    assert plain.get_by_role("link", name="Tà Lùng – Shuikou 3 events").count()
    plain.get_by_text("8 events").first.click()
    assert plain.get_by_role("link", name="Spring Meeting 2022").first.is_visible()
    context.close()


def test_on_paper_the_wide_drawing_is_printed_and_every_list_is_open(page: Page, built: Built) -> None:
    """Whatever the paper's width in pixels."""
    opened(page, built, "en", 700)
    page.emulate_media(media="print")
    assert [drawing["frame"]["right"] > 0 for drawing in shown(page)] == [True]
    assert page.locator(".gazetteer-events li").first.is_visible()


def test_forced_colours_keep_land_border_and_marks(browser: Browser, built: Built) -> None:
    """Lines and shapes take the system's own colour, and stay apart from the ground."""
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    forced = context.new_page()
    forced.goto((built.folder / "en" / "map.html").as_uri())
    colours = forced.evaluate("""() => ['.map-border', '.map-land', '.map-seat'].map(one => {
      const style = getComputedStyle(document.querySelector(`.map-drawing ${one}`));
      return one === '.map-seat' ? style.fill : style.stroke;
    })""")
    ground = forced.evaluate("getComputedStyle(document.querySelector('.map-sea')).fill")
    assert set(colours).isdisjoint({ground, "none"})
    context.close()
