"""What web archives need besides links: a page that names every file to which no other page leads.

A crawler that follows links and runs no scripts would miss the service worker, and the search index, whose addresses
are put together in the browser; so they stand here, word for word as they are asked for (ISO 28500 stores a record for
each address). So do the files of single entries, for which pages have no bytes to spare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.headers import POLICY
from biennien.outputs.data import record_address
from biennien.outputs.offline import WORKER
from biennien.publish import MANIFEST
from biennien.site import SECTIONS, Page
from biennien.views.frame import LETTERS, addresses, counterpart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.outputs.search import Index
    from biennien.outputs.stock import Stock
    from biennien.site import Site

NAME = "files"
CATALOGUE = "data/index.html"


def render_archive(stock: Stock, index: Index) -> Iterator[tuple[str, bytes]]:
    """Return the page of files in every language; `index` is that of the search."""
    site, locales, assets = stock.site, stock.locales, stock.assets
    template = stock.environment.get_template("pages/files.html")
    for language, locale in locales.items():
        page = Page(NAME, "", language, f"{language}/{NAME}.html")
        asked = (f"{page.to(address)}?v={index.version}" for address in index.files)
        view = {
            **addresses(site, page, locales),
            "home": page.to(f"{language}/index.html"),
            "languages": [
                {"lang": other, "name": one.name, "href": page.to(counterpart(page, other))}
                for other, one in locales.items()
                if other != language
            ],
            "groups": [
                {"heading": locale.say("files_records"), "files": [page.to(one) for one in _records(site)]},
                {
                    "heading": locale.say("files_listed"),
                    "files": [page.to(one) for one in (MANIFEST, WORKER, CATALOGUE)] + [*asked],
                },
            ],
        }
        files = {"stylesheet": page.to(assets["print.css"]), "icon": page.to(assets["favicon.svg"])}
        layout = {"lang": language, "policy": POLICY, "letters": page.to(LETTERS), **files}
        html = template.render(view=view, page=layout, t=locale.strings)
        yield page.address, html.encode()


def _records(site: Site) -> Iterator[str]:
    """Yield the addresses of the data of single entries, as JSON and as linked data."""
    for register in SECTIONS:
        for id_ in getattr(site.chronicle, register):
            yield from (record_address(register, id_, suffix) for suffix in ("json", "jsonld"))
