"""The page for print of each language: the whole chronicle at once, made for A4 and PDF."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from biennien.headers import POLICY
from biennien.site import Page
from biennien.views import linked
from biennien.views.frame import LETTERS
from biennien.views.here import Here
from biennien.views.paper import Sheet, article_view, cited, paper_address, paper_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.outputs.stock import Stock


def render_paper(stock: Stock) -> Iterator[tuple[str, bytes]]:
    """Return the page for print of every language: address and bytes."""
    template = stock.environment.get_template("pages/print.html")
    sources = {id_: number for number, id_ in enumerate(cited(stock.site.relations.events), 1)}
    for language, locale in stock.locales.items():
        page = Page("print", "", language, paper_address(language))
        files = {"stylesheet": page.to(stock.assets["print.css"]), "icon": page.to(stock.assets["favicon.svg"])}
        layout = {"lang": language, "policy": POLICY, "letters": page.to(LETTERS), **files}
        here = Here(stock.site, page, locale)
        articles = _articles(stock, here, sources)
        view = {**paper_view(here, stock.locales, sources), "articles": [Markup(each) for each in articles]}  # noqa: S704 - rendered
        layout["data"] = linked.page_data(here, {"title": locale.say("print_title", site=view["site"])}, ())
        yield page.address, template.render(view=view, page=layout, t=locale.strings).encode()


def _articles(stock: Stock, here: Here, sources: Mapping[str, int]) -> Iterator[str]:
    """Return every event in full, in the order of time; its piece is named by the numbers that stand in it."""
    template = stock.environment.get_template("pages/print-event.html")

    def article(id_: str, number: int, numbers: Mapping[str, int]) -> str:
        sheet = Sheet(here, stock.site.chronicle.events[id_], number, numbers)
        return template.render(view=article_view(sheet), t=here.locale.strings)

    for number, event in enumerate(stock.site.relations.events, 1):
        numbers = {source: sources[source] for source in cited([event])}
        name = (here.locale.id, event.id, number, *numbers.items())
        yield stock.recall(name, partial(article, event.id, number, numbers))
