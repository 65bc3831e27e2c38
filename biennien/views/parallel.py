"""Several languages at once: the timeline and each event, side by side, aligned claim by claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from biennien import prose
from biennien.markup import escaped
from biennien.site import EVERY
from biennien.views.event import citing
from biennien.views.frame import heading
from biennien.views.here import Here, View, claim_anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.locales import Locale
    from biennien.model import Claim, Event, Evidence, Text


def parallel_event_view(here: Here, locales: Mapping[str, Locale]) -> View:
    """Return the view of an event in every language, the page's own first: title, summary, account, claims, notes."""
    event: Event = here.entry("events", here.page.id)
    readers = _readers(here, locales)
    rows = [
        _row("title", readers, event.title, event, plain=True),
        _row("when", readers, {reader.locale.id: reader.locale.date(event.date) for reader in readers}, plain=True),
        *([_doubt(readers, event.date_note, event)] if event.date_note else []),
        _cited(readers, event, event.summary),
        *(_body(readers, event, event.body) if event.body else []),
    ]
    claims = [_claim(readers, number, claim, event) for number, claim in enumerate(event.claims, 1)]
    notes = [_row("note", readers, note.text, event) for note in event.notes]
    title = here.text(event.title)
    return {
        "title": here.say("parallel_title", title=title),
        "description": f"{here.say('nav_parallel')}: {prose.plain_text(here.text(event.summary))}",
        "heading": heading(here.say("parallel_title", title=title)),
        "sections": [
            {"id": "", "heading": "", "level": 2, "wide": True, "part": "parallel", "view": _view(here, readers, rows)},
            here.section("claims", "parallel", _view(here, readers, claims)),
            *([here.section("notes", "parallel", _view(here, readers, notes))] if notes else []),
        ],
        "neighbours": _neighbours(here, event),
    }


def parallel_timeline_view(here: Here, locales: Mapping[str, Locale]) -> View:
    """Return the view of the timeline in every language: each event's date, name and summary in one row."""
    readers = _readers(here, locales)
    rows = [_entry(here, readers, event) for event in here.site.relations.events]
    return {
        "title": here.say("nav_parallel"),
        "description": here.say("describe_parallel"),
        "heading": heading(here.say("nav_parallel"), here.say("describe_parallel")),
        "sections": [
            {"id": "", "heading": "", "level": 2, "wide": True, "part": "parallel", "view": _view(here, readers, rows)}
        ],
        "neighbours": [],
    }


def _readers(here: Here, locales: Mapping[str, Locale]) -> list[Here]:
    """Return the page as each language reads it, the page's own language first."""
    order = [here.locale, *(locale for locale in locales.values() if locale.id != here.locale.id)]
    return [Here(here.site, here.page, locale, here.itself) for locale in order]


def _view(here: Here, readers: list[Here], rows: list[View]) -> View:
    languages = [{"lang": reader.locale.id, "name": reader.locale.name} for reader in readers]
    return {"label": here.say("nav_parallel"), "languages": languages, "rows": rows}


def _row(kind: str, readers: Iterable[Here], text: Text, event: Event | None = None, *, plain: bool = False) -> View:
    cells: list[View] = [
        {
            "lang": reader.locale.id,
            "text": text[reader.locale.id] if plain else reader.line(text),
            "note": "",
            "quotes": [],
            "translation": reader.state(event, text) if event else None,
        }
        for reader in readers
        if reader.locale.id in text
    ]
    return {"id": "", "number": "", "kind": kind, "cells": cells}


def _doubt(readers: Iterable[Here], text: Text, event: Event) -> View:
    """Return the row of a note that stands under no heading: it says whose it is."""
    readers = list(readers)
    row = _row("note", readers, text, event)
    says = {reader.locale.id: reader for reader in readers}
    return {**row, "cells": [{**cell, "text": _note(says[cell["lang"]], cell["text"])} for cell in row["cells"]]}


def _note(reader: Here, text: str) -> Markup:
    label = reader.say("editors_note")
    return Markup('<span class="claim-note"><span class="label">{}</span> {}</span>').format(label, text)


def _cited(readers: Iterable[Here], event: Event, text: Text) -> View:
    cells: list[View] = [
        {
            "lang": one.locale.id,
            "text": prose.render_inline(one.text(text), citing(one, event)),
            "note": "",
            "quotes": [],
            "translation": one.state(event, text),
        }
        for one in readers
    ]
    return {"id": "", "number": "", "kind": "summary", "cells": cells}


def _body(readers: Iterable[Here], event: Event, text: Text) -> list[View]:
    """Return the account, block by block where every language has as many, else whole."""
    links = [(one, citing(one, event)) for one in readers]
    texts = [prose.render_blocks(one.text(text), link) for one, link in links]
    if len({len(blocks) for blocks in texts}) > 1:
        texts = [[prose.render_body(one.text(text), link)] for one, link in links]
    return [
        {
            "id": "",
            "number": "",
            "kind": "body",
            "cells": [
                {
                    "lang": one.locale.id,
                    "text": block,
                    "note": "",
                    "quotes": [],
                    "translation": None if number else one.state(event, text),
                }
                for (one, _), block in zip(links, blocks, strict=True)
            ],
        }
        for number, blocks in enumerate(zip(*texts, strict=True))
    ]


def _claim(readers: Iterable[Here], number: int, claim: Claim, event: Event) -> View:
    """Return a claim with its evidence in each language: the quote where that is its own, else its translation."""
    cells: list[View] = []
    for reader in readers:
        note = _note(reader, reader.line(claim.note)) if claim.note else ""
        quotes = [quote for one in claim.evidence if (quote := _quote(reader, one, event))]
        cell = {"lang": reader.locale.id, "text": reader.line(claim.text), "note": note, "quotes": quotes}
        marks = {"translation": reader.state(event, claim.text), "note_translation": reader.state(event, claim.note)}
        cells.append({**cell, **marks})
    return {"id": claim_anchor(claim.id), "number": str(number), "kind": "claim", "cells": cells}


def _quote(reader: Here, one: Evidence, event: Event) -> View | None:
    source = reader.entry("sources", one.source)
    verbatim = source.language == reader.locale.id
    words = one.quote if verbatim else one.translation.get(reader.locale.id, "")
    shown = {"source": reader.source(one.source), "label": reader.say("translation_of_quote")}
    if not one.quote:
        return {**shown, "kind": "unchecked", "text": reader.say("unchecked")}
    if not words:
        return None
    kind = "quote" if verbatim else "translation"
    return {**shown, "kind": kind, "text": words, "translation": reader.quote_state(event, one)}


def _entry(here: Here, readers: Iterable[Here], event: Event) -> View:
    """Return the row of an event, put together as plain texts: `Markup.format` took half the time of the page."""
    address = here.page.to(parallel_address(here, event))
    cells: list[View] = []
    for reader in readers:
        title = f'<a href="{escaped(address)}">{escaped(reader.text(event.title))}</a>'
        date = f'<span class="label">{escaped(reader.locale.date(event.date))}</span>'
        summary = escaped(prose.plain_text(reader.text(event.summary)))
        words = Markup(f"<strong>{title}</strong><br>{date}<br>{summary}")  # noqa: S704 - all of it is
        mark = reader.state(event, event.summary) or reader.state(event, event.title)
        cells.append({"lang": reader.locale.id, "text": words, "note": "", "quotes": [], "translation": mark})
    return {"id": event.id, "number": "", "kind": "entry", "cells": cells}


def parallel_address(here: Here, event: Event) -> str:
    """Return the address of an event's page in several languages."""
    return f"{here.locale.id}/parallel/{event.id}.html"


def _neighbours(here: Here, event: Event) -> list[View]:
    before, after = here.site.relations.neighbours[event.id, EVERY]

    def view(one: Event | None) -> View | None:
        if one is None:
            return None
        href = here.page.to(parallel_address(here, one))
        return {"href": href, "title": here.text(one.title), "when": here.locale.date(one.date)}

    row = {"label": here.say("in_time"), "previous": view(before), "next": view(after)}
    return [row] if row["previous"] or row["next"] else []
