"""The languages are built alike: what one says and the other does not is asked about, since it may be meant.

All of these are warnings: a good translation may do what a bad one does. `allow` in an entry keeps one silent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from biennien.check.passages import Passage, every_passage
from biennien.evidence import OMISSION
from biennien.messages import phrase
from biennien.names import bare_names, names_of
from biennien.problems import At, Problem, problem
from biennien.prose import CITATION
from biennien.reading import doubled_words, may_deny, read_denials, read_values, read_words
from biennien.text import WORD, normal, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.locales import Locale
    from biennien.messages import Words
    from biennien.model import Chronicle
    from biennien.names import Names
    from biennien.reading import Grammar

TARGET = re.compile(r"(?<=\])\((?:<[^<>\n]*>|[^()\s]+)\)|https?://[^\s)>]*[^\s)>.,;:?!]")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
SHORTEST = 60  # characters from which on a text’s length says something
ENOUGH = 12  # texts from which a usual length is known
UNUSUAL = 2.0  # times longer or shorter than usual
PHRASE = 4  # words that are alike, or translated in two ways, by more than chance
SIGNS = {"…": ".", "。": ".", "！": "!", "？": "?", "：": ":", "；": ";", "，": ","}


@dataclass(frozen=True, slots=True)
class Pair:
    """A text beside its original; blanks stand for citations, targets of links and marks of omission."""

    passage: Passage
    language: str
    original: str
    text: str

    @property
    def at(self) -> At:
        """Where the text stands."""
        return self.passage.at / self.language

    def report(self, code: str, at: At, /, also: Iterable[tuple[At, Words]] = (), **values: Words) -> Problem:
        """Return a problem of the two languages, which its message names."""
        languages = {"original": self.passage.original, "language": self.language}
        return Problem(code, at, {**languages, **values}, also=tuple(also))

    def sentences(self) -> Iterator[tuple[str, str, At]]:
        """Return each sentence with its original and its place; none where they can't be told apart alike."""
        there, here = sentences(self.original), sentences(self.text)
        if len(there) == len(here):
            for first, second in zip(there, here, strict=True):
                yield self.original[slice(*first)], self.text[slice(*second)], self.at.within(*second)


def _pairs(chronicle: Chronicle) -> Iterator[Pair]:
    for passage in every_passage(chronicle):
        for language, first, text in passage.pairs():
            yield Pair(passage, language, _bare(first), _bare(text))


def _bare(text: str) -> str:
    """Return a text with what is no prose blotted out, so that every offset stays."""
    if "[" not in text and "://" not in text:  # most texts, and every check asks
        return text
    return OMISSION.sub(_blot, CITATION.sub(_blot, TARGET.sub(_blot, text)))


def _blot(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _known_pairs(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Iterator[Pair]:
    """Return the pairs of languages whose ways of saying things are known."""
    for pair in _pairs(chronicle):
        if all(one in locales and locales[one].grammar.known for one in (pair.language, pair.passage.original)):
            yield pair


def check_spelled(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """A number in words has its like in the other language, in words or digits."""
    for pair in _known_pairs(chronicle, locales):
        original = pair.original, locales[pair.passage.original].grammar
        version = pair.text, locales[pair.language].grammar
        missing, added = _unlike(original, version), _unlike(version, original)
        if missing or added:
            yield pair.report("W420", pair.at, missing=missing or "—", added=added or "—")


def _unlike(one: tuple[str, Grammar], other: tuple[str, Grammar]) -> str:
    """Return the numbers that one text surely has in words, and the other neither in words nor in digits."""
    said = read_words(*one, sure=True)
    unlike = said - read_words(*other) - read_values(*other).numbers if said else said
    return ", ".join(f"{number:f}" for number in unlike.elements())


def check_marks(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """A name of the registers keeps its marks, in every language."""
    names = {language: names_of(chronicle, language) for language in chronicle.languages}
    bare = bare_names(names.values())
    for passage in every_passage(chronicle):
        for language, text in passage.own():
            for name, start, end in bare.find(text, names[language]) if language in names else ():
                at = passage.within(language, text, start, end)
                yield problem("W421", at, written=text[start:end], name=name)


def check_denials(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """What one language denies the other does not state."""
    for pair in _known_pairs(chronicle, locales):
        there, here = locales[pair.passage.original].grammar, locales[pair.language].grammar
        for first, second, at in pair.sentences():
            sides = ((first, there, second, here, pair.passage.original), (second, here, first, there, pair.language))
            for text, grammar, other, its_grammar, denying in sides:
                words = read_denials(text, grammar)
                if words and not may_deny(other, its_grammar):
                    yield pair.report("W422", at, denying=denying, words=", ".join(words))


def check_parts(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """Both languages have as many paragraphs, and as many sentences."""
    for pair in _known_pairs(chronicle, locales):
        for code, counted in (("W423", _paragraphs), ("W424", lambda text: len(sentences(text)))):
            there, here = counted(pair.original), counted(pair.text)
            if there != here:
                yield pair.report(code, pair.at, there=str(there), here=str(here))
                break


def _paragraphs(text: str) -> int:
    return len(PARAGRAPH.split(text.strip()))


def check_lengths(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """No text is far shorter or longer beside its original than is usual between the two languages."""
    by_languages: defaultdict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in _pairs(chronicle):
        if max(len(pair.original), len(pair.text)) >= SHORTEST:
            by_languages[pair.passage.original, pair.language].append(pair)
    for pairs in by_languages.values():
        usual = median(len(pair.text) / len(pair.original) for pair in pairs)
        for pair in pairs if len(pairs) >= ENOUGH else ():
            share = len(pair.text) / len(pair.original) / usual
            if not 1 / UNUSUAL <= share <= UNUSUAL:
                yield pair.report("W425", pair.at, percent=f"{share:.0%}")


def check_endings(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """Both languages end with the same sign, or with none."""
    for pair in _known_pairs(chronicle, locales):
        there, here = _ending(pair.original), _ending(pair.text)
        if there != here:
            signs = [f"“{sign}”" if sign else phrase("no_sign") for sign in (there, here)]
            yield pair.report("W426", pair.at, there=signs[0], here=signs[1])


def _ending(text: str) -> str:
    """Return the sign that ends a text, under the quotation marks and brackets that close after it."""
    last = text.rstrip("\"'”’)]»）」』 \t\n")[-1:]
    last = SIGNS.get(last, last)
    return last if last in tuple(".!?:;,") else ""


def check_translated(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """A sentence is not the same in two languages, but for names and numbers."""
    names = {language: names_of(chronicle, language) for language in chronicle.languages}
    for pair in _pairs(chronicle):
        for first, second, at in pair.sentences():
            if normal(first) == normal(second) and _own_words(second, names.get(pair.language)) >= PHRASE:
                yield pair.report("W427", at)


def _own_words(text: str, names: Names | None) -> int:
    """Return how many words of a text are neither numbers nor part of a name."""
    spans = [(one.start, one.end) for one in names.find(text)] if names else []
    words = [match for match in WORD.finditer(text) if not match.group().isdigit()]
    return sum(not any(start <= word.start() < end for start, end in spans) for word in words)


def check_renderings(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """A sentence that stands in two places is translated in one way."""
    seen: dict[tuple[str, str, str], tuple[str, At]] = {}
    for pair in _pairs(chronicle):
        for first, second, at in pair.sentences():
            key = pair.passage.original, pair.language, _words(first)
            if len(WORD.findall(first)) < PHRASE:
                continue
            other, there = seen.setdefault(key, (_words(second), at))
            if other != _words(second):
                yield pair.report("W428", at, also=((there, phrase("first_here")),))


def _words(text: str) -> str:
    """Return a text as it reads aloud: without the signs at its ends, and without a capital at its beginning."""
    words = normal(text).strip(".…;,:“”\"' ")
    return words[:1].lower() + words[1:]


def check_doubled(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """No word stands twice in a row where the language never has it twice; a quote's slips are its own."""
    for passage in every_passage(chronicle):
        for language, text in passage.own():
            grammar = locales[language].grammar if language in locales else None
            for start, end in doubled_words(text, grammar) if grammar else ():
                at = passage.within(language, text, start, end)
                yield problem("W429", at, word=text[start:end].split()[0])
