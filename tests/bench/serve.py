"""How long it takes from a save until the browser shows it, and where the time goes.

    python tests/bench/serve.py [ROOT [TIMES]]

copies a project (this one) into a folder of its own, serves it, opens a page in Chromium, and adds a word to its
title, TIMES times (9); prints the median of each part and of the whole. Then it looks at 10,000 files.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from served import Served, served, until  # noqa: E402

from biennien.cli.serve import Memory  # noqa: E402
from biennien.project import SOURCES  # noqa: E402
from biennien.serve.server import Place  # noqa: E402
from biennien.snapshot import take_snapshot  # noqa: E402
from biennien.templates import BUILT_IN  # noqa: E402
from biennien.trial import find_chromium  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

MANY = 10_000


def main(argv: Sequence[str]) -> None:
    """Measure and print."""
    root = Path(argv[0]) if argv else ROOT
    times = int(argv[1]) if len(argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in SOURCES:
            if (root / name).is_dir():
                shutil.copytree(root / name, project / name)
        watched = (*(project / name for name in SOURCES), BUILT_IN)
        place = Place(site=project / "site", root=project, watched=watched)
        with served(place, Memory(project, project / "site", None).build) as live, sync_playwright() as driver:
            live.wait_for(1)
            chromium = driver.chromium.launch(executable_path=find_chromium(os.environ))
            show(measure(live, chromium.new_page(), project, times))
            chromium.close()
    print(f"a look at {MANY:,} files: {look_at_many() * 1000:.0f} ms")


def measure(live: Served, page: Page, project: Path, times: int) -> list[dict[str, float]]:
    """Return the seconds of each part for each of some saves."""
    event = min((project / "content" / "events").glob("*.yaml"))
    whole = event.read_text("utf-8")
    page.goto(f"{live.address}/en/events/{event.stem}.html")
    until(lambda: page.evaluate("window.LiveReload?.connector?.protocol >= 7"))
    found = []
    for number in range(times):
        new = "Quick" + "ly" * (number + 1)
        rounds = len(live.rounds)
        began = time.perf_counter()
        event.write_text(re.sub(r"^(  en: .*)$", rf"\1 {new}", whole, count=1, flags=re.MULTILINE), "utf-8")
        while f" {new} " not in page.title():
            page.wait_for_timeout(2)
            if len(live.rounds) > rounds and live.rounds[rounds].report.errors:
                sys.exit(f"this project does not build: {live.rounds[rounds].report}")
        shown = time.perf_counter() - began
        one = live.rounds[rounds]
        rest = shown - one.settled - one.built
        found.append({"notice + reload": rest, "settle": one.settled, "build": one.built, "whole": shown})
        page.wait_for_timeout(3000 if number % 3 == 0 else 300)
    return found


def show(found: list[dict[str, float]]) -> None:
    """Print the median of each part."""
    for part in found[0]:
        print(f"{part}: {median(one[part] for one in found) * 1000:.0f} ms")


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
