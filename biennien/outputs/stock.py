"""What outputs are made from, and the units in which they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from jinja2 import Environment

    from biennien.locales import Locale
    from biennien.site import Site
    from biennien.templates import Templates

Output: TypeAlias = tuple[str, bytes]
"""A file of the site: its address below the site's root, and its bytes."""
Name: TypeAlias = "tuple[Hashable, ...]"
T = TypeVar("T")


class Recall(Protocol):
    """Returns a piece of a unit by its name: what `make` returns, or what it returned in the last build.

    `make` reads nothing but the stock and what its name says, down to the event: one that it was handed is not noted.
    """

    def __call__(self, name: Name, make: Callable[[], T], /) -> T:
        """Return the piece, which pickle has to know."""


def anew(_: Name, make: Callable[[], T], /) -> T:
    """Return a piece, made again."""
    return make()


@dataclass(frozen=True, slots=True)
class Stock:
    """All that outputs may read; `assets` are the addresses of style sheets, scripts and the icon by name.

    `recall` is for units that are put together from pieces.
    """

    site: Site
    locales: Mapping[str, Locale]
    templates: Templates
    environment: Environment
    assets: Mapping[str, str]
    recall: Recall = anew


@dataclass(frozen=True, slots=True)
class Unit:
    """Outputs that are rendered together, from nothing but the stock: the same stock gives the same bytes."""

    name: str
    render: Callable[[Stock], Iterable[Output]]
