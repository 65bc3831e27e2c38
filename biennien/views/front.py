"""The front door, the timeline, the method page, and the page for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien import prose
from biennien.views.entries import anchor, entry_view
from biennien.views.filters import facets_of, filters_view
from biennien.views.frame import heading, lead
from biennien.views.here import Here, View, filled
from biennien.views.lanes import lanes_view
from biennien.views.sharing import outside_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.locales import Locale
    from biennien.model import Event
    from biennien.site import Page, Site


def timeline_view(here: Here) -> View:
    """Return the view of the timeline: years, their months, and the undated in a place of their own."""
    settings = here.site.chronicle.settings
    relations = here.site.relations
    years: dict[int | None, dict[int | None, list[Event]]] = {}
    for event in relations.dated:
        years.setdefault(event.date.year, {}).setdefault(event.date.month, []).append(event)
    undated = {
        "id": "undated",
        "heading": here.say("undated"),
        "text": here.say("undated_why"),
        "entries": [_entry(here, event, level=3) for event in relations.undated],
    }
    view: View = {
        "years": [_year(here, year, months) for year, months in years.items()],
        "undated": undated if relations.undated else None,
    }
    contents = [{"text": year["label"], "href": f"#{year['id']}", "lang": ""} for year in view["years"]]
    if relations.undated:
        contents.append({"text": here.say("undated"), "href": "#undated", "lang": ""})
    return {
        "title": "",
        "description": here.text(settings.description),
        "heading": {
            **heading(here.text(settings.title), here.text(settings.tagline)),
            "lead_translation": here.state(settings, settings.tagline),
        },
        "contents": {"label": here.say("years"), "items": contents},
        "sections": filled(
            [
                *(
                    {"id": "", "heading": "", "level": 2, "wide": True, "part": part, "view": each}
                    for part, each in (("lanes", lanes_view(here)), ("filters", filters_view(here)), ("timeline", view))
                ),
                here.section("outside", "outside", outside_view(here)),
            ]
        ),
        "neighbours": [],
    }


def _entry(here: Here, event: Event, *, level: int) -> View:
    facets = " ".join(f"{facet}:{value}" for facet, value in facets_of(here, event))
    return {**entry_view(here, event, level=level, summary=True), **anchor(event), "facets": facets}


def _year(here: Here, year: int | None, months: Mapping[int | None, list[Event]]) -> View:
    label = str(year) if year else here.say("year_unknown")
    return {
        "id": f"y-{year or 'unknown'}",
        "label": label,
        "months": [
            {
                "id": f"m-{year}-{month or 'unknown'}",
                "label": here.locale.month(month).capitalize() if month else here.say("month_unknown"),
                "entries": [_entry(here, event, level=4) for event in events],
            }
            for month, events in months.items()
        ],
    }


def about_view(here: Here) -> View:
    """Return the view of the page on the method."""
    settings = here.site.chronicle.settings
    body = prose.render_body(here.text(settings.about), here.links()) if settings.about else ""
    return {
        "title": here.say("about_title"),
        "description": here.say("describe_about"),
        "heading": {**heading(here.say("about_title")), "translation": here.state(settings, settings.about)},
        "sections": filled([{"id": "", "heading": "", "level": 2, "wide": True, "part": "prose", "view": body}]),
        "neighbours": [],
    }


def door_view(site: Site, page: Page, locales: Mapping[str, Locale]) -> View:
    """Return the view of the front door: one way in for each language."""
    settings = site.chronicle.settings
    dated = [event.date.year for event in site.relations.dated if event.date.year]
    doors: list[View] = []
    for language, locale in locales.items():
        facts = [
            locale.count("events", len(site.chronicle.events)),
            locale.count("sources", len(site.chronicle.sources)),
        ]
        if dated:
            facts.insert(0, f"{min(dated)}–{max(dated)}")
        doors.append(
            {
                "lang": language,
                "href": page.to(f"{language}/index.html"),
                "title": settings.title[language],
                "tagline": settings.tagline[language],
                "text": settings.description[language],
                "enter": locale.say("enter"),
                "facts": facts,
                "heading": not doors,
            }
        )
    return {
        "doors": doors,
        "title": " · ".join(dict.fromkeys(settings.title.values())),
        "description": " ".join(dict.fromkeys(settings.tagline.values())),
    }


def missing_view(site: Site, page: Page, locales: Mapping[str, Locale]) -> View:
    """Return the view of the page that a host shows for an address that leads nowhere."""
    return {
        "messages": [
            {
                "lang": language,
                "text": locale.say("missing"),
                "link": locale.say("missing_link"),
                "href": lead(site, page, f"{language}/index.html"),
                "heading": number == 0,
            }
            for number, (language, locale) in enumerate(locales.items())
        ],
        "title": " · ".join(dict.fromkeys(locale.say("missing") for locale in locales.values())),
        "description": site.chronicle.settings.title[next(iter(locales))],
    }
