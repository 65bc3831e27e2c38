"""Pages → HTML: each page's view, put into its template."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from biennien.headers import POLICY
from biennien.outputs.stock import Unit
from biennien.views import board, corrections, entries, event, figures, follow, frame, front, parallel, source, thread
from biennien.views.here import Here, View
from biennien.views.letters import letters_view
from biennien.views.map import map_view
from biennien.views.search import search_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from biennien.locales import Locale
    from biennien.outputs.stock import Stock
    from biennien.site import Page

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


def list_pages(stock: Stock) -> Iterator[Unit]:
    """Return the pages of a site, a unit each."""
    return (Unit(page.address, partial(render_page, page)) for page in stock.site.pages)


def render_page(page: Page, stock: Stock) -> Iterator[tuple[str, bytes]]:
    """Return a page's address and bytes."""
    template, make = ("page", _page) if page.language else (page.kind, _entrance)
    view, frame_, strings = make(stock, page)
    html = stock.environment.get_template(f"pages/{template}.html").render(view=view, page=frame_, t=strings)
    yield page.address, html.encode()


def _page(stock: Stock, page: Page) -> tuple[View, View, Mapping[str, Any]]:
    site, locales = stock.site, stock.locales
    here = Here(site, page, locales[page.language], (page.kind.removeprefix("parallel-"), page.id))
    view = PARALLEL[page.kind](here, locales) if page.kind in PARALLEL else VIEWS[page.kind](here)
    view.setdefault("contents", None)
    return view, frame.frame_view(here, view, locales, stock.assets), here.locale.strings


def _entrance(stock: Stock, page: Page) -> tuple[View, View, Mapping[str, Any]]:
    """Return what the pages without a language show: the first language of the site speaks for the page as a whole."""
    site, locales, assets = stock.site, stock.locales, stock.assets
    first = next(iter(locales.values()))
    view = (front.door_view if page.kind == "door" else front.missing_view)(site, page, locales)
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
        "scripts": [],
        "data": "",
        "masthead": None,
        "breadcrumbs": [],
        "footer": None,
    }
    return view, layout, first.strings
