"""What a change brings in: `check --untrusted BASE..HEAD`."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from project import base_project, read_cases, write_changed, write_project

from biennien.cli import main

if TYPE_CHECKING:
    from project import Case

FOLDER = Path(__file__).with_name("cases") / "untrusted"
CASES = tuple(read_cases(FOLDER))
GIT = shutil.which("git")
pytestmark = pytest.mark.skipif(GIT is None, reason="no git, which tells what a change is")
NAMED = ("-c", "user.name=a", "-c", "user.email=a@example.org")
SETTINGS = (*NAMED, "-c", "commit.gpgsign=false", "-c", "core.autocrlf=off")


def git(root: Path, *arguments: str) -> None:
    """Run git in a folder."""
    assert GIT
    subprocess.run([GIT, "-C", root, *SETTINGS, *arguments], check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny project in a repository, committed on the branch `main`."""
    folder = write_project(tmp_path / "it", base_project())
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


def commit(root: Path) -> None:
    """Commit all there is."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "as it is")


def ask(root: Path, range_: str, *more: str) -> tuple[int, str, str]:
    """Return the exit code, the output and the report of a look at a change."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["check", f"--untrusted={range_}", "--root", str(root), "--lang", "en", *more])
    return code, out.getvalue(), err.getvalue().removesuffix("\n")


def change(root: Path, changes: str) -> None:
    """Change the tiny project; a text that begins with → becomes a link."""
    write_changed(root, changes)
    for file in root.rglob("*.txt"):
        if (text := file.read_text("utf-8")).startswith("→ "):
            file.unlink()
            file.symlink_to(text.removeprefix("→ ").strip())


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_a_change_is_reported_as_its_case_says(case: Case, root: Path, request: pytest.FixtureRequest) -> None:
    """In the working tree as when committed; what stood there before is no news."""
    change(root, case.changes)
    _, _, report = ask(root, "HEAD..")
    links = [file.name for file in root.rglob("*.txt") if file.is_symlink()]
    git(root, "checkout", "-q", "-b", "theirs")
    commit(root)
    code, _, committed = ask(root, "main..theirs")
    if request.config.getoption("--renew"):
        case.renew(committed)
    else:
        assert committed == case.wanted
    assert links or report == committed
    assert code == ("error[" in committed)


def test_what_the_other_branch_did_meanwhile_is_not_theirs(root: Path) -> None:
    """A change is what a branch did since it left the other."""
    git(root, "checkout", "-q", "-b", "theirs")
    git(root, "checkout", "-q", "main")
    change(root, "=== templates/ours.html\nwords\n")
    commit(root)
    assert ask(root, "main..theirs") == (0, "0 files added or changed; to be looked at: 0\n", "")


def test_the_lines_shown_are_those_of_the_change(root: Path) -> None:
    """Also where the working tree has others: nothing is checked out."""
    git(root, "checkout", "-q", "-b", "theirs")
    change(root, "=== content/topics.yaml\n# https://evil.example\ntrade: {name: {vi: A, en: A}}\n")
    commit(root)
    git(root, "checkout", "-q", "main")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert "1 | # https://evil.example" in ask(root, "main..theirs")[2]
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("form", ["line", "json", "github"])
def test_programs_read_it_as_any_report(root: Path, form: str) -> None:
    """One line, object or annotation each."""
    change(root, "=== content/topics.yaml\n# https://evil.example\n")
    code, out, err = ask(root, "HEAD..", "--format", form)
    assert (code, err) == (0, "")
    if form == "json":
        assert [one["code"] for one in json.loads(out)] == ["W651"]
    else:
        assert out.count("\n") == 1
        assert "W651" in out


@pytest.mark.parametrize(
    ("range_", "words"),
    [
        ("main", "“main” is no range"),
        ("--output=x..HEAD", "“--output=x..HEAD” is no range"),
        ("main..--output=x", "“main..--output=x” is no range"),
        ("nowhere..main", "there is no commit “nowhere” here"),
        ("main..nowhere", "there is no commit “nowhere” here"),
    ],
)
def test_a_range_that_is_none_is_named(root: Path, range_: str, words: str) -> None:
    """Nothing that looks like an option reaches git."""
    code, out, err = ask(root, range_)
    assert (code, out) == (2, "")
    assert words in err
    assert not (root / "x").exists()


def test_without_a_repository_or_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is the machine's fault, not the content's."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = write_project(tmp_path / "it", base_project())
    assert ask(folder, "a..b") == (3, "", f"error: {folder} is in no git repository")
    monkeypatch.setenv("PATH", "")
    assert ask(folder, "a..b")[::2][0] == 3
    assert "there is no git" in ask(folder, "a..b")[2]


def test_a_project_below_its_repository_sees_what_lies_beside_it(root: Path) -> None:
    """Files outside the project's folder are named from there."""
    inner = write_project(root / "inner", base_project())
    commit(root)
    change(inner, "=== content/topics.yaml\n# https://evil.example\n")
    (root / "beside.sh").write_text("words", "utf-8")
    _, out, _ = ask(inner, "HEAD..", "--format", "json")
    assert [(one["code"], one["where"]["file"]) for one in json.loads(out)] == [
        ("W653", "../beside.sh"),
        ("W651", "content/topics.yaml"),
    ]
