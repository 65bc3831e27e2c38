"""What folders hold at a moment, so that two moments can be compared and no save is lost between them.

A file's mark is what `stat` says of it: time and size, and also its inode and the time of its last change of any kind
(ctime), which nobody can set: a file that is moved in, put in another's place or given an old time has another mark.
Clocks of file systems are coarse, from some milliseconds to two seconds (FAT), so a file that was saved twice within
one tick may look the same. While a file is younger than that, its content is part of its mark.
"""

from __future__ import annotations

import os
import stat
import time
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

DOUBT_NS = 2_500_000_000
"""For how long a file's time proves nothing: two seconds on FAT, and something for clocks that differ."""

Mark: TypeAlias = tuple[int, int, int, int, bytes]
"""Time of content and size, inode, time of change (nanoseconds), and a digest while the file is young, else b""."""
Snapshot: TypeAlias = "Mapping[str, Mark]"
"""Path → mark. Files and folders whose names begin with a full stop are left out, as the build leaves them out."""


def take_snapshot(folders: Iterable[Path]) -> Snapshot:
    """Return the marks of all files in some folders and below; what vanishes meanwhile is not there."""
    now = time.time_ns()
    return {path: mark_of(path, found, now) for folder in folders for path, found in _walk(str(folder))}


def changed_files(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return the paths that are new, gone or different, sorted."""
    gone = before.keys() - after.keys()
    return tuple(sorted(gone.union(path for path, mark in after.items() if _differ(before.get(path), mark))))


def is_as_before(before: Snapshot, after: Snapshot) -> bool:
    """Say whether all files are as they were, those read again that were too young for their time to prove it."""
    if changed_files(before, after):
        return False
    doubtful = (path for path, mark in before.items() if mark[4] and not after[path][4])
    return all(_digest(path) == before[path][4] for path in doubtful)


def mark_of(path: str, found: os.stat_result, now: int) -> Mark:
    """Return the mark of a file; `now` is in nanoseconds."""
    plain = stat.S_ISREG(found.st_mode)  # a pipe would be waited for
    return (*_times(found), _digest(path) if plain and _is_young(found, now) else b"")


def settled_mark(found: os.stat_result, now: int) -> Mark | None:
    """Return the mark of a plain file that has its content for good as long as it has this mark; None of any other."""
    return (*_times(found), b"") if stat.S_ISREG(found.st_mode) and not _is_young(found, now) else None


def _times(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def _is_young(found: os.stat_result, now: int) -> bool:
    return now - max(found.st_mtime_ns, found.st_ctime_ns) < DOUBT_NS


def _differ(before: Mark | None, after: Mark) -> bool:
    if before is None or before[:4] != after[:4]:
        return True
    return bool(before[4] and after[4] and before[4] != after[4])


def _digest(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - called often
            return blake2b(file.read(), digest_size=16).digest()
    except OSError:
        return b"?"


def _walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files in a folder and below, with what `stat` says; links to folders are followed, each once."""
    waiting, followed = [folder], set[str]()
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if _is_folder(entry):
                        if not entry.is_symlink() or _first_time(entry.path, followed):
                            waiting.append(entry.path)
                    elif found := _stat(entry):
                        yield entry.path, found
        except OSError:  # not there, or not ours to read: the build will say so
            continue


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a ring
        return False


def _first_time(link: str, followed: set[str]) -> bool:
    target = os.path.realpath(link)
    first = target not in followed
    followed.add(target)
    return first


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat()
    except OSError:  # gone since, or a link to nothing
        return None
