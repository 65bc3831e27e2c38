"""Numbers of prose that count something, with their bounds and units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.reading.datings import read_datings
from biennien.reading.numbers import find_numbers, read_bound

if TYPE_CHECKING:
    from decimal import Decimal

    from biennien.reading.grammar import Grammar


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in prose: its value, bound and unit, and the offsets of number and unit (end exclusive).

    Without a unit that the grammar knows, `unit` is empty and `noun` has the word that follows.
    """

    start: int
    end: int
    value: Decimal
    bound: str
    unit: str
    noun: str


def read_quantities(text: str, grammar: Grammar) -> tuple[Quantity, ...]:
    """Return the numbers of a text, in NFC, that count something, unlike dates and `lần thứ 14`."""
    rest = list(text)
    for one in read_datings(text, grammar):
        rest[one.start : one.end] = " " * (one.end - one.start)
    found = (_quantity("".join(rest), number, grammar) for number in find_numbers("".join(rest), grammar))
    return tuple(one for one in found if one)


def _quantity(text: str, number: tuple[Decimal, int, int], grammar: Grammar) -> Quantity | None:
    value, start, end = number
    before, after = text[:start], text[end:]
    if re.search(r"[-–]\s*$", before) or any(
        not before[match.end() :].strip() for match in grammar.ordinals.finditer(before)
    ):
        return None
    bound = read_bound(before, grammar)
    for unit, words in grammar.units.items():
        if match := words.match(after, len(after) - len(after.lstrip())):
            return Quantity(start, end + match.end(), value, bound, unit, "")
        if unit.isupper() and any(not before[match.end() :].strip() for match in words.finditer(before)):
            return Quantity(start, end, value, bound, unit, "")
    noun = re.match(r"\s+([^\W\d_]+)", after)
    if not noun or not noun[1].islower():
        return None
    return Quantity(start, end + noun.end(), value, bound, "", noun[1])
