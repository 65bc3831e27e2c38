"""The filters of the timeline in a real browser: what they leave, what they count, what the address keeps."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl, urlsplit

import pytest
from browsing import run
from playwright.sync_api import expect

if TYPE_CHECKING:
    from built import Built
    from playwright.sync_api import Browser, Page

Choice: TypeAlias = tuple[str, str]
FACETS = ("kind", "series", "place", "person", "topic", "format", "status", "coverage")
COUNTED = """
  return all(".filters label").map(label => {
    const box = label.querySelector("input");
    return [box.name, box.value, +label.querySelector(".filters-count").textContent];
  });
"""
CHOOSE = """
  const chosen = argument.map(one => one.join());
  for (const box of all(".filters input")) box.checked = chosen.includes(`${box.name},${box.value}`);
  document.querySelector(".filters").dispatchEvent(new Event("change"));
"""
PERIODS = (("", ""), ("2022-06", "2023-03"), ("2024-01", "2024-12"))
TELL = "document.dispatchEvent(new CustomEvent('biennien:period', { detail: argument }))"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the list: its facets, and its first and last month, "" where not known."""

    id: str
    facets: frozenset[Choice]
    first: str
    last: str

    def within(self, start: str, end: str) -> bool:
        """Tell whether it may lie in a period, both ends included; all may where there is none."""
        return not start or ((not self.last or self.last >= start) and self.first <= end)

    def fits(self, choices: list[Choice], but: str = "") -> bool:
        """Tell whether it has one of the choices of every group, one group left aside."""
        groups = groupby(sorted(one for one in choices if one[0] != but), key=lambda one: one[0])
        return all(self.facets & set(group) for _, group in groups)


@pytest.fixture
def listed(built: Built) -> list[Entry]:
    """What the page itself says of its events, in their order."""
    entries = [tag.attributes for tag in built.tags["en/index.html"] if tag.attributes.get("class") == "entry"]
    return [
        Entry(
            one["id"],
            frozenset((name, value) for name, _, value in (part.partition(":") for part in one["data-facets"].split())),
            one["data-from"][:7],
            one["data-to"][:7],
        )
        for one in entries
    ]


def shown(page: Page) -> list[str]:
    """Return the ids of the entries that are seen."""
    return list(run(page, "return all('.entry').filter(one => one.checkVisibility()).map(one => one.id)"))


def kept(page: Page) -> list[Choice]:
    """Return what the address keeps."""
    return parse_qsl(urlsplit(page.url).query)


def check(page: Page, facet: str, value: str) -> None:
    """Open a group unless it is open, and choose."""
    group = page.locator("details[name=filters]").filter(has=page.locator(f"[name={facet}]"))
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    group.locator(f"[value='{value}']").check()


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_chooses_the_events_that_have_it(facet: str, page: Page, built: Built, listed: list[Entry]) -> None:
    """The count beside an option is the number of events that it leaves, and the address names it."""
    page.goto((built.folder / "en/index.html").as_uri())
    counts = {value: number for name, value, number in run(page, COUNTED) if name == facet}
    value = next(value for value, number in counts.items() if 0 < number < len(listed))
    check(page, facet, value)
    assert shown(page) == [one.id for one in listed if (facet, value) in one.facets]
    assert len(shown(page)) == counts[value]
    assert kept(page) == [(facet, value)]
    expect(page.locator("summary", has=page.locator("output:text('(1)')"))).to_have_count(1)
    expect(page.locator(".filters [role=status]")).to_have_text(f"{counts[value]} of {len(listed)} events")


def test_counts_are_true_whatever_is_chosen(page: Page, built: Built, listed: list[Entry]) -> None:
    """Within a group choices add up, groups and a period narrow; beside each option stands what it would give."""
    page.goto((built.folder / "en/index.html").as_uri())
    options: list[Choice] = [(name, value) for name, value, _ in run(page, COUNTED)]
    dice = random.Random(2026)  # noqa: S311 - no secret
    seen = set()
    for number in range(40):
        choices = dice.sample(options, number % 5)
        start, end = PERIODS[number % 3]
        run(page, TELL, {"from": start, "to": end})
        run(page, CHOOSE, choices)
        open_ = [one for one in listed if one.within(start, end)]
        assert shown(page) == [one.id for one in open_ if one.fits(choices)], (choices, start)
        for name, value, count in run(page, COUNTED):
            left = [one for one in open_ if one.fits(choices, name) and (name, value) in one.facets]
            assert count == len(left), (choices, name, value)
        seen.add(len(shown(page)))
    assert seen > {0, len(listed)}
    assert len(seen) > 5


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_address_shows_the_same_to_whoever_opens_it(language: str, page: Page, anywhere: str) -> None:
    """Two groups chosen and a period; opened anew, and in the other language, it is the same view."""
    page.goto(f"{anywhere}/{language}/index.html?from=2022-06&to=2024-12")
    check(page, "topic", "trade")
    check(page, "coverage", "reported")
    check(page, "coverage", "mentioned")
    found, address = shown(page), page.url
    assert set(kept(page)) == {
        *(("from", "2022-06"), ("to", "2024-12"), ("topic", "trade"), ("coverage", "reported")),
        ("coverage", "mentioned"),
    }
    page.goto("about:blank")
    page.goto(address)
    assert shown(page) == found
    assert page.locator(".filters :checked").count() == 3
    with page.expect_navigation():
        page.locator(".masthead-languages a[hreflang]").click()
    assert shown(page) == found
    assert kept(page) == parse_qsl(urlsplit(address).query)


def test_back_shows_the_choice_and_a_choice_is_no_step_back(page: Page, anywhere: str) -> None:
    """From an event one comes back to the list as it was; choosing leaves no trail to go back through."""
    page.goto(f"{anywhere}/en/about.html")
    page.goto(f"{anywhere}/en/index.html")
    steps = page.evaluate("history.length")
    check(page, "place", "guangxi")
    check(page, "format", "online")
    found = shown(page)
    assert page.evaluate("history.length") == steps
    with page.expect_navigation():
        page.locator(".entry-title a").filter(visible=True).first.click()
    page.go_back()
    expect(page.locator(".filters :checked")).to_have_count(2)
    assert shown(page) == found
    page.go_back()
    assert page.url == f"{anywhere}/en/about.html"


def test_nothing_found_is_said_and_all_is_cleared_at_once(page: Page, built: Built, listed: list[Entry]) -> None:
    """A live region says it, no heading is left without an event, and one press brings all back."""
    every = {facet for one in listed for facet in one.facets if facet[0] != "place"}
    (name, value), (other, another) = next(
        pair for pair in combinations(sorted(every), 2) if not any(one.fits(list(pair)) for one in listed)
    )
    page.goto(f"{(built.folder / 'en/index.html').as_uri()}?{name}={value}&{other}={another}")
    status, clear = page.locator(".filters [role=status]"), page.get_by_role("button", name="Clear all")
    expect(status).to_have_text("No event fits all of these choices. Clear one of them.")
    headings = "return all('.timeline :is(h2, h3)').filter(one => one.checkVisibility()).map(one => one.textContent)"
    assert shown(page) == []
    assert run(page, headings) == []
    clear.click()
    expect(clear).to_be_hidden()
    expect(status).to_have_text(f"{len(listed)} events")
    assert shown(page) == [one.id for one in listed]
    assert page.locator(".filters :checked").count() == 0
    assert kept(page) == []
    expect(page.locator(".filters summary").first).to_be_focused()


def test_an_address_that_names_nothing_does_no_harm(page: Page, built: Built, listed: list[Entry]) -> None:
    """What no option is called is left out."""
    page.goto(f"{(built.folder / 'en/index.html').as_uri()}?topic=%22%3E&kind=&place=mars&x=%ff")
    assert shown(page) == [one.id for one in listed]
    check(page, "topic", "trade")
    assert kept(page)[-1] == ("topic", "trade")
    assert {name for name, _ in kept(page)} == {"x", "topic"}


def test_without_scripts_the_list_is_whole(browser: Browser, anywhere: str, listed: list[Entry]) -> None:
    """And nothing is offered that would need one, whatever the address says."""
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{anywhere}/en/index.html?topic=trade")
    expect(plain.locator(".entry").filter(visible=True)).to_have_count(len(listed))
    expect(plain.locator(".filters")).to_be_hidden()
    context.close()
