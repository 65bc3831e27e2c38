"""What a published folder holds: what its manifest names, what of that is intact, and what is somebody else's."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from biennien.crew import share_out
from biennien.messages import SaidError, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MANIFEST = "manifest-sha256.txt"
# The name of a spare's manifest tells how far it is: being worked on (else never seen, it is emptied and begun again),
# whole (to become the site, or just has been it and still holds what is not the program's), at rest.
UNFINISHED = "manifest-sha256.unfinished"
AT_REST = "manifest-sha256.at-rest"
MISSING, CHANGED = "missing", "changed"
RESERVED = (MANIFEST, UNFINISHED, AT_REST)
EMPTY = hashlib.sha256(b"").hexdigest()
LINE = re.compile(f"^(.{{{len(EMPTY)}}})  (.+)$", re.MULTILINE)
PART = 256
"""Files that are looked at together: a small site isn't worth another process."""


class PublishError(SaidError):
    """Why nothing can be published there, and what to do: one sentence."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a folder holds: what its manifest names, what of that is intact, and what is not the program's.

    `foreign` are the topmost paths that hold nothing of the program's, a folder or a link in place of a file included.
    """

    folder: Path
    named: Mapping[str, str]
    intact: Mapping[str, str]
    foreign: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether all that the manifest names is intact."""
        return len(self.intact) == len(self.named)


def look(folder: Path, hands: int = 1) -> Inventory:
    """Take stock of a folder, by up to `hands` processes; without a manifest it holds nothing of the program's."""
    if not (folder / MANIFEST).exists():
        return Inventory(folder, {}, {}, frozenset())
    named = read_manifest(folder / MANIFEST)
    lost = find_lost(folder, named, hands)
    intact = {address: digest for address, digest in named.items() if address not in lost} if lost else named
    return Inventory(folder, named, intact, frozenset(_find_foreign(str(folder), named)))


def find_lost(folder: Path, named: Mapping[str, str], hands: int = 1) -> set[str]:
    """Return the addresses of its manifest at which a folder no longer has what was published.

    A file is intact when it is no younger than the manifest, which is written last, and not empty without reason. What
    lies behind a link isn't ours. No file is opened, and up to `hands` processes work at once.
    """
    newest, addresses = (folder / MANIFEST).stat().st_mtime_ns, list(named)
    parts = [addresses[at : at + PART] for at in range(0, len(addresses), PART)]

    def lost_of(part: list[str]) -> list[str]:
        return [address for address in part if not _is_intact(f"{folder}/{address}", newest, named[address])]

    lost = set(chain.from_iterable(share_out(parts, lost_of, hands)))
    linked = tuple(f"{above}/" for above in ancestors(addresses) if (folder / above).is_symlink())
    return lost.union(one for one in addresses if one.startswith(linked)) if linked else lost


def _is_intact(file: str, newest: int, digest: str) -> bool:
    try:
        found = os.lstat(file)  # no Path: this is asked for every file of a site
    except OSError:
        return False
    return found.st_mtime_ns <= newest and (found.st_size > 0 or digest == EMPTY) and stat.S_ISREG(found.st_mode)


def find_damage(folder: Path) -> dict[str, str]:
    """Return the addresses at which a folder no longer holds what its manifest names: `missing` or `changed`.

    Every byte is read. Raises PublishError when there is no manifest, or it is damaged.
    """
    manifest = folder / MANIFEST
    if not manifest.exists():
        raise PublishError(phrase("no_manifest", folder=str(folder), manifest=MANIFEST))
    found = {address: _state(folder / address, digest) for address, digest in read_manifest(manifest).items()}
    return {address: state for address, state in found.items() if state}


def _state(file: Path, digest: str) -> str:
    if file.is_symlink() or not file.is_file():
        return MISSING
    return "" if hashlib.sha256(file.read_bytes()).hexdigest() == digest else CHANGED


def read_manifest(path: Path) -> dict[str, str]:
    """Read address → SHA-256 from a manifest. Raises PublishError when it is damaged."""
    text = path.read_text(encoding="utf-8")
    found = LINE.findall(text)
    if len(found) != text.count("\n", 0, -1) + bool(text):
        odd = (number for number, line in enumerate(text.split("\n"), 1) if not LINE.match(line))
        raise PublishError(phrase("damaged", place=f"{path}:{next(odd)}"))
    return {address: digest for digest, address in found}


def _find_foreign(folder: str, named: Mapping[str, str]) -> Iterator[str]:
    """Yield the topmost paths of a folder that hold nothing that is `named`, entering only the folders above these."""
    enter, waiting = set(ancestors(named)), [""]
    while waiting:
        above = waiting.pop()
        with os.scandir(f"{folder}/{above}") as entries:
            for entry in entries:
                address = above + entry.name
                if address in named and entry.is_file(follow_symlinks=False):
                    continue
                if address in enter and entry.is_dir(follow_symlinks=False):
                    waiting.append(address + "/")
                elif address not in RESERVED:
                    yield address


def ancestors(addresses: Iterable[str]) -> Iterator[str]:
    """Yield every folder in which an address lies, each once."""
    seen: set[str] = set()
    for address in addresses:
        above = address.rpartition("/")[0]
        while above and above not in seen:
            seen.add(above)
            yield above
            above = above.rpartition("/")[0]
