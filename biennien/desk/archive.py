"""Captures of articles in `seeds/`: kept as they came, byte for byte, each once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.desk.append import create_file
from biennien.load.files import MAX_CAPTURE
from biennien.problems import Problem, point, problem
from biennien.text import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "seeds"
_NUMBERED = re.compile(r"(\d{3,})_.*")


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture: its name in `seeds/`, its text, and whether it was there already."""

    name: str
    text: str
    known: bool


def read_text(raw: bytes, file: str) -> str | Problem:
    """Return the text of a capture as the loader will read it, or why it can't be read; `file` is how it is called."""
    if len(raw) > MAX_CAPTURE:
        return problem("E108", None, limit=f"{MAX_CAPTURE:,}")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        guess = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "windows-1258"
        return problem("E101", point(before, len(before), file), byte=f"0x{raw[error.start]:02x}", guess=guess)
    return text if text.strip() else problem("E601", None, file=file)


def find_capture(root: Path, raw: bytes, text: str, suffix: str = ".txt") -> Capture:
    """Return the capture with just these bytes, or the name that a new one has: the next number and a fingerprint."""
    folder = root / FOLDER
    names = sorted(file.name for file in folder.iterdir() if _is_capture(file)) if folder.is_dir() else []
    for name in names:
        if (folder / name).stat().st_size == len(raw) and (folder / name).read_bytes() == raw:
            return Capture(name, text, known=True)
    numbers = [int(match[1]) for name in names if (match := _NUMBERED.fullmatch(name))]
    return Capture(f"{max(numbers, default=-1) + 1:03}_{fingerprint(raw, size=16)}{suffix}", text, known=False)


def _is_capture(file: Path) -> bool:
    """Say whether a file may be a capture; what begins with a full stop is what a run that died was writing."""
    return file.is_file() and not file.name.startswith(".")


def write_capture(root: Path, capture: Capture, raw: bytes) -> None:
    """Keep a new capture. Raises AppendError, OSError."""
    if not capture.known:
        create_file(root / FOLDER / capture.name, raw)
