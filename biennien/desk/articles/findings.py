"""What an article states in figures, dates and names, each with the words that state it; nothing is concluded.

The article is cut into sentences, and those with a figure or a date give passages: quotes short enough to prove a
claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.check.quotes import LONGEST_QUOTE
from biennien.names import Mention, Names, index_names, names_of
from biennien.reading import Dating, Quantity, read_datings, read_quantities
from biennien.text import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from biennien.evidence import Article
    from biennien.locales import Locale
    from biennien.model import Chronicle, Term

OMITTED = " […] "
_FEWEST = 10  # a number without a unit, a bound or a scale word counts something from here on: “4 tỉnh” is no figure
# A full stop ends a sentence before a capital letter, but not behind an initial or a short title: “T.Ư”, “TP. Hà Nội”.
_STOP = re.compile(r"(?<!\b\w)(?<!\b[A-ZĐ]{2})[.!?…]+[”\"’)]*\s+(?=[“\"(‘]?([^\W\d_]))")
_CLAUSE = re.compile(r"(?<=[,;:])\s+")
_PRESENT = re.compile(r"[^\W\d_][\w.’'-]*")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the article's text: offsets, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the registers: where it stands, what it names, and whether it stands there without its marks."""

    start: int
    end: int
    register: str
    id: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that state figures or dates: a quote that stands in the article, its line, and what it states."""

    quote: str
    line: int
    dates: tuple[tuple[str, Dating], ...]
    """The words of each date, and the date."""
    figures: tuple[tuple[str, Quantity], ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in an article, in its order."""

    passages: tuple[Passage, ...]
    names: tuple[Name, ...]


def find_facts(article: Article, chronicle: Chronicle, locale: Locale, published: dt.date | None = None) -> Findings:
    """Return what an article in the language of `locale` states; `published` is its day of publication."""
    names = find_names(article.text, chronicle, locale.id)
    passages = tuple(
        passage for sentence in sentences(article) for passage in _passages(article, sentence, names, locale, published)
    )
    return Findings(passages, names)


def sentences(article: Article) -> Iterator[Span]:
    """Yield the sentences of an article; no sentence goes over the end of a line of the capture."""
    for start, after in zip(article.starts, (*article.starts[1:], len(article.text) + 1), strict=True):
        line = article.text[start : after - 1]
        at = 0
        for stop in _STOP.finditer(line):
            if not stop[1].isupper():
                continue
            yield Span(start + at, start + stop.start() + len(stop.group().rstrip()))
            at = stop.end()
        if line[at:].strip():
            yield Span(start + at, start + len(line))


def _passages(
    article: Article, sentence: Span, names: tuple[Name, ...], locale: Locale, published: dt.date | None
) -> Iterator[Passage]:
    """Yield the passages of a sentence: one, or where it is too long for a quote as many as it takes."""
    text = article.text[sentence.start : sentence.end]
    dates = read_datings(text, locale.grammar, published)
    figures = tuple(one for one in read_quantities(text, locale.grammar) if _counts(one))
    facts: tuple[Dating | Quantity, ...] = (*dates, *figures)
    first, last = (bisect_left(names, at, key=_start) for at in (sentence.start, sentence.end))
    here = names[first:last]
    for parts in _quotes(text, sorted({(one.start, one.end) for one in facts})):
        yield Passage(
            OMITTED.join(text[part.start : part.end] for part in parts),
            article.line_of(sentence.start + parts[0].start),
            tuple((text[one.start : one.end], one) for one in dates if _within(one, parts)),
            tuple((text[one.start : one.end], one) for one in figures if _within(one, parts)),
            tuple(one for one in here if _within(Span(one.start - sentence.start, one.end - sentence.start), parts)),
        )


def _start(name: Name) -> int:
    return name.start


def _counts(one: Quantity) -> bool:
    """Say whether a number is likely to be a figure: small ones mostly number what a sentence lists."""
    return bool(one.unit) or one.bound != "exact" or one.value >= _FEWEST or one.value % 1 != 0


def _within(one: Dating | Quantity | Span, parts: Iterable[Span]) -> bool:
    return any(part.start <= one.start and one.end <= part.end for part in parts)


def _quotes(text: str, facts: list[tuple[int, int]]) -> Iterator[tuple[Span, ...]]:
    """Yield the parts of each quote of a sentence; together the quotes hold all its facts."""
    if not facts:
        return
    if len(text) <= LONGEST_QUOTE:
        yield (Span(0, len(text)),)
        return
    clauses = tuple(_clauses(text, facts))
    holding = [at for at, one in enumerate(clauses) if any(one.start < end and start < one.end for start, end in facts)]
    group: list[int] = []
    for at in holding:
        if group and _length(clauses, [*group, at]) > LONGEST_QUOTE:
            yield _parts(text, clauses, _widened(clauses, group))
            group = []
        group.append(at)
    yield _parts(text, clauses, _widened(clauses, group))


def _clauses(text: str, facts: list[tuple[int, int]]) -> Iterator[Span]:
    """Yield the clauses of a sentence, no fact being cut; one that is too long is cut between words."""
    at = 0
    for cut in (*_CLAUSE.finditer(text), None):
        start, after = cut.span() if cut else (len(text), len(text))
        if cut and any(first < after and start < last for first, last in facts):
            continue
        yield from _shortened(text, Span(at, start), facts)
        at = after


def _shortened(text: str, clause: Span, facts: list[tuple[int, int]]) -> Iterator[Span]:
    limit = LONGEST_QUOTE // 2
    while clause.end - clause.start > LONGEST_QUOTE:
        spaces = (space.start() for space in re.finditer(" ", text[clause.start : clause.end]))
        cuts = [clause.start + at for at in spaces if not any(a <= clause.start + at < b for a, b in facts)]
        cut = next((one for one in cuts if one - clause.start >= limit), None)
        if cut is None:
            break
        yield Span(clause.start, cut)
        clause = Span(cut + 1, clause.end)
    yield clause


def _widened(clauses: tuple[Span, ...], group: list[int]) -> list[int]:
    """Return a group with as many of the clauses beside it as a quote can hold, those before it first."""
    wide = sorted(group)
    for step in (-1, 1):
        while 0 <= (at := (wide[0] if step < 0 else wide[-1]) + step) < len(clauses):
            if _length(clauses, [*wide, at]) > LONGEST_QUOTE:
                break
            wide = sorted([*wide, at])
    return wide


def _length(clauses: tuple[Span, ...], group: Iterable[int]) -> int:
    """Return the most characters that the clauses of a group can take, with what stands for those left out."""
    return sum(clauses[at].end - clauses[at].start + len(OMITTED) for at in group) - len(OMITTED)


def _parts(text: str, clauses: tuple[Span, ...], group: list[int]) -> tuple[Span, ...]:
    """Return the clauses of a group, neighbours joined, without the sign that ends the last."""
    parts: list[Span] = []
    for at in group:
        if parts and not text[parts[-1].end : clauses[at].start].strip():
            parts[-1] = Span(parts[-1].start, clauses[at].end)
        else:
            parts.append(clauses[at])
    last = text[parts[-1].start : parts[-1].end].rstrip(" ,;:")
    return (*parts[:-1], Span(parts[-1].start, parts[-1].start + len(last)))


def find_names(text: str, chronicle: Chronicle, language: str) -> tuple[Name, ...]:
    """Return the names of people, places, organisations and terms in a text in NFC: exact ones, then without marks.

    The longest wins. A name without its marks counts when each of its words begins with a capital letter as the name's
    do; it is `doubtful`.
    """
    exact = [
        Name(one.start, one.end, one.register, one.id, doubtful=False) for one in _exact(text, chronicle, language)
    ]
    taken = [(one.start, one.end) for one in exact]
    folded = _plain_names(chronicle, language).find(_plain(text))
    doubtful = (
        Name(one.start, one.end, one.register, one.id, doubtful=True)
        for one in folded
        if not any(one.start < end and start < one.end for start, end in taken)
    )
    return tuple(sorted((*exact, *doubtful), key=lambda one: one.start))


def _exact(text: str, chronicle: Chronicle, language: str) -> tuple[Mention, ...]:
    found = names_of(chronicle, language).find(text)
    taken = [(one.start, one.end) for one in found]
    terms = index_names((term.name[language], "glossary", id_) for id_, term in _terms(chronicle, language))
    more = (one for one in terms.find(text) if not any(one.start < end and start < one.end for start, end in taken))
    return (*found, *more)


def _terms(chronicle: Chronicle, language: str) -> Iterator[tuple[str, Term]]:
    return ((id_, term) for id_, term in chronicle.glossary.items() if language in term.name)


def _plain_names(chronicle: Chronicle, language: str) -> Names:
    """Return the index of names without their marks; those of one word are left out, since many words fold to them."""
    names = [
        (_plain(name), register, id_)
        for register in ("people", "places", "organisations")
        for id_, entry in getattr(chronicle, register).items()
        for name in (entry.name.get(language, ""), *entry.variants.get(language, ()))
        if len(_PRESENT.findall(name)) > 1 and all(word[0].isupper() for word in _PRESENT.findall(name))
    ]
    return index_names(names)


def _plain(text: str) -> str:
    """Return a text without marks, letter for letter, capitals kept."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    plain = fold(letter)
    if len(plain) != 1:
        return letter
    return plain.upper() if letter.isupper() and len(plain.upper()) == 1 else plain
