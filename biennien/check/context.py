"""What the rules know besides the entry that they look at: the registers, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from biennien.check.glossary import terms_of
from biennien.evidence import read_articles
from biennien.names import bare_names, names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.check.glossary import Terms
    from biennien.evidence import Article
    from biennien.locales import Locale
    from biennien.model import Chronicle
    from biennien.names import BareNames, Names


@dataclass(frozen=True, slots=True)
class Context:
    """What may be known of the chronicle by a rule that looks at one entry of it.

    `registers` is the chronicle without its events, of which it has only the ids; `known` are the languages whose
    ways of saying things have a grammar. Names and terms are those of each language, articles those of each source.
    """

    registers: Chronicle
    locales: Mapping[str, Locale]
    known: frozenset[str]
    names: Mapping[str, Names]
    bare: BareNames
    terms: Mapping[str, Terms]
    articles: Mapping[str, Article]


def read_context(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Context:
    """Return what the rules know besides the entry that they look at."""
    names = {language: names_of(chronicle, language) for language in chronicle.languages}
    return Context(
        registers=replace(chronicle, events={}),
        locales=locales,
        known=frozenset(id_ for id_, locale in locales.items() if locale.grammar.known),
        names=names,
        bare=bare_names(names.values()),
        terms={language: terms_of(chronicle, language) for language in chronicle.languages},
        articles=read_articles(chronicle),
    )
