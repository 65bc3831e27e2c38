"""The translation memory: what was approved once, for reuse and for seeing what changed in an original.

`content/memory/<from>-<to>.tsv`, UTF-8, one pair a line: original, translation, the day of approval. Line breaks, tabs
and backslashes of a text are written as in C. Lines are sorted and each pair stands once, so that what two people add
merges line by line; what a merge leaves behind (a pair twice, out of order) is put right by the next writing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.splice import read_bytes, rewrite
from biennien.states import mark
from biennien.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "content/memory"
COLUMNS = 3
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_LETTERS = {written[1]: sign for sign, written in _ESCAPES.items()}


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """An original and a translation that a person approved, with the day (ISO 8601)."""

    original: str
    translation: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """The pairs of two languages, in code-point order; lines that are no pair are kept as they are."""

    pairs: tuple[Pair, ...] = ()
    strange: tuple[str, ...] = ()

    def translation(self, original: str) -> str | None:
        """Return the translation that was last approved of this very text, wrapping and Unicode form aside."""
        wanted = normal(original)
        found = [one for one in self.pairs if normal(one.original) == wanted]
        return max(found, key=lambda one: one.on).translation if found else None

    def original(self, fingerprint: str) -> str | None:
        """Return the original that has a fingerprint (states.mark)."""
        return next((one.original for one in self.pairs if mark(one.original) == fingerprint), None)

    def with_pairs(self, pairs: Iterable[Pair]) -> Memory:
        """Return the memory with more pairs, each once, under the last day on which it was approved."""
        latest: dict[tuple[str, str], Pair] = {}
        for one in sorted((*self.pairs, *pairs), key=lambda pair: pair.on):
            latest[normal(one.original), normal(one.translation)] = one
        return Memory(tuple(sorted(latest.values())), self.strange)


def memory_file(root: Path, original: str, language: str) -> Path:
    """Return the file of the pairs from one language to another."""
    return root / FOLDER / f"{original}-{language}.tsv"


def read_memory(root: Path, original: str, language: str) -> Memory:
    """Return the pairs from one language to another; none where there is no file yet. Raises OSError."""
    return parse_memory(read_bytes(memory_file(root, original, language)))


def remember(root: Path, original: str, language: str, pairs: Iterable[Pair]) -> None:
    """Add pairs to the memory. Raises OSError, ChangedError when somebody else keeps writing the file."""
    pairs = tuple(pairs)
    file = memory_file(root, original, language)
    file.parent.mkdir(parents=True, exist_ok=True)
    rewrite(file, lambda before: render_memory(parse_memory(before).with_pairs(pairs)))


def parse_memory(raw: bytes) -> Memory:
    """Return the memory that a file holds."""
    lines = raw.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    rows = {line: line.split("\t") for line in lines if line}
    pairs = [Pair(*map(_read, row)) for row in rows.values() if _is_pair(row)]
    strange = tuple(line for line, row in rows.items() if not _is_pair(row))
    return Memory((), strange).with_pairs(pairs)


def render_memory(memory: Memory) -> bytes:
    """Return the file of a memory."""
    lines = ["\t".join(map(_written, (one.original, one.translation, one.on))) for one in memory.pairs]
    return "".join(f"{line}\n" for line in (*lines, *memory.strange)).encode()


def _is_pair(row: list[str]) -> bool:
    return len(row) == COLUMNS and bool(row[0] and row[1])


def _written(text: str) -> str:
    return re.sub(r"[\\\t\n\r]", lambda match: _ESCAPES[match[0]], text)


def _read(text: str) -> str:
    return re.sub(r"\\([\\tnr])", lambda match: _LETTERS[match[1]], text)
