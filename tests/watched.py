"""Run a verb so that it is ended at once where it starts a program, asks a network, or writes outside a folder.

`python tests/watched.py FOLDER VERB …`: 97 where it tried; CPU seconds and memory are limited by whoever starts it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"}
ASKS = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}
WRITES = {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"}
CAUGHT = 97


def main() -> int:
    """Watch, and run the verb."""
    folder = os.path.realpath(sys.argv[1])
    sys.path.insert(0, str(ROOT))
    from biennien.cli import main as run

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in RUNS | ASKS or ((path := written(event, arguments)) and not within(path, folder)):
            os.write(2, f"caught: {event} {arguments!r}\n".encode("utf-8", "replace"))
            os._exit(CAUGHT)

    sys.addaudithook(watch)
    return run(sys.argv[2:])


def written(event: str, arguments: tuple[object, ...]) -> str:
    """Return the path that an event of Python's audit writes to; none where it only reads."""
    path = arguments[0] if arguments else ""
    flags = arguments[2] if event == "open" and isinstance(arguments[2], int) else 0
    writes = event in WRITES or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    return os.fsdecode(path) if writes and isinstance(path, str | bytes) else ""


def within(path: str, folder: str) -> bool:
    """Say whether a path lies in a folder, links followed; the null device keeps nothing."""
    return path == os.devnull or os.path.realpath(path).startswith(folder)


if __name__ == "__main__":
    sys.exit(main())
