"""What is put into frames on other pages: an event, a thread, the timeline; small, with the way to the whole page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien import prose
from biennien.site import SECTIONS, Page, address_of
from biennien.views.frame import addresses
from biennien.views.lanes import lanes_view
from biennien.views.sharing import embed_address
from biennien.views.thread import standing_of, standing_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.model import Event, Text
    from biennien.site import Site
    from biennien.views.here import Here, View

MOST_STEPS = 4  # the latest of a thread: a frame is no page
_MARKUP = frozenset("*_`[]\\<>&#")


def embed_pages(site: Site, language: str) -> Iterator[Page]:
    """Yield the pages for frames in a language; their kind is that of the whole page that each stands for."""
    yield Page("timeline", "", language, embed_address(language, "timeline", ""))
    for kind in ("events", "threads"):
        for id_ in getattr(site.chronicle, kind):
            yield Page(kind, id_, language, embed_address(language, kind, id_))


def embed_view(here: Here, locales: Mapping[str, Locale]) -> View:
    """Return the view of a page for a frame."""
    kind, id_ = here.page.kind, here.page.id
    own = {"events": _event, "threads": _thread, "timeline": _timeline}[kind](here)
    whole = address_of(here.locale.id, kind, id_) if kind in SECTIONS else f"{here.locale.id}/index.html"
    site = here.text(here.site.chronicle.settings.title)
    plain = Page(kind, id_, here.locale.id, whole)
    return {
        "over": None,
        "status": None,
        "steps": [],
        "lanes": None,
        "lead": "",
        "facts": [],
        **own,
        "title": own["title"] or site,
        "name": " – ".join(filter(None, (own["title"] or site, here.say("kind_thread") if kind == "threads" else ""))),
        "href": here.page.to(whole),
        "site": site,
        "home": here.own("index"),
        "canonical": addresses(here.site, plain, locales)["canonical"],
        "languages": [
            {"lang": language, "name": locale.name, "href": here.page.to(embed_address(language, kind, id_))}
            for language, locale in locales.items()
            if language != here.locale.id
        ],
    }


def _event(here: Here) -> View:
    event: Event = here.entry("events", here.page.id)
    sources = {one.source for claim in event.claims for one in claim.evidence}
    return {
        "title": here.text(event.title),
        "over": here.event_date(event),
        "lead": _plain(here, event.summary),
        "facts": [
            here.link("series", event.series)["text"] if event.series else here.link("kinds", event.kind)["text"],
            here.locale.count("claims", len(event.claims)),
            here.locale.count("sources", len(sources)),
        ],
    }


def _plain(here: Here, text: Text) -> str:
    """Return a text without its marks; most have none but citations, and parsing all would take a second per 10,000."""
    bare = prose.CITATION.sub("", here.text(text))
    return prose.plain_text(bare) if _MARKUP & set(bare) else " ".join(bare.split())


def _thread(here: Here) -> View:
    thread = here.entry("threads", here.page.id)
    steps = here.site.relations.steps.get(thread.id, ())
    standing = standing_of(here, thread.id)
    return {
        "title": here.text(thread.name),
        "lead": here.text(thread.goal),
        "status": {**here.status(standing.status), "text": " ".join(standing_words(here, standing, steps))},
        "steps": [
            {"date": here.event_date(event), **here.status(step.status), "event": here.text(event.title)}
            for event, step in steps[-MOST_STEPS:]
        ],
        "facts": [here.locale.count("steps", len(steps))],
    }


def _timeline(here: Here) -> View:
    settings = here.site.chronicle.settings
    view = lanes_view(here)
    if view:
        view["skip"] = here.page.to(f"{here.locale.id}/index.html{view['skip']}")
    for by in view.get("by", ()):
        for lane in (*by["wide"]["lanes"], *by["tall"]["lanes"]):
            for cell in lane["cells"]:
                cell["href"] = cell["href"] and here.page.to(f"{here.locale.id}/index.html{cell['href']}")
    return {
        "title": "",
        "lead": here.text(settings.tagline),
        "lanes": view or None,
        "facts": [here.locale.count("events", len(here.site.chronicle.events))],
    }
