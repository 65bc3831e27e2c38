"""The page of a thread: a promise followed through the years, as a picture and step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.pictures.charts import percent
from biennien.pictures.course import Course, Track, Mark, Plan, Report, draw_course, plan_course
from biennien.pictures.rings import RINGS
from biennien.threads import GROUPS, Standing, find_standing
from biennien.views.citation import citation
from biennien.views.here import Here, View, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from biennien.edtf import Date
    from biennien.model import Commitment, Event
    from biennien.threads import Step

ORDER = tuple(reversed([status for group in GROUPS.values() for status in group]))
"""Every status, the furthest first."""
ROW = 28  # CSS pixels from one row of marks to the next, each mark being a target of 24


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
        },
        "sections": filled(
            [
                here.section("about_thread", "facts", [fact for fact in about if fact["values"]]),
                here.section("course", "course", _course(here, found)),
                here.section("steps", "steps", {"steps": steps, "now": _now(here, thread.id)}),
                here.section("cite", "citation", citation(here, here.text(thread.name), sources)),
            ]
        ),
        "neighbours": [],
    }


def _fact(label: str, values: list[View]) -> View:
    return {"label": label, "values": values, "note": "", "ref": None}


def _step(here: Here, event: Event, step: Commitment, number: int) -> View:
    claim = event.claim(step.claim)
    return {
        "id": _anchor(number),
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


def _anchor(number: int) -> str:
    return f"s-{number}"


def _now(here: Here, thread: str) -> View:
    steps = here.site.relations.steps.get(thread, ())
    standing = standing_of(here, thread)
    return {**here.status(standing.status), "text": " ".join(standing_words(here, standing, steps))}


def standing_words(here: Here, standing: Standing, steps: Sequence[Step]) -> list[str]:
    """Return where a thread stands as sentences: how far it got, what was heard last, what was due, how long we looked."""
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
    """Return what may be said of the time since the last report; a report without a date may be later than any other."""
    if standing.ended or standing.last is None or standing.last.date.is_undated:
        return "looked"
    return "silent_dated" if any(event.date.is_undated for event, _ in steps) else "silent"


def reports_of(here: Here, steps: Iterable[Step]) -> list[Report]:
    """Return what each event reports of a thread, a status once, with the anchors of the steps that say so."""
    found: dict[tuple[str, str], Report] = {}
    for number, (event, step) in enumerate(steps, 1):
        key = (event.id, step.status)
        before = found[key].keys if key in found else ()
        doubt = bool(here.event_date(event)["doubt"])
        found[key] = Report(step.status, event.id, event.date, (*before, _anchor(number)), doubt=doubt)
    return list(found.values())


def _course(here: Here, steps: Sequence[Step]) -> View:
    """Return the picture of a thread; empty where not one of its days is known."""
    as_of = here.site.chronicle.settings.as_of
    reports, dues = reports_of(here, steps), [step.due for _, step in steps if step.due]
    plan = plan_course([*(one.date for one in reports), *dues], ORDER, as_of)
    if plan is None or all(one.date.is_undated for one in reports):
        return {}
    course = draw_course(plan, reports, dues, ended=find_standing(tuple(steps), as_of).ended)
    margin = any(mark.x is None for track in course.tracks for mark in track.marks)
    return {
        "label": here.say("course_label"),
        "tracks": [
            {**here.status(track.status), "picture": track_view(here, plan, track, dues=course.dues, margin=margin)}
            for track in course.tracks
        ],
        "years": years_view(plan, margin=margin),
        "key": _key(here, course, dues),
    }


def years_view(plan: Plan, *, margin: bool) -> View:
    """Return the years under, or over, tracks."""
    return {"margin": margin, "years": [{"x": percent(tick.at), "text": tick.word} for tick in plan.ticks]}


def _key(here: Here, course: Course, dues: Iterable[Date]) -> list[View]:
    """Return what the signs in the picture say, in words; of those that it has."""
    as_of = here.site.chronicle.settings.as_of
    marks = [mark for track in course.tracks for mark in track.marks]
    limits = dict.fromkeys(here.locale.date(one) for one in dues if one.latest)
    signs = {
        "due": here.say("course_due", due=here.locale.listing(limits)) if limits else "",
        "tail": here.say("course_tail", looked=here.locale.date(as_of))
        if as_of and any(track.tail for track in course.tracks)
        else "",
        "soft": here.say("course_soft") if any(mark.span and _is_soft(mark) for mark in marks) else "",
        "undated": here.say("course_undated") if any(mark.x is None for mark in marks) else "",
    }
    return [{"sign": sign, "text": text} for sign, text in signs.items() if text]


def _is_soft(mark: Mark) -> bool:
    return mark.span is not None and (mark.span.soft_start or mark.span.soft_end)


def track_view(
    here: Here, plan: Plan, track: Track, *, dues: Iterable[float] = (), margin: bool, row: int = ROW, linked: bool = True
) -> View:
    """Return a line of the picture; marks that lead nowhere have no name, and what is said by them is said in words."""
    return {
        "margin": margin,
        "height": track.rows * row,
        "ticks": [percent(tick.at) for tick in plan.ticks],
        "dues": [percent(one) for one in dues],
        "tail": {"x1": percent(track.tail.start), "x2": percent(track.tail.end), "y": _middle(track.tail.row, row)}
        if track.tail
        else None,
        "marks": [_mark(here, mark, row, linked=linked) for mark in track.marks],
    }


def _middle(row: int, height: int) -> int:
    return row * height + height // 2


def _mark(here: Here, mark: Mark, row: int, *, linked: bool) -> View:
    report, span = mark.report, mark.span
    return {
        "href": f"#{report.keys[0]}" if linked else "",
        "name": _name(here, report) if linked else "",
        "x": percent(mark.x) if mark.x is not None else "",
        "y": _middle(mark.row, row),
        "status": report.status,
        "path": RINGS[report.status],
        "count": f"×{len(report.keys)}" if linked and len(report.keys) > 1 else "",
        "span": {
            "x1": percent(span.start),
            "x2": percent(span.end),
            "soft_start": span.soft_start,
            "soft_end": span.soft_end,
        }
        if span
        else None,
    }


def _name(here: Here, report: Report) -> str:
    event: Event = here.entry("events", report.event)
    return here.say(
        "course_mark",
        status=here.say(f"status_{report.status}"),
        date=here.locale.date(event.date),
        event=here.text(event.title),
        count=here.locale.count("steps", len(report.keys)),
    )
