"""The chronicle as data, for whoever wants to reuse it: everything as one JSON file, and each entry as one of its own.

What the fields mean is said by the schemas (`data/schema/v1/`), for people by docs/data.md. JSON (RFC 8259) in UTF-8,
an entry a line, so that two exports compare line by line.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biennien import states
from biennien.edtf import Date
from biennien.outputs.stock import anew
from biennien.site import SECTIONS, address_of, changed_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Event, Evidence, Settings, Text, Translations
    from biennien.outputs.stock import Recall
    from biennien.site import Entry, Site

JSON = "data/chronicle.json"
VERSION = "1.0"
"""Of the format: a field more is 1.1; where one goes or means something else it is 2.0, in a folder of its own."""
SCHEMAS = "data/schema/v1"
APART = ("at", "translations", "cards")
"""Fields of the model that say how the content is kept or shown, not what it says."""
REGISTERS = (*SECTIONS, "posts", "kinds", "measures", "glossary")
TEXTS = ("name", "description", "goal", "whose", "label", "note")
"""The texts of entries of the registers."""
SITE_TEXTS = ("title", "tagline", "description", "licence", "about")
EVENT_TEXTS = ("title", "date_note", "summary", "body")


def render_data(site: Site, recall: Recall = anew) -> Iterator[tuple[str, bytes]]:
    """Return the JSON files, UTF-8 with line feeds: one for each entry that has a page, the whole, and the schemas."""
    whole: dict[str, dict[str, str]] = {}
    head = _head(site)
    for register in REGISTERS:
        whole[register] = {
            id_: recall(("record", register, id_), partial(_record, site, register, id_))
            for id_ in getattr(site.chronicle, register)
        }
        if register in SECTIONS:
            for id_, record in whole[register].items():
                yield record_address(register, id_), _file(site, head, (register, id_), record)
    yield JSON, _whole(site, head, whole)
    for name, schema in schemas().items():
        yield f"{SCHEMAS}/{name}.json", (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def record_address(register: str, id_: str, suffix: str = "json") -> str:
    """Return the address of an entry as data, below the site's root."""
    return f"data/{register}/{id_}.{suffix}"


def encode(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def citation(settings: Settings) -> dict[str, str]:
    """Return how the data as a whole is cited, by language; which entry, and when it was got, is for who cites it."""
    as_of = f" ({settings.as_of})" if settings.as_of else ""
    base = f" {settings.base_url}" if settings.base_url else ""
    return {language: f"{title}{as_of}.{base}" for language, title in settings.title.items()}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas (JSON Schema, draft-07) of the whole and of an entry's own file, by name."""
    shared = json.loads(Path(__file__).with_name("schema-v1.json").read_bytes())
    return {
        name: {"$schema": shared["$schema"], **shared[name], "definitions": shared["definitions"]}
        for name in ("chronicle", "record")
    }


def _head(site: Site) -> dict[str, Any]:
    settings = site.chronicle.settings
    terms = {"licence": settings.licence, "licence_url": settings.licence_url, "citation": citation(settings)}
    return {"version": VERSION, **{key: value for key, value in terms.items() if value}}


def _whole(site: Site, head: Mapping[str, Any], registers: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the whole; the entries are JSON already."""
    own = {"$schema": "schema/v1/chronicle.json", **head, "site": _settings(site.chronicle.settings)}
    parts = [f'"{key}": {encode(value)}' for key, value in own.items()]
    for register, records in registers.items():
        lines = ",\n".join(f'  "{id_}": {record}' for id_, record in records.items())
        parts.append(f'"{register}": {{\n{lines}\n }}' if lines else f'"{register}": {{}}')
    return ("{\n " + ",\n ".join(parts) + "\n}\n").encode()


def _file(site: Site, head: Mapping[str, Any], entry: Entry, record: str) -> bytes:
    register, id_ = entry
    pages = {language: f"../../{address_of(language, register, id_)}" for language in site.chronicle.languages}
    own = {"$schema": "../schema/v1/record.json", **head, "register": register, "id": id_, "pages": pages}
    return f'{encode(own)[:-1]},"record":{record}}}\n'.encode()


def _settings(settings: Settings) -> dict[str, Any]:
    return {
        **_plain(settings),
        **_stated({"translation_state": _states(settings, SITE_TEXTS, settings.languages[0].id)}),
    }


def _record(site: Site, register: str, id_: str) -> str:
    """Return an entry as JSON, with what follows from it: days, states of translations, lines of quotes."""
    entry = getattr(site.chronicle, register)[id_]
    record: dict[str, Any] = _plain(entry)
    fields = EVENT_TEXTS if register == "events" else TEXTS
    own = getattr(entry, "original", "") or site.chronicle.languages[0]
    record.update(_stated({"translation_state": _states(entry, fields, own)}))
    for one, plain in zip(getattr(entry, "evidence", ()), record.get("evidence", ()), strict=True):
        plain.update(_of_quote(site, entry.translations, one))
    if register == "events":
        _add_to_event(site, entry, record)
    return encode(record)


def _add_to_event(site: Site, event: Event, record: dict[str, Any]) -> None:
    """Say of an event when it was last changed, and of its claims and quotes what state they are in."""
    if changed := changed_on(event):
        record["changed"] = changed.text
    for claim, plain in zip(event.claims, record.get("claims", ()), strict=True):
        plain.update(_stated({"translation_state": text_states(event.translations, event.original, claim.text)}))
        for one, quote in zip(claim.evidence, plain.get("evidence", ()), strict=True):
            quote.update(_of_quote(site, event.translations, one))


def _of_quote(site: Site, translations: Translations, one: Evidence) -> dict[str, Any]:
    return _stated(
        {"line": site.line_of(one), "translation_state": quote_states(site, translations, one) if one.quote else None}
    )


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _states(entry: Any, fields: tuple[str, ...], own: str) -> dict[str, dict[str, str]]:  # noqa: ANN401 - any entry
    return _stated(
        {field: text_states(entry.translations, own, text) for field in fields if (text := getattr(entry, field, None))}
    )


def text_states(translations: Translations, own: str, text: Text) -> dict[str, str]:
    """Return the state of a text in each language but its original's (`states`), by language."""
    original = states.original_of(translations, own, text)
    return {
        language: states.state_of(translations, original, text[original], words) if translations else states.EDITED
        for language, words in text.items()
        if language != original
    }


def quote_states(site: Site, translations: Translations, one: Evidence) -> dict[str, str]:
    """Return the state of a quote's translations, by language."""
    language = site.chronicle.sources[one.source].language
    return text_states(translations, language, {language: one.quote, **one.translation})


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever the model holds
    """Return a value of the model as JSON has it; numbers as written, empty fields left out.

    A date is its EDTF text; beside it stand, as `…_earliest` and `…_latest`, the first and last day that it covers.
    """
    if isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return _fields(value) if dataclasses.is_dataclass(value) else value


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any record of the model
    found: dict[str, Any] = {}
    for name in _names(type(value)):  # type: ignore[arg-type]  # a class is hashable
        item = getattr(value, name)
        if isinstance(item, Date):
            days = {f"{name}_earliest": item.earliest, f"{name}_latest": item.latest}
            found |= {name: item.text, **{key: day.isoformat() for key, day in days.items() if day}}
        elif item not in ("", None, (), {}):
            found[name] = _plain(item)
    return found


@cache
def _names(record: Any) -> tuple[str, ...]:  # noqa: ANN401 - a class of the model
    return tuple(field.name for field in dataclasses.fields(record) if field.name not in APART)
