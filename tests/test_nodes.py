"""Nodes: what YAML is read as, what is refused, and where in the file a place of a value stands."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from biennien.nodes import KEPT, MAX_DEPTH, Mapping, Node, Scalar, Sequence, locate, parse, source_spans
from biennien.problems import At, Span, problem
from biennien.sources import MAX_BYTES

FILE = "content/x.yaml"
PRINTABLE = st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="\u2028\u2029\ufeff")
WORDS = st.text(st.sampled_from(" \n\t\"'\\:#-{}[],&*!|>%@`aẵđữ宁e\u0301~0") | PRINTABLE, max_size=40)
TREES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(WORDS.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=12,
)


def tree(node: Node | None) -> Any:  # noqa: ANN401 - texts, lists and dictionaries within each other
    """Return what a node holds, without places."""
    if isinstance(node, Mapping):
        return {key: tree(value) for key, value in node.values.items()}
    if isinstance(node, Sequence):
        return [tree(item) for item in node.items]
    return node.text if node else None


def read(text: str) -> Node | None:
    """Return the root of a text that has no fault."""
    node, problems = parse(text.encode(), FILE)
    assert problems == ()
    return node


def codes(raw: bytes) -> list[str]:
    """Return the codes of what is wrong with a file."""
    return [one.code for one in parse(raw, FILE)[1]]


def marked(text: str, at: At) -> str:
    """Return the words of a text that the place of a problem covers, line breaks included."""
    (located,) = locate((problem("E999", at),), lambda _: text.encode())
    where = located.where
    assert isinstance(where, Span)
    lines = text.splitlines(keepends=True)
    if where.line == where.end_line:
        return lines[where.line - 1][where.column - 1 : where.end_column - 1]
    first, *between = lines[where.line - 1 : where.end_line]
    *between, last = between
    return "".join((first[where.column - 1 :], *between, last[: where.end_column - 1]))


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "\ufeff"])
def test_an_empty_file_is_no_fault(text: str) -> None:
    """Nothing in it, nothing wrong with it."""
    assert parse(text.encode(), FILE) == (None, ())


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "YES",
        "null",
        "~",
        "1:30",
        "010",
        "0x1F",
        "1e3",
        ".inf",
        "2023-02-22",
        "9.381",
        "=",
        "1_000",
        "12:30:45",
    ],
)
@pytest.mark.parametrize("form", ["{}", "[{}]", "{{a: {}}}", "a: {}", "- {}", "{}: b"])
def test_a_scalar_is_never_retyped(form: str, text: str) -> None:
    """What YAML 1.1 takes for a truth value, nothing, a number or a date is the text that was written."""
    assert f"{text!r}" in f"{tree(read(form.format(text)))!r}"


@pytest.mark.parametrize(
    ("text", "style", "words"),
    [
        ("a: x y", "", "x y"),
        ("a: x\n  y", "", "x y"),
        ("a: 'it''s'", "'", "it's"),
        (r'a: "\u1ec7\n"', '"', "ệ\n"),
        ("a: |\n  x\n  y\n", "|", "x\ny\n"),
        ("a: >-\n  x\n  y\n", ">", "x y"),
        ("a:", "", ""),
    ],
)
def test_a_scalar_knows_how_it_is_written(text: str, style: str, words: str) -> None:
    """Plain, in quotes of two kinds, literal or folded."""
    root = read(text)
    assert isinstance(root, Mapping)
    value = root.values["a"]
    assert isinstance(value, Scalar)
    assert (value.text, value.style, value.plain) == (words, style, not style)


@given(TREES, st.sampled_from([None, "'", '"', "|", ">"]), st.booleans(), st.sampled_from([20, 80, 1000]))
def test_whatever_a_yaml_writer_writes_is_read_back(tree_: Any, style: str | None, flow: bool, width: int) -> None:  # noqa: ANN401, FBT001
    """Any tree of texts, in any style, comes back as it was, every scalar as text."""
    dumper: Any = yaml.SafeDumper
    written = yaml.dump(
        tree_,
        Dumper=dumper,
        allow_unicode=True,
        default_style=style,
        default_flow_style=flow,
        width=width,
        sort_keys=False,
    )
    if "!!" in written or "<<" in written or "? " in written or "&id" in written:
        return  # tags, merge keys and anchors are refused, complex keys are not what is meant here
    node, problems = parse(written.encode(), FILE)
    if not problems:
        assert tree(node) == tree_
    else:
        assert {one.code for one in problems} <= {"E104", "E112"}, written


def test_a_byte_order_mark_moves_no_column() -> None:
    """The first key of the file stands in column 1."""
    _, (repeated,) = parse("\ufeffa: 1\na: 2\n".encode(), FILE)
    (found, first) = repeated.where, repeated.also[0][0]
    assert (found, first) == (Span(FILE, 2, 1, 2, 2), Span(FILE, 1, 1, 1, 2))


def test_every_repeated_key_is_reported_and_the_first_kept() -> None:
    """Two repetitions, two problems, each with the first place."""
    node, problems = parse(b"a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n", FILE)
    assert tree(node) == {"a": "1", "b": {"c": "1"}}
    assert [(one.code, str(one.where), one.values["first"]) for one in problems] == [
        ("E104", f"{FILE}:2:11", "2"),
        ("E104", f"{FILE}:3:1", "1"),
        ("E104", f"{FILE}:4:1", "1"),
    ]


@pytest.mark.parametrize("text", ["a: &x 1", "a: &x {b: c}", "a: [&x b]", "&x a: 1", "a: !!str &x b", "&x\na: 1"])
def test_anchors_are_refused_wherever_they_stand(text: str) -> None:
    """The anchor alone is marked."""
    _, (found,) = parse(text.encode(), FILE)
    assert found.code == "E105"
    assert isinstance(found.where, Span)
    line = text.split("\n")[found.where.line - 1]
    assert line[found.where.column - 1 : found.where.end_column - 1] == "&x"


@pytest.mark.parametrize("text", ["a: !!str b", "a: !x [b]", "!x a: b", "a: !<tag:x> b", "a: ! b"])
def test_tags_are_refused_wherever_they_stand(text: str) -> None:
    """A tag says a type, and every field has its own."""
    assert codes(text.encode()) == ["E106"]


def test_a_laughing_bomb_is_refused_at_its_first_anchor() -> None:
    """Nothing is ever expanded."""
    bomb = "a: &a [lol]\n" + "".join(f"{x}: &{x} [*{y}, *{y}]\n" for x, y in zip("bcdefgh", "abcdefg", strict=True))
    assert codes(bomb.encode()) == ["E105"]


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_nesting_without_end_is_refused_at_once(text: str) -> None:
    """However deep it goes, nothing overflows."""
    assert codes(text.encode()) == ["E110"]


def test_nesting_is_allowed_to_its_limit() -> None:
    """The limit itself is fine, one more is not."""
    assert codes(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) == []
    assert codes(b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2)) == ["E110"]


def test_a_file_may_be_as_large_as_its_limit() -> None:
    """One byte more is too large."""
    assert codes(b"#" * MAX_BYTES) == []
    assert codes(b"#" * (MAX_BYTES + 1)) == ["E108"]


@pytest.mark.parametrize(
    ("raw", "line", "column", "guess"),
    [
        ("a: b\nđ: Hà Giang\n".encode("windows-1258"), 2, 1, "windows-1258"),
        ("ê: ế\n".encode() + "ê: Hà".encode("windows-1258"), 2, 1, "windows-1258"),
        (b"\xef\xbb\xbfa: \xff", 1, 4, "windows-1258"),
        ("a: b".encode("utf-16"), 1, 1, "UTF-16"),
        ("a: b".encode("utf-16-be"), 1, 1, "UTF-16"),
        ("a: b".encode("utf-16-le"), 1, 2, "UTF-16"),
        (b"a: \xed\xa0\x80", 1, 4, "windows-1258"),
    ],
)
def test_what_is_not_utf_8_is_refused_with_a_guess(raw: bytes, line: int, column: int, guess: str) -> None:
    """At the first byte that can't be read."""
    _, (found,) = parse(raw, FILE)
    assert (found.code, str(found.where), found.values["guess"]) == ("E101", f"{FILE}:{line}:{column}", guess)


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff"])
def test_control_characters_are_refused_where_they_stand(sign: str) -> None:
    """Counted in characters, whatever their bytes."""
    _, (found,) = parse(f"ế: đầu{sign} x, và dài hơn nữa\n".encode(), FILE)
    assert (found.code, str(found.where), found.values) == ("E118", f"{FILE}:1:7", {"sign": f"U+{ord(sign):04X}"})


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\r"])
def test_line_breaks_that_editors_do_not_show_are_refused(sign: str) -> None:
    """They could hide a key."""
    _, (found,) = parse(f"ế: đầu{sign}b: c\n".encode(), FILE)
    assert (found.code, str(found.where)) == ("E109", f"{FILE}:1:7")


LINES = """\
title: {vi: Gặp gỡ, en: "Spring"}
claims:
  - id: one
    topics: [trade, transport]
  -
    id: two
    vi: |
      Một hai

      ba
    en: >-
      one
      two
empty:
"""


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (At(FILE), "title"),
        (At(FILE, ("title",)), "title"),
        (At(FILE, ("title", "vi")), "Gặp gỡ"),
        (At(FILE, ("title", "en")), '"Spring"'),
        (At(FILE, ("title", "en"), key=True), "en"),
        (At(FILE, ("title", "en"), start=1, end=3), "pr"),
        (At(FILE, ("title", "en"), start=1), "p"),
        (At(FILE, ("title", "de")), "title"),
        (At(FILE, ("title", "en", "further")), "en"),
        (At(FILE, ("claims",)), "claims"),
        (At(FILE, ("claims", 0)), "id"),
        (At(FILE, ("claims", 0), key=True), "id"),
        (At(FILE, ("claims", 9)), "claims"),
        (At(FILE, ("claims", 0, "topics", 1)), "transport"),
        (At(FILE, ("claims", 0, "topics", "transport")), "transport"),
        (At(FILE, ("claims", 0, "topics", "nowhere")), "topics"),
        (At(FILE, ("claims", 1, "vi")), "Một hai\n\n      ba"),
        (At(FILE, ("claims", 1, "vi"), start=4, end=11), "hai\n\n      ba"),
        (At(FILE, ("claims", 1, "en"), start=0, end=7), "one\n      two"),
        (At(FILE, ("claims", 1, "en"), start=4, end=7), "two"),
        (At(FILE, ("empty",)), ""),
        (At(FILE, ("nowhere",)), "title"),
    ],
)
def test_a_key_path_leads_to_its_words(at: At, words: str) -> None:
    """The value, the key, a part of the value; as far as the path can be followed."""
    assert marked(LINES, at) == words


@pytest.mark.parametrize("written", ['"  ab  "', "'  ab'", "|\n\n    ab\n", ">\n    ab\n\n", "ab"])
def test_parts_are_counted_without_the_blanks_around_a_text(written: str) -> None:
    """As texts are read."""
    assert marked(f"a: {written}", At(FILE, ("a",), start=1, end=2)) == "b"


@pytest.mark.parametrize("offsets", [(0, 0), (5, 2), (99, 100), (0, 99)])
@pytest.mark.parametrize("text", ["a: ab", 'a: ""', "a:", "a: |", "a: |\n", "a: >-\n\n"])
def test_offsets_beyond_a_text_stay_in_its_file(text: str, offsets: tuple[int, int]) -> None:
    """An empty text, or a part that is not there, is marked where the text is."""
    start, end = offsets
    (found,) = locate((problem("E999", At(FILE, ("a",), start=start, end=end)),), lambda _: text.encode())
    assert isinstance(found.where, Span)
    assert found.where.line <= text.count("\n") + 1


def test_each_file_is_read_once_and_spans_stay() -> None:
    """What is located already, or stands nowhere, is left alone; other places shown are located too."""
    asked: list[str] = []

    def give(file: str) -> bytes:
        asked.append(file)
        return b"a: 1\nb: 2\n"

    span = Span("y.yaml", 7, 7, 7, 8)
    found = locate(
        (
            problem("E999", At(FILE, ("b",)), also=[(At(FILE, ("a",)), "here"), (span, "there")]),
            problem("E999", span),
            problem("E999", None),
        ),
        give,
    )
    assert [one.where for one in found] == [Span(FILE, 2, 4, 2, 5), span, None]
    assert found[0].also == ((Span(FILE, 1, 4, 1, 5), "here"), (span, "there"))
    assert asked == [FILE]


def test_a_file_that_is_gone_is_named_without_a_place() -> None:
    """The problem is still shown."""

    def gone(file: str) -> bytes:
        raise FileNotFoundError(file)

    (found,) = locate((problem("E999", At(FILE, ("a",))),), gone)
    assert found.where == Span(FILE, 1, 1, 1, 1)


@given(
    WORDS, st.sampled_from([None, "'", '"', "|", ">"]), st.sampled_from([8, 20, 1000]), st.sampled_from(["NFC", "NFD"])
)
def test_every_letter_of_a_value_is_found_in_its_source(words: str, style: str | None, width: int, form: Any) -> None:  # noqa: ANN401
    """In quotes, escaped, folded or literal, composed or decomposed: the source says that very letter there."""
    words = unicodedata.normalize(form, words)
    dumper: Any = yaml.SafeDumper
    written = yaml.dump(
        {"a": words}, Dumper=dumper, allow_unicode=bool(len(words) % 2), default_style=style, width=width
    )
    root, problems = parse(written.encode(), FILE)
    if problems or not isinstance(root, Mapping):
        return  # a text that a YAML writer can write only with a tag
    value = root.values["a"]
    assert isinstance(value, Scalar)
    assert value.text == words
    spans = source_spans(written, value)
    assert len(spans) == len(words)
    for sign, (start, end) in zip(words, spans, strict=True):
        source = written[start:end]
        if not sign.isspace():
            assert source == sign or yaml.safe_load(f'"{source}"') == sign or (source, sign) == ("''", "'")
    starts = [start for start, _ in spans]
    assert starts == sorted(starts)


SIGNS = [*"ab:-,[]{}&*!|>%@`\"'\\#? \n\t0ế\u0301\ufeff\x07\r", "\n  ", "\n- ", ": ", "---\n", "...\n", "\\u", "<<"]
YAMLISH = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


@given(
    st.binary(max_size=80) | YAMLISH.map(lambda text: text.encode()),
    st.lists(st.sampled_from(["a", "b", 0, 1]), max_size=3),
)
def test_no_bytes_make_it_raise(raw: bytes, path: list[str | int]) -> None:
    """Whatever a file holds, there is a node or a problem, and every problem has its place in the file."""
    node, problems = parse(raw, FILE)
    assert node is None or {one.code for one in problems} <= {"E104"}
    assert b"%" in raw or all(one.code != "E103" for one in problems)
    lines = raw.decode("utf-8-sig", "replace").split("\n")
    at = At(FILE, tuple(path), start=1, end=3)
    for one in (*problems, *locate((problem("E999", at), problem("E999", at.on_key())), lambda _: raw)):
        assert isinstance(one.where, Span)
        assert 1 <= one.where.line <= len(lines)
        assert 1 <= one.where.column <= len(lines[one.where.line - 1]) + 2


@pytest.mark.parametrize("filling", [0, KEPT])
def test_a_place_is_that_of_the_file_as_it_is_now(filling: int) -> None:
    """However often it was looked for, in files that are remembered and in such as are too large to be."""
    text = f"a: {'x' * filling}\nb: c\n"
    found = [
        locate((problem("E999", At(FILE, ("b",))),), lambda _, text=text: text.encode())[0].where  # type: ignore[misc]
        for text in (text, f"# Trước.\n{text}", text)
    ]
    assert [one.line for one in found if isinstance(one, Span)] == [2, 3, 2]
