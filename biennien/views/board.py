"""The board: every thread by where it stands, what is overdue before all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.pictures.course import draw_strip, plan_course
from biennien.threads import GROUPS, RANKS, Standing
from biennien.views.course import ORDER, Sheet, reports_of, track_view, years_view
from biennien.views.frame import list_page
from biennien.views.thread import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.edtf import Date
    from biennien.model import Commitment, Thread
    from biennien.views.here import Here, View

STRIP_ROW = 18  # CSS pixels


def board_view(here: Here) -> View:
    """Return the view of all threads: the overdue, then what is asked for, agreed, under way, ended and not known."""
    standings = {id_: standing_of(here, id_) for id_ in here.site.chronicle.threads}
    pictures, years = _pictures(here, standings)
    rows = {id_: {**row_view(here, id_, one), "picture": pictures.get(id_)} for id_, one in standings.items()}
    groups = [
        _group(here, group, items)
        for group, statuses in GROUPS.items()
        if (items := [row for row in rows.values() if row["status"] in statuses])
    ]
    overdue = _overdue(here, [(id_, one.overdue) for id_, one in standings.items() if one.overdue])
    contents = [{"text": one["heading"], "href": f"#{one['id']}", "lang": ""} for one in (overdue, *groups) if one]
    board = {"overdue": overdue, "groups": groups, "years": years}
    return {
        **list_page(here, "threads", []),
        "contents": {"label": here.say("where_it_stands"), "items": contents},
        "sections": [{"id": "all", "heading": "", "level": 2, "wide": True, "part": "board", "view": board}],
    }


def _pictures(here: Here, standings: Mapping[str, Standing]) -> tuple[dict[str, View], View | None]:
    """Return each thread's course in one line, all on the same years, and these years."""
    reports = {id_: reports_of(here, here.site.relations.steps.get(id_, ())) for id_ in standings}
    dates = [one.date for found in reports.values() for one in found]
    plan = plan_course(dates, ORDER, here.site.chronicle.settings.as_of)
    if plan is None:
        return {}, None
    sheet = Sheet(plan, margin=any(date.start is None for date in dates), row=STRIP_ROW, linked=False)
    pictures = {
        id_: track_view(here, sheet, draw_strip(plan, found, ended=standings[id_].ended))
        for id_, found in reports.items()
        if found
    }
    return pictures, years_view(sheet)


def _group(here: Here, group: str, rows: list[View]) -> View:
    """Return a group, what got furthest first."""
    rows = sorted(rows, key=lambda row: (-RANKS.get(row["status"], 0), here.locale.sort_key(row["title"])))
    return {"id": f"b-{group}", "heading": _counted(here, here.say(f"board_{group}"), len(rows)), "items": rows}


def _counted(here: Here, text: str, number: int) -> str:
    return here.say("board_counted", text=text, n=here.locale.number(number))


def _overdue(here: Here, late: Iterable[tuple[str, Date]]) -> View | None:
    """Return what is overdue, the longest first; none where nothing is."""
    as_of = here.site.chronicle.settings.as_of
    rows = [
        {**row_view(here, id_, standing_of(here, id_)), "due": here.date(due), "order": due.sort_key}
        for id_, due in late
    ]
    if not rows or as_of is None:
        return None
    return {
        "id": "b-overdue",
        "heading": _counted(here, here.say("board_overdue", date=here.locale.date(as_of)), len(rows)),
        "text": here.say("board_overdue_why"),
        "items": sorted(rows, key=lambda row: (row["order"], here.locale.sort_key(row["title"]))),
    }


def row_view(here: Here, id_: str, standing: Standing) -> View:
    """Return a thread as a row of the board."""
    thread: Thread = here.entry("threads", id_)
    steps = here.site.relations.steps.get(id_, ())
    claims = [event.claim(step.claim) for event, step in steps if step.status == standing.status]
    facts = [
        {"label": here.say("said_by_request"), "text": _who(here, [step for _, step in steps])},
        *_times(here, standing),
        {"label": here.say("due"), "text": here.locale.date(standing.due) if standing.due else ""},
    ]
    return {
        "title": here.text(thread.name),
        "href": here.href("threads", id_),
        "goal": here.text(thread.goal),
        **here.status(standing.status),
        "overdue": here.say("overdue") if standing.overdue else "",
        "checked": not claims or any(claim and here.checked(claim) for claim in claims),
        "facts": [fact for fact in facts if fact["text"]],
    }


def _who(here: Here, steps: list[Commitment]) -> str:
    """Return who asked whom, each pair once, in the order of time."""
    pairs = dict.fromkeys((step.by, step.to) for step in steps if step.status in GROUPS["asked"] and step.by)
    told = []
    for by, to in pairs:
        who = here.locale.listing(map(here.body_name, by))
        whom = here.locale.listing(map(here.body_name, to))
        told.append(here.say("board_who", by=who, to=whom) if to else who)
    return "; ".join(told)


def _times(here: Here, standing: Standing) -> list[View]:
    """Return since when a thread stands where it does, and when it was last reported."""
    reached, last = standing.reached, standing.last
    if reached is None or last is None:
        return []
    if standing.ended:
        return [{"label": here.say("fact_date"), "text": here.locale.date(reached.date)}]
    silent = here.site.chronicle.settings.as_of is not None and not last.date.is_undated
    told = here.say("board_silent", date=here.locale.date(last.date)) if silent else here.locale.date(last.date)
    since = {"label": here.say("board_since"), "text": here.locale.date(reached.date)}
    return [{**since, "text": told}] if reached is last else [since, {"label": here.say("board_last"), "text": told}]
