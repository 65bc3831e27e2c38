"""How the site is found and kept at hand: sitemap, robots.txt, OpenSearch, web app manifests.

What a standard wants absolute addresses for (the sitemap, its place in robots.txt, OpenSearch) is written only where
the site's own address is known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import escape, quoteattr

from biennien.outputs.identity import absolute
from biennien.site import WHOLE, Page, changed_on
from biennien.views.frame import counterpart, shortened
from biennien.views.paper import paper_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from biennien.locales import Locale
    from biennien.site import Site

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
MOST_ADDRESSES, MOST_BYTES = 50_000, 50 * 1024 * 1024  # of one sitemap, uncompressed (sitemaps.org, “Sitemap index”)
SHORT_NAME, LONG_NAME, DESCRIPTION = 16, 48, 1024  # characters that OpenSearch 1.1 allows
LEFT_OUT = ("missing", "search", "data-folder")  # pages that show nothing of their own
ICONS = (("icon-192", "192x192", "any"), ("icon-512", "512x512", "any"), ("icon-maskable-512", "512x512", "maskable"))
PAPER = "#fcfcfa"  # of css/tokens.css
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render_finding(site: Site, locales: Mapping[str, Locale]) -> Iterator[tuple[str, bytes]]:
    """Return the files: addresses and bytes."""
    sitemaps = dict(render_sitemaps(site)) if site.chronicle.settings.base_url else {}
    yield from sitemaps.items()
    yield "robots.txt", _robots(site).encode()
    for locale in locales.values():
        yield f"{locale.id}/app.webmanifest", _manifest(site, locale).encode()
        if site.chronicle.settings.base_url:
            yield f"{locale.id}/opensearch.xml", _opensearch(site, locale).encode()


def _robots(site: Site) -> str:
    """Return robots.txt (RFC 9309): everything may be read; it counts only at the root of a host."""
    sitemap = absolute(site, "sitemap.xml")
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {sitemap}\n" if sitemap else "")


# The sitemap


def render_sitemaps(site: Site, addresses: int = MOST_ADDRESSES, size: int = MOST_BYTES) -> Iterator[tuple[str, bytes]]:
    """Return the sitemap; where it would hold too many `addresses`, or be of too many bytes, an index of several."""
    parts = list(_parts(_addresses(site), addresses, size))
    if len(parts) == 1:
        yield "sitemap.xml", _urlset(parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield from ((name, _urlset(part)) for name, part in zip(names, parts, strict=True))
    entries = "".join(f"<sitemap><loc>{escape(absolute(site, name))}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", f'{DECLARATION}<sitemapindex xmlns="{SITEMAP}">\n{entries}</sitemapindex>\n'.encode()


def _urlset(entries: Iterable[bytes]) -> bytes:
    opening = f'{DECLARATION}<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">\n'.encode()
    return b"".join((opening, *entries, b"</urlset>\n"))


def _parts(entries: Iterable[bytes], addresses: int, size: int) -> Iterator[list[bytes]]:
    """Share entries out, in their order; a part has room for its first and last line."""
    part: list[bytes] = []
    room = size - len(_urlset(()))
    left = room
    for entry in entries:
        if part and (len(part) == addresses or len(entry) > left):
            yield part
            part, left = [], room
        part.append(entry)
        left -= len(entry)
    yield part


def _addresses(site: Site) -> Iterator[bytes]:
    """Yield an entry for each page: its address, the day of its last change where known, the same page by language."""
    days, base, languages = _days(site), absolute(site, ""), site.chronicle.languages
    paper = (Page("print", "", language, paper_address(language)) for language in languages)
    for page in (*site.pages, *paper):
        if page.kind not in LEFT_OUT:
            day = days.get((page.kind.removeprefix("parallel-"), page.id), "")
            lastmod = f"<lastmod>{day}</lastmod>" if day else ""
            address = escape(base if page.kind == "door" else f"{base}{page.address}")
            yield f"<url><loc>{address}</loc>{lastmod}{_alternates(page, base, languages)}</url>\n".encode()


def _alternates(page: Page, base: str, languages: Sequence[str]) -> str:
    if not page.language or len(languages) == 1:
        return ""
    pairs = ((language, quoteattr(f"{base}{counterpart(page, language)}")) for language in languages)
    return "".join(f'<xhtml:link rel="alternate" hreflang="{one}" href={address}/>' for one, address in pairs)


def _days(site: Site) -> dict[tuple[str, str], str]:
    """Return the day of the last change of each page that tells of events, by kind and id."""
    news = site.relations.news
    days = {("events", event.id): str(day) for event in site.relations.events if (day := changed_on(event))}
    days |= {entry: str(changed_on(events[0])) for entry, events in news.items() if entry != WHOLE}
    if WHOLE in news:
        kinds = ("timeline", "parallel", "door", "data", "print")
        days |= dict.fromkeys(((kind, "") for kind in kinds), str(changed_on(news[WHOLE][0])))
    return days


# At hand


def _opensearch(site: Site, locale: Locale) -> str:
    """Return the description of the site's search for browsers (OpenSearch 1.1, draft 6)."""
    settings = site.chronicle.settings
    title = settings.title[locale.id]
    root = Element("OpenSearchDescription", {"xmlns": OPENSEARCH})
    SubElement(root, "ShortName").text = _cut(title, SHORT_NAME)
    SubElement(root, "LongName").text = _cut(title, LONG_NAME)
    SubElement(root, "Description").text = _cut(settings.description[locale.id], DESCRIPTION)
    SubElement(root, "Language").text = locale.id
    SubElement(root, "InputEncoding").text = "UTF-8"
    SubElement(root, "OutputEncoding").text = "UTF-8"
    SubElement(root, "Image", {"width": "192", "height": "192", "type": "image/png"}).text = absolute(
        site, "assets/icons/icon-192.png"
    )
    template = absolute(site, f"{locale.id}/search.html?q={{searchTerms}}")
    SubElement(root, "Url", {"type": "text/html", "template": template})
    return f"{DECLARATION}{tostring(root, encoding='unicode')}\n"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else shortened(text, length - 1)


def _manifest(site: Site, locale: Locale) -> str:
    """Return the web app manifest of a language (W3C); its addresses are relative to itself, so any path will do."""
    settings = site.chronicle.settings
    icons = [
        {"src": f"../assets/icons/{name}.png", "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in ICONS
    ]
    fields = {
        "id": "index.html",
        "name": settings.title[locale.id],
        "short_name": _cut(settings.title[locale.id], SHORT_NAME),
        "description": settings.tagline[locale.id],
        "lang": locale.id,
        "dir": "rtl" if locale.cldr.text_direction == "rtl" else "ltr",
        "start_url": "index.html",
        "scope": "../",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"
