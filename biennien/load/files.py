"""The files of a project as they stand on the disk."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from biennien.fields import (
    KEYS,
    Context,
    is_empty,
    meant,
)
from biennien.load.entries import REGISTERS
from biennien.messages import phrase
from biennien.nodes import Mapping, parse
from biennien.problems import At, Problem, problem
from biennien.snapshot import settled_mark
from biennien.sources import caseless, read_source, reason, refuse_leading_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingOf

    from biennien.snapshot import Mark

Seen: TypeAlias = "tuple[Mark | None, str]"
"""The mark of a file, where that will tell whether it has changed, and the SHA-256 of what it holds."""
MAX_CAPTURE = 4_000_000
"""Bytes of a capture in `seeds/`, which is one page as text."""


class Files:
    """The files below a project's root, by their path from it."""

    def __init__(self, root: Path, found: list[Problem], before: MappingOf[str, Seen] | None = None) -> None:
        self.root = root
        self.found = found
        self.before = before or {}
        """What was seen of the files when they were last read."""
        self.now = time.time_ns()
        self.seen: dict[str, Seen] = {}
        """The same of every file that was read now, or need not be."""

    def print_unread(self, file: str) -> str | None:
        """Return the SHA-256 of a plain file that is as it was `before`; None of one that has to be read."""
        before = self.before.get(file)
        if before and before[0] and before[0] == self._mark(file):
            self.seen[file] = before
            return before[1]
        return None

    def _mark(self, file: str) -> Mark | None:
        try:
            return settled_mark(os.lstat(f"{self.root}/{file}"), self.now)  # not Path.lstat: for ten thousand files
        except OSError:
            return None

    def _see(self, file: str, raw: bytes, mark: Mark | None) -> None:
        self.seen[file] = mark, hashlib.sha256(raw).hexdigest()

    def refuse_strangers(self) -> None:
        """Note YAML files in `content/` that are no register: a slip in a name would empty that register."""
        known = (*(f"{name}.yaml" for name in REGISTERS), "site.yaml", "map.yaml")
        for name in self.names("content"):
            if name.endswith((".yaml", ".yml")) and name not in known:
                self.found.append(problem("W601", At(f"content/{name}"), label=meant(name, known), name=name))

    def list(self, folder: str) -> Iterator[str]:
        """Yield the YAML files of a folder in the order of their names, whatever the file system's order."""
        seen: dict[str, str] = {}
        for name in self.names(folder):
            file = f"{folder}/{name}"
            if not name.endswith(".yaml"):
                self.found.append(problem("W601", At(file), name=name))
                continue
            folded = caseless(name)
            if folded in seen:
                self.found.append(problem("E503", At(file), other=seen[folded]))
            seen.setdefault(folded, file)
            yield file

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names in a folder, sorted, without those that begin with a full stop."""
        try:
            refuse_leading_out(self.root, folder)
            with os.scandir(self.root / folder) as entries:
                yield from sorted(entry.name for entry in entries if entry.name[0] != ".")
        except FileNotFoundError:
            return
        except OSError as error:
            self.found.append(problem("E602", At(folder), file=folder, why=reason(error)))

    def mapping(self, file: str, *, needed: bool = False) -> Mapping | None:
        """Return the root of a YAML file, or `None` after noting why there is none."""
        raw = self.raw(file, needed=needed)
        return None if raw is None else root_of(raw, file, self.found, needed=needed)

    def raw(self, file: str, *, needed: bool = False) -> bytes | None:
        """Return the bytes of a file, or `None` after noting why there are none."""
        mark = self._mark(file)
        try:
            raw = read_source(self.root, file)
            self._see(file, raw, mark)
            return raw  # noqa: TRY300 - what is read is noted
        except FileNotFoundError:
            if needed:
                self.found.append(problem("E601", At(file), file=file))
        except OSError as error:
            self.found.append(problem("E602", At(file), file=file, why=reason(error)))
        return None

    def capture(self, name: str, at: At, texts: MappingOf[str, str]) -> str | None:
        """Return the text of an archived capture, or `None` after noting why it can't be read.

        Of `texts`, as they were before, by name, what is as it was is taken.
        """
        file = f"seeds/{name}"
        if name in texts and "/" not in name and self.print_unread(file):  # folders may have become links
            return texts[name]
        # Not Path.resolve, which raises RuntimeError for links in a circle.
        folder = Path(os.path.realpath(self.root / "seeds"))
        if folder not in Path(os.path.realpath(folder / name)).parents:
            self.found.append(problem("E213", at, file=name))
            return None
        mark = self._mark(file)
        try:
            raw = read_source(self.root, file, MAX_CAPTURE)
            if len(raw) > MAX_CAPTURE:
                self.found.append(problem("E214", at, file=name, why=phrase("too_large", limit=f"{MAX_CAPTURE:,}")))
                return None
            self._see(file, raw, mark)
            return raw.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.found.append(problem("E214", at, file=name, why=phrase("not_utf8")))
        except OSError as error:
            self.found.append(problem("E214", at, file=name, why=reason(error)))
        return None


def root_of(raw: bytes, file: str, found: list[Problem], *, needed: bool = False) -> Mapping | None:
    """Return the root of what a YAML file holds, or `None` after noting in `found` why there is none."""
    node, problems = parse(raw, file)
    found.extend(problems)
    if isinstance(node, Mapping) or problems:
        return node if isinstance(node, Mapping) else None
    if node is not None and not is_empty(node):
        Context((), found).wrong_shape(node, At(file), KEYS)
    elif needed:
        found.append(problem("E601", At(file), file=file))
    return None
