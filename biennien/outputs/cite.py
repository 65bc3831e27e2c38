"""Files for reference managers: the page of every event, person, thread and source in three forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.bibliography import write_bibtex, write_csl, write_ris
from biennien.views.citation import CITED, article_reference, file_address, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.bibliography import Reference
    from biennien.locales import Locale
    from biennien.outputs.stock import Stock
    from biennien.site import Page, Site

WRITERS = {"bib": write_bibtex, "ris": write_ris, "json": write_csl}


def render_citations(stock: Stock, page: Page) -> Iterator[tuple[str, bytes]]:
    """Return the files of a page that says how to cite it; that of a source's page has the article besides."""
    if page.kind in CITED:
        works = _works(stock.site, stock.locales[page.language], page.kind, page.id)
        for ending, write in WRITERS.items():
            yield file_address(page.language, page.kind, page.id, ending), write(works)


def _works(site: Site, locale: Locale, register: str, id_: str) -> tuple[Reference, ...]:
    page = reference(site, locale, register, id_)
    if register != "sources":
        return (page,)
    return page, article_reference(site.chronicle.sources[id_], locale)
