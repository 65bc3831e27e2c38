"""Names of the registers as they occur in a text: the longest name wins, whole words only.

A name counts in any Unicode form and either placement of Vietnamese tone marks (hoà, hòa), with any dash or hyphen
between its parts, but never without its marks: “Dien Bien” is not “Điện Biên”.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from biennien.text import LETTER, WORD, canonical_tones, is_composed, plain, tone_spellings, words_beginning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from biennien.model import Chronicle

REGISTERS = ("people", "places", "organisations")
# What may stand between two words of one name: white space, a dash of any kind, a point or apostrophe inside a word,
# and nothing at all where a script puts no spaces.
JOINT = re.compile(r"\s*|\s*[-‐‑–—]\s*|[.'’·]")

T = TypeVar("T")
Words: TypeAlias = tuple[str, ...]
Name: TypeAlias = tuple[Words, str, str, str]
"""A name: its words with their tone marks in the old style, it as written, and register and id of what it names."""
Bare: TypeAlias = tuple[Words, Words, str]
"""A name of several words: these as they are, these without any marks, and the name as written."""
Index: TypeAlias = "Mapping[str, Mapping[str, tuple[T, ...]]]"
"""Names by their first word and, under that, their second or nothing, in either placement of tones; longest first."""
_JOINED = rf"(?:(?=(?:{JOINT.pattern})({WORD.pattern}))|)"  # a word joined to the one found, without passing it
_ANY = re.compile(f"(?:{WORD.pattern}){_JOINED}")
_GOES_ON = re.compile(f"{LETTER}|[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: offsets in code points (end exclusive), and the entry that it names."""

    start: int
    end: int
    register: str
    id: str


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """A language’s names, equal to no others; `start` finds the words of a composed text with which one may begin."""

    index: Index[Name]
    start: re.Pattern[str]

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the names in a text, in its order, none within another."""
        return tuple(self._mentions(text))

    def _mentions(self, text: str) -> Iterator[Mention]:
        composed = is_composed(text)
        reached = 0
        for match in (self.start if composed else _ANY).finditer(text):
            by_second = self.index.get(match.group() if composed else canonical_tones(match.group()))
            if by_second is None or match.start() < reached:
                continue
            at = match.start()
            for name, written, register, id_ in _beginning(match, by_second, composed=composed):
                end = _end(name, written, text, at)
                if end:
                    reached = end
                    yield Mention(at, end, register, id_)
                    break


def _beginning(match: re.Match[str], by_second: Mapping[str, Sequence[T]], *, composed: bool) -> Sequence[T]:
    """Return what may go on with the word joined to the one found, or end with this, the longest first."""
    second = match[1] or ""
    longer, single = by_second.get(second if composed else canonical_tones(second), ()), by_second.get("", ())
    return (*longer, *single) if second and single else longer


def _end(name: Words, written: str, text: str, at: int) -> int:
    """Return where a name that begins at a word of a text ends; 0 where it is not there."""
    end = at + len(written)
    if text.startswith(written, at) and not _GOES_ON.match(text, end):
        return end  # as nearly always
    spans, words = _words_from(text, at, len(name))
    return spans[-1][1] if words == name and _joined(text, spans) else 0


def _words_from(text: str, at: int, number: int) -> tuple[list[tuple[int, int]], Words]:
    """Return the next words from `at` on, with their tone marks in the old style, and where each stands."""
    spans = [match.span() for match in islice(WORD.finditer(text, at), number)]
    return spans, tuple(canonical_tones(text[start:end]) for start, end in spans)


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    gaps = (text[end:start] for (_, end), (start, _) in pairwise(spans))
    return all(gap == " " or JOINT.fullmatch(gap) for gap in gaps)


def index_names(names: Iterable[tuple[str, str, str]]) -> Names:
    """Return the index of (name, register, id): of equal names the first; one in lower case may begin a sentence."""
    index: dict[str, dict[str, list[Name]]] = {}
    for name, register, id_ in names:
        for form in _forms(name):
            words = tuple(map(canonical_tones, WORD.findall(form)))
            _add(index, ({words[0]}, set(words[1:2])), (words, form, register, id_))
    return Names(_sorted(index, lambda one: -len(one[0])), _start(index))


def _forms(name: str) -> tuple[str, ...]:
    """Return a name in NFC as texts may have it, and the same with a capital letter; nothing for one without words."""
    composed = unicodedata.normalize("NFC", name)
    spans = [match.span() for match in WORD.finditer(composed)]
    if not spans:
        return ()
    written = composed[spans[0][0] : spans[-1][1]]
    form = written if _joined(composed, spans) else " ".join(composed[start:end] for start, end in spans)
    return tuple(dict.fromkeys((form, form[0].upper() + form[1:])))


def _add(index: dict[str, dict[str, list[T]]], words: tuple[set[str], set[str]], one: T) -> None:
    """Add something under its first word and its second, each in every spelling."""
    first, second = ({form for word in some for form in tone_spellings(word)} for some in words)
    for key, other in product(sorted(first), sorted(second) or [""]):  # in the same order in every process
        index.setdefault(key, {}).setdefault(other, []).append(one)


def _sorted(index: Mapping[str, Mapping[str, list[T]]], key: Callable[[T], Any]) -> Index[T]:
    return {
        first: {second: tuple(sorted(some, key=key)) for second, some in by_second.items()}
        for first, by_second in index.items()
    }


def _start(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(words_beginning({word[0] for word in words}) + _JOINED, re.DOTALL)


@dataclass(frozen=True, slots=True)
class BareNames:
    """Names of several words that have marks to lose; `start` is that of Names."""

    index: Index[Bare]
    start: re.Pattern[str]

    def find(self, text: str, own: Names) -> Iterator[tuple[str, int, int]]:
        """Yield (name, start, end) of names that a text, in NFC, has with the marks of one word or more left out.

        What is one of the `own` names of the text's language as it stands is none of them. A single word without
        marks may be another word, and counts only within a longer name.
        """
        reached = 0
        for match in self.start.finditer(text) if is_composed(text) else ():
            by_second, at = self.index.get(match.group()), match.start()
            if by_second is None or at < reached:
                continue
            # That a name stands there as it is written is nearly always so, and quickly said.
            some = [one for one in by_second.get(match[1] or "", ()) if not text.startswith(one[2], at)]
            name, end = _find_bare(some, text, at) if some else ((), 0)
            if end:
                reached = end
                if not any(one.start <= at and end <= one.end for one in own.find(text)):
                    yield " ".join(name), at, end


def _find_bare(names: Sequence[Bare], text: str, at: int) -> tuple[Words, int]:
    """Return the first name of which each word is its own, or that without marks, and one at least lacks some.

    With it comes its end; 0 where there is none.
    """
    spans, words = _words_from(text, at, max(len(name) for name, _, _ in names))
    for name, bare, _ in names:
        own = words[: len(name)]
        lacks_marks = len(own) == len(name) and own != name and all(map(_is_either, own, name, bare))
        if lacks_marks and _joined(text, spans[: len(name)]):
            return name, spans[len(name) - 1][1]
    return (), 0


def _is_either(word: str, name: str, bare: str) -> bool:
    return word in (name, bare)


def bare_names(all_names: Iterable[Names]) -> BareNames:
    """Return the names of every language that have marks to lose, and more than one word."""
    index: dict[str, dict[str, list[Bare]]] = {}
    for name, written in dict.fromkeys(one[:2] for names in all_names for one in _listed(names.index)):
        bare = tuple(map(plain, name))
        if len(name) > 1 and bare != name:
            _add(index, ({name[0], bare[0]}, {name[1], bare[1]}), (name, bare, written))
    return BareNames(_sorted(index, lambda one: (-len(one[0]), one)), _start(index))


def _listed(index: Index[T]) -> Iterator[T]:
    return (one for by_second in index.values() for some in by_second.values() for one in some)


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
