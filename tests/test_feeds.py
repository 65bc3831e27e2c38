"""Feeds: Atom and JSON Feed of what was added and corrected, read back by a reader of feeds that is not ours."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from atom import find_atom_faults
from conftest import ROOT
from project import base_project, write_project
from reader import read_pages

from biennien.cli import main
from biennien.load import load
from biennien.outputs import feeds
from biennien.outputs.identity import identify
from biennien.project import read_project
from biennien.site import NEWEST, NEWEST_OF_ENTRY, changed_on, plan_site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from built import Built

TINY = Path(__file__).with_name("tiny")
BASE = "https://hoi-be.example/nien-bieu/"
MEETING = "content/events/meeting.yaml"


def rendered(root: Path) -> dict[str, bytes]:
    """Return the feeds of a project by address."""
    project = read_project(root)
    assert project.chronicle
    return dict(feeds.render_feeds(plan_site(project.chronicle), project.locales))


def changed(root: Path, **files: str) -> Path:
    """Write the base project with lines added to its one event, and to the site's settings."""
    project = base_project()
    project[MEETING] += files.get("event", "").encode()
    project["content/site.yaml"] += files.get("site", "").encode()
    return write_project(root, project)


def many(root: Path, number: int) -> Path:
    """Write the base project with `number` meetings, of one series, each added on a day of its own."""
    project = base_project()
    event = project.pop(MEETING)
    for day in range(number):
        added = f"added: 20{26 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}\n"
        project[f"content/events/meeting-{day:03}.yaml"] = event + added.encode()
    return write_project(root, project)


@pytest.fixture(scope="module")
def tiny() -> Mapping[str, bytes]:
    """The feeds of the tiny chronicle."""
    return rendered(TINY)


@pytest.fixture(scope="module")
def own() -> Mapping[str, bytes]:
    """The feeds of the project's own chronicle, which has no address."""
    return rendered(ROOT)


@pytest.mark.parametrize("name", ["tiny", "own"])
def test_every_atom_feed_is_as_the_rfc_wants_it(name: str, request: pytest.FixtureRequest) -> None:
    """Elements, their number, attributes, moments, ids and alternates, by the rules of RFC 4287."""
    atoms = {address: raw for address, raw in request.getfixturevalue(name).items() if address.endswith(".atom")}
    assert len(atoms) > 10
    assert {address: faults for address, raw in atoms.items() if (faults := find_atom_faults(raw))} == {}


def test_the_rules_find_what_is_wrong(tiny: Mapping[str, bytes]) -> None:
    """A checker that finds nothing in anything would prove nothing."""
    raw = tiny["vi/feeds/all.atom"]
    spoiled = {
        b"T00:00:00Z": b"",
        b"<author><name>": b"<contributor><name>",
        b'rel="alternate" type="text/html" hreflang="vi"': b'rev="alternate"',
        b"<id>urn:uuid:": b"<id>",
    }
    for good, bad in spoiled.items():
        closed = raw.replace(b"</author>", b"</contributor>") if b"author" in good else raw
        assert find_atom_faults(closed.replace(good, bad)), bad


@pytest.mark.parametrize("name", ["tiny", "own"])
def test_a_reader_of_feeds_reads_atom_and_json_alike(name: str, request: pytest.FixtureRequest) -> None:
    """The same entries with the same ids, titles, moments and words, without one complaint."""
    found: Mapping[str, bytes] = request.getfixturevalue(name)
    for address, raw in found.items():
        if address.endswith(".atom"):
            atom = feedparser.parse(raw)
            plain = json.loads(found[address.replace(".atom", ".json")])
            assert not atom.bozo, address
            assert atom.version == "atom10"
            assert atom.feed.title == plain["title"]
            assert [entry.id for entry in atom.entries] == [item["id"] for item in plain["items"]]
            assert [entry.title for entry in atom.entries] == [item["title"] for item in plain["items"]]
            assert [entry.updated for entry in atom.entries] == [item["date_modified"] for item in plain["items"]]
            assert [entry.link for entry in atom.entries] == [item["url"] for item in plain["items"]]
            assert atom.feed.language == plain["language"] == address[:2]


def test_json_feeds_have_what_version_1_1_asks_for(tiny: Mapping[str, bytes]) -> None:
    """A version, a title, and items, each with an id and content; names with an underscore are extensions."""
    known = {"id", "url", "title", "content_html", "date_published", "date_modified", "tags", "language"}
    for address, raw in tiny.items():
        if address.endswith(".json"):
            feed = json.loads(raw)
            assert feed["version"] == "https://jsonfeed.org/version/1.1"
            assert feed["title"]
            assert feed["feed_url"] == BASE + address
            for item in feed["items"]:
                assert item["id"]
                assert item["content_html"]
                assert {key for key in item if not key.startswith("_")} <= known


def test_the_day_of_an_entry_is_not_the_day_of_its_event(tiny: Mapping[str, bytes]) -> None:
    """Published when it was added, updated when it was corrected; the event's own date stands apart, as EDTF."""
    entry = next(one for one in feedparser.parse(tiny["en/feeds/all.atom"]).entries if "2030 of" in one.title)
    assert (entry.published[:10], entry.updated[:10]) == ("2031-05-01", "2031-05-03")
    assert [tag.term for tag in entry.tags if tag.scheme == feeds.EDTF] == ["2030-02-27"]
    assert "27 February 2030" in entry.content[0].value
    item = json.loads(tiny["en/feeds/all.json"])["items"][0]
    assert item["_event"]["date"] == "2030-02-27"


def test_a_correction_is_told_in_the_feed_and_brings_the_entry_to_its_top(tiny: Mapping[str, bytes]) -> None:
    """What it said and what it says now, as words, never as markup."""
    first = feedparser.parse(tiny["en/feeds/all.atom"]).entries[0]
    assert "It said: The Raft Festival was at Moon Bank. It now says:" in first.content[0].value
    assert "Wind Hill &amp; &lt;nowhere else&gt;." in first.content[0].value


def test_what_has_no_day_of_addition_is_no_news(tiny: Mapping[str, bytes], tmp_path: Path) -> None:
    """Left out of the feeds; where nothing has a day there is no feed, and no page names one."""
    titles = [entry.title for entry in feedparser.parse(tiny["en/feeds/all.atom"]).entries]
    assert len(titles) == 3
    assert not any("nobody remembers" in title for title in titles)
    root = changed(tmp_path / "project")
    assert rendered(root) == {}
    assert main(["build", "--root", str(root), "--out", str(tmp_path / "site")]) == 0
    pages = read_pages(tmp_path / "site").values()
    assert not [one for page in pages for one in page.all("link") if "atom" in one.get("type", "")]


def test_a_correction_alone_makes_news(tmp_path: Path) -> None:
    """An old entry, of which nobody knows when it was added, is told of when it is corrected."""
    event = "corrections:\n  - {on: 2026-12-01, was: {vi: A, en: A}, now: {vi: B, en: B}}\n"
    [entry] = feedparser.parse(rendered(changed(tmp_path, event=event))["vi/feeds/all.atom"]).entries
    assert (entry.updated[:10], "published" in entry) == ("2026-12-01", False)


def test_ids_stay_when_the_site_moves_and_in_every_language(tmp_path: Path) -> None:
    """The same entry has the same id in both languages, with and without an address, and after any edit of it."""
    found: list[set[str]] = []
    for number, site in enumerate(("", "base_url: https://example.org/\n", "base_url: https://example.com/x\n")):
        event = "added: 2026-11-23\n" + "format: online\n" * (number == 2)
        files = rendered(changed(tmp_path / str(number), event=event, site=site))
        found.append({feedparser.parse(files[f"{one}/feeds/all.atom"]).entries[0].id for one in ("vi", "en")})
    assert len(found[0]) == 1
    assert found[0] == found[1] == found[2]


def test_feeds_of_one_chronicle_have_ids_of_their_own(own: Mapping[str, bytes]) -> None:
    """One for each feed and language, alike in no two; JSON Feed has no id of its own."""
    ids = [feedparser.parse(raw).feed.id for address, raw in own.items() if address.endswith(".atom")]
    assert len(set(ids)) == len(ids)


def test_another_chronicle_has_other_ids() -> None:
    """Two sites may both have an event of one id."""
    tiny, own = (load(root)[0] for root in (TINY, ROOT))
    assert tiny
    assert own
    assert identify(plan_site(tiny), "events", "x") != identify(plan_site(own), "events", "x")


def test_links_are_absolute_where_the_address_is_known(tiny: Mapping[str, bytes]) -> None:
    """Of entries, of the page that shows the same, and of the feed itself."""
    feed: Any = feedparser.parse(tiny["vi/feeds/topics-rafts.atom"]).feed
    assert {link.rel: link.href for link in feed.links} == {
        "alternate": f"{BASE}vi/topics/rafts.html",
        "self": f"{BASE}vi/feeds/topics-rafts.atom",
    }
    entries = feedparser.parse(tiny["vi/feeds/all.atom"]).entries
    assert {entry.link.rpartition("/")[0] for entry in entries} == {f"{BASE}vi/events"}


def test_links_lead_from_the_feed_where_it_is_not(own: Mapping[str, bytes], built: Built) -> None:
    """Each to a page that is there, counted from the folder of the feeds."""
    for address, raw in own.items():
        if address.endswith(".json"):
            feed = json.loads(raw)
            for link in (feed["home_page_url"], *(item["url"] for item in feed["items"])):
                assert (built.folder / address).parent.joinpath(link).resolve().is_file()


def test_feeds_are_of_the_newest_in_order(tmp_path: Path) -> None:
    """Fifty of the whole, twenty of a series, topic or place, the last added first."""
    files = rendered(many(tmp_path, NEWEST + 10))
    whole, series = (feedparser.parse(files[f"vi/feeds/{name}.atom"]) for name in ("all", "series-spring-meetings"))
    days = [entry.updated[:10] for entry in whole.entries]
    assert (len(days), len(series.entries)) == (NEWEST, NEWEST_OF_ENTRY) == (50, 20)
    assert days == sorted(days, reverse=True)
    assert days[0] == "2026-03-04"
    assert [entry.id for entry in series.entries] == [entry.id for entry in whole.entries[:NEWEST_OF_ENTRY]]


def test_a_place_has_what_takes_place_there_and_what_names_it(tiny: Mapping[str, bytes]) -> None:
    """And not what has nothing to do with it."""

    def titles(name: str) -> set[str]:
        return {entry.title for entry in feedparser.parse(tiny[f"en/feeds/{name}.atom"]).entries}

    assert titles("places-wind-hill") == {"Raft Festival 2030 of Wind Hill & Moon Bank"}
    assert "Opening of Leaf Gate – Mushroom Gate" in titles("places-leaf-mushroom")


def test_signs_that_xml_forbids_are_left_out() -> None:
    """A title that slipped through all checks takes no feed down, and stays a text."""
    project = read_project(TINY)
    assert project.chronicle
    title = dict.fromkeys(("vi", "en"), "Raft \x01 & <b> \ufffe")
    event = replace(project.chronicle.events["council-2"], title=title)
    site = plan_site(replace(project.chronicle, events={"council-2": event}))
    [entry] = feedparser.parse(dict(feeds.render_feeds(site, project.locales))["en/feeds/all.atom"]).entries
    assert entry.title == "Raft  & <b>"


def test_the_day_of_the_last_change_is_the_latest() -> None:
    """Of the addition and the corrections, in whatever order they stand."""
    chronicle, _ = load(TINY)
    assert chronicle
    assert {id_: str(changed_on(one) or "") for id_, one in chronicle.events.items()} == {
        "council-2": "2031-05-02",
        "festival-2030": "2031-05-03",
        "forgotten-festival": "",
        "gate-opening": "2031-05-02",
    }


def test_pages_name_their_feeds_and_readers_see_them(built: Built) -> None:
    """Each names the whole; a series, topic or place its own before it; a page lists all, and each is there."""
    pages = read_pages(built.folder)
    for page in (pages[address] for address in built.pages):
        named = [one.attrib["href"] for one in page.all("link") if one.get("type") == "application/atom+xml"]
        assert any(href.endswith("all.atom") for href in named), page.address
    own = pages["vi/topics/trade.html"].all("link")
    assert [one.attrib["href"] for one in own if one.get("type") == "application/atom+xml"] == [
        "../feeds/topics-trade.atom",
        "../feeds/all.atom",
    ]
    listed = {one.attrib["href"] for one in pages["vi/follow.html"].all("a") if one.attrib["href"].startswith("feeds/")}
    assert {f"vi/{href}" for href in listed} == {
        path.relative_to(built.folder).as_posix() for path in (built.folder / "vi" / "feeds").iterdir()
    }
