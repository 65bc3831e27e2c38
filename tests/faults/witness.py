"""Whether the shim sees every change on the disk: compared with what Python's audit hooks and, where it is, strace see.

    python tests/faults/witness.py

Each scene's command runs once, undisturbed, under all three. Prints a table: how many changes each saw, of the kinds
that it knows (audit hooks know nothing of writes). Exit code 1 where they differ in any kind, which is then named.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from faults.faults import run, undisturbed, warm_up, workplace  # noqa: E402
from faults.scenes import SCENES  # noqa: E402
from faults.shim import WRITING  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

KIND = {
    **dict.fromkeys(("rename", "replace", "renameat", "renameat2", "renamex_np"), "rename"),
    **dict.fromkeys(("unlink", "remove", "unlinkat"), "unlink"),
    **dict.fromkeys(("open", "openat", "creat"), "open"),
    **dict.fromkeys(("write", "writev", "pwrite", "pwrite64", "sendfile", "copy_file_range"), "write"),
    **dict.fromkeys(("mkdir", "mkdirat"), "mkdir"),
    **dict.fromkeys(("link", "linkat"), "link"),
    **dict.fromkeys(("symlink", "symlinkat"), "symlink"),
    **dict.fromkeys(("chmod", "fchmod", "fchmodat"), "chmod"),
    **dict.fromkeys(("utime", "utimensat"), "utime"),
    **dict.fromkeys(("truncate", "ftruncate"), "truncate"),
    **dict.fromkeys(("fsync", "fdatasync"), "fsync"),
    "rmdir": "rmdir",
}
"""Calls of Python, of the C library and of Linux: what they do."""
AUDITED = frozenset({"rename", "unlink", "open", "mkdir", "rmdir", "link", "symlink", "chmod", "utime", "truncate"})
BEGIN, END = "/begin-to-look", "/look-no-more"  # paths that are asked for so that they stand in strace's list
CALL = re.compile(r"^(?P<process>\d+) +(?P<call>\w+)\((?P<arguments>.*)$")


def saw(lines: Iterable[str]) -> Counter[str]:
    """Return how many changes of each kind the shim noted."""
    return Counter(KIND[line.partition(" ")[0]] for line in lines)


def note_events(log: int) -> None:
    """Note, in this process and for good, what Python says of its own changes."""
    write = os.write

    def note(event: str, arguments: tuple[object, ...]) -> None:
        name = event.removeprefix("os.")
        if event == "ctypes.dlsym":
            name = str(arguments[1])
        elif event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITING):
            return
        if name in KIND:
            write(log, f"{name} {arguments[0]}\n".encode())

    sys.addaudithook(note)


def told(trace: Path, root: str) -> Counter[str]:
    """Return how many changes of each kind below a folder strace noted in the process that asked to be looked at."""
    found: Counter[str] = Counter()
    looked_at = ""
    for line in trace.read_text("utf-8", "replace").splitlines():
        call = CALL.match(line)
        if call is None:
            continue
        if BEGIN in line or END in line:
            looked_at = call["process"] if BEGIN in line else ""
        elif call["process"] == looked_at and call["call"] in KIND and _changes(call["call"], call["arguments"], root):
            found["rmdir" if "AT_REMOVEDIR" in call["arguments"] else KIND[call["call"]]] += 1
    return found


def _changes(call: str, arguments: str, root: str) -> bool:
    if KIND[call] == "open":
        return re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", arguments) is not None
    return KIND[call] not in ("write", "fsync") or root in arguments.partition(",")[0].partition(")")[0]


def compare(folder: Path, trace: Path | None) -> int:
    """Run every scene, and print how many changes each witness saw; return how many scenes differ."""
    warm_up(folder)
    print("| run | changes that the shim saw | named by audit hooks | of which the shim saw | by strace |", flush=True)
    print("|---|--:|--:|--:|--:|", flush=True)
    differ = 0
    for number, scene in enumerate(SCENES):
        root = folder / f"scene-{number}"
        root.mkdir()
        scene.prepare(root, undisturbed)
        if trace:
            trace.write_bytes(b"")
        with tempfile.TemporaryFile() as log:
            ended = run(root, scene.command, before=lambda log=log: note_events(log.fileno()), ask=(BEGIN, END))  # type: ignore[misc]
            log.seek(0)
            audited = saw(log.read().decode().splitlines())
        seen = saw(ended.log)
        known = Counter({kind: count for kind, count in seen.items() if kind in AUDITED})
        traced = told(trace, str(root)) if trace else None
        counts = (seen.total(), audited.total(), known.total(), traced.total() if traced else "–")
        print(f"| {scene.name} | {' | '.join(map(str, counts))} |", flush=True)
        for name, other, ours in (("audit", audited, known), ("strace", traced, seen)):
            if other is not None and other != ours:
                differ += 1
                print(f"{scene.name}, {name}: {sorted(other.items())}, but {sorted(ours.items())}", file=sys.stderr)
    return differ


def main() -> int:
    """Compare, under strace if there is one."""
    if "TRACE" not in os.environ and (strace := shutil.which("strace")):
        with tempfile.TemporaryDirectory() as folder:
            trace = Path(folder) / "trace"
            names = ",".join(f"?{name}" for name in (*KIND, "access", "faccessat", "faccessat2"))
            command = [strace, "-f", "--seccomp-bpf", "-qq", "-y", "-A", "-e", f"trace={names}", "-o", str(trace)]
            return subprocess.call([*command, sys.executable, *sys.argv], env={**os.environ, "TRACE": str(trace)})
    with tempfile.TemporaryDirectory(dir=workplace()) as folder:
        trace_file = os.environ.get("TRACE")
        return bool(compare(Path(folder), Path(trace_file) if trace_file else None))


if __name__ == "__main__":
    sys.exit(main())
