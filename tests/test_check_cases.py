"""Every code of the catalogue: what triggers it, the whole report, and its explanation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from project import base_project, check_report, read_cases, write_changed, write_project

from biennien.edtf import DateError, parse_date
from biennien.messages import catalogue
from biennien.nodes import Mapping, Scalar, parse

if TYPE_CHECKING:
    from project import Case

FOLDER = Path(__file__).with_name("cases") / "problems"
CODES = catalogue()
CASES = tuple(read_cases(FOLDER))
UNTRUSTED = tuple(read_cases(FOLDER.with_name("untrusted")))
SHOWN = re.compile(r"^(?:error|warning)\[(\w+)\]", re.MULTILINE)
USED = re.compile(r"""["']([EW][1-6]\d\d)["']""")
EXAMPLE = re.compile(r"^(bad|good): +(.+\n(?: {6}.*\n)*)", re.MULTILINE)
MARKS = {"⟨U+2028⟩": "\u2028", "⟨U+0007⟩": "\x07", "⇥": "\t"}
NO_YAML = {"E101", "E108", "E123", "E127"}  # about how a file is stored, or how large it is, or within a value


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file.stem}: {case.title}" for case in CASES])
def test_a_project_is_reported_as_its_case_says(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The whole report of `build.py check`, to the code point; `pytest --renew` writes what it says now."""
    code, report = check_report(write_changed(tmp_path, case.changes))
    if request.config.getoption("--renew"):
        case.renew(report)
    else:
        assert report == case.wanted
    assert code == ("error[" in report)


def test_the_tiny_project_has_no_fault(tmp_path: Path) -> None:
    """What a case reports comes from what the case changes."""
    assert check_report(write_project(tmp_path, base_project())) == (0, "")


def test_every_code_in_the_source_is_in_the_catalogue() -> None:
    """No report without words."""
    source = "".join(file.read_text("utf-8") for file in (ROOT / "biennien").rglob("*.py"))
    assert sorted(set(USED.findall(source)) - CODES.keys()) == []


def test_every_code_of_the_catalogue_is_in_the_source() -> None:
    """No words without use."""
    source = "".join(file.read_text("utf-8") for file in (ROOT / "biennien").rglob("*.py"))
    assert sorted(CODES.keys() - set(USED.findall(source))) == []


def test_every_code_has_a_case_that_triggers_it() -> None:
    """A code that nothing can trigger is a promise that nobody checks."""
    shown = {code for case in (*CASES, *UNTRUSTED) for code in SHOWN.findall(case.wanted)}
    assert sorted(CODES.keys() - shown) == []


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_with_a_bad_and_a_good_example(code: str) -> None:
    """What it means and why it matters, in lines that fit, and how it is mended."""
    words = CODES[code]
    assert words.message
    assert words.help
    assert {"bad", "good"} <= {kind for kind, _ in EXAMPLE.findall(f"{words.explain}\n")}
    assert max(map(len, words.explain.splitlines())) <= 120
    assert len(words.explain.split("\n\n")[0]) > 50


def examples(prefix: str) -> list[tuple[str, str, str]]:
    """Return (code, bad or good, text) for every example of the codes that begin with `prefix`."""
    found = []
    for code, words in CODES.items():
        for kind, text in EXAMPLE.findall(f"{words.explain}\n"):
            shown = re.sub("|".join(map(re.escape, MARKS)), lambda mark: MARKS[mark.group()], text)
            found.append((code, kind, re.sub(r"^ {6}", "", shown, flags=re.MULTILINE)))
    return [one for one in found if one[0].startswith(prefix)]


@pytest.mark.parametrize(("code", "kind", "text"), [one for one in examples("E1") if one[0] not in NO_YAML])
def test_the_bad_examples_of_yaml_are_bad_and_the_good_ones_good(code: str, kind: str, text: str) -> None:
    """Each example of a fault of YAML is tried."""
    _, problems = parse(text.encode(), "example.yaml")
    assert [one.code for one in problems] == ([code] if kind == "bad" else [])


@pytest.mark.parametrize(("code", "kind", "text"), examples("E30"))
def test_the_bad_examples_of_dates_are_bad_and_the_good_ones_good(code: str, kind: str, text: str) -> None:
    """Each example of a date is tried."""
    node, _ = parse(text.encode(), "example.yaml")
    assert isinstance(node, Mapping)
    date = node.values["date"]
    assert isinstance(date, Scalar)
    try:
        parse_date(date.text)
        found = ""
    except DateError as error:
        found = error.code
    assert found == (code if kind == "bad" else "")
