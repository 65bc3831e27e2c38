"""Work shared out among processes, where the system can fork them; what comes of it doesn't depend on their number."""

from __future__ import annotations

import gc
import os
import signal
import sys
from array import array
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")
LEAST = 100
"""Usual pieces of work from which on another process pays."""
FORKS = sys.platform == "linux"  # macOS has fork, but its own libraries do not survive it
BATCH = 16
"""Pieces that one process does together: neighbours may have much in common."""
CHUNK = 64
"""How much of what was made is sent at once."""
SIZE = array("I").itemsize
MOST = 4096
"""Batches, about: a pipe holds four times as many numbers."""


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
    with _crew([batches[first::hands] for first in range(hands)], partial(_send, do)) as lines:
        for number, batch in enumerate(batches):
            found: list[R] | None = _receive(lines[number % hands])
            yield from map(do, batch) if found is None else found


def pour_out(
    work: Sequence[T], do: Callable[[T], Iterable[R]], hands: int, weigh: Callable[[T], int] = lambda _: 1
) -> Iterator[R]:
    """Yield all that `do` yields for each piece of work, by up to `hands` processes: the pieces as they come.

    `weigh` tells how much a piece is to do, a usual one 1. No process holds more than CHUNK of what it made. What one
    could not do is done here at the end: so it raises here.
    """
    weights = list(map(weigh, work))
    hands = min(hands, sum(weights) // LEAST)
    if hands < 2 or not FORKS:  # noqa: PLR2004 - one does it alone
        yield from chain.from_iterable(map(do, work))
        return
    batches = list(_split(weights, hands))
    left = dict.fromkeys(chain.from_iterable(batches), 0)
    with _turns(len(batches)) as turns, _crew([turns] * hands, partial(_pour, do, work, batches)) as lines:
        for number, one, is_end in chain.from_iterable(_arrivals(lines)):
            if is_end:
                del left[number]
            else:
                left[number] += 1
                yield one
    for number, came in left.items():
        yield from islice(do(work[number]), came, None)


def _split(weights: Sequence[int], hands: int) -> Iterator[list[int]]:
    """Yield the numbers of neighbours together; what is heavy first, and less towards the end.

    Or one would have much to do yet when the others are done.
    """
    left, batch, held = sum(weights), [], 0
    most = max(BATCH, left // MOST)
    for number in sorted(range(len(weights)), key=lambda number: -max(weights[number], most)):
        batch.append(number)
        held += weights[number]
        if held >= min(most, left // (4 * hands)):
            yield batch
            left, batch, held = left - held, [], 0


@contextmanager
def _turns(count: int) -> Iterator[int]:
    """Yield the end of a pipe with each number below `count`, of which each comes to one of those who read."""
    turns, feed = os.pipe()
    try:
        os.set_blocking(feed, False)  # what doesn't fit is nobody's turn, so it is done at the end
        os.write(feed, array("I", range(count)).tobytes())
        os.close(feed)
        yield turns
    finally:
        os.close(turns)


def _pour(
    do: Callable[[T], Iterable[R]], work: Sequence[T], batches: Sequence[Sequence[int]], line: Connection, turns: int
) -> None:
    """Send what is made of each piece of work: the number of the piece, one thing, and whether there is no other."""
    made: list[tuple[int, R | None, bool]] = []
    try:
        while turn := array("I", os.read(turns, SIZE)):
            for number in batches[turn[0]]:
                for one in do(work[number]):
                    made.append((number, one, False))
                    if len(made) >= CHUNK:
                        line.send(made)
                        made.clear()
                made.append((number, None, True))
    except Exception:  # noqa: BLE001 - it will be raised again where it can be told of, so others need not go on
        while os.read(turns, MOST * SIZE):
            pass
    line.send(made)


def _arrivals(lines: list[Connection]) -> Iterator[list[tuple[int, Any, bool]]]:
    """Yield what comes on some lines until all are closed."""
    from multiprocessing.connection import wait

    waiting = list(lines)
    while waiting:
        ready = wait(waiting)
        for line in [one for one in waiting if one in ready]:
            found = _receive(line)
            if found is None:
                waiting.remove(line)
            else:
                yield found


def _send(do: Callable[[T], R], line: Connection, share: Sequence[Sequence[T]]) -> None:
    with suppress(Exception):  # it will be raised again where it can be told of
        for batch in share:
            line.send([do(piece) for piece in batch])


@contextmanager
def _crew(shares: Iterable[S], do: Callable[[Connection, S], None]) -> Iterator[list[Connection]]:
    """Fork a process for each share of the work, and end them all at the end, whatever became of them."""
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


def _work(line: Connection, share: S, do: Callable[[Connection, S], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that forked this one says when it ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()
    do(line, share)


def _receive(line: Connection) -> Any:  # noqa: ANN401 - whatever was sent
    try:
        return line.recv()
    except (EOFError, OSError):
        return None
