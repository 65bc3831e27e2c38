"""The course of threads as pictures: what each event reported, and what the signs mean in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.pictures.charts import percent
from biennien.pictures.course import Course, Mark, Plan, Report, Track, draw_course, plan_course
from biennien.pictures.rings import RINGS
from biennien.threads import GROUPS, find_standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from biennien.edtf import Date
    from biennien.model import Event
    from biennien.threads import Step
    from biennien.views.here import Here, View

ORDER = tuple(reversed([status for group in GROUPS.values() for status in group]))
"""Every status, the furthest first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the tracks of a picture have in common: its years, its limits, and a margin where something has no date.

    `row` is the height of a row of marks in CSS pixels. Marks that are not `linked` have no names either: what they say
    is said beside them in words.
    """

    plan: Plan
    margin: bool
    row: int = 28  # a mark that leads somewhere is a target of 24
    dues: tuple[float, ...] = ()
    linked: bool = True


def anchor_of(number: int) -> str:
    """Return the anchor of a thread's step on its page, counted from 1."""
    return f"s-{number}"


def reports_of(here: Here, steps: Iterable[Step]) -> list[Report]:
    """Return what each event reports of a thread, a status once, with the anchors of the steps that say so."""
    found: dict[tuple[str, str], Report] = {}
    for number, (event, step) in enumerate(steps, 1):
        key = (event.id, step.status)
        before = found[key].keys if key in found else ()
        doubt = bool(here.event_date(event)["doubt"])
        found[key] = Report(step.status, event.id, event.date, (*before, anchor_of(number)), doubt=doubt)
    return list(found.values())


def course_view(here: Here, steps: Sequence[Step]) -> View:
    """Return the picture of a thread; empty where not one of its days is known."""
    as_of = here.site.chronicle.settings.as_of
    reports, dues = reports_of(here, steps), [step.due for _, step in steps if step.due]
    plan = plan_course([*(one.date for one in reports), *dues], ORDER, as_of)
    if plan is None or all(one.date.is_undated for one in reports):
        return {}
    course = draw_course(plan, reports, dues, ended=find_standing(tuple(steps), as_of).ended)
    margin = any(mark.x is None for track in course.tracks for mark in track.marks)
    sheet = Sheet(plan, margin, dues=course.dues)
    return {
        "label": here.say("course_label"),
        "tracks": [{**here.status(track.status), "picture": track_view(here, sheet, track)} for track in course.tracks],
        "years": years_view(sheet),
        "key": _key(here, course, dues),
    }


def years_view(sheet: Sheet) -> View:
    """Return the years under, or over, tracks."""
    return {"margin": sheet.margin, "years": [{"x": percent(tick.at), "text": tick.word} for tick in sheet.plan.ticks]}


def _key(here: Here, course: Course, dues: Iterable[Date]) -> list[View]:
    """Return what the signs in the picture say, in words; of those that it has."""
    as_of = here.site.chronicle.settings.as_of
    marks = [mark for track in course.tracks for mark in track.marks]
    limits = dict.fromkeys(here.locale.date(one) for one in dues if one.latest)
    tail = "course_tail_dated" if any(mark.report.date.is_undated for mark in marks) else "course_tail"
    signs = {
        "due": here.say("course_due", due=here.locale.listing(limits)) if limits else "",
        "tail": here.say(tail, looked=here.locale.date(as_of))
        if as_of and any(track.tail for track in course.tracks)
        else "",
        "soft": here.say("course_soft") if any(mark.span and _is_soft(mark) for mark in marks) else "",
        "undated": here.say("course_undated") if any(mark.x is None for mark in marks) else "",
    }
    return [{"sign": sign, "text": text} for sign, text in signs.items() if text]


def _is_soft(mark: Mark) -> bool:
    return mark.span is not None and (mark.span.soft_start or mark.span.soft_end)


def track_view(here: Here, sheet: Sheet, track: Track) -> View:
    """Return a line of the picture."""
    tail = track.tail
    return {
        "margin": sheet.margin,
        "height": track.rows * sheet.row,
        "ticks": [percent(tick.at) for tick in sheet.plan.ticks],
        "dues": [percent(one) for one in sheet.dues],
        "tail": {"x1": percent(tail.start), "x2": percent(tail.end), "y": _middle(tail.row, sheet)} if tail else None,
        "marks": [_mark(here, sheet, mark) for mark in track.marks],
    }


def _middle(row: int, sheet: Sheet) -> int:
    return row * sheet.row + sheet.row // 2


def _mark(here: Here, sheet: Sheet, mark: Mark) -> View:
    report = mark.report
    return {
        "href": f"#{report.keys[0]}" if sheet.linked else "",
        "name": _name(here, report) if sheet.linked else "",
        "x": percent(mark.x) if mark.x is not None else "",
        "y": _middle(mark.row, sheet),
        "status": report.status,
        "path": RINGS[report.status],
        "count": f"×{len(report.keys)}" if sheet.linked and len(report.keys) > 1 else "",
        "span": _span(mark),
    }


def _span(mark: Mark) -> View | None:
    span = mark.span
    if span is None:
        return None
    return {
        "x1": percent(span.start),
        "x2": percent(span.end),
        "soft_start": span.soft_start,
        "soft_end": span.soft_end,
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
