"""Words that say not, words that stand twice, and which words a text has at all."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from biennien.reading.grammar import caseless

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from biennien.reading.grammar import Grammar

_WORDS = re.compile(r"\w+")
_TWICE = re.compile(r"([^\W\d_](?<!\w.)[^\W\d_]*+)\s++\1\b", re.IGNORECASE | re.DOTALL)


def spoken_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in NFC, without case: runs of letters and digits, as patterns see them."""
    return tuple(_WORDS.findall(caseless(text)))


def may_count(words: AbstractSet[str], grammar: Grammar) -> bool:
    """Say whether a text of these words may have a number in words that is sure to be one."""
    return grammar.counting is None or not grammar.counting.isdisjoint(words)


def may_say_not(words: AbstractSet[str], grammar: Grammar) -> bool:
    """Say whether a text of these words may have one that says not."""
    return grammar.denial.signs is None or not grammar.denial.signs.isdisjoint(words)


def read_denials(text: str, grammar: Grammar) -> tuple[str, ...]:
    """Return the words of a text that say not."""
    rest = grammar.denial.asides.sub(" ", unicodedata.normalize("NFC", text).replace("'", "’"))
    return tuple(match.group() for match in grammar.denial.words.finditer(rest))


def may_deny(text: str, grammar: Grammar) -> bool:
    """Say whether a text says not, or something that comes to it: lacks, unknown."""
    return bool(read_denials(text, grammar) or grammar.denial.hints.search(unicodedata.normalize("NFC", text)))


def doubled_words(text: str, grammar: Grammar) -> tuple[tuple[int, int], ...]:
    """Return where in an NFC text a word stands twice in a row by mistake: offsets of both, end exclusive."""
    if not grammar.doubling.known:
        return ()
    slips, meant = grammar.doubling.slips, grammar.doubling.meant
    found = ((match.span(), match[1].lower()) for match in _TWICE.finditer(text))
    return tuple(span for span, word in found if (word in slips if slips else word not in meant))
