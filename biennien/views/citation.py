"""How to cite a page, and the articles it rests on, which is another thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from biennien.model import Source
    from biennien.views.here import Here, View


def citation(here: Here, title: str, sources: Iterable[str]) -> View:
    """Return the view of the citation block of a page."""
    settings = here.site.chronicle.settings
    base = settings.base_url.rstrip("/")
    as_of = here.locale.date(settings.as_of) if settings.as_of else ""
    return {
        "page": {
            "text": here.say("cite_page_text", title=title, site=here.text(settings.title), date=as_of),
            "address": f"{base}/{here.page.address}" if base else "",
        },
        "articles": [_article(here, here.entry("sources", id_)) for id_ in sources],
        "licence": here.text(settings.licence),
    }


def _article(here: Here, source: Source) -> View:
    parts = [here.locale.listing(source.authors), source.title or here.text(source.label), source.publisher]
    if source.published:
        parts.append(here.locale.date(source.published))
    missing = [
        here.say(key)
        for key, value in (("no_publisher", source.publisher), ("no_publication_date", source.published))
        if not value
    ]
    text = " ".join(f"{part.rstrip('.')}." for part in parts if part)
    return {
        "text": f"{text} [{', '.join(missing)}]" if missing else text,
        "address": source.url,
        "lang": source.language,
    }
