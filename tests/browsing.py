"""How tests read the site in a browser: the screens, the scripts that look at a page, one page after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from built import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from built import Built
    from playwright.sync_api import Page

NARROWEST, NARROW, WIDE = 320, 360, 1280
WORDS = """
  const all = selector => [...document.querySelectorAll(selector)];
  const css = (element, property) => getComputedStyle(element)[property];
  const folded = () => all("details > :not(summary)");
  const headings = () => all("h1, h2, h3, h4, h5, h6");
  const stops = () => all("a[href], summary, button, input, select, textarea, [tabindex='0']").filter(one =>
    one.checkVisibility({ visibilityProperty: true }) && !one.disabled && (one.type !== "radio" || one.checked));

  // Relative luminance and contrast ratio as WCAG 2.2 defines them, of colours as Chromium computes them: rgb(r, g, b).
  const light = colour => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const paper = () => light(css(document.documentElement, "backgroundColor"));
  const ink = () => light(css(document.querySelector("h1"), "color"));
"""
"""What the scripts of these tests are written with."""


def visits(page: Page, site: str, addresses: Sequence[str]) -> Iterator[str]:
    """Open one page after the other, yielding its address below the site's root."""
    for address in addresses:
        page.goto(f"{site}/{address}")
        yield address


def run(page: Page, script: str, argument: object = None) -> Any:  # noqa: ANN401 - whatever the script returns
    """Run a script on the page; it may return a value, and has `argument`."""
    return page.evaluate(f"async argument => {{ {WORDS} {script} }}", argument)


def of_each_kind(built: Built) -> list[str]:
    """Return the address of a page of each kind, in the first language."""
    return [built.one_of(kind)[0] for kind in KINDS]


def languages_of(built: Built) -> list[str]:
    """Return the languages of the site."""
    return sorted({page.language for page in built.pages.values()} - {""})
