"""What a published folder holds: what its manifest names, what of that is intact, and what is somebody else's."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.messages import SaidError, phrase

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

MANIFEST = "manifest-sha256.txt"
# The name of a spare's manifest tells how far it is: being worked on (else never seen, it is emptied and begun again),
# whole (to become the site, or just has been it and still holds what is not the program's), at rest.
UNFINISHED = "manifest-sha256.unfinished"
AT_REST = "manifest-sha256.at-rest"
MISSING, CHANGED = "missing", "changed"
RESERVED = (MANIFEST, UNFINISHED, AT_REST)
EMPTY = hashlib.sha256(b"").hexdigest()
DIGEST_LENGTH = len(EMPTY)


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


def look(folder: Path) -> Inventory:
    """Take stock of a folder; one that is missing or has no manifest holds nothing of the program's.

    A file is intact when it is no younger than the manifest, which is written last, and not empty without reason.
    """
    manifest = folder / MANIFEST
    if not manifest.exists():
        return Inventory(folder, {}, {}, frozenset())
    named = read_manifest(manifest)
    newest = manifest.stat().st_mtime_ns
    intact: dict[str, str] = {}
    foreign: set[str] = set()
    for address, entry in walk(str(folder), set(ancestors(named))):
        digest = named.get(address)
        if digest is None or not entry.is_file(follow_symlinks=False):
            foreign.add(address)
            continue
        found = entry.stat(follow_symlinks=False)
        if found.st_mtime_ns <= newest and (found.st_size or digest == EMPTY):
            intact[address] = digest
    return Inventory(folder, named, intact, frozenset(foreign.difference(RESERVED)))


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
    named: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        digest, gap, address = line[:DIGEST_LENGTH], line[DIGEST_LENGTH : DIGEST_LENGTH + 2], line[DIGEST_LENGTH + 2 :]
        if gap != "  " or not address:
            raise PublishError(phrase("damaged", place=f"{path}:{number}"))
        named[address] = digest
    return named


def walk(folder: str, enter: Container[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what a folder holds, with addresses, entering only the folders below it that are in `enter`."""
    waiting = [""]
    while waiting:
        above = waiting.pop()
        with os.scandir(f"{folder}/{above}") as entries:
            for entry in entries:
                address = above + entry.name
                if address in enter and entry.is_dir(follow_symlinks=False):
                    waiting.append(address + "/")
                else:
                    yield address, entry


def ancestors(addresses: Iterable[str]) -> Iterator[str]:
    """Yield every folder in which an address lies, each once."""
    seen: set[str] = set()
    for address in addresses:
        above = address.rpartition("/")[0]
        while above and above not in seen:
            seen.add(above)
            yield above
            above = above.rpartition("/")[0]
