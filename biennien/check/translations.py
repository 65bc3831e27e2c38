"""What readers are told of a translation, curators are told too: a machine wrote it, or its original changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from biennien import states
from biennien.check.passages import Passage, event_passages, quote_passages
from biennien.problems import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from biennien.check.context import Context
    from biennien.model import Event, Translations

REGISTERS = (
    "people", "organisations", "places", "posts", "series", "kinds", "topics", "measures", "threads", "sources",
    "glossary",
)  # fmt: skip
FIELDS = ("title", "tagline", "description", "licence", "about", "name", "goal", "whose", "label", "note", "source")
"""Fields of the registers, the site and the map that are texts in every language."""
CODES = {states.STALE: "W417", states.DRAFT: "W418"}


def check_event(event: Event, context: Context) -> Iterator[Problem]:
    """Every translation is a person's, and of the original as it is now; what a person wrote is taken as such."""
    if event.translations:
        own = (_settled(event.translations, one) for one in event_passages(event))
        evidence = (one for claim in event.claims for one in claim.evidence)
        yield from _check(event.translations, (*own, *quote_passages(evidence, context.registers)))


def check_registers(context: Context) -> Iterator[Problem]:
    """The same of the entries of the registers, of the settings and of the map."""
    chronicle = context.registers
    entries = [entry for register in REGISTERS for entry in getattr(chronicle, register).values()]
    for entry in (*entries, chronicle.settings, chronicle.ground):
        if entry is not None and entry.translations:
            own = (_settled(entry.translations, one) for one in _passages(entry, chronicle.languages[0]))
            yield from _check(entry.translations, (*own, *quote_passages(getattr(entry, "evidence", ()), chronicle)))


def _check(records: Translations, passages: Iterable[Passage]) -> Iterator[Problem]:
    for passage in passages:
        for language, first, text in passage.pairs():
            code = CODES.get(states.state_of(records, passage.original, first, text))
            if code:
                yield problem(code, passage.at / language, original=passage.original, language=language)


def _settled(records: Translations, passage: Passage) -> Passage:
    return Passage(passage.text, passage.at, states.original_of(records, passage.original, passage.text))


def _passages(entry: Any, original: str) -> Iterator[Passage]:  # noqa: ANN401 - of any register
    inline = hasattr(entry, "forms")  # a term of the glossary has its languages beside its other keys
    for field in FIELDS:
        text = getattr(entry, field, None)
        if text and not isinstance(text, str):
            yield Passage(text, entry.at if inline else entry.at / field, original)
    for side in getattr(entry, "sides", ()):
        yield Passage(side.name, side.at / "name", original)
    for place, note in enumerate(getattr(entry, "notes", ())):
        yield Passage(note, entry.at / "notes" / place, original)
    if getattr(entry, "title_translation", None) and entry.title:
        titles = {entry.language: entry.title, **entry.title_translation}
        yield Passage(titles, entry.at / "title_translation", entry.language)
    if (coordinate := getattr(entry, "coordinate", None)) and coordinate.of:
        yield Passage(coordinate.of, coordinate.at / "of", original)
