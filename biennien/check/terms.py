"""One term has one rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.check.glossary import stem_of, terms_in, words_of
from biennien.problems import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.check.context import Context
    from biennien.check.readings import Reading


def check_glossary(reading: Reading, context: Context) -> Iterator[Problem]:
    """Where our own words use a term of the glossary, every other language uses its one rendering."""
    passage = reading.passage
    terms = context.terms.get(passage.original, ())
    for pair in reading.pairs if terms and not passage.is_quote else ():
        rendered = ""
        for term in terms_in(pair.first, terms):
            forms = (term.name.get(pair.language, ""), *term.forms.get(pair.language, ()))
            rendered = rendered or words_of(pair.second)
            if forms[0] and not any(stem_of(form) in rendered for form in forms):
                yield problem("W416", pair.at, term=term.name[passage.original], rendering=forms[0])
