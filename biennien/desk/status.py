"""Where the chronicle stands: by entry and language, how far the translations are, and what the checks say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from biennien.desk.review import select
from biennien.nodes import locate
from biennien.problems import At, Span, problem
from biennien.sources import read_source
from biennien.states import STATES
from biennien.texts import EVENTS, Entry, read_entries, read_setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from biennien.model import Chronicle, Evidence
    from biennien.problems import Problem

NOT_FOUND = "E212"


@dataclass(frozen=True, slots=True)
class Proof:
    """The evidence of an entry: quotes, those of them found in the archive, and evidence without an archived copy."""

    quotes: int = 0
    found: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, or one whole register, in one language, "" where there is no other than its own.

    `proof` is None where the entry could not be read.
    """

    id: str
    language: str
    counts: Mapping[str, int]
    proof: Proof | None
    errors: int
    warnings: int


def read_status(
    root: Path, ids: Iterable[str], chronicle: Chronicle | None, problems: Iterable[Problem]
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Return a row for each entry that is meant and each language that it is translated into, and the unknown ids.

    A register is one row, unless it or its entries are asked for. `problems` are those of the checks, located.
    """
    ids = tuple(ids)
    entries, unknown = select(read_entries(root, read_setting(root)), ids)
    entries = tuple(entry for entry in entries if entry.wordings)
    located = tuple((one, one.where) for one in problems if isinstance(one.where, Span))
    spans = _spans(root, entries)
    rows: list[Row] = []
    for name, group in groupby(entries, key=lambda entry: entry.id if ids else entry.id.split("/")[0]):
        members = tuple(group)
        within = {entry.id: [one for one, at in located if _covers(spans[entry.id], at)] for entry in members}
        proof = _sum([_proof(entry, chronicle, within[entry.id]) for entry in members])
        rows += _rows(name, members, proof, [one for found in within.values() for one in found])
    return tuple(rows), unknown


def _rows(name: str, entries: tuple[Entry, ...], proof: Proof | None, problems: list[Problem]) -> list[Row]:
    counts: dict[str, Counter[str]] = {}
    for entry in entries:
        for _, language, state in entry.states():
            counts.setdefault(language, Counter())[state] += 1
    counts = counts or {"": Counter()}  # a site in one language has nothing to translate, and evidence all the same
    errors = sum(one.is_error for one in problems)
    return [
        Row(name, language, {state: one[state] for state in STATES}, proof, errors, len(problems) - errors)
        for language, one in counts.items()
    ]


def _sum(proofs: list[Proof | None]) -> Proof | None:
    known = [one for one in proofs if one is not None]
    if len(known) < len(proofs):
        return None
    return Proof(*(sum(values) for values in zip(*((p.quotes, p.found, p.outside) for p in known), strict=True)))


def _proof(entry: Entry, chronicle: Chronicle | None, problems: Iterable[Problem]) -> Proof | None:
    evidence = _evidence(entry, chronicle)
    if evidence is None:
        return None
    quotes = sum(bool(one.quote) for one in evidence)
    lost = sum(one.code == NOT_FOUND for one in problems)
    return Proof(quotes, quotes - min(lost, quotes), len(evidence) - quotes)


def _evidence(entry: Entry, chronicle: Chronicle | None) -> tuple[Evidence, ...] | None:
    if chronicle is None:
        return None
    if entry.file.startswith(f"{EVENTS}/"):
        event = chronicle.events.get(entry.id)
        return None if event is None else tuple(one for claim in event.claims for one in claim.evidence)
    register, _, id_ = entry.id.partition("/")
    found = getattr(chronicle, register, {}).get(id_) if id_ else None
    return getattr(found, "evidence", ())


def _spans(root: Path, entries: tuple[Entry, ...]) -> dict[str, tuple[str, int, int]]:
    """Return, for each entry, its file, and its first line and the one on which the next entry begins."""
    places = [problem("W417", At(entry.file, entry.path, key=True)) for entry in entries]
    where = [one.where for one in locate(places, partial(read_source, root))]
    lines = [one.line if isinstance(one, Span) else 0 for one in where]
    starts = [line if entry.path else 0 for line, entry in zip(lines, entries, strict=True)]
    spans = {}
    for entry, start in zip(entries, starts, strict=True):
        after = [one for other, one in zip(entries, starts, strict=True) if other.file == entry.file and one > start]
        spans[entry.id] = (entry.file, start, min(after, default=10**9))
    return spans


def _covers(span: tuple[str, int, int], where: Span) -> bool:
    file, first, after = span
    return where.file == file and first <= where.line < after
