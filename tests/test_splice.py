"""Edits in YAML text: one value changes, and every other byte stays."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biennien.leftovers import place_part
from biennien.nodes import Mapping, Node, Scalar, Sequence, parse
from biennien.splice import (
    ChangedError,
    KeyPath,
    SpliceError,
    add_records,
    remove,
    rewrite,
    save,
    saving,
    set_record,
    set_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = sorted((ROOT / "content").rglob("*.yaml"))
BOM = b"\xef\xbb\xbf"
MADE = {
    "block": """\
# a comment
title:
  vi: Gặp gỡ đầu xuân   # beside
  en: 'It''s spring'

# before summary
summary:
    vi: |-
      Một câu.

      Hai câu.
    # between
    en: >-   # folded
      One sentence that is
      folded over two lines.

claims:
- id: a
  vi: "A \\"quoted\\" text"
  en: plain
  evidence: [{source: paper, quote: "x, y", translation: {en: "z"}}]
- {id: b, vi: 'đơn', en: two words}
empty:
list:
  - one
  -
  - |
    block

body:
  vi: |
    # Not a comment

    - a list
last: |+
  kept

""",
    "flow": """\
{title: {vi: Một, en: "Two, three"},  # a comment
 names: [a, 'b', {vi: x, en}],
 empty: {}, none: , tail: end}
""",
    "no end": "a: 1\nb:\n  vi: |\n    cut off",
}
"""Made files, by what is special about them."""
COMMENTS = (b"# a comment", b"# beside", b"# before summary", b"# between", b"# folded")

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TRICKY = st.sampled_from([
    "", " ", "~", "null", "no", "2023-02-22", "1e3", "- a", "a: b", "a #b", "#", "{", "]", "'", '"', "\\", "|", ">-",
    "&a", "*a", "!t", "%d", "@", "`", "---", "...", "? a", "a\nb", "a\n\nb\n", "\n", "a\n", " a", "a ", "a\n  b\n",
    "Ta\u0300 Lu\u0300ng",
    "Tà Lùng – Thủy Khẩu: “7,2 tỷ USD”", "\ufeff", "\u2028", "\x85", "a\r\nb", "\t", "a\tb",
    "\U0001f600", "\x00", "a,b", "a, b",
    "Câu một.\nCâu hai.[^claim]", "x" * 300,
])  # fmt: skip
TEXTS = st.one_of(WORDS, TRICKY, st.lists(st.one_of(TRICKY, WORDS), max_size=3).map("\n".join))


def texts_of(node: Node, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the key path of every text below a node."""
    if isinstance(node, Scalar):
        yield path
    elif isinstance(node, Mapping):
        for key, child in node.values.items():
            yield from texts_of(child, (*path, key))
    elif isinstance(node, Sequence):
        for place, child in enumerate(node.items):
            yield from texts_of(child, (*path, place))


def mappings_of(node: Node, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the key path of every mapping below a node."""
    if isinstance(node, Mapping):
        yield path
        for key, child in node.values.items():
            yield from mappings_of(child, (*path, key))
    elif isinstance(node, Sequence):
        for place, child in enumerate(node.items):
            yield from mappings_of(child, (*path, place))


def flat(node: Node, path: KeyPath = ()) -> dict[KeyPath, Any]:
    """Return every text by its key path, and what is empty."""
    if isinstance(node, Scalar):
        return {path: node.text}
    keys: list[tuple[str | int, Node]] = []
    keys += node.values.items() if isinstance(node, Mapping) else enumerate(node.items)
    found: dict[KeyPath, Any] = {} if keys else {path: type(node)}
    for step, child in keys:
        found |= flat(child, (*path, step))
    return found


def read(raw: bytes) -> Node:
    """Return the root of a file that reads without a fault."""
    root, problems = parse(raw, "f")
    assert root is not None
    assert not problems
    return root


def taken_out(before: bytes, after: bytes) -> int:
    """Return how many bytes of a file an edit took out or wrote over, where it stands in one place."""
    start = len(os.path.commonprefix([before, after]))  # noqa: RUF071 - byte by byte is what is meant
    end = len(os.path.commonprefix([before[start:][::-1], after[start:][::-1]]))  # noqa: RUF071
    return len(before) - start - end


def outside(raw: bytes, node: Node) -> tuple[bytes, bytes]:
    """Return the bytes of a file before and behind a node; a comment on its line stays there, before a block too."""
    text = raw.decode("utf-8-sig")
    mark = BOM if raw.startswith(BOM) else b""
    line, end, rest = text[node.end :].partition("\n")
    tail = end + rest if line.lstrip().startswith("#") else text[node.end :]
    return mark + text[: node.start].encode(), tail.encode()


def node_at(node: Node, path: KeyPath) -> Node:
    """Follow a path that leads somewhere."""
    for step in path:
        if isinstance(node, Mapping):
            node = node.values[str(step)]
        elif isinstance(node, Sequence):
            node = node.items[int(step)]
    return node


def stored(text: str, how: str) -> bytes:
    """Return a text as bytes, in one of the ways in which editors store it."""
    crlf = text.replace("\n", "\r\n") if "crlf" in how else text
    return (BOM if "bom" in how else b"") + crlf.encode()


def sources() -> list[bytes]:
    """Return the content files and the made ones, each as stored in several ways."""
    real = [file.read_bytes() for file in CONTENT if file.stat().st_size < 9_000]
    return real + [stored(text, how) for text in MADE.values() for how in ("", "crlf", "bom", "bom crlf")]


SOURCES = sources()


@settings(max_examples=90, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), raw=st.sampled_from(SOURCES))
def test_texts_written_anywhere_read_back_and_nothing_else_changes(data: st.DataObject, raw: bytes) -> None:
    """Twelve edits, one after the other, in files as they are and as editors store them."""
    for _ in range(12):
        before = read(raw)
        paths = list(texts_of(before))
        path, text = data.draw(st.sampled_from(paths)), data.draw(TEXTS)
        after = set_text(raw, path, text)
        assert flat(read(after)) == {**flat(before), path: text}
        head, tail = outside(raw, node_at(before, path))
        assert after.startswith(head)
        assert after.endswith(tail)
        assert [one for one in COMMENTS if one in after] == [one for one in COMMENTS if one in raw]
        raw = after


@pytest.mark.parametrize("end", [" ", "\t", " \t\n", "\n\t"])
def test_a_text_that_ends_in_blanks_can_be_written_over(end: str) -> None:
    """They are kept, where they can be seen: not in a block, at whose end nobody knows what belongs to it."""
    raw = SOURCES[0]
    written = set_text(raw, ("title", "vi"), f"0{end}")
    assert flat(read(written))["title", "vi"] == f"0{end}"
    assert flat(read(set_text(written, ("title", "vi"), ""))) == {**flat(read(raw)), ("title", "vi"): ""}


@settings(max_examples=90, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), raw=st.sampled_from(SOURCES))
def test_keys_added_anywhere_read_back_and_not_a_byte_is_lost(data: st.DataObject, raw: bytes) -> None:
    """What is added is one stretch, and takes the place of nothing."""
    for number in range(12):
        before = read(raw)
        above = data.draw(st.sampled_from(list(mappings_of(before))))
        path, text = (*above, f"new-{number}", *data.draw(st.sampled_from([(), ("en",)]))), data.draw(TEXTS)
        after = set_text(raw, path, text)
        kept = {key: value for key, value in flat(before).items() if key != above}
        assert flat(read(after)) == {**kept, path: text}
        assert taken_out(raw, after) == 0
        raw = after


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), raw=st.sampled_from(SOURCES))
def test_records_come_and_go_without_a_trace(data: st.DataObject, raw: bytes) -> None:
    """A record that is written, changed and removed leaves the file as it was, byte for byte."""
    root = read(raw)
    filled = [path for path in mappings_of(root) if flat(node_at(root, path)) != {(): Mapping}]
    above = data.draw(st.sampled_from(filled))
    path = (*above, "translations", "claims.a.en")
    record = {"from": "vi", "of": "3fa81c2e", "by": data.draw(TEXTS.filter(bool)), "on": "2026-11-23"}
    written = set_record(raw, path, record)
    changed = set_record(written, path, {"from": "vi", "ok": "12345678"})
    assert flat(read(written)) == {**flat(root), **{(*path, key): value for key, value in record.items()}}
    assert remove(changed, path) == raw


WRITTEN = {
    "a plain text stays plain": ("a: one # c\nb: 2\n", ("a",), "two", "a: two # c\nb: 2\n"),
    "quotes stay quotes": ("a: \"one\"\nb: 'x'\n", ("b",), "it's", "a: \"one\"\nb: 'it''s'\n"),
    "a plain text that needs quotes gets them": ("a: one\n", ("a",), "two: three", 'a: "two: three"\n'),
    "what others would retype gets quotes": ("a: one\n", ("a",), "2023", 'a: "2023"\n'),
    "several lines become a block": ("a: one\nb: 2\n", ("a",), "x\ny", "a: |-\n  x\n  y\nb: 2\n"),
    "a block keeps its comment": ("a: |- # c\n  x\n\nb: 2\n", ("a",), "y\nz", "a: |- # c\n  y\n  z\n\nb: 2\n"),
    "a block that keeps its last break": ("a: |\n  x\n", ("a",), "y\n", "a: |\n  y\n"),
    "a folded text is folded": ("a: >-\n  x\n", ("a",), "y z", "a: >-\n  y z\n"),
    "a language beside its neighbour": (
        "t:\n  vi: Một # c\n# d\n", ("t", "en"), "One", "t:\n  vi: Một # c\n  en: One\n# d\n",
    ),
    "a block beside a block": (
        "t:\n  vi: |-\n    Một\n\nb: 2\n", ("t", "en"), "One", "t:\n  vi: |-\n    Một\n  en: |-\n    One\n\nb: 2\n",
    ),
    "a language within braces": ("t: {vi: Một}\n", ("t", "en"), "One, two", 't: {vi: Một, en: "One, two"}\n'),
    "a mapping that is not there": ('q: "x"\n', ("t", "en"), "One", 'q: "x"\nt: {en: "One"}\n'),
    "a key without a value": ("t:  # c\n", ("t", "en"), "One", "t: {en: One}  # c\n"),
    "a file without a last line break": ("a: 1\nb: 2", ("c",), "3d", "a: 1\nb: 2\nc: 3d"),
    "a file that ends in a cut-off block": ("a: |\n  x", ("b",), "y", "b: |-\n  y\na: |\n  x"),
    "line ends of Windows": ("a: |-\r\n  x\r\nb: 2\r\n", ("a",), "y\nz", "a: |-\r\n  y\r\n  z\r\nb: 2\r\n"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "path", "text", "after"), WRITTEN.values(), ids=list(WRITTEN))
def test_a_text_is_written_as_its_neighbours_are(before: str, path: KeyPath, text: str, after: str) -> None:
    """Style, comments and line ends are those of the file."""
    assert set_text(before.encode(), path, text).decode() == after


def test_a_key_stands_behind_the_one_it_is_said_to_follow() -> None:
    """A claim's languages stay together."""
    before = b"claims:\n  - id: a\n    vi: M\xe1\xbb\x99t\n    evidence: []\n"
    after = set_text(before, ("claims", 0, "en"), "One", after="vi")
    assert after == before.replace(b"    evidence", b"    en: One\n    evidence")


def test_a_record_stands_on_one_line_below_its_own_key() -> None:
    """It has no more quotes than it needs, and a second one follows the first."""
    record = {"from": "vi", "on": "2026-11-23", "by": "A, B"}
    one = set_record(b"title: {vi: a}\n", ("translations", "title.en"), record)
    two = set_record(one, ("translations", "body.en"), {"from": "vi", "of": "12345678"})
    assert two.decode() == (
        "title: {vi: a}\ntranslations:\n"
        '  title.en: {from: vi, on: 2026-11-23, by: "A, B"}\n'
        "  body.en: {from: vi, of: 12345678}\n"
    )


@pytest.mark.parametrize(
    "before",
    [
        "title: {vi: a}  # c\n",
        "{title: {vi: a}}",
        "t: x\ntranslations: # c\n  a.en: {of: 1}\n",
    ],
)
def test_several_records_are_added_as_one_by_one(before: str) -> None:
    """The same bytes, in one edit."""
    records = {"title.en": {"from": "vi", "of": "12345678"}, "body.en": {"from": "vi", "by": "A, B"}}
    one_by_one = before.encode()
    for key, record in records.items():
        one_by_one = set_record(one_by_one, ("translations", key), record)
    assert add_records(before.encode(), ("translations",), records) == one_by_one
    with pytest.raises(SpliceError):
        add_records(one_by_one, ("translations",), records)


@pytest.mark.parametrize(
    ("before", "after"),
    [("t:  # c\nu: 1", "t:  # c\n  a.en: {of: 1}\nu: 1"), ("{t}", "{t: {a.en: {of: 1}}}")],
)
def test_records_fill_a_key_that_was_left_with_nothing(before: str, after: str) -> None:
    """As when somebody deleted every line below it."""
    assert add_records(before.encode(), ("t",), {"a.en": {"of": "1"}}).decode() == after


REFUSED = {
    "a list's item that is not there": ("a: [x]\n", ("a", 1)),
    "a key of a text": ("a: x\n", ("a", "b")),
    "a text where keys are": ("a: {b: c}\n", ("a",)),
    "a file that does not parse": ("a: [\n", ("a",)),
    "an empty file": ("# only a comment\n", ("a",)),
}


@pytest.mark.parametrize(("before", "path"), REFUSED.values(), ids=list(REFUSED))
def test_what_can_not_be_edited_is_said(before: str, path: KeyPath) -> None:
    """Rather than guessed."""
    with pytest.raises(SpliceError):
        set_text(before.encode(), path, "x")


def test_half_a_character_is_refused() -> None:
    """UTF-8 has no place for it, and a replacement would not read back."""
    with pytest.raises(SpliceError, match="half a character"):
        set_text(b"a: b\n", ("a",), "\ud800")


def test_a_key_that_is_given_twice_can_still_be_worked_around() -> None:
    """Such a file does not load, but the rest of it can be edited; the fault stays the curator's."""
    assert set_text(b"a: 1\na: 2\nb: 3\n", ("b",), "four") == b"a: 1\na: 2\nb: four\n"


def test_removing_leaves_comments_and_neighbours() -> None:
    """Only the key's own lines go."""
    before = b"a: 1\n# about b\nb:\n  c: |\n    x\n\nd: {e: 1, f: 2, g: 3}\n"
    assert remove(before, ("b", "c")) == b"a: 1\n# about b\n\nd: {e: 1, f: 2, g: 3}\n"
    assert remove(before, ("d", "f")).endswith(b"d: {e: 1, g: 3}\n")
    assert remove(before, ("d", "g")).endswith(b"d: {e: 1, f: 2}\n")
    with pytest.raises(SpliceError, match="there is no z"):
        remove(before, ("z",))


def test_saving_replaces_what_was_read_and_keeps_the_mode(tmp_path: Path) -> None:
    """Whole, with nothing left beside it."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    save(file, b"old", b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_saving_makes_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file counts as empty, and one that came meanwhile as changed."""
    file = tmp_path / "a.tsv"
    save(file, b"", b"new")
    assert file.read_bytes() == b"new"
    with pytest.raises(ChangedError):
        save(file, b"", b"other")


def test_saving_through_a_link_leaves_the_link(tmp_path: Path) -> None:
    """The file that it leads to is what changes."""
    file, link = tmp_path / "a.yaml", tmp_path / "link.yaml"
    file.write_bytes(b"old")
    link.symlink_to(file)
    save(link, b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("moment", ["_refuse_changed", "write_beside", "_take_place"])
def test_a_person_s_edit_at_any_moment_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Whatever the step before which somebody writes the file, their words are what is in it afterwards."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    real = getattr(saving, moment)

    def interrupted(*arguments: Any) -> Any:  # noqa: ANN401 - whatever the step takes
        file.write_bytes(b"theirs")
        return real(*arguments)

    monkeypatch.setattr(saving, moment, interrupted)
    with pytest.raises(ChangedError):
        save(file, b"old", b"new")
    assert file.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [file]


def leave(file: Path, stopped_at: str) -> list[Path]:
    """Save a file in a process that is killed before a step; return what it leaves beside the file."""
    script = (
        "import os, signal, sys; from pathlib import Path; from biennien.splice import saving\n"
        f"saving.{stopped_at} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "saving.save(Path(sys.argv[1]), b'old', b'new')"
    )
    subprocess.run([sys.executable, "-c", script, str(file)], cwd=ROOT, check=False)
    return [one for one in file.parent.iterdir() if one != file]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere nobody can be asked whether a process lives")
@pytest.mark.parametrize("stopped_at", ["os.fsync", "_take_place"])
def test_the_next_save_sweeps_up_what_a_killed_one_left(tmp_path: Path, stopped_at: str) -> None:
    """Half written, or whole; the file itself is as it was."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    assert len(leave(file, stopped_at)) == 1
    assert file.read_bytes() == b"old"
    save(file, b"old", b"new")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere nobody can be asked whether a process lives")
def test_what_may_hold_somebody_s_words_is_not_swept_up(tmp_path: Path) -> None:
    """Words that are neither the old nor the new ones, of other files, of no save, or of one that is still going on."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    (left,) = leave(file, "_take_place")
    left.write_bytes(b"theirs")
    kept = {left, tmp_path / ".a.yaml.swp", tmp_path / ".b.yaml.99999999-00000000.part.tmp", place_part(file)}
    for one in kept - {left}:
        one.write_bytes(b"new")
    save(file, b"old", b"new")
    assert set(tmp_path.iterdir()) == {file, *kept}
    assert left.read_bytes() == b"theirs"


def test_a_disk_that_refuses_leaves_the_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when it is full."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(file, b"old", b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_change_is_made_anew_of_what_somebody_else_wrote(tmp_path: Path) -> None:
    """Nobody's words are lost; a file that somebody keeps writing is left to them."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    theirs = [b"theirs"]

    def add(before: bytes) -> bytes:
        if theirs:
            file.write_bytes(theirs.pop())
        return before + b" and ours"

    assert rewrite(file, add) == file.read_bytes() == b"theirs and ours"
    assert rewrite(file, lambda _: None) is None
    theirs += [b"%d" % number for number in range(9)]
    with pytest.raises(ChangedError):
        rewrite(file, add)
    assert b"ours" not in file.read_bytes()
