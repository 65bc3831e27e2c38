"""Which rooms and libraries a cold build spends its time in, by Python's own profiler.

    python tests/bench/speed/rooms.py ROOT [TOP]

prints a table in Markdown: the share of the time that each room, library or template spends in its own functions and in
what these call that is written in C. The profiler makes small functions look dearer than they are; stages.py, which it
does not slow down, has the seconds.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench.speed.report import table  # noqa: E402
from bench.speed.stages import measure  # noqa: E402

TOP = 15
BUILT_IN = "~"  # the profiler's name for the file of what is written in C


def owner(file: str) -> str:
    """Return the room, library or template that a profiler's file name belongs to."""
    path = Path(file)
    if path.is_relative_to(ROOT / "biennien"):
        return f"biennien/{path.relative_to(ROOT / 'biennien').parts[0].removesuffix('.py')}"
    if "templates" in path.parts or path.suffix == ".html":
        return "templates"
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    return "built-in" if file == BUILT_IN else "Python’s library"


def shares(stats: pstats.Stats) -> Counter[str]:
    """Return the seconds spent by each owner: in its own functions, and in what these call of the built-in ones."""
    spent: Counter[str] = Counter()
    entries = stats.stats  # type: ignore[attr-defined]  # documented, but not in the stubs
    for (file, _, _), (_, _, own, _, callers) in entries.items():
        if file == BUILT_IN:
            for (caller, _, _), (_, _, part, _) in callers.items():
                spent[owner(caller)] += part
        else:
            spent[owner(file)] += own
    return spent


def main(arguments: list[str]) -> None:
    """Profile a build and print the table."""
    profile = cProfile.Profile()
    with tempfile.TemporaryDirectory() as folder:
        profile.runcall(measure, Path(arguments[0]), Path(folder) / "site")
    spent = shares(pstats.Stats(profile))
    whole = sum(spent.values())
    most = spent.most_common(int(arguments[1]) if len(arguments) > 1 else TOP)
    print("\n".join(table(("where", "share"), ((name, f"{own / whole:.0%}") for name, own in most))))


if __name__ == "__main__":
    main(sys.argv[1:])
