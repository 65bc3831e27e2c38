"""The format as JSON Schema, so that an editor completes ids, explains fields and marks faults while one types.

Made from the readers that `load` reads with, and from the ids of the chronicle, whose names in every language stand
beside them. JSON Schema draft-07, which editors' YAML support knows best (json-schema.org/draft-07).
Values of YAML are text to us, but editors type them first (YAML 1.2, section 10.3): so a year may be a number.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from biennien.fields import (
    DIGITS,
    ID,
    MARK,
    TAG,
    Address,
    Choice,
    Corners,
    Day,
    Field,
    Fingerprint,
    Id,
    Labelled,
    ListOf,
    Number,
    Point,
    Points,
    Reader,
    Record,
    Register,
    SiteLanguage,
    Tag,
    Tags,
    Texts,
    Variants,
    Whole,
    Words,
)
from biennien.load import EVENT, GROUND, REGISTERS, SETTINGS, load
from biennien.splice import replace_made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from biennien.model import Chronicle
    from biennien.problems import Problem

Schema: TypeAlias = dict[str, Any]

FOLDER = "schema"
DRAFT = "http://json-schema.org/draft-07/schema#"
HELP = Path(__file__).with_name("help.yaml")
_MOMENT = r"(\d{3}X|\d{4}(-XX(-XX)?|-(0[1-9]|1[0-2])(-XX|-(0[1-9]|[12]\d|3[01]))?)?)[~?%]?"
DATE = rf"XXXX|{_MOMENT}(/({_MOMENT}|\.\.)?)?|(\.\.)?/{_MOMENT}"
"""The dates that `edtf` reads, but for days that a month does not have and intervals that end before they begin."""
_COORDINATES = r"-?\d{1,2}(\.\d{1,6})?, ?-?\d{1,3}(\.\d{1,6})?"
_ANY_TEXT = {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class _Ids:
    """What ids may refer to: by register, each id with what to say of it; and the languages of the site by code."""

    registers: Mapping[str, Mapping[str, str]]
    languages: Mapping[str, str]


def make_schemas(chronicle: Chronicle) -> dict[str, Schema]:
    """Return a schema for each kind of file in `content/`, by its name in `schema/`."""
    ids = _ids(chronicle)
    files: dict[str, Reader] = {
        "event": EVENT,
        "site": SETTINGS,
        "map": GROUND,
        **{name: Register(record) for name, record in REGISTERS.items()},
    }
    return {f"{name}.json": _file(name, reader, ids) for name, reader in files.items()}


def modeline(name: str) -> str:
    """Return the first line of a file whose schema is `schema/<name>.json`, by which an editor finds that schema."""
    up = "../../" if name == "event" else "../"
    return f"# yaml-language-server: $schema={up}{FOLDER}/{name}.json\n"


def write_schemas(chronicle: Chronicle, root: Path) -> tuple[str, ...]:
    """Write `schema/` below `root`, changed files only, each whole; return their names. Raises OSError."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    written = []
    for name, schema in make_schemas(chronicle).items():
        raw = (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
        if not (folder / name).is_file() or (folder / name).read_bytes() != raw:
            replace_made(folder / name, raw)
            written.append(name)
    return tuple(written)


def renew_schemas(root: Path, chronicle: Chronicle | None = None) -> bool:
    """Write `schema/` anew, from a chronicle or from what the folder holds now; return whether that could be done.

    Nobody has to be told: what editors offer is a comfort, and the entries are there without it.
    """
    found: tuple[Problem, ...] = ()
    with contextlib.suppress(OSError):
        if chronicle is None:
            chronicle, found = load(root)
        if chronicle and not unread(found):
            write_schemas(chronicle, root)
            return True
    return False


def unread(problems: Iterable[Problem]) -> str:
    """Return a file that the machine could not read, if there is one: nobody knows which entries it holds."""
    return next((str(one.values["file"]) for one in problems if one.code == "E602"), "")


def _ids(chronicle: Chronicle) -> _Ids:
    registers = ("events", *REGISTERS)
    found = {register: dict(_entries(chronicle, register)) for register in registers}
    return _Ids(found, {language.id: language.name for language in chronicle.settings.languages})


def _entries(chronicle: Chronicle, register: str) -> Iterator[tuple[str, str]]:
    """Yield the ids of a register in the order of the alphabet, with the names of each."""
    entries = getattr(chronicle, register)
    for id_ in sorted(chronicle.declared.get(register, frozenset()) | entries.keys()):
        yield id_, _said_of(register, entries[id_]) if id_ in entries else id_


def _said_of(register: str, entry: Any) -> str:  # noqa: ANN401 - an entry of any register
    own = entry.title if register == "events" else entry.label if register == "sources" else entry.name
    more = [str(entry.date)] if register == "events" else [entry.unit] if register == "measures" else []
    return " · ".join(dict.fromkeys((*own.values(), *getattr(entry, "also", {}).values(), *more)))


def _file(name: str, reader: Reader, ids: _Ids) -> Schema:
    definitions: Schema = {}
    body = _schema(reader, ids, definitions)
    return {"$schema": DRAFT, "description": _help()["files"][name], **body, "definitions": definitions}


def _schema(reader: Reader, ids: _Ids, shared: Schema) -> Schema:
    """Return the schema of a reader; what several fields share is put among the `shared` definitions."""
    for kind, make in _MAKERS.items():
        if isinstance(reader, kind):
            return make(reader, ids, shared)
    raise TypeError(reader)


def _record(record: Record, ids: _Ids, shared: Schema) -> Schema:
    name = record.make.__name__
    properties = {key: _field(f"{name}.{key}", field, ids, shared) for key, field in record.fields.items()}
    required = [key for key, field in record.fields.items() if field.needed]
    if record.texts:
        properties |= {code: {**_ANY_TEXT, "description": own} for code, own in ids.languages.items()}
        required += ids.languages
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _field(name: str, field: Field, ids: _Ids, shared: Schema) -> Schema:
    record, key = name.split(".")
    schema = _schema(field.reader, ids, shared)
    if words := _help()["words"].get(name):
        schema["enumDescriptions"] = [words.get(word, "") for word in schema["enum"]]
    # Beside $ref draft-07 ignores every other key, so that a description needs the reference within another schema.
    schema = {"allOf": [schema]} if "$ref" in schema else schema
    return {"description": field_help(record, key), **schema}


def _id(reader: Id, ids: _Ids, shared: Schema) -> Schema:
    known = {id_: text for register in reader.registers for id_, text in ids.registers[register].items()}
    if not known:
        return {"type": "string", "pattern": f"^{ID.pattern}$"}
    name = "-or-".join(reader.registers)
    shared[name] = {"anyOf": [{"const": id_, "description": text} for id_, text in known.items()]}
    return {"$ref": f"#/definitions/{name}"}


def _texts(reader: Texts, ids: _Ids, shared: Schema) -> Schema:
    name = "some-languages" if reader.optional else "every-language"
    shared[name] = {
        "type": "object",
        "properties": {code: {**_ANY_TEXT, "description": own} for code, own in ids.languages.items()},
        "required": [] if reader.optional else list(ids.languages),
        "additionalProperties": False,
    }
    return {"$ref": f"#/definitions/{name}"}


def _list(reader: ListOf, ids: _Ids, shared: Schema) -> Schema:
    return {"type": "array", "items": _schema(reader.item, ids, shared), "minItems": reader.least}


def _register(reader: Register, ids: _Ids, shared: Schema) -> Schema:
    entry = _schema(reader.record, ids, shared)
    return {"type": "object", "propertyNames": {"pattern": f"^{ID.pattern}$"}, "additionalProperties": entry}


def _labelled(reader: Labelled, ids: _Ids, shared: Schema) -> Schema:
    return {"type": "object", "additionalProperties": _schema(reader.record, ids, shared)}


def _tags(_reader: Tags, _ids: _Ids, _shared: Schema) -> Schema:
    return {"type": "object", "patternProperties": {f"^{TAG.pattern}$": _ANY_TEXT}, "additionalProperties": False}


def _variants(_reader: Variants, ids: _Ids, _shared: Schema) -> Schema:
    texts = {"type": "array", "items": _ANY_TEXT}
    return {"type": "object", "properties": dict.fromkeys(ids.languages, texts), "additionalProperties": False}


def _whole(reader: Whole, _ids: _Ids, _shared: Schema) -> Schema:
    return {"type": ["integer", "string"], "minimum": reader.least, "pattern": r"^\d+$"}


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^({pattern})$"}


_MAKERS: Mapping[type, Callable[[Any, _Ids, Schema], Schema]] = {
    Record: _record,
    Register: _register,
    ListOf: _list,
    Labelled: _labelled,
    Id: _id,
    Texts: _texts,
    Tags: _tags,
    Variants: _variants,
    Whole: _whole,
    Words: lambda *_: dict(_ANY_TEXT),
    Address: lambda *_: dict(_ANY_TEXT),
    Choice: lambda reader, *_: {"enum": list(reader.options)},
    SiteLanguage: lambda _, ids, __: {"enum": [*ids.languages], "enumDescriptions": [*ids.languages.values()]},
    Tag: lambda *_: _text(TAG.pattern),
    Fingerprint: lambda *_: {"type": ["string", "number"], "pattern": f"^{MARK.pattern}$"},
    Number: lambda *_: {"type": ["number", "string"], "minimum": 0, "pattern": f"^{DIGITS.pattern}$"},
    Day: lambda *_: {"type": ["string", "integer"], "minimum": 1, "maximum": 9999, "pattern": f"^({DATE})$"},
    Point: lambda *_: _text(_COORDINATES),
    Corners: lambda *_: _text(f"{_COORDINATES} +{_COORDINATES}"),
    Points: lambda *_: _text(rf"{_COORDINATES}(\s+{_COORDINATES})*"),
}
"""How each kind of reader is said in JSON Schema."""


def field_help(record: str, key: str) -> str:
    """Return what is said of a field of a record, which goes by the name of what it makes: `Event`, `date`."""
    return str(_help()["records"].get(record, {}).get(key, ""))


@cache
def _help() -> dict[str, Any]:
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(HELP.read_text("utf-8"))
    return loaded
