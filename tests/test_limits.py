"""Whatever a stranger's file holds, a check ends within stated steps, seconds and memory, and touches nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from project import EVENT, FILES, base_project, write_project

from biennien.fields import MAX_LENGTH
from biennien.names import index_names
from biennien.nodes import MAX_NODES
from biennien.prose import Links, references, render_body
from biennien.sources import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 30  # of CPU for a project with one hostile file; what was seen is under a third of it
MEMORY = 768 << 20  # bytes of address space
STEPS = 150  # calls of functions for each character of a text read as Markdown
WATCHED = Path(__file__).with_name("watched.py")
LINKED = Links(to=lambda *_: None, names=index_names([]))


def confine() -> None:
    """Limit what a child may use."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(root: Path, verb: str) -> tuple[int, str]:
    """Return the exit code and the report of a verb, run within limits and watched."""
    settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command: list[str | Path] = [sys.executable, WATCHED, root, verb, "--root", root, "--lang", "en"]
    start = confine if os.name == "posix" else None
    done = subprocess.run(command, capture_output=True, env=settings, preexec_fn=start, check=False)
    return done.returncode, done.stderr.decode("utf-8", "replace")


def body(words: str) -> str:
    """Return the event of the tiny project with a body as long as a field may be."""
    text = (words * MAX_LENGTH)[:MAX_LENGTH]
    return f"{FILES[EVENT]}body: {{vi: '{text}', en: '{text}'}}\n"


LAUGHS = "a: &a [lol]\n" + "".join(f"{x}: &{x} [*{y}, *{y}]\n" for x, y in zip("bcdefgh", "abcdefg", strict=True))
FULL = MAX_BYTES - 1000
HOSTILE: dict[str, tuple[str, str | bytes, str]] = {
    "an alias bomb": (EVENT, LAUGHS, "E105"),
    "a merge key": (EVENT, "a: {b: c}\nd:\n  <<: {e: f}\n", "E105"),
    "a tag that would run a program": (EVENT, '!!python/object/apply:os.system ["touch pwned"]\n', "E106"),
    "nested lists": (EVENT, "[" * FULL, "E110"),
    "nested keys": (EVENT, "".join(" " * depth + "a:\n" for depth in range(1300)), "E110"),
    "a number of 5,000 digits": (EVENT, FILES[EVENT].replace("value: 50", f"value: {'9' * 5000}"), "E209"),
    "a date of 5,000 digits": (EVENT, FILES[EVENT].replace("2023-02-22", "9" * 5000, 1), "E301"),
    "a lone surrogate by escape": (EVENT, 'title: "\\ud800"\n', "E117"),
    "a control character by escape": (EVENT, 'title: {vi: "a\\x07", en: "\\0"}\n', "E123"),
    "a noncharacter by escape": (EVENT, 'title: {vi: "a\\ufffe", en: a}\n', "E123"),
    "a line break that hides a key": (EVENT, "title: a\u2028kind: b\n", "E109"),
    "another that hides a key": (EVENT, "title: a\x85kind: b\n", "E109"),
    "carriage returns alone": (EVENT, FILES[EVENT].replace("\n", "\r"), "E109"),
    "a byte order mark in the middle": (EVENT, FILES[EVENT].replace("Gặp", "G\ufeffặp", 1), "E123"),
    "UTF-16": (EVENT, FILES[EVENT].encode("utf-16"), "E101"),
    "windows-1258": (EVENT, "title: Hà".encode("windows-1258"), "E101"),
    "a million commas": (EVENT, "{" + "a," * (FULL // 2) + "}", "E127"),
    "as many keys as there may be": (EVENT, FILES[EVENT] + "".join(f"k{at}:\n" for at in range(20_000)), "E211"),
    "wrong ids without end": ("content/people.yaml", "".join(f"A{at}: x\n" for at in range(20_000)), "E206"),
    "brackets": (EVENT, body("["), "E501"),
    "names without their marks": (EVENT, body("Ha Giang "), "E501"),
    "full stops": (EVENT, body("."), "E501"),
    "citations of nothing": (EVENT, body("[^a]"), "E502"),
    "tags": (EVENT, body("<b>"), "E505"),
    "marks upon a letter": (EVENT, body("a" + "\u0301" * 50), "E501"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_told_of_within_limits(case: str, tmp_path: Path) -> None:
    """A located error with its code; nothing run, asked or written."""
    file, text, code = HOSTILE[case]
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    root = write_project(tmp_path / "it", base_project() | {file: raw})
    before = sorted(tmp_path.rglob("*"))
    exit_code, report = run(root, "check")
    assert exit_code == 1, report[:2000]
    assert f"error[{code}]" in report
    assert f"--> {file}:" in report
    assert sorted(tmp_path.rglob("*")) == before


LARGE = [(EVENT, "E108"), ("content/site.yaml", "E108"), ("seeds/paper.txt", "E214")]


@pytest.mark.parametrize(("file", "code"), LARGE)
def test_a_file_of_100_megabytes_is_refused_before_it_is_read(file: str, code: str, tmp_path: Path) -> None:
    """What is beyond the limit never comes into memory."""
    root = write_project(tmp_path / "it", base_project())
    with (root / file).open("r+b") as stream:
        stream.truncate(100_000_000)
    exit_code, report = run(root, "check")
    assert (exit_code, f"error[{code}]" in report) == (1, True), report[:2000]


def test_a_build_runs_asks_and_writes_nothing_outside(tmp_path: Path) -> None:
    """Template syntax, code and addresses in texts are words."""
    words = '{{ cycler.__init__.__globals__ }} {% include "x" %} ${7} `id` $(id) ../../x https://example.org/'
    topics = f"trade: {{name: {{vi: '{words}', en: '{words}'}}}}\ntransport: {{name: {{vi: A, en: A}}}}\n"
    root = write_project(tmp_path / "it", base_project() | {"content/topics.yaml": topics.encode()})
    for folder in root.glob("templates"):  # those of the program, whole, in their place
        for file in sorted(folder.rglob("*.yaml")):
            file.unlink()
    exit_code, report = run(root, "build")
    assert exit_code == 0, report[:2000]
    assert {path.name for path in tmp_path.iterdir()} == {"it"}
    assert "{{ cycler" in (root / "site/en/topics/trade.html").read_text("utf-8")


def test_the_watch_catches_what_it_is_there_for(tmp_path: Path) -> None:
    """A site outside the folder that is allowed is caught."""
    root = write_project(tmp_path / "it", base_project())
    for file in sorted((root / "templates").rglob("*.yaml")):
        file.unlink()
    command: list[str | Path] = [sys.executable, WATCHED, tmp_path / "elsewhere", "build", "--root", root]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 97, done.stderr


SLOW = {
    "brackets": "[", "links within links": "[a](", "stars": "*a **a ", "stars and bars": "*_", "ticks": "`a``b",
    "quotes": "> ", "lists": "- ", "entities": "&#", "autolinks": "<a:", "pictures": "![", "titles": '[a](b "',
    "parentheses": "[a]((", "backslashes": "\\", "empty lines": "\n", "citations": "[^a", "fences": "```\n",
    "headings": "a\n=\n", "definitions": "[a]: b\n", "closing": "*][", "quoted lists": ">- ",
}  # fmt: skip


@pytest.mark.parametrize("words", SLOW.values(), ids=SLOW)
@pytest.mark.parametrize("read", [references, lambda text: render_body(text, LINKED)], ids=["read", "rendered"])
def test_markdown_made_to_be_slow_takes_steps_like_any_other(words: str, read: Callable[[str], object]) -> None:
    """Steps are counted, not seconds: the length of a field (20,000) and markdown-it's depth (20) bound them."""
    length = 2_000
    assert count_calls(lambda: read((words * length)[:length])) <= STEPS * length


def count_calls(do: Callable[[], object]) -> int:
    """Return how many functions are called, in Python or C."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        do()
    finally:
        sys.setprofile(None)
    return count


def test_the_limits_are_those_that_are_stated() -> None:
    """docs/threat-model.md says the same."""
    stated = (Path(__file__).parent.parent / "docs" / "threat-model.md").read_text("utf-8")
    for limit in (MAX_BYTES, MAX_NODES, MAX_LENGTH):
        assert f"{limit:,}" in stated
