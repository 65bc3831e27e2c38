"""Names that stay: what feeds and calendars call an entry, in every language, wherever the site lies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

if TYPE_CHECKING:
    from biennien.site import Site


def identify(site: Site, *path: str) -> UUID:
    """Return the UUID of something in the chronicle (RFC 9562, section 5.5), by the site's title and its own path.

    Neither the address of the site nor a language takes part, for an id never changes when a site moves (RFC 4287,
    section 4.2.6); another title makes another chronicle.
    """
    title = next(iter(site.chronicle.settings.title.values()))
    return uuid5(NAMESPACE_URL, "/".join(("biennien:", title, *path)))


def absolute(site: Site, address: str) -> str:
    """Return the absolute address of a file of the site; empty where the site's own address is not known."""
    base = site.chronicle.settings.base_url.rstrip("/")
    return f"{base}/{address}" if base else ""
