"""The chronicle for TimelineJS, in each language: its JSON, and a table with the columns of its spreadsheet.

Formats: timeline.knightlab.com/docs/json-format.html, and the spreadsheet template of the same makers. Two fields more,
which TimelineJS passes over, let `import` take everything back: the date in EDTF, and the id (its own `unique_id` in
JSON). TimelineJS shows nothing without a day, month or year: undated events are there, and named on the title slide.
"""

from __future__ import annotations

import html
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from biennien import cells, prose
from biennien.outputs.stock import anew
from biennien.site import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from biennien.edtf import Moment
    from biennien.locales import Locale
    from biennien.model import Event, Text
    from biennien.outputs.stock import Recall
    from biennien.site import Site

FOLDER = "data/timelinejs"
COLUMNS = (
    *("Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date"),
    *("Headline", "Text", "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background"),
    *("EDTF", "Unique ID"),
)
"""The columns of the spreadsheet in its order, and ours."""
DATE = (("year", "Year"), ("month", "Month"), ("day", "Day"))
Slide = dict[str, Any]


def render_timelines(site: Site, locales: Mapping[str, Locale], recall: Recall = anew) -> Iterator[tuple[str, bytes]]:
    """Return both files of every language.

    Events of one day stand in the order of their ids: a slide can't say which of them came first.
    """
    known = site.chronicle.events.values()
    events = sorted(known, key=lambda one: (one.date.start is None, one.date.sort_key, one.id))
    for language, locale in locales.items():
        title = _written(_title(site, locale))
        make = partial(_event, site, locale)
        slides = [recall(("slide", language, event.id), partial(make, event.id)) for event in events]
        listed = ", ".join(slide for slide, _ in slides)
        yield f"{FOLDER}/{language}.json", f'{{"title": {title[0]}, "events": [{listed}]}}\n'.encode()
        yield f"{FOLDER}/{language}.csv", cells.write_rows([COLUMNS]) + b"".join(row for _, row in (title, *slides))


def _event(site: Site, locale: Locale, id_: str) -> tuple[str, bytes]:
    return _written(_slide(site, locale, site.chronicle.events[id_]))


def _written(slide: Slide) -> tuple[str, bytes]:
    """Return a slide as JSON and as a row of the spreadsheet."""
    return json.dumps(slide, ensure_ascii=False), cells.more_rows([_row(slide)])


def _title(site: Site, locale: Locale) -> Slide:
    settings = site.chronicle.settings
    undated = [_plain(_said(event.title, locale)) for event in site.relations.events if not _days(event)]
    named = f"<p>{_plain(locale.say('date_undated'))}: {'; '.join(undated)}</p>" if undated else ""
    described = f"<p>{_plain(_said(settings.description, locale))}</p>"
    return {"text": {"headline": _plain(_said(settings.title, locale)), "text": described + named}}


def _slide(site: Site, locale: Locale, event: Event) -> Slide:
    """Return an event as a slide; how exactly its date is known is said in words where the days can't."""
    slide: Slide = {
        "unique_id": event.id,
        **_days(event),
        "display_date": "" if _is_plain(event) else locale.date(event.date),
        "group": _plain(_group(site, locale, event)),
        "text": {"headline": _plain(_said(event.title, locale)), "text": _text(site, locale, event)},
        "edtf": event.date.text,
    }
    return {key: value for key, value in slide.items() if value}


def _days(event: Event) -> Slide:
    """Return the first and last day, month or year; where only the last is known it stands alone, with its words."""
    start, end = event.date.start, event.date.end
    only = start or end
    days = {"start_date": _moment(only), "end_date": _moment(end) if end and end != only else {}}
    return {key: value for key, value in days.items() if value}


def _moment(moment: Moment | None) -> dict[str, int]:
    if moment is None:
        return {}
    year = int(moment.year.replace("X", "0"))  # the decade begins there; its words are shown
    parts = {"year": year, "month": moment.known_month, "day": int(moment.day) if moment.day.isdigit() else None}
    return {key: value for key, value in parts.items() if value}


def _is_plain(event: Event) -> bool:
    """Say whether TimelineJS's own way to write the days says all that is known of them."""
    date = event.date
    ends = [one for one in (date.start, date.end) if one and one.year.isdigit()]
    return len(ends) == 2 and not (date.approximate or date.uncertain)  # noqa: PLR2004 - an open end has no moment


def _group(site: Site, locale: Locale, event: Event) -> str:
    series = site.chronicle.series.get(event.series)
    topic = site.chronicle.topics.get(next(iter(event.topics), ""))
    named = series or topic
    return _said(named.name, locale) if named else ""


def _text(site: Site, locale: Locale, event: Event) -> str:
    """Return summary and body as paragraphs; the body alone where it begins as the summary, as imports do."""

    def lead(register: str, id_: str) -> str | None:
        base = site.chronicle.settings.base_url
        return f"{base.rstrip('/')}/{address_of(locale.id, register, id_)}" if base else None

    summary = prose.render_slide(_said(event.summary, locale), lead)
    body = prose.render_slide(_said(event.body, locale), lead) if event.body else []
    told, whole = ("".join(map(prose.without_tags, one)).replace(" ", "") for one in (summary, body))
    return "".join(f"<p>{one}</p>" for one in (body if whole.startswith(told) else [*summary, *body]))


def _said(text: Text | None, locale: Locale) -> str:
    return (text.get(locale.id) or next(iter(text.values()))) if text else ""


def _plain(text: str) -> str:
    """Return plain words as HTML."""
    return html.escape(" ".join(text.split()), quote=False)


def _row(slide: Slide) -> Sequence[object]:
    """Return a slide as a row."""
    days = {
        f"{prefix}{column}": slide.get(key, {}).get(part)
        for key, prefix in (("start_date", ""), ("end_date", "End "))
        for part, column in DATE
    }
    said = {
        **days,
        "Display Date": slide.get("display_date"),
        "Headline": slide["text"]["headline"],
        "Text": slide["text"]["text"],
        "Type": None if "edtf" in slide else "title",
        "Group": slide.get("group"),
        "EDTF": slide.get("edtf"),
        "Unique ID": slide.get("unique_id"),
    }
    return [said.get(column) for column in COLUMNS]
