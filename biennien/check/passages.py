"""Every text that has to say the same in all languages, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from biennien.fields import is_to_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from biennien.model import Chronicle, Event, Evidence, Text
    from biennien.problems import At

ENTRIES = ("people", "organisations", "places", "series", "measures", "threads", "sources")
FIELDS = ("note", "description", "whose", "goal")
"""The prose of an entry of a register; its names are only names."""
SETTINGS = ("tagline", "description", "licence", "about")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in several languages, `at` being the place above its languages; `original` is the one written first."""

    text: Text
    at: At
    original: str
    is_quote: bool = False

    def own(self) -> Iterator[tuple[str, str]]:
        """Return (language, text in NFC) of what is written by us: all but the quote, whose slips are its own."""
        quoted = self.original if self.is_quote else None
        return ((language, normalize("NFC", text)) for language, text in self.text.items() if language != quoted)

    def within(self, language: str, text: str, start: int, end: int) -> At:
        """Return the place of a part of an own text; of all of it where it is not written in NFC."""
        at = self.at / language
        return at.within(start, end) if text == self.text[language] else at

    def pairs(self) -> Iterator[tuple[str, str, str]]:
        """Return (language, original text, text) for every other language there is."""
        written = {language: text for language, text in self.text.items() if not is_to_do(text)}
        first = written.get(self.original)
        if first is not None:
            yield from ((language, first, text) for language, text in written.items() if language != self.original)


def register_passages(chronicle: Chronicle) -> Iterator[Passage]:
    """Return the texts of the registers, with their quotes, and of the settings.

    The first language of the site is taken for the original.
    """
    first = chronicle.languages[0]
    for register in ENTRIES:
        for entry in getattr(chronicle, register).values():
            texts = ((field, getattr(entry, field, None)) for field in FIELDS)
            yield from (Passage(text, entry.at / field, first) for field, text in texts if text)
            yield from quote_passages(getattr(entry, "evidence", ()), chronicle)
    for field in SETTINGS:
        text = getattr(chronicle.settings, field)
        if text:
            yield Passage(text, chronicle.settings.at / field, first)


def quote_passages(evidence: Iterable[Evidence], chronicle: Chronicle) -> Iterator[Passage]:
    """Return the quotes with their translations."""
    for one in evidence:
        if one.quote and (source := chronicle.sources.get(one.source)):
            text = {source.language: one.quote, **one.translation}
            yield Passage(text, one.at / "translation", source.language, is_quote=True)


def event_passages(event: Event) -> Iterator[Passage]:
    """Return every text of an event that is our own prose."""
    for field in ("title", "date_note", "summary", "body"):
        text = getattr(event, field)
        if text is not None:
            yield Passage(text, event.at / field, event.original)
    for claim in event.claims:
        yield Passage(claim.text, claim.at, event.original)
        if claim.note:
            yield Passage(claim.note, claim.at / "note", event.original)
    for note in event.notes:
        yield Passage(note.text, note.at, event.original)
    for correction in event.corrections:  # not what it was: what was wrong may be that the languages differed
        yield Passage(correction.now, correction.at / "now", event.original)
    for document in event.documents:
        yield Passage(document.name, document.at / "name", event.original)
    for figure in event.figures:
        if figure.period_note:
            yield Passage(figure.period_note, figure.at / "period_note", event.original)
