"""Words that say not, and words that stand twice."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biennien.reading.grammar import Grammar

_TWICE = re.compile(r"([^\W\d_](?<!\w.)[^\W\d_]*+)\s++\1\b", re.IGNORECASE | re.DOTALL)


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
