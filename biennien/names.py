"""Names of the registers as they occur in a text: the longest name wins, whole words only.

A name counts in any Unicode form and either placement of Vietnamese tone marks (hoà, hòa), with any dash or hyphen
between its parts, but never without its marks: “Dien Bien” is not “Điện Biên”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.text import canonical_tones

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.model import Chronicle

REGISTERS = ("people", "places", "organisations")
WORD = re.compile(r"\w+")
# What may stand between two words of one name: white space, a dash of any kind, or a point or apostrophe inside a word.
JOINT = re.compile(r"\s+|\s*[-‐‑–—]\s*|[.'’]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: offsets in code points (end exclusive), and the entry that it names."""

    start: int
    end: int
    register: str
    id: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one language, by their first word, the longest first: (all words, register, id)."""

    by_first_word: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the names in a text, in its order, none within another."""
        return tuple(self._mentions(text))

    def _mentions(self, text: str) -> Iterator[Mention]:
        words = [(canonical_tones(match.group()), *match.span()) for match in WORD.finditer(text)]
        at = 0
        while at < len(words):
            length, register, id_ = self._name_at(words, at, text)
            if length:
                yield Mention(words[at][1], words[at + length - 1][2], register, id_)
            at += length or 1

    def _name_at(self, words: list[tuple[str, int, int]], at: int, text: str) -> tuple[int, str, str]:
        for name, register, id_ in self.by_first_word.get(words[at][0], ()):
            window = words[at : at + len(name)]
            if tuple(word for word, _, _ in window) == name and _joined(window, text):
                return len(name), register, id_
        return 0, "", ""


def _joined(window: list[tuple[str, int, int]], text: str) -> bool:
    gaps = (text[end:start] for (_, _, end), (_, start, _) in zip(window, window[1:], strict=False))
    return all(JOINT.fullmatch(gap) for gap in gaps)


def index_names(names: Iterable[tuple[str, str, str]]) -> Names:
    """Return the index of (name, register, id); a name in lower case may also begin a sentence."""
    index: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for name, register, id_ in names:
        words = tuple(canonical_tones(word) for word in WORD.findall(name))
        for first in {words[0], words[0][0].upper() + words[0][1:]} if words else ():
            index.setdefault(first, []).append(((first, *words[1:]), register, id_))
    return Names({first: tuple(sorted(found, key=lambda one: -len(one[0]))) for first, found in index.items()})


def names_of(chronicle: Chronicle, language: str) -> Names:
    """Return the names, with their variants, of all people, places and organisations.

    Each side of a pair across the border names the pair.
    """
    return index_names(_names(chronicle, language))


def _names(chronicle: Chronicle, language: str) -> Iterator[tuple[str, str, str]]:
    for register in REGISTERS:
        for id_, entry in getattr(chronicle, register).items():
            named = (entry, *getattr(entry, "sides", ()))
            for one in named:
                if language in one.name:
                    yield one.name[language], register, id_
                yield from ((variant, register, id_) for variant in one.variants.get(language, ()))
