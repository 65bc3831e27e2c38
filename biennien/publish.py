"""Outputs → the site's folder, which is at any instant the whole last site or the whole new one.

How: beside `site/` lies `.site-spare/`, the site before the last. It is brought up to date where nobody looks, and the
two trade places (see `swap`). What did not change stays as it is, a hard link, so a small edit costs little.

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

from biennien.inventory import (
    AT_REST,
    MANIFEST,
    RESERVED,
    UNFINISHED,
    Inventory,
    PublishError,
    ancestors,
    look,
    read_manifest,
)
from biennien.messages import phrase
from biennien.swap import settle, swap

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

__all__ = ["MANIFEST", "PublishError", "Receipt", "opened", "publish", "put", "recover"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands in the folder after publishing: address → SHA-256 in hexadecimal; and what that changed.

    Addresses are sorted. `written` are new, changed or mended; `removed` were published before.
    """

    files: Mapping[str, str]
    written: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spare:
    """The site in the making: what it held when taken into work, address → SHA-256, and its folders, which grow."""

    folder: Path
    held: Mapping[str, str]
    folders: set[str]


def publish(
    outputs: Iterable[tuple[str, bytes | None]], into: Path, *, apart_from: Iterable[Path] = (), hands: int = 1
) -> Receipt:
    """Make `into` hold exactly `outputs`, (posix address, bytes), besides what is not the program's.

    None for bytes keeps what is intact at that address. The iterable is read once, one output at a time;
    an exception in it passes through, and `into` stays as it was. `into` may not be, hold or lie in a folder of
    `apart_from`. Up to `hands` processes look at what is there. Raises PublishError, OSError (disk, permissions), and
    ValueError where the outputs contradict themselves.
    """
    with opened(into, apart_from=apart_from, hands=hands) as live:
        return put(outputs, live, hands)


@contextmanager
def opened(into: Path, *, apart_from: Iterable[Path] = (), hands: int = 1) -> Iterator[Inventory]:
    """Yield what a folder holds, for `put`, and keep other processes from publishing there meanwhile.

    So who has to know what is `intact` before there are outputs need not look twice. For the rest see `publish`.
    """
    into = into.resolve()
    refuse_unsafe(into, apart_from)
    into.parent.mkdir(parents=True, exist_ok=True)
    with alone(into.parent):
        finish(into, hands)
        yield look(into, hands)


def put(outputs: Iterable[tuple[str, bytes | None]], live: Inventory, hands: int = 1) -> Receipt:
    """Make a folder that is `opened` hold exactly `outputs`; see `publish`."""
    into = live.folder
    spare = open_spare(place_spare(into), live)
    files = write_new(outputs, live, spare)
    if files == live.named and live.is_whole and into.exists():
        (spare.folder / UNFINISHED).replace(spare.folder / AT_REST)
    else:
        link_kept(files, live, spare)
        prune(spare, files)
        seal(spare.folder, files)
        change_places(spare.folder, into, hands)
    written = tuple(address for address in files if live.intact.get(address) != files[address])
    return Receipt(files, written, tuple(sorted(live.named.keys() - files.keys())))


def recover(into: Path) -> None:
    """Finish what a dying process left half done, if anything; `publish` begins with it."""
    into = into.resolve()
    if into.parent.exists():
        with alone(into.parent):
            finish(into)


def finish(into: Path, hands: int = 1) -> None:
    """Finish a change of places: a spare that is whole becomes the site, or gives up what is not the program's."""
    spare = place_spare(into)
    settle(spare, into)
    if not (spare / MANIFEST).exists():
        return
    if into.exists():
        retire(spare, into, hands)
    else:
        spare.rename(into)


def change_places(spare: Path, into: Path, hands: int) -> None:
    """Make the spare the site, with what is not the program's; the old site becomes the spare."""
    try:
        swap(spare, into)
    except OSError as fault:
        raise PublishError(phrase("not_replaced", folder=str(into), why=str(fault.strerror))) from fault
    if (spare / MANIFEST).exists():
        retire(spare, into, hands)


def retire(spare: Path, into: Path, hands: int) -> None:
    """Move what is not the program's to the site, and lay the spare to rest, if it is what it should be."""
    old = look(spare, hands)
    for address in old.foreign:
        move(spare / address, into / address)
    (spare / MANIFEST).replace(spare / (AT_REST if old.is_whole else UNFINISHED))


def move(here: Path, there: Path) -> None:
    """Move a file or a folder, into the folder of that name if there is one."""
    if not os.path.lexists(there):
        there.parent.mkdir(parents=True, exist_ok=True)
        here.rename(there)
    elif is_folder(here) and is_folder(there):
        for path in list(here.iterdir()):
            move(path, there / path.name)
        here.rmdir()
    else:  # put back by hand after a process died: that one is newer
        clear(here)


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder, and not a link to one."""
    return path.is_dir() and not path.is_symlink()


# Where to


def refuse_unsafe(into: Path, apart_from: Iterable[Path]) -> None:
    """Raise PublishError where replacing `into`, a resolved path, could cost what is not the program's."""
    if into == Path(into.anchor) or into == home() or into in home().parents:
        raise PublishError(phrase("holds_more", folder=str(into)))
    for kept in (path.resolve() for path in apart_from):
        if into == kept or into in kept.parents or kept in into.parents:
            raise PublishError(phrase("hold_one_another", folder=str(into), other=str(kept)))
    if into.exists() and not into.is_dir():
        raise PublishError(phrase("no_folder", path=str(into)))
    if into.exists() and not (into / MANIFEST).exists() and any(into.iterdir()):
        raise PublishError(phrase("not_a_site", folder=str(into), manifest=MANIFEST))


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


# The spare


def open_spare(folder: Path, live: Inventory) -> Spare:
    """Take the spare into work. Raises PublishError.

    One that cannot be relied on is emptied: it was never finished, or the site, whose files it shares, was touched.
    """
    unfinished = folder / UNFINISHED
    if (folder / AT_REST).exists() and live.is_whole:
        held = read_manifest(folder / AT_REST)
        (folder / AT_REST).replace(unfinished)
        return Spare(folder, held, set(ancestors(held)))
    folder.mkdir(exist_ok=True)
    if not any((folder / name).exists() for name in RESERVED) and any(folder.iterdir()):
        raise PublishError(phrase("in_the_way", folder=str(folder)))
    if (folder / AT_REST).exists():
        (folder / AT_REST).replace(unfinished)
    unfinished.write_bytes(b"")
    for entry in folder.iterdir():
        if entry != unfinished:
            clear(entry)
    return Spare(folder, {}, set())


def write_new(outputs: Iterable[tuple[str, bytes | None]], live: Inventory, spare: Spare) -> dict[str, str]:
    """Write the outputs that are new into the spare; return address → SHA-256 of all, sorted.

    Raises PublishError and ValueError.
    """
    files: dict[str, str] = {}
    above_foreign = set(ancestors(live.foreign))
    for address, data in outputs:
        if address in files:
            raise ValueError(f"{address!r} cannot be both of two files")
        if data is None:
            files[address] = digest_kept(address, live)
            continue
        refuse_address(address, files)
        if live.foreign:
            refuse_foreign(address, live, above_foreign)
        files[address] = digest = hashlib.sha256(data).hexdigest()
        if digest not in (live.intact.get(address), spare.held.get(address)):
            make_room(spare, address).write_bytes(data)
    refuse_twins(files)
    return dict(sorted(files.items()))


def link_kept(files: Mapping[str, str], live: Inventory, spare: Spare) -> None:
    """Bring what the site has already into the spare, where that has it not."""
    for address, digest in files.items():
        if spare.held.get(address) != digest == live.intact.get(address):
            link(live.folder / address, make_room(spare, address))


def refuse_address(address: str, files: Mapping[str, str]) -> None:
    """Raise ValueError for an address that leads out of the site, or into one of the `files` so far."""
    parts = address.split("/")
    if not {"", ".", ".."}.isdisjoint(parts) or "\\" in address or not address.isprintable() or address in RESERVED:
        raise ValueError(f"{address!r} is no address of a file in the site")
    if not files.keys().isdisjoint(ancestors([address])):
        raise ValueError(f"{address!r} lies in what is both a file and a folder of the site")


def refuse_twins(files: Iterable[str]) -> None:
    """Raise ValueError where two addresses cannot both be files, here or on some other machine."""
    taken: dict[str, str] = {}
    for address in files:
        key = address if address.isascii() else unicodedata.normalize("NFC", address)
        if (other := taken.setdefault(key.casefold(), address)) is not address:
            raise ValueError(f"{address!r} and {other!r} cannot both be files, here or on some other machine")
    if both := taken.keys() & set(ancestors(taken)):
        raise ValueError(f"{taken[min(both)]!r} is both a file and a folder of the site")


def refuse_foreign(address: str, live: Inventory, above_foreign: Container[str]) -> None:
    """Raise PublishError where an output would take the place of what is not the program's."""
    above = tuple(ancestors([address]))
    if address not in above_foreign and live.foreign.isdisjoint((address, *above)):
        return
    barred = [path for path in above if os.path.lexists(live.folder / path) and not is_folder(live.folder / path)]
    if barred or os.path.lexists(live.folder / address):
        place = live.folder / (barred[0] if barred else address)
        raise PublishError(phrase("takes_the_place", path=str(place), address=address))


def digest_kept(address: str, live: Inventory) -> str:
    """Return the digest of what is kept as it was published."""
    if address not in live.intact:
        raise PublishError(phrase("changed_during_build", path=str(live.folder / address)))
    return live.intact[address]


def make_room(spare: Spare, address: str) -> Path:
    """Return the path of an address in the spare, with nothing there and a folder above it."""
    above = address.rpartition("/")[0]
    if above and above not in spare.folders:
        make_room(spare, above).mkdir()
        spare.folders.add(above)
    place = spare.folder / address
    if address in spare.held or address in spare.folders:
        clear(place)
    return place


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


def prune(spare: Spare, files: Mapping[str, str]) -> None:
    """Remove from the spare what is not among the outputs, and the folders that this empties."""
    for address in spare.held.keys() - files.keys():
        with suppress(NotADirectoryError):  # a folder of old, now a file
            if not (spare.folder / address).is_dir():
                (spare.folder / address).unlink(missing_ok=True)
    for folder in sorted(spare.folders.difference(ancestors(files), files), reverse=True):
        with suppress(FileNotFoundError, NotADirectoryError):
            (spare.folder / folder).rmdir()


def seal(spare: Path, files: Mapping[str, str]) -> None:
    """Write the manifest, last of all: from then on, the spare counts as whole."""
    lines = "".join(f"{digest}  {address}\n" for address, digest in sorted(files.items()))
    with (spare / UNFINISHED).open("wb") as manifest:
        manifest.write(lines.encode())
        manifest.flush()
        os.fsync(manifest.fileno())
    (spare / UNFINISHED).replace(spare / MANIFEST)
