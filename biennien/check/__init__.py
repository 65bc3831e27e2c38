"""Rules over the whole chronicle. Each is a function from a chronicle to problems; all of them are listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.check import facts, languages, parity, prose, quotes, references, threads, translations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.locales import Locale
    from biennien.model import Chronicle
    from biennien.problems import Problem

RULES = (
    references.check_ids,
    references.check_references,
    references.check_names,
    references.check_circles,
    references.check_posts,
    quotes.check_sources,
    quotes.check_evidence,
    quotes.check_support,
    facts.check_dates,
    facts.check_corrections,
    facts.check_figures,
    facts.check_periods,
    facts.check_units,
    threads.check_steps,
    threads.check_order,
    languages.check_values,
    languages.check_names,
    languages.check_glossary,
    parity.check_spelled,
    parity.check_marks,
    parity.check_denials,
    parity.check_parts,
    parity.check_lengths,
    parity.check_endings,
    parity.check_translated,
    parity.check_renderings,
    parity.check_doubled,
    translations.check_translations,
    prose.check_citations,
    prose.check_links,
)


def check_chronicle(chronicle: Chronicle, locales: Mapping[str, Locale]) -> tuple[Problem, ...]:
    """Return what every rule finds, in the order of the rules."""
    return tuple(found for rule in RULES for found in rule(chronicle, locales))
