"""What reference managers read: a work that is cited, as BibTeX, as RIS and as CSL-JSON.

Written here, for each is a dozen lines, and a file a page has to cost microseconds. Of the kept libraries, rispy
numbers its records, which RIS does not know, bibtexparser escapes nothing, and pybtex takes a millisecond a work. The
tests read every form back with the first two.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from biennien.edtf import Date

LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # \{ would be counted as a brace that is never closed
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_SPECIAL = re.compile(f"[{re.escape(''.join(LATEX))}]")
_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that is cited. `kind` is a CSL type, webpage or article-newspaper; `site` is who publishes it.

    `key` is ASCII; `tongue` is the language's English name in small letters, `language` its BCP 47 tag; `address` is
    absolute, or empty where none is known.
    """

    key: str
    kind: str
    title: str
    authors: tuple[str, ...]
    site: str
    date: Date | None
    address: str
    language: str
    tongue: str


def write_bibtex(works: Iterable[Reference]) -> bytes:
    """Return the works as biblatex has them (type `online`), in UTF-8; names and titles keep their capitals."""
    return "\n".join(map(_bibtex, works)).encode()


def _bibtex(work: Reference) -> str:
    authors = " and ".join(f"{{{_latex(author)}}}" for author in work.authors)
    fields = {
        "author": authors,
        "title": f"{{{_latex(work.title)}}}",
        "organization": f"{{{_latex(work.site)}}}" if work.site else "",
        "date": work.date.text if work.date else "",
        "url": work.address.translate(_URL),
        "langid": work.tongue,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{work.key},\n{lines}}}\n"


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda match: LATEX[match.group()], _on_one_line(text))


def write_ris(works: Iterable[Reference]) -> bytes:
    """Return the works as RIS (type ELEC), in UTF-8, each line ended by CR LF."""
    lines = (f"{tag}  - {_on_one_line(value)}\r\n" for work in works for tag, value in _ris(work))
    return "".join(lines).encode()


def _ris(work: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC"
    yield "ID", work.key
    yield from (("AU", author) for author in work.authors)
    parts = date_parts(work.date)
    date = "/".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:]))) if parts else ""
    fields = (
        ("TI", work.title),
        ("PB", work.site),
        ("PY", f"{parts[0]:04}" if parts else ""),
        ("DA", f"{date}{'/' * (4 - len(parts))}" if parts else ""),
        ("UR", work.address),
        ("LA", work.language),
    )
    yield from ((tag, value) for tag, value in fields if value)
    yield "ER", ""


def write_csl(works: Iterable[Reference]) -> bytes:
    """Return the works as CSL-JSON (data schema of CSL 1.0.2), in UTF-8."""
    return (json.dumps([_csl(work) for work in works], ensure_ascii=False, indent=1) + "\n").encode()


def _csl(work: Reference) -> dict[str, Any]:
    parts = date_parts(work.date)
    fields = {
        "id": work.key,
        "type": work.kind,
        "title": work.title,
        "author": [{"literal": author} for author in work.authors],
        "container-title": work.site,
        "issued": {"date-parts": [parts]} if parts else {},
        "URL": work.address,
        "language": work.language,
    }
    return {name: value for name, value in fields.items() if value}


def date_parts(date: Date | None) -> list[int]:
    """Return the year, month and day of a date as far as they are known; nothing of a span or of no date."""
    if date is None or date.is_interval or date.start is None or date.start.known_year is None:
        return []
    moment = date.start
    parts = [moment.known_year, moment.known_month, int(moment.day) if moment.day.isdigit() else None]
    return [part for part in parts if part is not None]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
