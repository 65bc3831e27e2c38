"""Corrections in the open: what an entry said, and what it says now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from biennien.views.frame import list_page
from biennien.views.here import filled

if TYPE_CHECKING:
    from biennien.model import Correction, Event
    from biennien.views.here import Here, View


def corrected(here: Here, event: Event) -> list[View]:
    """Return the corrections of an event, the newest first."""
    return [_correction(here, event, one) for one in sorted(event.corrections, key=_day, reverse=True)]


def _day(one: Correction) -> str:
    return str(one.on.earliest)


def _correction(here: Here, event: Event, one: Correction) -> View:
    itself = here.itself == ("events", event.id)
    number = here.ref(event, one.claim)["number"] if one.claim else ""
    claim = {"text": here.say("correction_claim", number=number), "href": here.claim_href(event, one.claim), "lang": ""}
    return {
        "event": None if itself else here.link("events", event.id),
        "date": here.date(one.on),
        "claim": claim if one.claim else None,
        "was": here.text(one.was),
        "now": here.text(one.now),
        "translation": here.state(event, one.now) or here.state(event, one.was),
    }


def corrections_view(here: Here) -> View:
    """Return the view of the page of all corrections; it is there when there are none, and says so."""
    found = [(one, event) for event in here.site.relations.events for one in event.corrections]
    found.sort(key=lambda pair: _day(pair[0]), reverse=True)
    page = list_page(here, "corrections", [])
    view = [_correction(here, event, one) for one, event in found]
    none = Markup() if view else Markup("<p>{}</p>").format(here.say("corrections_none"))
    follow = Markup('<p><a href="{}">{}</a></p>').format(here.own("follow"), here.say("corrections_follow"))
    plain = {"id": "", "heading": "", "level": 2, "wide": True}
    sections = [{**plain, "part": "corrections", "view": view}, {**plain, "part": "prose", "view": none + follow}]
    return {**page, "sections": filled(sections)}
