"""A file is replaced whole or not at all, and only while it still is what was read."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.leftovers import place_part, place_whole, sweep
from biennien.messages import SaidError, phrase
from biennien.swap import exchange

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES = 5  # times that a file may change under our hands


class ChangedError(SaidError, OSError):
    """The file is no longer what was read: somebody else wrote it meanwhile, and their words stand."""


def save(file: Path, before: bytes, after: bytes) -> None:
    """Put `after` in the place of `before`, whole or not at all; a file that is not there counts as empty.

    The new file is written beside the old one, flushed to the disk, and takes its name and mode; a symbolic link stays
    one. What an earlier save that was killed left beside it is swept up. Raises ChangedError, with the file untouched,
    when it is no longer `before`; OSError when the disk refuses.
    """
    real = Path(os.path.realpath(file))
    _refuse_changed(real, before)
    sweep(real)
    part = write_beside(real, after)
    fresh = place_whole(part, before, after)
    part.rename(fresh)
    try:
        if real.exists():
            fresh.chmod(stat.S_IMODE(real.stat().st_mode))
        _refuse_changed(real, before)
        _take_place(fresh, real, before)
    finally:
        if read_bytes(fresh) in (after, before):  # anything else is somebody's words, which we may not throw away
            fresh.unlink(missing_ok=True)
    _sync_folder(real.parent)


def rewrite(file: Path, change: Callable[[bytes], bytes | None]) -> bytes | None:
    """Save what `change` makes of a file's bytes, and ask it again when somebody else wrote the file meanwhile.

    Return what the file now holds; None where `change` did, and nothing was written. Raises ChangedError when somebody
    keeps writing the file, OSError, and whatever `change` raises.
    """
    for left in reversed(range(TRIES)):
        before = read_bytes(file)
        after = change(before)
        if after is None or after == before:
            return after
        try:
            save(file, before, after)
        except ChangedError:
            if not left:
                raise
        else:
            return after
    return None


def _take_place(fresh: Path, real: Path, before: bytes) -> None:
    """Rename; where names can be exchanged, look once more at what was there, since it may have changed till then."""
    if not real.exists() or not exchange(fresh, real):
        fresh.replace(real)
    elif read_bytes(fresh) != before:
        exchange(fresh, real)
        _refuse_changed(real, before)


def _refuse_changed(file: Path, before: bytes) -> None:
    if read_bytes(file) != before:
        raise ChangedError(phrase("changed_meanwhile", file=str(file)))


def replace_made(file: Path, content: bytes) -> None:
    """Replace a file that can be made again, whole or not at all, whoever wrote it last. Raises OSError."""
    fresh = write_beside(file, content, at_once=False)
    try:
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def read_bytes(file: Path) -> bytes:
    """Return what a file holds; nothing where there is none. Raises OSError."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def write_beside(file: Path, content: bytes, *, at_once: bool = True) -> Path:
    """Write a new file with a name of its own beside `file`, and return it. Raises OSError, and leaves none then.

    It is on the disk `at_once`, or whenever the system puts it there.
    """
    fresh = place_part(file)
    try:
        with fresh.open("xb") as out:
            out.write(content)
            if at_once:
                out.flush()
                os.fsync(out.fileno())
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; not every system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
