"""Site → files: each family of outputs has a file of its own, and all of them are listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.outputs import assets, data, pages, search

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.outputs.templates import Templates
    from biennien.site import Site

Output = tuple[str, bytes]
"""A file of the site: its address below the site's root, and its bytes."""


def render_outputs(site: Site, locales: Mapping[str, Locale], templates: Templates) -> Iterator[Output]:
    """Return every file of the site."""
    index, contents = search.render_search(site, locales)
    files = assets.read_assets(templates, contents)
    yield from files.items()
    yield from index.items()
    yield from pages.render_pages(site, locales, templates, assets.name_assets(files))
    yield from data.render_data(site)
