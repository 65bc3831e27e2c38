"""Outputs → the site's folder, which is at any instant the whole last site or the whole new one.

How: beside `site/` lies `.site-spare/`, the site before the last. It is brought up to date where nobody looks, and the
two trade places (see `swap`). What did not change is a hard link, so a small edit costs little, and keeps its time.

What is promised:
- A build that fails, is interrupted or fills the disk leaves `site/` as it was, byte for byte.
- The change is one step on Linux and macOS. Elsewhere it is two renames; should the process die between them, `site/`
  is missing until the next `publish` or `recover`, which puts the new one in place.
- What the program did not write (CNAME, .git, …) is never changed, and moves along right after the swap; should the
  process die just then, the next run moves it. An output that would stand in its way is refused.
- Every run checks that what it published is still there and has not been touched since, and mends it. After a power
  cut, that includes files which the file system left empty.
- Runs into the same folder wait for each other (but on Windows, where nothing keeps two apart).

`site/manifest-sha256.txt` is the receipt: `sha256sum -c` understands it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import unicodedata
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.swap import settle, swap

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MANIFEST = "manifest-sha256.txt"
UNFINISHED = "manifest-sha256.unfinished"  # stands in a spare that is being worked on
RESERVED = (MANIFEST, UNFINISHED)
EMPTY = hashlib.sha256(b"").hexdigest()
DIGEST_LENGTH = len(EMPTY)


class PublishError(Exception):
    """Why nothing can be published there, and what to do: one sentence."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands in the folder after publishing: address → SHA-256 in hexadecimal; and what that changed.

    Addresses are sorted. `written` are new, changed or mended; `removed` were published before.
    """

    files: Mapping[str, str]
    written: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a folder holds: what its manifest names, what of that is intact, and what is not the program's.

    `foreign` are the topmost paths that hold nothing of the program's; a folder is one entry.
    """

    folder: Path
    named: Mapping[str, str]
    intact: Mapping[str, str]
    foreign: frozenset[str]


def publish(outputs: Iterable[tuple[str, bytes | None]], into: Path, *, apart_from: Iterable[Path] = ()) -> Receipt:
    """Make `into` hold exactly `outputs`, (posix address, bytes), besides what is not the program's.

    None for bytes keeps what `published(into)` has at that address. The iterable is read once, one output at a time;
    an exception in it passes through, and `into` stays as it was. `into` may not be, hold or lie in a folder of
    `apart_from`. Raises PublishError, OSError (disk, permissions), and ValueError where the outputs contradict
    themselves.
    """
    into = into.resolve()
    refuse_unsafe(into, apart_from)
    into.parent.mkdir(parents=True, exist_ok=True)
    with alone(into.parent):
        recover(into)
        live = look(into)
        spare = open_spare(place_spare(into))
        files = stage(outputs, live, spare)
        prune(spare, files)
        seal(spare.folder, files)
        if files != live.intact or live.intact != live.named or not into.exists():
            change_places(spare.folder, into)
    written = tuple(address for address in sorted(files) if live.intact.get(address) != files[address])
    return Receipt(dict(sorted(files.items())), written, tuple(sorted(live.named.keys() - files.keys())))


def published(into: Path) -> Mapping[str, str]:
    """Return what was published and is intact: address → SHA-256. Raises PublishError on a damaged manifest."""
    return look(into.resolve()).intact


def recover(into: Path) -> None:
    """Finish what a dying process left half done, if anything; `publish` begins with it."""
    spare = place_spare(into)
    settle(spare, into)
    if (spare / MANIFEST).exists() and into.exists():
        carry_foreign(look(spare), into)


def change_places(spare: Path, into: Path) -> None:
    """Make the spare the site, with what is not the program's; the old site becomes the spare."""
    try:
        swap(spare, into)
    except OSError as fault:
        raise PublishError(
            f"{into} could not be replaced ({fault.strerror}): if it is a mount point, publish into a folder in it; "
            "if a program holds it open, close that; then build again"
        ) from fault
    if spare.exists():
        carry_foreign(look(spare), into)


# Where to


def refuse_unsafe(into: Path, apart_from: Iterable[Path]) -> None:
    """Raise PublishError where replacing `into`, a resolved path, could cost what is not the program's."""
    if into == Path(into.anchor) or into == home() or into in home().parents:
        raise PublishError(f"{into} holds more than a site: choose a folder of the site's own")
    for kept in (path.resolve() for path in apart_from):
        if into == kept or into in kept.parents or kept in into.parents:
            raise PublishError(f"{into} and {kept} may not hold each other: choose another folder for the site")
    if into.exists() and not into.is_dir():
        raise PublishError(f"{into} is not a folder: choose another name, or move it away")
    if into.exists() and not (into / MANIFEST).exists() and any(into.iterdir()):
        raise PublishError(f"{into} is not empty and has no {MANIFEST}, so it is not a site to replace: empty it first")


def home() -> Path:
    """Return the user's folder, or the root where there is none."""
    try:
        return Path.home().resolve()
    except RuntimeError:
        return Path("/").resolve()


def place_spare(into: Path) -> Path:
    """Return where the spare of a site is."""
    return into.with_name(f".{into.name}-spare")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes from publishing into the same parent folder meanwhile."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a network's file system may know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


# What is there


def look(folder: Path) -> Inventory:
    """Take stock of a folder; one that is missing or has no manifest holds nothing of the program's.

    A file is intact when it is no younger than the manifest, which is written last, and not empty without reason.
    """
    manifest = folder / MANIFEST
    named = read_manifest(manifest)
    intact: dict[str, str] = {}
    foreign: set[str] = set()
    folders = set(ancestors(named))
    newest = manifest.stat().st_mtime_ns if named else 0
    for address, entry in walk(folder, folders):
        digest = named.get(address)
        if digest is None:
            foreign.add(address)
        elif entry.is_file(follow_symlinks=False):
            found = entry.stat(follow_symlinks=False)
            if found.st_mtime_ns <= newest and (found.st_size or digest == EMPTY):
                intact[address] = digest
    return Inventory(folder, named, intact, frozenset(foreign - {MANIFEST, UNFINISHED}))


def read_manifest(path: Path) -> dict[str, str]:
    """Read address → SHA-256 from a manifest; none, where there is none."""
    if not path.exists():
        return {}
    named: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        digest, gap, address = line[:DIGEST_LENGTH], line[DIGEST_LENGTH : DIGEST_LENGTH + 2], line[DIGEST_LENGTH + 2 :]
        if gap != "  " or not address:
            raise PublishError(f"{path}:{number} is damaged: move away what you keep in that folder, and delete it")
        named[address] = digest
    return named


def walk(folder: Path, into: set[str], above: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what a folder holds, with addresses, entering only the folders that are named in `into`."""
    if not folder.exists():
        return
    with os.scandir(folder / above) as entries:
        for entry in entries:
            address = above + entry.name
            if address in into and entry.is_dir(follow_symlinks=False):
                yield from walk(folder, into, address + "/")
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


# The spare


def open_spare(spare: Path) -> Inventory:
    """Take the spare into work: as it is when it is whole, else emptied, else made. Raises PublishError."""
    unfinished = spare / UNFINISHED
    inventory = look(spare)
    if (spare / MANIFEST).exists():
        (spare / MANIFEST).rename(unfinished)
        return inventory
    spare.mkdir(exist_ok=True)
    if not unfinished.exists() and any(spare.iterdir()):
        raise PublishError(f"{spare} is not this program's doing, but stands where it works: move it away")
    unfinished.touch()
    for entry in spare.iterdir():
        if entry.name != UNFINISHED:
            clear(entry)
    return look(spare)


def stage(outputs: Iterable[tuple[str, bytes | None]], live: Inventory, spare: Inventory) -> dict[str, str]:
    """Bring every output into the spare; return address → SHA-256. Raises PublishError, ValueError."""
    files: dict[str, str] = {}
    taken: dict[str, str] = {}
    made: set[str] = set()
    for address, data in outputs:
        refuse_address(address, taken)
        refuse_foreign(address, live)
        digest = digest_kept(address, live) if data is None else hashlib.sha256(data).hexdigest()
        files[address] = digest
        if spare.intact.get(address) == digest:
            continue
        place = make_room(spare.folder, address, made)
        if live.intact.get(address) == digest:
            link(live.folder / address, place)
        else:
            place.write_bytes(data or b"")
    if both := files.keys() & set(ancestors(files)):
        raise ValueError(f"{min(both)} is both a file and a folder of the site")
    return files


def refuse_address(address: str, taken: dict[str, str]) -> None:
    """Raise ValueError for an address that leads out of the site or meets another; note it in `taken`."""
    parts = address.split("/")
    if not {"", ".", ".."}.isdisjoint(parts) or "\\" in address or not address.isprintable() or address in RESERVED:
        raise ValueError(f"{address!r} is no address of a file in the site")
    key = unicodedata.normalize("NFC", address).casefold()
    if key in taken:
        raise ValueError(f"{address!r} and {taken[key]!r} are one file, here or on other machines")
    taken[key] = address


def refuse_foreign(address: str, live: Inventory) -> None:
    """Raise PublishError where an output would take the place of what is not the program's."""
    if not live.foreign:
        return
    for path in (address, *ancestors([address])):
        if path in live.foreign:
            raise PublishError(f"{live.folder / path} is not the program's, but {address} belongs there: move it away")
    if address in set(ancestors(live.foreign)):
        raise PublishError(f"{live.folder / address} holds what is not the program's: move that away")


def digest_kept(address: str, live: Inventory) -> str:
    """Return the digest of what is kept as it was published."""
    if address not in live.intact:
        raise PublishError(f"{live.folder / address} was removed or changed during the build: build again")
    return live.intact[address]


def make_room(folder: Path, address: str, made: set[str]) -> Path:
    """Return the path of an address in the spare, with nothing there and its folders above it."""
    above = address.rpartition("/")[0]
    if above not in made:
        for path in reversed([above, *ancestors([above])]):
            if not (folder / path).is_dir():
                clear(folder / path)
                (folder / path).mkdir()
        made.add(above)
    clear(folder / address)
    return folder / address


def link(there: Path, here: Path) -> None:
    """Make `here` the same file as `there`, or where that cannot be, a copy with its time."""
    try:
        here.hardlink_to(there)
    except OSError:
        shutil.copy2(there, here)


def clear(path: Path) -> None:
    """Remove whatever is at a path."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        if not path.is_dir():
            raise
        shutil.rmtree(path)


def prune(spare: Inventory, files: Mapping[str, str]) -> None:
    """Remove from the spare what is not among the outputs, and the folders that this empties."""
    for address in spare.named.keys() - files.keys():
        with suppress(NotADirectoryError):  # a folder of old, now a file
            if not (spare.folder / address).is_dir():
                (spare.folder / address).unlink(missing_ok=True)
    left = set(ancestors(spare.named)) - set(ancestors(files)) - files.keys()
    for folder in sorted(left, reverse=True):
        with suppress(FileNotFoundError, NotADirectoryError):
            (spare.folder / folder).rmdir()


def seal(spare: Path, files: Mapping[str, str]) -> None:
    """Write the manifest, last of all: from then on, the spare counts as whole."""
    lines = "".join(f"{digest}  {address}\n" for address, digest in sorted(files.items()))
    with (spare / UNFINISHED).open("wb") as manifest:
        manifest.write(lines.encode())
        manifest.flush()
        os.fsync(manifest.fileno())
    (spare / UNFINISHED).rename(spare / MANIFEST)


def carry_foreign(old: Inventory, into: Path) -> None:
    """Move what is not the program's from the old site to the new one."""
    for address in old.foreign:
        there = into / address
        if os.path.lexists(there):  # put back by hand after a crash: that one is newer
            clear(old.folder / address)
        else:
            there.parent.mkdir(parents=True, exist_ok=True)
            (old.folder / address).rename(there)
