"""What a rule is: a check, by what it has to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from biennien.traces import trace_event, trace_registers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from biennien.check.context import Context
    from biennien.check.readings import Reading
    from biennien.model import Chronicle, Event
    from biennien.problems import Problem, Problems
    from biennien.traces import Traces


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check, in as many parts as it has things to look at. Each part is a pure function that yields problems.

    What one entry is asked alone: `event` sees an event, `registers` all registers and settings, `text` one text in its
    languages wherever it stands, `event_text` one of an event. With the context, which knows no events, they say the
    same of an entry until it or a register changes.
    What entries are compared by: `events` sees the whole chronicle, and compares fields that need no reading. `fact`
    yields the small values (texts, numbers, places) to which a text comes down, and `facts` compares all of these.
    """

    event: Callable[[Event, Context], Iterable[Problem]] | None = None
    registers: Callable[[Context], Iterable[Problem]] | None = None
    text: Callable[[Reading, Context], Iterable[Problem]] | None = None
    event_text: Callable[[Reading, Context], Iterable[Problem]] | None = None
    events: Callable[[Chronicle], Iterable[Problem]] | None = None
    fact: Callable[[Reading, Context], Iterable[Any]] | None = None
    facts: Callable[[Sequence[Any]], Iterable[Problem]] | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules find in one entry alone, and the facts it is compared by: both by the rule's place in the list.

    With these goes what the entry leads to, which pages are planned by, and which asks the same of the context.
    """

    problems: Mapping[int, Problems]
    facts: Mapping[int, tuple[Any, ...]]
    traces: Traces


def find(rules: Iterable[Rule], texts: Sequence[Reading], context: Context, event: Event | None = None) -> Findings:
    """Return what rules find in an event with these texts; without one, in the registers."""
    problems: dict[int, Problems] = {}
    facts: dict[int, tuple[Any, ...]] = {}
    for place, rule in enumerate(rules):
        if found := (*_of_entry(rule, context, event), *_of_texts(rule, texts, context, event)):
            problems[place] = found
        if rule.fact and (told := tuple(fact for text in texts for fact in rule.fact(text, context))):
            facts[place] = told
    return Findings(problems, facts, _trace(context, event))


def _trace(context: Context, event: Event | None) -> Traces:
    if event is None:
        return trace_registers(context.registers, context.articles)
    return trace_event(event, context.registers, context.names, context.articles)


def _of_entry(rule: Rule, context: Context, event: Event | None) -> Iterable[Problem]:
    if event is None:
        return rule.registers(context) if rule.registers else ()
    return rule.event(event, context) if rule.event else ()


def _of_texts(rule: Rule, texts: Sequence[Reading], context: Context, event: Event | None) -> Iterable[Problem]:
    ask = rule.text or (rule.event_text if event else None)
    return (found for text in texts for found in ask(text, context)) if ask else ()
