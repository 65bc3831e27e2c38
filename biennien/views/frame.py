"""What stands around every page: head, masthead, breadcrumbs, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from biennien.headers import POLICY
from biennien.site import SECTIONS, WHOLE, feed_address
from biennien.views import linked
from biennien.views.here import filled
from biennien.views.sharing import metas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.locales import Locale
    from biennien.site import Page, Site
    from biennien.views.here import Here, View

_SCRIPTS = {  # what a kind of page needs besides
    "follow": ("offline.js",),
    "search": ("search.js",),
    "timeline": ("timeline.js",),
}
FEED_TYPES = {".atom": "application/atom+xml", ".json": "application/feed+json"}
_STYLES = {"events": "event.css"}  # what kinds of pages have in place of the whole style sheet
LETTERS = "assets/fonts/bien-nien-serif.woff2"
FOOT = {
    "about": "about",
    "sources": "sources/index",
    "search": "search",
    "letters": "index-az",
    "corrections": "corrections",
    "follow": "follow",
    "data": "data",
}
"""The links of the footer: each's word, and its page."""
NAVIGATION = ("threads", "people", "places", "organisations", "series", "topics", "sources")


def frame_view(here: Here, view: View, locales: Mapping[str, Locale], assets: Mapping[str, str]) -> View:
    """Return the view of the layout for a page whose own view is `view`."""
    settings = here.site.chronicle.settings
    site = here.text(settings.title)
    tagline = here.text(settings.tagline).rstrip(".")
    breadcrumbs = _breadcrumbs(here, view)
    names = [view["title"], _kind(here, view), site] if view["title"] else [site, tagline]
    return {
        "policy": POLICY,
        "lang": here.locale.id,
        "title": " – ".join(filter(None, names)),
        "description": shortened(view["description"]),
        "stylesheet": here.page.to(assets[_STYLES.get(here.page.kind, "style.css")]),
        "icon": here.page.to(assets["favicon.svg"]),
        "letters": here.page.to(LETTERS),
        **addresses(here.site, here.page, locales),
        **at_hand(here.site, here.page, {here.locale.id: here.locale}),
        "metas": metas(here, view),
        "scripts": [here.page.to(assets[name]) for name in ("site.js", *_SCRIPTS.get(here.page.kind, ()))],
        "data": linked.page_data(here, view, breadcrumbs),
        "masthead": _masthead(here, locales),
        "breadcrumbs": breadcrumbs,
        "footer": _footer(here),
    }


def _kind(here: Here, view: View) -> str:
    """Return what the entry is, since a thread may be named like its event; an event's name says it already."""
    return "" if here.page.kind == "events" else str(view["heading"]["kind"]["text"])


def heading(title: str, *lead: object) -> View:
    """Return the heading of a page that is about no one entry."""
    return {
        "kind": {"text": "", "href": "", "lang": ""},
        "title": title,
        "lang": "",
        "subtitle": "",
        "date": None,
        "coverage": None,
        "names": [],
        "lead": [each for each in lead if each],
    }


def list_page(here: Here, register: str, cards: list[View]) -> View:
    """Return a page of cards."""
    return {
        "title": here.say(f"nav_{register}"),
        "description": here.say(f"describe_{register}"),
        "heading": heading(here.say(f"nav_{register}"), here.say(f"describe_{register}")),
        "sections": filled([{"id": "all", "heading": "", "level": 2, "wide": True, "part": "cards", "view": cards}]),
        "neighbours": [],
    }


def lead(site: Site, page: Page, address: str) -> str:
    """Return the address that leads from a page to a file of the site.

    The missing page may be shown at any depth, so it names the path from the host's root where the site's own address
    is known; the host is left out, so that a copy of the site elsewhere asks nothing of it.
    """
    base = urlsplit(site.chronicle.settings.base_url)
    return f"{base.path.rstrip('/')}/{address}" if page.kind == "missing" and base.netloc else page.to(address)


def addresses(site: Site, page: Page, locales: Mapping[str, Locale]) -> View:
    """Return the canonical address and those of the page in every language; absolute where the site's own is known."""
    base = site.chronicle.settings.base_url.rstrip("/")
    if not page.language:
        return {"canonical": f"{base}/" if base and page.kind == "door" else "", "alternates": []}

    def address(language: str) -> str:
        other = counterpart(page, language)
        return f"{base}/{other}" if base else page.to(other)

    alternates = [{"lang": language, "href": address(language)} for language in locales]
    alternates.append({"lang": "x-default", "href": f"{base}/index.html" if base else page.to("index.html")})
    return {"canonical": f"{base}/{page.address}" if base else "", "alternates": alternates if len(locales) > 1 else []}


def at_hand(site: Site, page: Page, locales: Mapping[str, Locale]) -> View:
    """Return what browsers and readers of feeds look for in a page: feeds, its own first, the app, the search.

    Events, which have to be light, name one feed alone; each of the other pages has the rest. The app is named where
    reading without a network is offered: elsewhere browsers would ask for it and its icon at every first visit (2 KB).
    """
    light = page.kind == "events"
    channels = dict.fromkeys(one for one in ((page.kind, page.id), WHOLE) if one in site.relations.fed)
    feeds = [
        {
            "href": lead(site, page, f"{feed_address(id_, entry)}{ending}"),
            "type": type_,
            "title": _feed(site, entry, locale),
        }
        for id_, locale in locales.items()
        for entry in channels
        for ending, type_ in FEED_TYPES.items()
        if ending == ".atom" or not light
    ]
    one = next(iter(locales))
    address = site.chronicle.settings.base_url
    return {
        "feeds": feeds,
        "manifest": lead(site, page, f"{one}/app.webmanifest") if page.kind == "follow" else "",
        "search": {"href": lead(site, page, f"{one}/opensearch.xml"), "title": site.chronicle.settings.title[one]}
        if address and not light
        else None,
    }


def _feed(site: Site, entry: tuple[str, str], locale: Locale) -> str:
    register, id_ = entry
    named = getattr(site.chronicle, register)[id_].name if register else site.chronicle.settings.title
    return str(named.get(locale.id) or next(iter(named.values())))


def counterpart(page: Page, language: str) -> str:
    """Return the address of the same page in another language."""
    return f"{language}/{page.address.partition('/')[2]}"


def shortened(text: str, length: int = 160) -> str:
    """Return a description cut at a word, as results of a search show it."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:.–- ") + "…"


def _masthead(here: Here, locales: Mapping[str, Locale]) -> View:
    registers = [register for register in NAVIGATION if getattr(here.site.chronicle, register)]
    return {
        "around": _around(here),
        "name": here.text(here.site.chronicle.settings.title),
        "home": here.own("index"),
        "nav": _navigation(here, registers, drawn=here.site.chronicle.ground is not None),
        "search": None
        if here.page.kind == "search"
        else {"action": here.own("search"), "label": here.say("search_label"), "hint": here.say("nav_search")},
        "parallel": _to_parallel(here),
        "languages": [
            {"lang": language, "name": locale.name, "href": here.page.to(counterpart(here.page, language))}
            for language, locale in locales.items()
            if language != here.locale.id
        ],
    }


def _around(here: Here) -> str:
    """Return what navigation and footer depend on: language and folder, which lead, and the kind of page."""
    return f"{here.locale.id} {here.page.address.rpartition('/')[0]} {here.page.kind}"


def _to_parallel(here: Here) -> View | None:
    """Return the link from a page to itself in languages side by side, or from there back."""
    if len(here.site.chronicle.languages) < 2:  # noqa: PLR2004 - one language has nothing beside it
        return None
    plain, parallel = here.own("index"), here.own("parallel/index")
    if here.page.kind in ("events", "parallel-events"):
        plain, parallel = here.href("events", here.page.id), here.own(f"parallel/{here.page.id}")
    current = here.page.kind.startswith("parallel")
    return {"text": here.say("nav_parallel"), "href": plain if current else parallel, "current": current}


def _navigation(here: Here, registers: Iterable[str], *, drawn: bool) -> Iterator[View]:
    """Yield the links of the navigation, which few pages come to ask for: most show what another has made of them.

    So what they depend on of the content comes in as arguments: every page reads that, whoever is asked.
    """
    kind = here.page.kind
    yield {"text": here.say("nav_timeline"), "href": here.own("index"), "current": kind in ("timeline", "events")}
    for register in registers:
        current = kind in (register, f"{register}-index")
        yield {"text": here.say(f"nav_{register}"), "href": here.href(register), "current": current}
    for name in (*(("map",) if drawn else ()), "figures", "about"):
        yield {"text": here.say(f"nav_{name}"), "href": here.own(name), "current": kind == name}


def _breadcrumbs(here: Here, view: View) -> list[View]:
    if here.page.kind not in SECTIONS:
        return []
    home = {"text": here.say("nav_timeline"), "href": here.own("index"), "lang": ""}
    index = (
        {"text": here.say(f"nav_{here.page.kind}"), "href": here.href(here.page.kind), "lang": ""}
        if here.page.kind != "events"
        else None
    )
    return [one for one in (home, index, {"text": view["title"], "href": "", "lang": ""}) if one]


def _footer(here: Here) -> View:
    settings = here.site.chronicle.settings
    return {
        "around": _around(here),
        "name": here.text(settings.title),
        "tagline": here.text(settings.tagline),
        "as_of": here.say("as_of", date=here.locale.date(settings.as_of)) if settings.as_of else "",
        "links": _links(here),
        "licence": here.text(settings.licence),
    }


def _links(here: Here) -> Iterator[View]:
    """Yield the links of the footer, as `_navigation` does."""
    for name, page in FOOT.items():
        yield {"text": here.say(f"nav_{name}"), "href": here.own(page), "lang": ""}
