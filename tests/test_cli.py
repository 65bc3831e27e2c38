"""The command line: what a run says, where, in which language, and how it ends."""

from __future__ import annotations

import io
import json
import re
import threading
from typing import TYPE_CHECKING

import pytest
from project import EVENT, own_strings_only, write_changed

from biennien import cli
from biennien.cli import report
from biennien.messages import languages

if TYPE_CHECKING:
    from pathlib import Path

FAULT = f"=== {EVENT} +\nhost: [ha-gianh]\n"
SUGGESTED = "(did you mean “ha-giang”?)"


def run(root: Path, *arguments: str, changes: str = FAULT) -> int:
    """Check the tiny project, changed, and return the exit code."""
    with own_strings_only():
        return cli.main(["check", "--root", str(write_changed(root, changes)), *arguments])


def test_people_are_told_on_the_error_stream_and_the_last_line_says_what_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors make exit code 1."""
    assert run(tmp_path) == cli.CONTENT_ERRORS
    out, errors = capsys.readouterr()
    assert errors.startswith("error[E215]: ")
    assert re.fullmatch(
        r"1 event, 3 claims; \d+ of \d+ checks passed \(3 quotes compared with the archive\), "
        r"1 error, 0 warnings; [\d.]+ s\n",
        out,
    )


def test_an_editor_reads_one_line_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the output, and nothing else; files are named from where the command was run."""
    assert run(tmp_path, "--format", "line") == cli.CONTENT_ERRORS
    out, errors = capsys.readouterr()
    line = r"8:8: error\[E215\]: there is no “ha-gianh” in places.yaml or organisations.yaml"
    assert re.fullmatch(rf"{re.escape(str(tmp_path / EVENT))}:{line} {re.escape(SUGGESTED)}\n", out)
    assert errors == ""


def test_a_workflow_reads_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GitHub shows them beside the line."""
    assert run(tmp_path, "--format", "github") == cli.CONTENT_ERRORS
    assert capsys.readouterr().out.startswith(f"::error file={tmp_path.as_posix()}/content/events/meeting.yaml,line=")


def test_a_program_reads_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty list where nothing is wrong."""
    assert run(tmp_path, "--format", "json", changes="") == cli.CLEAN
    assert json.loads(capsys.readouterr().out) == []


def test_a_curator_may_be_told_in_vietnamese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of it: message, label, help and last line."""
    run(tmp_path, "--lang", "vi")
    out, errors = capsys.readouterr()
    assert errors.startswith("lỗi[E215]: không có “ha-gianh” trong places.yaml hoặc organisations.yaml\n")
    assert "^ có phải là “ha-giang”?\n" in errors
    assert "= cách sửa: sửa lại id, hoặc thêm mục ấy vào đó\n" in errors
    assert out.startswith("1 sự kiện, 3 thông tin; đạt ")
    assert re.search(r", 1 lỗi, 0 cảnh báo; [\d,]+ giây\n$", out)


def test_a_build_with_errors_says_that_the_last_site_is_left_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the error stream, and only where there is one."""
    root = write_changed(tmp_path, FAULT)
    with own_strings_only():
        assert cli.main(["build", "--root", str(root), "--lang", "vi"]) == cli.CONTENT_ERRORS
        assert "giữ nguyên" not in capsys.readouterr().err
        (root / "site").mkdir()
        assert cli.main(["build", "--root", str(root), "--lang", "vi"]) == cli.CONTENT_ERRORS
    assert capsys.readouterr().err.endswith(f" giây; {root / 'site'}/ được giữ nguyên\n")


def test_an_interrupted_run_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the language of the run, with the exit code that shells give it."""

    def interrupt(_root: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("biennien.cli.check.read_project", interrupt)
    assert cli.main(["check", "--root", str(tmp_path), "--lang", "vi"]) == cli.INTERRUPTED
    assert capsys.readouterr().err == "đã dừng; không có gì bị ghi dở dang\n"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi"}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": "vi_VN.UTF-8"}, "vi"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], language: str) -> None:
    """LC_ALL before LC_MESSAGES before LANG, an empty one being none; English where there are no messages in it."""
    assert report.spoken(environment) == language


def test_a_run_obeys_the_locale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --lang."""
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    run(tmp_path)
    assert capsys.readouterr().err.startswith("lỗi[")


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and when two seconds are shown on it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def write(self, text: str, /) -> int:
        """Note what is shown."""
        if "2 giây" in text:
            self.written.set()
        return super().write(text)

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
    ],
)
def test_colour_is_for_terminals_unless_somebody_says_otherwise(
    stream: io.StringIO, environment: dict[str, str], *, coloured: bool
) -> None:
    """NO_COLOR, when not empty, before all else."""
    assert report.is_coloured(stream, environment) is coloured


def test_a_pipe_gets_neither_colour_nor_progress(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing but the words."""
    run(tmp_path)
    assert "\033" not in "".join(capsys.readouterr())
    assert "\r" not in "".join(capsys.readouterr())


def test_a_terminal_is_told_what_takes_long_and_nothing_of_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes on, since when; the line is wiped at the end. What is quick says nothing."""
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with report.telling("checking", "en"):
        pass
    assert screen.getvalue() == ""
    monkeypatch.setattr(report, "PATIENCE", 0.001)
    with report.telling("writing", "vi"):
        assert screen.written.wait(10)
    assert screen.getvalue().startswith("\rđang viết trang… 1 giây\rđang viết trang… 2 giây")
    assert screen.getvalue().endswith("\r\033[K")


def test_who_is_no_terminal_is_told_nothing_of_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes: no thread is started."""
    log = io.StringIO()
    monkeypatch.setattr("sys.stderr", log)
    monkeypatch.setattr(report, "PATIENCE", 0.0)
    monkeypatch.delattr("threading.Thread.start")
    with report.telling("checking", "en"):
        pass
    assert log.getvalue() == ""


@pytest.mark.parametrize("language", languages())
def test_a_code_is_explained_in_the_language_asked_for(capsys: pytest.CaptureFixture[str], language: str) -> None:
    """On the output, in either case of the code."""
    assert cli.main(["explain", "e212", "--lang", language]) == cli.CLEAN
    wanted = {"en": "E212: quote not found in the archived source\n\n", "vi": "E212: đoạn trích không có trong bản lưu"}
    assert capsys.readouterr().out.startswith(wanted[language])


def test_an_unknown_code_is_a_slip_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, said on the error stream."""
    assert cli.main(["explain", "E9999"]) == cli.USAGE
    assert capsys.readouterr() == ("", "E9999: no such code\n")


@pytest.mark.parametrize("verb", cli.VERBS)
def test_the_help_of_every_verb_has_an_example_and_explains_each_option(
    capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    """A sentence for each thing that it takes."""
    with pytest.raises(SystemExit) as ended:
        cli.main([verb, "--help"])
    assert ended.value.code == cli.CLEAN
    shown = capsys.readouterr().out
    assert f"example: python build.py {verb}" in shown
    options = re.findall(r"^  (?:-h, )?(--\w+|[a-zA-Z]+)\b.*(?:\n {6,}.*)*", shown, re.MULTILINE)
    told = re.findall(r"^  (?:-h, )?(--\w+|[a-zA-Z]+)\b.*?(?: |\n {5,}) +\S+ \S+", shown, re.MULTILINE)
    assert told == options


@pytest.mark.parametrize("arguments", [["check", "--format", "xml"], ["check", "--lang", "xx"], ["explain"]])
def test_a_slip_of_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """And says what may be written."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == cli.USAGE
    assert "usage: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek", "--lang", "en"], "error: there is no command “chek”; did you mean “check”?\n"),
        (["chek", "--lang", "vi"], "lỗi: không có lệnh “chek”; có phải là “check”?\n"),
        (["chek", "--lang=xx"], "error: there is no command “chek”; did you mean “check”?\n"),
    ],
)
def test_a_verb_that_there_is_not_is_told_with_what_was_perhaps_meant(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the language that stands beside it."""
    assert cli.main(arguments) == cli.USAGE
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("verb", sorted(cli.VERBS.keys() - {"test"}))
def test_every_verb_takes_the_same_options_by_the_same_words(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """But for diff and explain, which need no project; what test takes is pytest's."""
    with pytest.raises(SystemExit):
        cli.main([verb, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "--lang {en,vi} the language of messages: en, vi (default: the system’s" in told
    assert ("--root DIR the folder of the project, which holds content/ (default: this one)" in told) == (
        verb not in ("diff", "explain")
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "meetng", "--title", "X"], "lỗi: không có loại “meetng”; có phải là “meeting”?\n"),
        (["review", "metting"], "lỗi: không có mục “metting”; có phải là “meeting”?\n"),
        (["translate", "--to", "fr"], "lỗi: không có ngôn ngữ “fr”\n"),
    ],
)
def test_why_nothing_was_done_is_said_in_the_language_of_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """A slip on the command line, too."""
    root = write_changed(tmp_path, "")
    with own_strings_only():
        assert cli.main([*arguments, "--root", str(root), "--lang", "vi"]) == cli.USAGE
    assert capsys.readouterr().err == said
