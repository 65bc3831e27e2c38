"""YAML text → nodes that know where they stand.

The subset is what a curator needs: one document of mappings, sequences and scalars. Tags, anchors and aliases are
refused (they retype, copy or blow up what is written), and every scalar stays text until a field types it.
Positions follow YAML 1.1's marks: code points, counted here from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

from biennien.problems import At, Problem, Span, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
# YAML 1.1 breaks lines at these; editors do not, so a key could hide behind one.
HIDDEN_BREAKS = {"\x85": "U+0085", "\u2028": "U+2028", "\u2029": "U+2029"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text; `plain` when it stands without quotes and not as a block."""

    text: str
    plain: bool
    style: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in the order of the file, each with its own place, and their values."""

    keys: dict[str, Scalar]
    values: dict[str, Node]
    start: int
    end: int


Node: TypeAlias = Scalar | Sequence | Mapping


class _Fault(Exception):
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
        events = _Events(text, file)
        return events.document(), tuple(events.repeated)
    except _Fault as fault:
        return None, (fault.found,)
    except yaml.YAMLError as error:
        from biennien.yamlfaults import explain_fault  # only when something is wrong

        return None, (explain_fault(error, text, file),)


def decode(raw: bytes, file: str) -> str:
    """Return the text of a UTF-8 file, without a byte order mark; raise a fault for anything else."""
    if len(raw) > MAX_BYTES:
        raise _Fault(problem("E108", Span(file, 1, 1, 1, 1), size=f"{len(raw):,}", limit=f"{MAX_BYTES:,}"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", errors="replace")
        hint = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "windows-1258"
        raise _Fault(
            problem("E101", point(before, len(before), file), byte=f"0x{raw[error.start]:02x}", guess=hint),
        ) from None
    for sign, name in HIDDEN_BREAKS.items():
        if (at := text.find(sign)) >= 0:
            raise _Fault(problem("E109", point(text, at, file), sign=name))
    return text


def point(text: str, offset: int, file: str, length: int = 1) -> Span:
    """Return the span of `length` code points of one line that begins at `offset`."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(file, line, column, line, column + length)


def span_between(text: str, start: int, end: int, file: str) -> Span:
    """Return the span from offset `start` to offset `end` (exclusive)."""
    first, last = point(text, start, file), point(text, end, file)
    return Span(file, first.line, first.column, last.line, last.column)


class _Events:
    """Builds one document from libyaml's events, refusing what content may not hold."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.repeated: list[Problem] = []

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self.fault("E107", event)
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, 0)
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            raise self.fault("E105", event, sign="*", name=event.anchor)
        if event.anchor:
            raise self.fault("E105", event, sign="&", name=event.anchor)
        if event.tag:
            raise self.fault("E106", event, tag=event.tag)
        if depth > MAX_DEPTH:
            raise self.fault("E110", event, limit=str(MAX_DEPTH))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        return self.mapping(event, depth)

    def sequence(self, start: yaml.Event, depth: int) -> Sequence:
        items = []
        event = next(self.events)
        while not isinstance(event, yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
            event = next(self.events)
        return Sequence(tuple(items), start.start_mark.index, event.end_mark.index)

    def mapping(self, start: yaml.Event, depth: int) -> Mapping:
        keys: dict[str, Scalar] = {}
        values: dict[str, Node] = {}
        event = next(self.events)
        while not isinstance(event, yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise self.fault("E111", event)
            if key.text in keys:
                self.repeated.append(self.repeat(key, keys[key.text]))
            else:
                keys[key.text], values[key.text] = key, value
            event = next(self.events)
        return Mapping(keys, values, start.start_mark.index, event.end_mark.index)

    def repeat(self, key: Scalar, first: Scalar) -> Problem:
        here = span_between(self.text, key.start, key.end, self.file)
        there = span_between(self.text, first.start, first.end, self.file)
        return problem("E104", here, key=key.text, first=str(there.line), also=((there, "first given here"),))

    def fault(self, code: str, event: yaml.Event, **values: str) -> _Fault:
        start, end = event.start_mark.index, max(event.end_mark.index, event.start_mark.index + 1)
        return _Fault(problem(code, span_between(self.text, start, end, self.file), **values))


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    style = event.style or ""
    return Scalar(event.value, not style, style, event.start_mark.index, event.end_mark.index)


def locate(problems: Iterable[Problem], read: Callable[[str], bytes]) -> tuple[Problem, ...]:
    """Give every problem that names a key path the span of that place.

    Values carry key paths, not positions, because only what is reported needs a position: the file is read again
    (`read` takes the path that problems show, and raises `OSError`) and the path followed as far as it goes.
    """
    import dataclasses

    files: dict[str, tuple[str, Node | None]] = {}

    def span(where: At | Span) -> Span:
        if isinstance(where, Span):
            return where
        if where.file not in files:
            files[where.file] = _reread(where.file, read)
        text, root = files[where.file]
        return _follow(where, text, root)

    return tuple(
        dataclasses.replace(
            one,
            where=None if one.where is None else span(one.where),
            also=tuple((span(where), label) for where, label in one.also),
        )
        for one in problems
    )


def _reread(file: str, read: Callable[[str], bytes]) -> tuple[str, Node | None]:
    try:
        raw = read(file)
    except OSError:
        return "", None
    root, _ = parse(raw, file)
    return raw.decode("utf-8-sig", errors="replace"), root


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
        start = source_offset(text, node, where.start)
        end = source_offset(text, node, (where.end or where.start + 1) - 1) + 1
        return span_between(text, start, end, where.file)
    return _span(node if isinstance(node, Scalar) or key is None else key, text, where.file)


def _child(node: Node | None, step: str | int) -> tuple[Scalar | None, Node] | None:
    if isinstance(node, Mapping) and isinstance(step, str) and step in node.keys:
        return node.keys[step], node.values[step]
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return None, node.items[step]
    return None


def _span(node: Node | None, text: str, file: str) -> Span:
    if node is None:
        return Span(file, 1, 1, 1, 1)
    if isinstance(node, Scalar):
        start = source_offset(text, node, 0) if node.style in ("|", ">") else node.start
        end = len(text[: node.end].rstrip()) if node.style in ("|", ">") else node.end
        return span_between(text, start, max(end, start), file)
    if isinstance(node, Mapping) and node.keys:
        return _span(next(iter(node.keys.values())), text, file)
    if isinstance(node, Sequence) and node.items:
        return _span(node.items[0], text, file)
    return point(text, node.start, file)


def source_offset(text: str, node: Scalar, offset: int) -> int:
    """Return where in the file the code point at `offset` of a scalar's value stands.

    Quoting, escapes and folding change white space and add marks, never the order of the other characters, so the two
    are walked together, and white space in the value matches any white space in the file.
    """
    at = node.start
    if node.style in ("|", ">"):
        at = text.index("\n", at) + 1
    elif node.style:
        at += 1
    for sign in node.text[:offset]:
        if sign.isspace():
            continue
        at = _next_sign(text, at, node) + 1
    return min(_next_sign(text, at, node), node.end)


def _next_sign(text: str, at: int, node: Scalar) -> int:
    while at < node.end and (text[at].isspace() or (text[at] == "\\" and node.style == '"')):
        at += 2 if text[at : at + 2] == "\\\\" else 1
    return at
