"""What a build leaves for the next one to go on from, event by event."""

from __future__ import annotations

import pickle
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from biennien.cache.store import read_kept, write_kept
from biennien.crew import uncollected
from biennien.load import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from biennien.cache.watch import Key
    from biennien.check.context import Context
    from biennien.check.rules import Findings
    from biennien.load import Content, EntryFile
    from biennien.locales import Locale
    from biennien.problems import Problem

CONTENT = "content"
Packed: TypeAlias = "tuple[EntryFile, Findings | None, bytes]"
"""An event's file as it was read, what the rules found in it, and both as a pickle."""
Located: TypeAlias = "tuple[Mapping[str, Locale], tuple[Problem, ...]]"
"""The locales of a site, and what is wrong with its strings."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and what follows from it: what the rules found, by event, and a fingerprint of all else.

    `located` and the rules' `context` are kept in memory alone: to make them is quicker than to read them.
    """

    content: Content = NOTHING
    findings: Mapping[str, Findings] = field(default_factory=dict)
    ground: str = ""
    located: Located | None = None
    context: Context | None = None

    def differs(self, other: Read) -> bool:
        """Tell whether something else was read there, so that another site may come of it."""
        if (self.ground, self.content.besides) != (other.ground, other.content.besides):
            return True
        files = other.content.files
        return any(file not in files or files[file].print != one.print for file, one in self.content.files.items())


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: of which keys every unit was made, with their fingerprints, on which ground.

    `units` are (addresses, numbers of keys) by name, and `digests` the SHA-256 of what was written, by address.
    """

    ground: str = ""
    keys: tuple[Key, ...] = ()
    prints: tuple[str, ...] = ()
    units: Mapping[str, tuple[tuple[str, ...], tuple[int, ...]]] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a build leaves; `packed`, by file, is what was read of the disk, or will be written there."""

    read: Read = field(default_factory=Read)
    published: Published = field(default_factory=Published)
    packed: Mapping[str, Packed] = field(default_factory=dict)


@uncollected()
def read_build(root: Path) -> Kept | None:
    """Return what the last build of a project left, or None."""
    with suppress(Exception):  # as with all that is kept, see `store`
        head: Kept
        head, raws = read_kept(root, CONTENT)
        packed: dict[str, Packed] = {file: (*pickle.loads(raw), raw) for file, raw in raws.items()}  # noqa: S301 - ours
        files = {file: entry for file, (entry, _, _) in packed.items()}
        findings = {entry.event.id: one for entry, one, _ in packed.values() if entry.event and one}
        content = replace(head.read.content, files=files)
        read = replace(head.read, content=content, findings={**findings, **head.read.findings})
        return replace(head, read=read, packed=packed)
    return None


def write_build(root: Path, kept: Kept) -> None:
    """Keep what a build leaves; of events that it took over, what was read is written again as it was."""
    packed = dict(_pack(kept))
    events = {entry.event.id for entry, _, _ in packed.values() if entry.event}
    read = replace(
        kept.read,
        content=replace(kept.read.content, chronicle=None, problems=(), files={}),  # they follow from the rest
        findings={id_: one for id_, one in kept.read.findings.items() if id_ not in events},
        located=None,
        context=None,
    )
    head = replace(kept, read=read, packed={})
    write_kept(root, CONTENT, (head, {file: raw for file, (_, _, raw) in packed.items()}))


def _pack(kept: Kept) -> Iterator[tuple[str, Packed]]:
    for file, entry in kept.read.content.files.items():
        found = kept.read.findings.get(entry.event.id) if entry.event else None
        before = kept.packed.get(file)
        if before and before[0] is entry and before[1] is found:
            yield file, before
        else:
            yield file, (entry, found, pickle.dumps((entry, found), protocol=pickle.HIGHEST_PROTOCOL))
