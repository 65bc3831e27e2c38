"""Site → files: each family of outputs has a file of its own, and all of them are listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.outputs import archive, assets, cards, cite, data, embeds, pages, paper, parts, search

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from biennien.locales import Locale
    from biennien.site import Site
    from biennien.templates import Templates

Output = tuple[str, bytes]
"""A file of the site: its address below the site's root, and its bytes."""


def render_outputs(
    site: Site,
    locales: Mapping[str, Locale],
    templates: Templates,
    *,
    show_parts: bool = False,
    kept: Path | None = None,
) -> Iterator[Output]:
    """Return every file of the site; `show_parts` adds what only those who work on its templates want to see.

    `kept` is a folder for pictures that take long to draw; it changes no byte.
    """
    index, contents = search.render_search(site, locales)
    files = assets.read_assets(templates, contents)
    yield from files.items()
    yield from index.items()
    names = assets.name_assets(files)
    yield from pages.render_pages(site, locales, templates, names)
    yield from embeds.render_embeds(site, locales, templates, names)
    yield from paper.render_paper(site, locales, templates, names)
    yield from archive.render_archive(site, locales, templates, names, index)
    if show_parts:
        yield from parts.render_parts(templates, names)
    yield from data.render_data(site)
    yield from cards.render_cards(site, locales, templates, kept)
    yield from cite.render_citations(site, locales)
