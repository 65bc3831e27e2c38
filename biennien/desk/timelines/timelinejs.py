"""Timelines of TimelineJS: its JSON, and tables with the column names of its spreadsheet, as slides.

Formats: timeline.knightlab.com/docs/json-format.html, and the spreadsheet template of the same makers. Nothing of a
slide is judged here; what a slide has and we have no place for goes into its `rest`, so that it can be listed.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from biennien.cells import unguard
from biennien.messages import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from biennien.messages import Phrase

DATE_PARTS = ("year", "month", "day")
_TIMES = ("hour", "minute", "second", "millisecond", "time", "format")
_MEDIA = ("url", "link", "caption", "credit", "title", "alt", "thumbnail", "link_target")
COLUMNS = {
    "headline": "headline", "text": "text", "display date": "display_date", "group": "group", "media": "media.url",
    "media credit": "media.credit", "media caption": "media.caption", "media thumbnail": "media.thumbnail",
    "alt text": "media.alt", "link": "media.link", "type": "type", "edtf": "edtf", "unique id": "id",
    **{part: f"start.{part}" for part in (*DATE_PARTS, "time")},
    **{f"end {part}": f"end.{part}" for part in (*DATE_PARTS, "time")},
}  # fmt: skip
"""The columns of the spreadsheet, in lower case, and where each belongs."""
_NEEDED = {"headline", "year", "text"}
_KINDS = ("title", "era")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file is no timeline, and where: line and column, counted from 1."""

    line: int
    column: int
    why: Phrase


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its fields as texts, dates as year, month and day; `where` says where it stands in the file.

    `edtf` is the date as our own export has it besides, and `id` the slide's own.
    """

    where: Phrase
    kind: str = ""
    headline: str = ""
    text: str = ""
    display_date: str = ""
    group: str = ""
    start: Mapping[str, str] = field(default_factory=dict)
    end: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)
    edtf: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline: its slides in the order of the file, the title slide and eras among them, told by their kind."""

    slides: tuple[Slide, ...]
    rest: Mapping[str, str]


def read_json(text: str) -> Timeline | Fault:
    """Return the timeline in a JSON text (RFC 8259), or why there is none."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        why = f"{error.msg[:1].lower()}{error.msg[1:]}"
        return Fault(error.lineno, error.colno, phrase("json_unreadable", why=why))
    except RecursionError:
        return Fault(1, 1, phrase("json_too_deep"))
    if not isinstance(data, dict) or not isinstance(data.get("events"), list):
        return Fault(1, 1, phrase("json_no_timeline"))
    return Timeline(tuple(_json_slides(data)), _rest(data, ("events", "title", "eras")))


def _json_slides(data: dict[str, Any]) -> Iterator[Slide]:
    if "title" in data:
        yield _json_slide(data["title"], phrase("title_slide"), "title")
    for number, one in enumerate(data["events"], 1):
        yield _json_slide(one, phrase("event_number", n=str(number)), "")
    eras = data.get("eras")
    for number, one in enumerate(eras if isinstance(eras, list) else [], 1):
        yield _json_slide(one, phrase("era_number", n=str(number)), "era")


def _json_slide(data: Any, where: Phrase, kind: str) -> Slide:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(data, dict):
        return Slide(where, kind or "unknown", rest={"value": _said(data)})
    text, media = _mapping(data.get("text")), _mapping(data.get("media"))
    start, end = _mapping(data.get("start_date")), _mapping(data.get("end_date"))
    used = ("text", "media", "start_date", "end_date", "display_date", "group", "edtf", "unique_id")
    displayed = (data.get("display_date"), start.get("display_date"), end.get("display_date"))
    rest = {
        **_rest(data, used),
        **_rest(text, ("headline", "text"), "text."),
        **_rest(media, _MEDIA, "media."),
        **_rest(start, (*DATE_PARTS, *_TIMES, "display_date"), "start_date."),
        **_rest(end, (*DATE_PARTS, *_TIMES, "display_date"), "end_date."),
    }
    return Slide(
        where=where,
        kind=kind,
        headline=_said(text.get("headline")),
        text=_said(text.get("text")) if isinstance(data.get("text"), dict) else _said(data.get("text")),
        display_date=" – ".join(dict.fromkeys(filter(None, map(_said, displayed)))),
        group=_said(data.get("group")),
        start={key: _said(start[key]) for key in (*DATE_PARTS, *_TIMES) if _said(start.get(key))},
        end={key: _said(end[key]) for key in (*DATE_PARTS, *_TIMES) if _said(end.get(key))},
        media={key: _said(media[key]) for key in _MEDIA if _said(media.get(key))},
        rest=rest,
        edtf=_said(data.get("edtf")),
        id=_said(data.get("unique_id")),
    )


def _mapping(data: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    return data if isinstance(data, dict) else {}


def _said(data: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if data is None or isinstance(data, str):
        return (data or "").strip()
    return json.dumps(data, ensure_ascii=False)


def _rest(data: Mapping[str, Any], used: Sequence[str], prefix: str = "") -> dict[str, str]:
    return {f"{prefix}{key}": _said(value) for key, value in data.items() if key not in used and _said(value)}


def read_table(text: str) -> Timeline | Fault:
    """Return the timeline in a table (RFC 4180, or with semicolons or tabs), or why there is none."""
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [" ".join(name.lower().split()) for name in next(reader, [])]
        if not _NEEDED & set(names):
            return Fault(1, 1, phrase("table_no_timeline"))
        return Timeline(tuple(_table_slides(reader, names)), {})
    except csv.Error as error:
        return Fault(reader.line_num, 1, phrase("table_unreadable", why=str(error)))


def _table_slides(reader: Any, names: list[str]) -> Iterator[Slide]:  # noqa: ANN401 - csv's own reader
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _table_slide(cells, names, phrase("line_number", n=str(line)))
        line = reader.line_num + 1


def _table_slide(cells: list[str], names: list[str], where: Phrase) -> Slide:
    found: dict[str, str] = {}
    rest: dict[str, str] = {}
    for number, cell in enumerate(unguard(one.strip()) for one in cells):
        name = names[number] if number < len(names) else ""
        into = found if name in COLUMNS else rest
        key = COLUMNS.get(name) or name or f"column {number + 1}"
        if cell:
            into[key if key not in into else f"{key} ({number + 1})"] = cell
    kind = found.get("type", "").lower()
    rest |= {"type": found["type"]} if kind not in ("", *_KINDS) else {}
    return Slide(
        where=where,
        kind=kind if kind in _KINDS else "",
        headline=found.get("headline", ""),
        text=found.get("text", ""),
        display_date=found.get("display_date", ""),
        group=found.get("group", ""),
        start=_part(found, "start"),
        end=_part(found, "end"),
        media=_part(found, "media"),
        rest=rest | {key: value for key, value in found.items() if key.endswith(")")},
        edtf=found.get("edtf", ""),
        id=found.get("id", ""),
    )


def _part(found: Mapping[str, str], part: str) -> dict[str, str]:
    """Return the fields of a date or of the media, without those of a column that is there twice."""
    return {key.partition(".")[2]: found[key] for key in found if key.startswith(f"{part}.") and key[-1] != ")"}
