"""The files of a project as they stand on the disk."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

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
from biennien.sources import read_source, reason, refuse_leading_out

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CAPTURE = 4_000_000
"""Bytes of a capture in `seeds/`, which is one page as text."""


class Files:
    """The files below a project's root, by their path from it."""

    def __init__(self, root: Path, found: list[Problem]) -> None:
        self.root = root
        self.found = found
        self.prints: dict[str, str] = {}
        """The SHA-256 of every file that was read."""

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
            folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
            if folded in seen:
                self.found.append(problem("E503", At(file), other=seen[folded]))
            seen.setdefault(folded, file)
            yield file

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names in a folder, sorted, without those that begin with a full stop."""
        try:
            refuse_leading_out(self.root, folder)
            yield from sorted(path.name for path in (self.root / folder).iterdir() if path.name[0] != ".")
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
        try:
            raw = read_source(self.root, file)
            self.prints[file] = hashlib.sha256(raw).hexdigest()
            return raw  # noqa: TRY300 - what is read is noted
        except FileNotFoundError:
            if needed:
                self.found.append(problem("E601", At(file), file=file))
        except OSError as error:
            self.found.append(problem("E602", At(file), file=file, why=reason(error)))
        return None

    def capture(self, name: str, at: At) -> str | None:
        """Return the text of an archived capture, or `None` after noting why it can't be read."""
        # Not Path.resolve, which raises RuntimeError for links in a circle.
        folder = Path(os.path.realpath(self.root / "seeds"))
        if folder not in Path(os.path.realpath(folder / name)).parents:
            self.found.append(problem("E213", at, file=name))
            return None
        try:
            raw = read_source(self.root, f"seeds/{name}", MAX_CAPTURE)
            if len(raw) > MAX_CAPTURE:
                self.found.append(problem("E214", at, file=name, why=phrase("too_large", limit=f"{MAX_CAPTURE:,}")))
                return None
            self.prints[f"seeds/{name}"] = hashlib.sha256(raw).hexdigest()
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
