"""The pages of sources: what the page of an article states of itself, and every claim that rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.views.citation import citation
from biennien.views.entries import entry_view, one_list
from biennien.views.frame import list_page
from biennien.views.here import Here, View, filled

if TYPE_CHECKING:
    from biennien.model import Source


def source_view(here: Here) -> View:
    """Return the view of a source's page."""
    source: Source = here.entry("sources", here.page.id)
    title = source.title or here.text(source.label)
    translated = source.title_translation.get(here.locale.id, "")
    note = {"about": "", "text": here.line(source.note), "translation": here.state(source, source.note)}
    titles = {**source.title_translation, source.language: source.title}
    return {
        "title": here.text(source.label),
        "description": here.say("describe_source", name=here.text(source.label)),
        "heading": {
            "kind": {"text": here.say("kind_source"), "href": here.href("sources"), "lang": ""},
            "title": title,
            "lang": source.language if source.title and source.language != here.locale.id else "",
            "subtitle": translated,
            "date": here.date(source.published) if source.published else None,
            "coverage": None,
            "names": [],
            "lead": [here.say("source_archived") if source.archive else here.say("source_outside")],
            "translation": here.state(source, titles, source.language)
            if translated
            else here.state(source, source.label),
        },
        "sections": filled(
            [
                here.section("facts", "facts", _facts(here, source)),
                here.section("rests_on", "timeline", _claims(here, source.id)),
                here.section("notes", "notes", [note] if source.note else []),
                here.section("cite", "citation", citation(here, here.text(source.label), [source.id])),
            ]
        ),
        "neighbours": [],
    }


def _facts(here: Here, source: Source) -> list[View]:
    missing = here.say("not_stated")
    archive = source.archive
    rows = [
        ("publisher", [source.publisher or missing]),
        ("credited", [source.credited]),
        ("authors", list(source.authors) or [missing]),
        ("photographers", list(source.photographers)),
        ("published", [here.locale.date(source.published) if source.published else missing]),
        ("language", [here.site_language(source.language)]),
        (
            "archive",
            [here.say("archive_lines", file=archive.file, begins=archive.begins, ends=archive.ends)] if archive else [],
        ),
    ]
    facts = [
        {
            "label": here.say(f"fact_{field}"),
            "values": [{"text": value, "href": "", "lang": ""} for value in values if value],
            "note": source.published_text if field == "published" else "",
            "ref": None,
        }
        for field, values in rows
    ]
    if source.url:
        link = {"text": source.url, "href": source.url, "lang": ""}
        facts.append({"label": here.say("fact_address"), "values": [link], "note": "", "ref": None})
    return [fact for fact in facts if fact["values"]]


def _claims(here: Here, source: str) -> View:
    events: dict[str, tuple[object, list[View]]] = {}
    for event, claim in here.site.relations.by_source.get(source, ()):
        details = events.setdefault(event.id, (event, []))[1]
        details.append({"text": here.text(claim.text), "ref": here.ref(event, claim.id)})
    return one_list([entry_view(here, event, detail=details) for event, details in events.values()])  # type: ignore[arg-type]


def sources_view(here: Here) -> View:
    """Return the view of all sources: those archived, and those only cited."""
    groups = []
    for archived in (True, False):
        items = [
            _item(here, source)
            for source in here.site.chronicle.sources.values()
            if (source.archive is not None) == archived
        ]
        if items:
            key = "archived" if archived else "outside"
            groups.append({"id": key, "heading": here.say(f"sources_{key}"), "level": 2, "items": items})
    return list_page(here, "sources", groups)


def _item(here: Here, source: Source) -> View:
    claims = len(here.site.relations.by_source.get(source.id, ()))
    return {
        "href": here.href("sources", source.id),
        "title": here.text(source.label),
        "lang": "",
        "other": [{"lang": source.language, "text": source.title}] if source.title else [],
        "text": "",
        "meta": [here.locale.count("claims", claims)],
        "status": None,
    }
