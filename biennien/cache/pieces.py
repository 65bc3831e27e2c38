"""What a unit is put together from, kept one by one, so that an edit makes again only the pieces that it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from biennien.cache.store import read_kept, write_kept
from biennien.text import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from biennien.cache.prints import Prints
    from biennien.cache.watch import Key, Notes
    from biennien.outputs.stock import Name

T = TypeVar("T")
Known: TypeAlias = "dict[Name, tuple[Any, frozenset[Key]]]"
"""A piece, and the keys that were read for it, by its name."""


class Pieces:
    """The pieces of one unit; those of the last build, which `read` returns, are read when the first is asked for."""

    __slots__ = ("_known", "_notes", "_read", "made")

    def __init__(self, read: Callable[[], Known], notes: Notes) -> None:
        self._read, self._notes = read, notes
        self._known: Known | None = None
        self.made: Known = {}
        """Those that were asked for."""

    def recall(self, name: Name, make: Callable[[], T]) -> T:
        """Return the piece; what it was made of counts as read, also where it was not made again."""
        if self._known is None:
            self._known = self._read()
        found = self.made[name] = self._known.get(name) or self._make(make)
        value: T = found[0]
        self._notes.keys |= found[1]
        return value

    def _make(self, make: Callable[[], T]) -> tuple[T, frozenset[Key]]:
        outer = self._notes.keys
        keys = self._notes.begin()
        try:
            return make(), frozenset(keys)
        finally:
            self._notes.keys = outer


def read_pieces(root: Path, unit: str, ground: str, prints: Prints) -> Known:
    """Return the pieces of a unit that were made of nothing that has changed; `ground` is all that is no content."""
    found = read_kept(root, _file(unit))
    if found is None or found[0] != ground:
        return {}
    _, keys, were, pieces = found
    stale = {number for number, key in enumerate(keys) if prints.of(key) != were[number]}
    return {
        name: (value, frozenset([keys[number] for number in read]))
        for name, (value, read) in pieces.items()
        if stale.isdisjoint(read)
    }


def write_pieces(root: Path, unit: str, ground: str, prints: Prints, made: Known) -> None:
    """Keep the pieces of a unit."""
    numbers: dict[Key, int] = {}
    pieces = {
        name: (value, tuple(numbers.setdefault(key, len(numbers)) for key in keys))
        for name, (value, keys) in made.items()
    }
    write_kept(root, _file(unit), (ground, tuple(numbers), tuple(map(prints.of, numbers)), pieces))


def _file(unit: str) -> str:
    return f"pieces-{fingerprint(unit, size=16)}"
