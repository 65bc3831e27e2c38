"""What outputs are made from, and the units in which they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import Environment

    from biennien.locales import Locale
    from biennien.site import Site
    from biennien.templates import Templates

Output: TypeAlias = tuple[str, bytes]
"""A file of the site: its address below the site's root, and its bytes."""


@dataclass(frozen=True, slots=True)
class Stock:
    """All that outputs may read; `assets` are the addresses of style sheets, scripts and the icon by name."""

    site: Site
    locales: Mapping[str, Locale]
    templates: Templates
    environment: Environment
    assets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """Outputs that are rendered together, from nothing but the stock: the same stock gives the same bytes."""

    name: str
    render: Callable[[Stock], Iterable[Output]]
