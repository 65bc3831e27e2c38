"""Edits in YAML text by key path: one value is written, and every other byte stays as it was.

An edit replaces one stretch of the text (YAML 1.1, as libyaml reads it), so comments, order, line ends, Unicode form
and byte order mark survive. Each proves itself: the result is read again, and must hold the old values but for the one
that was asked for. `save` puts the result in place only while the file still is what was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.messages import phrase
from biennien.nodes import Mapping, Node, Scalar
from biennien.splice.document import (
    INDENT,
    Document,
    Edit,
    KeyPath,
    SpliceError,
    Spot,
    checked,
    end_of,
    extent,
    find,
    last_key,
    proven,
    read_document,
    shown,
    tree_of,
    tree_without,
    what_leads,
)
from biennien.splice.forms import RECORD, Form, Inline, key_form, nested, text_forms
from biennien.splice.saving import TRIES, ChangedError, read_bytes, replace_made, rewrite, save, write_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingOf

__all__ = [
    "TRIES",
    "ChangedError",
    "KeyPath",
    "SpliceError",
    "add_records",
    "read_bytes",
    "remove",
    "replace_made",
    "rewrite",
    "save",
    "set_record",
    "set_text",
    "write_beside",
]

NO_MODEL = Scalar("", plain=True, style="", start=0, end=0)


def set_text(raw: bytes, path: KeyPath, text: str, *, after: str = "") -> bytes:
    """Return the file with `text` at a key path, and nothing else changed.

    A text there is replaced in its style: plain, in quotes or as a block, as far as the new one allows. Else the key
    is added to its mapping, behind the key `after` or the last one, in the style of its neighbours; mappings that are
    missing on the way are added with it. What other YAML readers take for a number, a date or `null` gets quotes.
    Raises SpliceError where the file is no YAML, the path leads nowhere, or the text can't be written there.
    """
    document = read_document(raw)
    spot = find(document, path)
    if spot.rest:
        return proven(document, _additions(document, spot, text, after), path, text)
    if not isinstance(spot.node, Scalar):
        raise SpliceError(phrase("holds_no_text", field=shown(path)))
    return proven(document, _replacements(document, spot, spot.node, text), path, text)


def set_record(raw: bytes, path: KeyPath, values: MappingOf[str, str]) -> bytes:
    """Return the file with a mapping at a key path, on one line: `title.en: {from: vi, on: 2026-11-23}`.

    Values stand without quotes where our own readers, to whom every scalar is text, read them so. What is there is
    replaced; mappings that are missing on the way are added, each key on a line of its own. Raises SpliceError.
    """
    document = read_document(raw)
    spot = find(document, path)
    record = dict(values)
    if spot.rest:
        return proven(document, _additions(document, spot, record, ""), path, record)
    start, end = spot.node.start, end_of(document, spot.node)
    if document.is_flow(spot.node) or isinstance(spot.node, Scalar):
        end = spot.node.end
    else:
        start = document.text.rindex(":", 0, start) + 1
    if "#" in document.text[start:end] and "\n" in document.text[start:end]:
        raise SpliceError(phrase("may_hold_comment", field=shown(path)))
    space = "" if document.text[start - 1].isspace() else " "
    return proven(document, [Edit(start, end, space + RECORD.form(record))], path, record)


def add_records(raw: bytes, path: KeyPath, records: MappingOf[str, MappingOf[str, str]]) -> bytes:
    """Return the file with several mappings added below a key path, each on one line as `set_record` writes it.

    None of their keys may be there yet; the mapping that takes them, and only it, is added where it is missing.
    """
    document = read_document(raw)
    spot = find(document, path)
    added = {key: dict(record) for key, record in records.items()}
    lines = [f"{key_form(key)}: {RECORD.form(record)}" for key, record in added.items()]
    there = {} if spot.rest or _is_nothing(spot.node) else tree_of(spot.node)
    if not isinstance(there, dict) or set(there) & set(added) or len(spot.rest) > 1:
        raise SpliceError(phrase("takes_nothing", field=shown(path)))
    return proven(document, _line_additions(document, spot, lines), path, {**there, **added}) if lines else raw


def _line_additions(document: Document, spot: Spot, lines: list[str]) -> Iterator[Edit]:
    """Yield ways to add lines to the mapping at a spot, or below a new key."""
    node = spot.node
    flow = any(document.is_flow(one) for one in spot.trail)
    if isinstance(node, Scalar) and _is_nothing(node) and len(spot.trail) > 1:
        yield _filling(document, spot.trail[-2], node, lines, flow=flow)
        return
    if not isinstance(node, Mapping):
        raise SpliceError(phrase("holds_no_keys", field=shown(spot.path)))
    if flow:
        inside = ", ".join(lines)
        written = f"{key_form(str(spot.rest[0]))}: {{{inside}}}" if spot.rest else inside
        yield from _flow_additions(node, written, last_key(node))
        return
    margin = document.newline + " " * document.column(node.start)
    if spot.rest:
        margin += " " * INDENT
        lines = [f"{key_form(str(spot.rest[0]))}:", *lines]
    yield from _block_additions(document, node, margin.join(lines), last_key(node))


def _filling(document: Document, above: Node, node: Scalar, lines: list[str], *, flow: bool) -> Edit:
    """Return the edit that puts lines below a key which has nothing yet."""
    if flow:
        return Edit(node.start, node.end, what_leads(document, node, flow=True) + "{" + ", ".join(lines) + "}")
    margin = document.newline + " " * (document.column(above.start) + INDENT)
    end = document.line_end(node.end)
    return Edit(end, end, margin + margin.join(lines))


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def remove(raw: bytes, path: KeyPath) -> bytes:
    """Return the file without a key, its value and its lines; a mapping that is left empty goes with its last key.

    Comments on lines of their own stay. Raises SpliceError where there is no such key, or it can't be taken out alone.
    """
    document = read_document(raw)
    spot = find(document, path[:-1])
    key = path[-1] if path else None
    if spot.rest or not isinstance(spot.node, Mapping) or not isinstance(key, str) or key not in spot.node.keys:
        raise SpliceError(phrase("no_field", field=shown(path)))
    if len(spot.node.keys) == 1 and len(path) > 1 and isinstance(path[-2], str):
        return remove(raw, path[:-1])
    edit = _removal(document, spot.node, key)
    return checked(document, edit, tree_without(tree_of(document.root), path), path)


def _replacements(document: Document, spot: Spot, node: Scalar, text: str) -> Iterator[Edit]:
    """Yield ways to write a text over the one that is there, the most fitting first."""
    above = spot.trail[:-1]
    flow = any(document.is_flow(one) for one in above)
    indent = document.column(above[-1].start) + INDENT if above else 0
    end, comment = extent(document, node, flow=flow)
    lead = what_leads(document, node, flow=flow)
    for form in text_forms(text, node, document, indent=None if flow else indent):
        yield Edit(node.start, end, lead + form.head + comment + form.body)


def _additions(document: Document, spot: Spot, value: str | dict[str, str], after: str) -> Iterator[Edit]:
    """Yield ways to write a key that is not there yet."""
    node = spot.node
    key, *deeper = (str(step) for step in spot.rest)
    if any(isinstance(step, int) for step in spot.rest):
        raise SpliceError(phrase("no_item", field=shown(spot.path)))
    if isinstance(node, Mapping):
        after = after if after in node.keys else last_key(node)
    model = _model(node, after)
    inline = RECORD if isinstance(value, dict) else Inline(model.style)
    flow = any(document.is_flow(one) for one in spot.trail)
    if isinstance(node, Scalar) and _is_nothing(node):
        lead = what_leads(document, node, flow=flow)
        yield Edit(node.start, node.end, lead + inline.form(nested([key, *deeper], value)))
    elif not isinstance(node, Mapping):
        raise SpliceError(phrase("holds_no_keys", field=shown(spot.path[: -len(spot.rest)])))
    elif flow:
        yield from _flow_additions(node, inline.form(nested([key, *deeper], value))[1:-1], after)
    else:
        for form in _key_forms(document, node, deeper, value, model):
            yield from _block_additions(document, node, f"{key_form(key)}:{form.head}{form.body}", after)


def _model(node: object, after: str) -> Scalar:
    """Return the text whose style a new neighbour takes: the one before it, or else the longest."""
    if not isinstance(node, Mapping):
        return NO_MODEL
    before = node.values.get(after)
    if isinstance(before, Scalar):
        return before
    texts = [value for value in node.values.values() if isinstance(value, Scalar)]
    return max(texts, key=lambda one: len(one.text), default=NO_MODEL)


def _flow_additions(node: Mapping, written: str, after: str) -> Iterator[Edit]:
    if not node.keys:
        yield Edit(node.start + 1, node.start + 1, written)
        return
    end = node.values[after].end
    yield Edit(end, end, ", " + written)
    first = min(key.start for key in node.keys.values())
    yield Edit(first, first, written + ", ")


def _block_additions(document: Document, node: Mapping, written: str, after: str) -> Iterator[Edit]:
    """Behind the neighbour, or, where a block without a last line break stands there, before it."""
    margin = document.newline + " " * document.column(node.start)
    at = end_of(document, node.values[after])
    yield Edit(at, at, margin + written)
    at = node.keys[after].start
    yield Edit(at, at, written + margin)


def _key_forms(
    document: Document, node: Mapping, keys: list[str], value: str | dict[str, str], model: Scalar
) -> Iterator[Form]:
    """Yield ways to write the value of a new key in a block mapping, further keys within it included."""
    column = document.column(node.start)
    if isinstance(value, dict):
        lines = [f"{document.newline}{' ' * (column + INDENT * n)}{key_form(key)}:" for n, key in enumerate(keys, 1)]
        yield Form("".join(lines) + " " + RECORD.form(value))
    elif keys:
        yield Form(" " + Inline(model.style).form(nested(keys, value)))
    else:
        for form in text_forms(value, model, document, indent=column + INDENT):
            yield Form(" " + form.head, form.body)


def _removal(document: Document, node: Mapping, key: str) -> Edit:
    keys = sorted(node.keys, key=lambda one: node.keys[one].start)
    place = keys.index(key)
    start, end = node.keys[key].start, end_of(document, node.values[key])
    following = node.keys[keys[place + 1]].start if place + 1 < len(keys) else None
    if document.is_flow(node):
        begin = node.values[keys[place - 1]].end if following is None and place else start
        return _no_comment(document, Edit(begin, following or node.values[key].end, ""), node, key)
    line = document.text.rfind("\n", 0, start) + 1
    if document.text[line:start].strip(" "):  # the first key of a list's item stands behind a dash
        return _no_comment(document, Edit(start, following or end, ""), node, key)
    if end == len(document.text):
        return Edit(max(line - len(document.newline), 0), end, "")
    return Edit(line, document.text.index("\n", end) + 1, "")


def _no_comment(document: Document, edit: Edit, node: Mapping, key: str) -> Edit:
    beside = document.text[edit.start : node.keys[key].start] + document.text[node.values[key].end : edit.end]
    if "#" in beside:
        raise SpliceError(phrase("comment_beside", key=key))
    return edit
