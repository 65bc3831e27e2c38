"""Work shared out among processes, where the system can fork them; what comes of it doesn't depend on their number."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")
LEAST = 100
"""Pieces of work from which on another process pays."""
FORKS = sys.platform == "linux"  # macOS has fork, but its own libraries do not survive it
BATCH = 16
"""Pieces that one process does together: neighbours may have much in common."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the garbage collector rest: a build makes many values and no rings, and it would look at them all again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def count_hands() -> int:
    """Return how many processes may work at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def share_out(work: Sequence[T], do: Callable[[T], R], hands: int) -> Iterator[R]:
    """Yield what `do` makes of each piece of work, in their order, by up to `hands` processes, this one waiting.

    What a process could not do, because it was ended or because `do` raised, is done here: so it raises here.
    """
    hands = min(hands, len(work) // LEAST)
    if hands < 2 or not FORKS:  # noqa: PLR2004 - one does it alone
        yield from map(do, work)
        return
    batches = [work[at : at + BATCH] for at in range(0, len(work), BATCH)]
    with _crew([batches[first::hands] for first in range(hands)], do) as lines:
        for number, batch in enumerate(batches):
            found: list[R] | None = _receive(lines[number % hands])
            yield from map(do, batch) if found is None else found


@contextmanager
def _crew(shares: list[list[Sequence[T]]], do: Callable[[T], R]) -> Iterator[list[Connection]]:
    """Fork a process for each share of batches, and end them all at the end, whatever became of them."""
    import multiprocessing  # most builds need none

    context = multiprocessing.get_context("fork")
    lines, crew = [], []
    try:
        for share in shares:
            here, there = context.Pipe(duplex=False)
            member = context.Process(target=_work, args=(there, share, do), daemon=True)
            member.start()
            there.close()
            lines.append(here)
            crew.append(member)
        yield lines
    finally:
        for member in crew:
            member.terminate()
            member.join()


def _work(line: Connection, share: list[Sequence[T]], do: Callable[[T], R]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that forked this one says when it ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()
    with suppress(Exception):  # it will be raised again where it can be told of
        for batch in share:
            line.send([do(piece) for piece in batch])


def _receive(line: Connection) -> list[R] | None:
    try:
        found: list[R] = line.recv()
    except (EOFError, OSError):
        return None
    return found
