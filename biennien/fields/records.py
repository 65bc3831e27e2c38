"""Readers of groups of keys: records, and the registers that hold them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from biennien.fields.context import INVALID, KEYS, Context, Invalid, Reader, cut_by_comma, is_empty, meant
from biennien.fields.languages import ListOf, read_languages
from biennien.fields.scalars import check_address
from biennien.nodes import Mapping, Node

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as MappingOf

    from biennien.problems import At


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its reader, and whether it may be left out.

    Without a `vital` value that is there and can't be read, the rest of its record would say something else. What is
    read `aside` says something of the record, and is no part of it: it goes to the context.
    """

    reader: Reader
    needed: bool = False
    vital: bool = False
    default: Any = None
    aside: bool = False


def needed(reader: Reader) -> Field:
    """Return a field that must be there."""
    return Field(reader, needed=True, vital=True)


def optional(reader: Reader, default: Any = None) -> Field:  # noqa: ANN401 - the reader's own type
    """Return a field that may be left out."""
    return Field(reader, default=default)


def vital(reader: Reader, default: Any = None) -> Field:  # noqa: ANN401 - the reader's own type
    """Return a field that may be left out, but whose value must be readable for its record to mean what it says."""
    return Field(reader, vital=True, default=default)


def aside(reader: Reader) -> Field:
    """Return a field of a list that may be left out, and whose items go to the context instead of the record."""
    return Field(reader, default=(), aside=True)


def several(reader: Reader) -> Field:
    """Return a field that holds a list and is empty when left out."""
    return Field(ListOf(reader), default=())


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys, made into a value by `make(at=…, **fields)`.

    With `texts`, the languages of the site are keys of the record too, and become that one field.
    """

    make: Callable[..., Any]
    fields: MappingOf[str, Field]
    texts: str = ""
    rename: MappingOf[str, str] = field(default_factory=dict)

    def read(self, node: Node, at: At, context: Context, **more: Any) -> Any:  # noqa: ANN401 - what `make` returns
        """Return the made value, or `INVALID` when a needed field is missing or can't be read."""
        if not isinstance(node, Mapping):
            return context.wrong_shape(node, at, KEYS)
        self._refuse_unknown(node, at, context)
        values: dict[str, Any] = {}
        complete = True
        for key, one in self.fields.items():
            value = self._field(key, one, node, at, context)
            if one.aside:
                context.aside.extend(() if value is INVALID else value)
                continue
            complete = complete and not (value is INVALID and one.vital)
            values[self.rename.get(key, key)] = one.default if value is INVALID else value
        if self.texts:
            inline = read_languages(node, at, context, needed=True)
            complete = complete and inline is not INVALID
            values[self.texts] = inline
        return self.make(at=at, **values, **more) if complete else INVALID

    def _field(self, key: str, one: Field, node: Mapping, at: At, context: Context) -> Any:  # noqa: ANN401
        if key in node.values:
            return one.reader.read(node.values[key], at / key, context)
        if one.needed:
            return context.report("E201", at.on_key() if at.path else at, key=key)
        return one.default

    def _refuse_unknown(self, node: Mapping, at: At, context: Context) -> None:
        languages = context.languages if self.texts else ()
        for key in node.keys:
            if key in self.fields or key in languages or cut_by_comma(node, key, at, context):
                continue
            known = (*self.fields, *languages)
            context.report("E211", (at / key).on_key(), label=meant(key, known), key=key, known=", ".join(known))


@dataclass(frozen=True, slots=True)
class Labelled:
    """Records of one kind under labels that only people read; each becomes `make(at=…, label=…, **fields)`."""

    record: Record

    def read(self, node: Node, at: At, context: Context) -> tuple[Any, ...] | Invalid:
        """Return the records in the order of the file; none where all of them were deleted."""
        if is_empty(node):
            return ()
        if not isinstance(node, Mapping):
            return context.wrong_shape(node, at, KEYS)
        read = (self.record.read(value, at / key, context, label=key) for key, value in node.values.items())
        return tuple(value for value in read if value is not INVALID)


@dataclass(frozen=True, slots=True)
class Register:
    """A file whose keys are ids and whose values are records of one kind."""

    record: Record

    def read(self, node: Node, at: At, context: Context) -> dict[str, Any]:
        """Return the records by id."""
        if not isinstance(node, Mapping):
            context.wrong_shape(node, at, KEYS)
            return {}
        entries = {}
        for key, value in node.values.items():
            if check_address(key, (at / key).on_key(), context) is INVALID:
                continue
            entry = self.record.read(value, at / key, context, id=key)
            if entry is not INVALID:
                entries[key] = entry
        return entries
