"""Pages for frames: small, without scripts, from a template of their own: as many as there are events and threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.views.embed import embed_pages, embed_view
from biennien.views.here import Here

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.site import Site
    from biennien.templates import Templates


def render_embeds(
    site: Site, locales: Mapping[str, Locale], templates: Templates, assets: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Return every page for a frame: address and bytes. A host has to let others frame these alone: `/*/embed/*`."""
    template = templates.environment().get_template("pages/embed.html")
    for language, locale in locales.items():
        for page in embed_pages(site, language):
            here = Here(site, page, locale, (page.kind, page.id))
            view = embed_view(here, locales)
            files = {"stylesheet": page.to(assets["embed.css"]), "icon": page.to(assets["favicon.svg"])}
            html = template.render(view=view, page={"lang": language, **files}, t=locale.strings)
            yield page.address, html.encode()
