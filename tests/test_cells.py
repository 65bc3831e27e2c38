"""Cells of tables: nothing becomes a formula, and everything comes back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biennien.cells import guard, read_rows, unguard, write_rows


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5%", "@SUM(A1)", " =1", "'=1", '"=1"', "＝1", "\tx", "\rx"])
def test_what_begins_a_formula_has_an_apostrophe_in_front(text: str) -> None:
    """Signs, signs in full width, and white space before them."""
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("x; @SUM(A1)", "x;' @SUM(A1)"),
        ('x;"=1"', "x;'\"=1\""),
        ("one\n- two", "one\n'- two"),
        ("a\t=1", "a\t'=1"),
        ("\n=1", "'\n'=1"),
        ("a:\n\n- b", "a:\n\n'- b"),
        ("; \t=1", "; \t'=1"),
        ("a;'=1", "a;''=1"),
    ],
)
def test_where_programs_split_a_text_nothing_begins_a_formula_either(text: str, cell: str) -> None:
    """At semicolons, tabs and line breaks, where lists of the system's region are so separated."""
    assert guard(text) == cell
    assert unguard(cell) == text


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_no_separator_makes_a_formula_of_what_is_written(separator: str) -> None:
    """Tables with commas are opened by programs that expect others."""
    rows = write_rows([["id", "a;=1", 'b;"=2"', "c\n=3", "d\t=4", "e;' =5", "f,=6"]]).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(rows, newline=""), delimiter=separator) for cell in row]
    assert len(cells) > 1
    assert not [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("text", ["", "a=b", "'Tis", "5", "1-2", "../2024", "“=”", "•", "a; b", "a\nb", "a;'b", "1;2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    """An apostrophe of somebody's own too."""
    assert guard(text) == unguard(text) == text


@given(st.text() | st.text("=-'\"; \t\r\na"))
@settings(max_examples=100)
def test_no_text_is_changed_by_a_table(text: str) -> None:
    """What is read back is what was written, and what a cell begins with is no sign of a formula."""
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
@settings(max_examples=50)
def test_rows_come_back(rows: list[list[str]]) -> None:
    """Commas, quotes, line breaks and all."""
    assert read_rows(write_rows(rows)) == rows


def test_a_table_is_as_rfc_4180_has_it() -> None:
    """CRLF after each row, quotes doubled, numbers bare, nothing for None; a mark says that it is UTF-8."""
    raw = write_rows([["a", "b"], ['x "y", z\nw', -5], [None, "đ"]])
    assert raw == '\ufeffa,b\r\n"x ""y"", z\nw",-5\r\n,đ\r\n'.encode()
    assert [*csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))][1] == ['x "y", z\nw', "-5"]
