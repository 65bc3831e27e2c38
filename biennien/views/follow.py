"""The page of feeds and calendars: of the whole, and of each series, topic and place that has any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from biennien.site import NEWEST, NEWEST_OF_ENTRY, WHOLE, calendar_events, feed_address
from biennien.views.frame import list_page
from biennien.views.here import filled

if TYPE_CHECKING:
    from biennien.site import Entry
    from biennien.views.here import Here, View

ORDER = ("series", "topics", "places")


def follow_view(here: Here) -> View:
    """Return the view of the page; each address is a link to be copied."""
    page = list_page(here, "follow", [])
    events = here.site.relations.events
    number, every = (here.locale.number(len(found)) for found in (calendar_events(here.site, WHOLE), events))
    rule = here.say("calendar_rule", n=number, total=every)
    told = (here.say("follow_feeds", n=NEWEST, few=NEWEST_OF_ENTRY), here.say("follow_calendars", rule=rule))
    how = Markup().join(Markup("<p>{}</p>").format(text) for text in told)
    sections = [{"id": "", "heading": "", "level": 2, "wide": True, "part": "prose", "view": how}]
    sections += [here.section("follow-all", "facts", _row(here, WHOLE, here.say("follow_whole")))]
    sections += [here.section(f"follow-{register}", "facts", _rows(here, register)) for register in ORDER]
    sections.append(here.section("offline", "offline", {"text": here.say("offline_about")}))
    return {**page, "sections": filled(sections)}


def _rows(here: Here, register: str) -> list[View]:
    """Return the rows of a register, in the order of the language's alphabet."""
    names = {id_: here.text(one.name) for id_, one in getattr(here.site.chronicle, register).items()}
    ids = sorted(names, key=lambda id_: here.locale.sort_key(names[id_]))
    return [row for id_ in ids for row in _row(here, (register, id_), names[id_])]


def _row(here: Here, entry: Entry, label: str) -> list[View]:
    address = here.page.to(feed_address(here.locale.id, entry))
    ways = {".atom": "Atom", ".json": "JSON Feed"} if entry in here.site.relations.fed else {}
    if entry[0] in ("", "series") and calendar_events(here.site, entry):
        ways[".ics"] = here.say("calendar")
    values = [{"text": name, "href": f"{address}{ending}", "lang": ""} for ending, name in ways.items()]
    return [{"label": label, "values": values, "note": "", "ref": None}] if values else []
