"""The tables: what their package says of them is so, they say what the JSON says, and Frictionless reads them."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import venv
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import geojson
import pytest
from conftest import ROOT
from test_data import PROJECTS, read, site_of

from biennien import cells
from biennien.edtf import parse_date
from biennien.outputs.places import GEOJSON, render_places
from biennien.outputs.sheets import TABLES
from biennien.outputs.tables import render_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FRICTIONLESS = "5.21.0"
READ: Mapping[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": dt.date.fromisoformat,
}


@cache
def files_of(root: Path) -> dict[str, bytes]:
    """Return the tables of a project by the name of their file."""
    return {address.removeprefix("data/"): raw for address, raw in render_tables(site_of(root))}


def package_of(root: Path) -> Any:  # noqa: ANN401 - JSON
    """Return the package that describes the tables."""
    return json.loads(files_of(root)["datapackage.json"])


def rows_of(root: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table by the names of its columns."""
    head, *rows = cells.read_rows(files_of(root)[f"{name}.csv"])
    return [dict(zip(head, row, strict=True)) for row in rows]


@PROJECTS
def test_every_cell_is_of_the_type_that_the_package_says(root: Path) -> None:
    """Table Schema: the columns in their order, each cell readable as its type, empty where nothing is known."""
    package = package_of(root)
    assert [one["path"] for one in package["resources"]] == [f"{table.name}.csv" for table in TABLES]
    for resource in package["resources"]:
        head, *rows = cells.read_rows(files_of(root)[resource["path"]])
        fields = resource["schema"]["fields"]
        assert head == [field["name"] for field in fields]
        assert (len(rows), len(files_of(root)[resource["path"]])) == (resource["rows"], resource["bytes"])
        for row in rows:
            for cell, field in zip(row, fields, strict=True):
                assert not cell or READ[field["type"]](cell) is not None


@PROJECTS
def test_keys_name_one_row_each_and_lead_to_rows_that_are_there(root: Path) -> None:
    """Table Schema: primary keys are unique, foreign keys are keys of the other table."""
    resources = {one["name"]: one for one in package_of(root)["resources"]}
    keys: dict[str, set[tuple[str, ...]]] = {}
    for name, one in resources.items():
        rows = rows_of(root, one["path"].removesuffix(".csv"))
        found = [tuple(row[key] for key in one["schema"]["primaryKey"]) for row in rows]
        assert len(set(found)) == len(found), name
        keys[name] = set(found)
    for name, one in resources.items():
        for foreign in one["schema"]["foreignKeys"]:
            wanted = keys[foreign["reference"]["resource"]]
            rows = rows_of(root, one["path"].removesuffix(".csv"))
            named = {tuple(row[field] for field in foreign["fields"]) for row in rows}
            assert {each for each in named if all(each)} <= wanted, (name, foreign)


@PROJECTS
def test_the_tables_say_what_the_json_says(root: Path) -> None:
    """Titles, claims, quotes, figures and steps, row by row; dates as EDTF with their first and last day."""
    whole = read(root)["events"]
    languages = site_of(root).chronicle.languages
    for row in rows_of(root, "events"):
        record = whole[row["event"]]
        assert {one: row[f"title_{one}"] for one in languages} == record["title"]
        assert [row[f"date{part}"] for part in ("", "_earliest", "_latest")] == [
            record.get(f"date{part}", "") for part in ("", "_earliest", "_latest")
        ]
        assert parse_date(row["date"]).text == record["date"]
        assert row["topics"].split(";") == record.get("topics", [""])
    told = {(row["event"], row["claim"]): row for row in rows_of(root, "claims")}
    quotes = {(row["event"], row["claim"], int(row["number"])): row for row in rows_of(root, "evidence")}
    assert len(quotes) == sum(len(claim["evidence"]) for one in whole.values() for claim in one["claims"])
    for id_, record in whole.items():
        for claim in record["claims"]:
            row = told.pop((id_, claim["id"]))
            assert {one: row[f"claim_{one}"] for one in languages} == claim["text"]
            states = {one: row[f"state_{one}"] for one in languages if row[f"state_{one}"]}
            assert states == claim.get("translation_state", {})
            for number, one in enumerate(claim["evidence"], 1):
                assert quotes[id_, claim["id"], number]["quote"] == one.get("quote", "")
    assert told == {}
    values = [Decimal(row["value"]) for row in rows_of(root, "figures")]
    assert sorted(values) == sorted(
        Decimal(str(one["value"])) for each in whole.values() for one in each.get("figures", ())
    )
    steps = [(row["event"], row["thread"], row["status"]) for row in rows_of(root, "commitments")]
    assert sorted(steps) == sorted(
        (id_, one["thread"], one["status"]) for id_, each in whole.items() for one in each.get("commitments", ())
    )


@PROJECTS
def test_the_package_says_who_may_use_it_and_how_to_cite_it(root: Path) -> None:
    """A licence by its address where the site names one, in words everywhere."""
    package = package_of(root)
    assert package["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert package["licence"] == read(root)["licence"]
    assert package["citation"] == read(root)["citation"]
    if "licence_url" in read(root):
        assert package["licenses"][0]["path"] == read(root)["licence_url"]


@PROJECTS
def test_frictionless_reads_the_package(root: Path, tmp_path: Path) -> None:
    """The makers' own program (frictionless, pinned, into .cache/): every table is valid, keys and types and all."""
    program = frictionless()
    for name, raw in files_of(root).items():
        (tmp_path / name).write_bytes(raw)
    done = subprocess.run(
        [program, "validate", str(tmp_path / "datapackage.json"), "--json"], capture_output=True, check=False
    )
    report = json.loads(done.stdout)
    assert report["stats"]["tasks"] == len(TABLES)
    assert [(one["name"], one["errors"]) for one in report["tasks"] if not one["valid"]] == []
    assert report["valid"]


def frictionless() -> str:
    """Return the program, installed into an environment of its own: it needs two dozen packages."""
    folder = ROOT / ".cache" / "frictionless" / FRICTIONLESS
    program = folder / "bin" / "frictionless"
    if not program.is_file():
        venv.create(folder, with_pip=True)
        wanted = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", f"frictionless=={FRICTIONLESS}"]
        if subprocess.run(wanted, capture_output=True, check=False).returncode:
            pytest.skip("frictionless can’t be installed here")
    return str(program)


@PROJECTS
def test_the_places_are_valid_geojson(root: Path) -> None:
    """RFC 7946: longitude first, within the earth; every place is there, unlocated where no source says where."""
    ((address, raw),) = render_places(site_of(root))
    assert address == GEOJSON
    collection = geojson.loads(raw)
    assert collection.is_valid, collection.errors()
    places = site_of(root).chronicle.places
    assert [one["id"] for one in collection["features"]] == list(places)
    for feature in collection["features"]:
        place = places[feature["id"]]
        properties = feature["properties"]
        assert {one: properties[f"name_{one}"] for one in place.name} == place.name
        if place.coordinate is None:
            assert feature["geometry"] is None
        else:
            latitude, longitude = place.coordinate.point
            assert [*feature["geometry"]["coordinates"]] == pytest.approx([longitude, latitude])
            assert properties["coordinate_source"] == place.coordinate.source
