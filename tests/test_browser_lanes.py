"""The timeline drawn, in a real browser: whole at every width, there without scripts, all within reach of keys.

What axe says of it is asked with all other pages, in test_browser_site.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from built import Built
    from conftest import Axe, Serve
    from playwright.sync_api import Browser, Page

Rect: TypeAlias = dict[str, float]
TELEPHONE, SCREEN = 360, 1280
OVERHANG = 3  # px: the tail of a J
SHOWN = """() => {
  const rect = node => node.getBoundingClientRect().toJSON();
  const seen = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
  return {
    frame: rect(seen('.lanes-frame')[0]), page: document.documentElement.clientWidth,
    texts: seen('.lanes-frame text').filter(one => rect(one).width).map(one => ({...rect(one), text: one.textContent})),
    marks: seen('.lane-time use:not(.lanes-soft)').map(rect),
    tall: seen('.lanes-tall').length > 0,
    scales: seen('.lanes-axis svg, .lane-time').map(rect),
    names: seen('.lane-name').map(one => ({...rect(one), text: one.textContent})),
  };
}"""


def opened(page: Page, built: Built, *, width: int = SCREEN, language: str = "vi", query: str = "") -> Page:
    """Return the page with the timeline shown at a width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{(built.folder / language / 'index.html').as_uri()}{query}")
    page.evaluate("document.fonts.ready")
    return page


def shown(page: Page) -> dict[str, Any]:
    """Return what is seen of the drawing, in pixels."""
    return dict(page.evaluate(SHOWN))


def overlap(one: Rect, other: Rect, share: float = 5) -> bool:
    """Tell whether two boxes cover each other by more than the room above and below letters, which they may share."""
    return (
        one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"] - share
        and other["top"] < one["bottom"] - share
    )


def middle(rect: Rect) -> complex:
    """Return the middle of a box."""
    return complex((rect["left"] + rect["right"]) / 2, (rect["top"] + rect["bottom"]) / 2)


def asked(page: Page) -> dict[str, str]:
    """Return what the address keeps, once it is written."""
    page.wait_for_timeout(350)
    return {key: ",".join(values) for key, values in parse_qs(urlsplit(page.url).query).items()}


def entries(page: Page) -> list[str]:
    """Return the ids of the entries of the list that are shown."""
    every = "[...document.querySelectorAll('.entry')]"
    return list(page.evaluate(f"{every}.filter(one => one.checkVisibility()).map(one => one.id)"))


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page on which no script runs."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


# What is seen


@pytest.mark.parametrize("by", ["series", "place"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [320, 360, 768, 960, 1280])
def test_marks_and_words_are_whole_and_apart(page: Page, built: Built, width: int, language: str, by: str) -> None:
    """As the browser sets them: no word on another or on a mark, nothing beyond the page, each mark to be touched."""
    opened(page, built, width=width, language=language, query=f"?by={by}")
    for size in ("", "3"):  # as the reader's own choice of letters has it
        page.evaluate("size => (document.documentElement.dataset.size = size)", size)
        check_room(shown(page))


def check_room(seen: dict[str, Any]) -> None:
    """Fail where something lies upon something else, or beyond the drawing."""
    frame = seen["frame"]
    assert frame["left"] >= 0
    assert frame["right"] <= seen["page"]
    for box in (*seen["texts"], *seen["marks"]):
        assert frame["left"] - OVERHANG <= box["left"], box
        assert box["right"] <= frame["right"] + 1, box
    assert not [(one["text"], other["text"]) for one, other in combinations(seen["texts"], 2) if overlap(one, other)]
    assert not [one["text"] for one in seen["texts"] for mark in seen["marks"] if overlap(one, mark)]
    assert not [(one["text"], other["text"]) for one, other in combinations(seen["names"], 2) if overlap(one, other)]
    assert min(abs(middle(one) - middle(other)) for one, other in combinations(seen["marks"], 2)) >= 23.9
    for edge in ("top", "bottom") if seen["tall"] else ("left", "right"):  # years stand beside what happened in them
        edges = [scale[edge] for scale in seen["scales"]]
        assert max(edges) - min(edges) < 1, edge


@pytest.mark.parametrize(("width", "way"), [(TELEPHONE, "tall"), (SCREEN, "wide")])
def test_there_is_one_drawing_at_a_time(page: Page, built: Built, width: int, way: str) -> None:
    """Across the page or down it, by one arrangement: who listens meets every event once."""
    opened(page, built, width=width)
    drawings = page.locator(".lanes-wide, .lanes-tall").filter(visible=True)
    expect(drawings).to_have_count(1)
    expect(drawings).to_have_class(f"lanes-{way}")
    links = page.locator(".lane-time a").filter(visible=True)
    names = [link.get_attribute("aria-label") for link in links.all()]
    assert len(names) == len(set(names)) == page.locator(".entry").count()


def test_a_mark_is_a_link_that_says_its_event(page: Page, built: Built) -> None:
    """Role and name as a screen reader has them, its lane around it, and it leads to the event."""
    opened(page, built, language="en")
    name = page.get_by_text("Conferences of the Joint Working Committee", exact=True)
    link = page.get_by_role("listitem").filter(has=name).get_by_role("link")
    title, date = "14th conference of the Joint Working Committee", "22 February 2023"
    expect(link).to_have_accessible_name(f"{title}, {date} (from a source without an archived copy), only mentioned")
    link.click()
    assert page.url.endswith("/en/events/joint-committee-14.html")


@pytest.mark.parametrize("width", [TELEPHONE, SCREEN])
def test_without_scripts_it_is_all_there(still: Page, built: Built, width: int) -> None:
    """Both arrangements, by a choice that needs no script; nothing is offered that would."""
    still.set_viewport_size({"width": width, "height": 900})
    still.goto((built.folder / "en" / "index.html").as_uri())
    expect(still.get_by_text("Spring Meeting", exact=True).filter(visible=True).first).to_be_visible()
    still.get_by_role("radio", name="place").check()
    expect(still.locator(".lane-name").filter(has_text="Beihai").filter(visible=True)).to_have_count(1)
    expect(still.locator(".lane-name").filter(has_text="Outside the series").filter(visible=True)).to_have_count(0)
    expect(still.locator(".lanes-work")).to_be_hidden()


def test_on_paper_it_stands_across_the_page_with_its_key(page: Page, built: Built) -> None:
    """Printed from a telephone and zoomed, it is the whole drawing, without its tools."""
    opened(page, built, width=TELEPHONE, query="?zoom=4")
    page.set_viewport_size({"width": 658, "height": 930})
    page.emulate_media(media="print")
    seen = shown(page)
    assert seen["frame"]["right"] <= 658
    assert not [(one["text"], other["text"]) for one, other in combinations(seen["texts"], 2) if overlap(one, other, 4)]
    expect(page.locator(".lanes-wide").filter(visible=True)).to_have_count(1)
    expect(page.locator(".lanes-tools")).to_be_hidden()
    expect(page.locator(".lanes-key li").first).to_be_visible()


# What scripts add, by keys


def test_time_is_zoomed_and_panned_by_keys(page: Page, built: Built) -> None:
    """Plus, minus and nought zoom; what is zoomed scrolls with the arrows; words come out where they have room."""
    opened(page, built, language="en")
    months = page.locator(".lanes-wide .lanes-axis text").filter(visible=True)
    few = months.count()
    page.locator(".lanes-wide a").first.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert months.count() > few
    assert asked(page) == {"zoom": "4"}
    seen = shown(page)
    assert not [(one["text"], other["text"]) for one, other in combinations(seen["texts"], 2) if overlap(one, other)]
    box = page.locator(".lanes-wide").first
    assert box.evaluate("one => one.scrollWidth > 2 * one.clientWidth")
    box.focus()
    before = box.evaluate("one => one.scrollLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("was => document.querySelector('.lanes-wide').scrollLeft < was", arg=before)
    page.keyboard.press("0")
    assert asked(page) == {}
    assert months.count() == few


def test_on_a_telephone_zooming_makes_it_longer(page: Page, built: Built) -> None:
    """Down the page there is room, so panning is the page's own scrolling."""
    opened(page, built, width=TELEPHONE)
    height = page.locator(".lanes-tall").first.bounding_box()
    page.locator(".lanes-work summary").press("Enter")
    page.get_by_role("button", name="Phóng to").press("Enter")
    after = page.locator(".lanes-tall").first.bounding_box()
    assert height
    assert after
    assert after["height"] > 1.5 * height["height"]
    assert after["width"] == height["width"]


def test_lanes_are_chosen_and_the_choice_is_kept(page: Page, built: Built) -> None:
    """A lane that is put out is gone from both drawings, and stays so for whoever has the address."""
    opened(page, built, language="en")
    page.locator(".lanes-work summary").press("Enter")
    page.get_by_label("Outside the series").press("Space")
    names = page.locator(".lane-name").filter(visible=True)
    expect(names).to_have_count(4)
    assert asked(page) == {"off": "series.none"}
    page.reload()
    expect(names).to_have_count(4)
    page.set_viewport_size({"width": TELEPHONE, "height": 900})
    expect(names).to_have_count(4)
    page.get_by_label("Outside the series").press("Space")
    expect(names).to_have_count(5)
    assert asked(page) == {}


def test_the_arrangement_is_kept(page: Page, built: Built) -> None:
    """Who is sent the address sees the same drawing."""
    opened(page, built)
    page.get_by_role("radio", name="cơ chế gặp gỡ").press("ArrowRight")
    assert asked(page) == {"by": "place"}
    page.reload()
    expect(page.get_by_role("radio", name="địa danh")).to_be_checked()


def test_a_period_is_brushed_by_keys_and_the_list_follows(page: Page, built: Built) -> None:
    """Entries outside it are hidden, with months and years left empty; count and words are told; clearing undoes it."""
    opened(page, built, language="en")
    every = entries(page)
    page.locator(".lanes-work summary").press("Enter")
    start, end = page.get_by_role("slider", name="from"), page.get_by_role("slider", name="to")
    for _ in range(12):
        start.press("ArrowRight")
    end.press("PageDown")
    for _ in range(60):
        if end.get_attribute("aria-valuetext") == "December 2023":
            break
        end.press("ArrowLeft")
    assert start.get_attribute("aria-valuetext") == "January 2023"
    undated = {"bac-hai-survey-2024", "cao-bang-baise-visit"}
    assert set(entries(page)) == undated | {
        "spring-meeting-2023", "joint-committee-14", "annual-conference-3", "dien-bien-yunnan-2023",
        "ban-gioc-detian-pilot",
    }  # fmt: skip
    expect(page.locator(".timeline-year").filter(visible=True)).to_have_count(1)
    expect(page.locator(".lanes-period output")).to_have_text("January 2023 – December 2023: 7 of 15 events")
    assert asked(page) == {"from": "2023-01", "to": "2023-12"}
    band = page.locator(".lanes-wide .lanes-band").first.bounding_box()
    years = page.locator(".lanes-wide .lanes-axis").first.locator("g:has(.lanes-year) line")
    begins, ends = (years.nth(number).bounding_box() for number in (1, 2))
    assert band
    assert begins
    assert ends
    assert abs(band["x"] - begins["x"]) < 2
    assert abs(band["x"] + band["width"] - ends["x"]) < 3
    page.reload()
    assert len(entries(page)) == 7
    page.get_by_role("button", name="Clear").press("Enter")
    assert entries(page) == every
    assert asked(page) == {}
    expect(start).to_be_focused()


def test_the_ends_of_a_period_never_pass_each_other(page: Page, built: Built) -> None:
    """The one that is moved takes the other along."""
    opened(page, built, query="?from=2023-06&to=2023-07")
    start, end = (page.locator(".lanes-period input").nth(number) for number in (0, 1))
    for _ in range(3):
        start.press("ArrowRight")
    assert asked(page) == {"from": "2023-09", "to": "2023-09"}
    end.press("Home")
    assert asked(page) == {"from": "2022-01", "to": "2022-01"}


def test_a_period_is_brushed_with_the_pointer(page: Page, built: Built) -> None:
    """Dragging over the drawing chooses what lies between; a click alone chooses nothing."""
    opened(page, built)
    frame = page.locator(".lanes-wide .lanes-axis").first.bounding_box()
    assert frame
    page.mouse.click(frame["x"] + 0.3 * frame["width"], frame["y"] + 10)
    assert asked(page) == {}
    page.mouse.down()
    page.mouse.move(frame["x"] + 0.5 * frame["width"], frame["y"] + 12, steps=4)
    page.mouse.up()
    kept = asked(page)
    assert "2022-01" < kept["from"] < kept["to"] < "2025-12"
    assert len(entries(page)) < 15


def test_whoever_tells_a_period_is_followed(page: Page, built: Built) -> None:
    """The event `biennien:period` moves the drawing and the list, and tells others what was brushed."""
    opened(page, built)
    page.evaluate("""() => {
      document.addEventListener("biennien:period", event => (window.told = event.detail));
      document.dispatchEvent(new CustomEvent("biennien:period", { detail: { from: "2024", to: "2024-03-05" } }));
    }""")
    assert asked(page) == {"from": "2024-01", "to": "2024-03"}
    assert "spring-meeting-2024" in entries(page)
    assert "spring-meeting-2023" not in entries(page)
    page.locator(".lanes-work summary").press("Enter")
    page.locator(".lanes-period input").first.press("Home")
    assert page.evaluate("window.told") == {"from": "2022-01", "to": "2024-03"}


@pytest.mark.parametrize("query", ["from=x&to=9999&zoom=7e9&off=,&by=none", "from=0001&to=0001", "zoom=-1&to=2023-99"])
def test_a_broken_address_does_no_harm(page: Page, built: Built, query: str) -> None:
    """What can't be understood is left out; the page works on."""
    opened(page, built, query=f"?{query}")
    expect(page.locator(".lanes-wide").filter(visible=True)).to_have_count(1)
    expect(page.get_by_role("radio", name="cơ chế gặp gỡ")).to_be_checked()


def test_axe_finds_nothing_in_the_open_tools(page: Page, built: Built, serve: Serve, axe: Axe) -> None:
    """With the tools and the key open, zoomed, and a period chosen; on a telephone in the dark, and on a screen."""
    for width, dark in ((TELEPHONE, True), (SCREEN, False)):
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{serve(built.folder)}/vi/index.html?from=2023-01&to=2023-12&zoom=2&by=place")
        page.locator(".lanes-key summary").press("Enter")
        assert axe(page) == []


def test_a_period_and_a_filter_narrow_together(page: Page, built: Built) -> None:
    """What is left fits both, and the filters count within the period."""
    opened(page, built, language="en", query="?from=2023-01&to=2023-12&kind=bilateral-meeting")
    assert entries(page) == ["dien-bien-yunnan-2023"]
    expect(page.locator(".filters [role=status]")).to_have_text("1 of 15 events")
    page.get_by_role("button", name="Clear").filter(visible=True).first.press("Enter")
    expect(page.locator(".filters [role=status]")).to_have_text("2 of 15 events")
    assert len(entries(page)) == 2
