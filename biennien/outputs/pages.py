"""Pages → HTML: each page's view, put into its template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from biennien.views import board, entries, event, figures, frame, front, parallel, source, thread
from biennien.views.here import Here, View
from biennien.views.letters import letters_view
from biennien.views.map import map_view
from biennien.views.search import search_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jinja2 import Environment

    from biennien.locales import Locale
    from biennien.site import Page, Site
    from biennien.templates import Templates

VIEWS: Mapping[str, Callable[[Here], View]] = {
    "timeline": front.timeline_view,
    "about": front.about_view,
    "figures": figures.figures_view,
    "search": search_view,
    "letters": letters_view,
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


def render_pages(
    site: Site, locales: Mapping[str, Locale], templates: Templates, assets: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Return every page's address and bytes."""
    environment = templates.environment()
    for page in site.pages:
        if page.language:
            html = _render(environment, "page", *_page(site, page, locales, assets))
        else:
            html = _render(environment, page.kind, *_entrance(site, page, locales, assets))
        yield page.address, html


def _render(environment: Environment, template: str, view: View, page: View, strings: Mapping[str, Any]) -> bytes:
    html = environment.get_template(f"pages/{template}.html").render(view=view, page=page, t=strings)
    return html.encode()


def _page(
    site: Site, page: Page, locales: Mapping[str, Locale], assets: Mapping[str, str]
) -> tuple[View, View, Mapping[str, Any]]:
    here = Here(site, page, locales[page.language], (page.kind.removeprefix("parallel-"), page.id))
    view = PARALLEL[page.kind](here, locales) if page.kind in PARALLEL else VIEWS[page.kind](here)
    view.setdefault("contents", None)
    return view, frame.frame_view(here, view, locales, assets), here.locale.strings


def _entrance(
    site: Site, page: Page, locales: Mapping[str, Locale], assets: Mapping[str, str]
) -> tuple[View, View, Mapping[str, Any]]:
    """Return what the pages without a language show: the first language of the site speaks for the page as a whole."""
    first = next(iter(locales.values()))
    view = (front.door_view if page.kind == "door" else front.missing_view)(site, page, locales)
    layout = {
        "lang": first.id,
        "title": view["title"],
        "description": frame.shortened(view["description"]),
        "stylesheet": frame.lead(site, page, assets["style.css"]),
        "icon": frame.lead(site, page, assets["favicon.svg"]),
        "letters": frame.lead(site, page, frame.LETTERS),
        **frame.addresses(site, page, locales),
        "feeds": [],
        "metas": [],
        "scripts": [],
        "data": "",
        "masthead": None,
        "breadcrumbs": [],
        "footer": None,
    }
    return view, layout, first.strings
