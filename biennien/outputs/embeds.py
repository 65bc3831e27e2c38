"""Pages for frames: small, without scripts, from a template of their own: as many as there are events and threads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from biennien.headers import POLICY
from biennien.outputs.stock import Unit
from biennien.views.embed import embed_pages, embed_view
from biennien.views.frame import LETTERS
from biennien.views.here import Here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.outputs.stock import Stock
    from biennien.site import Page


def list_embeds(stock: Stock) -> Iterator[Unit]:
    """Return every page for a frame, a unit each; hosts let others frame these alone (`headers.EMBEDS`)."""
    for language in stock.locales:
        for page in embed_pages(stock.site, language):
            yield Unit(page.address, partial(render_embed, page))


def render_embed(page: Page, stock: Stock) -> Iterator[tuple[str, bytes]]:
    """Return the address and bytes of a page for a frame."""
    locale = stock.locales[page.language]
    view = embed_view(Here(stock.site, page, locale, (page.kind, page.id)), stock.locales)
    files = {"stylesheet": page.to(stock.assets["embed.css"]), "icon": page.to(stock.assets["favicon.svg"])}
    layout = {"lang": page.language, "policy": POLICY, "letters": page.to(LETTERS), **files}
    template = stock.environment.get_template("pages/embed.html")
    yield page.address, template.render(view=view, page=layout, t=locale.strings).encode()
