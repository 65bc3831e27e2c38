"""The schema for editors: what loads is valid, faults are marked, and an editor's own server says so."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from typing import TYPE_CHECKING, Any

import fastjsonschema
import pytest
import yaml
from audit.programs import install, program
from conftest import ROOT
from editor import Editor
from hypothesis import given
from hypothesis import strategies as st
from project import EVENT, base_project, write_project

from biennien import cli, load
from biennien.desk.schema import DATE, HELP, make_schemas, modeline, write_schemas
from biennien.edtf import DateError, parse_date
from biennien.fields import Labelled, ListOf, Reader, Record, Register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = ROOT / "content"
FILES = sorted(file.relative_to(CONTENT).as_posix() for file in CONTENT.rglob("*.yaml"))
SERVER, VERSION = "yaml-language-server", "1.19.2"  # from npm; the next great version wants Node 22
TIMESTAMP = "tag:yaml.org,2002:timestamp"


class CoreLoader(yaml.SafeLoader):
    """YAML as editors type it (YAML 1.2, 10.3.2): a date is a text, and so are yes, no and 1:30."""


CoreLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if first not in "yYnNoO"
}


@cache
def schemas() -> dict[str, Any]:
    """Return the schemas of the project's own chronicle."""
    chronicle, _ = load.load(ROOT)
    assert chronicle
    return make_schemas(chronicle)


@cache
def validator(name: str) -> Any:  # noqa: ANN401 - the library's own function
    """Return the check of a schema."""
    return fastjsonschema.compile(schemas()[name])


def name_of(file: str) -> str:
    """Return the schema of a file in `content/`."""
    return "event" if file.startswith("events/") else file.removesuffix(".yaml")


def is_valid(name: str, text: str) -> bool:
    """Say whether a YAML text is what a schema wants."""
    try:
        validator(name)(yaml.load(text, CoreLoader))  # noqa: S506 - a safe loader with fewer types
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_the_content_is_valid(file: str) -> None:
    """What loads without a fault is never marked in an editor."""
    validator(f"{name_of(file)}.json")(yaml.load((CONTENT / file).read_text("utf-8"), CoreLoader))  # noqa: S506


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_the_content_names_its_schema(file: str) -> None:
    """In its first line, so that an editor has nothing to be told."""
    text = (CONTENT / file).read_text("utf-8")
    assert text.startswith(modeline(name_of(file)))
    schema = text.split("$schema=", 1)[1].split("\n", 1)[0]
    assert ((CONTENT / file).parent / schema).resolve().is_file()


def test_the_schemas_in_the_repository_are_those_of_its_content() -> None:
    """Otherwise: python build.py schema."""
    for name, schema in schemas().items():
        assert json.loads((ROOT / "schema" / name).read_text("utf-8")) == schema, name
    assert sorted(schemas()) == sorted(file.name for file in (ROOT / "schema").iterdir())


FAULTS = (
    ("kind: spring-meeting", "kind: sping-meeting"),
    ("kind: spring-meeting", "kinds: spring-meeting"),
    ("date: 2023-02-22", "date: 22/2/2023"),
    ("date: 2023-02-22", "date: 2023-13-01"),
    ("coverage: reported", "coverage: repotred"),
    ("original: vi", "original: fr"),
    ("edition: 2023", "edition: twentieth"),
    ("host: [ha-giang]", "host: ha-giang"),
    ("host: [ha-giang]", "host: [ha-gian]"),
    ("source: dcsvn-2023", "source: dcsvn-2032"),
    ("kind: result", "kind: resullt"),
    ("who: dang-quoc-khanh", "who: Đặng Quốc Khánh"),
    ("thread: ", "thread: x"),
    ("status: ", "status: hoped-"),
    ("value: 7200000000", "value: 7,2 tỷ"),
    ("  vi: ", "  vn: "),
)


@pytest.mark.parametrize(("right", "wrong"), FAULTS)
def test_a_typical_fault_is_not_valid(right: str, wrong: str) -> None:
    """A slip in a key, an id, a word, a date, a number or a language."""
    text = (CONTENT / "events/spring-meeting-2023.yaml").read_text("utf-8")
    assert text.count(right), right
    assert is_valid("event.json", text)
    assert not is_valid("event.json", text.replace(right, wrong, 1))


def test_the_ids_of_a_field_are_those_of_its_registers() -> None:
    """With their names, in every language of the site and in others."""
    definitions = schemas()["event.json"]["definitions"]
    people = {one["const"]: one["description"] for one in definitions["people"]["anyOf"]}
    assert people["liu-ning"] == "Lưu Ninh · Liu Ning · 刘宁 · Liú Níng"
    assert sorted(people) == list(people)
    places = {one["const"] for one in definitions["places-or-organisations"]["anyOf"]}
    assert {"ha-giang", "asean"} <= places
    assert not {"liu-ning"} & places


def records(reader: Reader) -> Iterator[Record]:
    """Return the records within a reader, however deep."""
    if isinstance(reader, ListOf):
        yield from records(reader.item)
    elif isinstance(reader, Register | Labelled):
        yield from records(reader.record)
    elif isinstance(reader, Record):
        yield reader
        for field in reader.fields.values():
            yield from records(field.reader)


def test_every_field_is_explained_and_nothing_else() -> None:
    """A field without a word would show nothing in an editor; a word without its field has outlived it."""
    readers = (load.EVENT, load.SETTINGS, load.GROUND, *load.REGISTERS.values())
    fields = {(one.make.__name__, key) for reader in readers for one in records(reader) for key in one.fields}
    told = yaml.safe_load(HELP.read_text("utf-8"))
    assert {(record, key) for record, keys in told["records"].items() for key in keys} == fields
    assert {tuple(name.split(".")) for name in told["words"]} <= fields
    assert {f"{name}.json" for name in told["files"]} == schemas().keys()


DATES = r"(\d{4}|20[0-2]X|XXXX|0\d00)(-(0\d|1[0-3]|XX)){0,2}[~?%]?(/(\.\.|\d{4}-0[1-9]))?"


@given(st.from_regex(DATES, fullmatch=True))
def test_the_pattern_of_dates_lets_every_date_pass(text: str) -> None:
    """What the loader reads is never marked; the pattern may let pass what only a calendar can refuse."""
    fault = fault_of(text)
    assert fault in {"", "E304", "E305", "E308"} if re.fullmatch(DATE, text, re.ASCII) else fault


def fault_of(text: str) -> str:
    """Return the code of what is wrong with a date; nothing where nothing is."""
    try:
        parse_date(text)
    except DateError as error:
        return error.code
    return ""


def test_only_what_changed_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So that an editor does not read it all again, and a repository shows what is new."""
    write_project(tmp_path, base_project())
    assert cli.main(["schema", "--root", str(tmp_path)]) == 0
    assert "event.json" in capsys.readouterr().out
    assert cli.main(["schema", "--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "schema/: nothing has changed\n"
    with (tmp_path / "content/threads.yaml").open("a") as file:
        file.write("road:\n  name: {vi: Đường, en: Road}\n  goal: {vi: Mở đường, en: To open it}\n")
    chronicle, _ = load.load(tmp_path)
    assert chronicle
    assert write_schemas(chronicle, tmp_path) == ("event.json",)


def test_without_a_site_there_is_no_schema(tmp_path: Path) -> None:
    """The languages are not known then."""
    assert cli.main(["schema", "--root", str(tmp_path)]) == 1
    assert not (tmp_path / "schema").exists()


def test_a_build_renews_the_schemas_that_there_are(tmp_path: Path) -> None:
    """New ids are offered after the next build; a project without schemas is given none."""
    write_project(tmp_path, base_project())
    cli.main(["build", "--root", str(tmp_path)])
    assert not (tmp_path / "schema").exists()
    cli.main(["schema", "--root", str(tmp_path)])
    with (tmp_path / "content/topics.yaml").open("a") as file:
        file.write("rivers: {name: {vi: Sông, en: Rivers}}\n")
    assert cli.main(["build", "--root", str(tmp_path)]) == 0
    assert '"rivers"' in (tmp_path / "schema/event.json").read_text("utf-8")


DRAFT = f"""\
{modeline("event")}title: {{vi: Một, en: One}}
kind: meeting
date: 2023-02-22
coverage: reported
original: vi
host: [ha-giag]
series:\u0020
summary: {{vi: Một, en: One}}
claims: []
participants:
  - who: liu-ning
    role: attended
    claim: held
"""


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    """The YAML language server of editors (yaml-language-server, from npm), with a draft open."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node with npm, in which the YAML language server of editors runs")
    server_program = install(SERVER, ROOT / ".cache" / "editor", {SERVER: VERSION}) / "bin" / SERVER
    write_project(tmp_path, base_project())
    chronicle, _ = load.load(tmp_path)
    assert chronicle
    write_schemas(chronicle, tmp_path)
    server = Editor([program("node"), str(server_program), "--stdio"], tmp_path / EVENT, DRAFT)
    yield server
    server.stop()


def test_an_editor_completes_explains_and_marks(editor: Editor) -> None:
    """Ids are offered with names, names are shown at ids, fields are explained, and a wrong id is marked."""
    marked = editor.faults()
    assert any('"ha-giang"' in fault for fault in marked)
    assert any("minimum" in fault or "fewer" in fault or "items" in fault for fault in marked)
    assert editor.completions("series: ") == {"spring-meetings": "Gặp gỡ đầu xuân · Spring Meetings"}
    assert "Lưu Ninh · Liu Ning · 刘宁" in editor.hover("who: liu")
    assert "EDTF" in editor.hover("dat")
