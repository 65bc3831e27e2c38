"""Tables as text (CSV, RFC 4180) in which no cell becomes a formula.

A text that a spreadsheet program might take for a formula has an apostrophe put in front; who reads the table back
takes it away. Programs that split lines at semicolons or tabs, as in much of Europe, see cells within a text too, so
what follows these, or a line break, is looked at as well. Numbers are never touched.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What begins a formula, also behind spaces and quotation marks and in full width (OWASP, CSV Injection); apostrophes
# before it are ours or somebody's, and count as nothing, so that one more can be taken away again.
_SIGN = r"[=+\-@＝＋－＠]"
_START = rf"(?='*[\t\r\n]|[\s'\"]*{_SIGN})"
_INNER = rf"(?=(?:['\"]|[^\S\t\r\n])*{_SIGN})"  # behind a separator, up to the next
_BEGINS = re.compile(rf"^{_START}|(?<=[;\t\r\n]){_INNER}")
_GUARDED = re.compile(rf"^'{_START}|(?<=[;\t\r\n])'{_INNER}")
_SPLITS = re.compile(r"[;\t\r\n]")


def guard(text: str) -> str:
    """Return a text as it stands in a cell: with an apostrophe wherever it would begin a formula."""
    return _BEGINS.sub("'", text)


def unguard(cell: str) -> str:
    """Return the text that `guard` made a cell of."""
    return _GUARDED.sub("", cell) if "'" in cell else cell


def write_rows(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as a table: UTF-8 with a byte order mark, commas, CRLF after each row; texts guarded, None empty.

    The mark is what lets spreadsheet programs read the letters (RFC 4180 leaves the encoding open).
    """
    return BOM_UTF8 + more_rows(rows)


def more_rows(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as they follow those of a table."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerows([_cell(one) for one in row] for row in rows)
    return table.getvalue().encode()


def _cell(value: object) -> object:
    """Return what stands in a cell; most texts begin with a letter or a digit, and need no closer look."""
    if isinstance(value, str) and (not value[:1].isalnum() or _SPLITS.search(value)):
        return guard(value)
    return value


def read_rows(raw: bytes) -> list[list[str]]:
    """Return the rows of a table that `write_rows` made, as texts."""
    reader = csv.reader(io.StringIO(raw.removeprefix(BOM_UTF8).decode(), newline=""), strict=True)
    return [[unguard(cell) for cell in row] for row in reader]
