"""A built site as a strict parser and a careful reader see it: `find_faults` tells all that is wrong with its pages."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import html5lib

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

HEADING = re.compile(r"h[1-6]")
CHILDREN = {"ul": {"li", "template"}, "ol": {"li", "template"}, "dl": {"dt", "dd", "div"}, "tr": {"th", "td"}}
SPEAKING = ("a", "button", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "p", "th", "title")
HOLDING = ("ul", "ol", "dl", "tr", "tbody", "thead", "section", "article", "nav")
REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
JSON_LD = "application/ld+json"
OUTSIDE = ("http", "https", "mailto")
FILLED = ("search-results", "search-more")  # by a script, like every role="status", when there is something to say


@dataclass(frozen=True)
class Seen:
    """A page as it was read: its address below the site's root, its elements in their order, what the parser blames."""

    address: str
    elements: tuple[Element, ...]
    blamed: tuple[str, ...]

    @property
    def html(self) -> Element:
        """The root element."""
        return next(element for element in self.elements if element.tag == "html")

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with one of these tags."""
        return [element for element in self.elements if element.tag in tags]

    @cached_property
    def ids(self) -> list[str]:
        """All ids, in their order."""
        return [element.attrib["id"] for element in self.elements if "id" in element.attrib]

    @property
    def title(self) -> str:
        """What the window and the results of a search show."""
        return spoken(self.all("title")[0])

    def meta(self, name: str) -> str:
        """Return what a meta element says."""
        return next((one.get("content", "") for one in self.all("meta") if one.get("name") == name), "")

    @property
    def alternates(self) -> dict[str, str]:
        """The addresses of the page in every language, by hreflang."""
        links = [one for one in self.all("link") if one.get("rel") == "alternate" and one.get("hreflang")]
        return {one.attrib["hreflang"]: one.attrib["href"] for one in links}

    @property
    def canonical(self) -> str:
        """The canonical address, or nothing."""
        return next((one.attrib["href"] for one in self.all("link") if one.get("rel") == "canonical"), "")


def spoken(element: Element) -> str:
    """Return the text of an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def read_page(address: str, raw: bytes) -> Seen:
    """Read a page."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree: Element = parser.parse(raw, transport_encoding="utf-8")
    elements = tuple(tree.iter())
    return Seen(address, elements, tuple(f"line {place[0]}: {code}" for place, code, _ in parser.errors))


@cache
def read_pages(folder: Path) -> dict[str, Seen]:
    """Read every page of a site, which no test changes, by its address."""
    files = sorted(folder.rglob("*.html"))
    addresses = [file.relative_to(folder).as_posix() for file in files]
    return {address: read_page(address, file.read_bytes()) for address, file in zip(addresses, files, strict=True)}


def find_faults(folder: Path, base: str = "") -> list[str]:
    """Return all faults of a site's pages, each with its address; `base` is the site's own address, if it is given."""
    pages = read_pages(folder)
    faults = [f"{page.address}: {fault}" for page in pages.values() for fault in _page_faults(page)]
    faults += [
        f"{page.address}: {fault}" for page in pages.values() for fault in _link_faults(page, pages, folder, base)
    ]
    faults += [f"{page.address}: {fault}" for page in pages.values() for fault in _language_faults(page, pages, base)]
    told = [(page.html.get("lang"), "title", page.title) for page in pages.values()]
    told += [(page.html.get("lang"), "description", page.meta("description")) for page in pages.values()]
    faults += [
        f"{number} pages in {lang} have the {what} “{text}”"
        for (lang, what, text), number in Counter(told).items()
        if number > 1 or not text
    ]
    return faults


def _page_faults(page: Seen) -> Iterator[str]:
    yield from page.blamed
    yield from _heading_faults(page)
    yield from (f"id “{id_}” {number} times" for id_, number in Counter(page.ids).items() if number > 1 or not id_)
    for element in page.elements:
        yield from _element_faults(element)
        yield from _attribute_faults(page, element)


def _heading_faults(page: Seen) -> Iterator[str]:
    levels = [int(str(element.tag)[1]) for element in page.elements if HEADING.fullmatch(str(element.tag))]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"one h1, first of all headings, not {levels}"
    yield from (f"h{after} right after h{before}" for before, after in pairwise(levels) if after > before + 1)


def _element_faults(element: Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag in CHILDREN:
        yield from (f"<{child.tag}> in <{tag}>" for child in element if child.tag not in CHILDREN[tag])
    filled = element.get("role") == "status" or element.get("class") in FILLED
    if tag in HOLDING and not (len(element) or filled):
        yield f"an empty <{tag}>"
    label = element.get("aria-label") or element.get("title")
    if tag in SPEAKING and not (spoken(element) or label or filled):
        yield f"<{tag}> says nothing"
    if tag == "img" and "alt" not in element.attrib:
        yield "<img> without alt"
    if tag == "style" or (tag == "script" and "src" not in element.attrib and element.get("type") != JSON_LD):
        yield f"<{tag}> in the page"
    if tag == "time" and not _is_date(element.get("datetime", "")):
        yield f"<time datetime={element.get('datetime')}>"


def _attribute_faults(page: Seen, element: Element) -> Iterator[str]:
    tag = element.tag
    for name, value in element.attrib.items():
        if name.startswith("on") or name == "style":
            yield f"<{tag} {name}>"
        if name in ("lang", "hreflang", "href", "src", "class") and not value:
            yield f"<{tag} {name}> is empty"
        if name in REFERRING:
            yield from (f"<{tag} {name}> names no id “{id_}”" for id_ in value.split() if id_ not in page.ids)


def _is_date(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _link_faults(page: Seen, pages: Mapping[str, Seen], folder: Path, base: str) -> Iterator[str]:
    for element in page.elements:
        for name in ("href", "src"):
            if name in element.attrib and not str(element.tag).startswith("{"):
                fault = _leads(page, element.attrib[name], pages, folder, base)
                if fault:
                    yield f"<{element.tag} {name}={element.attrib[name]}> {fault}"


def _leads(page: Seen, href: str, pages: Mapping[str, Seen], folder: Path, base: str) -> str:
    """Return what is wrong with a link, or nothing."""
    for root in filter(None, (base, urlsplit(base).path)):
        if href.startswith(root):
            href = posixpath.relpath(href.removeprefix(root) or "index.html", posixpath.dirname(page.address) or ".")
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in OUTSIDE else "leads to no page"
    address = unquote(urljoin(page.address, parts.path)) if parts.path else page.address
    if address not in pages:
        return "" if (folder / address).is_file() and not parts.fragment else "leads to no file"
    return "leads to no anchor" if parts.fragment and unquote(parts.fragment) not in pages[address].ids else ""


def _language_faults(page: Seen, pages: Mapping[str, Seen], base: str) -> Iterator[str]:
    """Each language names all, in the same words on every side."""
    lang = page.html.get("lang", "")
    # The folder of the data is in every language; frames stand in a folder of their own, a folder a language in it.
    folder, mark, _ = page.address.removeprefix("data/").removeprefix("embed/").partition("/")
    if not lang or (mark and lang != folder):
        yield f"lang “{lang}”"
    for other, href in page.alternates.items():
        there = (
            href.removeprefix(base)
            if base
            else posixpath.normpath(posixpath.join(posixpath.dirname(page.address), href))
        )
        if other == lang and there != page.address:
            yield f"hreflang {other} is not this page"
        if other != "x-default" and _absolute(pages[there], base) != _absolute(page, base):
            yield f"hreflang {other} does not name this page back"


def _absolute(page: Seen, base: str) -> dict[str, str]:
    return {lang: urljoin(base or f"https://x/{page.address}", href) for lang, href in page.alternates.items()}
