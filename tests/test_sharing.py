"""What leaves the site: how pages are cited and shared, what frames show, the page for print, the list for archives."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from built import build_own_site
from reader import find_faults, read_pages, spoken

from biennien.cli import main
from biennien.edtf import parse_date
from biennien.load import load
from biennien.model import Correction
from biennien.outputs.cite import WRITERS
from biennien.problems import At
from biennien.site import changed_on, plan_site
from biennien.views.citation import CITED, cited_on

if TYPE_CHECKING:
    from built import Built
    from reader import Seen

TINY = Path(__file__).with_name("tiny")
BASE = "https://hoi-be.example/nien-bieu/"
SHOWN = ("og:title", "og:type", "og:url", "og:image")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, which has an address of its own, with a correction and with cards."""
    root = tmp_path_factory.mktemp("shared") / "project"
    for file in TINY.rglob("*"):
        if file.is_file() and "expected" not in file.parts:
            copy = root / file.relative_to(TINY)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    settings = root / "content" / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + "\ncards: yes\n", "utf-8")
    event = root / "content" / "events" / "council-2.yaml"
    text = re.sub(r"^(added|corrections):.*\n(?: .*\n)*", "", event.read_text("utf-8"), flags=re.MULTILINE)
    text += "added: 2026-01-05\ncorrections:\n  - {on: 2026-02-28, was: {vi: mười, en: ten}, now: {vi: hai, en: two}}\n"
    event.write_text(text, "utf-8")
    into = root.parent / "site"
    assert main(["build", "--root", str(root), "--out", str(into), "--format", "json"]) == 0
    return into


def metas(page: Seen) -> dict[str, str]:
    """Return what the meta elements of a page say, by name or property."""
    named = [(one.get("name") or one.get("property") or "", one.get("content", "")) for one in page.all("meta")]
    assert len({name for name, _ in named if name}) == len([name for name, _ in named if name]), page.address
    return dict(named)


def cited(page: Seen) -> dict[str, str]:
    """Return what the citation block of a page says, by its words."""
    rows = [element for element in page.all("div") if [child.tag for child in element] == ["dt", "dd"]]
    return {spoken(row[0]): spoken(row[1]) for row in rows}


def event(**fields: Any) -> Any:  # noqa: ANN401 - an event
    """Return an event of the tiny chronicle with other fields."""
    from dataclasses import replace

    chronicle, _ = load(TINY)
    assert chronicle
    return replace(chronicle.events["council-2"], **fields)


# Citation


def test_an_entry_was_last_changed_when_it_was_last_corrected() -> None:
    """Else when it was added; without either nobody knows."""
    day, at = parse_date, At("x")
    first, last = (Correction(day(on), {}, {}, "", at=at) for on in ("2026-02-01", "2026-03-01"))
    assert changed_on(event(added=None, corrections=())) is None
    assert changed_on(event(added=day("2026-01-05"), corrections=())) == day("2026-01-05")
    assert changed_on(event(added=day("2026-01-05"), corrections=(last, first))) == day("2026-03-01")
    assert changed_on(event(added=None, corrections=(first,))) == day("2026-02-01")


def test_a_page_is_cited_with_the_latest_change_of_what_it_rests_on() -> None:
    """A person by their events, a source by those that quote it; without any, by none."""
    chronicle, _ = load(TINY)
    assert chronicle
    site = plan_site(chronicle)
    for register in CITED:
        for id_ in getattr(chronicle, register):
            assert cited_on(site, register, id_) in {None, *(changed_on(one) for one in chronicle.events.values())}
    assert cited_on(site, "threads", "nothing") is None


def test_a_page_says_how_to_cite_it_in_two_styles(tiny: Path) -> None:
    """In the words of its language, with its address, and the day of its last change."""
    pages = read_pages(tiny)
    address = f"{BASE}en/events/council-2.html"
    english = cited(pages["en/events/council-2.html"])
    title = spoken(pages["en/events/council-2.html"].all("h1")[0])
    site = english["APA 7"].partition(".")[0]
    assert english["APA 7"] == f"{site}. (2026, February 28). {title}. {address}"
    assert english["Chicago, note"] == f"“{title},” {site}, last modified February 28, 2026, {address}."
    assert english["Chicago, bibliography"] == f"{site}. “{title}.” Last modified February 28, 2026. {address}."
    vietnamese = cited(pages["vi/events/council-2.html"])
    assert "(2026, 28 tháng 2)" in vietnamese["APA 7"]
    assert "ngày 28 tháng 2 năm 2026" in vietnamese["Chicago, thư mục"]
    assert "không rõ ngày" in cited(pages["vi/events/forgotten-festival.html"])["APA 7"]


def test_without_an_address_a_citation_has_a_place_for_it(built: Built) -> None:
    """Words to be replaced, on the page; nothing in the files, since a relative address is none."""
    for language, words in (("vi", "[địa chỉ của bản này]"), ("en", "[address of this copy]")):
        page = read_pages(built.folder)[f"{language}/events/spring-meeting-2023.html"]
        assert all(words in text for text in cited(page).values() if text.startswith(("Biên Niên.", "“")))
        file = built.folder / "cite" / language / "events" / "spring-meeting-2023.bib"
        assert "url" not in file.read_text("utf-8")


def test_every_page_that_is_cited_has_its_files_and_leads_to_them(tiny: Path) -> None:
    """Three each, which say the same as the page, and none besides."""
    pages = {
        address: page
        for address, page in read_pages(tiny).items()
        if re.fullmatch(r"\w+/(events|people|threads|sources)/(?!index\.html).*", address)
    }
    files = {file.relative_to(tiny).as_posix() for file in (tiny / "cite").rglob("*") if file.is_file()}
    assert files == {f"cite/{address.removesuffix('html')}{ending}" for address in pages for ending in WRITERS}
    for address, page in pages.items():
        links = {one.attrib["href"] for one in page.all("a")}
        for ending in WRITERS:
            assert f"../../cite/{address.removesuffix('html')}{ending}" in links
        file = tiny / "cite" / address
        texts = {ending: file.with_suffix(f".{ending}").read_text("utf-8") for ending in WRITERS}
        (work, *_) = json.loads(texts["json"])
        assert (work["title"], work["URL"]) == (metas(page)["citation_title"], BASE + address)
        assert rispy.loads(texts["ris"])[0]["title"] == work["title"]
        library = parse_string(texts["bib"])
        assert library.failed_blocks == []
        assert [one.key for one in library.entries] == [one["id"] for one in json.loads(texts["json"])]
    keys = [json.loads(file.read_text("utf-8"))[0]["id"] for file in (tiny / "cite").rglob("*.json")]
    assert len(keys) == len(set(keys)) == len(pages)


def test_reference_managers_find_title_and_date_in_the_head(tiny: Path) -> None:
    """On pages that are cited, and on no other; a day in Highwire's way and in ISO 8601."""
    pages = read_pages(tiny)
    head = metas(pages["vi/events/council-2.html"])
    assert (head["citation_publication_date"], head["DC.date"]) == ("2026/02/28", "2026-02-28")
    assert head["DC.title"] == head["citation_title"] == spoken(pages["vi/events/council-2.html"].all("h1")[0])
    assert (head["og:site_name"], "citation_author" in head) == ("Niên biểu Hội Bè", False)
    assert "citation_publication_date" not in metas(pages["vi/events/forgotten-festival.html"])
    for address in ("vi/index.html", "vi/places/index.html", "embed/vi/events/council-2.html"):
        assert not [name for name in metas(pages[address]) if name.startswith(("citation", "DC"))]


# Sharing


def test_a_page_says_how_it_is_shown_where_it_is_shared(tiny: Path) -> None:
    """With absolute addresses, of a card that is there; its own, or that of the language."""
    pages = {address: page for address, page in read_pages(tiny).items() if not address.startswith("embed/")}
    for address, own in (
        ("vi/events/council-2.html", "cards/vi/events/council-2.png"),
        ("en/threads/open-gate.html", "cards/en/threads/open-gate.png"),
        ("en/people/mister-turtle.html", "cards/en/site.png"),
        ("vi/index.html", "cards/vi/site.png"),
    ):
        head = metas(pages[address])
        assert [head[name] for name in SHOWN[2:]] == [BASE + address, BASE + own]
        assert head["og:title"]
        assert head["twitter:card"] == "summary_large_image"
        assert (tiny / own).is_file()


def test_without_an_address_no_picture_is_named_but_cards_are_linked(built: Built) -> None:
    """`og:image` and `og:url` have to be absolute."""
    page = read_pages(built.folder)["vi/events/spring-meeting-2023.html"]
    assert [name for name in SHOWN if name in metas(page)] == ["og:title", "og:type"]
    assert "../../cards/vi/events/spring-meeting-2023.png" in {one.attrib["href"] for one in page.all("a")}


# Frames


def test_an_event_a_thread_and_the_timeline_have_a_page_for_frames(tiny: Path) -> None:
    """It names the whole page as its own address, opens links outside the frame, and asks to stay out of searches."""
    chronicle, _ = load(TINY)
    assert chronicle
    pages = {address: page for address, page in read_pages(tiny).items() if address.startswith("embed/")}
    assert len(pages) == 2 * (len(chronicle.events) + len(chronicle.threads) + 1)
    for address, page in pages.items():
        whole = address.replace("/timeline", "/index").removeprefix("embed/")
        assert page.canonical == BASE + whole
        assert page.meta("robots") == "noindex"
        assert [one.get("target") for one in page.all("base")] == ["_blank"]
        assert not page.all("script", "iframe")
        back = [one.attrib["href"] for one in page.all("a") if one.get("rel") == "noopener"]
        assert any(href.endswith(Path(whole).name) for href in back)


def test_the_code_of_a_frame_is_that_of_its_page(tiny: Path) -> None:
    """Absolute, with a height and a title; as text, not as a frame."""
    pages = read_pages(tiny)
    for address, frame in (
        ("en/events/council-2.html", "embed/en/events/council-2.html"),
        ("vi/threads/open-gate.html", "embed/vi/threads/open-gate.html"),
        ("vi/index.html", "embed/vi/timeline.html"),
    ):
        page = pages[address]
        (code,) = [spoken(one) for one in page.all("code")]
        assert re.fullmatch(rf'<iframe src="{BASE}{frame}" width="100%" height="\d+" title="[^"]+"></iframe>', code)
        assert frame in pages
        assert not page.all("iframe")


def test_a_title_with_quotation_marks_stays_within_its_attribute(tiny: Path) -> None:
    """The code of a frame is HTML, which somebody else's page will read."""
    page = read_pages(tiny)["vi/events/festival-2030.html"]
    (code,) = [spoken(one) for one in page.all("code")]
    assert code.count('"') == 8
    assert code.count("<") == 2


# Paper and archives


def test_the_page_for_print_has_every_claim_once_with_its_evidence(tiny: Path) -> None:
    """Numbered by event, each piece of evidence with the number of its source, which stands at the end."""
    chronicle, _ = load(TINY)
    assert chronicle
    claims = [claim for one in plan_site(chronicle).relations.events for claim in one.claims]
    for language in ("vi", "en"):
        page = read_pages(tiny)[f"{language}/print.html"]
        shown = {one.attrib["id"]: spoken(one) for one in page.all("dt")}
        assert len(shown) == len(claims)
        assert all(id_ == f"c-{number.replace('.', '-')}" for id_, number in shown.items())
        texts = [spoken(one) for one in page.all("dd")]
        for claim, text in zip(claims, texts, strict=True):
            assert " ".join(claim.text[language].split()) in text
            for one in claim.evidence:
                assert " ".join(one.quote.split()) in text
        known = {one for claim in claims for one in (each.source for each in claim.evidence)}
        assert len([id_ for id_ in page.ids if re.fullmatch(r"s-\d+", id_)]) == len(known)


def test_the_page_for_print_tells_corrections(tiny: Path) -> None:
    """What was wrong, what is right, and when that was put right."""
    texts = [spoken(one) for one in read_pages(tiny)["vi/print.html"].all("li")]
    assert "28 tháng 2 năm 2026: “mười” được sửa thành “hai”" in texts


def test_pages_that_stand_apart_have_no_fault(tiny: Path) -> None:
    """Frames, paper and the list of files are valid, and lead somewhere."""
    assert find_faults(tiny, BASE) == []


def test_the_index_of_the_search_stands_in_the_list_for_archives(tiny: Path) -> None:
    """Each file under the very address by which the script asks for it, and the list of all files with checksums."""
    files = {file.relative_to(tiny).as_posix() for file in (tiny / "assets" / "search").iterdir()}
    script = next((tiny / "assets" / "js").glob("search-*.js")).read_text("utf-8")
    (version,) = re.findall(r'bienNien\.contents=\{"version":"([0-9a-f]{8})"', script)
    for language in ("vi", "en"):
        page = read_pages(tiny)[f"{language}/files.html"]
        listed = {one.attrib["href"] for one in page.all("li")[0].iter() if "href" in one.attrib}
        listed |= {one.attrib["href"] for one in page.all("a")}
        assert {f"../{file}?v={version}" for file in files} | {"../manifest-sha256.txt", "../worker.js"} <= listed


def test_a_site_that_knows_its_address_shows_cards_everywhere(tmp_path: Path) -> None:
    """Our own, with an address: every page but entrances and those that stand apart names a card that is there."""
    found = build_own_site(tmp_path, base_url=BASE)
    for address, page in read_pages(found.folder).items():
        if address in found.pages and found.pages[address].language:
            head = metas(page)
            assert (found.folder / head["og:image"].removeprefix(BASE)).is_file(), address
            assert head["og:url"] == page.canonical
