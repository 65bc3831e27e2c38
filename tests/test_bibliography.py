"""What reference managers read, read back by libraries that are not ours: every letter of a title comes back."""

from __future__ import annotations

import json
from typing import Any

import fastjsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from biennien.bibliography import LATEX, Reference, date_parts, write_bibtex, write_csl, write_ris
from biennien.edtf import parse_date

VARIABLE = {"type": "string", "minLength": 1}
CSL = {  # what of the data schema of CSL 1.0.2 these files use; anything else is refused
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["webpage", "article-newspaper"]},
            **dict.fromkeys(("id", "title", "container-title", "URL", "language"), VARIABLE),
            "author": {
                "type": "array",
                "items": {"type": "object", "properties": {"literal": VARIABLE}, "additionalProperties": False},
            },
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
                    }
                },
            },
        },
    },
}
check_csl = fastjsonschema.compile(CSL)
PANGRAM = "Ắt ẵm bữa ỷ, ngữ nghĩa: Quỹ “Ơ” & 100% {đ} #1_~^\\$"
titles = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1).map(lambda text: f"T{text}")


def work(**fields: Any) -> Reference:  # noqa: ANN401 - the fields of Reference
    """Return a work that is cited."""
    known: dict[str, Any] = {
        "key": "bien-nien-events-meeting-vi",
        "kind": "webpage",
        "title": PANGRAM,
        "authors": ("Biên Niên",),
        "site": "Biên Niên",
        "date": parse_date("2026-11-23"),
        "address": "https://a.example/vi/x_y.html#a%20b",
        "language": "vi-VN",
        "tongue": "vietnamese",
    }
    return Reference(**{**known, **fields})


def read_bibtex(data: bytes) -> list[dict[str, str]]:
    """Return the entries of a file of BibTeX as bibtexparser has them: type, key, and fields without their braces."""
    library = parse_string(data.decode())
    assert library.failed_blocks == []
    return [
        {"type": one.entry_type, "key": one.key, **{field.key: plain(field.value) for field in one.fields}}
        for one in library.entries
    ]


def plain(value: str) -> str:
    """Return a value as TeX would set it: protecting braces gone, commands for signs undone."""
    text = value[1:-1] if value.startswith("{") and value.endswith("}") else value
    for sign, command in sorted(LATEX.items(), key=lambda item: -len(item[1])):
        text = text.replace(command, f"\ue000{ord(sign)}\ue001")
    parts = text.replace("\ue001", "\ue000").split("\ue000")
    return "".join(chr(int(part)) if at % 2 else part for at, part in enumerate(parts))


def test_bibtex_is_read_back_with_every_letter() -> None:
    """Vietnamese stays Vietnamese, TeX's own signs are escaped, an address keeps its own, names are not taken apart."""
    (entry,) = read_bibtex(write_bibtex([work()]))
    assert (entry["type"], entry["key"]) == ("online", "bien-nien-events-meeting-vi")
    assert (entry["title"], entry["author"], entry["langid"]) == (PANGRAM, "Biên Niên", "vietnamese")
    assert (entry["date"], entry["url"]) == ("2026-11-23", "https://a.example/vi/x_y.html#a%20b")


@given(titles)
@settings(max_examples=60)
def test_no_title_breaks_bibtex_or_ris(title: str) -> None:
    """Braces, backslashes, equals signs and dashes within a title stay within it."""
    (entry,) = read_bibtex(write_bibtex([work(title=title)]))
    assert entry["title"] == title
    (record,) = rispy.loads(write_ris([work(title=title)]).decode())
    assert record["title"] == title


def test_several_works_are_several_entries() -> None:
    """The page of a source and the article."""
    works = [work(), work(key="article", authors=("N.K", "Duy Tuấn"), date=None, address="")]
    entries = read_bibtex(write_bibtex(works))
    assert [one["key"] for one in entries] == ["bien-nien-events-meeting-vi", "article"]
    assert entries[1].keys() & {"date", "url"} == set()
    assert entries[1]["author"] == "{N.K} and {Duy Tuấn"[1:]  # `plain` took the outermost braces
    records = rispy.loads(write_ris(works).decode())
    assert [one["authors"] for one in records] == [["Biên Niên"], ["N.K", "Duy Tuấn"]]
    assert [one["id"] for one in json.loads(write_csl(works))] == [one["key"] for one in entries]


def test_ris_has_the_lines_that_its_readers_know() -> None:
    """Each line is tag, two spaces, dash, space; a date has its three strokes; lines end with CR LF."""
    lines = write_ris([work()]).decode().split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert "DA  - 2026/11/23/" in lines
    assert "PY  - 2026" in lines
    (record,) = rispy.loads("\r\n".join(lines))
    assert (record["type_of_reference"], record["title"], record["year"]) == ("ELEC", PANGRAM, "2026")
    assert record["urls"] == ["https://a.example/vi/x_y.html#a%20b"]


def test_csl_json_keeps_to_its_schema() -> None:
    """What is not known is left out; letters are letters, not escapes."""
    data = write_csl([work(), work(date=None, address="", site="", authors=())])
    full, bare = check_csl(json.loads(data))
    assert full["issued"] == {"date-parts": [[2026, 11, 23]]}
    assert bare.keys() == {"id", "type", "title", "language"}
    assert "Ắt ẵm bữa ỷ" in data.decode()


@pytest.mark.parametrize(
    ("text", "parts"),
    [("2026-11-23", [2026, 11, 23]), ("2026-11", [2026, 11]), ("2024~", [2024]), ("2024/2025", []), ("XXXX", [])],
)
def test_a_date_has_the_parts_that_are_known(text: str, parts: list[int]) -> None:
    """A span has no one date, and nothing is made up."""
    assert date_parts(parse_date(text)) == parts
