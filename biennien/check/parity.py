"""The languages are built alike: what one says and the other does not is asked about, since it may be meant.

All of these are warnings: a good translation may do what a bad one does. `allow` in an entry keeps one silent.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from operator import eq
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from biennien.messages import phrase
from biennien.problems import At, Problem, problem
from biennien.reading import (
    caseless,
    doubled_words,
    may_count,
    may_deny,
    may_say_not,
    read_denials,
    read_values,
    read_words,
)
from biennien.text import WORD, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from biennien.check.context import Context
    from biennien.check.readings import Pair, Reading
    from biennien.names import Names
    from biennien.reading import Grammar

PARAGRAPH = re.compile(r"\n[ \t]*\n")
SHORTEST = 60  # characters from which on a text’s length says something
ENOUGH = 12  # texts from which a usual length is known
UNUSUAL = 2.0  # times longer or shorter than usual
PHRASE = 4  # words that are alike, or translated in two ways, by more than chance
SIGNS = {"…": ".", "。": ".", "！": "!", "？": "?", "：": ":", "；": ";", "，": ","}


def check_spelled(reading: Reading, context: Context) -> Iterator[Problem]:
    """A number in words has its like in the other language, in words or digits."""
    for pair in reading.known:
        there, here = context.locales[pair.passage.original].grammar, context.locales[pair.language].grammar
        original, version = (pair.original, there), (pair.text, here)
        missing = _unlike(original, version) if may_count(pair.words[0], there) else ""
        added = _unlike(version, original) if may_count(pair.words[1], here) else ""
        if missing or added:
            yield pair.report("W420", pair.at, missing=missing or "—", added=added or "—")


def _unlike(one: tuple[str, Grammar], other: tuple[str, Grammar]) -> str:
    """Return the numbers that one text surely has in words, and the other neither in words nor in digits."""
    said = read_words(*one, sure=True)
    unlike = said - read_words(*other) - read_values(*other).numbers if said else said
    return ", ".join(f"{number:f}" for number in unlike.elements())


def check_marks(reading: Reading, context: Context) -> Iterator[Problem]:
    """A name of the registers keeps its marks, in every language."""
    for language, text, _ in reading.own:
        for name, start, end in context.bare.find(text, context.names[language]) if language in context.names else ():
            at = reading.passage.within(language, text, start, end)
            yield problem("W421", at, written=text[start:end], name=name)


def check_denials(reading: Reading, context: Context) -> Iterator[Problem]:
    """What one language denies the other does not state."""
    for pair in reading.known:
        there, here = context.locales[pair.passage.original].grammar, context.locales[pair.language].grammar
        either = may_say_not(pair.words[0], there) or may_say_not(pair.words[1], here)
        for first, second, at in pair.sentences if either else ():
            sides = ((first, there, second, here, pair.passage.original), (second, here, first, there, pair.language))
            for text, grammar, other, its_grammar, denying in sides:
                words = read_denials(text, grammar)
                if words and not may_deny(other, its_grammar):
                    yield pair.report("W422", at, denying=denying, words=", ".join(words))


def check_parts(reading: Reading, _context: Context) -> Iterator[Problem]:
    """Both languages have as many paragraphs, and as many sentences."""
    for pair in reading.known:
        for code, counts in (("W423", _paragraphs(pair)), ("W424", pair.counts)):
            if counts[0] != counts[1]:
                yield pair.report(code, pair.at, there=str(counts[0]), here=str(counts[1]))
                break


def _paragraphs(pair: Pair) -> tuple[int, int]:
    there, here = (len(PARAGRAPH.split(text.strip())) for text in (pair.original, pair.text))
    return there, here


class Length(NamedTuple):
    """How many times longer than its original a text is, in characters, and where it stands."""

    languages: tuple[str, str]
    times: float
    at: At


def read_lengths(reading: Reading, _context: Context) -> Iterator[Length]:
    """Return the lengths of texts that are long enough to be compared."""
    for pair in reading.pairs:
        if max(len(pair.original), len(pair.text)) >= SHORTEST:
            yield Length((pair.passage.original, pair.language), len(pair.text) / len(pair.original), pair.at)


def check_lengths(lengths: Sequence[Length]) -> Iterator[Problem]:
    """No text is far shorter or longer beside its original than is usual between the two languages."""
    groups: dict[tuple[str, str], list[Length]] = {}
    for one in lengths:
        groups.setdefault(one.languages, []).append(one)
    for (original, language), some in groups.items():
        usual = median([one.times for one in some])
        for one in some if len(some) >= ENOUGH else ():
            share = one.times / usual
            if not 1 / UNUSUAL <= share <= UNUSUAL:
                yield problem("W425", one.at, original=original, language=language, percent=f"{share:.0%}")


def check_endings(reading: Reading, _context: Context) -> Iterator[Problem]:
    """Both languages end with the same sign, or with none."""
    for pair in reading.known:
        there, here = _ending(pair.original), _ending(pair.text)
        if there != here:
            signs = [f"“{sign}”" if sign else phrase("no_sign") for sign in (there, here)]
            yield pair.report("W426", pair.at, there=signs[0], here=signs[1])


def _ending(text: str) -> str:
    """Return the sign that ends a text, under the quotation marks and brackets that close after it."""
    last = text.rstrip("\"'”’)]»）」』 \t\n")[-1:]
    last = SIGNS.get(last, last)
    return last if last in tuple(".!?:;,") else ""


def check_translated(reading: Reading, context: Context) -> Iterator[Problem]:
    """A sentence is not the same in two languages, but for names and numbers."""
    for pair in reading.pairs:
        for first, second, at in pair.sentences:
            if first == second and _own_words(second, context.names.get(pair.language)) >= PHRASE:
                yield pair.report("W427", at)


def _own_words(text: str, names: Names | None) -> int:
    """Return how many words of a text are neither numbers nor part of a name."""
    spans = [(one.start, one.end) for one in names.find(text)] if names else []
    words = [match for match in WORD.finditer(text) if not match.group().isdigit()]
    return sum(not any(start <= word.start() < end for start, end in spans) for word in words)


class Rendering(NamedTuple):
    """A sentence and its translation, by fingerprints of how they read aloud, and where the translation stands.

    The fingerprint of a sentence is also that of the two languages.
    """

    turn: int
    sentence: str
    rendered: str
    original: str
    language: str
    at: At


def read_renderings(reading: Reading, _context: Context) -> Iterator[Rendering]:
    """Return how the sentences of a text are translated."""
    for pair in reading.pairs:
        original, language = pair.passage.original, pair.language
        for first, second, at in pair.sentences:
            if sum(1 for _ in islice(WORD.finditer(first), PHRASE)) == PHRASE:
                said = fingerprint(original, language, _words(first), size=16)
                yield Rendering(reading.turn, said, fingerprint(_words(second), size=16), original, language, at)


def check_renderings(renderings: Sequence[Rendering]) -> Iterator[Problem]:
    """A sentence that stands in two places is translated in one way."""
    seen: dict[str, str] = {}
    unlike = {one.sentence for one in renderings if seen.setdefault(one.sentence, one.rendered) != one.rendered}
    first: dict[str, Rendering] = {}
    for one in sorted((one for one in renderings if one.sentence in unlike), key=lambda one: one.turn):
        if first.setdefault(one.sentence, one).rendered != one.rendered:
            also = ((first[one.sentence].at, phrase("first_here")),)
            yield problem("W428", one.at, original=one.original, language=one.language, also=also)


def _words(text: str) -> str:
    """Return a text as it reads aloud: without the signs at its ends, and without a capital at its beginning."""
    words = text.strip(".…;,:“”\"' ")
    return words[:1].lower() + words[1:]


def check_doubled(reading: Reading, context: Context) -> Iterator[Problem]:
    """No word stands twice in a row where the language never has it twice; a quote's slips are its own."""
    for language, text, words in reading.own:
        twice = language in context.locales and any(map(eq, words, words[1:])) and _may_double(text, words)
        grammar = context.locales[language].grammar if twice else None
        for start, end in doubled_words(text, grammar) if grammar else ():
            at = reading.passage.within(language, text, start, end)
            yield problem("W429", at, word=text[start:end].split()[0])


def _may_double(text: str, words: Sequence[str]) -> bool:
    """Say whether white space alone may stand between two words that are alike, unlike in `[topic](topic:…)`."""
    twice = {one for one, other in pairwise(words) if one == other}
    return re.search(rf"({'|'.join(twice)})\s+\1", caseless(text)) is not None
