"""The command in another world: `WORLD` says, as JSON, what is different there; then come its arguments.

`backwards`: folders are listed in the opposite order. `umask`: in octal. `cores`: how many the machine seems to have.
`later`: the clock is years ahead.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from biennien.cli import main  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST, SCAN, NOW = os.listdir, os.scandir, time.time
LATER = 11 * 365.2425 * 86_400  # seconds


class Backwards:
    """The entries of a folder from the last to the first, as os.scandir gives them."""

    def __init__(self, *where: Any) -> None:  # noqa: ANN401
        with SCAN(*where) as entries:
            self.left = list(entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self

    def __next__(self) -> os.DirEntry[str]:
        if not self.left:
            raise StopIteration
        return self.left.pop()

    def close(self) -> None:
        """Forget what is left."""
        self.left.clear()


class Later(dt.datetime):
    """A time of which now is years later."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Later:
        """Return what the clock would show then."""
        return cls.fromtimestamp(NOW() + LATER, tz)


def move_to(world: dict[str, Any]) -> None:
    """Make this process be in that world."""
    if world.get("backwards"):
        os.listdir = lambda *where: LIST(*where)[::-1]  # type: ignore[assignment]
        os.scandir = Backwards  # type: ignore[assignment]
    if "umask" in world:
        os.umask(int(world["umask"], 8))
    if cores := world.get("cores"):
        os.cpu_count = lambda: cores
        os.sched_getaffinity = lambda _: set(range(cores))
    if world.get("later"):
        time.time = lambda: NOW() + LATER  # date.today asks it, too
        dt.datetime = Later  # type: ignore[misc]


if __name__ == "__main__":
    move_to(json.loads(os.environ["WORLD"]))
    sys.exit(main(sys.argv[1:]))
