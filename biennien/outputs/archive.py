"""What web archives need besides links: a page that names every file which only scripts ask for.

A crawler that follows links and runs no scripts would miss the service worker, and the search index, whose addresses
are put together in the browser; so they stand here, word for word as they are asked for (ISO 28500 stores a record for
each address).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.headers import POLICY
from biennien.outputs.offline import WORKER
from biennien.publish import MANIFEST
from biennien.site import Page
from biennien.text import fingerprint
from biennien.views.frame import addresses, counterpart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.outputs.stock import Stock

NAME = "files"


def render_archive(stock: Stock, index: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Return the page of files in every language; `index` is the search index, by address."""
    site, locales, assets = stock.site, stock.locales, stock.assets
    template = stock.environment.get_template("pages/files.html")
    version = fingerprint(*(data.decode() for data in index.values()))
    for language, locale in locales.items():
        page = Page(NAME, "", language, f"{language}/{NAME}.html")
        view = {
            **addresses(site, page, locales),
            "home": page.to(f"{language}/index.html"),
            "languages": [
                {"lang": other, "name": one.name, "href": page.to(counterpart(page, other))}
                for other, one in locales.items()
                if other != language
            ],
            "files": [page.to(MANIFEST), page.to(WORKER), *(f"{page.to(address)}?v={version}" for address in index)],
        }
        files = {"stylesheet": page.to(assets["print.css"]), "icon": page.to(assets["favicon.svg"])}
        html = template.render(view=view, page={"lang": language, "policy": POLICY, **files}, t=locale.strings)
        yield page.address, html.encode()
