"""One term has one rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from biennien.problems import Problem, problem
from biennien.text import WORD, canonical_tones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.check.context import Context
    from biennien.check.readings import Reading
    from biennien.model import Chronicle, Term

Terms: TypeAlias = "tuple[tuple[str, Term], ...]"
"""The terms of the glossary by their words in a language, the longest first."""


def terms_of(chronicle: Chronicle, language: str) -> Terms:
    """Return the terms of the glossary in a language."""
    found = [(_words(one.name[language]), one) for one in chronicle.glossary.values() if language in one.name]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def check_glossary(reading: Reading, context: Context) -> Iterator[Problem]:
    """Where our own words use a term of the glossary, every other language uses its one rendering."""
    passage = reading.passage
    terms = context.terms.get(passage.original, ())
    for pair in reading.pairs if terms and not passage.is_quote else ():
        rendered = ""
        for term in _terms_in(pair.first, terms):
            forms = (term.name.get(pair.language, ""), *term.forms.get(pair.language, ()))
            rendered = rendered or _words(pair.second)
            if forms[0] and not any(_stem(form) in rendered for form in forms):
                yield problem("W416", pair.at, term=term.name[passage.original], rendering=forms[0])


def _terms_in(text: str, terms: Terms) -> Iterator[Term]:
    """Yield the terms that a text uses, none within another."""
    words = _words(text)
    taken: list[str] = []
    for term_words, term in terms:
        if term_words in words and not any(term_words in longer for longer in taken):
            taken.append(term_words)
            yield term


def _words(text: str) -> str:
    """Return a text's words with a space before and after each, so that one contains another by whole words."""
    return " " + " ".join(WORD.findall(canonical_tones(text).casefold())) + " "


def _stem(form: str) -> str:
    """Leave the end of the last word open: an English plural is the same term."""
    return _words(form).rstrip()
