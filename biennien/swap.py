"""Two folders of one parent trade places, as nearly at once as the system can do it.

Linux and macOS exchange two names in a single step. Elsewhere, and on file systems that cannot, the live folder steps
aside and the new one takes its name: two renames, between which there is no live folder. Where a process dies between
them, the names themselves say what is left to do, and `settle` does it.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

AT_FDCWD = -100  # linux/fcntl.h: paths as they are
RENAME_EXCHANGE = 2  # linux/fs.h, for renameat2(2)
RENAME_SWAP = 2  # sys/stdio.h of macOS, for renamex_np(2)


def swap(new: Path, live: Path) -> None:
    """Give `new` the name `live`; what had that name is then called `new`. Raises OSError, with `live` in place."""
    if not live.exists():
        new.rename(live)
    elif not exchange(new, live):
        swap_in_steps(new, live)


def exchange(one: Path, other: Path) -> bool:
    """Let two paths trade places in one step; tell whether that could be done."""
    import ctypes

    paths = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(*paths, RENAME_SWAP) == 0)
        return bool(libc.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):  # no such call here, or no C library to ask
        return False


def swap_in_steps(new: Path, live: Path) -> None:
    """Swap by renames; where the second one fails, the first is undone."""
    aside = place_aside(live)
    live.rename(aside)
    try:
        new.rename(live)
    except OSError:
        aside.rename(live)
        raise
    aside.rename(new)


def settle(new: Path, live: Path) -> None:
    """Finish a swap in steps that was cut short; otherwise do nothing."""
    aside = place_aside(live)
    if not aside.exists():
        return
    if not live.exists():
        new.rename(live)
    aside.rename(new)


def place_aside(live: Path) -> Path:
    """Return where the live folder waits during a swap in steps."""
    return live.with_name(f".{live.name}-aside")
