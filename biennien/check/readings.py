"""Passages as the rules read them: each text once for all rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from biennien.check.passages import Passage, event_passages, quote_passages, register_passages
from biennien.evidence import OMISSION
from biennien.problems import At, Problem
from biennien.prose import CITATION
from biennien.reading import spoken_words
from biennien.text import normal, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.check.context import Context
    from biennien.messages import Words
    from biennien.model import Event

TARGET = re.compile(r"\((?<=\]\()(?:<[^<>\n]*>|[^()\s]+)\)")
TARGET_OR_ADDRESS = re.compile(rf"{TARGET.pattern}|https?://[^\s)>]*[^\s)>.,;:?!]")


class Sentence(NamedTuple):
    """A sentence beside its original, each in NFC and on one line, and where it stands."""

    original: str
    text: str
    at: At


class Own(NamedTuple):
    """A text of ours: its language, it in NFC, and its words without case."""

    language: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A text beside its original, as written (`first`, `second`) and bare (`original`, `text`).

    Bare, blanks stand for citations, targets of links and marks of omission. `words` are those of each, without case;
    `counts` are their numbers of sentences;
    there are `sentences` where these are alike. It is `known` when both languages are.
    """

    passage: Passage
    language: str
    first: str
    second: str
    original: str
    text: str
    words: tuple[frozenset[str], frozenset[str]]
    counts: tuple[int, int]
    sentences: tuple[Sentence, ...]
    known: bool

    @property
    def at(self) -> At:
        """Where the text stands."""
        return self.passage.at / self.language

    def report(self, code: str, at: At, /, also: Iterable[tuple[At, Words]] = (), **values: Words) -> Problem:
        """Return a problem of the two languages, which its message names."""
        languages = {"original": self.passage.original, "language": self.language}
        return Problem(code, at, {**languages, **values}, also=tuple(also))


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as the rules read it: its own texts (all but the quote, whose slips are its own), and its pairs.

    `turn` orders what is the same in several places, the first of which is shown: our words in events are 0, quotes
    there 1, registers 2.
    """

    passage: Passage
    turn: int
    own: tuple[Own, ...]
    pairs: tuple[Pair, ...]

    @property
    def known(self) -> Iterator[Pair]:
        """The pairs of languages whose ways of saying things are known."""
        return (pair for pair in self.pairs if pair.known)


def read_event(event: Event, context: Context) -> tuple[Reading, ...]:
    """Return the texts of an event: our own, then the quotes with their translations."""
    own = (read_passage(passage, context) for passage in event_passages(event))
    evidence = (one for claim in event.claims for one in claim.evidence)
    return (*own, *(read_passage(passage, context, 1) for passage in quote_passages(evidence, context.registers)))


def read_registers(context: Context) -> tuple[Reading, ...]:
    """Return the texts of the registers and of the settings."""
    return tuple(read_passage(passage, context, 2) for passage in register_passages(context.registers))


def read_passage(passage: Passage, context: Context, turn: int = 0) -> Reading:
    """Return a passage as the rules read it."""
    words = {language: spoken_words(normalize("NFC", text)) for language, text in passage.text.items()}
    own = tuple(Own(language, text, words[language]) for language, text in passage.own())
    return Reading(passage, turn, own, tuple(_pairs(passage, words, context.known)))


def _pairs(passage: Passage, words: Mapping[str, tuple[str, ...]], known: frozenset[str]) -> Iterator[Pair]:
    read = {language: _read(text, words[language]) for language, text in passage.text.items()}
    for language, original, text in passage.pairs():
        first, second = read[passage.original], read[language]
        counts = len(first.spans), len(second.spans)
        yield Pair(
            passage,
            language,
            original,
            text,
            first.bare,
            second.bare,
            words=(first.words, second.words),
            counts=counts,
            sentences=tuple(_sentences(first, second, passage.at / language)) if counts[0] == counts[1] else (),
            known=language in known and passage.original in known,
        )


class _Read(NamedTuple):
    bare: str
    words: frozenset[str]
    spans: tuple[tuple[int, int], ...]


def _read(text: str, words: Iterable[str]) -> _Read:
    bare = _bare(text)
    return _Read(bare, frozenset(words), sentences(bare))


def _sentences(first: _Read, second: _Read, at: At) -> Iterator[Sentence]:
    for there, here in zip(first.spans, second.spans, strict=True):
        yield Sentence(normal(first.bare[slice(*there)]), normal(second.bare[slice(*here)]), at.within(*here))


def _bare(text: str) -> str:
    """Return a text with what is no prose blotted out, so that every offset stays."""
    if "://" in text or "](" in text:
        text = (TARGET_OR_ADDRESS if "://" in text else TARGET).sub(_blot, text)
    if "[^" in text:
        text = CITATION.sub(_blot, text)
    return OMISSION.sub(_blot, text) if "[…" in text or "[.." in text else text


def _blot(match: re.Match[str]) -> str:
    return " " * len(match.group())
