"""The page of a thread: a promise followed through the years, as a picture and step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.threads import Standing, find_standing
from biennien.views.citation import citation
from biennien.views.course import anchor_of, course_view
from biennien.views.here import Here, View, filled
from biennien.views.sharing import share_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from biennien.model import Commitment, Event
    from biennien.threads import Step


def standing_of(here: Here, thread: str) -> Standing:
    """Return where a thread stands."""
    return find_standing(here.site.relations.steps.get(thread, ()), here.site.chronicle.settings.as_of)


def thread_view(here: Here) -> View:
    """Return the view of a thread's page: who asked whom for what, over the years and step by step."""
    thread = here.entry("threads", here.page.id)
    found = here.site.relations.steps.get(thread.id, ())
    steps = [_step(here, event, step, number) for number, (event, step) in enumerate(found, 1)]
    sources = dict.fromkeys(
        one.source for event, step in found if (claim := event.claim(step.claim)) for one in claim.evidence
    )
    share = share_view(here, "threads", here.text(thread.name))
    goal = [{"text": here.text(thread.goal), "href": "", "lang": ""}]
    about = [
        _fact(here.say("fact_goal"), goal),
        _fact(here.say("fact_place"), here.bodies(thread.places)),
        _fact(here.say("fact_topics"), [here.link("topics", one) for one in thread.topics]),
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
            "translation": here.state(thread, thread.name) or here.state(thread, thread.goal),
        },
        "sections": filled(
            [
                here.section("about_thread", "facts", [fact for fact in about if fact["values"]]),
                here.section("course", "course", course_view(here, found)),
                here.section("steps", "steps", {"steps": steps, "now": _now(here, thread.id)}),
                here.section("cite", "citation", citation(here, here.text(thread.name), sources, share)),
            ]
        ),
        "neighbours": [],
    }


def _fact(label: str, values: list[View]) -> View:
    return {"label": label, "values": values, "note": "", "ref": None}


def _step(here: Here, event: Event, step: Commitment, number: int) -> View:
    claim = event.claim(step.claim)
    return {
        "id": anchor_of(number),
        "date": here.event_date(event),
        **here.status(step.status),
        "text": here.line(claim.text) if claim else "",
        "note": here.line(claim.note) if claim and claim.note else "",
        "by": here.bodies(step.by),
        "to": here.bodies(step.to),
        "due": here.date(step.due) if step.due else None,
        "event": here.link("events", event.id),
        "evidence": here.evidence(event, claim.evidence) if claim else [],
        "translation": here.state(event, claim.text) if claim else None,
        "note_translation": here.state(event, claim.note) if claim else None,
        "checked": bool(claim and here.checked(claim)),
    }


def _now(here: Here, thread: str) -> View:
    steps = here.site.relations.steps.get(thread, ())
    standing = standing_of(here, thread)
    return {**here.status(standing.status), "text": " ".join(standing_words(here, standing, steps))}


def standing_words(here: Here, standing: Standing, steps: Sequence[Step]) -> list[str]:
    """Return where a thread stands as sentences: how far it got, what was heard last, what was due."""
    as_of = here.site.chronicle.settings.as_of
    looked = here.locale.date(as_of) if as_of else ""
    reached, last = standing.reached, standing.last
    if reached is None or last is None:
        return [here.say("now_unknown")]
    words = []
    if standing.ended:
        words.append(here.say("now_ended", reached=here.locale.date(reached.date)))
    elif last.date.is_undated:
        words.append(here.say("now_undated"))
    else:
        if reached is not last:
            words.append(here.say("now_reached", reached=here.locale.date(reached.date)))
        words.append(here.say("now_last", last=here.locale.date(last.date)))
    if looked:
        words.append(here.say(f"now_{_silence(standing, steps)}", looked=looked))
    if standing.due and not standing.ended:
        words.append(here.say("now_overdue" if standing.overdue else "now_due", due=here.locale.date(standing.due)))
    return words


def _silence(standing: Standing, steps: Iterable[Step]) -> str:
    """Return what may be said of the time since the last report; one without a date may be later than any other."""
    if standing.ended or standing.last is None or standing.last.date.is_undated:
        return "looked"
    return "silent_dated" if any(event.date.is_undated for event, _ in steps) else "silent"
