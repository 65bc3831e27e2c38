"""Run a command, and say what it took. Started as a process of its own, so that no memory but the command's is counted.

    python -I -S clock.py COMMAND…

prints one line of JSON: `code` (exit), `wall` and `cpu` (seconds; user and system, children included), `peak` (MB of
10⁶ bytes). The peak of one process is the system's own; of several that run at once it is the sum of their shares
(PSS, where Linux gives it), looked up twenty times a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

LOOK = 0.05  # seconds
UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


def descendants(process: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    with suppress(OSError):
        lists = [file.read_text("ascii").split() for file in Path(f"/proc/{process}/task").glob("*/children")]
        return [one for ids in lists for id_ in ids for one in (int(id_), *descendants(int(id_)))]
    return []


def share(process: int) -> int:
    """Return the bytes of memory that a process has, what it shares with others divided among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def watch(process: int, ended: threading.Event, sums: list[int]) -> None:
    """Note the sum of the shares, as long as the process runs; one without children costs it nothing."""
    while not ended.wait(LOOK):
        if others := descendants(process):
            sums.append(sum(map(share, (process, *others))))


def measure(command: list[str]) -> dict[str, float]:
    """Run the command; what it prints goes to standard error."""
    sums = [0]
    ended = threading.Event()
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    threading.Thread(target=watch, args=(process.pid, ended, sums), daemon=True).start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    ended.set()
    peak = max(usage.ru_maxrss * UNIT, *sums) / 1e6
    return {
        "code": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": peak,
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1:])))
