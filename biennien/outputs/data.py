"""The chronicle as data, for whoever wants to reuse it: everything as JSON, the claims as a table."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from biennien.edtf import Date
from biennien.site import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Chronicle
    from biennien.site import Site

JSON = "data/chronicle.json"
CSV = "data/claims.csv"
APART = ("at", "translations")
"""Fields of the model that say how the content is kept, not what it says."""
REGISTERS = (*SECTIONS, "posts", "kinds", "measures", "glossary")


def render_data(site: Site) -> Iterator[tuple[str, bytes]]:
    """Return the data files: addresses and bytes, UTF-8 with line feeds; the table begins with a byte order mark.

    The mark is what lets spreadsheet programs read the table's letters (RFC 4180 leaves the encoding open).
    """
    yield JSON, (json.dumps(_chronicle(site.chronicle), ensure_ascii=False, indent=1) + "\n").encode()
    yield CSV, _claims(site).encode("utf-8-sig")


def _chronicle(chronicle: Chronicle) -> dict[str, Any]:
    return {
        "site": _plain(chronicle.settings),
        **{register: _plain(getattr(chronicle, register)) for register in REGISTERS},
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever the model holds
    """Return a value of the model as JSON has it; dates as EDTF, numbers exactly as written, empty fields left out."""
    if isinstance(value, Date):
        return value.text
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value) if field.name not in APART]
        fields = ((name, getattr(value, name)) for name in names)
        return {name: _plain(item) for name, item in fields if item not in ("", None, (), {})}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _claims(site: Site) -> str:
    languages = site.chronicle.languages
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    words = [f"claim_{one}" for one in languages]
    writer.writerow(["event", "date", "claim", "kind", *words, "source", "quote", "line"])
    for event in site.relations.events:
        for claim in event.claims:
            texts = [_cell(claim.text.get(one, "")) for one in languages]
            for one in claim.evidence:
                proof = [one.source, _cell(one.quote), site.line_of(one) or ""]
                writer.writerow([event.id, event.date.text, claim.id, claim.kind, *texts, *proof])
    return table.getvalue()


def _cell(text: str) -> str:
    """Keep a spreadsheet program from taking a text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
