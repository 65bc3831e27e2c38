"""The project's own site in a real Chromium: from a disk and from a server, read in every way."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from browsing import languages_of, of_each_kind, run, visits
from built import KINDS, Built, build_own_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

BASE = "http://127.0.0.1:4321/of/the-border/"


# --- It loads, and it leads on ---


def test_pages_open_without_complaint_and_ask_for_nothing_elsewhere(page: Page, built: Built, anywhere: str) -> None:
    """All that a page asks for is the site's own and is there; its policy is not violated; its letters arrive."""
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # What is aborted is what the page before had not finished when it was left; a disk has no preloads of letters.
    known = ["net::ERR_ABORTED", *(["net::ERR_FAILED"] if anywhere.startswith("file:") else [])]
    page.on("requestfailed", lambda one: None if one.failure in known else failed.append(one.url))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation',"
        " event => violations.push(`${event.violatedDirective} ${event.blockedURI}`))"
    )
    script = """
      await document.fonts.ready;
      const [family] = css(document.body, "fontFamily").split(",");
      const there = [...document.fonts].some(one => family.includes(one.family) && one.status === "loaded");
      return there ? violations : [...violations, `no ${family}`];
    """
    faults = {address: run(page, script) for address in visits(page, anywhere, built.sample(*KINDS))}
    assert {address: found for address, found in faults.items() if found} == {}
    assert failed == []
    assert [url for url in asked if not url.startswith((f"{anywhere}/", "data:"))] == []
    assert any(url.endswith(".woff2") for url in asked)


def test_links_lead_to_pages_and_anchors_to_elements(page: Page, built: Built, site: str) -> None:
    """What the browser makes of a link is a file of the site; an anchor of the page itself becomes the target."""
    found: set[str] = set()
    anchors = """
      const own = [...document.links].filter(one => one.hash && one.href.split("#")[0] === location.href.split("#")[0]);
      return [...new Set(own.map(one => one.hash))]
        .filter(hash => { location.hash = hash; return !document.querySelector(":target"); });
    """
    for _ in visits(page, site, built.sample(*KINDS)):
        found |= set(run(page, "return [...document.links].map(one => one.origin + one.pathname)"))
        assert run(page, anchors) == []
    server = site.removesuffix("some/where")
    served = {url.removeprefix(server) for url in found if url.startswith(server)}
    assert len(served) > len(KINDS)
    assert [path for path in served if not (built.folder.parents[1] / unquote(path)).is_file()] == []


def test_the_language_switch_leads_there_and_back(page: Page, built: Built, site: str) -> None:
    """On a page of every kind, clicking it shows the same page in the other language, and there it comes back."""
    first, *others = languages_of(built)
    for address in visits(page, site, [one for one in of_each_kind(built) if built.pages[one].language]):
        for language in [step for other in others for step in (other, first)]:
            with page.expect_navigation():
                page.locator(f".masthead-languages a[lang='{language}']").click()
            assert page.url == f"{site}/{language}/{address.partition('/')[2]}"
            assert page.locator(f"html[lang='{language}'] h1").count() == 1


def test_the_front_door_leads_to_every_language(page: Page, built: Built, site: str) -> None:
    """Each way in shows the timeline in its language."""
    for language in languages_of(built):
        page.goto(f"{site}/index.html")
        with page.expect_navigation():
            page.locator(f"main a[hreflang='{language}']").click()
        assert page.url == f"{site}/{language}/index.html"
        assert page.locator(f"html[lang='{language}'] .timeline").count() == 1


# --- Everybody can read it ---


def test_the_text_is_all_there_with_scripts_off(page: Page, browser: Browser, built: Built, site: str) -> None:
    """Whatever the main part says with scripts, but for what only they can do, it says without."""
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    page.add_init_script(
        "new MutationObserver(list => list.forEach(({target}) => { target.dataset.shown = ''; }))"
        ".observe(document, {subtree: true, attributeFilter: ['hidden']})"
    )
    script = """
      for (const one of all("main :is([data-shown], output, [role='status'])")) one.style.display = "none";
      return document.querySelector("main").innerText;
    """
    for address in visits(page, site, built.sample(*KINDS)):
        plain.goto(f"{site}/{address}")
        without = plain.locator("main").inner_text().splitlines()
        assert len(without) > 1, address
        assert [line for line in run(page, script).splitlines() if line not in without] == [], address
    context.close()


def test_headings_are_in_order_with_styles_off(page: Page, built: Built, site: str) -> None:
    """Without its style sheet a page shows all its headings, one below the other, no level skipped."""
    script = """
      const level = one => +one.localName[1], top = one => one.getBoundingClientRect().top;
      const wrong = (one, before) => before
        ? level(one) === 1 || level(one) > level(before) + 1 || top(one) <= top(before)
        : level(one) !== 1;
      return headings().filter((one, at, found) => !one.checkVisibility() || wrong(one, found[at - 1]))
        .map(one => one.outerHTML);
    """
    for address in visits(page, site, built.sample(*KINDS)):
        assert run(page, "return [...document.styleSheets].map(one => one.disabled = true)") == [True], address
        assert run(page, script) == [], address


def test_on_paper_all_evidence_is_open(page: Page, built: Built, site: str) -> None:
    """What is folded on a screen is printed, every word of it; but paper has no use for the code of a frame."""
    hidden = "return folded().filter(one => !one.checkVisibility()).map(one => one.textContent)"
    lost = """
      const printed = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && one.getBoundingClientRect().height > 10 && one.innerText.trim();
      return folded().filter(one => !one.closest(".citation") && !printed(one)).map(one => one.textContent);
    """
    for address in visits(page, site, built.sample("events", "threads")):
        assert run(page, hidden) != [], f"{address} folds nothing, so that this would show nothing"
        page.emulate_media(media="print")
        assert run(page, lost) == [], address
        page.emulate_media(media="screen")


def test_on_paper_it_is_ink_on_white_whatever_the_screen(page: Page, built: Built, site: str) -> None:
    """Who reads dark pages prints dark letters on white."""
    page.emulate_media(media="print", color_scheme="dark")
    for address in visits(page, site, of_each_kind(built)):
        assert run(page, "return [paper(), ink()]") == [1, pytest.approx(0, abs=0.01)], address


# --- By keyboard ---


def test_the_first_stop_of_the_keyboard_skips_to_the_text(page: Page, built: Built, site: str) -> None:
    """Tab shows the skip link; Enter goes to the main part; from there Tab goes on within it."""
    shown = """
      const box = document.activeElement.getBoundingClientRect();
      return css(document.activeElement, "clipPath") === "none" && Math.min(box.x, box.y) >= 0
        && Math.min(box.width, box.height) >= 24;
    """
    # The search page is left out: there, the keyboard is in the field already.
    for address in visits(page, site, [one for one in of_each_kind(built) if built.pages[one].kind != "search"]):
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("href") == "#main", address
        assert run(page, shown), address
        page.keyboard.press("Enter")
        assert run(page, "return document.activeElement.id") == "main", address
        page.keyboard.press("Tab")
        assert run(page, "return document.activeElement === stops().find(one => one.closest('main'))"), address


def test_the_keyboard_comes_by_every_stop_in_order(page: Page, built: Built, site: str) -> None:
    """Tab goes through all that can be followed or opened on a page, in the order in which it stands there."""
    for address in visits(page, site, [built.one_of(kind)[0] for kind in ("timeline", "threads")]):
        count = run(page, "window.found = stops(); return found.length")
        assert count > 20, address
        for number in range(count):
            page.keyboard.press("Tab")
            assert run(page, "return document.activeElement === found[argument]", number), f"{address}, stop {number}"


def test_focus_is_seen_on_every_link(page: Page, built: Built, site: str) -> None:
    """What has the keyboard's focus has an outline of two pixels or more that stands out from the paper by 3:1."""
    script = """
      const seen = one => {
        one.focus({ focusVisible: true });
        return document.activeElement === one && css(one, "outlineStyle") === "solid"
          && parseFloat(css(one, "outlineWidth")) >= 2 && contrast(light(css(one, "outlineColor")), paper()) >= 3;
      };
      return stops().filter(one => !seen(one)).map(one => one.outerHTML);
    """
    for address in visits(page, site, of_each_kind(built)):
        page.emulate_media(color_scheme="light")
        assert run(page, script) == [], address
        page.emulate_media(color_scheme="dark")
        assert run(page, script) == [], address


# --- What is not there ---


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built for an address of its own."""
    return build_own_site(tmp_path_factory.mktemp("placed"), base_url=BASE)


def host(page: Page, built: Built) -> None:
    """Let the page have the site at an address of its own, from a host that shows 404.html for pages that it lacks."""

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix(BASE)
        file = built.folder / address
        # A host also says 404, which Chromium reports as an error, and an error fails the test; so here all is 200.
        if file.is_file() or route.request.is_navigation_request():
            file = file if file.is_file() else built.folder / "404.html"
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
        else:
            route.fulfill(body="", content_type=mimetypes.guess_type(address)[0])

    page.add_init_script("delete Navigator.prototype.serviceWorker")  # whose script would not come by this route
    page.route(f"{BASE}**", answer)


def assert_it_leads_home(page: Page, built: Built, lost: str) -> None:
    """Assert that the page shown for a lost address has its style, and leads to the timeline of each language."""
    for language in languages_of(built):
        page.goto(BASE + lost)
        assert run(page, "return document.styleSheets[0].cssRules.length") > 0
        with page.expect_navigation():
            page.locator(f"main [lang='{language}'] a").click()
        assert page.url == f"{BASE}{language}/index.html"
        assert page.locator(".timeline").count() == 1


@pytest.mark.parametrize("lost", ["lost.html", "vi/lost.html", "en/events/lost/and/deeper.html"])
def test_the_page_for_what_is_not_there_leads_home_from_any_depth(lost: str, page: Page, placed: Built) -> None:
    """Where the site knows its address, the page for what is not there has its style and its links everywhere."""
    host(page, placed)
    assert_it_leads_home(page, placed, lost)


def test_without_an_address_of_its_own_that_page_leads_home_from_the_root(page: Page, built: Built) -> None:
    """Where the site does not know its address, that page works at the root; below, its words are all it has."""
    host(page, built)
    assert_it_leads_home(page, built, "lost.html")
    page.goto(f"{BASE}lost.html")
    words = page.locator("main").inner_text()
    page.goto(f"{BASE}en/events/lost.html")
    assert page.locator("main").inner_text() == words
    assert page.locator("main section[lang]").count() == len(languages_of(built))
