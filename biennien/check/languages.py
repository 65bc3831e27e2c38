"""The languages say the same: the same numbers, dates and names, and one term has one rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.check.passages import Passage, own_passages, passages
from biennien.names import names_of
from biennien.problems import Problem, problem
from biennien.prose import CITATION
from biennien.reading import Day, Grammar, read_values, read_words
from biennien.text import WORD, canonical_tones

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from biennien.locales import Locale
    from biennien.model import Chronicle, Term
    from biennien.names import Names


def check_values(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """Dates and numbers are the same in every language; a number in digits may be a word in the other."""
    for passage in passages(chronicle):
        yield from compare_values(passage, locales)


def compare_values(passage: Passage, locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """Yield what differs in the dates and numbers of one passage, where its languages have a grammar."""
    for language, first, text in passage.pairs():
        if not all(one in locales and locales[one].grammar.known for one in (language, passage.original)):
            continue
        original = CITATION.sub("", first), locales[passage.original].grammar
        version = CITATION.sub("", text), locales[language].grammar
        there, here = read_values(*original), read_values(*version)
        if here.dates != there.dates:
            days = [[_day(day) for day in values.dates.elements()] for values in (there, here)]
            yield _difference("E412", passage, language, *days)
        missing = _unspelled(there.numbers - here.numbers, *version)
        added = _unspelled(here.numbers - there.numbers, *original)
        if missing or added:
            yield _difference("E411", passage, language, missing, added)


def _unspelled(numbers: Counter[Decimal], text: str, grammar: Grammar) -> list[str]:
    """Return the numbers that a text does not have in words, each word standing for one of them."""
    return [f"{number:f}" for number in (numbers - read_words(text, grammar)).elements()] if numbers else []


def _day(day: Day) -> str:
    return "-".join(f"{part:02}" if part is not None else "?" for part in day)


def _difference(code: str, passage: Passage, language: str, there: list[str], here: list[str]) -> Problem:
    only_there = list(there)
    only_here = []
    for one in here:
        if one in only_there:
            only_there.remove(one)
        else:
            only_here.append(one)
    return problem(
        code,
        passage.at / language,
        language=language,
        original=passage.original,
        missing=", ".join(only_there) or "—",
        added=", ".join(only_here) or "—",
    )


def check_names(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """The same people, places and organisations are named in every language."""
    names = {language: names_of(chronicle, language) for language in chronicle.languages}
    for passage in own_passages(chronicle):
        yield from compare_names(passage, names)


def compare_names(passage: Passage, names: Mapping[str, Names]) -> Iterator[Problem]:
    """Yield what differs in the names of one passage, `names` being those of each language."""
    for language, first, text in passage.pairs():
        if passage.original not in names:
            continue
        there = {(one.register, one.id): first[one.start : one.end] for one in names[passage.original].find(first)}
        here = {(one.register, one.id): text[one.start : one.end] for one in names[language].find(text)}
        missing = [name for entry, name in there.items() if entry not in here]
        added = [name for entry, name in here.items() if entry not in there]
        if missing or added:
            yield _difference("E413", passage, language, missing, added)


def check_glossary(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """Where the original uses a term of the glossary, every other language uses its one rendering."""
    terms = {language: terms_of(chronicle, language) for language in chronicle.languages}
    for passage in own_passages(chronicle):
        yield from compare_terms(passage, terms.get(passage.original, ()))


def terms_of(chronicle: Chronicle, language: str) -> tuple[tuple[str, Term], ...]:
    """Return the terms of the glossary by their words in a language, the longest first."""
    found = [(_words(one.name[language]), one) for one in chronicle.glossary.values() if language in one.name]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def compare_terms(passage: Passage, terms: Iterable[tuple[str, Term]]) -> Iterator[Problem]:
    """Yield the terms of one passage whose rendering its other languages lack, `terms` being the original's."""
    for language, first, text in passage.pairs():
        original, rendered = _words(first), _words(text)
        taken: list[str] = []
        for term_words, term in terms:
            if term_words not in original or any(term_words in longer for longer in taken):
                continue
            taken.append(term_words)
            forms = (term.name.get(language, ""), *term.forms.get(language, ()))
            if forms[0] and not any(_stem(form) in rendered for form in forms):
                yield problem("W416", passage.at / language, term=term.name[passage.original], rendering=forms[0])


def _words(text: str) -> str:
    """Return a text's words with a space before and after each, so that one contains another by whole words."""
    return " " + " ".join(WORD.findall(canonical_tones(text).casefold())) + " "


def _stem(form: str) -> str:
    """Leave the end of the last word open: an English plural is the same term."""
    return _words(form).rstrip()
