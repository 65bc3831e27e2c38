"""The files of a project as they stand on the disk."""

from __future__ import annotations

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
from biennien.nodes import MAX_BYTES, Mapping, parse
from biennien.problems import At, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CAPTURE = 4_000_000
"""Bytes of a capture in `seeds/`, which is one page as text."""


def read_limited(file: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file, and of a larger one just enough to tell that it is; raises OSError."""
    with file.open("rb") as stream:
        return stream.read(limit + 1)


class Files:
    """The files below a project's root, by their path from it."""

    def __init__(self, root: Path, found: list[Problem]) -> None:
        self.root = root
        self.found = found

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
            yield from sorted(path.name for path in (self.root / folder).iterdir() if path.name[0] != ".")
        except FileNotFoundError:
            return
        except OSError as error:
            self.found.append(problem("E602", At(folder), file=folder, why=error.strerror or str(error)))

    def mapping(self, file: str, *, needed: bool = False) -> Mapping | None:
        """Return the root of a YAML file, or `None` after noting why there is none."""
        try:
            raw = read_limited(self.root / file)
        except FileNotFoundError:
            if needed:
                self.found.append(problem("E601", At(file), file=file))
            return None
        except OSError as error:
            self.found.append(problem("E602", At(file), file=file, why=error.strerror or str(error)))
            return None
        node, problems = parse(raw, file)
        self.found.extend(problems)
        if isinstance(node, Mapping) or problems:
            return node if isinstance(node, Mapping) else None
        if node is not None and not is_empty(node):
            Context((), self.found).wrong_shape(node, At(file), KEYS)
        elif needed:
            self.found.append(problem("E601", At(file), file=file))
        return None

    def capture(self, name: str, at: At) -> str | None:
        """Return the text of an archived capture, or `None` after noting why it can't be read."""
        # Not Path.resolve, which raises RuntimeError for links in a circle.
        folder = Path(os.path.realpath(self.root / "seeds"))
        path = Path(os.path.realpath(folder / name))
        if folder not in path.parents:
            self.found.append(problem("E213", at, file=name))
            return None
        try:
            raw = read_limited(path, MAX_CAPTURE)
            if len(raw) > MAX_CAPTURE:
                self.found.append(problem("E214", at, file=name, why=phrase("too_large", limit=f"{MAX_CAPTURE:,}")))
                return None
            return raw.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.found.append(problem("E214", at, file=name, why=phrase("not_utf8")))
        except OSError as error:
            self.found.append(problem("E214", at, file=name, why=error.strerror or str(error)))
        return None
