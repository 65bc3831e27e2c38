"""The terms of the glossary as they occur in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from biennien.text import WORD, canonical_tones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Chronicle, Term

Terms: TypeAlias = "tuple[tuple[str, Term], ...]"
"""The terms of the glossary by their words in a language, the longest first."""


def terms_of(chronicle: Chronicle, language: str) -> Terms:
    """Return the terms of the glossary in a language."""
    found = [(words_of(one.name[language]), one) for one in chronicle.glossary.values() if language in one.name]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def terms_in(text: str, terms: Terms) -> Iterator[Term]:
    """Yield the terms that a text uses, none within another."""
    words = words_of(text)
    taken: list[str] = []
    for term_words, term in terms:
        if term_words in words and not any(term_words in longer for longer in taken):
            taken.append(term_words)
            yield term


def words_of(text: str) -> str:
    """Return a text's words with a space before and after each, so that one contains another by whole words."""
    return " " + " ".join(WORD.findall(canonical_tones(text).casefold())) + " "


def stem_of(form: str) -> str:
    """Leave the end of the last word open: an English plural is the same term."""
    return words_of(form).rstrip()
