"""Faults of YAML, told in words of our own and where the slip is, not where the reader stopped."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from biennien.messages import catalogue, voice
from biennien.nodes import parse
from biennien.problems import Span

REAL = (ROOT / "content" / "events" / "spring-meeting-2023.yaml").read_text("utf-8")[:2500]
CODES = catalogue()
SLIPS = [
    ":",
    ": ",
    '"',
    "'",
    ",",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "\t",
    " ",
    "  ",
    "\n",
    "#",
    " #",
    "&",
    "*",
    "!",
    "|",
    "%",
    "\\",
]


def fault(text: str) -> str:
    """Return code and place of the one fault of a text."""
    _, problems = parse(text.encode(), "x")
    (found,) = problems
    assert isinstance(found.where, Span)
    return f"{found.code} {found.where.line}:{found.where.column}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # tabs
        ("a:\n\tb: c", "E112 2:1"),
        ("a:\n  b: c\n \td: e", "E112 3:2"),
        ("a:\n  -\tb: c\n", "E112 2:4"),
        ("a: |\n\tb\n", "E112 2:1"),
        ("a: b\n\tc\nd: e", "E112 2:1"),
        # colons
        ("a: b: c", "E122 1:5"),
        ("a: b:", "E122 1:5"),
        ("- a: b: c", "E122 1:7"),
        ("{a: b: c}", "E122 1:6"),
        ("{a: b:, c: d}", "E122 1:6"),
        ("[{a: b,\n  c: d: e}]", "E122 2:7"),
        ("a: b c\n  d: e", "E116 2:3"),
        ("a: ? b", "E113 1:4"),
        # keys without a colon
        ("a: b\nc\nd: e", "E121 2:1"),
        ("a: b\n  \nc:d\n# no\n\ne: f", "E121 3:1"),
        ("a:b\nc: d", "E121 1:1"),
        ("a:b\n\n# no\nc: d", "E121 1:1"),
        ("a: b\nc: d\ne", "E121 3:1"),
        # indentation
        ("a:\n    b: c\n  d: e", "E116 3:3"),
        ("a:\n  - b: c\n   d: e", "E116 3:4"),
        ("a:\n  - b: c\n     d: e", "E116 3:6"),
        (" a: b\nc: d", "E116 2:1"),
        ("a: b\n- c", "E116 2:1"),
        ("a: b # c\n  d", "E116 2:3"),
        # quotation marks
        ('a: "b\nc: d', "E115 1:4"),
        ("a: 'b\nc: d", "E115 1:4"),
        ('a: "b\nc: "d"\ne: f', "E115 1:4"),
        ('a: "b\n---\nc"', "E115 1:4"),
        ('a: "b "c" d"', "E120 1:7"),
        ('a: "b" c', "E120 1:6"),
        ("a: 'b's c'", "E120 1:6"),
        ('{a: "b "c" d"}', "E120 1:8"),
        ('"a" b', "E120 1:3"),
        # escapes
        ('a: "b\\d"', "E117 1:6"),
        ('a: "\\u12"', "E117 1:5"),
        ('a: "b\\"', "E115 1:4"),
        # brackets
        ("a: {b: c", "E119 1:4"),
        ("a: [b\nc: d", "E119 1:4"),
        ('a: [{b: "c"\nd: e', "E119 1:5"),
        ("a: [", "E119 1:4"),
        ("a: [b, [c]\n", "E119 1:4"),
        ("a: {b: [c}}", "E119 1:8"),
        ("a: [b, c}", "E119 1:4"),
        ("a: [b, }", "E119 1:4"),
        ("a: {b: c}}", "E124 1:10"),
        ("a: {b} c", "E124 1:8"),
        ("a: [b] c", "E124 1:8"),
        ("{a: {b} c}", "E124 1:9"),
        ("{a: b [c]}", "E125 1:7"),
        ("[a {b}]", "E125 1:4"),
        ("a: }", "E113 1:4"),
        # commas
        ('{a: "b" c: d}', "E126 1:8"),
        ('- {a: "b"\n   c: d}', "E126 1:10"),
        ("- {a: b\n   c: d}", "E126 1:8"),
        ("[a,, b]", "E126 1:4"),
        ("[, a]", "E126 1:2"),
        ("a: ,b", "E113 1:4"),
        # lists
        ("a: - b", "E114 1:4"),
        ("a: b\nc: - d", "E114 2:4"),
        # signs of YAML's own
        ("a: @b", "E113 1:4"),
        ("a: `b`", "E113 1:4"),
        ("a: %b", "E113 1:4"),
        ("%b: c", "E113 1:1"),
        ("a: >b", "E113 1:4"),
        ("a: |b", "E113 1:4"),
        ("a: |0", "E113 1:4"),
        ("a: **b**", "E113 1:4"),
        ("a: & b", "E113 1:4"),
        ("a: !<b c", "E113 1:4"),
        ("a: !b!c d", "E113 1:4"),
        # documents and directives
        ("a: b\n---\nc: d", "E107 2:1"),
        ("a: b\n...\nc: d", "E107 3:1"),
        ("---\n---\n", "E107 2:1"),
        ("...\n", "E107 1:1"),
        ("%YAML 3.0\n---\na: b", "E103 1:1"),
        ("%YAML 1.1\n%YAML 1.1\n---\na: b", "E103 2:1"),
        # places are counted in characters, and lines as editors count them
        ("ế: ế\r\nế: ế: ế\r\n", "E122 2:5"),
        ("\ufeffế: ế: ế", "E122 1:5"),
    ],
)
def test_a_fault_is_named_where_the_slip_is(text: str, wanted: str) -> None:
    """One fault, one code of ours, and the line and column to look at."""
    assert fault(text) == wanted


def test_a_mark_closed_too_late_shows_where() -> None:
    """The mark that was opened, and the one that closed it."""
    _, (found,) = parse(b'a: "b\nc: "d"\n', "x")
    assert [(str(where), voice().say(label)) for where, label in found.also] == [("x:2:4", "closed only here")]


def test_a_bracket_of_the_other_kind_is_shown() -> None:
    """The bracket that was opened, and the one that can't close it."""
    _, (found,) = parse(b"a: [b, c}\n", "x")
    assert [(str(where), voice().say(label)) for where, label in found.also] == [
        ("x:1:9", "another kind of bracket closes here")
    ]


def test_what_has_no_words_of_ours_is_shown_as_said() -> None:
    """Better the reader's own words than none."""
    _, (found,) = parse(b"%YAML 3.0\n---\na: b", "x")
    assert found.values == {"said": "found incompatible YAML document"}


@given(st.integers(0, len(REAL)), st.sampled_from(SLIPS), st.integers(0, 3))
def test_a_slip_of_the_pen_has_a_code_and_a_place(at: int, sign: str, taken: int) -> None:
    """Whatever is typed or deleted somewhere in a real entry, the fault is one of ours, at or near that line."""
    text = REAL[:at] + sign + REAL[at + taken :]
    _, problems = parse(text.encode(), "x")
    lines = text.split("\n")
    for one in problems:
        assert one.code in CODES
        assert one.code != "E103"
        assert isinstance(one.where, Span)
        assert one.where.line <= len(lines)
        assert one.where.column <= len(lines[one.where.line - 1]) + 1
