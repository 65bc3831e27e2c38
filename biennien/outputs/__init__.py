"""Site → files: each family of outputs has a file of its own, and all of them are listed here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, cast

from biennien.outputs import (
    archive,
    assets,
    calendar,
    cards,
    data,
    embeds,
    feeds,
    finding,
    hosting,
    linked,
    pages,
    paper,
    parts,
    places,
    search,
    tables,
    timelinejs,
)
from biennien.outputs.offline import with_worker
from biennien.outputs.stock import Output, Stock, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from biennien.locales import Locale
    from biennien.site import Site
    from biennien.templates import Templates

__all__ = ["Output", "Stock", "Unit", "list_units", "render_outputs", "stock_up"]


def stock_up(
    site: Site, locales: Mapping[str, Locale], templates: Templates, compiled: Path | None = None
) -> tuple[Stock, dict[str, bytes]]:
    """Return what the units of a site are made from, and the files that have to be there first: the assets.

    `compiled` is the folder for compiled templates, if they are to be kept.
    """
    files = assets.read_assets(templates)
    return Stock(site, locales, templates, templates.environment(compiled), assets.name_assets(files)), files


def list_units(stock: Stock, *, show_parts: bool = False, drawn: Path | None = None) -> Iterator[Unit]:
    """Return what can be rendered apart; `show_parts` adds what only those who work on the templates want to see.

    `drawn` is a folder for cards that were drawn before, which changes no byte.
    """
    # Under a name of its own, so that a build without parts takes them away.
    yield Unit("search and parts" if show_parts else "search", partial(render_index, show_parts=show_parts))
    yield from pages.list_pages(stock)
    yield from embeds.list_embeds(stock)
    yield Unit("paper", paper.render_paper)
    yield Unit("cards", lambda stock: cards.render_cards(stock.site, stock.locales, stock.templates, drawn))
    yield Unit("hosting", lambda stock: hosting.render_hosting(stock.site))
    yield Unit("data", render_open_data)
    yield Unit("feeds", lambda stock: feeds.render_feeds(stock.site, stock.locales, stock.recall))
    yield Unit("calendars", lambda stock: calendar.render_calendars(stock.site, stock.locales, stock.recall))
    yield Unit("finding", lambda stock: finding.render_finding(stock.site, stock.locales))


def render_index(stock: Stock, *, show_parts: bool = False) -> Iterator[Output]:
    """Return the search index, the script that has its contents, and the pages that name it, or each of its files."""
    index = search.render_search(stock.site, stock.locales, stock.recall)
    yield from index.files.items()
    address, script = assets.read_search_script(stock.templates, index.contents)
    yield address, script
    stock = replace(stock, assets={**stock.assets, "search.js": address})
    for page in stock.site.pages:
        if page.kind in pages.WITH_INDEX:
            yield from pages.render_page(page, stock)
    yield from archive.render_archive(stock, index)
    if show_parts:
        yield from parts.render_parts(stock.templates, stock.assets)


def render_open_data(stock: Stock) -> Iterator[Output]:
    """Return the data in all its forms, and the pages that list them, each with its size."""
    site, recall = stock.site, stock.recall
    families = (
        data.render_data(site, recall),
        tables.render_tables(site, recall),
        places.render_places(site),
        linked.render_linked(site, recall),
        timelinejs.render_timelines(site, stock.locales, recall),
    )
    sizes = {}
    for address, raw in chain.from_iterable(families):
        sizes[address] = len(raw)
        yield address, raw
    for page in stock.site.pages:
        if page.kind in pages.WITH_DATA:
            yield from pages.render_page(page, stock, sizes)


def render_outputs(
    site: Site,
    locales: Mapping[str, Locale],
    templates: Templates,
    *,
    show_parts: bool = False,
    drawn: Path | None = None,
) -> Iterator[Output]:
    """Return every file of the site; for the last arguments see `list_units`."""
    stock, files = stock_up(site, locales, templates)
    units = (unit.render(stock) for unit in list_units(stock, show_parts=show_parts, drawn=drawn))
    outputs = with_worker(chain(files.items(), chain.from_iterable(units)), stock, {})
    yield from cast("Iterator[Output]", outputs)  # none is left out, for nothing is known of what was published
