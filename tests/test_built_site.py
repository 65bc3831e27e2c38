"""The project's own site, all pages, as files: links, anchors, languages, headings, and nothing from elsewhere."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from built import KINDS, classes

from biennien.outputs.assets import STYLES
from biennien.templates import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from built import Built, Tag

FOLLOWED = {("a", "href")}
LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("image", "href"), ("use", "href"), ("source", "src")}
STYLED = re.compile(r"\.([a-z][\w-]*)")
COMMENT = re.compile(r"/\*(?s:.*?)\*/")
APART = re.compile(r"embed/.+|\w+/(?:print|files)\.html")  # frames, paper, the list for web archives
NEEDED = {"default-src": "'none'", "base-uri": "'none'", "script-src": "'self'", "style-src": "'self'"}


def references(built: Built, address: str) -> Iterator[tuple[Tag, str]]:
    """Yield what a page leads to or loads: the tag, and the address as written."""
    for tag in built.tags[address]:
        for name, value in tag.attributes.items():
            if (tag.name, name) in FOLLOWED | LOADED:
                yield tag, value


def resolved(address: str, reference: str) -> tuple[str, str]:
    """Return the address below the site's root, and the anchor, to which a relative reference leads."""
    parts = urlsplit(reference)
    path = posixpath.join(posixpath.dirname(address), unquote(parts.path)) if parts.path else address
    return posixpath.normpath(path), unquote(parts.fragment)


def switch(built: Built, address: str, tag: str) -> dict[str, str]:
    """Return the page in the other languages, as the links or the head of a page name them."""
    found = (one.attributes for one in built.tags[address] if one.name == tag)
    named = [one for one in found if one.get("rel") == "alternate" and "hreflang" in one]
    return {one["hreflang"]: resolved(address, one["href"])[0] for one in named}


def test_there_is_a_page_of_every_kind_and_no_page_that_was_not_planned(built: Built) -> None:
    """The folder holds the pages of the plan, those that stand apart (test_sharing.py), and no others."""
    files = {file.relative_to(built.folder).as_posix() for file in built.folder.rglob("*.html")}
    assert {file for file in files if not APART.fullmatch(file)} == set(built.pages)
    assert {page.kind for page in built.pages.values()} == set(KINDS)


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(built: Built) -> None:
    """On every page, whatever is not an address elsewhere leads to a file of the site, and its anchor to an element."""
    files = {file.relative_to(built.folder).as_posix() for file in built.folder.rglob("*") if file.is_file()}
    ids = {address: {tag.attributes.get("id") for tag in tags} for address, tags in built.tags.items()}
    lost = []
    for address in built.pages:
        for _, reference in references(built, address):
            path, anchor = resolved(address, reference)
            if not urlsplit(reference).scheme and (path not in files or (anchor and anchor not in ids.get(path, ()))):
                lost.append(f"{address}: {reference}")
    assert lost == []


def test_every_page_can_be_reached_from_the_front_door(built: Built) -> None:
    """But what is shown for what is missing, and the folder of the data, which the list of files names."""
    reached, ahead = {"index.html"}, ["index.html"]
    while ahead:
        address = ahead.pop()
        found = {resolved(address, reference)[0] for tag, reference in references(built, address) if tag.name == "a"}
        new = (found & set(built.pages)) - reached
        reached |= new
        ahead += new
    assert set(built.pages) - reached == {"404.html", "data/index.html"}


def test_every_page_leads_to_itself_in_the_other_languages_and_back(built: Built) -> None:
    """The switch of each page leads to its counterpart, whose switch leads back; both say the same in their heads."""
    languages = {page.language for page in built.pages.values()} - {""}
    for address, page in built.pages.items():
        there = switch(built, address, "a")
        assert set(there) == (languages - {page.language} if page.language else set()), address
        for language, counterpart in there.items():
            assert counterpart.partition("/") == (language, "/", address.partition("/")[2])
            assert built.tags[counterpart][0].attributes["lang"] == language
            assert switch(built, counterpart, "a")[page.language] == address
        if page.language:
            named = {**there, page.language: address, "x-default": "index.html"}
            assert switch(built, address, "link") == named, address


def test_no_page_loads_anything_from_elsewhere(built: Built) -> None:
    """What a page or the style sheet loads is a file of the site; only links that one may follow lead elsewhere."""
    elsewhere = [
        f"{address}: {reference}"
        for address in built.pages
        for tag, reference in references(built, address)
        if urlsplit(reference).netloc and (tag.name != "a" or urlsplit(reference).scheme not in ("http", "https"))
    ]
    assert elsewhere == []
    for sheet in built.folder.rglob("*.css"):
        named = re.findall(r"""url\(["']?([^"')]+)""", sheet.read_text(encoding="utf-8"))
        assert named
        assert [one for one in named if not (sheet.parent / one).is_file()] == []


def test_no_page_has_script_or_style_in_it_and_its_policy_allows_none(built: Built) -> None:
    """Style and scripts are files of the site; every page forbids the browser all else."""
    for address, tags in built.tags.items():
        inline = [
            tag
            for tag in tags
            if tag.name == "style"
            or (tag.name == "script" and not tag.attributes.get("src") and "json" not in tag.attributes.get("type", ""))
            or any(name == "style" or name.startswith("on") for name in tag.attributes)
        ]
        assert inline == [], address
        (content,) = [tag.attributes["content"] for tag in tags if "http-equiv" in tag.attributes]
        policy = dict(part.split(maxsplit=1) for part in content.split(";"))
        assert policy == policy | NEEDED, address
        assert set(policy.values()) == {"'none'", "'self'"}, address


def test_no_anchor_stands_twice_on_a_page(built: Built) -> None:
    """An id names one element of its page."""
    for address, tags in built.tags.items():
        ids = [tag.attributes["id"] for tag in tags if "id" in tag.attributes]
        assert sorted(ids) == sorted(set(ids)), address


def test_headings_step_down_one_level_at_a_time(built: Built) -> None:
    """Every page has one heading of the first level, which comes first, and skips no level on the way down."""
    for address, tags in built.tags.items():
        levels = [int(tag.name[1]) for tag in tags if re.fullmatch("h[1-6]", tag.name)]
        assert levels[:1] == [1], address
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), address


def test_no_two_pages_have_the_same_title_or_description(built: Built) -> None:
    """In a list of results or of tabs, each page can be told from the others."""
    for pattern in ("<title>(.*?)</title>", '<meta name="description" content="(.*?)">'):
        seen: dict[str, list[str]] = {}
        for address in built.pages:
            found = re.findall(pattern, (built.folder / address).read_text(encoding="utf-8").partition("</head>")[0])
            assert len(found) == 1, address
            seen.setdefault(unescape(found[0]), []).append(address)
        assert [pages for pages in seen.values() if len(pages) > 1] == []


# --- Style


def test_events_show_nothing_that_their_style_sheet_leaves_out(built: Built) -> None:
    """Neither a class nor an element that only a part left out gives a style to."""
    folder = BUILT_IN / "static" / "css"
    names = {file: set(STYLED.findall(COMMENT.sub("", file.read_text("utf-8")))) for file in folder.rglob("*.css")}
    out = {folder / "parts" / f"{part}.css" for part in STYLES["event"]}
    assert out < names.keys()
    kept = set().union(*(found for file, found in names.items() if file not in out))
    only = set().union(*(names[file] for file in out)) - kept
    assert {"lanes", "search-result"} < only
    events = [address for address, page in built.pages.items() if page.kind == "events"]
    assert len(events) > 1
    assert {address: found for address in events if (found := classes(built.tags[address]) & only)} == {}
