"""Atom feeds as RFC 4287 wants them: `find_atom_faults` tells all that is wrong with one, by its sections."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

NS = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")  # section 3.3
IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
ONE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}  # sections 4.1.1 and 4.1.2
AT_MOST_ONE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}
MANY = {
    "feed": ("author", "category", "contributor", "entry", "link"),
    "entry": ("author", "category", "contributor", "link"),
}
ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
}


def find_atom_faults(raw: bytes) -> list[str]:
    """Return the faults of a feed document."""
    feed = ET.fromstring(raw)  # noqa: S314 - our own feed
    if feed.tag != f"{NS}feed":
        return [f"the document is {feed.tag}"]
    entries = feed.findall(f"{NS}entry")
    authored = feed.find(f"{NS}author") is not None or all(one.find(f"{NS}author") is not None for one in entries)
    faults = [] if authored else ["no author (4.1.1)"]
    faults += [fault for one in (feed, *entries) for fault in _faults_of(one)]
    faults += [fault for one in feed.iter() for fault in _attribute_faults(one)]
    keys = Counter((one.findtext(f"{NS}id"), one.findtext(f"{NS}updated")) for one in entries)
    return faults + [f"two entries are {key} (4.1.1)" for key, number in keys.items() if number > 1]


def _faults_of(one: Element) -> Iterator[str]:
    kind = one.tag.removeprefix(NS)
    counts = Counter(child.tag.removeprefix(NS) for child in one)
    yield from (f"{counts[name]} {name} in {kind}" for name in ONE[kind] if counts[name] != 1)
    yield from (f"{counts[name]} {name} in {kind}" for name in AT_MOST_ONE[kind] if counts[name] > 1)
    known = {*ONE[kind], *AT_MOST_ONE[kind], *MANY[kind]}
    yield from (f"<{name}> in {kind}" for name in counts if name not in known)
    if kind == "entry" and not counts["content"] and not counts["link"]:
        yield "an entry without content has to have an alternate link (4.1.2)"
    alternates = [(each.get("type"), each.get("hreflang")) for each in one.findall(f"{NS}link[@rel='alternate']")]
    yield from (f"two alternates {key} (4.1.1, 4.1.2)" for key, number in Counter(alternates).items() if number > 1)
    for name in ("updated", "published"):
        yield from (
            f"{name} {each.text}" for each in one.findall(f"{NS}{name}") if not MOMENT.fullmatch(each.text or "")
        )
    yield from (f"id {each.text} (4.2.6)" for each in one.findall(f"{NS}id") if not IRI.fullmatch(each.text or ""))


def _attribute_faults(one: Element) -> Iterator[str]:
    name = one.tag.removeprefix(NS)
    given = set(one.attrib) - {LANG}
    yield from (f"<{name} {each}>" for each in given - ATTRIBUTES.get(name, set()))
    needed = {"link": "href", "category": "term"}.get(name)
    if needed and not one.get(needed):
        yield f"<{name}> without {needed} (4.2.2, 4.2.7)"
