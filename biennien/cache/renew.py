"""Units → outputs: what read only what has not changed stays as it was published, the rest is rendered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from biennien.cache.pieces import Pieces, read_pieces, write_pieces
from biennien.cache.watch import Notes, watch
from biennien.crew import pour_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from biennien.cache.kept import Published
    from biennien.cache.prints import Prints
    from biennien.cache.watch import Key
    from biennien.outputs import Output, Stock, Unit

Made: TypeAlias = "dict[str, tuple[tuple[str, ...], tuple[Key, ...]]]"
"""What was rendered, by the name of the unit: the addresses of its outputs, and the keys that it read."""
KEYS = 100
"""How many keys a usual page reads, at most."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """That all outputs of a unit were made: their addresses, and the keys that it read."""

    unit: str
    addresses: tuple[str, ...]
    keys: set[Key]


@dataclass(frozen=True, slots=True)
class Plan:
    """The units of a site, the names of those that have to be rendered, and what the last build published."""

    units: tuple[Unit, ...]
    stale: frozenset[str]
    last: Published
    prints: Prints

    def weigh(self, unit: Unit) -> int:
        """Return how much a unit is to make, as far as what it read the last time tells; a page of an event is 1."""
        return 1 + len(self.last.units.get(unit.name, ((), ()))[1]) // KEYS


def plan_renewal(units: Iterable[Unit], last: Published, prints: Prints, intact: Mapping[str, str]) -> Plan:
    """Return which units have to be rendered; `intact` are the digests of what is published, by address.

    Those are new, or something that they read has changed, or what was written of them is no longer as it was.
    """
    changed = {number for number, key in enumerate(last.keys) if prints.of(key) != last.prints[number]}
    touched = {address for address, digest in last.digests.items() if intact.get(address) != digest}
    units = tuple(units)
    return Plan(units, frozenset(unit.name for unit in units if _is_stale(unit, last, changed, touched)), last, prints)


def _is_stale(unit: Unit, last: Published, changed: set[int], touched: set[str]) -> bool:
    addresses, read = last.units.get(unit.name, ((), ()))
    return not (addresses and touched.isdisjoint(addresses) and changed.isdisjoint(read))


def renew(plan: Plan, stock: Stock, made: Made, root: Path, hands: int) -> Iterator[tuple[str, bytes | None]]:
    """Yield the outputs of all units, None for those that stay as they are; note in `made` what others were made from.

    Pieces are kept in the project `root`. `hands` is how many processes may work at once.
    """
    notes = Notes()
    watched = watch(stock, notes)

    def render(unit: Unit) -> Iterator[Output | Rendered]:
        keys, addresses = notes.begin(), []
        where = (root, unit.name, plan.last.ground, plan.prints)
        pieces = Pieces(partial(read_pieces, *where), notes)
        for output in unit.render(replace(watched, recall=pieces.recall)):
            addresses.append(output[0])
            yield output
        if pieces.made:
            write_pieces(*where, pieces.made)
        yield Rendered(unit.name, tuple(addresses), keys)

    for unit in plan.units:
        if unit.name not in plan.stale:
            yield from ((address, None) for address in plan.last.units[unit.name][0])
    same: dict[Key, Key] = {}  # what comes from other processes comes again and again
    for one in pour_out([unit for unit in plan.units if unit.name in plan.stale], render, hands, plan.weigh):
        if isinstance(one, Rendered):
            made[one.unit] = one.addresses, tuple(map(same.setdefault, one.keys, one.keys))
        else:
            yield one


def keep(plan: Plan, made: Made, digests: Mapping[str, str]) -> Published:
    """Return what to keep for the next build: the units that were made, and those of the last one that stayed.

    `digests` are those of the site as it now is, by address.
    """
    numbers = {key: number for number, key in enumerate(plan.last.keys)}
    units = {}
    for unit in plan.units:
        if unit.name in made:
            addresses, keys = made[unit.name]
            units[unit.name] = addresses, tuple(numbers.setdefault(key, len(numbers)) for key in keys)
        else:
            units[unit.name] = plan.last.units[unit.name]
    now = tuple(map(plan.prints.of, numbers))
    return replace(plan.last, keys=tuple(numbers), prints=now, units=units, digests=digests)
