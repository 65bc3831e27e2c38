"""Threads: promises and requests followed from event to event, and where each stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.order import in_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from biennien.edtf import Date
    from biennien.model import Chronicle, Commitment, Event

Step = tuple["Event", "Commitment"]
RANKS = {"wished": 0, "proposed": 1, "requested": 2, "agreed": 3, "pilot": 4, "under-way": 5, "done": 6, "declined": 7}
GROUPS = {
    "asked": ("wished", "proposed", "requested"),
    "agreed": ("agreed",),
    "under-way": ("pilot", "under-way"),
    "done": ("done",),
    "declined": ("declined",),
    "unknown": ("unknown",),
}
"""What statuses come to, where all threads are seen at once; what is only asked for never stands with a deed."""
ENDED = ("done", "declined")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a thread stands: the furthest status that evidence shows, since when, and what was last reported.

    `status` is "unknown" for a thread without steps. `due` is the furthest date that was named for it, and `overdue` is
    the same once it has passed and the thread has not ended.
    """

    status: str
    reached: Event | None
    last: Event | None
    overdue: Date | None
    due: Date | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more is awaited."""
        return self.status in ENDED


def steps_by_thread(chronicle: Chronicle, events: Iterable[Event] | None = None) -> dict[str, tuple[Step, ...]]:
    """Return the steps of every thread in the order of time, in which `events` stand where they are given.

    Steps of events without a date come last.
    """
    steps: dict[str, list[Step]] = {thread: [] for thread in chronicle.threads}
    for event in in_time(chronicle.events) if events is None else events:
        for step in event.commitments:
            steps.setdefault(step.thread, []).append((event, step))
    return {thread: tuple(found) for thread, found in steps.items()}


def find_standing(steps: tuple[Step, ...], as_of: Date | None) -> Standing:
    """Return where a thread stands; `as_of` is the day up to which outcomes were looked for.

    Ending it (done, declined) outranks promising it, and promising outranks asking; what was asked for again after a
    promise is still promised. The last report is the one that may be the latest: of an event known only to lie before a
    day, nothing says that it came before others. A later limit takes the place of an earlier one; a limit has passed on
    the day after its last day.
    """
    if not steps:
        return Standing("unknown", None, None, None)
    reached, step = max(steps, key=lambda one: RANKS[one[1].status])
    last = max(reversed(steps), key=lambda one: last_day(one[0].date))[0]
    due = max((other.due for _, other in steps if other.due), key=lambda one: one.latest or dt.date.max, default=None)
    late = due is not None and as_of is not None and due.before(as_of) and step.status not in ENDED
    return Standing(step.status, reached, last, due if late else None, due)


def last_day(date: Date) -> dt.date:
    """Return the last day that a report may be of: where that is open, its first."""
    return date.latest or date.earliest or dt.date.min
