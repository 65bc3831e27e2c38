"""Site → files: each family of outputs has a file of its own, and all of them are listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.outputs import assets, data, pages, parts, search
from biennien.outputs.stock import Output, Stock, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.site import Site
    from biennien.templates import Templates

__all__ = ["Output", "Stock", "Unit", "list_units", "render_outputs", "stock_up"]


def stock_up(
    site: Site, locales: Mapping[str, Locale], templates: Templates
) -> tuple[Stock, dict[str, bytes]]:
    """Return what the units of a site are made from, and the files that have to be there first: assets, the index."""
    index, contents = search.render_search(site, locales)
    files = assets.read_assets(templates, contents)
    return Stock(site, locales, templates, templates.environment(), assets.name_assets(files)), {**files, **index}


def list_units(stock: Stock, *, show_parts: bool = False) -> Iterator[Unit]:
    """Return what can be rendered apart; `show_parts` adds what only those who work on the templates want to see."""
    yield from pages.list_pages(stock)
    if show_parts:
        yield Unit("parts", lambda stock: parts.render_parts(stock.templates, stock.assets))
    yield Unit("data", lambda stock: data.render_data(stock.site))


def render_outputs(
    site: Site, locales: Mapping[str, Locale], templates: Templates, *, show_parts: bool = False
) -> Iterator[Output]:
    """Return every file of the site."""
    stock, files = stock_up(site, locales, templates)
    yield from files.items()
    for unit in list_units(stock, show_parts=show_parts):
        yield from unit.render(stock)
