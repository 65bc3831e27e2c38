"""Pages → HTML: each page's view, put into its template."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from biennien.headers import POLICY
from biennien.outputs.cite import render_citations
from biennien.outputs.stock import Unit
from biennien.views import (
    board,
    corrections,
    data,
    entries,
    event,
    figures,
    follow,
    frame,
    front,
    linked,
    parallel,
    source,
    thread,
)
from biennien.views.here import Here, View
from biennien.views.letters import letters_view
from biennien.views.map import map_view
from biennien.views.search import search_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from biennien.locales import Locale
    from biennien.outputs.stock import Stock
    from biennien.site import Page, Site

VIEWS: Mapping[str, Callable[[Here], View]] = {
    "timeline": front.timeline_view,
    "about": front.about_view,
    "figures": figures.figures_view,
    "search": search_view,
    "letters": letters_view,
    "corrections": corrections.corrections_view,
    "follow": follow.follow_view,
    "map": map_view,
    "events": event.event_view,
    "people": entries.person_view,
    "places": entries.place_view,
    "organisations": entries.organisation_view,
    "series": entries.mechanism_view,
    "topics": entries.topic_view,
    "threads": thread.thread_view,
    "sources": source.source_view,
    "people-index": lambda here: entries.index_view(here, "people"),
    "places-index": lambda here: entries.index_view(here, "places"),
    "organisations-index": lambda here: entries.index_view(here, "organisations"),
    "series-index": lambda here: entries.index_view(here, "series"),
    "topics-index": lambda here: entries.index_view(here, "topics"),
    "threads-index": board.board_view,
    "sources-index": source.sources_view,
}

PARALLEL: Mapping[str, Callable[[Here, Mapping[str, Locale]], View]] = {
    "parallel": parallel.parallel_timeline_view,
    "parallel-events": parallel.parallel_event_view,
}
"""The views that need every language at once."""
ENTRANCES: Mapping[str, tuple[str, Callable[[Site, Page, Mapping[str, Locale]], View]]] = {
    "door": ("door", front.door_view),
    "missing": ("missing", front.missing_view),
    "data-folder": ("missing", data.signpost_view),
}
"""The pages without a language: the template and the view of each."""
WITH_DATA = ("data", "data-folder")
"""The pages that tell of the data files."""
WITH_INDEX = ("search",)
"""The pages with the script that has the contents of the search index."""
APART = (*WITH_DATA, *WITH_INDEX)
"""The pages that are made with others, since they tell of files that are."""


def list_pages(stock: Stock) -> Iterator[Unit]:
    """Return the pages of a site, a unit each, with the files for those who cite it.

    Those of the data are made with the data, whose sizes they tell, and those of the search with its index.
    """
    listed = sorted((page for page in stock.site.pages if page.kind not in APART), key=_tells_of)
    return (Unit(page.address, partial(_render, page)) for page in listed)


def show_page(stock: Stock, address: str) -> bytes | None:
    """Return the page at an address, or None where there is none, or it is not made alone."""
    for page in stock.site.pages:
        if page.address == address and page.kind not in APART:
            return next(html for _, html in render_page(page, stock))
    return None


def _tells_of(page: Page) -> tuple[str, str]:
    """Return what a page tells of: those that show the same texts are made one after the other, while they are kept."""
    return page.kind.removeprefix("parallel-"), page.id


def _render(page: Page, stock: Stock) -> Iterator[tuple[str, bytes]]:
    yield from render_page(page, stock)
    yield from render_citations(stock, page)


def render_page(page: Page, stock: Stock, sizes: Mapping[str, int] | None = None) -> Iterator[tuple[str, bytes]]:
    """Return a page's address and bytes; `sizes` are those of the data files, by address."""
    template = "page" if page.language else ENTRANCES[page.kind][0]
    view, frame_, strings = _page(stock, page, sizes or {}) if page.language else _entrance(stock, page, sizes or {})
    html = stock.environment.get_template(f"pages/{template}.html").render(view=view, page=frame_, t=strings)
    yield page.address, html.encode()


def _page(stock: Stock, page: Page, sizes: Mapping[str, int]) -> tuple[View, View, Mapping[str, Any]]:
    site, locales = stock.site, stock.locales
    here = Here(site, page, locales[page.language], (page.kind.removeprefix("parallel-"), page.id))
    if page.kind == "data":
        view = data.data_view(here, sizes)
    else:
        view = PARALLEL[page.kind](here, locales) if page.kind in PARALLEL else VIEWS[page.kind](here)
    view.setdefault("contents", None)
    return view, frame.frame_view(here, view, locales, stock.assets), here.locale.strings


def _entrance(stock: Stock, page: Page, sizes: Mapping[str, int]) -> tuple[View, View, Mapping[str, Any]]:
    """Return what the pages without a language show: the first language of the site speaks for the page as a whole."""
    site, locales, assets = stock.site, stock.locales, stock.assets
    first = next(iter(locales.values()))
    view = ENTRANCES[page.kind][1](site, page, locales)
    layout = {
        "policy": POLICY,
        "lang": first.id,
        "title": view["title"],
        "description": frame.shortened(view["description"]),
        "stylesheet": frame.lead(site, page, assets["style.css"]),
        "icon": frame.lead(site, page, assets["favicon.svg"]),
        "letters": frame.lead(site, page, frame.LETTERS),
        **frame.addresses(site, page, locales),
        **frame.at_hand(site, page, locales),
        "metas": [],
        "scripts": [],
        "data": _entrance_data(Here(site, page, first), locales, sizes),
        "masthead": None,
        "breadcrumbs": [],
        "footer": None,
    }
    return view, layout, first.strings


def _entrance_data(here: Here, locales: Mapping[str, Locale], sizes: Mapping[str, int]) -> str:
    """Return the linked data of a page without a language: the site's, the catalogue's, or none."""
    if here.page.kind == "door":
        return linked.site_data(here.site, here.page, locales)
    if here.page.kind == "data-folder":
        found = data.catalog(here, data.list_files(sizes))
        return linked.script({"@context": [linked.SCHEMA, {"@language": here.locale.id}], **found})
    return ""
