"""What the verbs say comes from the catalogues, so that a curator reads it in Vietnamese."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from drafting import HELD, TITLE, without
from project import EVENT, write_changed

from biennien import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HELP = re.compile(r"add_\w+|_parser")  # what tells argparse its help, which stays English
CONSTANTS = ("EXAMPLE", "VERBS")  # help as well
SHOWS = {"print", "fail", "input", "_answer", "_block", "table"}
SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:…]? +[^\W\d_]|[^\W\d_]{2,}[.?!…]$")
WORD = re.compile(
    r"(?<![\w./%\x1b\[-])[^\W\d_]{2,}(?![\w./:-])"
)  # and no part of an address, a path, a control sequence
FILES = sorted((ROOT / "biennien" / "cli").glob("*.py"))


def kept_apart(tree: ast.Module) -> set[ast.AST]:
    """Return what may hold words: docstrings, help, names of phrases, and what is compared but not shown."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("phrase", "count", "said.count"):
            found.update(node.args)
        elif isinstance(node, ast.Compare) or is_help(node):
            found.update(ast.walk(node))
    return found


def is_help(node: ast.AST) -> bool:
    """Say whether a function or a constant is for argparse."""
    if isinstance(node, ast.FunctionDef):
        return bool(HELP.fullmatch(node.name))
    return isinstance(node, ast.Assign | ast.AnnAssign) and ast.unparse(node).startswith(CONSTANTS)


def loose_words(source: str) -> Iterator[str]:
    """Yield the literals that are words outside of the catalogues: sentences, and whatever is shown or put together."""
    tree = ast.parse(source)
    apart = kept_apart(tree)
    shown: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            shown.update(node.values)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in SHOWS:
            shown.update(node.args)
        elif isinstance(node, ast.Return | ast.Yield) and node.value:
            inner = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            shown.update(inner)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node in apart:
            continue
        if SENTENCE.search(node.value) or (node in shown and WORD.search(node.value)):
            yield f"{node.lineno}: {node.value}"


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_no_verb_prints_words_that_are_in_no_catalogue(file: Path) -> None:
    """They would be English for everybody. What to do: phrase("…"), and its words in every words.yaml."""
    allowed = {"en"} if file.stem == "report" else set()  # the language itself, where no other is known
    assert [one for one in loose_words(file.read_text("utf-8")) if one.partition(": ")[2] not in allowed] == []


@pytest.mark.parametrize(
    "source",
    [
        'print("done")',
        'print(f"{n} texts")',
        'ASK = "go on?"',
        'def told() -> str:\n    return "nothing"',
        'def told():\n    return ("all", "", number)',
        'fail("no such file", 2, "en")',
    ],
)
def test_words_outside_of_the_catalogues_are_found(source: str) -> None:
    """Printed, asked, returned or put together."""
    assert list(loose_words(source))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny project whose event lacks some English."""
    return write_changed(tmp_path / "p", f"=== {EVENT}\n{without(TITLE, HELD)}")


def said(root: Path, capsys: pytest.CaptureFixture[str], verb: str, *arguments: str) -> list[str]:
    """Return the lines that a verb prints in Vietnamese, its reports of problems left out."""
    capsys.readouterr()
    cli.main([verb, "--lang", "vi", "--root", str(root), *arguments])
    return capsys.readouterr().out.splitlines()


def test_status_speaks_vietnamese(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its titles, its sums and its last line."""
    lines = said(root, capsys, "status", "meeting")
    assert re.split(r"  +", lines[0])[:4] == ["mục", "sang", "còn thiếu", "bản nháp"]
    assert lines[-2].startswith("tổng cộng")
    assert re.fullmatch(r"cả biên niên: \d+ lỗi, \d+ cảnh báo", lines[-1])


def test_translate_speaks_vietnamese(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What there is to do, and what is left and why."""
    assert said(root, capsys, "translate", "--dry-run")[-1] == "cần dịch nháp 2 đoạn chữ, 66 ký tự"
    last = "chưa hỏi máy dịch nào; chạy lại không kèm --offline để tiếp tục"
    assert said(root, capsys, "translate", "--offline") == [
        "đã dịch nháp 0 đoạn chữ",
        f"còn 2 trong 2 đoạn chữ: meeting (2); không kết nối được: {last}",
    ]


def test_an_engine_that_there_is_not_is_told_in_vietnamese(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With those that there are."""
    assert cli.main(["translate", "--root", str(root), "--lang", "vi", "--engine", "bing"]) == cli.USAGE
    assert capsys.readouterr().err.startswith("lỗi: không có máy dịch “bing”; hiện có: google, ")


def test_review_asks_in_vietnamese_and_is_answered_by_the_same_keys(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A, e, s and q."""
    typed, asked = iter(["?", "s", "e", "Bản mới", ".", "a", "q"]), []

    def ask(question: str = "") -> str:
        asked.append(question)
        return next(typed)

    monkeypatch.setattr(builtins, "input", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    lines = said(root, capsys, "review", "meeting", "--by", "Lan")
    assert asked[0] == "[a] duyệt, [e] sửa, [s] để lại sau, [q] dừng? "
    assert lines[2].endswith("(đã sửa)")
    assert any(line.startswith("a: bản dịch đúng, giữ như vậy; e: viết lại; ") for line in lines)
    assert "Hãy viết bản mới; một dòng chỉ có “.” là kết thúc." in lines
    assert said(root, capsys, "review", "--list")[-1].endswith(" bản dịch cần duyệt")


def test_new_and_import_speak_vietnamese(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was written, and what to do next."""
    (line,) = said(root, capsys, "new", "people", "--title", "Nguyễn Văn Ánh")
    assert line.endswith("people.yaml: nguyen-van-anh nằm ở cuối tệp; python build.py check cho biết còn phải viết gì")
    page = tmp_path / "page.txt"
    page.write_text("Tít của bài\n\nNgày 1/3/2023, hai bên ký 4 văn bản.\n", "utf-8")
    lines = said(root, capsys, "import", str(page))
    assert ": đã lưu trữ, bài báo ở dòng " in lines[0]
    assert lines[-1].startswith("hãy xác nhận từng mục và viết đè lên từng chữ TODO; ")
    assert ": đã được lưu trữ từ trước, " in said(root, capsys, "import", str(page))[0]
    slides = tmp_path / "slides.json"
    slides.write_text('{"events": [{"text": {"headline": "Một"}, "color": "red"}], "title": {}}', "utf-8")
    lines = said(root, capsys, "import", str(slides), "--url", "https://example.org/")
    assert "content/events/: 1 sự kiện mới từ 1 trang chiếu" in lines
    assert lines[-2:] == ["trang chiếu đầu: trang đầu", "sự kiện 1 (mot): color: red"]
    assert cli.main(["new", "people", "--lang", "vi", "--root", str(root)]) == cli.USAGE
    assert capsys.readouterr().err == 'lỗi: cho biết tên gọi: --title "…"\n'


def test_verify_and_schema_speak_vietnamese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Page by page, and that all is well."""
    root = write_changed(tmp_path)
    said(root, capsys, "build")
    assert re.fullmatch(r"\d+ tệp, đều đúng như bảng kê và như khi dựng lại", said(root, capsys, "verify")[-1])
    (root / "site/en/about.html").unlink()
    assert said(root, capsys, "verify") == ["en/about.html: bị mất sau khi ghi"]
    said(root, capsys, "schema")
    assert said(root, capsys, "schema") == ["schema/: không có gì thay đổi"]


def test_a_folder_that_is_no_site_is_refused_in_vietnamese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever finds the fault, far below the command line."""
    root = write_changed(tmp_path)
    (root / "site").mkdir()
    (root / "site/mine.txt").write_text("keep")
    assert cli.main(["build", "--lang", "vi", "--root", str(root)]) == cli.ENVIRONMENT
    assert "không rỗng và không có manifest-sha256.txt" in capsys.readouterr().err
