"""The plan of a site: its pages and addresses, how one leads to another, and what belongs together."""

from __future__ import annotations

import posixpath
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien.load import load
from biennien.site import SECTIONS, Page, Site, address_of, plan_site
from biennien.traces import REST, Traces, trace_event

TINY = Path(__file__).with_name("tiny")


@pytest.fixture(scope="module")
def site() -> Site:
    """The plan of the tiny chronicle."""
    chronicle, problems = load(TINY)
    assert problems == ()
    assert chronicle is not None
    return plan_site(chronicle)


def addresses() -> st.SearchStrategy[str]:
    """Addresses, deep and shallow, some in folders whose names begin alike."""
    part = st.sampled_from(["vi", "v", "events", "event", "index", "a"])
    return st.lists(part, max_size=4).map(lambda folders: "/".join([*folders, "index.html"]))


@given(addresses(), addresses())
def test_a_page_leads_to_another_by_the_shortest_way(here: str, there: str) -> None:
    """The relative address is that of POSIX."""
    wanted = posixpath.relpath(there, posixpath.dirname(here) or ".")
    assert Page("x", "", "", here).to(there) == wanted
    assert Page("x", "", "", here).to(f"{there}#c-a") == (f"{wanted}#c-a" if here != there else "#c-a")


def test_a_page_leads_to_itself_by_its_name() -> None:
    """An empty address would reload the page in some places and not in others."""
    assert Page("x", "", "vi", "vi/index.html").to("vi/index.html") == "index.html"


def test_every_entry_has_a_page_in_every_language(site: Site) -> None:
    """Every register too, and no address is given twice."""
    chronicle = site.chronicle
    pages = {page.address for page in site.pages}
    assert len(pages) == len(site.pages)
    for language in chronicle.languages:
        for register in SECTIONS:
            assert all(address_of(language, register, id_) in pages for id_ in getattr(chronicle, register))
        assert {f"{language}/{name}.html" for name in ("index", "about", "figures")} <= pages
    assert {"index.html", "404.html"} <= pages


def test_addresses_are_in_ascii_and_lower_case(site: Site) -> None:
    """So that every disk and every host keeps them apart."""
    assert all(page.address.isascii() and page.address == page.address.lower() for page in site.pages)


def test_languages_have_the_same_pages(site: Site) -> None:
    """What is left of an address without its language is the same in all."""
    by_language = {
        language: [page.address.partition("/")[2] for page in site.pages if page.language == language]
        for language in site.chronicle.languages
    }
    first, *others = by_language.values()
    assert all(first == other for other in others)


def test_events_are_in_the_order_of_time_and_the_undated_apart(site: Site) -> None:
    """An event that is only known to lie before a day stands among the undated."""
    relations = site.relations
    assert [event.id for event in relations.dated] == ["festival-2030", "council-2"]
    assert [event.id for event in relations.undated] == ["gate-opening", "forgotten-festival"]
    assert relations.events == (*relations.dated, *relations.undated)


def test_what_belongs_together_is_found(site: Site) -> None:
    """Parts, series, topics, people and figures each lead to their events."""
    relations = site.relations
    assert [event.id for event in relations.parts["festival-2030"]] == ["council-2"]
    assert [event.id for event in relations.by_series["raft-festivals"]] == ["festival-2030"]
    assert [event.id for event in relations.by_topic["rafts"]] == ["festival-2030", "forgotten-festival"]
    assert [event.id for event, _ in relations.presences["mister-turtle"]] == ["festival-2030"]
    assert [figure.id for _, figure in relations.figures["honey"]] == ["honey"]
    assert [claim.id for _, claim in relations.by_source["mushroom-post"]] == ["agreed", "once", "wish"]
    assert [step.status for _, step in relations.steps["open-gate"]] == ["requested", "agreed", "pilot"]


def test_a_claim_concerns_whom_it_names_and_who_makes_it(site: Site) -> None:
    """Names are found by their variants and sides too, in the language that was written first."""
    mentions = {entry: [claim.id for _, claim in claims] for entry, claims in site.relations.mentions.items()}
    assert mentions["people", "mister-turtle"] == ["rafts", "wish"]
    assert mentions["people", "madam-dragonfly"] == ["rafts", "honey", "ask-gate"]
    assert mentions["places", "leaf-mushroom"] == ["honey", "ask-gate", "agreed", "opened"]
    assert mentions["organisations", "river-board"] == ["agreed"]


def test_a_quote_has_its_line_in_the_capture(site: Site) -> None:
    """A quote of several parts stands where its first part begins; without an archive there is no line."""
    lines = {
        claim.id: [site.line_of(one) for one in claim.evidence]
        for event in site.relations.events
        for claim in event.claims
    }
    assert lines == {
        "held": [3], "rafts": [5], "honey": [7], "ask-gate": [8], "signed": [8],
        "agreed": [1], "opened": [None], "once": [3], "wish": [4],
    }  # fmt: skip
    assert site.line_of(site.chronicle.places["leaf-mushroom"].evidence[0]) == 7


def test_what_is_known_of_an_event_is_not_looked_for_again(site: Site) -> None:
    """With the traces of all events and of the registers, the plan is the same; with others, it says what they say."""
    chronicle, names = site.chronicle, site.names
    traces = {id_: trace_event(event, chronicle, names, {}) for id_, event in chronicle.events.items()}
    known = plan_site(chronicle, names, {**traces, REST: Traces(lines=site.lines)})
    assert (known.relations, known.lines) == (site.relations, site.lines)
    nothing = plan_site(chronicle, names, dict.fromkeys((*chronicle.events, REST), Traces()))
    assert not nothing.relations.mentions
    assert not nothing.lines
