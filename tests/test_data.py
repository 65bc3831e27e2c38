"""The chronicle as data: valid by its published schema, read back by other programs, and nothing of it lost."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import fastjsonschema
import pytest
from conftest import ROOT

from biennien import model, states
from biennien.edtf import parse_date
from biennien.load import load
from biennien.outputs import data
from biennien.site import SECTIONS, Site, changed_on, plan_site

if TYPE_CHECKING:
    from pathlib import Path

TINY = ROOT / "tests" / "tiny"
PROJECTS = pytest.mark.parametrize("root", [ROOT, TINY], ids=["own", "tiny"])


@cache
def site_of(root: Path) -> Site:
    """Return the site of a project."""
    chronicle, _ = load(root)
    assert chronicle is not None
    return plan_site(chronicle)


@cache
def outputs_of(root: Path) -> dict[str, bytes]:
    """Return the data files of a project by address."""
    return dict(data.render_data(site_of(root)))


def read(root: Path, address: str = data.JSON) -> Any:  # noqa: ANN401 - JSON
    """Return what a data file holds."""
    return json.loads(outputs_of(root)[address])


def closed(schema: Any) -> Any:  # noqa: ANN401 - a schema
    """Return a schema that allows no property that it does not name, so that a new field is seen."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    only = {"additionalProperties": False} if "properties" in schema and schema.get("type") == "object" else {}
    return {**only, **inner}


@PROJECTS
def test_the_whole_is_valid_by_its_published_schema(root: Path) -> None:
    """By the file that `$schema` names, and without a property that it does not describe."""
    whole = read(root)
    schema = read(root, f"data/{whole['$schema']}")
    fastjsonschema.compile(schema)(whole)
    fastjsonschema.compile(closed(schema))(whole)


@PROJECTS
def test_every_entry_has_a_file_of_its_own_that_is_valid(root: Path) -> None:
    """The same record as in the whole, with licence, citation and the addresses of its pages."""
    whole = read(root)
    valid = fastjsonschema.compile(closed(read(root, f"{data.SCHEMAS}/record.json")))
    site = site_of(root)
    pages = {page.address for page in site.pages}
    for register in SECTIONS:
        for id_, record in whole[register].items():
            file = read(root, f"data/{register}/{id_}.json")
            valid(file)
            assert file["record"] == record
            assert (file["register"], file["id"]) == (register, id_)
            assert {one.removeprefix("../../") for one in file["pages"].values()} <= pages
            assert file["citation"] == whole["citation"]
            assert file["licence"] == whole["licence"]


def test_the_schema_refuses_what_is_not_so() -> None:
    """A status that there is not, a date that is a number, an event without claims."""
    valid = fastjsonschema.compile(read(ROOT, f"{data.SCHEMAS}/record.json"))
    whole = outputs_of(ROOT)["data/events/spring-meeting-2024.json"]
    for change in ({"coverage": "rumoured"}, {"date": 2023}, {"claims": None}):
        file = json.loads(whole)
        file["record"].update(change)
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            valid(file)


def test_the_words_of_the_schema_are_those_of_the_model() -> None:
    """Statuses, kinds and roles."""
    shared = read(ROOT, f"{data.SCHEMAS}/chronicle.json")["definitions"]
    for definition, field, words in (
        ("commitment", "status", model.STATUSES),
        ("claim", "kind", model.CLAIM_KINDS),
        ("participant", "role", model.ROLES),
        ("event", "coverage", model.COVERAGES),
        ("place", "kind", model.PLACE_KINDS),
        ("organisation", "kind", model.ORGANISATION_KINDS),
    ):
        assert shared[definition]["properties"][field]["enum"] == list(words), (definition, field)


@PROJECTS
def test_nothing_of_the_chronicle_is_lost(root: Path) -> None:
    """Every field of every record, but for where it was written and the records of its translations, comes back."""
    chronicle = site_of(root).chronicle
    whole = read(root)
    for register in data.REGISTERS:
        entries = getattr(chronicle, register)
        assert list(whole[register]) == list(entries)
        for id_, entry in entries.items():
            assert_same(entry, whole[register][id_])


def assert_same(value: Any, plain: Any) -> None:  # noqa: ANN401 - a value of the model, and what JSON has of it
    """Compare a value of the model with its JSON, field by field."""
    if dataclasses.is_dataclass(value) and not hasattr(value, "is_exact"):
        for field in dataclasses.fields(value):
            if field.name not in ("at", "translations"):
                assert_same(getattr(value, field.name), plain.get(field.name))
    elif hasattr(value, "is_exact"):
        assert parse_date(plain) == value
    elif isinstance(value, Decimal):
        assert Decimal(str(plain)) == value
    elif isinstance(value, tuple):
        assert len(value) == len(plain or ())
        for one, other in zip(value, plain or (), strict=True):
            assert_same(one, other)
    else:
        assert (plain or None) == (json.loads(json.dumps(value)) or None)


@PROJECTS
def test_every_date_has_its_first_and_last_day_beside_it(root: Path) -> None:
    """EDTF is kept; the days are those that it covers, and an open end has none."""
    for id_, event in site_of(root).chronicle.events.items():
        record = read(root)["events"][id_]
        assert record["date"] == event.date.text
        days = record.get("date_earliest"), record.get("date_latest")
        assert days == tuple(day.isoformat() if day else None for day in (event.date.earliest, event.date.latest))


def test_claims_say_in_which_state_their_translations_are() -> None:
    """A draft, a stale one and a reviewed one are told apart, as the pages tell them."""
    whole = read(ROOT)["events"]["spring-meeting-2023"]
    assert {claim["translation_state"]["en"] for claim in whole["claims"]} == {"reviewed"}
    assert whole["translation_state"]["title"] == {"en": "reviewed"}
    quotes = [quote for claim in whole["claims"] for quote in claim["evidence"] if "quote" in quote]
    assert {quote["translation_state"]["en"] for quote in quotes} == {"reviewed"}
    at = site_of(ROOT).chronicle.settings.at
    of, is_ = states.mark("Một"), states.mark("One")
    for record, one, two, wanted in (
        ((of, "", is_), "Một", "One", "draft"),
        ((of, is_, ""), "Một", "One", "reviewed"),
        ((of, is_, ""), "Hai", "One", "stale"),
        ((of, is_, ""), "Hai", "Two", "edited"),
    ):
        known = model.Translation("title.en", "vi", *record, "somebody", None, at=at)
        assert data.text_states((known,), "vi", {"vi": one, "en": two}) == {"en": wanted}


def test_an_entry_says_when_it_was_last_changed() -> None:
    """The latest of the day on which it was added and those of its corrections."""
    event = site_of(ROOT).chronicle.events["spring-meeting-2023"]
    assert changed_on(event) == event.added
    text = {"vi": "a"}
    later = tuple(
        model.Correction(parse_date(day), text, text, "", at=event.at) for day in ("2027-02-01", "2027-01-01")
    )
    changed = dataclasses.replace(event, corrections=later)
    assert str(changed_on(changed)) == "2027-02-01"
    assert changed_on(dataclasses.replace(event, added=None)) is None


def test_licence_and_citation_are_inside() -> None:
    """In every language, and the licence as an address too, so that a program can tell."""
    whole = read(ROOT)
    assert whole["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert set(whole["licence"]) == set(whole["citation"]) == {"vi", "en"}
    assert whole["citation"]["en"].startswith("Biên Niên")
