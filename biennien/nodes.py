"""YAML text → nodes that know where they stand.

The subset is what a curator needs: one document of mappings, sequences and scalars. Tags, anchors and aliases are
refused (they retype, copy or blow up what is written), and every scalar stays text until a field types it.
Positions follow YAML 1.1's marks: code points, counted here from 1.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml

from biennien.messages import phrase
from biennien.problems import At, Problem, Span, point, problem, span_between
from biennien.sources import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from biennien.messages import Words

MAX_DEPTH = 24
MAX_NODES = 100_000
"""Texts, lists and groups of keys in a file, keys among them: each may be a problem, which costs more than itself."""
KEPT = 32_000
"""Bytes up to which a file is remembered with the places of what is wrong in it; those of events are far smaller."""
# YAML 1.1 breaks lines at these; editors do not, so a key could hide behind one.
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
# What YAML 1.1 leaves out of its printable characters (section 5.1).
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"![^\s,\[\]{}]*")
# A sign of a text in double quotes as it is written: an escape, a line break that says nothing, or itself.
_IN_QUOTES = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ \t]*|.)|.", re.DOTALL)
_WHITE_ESCAPES = frozenset("tnvfr _NLP\t")


# Tuples, of which a file has hundreds, and which are made in a third of the time that a frozen dataclass takes.
class Scalar(NamedTuple):
    """A piece of text; `plain` when it stands without quotes and not as a block."""

    text: str
    plain: bool
    style: str
    start: int
    end: int


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    start: int
    end: int

    @property
    def texts(self) -> dict[str, Scalar]:
        """Those of its items that are texts, the first of each, by their words."""
        return {one.text.strip(): one for one in reversed(self.items) if isinstance(one, Scalar)}


class Mapping(NamedTuple):
    """Keys in the order of the file, each with its own place, and their values."""

    keys: dict[str, Scalar]
    values: dict[str, Node]
    start: int
    end: int


Node: TypeAlias = Scalar | Sequence | Mapping


class _FaultError(Exception):
    """One thing wrong with the YAML; carries the finished problem."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.found = found


def parse(raw: bytes, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the root node of a YAML file, and what is wrong with it.

    `file` is the path shown in problems. An empty file gives `None` and no problem. A fault of syntax gives `None`
    and one problem, since what follows it can't be trusted; repeated keys are all reported, the first one kept.
    """
    try:
        text = decode(raw, file)
    except _FaultError as fault:
        return None, (fault.found,)
    try:
        events = _Events(text, file)
        return events.document(), tuple(events.repeated)
    except _FaultError as fault:
        return None, (fault.found,)
    except yaml.YAMLError as error:
        from biennien.yamlfaults import explain_fault  # only when something is wrong

        return None, (explain_fault(error, text, file),)


def decode(raw: bytes, file: str) -> str:
    """Return the text of a UTF-8 file, without a byte order mark; raise a fault for anything else."""
    if len(raw) > MAX_BYTES:
        raise _FaultError(problem("E108", Span(file, 1, 1, 1, 1), limit=f"{MAX_BYTES:,}"))
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw.count(0) * 4 > len(raw)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _FaultError(_not_utf8(raw, error.start, file, "UTF-16" if utf16 else "windows-1258")) from None
    if utf16:
        raise _FaultError(_not_utf8(raw, raw.index(0), file, "UTF-16"))
    if text.replace("\n", "").isprintable():
        return text  # as nearly all files
    if found := _HIDDEN_BREAK.search(text):
        raise _FaultError(problem("E109", point(text, found.start(), file), sign=_code_point(found.group())))
    if found := _CONTROL.search(text):
        raise _FaultError(problem("E118", point(text, found.start(), file), sign=_code_point(found.group())))
    return text


def _not_utf8(raw: bytes, offset: int, file: str, guess: str) -> Problem:
    before = raw[:offset].decode("utf-8", errors="replace")
    return problem("E101", point(before, len(before), file), byte=f"0x{raw[offset]:02x}", guess=guess)


def _code_point(sign: str) -> str:
    return f"U+{ord(sign):04X}"


class _Events:
    """Builds one document from libyaml's events, refusing what content may not hold."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self.repeated: list[Problem] = []
        self.nodes = 0

    def document(self) -> Node | None:
        root: Node | None = None
        while (event := self.next()) is not None:
            start = event.start_mark.index
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self.fault("E107", start, len("---"))
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, 0)
        return root

    def node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 - libyaml's own marks, which the stubs don't know
        if event.anchor or event.tag:  # an alias has an anchor
            self.refuse_copies_and_tags(event)
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise self.too_much(event, depth)
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            return Scalar(event.value, not style, style, start, end)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(start, depth + 1)
        return self.mapping(start, depth + 1)

    def refuse_copies_and_tags(self, event: Any) -> None:  # noqa: ANN401 - see node
        start = event.start_mark.index
        if event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            at = self.text.index(f"{sign}{event.anchor}", start)
            raise self.fault("E105", at, 1 + len(event.anchor), sign=sign, name=event.anchor)
        if written := _TAG.search(self.text, start):
            raise self.fault("E106", written.start(), len(written.group()), tag=written.group())

    def too_much(self, event: Any, depth: int) -> _FaultError:  # noqa: ANN401 - see node
        code, limit = ("E110", f"{MAX_DEPTH}") if depth > MAX_DEPTH else ("E127", f"{MAX_NODES:,}")
        return self.fault(code, event.start_mark.index, limit=limit)

    def sequence(self, start: int, depth: int) -> Sequence:
        items = []
        event = self.next()
        while not isinstance(event, yaml.SequenceEndEvent):
            items.append(self.node(event, depth))
            event = self.next()
        return Sequence(tuple(items), start, _end(event))

    def mapping(self, start: int, depth: int) -> Mapping:
        keys: dict[str, Scalar] = {}
        values: dict[str, Node] = {}
        event = self.next()
        while not isinstance(event, yaml.MappingEndEvent):
            key = self.key(event, depth)
            value = self.node(self.next(), depth)
            if key.text in keys:
                self.repeated.append(self.repeat(key, keys[key.text]))
            else:
                keys[key.text], values[key.text] = key, value
            event = self.next()
        return Mapping(keys, values, start, _end(event))

    def key(self, event: Any, depth: int) -> Scalar:  # noqa: ANN401 - see node
        key = self.node(event, depth)
        if not isinstance(key, Scalar):
            raise self.fault("E111", key.start)
        if key.plain and key.text == "<<":
            raise self.fault("E105", key.start, len("<<"), sign="<<", name="")
        if key.plain and key.text[:1].isspace():
            raise self.fault("E112", key.start, sign=phrase("no_break_space"))
        return key

    def repeat(self, key: Scalar, first: Scalar) -> Problem:
        here = span_between(self.text, key.start, key.end, self.file)
        there = span_between(self.text, first.start, first.end, self.file)
        return problem("E104", here, key=key.text, first=str(there.line), also=((there, phrase("first_here")),))

    def fault(self, code: str, at: int, length: int = 1, **values: Words) -> _FaultError:
        return _FaultError(Problem(code, point(self.text, at, self.file, length), values))


def _end(event: Any) -> int:  # noqa: ANN401 - see node
    return int(event.end_mark.index)


def locate(problems: Iterable[Problem], read: Callable[[str], bytes]) -> tuple[Problem, ...]:
    """Give every problem that names a key path the span of that place.

    Values carry key paths, not positions, because only what is reported needs a position: the file is read again
    (`read` takes the path that problems show, and raises `OSError`) and the path followed as far as it goes.
    """
    problems = tuple(problems)
    spans = dict(_spans(problems, read))

    def span(where: At | Span) -> Span:
        return where if isinstance(where, Span) else spans[where]

    return tuple(
        replace(
            one,
            where=None if one.where is None else span(one.where),
            also=tuple((span(where), label) for where, label in one.also),
        )
        for one in problems
    )


def _spans(problems: Iterable[Problem], read: Callable[[str], bytes]) -> Iterator[tuple[At, Span]]:
    """Pair every place that problems name with its span, each file being read once."""
    places: dict[str, dict[At, None]] = {}
    for one in problems:
        for where in (one.where, *(other for other, _ in one.also)):
            if isinstance(where, At):
                places.setdefault(where.file, {})[where] = None
    for file, some in places.items():
        try:
            raw = read(file)
        except OSError:
            raw = b""
        find = _find_spans if len(raw) <= KEPT else _find_spans.__wrapped__
        yield from zip(some, find(raw, file, tuple(some)), strict=True)


@lru_cache(maxsize=16_384)  # of what is wrong, most stands where it stood when a file was last saved
def _find_spans(raw: bytes, file: str, places: tuple[At, ...]) -> tuple[Span, ...]:
    """Return where in a file some places are."""
    root, _ = parse(raw, file)
    text = raw.decode("utf-8-sig", errors="replace")
    return tuple(_follow(where, text, root) for where in places)


def _follow(where: At, text: str, root: Node | None) -> Span:
    node, key = root, None
    for step in where.path:
        found = _child(node, step)
        if found is None:
            return _span(key or node, text, where.file)
        key, node = found
    if where.key and key is not None:
        return _span(key, text, where.file)
    if isinstance(node, Scalar) and where.start is not None:
        return _part(where, node, text)
    return _span(node if isinstance(node, Scalar) or key is None else key, text, where.file)


def _child(node: Node | None, step: str | int) -> tuple[Scalar | None, Node] | None:
    if isinstance(node, Mapping) and isinstance(step, str) and step in node.keys:
        return node.keys[step], node.values[step]
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return None, node.items[step]
    text = node.texts.get(step) if isinstance(node, Sequence) and isinstance(step, str) else None
    return (None, text) if text else None


def _part(where: At, node: Scalar, text: str) -> Span:
    """Return the span of a part of a text, counted without the white space around it, as texts are read."""
    indent = len(node.text) - len(node.text.lstrip())
    first = indent + (where.start or 0)
    last = max(first, indent + where.end - 1) if where.end else first
    signs = source_spans(text, node)
    start = signs[first][0] if first < len(signs) else node.end
    end = signs[last][1] if last < len(signs) else node.end
    return span_between(text, start, max(start, end), where.file)


def _span(node: Node | None, text: str, file: str) -> Span:
    if node is None:
        return Span(file, 1, 1, 1, 1)
    if isinstance(node, Scalar):
        shown = node.text.strip()
        if node.style in ("|", ">") and shown:
            return _part(At(file, start=0, end=len(shown)), node, text)
        return span_between(text, node.start, node.end, file)
    if isinstance(node, Mapping) and node.keys:
        return _span(next(iter(node.keys.values())), text, file)
    if isinstance(node, Sequence) and node.items:
        return _span(node.items[0], text, file)
    return point(text, node.start, file)


@lru_cache(maxsize=8)  # a text may have as many problems as words
def source_spans(text: str, node: Scalar) -> tuple[tuple[int, int], ...]:
    """Return where in the file each code point of a scalar's value is written: offsets, end exclusive.

    Quoting and folding change white space and write some characters as escapes, never the order of the others; so
    value and source are walked together. White space that folding made is where the break that it stands for begins.
    """
    signs = list(_signs(text, node))
    spans = []
    at = 0
    for char in node.text:
        while at < len(signs) and signs[at][2] and not char.isspace():
            at += 1
        start, end, white = signs[at] if at < len(signs) else (node.end, node.end, False)
        if char.isspace() and not white:
            end = start
        else:
            at += 1
        spans.append((start, end))
    return tuple(spans)


def _signs(text: str, node: Scalar) -> Iterator[tuple[int, int, bool]]:
    """Yield each sign of a scalar as written: its offsets, and whether it stands for white space."""
    if node.style == '"':
        yield from _quoted_signs(text, node)
        return
    at, end = node.start, node.end
    if node.style in ("|", ">"):
        at = text.find("\n", at, end) + 1 or end
    elif node.style == "'":
        at, end = at + 1, end - 1
    while at < end:
        length = 2 if node.style == "'" and text[at] == "'" else 1
        yield at, at + length, text[at].isspace()
        at += length


def _quoted_signs(text: str, node: Scalar) -> Iterator[tuple[int, int, bool]]:
    for sign in _IN_QUOTES.finditer(text, node.start + 1, node.end - 1):
        written = sign.group()
        if len(written) == 1:
            yield *sign.span(), written.isspace()
        elif written[1] in "xuU":
            yield *sign.span(), chr(int(written[2:], 16)).isspace()  # noqa: FURB166 - the prefix is no 0x
        elif written[1] not in "\r\n":
            yield *sign.span(), written[1] in _WHITE_ESCAPES
