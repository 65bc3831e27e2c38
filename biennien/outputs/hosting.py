"""`_headers`: what hosts that read it (Cloudflare Pages, Netlify) are to say of the site's files.

Both join what several patterns say of one file; of a Content-Security-Policy that makes two policies, which both hold
(CSP 3, section 4.2). So the pages that others may frame stand in a folder of their own, outside those of the languages.
What both hosts say of pages on their own is that they are to be asked for again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.headers import FOR_EVER, HEADERS, NAMED_BY_CONTENT, NO_FRAMES, POLICY, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.site import Site

FILE = "_headers"


def render_hosting(site: Site) -> Iterator[tuple[str, bytes]]:
    """Return the files for hosts: addresses and bytes."""
    rules = {"/*": {"Content-Security-Policy": POLICY, **HEADERS}}
    rules |= {place: {"Content-Security-Policy": NO_FRAMES} for place in _unframed(site)}
    rules |= {f"/{folder}*": {"Cache-Control": FOR_EVER} for folder in NAMED_BY_CONTENT}
    shared = (folder.format(language=one) for folder in SHARED for one in site.chronicle.languages)
    for folder in dict.fromkeys(shared):
        rules[f"/{folder}*"] = {"Content-Security-Policy": NO_FRAMES, "Access-Control-Allow-Origin": "*"}
    yield FILE, "".join(_rule(place, headers) for place, headers in rules.items()).encode()


def _unframed(site: Site) -> Iterator[str]:
    yield from ("/", "/index.html", "/404.html")
    yield from (f"/{language}/*" for language in site.chronicle.languages)


def _rule(place: str, headers: dict[str, str]) -> str:
    return "".join((f"{place}\n", *(f"  {name}: {value}\n" for name, value in headers.items())))
