"""How the site is found: sitemap, robots.txt, OpenSearch, app manifests; each read by a parser that is not ours."""

from __future__ import annotations

import datetime as dt
import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT
from reader import read_pages

from biennien.cli import main
from biennien.outputs import finding
from biennien.project import read_project
from biennien.site import plan_site
from biennien.templates import find_templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from built import Built

    from biennien.locales import Locale
    from biennien.site import Site

TINY = Path(__file__).with_name("tiny")
BASE = "https://hoi-be.example/nien-bieu/"
NS = {"s": finding.SITEMAP, "x": finding.XHTML, "o": finding.OPENSEARCH}


def read(root: Path) -> tuple[Site, Mapping[str, Locale]]:
    """Return the site of a project, and its locales."""
    project = read_project(root)
    assert project.chronicle
    return plan_site(project.chronicle), project.locales


@pytest.fixture(scope="module")
def tiny() -> dict[str, bytes]:
    """The files of the tiny site, which has an address of its own."""
    return dict(finding.render_finding(*read(TINY)))


@pytest.fixture(scope="module")
def own() -> dict[str, bytes]:
    """Those of the project's own site, which has none."""
    return dict(finding.render_finding(*read(ROOT)))


def addresses(raw: bytes) -> list[str]:
    """Return what a sitemap, or an index of several, names."""
    return [one.text or "" for one in ET.fromstring(raw).iterfind(".//s:loc", NS)]  # noqa: S314 - our own


def test_the_sitemap_names_every_page_once(tiny: dict[str, bytes]) -> None:
    """That for print too, but not those for machines; absolutely, the front door by its folder."""
    named = addresses(tiny["sitemap.xml"])
    left_out = {"missing", "search", "data-folder", "door"}
    pages = {page.address for page in read(TINY)[0].pages if page.kind not in left_out}
    pages |= {f"{language}/print.html" for language in ("vi", "en")}
    assert sorted(named) == sorted({BASE, *(BASE + page for page in pages)})


def test_each_language_is_named_by_all(tiny: dict[str, bytes]) -> None:
    """Each page names itself and the others by hreflang, and each is in the sitemap (sitemaps with xhtml:link)."""
    urls = ET.fromstring(tiny["sitemap.xml"]).findall("s:url", NS)  # noqa: S314 - our own
    found = {
        one.findtext("s:loc", "", NS): {x.attrib["hreflang"]: x.attrib["href"] for x in one.findall("x:link", NS)}
        for one in urls
    }
    assert found.pop(BASE) == {}
    for loc, alternates in found.items():
        assert loc in alternates.values()
        assert set(alternates) == {"vi", "en"}
        assert {tuple(found[other].items()) for other in alternates.values()} == {tuple(alternates.items())}


def test_lastmod_is_the_day_of_the_last_change_where_one_is_known(tiny: dict[str, bytes]) -> None:
    """Of an event, of what tells of events, and of nothing else; never a day that was guessed."""
    urls = ET.fromstring(tiny["sitemap.xml"]).findall("s:url", NS)  # noqa: S314 - our own
    found = {one.findtext("s:loc", "", NS).removeprefix(BASE): one.findtext("s:lastmod", "", NS) for one in urls}
    assert found["en/events/festival-2030.html"] == found["en/index.html"] == found[""] == "2031-05-03"
    assert found["en/events/gate-opening.html"] == found["vi/parallel/gate-opening.html"] == "2031-05-02"
    assert found["en/topics/rafts.html"] == "2031-05-03"
    assert found["en/mechanisms/councils.html"] == "2031-05-02"
    assert found["en/events/forgotten-festival.html"] == found["en/about.html"] == ""
    assert all(dt.date.fromisoformat(day) for day in found.values() if day)


@pytest.mark.parametrize(("most", "size"), [(10, 10**9), (10**9, 4_000), (1, 10**9), (10**9, 1)])
def test_a_large_site_has_an_index_of_sitemaps(most: int, size: int) -> None:
    """Each within both limits (one entry at least), all of the addresses in them, each once and in order."""
    site, _ = read(TINY)
    whole = addresses(dict(finding.render_sitemaps(site))["sitemap.xml"])
    files = dict(finding.render_sitemaps(site, most, size))
    parts = [address.removeprefix(BASE) for address in addresses(files.pop("sitemap.xml"))]
    assert parts == list(files)
    assert len(parts) > 1
    assert [one for part in parts for one in addresses(files[part])] == whole
    for raw in files.values():
        found = len(addresses(raw))
        assert found == 1 or (found <= most and len(raw) <= size)


def test_the_limits_are_those_of_the_standard() -> None:
    """50,000 addresses and 50 MB, uncompressed (sitemaps.org)."""
    assert (finding.MOST_ADDRESSES, finding.MOST_BYTES) == (50_000, 52_428_800)


def test_signs_of_xml_in_an_address_are_escaped() -> None:
    """An address with & and quotes is the same after it has been read."""
    site, _ = read(TINY)
    base = "https://hoi-be.example/a&b/'c'"
    chronicle = replace(site.chronicle, settings=replace(site.chronicle.settings, base_url=base))
    [raw] = dict(finding.render_sitemaps(plan_site(chronicle))).values()
    assert f"{base}/vi/index.html" in addresses(raw)


def test_robots_may_read_everything_and_find_the_sitemap(tiny: dict[str, bytes], own: dict[str, bytes]) -> None:
    """RFC 9309; without an address there is no sitemap, and none is named."""
    for files, sitemaps in ((tiny, [f"{BASE}sitemap.xml"]), (own, None)):
        robots = RobotFileParser()
        robots.parse(files["robots.txt"].decode().splitlines())
        assert robots.can_fetch("*", f"{BASE}vi/index.html")
        assert robots.site_maps() == sitemaps


def test_browsers_learn_how_to_search(tiny: dict[str, bytes]) -> None:
    """OpenSearch 1.1: short names of 16 characters, long ones of 48; it asks by the field of the search page."""
    for language in ("vi", "en"):
        root = ET.fromstring(tiny[f"{language}/opensearch.xml"])  # noqa: S314 - our own
        assert root.tag == f"{{{finding.OPENSEARCH}}}OpenSearchDescription"
        assert 0 < len(root.findtext("o:ShortName", "", NS)) <= 16
        assert 0 < len(root.findtext("o:LongName", "", NS)) <= 48
        assert 0 < len(root.findtext("o:Description", "", NS)) <= 1024
        [url] = root.findall("o:Url", NS)
        assert url.attrib == {"type": "text/html", "template": f"{BASE}{language}/search.html?q={{searchTerms}}"}


def test_what_must_be_absolute_is_not_made_up(own: dict[str, bytes]) -> None:
    """Without an address there is neither a sitemap nor a description of the search."""
    assert set(own) == {"robots.txt", "vi/app.webmanifest", "en/app.webmanifest"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_app_of_a_language_leads_to_its_pages(own: dict[str, bytes], built: Built, language: str) -> None:
    """From wherever it lies: the start in its own language, all of the site in scope, icons that are there."""
    folder: Path = built.folder
    manifest = json.loads(own[f"{language}/app.webmanifest"])
    place = f"{BASE}{language}/app.webmanifest"
    assert (manifest["lang"], manifest["name"]) == (language, "Biên Niên")
    assert urljoin(place, manifest["start_url"]) == f"{BASE}{language}/index.html"
    assert urljoin(place, manifest["scope"]) == BASE
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        raw = (folder / urljoin(place, icon["src"]).removeprefix(BASE)).read_bytes()
        assert raw.startswith(b"\x89PNG\r\n\x1a\n")
        assert "x".join(map(str, struct.unpack(">II", raw[16:24]))) == icon["sizes"]
        assert len(raw) < 4_096


def test_the_colours_of_the_app_are_those_of_the_paper() -> None:
    """A manifest cannot read the style sheet."""
    tokens = dict(find_templates(ROOT).static())["css/tokens.css"].read_text("utf-8")
    assert f"--paper: light-dark({finding.PAPER}," in tokens


def test_pages_name_the_app_and_the_search(tmp_path: Path) -> None:
    """The search all but events, which have to be light, and what stands apart; the app the page that offers it."""
    assert main(["build", "--root", str(TINY), "--out", str(tmp_path)]) == 0
    planned = {page.address for page in read(TINY)[0].pages}
    for page in (page for address, page in read_pages(tmp_path).items() if address in planned):
        named = {one.attrib["rel"]: one.attrib["href"] for one in page.all("link")}
        assert ("manifest" in named) == page.address.endswith("/follow.html"), page.address
        assert ("search" in named) == ("/events/" not in page.address), page.address


def test_a_build_without_an_address_says_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, in the language of messages, and none where there is an address."""
    for root, told in ((ROOT, True), (TINY, False)):
        assert main(["build", "--root", str(root), "--out", str(tmp_path / root.name), "--lang", "en"]) == 0
        assert ("has no base_url, so there is no sitemap" in capsys.readouterr().out) is told


def test_a_build_says_how_many_entries_are_no_news(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Entries without a day of addition are in no feed, and nobody should have to find that out."""
    assert main(["build", "--root", str(TINY), "--out", str(tmp_path), "--lang", "vi"]) == 0
    assert "1 mục không ghi ngày added" in capsys.readouterr().out
