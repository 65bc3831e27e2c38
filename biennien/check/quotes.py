"""Nothing is published unsourced: quotes stand in the archive, and every field of an event rests on a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien import evidence
from biennien.messages import phrase
from biennien.problems import At, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from biennien.check.context import Context
    from biennien.model import Chronicle, Claim, Event, Evidence, Place, Series

LONGEST_QUOTE = 240


def check_sources(context: Context) -> Iterator[Problem]:
    """A source has an archived article or an address, and its article lies within its capture."""
    chronicle = context.registers
    for source in chronicle.sources.values():
        if source.archive is None and not source.url:
            yield problem("E226", source.at.on_key(), id=source.id)
        capture = chronicle.articles.get(source.id)
        if source.archive and capture is not None and not evidence.lies_within(source.archive, capture):
            lines = str(evidence.count_lines(capture))
            yield problem("E219", source.archive.at / "ends", lines=lines, file=source.archive.file)


def check_evidence(event: Event, context: Context) -> Iterator[Problem]:
    """Every quote is in the article part of its source, short, and translated."""
    for claim in event.claims:
        yield from _check_each(claim.evidence, context)
        yield from _check_mixture(claim, context.registers)


def check_registers(context: Context) -> Iterator[Problem]:
    """The same of places and mechanisms."""
    entries: tuple[Place | Series, ...] = (*context.registers.places.values(), *context.registers.series.values())
    for entry in entries:
        yield from _check_each(entry.evidence, context)


def _check_each(some: Iterable[Evidence], context: Context) -> Iterator[Problem]:
    for one in some:
        source = context.registers.sources.get(one.source)
        if source is None:
            continue
        if source.archive is None:
            if one.quote:
                yield problem("E218", one.at / "quote", source=one.source)
        elif not one.quote:
            yield problem("E217", one.at / "source", source=one.source)
        elif one.source in context.articles:
            yield from _check_quote(one, context.articles[one.source], f"seeds/{source.archive.file}")
            yield from _check_translation(one, context.registers, source.language)


def _check_quote(one: Evidence, article: evidence.Article, file: str) -> Iterator[Problem]:
    at = one.at / "quote"
    if len(one.quote) > LONGEST_QUOTE:
        yield problem("W227", at, length=str(len(one.quote)), limit=str(LONGEST_QUOTE))
    found = evidence.find(one.quote, article)
    if isinstance(found, evidence.Missing):
        yield problem(
            "E212",
            at.within(*found.part),
            label=phrase("like_the_archive", percent=f"{found.likeness:.0%}"),
            details=(("closest", _closest(found, file)),),
        )
    elif isinstance(found, evidence.Misplaced):
        yield problem("E220", at.within(*found.part), label=phrase("stands_at", place=f"{file}:{found.line}"))


def _closest(found: evidence.Missing, file: str) -> str:
    changes = "; ".join(f"{was or '∅'} → {now or '∅'}" for was, now in found.changes[:4])
    return f"“{found.nearest}”  ({file}:{found.line}{'; ' + changes if changes else ''})"


def _check_translation(one: Evidence, chronicle: Chronicle, original: str) -> Iterator[Problem]:
    for language in chronicle.languages:
        if language != original and language not in one.translation:
            yield problem("E222", (one.at / "quote").on_key(), language=language)
        if language == original and language in one.translation:
            yield problem("E228", (one.at / "translation" / language).on_key(), language=language)


def _check_mixture(claim: Claim, chronicle: Chronicle) -> Iterator[Problem]:
    kinds = {source.archive is None for one in claim.evidence if (source := chronicle.sources.get(one.source))}
    if len(kinds) > 1:
        yield problem("E221", (claim.at / "evidence").on_key(), claim=claim.id)


def check_support(event: Event, context: Context) -> Iterator[Problem]:
    """Every field of an event that states a fact is supported by a claim, and no claim supports an absent field."""
    supported = {field for claim in event.claims for field in claim.supports}
    stated = stated_fields(event)
    whole = event.id not in context.registers.incomplete
    for field in stated:
        if field not in supported and whole:
            yield problem("E223", (event.at / field).on_key(), field=field)
    for claim in event.claims:
        for field in claim.supports:
            if field not in ("kind", *stated):
                yield problem("E229", claim.at / "supports" / field, field=field)
    if whole:
        yield from _check_coverage(event, context.registers)


def stated_fields(event: Event) -> tuple[str, ...]:
    """Return the fields of an event that state facts and have a value; an undated event states no date."""
    fields = ("place", "host", "format", "edition", "series", "part_of", "after")
    return (*(("date",) if not event.date.is_undated else ()), *(field for field in fields if getattr(event, field)))


def _check_coverage(event: Event, chronicle: Chronicle) -> Iterator[Problem]:
    sources = [chronicle.sources.get(one.source) for claim in event.claims for one in claim.evidence]
    archived = any(source and source.archive for source in sources)
    at: At = event.at / "coverage"
    if event.coverage == "outside" and archived:
        yield problem("E230", at, coverage="outside", why=phrase("archived"))
    if event.coverage != "outside" and not archived and all(sources):
        yield problem("E230", at, coverage=event.coverage, why=phrase("not_archived"))
