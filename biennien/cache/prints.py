"""Fingerprints of what a stock has at a key: equal where what is read there says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from biennien.cache.store import SIZE
from biennien.cache.watch import ALL, ANY
from biennien.model import Claim, Event
from biennien.names import Names
from biennien.text import fingerprint

if TYPE_CHECKING:
    from biennien.cache.watch import Key
    from biennien.outputs import Stock

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprints of a stock’s parts, each made when it is asked for; `events` are those of the entries."""

    stock: Stock
    events: Mapping[str, str]
    made: dict[Key, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    """What stands at each path, once it was asked for."""

    def of(self, key: Key) -> str:
        """Return the fingerprint of what stands at a key."""
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = self._make(key)
        return found

    def _make(self, key: Key) -> str:
        path, part = key
        value = self.fields[path] if path in self.fields else self._find(path)
        if part == ANY:
            return str(bool(value))
        if part != ALL:
            return _print(self._said(value[part])) if part in value else NOTHING
        if isinstance(value, Mapping):
            return _print(repr([(name, self.of((path, name))) for name in value]))
        return _print(self._said(value))

    def _find(self, path: str) -> Any:  # noqa: ANN401 - whatever the stock holds there
        value: Any = self.stock
        for step in path.split("."):
            value = getattr(value, step)
        self.fields[path] = value
        return value

    def _said(self, value: Any) -> str:  # noqa: ANN401 - whatever a stock holds
        """Return a text that is the same for the same value; an event's claims are part of its entry."""
        if isinstance(value, Event):
            return self.events[value.id]
        if isinstance(value, Claim):
            return value.id
        if isinstance(value, tuple):
            return f"({','.join(map(self._said, value))})"
        return repr(value.index if isinstance(value, Names) else value)


def _print(text: str) -> str:
    return fingerprint(text, size=SIZE)
