"""Our build, the peers' and the floor, each run cold, again, and after an edit, every time in a new process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.speed import peers
from bench.speed.report import CASES, FLOOR, OURS, Cost, Row, middle
from bench.speed.telling import event_files, read_registers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.speed.peers import Peer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TITLE = re.compile(r"^title: \{vi: \"(?P<vi>.+?)(?: \(\d+\))?\", en: \"(?P<en>.+?)(?: \(\d+\))?\"\}$", re.MULTILINE)


class BuildError(Exception):
    """A build that was to be measured failed; the sentence says which."""


def clocked(command: list[str], site: Path) -> Cost:
    """Run a build in a process of its own and return what it took. Raises BuildError."""
    clock = [sys.executable, "-I", "-S", str(HERE / "clock.py")]
    done = subprocess.run([*clock, *command], capture_output=True, encoding="utf-8", check=False)
    took = json.loads(done.stdout) if done.stdout else {"code": done.returncode}
    if took["code"]:
        raise BuildError(f"{' '.join(command)} ended with {took['code']}:\n{done.stderr[-2000:]}")
    sizes = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
    return Cost(took["wall"], took["cpu"], took["peak"], len(sizes), sum(sizes))


def edit(root: Path, number: int) -> Path:
    """Change the title of the event in the middle, in each language, and return its file."""
    files = event_files(root)
    file = files[len(files) // 2]
    new = rf'title: {{vi: "\g<vi> ({number})", en: "\g<en> ({number})"}}'
    text, count = TITLE.subn(new, file.read_text("utf-8"), count=1)
    if not count:
        raise BuildError(f"{file.name} has no title as it was expected")
    file.write_text(text, "utf-8")
    return file


@dataclass(frozen=True, slots=True)
class Builder:
    """A tool with a chronicle before it: its command, where the site comes, what a cold build may not find, an edit."""

    tool: str
    command: list[str]
    site: Path
    kept: tuple[Path, ...]
    change: Callable[[int], object]

    def build(self) -> Cost:
        """Build the site. Raises BuildError."""
        return clocked(self.command, self.site)

    def forget(self, number: int) -> None:
        """Move away what earlier builds left.

        Were it deleted, ext4 would keep away from its inodes for some seconds, and every new file cost a search.
        """
        for folder in filter(Path.exists, self.kept):
            old = folder.parent / f".before-{number}"
            old.mkdir(exist_ok=True)
            folder.rename(old / folder.name)


def our_builder(root: Path) -> Builder:
    """Return ourselves, before the project in `root`."""
    kept = tuple(root / name for name in ("site", ".site-spare", ".cache"))
    command = [sys.executable, str(ROOT / "build.py"), "--root", str(root)]
    return Builder(OURS, command, root / "site", kept, lambda number: edit(root, number))


def peer_builder(peer: Peer, cache: Path, root: Path, site: Path) -> Builder:
    """Return a peer, before the chronicle in `root`, which is written for it into `site`."""
    peers.write_site(peer, root, site)
    registers = read_registers(root)
    kept = tuple(site / name for name in (peers.OUTPUT, *peer.kept))

    def change(number: int) -> None:
        peers.write_event(peer, edit(root, number), registers, site)

    return Builder(peer.name, peer.command(cache, site), site / peers.OUTPUT, kept, change)


def measure(builders: Sequence[Builder], events: int, rounds: int) -> list[Row]:
    """Return the medians of some rounds; in each, every tool builds cold, again, and after an edit."""
    costs: dict[tuple[str, str], list[Cost]] = {}
    for number in range(1, rounds + 1):
        for one in builders:
            one.forget(number)
            found = [one.build(), one.build()]
            one.change(number)
            for case, cost in zip(CASES, (*found, one.build()), strict=True):
                costs.setdefault((one.tool, case), []).append(cost)
    return [Row(tool, events, case, middle(found)) for (tool, case), found in costs.items()]


def measure_floor(site: Path, into: Path, events: int, rounds: int) -> Row:
    """Return what it takes to write a site's files from memory, as they are, into a new folder."""
    files = {file.relative_to(site): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    costs = []
    for number in range(rounds):
        place = into / str(number)
        folders = sorted({place / path.parent for path in files})
        wall, before = time.perf_counter(), os.times()
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            (place / path).write_bytes(data)
        after = os.times()
        cpu = after.user + after.system - before.user - before.system
        costs.append(Cost(time.perf_counter() - wall, cpu, 0.0, len(files), sum(map(len, files.values()))))
    return Row(FLOOR, events, "cold", middle(costs))


def measure_stages(root: Path) -> dict[str, float]:
    """Return the CPU seconds of each stage of one cold build. Raises BuildError."""
    command = [sys.executable, str(HERE / "stages.py"), str(root)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise BuildError(f"the stages could not be timed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found
