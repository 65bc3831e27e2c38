"""What was found in an article, as YAML for a person to finish: a source record and an entry.

Nothing is summed up and nothing is concluded. What the article states stands there with its words as the quote; what it
takes a person to say is TODO; the other languages are left out, for `translate`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from biennien.desk.draft import comment, scalar
from biennien.desk.schema import field_help, modeline
from biennien.fields import TO_DO
from biennien.model import CLAIM_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.desk.articles.findings import Findings, Name, Passage
    from biennien.desk.articles.page import Page
    from biennien.model import Chronicle
    from biennien.reading import Dating, Quantity

YEARS = {
    "stated": "",
    "published": ", counted from the day of publication",
    "context": ", the year from the same sentence",
}
"""Where the year of a date is from, as a comment says it."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Article:
    """What an entry is made from: its source's id and language, its page, and what was found in it."""

    source: str
    language: str
    page: Page
    findings: Findings
    opening: str
    """A quote of its first sentence, for an article that states no figure and no date."""


def draft_source(id_: str, page: Page, file: str, language: str) -> str:
    """Return the record of a source; every line is what the capture states, for a person to confirm."""
    fields = {
        "title": page.title,
        "publisher": page.publisher,
        "credited": page.credited,
        "published_text": page.published_text,
    }
    people = {"authors": page.authors, "photographers": page.photographers}
    archive = f"{{file: {file}, begins: {page.begins}, ends: {page.ends}}}"
    return (
        f"# Read from the capture by build.py import: compare each line with it.\n{id_}:\n"
        + "".join(f"  {key}: {scalar(text)}\n" for key, text in fields.items() if text)
        + "".join(f"  {key}: [{', '.join(map(scalar, names))}]\n" for key, names in people.items() if names)
        + (f"  published: {page.published}\n" if page.published else "")
        + f"  label: {{{language}: {TO_DO}}}\n  language: {language}\n  archive: {archive}\n"
    )


def event_day(article: Article) -> Dating | None:
    """Return the first day that an article gives, other than that of its publication; the entry is put there."""
    datings = (
        dating
        for passage in article.findings.passages
        if article.page.published_text not in passage.quote or not article.page.published_text
        for _, dating in passage.dates
    )
    return next((one for one in datings if _DAY.fullmatch(one.edtf)), None)


def draft_entry(article: Article, chronicle: Chronicle, today: str = "") -> str:
    """Return the YAML of an event for what an article states; `today` is taken for the day of its publication."""
    language, day = article.language, event_day(article)
    titled = f"  # printed: {comment(article.page.title)}" if article.page.title else ""
    dated = f"{day.edtf}  # to confirm: the first day in the article{YEARS[day.year]}" if day else TO_DO
    return (
        f"{modeline('event')}"
        f"# Begun by build.py import: each quote is the article's; nothing else is anybody's word yet.\n"
        f"# Write over each TODO, join claims or take them out, confirm what is marked; check names what is left.\n"
        f"# A claim is one of: {', '.join(CLAIM_KINDS)}.\n"
        f"title: {{{language}: {TO_DO}}}{titled}\n"
        f"kind: {TO_DO}  # {', '.join(chronicle.kinds)}\n"
        f"date: {dated}\n"
        f"coverage: reported  # or mentioned\n"
        f"original: {language}\n"
        f"{''.join(_named(article.findings.names, chronicle, language))}"
        f"summary:\n  {language}: {TO_DO}  # two or three sentences, each resting on claims: [^{_id(0)}]\n"
        f"claims:\n{''.join(_claims(article, chronicle))}"
        f"{''.join(_participants(article))}{''.join(_figures(article, chronicle))}"
        + (f"added: {today}  # {field_help('Event', 'added')}\n" if today else "")
    )


def _id(number: int) -> str:
    return f"claim-{number + 1}"


def _named(names: tuple[Name, ...], chronicle: Chronicle, language: str) -> Iterator[str]:
    """Yield comments with the entries that the article names, by register, the most often named first."""
    keyed = sorted(names, key=lambda one: (one.register, one.doubtful))
    for (register, doubtful), found in groupby(keyed, key=lambda one: (one.register, one.doubtful)):
        ids = [one.id for one in found]
        ranked = sorted(dict.fromkeys(ids), key=lambda id_: -ids.count(id_))
        shown = ", ".join(f"{id_} ({_name(chronicle, register, id_, language)}, {ids.count(id_)}×)" for id_ in ranked)
        yield f"# {register} named{' without their marks, to confirm' if doubtful else ''}: {shown}\n"
    yield "# series, host, place, part_of, topics: to add where a claim supports them\n"


def _name(chronicle: Chronicle, register: str, id_: str, language: str) -> str:
    names: Mapping[str, str] = getattr(chronicle, register)[id_].name
    return names.get(language, id_)


def _claims(article: Article, chronicle: Chronicle) -> Iterator[str]:
    passages = article.findings.passages
    day = event_day(article)
    for number, passage in enumerate(passages):
        supports = "    supports: [date]\n" if day in [dating for _, dating in passage.dates] else ""
        yield _claim(article, number, passage.quote, supports) + "".join(_stated(passage, chronicle, article.language))
    if not passages:
        yield _claim(article, 0, article.opening, "")


def _claim(article: Article, number: int, quote: str, supports: str) -> str:
    return (
        f"  - id: {_id(number)}\n    kind: {TO_DO}\n{supports}"
        f"    {article.language}: {TO_DO}\n    evidence:\n"
        f"      - source: {article.source}\n        quote: {scalar(quote)}\n"
    )


def _stated(passage: Passage, chronicle: Chronicle, language: str) -> Iterator[str]:
    """Yield comments with what the words of a claim state."""
    stated = [
        f"“{words}” is {one.edtf or 'of an unknown year'}{YEARS.get(one.year, '')}" for words, one in passage.dates
    ]
    stated += [f"“{words}” is {_told(one)}" for words, one in passage.figures]
    yield f"    # line {passage.line}, to confirm: {'; '.join(stated)}\n"
    names = dict.fromkeys((one.register, one.id, one.doubtful) for one in passage.names if one.register != "glossary")
    if names:
        told = (f"{id_} ({_name(chronicle, register, id_, language)}{'?' * doubt})" for register, id_, doubt in names)
        yield f"    # names: {', '.join(told)}\n"


def _told(one: Quantity) -> str:
    bound = "" if one.bound == "exact" else f"{one.bound} "
    return f"{bound}{one.value:f} {one.unit or one.noun}"


def _participants(article: Article) -> Iterator[str]:
    people = dict.fromkeys(one.id for one in article.findings.names if one.register == "people" and not one.doubtful)
    if people:
        yield "participants:  # people whom the article names: take out those who were not there\n"
    for id_ in people:
        with_them = (
            number
            for number, passage in enumerate(article.findings.passages)
            if id_ in [name.id for name in passage.names]
        )
        yield f"  - {{who: {id_}, role: {TO_DO}, claim: {_id(next(with_them, 0))}}}\n"


def _figures(article: Article, chronicle: Chronicle) -> Iterator[str]:
    found = [
        (_id(number), words, one, passage)
        for number, passage in enumerate(article.findings.passages)
        for words, one in passage.figures
        if one.unit
    ]
    if found:
        yield "figures:  # numbers with a unit: choose what each of them counts\n"
    for number, (claim, words, one, passage) in enumerate(found, 1):
        bound = "" if one.bound == "exact" else f", bound: {one.bound}"
        measures = ", ".join(_measures(chronicle, one.unit)) or f"none in {one.unit} yet"
        yield (
            f"  - {{id: figure-{number}, measure: {TO_DO}, value: {one.value:f}{bound}, period: {_period(passage)}, "
            f"claim: {claim}}}  # “{words}”; measures: {measures}\n"
        )


def _measures(chronicle: Chronicle, unit: str) -> Iterable[str]:
    return (id_ for id_, measure in chronicle.measures.items() if measure.unit == unit)


def _period(passage: Passage) -> str:
    """Return the only time that the words of a figure give; a person says which it is where there are several."""
    times = {dating.edtf for _, dating in passage.dates if dating.edtf}
    return times.pop() if len(times) == 1 else TO_DO
