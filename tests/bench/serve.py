"""How long it takes from a save until the browser shows it, and where the time goes.

    python tests/bench/serve.py [--root ROOT] [--sizes 10 10000] [--times 9]

copies a project (this one) into a folder of its own, serves it, opens a page in Chromium, and adds a word to its title,
so many times; then it does the same with made-up chronicles of so many events (`bench/chronicle.py`), and with Hugo's
own server, given the same events. It prints a table in Markdown, a row as soon as it is known: the median of each part,
and how long it took until the whole site was written. Then it looks at 10,000 files. A first build of 10,000 events
takes minutes: `--times 3`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from math import nan
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from served import served, until  # noqa: E402

from bench.chronicle import write_chronicle  # noqa: E402
from bench.speed import peers  # noqa: E402
from biennien.cli.serve import Memory  # noqa: E402
from biennien.project import SOURCES  # noqa: E402
from biennien.serve.server import Place  # noqa: E402
from biennien.snapshot import take_snapshot  # noqa: E402
from biennien.splice import set_text  # noqa: E402
from biennien.templates import BUILT_IN  # noqa: E402
from biennien.trial import find_chromium  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from biennien.serve.rounds import Round

HUGO = peers.PEERS["hugo"]
MANY = 10_000
PATIENCE = 3_600.0  # seconds for a build
HEAD = (
    "chronicle",
    "events",
    "first build (s)",
    "settle (ms)",
    "read (ms)",
    "notice and reload (ms)",
    "shown (s)",
    "written (s)",
)
REST = 3  # seconds after a save, in which nothing else happens


@dataclass(frozen=True)
class Save:
    """The seconds of a save: for files to come to rest, to read them, until the page shows it, until all is written.

    What a server doesn't tell is not known.
    """

    shown: float
    settle: float = nan
    read: float = nan
    written: float = nan

    @property
    def rest(self) -> float:
        """To notice the change, and to load the page again."""
        return self.shown - self.settle - self.read


Measure: TypeAlias = "Callable[[Browser, Path, int], tuple[int, float, list[Save]]]"


def main(argv: Sequence[str]) -> None:
    """Measure and print."""
    options = parse(argv)
    print("|", " | ".join(HEAD), "|\n" + "|---" * len(HEAD) + "|")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=find_chromium(os.environ))
        for name, write, serve in projects(options.root, options.sizes):
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder))
                print("|", " | ".join(row(name, *serve(chromium, Path(folder), options.times))), "|", flush=True)
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


def projects(root: Path, sizes: Sequence[int]) -> Iterator[tuple[str, Callable[[Path], object], Measure]]:
    """Yield the name of each project, what writes it into a folder, and what serves it there."""
    yield "this project" if root == ROOT else root.name, partial(copy, root), measure
    for number in sizes:
        yield "made up", partial(write_chronicle, number=number), measure
        yield f"made up, {HUGO.name} server", partial(write_chronicle, number=number), measure_hugo


def copy(root: Path, folder: Path) -> None:
    """Copy what a project is built from."""
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name)


def measure(chromium: Browser, project: Path, times: int) -> tuple[int, float, list[Save]]:
    """Serve a project; return how many events it has, the seconds of its first build, and its saves."""
    place = Place(site=project / "site", root=project, watched=(*(project / name for name in SOURCES), BUILT_IN))
    events = sorted((project / "content" / "events").glob("*.yaml"))
    whole = events[0].read_bytes()
    title = yaml.load(whole, yaml.CBaseLoader)["title"]["en"]  # noqa: S506 - texts only

    def written() -> list[Round]:
        return [one for one in live.rounds if not one.page]

    def wait_for(number: int) -> Round:
        until(lambda: len(written()) > number, PATIENCE)
        if written()[number].report.errors:
            sys.exit(f"this project does not build: {written()[number].report}")
        return written()[number]

    with served(place, Memory(project, project / "site").build) as live:
        first = wait_for(0).built
        saves = []
        with showing(chromium, f"{live.address}/en/events/{events[0].stem}.html") as page:
            for number, word in enumerate(words(times), 1):
                after = set_text(whole, ("title", "en"), f"{title} {word} now")
                shown = save(page, events[0], after, word)
                one = wait_for(number)
                saves.append(Save(shown, one.settled, one.read, one.settled + one.built))
                page.wait_for_timeout(REST * 1000)
    return len(events), first, saves


def measure_hugo(chromium: Browser, project: Path, times: int) -> tuple[int, float, list[Save]]:
    """Let Hugo serve the events of a project; for what is returned see `measure`."""
    site = project / "hugo"
    folder = peers.install(HUGO, ROOT / ".cache" / "bench")
    peers.write_site(HUGO, project, site)
    events = sorted((site / "content" / "en" / "events").glob("*.md"))
    data, end = json.JSONDecoder().raw_decode(whole := events[0].read_text("utf-8"))
    program, *_, source = HUGO.command(folder, site)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    began = time.perf_counter()
    with subprocess.Popen(
        [program, "server", "--port", port, "--source", source], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            address = f"http://localhost:{port}/en/events/{events[0].stem}/"
            until(lambda: answers(address), PATIENCE)
            first = time.perf_counter() - began
            saves = []
            with showing(chromium, address) as page:
                for word in words(times):
                    head = {**data, "title": f"{data['title']} {word} now"}
                    after = f"{json.dumps(head, ensure_ascii=False, indent=0)}{whole[end:]}"
                    saves.append(Save(save(page, events[0], after.encode(), word)))
                    page.wait_for_timeout(REST * 1000)
        finally:
            server.terminate()
    return len(events), first, saves


def words(times: int) -> list[str]:
    """Return so many words, none of which is another."""
    return [f"Quick{'ly' * (number + 1)}" for number in range(times)]


def answers(address: str) -> bool:
    """Tell whether there is a page at an address."""
    with suppress(OSError), urllib.request.urlopen(address):  # noqa: S310 - our own
        return True
    return False


@contextmanager
def showing(chromium: Browser, address: str) -> Iterator[Page]:
    """Show a page which is connected to its server."""
    page = chromium.new_page()
    page.goto(address)
    until(lambda: page.evaluate("window.LiveReload?.connector?.protocol >= 7"))
    page.wait_for_timeout(REST * 1000)
    yield page
    page.close()


def save(page: Page, file: Path, after: bytes, word: str) -> float:
    """Write a file; return the seconds until the title of the page has the word."""
    began = time.perf_counter()
    file.write_bytes(after)
    while f" {word} " not in page.title():
        page.wait_for_timeout(2)
        if time.perf_counter() - began > PATIENCE:
            sys.exit("it is never shown")
    return time.perf_counter() - began


def row(name: str, events: int, first: float, saves: Sequence[Save]) -> tuple[str, ...]:
    """Return the cells of a row: medians."""
    settle, read, rest = (
        median(values) * 1000 for values in zip(*((s.settle, s.read, s.rest) for s in saves), strict=True)
    )
    shown, written = median(one.shown for one in saves), median(one.written for one in saves)
    cells = (f"{first:.2f}", f"{settle:.0f}", f"{read:.0f}", f"{rest:.0f}", f"{shown:.2f}", f"{written:.2f}")
    return name, f"{events:,}", *(cell.replace("nan", "–") for cell in cells)


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
