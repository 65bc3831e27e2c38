"""Dates say how well they are known, and numbers are those of the source."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from biennien.fields import is_to_do, meant
from biennien.messages import phrase
from biennien.problems import Problem, problem
from biennien.reading import read_bound, read_numbers, read_words
from biennien.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.check.context import Context
    from biennien.edtf import Date
    from biennien.model import Chronicle, Claim, Event, Figure

UNIT = re.compile(r"unit_(.+)_other")
CURRENCY = re.compile(r"[A-Z]{3}")


def check_dates(event: Event, context: Context) -> Iterator[Problem]:
    """A date that is not exact to the day says why; an edition known by its year fits the date."""
    if not event.date.is_exact and event.date_note is None:
        yield problem("E311", event.at / "date", date=event.date.text)
    series = context.registers.series.get(event.series)
    if series and series.edition == "year" and not _is_year_of(event.edition, event.date):
        yield problem("E312", event.at / "edition", edition=str(event.edition), date=event.date.text)
    yield from _check_publication(event, context.registers)


def check_corrections(event: Event, _context: Context) -> Iterator[Problem]:
    """What was put right differs from what it was, on a known day, which is not before the entry was added."""
    if event.added and not event.added.is_exact:
        yield problem("E324", event.at / "added", date=event.added.text)
    for one in event.corrections:
        if not one.on.is_exact:
            yield problem("E324", one.at / "on", date=one.on.text)
        elif event.added and event.added.is_exact and one.on.before(event.added):
            yield problem("E325", one.at / "on", on=one.on.text, added=event.added.text)
        if all(normal(one.now.get(language, "")) == normal(text) for language, text in one.was.items()):
            yield problem("E326", one.at / "now")


def _is_year_of(edition: int | None, date: Date) -> bool:
    """Say whether an edition may be the year of a date; no edition, or an open date, denies nothing."""
    if edition is None or date.earliest is None or date.latest is None:
        return True
    return date.earliest.year <= edition <= date.latest.year


def _check_publication(event: Event, chronicle: Chronicle) -> Iterator[Problem]:
    """An event is not reported when every article about it was out before it began."""
    ids = sorted({one.source for claim in event.claims for one in claim.evidence})
    sources = [chronicle.sources.get(id_) for id_ in ids]
    published = [source.published if source else None for source in sources]
    if event.coverage != "reported" or not all(day and day.before(event.date) for day in published):
        return
    for id_, day in zip(ids, published, strict=True):
        yield problem("E313", event.at / "date", source=id_, published=str(day), date=event.date.text)


def check_figures(event: Event, context: Context) -> Iterator[Problem]:
    """A figure's number and bound stand in the quote of its claim, and figures add up."""
    by_id = {figure.id: figure for figure in event.figures}
    for figure in event.figures:
        claim = event.claim(figure.claim)
        if claim:
            yield from _check_number(figure, claim, context)
        parts = [by_id[part] for part in figure.parts if part in by_id]
        total = sum((part.value for part in parts), Decimal(0))
        if parts and len(parts) == len(figure.parts) and total != figure.value:
            names = ", ".join(figure.parts)
            yield problem("E316", figure.at / "value", value=f"{figure.value:f}", total=f"{total:f}", parts=names)


def _check_number(figure: Figure, claim: Claim, context: Context) -> Iterator[Problem]:
    quotes = [
        (normal(one.quote), context.locales[source.language].grammar)
        for one in claim.evidence
        if one.quote and (source := context.registers.sources.get(one.source)) and source.language in context.known
    ]
    if not quotes:
        return
    stated = [
        (number, quote[:start], grammar)
        for quote, grammar in quotes
        for number, start, _ in read_numbers(quote, grammar)
    ]
    before = [(text, grammar) for number, text, grammar in stated if number == figure.value]
    if not before:
        spelled = {word for quote, grammar in quotes for word in read_words(quote, grammar)}
        if figure.value not in spelled:
            numbers = ", ".join(f"{number:f}" for number, _, _ in stated) or phrase("nothing")
            yield problem("E314", figure.at / "value", value=f"{figure.value:f}", numbers=numbers, claim=claim.id)
        return
    bounds = {read_bound(text, grammar) for text, grammar in before}
    if figure.bound not in bounds:
        at = figure.at / ("value" if figure.bound == "exact" else "bound")
        yield problem("E315", at, bound=figure.bound, stated=", ".join(sorted(bounds)))


def check_periods(event: Event, _context: Context) -> Iterator[Problem]:
    """A figure is of a period that had begun, and what is asked for is due after it was asked."""
    for figure in event.figures:
        if figure.period is None and figure.period_note is None:
            yield problem("W317", figure.at / "measure", id=figure.id)
        if figure.period and event.date.before(figure.period):
            yield problem("E318", figure.at / "period", period=figure.period.text, date=event.date.text)
    for step in event.commitments:
        if step.due and step.due.before(event.date):
            yield problem("E319", step.at / "due", due=step.due.text, date=event.date.text)


def check_units(context: Context) -> Iterator[Problem]:
    """A unit is a currency's code in ISO 4217, or one for which the interface has words."""
    keys = {key for locale in context.locales.values() for key in locale.strings}
    known = sorted(match[1] for key in keys if (match := UNIT.fullmatch(key)))
    for measure in context.registers.measures.values():
        if is_to_do(measure.unit):  # which its reader has told already
            continue
        if measure.unit not in known and not CURRENCY.fullmatch(measure.unit):
            options = phrase("units", known=", ".join(known))
            label = meant(measure.unit, known)
            yield problem("E207", measure.at / "unit", label=label, word=measure.unit, options=options)
