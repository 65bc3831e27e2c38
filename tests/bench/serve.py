"""How long it takes from a save until the browser shows it, and where the time goes.

    python tests/bench/serve.py [--root ROOT] [--sizes 10 10000] [--times 9]

copies a project (this one) into a folder of its own, serves it, opens a page in Chromium, and adds a word to its title,
so many times; then it does the same with made-up chronicles of so many events (`bench/chronicle.py`). It prints a
table in Markdown, a row as soon as it is known: the median of each part, the build apart from the rest, which is what
serving itself costs. Then it looks at 10,000 files. A build of 10,000 events takes minutes: `--times 3`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from served import Served, served, until  # noqa: E402

from bench.chronicle import write_chronicle  # noqa: E402
from biennien.cli.serve import Memory  # noqa: E402
from biennien.project import SOURCES  # noqa: E402
from biennien.serve.server import Place  # noqa: E402
from biennien.snapshot import take_snapshot  # noqa: E402
from biennien.splice import set_text  # noqa: E402
from biennien.templates import BUILT_IN  # noqa: E402
from biennien.trial import find_chromium  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MANY = 10_000
PATIENCE = 3_600.0  # seconds for a build
HEAD = (
    "chronicle",
    "events",
    "first build (s)",
    "settle (ms)",
    "notice and reload (ms)",
    "both (ms)",
    "build (s)",
    "whole (s)",
)


@dataclass(frozen=True)
class Save:
    """The seconds from a save until the page shows it: until files have come to rest, until it is built, all in all."""

    settle: float
    build: float
    whole: float

    @property
    def rest(self) -> float:
        """To notice the change, and to load the page again."""
        return self.whole - self.settle - self.build


def main(argv: Sequence[str]) -> None:
    """Measure and print."""
    options = parse(argv)
    print("|", " | ".join(HEAD), "|\n" + "|---" * len(HEAD) + "|")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=find_chromium(os.environ))
        for name, write in projects(options.root, options.sizes):
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder))
                print("|", " | ".join(row(name, *measure(chromium, Path(folder), options.times))), "|", flush=True)
        chromium.close()
    print(f"\nA look at {MANY:,} files: {look_at_many() * 1000:.0f} ms")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=ROOT, metavar="DIR", help="a project (default: this one)")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[], metavar="N", help="made-up chronicles: their events"
    )
    parser.add_argument("--times", type=int, default=9, metavar="N", help="saves, of which the median counts")
    return parser.parse_args(argv)


def projects(root: Path, sizes: Sequence[int]) -> Iterator[tuple[str, Callable[[Path], object]]]:
    """Yield the name of each project, and what writes it into a folder."""
    yield "this project" if root == ROOT else root.name, partial(copy, root)
    for number in sizes:
        yield "made up", partial(write_chronicle, number=number)


def copy(root: Path, folder: Path) -> None:
    """Copy what a project is built from."""
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name)


def measure(chromium: Browser, project: Path, times: int) -> tuple[int, float, list[Save]]:
    """Serve a project; return how many events it has, the seconds of its first build, and its saves."""
    place = Place(site=project / "site", root=project, watched=(*(project / name for name in SOURCES), BUILT_IN))
    events = len(list((project / "content" / "events").glob("*.yaml")))
    with served(place, Memory(project, project / "site").build) as live:
        first = live.wait_for(1, PATIENCE)
        page = chromium.new_page()
        saves = save_often(live, page, project, times)
        page.close()
    return events, first.built, saves


def save_often(live: Served, page: Page, project: Path, times: int) -> list[Save]:
    """Save an event that a page shows, again and again."""
    event = min((project / "content" / "events").glob("*.yaml"))
    whole = event.read_bytes()
    title = yaml.load(whole, yaml.CBaseLoader)["title"]["en"]  # noqa: S506 - texts only
    page.goto(f"{live.address}/en/events/{event.stem}.html")
    until(lambda: page.evaluate("window.LiveReload?.connector?.protocol >= 7"))
    found = []
    for number in range(times):
        word = "Quick" + "ly" * (number + 1)
        rounds = len(live.rounds)
        after = set_text(whole, ("title", "en"), f"{title} {word} now")
        began = time.perf_counter()
        event.write_bytes(after)
        while f" {word} " not in page.title():
            page.wait_for_timeout(2)
            if len(live.rounds) > rounds and live.rounds[rounds].report.errors:
                sys.exit(f"this project does not build: {live.rounds[rounds].report}")
        one = live.rounds[rounds]
        found.append(Save(one.settled, one.built, time.perf_counter() - began))
        page.wait_for_timeout(3000 if number % 3 == 0 else 300)
    return found


def row(name: str, events: int, first: float, saves: Sequence[Save]) -> tuple[str, ...]:
    """Return the cells of a project's row: medians; serving in milliseconds, builds in seconds."""
    settle, rest = (median(values) * 1000 for values in ([one.settle for one in saves], [one.rest for one in saves]))
    both = median(one.settle + one.rest for one in saves) * 1000
    built, whole = median(one.build for one in saves), median(one.whole for one in saves)
    served_in = (f"{settle:.0f}", f"{rest:.0f}", f"{both:.0f}")
    return name, f"{events:,}", f"{first:.2f}", *served_in, f"{built:.2f}", f"{whole:.2f}"


def look_at_many() -> float:
    """Return the seconds that a look at many files takes, the best of five; they are not young."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(MANY):
            file = Path(folder, f"{number % 100}", f"{number}.yaml")
            file.parent.mkdir(exist_ok=True)
            file.write_text("title: x\n", "utf-8")
        time.sleep(3)
        took = []
        for _ in range(5):
            began = time.perf_counter()
            take_snapshot([Path(folder)])
            took.append(time.perf_counter() - began)
        return min(took)


if __name__ == "__main__":
    main(sys.argv[1:])
