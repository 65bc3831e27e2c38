"""What others make of a page: how it looks where it is shared, what reference managers read, how it is framed.

`og:image` must be absolute, so pages name their cards only where the site knows its address (Open Graph protocol,
“Basic metadata”; the same holds for twitter:image); the link to the card stands on the page all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from biennien.bibliography import date_parts
from biennien.cards import SIZE, card_address
from biennien.headers import EMBEDS
from biennien.views.citation import CITED, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.views.here import Here, View

HEIGHTS = {"events": 480, "threads": 560, "timeline": 720}
"""What can be embedded, and how high its frame is, in pixels."""
_FRAME = '<iframe src="{}" width="100%" height="{}" title="{}"></iframe>'


def metas(here: Here, view: View) -> list[View]:
    """Return the meta elements of a page beyond those that every page has, each by name or by property."""
    return [*_shown_as(here, view), *_cited_as(here)]


def _shown_as(here: Here, view: View) -> Iterator[View]:
    """Yield what Open Graph and Twitter's cards need; the description is that of every page, which they take too."""
    settings = here.site.chronicle.settings
    base = settings.base_url.rstrip("/")
    name = here.text(settings.title)
    yield _property("og:title", view["title"] or name)
    yield _property("og:site_name", name)
    yield _property("og:type", "article" if here.page.kind in CITED else "website")
    if base:
        yield _property("og:url", f"{base}/{here.page.address}")
    if base and settings.cards == "yes":
        yield _property("og:image", f"{base}/{card_address(here.locale.id, here.page.kind, here.page.id)}")
        if here.page.kind != "events":  # which have no byte to spare
            yield _property("og:image:width", str(SIZE[0]))
            yield _property("og:image:height", str(SIZE[1]))
        yield _name("twitter:card", "summary_large_image")


def _cited_as(here: Here) -> Iterator[View]:
    """Yield Highwire's and Dublin Core's names for what the citation of a page says (DCMI, “DC-HTML”).

    Few, since a page of an event may weigh only so much: its language is the document's, its address the canonical. An
    author would be taken for a person with a surname, so the site is named as such alone (`og:site_name`).
    """
    if here.page.kind not in CITED:
        return
    page = reference(here.site, here.locale, here.page.kind, here.page.id)
    parts = [f"{part:02}" for part in date_parts(page.date)]
    fields = {
        "citation_title": page.title,
        "citation_publication_date": "/".join(parts),
        "DC.title": page.title,
        "DC.date": "-".join(parts),
        "DC.type": "webpage",  # with DCMI's own “Text”, Zotero would take it for an article in a journal
    }
    yield from (_name(name, content) for name, content in fields.items() if content)


def _name(name: str, content: str) -> View:
    return {"by": "name", "name": name, "content": content}


def _property(name: str, content: str) -> View:
    return {"by": "property", "name": name, "content": content}


def share_view(here: Here, kind: str, title: str) -> View:
    """Return how a page is put into another: the frame, its code, and the card where there is one."""
    settings = here.site.chronicle.settings
    base, address = settings.base_url.rstrip("/"), embed_address(here.locale.id, kind, here.page.id)
    source = f"{base}/{address}" if base else f"{here.say('cite_here')}/{address}"
    card = card_address(here.locale.id, here.page.kind, here.page.id)
    return {
        "frame": here.page.to(address),
        "code": _as_text(_FRAME.format(escape(source), HEIGHTS[kind], escape(title))),
        "card": here.page.to(card) if settings.cards == "yes" else "",
    }


def outside_view(here: Here) -> View:
    """Return how the timeline leaves the site: on paper, in a web archive, in a frame."""
    ways = (("print_link", "print"), ("files_title", "files"))
    title = here.text(here.site.chronicle.settings.title)
    return {
        "ways": [{"text": here.say(words), "href": here.own(name)} for words, name in ways],
        "share": share_view(here, "timeline", title),
    }


def _as_text(code: str) -> Markup:
    """Return code as the text of an element: quotation marks need no escape there, and a page has weight enough."""
    return Markup(code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))  # noqa: S704 - escaped


def embed_address(language: str, kind: str, id_: str) -> str:
    """Return the address of what is put into a frame: an event, a thread, or the timeline."""
    return f"{EMBEDS}/{language}/{kind}/{id_}.html" if id_ else f"{EMBEDS}/{language}/{kind}.html"
