"""The chronicle as tables: CSV (RFC 4180), a file for each kind of record, described by a Data Package.

`datapackage.json` follows the Frictionless specifications (Data Package, Tabular Data Resource and Table Schema 1.0).
Ids of several entries stand in one cell with `;` between them; a text has a column for each language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from biennien import cells
from biennien.outputs.data import citation, quote_states, text_states
from biennien.outputs.sheets import TABLES
from biennien.outputs.stock import anew
from biennien.site import address_of, changed_on
from biennien.text import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from biennien.edtf import Date
    from biennien.model import Chronicle, Event, Evidence, Translations
    from biennien.outputs.sheets import Table
    from biennien.outputs.stock import Recall
    from biennien.site import Site

FOLDER = "data"
PACKAGE = f"{FOLDER}/datapackage.json"
BETWEEN = ";"
Row: TypeAlias = tuple[object, ...]
Owned: TypeAlias = "tuple[Row, Any]"
"""The cells by which a record is found, and the record."""
Rows: TypeAlias = tuple[int, bytes]
"""How many rows, and their text."""

DATE_PARTS = ("", "_earliest", "_latest")
TYPES = {"int": "integer", "num": "number"}


def render_tables(site: Site, recall: Recall = anew) -> Iterator[tuple[str, bytes]]:
    """Return the tables, the rows of events in the order of time, and the package that describes them."""
    columns = {table.name: tuple(_columns(site, table)) for table in TABLES}

    def of_event(id_: str) -> dict[str, Rows]:
        event = site.chronicle.events[id_]
        return {name: _rows(site, name, records(event), columns[name]) for name, records in OWNED.items()}

    of_events = [recall(("rows", event.id), partial(of_event, event.id)) for event in site.relations.events]
    described = []
    for table in TABLES:
        own = columns[table.name]
        if table.name in OWNED:
            parts = [rows[table.name] for rows in of_events]
        else:
            parts = [_rows(site, table.name, _records(site, table.name), own)]
        head = cells.write_rows([[name for column in own for name in column.names]])
        raw = head + b"".join(rows for _, rows in parts)
        described.append(_resource(table, own, sum(number for number, _ in parts), len(raw)))
        yield f"{FOLDER}/{table.name}.csv", raw
    yield PACKAGE, (json.dumps(_package(site, described), ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a table and the columns that it has, with the type of each by Table Schema."""

    field: str
    kind: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    types: tuple[str, ...]


def _columns(site: Site, table: Table) -> Iterator[Column]:
    for key in table.keys:
        yield Column("", "key", (), (key,), ("integer" if key in ("number", "participant") else "string",))
    for word in table.fields.split():
        field, _, kind = word.partition(":")
        yield _column(site, table, field, kind)
    if table.name in ("claims", "evidence", "register_evidence"):
        names = tuple(f"state_{one}" for one in site.chronicle.languages)
        yield Column("state", "state", site.chronicle.languages, names, ("string",) * len(names))
    if table.name == "events":
        names = tuple(f"page_{one}" for one in site.chronicle.languages)
        yield Column("page", "state", site.chronicle.languages, names, ("string",) * len(names))


def _column(site: Site, table: Table, field: str, kind: str) -> Column:
    if kind in ("text", "forms"):
        keys = site.chronicle.languages
    elif kind == "also":
        keys = tuple(sorted({tag for _, one in _records(site, table.name) for tag in one.also}))
    elif kind == "date":
        return Column(field, kind, (), tuple(f"{field}{part}" for part in DATE_PARTS), ("string", "date", "date"))
    else:
        return Column(field, kind, (), (field,), (TYPES.get(kind, "date" if kind == "day" else "string"),))
    return Column(field, kind, keys, tuple(f"{field}_{key}" for key in keys), ("string",) * len(keys))


def _rows(site: Site, name: str, records: Iterable[Owned], columns: Sequence[Column]) -> Rows:
    """Return records as rows of a table."""
    readers = [(column.field, column.keys, READERS[column.kind]) for column in columns if column.kind != "key"]
    special = OF_TABLE.get(name, {})
    found = []
    for keys, record in records:
        row: list[object] = [*keys]
        for field, wanted, read in readers:
            value = special[field](site, keys, record) if field in special else getattr(record, field)
            row.extend(read(value, wanted))
        found.append(row)
    return len(found), cells.more_rows(found)


def _records(site: Site, name: str) -> Iterable[Owned]:
    if name == "place_sides":
        places = site.chronicle.places.values()
        return (((one.id, number), side) for one in places for number, side in enumerate(one.sides, 1))
    if name == "register_evidence":
        return _of_registers(site.chronicle)
    return (((id_,), one) for id_, one in getattr(site.chronicle, name).items())


def _of_registers(chronicle: Chronicle) -> Iterator[Owned]:
    for register in ("places", "series"):
        for id_, entry in getattr(chronicle, register).items():
            for number, one in enumerate(entry.evidence, 1):
                yield (register, id_, number), (one, entry.translations)


def _numbered(field: str) -> Callable[[Event], Iterator[Owned]]:
    def rows(event: Event) -> Iterator[Owned]:
        yield from (((event.id, number), one) for number, one in enumerate(getattr(event, field), 1))

    return rows


def _named(field: str) -> Callable[[Event], Iterator[Owned]]:
    def rows(event: Event) -> Iterator[Owned]:
        yield from (((event.id, one.id), one) for one in getattr(event, field))

    return rows


def _evidence(event: Event) -> Iterator[Owned]:
    for claim in event.claims:
        for number, one in enumerate(claim.evidence, 1):
            yield (event.id, claim.id, number), (one, event.translations)


def _posts(event: Event) -> Iterator[Owned]:
    for participant, one in enumerate(event.participants, 1):
        yield from (((event.id, participant, number), post) for number, post in enumerate(one.posts, 1))


OWNED: Mapping[str, Callable[[Event], Iterable[Owned]]] = {
    "events": lambda event: [((event.id,), event)],
    "claims": lambda event: [((event.id, claim.id), (event, claim)) for claim in event.claims],
    "evidence": _evidence,
    "posts_held": _posts,
    **{field: _numbered(field) for field in ("participants", "commitments", "notes", "corrections")},
    **{field: _named(field) for field in ("figures", "documents")},
}
"""The records of an event that have a table, each with its keys."""


def _quote(field: str) -> Callable[[Site, Row, Any], object]:
    return lambda _site, _keys, owned: getattr(owned[0], field)


def _claim(field: str) -> Callable[[Site, Row, Any], object]:
    return lambda _site, _keys, owned: getattr(owned[1], field)


def _quote_state(site: Site, _keys: Row, owned: tuple[Evidence, Translations]) -> Mapping[str, str]:
    return quote_states(site, owned[1], owned[0]) if owned[0].quote else {}


def _point(place: int) -> Callable[[Site, Row, Any], object]:
    return lambda _site, _keys, one: one.coordinate.point[place] if one.coordinate else None


def _coordinate(field: str) -> Callable[[Site, Row, Any], object]:
    return lambda _site, _keys, one: getattr(one.coordinate, field) if one.coordinate else None


def _archive(field: str) -> Callable[[Site, Row, Any], object]:
    return lambda _site, _keys, one: getattr(one.archive, field) if one.archive else None


_EVIDENCE: Mapping[str, Callable[[Site, Row, Any], object]] = {
    **{field: _quote(field) for field in ("source", "quote", "translation")},
    "line": lambda site, _, owned: site.line_of(owned[0]),
    "state": _quote_state,
}
OF_TABLE: Mapping[str, Mapping[str, Callable[[Site, Row, Any], object]]] = {
    "events": {
        "changed": lambda _site, _keys, event: changed_on(event),
        "page": lambda site, _, event: {
            one: f"../{address_of(one, 'events', event.id)}" for one in site.chronicle.languages
        },
    },
    "claims": {
        "date": lambda _site, _keys, owned: owned[0].date.text,
        "claim": _claim("text"),
        "sources": lambda _site, _keys, owned: tuple(dict.fromkeys(one.source for one in owned[1].evidence)),
        "state": lambda _site, _keys, owned: text_states(owned[0].translations, owned[0].original, owned[1].text),
        **{field: _claim(field) for field in ("kind", "by", "topics", "supports", "note")},
    },
    "evidence": _EVIDENCE,
    "register_evidence": _EVIDENCE,
    "places": {
        "latitude": _point(0),
        "longitude": _point(1),
        **{f"coordinate_{field}": _coordinate(field) for field in ("of", "source", "url")},
    },
    "sources": {f"archive_{field}": _archive(field) for field in ("file", "begins", "ends")},
}
"""What stands in a column whose name is no field of the record."""


def _read_texts(value: Mapping[str, str] | None, keys: Sequence[str]) -> Iterable[object]:
    return [value.get(key) for key in keys] if value else [None] * len(keys)


def _read_forms(value: Mapping[str, Sequence[str]] | None, keys: Sequence[str]) -> Iterable[object]:
    return [f"{BETWEEN} ".join((value or {}).get(key, ())) for key in keys]


def _read_date(value: Date | None, _: Sequence[str]) -> Iterable[object]:
    return (value.text, value.earliest, value.latest) if value else (None, None, None)


READERS: Mapping[str, Callable[[Any, Sequence[str]], Iterable[object]]] = {
    "text": _read_texts,
    "also": _read_texts,
    "state": _read_texts,
    "forms": _read_forms,
    "date": _read_date,
    "day": lambda value, _: (value.earliest if value else None,),
    "ids": lambda value, _: (BETWEEN.join(value),),
    "num": lambda value, _: (value,),
    "int": lambda value, _: (value,),
    "": lambda value, _: (value,),
}
"""How the cells of a column are read from a value, by its kind."""


def _resource(table: Table, columns: Sequence[Column], rows: int, size: int) -> dict[str, Any]:
    types = ((name, kind) for column in columns for name, kind in zip(column.names, column.types, strict=True))
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": table.about.rstrip("."),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "rows": rows,
        "schema": {
            "fields": [{"name": name, "type": kind} for name, kind in types],
            "missingValues": [""],
            "primaryKey": [*table.keys],
            "foreignKeys": [_foreign(one) for one in table.refers.split()],
        },
    }


def _foreign(refers: str) -> dict[str, Any]:
    fields, _, name = refers.partition("=")
    own = fields.split(",")
    table = next(one for one in TABLES if one.name == name)
    return {"fields": own, "reference": {"resource": name.replace("_", "-"), "fields": [*table.keys]}}


def _package(site: Site, resources: list[dict[str, Any]]) -> dict[str, Any]:
    settings = site.chronicle.settings
    first = site.chronicle.languages[0]
    said = {
        "profile": "tabular-data-package",
        "name": slug(settings.title[first]) or "chronicle",
        "title": settings.title[first],
        "titles": settings.title,
        "description": settings.description[first],
        "descriptions": settings.description,
        "homepage": settings.base_url,
        "version": str(settings.as_of or ""),
        "licenses": _licences(site),
        "licence": settings.licence,
        "citation": citation(settings),
        "resources": resources,
    }
    return {key: value for key, value in said.items() if value}


def _licences(site: Site) -> list[dict[str, str]]:
    settings = site.chronicle.settings
    if not settings.licence_url:
        return []
    title = next(iter((settings.licence or {}).values()), "")
    return [{"path": settings.licence_url, **({"title": title} if title else {})}]
