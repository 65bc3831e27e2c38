"""What changed for a reader between two builds, as their data exports (`data/chronicle.json`) have it.

The order in which an entry lists its claims, figures or sources is no change; what stands in only one of the exports is
one change as a whole. Where a thread stands is derived, as its page derives it: by the furthest status of its steps.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

from biennien.threads import RANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

EXPORT = "data/chronicle.json"
UNSEEN = ("glossary", "$schema", "version", "licence", "licence_url", "citation")  # what no page shows
DERIVED = re.compile(r".+_(earliest|latest)|translation_state|line|changed")  # fields that follow from others
PARTS = {
    "claims": "claim",
    "figures": "figure",
    "documents": "document",
    "participants": "participant",
    "commitments": "commitment",
    "notes": "note",
    "corrections": "correction",
}
"""The lists of an event, and what one of their items is."""
NAMING = ("id", "thread", "who", "source", "on", "about", "post")  # the first of these that an item has tells it apart

Json: TypeAlias = Any
"""What JSON holds: an object, a list, a text, a number, a truth value; None stands for what is not there."""
Path_: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the entry (`events/meeting`), the path within it, what that was and what it is now.

    `was` is None for what was added, `now` for what was removed. `what` is one of: entry, a part of an event (claim,
    figure, …), wording (of a claim), evidence, status (of a thread), field.
    """

    entry: str
    path: Path_
    what: str
    was: Json
    now: Json

    @property
    def kind(self) -> str:
        """Whether it was added, removed or changed."""
        return "added" if self.was is None else "removed" if self.now is None else "changed"

    @property
    def field(self) -> str:
        """The path as curators write it."""
        return ".".join(self.path)

    @property
    def name(self) -> str:
        """What was changed within what `what` says: `trade-2022.en` for the wording of a claim."""
        inner = self.path[self.what not in ("field", "status") :]
        return ".".join(step for step in inner if self.what != "wording" or step != "text") * (self.what != "status")


def read_export(place: Path) -> dict[str, Json]:
    """Return a data export: a file, or the folder of a site or a project in which one lies.

    Raises OSError where there is none, ValueError where it is not the JSON of a chronicle.
    """
    files = (place / EXPORT, place / "chronicle.json", place / "site" / EXPORT)
    file = next((one for one in files if one.is_file()), files[0]) if place.is_dir() else place
    export = json.loads(file.read_bytes())
    if not (isinstance(export, dict) and all(isinstance(export.get(part), dict) for part in ("site", "events"))):
        raise ValueError(file)
    return export


def find_changes(old: Mapping[str, Json], new: Mapping[str, Json]) -> tuple[Change, ...]:
    """Return what changed, events first, in the order of the exports; what is no register is none of a reader's."""
    found = {**old, **new}
    parts = [part for part in dict.fromkeys(("events", *found)) if part not in UNSEEN and isinstance(found[part], dict)]
    return tuple(change for part in parts for change in _part(part, old, new))


def _part(part: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    was, now = old.get(part) or {}, new.get(part) or {}
    if part == "site":
        yield from (Change(part, path, "field", *pair) for path, *pair in _compare((), was, now))
        return
    for id_ in dict.fromkeys((*was, *now)):
        entry = f"{part}/{id_}"
        if id_ not in was or id_ not in now:
            yield Change(entry, (), "entry", was.get(id_), now.get(id_))
            continue
        yield from (Change(entry, path, _what(part, path), *pair) for path, *pair in _compare((), was[id_], now[id_]))
        if part == "threads":
            before, after = (reached(export, id_) for export in (old, new))
            if before != after:
                yield Change(entry, ("status",), "status", before, after)


def reached(export: Mapping[str, Json], thread: str) -> str | None:
    """Return the furthest status of a thread's steps; None where it has none."""
    steps = (step for event in export["events"].values() for step in event.get("commitments", ()))
    found = (str(step["status"]) for step in steps if step["thread"] == thread)
    return max(found, key=lambda one: RANKS.get(one, 0), default=None)


def _what(part: str, path: Path_) -> str:
    """Return what a path within an entry leads to."""
    if part == "events" and path[0] == "claims" and "evidence" in path:
        return "evidence"
    if part == "events" and path[0] == "claims" and path[2:3] == ("text",):
        return "wording"
    return PARTS.get(path[0], "field") if part == "events" else "field"


def _compare(path: Path_, was: Json, now: Json) -> Iterator[tuple[Path_, Json, Json]]:
    """Yield the deepest places at which two values differ."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in (one for one in dict.fromkeys((*was, *now)) if not DERIVED.fullmatch(one)):
            yield from _compare((*path, key), was.get(key), now.get(key))
    elif (was or now) and _is_named(was) and _is_named(now):
        yield from _compare(path, _by_name(was or ()), _by_name(now or ()))
    elif was != now:
        yield path, was, now


def _is_named(value: Json) -> bool:
    """Whether a value is a list of items, or of none: exports leave empty lists out."""
    return value is None or (isinstance(value, list) and all(isinstance(item, dict) for item in value))


def _by_name(items: Iterable[dict[str, Json]]) -> dict[str, Json]:
    """Return the items of a list by what tells them apart; those of one name are numbered from the second on."""
    named: dict[str, Json] = {}
    for item in items:
        name = str(next((item[key] for key in NAMING if item.get(key)), "")) or _post(item)
        numbered = (name if number == 1 else f"{name} {number}" for number in count(1))
        named[next(one for one in numbered if one not in named)] = item
    return named


def _post(item: Mapping[str, Json]) -> str:
    """Return the first post of somebody without a name."""
    posts = item.get("posts") or [{}]
    return str(posts[0].get("post", "")) or "-"


def plain(change: Change) -> dict[str, Json]:
    """Return a change for programs."""
    return {
        "entry": change.entry,
        "field": change.field,
        "what": change.what,
        "kind": change.kind,
        "was": change.was,
        "now": change.now,
    }
