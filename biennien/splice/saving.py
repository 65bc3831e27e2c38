"""A file is replaced whole or not at all, and only while it still is what was read."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from biennien.splice.leftovers import place_part, place_whole, sweep
from biennien.swap import exchange


class ChangedError(OSError):
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
    part = place_part(real)
    fresh = place_whole(part, before, after)
    _write(part, after, real)
    part.rename(fresh)
    try:
        _refuse_changed(real, before)
        _take_place(fresh, real, before)
    finally:
        if _content(fresh) in (after, before):  # anything else is somebody's words, which we may not throw away
            fresh.unlink(missing_ok=True)
    _sync_folder(real.parent)


def _take_place(fresh: Path, real: Path, before: bytes) -> None:
    """Rename; where names can be exchanged, look once more at what was there, since it may have changed till then."""
    if not real.exists() or not exchange(fresh, real):
        fresh.replace(real)
    elif _content(fresh) != before:
        exchange(fresh, real)
        _refuse_changed(real, before)


def _refuse_changed(file: Path, before: bytes) -> None:
    if _content(file) != before:
        raise ChangedError(f"{file} was changed meanwhile; it is left as it is now")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _write(fresh: Path, content: bytes, like: Path) -> None:
    try:
        with fresh.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        if like.exists():
            fresh.chmod(stat.S_IMODE(like.stat().st_mode))
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; not every system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
