"""What one entry alone leads to: the entries that its claims name, and the lines of captures on which its quotes begin.

Nothing of it depends on any other event, so it is kept with what the rules find in the entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from biennien.evidence import Found, find
from biennien.names import REGISTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.evidence import Article
    from biennien.model import Chronicle, Claim, Event, Evidence
    from biennien.names import Names

REST = ""
"""What is no event’s: where what is found in registers and settings stands among what is found in events, by id."""
Lines: TypeAlias = "Mapping[tuple[str, str], int]"
"""The lines of the captures, from 1, on which quotes begin, by source and quote; none where there is no copy."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What an entry leads to; `named` are the claims, by number from 0, that (register, id) makes or is named in."""

    named: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict)


def trace_event(
    event: Event, registers: Chronicle, names: Mapping[str, Names], articles: Mapping[str, Article]
) -> Traces:
    """Return what an event leads to: entries that a claim is by, or whose name is in its original text, and lines."""
    named: dict[tuple[str, str], list[int]] = {}
    for number, claim in enumerate(event.claims):
        for entry in dict.fromkeys((*_said(claim, registers), *_found(claim, event.original, names))):
            named.setdefault(entry, []).append(number)
    evidence = (one for claim in event.claims for one in claim.evidence)
    return Traces({entry: tuple(some) for entry, some in named.items()}, dict(_lines(evidence, articles)))


def trace_registers(registers: Chronicle, articles: Mapping[str, Article]) -> Traces:
    """Return on which lines the quotes of places and mechanisms begin."""
    places = (one for place in registers.places.values() for one in place.evidence)
    series = (one for series in registers.series.values() for one in series.evidence)
    return Traces(lines=dict(_lines((*places, *series), articles)))


def _said(claim: Claim, registers: Chronicle) -> Iterator[tuple[str, str]]:
    return ((register, id_) for id_ in claim.by for register in REGISTERS if id_ in getattr(registers, register))


def _found(claim: Claim, original: str, names: Mapping[str, Names]) -> Iterator[tuple[str, str]]:
    if original in names:
        yield from ((one.register, one.id) for one in names[original].find(claim.text.get(original, "")))


def _lines(evidence: Iterable[Evidence], articles: Mapping[str, Article]) -> Iterator[tuple[tuple[str, str], int]]:
    for one in evidence:
        article = articles.get(one.source)
        found = find(one.quote, article) if article and one.quote else None
        if article and isinstance(found, Found):
            yield (one.source, one.quote), article.line_of(found.spans[0][0])
