"""The page for print of each language: the whole chronicle at once, made for A4 and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.site import Page
from biennien.views.here import Here
from biennien.views.paper import paper_address, paper_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.site import Site
    from biennien.templates import Templates


def render_paper(
    site: Site, locales: Mapping[str, Locale], templates: Templates, assets: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Return the page for print of every language: address and bytes."""
    template = templates.environment().get_template("pages/print.html")
    for language, locale in locales.items():
        page = Page("print", "", language, paper_address(language))
        files = {"stylesheet": page.to(assets["print.css"]), "icon": page.to(assets["favicon.svg"])}
        view = paper_view(Here(site, page, locale), locales)
        yield page.address, template.render(view=view, page={"lang": language, **files}, t=locale.strings).encode()
