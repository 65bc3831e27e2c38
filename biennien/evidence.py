"""Find a quote in the article part of an archived capture, and when it is not there, the passage most like it.

Quote and article are compared in Unicode form NFC with every run of white space as one space; nothing else is forgiven.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.text import normal

if TYPE_CHECKING:
    from biennien.model import Archive

OMISSION = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")


@dataclass(frozen=True, slots=True)
class Article:
    """The article part of a capture: its words on one line, and the capture's line that each stands on."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def line_of(self, offset: int) -> int:
        """Return the line of the capture, counted from 1, on which the code point at `offset` of the text stands."""
        from bisect import bisect_right

        return self.lines[bisect_right(self.starts, offset) - 1] if self.lines else 1


def read_article(capture: str, archive: Archive) -> Article:
    """Return the article part, lines `begins` to `ends`, of a capture."""
    text, starts, lines = "", [], []
    for number, line in enumerate(capture.split("\n")[archive.begins - 1 : archive.ends], archive.begins):
        words = normal(line)
        if words:
            text += " " if text else ""
            starts.append(len(text))
            lines.append(number)
            text += words
    return Article(text, tuple(starts), tuple(lines))


@dataclass(frozen=True, slots=True)
class Found:
    """Where the parts of a quote stand in the article's text: (start, end), end exclusive."""

    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of a quote that is not in the article, and what is most like it.

    `part` is the part's offsets in the quote; `likeness` is 0 to 1; `changes` pairs the article's words with the quote's.
    """

    part: tuple[int, int]
    nearest: str
    line: int
    likeness: float
    changes: tuple[tuple[str, str], ...]


def find(quote: str, article: Article) -> Found | Missing:
    """Return where a quote stands, its parts (divided by `[…]`) in order, or what is missing."""
    spans: list[tuple[int, int]] = []
    reached = 0
    for start, end in quote_parts(quote):
        words = normal(quote[start:end])
        at = article.text.find(words, reached)
        if at < 0:
            return _missing((start, end), words, article)
        reached = at + len(words)
        spans.append((at, reached))
    return Found(tuple(spans))


def quote_parts(quote: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets of the parts of a quote between its omission marks."""
    edges = [0, *(edge for mark in OMISSION.finditer(quote) for edge in mark.span()), len(quote)]
    return tuple((start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if quote[start:end].strip())


def _missing(part: tuple[int, int], words: str, article: Article) -> Missing:
    nearest, at = _nearest(words, article.text)
    likeness = difflib.SequenceMatcher(None, words, nearest, autojunk=False).ratio()
    return Missing(part, nearest, article.line_of(at), likeness, _changes(nearest, words))


def _nearest(words: str, text: str) -> tuple[str, int]:
    """Return the passage of as many words that shares most with `words`: a coarse pass by words, a fine one by letters."""
    wanted = words.split()
    tokens = [(match.group(), match.start()) for match in re.finditer(r"\S+", text)]
    length = min(len(wanted), len(tokens))
    if not length:
        return "", 0
    counts: dict[str, int] = {}
    for word in wanted:
        counts[word] = counts.get(word, 0) + 1
    windows = range(len(tokens) - length + 1)
    shared = {start: _shared(tokens[start : start + length], counts) for start in windows}
    best = sorted(windows, key=lambda start: (-shared[start], start))[:12]
    passages = [(_passage(text, tokens, start, length), tokens[start][1]) for start in best]
    return max(passages, key=lambda one: difflib.SequenceMatcher(None, words, one[0], autojunk=False).ratio())


def _shared(window: list[tuple[str, int]], counts: dict[str, int]) -> int:
    left = dict(counts)
    total = 0
    for word, _ in window:
        if left.get(word, 0) > 0:
            left[word] -= 1
            total += 1
    return total


def _passage(text: str, tokens: list[tuple[str, int]], start: int, length: int) -> str:
    last, at = tokens[start + length - 1]
    return text[tokens[start][1] : at + len(last)]


def _changes(archive: str, quote: str) -> tuple[tuple[str, str], ...]:
    was, now = archive.split(), quote.split()
    codes = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return tuple((" ".join(was[a:b]), " ".join(now[c:d])) for tag, a, b, c, d in codes if tag != "equal")
