"""How much of the hand-made entries `import` finds by itself, and how much of what it finds is in them.

    python tests/bench/importing.py

reads the five archived articles as if they were new, and prints a table in Markdown. Per article and together, for
figures (value and bound), dates (EDTF) and names (entries of the registers): how many the hand-made entries have from
it, how many of these are found (recall), how many are found in all, and how many of those are in the entries too
(precision), or at least in the words that they quote.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from built_in import LOCALES  # noqa: E402

from biennien.desk.articles import Desk, read_capture  # noqa: E402
from biennien.desk.articles.findings import find_names  # noqa: E402
from biennien.load import load  # noqa: E402
from biennien.text import normal  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.desk.articles.findings import Findings
    from biennien.model import Chronicle, Claim, Event

Facts: TypeAlias = dict[str, set[str]]
KINDS = ("figures", "dates", "names")
HEAD = (
    "article",
    "kind",
    "by hand",
    "found of these",
    "recall",
    "found",
    "in the entries",
    "precision",
    "quoted there",
)


@dataclass(frozen=True, slots=True)
class Row:
    """How many facts of one kind: by hand, found of these, found, and of the found those that the entries quote."""

    article: str
    kind: str
    by_hand: int
    both: int
    found: int
    quoted: int

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the row."""
        recall, precision = _share(self.both, self.by_hand), _share(self.both, self.found)
        counts = (self.by_hand, self.both), (self.found, self.both)
        return (
            self.article,
            self.kind,
            *map(str, counts[0]),
            recall,
            *map(str, counts[1]),
            precision,
            _share(self.quoted, self.found),
        )


def measure(chronicle: Chronicle) -> Iterator[Row]:
    """Yield the rows of every archived article."""
    desk = Desk(chronicle, LOCALES, "vi")
    for id_, source in chronicle.sources.items():
        if source.archive:
            found = read_capture(desk, source.archive.file, chronicle.articles[id_]).findings
            yield from _rows(id_, found, chronicle)


def _rows(id_: str, findings: Findings, chronicle: Chronicle) -> Iterator[Row]:
    words, by_hand, quotes = found_words(findings), facts_by_hand(chronicle, id_), _quotes(chronicle, id_)
    named = {one.id for one in find_names(quotes, chronicle, "vi")}
    for kind in KINDS:
        both = by_hand[kind] & words[kind].keys()
        quoted = sum(any(one in quotes for one in said) or key in named for key, said in words[kind].items())
        yield Row(id_, kind, len(by_hand[kind]), len(both), len(words[kind]), quoted)


def found_words(findings: Findings) -> dict[str, dict[str, set[str]]]:
    """Return what was found, by kind, each with the words in which it stands."""
    words: dict[str, dict[str, set[str]]] = {kind: {} for kind in KINDS}
    for passage in findings.passages:
        for said, one in passage.figures:
            words["figures"].setdefault(f"{one.bound} {one.value:f}", set()).add(said)
        for said, date in passage.dates:
            words["dates"].setdefault(date.edtf, set()).add(said)
    for name in findings.names:
        if name.register != "glossary" and not name.doubtful:
            words["names"][name.id] = set()
    return words


def facts_by_hand(chronicle: Chronicle, source: str) -> Facts:
    """Return what the hand-made entries state by this source."""
    facts: Facts = {kind: set() for kind in KINDS}
    for event in chronicle.events.values():
        claims = {claim.id: claim for claim in event.claims if source in [one.source for one in claim.evidence]}
        facts["figures"] |= {f"{one.bound} {one.value:f}" for one in event.figures if one.claim in claims}
        facts["dates"] |= set(_dates(event, claims))
        facts["names"] |= set(_names(event, claims, chronicle))
    return facts


def _dates(event: Event, claims: dict[str, Claim]) -> Iterator[str]:
    if any("date" in claim.supports for claim in claims.values()):
        yield event.date.text
    yield from (one.period.text for one in event.figures if one.claim in claims and one.period)
    yield from (one.due.text for one in event.commitments if one.claim in claims and one.due)


def _names(event: Event, claims: dict[str, Claim], chronicle: Chronicle) -> Iterator[str]:
    for claim in claims.values():
        yield from claim.by
        found = find_names(claim.text["vi"], chronicle, "vi")
        yield from (one.id for one in found if one.register != "glossary" and not one.doubtful)
    for one in event.participants:
        if one.claim in claims:
            yield from filter(None, (one.who, one.side))


def _quotes(chronicle: Chronicle, source: str) -> str:
    quotes = [
        one.quote
        for event in chronicle.events.values()
        for claim in event.claims
        for one in claim.evidence
        if one.source == source
    ]
    return "\n".join(map(normal, quotes))


def total(rows: list[Row]) -> Iterator[Row]:
    """Yield the sums of all articles, by kind."""
    for kind in KINDS:
        of_kind = [row for row in rows if row.kind == kind]
        sums = [sum(getattr(row, field) for row in of_kind) for field in ("by_hand", "both", "found", "quoted")]
        yield Row("**all**", kind, *sums)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def main() -> None:
    """Print the table."""
    chronicle, _ = load(ROOT)
    assert chronicle
    rows = list(measure(chronicle))
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for row in (*rows, *total(rows)):
        print(f"| {' | '.join(row.cells())} |")


if __name__ == "__main__":
    main()
