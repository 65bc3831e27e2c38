"""The pages of threads: a promise followed through the years, and where all of them stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.threads import RANKS, Standing, find_standing
from biennien.views.citation import citation
from biennien.views.entries import list_page, thread_cards
from biennien.views.here import Here, View, filled

if TYPE_CHECKING:
    from biennien.model import Commitment, Event


def standing_of(here: Here, thread: str) -> Standing:
    """Return where a thread stands."""
    return find_standing(here.site.relations.steps.get(thread, ()), here.site.chronicle.settings.as_of)


def thread_view(here: Here) -> View:
    """Return the view of a thread's page: who asked whom for what, step by step."""
    thread = here.entry("threads", here.page.id)
    found = here.site.relations.steps.get(thread.id, ())
    steps = [_step(here, event, step, number) for number, (event, step) in enumerate(found, 1)]
    sources = dict.fromkeys(
        one.source for event, step in found if (claim := event.claim(step.claim)) for one in claim.evidence
    )
    about = [
        {
            "label": here.say("fact_goal"),
            "values": [{"text": here.text(thread.goal), "href": "", "lang": ""}],
            "note": "",
            "ref": None,
        },
        {"label": here.say("fact_place"), "values": here.bodies(thread.places), "note": "", "ref": None},
        {
            "label": here.say("fact_topics"),
            "values": [here.link("topics", one) for one in thread.topics],
            "note": "",
            "ref": None,
        },
    ]
    return {
        "title": here.text(thread.name),
        "description": here.text(thread.goal),
        "heading": {
            "kind": {"text": here.say("kind_thread"), "href": here.href("threads"), "lang": ""},
            "title": here.text(thread.name),
            "lang": "",
            "subtitle": "",
            "date": None,
            "coverage": None,
            "names": [],
            "lead": [],
        },
        "sections": filled(
            [
                here.section("about_thread", "facts", [fact for fact in about if fact["values"]]),
                here.section("steps", "steps", {"steps": steps, "now": _now(here, thread.id)}),
                here.section("cite", "citation", citation(here, here.text(thread.name), sources)),
            ]
        ),
        "neighbours": [],
    }


def _step(here: Here, event: Event, step: Commitment, number: int) -> View:
    claim = event.claim(step.claim)
    return {
        "id": f"s-{number}",
        "date": here.event_date(event),
        **here.status(step.status),
        "text": here.line(claim.text) if claim else "",
        "note": here.line(claim.note) if claim and claim.note else "",
        "by": here.bodies(step.by),
        "to": here.bodies(step.to),
        "due": here.date(step.due) if step.due else None,
        "event": here.link("events", event.id),
        "evidence": here.evidence(claim.evidence) if claim else [],
        "checked": bool(claim and here.checked(claim)),
    }


def _now(here: Here, thread: str) -> View:
    standing = standing_of(here, thread)
    as_of = here.site.chronicle.settings.as_of
    looked = here.locale.date(as_of) if as_of else ""
    ended = standing.status in ("done", "declined")
    key = "now_ended" if ended else "now_open"
    last = here.locale.date(standing.last.date) if standing.last else here.say("date_undated")
    reached = here.locale.date(standing.reached.date) if standing.reached else here.say("date_undated")
    text = here.say(key, last=last, reached=reached, looked=looked)
    if standing.overdue:
        text += " " + here.say("now_overdue", due=here.locale.date(standing.overdue))
    return {**here.status(standing.status), "text": text}


def threads_view(here: Here) -> View:
    """Return the view of all threads by where they stand, the furthest first."""
    by_status: dict[str, list[str]] = {}
    for id_ in here.site.chronicle.threads:
        by_status.setdefault(standing_of(here, id_).status, []).append(id_)
    groups = []
    for status in sorted(by_status, key=lambda one: -RANKS.get(one, -1)):
        cards = thread_cards(here, by_status[status])[0]
        cards["items"].sort(key=lambda item: here.locale.sort_key(item["title"]))
        heading = here.say(
            "threads_standing", status=here.say(f"status_{status}"), n=here.locale.number(len(cards["items"]))
        )
        groups.append({**cards, "id": f"status-{status}", "heading": heading, "level": 2})
    return list_page(here, "threads", groups)
