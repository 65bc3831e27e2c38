"""What one entry alone leads to."""

from __future__ import annotations

from pathlib import Path

from biennien.evidence import read_articles
from biennien.load import load
from biennien.names import names_of
from biennien.traces import trace_event, trace_registers

TINY = Path(__file__).with_name("tiny")


def test_an_event_leads_to_what_its_claims_name_and_to_lines() -> None:
    """Claims go by their number; who makes one comes before whom it names."""
    chronicle, _ = load(TINY)
    assert chronicle is not None
    event = chronicle.events["festival-2030"]
    names = {language: names_of(chronicle, language) for language in chronicle.languages}
    traces = trace_event(event, chronicle, names, read_articles(chronicle))
    ids = {entry: [event.claims[number].id for number in numbers] for entry, numbers in traces.named.items()}
    assert ids["people", "mister-turtle"] == ["rafts"]
    assert ids["people", "madam-dragonfly"] == ["rafts", "honey", "ask-gate"]
    first = event.claims[0].evidence[0]
    assert traces.lines[first.source, first.quote] == 3


def test_registers_lead_to_the_lines_of_their_quotes() -> None:
    """A place whose fields rest on a quote has its line as an event’s has."""
    chronicle, _ = load(TINY)
    assert chronicle is not None
    traces = trace_registers(chronicle, read_articles(chronicle))
    assert not traces.named
    one = chronicle.places["leaf-mushroom"].evidence[0]
    assert traces.lines[one.source, one.quote] == 7
