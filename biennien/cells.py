"""Tables as text (CSV, RFC 4180) in which no cell becomes a formula.

A text that a spreadsheet program might take for a formula has one apostrophe put in front; who reads the table back
takes one away. Numbers are never touched.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What begins a formula, also behind spaces and in full width (OWASP, CSV Injection); apostrophes before it are ours or
# somebody's, and count as nothing, so that one more can be taken away again.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def guard(text: str) -> str:
    """Return a text as it stands in a cell: with an apostrophe in front where it would begin a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """Return the text that `guard` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_rows(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as a table: UTF-8 with a byte order mark, commas, CRLF after each row; texts guarded, None empty.

    The mark is what lets spreadsheet programs read the letters (RFC 4180 leaves the encoding open).
    """
    return BOM_UTF8 + more_rows(rows)


def more_rows(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as they follow those of a table."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    # Most cells begin with a letter or a digit, and need no closer look.
    writer.writerows(
        [guard(one) if isinstance(one, str) and not one[:1].isalnum() else one for one in row] for row in rows
    )
    return table.getvalue().encode()


def read_rows(raw: bytes) -> list[list[str]]:
    """Return the rows of a table that `write_rows` made, as texts."""
    reader = csv.reader(io.StringIO(raw.removeprefix(BOM_UTF8).decode(), newline=""), strict=True)
    return [[unguard(cell) for cell in row] for row in reader]
