"""How long a build takes, beside Hugo, Eleventy and Pelican with the same content, and the floor below all of them.

    python tests/bench/speed/speed.py [--sizes 10,100,1000] [--peers hugo,eleventy,pelican] [--runs 3] [--into DIR]

makes up a chronicle of each size, builds it with each tool cold, again and after an edit (the title of one event, in
both languages), every time in a new process, and prints tables in Markdown, which it also writes to `speed.md` and
`speed.json` in `.cache/bench/`; the peers are installed there too, at pinned versions, once. One that cannot be had is
left out with a line. The tools take turns in every round, so that a machine that grows busy is so for all: what
counts is the ratio within one run. Exit codes: 0 measured, 1 a build failed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench.chronicle import write_chronicle  # noqa: E402
from bench.speed import peers, report, runs  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

MEASURED, FAILED = 0, 1


def main(arguments: list[str]) -> int:
    """Measure what was asked for; return the exit code. What is known is written after each size."""
    options = parse(arguments)
    options.into.mkdir(parents=True, exist_ok=True)
    text = ""
    try:
        for bench in measure(options):
            text = report.to_markdown(bench)
            (options.into / "speed.md").write_text(text, "utf-8")
            (options.into / "speed.json").write_text(report.to_json(bench), "utf-8")
    except runs.BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    print(text)
    return MEASURED


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=numbers, default=[10, 100, 1_000], metavar="N,…", help="numbers of events")
    parser.add_argument("--peers", type=names, default=list(peers.PEERS), metavar="NAME,…", help="which; '' for none")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="rounds, of which the median counts")
    parser.add_argument("--into", type=Path, default=ROOT / ".cache" / "bench", metavar="DIR", help="for the results")
    return parser.parse_args(arguments)


def numbers(text: str) -> list[int]:
    """Return the numbers of a list with commas."""
    return [int(one) for one in text.split(",")]


def names(text: str) -> list[str]:
    """Return the names of a list with commas. Raises ValueError for one that is nobody's."""
    found = [one for one in text.split(",") if one]
    if strange := set(found) - peers.PEERS.keys():
        raise ValueError(strange)
    return found


def measure(options: argparse.Namespace) -> Iterator[report.Bench]:
    """Yield all that was measured so far, after each size. Raises BuildError."""
    before = os.getloadavg()[0]
    day = dt.datetime.now(dt.UTC).date().isoformat()
    had, missing = install([peers.PEERS[name] for name in options.peers], options.into.resolve())
    versions = {name: version(name) for name in ("jinja2", "markdown-it-py", "pyyaml")}
    versions |= {peer.name: peer.version for peer in had}
    rows: list[report.Row] = []
    stages: dict[int, dict[str, float]] = {}
    for events in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.into.resolve()) as folder:
            more, stages[events] = measure_size(events, Path(folder), had, options.runs)
        rows += more
        load = (before, os.getloadavg()[0])
        yield report.Bench(day, machine(), versions, load, options.runs, tuple(rows), dict(stages), tuple(missing))


def install(wanted: list[peers.Peer], into: Path) -> tuple[dict[peers.Peer, Path], list[str]]:
    """Return the peers that can be had, with their folders, and a sentence for each of the others."""
    had, missing = {}, []
    for peer in wanted:
        try:
            had[peer] = peers.install(peer, into)
            peer.command(had[peer], into)
        except peers.MissingError as error:
            had.pop(peer, None)
            missing.append(f"{peer.name} {peer.version}, {error}")
    return had, missing


def measure_size(
    events: int, folder: Path, had: dict[peers.Peer, Path], rounds: int
) -> tuple[list[report.Row], dict[str, float]]:
    """Return the rows and the stages of one size."""
    root = folder / "chronicle"
    write_chronicle(root, events)
    others = (runs.peer_builder(peer, cache, root, folder / peer.name) for peer, cache in had.items())
    builders = [runs.our_builder(root), *others]
    rows = runs.measure(builders, events, rounds)
    rows.append(runs.measure_floor(builders[0].site, folder / "floor", events, rounds))
    print(*(f"{row.tool}, {events:,}, {row.case}: {row.cost.wall:.2f} s" for row in rows), sep="\n", file=sys.stderr)
    return rows, runs.measure_stages(root)


def machine() -> str:
    """Return in one line what the benchmark ran on."""
    cores = os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
