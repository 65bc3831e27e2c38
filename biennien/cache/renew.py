"""Units → outputs: what read only what has not changed stays as it was published, the rest is rendered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from biennien.cache.watch import Notes, watch
from biennien.crew import share_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from biennien.cache.kept import Kept
    from biennien.cache.prints import Prints
    from biennien.cache.watch import Key
    from biennien.outputs import Output, Stock, Unit

Made: TypeAlias = "dict[str, tuple[tuple[str, ...], set[Key]]]"
"""What was rendered, by the name of the unit: the addresses of its outputs, and the keys that it read."""


def list_stale(units: Iterable[Unit], kept: Kept, prints: Prints, intact: Mapping[str, str]) -> set[str]:
    """Return the names of the units that have to be rendered.

    Those are new, or something that they read has changed, or what was written of them is no longer as it was.
    """
    changed = {number for number, key in enumerate(kept.keys) if prints.of(key) != kept.prints[number]}
    stale = set()
    for unit in units:
        addresses, read = kept.units.get(unit.name, ((), ()))
        as_it_was = all(kept.digests[one] == intact.get(one) for one in addresses)
        if not addresses or not as_it_was or not changed.isdisjoint(read):
            stale.add(unit.name)
    return stale


def renew(
    units: Sequence[Unit], stale: set[str], stock: Stock, kept: Kept, made: Made, hands: int
) -> Iterator[tuple[str, bytes | None]]:
    """Yield the outputs of all units, None for those that stay as they are; note in `made` what others were made from.

    `hands` is how many processes may work at once.
    """
    notes = Notes()
    watched = watch(stock, notes)

    def render(unit: Unit) -> tuple[list[Output], set[Key]]:
        keys = notes.begin()
        return list(unit.render(watched)), keys

    for unit in units:
        if unit.name not in stale:
            yield from ((address, None) for address in kept.units[unit.name][0])
    work = [unit for unit in units if unit.name in stale]
    for unit, (outputs, keys) in zip(work, share_out(work, render, hands), strict=True):
        made[unit.name] = tuple(address for address, _ in outputs), keys
        yield from outputs


def keep(kept: Kept, units: Iterable[Unit], made: Made, prints: Prints, digests: Mapping[str, str]) -> Kept:
    """Return what to keep for the next build: of this one's units, those of the last one that stayed, and the new."""
    numbers = {key: number for number, key in enumerate(kept.keys)}
    records = {}
    for unit in units:
        if unit.name in made:
            addresses, keys = made[unit.name]
            records[unit.name] = addresses, tuple(numbers.setdefault(key, len(numbers)) for key in keys)
        else:
            records[unit.name] = kept.units[unit.name]
    written = {address: digests[address] for addresses, _ in records.values() for address in addresses}
    return replace(
        kept, keys=tuple(numbers), prints=tuple(map(prints.of, numbers)), units=records, digests=written
    )
