"""What the last build came to, and whether another one would come to anything else."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from biennien.cache.store import read_kept, write_kept
from biennien.inventory import MANIFEST, find_lost, read_manifest
from biennien.snapshot import is_as_before, mark_of, take_snapshot
from biennien.text import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from biennien.messages import Words
    from biennien.problems import Problem
    from biennien.snapshot import Mark, Snapshot


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to: what is wrong, located and sorted, and how much there is of what.

    `pages` is None where none were written. `passed` of `rules` checks found nothing; `changed` are the addresses that
    were written or removed; `undated` entries do not say when they were added. `fault` is why nothing could be written,
    though nothing is wrong with the content.
    """

    problems: tuple[Problem, ...]
    events: int = 0
    claims: int = 0
    quotes: int = 0
    pages: int | None = None
    passed: int = 0
    rules: int = 0
    changed: tuple[str, ...] = ()
    base_url: str = ""
    undated: int = 0
    fault: Words = ""

    @property
    def errors(self) -> int:
        """How many problems stop a build."""
        return sum(one.is_error for one in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems do not."""
        return len(self.problems) - self.errors


@dataclass(frozen=True, slots=True)
class Last:
    """A build that went well: what it came to, and what its sources and the site's manifest were."""

    outcome: Outcome
    sources: Snapshot
    manifest: Mark


def name_of(into: Path, variant: str) -> str:
    """Return under which name the last build into a folder is kept; `variant` is what else was asked for."""
    return f"last-{fingerprint(os.fsencode(into.resolve()), variant, size=16)}"


def find_last(root: Path, into: Path, folders: Iterable[Path], variant: str = "", hands: int = 1) -> Outcome | None:
    """Return what the last build into a folder came to, if another one would change nothing; None if it might.

    It would not, if the program, every file of its sources and every file of the site are what they were; up to `hands`
    processes look at these.
    """
    name = name_of(into, variant)
    last: Last | None = read_kept(root, name)
    if last is None or not is_as_before(last.sources, now := take_snapshot(folders)):
        return None
    if not _is_whole(into, last, hands):
        return None
    if any(mark[4] for mark in last.sources.values()):  # next time their times will do
        write_kept(root, name, replace(last, sources=now))
    return last.outcome


def _is_whole(into: Path, last: Last, hands: int) -> bool:
    try:
        if _mark(into) != last.manifest:
            return False
        return not find_lost(into, read_manifest(into / MANIFEST), hands)
    except OSError:
        return False


def keep_last(root: Path, into: Path, sources: Snapshot, outcome: Outcome, variant: str = "") -> None:
    """Keep what a build came to, for one that changes nothing; `sources` are what its own were before it read them."""
    write_kept(root, name_of(into, variant), Last(replace(outcome, changed=()), sources, _mark(into)))


def _mark(into: Path) -> Mark:
    manifest = into / MANIFEST
    return mark_of(str(manifest), manifest.stat(), sys.maxsize)  # its time will do: the program alone writes it
