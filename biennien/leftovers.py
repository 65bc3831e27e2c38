"""What saves that were killed left beside a file: known by its name, swept up by the next save of that file or build.

While it is written, a new file is `.NAME.PID-TOKEN.part.tmp`: a part of our own words. Written whole, it also names the
fingerprints of the old and the new content: as long as it holds one of them, nobody else's words are in it. Of a long
NAME only the beginning and a fingerprint stand there, so that no file system finds the whole too long.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 120  # bytes of a NAME: with what follows it stays far below 255, the limit of most file systems
_NAMED = re.compile(r"(?P<process>[1-9]\d{0,8})-[0-9a-f]{8}(?:-(?P<marks>[0-9a-f]{16}-[0-9a-f]{16})|\.part)\.tmp")
_LEFT = re.compile(rf"\..+\.{_NAMED.pattern}", re.DOTALL)


def place_part(file: Path) -> Path:
    """Return a name beside a file for what this process is writing."""
    return file.with_name(f"{_lead(file)}{os.getpid()}-{os.urandom(4).hex()}.part.tmp")


def place_whole(part: Path, before: bytes, after: bytes) -> Path:
    """Return the name of what was a part when it is written whole, to take the place of `before`."""
    return part.with_name(part.name.removesuffix(".part.tmp") + f"-{_mark(before)}-{_mark(after)}.tmp")


def sweep(file: Path) -> None:
    """Remove what processes that are no longer alive left beside a file, unless somebody's words may be in it."""
    lead = _lead(file)
    with suppress(OSError):  # it is litter: nothing depends on it
        for one in sorted(file.parent.iterdir()):
            named = _NAMED.fullmatch(one.name.removeprefix(lead)) if one.name.startswith(lead) else None
            if named and not _is_alive(int(named["process"])) and _is_ours(one, named["marks"]):
                one.unlink(missing_ok=True)


def sweep_folder(folder: Path) -> None:
    """Remove what processes that are no longer alive left in a folder, unless somebody's words may be in it.

    To be called while this process saves nothing: what has its number is then of an earlier one, as in containers,
    where each run has the same.
    """
    with suppress(OSError):
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - thousands of names, of which hardly any is ours
            named = _LEFT.fullmatch(name) if name.endswith(".tmp") else None
            if named is None or ((process := int(named["process"])) != os.getpid() and _is_alive(process)):
                continue
            with suppress(OSError):
                if _is_ours(folder / name, named["marks"]):
                    (folder / name).unlink(missing_ok=True)


def _lead(file: Path) -> str:
    """Return how the names of what is written for a file begin."""
    raw = os.fsencode(file.name)
    if len(raw) <= _LONGEST:
        return f".{file.name}."
    return f".{raw[: _LONGEST // 2].decode('utf-8', 'ignore')}-{_mark(raw)}."


def _is_ours(leftover: Path, marks: str | None) -> bool:
    return marks is None or _mark(leftover.read_bytes()) in marks.split("-")


def _mark(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _is_alive(process: int) -> bool:
    """Say whether a process may still be there; always where asking could end it (Windows)."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)  # POSIX: signal 0 only asks
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
