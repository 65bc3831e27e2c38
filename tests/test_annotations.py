"""Problems for programs that mark lines: editors and GitHub."""

from __future__ import annotations

import json
import re

from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from biennien.annotations import render_github, render_lines
from biennien.messages import phrase
from biennien.problems import At, Problem, Span, problem

HERE = Span("content/events/a.yaml", 31, 30, 31, 49)
DOCUMENTED = (ROOT / "docs" / "diagnostics.md").read_text("utf-8").split("```json\n")[1].split("```")[0]
PATTERN = json.loads(DOCUMENTED)["tasks"][0]["problemMatcher"]["pattern"]
MATCHER = re.compile(PATTERN["regexp"])
COMMAND = re.compile(r"::(error|warning) ([^\r\n]*?)::([^\r\n]*)\n")


def unescaped(text: str) -> str:
    """Return a value as GitHub reads it."""
    for sign, escape in ((",", "%2C"), (":", "%3A"), ("\n", "%0A"), ("\r", "%0D"), ("%", "%25")):
        text = text.replace(escape, sign)
    return text


def test_a_line_is_a_place_a_code_and_a_message() -> None:
    """As a problem matcher reads it; what stood beside the caret follows in parentheses."""
    found = render_lines(
        (problem("E215", HERE, label=phrase("meant", guess="b"), id="a", register="x"), problem("W317", HERE, id="a"))
    )
    assert found == (
        "content/events/a.yaml:31:30: error[E215]: there is no “a” in x (did you mean “b”?)\n"
        "content/events/a.yaml:31:30: warning[W317]: the figure “a” does not say of which period it is\n"
    )


def test_the_documented_matcher_takes_a_line_apart() -> None:
    """As VS Code does: file, line, column, severity, code and message."""
    match = MATCHER.match(render_lines((problem("W317", HERE, id="a"),)).rstrip("\n"))
    assert match
    found = {name: match[group] for name, group in PATTERN.items() if name != "regexp"}
    assert found == {
        "file": HERE.file,
        "line": "31",
        "column": "30",
        "severity": "warning",
        "code": "W317",
        "message": "the figure “a” does not say of which period it is",
    }


def test_what_has_no_line_begins_its_file_and_what_has_no_file_the_settings() -> None:
    """Nothing is lost for want of a place."""
    assert render_lines((problem("E303", At("b.yaml"), month="13"),)).startswith("b.yaml:1:1: error[E303]")
    assert render_lines((problem("E303", None, month="13"),)).startswith("content/site.yaml:1:1: error[E303]")


def test_files_are_found_from_where_the_command_was_run() -> None:
    """The folder that was named as root comes before each of them."""
    assert render_lines((problem("E242", HERE),), "../mine").startswith("../mine/content/events/a.yaml:31:30: ")
    assert "file=sub/content/events/a.yaml," in render_github((problem("E242", HERE),), "sub")


def test_severities_are_the_same_in_every_language() -> None:
    """Programs read them; the message is in the language asked for."""
    lines = [render_lines((problem("E242", HERE),), language=language) for language in ("en", "vi")]
    assert all(": error[E242]: " in line for line in lines)
    assert lines[0] != lines[1]


def test_github_is_told_all_of_a_report_in_one_command() -> None:
    """Message, label, nearest passage and help, with line feeds, percent signs and colons escaped."""
    details = [("closest", "“50 %”")]
    one = problem("E212", HERE, label=phrase("like_the_archive", percent="95%"), details=details)
    assert render_github((one,)) == (
        "::error file=content/events/a.yaml,line=31,endLine=31,col=30,endColumn=49,title=E212"
        "::quote not found in the archived source%0A95%25 like the archive%0Aclosest: “50 %25”"
        "%0Ahelp: copy the archive's words, or correct the source\n"
    )


def test_github_takes_no_columns_of_several_lines() -> None:
    """It would refuse the annotation."""
    shown = render_github((problem("E242", Span("a.yaml", 1, 5, 3, 2)),))
    assert shown.startswith("::error file=a.yaml,line=1,endLine=3,title=E242::")


@given(st.text(), st.text(), st.text(min_size=1))
def test_no_text_breaks_a_line_or_a_command(value: str, label: str, file: str) -> None:
    """Whatever a problem holds is one line, which its reader takes apart as it was put together."""
    one = Problem("E215", Span(file, 3, 7, 3, 9), {"id": value, "register": "x"}, label)
    (line,) = render_lines((one,)).split("\n")[:-1]
    assert MATCHER.match(line)
    command = COMMAND.fullmatch(render_github((one,)))
    assert command
    properties = dict(part.split("=", 1) for part in command[2].split(","))
    assert unescaped(properties["file"]) == file
    assert unescaped(command[3]).startswith(f"there is no “{value}” in x")
