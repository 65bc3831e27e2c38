"""The whole chronicle on paper: every event in full, claims numbered, evidence written out, sources as endnotes.

Names are no links here, since paper has none, and finding them would take most of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from biennien import prose
from biennien.names import index_names
from biennien.site import address_of
from biennien.views.citation import article_words
from biennien.views.figures import figure_view
from biennien.views.frame import addresses, counterpart
from biennien.views.here import edition_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.locales import Locale
    from biennien.model import Claim, Document, Event, Figure, Participant, Post, Text
    from biennien.views.here import Here, View

NOBODY = index_names(())


@dataclass(frozen=True, slots=True)
class Sheet:
    """An event on paper: where it stands, its number among all, and the numbers of the sources (from 1)."""

    here: Here
    event: Event
    number: int
    sources: Mapping[str, int]

    def ref(self, claim: str) -> View:
        """Return the reference to a claim of the event: its number, and its anchor on the page."""
        at = next((at for at, one in enumerate(self.event.claims, 1) if one.id == claim), 0)
        return {"number": f"{self.number}.{at}", "anchor": self.anchor(at)}

    def anchor(self, claim: int) -> str:
        """Return the anchor of a claim by its number."""
        return f"c-{self.number}-{claim}"

    def marked(self, text: Text | None) -> View:
        """Return a text with the word for what its translation lacks, or nothing."""
        state = self.here.state(self.event, text)
        return {"text": self.here.text(text), "mark": state["word"] if state else ""}


def paper_address(language: str) -> str:
    """Return the address of the page for print."""
    return f"{language}/print.html"


def paper_view(here: Here, locales: Mapping[str, Locale], sources: Mapping[str, int]) -> View:
    """Return the view of the page for print, but for `articles`: a title page, contents, the sources as endnotes."""
    settings = here.site.chronicle.settings
    base = settings.base_url.rstrip("/")
    return {
        "site": here.text(settings.title),
        "tagline": here.text(settings.tagline),
        "text": here.text(settings.description),
        "as_of": here.say("as_of", date=here.locale.date(settings.as_of)) if settings.as_of else "",
        "licence": here.text(settings.licence),
        "address": f"{base}/{here.locale.id}/index.html" if base else "",
        **addresses(here.site, here.page, locales),
        "home": here.own("index"),
        "languages": [
            {"lang": language, "name": locale.name, "href": here.page.to(counterpart(here.page, language))}
            for language, locale in locales.items()
            if language != here.locale.id
        ],
        "contents": [
            {"anchor": f"e-{number}", "title": here.text(event.title), "date": here.event_date(event)["text"]}
            for number, event in enumerate(here.site.relations.events, 1)
        ],
        "sources": [
            {"anchor": f"s-{number}", **article_words(here, here.entry("sources", id_)), **_archive(here, id_)}
            for id_, number in sources.items()
        ],
    }


def cited(events: Iterable[Event]) -> dict[str, None]:
    """Return the sources that events rest on, as keys, in the order in which they are first cited."""
    return dict.fromkeys(one.source for event in events for claim in event.claims for one in claim.evidence)


def _archive(here: Here, source: str) -> View:
    archived = here.entry("sources", source).archive is not None
    return {"archive": here.say("source_archived") if archived else here.say("source_outside")}


def article_view(sheet: Sheet) -> View:
    """Return the view of an event in full."""
    here, event = sheet.here, sheet.event
    base = here.site.chronicle.settings.base_url.rstrip("/")
    address, links = address_of(here.locale.id, "events", event.id), _links(sheet)
    return {
        "anchor": f"e-{sheet.number}",
        "number": str(sheet.number),
        "title": sheet.marked(event.title),
        "date": here.event_date(event),
        "facts": _facts(here, event),
        "date_note": sheet.marked(event.date_note) if event.date_note else None,
        "summary": {**sheet.marked(event.summary), "text": prose.render_inline(here.text(event.summary), links)},
        "body": prose.render_body(here.text(event.body), links, level=3) if event.body else "",
        "people": [_person(sheet, one) for one in event.participants],
        "figures": [_figure(sheet, one) for one in event.figures],
        "documents": [_document(sheet, one) for one in event.documents],
        "commitments": [
            {
                "status": here.say(f"status_{one.status}"),
                "text": here.link("threads", one.thread)["text"],
                "by": ", ".join(body["text"] for body in here.bodies(one.by)),
                "to": ", ".join(body["text"] for body in here.bodies(one.to)),
                "due": here.locale.date(one.due) if one.due else "",
                "ref": sheet.ref(one.claim),
            }
            for one in event.commitments
        ],
        "claims": [_claim(sheet, claim, number) for number, claim in enumerate(event.claims, 1)],
        "notes": [sheet.marked(note.text) for note in event.notes],
        "corrections": [
            here.say("print_corrected", date=here.locale.date(one.on), was=here.text(one.was), now=here.text(one.now))
            for one in event.corrections
        ],
        "address": f"{base}/{address}" if base else "",
        "href": here.page.to(address),
    }


def _links(sheet: Sheet) -> prose.Links:
    known = {claim.id for claim in sheet.event.claims}

    def cite(claim: str) -> tuple[str, str] | None:
        found = sheet.ref(claim)
        return (found["number"], f"#{found['anchor']}") if claim in known else None

    return prose.Links(to=sheet.here.href, names=NOBODY, cite=cite)


def _facts(here: Here, event: Event) -> list[str]:
    """Return what can be told of an event in a word each."""
    series = " ".join(filter(None, (here.link("series", event.series)["text"], edition_words(here, event))))
    return [
        here.link("kinds", event.kind)["text"],
        *(here.body(id_)["text"] for id_ in event.place or event.host),
        *([here.say(f"format_{event.format}")] if event.format else []),
        *([series] if event.series else []),
        here.say(f"coverage_{event.coverage}"),
    ]


def _person(sheet: Sheet, one: Participant) -> View:
    here = sheet.here
    posts = "; ".join(_post(here, post) for post in one.posts)
    told = (here.body(one.side)["text"] if one.side else "", here.say(f"role_{one.role}"))
    return {
        "who": ", ".join(filter(None, (here.link("people", one.who)["text"] if one.who else "", posts))),
        "told": "; ".join(filter(None, (*told, "" if one.who else here.say("print_unnamed")))),
        "ref": sheet.ref(one.claim),
    }


def _post(here: Here, post: Post) -> str:
    parts = {"of": here.body(post.of)["text"] if post.of else "", "to": here.body(post.to)["text"] if post.to else ""}
    return here.text(here.entry("posts", post.post).name).format(**parts)


def _figure(sheet: Sheet, figure: Figure) -> View:
    row = figure_view(sheet.here, sheet.event, figure)
    value = " ".join(filter(None, (row["bound"], row["value"], row["unit"])))
    return {
        "measure": ", ".join(filter(None, (row["measure"]["text"], row["whose"]))),
        "value": value,
        "period": row["period"]["text"],
        "ref": sheet.ref(figure.claim),
    }


def _document(sheet: Sheet, one: Document) -> View:
    here = sheet.here
    return {
        "name": here.text(one.name),
        "count": here.locale.count("documents", one.count) if one.count else "",
        "status": here.say(f"document_{one.status}"),
        "by": ", ".join(body["text"] for body in here.bodies(one.by)),
        "ref": sheet.ref(one.claim),
    }


def _claim(sheet: Sheet, claim: Claim, number: int) -> View:
    here = sheet.here
    return {
        "anchor": sheet.anchor(number),
        "number": f"{sheet.number}.{number}",
        **sheet.marked(claim.text),
        "by": ", ".join(body["text"] for body in here.bodies(claim.by)),
        "by_label": here.locale.strings.get(f"said_by_{claim.kind}", here.say("said_by")),
        "note": sheet.marked(claim.note) if claim.note else None,
        "evidence": [_evidence(sheet, one) for one in claim.evidence],
    }


def _evidence(sheet: Sheet, one: Any) -> View:  # noqa: ANN401 - an Evidence
    here = sheet.here
    line = here.site.line_of(one)
    state = here.quote_state(sheet.event, one)
    return {
        "quote": one.quote,
        "lang": here.entry("sources", one.source).language,
        "translation": one.translation.get(here.locale.id, ""),
        "mark": state["word"] if state else "",
        "source": str(sheet.sources[one.source]),
        "place": here.say("source_line", line=line) if line else "",
    }
