"""Where a cold build spends its time: the rooms called in turn, in a process of its own, and timed from outside.

    python tests/bench/speed/stages.py ROOT

prints one line of JSON: stage → CPU seconds. The pages are made one at a time when they are asked for, so what passes
between two of them belongs to the family of the second, by its address. Nothing in the program knows that it is timed.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]
PAGE = re.compile(r"(?:\w+/)(?:(?P<family>[\w-]+)/)?[\w-]+\.html")
START, LOAD, CHECK, SITE, FIRST, PUBLISH = "start", "load", "check", "site", "assets + search", "publish"
NEEDED = ("babel.dates", "jinja2", "markdown_it", "yaml", "biennien.project", "biennien.outputs", "biennien.publish")


class Stages:
    """Seconds of CPU by stage; each look gives the time since the one before to a stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.last = 0.0

    def give(self, stage: str) -> None:
        """Give the time since the last look, or the start of the process, to a stage."""
        now = time.process_time()
        self.spent[stage] = self.spent.get(stage, 0.0) + now - self.last
        self.last = now

    def ending(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """Return the function, with a look at its end."""

        def timed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
            value = function(*arguments, **named)
            self.give(stage)
            return value

        return timed


def family(address: str) -> str:
    """Return the family of outputs that an address belongs to: the folder of pages, else what it is for."""
    page = PAGE.fullmatch(address)
    if page:
        return f"pages: {page['family'] or 'timeline, figures, search …'}"
    return "pages: entrance" if address.endswith(".html") else address.partition("/")[0]


def measure(root: Path, into: Path) -> dict[str, float]:
    """Build the project in `root` and return the CPU seconds of each stage."""
    stages = Stages()
    for module in NEEDED:
        importlib.import_module(module)
    stages.give(START)
    load, project = importlib.import_module("biennien.load"), importlib.import_module("biennien.project")
    with patch.object(load, "load", stages.ending(load.load, LOAD)):
        read = project.read_project(root)
    stages.give(CHECK)
    if read.chronicle is None or read.errors:
        raise SystemExit(f"this project does not build: {read.problems[:1]}")
    site = project.plan(read)
    stages.give(SITE)
    outputs: list[tuple[str, bytes]] = []
    for address, data in importlib.import_module("biennien.outputs").render_outputs(site, read.locales, read.templates):
        stages.give(family(address) if outputs else FIRST)
        outputs.append((address, data))
    importlib.import_module("biennien.publish").publish(outputs, into)
    stages.give(PUBLISH)
    return stages.spent


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(sys.argv[1]), Path(folder) / "site")))
