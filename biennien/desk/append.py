"""What is added to a project: new files, which overwrite none, and entries at the end of a register.

Of a register no byte is changed: the new ones follow the old. Everything is written whole or not at all.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from biennien.messages import SaidError, phrase
from biennien.nodes import Mapping, parse
from biennien.splice import ChangedError, read_bytes, save, write_beside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class AppendError(SaidError):
    """Nothing was added, and why."""


def create_file(file: Path, raw: bytes, *, at_once: bool = True) -> None:
    """Write a new file in one step, its folders too. Raises AppendError when there is one, OSError.

    It is on the disk `at_once`, or, for thousands of files that can be made again, whenever the system puts it there.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = write_beside(file, raw, at_once=at_once)
    try:
        os.link(beside, file)  # unlike a rename, this never takes the place of another file
    except FileExistsError:
        raise AppendError(phrase("there_already", file=str(file))) from None
    except OSError:  # a file system without links
        _create_alone(file, raw)
    finally:
        beside.unlink()


def _create_alone(file: Path, raw: bytes) -> None:
    try:
        with file.open("xb") as new:
            new.write(raw)
    except FileExistsError:
        raise AppendError(phrase("there_already", file=str(file))) from None


def add_entries(file: Path, entries: Iterable[tuple[str, str]], first_line: str = "") -> tuple[str, ...]:
    """Add (id, YAML) to the end of a register, all or none; return the ids, without those that it has already.

    A register that is not there begins with `first_line`. Raises AppendError when its YAML could not be read before or
    afterwards, or somebody else changed it meanwhile; OSError.
    """
    before = read_bytes(file)
    have = _keys(before, file.name)
    new = {id_: text for id_, text in entries if id_ not in have}
    if not new:
        return ()
    after = _joined(before or first_line.encode(), "".join(new.values()))
    if _keys(after, file.name) != [*have, *new]:
        raise AppendError(phrase("nothing_can_follow", file=file.name))
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        save(file, before, after)
    except ChangedError as error:
        raise AppendError(error.words) from None
    return tuple(new)


def _keys(raw: bytes, name: str) -> list[str]:
    node, problems = parse(raw, name)
    if problems or not isinstance(node, Mapping | None):
        raise AppendError(phrase("unreadable", file=name))
    return list(node.keys) if node else []


def _joined(before: bytes, text: str) -> bytes:
    """Return the bytes with a text behind them, on lines of its own that end as theirs do."""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before or before.endswith(b"\n") else end
    return before + gap + text.encode().replace(b"\n", end)
