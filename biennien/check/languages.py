"""The languages say the same: the same numbers, dates and names."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from biennien.prose import CITATION
from biennien.reading import Day, Grammar, may_have_values, read_values, read_words

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from decimal import Decimal

    from biennien.check.context import Context
    from biennien.check.readings import Pair, Reading
    from biennien.problems import Problem


def check_values(reading: Reading, context: Context) -> Iterator[Problem]:
    """Dates and numbers are the same in every language; a number in digits may be a word in the other."""
    for pair in reading.known:
        original = _without_citations(pair.first), context.locales[pair.passage.original].grammar
        version = _without_citations(pair.second), context.locales[pair.language].grammar
        if not may_have_values(*original) and not may_have_values(*version):
            continue
        there, here = read_values(*original), read_values(*version)
        if here.dates != there.dates:
            days = [[_day(day) for day in values.dates.elements()] for values in (there, here)]
            yield _difference("E412", pair, *days)
        missing = _unspelled(there.numbers - here.numbers, *version)
        added = _unspelled(here.numbers - there.numbers, *original)
        if missing or added:
            yield _difference("E411", pair, missing, added)


def _without_citations(text: str) -> str:
    return normalize("NFC", CITATION.sub("", text) if "[^" in text else text)


def _unspelled(numbers: Counter[Decimal], text: str, grammar: Grammar) -> list[str]:
    """Return the numbers that a text does not have in words, each word standing for one of them."""
    return [f"{number:f}" for number in (numbers - read_words(text, grammar)).elements()] if numbers else []


def _day(day: Day) -> str:
    return "-".join(f"{part:02}" if part is not None else "?" for part in day)


def _difference(code: str, pair: Pair, there: list[str], here: list[str]) -> Problem:
    only_there = list(there)
    only_here = []
    for one in here:
        if one in only_there:
            only_there.remove(one)
        else:
            only_here.append(one)
    return pair.report(code, pair.at, missing=", ".join(only_there) or "—", added=", ".join(only_here) or "—")


def check_names(reading: Reading, context: Context) -> Iterator[Problem]:
    """The same people, places and organisations are named in every language of our own words."""
    names, original = context.names, reading.passage.original
    for pair in reading.pairs if original in names and not reading.passage.is_quote else ():
        there = {(one.register, one.id): pair.first[one.start : one.end] for one in names[original].find(pair.first)}
        found = names[pair.language].find(pair.second)
        here = {(one.register, one.id): pair.second[one.start : one.end] for one in found}
        missing = [name for entry, name in there.items() if entry not in here]
        added = [name for entry, name in here.items() if entry not in there]
        if missing or added:
            yield _difference("E413", pair, missing, added)
