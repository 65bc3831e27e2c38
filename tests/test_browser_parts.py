"""Every part, as its examples show it, in a real Chromium: on every screen, in light and dark, under our policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from biennien.cli import main

if TYPE_CHECKING:
    from conftest import Axe, Serve
    from playwright.sync_api import Page

TINY = Path(__file__).with_name("tiny")
LANGUAGES = ("en", "vi")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with its parts."""
    into = tmp_path_factory.mktemp("parts") / "site"
    assert main(["build", "--root", str(TINY), "--out", str(into), "--parts"]) == 0
    return into


@pytest.fixture(params=LANGUAGES)
def address(request: pytest.FixtureRequest, folder: Path, serve: Serve) -> str:
    """Return the address of the parts in a language, on a server."""
    return f"{serve(folder)}/parts/{request.param}.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_part(scheme: Literal["light", "dark"], page: Page, axe: Axe, address: str) -> None:
    """On a telephone and on a desk, with all that is folded open."""
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details:not([name])').forEach(one => { one.open = true; })")
    findings = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        findings += [f"{width} px: {each}" for each in axe(page)]
    assert findings == []


def test_no_part_is_wider_than_the_smallest_screen(page: Page, address: str) -> None:
    """At 320 pixels nothing reaches beyond the page but what scrolls in a frame of its own."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    script = """
      document.querySelectorAll("details").forEach(one => { one.removeAttribute("name"); one.open = true; });
      const { clientWidth: screen, scrollWidth: page } = document.documentElement;
      const within = one => {
        for (let box = one.parentElement; box; box = box.parentElement)
          if (getComputedStyle(box).overflowX !== "visible") return true;
        return false;
      };
      const wide = one => one.getBoundingClientRect().right > screen + 0.5 && !one.closest("svg svg, symbol");
      const found = [...document.querySelectorAll("main *")].filter(one => wide(one) && !within(one))
        .map(one => one.outerHTML.slice(0, 120));
      return page > screen ? [page, ...found] : found;
    """
    assert page.evaluate(f"() => {{ {script} }}") == []


def test_scripts_and_policy_hold_for_every_part(page: Page, address: str) -> None:
    """Nothing is refused by the policy, nothing thrown, and what scripts add has been added."""
    page.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation',"
        " event => violations.push(`${event.violatedDirective} ${event.blockedURI}`))"
    )
    page.goto(address)
    page.wait_for_function("document.readyState === 'complete'")
    assert page.evaluate("violations") == []
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
    assert page.locator(".settings:visible").count() > 0
    assert page.locator(".filters:visible").count() == page.locator(".filters").count() > 0
