"""Files for reference managers: the page of every event, person, thread and source in three forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.bibliography import write_bibtex, write_csl, write_ris
from biennien.views.citation import CITED, article_reference, file_address, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.bibliography import Reference
    from biennien.locales import Locale
    from biennien.site import Site

WRITERS = {"bib": write_bibtex, "ris": write_ris, "json": write_csl}


def render_citations(site: Site, locales: Mapping[str, Locale]) -> Iterator[tuple[str, bytes]]:
    """Return the files of every page that says how to cite it; that of a source's page has the article besides."""
    for language, locale in locales.items():
        for register in CITED:
            for id_ in getattr(site.chronicle, register):
                works = _works(site, locale, register, id_)
                for ending, write in WRITERS.items():
                    yield file_address(language, register, id_, ending), write(works)


def _works(site: Site, locale: Locale, register: str, id_: str) -> tuple[Reference, ...]:
    page = reference(site, locale, register, id_)
    if register != "sources":
        return (page,)
    return page, article_reference(site.chronicle.sources[id_], locale)
