"""What was measured, as tables in Markdown and as JSON."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CASES = ("cold", "again", "edit")
WORDS = {"cold": "cold", "again": "nothing changed", "edit": "one edit"}
OURS, FLOOR, RIVAL = "Biên Niên", "floor", "Hugo"
HEAD = ("tool", "events", "case", "wall s", "CPU s", "peak MB", "files", "MB written")
RATIOS = (f"{OURS} against {RIVAL}", "ratio", "to reach", "reached")
REACH: Mapping[tuple[str, int], float] = {
    ("cold", 10): 1.0,
    ("cold", 100): 1.0,
    ("cold", 1_000): 1.0,
    ("cold", 10_000): 0.8,
    ("again", 10_000): 1 / 50,
    ("edit", 10_000): 1 / 30,
}
"""What our wall time is to be at most, as a share of Hugo's, by case and number of events."""
REACH_MEMORY = 1 / 4
REACH_GROWTH = 11.0
GROWS = (1_000, 10_000)
SHOWN = 0.005  # seconds of CPU; a stage that takes less everywhere would be a row of zeros


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds, MB of memory at its peak; and the files and bytes of the site that it left."""

    wall: float
    cpu: float
    peak: float
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Row:
    """What a tool takes for a case of one size."""

    tool: str
    events: int
    case: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class Bench:
    """All that was measured, on which machine, with which versions, how loaded before and after, and what was left out.

    `stages` has the CPU seconds of our cold build, by number of events.
    """

    day: str
    machine: str
    versions: Mapping[str, str]
    load: tuple[float, float]
    runs: int
    rows: tuple[Row, ...]
    stages: Mapping[int, Mapping[str, float]]
    missing: tuple[str, ...]


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    wall, cpu, peak = (median(getattr(cost, field) for cost in costs) for field in ("wall", "cpu", "peak"))
    return Cost(wall, cpu, peak, costs[-1].files, costs[-1].size)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How our figure compares, and what it should be at most (None where nothing is asked)."""

    what: str
    value: float
    reach: float | None

    def cells(self) -> tuple[str, str, str, str]:
        """Return the cells of the ratio's row."""
        if self.reach is None:
            return self.what, share(self.value), "–", "–"
        return self.what, share(self.value), f"≤ {share(self.reach)}", "yes" if self.value <= self.reach else "no"


def share(value: float) -> str:
    """Return a ratio, one that is far below one as a fraction: 0.02 → 1/50."""
    return f"1/{1 / value:.0f}" if 0 < value < 0.2 else f"{value:.2f} ×"


def ratios(rows: Iterable[Row]) -> list[Ratio]:
    """Return our figures as shares of Hugo's, and how cold builds grow from 1,000 to 10,000 events."""
    costs = {(row.tool, row.events, row.case): row.cost for row in rows}
    found = []
    for (tool, events, case), cost in costs.items():
        rival = costs.get((RIVAL, events, case))
        if tool == OURS and rival:
            found.append(Ratio(f"{WORDS[case]}, {events:,}", cost.wall / rival.wall, REACH.get((case, events))))
            if case == "cold":
                reach = REACH_MEMORY if events == GROWS[1] else None
                found.append(Ratio(f"peak memory, {events:,}", cost.peak / rival.peak, reach))
    small, large = (costs.get((OURS, events, "cold")) for events in GROWS)
    if small and large:
        found.append(Ratio("growth of cold, 1,000 to 10,000", large.wall / small.wall, REACH_GROWTH))
        found.append(Ratio("growth of memory, 1,000 to 10,000", large.peak / small.peak, REACH_GROWTH))
    return found


def to_markdown(bench: Bench) -> str:
    """Return the tables: what was measured on, the figures, the ratios, the stages."""
    versions = ", ".join(f"{name} {version}" for name, version in bench.versions.items())
    load = "load average {:.1f} before, {:.1f} after".format(*bench.load)
    lines = [
        f"{bench.day}; {bench.machine}; {versions}; medians of {bench.runs}; {load}.",
        *(f"\nLeft out: {sentence}." for sentence in bench.missing),
        "",
        *table(HEAD, map(_cells, bench.rows)),
    ]
    if found := ratios(bench.rows):
        lines += ["", *table(RATIOS, (one.cells() for one in found))]
    if bench.stages:
        lines += ["", *table(*_stages(bench.stages))]
    return "\n".join((*lines, ""))


def _cells(row: Row) -> tuple[str, ...]:
    cost = row.cost
    numbers = (f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.peak:.0f}" if cost.peak else "–")
    return (row.tool, f"{row.events:,}", WORDS[row.case], *numbers, f"{cost.files:,}", f"{cost.size / 1e6:.1f}")


def _stages(stages: Mapping[int, Mapping[str, float]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the head and the rows of the stages: CPU seconds and the share of the whole, a pair of columns a size."""
    names = dict.fromkeys(name for spent in stages.values() for name, seconds in spent.items() if seconds >= SHOWN)
    head = ("stage of a cold build", *(word for events in stages for word in (f"{events:,}: CPU s", "share")))
    rows = [(name, *(cell for spent in stages.values() for cell in _parts(spent, name))) for name in names]
    return head, rows


def _parts(spent: Mapping[str, float], name: str) -> tuple[str, str]:
    seconds = spent.get(name, 0.0)
    return f"{seconds:.2f}", f"{seconds / sum(spent.values()):.0%}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def to_json(bench: Bench) -> str:
    """Return everything as JSON."""
    found = {**dataclasses.asdict(bench), "ratios": [dataclasses.asdict(one) for one in ratios(bench.rows)]}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
