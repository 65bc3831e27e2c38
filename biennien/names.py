"""Names of the registers as they occur in a text: the longest name wins, whole words only.

A name counts in any Unicode form and either placement of Vietnamese tone marks (hoà, hòa), with any dash or hyphen
between its parts, but never without its marks: “Dien Bien” is not “Điện Biên”.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from biennien.text import WORD, canonical_tones, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from biennien.model import Chronicle

REGISTERS = ("people", "places", "organisations")
# What may stand between two words of one name: white space, a dash of any kind, a point or apostrophe inside a word,
# and nothing at all where a script puts no spaces.
JOINT = re.compile(r"\s*|\s*[-‐‑–—]\s*|[.'’·]")

Words: TypeAlias = tuple[str, ...]
Name: TypeAlias = tuple[Words, str, str]
"""A name: its words with their tone marks in the old style, and the register and id of the entry that it names."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: offsets in code points (end exclusive), and the entry that it names."""

    start: int
    end: int
    register: str
    id: str


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The names of one language by their first word, the longest first; each index is itself, equal to no other."""

    by_first_word: Mapping[str, tuple[Name, ...]]

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the names in a text, in its order, none within another."""
        return tuple(self._mentions(text))

    def _mentions(self, text: str) -> Iterator[Mention]:
        spans = [match.span() for match in WORD.finditer(text)]
        words = _canonical(text, spans)
        reached = 0
        for at, word in enumerate(words):
            if at < reached or word not in self.by_first_word:
                continue
            for name, register, id_ in self.by_first_word[word]:
                end = at + len(name)
                if words[at:end] == name and _joined(text, spans[at:end]):
                    yield Mention(spans[at][0], spans[end - 1][1], register, id_)
                    reached = end
                    break


def _canonical(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Return the words at these places with their tone marks in the old style."""
    if unicodedata.is_normalized("NFC", text):  # then no letter moves, and one pass does for all words
        canonical = canonical_tones(text)
        return tuple(canonical[start:end] for start, end in spans)
    return tuple(canonical_tones(text[start:end]) for start, end in spans)


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    gaps = (text[end:start] for (_, end), (start, _) in pairwise(spans))
    return all(gap == " " or JOINT.fullmatch(gap) for gap in gaps)


def index_names(names: Iterable[tuple[str, str, str]]) -> Names:
    """Return the index of (name, register, id): of equal names the first; one in lower case may begin a sentence."""
    index: dict[str, list[Name]] = {}
    for name, register, id_ in names:
        words = tuple(canonical_tones(word) for word in WORD.findall(name))
        for first in dict.fromkeys((words[0], words[0][0].upper() + words[0][1:])) if words else ():
            index.setdefault(first, []).append(((first, *words[1:]), register, id_))
    return Names({first: tuple(sorted(found, key=lambda one: -len(one[0]))) for first, found in index.items()})


@dataclass(frozen=True, slots=True)
class BareNames:
    """Names of several words by their first word without its marks: each as it is, and without any."""

    by_first_word: Mapping[str, tuple[tuple[Words, Words], ...]]

    def find(self, text: str, own: Names) -> Iterator[tuple[str, int, int]]:
        """Yield (name, start, end) of names that a text, in NFC, has with the marks of one word or more left out.

        What is one of the `own` names of the text's language as it stands is none of them. A single word without
        marks may be another word, and counts only within a longer name.
        """
        folded = plain(text)
        spans = [match.span() for match in WORD.finditer(folded)] if len(folded) == len(text) else []
        words = tuple(folded[start:end] for start, end in spans)
        reached = 0
        for at, word in enumerate(words):
            for name, bare in self.by_first_word.get(word, ()) if at >= reached else ():
                place = spans[at : at + len(name)]
                if words[at : at + len(name)] == bare and _stands_bare(name, bare, text, place):
                    start, reached = place[0][0], at + len(name)
                    if not any(one.start <= start and place[-1][1] <= one.end for one in own.find(text)):
                        yield " ".join(name), start, place[-1][1]
                    break


def _stands_bare(name: Words, bare: Words, text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether each word is the name's, or that without marks, and one at least lacks some."""
    if tuple(text[start:end] for start, end in spans) == name:  # as nearly always
        return False
    words = _canonical(text, spans)
    either = (word in pair for word, pair in zip(words, zip(name, bare, strict=True), strict=True))
    return words != name and all(either) and _joined(text, spans)


def bare_names(all_names: Iterable[Names]) -> BareNames:
    """Return the names of every language that have marks to lose, and more than one word."""
    index: dict[str, set[tuple[Words, Words]]] = {}
    for name in (name for names in all_names for some in names.by_first_word.values() for name, _, _ in some):
        bare = tuple(map(plain, name))
        if len(name) > 1 and bare != name:
            index.setdefault(bare[0], set()).add((name, bare))
    return BareNames({first: tuple(sorted(some, key=lambda one: (-len(one[0]), one))) for first, some in index.items()})


def names_of(chronicle: Chronicle, language: str) -> Names:
    """Return the names, with their variants, of all people, places and organisations.

    Each side of a pair across the border names the pair, unless an entry has that name for its own.
    """
    return index_names((*_own_names(chronicle, language), *_other_names(chronicle, language)))


def _own_names(chronicle: Chronicle, language: str) -> Iterator[tuple[str, str, str]]:
    for register in REGISTERS:
        for id_, entry in getattr(chronicle, register).items():
            if language in entry.name:
                yield entry.name[language], register, id_


def _other_names(chronicle: Chronicle, language: str) -> Iterator[tuple[str, str, str]]:
    for register in REGISTERS:
        for id_, entry in getattr(chronicle, register).items():
            sides = getattr(entry, "sides", ())
            yield from ((side.name[language], register, id_) for side in sides if language in side.name)
            for one in (entry, *sides):
                yield from ((variant, register, id_) for variant in one.variants.get(language, ()))


def every_name(register: str, entry: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 - an entry of any register
    """Return every name of an entry with the tag of its language: the site's languages, others, then variants."""
    if register == "events":
        return tuple(_tagged(entry.title))
    if register == "sources":
        own = ((entry.title, entry.language),) if entry.title else ()
        return (*_tagged(entry.label), *own, *_tagged(entry.title_translation))
    bodies = (entry, *getattr(entry, "sides", ()))
    names = [name for body in bodies for name in (*_tagged(body.name), *_tagged(getattr(body, "also", {})))]
    variants = (
        (variant, language)
        for body in bodies
        for language, some in getattr(body, "variants", {}).items()
        for variant in some
    )
    return tuple(dict.fromkeys((*names, *variants)))


def _tagged(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, language) for language, name in names.items())
