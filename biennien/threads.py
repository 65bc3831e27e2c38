"""Threads: promises and requests followed from event to event, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.order import in_time

if TYPE_CHECKING:
    from biennien.edtf import Date
    from biennien.model import Chronicle, Commitment, Event

Step = tuple["Event", "Commitment"]
RANKS = {"wished": 0, "proposed": 1, "requested": 2, "agreed": 3, "pilot": 4, "under-way": 5, "done": 6, "declined": 7}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a thread stands: the furthest status that evidence shows, since when, and what was last reported.

    `status` is "unknown" for a thread without steps. `overdue` is a date by which it was due and that has passed.
    """

    status: str
    reached: Event | None
    last: Event | None
    overdue: Date | None


def steps_by_thread(chronicle: Chronicle) -> dict[str, tuple[Step, ...]]:
    """Return the steps of every thread in the order of time; those of events without a date come last."""
    steps: dict[str, list[Step]] = {thread: [] for thread in chronicle.threads}
    for event in in_time(chronicle.events):
        for step in event.commitments:
            steps.setdefault(step.thread, []).append((event, step))
    return {thread: tuple(found) for thread, found in steps.items()}


def find_standing(steps: tuple[Step, ...], as_of: Date | None) -> Standing:
    """Return where a thread stands; `as_of` is the day up to which outcomes were looked for.

    Ending it (done, declined) outranks promising it, and promising outranks asking; what was asked for again after a
    promise is still promised. The last report is the last one with a date, if any has one.
    """
    if not steps:
        return Standing("unknown", None, None, None)
    reached, step = max(steps, key=lambda one: RANKS[one[1].status])
    ended = step.status in ("done", "declined")
    due = [other.due for _, other in steps if other.due]
    overdue = next((one for one in reversed(due) if as_of and one.before(as_of)), None)
    last = next((event for event, _ in reversed(steps) if event.date.start is not None), steps[-1][0])
    return Standing(step.status, reached, last, None if ended else overdue)
