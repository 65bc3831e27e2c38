"""Where a page stands: its language, its address, and how it names, links, dates and quotes what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from biennien import prose, states
from biennien.markup import escaped
from biennien.site import SECTIONS, Page, Site, address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.edtf import Date
    from biennien.locales import Locale
    from biennien.model import Claim, Event, Evidence, Post, Text

View = dict[str, Any]
BODIES = ("places", "organisations", "people")
"""The registers of what acts and is acted upon; what is in none of them is spoken of as a place."""
LONGEST_HUNG_HEADING = 26  # characters that a heading in the margin has room for, on two lines


@dataclass(frozen=True, slots=True)
class Here:
    """A page, with all that its view is made from."""

    site: Site
    page: Page
    locale: Locale
    itself: tuple[str, str] = ("", "")

    def say(self, key: str, **values: object) -> str:
        """Return a string of the interface."""
        return self.locale.say(key, **values)

    def text(self, text: Text | None) -> str:
        """Return a text in the page's language, or in the first language there is."""
        if not text:
            return ""
        return text.get(self.locale.id) or next(iter(text.values()))

    def entry(self, register: str, id_: str) -> Any:  # noqa: ANN401 - an entry of whichever register
        """Return an entry of the chronicle, or `None`."""
        return getattr(self.site.chronicle, register).get(id_)

    def href(self, register: str, id_: str = "") -> str:
        """Return the relative address of an entry's page, or of the register's index."""
        return self.page.to(address_of(self.locale.id, register, id_))

    def own(self, name: str) -> str:
        """Return the relative address of one of the language's own pages: index, about, figures."""
        return self.page.to(f"{self.locale.id}/{name}.html")

    def link(self, register: str, id_: str) -> View:
        """Return the view of a link to an entry, by its name; without an address on its own page."""
        href = "" if (register, id_) == self.itself or register not in SECTIONS else self.href(register, id_)
        return {"text": self.name(register, id_), "href": href, "lang": ""}

    def name(self, register: str, id_: str) -> str:
        """Return the name of an entry; its id where there is none."""
        entry = self.entry(register, id_)
        return self.text(getattr(entry, "name", None) or getattr(entry, "title", None)) or id_

    def body(self, id_: str) -> View:
        """Return the link to a person, place or organisation, whichever has the id."""
        return self.link(self._register(id_), id_)

    def body_name(self, id_: str) -> str:
        """Return the name of a person, place or organisation, whichever has the id."""
        return self.name(self._register(id_), id_)

    def _register(self, id_: str) -> str:
        return next((one for one in BODIES if self.entry(one, id_)), BODIES[0])

    def bodies(self, ids: Iterable[str]) -> list[View]:
        """Return the links to people, places or organisations."""
        return [self.body(id_) for id_ in ids]

    def links(self) -> prose.Links:
        """Return how prose links from this page."""
        return prose.Links(
            to=self._address,
            names=self.site.names[self.locale.id],
            itself=self.itself,
        )

    def _address(self, register: str, id_: str) -> str | None:
        entry = self.entry(register, id_)
        # A country is named in nearly every sentence: a link at each is noise.
        return None if entry is None or getattr(entry, "kind", "") == "country" else self.href(register, id_)

    def line(self, text: Text | None) -> Markup:
        """Return a plain text with its names linked."""
        return prose.render_line(self.text(text), self.links())

    def date(self, date: Date, *, word: str = "", inferred: bool = False) -> View:
        """Return the view of a date."""
        exact = date.is_exact
        vague = not exact and (date.approximate or date.uncertain or None in (date.start, date.end))
        iso = date.text if exact else ""
        return {"text": self.locale.date(date), "iso": iso, "doubt": inferred or vague, "word": word}

    def event_date(self, event: Event) -> View:
        """Return the view of an event's date; a date that no archived article gives is in doubt, and says why."""
        outside = event.coverage != "outside" and self.dated_outside(event)
        return self.date(event.date, inferred=outside, word=self.say("date_outside") if outside else "")

    def dated_outside(self, event: Event) -> bool:
        """Whether the date rests only on sources without an archived copy."""
        claims = [claim for claim in event.claims if "date" in claim.supports]
        return bool(claims) and not any(self.checked(claim) for claim in claims)

    def checked(self, claim: Claim) -> bool:
        """Whether a claim's evidence was checked against an archived copy."""
        return any(one.quote for one in claim.evidence)

    def claim_href(self, event: Event, claim: str) -> str:
        """Return the relative address of a claim on its event's page."""
        return self.page.to(f"{address_of(self.locale.id, 'events', event.id)}#{claim_anchor(claim)}")

    def ref(self, event: Event, claim: str) -> View:
        """Return the reference from a fact to the claim that it rests on, by the claim's number on its event's page."""
        number = next((number for number, one in enumerate(event.claims, 1) if one.id == claim), 0)
        return {"href": self.claim_href(event, claim), "number": str(number)}

    def claim(self, event: Event, claim: Claim, number: int) -> View:
        """Return the view of a claim with its evidence; `number` is its place in its event, from 1."""
        return {
            "id": claim_anchor(claim.id),
            "number": str(number),
            "text": self.line(claim.text),
            "by": self.bodies(claim.by),
            "by_label": self.locale.strings.get(f"said_by_{claim.kind}", self.say("said_by")),
            "note": self.line(claim.note) if claim.note else "",
            "sources": [self.source(source) for source in dict.fromkeys(one.source for one in claim.evidence)],
            "checked": self.checked(claim),
            "evidence": self.evidence(event, claim.evidence),
            "translation": self.state(event, claim.text),
            "note_translation": self.state(event, claim.note),
        }

    def evidence(self, owner: Any, evidence: Iterable[Evidence]) -> list[View]:  # noqa: ANN401 - what has records
        """Return the view of evidence: quotes in their own language, with their translation."""
        return [self._quote(owner, one) for one in evidence]

    def _quote(self, owner: Any, one: Evidence) -> View:  # noqa: ANN401 - what has records
        source = self.entry("sources", one.source)
        line = self.site.line_of(one)
        text = one.translation.get(self.locale.id)
        translated = {"lang": self.locale.id, "text": text, "translation": self.quote_state(owner, one)}
        return {
            "quote": one.quote,
            "lang": source.language,
            "translations": [translated] if text else [],
            "source": self.source(one.source),
            "place": self.say("source_line", line=line) if line else "",
        }

    def source(self, id_: str) -> View:
        """Return the link to a source by its short name."""
        return {"text": self.text(self.entry("sources", id_).label), "href": self.href("sources", id_), "lang": ""}

    def state(self, owner: Any, text: Text | None, original: str = "") -> View | None:  # noqa: ANN401 - what has records
        """Return the mark of a text of an event, an entry or the site: a machine's draft, or behind its original.

        `original` is the language that it was first written in, where that is not its owner's.
        """
        if not owner.translations or not text or self.locale.id not in text:
            return None
        own = original or getattr(owner, "original", "") or self.site.chronicle.languages[0]
        first = original or states.original_of(owner.translations, own, text)
        if first == self.locale.id:
            return None
        state = states.state_of(owner.translations, first, text[first], text[self.locale.id])
        shown = state in (states.DRAFT, states.STALE)
        return {"state": state, "word": self.say(f"translation_{state}")} if shown else None

    def quote_state(self, owner: Any, one: Evidence) -> View | None:  # noqa: ANN401 - what has records
        """Return the mark of a quote's translation."""
        language = self.entry("sources", one.source).language
        return self.state(owner, {**one.translation, language: one.quote}, language)

    def names(self, entry: Any) -> list[View]:  # noqa: ANN401 - a person, place, side or organisation
        """Return an entry's names in the other languages of the site that differ, and in others where known."""
        own = self.text(entry.name)
        others = [
            {"lang": language, "text": name, "label": self.site_language(language), "doubt": ""}
            for language, name in entry.name.items()
            if language != self.locale.id and name != own
        ]
        doubt = self.say("name_likely") if entry.certainty == "likely" else ""
        strings: Mapping[str, str] = self.locale.strings
        also = [
            {"lang": tag, "text": name, "label": strings.get(f"name_{tag}", tag), "doubt": doubt}
            for tag, name in entry.also.items()
        ]
        return others + also

    def site_language(self, language: str) -> str:
        """Return the name of one of the site's languages, in the page's language where CLDR has it."""
        return str(self.locale.cldr.languages.get(language, language))

    def post(self, post: Post) -> Markup:
        """Return a post as held, with what it is a post of linked."""
        title = escaped(self.text(self.entry("posts", post.post).name))
        return Markup(title.format(of=self._anchor(post.of), to=self._anchor(post.to)))  # noqa: S704 - both escaped

    def _anchor(self, id_: str) -> str:
        if not id_:
            return ""
        view = self.body(id_)
        text = escaped(view["text"])
        return f'<a href="{escaped(view["href"])}">{text}</a>' if view["href"] else text

    def status(self, status: str) -> View:
        """Return a status with its word."""
        return {"status": status, "status_word": self.say(f"status_{status}")}

    def section(self, id_: str, part: str, view: Any, *, heading: str = "", level: int = 2) -> View:  # noqa: ANN401
        """Return a section of a page: its heading, and the part that shows its view."""
        words = heading or self.say(f"heading_{id_.replace('-', '_')}")
        wide = len(words) > LONGEST_HUNG_HEADING
        return {"id": id_, "heading": words, "level": level, "wide": wide, "part": part, "view": view}


def edition_words(here: Here, event: Event) -> str:
    """Return which edition of its mechanism an event is: a year, or 14th; empty where no source counts it."""
    series = here.entry("series", event.series)
    if event.edition is None or series is None:
        return ""
    if series.edition == "year":
        return str(event.edition)
    return here.locale.ordinal(event.edition)


def claim_anchor(claim: str) -> str:
    """Return the anchor of a claim on its event's page."""
    return f"c-{claim}"


def filled(sections: Iterable[View]) -> list[View]:
    """Leave out the sections that have nothing to show."""
    return [section for section in sections if section["view"]]
