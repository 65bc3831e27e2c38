"""Nothing is published unsourced: quotes stand in the archive, and every field of an event rests on a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien import evidence
from biennien.fields import TO_DO
from biennien.messages import phrase
from biennien.problems import At, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.model import Archive, Chronicle, Claim, Event, Evidence, Place, Series

LONGEST_QUOTE = 240


def check_sources(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """A source has an archived article or an address, and its article lies within its capture."""
    for source in chronicle.sources.values():
        if source.archive is None and not source.url:
            yield problem("E226", source.at.on_key(), id=source.id)
        if source.url and not source.url.startswith(("https://", "http://", TO_DO)):
            yield problem("E506", source.at / "url", url=source.url)
        capture = chronicle.articles.get(source.id)
        if source.archive and capture is not None and not _lies_within(source.archive, capture):
            yield problem("E219", source.archive.at / "ends", lines=str(_lines(capture)), file=source.archive.file)
    for field in ("base_url", "licence_url"):
        if (url := getattr(chronicle.settings, field)) and not url.startswith(("https://", "http://")):
            yield problem("E506", chronicle.settings.at / field, url=url)


def _lines(capture: str) -> int:
    return capture.removesuffix("\n").count("\n") + 1


def _lies_within(archive: Archive, capture: str) -> bool:
    return archive.begins <= archive.ends <= _lines(capture)


def check_evidence(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """Every quote is in the article part of its source, short, and translated."""
    articles = {
        id_: evidence.read_article(text, archive)
        for id_, text in chronicle.articles.items()
        if (archive := chronicle.sources[id_].archive) and _lies_within(archive, text)
    }
    for one in all_evidence(chronicle):
        source = chronicle.sources.get(one.source)
        if source is None:
            continue
        if source.archive is None:
            if one.quote:
                yield problem("E218", one.at / "quote", source=one.source)
        elif not one.quote:
            yield problem("E217", one.at / "source", source=one.source)
        elif one.source in articles:
            yield from _check_quote(one, articles[one.source], f"seeds/{source.archive.file}")
            yield from _check_translation(one, chronicle, source.language)
    for event in chronicle.events.values():
        for claim in event.claims:
            yield from _check_mixture(claim, chronicle)


def all_evidence(chronicle: Chronicle) -> Iterator[Evidence]:
    """Return every piece of evidence, of events and of registers."""
    for event in chronicle.events.values():
        for claim in event.claims:
            yield from claim.evidence
    entries: tuple[Place | Series, ...] = (*chronicle.places.values(), *chronicle.series.values())
    for entry in entries:
        yield from entry.evidence


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


def check_support(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """Every field of an event that states a fact is supported by a claim, and no claim supports an absent field."""
    for event in chronicle.events.values():
        supported = {field for claim in event.claims for field in claim.supports}
        whole = event.id not in chronicle.incomplete
        for field in stated_fields(event):
            if field not in supported and whole:
                yield problem("E223", (event.at / field).on_key(), field=field)
        for claim in event.claims:
            for field in claim.supports:
                if field not in ("kind", *stated_fields(event)):
                    yield problem("E229", claim.at / "supports" / field, field=field)
        if whole:
            yield from _check_coverage(event, chronicle)


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
