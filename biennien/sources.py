"""Files of a project as the disk has them: plain ones, none of which leads out of the folder that it lies in.

A pipe would be waited for without end, a device may never end, and a link may publish what its owner keeps elsewhere.
The folders of a project (`content`, `seeds`, `templates`) may themselves be links: whoever made the project said so.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING

from biennien.messages import phrase

if TYPE_CHECKING:
    from pathlib import Path

    from biennien.messages import Phrase, Words


MAX_BYTES = 1_000_000
"""Bytes of a file of `content/`; ours have some ten thousand."""
_DEVICE = re.compile(r"con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]")
_ODD = frozenset('<>:"|?*\\')


class NotPlainError(OSError):
    """A source is no plain file within its folder; `why` says what it is."""

    def __init__(self, path: Path, why: Phrase) -> None:
        super().__init__(errno.EINVAL, "not a plain file of the project", str(path))
        self.why = why


def read_source(root: Path, file: str, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file of the project in `root`, and of a larger one just enough to tell that it is.

    Raises NotPlainError, OSError.
    """
    refuse_unusual(root, file)
    with (root / file).open("rb") as stream:
        return stream.read(limit + 1)


def refuse_unusual(root: Path, file: str) -> None:
    """Raise NotPlainError where a path of a project is neither a plain file nor a folder; OSError where nothing is."""
    path = root / file
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        refuse_leading_out(root, file)
        found = path.stat()
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise NotPlainError(path, phrase("no_plain_file"))


def refuse_leading_out(root: Path, file: str) -> None:
    """Raise NotPlainError where links lead a path of a project out of the first folder on it, which may be one."""
    first = file.split("/", maxsplit=1)[0]
    # Not Path.resolve, which raises RuntimeError for links in a circle.
    base, real = os.path.realpath(root / first), os.path.realpath(root / file)
    if real != base and not real.startswith(base + os.sep):
        raise NotPlainError(root / file, phrase("leads_out", folder=first))


def reason(error: OSError) -> Words:
    """Return why a file can't be read, in words for a report."""
    return error.why if isinstance(error, NotPlainError) else error.strerror or str(error)


def is_kept_name(name: str) -> bool:
    """Say whether Windows keeps a name for a device, whatever its case and ending (Naming Files, Microsoft Learn)."""
    return _DEVICE.fullmatch(name.split(".", maxsplit=1)[0].rstrip(" ").casefold()) is not None


def is_odd_name(name: str) -> bool:
    """Say whether some system refuses a name (as Windows does some signs and a last space or full stop) or hides it."""
    return not name.isprintable() or not _ODD.isdisjoint(name) or name.endswith((".", " "))


def caseless(name: str) -> str:
    """Return what names have in common that some system takes for one (Unicode Standard, section 3.13, D145)."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def refusal(error: OSError) -> Words:
    """Return what the machine refused, at which file, and what to do about it."""
    why = error.strerror or str(error)
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""  # it may be a handle
    said: Words = phrase("at_file", file=name, why=why) if name else why
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return phrase("refused_room", said=said)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return phrase("refused_right", said=said)
    return said
