"""A wish is not a deed: statuses rest on claims that can show them, and follow each other in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.messages import phrase
from biennien.problems import Problem, problem
from biennien.threads import ENDED, steps_by_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.check.context import Context
    from biennien.model import Chronicle, Event

DEEDS = ("pilot", "under-way", "done")
ASKING = ("request", "agreement")


def check_steps(event: Event, _context: Context) -> Iterator[Problem]:
    """A claim that asks or promises can't show a deed, nor one that asks an agreement."""
    for step in event.commitments:
        claim = event.claim(step.claim)
        if claim and step.status in DEEDS and claim.kind in ASKING:
            yield problem("E321", step.at / "status", status=step.status, kind=claim.kind, claim=claim.id)
        if claim and step.status == "agreed" and claim.kind == "request":
            yield problem("E321", step.at / "status", status=step.status, kind=claim.kind, claim=claim.id)


def check_threads(chronicle: Chronicle) -> Iterator[Problem]:
    """Every thread has a step."""
    used = {step.thread for event in chronicle.events.values() for step in event.commitments}
    whole = not chronicle.incomplete and chronicle.declared.get("events", frozenset()) == chronicle.events.keys()
    for thread in chronicle.threads.values() if whole else ():
        if thread.id not in used:
            yield problem("W323", thread.at.on_key(), id=thread.id)


def check_order(chronicle: Chronicle) -> Iterator[Problem]:
    """Once done or declined, a thread has ended: nothing less may follow. What has an open beginning may be earlier."""
    for steps in steps_by_thread(chronicle, chronicle.events.values()).values():  # in any order: days are compared
        for event, step in steps:
            ends = step.status in ENDED and event.date.earliest
            for later, other in steps if ends else ():
                if other.status != step.status and event.date.before(later.date):
                    also = ((step.at / "status", phrase("already", status=step.status, date=str(event.date))),)
                    yield problem("E322", other.at / "status", status=other.status, thread=step.thread, also=also)
