"""The order of time: by date, what has no beginning last; on one date, parts and sequels after what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.model import Event


def in_time(events: Mapping[str, Event]) -> tuple[Event, ...]:
    """Return the events in the order of time; the order is total, so it does not depend on that of the files."""
    return tuple(
        sorted(
            events.values(),
            key=lambda event: (event.date.start is None, event.date.sort_key, _depth(event, events), event.id),
        )
    )


def _depth(event: Event, events: Mapping[str, Event]) -> int:
    """Return how many steps of `part_of` or `after` lead to an event; a circle, which the checks report, ends it."""
    seen = {event.id}
    while (before := events.get(event.after or event.part_of)) and before.id not in seen:
        seen.add(before.id)
        event = before
    return len(seen)
