"""The page of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien import prose
from biennien.site import DATED
from biennien.views.citation import citation
from biennien.views.corrections import corrected
from biennien.views.entries import anchor, entry_view, one_list
from biennien.views.figures import divided_charts, figure_view
from biennien.views.here import Here, View, claim_anchor, edition_words, filled
from biennien.views.sharing import share_view

if TYPE_CHECKING:
    from biennien.model import Commitment, Event, Note, Participant


def event_view(here: Here) -> View:
    """Return the view of an event's page: what happened, how that is known, and what came before and after."""
    event: Event = here.entry("events", here.page.id)
    share = share_view(here, "events", here.text(event.title))
    sections = filled(
        [
            here.section("facts", "facts", _facts(here, event)),
            {
                **here.section("happened", "prose", _prose(here, event, event.body) if event.body else ""),
                "translation": here.state(event, event.body),
            },
            here.section("people", "people", _people(here, event)),
            here.section("figures", "figures", _figures(here, event)),
            here.section("documents", "documents", _documents(here, event)),
            here.section("commitments", "commitments", _commitments(here, event)),
            here.section("parts", "timeline", _parts(here, event)),
            here.section(
                "claims", "claims", [here.claim(event, claim, number) for number, claim in enumerate(event.claims, 1)]
            ),
            here.section("notes", "notes", [_note(here, event, note) for note in event.notes]),
            here.section("corrections", "corrections", corrected(here, event)),
            here.section("cite", "citation", citation(here, here.text(event.title), _sources(event), share)),
        ]
    )
    return {
        "title": here.text(event.title),
        "description": prose.plain_text(here.text(event.summary)),
        "heading": {
            "kind": here.link("kinds", event.kind),
            "title": here.text(event.title),
            "lang": "",
            "subtitle": "",
            "date": here.event_date(event),
            "coverage": _coverage(here, event),
            "names": [],
            "lead": [_inline(here, event)],
            "translation": here.state(event, event.title),
            "lead_translation": here.state(event, event.summary),
        },
        "sections": sections,
        "neighbours": _neighbours(here, event),
    }


def _coverage(here: Here, event: Event) -> View:
    return {"coverage": event.coverage, "coverage_word": here.say(f"coverage_{event.coverage}")}


def citing(here: Here, event: Event) -> prose.Links:
    """Return how prose links from a page of this event: citations lead to its claims."""
    numbers = {claim.id: number for number, claim in enumerate(event.claims, 1)}

    def cite(claim: str) -> tuple[int, str] | None:
        return (numbers[claim], f"#{claim_anchor(claim)}") if claim in numbers else None

    plain = here.links()
    return prose.Links(to=plain.to, names=plain.names, cite=cite, itself=plain.itself)


def _prose(here: Here, event: Event, text: object) -> object:
    return prose.render_body(here.text(text), citing(here, event), level=3)  # type: ignore[arg-type]


def _inline(here: Here, event: Event) -> object:
    return prose.render_inline(here.text(event.summary), citing(here, event))


def _facts(here: Here, event: Event) -> list[View]:
    return [
        fact
        for fact in (
            _date_fact(here, event),
            _fact(here, event, "place", here.bodies(event.place)),
            _fact(here, event, "host", here.bodies(event.host)),
            _fact(here, event, "format", [_words(here.say(f"format_{event.format}"))] if event.format else []),
            _fact(
                here,
                event,
                "series",
                [here.link("series", event.series)] if event.series else [],
                edition_words(here, event),
            ),
            _fact(here, event, "after", [here.link("events", event.after)] if event.after else []),
            _fact(here, event, "part_of", [here.link("events", event.part_of)] if event.part_of else []),
            _fact(here, event, "topics", [here.link("topics", topic) for topic in event.topics]),
        )
        if fact
    ]


def _words(text: str) -> View:
    return {"text": text, "href": "", "lang": ""}


def _date_fact(here: Here, event: Event) -> View:
    fact = _fact(here, event, "date", [_words(here.locale.date(event.date))])
    if not event.date_note:
        return fact
    return {**fact, "note": here.line(event.date_note), "translation": here.state(event, event.date_note)}


def _fact(here: Here, event: Event, field: str, values: list[View], note: object = "") -> View:
    if not values:
        return {}
    claim = next((claim.id for claim in event.claims if field in claim.supports), "")
    return {
        "label": here.say(f"fact_{field}"),
        "values": values,
        "note": note,
        "ref": here.ref(event, claim) if claim else None,
    }


def _people(here: Here, event: Event) -> list[View]:
    """Return those present by the side they stand for, then those who stand for no one side, then those only named."""
    sides: dict[str, list[Participant]] = {}
    for one in event.participants:
        key = "people_mentioned" if one.role == "mentioned" else one.side or "people_together"
        sides.setdefault(key, []).append(one)
    last = ("people_together", "people_mentioned")
    return [
        {
            "heading": here.say(side) if side in last else here.body_name(side),
            "level": 3,
            "people": [_person(here, event, one) for one in people],
        }
        for side, people in sorted(sides.items(), key=lambda item: last.index(item[0]) if item[0] in last else -1)
    ]


def _person(here: Here, event: Event, one: Participant) -> View:
    person = here.entry("people", one.who)
    names = here.names(person) if person else []
    claim = event.claim(one.claim)
    return {
        "who": here.link("people", one.who) if one.who else None,
        "names": [name for name in names if name["lang"] not in here.site.chronicle.languages],
        "posts": [here.post(post) for post in one.posts],
        "role": "" if one.role in ("attended", "mentioned") else here.say(f"role_{one.role}"),
        "ref": here.ref(event, one.claim),
        "checked": bool(claim and here.checked(claim)),
    }


def _figures(here: Here, event: Event) -> View:
    if not event.figures:
        return {}
    rows = [figure_view(here, event, figure) for figure in event.figures]
    return {"caption": "", "first": here.say("figure_measure"), "rows": rows, "charts": divided_charts(here, event)}


def _documents(here: Here, event: Event) -> list[View]:
    return [
        {
            "id": f"d-{one.id}",
            "name": here.text(one.name),
            "count": here.locale.count("documents", one.count) if one.count else "",
            "status_word": here.say(f"document_{one.status}"),
            "by": here.bodies(one.by),
            "ref": here.ref(event, one.claim),
            "translation": here.state(event, one.name),
        }
        for one in event.documents
    ]


def _commitments(here: Here, event: Event) -> list[View]:
    """Return the steps of this event; where a thread has several, each shows its claim, since the names are alike."""
    threads = [step.thread for step in event.commitments]
    return [
        _commitment(here, event, step, number, told=threads.count(step.thread) > 1)
        for number, step in enumerate(event.commitments, 1)
    ]


def _commitment(here: Here, event: Event, step: Commitment, number: int, *, told: bool) -> View:
    claim = event.claim(step.claim)
    return {
        "id": f"t-{number}",
        **here.status(step.status),
        "text": here.line(claim.text) if claim and told else "",
        "by": here.bodies(step.by),
        "to": here.bodies(step.to),
        "due": here.date(step.due) if step.due else None,
        "thread": here.link("threads", step.thread),
        "ref": here.ref(event, step.claim),
    }


def _parts(here: Here, event: Event) -> View:
    parts = here.site.relations.parts.get(event.id, ())
    entries = [{**entry_view(here, part, level=3), **anchor(part)} for part in parts]
    return one_list(entries)


def _note(here: Here, event: Event, note: Note) -> View:
    """Return a note with what it is about: a field of the event, or one of its claims by number."""
    about = here.locale.strings.get(f"about_{note.about}", "")
    if event.claim(note.about):
        about = here.say("about_claim", number=here.ref(event, note.about)["number"])
    return {"about": about, "text": here.line(note.text), "translation": here.state(event, note.text)}


def _sources(event: Event) -> list[str]:
    return list(dict.fromkeys(one.source for claim in event.claims for one in claim.evidence))


def _neighbours(here: Here, event: Event) -> list[View]:
    rows = [_row(here, here.say("in_time"), event, DATED)]
    if event.series:
        rows.append(_row(here, here.name("series", event.series), event, event.series))
    return [row for row in rows if row["previous"] or row["next"]]


def _row(here: Here, label: str, event: Event, row: str) -> View:
    before, after = here.site.relations.neighbours.get((event.id, row), (None, None))
    return {"label": label, "previous": _neighbour(here, before), "next": _neighbour(here, after)}


def _neighbour(here: Here, event: Event | None) -> View | None:
    if event is None:
        return None
    return {
        "href": here.href("events", event.id),
        "title": here.text(event.title),
        "when": here.locale.date(event.date),
    }
