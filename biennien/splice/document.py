"""A YAML file as it is edited: where things stand in its text, and the proof that only one of them changed."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from biennien.messages import SaidError, phrase
from biennien.nodes import Mapping, Node, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys, and items of lists counted from 0, from the root of the file."""

INDENT = 2
"""How far what belongs to a key stands from it, where we begin a line."""
_BOM = b"\xef\xbb\xbf"
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")


class SpliceError(SaidError):
    """The edit can't be made without changing something else; nothing was."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as read: its text without byte order mark, its nodes, and the codes of its faults."""

    raw: bytes
    text: str
    root: Node
    faults: tuple[str, ...]

    @property
    def newline(self) -> str:
        """The line break of the file's first line."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, before its break."""
        end = self.text.find("\n", offset)
        if end < 0:
            return len(self.text)
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def column(self, offset: int) -> int:
        """Return how many code points stand before an offset on its line."""
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def is_flow(self, node: Node) -> bool:
        """Say whether a list or a mapping stands in brackets."""
        return not isinstance(node, Scalar) and self.text[node.start] in "{["


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a path leads: the nodes along it, the last of which is the deepest there is, and what is left of it."""

    trail: tuple[Node, ...]
    path: KeyPath
    rest: KeyPath

    @property
    def node(self) -> Node:
        """The deepest node."""
        return self.trail[-1]


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the text, as offsets, end exclusive, and what takes its place."""

    start: int
    end: int
    written: str


def read_document(raw: bytes) -> Document:
    """Return a file as read; raise SpliceError for what is no YAML of ours."""
    root, problems = parse(raw, "")
    if root is None:
        raise SpliceError(phrase("nothing_to_edit"))
    return Document(raw, raw.decode("utf-8-sig"), root, tuple(one.code for one in problems))


def find(document: Document, path: KeyPath) -> Spot:
    """Follow a path as far as it leads."""
    trail: list[Node] = [document.root]
    for place, step in enumerate(path):
        child = _child(trail[-1], step)
        if child is None:
            return Spot(tuple(trail), path, path[place:])
        trail.append(child)
    return Spot(tuple(trail), path, ())


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.values.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def proven(document: Document, edits: Iterable[Edit], path: KeyPath, value: Any) -> bytes:  # noqa: ANN401 - a tree
    """Return the file after the first of the edits that puts a value at a path and does nothing else."""
    if isinstance(value, str) and _SURROGATE.search(value):
        raise SpliceError(phrase("half_a_character", field=shown(path)))
    wanted = tree_with(tree_of(document.root), path, value)
    for edit in edits:
        with contextlib.suppress(SpliceError):
            return checked(document, edit, wanted, path)
    raise SpliceError(phrase("changes_more", field=shown(path)))


def checked(document: Document, edit: Edit, wanted: Any, path: KeyPath) -> bytes:  # noqa: ANN401 - a tree
    """Return the file after an edit; raise SpliceError unless it reads as the wanted tree."""
    mark = _BOM if document.raw.startswith(_BOM) else b""
    after = mark + (document.text[: edit.start] + edit.written + document.text[edit.end :]).encode("utf-8", "replace")
    root, problems = parse(after, "")
    if root is None or tuple(one.code for one in problems) != document.faults or tree_of(root) != wanted:
        raise SpliceError(phrase("changes_more", field=shown(path)))
    return after


def tree_of(node: Node) -> Any:  # noqa: ANN401 - a text, or lists and dicts of them
    """Return the values of a node."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [tree_of(item) for item in node.items]
    return {key: tree_of(value) for key, value in node.values.items()}


def tree_with(tree: Any, path: KeyPath, value: Any) -> Any:  # noqa: ANN401 - trees
    """Return a tree with a value at a path that leads to an existing item or to any key."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return [tree_with(item, rest, value) if place == step else item for place, item in enumerate(tree)]
    keys = tree if isinstance(tree, dict) else {}  # a key may have no value yet
    return {**keys, step: tree_with(keys.get(step, {}), rest, value)}


def tree_without(tree: Any, path: KeyPath) -> Any:  # noqa: ANN401 - trees
    """Return a tree without the key at a path."""
    step, rest = path[0], path[1:]
    if isinstance(tree, list):
        return [tree_without(item, rest) if place == step else item for place, item in enumerate(tree)]
    kept = {key: value for key, value in tree.items() if key != step}
    return {key: tree_without(value, rest) if key == step else value for key, value in tree.items()} if rest else kept


def extent(document: Document, node: Scalar, *, flow: bool) -> tuple[int, str]:
    """Return where a text ends, and what else stands on its line, which is a comment if anything."""
    if flow:
        return node.end, ""
    if node.style in ("|", ">"):
        after = _after_header(document, node)
        return end_of(document, node), document.text[after : document.line_end(after)]
    end = document.line_end(node.end)
    return end, document.text[node.end : end]


def what_leads(document: Document, node: Scalar, *, flow: bool) -> str:
    """Return what has to stand before a value where there was none."""
    if node.end > node.start or not node.start:
        return ""
    before = document.text[: node.start]
    if flow and not before.rstrip().endswith(":"):
        return ": "
    return "" if before[-1].isspace() else " "


def end_of(document: Document, node: Node) -> int:
    """Return where the last line of a node ends, a comment behind it included, its break not."""
    text = document.text
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        if "+" in text[node.start : _after_header(document, node)]:  # its blank lines are a part of it
            return document.line_end(len(text[: node.end].removesuffix("\n").removesuffix("\r")))
        return document.line_end(len(text[: node.end].rstrip()))
    if isinstance(node, Scalar) or document.is_flow(node):
        return document.line_end(node.end)
    children = node.items if isinstance(node, Sequence) else tuple(node.values.values())
    return end_of(document, max(children, key=lambda one: one.start))


def _after_header(document: Document, node: Scalar) -> int:
    header = _BLOCK_HEADER.match(document.text, node.start)
    return header.end() if header else node.start


def last_key(node: Mapping) -> str:
    """Return the key that stands last in the file; empty where there is none."""
    return max(node.keys, key=lambda key: node.keys[key].start, default="")


def shown(path: KeyPath) -> str:
    """Return a path for people."""
    return ".".join(str(step) for step in path) or "the file"
