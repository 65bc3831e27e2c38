"""A stock that notes what is read of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields, replace
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from biennien.outputs import Stock
    from biennien.site import Site

Key: TypeAlias = "tuple[str, Hashable]"
"""A part of a stock: the path of a field, and the key in it; ALL where the field was read as a whole."""
ALL, ANY = "*", "?"
"""All of a field; whether there is anything in it."""


class Notes:
    """The keys read since `begin`."""

    __slots__ = ("keys",)

    def __init__(self) -> None:
        self.keys: set[Key] = set()

    def begin(self) -> set[Key]:
        """Return a new set, which grows with everything that is read from now on."""
        self.keys = set()
        return self.keys


class WatchedMapping(Mapping[Any, Any]):
    """A mapping that notes which of its keys are asked for."""

    __slots__ = ("_name", "_notes", "_whole")

    def __init__(self, whole: Mapping[Any, Any], name: str, notes: Notes) -> None:
        self._whole, self._name, self._notes = whole, name, notes

    def __getitem__(self, key: Hashable) -> Any:  # noqa: ANN401 - whatever the mapping holds
        self._notes.keys.add((self._name, key))
        return self._whole[key]

    def get(self, key: Hashable, default: Any = None) -> Any:  # noqa: ANN401 - whatever the mapping holds
        """Return what stands at a key, or `default`."""
        self._notes.keys.add((self._name, key))
        return self._whole.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._notes.keys.add((self._name, key))
        return key in self._whole

    def __iter__(self) -> Iterator[Any]:
        self._notes.keys.add((self._name, ALL))
        return iter(self._whole)

    def __len__(self) -> int:
        self._notes.keys.add((self._name, ALL))
        return len(self._whole)

    def __bool__(self) -> bool:
        self._notes.keys.add((self._name, ANY))
        return bool(self._whole)


class Watched:
    """A record that notes which of its fields are read, those in `below` by their own fields."""

    def __init__(self, whole: Any, name: str, notes: Notes, below: Mapping[str, object]) -> None:  # noqa: ANN401 - any record
        self._whole, self._name, self._notes = whole, name, notes
        for field in fields(whole):
            value = getattr(whole, field.name)
            if field.name in below:
                self.__dict__[field.name] = below[field.name]
            elif isinstance(value, Mapping):
                self.__dict__[field.name] = WatchedMapping(value, f"{name}{field.name}", notes)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the record has
        own = getattr(type(self._whole), name, None)
        if isinstance(own, property):
            return own.fget and own.fget(self)
        if isinstance(own, FunctionType):
            return own.__get__(self)
        self._notes.keys.add((f"{self._name}{name}", ALL))
        return getattr(self._whole, name)


def watch(stock: Stock, notes: Notes) -> Stock:
    """Return a stock that is the same to whoever reads it, and notes what is read of its site and assets.

    Locales and templates are not watched: a change in them is a change of everything.
    """
    site = {
        "chronicle": Watched(stock.site.chronicle, "site.chronicle.", notes, {}),
        "relations": Watched(stock.site.relations, "site.relations.", notes, {}),
    }
    return replace(
        stock,
        site=cast("Site", Watched(stock.site, "site.", notes, site)),
        assets=WatchedMapping(stock.assets, "assets", notes),
    )
