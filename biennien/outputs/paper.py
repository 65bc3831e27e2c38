"""The page for print of each language: the whole chronicle at once, made for A4 and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.headers import POLICY
from biennien.site import Page
from biennien.views import linked
from biennien.views.frame import LETTERS
from biennien.views.here import Here
from biennien.views.paper import paper_address, paper_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.outputs.stock import Stock


def render_paper(stock: Stock) -> Iterator[tuple[str, bytes]]:
    """Return the page for print of every language: address and bytes."""
    template = stock.environment.get_template("pages/print.html")
    for language, locale in stock.locales.items():
        page = Page("print", "", language, paper_address(language))
        files = {"stylesheet": page.to(stock.assets["print.css"]), "icon": page.to(stock.assets["favicon.svg"])}
        layout = {"lang": language, "policy": POLICY, "letters": page.to(LETTERS), **files}
        here = Here(stock.site, page, locale)
        view = paper_view(here, stock.locales)
        layout["data"] = linked.page_data(here, {"title": locale.say("print_title", site=view["site"])}, ())
        yield page.address, template.render(view=view, page=layout, t=locale.strings).encode()
