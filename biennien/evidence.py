"""Find a quote in the article part of an archived capture, and when it is not there, the passage most like it.

Quote and article are compared in Unicode form NFC with every run of white space as one space; nothing else is forgiven.
A quote holds whole words and whole numbers: “2 tỷ” does not stand in “7,2 tỷ”.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.text import WORD, normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Archive, Chronicle

OMISSION = re.compile(r"(?:(?<!\s)\s++)?\[(?:…|\.\.\.)\]\s*")
_WITHIN_NUMBER = re.compile(r"(?<=\d[.,])\d|(?<=\d)[.,]\d")
_OPENING, _CLOSING = re.compile(r"\W*"), re.compile(r"\W*$")
_CANDIDATES = 12  # passages that share the most words with a quote, to be compared letter by letter


@dataclass(frozen=True, slots=True)
class Article:
    """The article part of a capture: its words on one line, and the capture's line that each stands on."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def line_of(self, offset: int) -> int:
        """Return the line of the capture, counted from 1, on which the code point at `offset` of the text stands."""
        return self.lines[bisect_right(self.starts, offset) - 1] if self.lines else 1


def read_article(capture: str, archive: Archive) -> Article:
    """Return the article part, lines `begins` to `ends`, of a capture."""
    found: list[tuple[int, str]] = []
    starts, length = [], 0
    for number, line in enumerate(capture.split("\n")[archive.begins - 1 : archive.ends], archive.begins):
        words = normal(line)
        if words:
            starts.append(length)
            found.append((number, words))
            length += len(words) + 1
    return Article(" ".join(words for _, words in found), tuple(starts), tuple(number for number, _ in found))


def lies_within(archive: Archive, capture: str) -> bool:
    """Say whether the article part lies within its capture."""
    return archive.begins <= archive.ends <= count_lines(capture)


def count_lines(capture: str) -> int:
    """Return how many lines a capture has."""
    return capture.removesuffix("\n").count("\n") + 1


def read_articles(chronicle: Chronicle) -> dict[str, Article]:
    """Return the article part of every capture that has one, by its source."""
    return {
        id_: read_article(text, archive)
        for id_, text in chronicle.articles.items()
        if (archive := chronicle.sources[id_].archive) and lies_within(archive, text)
    }


@dataclass(frozen=True, slots=True)
class Found:
    """Where the parts of a quote stand in the article's text: (start, end), end exclusive."""

    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of a quote that is not in the article, and what is most like it.

    `part` is the part's offsets in the quote; `likeness` is 0 to 1; `changes` pairs the article's words with those of
    the quote.
    """

    part: tuple[int, int]
    nearest: str
    line: int
    likeness: float
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A part of a quote that is in the article, but not behind the part before it: offsets in the quote, its line."""

    part: tuple[int, int]
    line: int


def find(quote: str, article: Article) -> Found | Missing | Misplaced:
    """Return where a quote stands, its parts (divided by `[…]`) in order and as close as can be, or what is wrong.

    A quote that is nothing but `[…]` is missing as a whole.
    """
    parts = quote_parts(quote) or ((0, len(quote)),)
    words = tuple(normal(quote[start:end]) for start, end in parts)
    for part, one in zip(parts, words, strict=True):
        if _place(one, article.text, 0) < 0:
            return _missing(part, one, article)
    chains = tuple(_chain(words, article.text, at) for at in _places(words[0], article.text))
    longest = max(map(len, chains))
    if longest < len(words):
        return Misplaced(parts[longest], article.line_of(_place(words[longest], article.text, 0)))
    whole = (spans for spans in chains if len(spans) == longest)
    return Found(min(whole, key=lambda spans: spans[-1][1] - spans[0][0]))


def _chain(words: tuple[str, ...], text: str, at: int) -> tuple[tuple[int, int], ...]:
    """Return where the parts of a quote stand, the first at `at` and each next to the one before, until one fails."""
    spans: list[tuple[int, int]] = []
    for one in words:
        at = _place(one, text, at)
        if at < 0:
            break
        spans.append((at, at + len(one)))
        at += len(one)
    return tuple(spans)


def _places(words: str, text: str) -> Iterator[int]:
    at = _place(words, text, 0)
    while at >= 0:
        yield at
        at = _place(words, text, at + 1)


def _place(words: str, text: str, reached: int) -> int:
    """Return where `words` stand in the text from `reached` on, cutting no word and no number; -1 for nowhere."""
    at = text.find(words, reached)
    while at >= 0 and (_cuts(text, at) or _cuts(text, at + len(words))):
        at = text.find(words, at + 1)
    return at


def _cuts(text: str, at: int) -> bool:
    """Say whether a place is within a word or a number."""
    return bool((at and WORD.fullmatch(text, at - 1, at + 1)) or _WITHIN_NUMBER.match(text, at)) and at < len(text)


def quote_parts(quote: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets of the parts of a quote between its omission marks."""
    edges = [0, *(edge for mark in OMISSION.finditer(quote) for edge in mark.span()), len(quote)]
    return tuple((start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if quote[start:end].strip())


def _missing(part: tuple[int, int], words: str, article: Article) -> Missing:
    nearest, at = _nearest(words, article.text)
    return Missing(part, nearest, article.line_of(at), _likeness(words, nearest), _changes(nearest, words))


def _nearest(words: str, text: str) -> tuple[str, int]:
    """Return the passage of as many words that is most like `words`: a coarse pass by words, a fine one by letters."""
    tokens = [match.span() for match in re.finditer(r"\S+", text)]
    wanted = words.split()
    length = min(len(wanted), len(tokens))
    if not length:
        return "", 0
    shared = _shared([text[start:end] for start, end in tokens], wanted, length)
    best = sorted(range(len(shared)), key=lambda window: (-shared[window], window))[:_CANDIDATES]
    spans = [(tokens[first][0], tokens[first + length - 1][1]) for first in best]
    start, end = _trimmed(words, text, *max(spans, key=lambda span: _likeness(words, text[slice(*span)])))
    return text[start:end], start


def _trimmed(words: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return a passage without the signs at its ends that go on beyond those of the quote: they are no difference."""
    opening, closing = _signs(words)
    before, after = _signs(text[start:end])
    if before.endswith(opening):
        start += len(before) - len(opening)
    if after.startswith(closing):
        end -= len(after) - len(closing)
    return start, max(start, end)


def _signs(text: str) -> tuple[str, str]:
    """Return what stands before the first letter or digit of a text, and after the last."""
    return _OPENING.match(text).group(), _CLOSING.search(text).group()  # type: ignore[union-attr]  # both match nothing


def _shared(tokens: list[str], wanted: list[str], length: int) -> list[int]:
    """Return for every window of `length` tokens how many of the wanted words it holds."""
    missing = Counter(wanted)
    shared, counts = 0, []
    for place, token in enumerate(tokens):
        shared += missing[token] > 0
        missing[token] -= 1
        if place >= length:
            left = tokens[place - length]
            missing[left] += 1
            shared -= missing[left] > 0
        if place >= length - 1:
            counts.append(shared)
    return counts


def _likeness(words: str, passage: str) -> float:
    return difflib.SequenceMatcher(None, words, passage, autojunk=False).ratio()


def _changes(archive: str, quote: str) -> tuple[tuple[str, str], ...]:
    was, now = archive.split(), quote.split()
    codes = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return tuple((" ".join(was[a:b]), " ".join(now[c:d])) for tag, a, b, c, d in codes if tag != "equal")
