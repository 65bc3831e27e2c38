"""Rules over the whole chronicle, all of them listed here, each by what it has to see."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from biennien.check import facts, languages, parity, prose, quotes, references, terms, threads, translations
from biennien.check.context import read_context
from biennien.check.readings import read_event, read_registers
from biennien.check.rules import Findings, Rule, find
from biennien.crew import share_out
from biennien.traces import REST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from biennien.check.context import Context
    from biennien.locales import Locale
    from biennien.model import Chronicle, Event
    from biennien.problems import Problem, Problems

RULES = (
    Rule(event=references.check_ids),
    Rule(event=references.check_references, registers=references.check_registers),
    Rule(registers=references.check_names),
    Rule(events=references.check_circles, registers=references.check_places),
    Rule(event=references.check_participants, registers=references.check_posts),
    Rule(registers=quotes.check_sources),
    Rule(event=quotes.check_evidence, registers=quotes.check_registers),
    Rule(event=quotes.check_support),
    Rule(event=facts.check_dates),
    Rule(event=facts.check_corrections),
    Rule(event=facts.check_figures),
    Rule(event=facts.check_periods),
    Rule(registers=facts.check_units),
    Rule(event=threads.check_steps, events=threads.check_threads),
    Rule(events=threads.check_order),
    Rule(event_text=languages.check_values),
    Rule(event_text=languages.check_names),
    Rule(event_text=terms.check_glossary),
    Rule(text=parity.check_spelled),
    Rule(text=parity.check_marks),
    Rule(text=parity.check_denials),
    Rule(text=parity.check_parts),
    Rule(fact=parity.read_lengths, facts=parity.check_lengths),
    Rule(text=parity.check_endings),
    Rule(text=parity.check_translated),
    Rule(fact=parity.read_renderings, facts=parity.check_renderings),
    Rule(text=parity.check_doubled),
    Rule(event=translations.check_event, registers=translations.check_registers),
    Rule(event=prose.check_citations),
    Rule(event=prose.check_links, registers=prose.check_about),
)


def check_chronicle(chronicle: Chronicle, locales: Mapping[str, Locale]) -> tuple[Problem, ...]:
    """Return what every rule finds, in the order of the rules."""
    return tuple(found for some in check_by_rule(chronicle, locales) for found in some)


def check_by_rule(chronicle: Chronicle, locales: Mapping[str, Locale]) -> tuple[Problems, ...]:
    """Return what each rule finds, in the order of the rules."""
    return compare(list(check_entries(chronicle, read_context(chronicle, locales)).values()), chronicle)


def check_entries(
    chronicle: Chronicle, context: Context, known: Mapping[str, Findings] | None = None, hands: int = 1
) -> dict[str, Findings]:
    """Return what the rules find in each event alone, by its id, and last, under REST, in the registers and settings.

    What is `known` is taken over; up to `hands` processes check the other events.
    """
    known = known or {}
    new = [event for id_, event in chronicle.events.items() if id_ not in known]
    found = zip((event.id for event in new), share_out(new, partial(check_event, context=context), hands), strict=True)
    by_id = {**known, **dict(found)}
    rest = known[REST] if REST in known else check_registers(context)
    return {**{id_: by_id[id_] for id_ in chronicle.events}, REST: rest}


def check_event(event: Event, context: Context) -> Findings:
    """Return what the rules find in an event alone: nothing of it depends on any other."""
    return find(RULES, read_event(event, context), context, event)


def check_registers(context: Context) -> Findings:
    """Return what the rules find in the registers and the settings."""
    return find(RULES, read_registers(context), context)


def compare(found: Sequence[Findings], chronicle: Chronicle) -> tuple[Problems, ...]:
    """Return what each rule finds: in every entry alone, as `found`, and in the entries beside each other."""
    alone: list[list[Problem]] = [[] for _ in RULES]
    for one in found:
        for place, some in one.problems.items():
            alone[place] += some
    return tuple((*alone[place], *_compared(rule, place, found, chronicle)) for place, rule in enumerate(RULES))


def _compared(rule: Rule, place: int, found: Sequence[Findings], chronicle: Chronicle) -> Iterable[Problem]:
    if rule.events:
        yield from rule.events(chronicle)
    if rule.facts:
        yield from rule.facts([fact for one in found for fact in one.facts.get(place, ())])
