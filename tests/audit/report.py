"""What the audits found, as Markdown for people and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from audit.lighthouse import CATEGORIES, MEASURES, over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audit.lighthouse import Visit
    from audit.markup import Remark

HEAD = ("page", "device", "scores", "LCP s", "CLS", "TBT ms", "requests", "total", "HTML", "CSS", "script", "fonts")


@dataclass(frozen=True, slots=True)
class Audit:
    """One run: what it was run with, what was visited, how many files were checked, and what was said of them.

    `load` is the machine's before and after (processes that were running or waiting, the mean of a minute).
    """

    day: str
    machine: str
    versions: Mapping[str, str]
    load: tuple[float, float]
    visits: tuple[Visit, ...]
    checked: int
    remarks: tuple[Remark, ...]


def faults(audit: Audit) -> tuple[str, ...]:
    """Return everything that ought to be otherwise, one line each."""
    costs = [f"/{one.address}, {one.device}: {what}" for one in audit.visits for what in over(one)]
    return (*costs, *(f"{one.count} × {one.kind}: {one.message}" for one in audit.remarks if not one.standard))


def to_json(audit: Audit) -> str:
    """Return the run as JSON; sizes in bytes, times in milliseconds."""
    return json.dumps({**asdict(audit), "faults": faults(audit)}, ensure_ascii=False, indent=2) + "\n"


def to_markdown(audit: Audit) -> str:
    """Return the run as a Markdown document's section, dated."""
    return "\n".join(_lines(audit)) + "\n"


def _lines(audit: Audit) -> Iterator[str]:
    versions = "; ".join(f"{name} {version}" for name, version in audit.versions.items())
    before, after = audit.load
    yield from (f"## {audit.day}", "", f"{audit.machine}; {versions}; load {before:.1f} before, {after:.1f} after.", "")
    if audit.visits:
        runs = audit.visits[0].runs
        yield f"Lighthouse, median of {runs}; scores are {', '.join(CATEGORIES)}; sizes in KB (1,000 bytes) as sent."
        yield from ("", *table(HEAD, map(_row, audit.visits)), "")
    if audit.checked:
        yield from (f"The W3C’s Nu checker over {audit.checked} files: {_told(audit.remarks)}.", "")
        rows = ((f"{one.count}", one.kind, one.message, one.example, one.standard) for one in audit.remarks)
        yield from (*table(("times", "kind", "message", "first", "is in"), rows), "") if audit.remarks else ()
    found = faults(audit)
    yield from ("To mend:", "", *(f"- {one}" for one in found)) if found else ("Nothing to mend.",)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield _cells(head)
    yield "|---" * len(head) + "|"
    yield from map(_cells, rows)


def _cells(texts: Sequence[str]) -> str:
    return f"| {' | '.join(text.replace('|', '&#124;') for text in texts)} |"


def _row(one: Visit) -> tuple[str, ...]:
    scores = " ".join(f"{one.values[name]:g}" for name in CATEGORIES)
    lcp, cls, tbt, requests, *sizes = (one.values[name] for name in MEASURES[len(CATEGORIES) :])
    speed = (f"{lcp / 1_000:.2f}", f"{cls:g}", f"{tbt:.0f}", f"{requests:g}")
    return (f"/{one.address}", one.device, scores, *speed, *(f"{size / 1_000:.1f}" for size in sizes))


def _told(remarks: Sequence[Remark]) -> str:
    errors = sum(one.count for one in remarks if one.kind == "error" and not one.standard)
    warnings = sum(one.count for one in remarks if one.kind == "warning" and not one.standard)
    unknown = sum(one.count for one in remarks if one.standard)
    apart = f"; {unknown} of its errors are of what it doesn’t know yet" if unknown else ""
    return f"{errors} errors, {warnings} warnings{apart}"
