"""Whatever stands in content/, checking it ends with problems that have a place, and never with an exception."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from project import EVENT, FILES, base_project, find_problems, write_project

from biennien.load import files
from biennien.nodes import parse
from biennien.problems import Span, render_human, render_json
from biennien.text import hidden_characters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REAL = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted((ROOT / "content").rglob("*.yaml"))}
ONE = "content/events/ban-gioc-detian-pilot.yaml"
SIGNS = [
    *":-,[]{}&*!|>%@`\"'\\#?~ \n\t\ufeff\u200b\u202e\x00\x85\u2028ỷ\u0301\ud83d",
    ": ",
    "\n  ",
    "- ",
    "---\n",
    "[^x]",
    "(place:",
]
BYTES = [b"\xff", b"\xc3", b"\xf0\x9f", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x00", b"\r", b"\r\n"]
VALUES: list[Any] = [
    *("", "~", "no", "0", "-1", "9.381", "1e400", "9" * 30, "2023-13", "0000", "XXXX/..", "../..", "9999-12-31/0001"),
    *(
        "{of}",
        "{",
        "[^none]",
        "[a](place:none)",
        "[a](<x y>)",
        "<b>",
        "*" * 200,
        "[" * 200,
        "> " * 60,
        "\u200b",
        "Ấ" * 300,
    ),
    *(
        "index",
        "Hà Giang",
        "ha-giang",
        "vi",
        "xx",
        "../../etc/passwd",
        "\ud800",
        "%",
        "1/1/1",
        "٣",
        "²",
        "½",
        "9 tỷ 9 tỷ",
    ),
    *([], {}, [""], [[]], {"": ""}, {"vi": ""}, {"vi": [], "en": {}}, ["a", ["b"]], {"a": {"b": ["c"]}}),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project, one file of which each example replaces."""
    return write_project(tmp_path_factory.mktemp("tiny"), base_project())


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real registers and captures, with one of the real events."""
    kept = {path: raw for path, raw in REAL.items() if "events/" not in path or path == ONE}
    seeds = {f"seeds/{path.name}": path.read_bytes() for path in (ROOT / "seeds").iterdir() if path.is_file()}
    strings = {path: raw for path, raw in base_project().items() if path.startswith("templates/")}
    return write_project(tmp_path_factory.mktemp("real"), kept | seeds | strings)


@pytest.fixture(autouse=True)
def parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what was parsed, since an example changes one file of many."""
    monkeypatch.setattr(files, "parse", cache(parse))


def survives(root: Path, file: str, raw: bytes) -> None:
    """Check a project with another file in place of one of its own; every problem is shown, at a place in its file."""
    before = (root / file).read_bytes()
    (root / file).write_bytes(raw)
    try:
        problems = find_problems(root)
        shown = render_human(problems, lambda name: (root / name).read_bytes().decode("utf-8-sig", "replace"))
    finally:
        (root / file).write_bytes(before)
    assert hidden_characters(shown) == ()
    assert render_json(problems)
    lines = raw.decode("utf-8-sig", "replace").split("\n")
    for one in problems:
        assert one.where is None or isinstance(one.where, Span)
        if one.where and one.where.file == file:
            assert one.where.line <= len(lines)
            assert one.where.column <= len(lines[one.where.line - 1]) + 2
        assert "no message is written" not in render_human((one,), lambda _: "")


def spots(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - what YAML holds
    """Yield the path of every value in a tree."""
    children = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, child in children:
        yield (*path, step)
        yield from spots(child, (*path, step))


TREES = {path: yaml.load(text, yaml.BaseLoader) for path, text in FILES.items() if path.endswith(".yaml")}  # noqa: S506
SPOTS = {path: list(spots(tree)) for path, tree in TREES.items()}


def at(tree: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401 - what YAML holds
    """Return the value at a path."""
    for step in path:
        tree = tree[step]
    return tree


@settings(max_examples=40)
@given(st.sampled_from(sorted(TREES)), st.data())
def test_any_value_in_any_place_is_survived(tiny: Path, file: str, data: st.DataObject) -> None:
    """A value that some field would take, and others would not, in place of one or two that were right."""
    tree = copy.deepcopy(TREES[file])
    for _ in range(data.draw(st.integers(1, 2))):
        *path, step = data.draw(st.sampled_from(SPOTS[file]))
        try:
            parent = at(tree, tuple(path))
            change = data.draw(st.sampled_from(["replace", "remove", "move"]))
            if change == "remove":
                del parent[step]
            elif change == "move":
                parent[step] = copy.deepcopy(at(TREES[EVENT], data.draw(st.sampled_from(SPOTS[EVENT]))))
            else:
                parent[step] = data.draw(st.sampled_from(VALUES))
        except (KeyError, IndexError, TypeError):
            pass  # the first change took away the place of the second
    style = data.draw(st.sampled_from([None, '"', "'", "|", ">"]))
    flow = data.draw(st.booleans())
    written = yaml.dump(tree, allow_unicode=True, sort_keys=False, default_flow_style=flow, default_style=style)
    survives(tiny, file, written.encode("utf-8", "surrogatepass"))


@settings(max_examples=40)
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=60) | st.lists(st.sampled_from(SIGNS)).map("".join))
def test_any_file_is_survived(tiny: Path, file: str, raw: bytes | str) -> None:
    """Bytes of any kind, and signs of YAML in any order."""
    survives(tiny, file, raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))


@settings(max_examples=40)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_slip_in_any_file_is_survived(tiny: Path, file: str, data: st.DataObject) -> None:
    """Signs typed, deleted, doubled, moved; bytes of other encodings."""
    survives(tiny, file, slipped(FILES[file].encode(), data))


@settings(max_examples=12)
@given(st.sampled_from([ONE, *(path for path in REAL if "events/" not in path)]), st.data())
def test_any_slip_in_the_real_content_is_survived(real: Path, file: str, data: st.DataObject) -> None:
    """The same in the files that people write."""
    survives(real, file, slipped(REAL[file], data))


def slipped(raw: bytes, data: st.DataObject) -> bytes:
    """Return the bytes of a file with one or two slips, in characters or in bytes."""
    for _ in range(data.draw(st.integers(1, 2))):
        start = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.sampled_from([0, 1, 2, 5, 40]))
        sign = data.draw(
            st.sampled_from(SIGNS).map(lambda sign: sign.encode("utf-8", "surrogatepass")) | st.sampled_from(BYTES)
        )
        middle = data.draw(
            st.sampled_from([b"", sign, raw[start : start + length] * 2, raw[start : start + length][::-1]])
        )
        raw = raw[:start] + middle + raw[start + length :]
    return raw
