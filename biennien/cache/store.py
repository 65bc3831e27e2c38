"""What one build keeps for the next, on the disk.

Files of three kinds: `last-…`, by which a build that has nothing to do is known, `content`, from which one that has
little to do goes on, and `pieces-…`, from which a unit is put together anew. They are pickles, which only this program
writes, beside the content: who can change them, can change it. Each begins with the fingerprint of the program that
wrote it, and means nothing to any other. Whatever is wrong with them, they count as not there.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from biennien.crew import uncollected
from biennien.snapshot import mark_of, take_snapshot
from biennien.text import fingerprint

FOLDER = ".cache/build"
SIZE = 32  # digits of a fingerprint: no two things that differ may have the same
PACKAGES = ("babel", "jinja2", "markdown_it", "markupsafe", "yaml")
"""The packages whose versions can change what is written."""


@cache
def print_program() -> str:
    """Return a fingerprint of the program: its files, Python, and the packages that it is made with.

    Once a process: what runs is what was there when it began.
    """
    origins = (spec.origin for name in PACKAGES if (spec := find_spec(name)) and spec.origin)
    marks = {origin: mark_of(origin, os.stat(origin), sys.maxsize) for origin in origins}  # noqa: PTH116 - no Path needed
    code = Path(__file__).resolve().parents[1]
    marks |= {path: mark for path, mark in take_snapshot([code]).items() if path.endswith((".py", ".yaml"))}
    return fingerprint(sys.version, repr(sorted((path, mark[:4]) for path, mark in marks.items())), size=SIZE)


@uncollected()
def read_kept(root: Path, name: str) -> Any:  # noqa: ANN401 - whatever was written
    """Return what this very program kept in a project under a name, or None."""
    with suppress(Exception), (root / FOLDER / name).open("rb") as file:  # a pickle may raise anything: none, then
        if file.readline().decode() == f"{print_program()}\n":
            return pickle.load(file)  # noqa: S301 - see above; not read in one: it may be larger than all else
    return None


def write_kept(root: Path, name: str, value: object) -> None:
    """Keep something in a project under a name, whole or not at all; where that can't be, nothing is kept."""
    folder = root / FOLDER
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.{os.getpid()}-{os.urandom(4).hex()}"
        try:
            with path.open("xb") as file:
                file.write(f"{print_program()}\n".encode())
                pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)
            path.replace(folder / name)
            for left in folder.glob(f"{name}.*"):  # by a build that was killed; one at work does without
                left.unlink(missing_ok=True)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
