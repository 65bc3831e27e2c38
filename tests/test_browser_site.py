"""The project's own site in a real Chromium: from a disk and from a server, on every screen, by every way of reading."""

from __future__ import annotations

import mimetypes
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from built import KINDS, Built, build_own_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Axe, Serve
    from playwright.sync_api import Browser, Page, Route

WITH_EVIDENCE = ("events", "threads")
NARROW, WIDE = 360, 1280
PROPERTIES = "const css = (element, of) => getComputedStyle(element).getPropertyValue(of);"
# Relative luminance and contrast as WCAG 2.2 defines them, of colours as Chromium computes them: rgb(…) or rgba(…).
LIGHT = """const light = colour => {
  const [r, g, b] = colour.match(/[\\d.]+/g).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};"""
STOPS = """const stops = [...document.querySelectorAll("a[href], summary, button, input, select, textarea, [tabindex='0']")]
  .filter(one => one.checkVisibility());"""
FAULTLESS: list[str] = []


@pytest.fixture
def site(built: Built, serve: Serve) -> str:
    """Return the address of the site on a server, where it is not at the root."""
    return f"{serve(built.folder.parent.parent)}/some/where"


@pytest.fixture(params=["disk", "server"])
def anywhere(request: pytest.FixtureRequest, built: Built) -> str:
    """Return the address of the site, once on a disk and once on a server."""
    return built.folder.as_uri() if request.param == "disk" else str(request.getfixturevalue("site"))


def visits(page: Page, site: str, addresses: list[str]) -> Iterator[str]:
    """Open one page after the other, yielding its address below the site's root."""
    for address in addresses:
        page.goto(f"{site}/{address}")
        yield address


def found(page: Page, address: str, script: str) -> list[str]:
    """Run a script that returns a list of faults, and say on which page they are."""
    return [f"{address}: {fault}" for fault in page.evaluate(f"async () => {{ {script} }}")]


# --- it loads, and leads on ---


def test_pages_open_without_complaint_and_ask_for_nothing_elsewhere(page: Page, built: Built, anywhere: str) -> None:
    """All that a page asks for is the site's own and is there; its policy is not violated; its letters arrive."""
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation',"
        " event => violations.push(`${event.violatedDirective} ${event.blockedURI}`))"
    )
    faults = []
    for address in visits(page, anywhere, built.sample(*KINDS)):
        faults += found(
            page,
            address,
            "await document.fonts.ready; const name = getComputedStyle(document.body).fontFamily.split(',')[0];"
            "const there = [...document.fonts].some(one => one.family === name && one.status === 'loaded');"
            "return [...violations, ...(there ? [] : [`no ${name}`])]",
        )
    assert faults + failed == FAULTLESS
    assert [url for url in asked if not url.startswith((f"{anywhere}/", "data:"))] == []
    assert any(url.endswith(".woff2") for url in asked)


def test_links_lead_to_pages_and_anchors_to_elements(page: Page, built: Built, site: str) -> None:
    """What the browser makes of each link is a page that is there, and its anchor becomes the target."""
    targets: dict[str, set[str]] = {}
    for _ in visits(page, site, built.sample(*KINDS)):
        for url in page.evaluate("[...document.links].map(link => link.href)"):
            path, _, anchor = url.partition("#")
            targets.setdefault(path, set()).add(anchor)
    here = {path: anchors - {""} for path, anchors in targets.items() if path.startswith(site.removesuffix("/some/where"))}
    assert len(here) > len(KINDS)
    lost = [path for path in here if not page.request.get(path).ok]
    for path, anchors in here.items():
        if anchors:
            page.goto(path)
            lost += page.evaluate(
                "anchors => anchors.filter(anchor => { location.hash = anchor; return !document.querySelector(':target') })",
                sorted(anchors),
            )
    assert lost == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("door", "missing")])
def test_the_language_switch_leads_there_and_back(kind: str, page: Page, built: Built, site: str) -> None:
    """Clicking it shows the same page in the other language, and clicking it there comes back."""
    address = built.one_of(kind)[0]
    page.goto(f"{site}/{address}")
    own = page.evaluate("document.documentElement.lang")
    other = page.locator(".masthead-languages a").first.get_attribute("lang")
    for expected in (other, own):
        with page.expect_navigation():
            page.locator(f".masthead-languages a[lang='{expected}']").click()
        assert page.url == f"{site}/{expected}/{address.partition('/')[2]}"
        assert page.evaluate("document.documentElement.lang") == expected
        assert page.locator("h1").count() == 1


def test_the_front_door_leads_to_every_language(page: Page, built: Built, site: str) -> None:
    """Each way in shows the timeline in its language."""
    for language in page_languages(built):
        page.goto(f"{site}/index.html")
        with page.expect_navigation():
            page.locator(f"main a[hreflang='{language}']").click()
        assert page.url == f"{site}/{language}/index.html"


def page_languages(built: Built) -> list[str]:
    """Return the languages of the site."""
    return sorted({page.language for page in built.pages.values()} - {""})


# --- everybody can read it ---


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, page: Page, axe: Axe, built: Built, site: str) -> None:
    """On a telephone and on a desk, light and dark and in forced colours: no finding in either language."""
    looks: tuple[tuple[int, Any], ...] = ((NARROW, "light"), (WIDE, "dark"), (NARROW, "dark"), (WIDE, "light"))
    addresses = built.one_of(kind)
    findings = []
    for number, address in enumerate(visits(page, site, addresses)):
        # The languages share the looks between them; a page that stands for both is seen in all four.
        for width, scheme in looks if len(addresses) == 1 else looks[2 * (number % 2) :][:2]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            findings += [f"{address}, {width} px, {scheme}: {each}" for each in axe(page)]
    page.emulate_media(forced_colors="active")
    findings += [f"{addresses[-1]}, forced colours: {each}" for each in axe(page)]
    assert findings == []


def test_the_text_is_all_there_with_scripts_off(page: Page, browser: Browser, built: Built, site: str) -> None:
    """What the main part says with scripts, it says without."""
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    faults = []
    for address in visits(page, site, built.sample(*KINDS)):
        plain.goto(f"{site}/{address}")
        with_scripts, without = page.locator("main").inner_text(), plain.locator("main").inner_text()
        if with_scripts != without or page.locator("h1").inner_text() not in without:
            faults.append(address)
    context.close()
    assert faults == []


def test_headings_are_in_order_with_styles_off(page: Page, built: Built, site: str) -> None:
    """Without its style sheet a page shows all its headings, one below the other, no level skipped."""
    page.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    faults = []
    for address in visits(page, site, built.sample(*KINDS)):
        faults += found(
            page,
            address,
            "const all = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];"
            "const top = one => one.getBoundingClientRect().top, level = one => +one.localName[1];"
            "return all.filter((one, at) => !one.checkVisibility() || (at === 0) !== (level(one) === 1)"
            " || at && (top(one) <= top(all[at - 1]) || level(one) > level(all[at - 1]) + 1)).map(one => one.outerHTML)",
        )
        assert page.evaluate("document.styleSheets[0].cssRules.length") == 0
    assert faults == []


def test_on_paper_all_evidence_is_open(page: Page, built: Built, site: str) -> None:
    """What is folded on a screen is printed, every word of it."""
    folded = "[...document.querySelectorAll('details > :not(summary)')]"
    for address in visits(page, site, built.sample(*WITH_EVIDENCE)):
        hidden = f"return {folded}.filter(one => !one.checkVisibility()).map(one => one.textContent)"
        assert found(page, address, hidden) != [], "nothing is folded, so this test shows nothing"
        page.emulate_media(media="print")
        lost = f"return {folded}.filter(one => !one.checkVisibility({{visibilityProperty: true, opacityProperty: true}})"
        lost += " || one.getBoundingClientRect().height < 10 || !one.innerText.trim()).map(one => one.textContent)"
        assert found(page, address, lost) == []
        page.emulate_media(media="screen")


def test_on_paper_it_is_ink_on_white_whatever_the_screen(page: Page, built: Built, site: str) -> None:
    """A reader of the dark page prints dark words on white."""
    page.emulate_media(media="print", color_scheme="dark")
    for address in visits(page, site, built.one_of(*KINDS)):
        assert page.evaluate(f"{PROPERTIES} {LIGHT} light(css(document.documentElement, 'background-color'))") == 1, address
        assert page.evaluate(f"{PROPERTIES} {LIGHT} light(css(document.querySelector('h1'), 'color'))") < 0.01, address


# --- on every screen ---


def test_no_page_scrolls_sideways_on_a_telephone(page: Page, built: Built, site: str) -> None:
    """At 320 and 360 pixels no page of the whole site is wider than the screen."""
    faults = []
    page.set_viewport_size({"width": 320, "height": 640})
    for address in visits(page, site, list(built.pages)):
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 640})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                faults.append(f"{address}: {wide} of {width} px")
    assert faults == []


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_paper_is_as_light_or_dark_as_the_reader_likes_it(
    scheme: Any,  # noqa: ANN401 - the driver's own word
    dark: bool,  # noqa: FBT001
    page: Page,
    built: Built,
    site: str,
) -> None:
    """Letters stand out from the paper by 7:1, and which of the two is the lighter follows the reader's scheme."""
    page.emulate_media(color_scheme=scheme)
    for address in visits(page, site, built.one_of(*KINDS)):
        paper, ink = page.evaluate(
            f"{PROPERTIES} {LIGHT} [light(css(document.documentElement, 'background-color')),"
            " light(css(document.querySelector('h1'), 'color'))]"
        )
        low, high = sorted((paper, ink))
        assert (paper < ink) == dark, address
        assert (high + 0.05) / (low + 0.05) >= 7, address


@pytest.mark.parametrize("width", [NARROW, 800, WIDE])
@pytest.mark.parametrize("kind", ["timeline", "events"])
def test_nothing_moves_while_a_page_loads(kind: str, width: int, page: Page, built: Built, site: str) -> None:
    """Even when its letters come late, the page's layout does not shift (CLS 0)."""

    def late(route: Route) -> None:
        time.sleep(0.2)
        route.continue_()

    page.route("**/*.woff2", late)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/{built.one_of(kind)[0]}")
    shifts = page.evaluate(
        "async () => { const shifts = []; const note = list => shifts.push(...list.getEntries().map(one => one.value));"
        "new PerformanceObserver(note).observe({type: 'layout-shift', buffered: true});"
        "await document.fonts.ready; await new Promise(done => setTimeout(done, 150)); return shifts }"
    )
    assert shifts == []


# --- by keyboard ---


def test_the_first_stop_of_the_keyboard_skips_to_the_text(page: Page, built: Built, site: str) -> None:
    """Tab shows the skip link; Enter goes to the main part; from there Tab goes on within it."""
    for address in visits(page, site, built.one_of(*KINDS)):
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.get_attribute("href") == "#main", address
        box = skip.bounding_box()
        assert box, address
        assert min(box["x"], box["y"]) >= 0, address
        assert min(box["width"], box["height"]) >= 24, address
        assert skip.evaluate(f"{PROPERTIES} one => css(one, 'clip-path')".join("()").replace("()", "")) == "none", address
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main", address
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('main *') || !document.querySelector('main a')"), address


def test_the_keyboard_comes_by_every_stop_in_order(page: Page, built: Built, site: str) -> None:
    """Tab goes through all links of a page in the order in which they stand there."""
    for address in visits(page, site, built.one_of("timeline", "threads")[:2]):
        count = page.evaluate(f"() => {{ {STOPS} window.stops = stops; return stops.length }}")
        assert count > 20, address
        for number in range(count):
            page.keyboard.press("Tab")
            assert page.evaluate("number => document.activeElement === window.stops[number]", number), (address, number)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_seen_on_every_link(scheme: Any, page: Page, built: Built, site: str) -> None:  # noqa: ANN401
    """What has the keyboard's focus has an outline of two pixels or more that stands out from the paper by 3:1."""
    page.emulate_media(color_scheme=scheme)
    faults = []
    for address in visits(page, site, built.one_of(*KINDS)):
        faults += found(
            page,
            address,
            f"{PROPERTIES} {LIGHT} {STOPS} const paper = light(css(document.documentElement, 'background-color'));"
            "const seen = one => { one.focus({focusVisible: true}); const line = light(css(one, 'outline-color'));"
            "  return document.activeElement === one && css(one, 'outline-style') === 'solid'"
            "    && parseFloat(css(one, 'outline-width')) >= 2"
            "    && (Math.max(line, paper) + 0.05) / (Math.min(line, paper) + 0.05) >= 3 };"
            "return stops.filter(one => !seen(one)).map(one => one.outerHTML)",
        )
    assert faults == []


# --- what is not there ---


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built for an address of its own."""
    return build_own_site(tmp_path_factory.mktemp("placed"), base_url="https://annals.example/of/the-border/")


def hosting(page: Page, built: Built, base: str) -> None:
    """Let the page have the site at an address, from a host that shows 404.html for whatever it lacks."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path.removeprefix(urlsplit(base).path)
        file = built.folder / path
        # Such a page comes with the status 404, which Chromium reports as an error; here it comes with 200.
        shown = file if file.is_file() else built.folder / "404.html"
        route.fulfill(body=shown.read_bytes(), content_type=mimetypes.guess_type(shown.name)[0])

    page.route(f"{base}**", answer)


@pytest.mark.parametrize("lost", ["lost.html", "vi/lost.html", "en/events/lost/and/deeper.html"])
def test_the_page_for_what_is_not_there_works_at_any_depth(lost: str, page: Page, placed: Built) -> None:
    """Where the site knows its address, that page has its style, and its links lead to the timeline of each language."""
    base = "https://annals.example/of/the-border/"
    hosting(page, placed, base)
    for language in page_languages(placed):
        page.goto(base + lost)
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
        with page.expect_navigation():
            page.locator(f"main [lang='{language}'] a").click()
        assert page.url == f"{base}{language}/index.html"
        assert page.locator(".timeline").count() == 1


def test_without_an_address_of_its_own_that_page_works_at_the_root(page: Page, built: Built) -> None:
    """Where the site does not know its address, the page works at its own place."""
    base = "https://annals.example/of/the-border/"
    hosting(page, built, base)
    for language in page_languages(built):
        page.goto(f"{base}lost.html")
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
        with page.expect_navigation():
            page.locator(f"main [lang='{language}'] a").click()
        assert page.locator(".timeline").count() == 1
