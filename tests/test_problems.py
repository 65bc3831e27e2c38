"""Problems: places, order, the report for people with its carets, and JSON."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from biennien.messages import voice
from biennien.problems import (
    TAB,
    WIDEST,
    At,
    Problem,
    Span,
    problem,
    render_human,
    render_json,
    sort_problems,
)
from biennien.text import hidden_characters, width

CASES = read_fixture_file(Path(__file__).with_name("cases") / "reports.md")
HERE = Span("a.yaml", 1, 1, 1, 2)


def placed(place: Any) -> Span | At | None:  # noqa: ANN401 - straight from YAML
    """Return the place that a case writes as [file, line, column, end line, end column] or {file, path}."""
    if isinstance(place, list):
        return Span(*place)
    return At(place["file"], tuple(place["path"])) if place else None


def posed(case: dict[str, Any]) -> Problem:
    """Return the problem that a case writes."""
    also = [(placed(one[0]) or At(""), one[1]) for one in case.get("also", [])]
    details = [(name, text) for name, text in case.get("details", {}).items()]
    label, values = case.get("label", ""), case.get("values", {})
    return problem(case["code"], placed(case.get("where")), label=label, details=details, also=also, **values)


def reported(source: str) -> str:
    """Return the report of a case of reports.md."""
    case = yaml.safe_load(source)
    problems = tuple(posed(one) for one in case["problems"])
    return render_human(problems, case.get("files", {}).__getitem__, colour=case.get("colour", False))


def absent(file: str) -> str:
    """Read a file that is not there."""
    raise FileNotFoundError(file)


@pytest.mark.parametrize(("title", "source", "wanted"), [case[1:] for case in CASES], ids=[case[1] for case in CASES])
def test_a_report_reads_as_written_in_the_cases(title: str, source: str, wanted: str) -> None:
    """Every whole report of reports.md holds, to the code point; ESC is written ␛ there."""
    assert reported(source).replace("\033", "␛") == wanted, title


def test_a_place_by_key_path_grows_step_by_step() -> None:
    """Children by key and by position; a key, and a part of a value."""
    root = At("content/events/x.yaml")
    claim = root / "claims" / 0 / "vi"
    assert claim == At("content/events/x.yaml", ("claims", 0, "vi"))
    assert claim.on_key() == At(claim.file, claim.path, key=True)
    assert claim.within(3, 5) == At(claim.file, claim.path, start=3, end=5)
    assert claim.within(3, 5) / "x" == claim / "x"
    assert [str(root), str(claim)] == ["content/events/x.yaml", "content/events/x.yaml: claims[0].vi"]


def test_an_error_is_an_error_and_a_warning_is_not() -> None:
    """The letter of the code decides."""
    assert problem("E301", None).is_error
    assert not problem("W301", None).is_error


def test_problems_are_sorted_by_file_line_column_and_code() -> None:
    """What concerns the whole project comes first."""
    in_order = (
        problem("W900", None),
        problem("E302", Span("a.yaml", 2, 9, 2, 10)),
        problem("E301", Span("a.yaml", 10, 1, 10, 2)),
        problem("E301", Span("a.yaml", 10, 3, 10, 9)),
        problem("W301", Span("a.yaml", 10, 3, 10, 4)),
        problem("E301", Span("b.yaml", 1, 1, 1, 2)),
    )
    assert sort_problems(reversed(in_order)) == in_order


def test_a_problem_found_twice_is_shown_once() -> None:
    """Two that differ in anything shown are two."""
    also = [(HERE, "first")]
    some = (
        problem("E301", HERE, text="a", also=also),
        problem("E301", HERE, text="a"),
        problem("E301", HERE, text="a", label="x"),
        problem("E301", HERE, text="a", label="x", details=[("closest", "y")]),
        problem("E301", HERE, text="b"),
    )
    again = problem("E301", HERE, text="a", also=also)
    assert sort_problems([*reversed(some), again]) == some


def test_sorting_needs_located_problems() -> None:
    """A key path has no line: nodes.locate was forgotten, which is a bug."""
    with pytest.raises(TypeError, match=r"E301 is not located: a\.yaml: title\.en"):
        sort_problems([problem("E301", At("a.yaml", ("title", "en")))])


def test_no_problems_make_an_empty_report() -> None:
    """Nothing to say, nothing said."""
    assert render_human((), absent) == ""
    assert json.loads(render_json(())) == []


@pytest.mark.parametrize("fault", [FileNotFoundError(), PermissionError(), UnicodeError(), KeyError("a.yaml")])
def test_a_file_that_cannot_be_read_is_named_without_its_line(fault: Exception) -> None:
    """The report must not fail where the file did."""

    def read(_file: str) -> str:
        raise fault

    shown = render_human((problem("E999", HERE, label="beside"),), read)
    assert shown.splitlines()[1:] == [" --> a.yaml:1:1: beside"]


def test_each_file_is_read_once_a_report() -> None:
    """However many problems it has."""
    asked: list[str] = []

    def read(file: str) -> str:
        asked.append(file)
        return "title\n"

    render_human((problem("E301", HERE, also=[(HERE, "here")]), problem("E302", HERE)), read)
    assert asked == ["a.yaml"]


@given(
    st.from_regex(r"[EW]?[0-9A-Z]{0,5}", fullmatch=True),
    st.dictionaries(
        st.from_regex(r"[a-z]{1,4}", fullmatch=True).filter(lambda name: name not in {"label", "also"}), st.text()
    ),
    st.builds(Span, st.just("a.yaml"), *[st.integers(1, 9)] * 4)
    | st.none()
    | st.builds(At, st.text(), st.tuples(st.text())),
    st.text(),
    st.text(),
)
def test_no_code_and_no_text_breaks_the_report(
    code: str, values: dict[str, str], where: Span | At | None, label: str, source: str
) -> None:
    """Whatever a problem holds it is shown, with no control or hidden character but line feeds."""
    one = Problem(code, where, values, label, (("closest", label),), ((where, label),) if where else ())
    shown = render_human((one,), {"a.yaml": source}.__getitem__)
    assert f"[{code}]: " in shown
    assert hidden_characters(shown) == ()
    assert json.loads(render_json((one,)))[0]["code"] == code


@given(
    st.text(st.sampled_from("ab ẵờữ刘宁\t-")),
    st.text(st.sampled_from("aẵđữ宁 \t"), min_size=1),
    st.text(st.sampled_from("ab ẵ刘")),
    st.sampled_from(["NFC", "NFD"]),
)
def test_carets_stand_under_what_they_mark(before: str, marked: str, after: str, form: Any) -> None:  # noqa: ANN401
    """In display cells, under composed and decomposed Vietnamese, hanzi and tabs, in long lines too."""
    before, marked, after = (unicodedata.normalize(form, part) for part in (before, marked, after))
    start = len(before) + 1
    span = Span("a.yaml", 1, start, 1, start + len(marked))
    shown, under = render_human((problem("E999", span),), {"a.yaml": before + marked + after}.__getitem__).split("\n")[
        3:5
    ]
    line, carets = shown.removeprefix("1 |").removeprefix(" "), under.removeprefix("  | ")
    at, length = carets.count(" "), carets.count("^")
    assert width(line) <= WIDEST
    wanted = marked.replace("\t", TAB)
    over = [sign for sign, cell in zip(line, cells(line), strict=True) if at <= cell < at + length]
    assert wanted.rstrip().startswith("".join(over).rstrip().removesuffix("…"))
    if width((before + marked + after).replace("\t", TAB)) <= WIDEST:
        assert at == width(before.replace("\t", TAB))
        assert length == width(wanted)


def cells(line: str) -> list[int]:
    """Return the cell in which each code point of a line stands: a mark stands in its letter's."""
    found, at = [], 0
    for sign in line:
        found.append(at if width(sign) else at - 1)
        at += width(sign)
    return found


@given(st.integers(1, 400), st.integers(1, 400), st.text(st.sampled_from("abữ宁\u0323"), min_size=400, max_size=400))
def test_a_long_line_is_trimmed_around_its_caret(start: int, length: int, line: str) -> None:
    """Never wider than the limit, an ellipsis where something is left out, the caret under its letter."""
    line = f"a{line}"
    span = Span("a.yaml", 1, start, 1, start + length)
    shown, under = render_human((problem("E999", span),), {"a.yaml": line}.__getitem__).split("\n")[3:5]
    shown, under = shown[4:], under[4:]
    assert width(shown) <= WIDEST
    assert len(under) <= WIDEST
    assert width(line) <= WIDEST or "…" in {shown[:1], shown[-1:]}
    assert not shown.startswith("…\u0323")
    letter = line[:start].rstrip("\u0323")[-1]
    assert shown[cells(shown).index(under.index("^"))] == letter


def test_json_holds_everything_a_tool_needs() -> None:
    """One object a problem: severity, words, places, labels."""
    span = Span("a.yaml", 3, 7, 3, 9)
    found = render_json(
        (
            problem("E303", span, label="here", details=[("closest", "12")], also=[(HERE, "first")], month="13"),
            problem("W999", At("b.yaml", ("claims", 0)).on_key()),
            problem("E999", None),
        ),
    )
    place = {"file": "a.yaml", "line": 3, "column": 7, "end_line": 3, "end_column": 9}
    first, second, third = json.loads(found)
    assert first == {
        "code": "E303",
        "severity": "error",
        "message": "there is no month 13",
        "help": voice().messages["E303"].help,
        "where": place,
        "label": "here",
        "values": {"month": "13"},
        "details": [{"name": "closest", "text": "12"}],
        "also": [
            {"where": {"file": "a.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 2}, "label": "first"}
        ],
    }
    assert (second["severity"], second["where"]) == ("warning", {"file": "b.yaml", "path": ["claims", 0]})
    assert third["where"] is None
    assert found.endswith("]\n")


def test_json_keeps_vietnamese_readable() -> None:
    """Not escaped: people read it too."""
    assert "Biên Niên" in render_json((problem("E301", None, text="Biên Niên"),))


def test_the_values_of_a_problem_stay_out_of_its_braces() -> None:
    """A value that looks like a blank is shown as it is; a blank without a value stays."""
    shown = render_human((problem("E303", None, month="{month}"), problem("E303", None)), absent)
    assert shown.count("there is no month {month}\n") == 2
