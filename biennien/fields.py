"""Typed readers of nodes: what a field may hold, and what is said when it holds something else.

A reader is a small value with one method, `read(node, at, context)`, which returns the typed value, or `INVALID` after
reporting why. Readers are data, so that whatever needs to know the format (the loader, an editor's schema) asks the
same declarations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol

from biennien import edtf
from biennien.nodes import Mapping, Node, Scalar, Sequence
from biennien.problems import At, Problem, problem
from biennien.text import hidden_characters, nearest

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as MappingOf

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_LENGTH = 20_000


class _Invalid:
    """The value of a field that could not be read."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = _Invalid()


@dataclass(frozen=True, slots=True)
class Context:
    """What readers share: the languages of the site, and where problems go."""

    languages: tuple[str, ...]
    found: list[Problem]

    def report(self, code: str, at: At, *, label: str = "", **values: str) -> _Invalid:
        """Note a problem; return `INVALID`, so that a reader can end with it."""
        self.found.append(problem(code, at, label=label, **values))
        return INVALID


class Reader(Protocol):
    """Turns a node into a value."""

    def read(self, node: Node, at: At, context: Context) -> Any: ...  # noqa: ANN401 - each reader has its own type


@dataclass(frozen=True, slots=True)
class Words:
    """A text of one line or more, kept as written but for the white space around it."""

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the text."""
        if not isinstance(node, Scalar):
            return context.report("E203", at, wanted="a text", found=_kind(node))
        text = node.text.strip()
        if not text:
            return context.report("E204", at, key=_key(at))
        for offset, name in hidden_characters(text)[:1]:
            return context.report("E123", at.within(offset, offset + 1), sign=name)
        if len(text) > MAX_LENGTH:
            return context.report("E205", at, length=f"{len(text):,}", limit=f"{MAX_LENGTH:,}")
        return text


@dataclass(frozen=True, slots=True)
class Id:
    """An id in ASCII kebab-case; `of` names the registers that may hold it."""

    of: tuple[str, ...] = ()

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the id; whether its register has it is for the checks to say."""
        text = Words().read(node, at, context)
        if isinstance(text, str) and not ID.fullmatch(text):
            return context.report("E206", at, id=text)
        return text


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a fixed list."""

    options: tuple[str, ...]

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the word."""
        text = Words().read(node, at, context)
        if isinstance(text, str) and text not in self.options:
            return context.report("E207", at, word=text, options=", ".join(self.options), **_meant(text, self.options))
        return text


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, at least `least`."""

    least: int = 0

    def read(self, node: Node, at: At, context: Context) -> int | _Invalid:
        """Return the number."""
        text = Words().read(node, at, context)
        if not isinstance(text, str):
            return text
        if not re.fullmatch(r"0|[1-9][0-9]{0,17}", text) or int(text) < self.least:
            return context.report("E208", at, text=text, least=str(self.least))
        return int(text)


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number: digits, with a point before decimals, and no marks between thousands."""

    def read(self, node: Node, at: At, context: Context) -> Decimal | _Invalid:
        """Return the number, exactly as written."""
        text = Words().read(node, at, context)
        if not isinstance(text, str):
            return text
        # `9.381` may mean 9 thousand to a Vietnamese reader and 9 and a bit to an English one: refuse the guess.
        if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", text):
            return context.report("E210", at, text=text, joined=re.sub("[.,]", "", text))
        if not re.fullmatch(r"(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?", text):
            return context.report("E209", at, text=text)
        return Decimal(text)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the subset of EDTF (ISO 8601-2:2019) that `edtf` reads."""

    def read(self, node: Node, at: At, context: Context) -> edtf.Date | _Invalid:
        """Return the date."""
        text = Words().read(node, at, context)
        if not isinstance(text, str):
            return text
        try:
            return edtf.parse_date(text)
        except edtf.DateError as error:
            return context.report(error.code, at.within(error.start, error.end), **error.values)


@dataclass(frozen=True, slots=True)
class Texts:
    """A text in every language of the site; with `but`, only in those other than the one named by that key."""

    optional: bool = False

    def read(self, node: Node, at: At, context: Context) -> MappingOf[str, str] | _Invalid:
        """Return the texts by language, in the site's order."""
        if not isinstance(node, Mapping):
            wanted = "{" + ", ".join(f"{language}: …" for language in context.languages) + "}"
            return context.report("E202", at, wanted=wanted, key=_key(at))
        for key in node.keys:
            if key not in context.languages and not _cut_by_comma(node, key, at, context):
                context.report("E402", (at / key).on_key(), language=key, known=", ".join(context.languages))
        return _by_language(node, at, context, needed=not self.optional)


def _by_language(node: Mapping, at: At, context: Context, *, needed: bool) -> dict[str, str] | _Invalid:
    texts = {}
    for language in context.languages:
        if language in node.values:
            text = Words().read(node.values[language], at / language, context)
            if isinstance(text, str):
                texts[language] = text
        elif needed:
            context.report("E401", at.on_key(), language=language, key=_key(at))
    return texts or INVALID


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; an item that can't be read is left out after its problem is noted."""

    item: Reader
    least: int = 0

    def read(self, node: Node, at: At, context: Context) -> tuple[Any, ...] | _Invalid:
        """Return the items."""
        if not isinstance(node, Sequence):
            return context.report("E203", at, wanted="a list: [one, two], or one item a line after “- ”", found=_kind(node))
        if len(node.items) < self.least:
            return context.report("E204", at, key=_key(at))
        read = (self.item.read(item, at / place, context) for place, item in enumerate(node.items))
        return tuple(value for value in read if value is not INVALID)


@dataclass(frozen=True, slots=True)
class Tags:
    """Texts by BCP 47 language tag, such as `zh-Hans`, for names in languages that the site is not written in."""

    def read(self, node: Node, at: At, context: Context) -> MappingOf[str, str] | _Invalid:
        """Return the texts by tag, in the order of the file."""
        if not isinstance(node, Mapping):
            return context.report("E203", at, wanted="{zh-Hans: …}", found=_kind(node))
        texts = {}
        for tag, value in node.values.items():
            if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
                context.report("E403", (at / tag).on_key(), tag=tag)
            elif isinstance(text := Words().read(value, at / tag, context), str):
                texts[tag] = text
        return texts


@dataclass(frozen=True, slots=True)
class Variants:
    """Lists of texts by language of the site."""

    def read(self, node: Node, at: At, context: Context) -> MappingOf[str, tuple[str, ...]] | _Invalid:
        """Return the lists by language."""
        if not isinstance(node, Mapping):
            return context.report("E203", at, wanted="{vi: [one, two]}", found=_kind(node))
        lists = {}
        for key, value in node.values.items():
            if key not in context.languages:
                context.report("E402", (at / key).on_key(), language=key, known=", ".join(context.languages))
            elif isinstance(items := ListOf(Words()).read(value, at / key, context), tuple):
                lists[key] = items
        return lists


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its reader, and whether it may be left out."""

    reader: Reader
    needed: bool = False
    default: Any = None


def needed(reader: Reader) -> Field:
    """Return a field that must be there."""
    return Field(reader, needed=True)


def optional(reader: Reader, default: Any = None) -> Field:  # noqa: ANN401 - the reader's own type
    """Return a field that may be left out."""
    return Field(reader, default=default)


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
            return context.report("E203", at, wanted="keys and values", found=_kind(node))
        self._refuse_unknown(node, at, context)
        values: dict[str, Any] = {}
        complete = True
        for key, one in self.fields.items():
            value = self._field(key, one, node, at, context)
            complete = complete and not (value is INVALID and one.needed)
            values[self.rename.get(key, key)] = one.default if value is INVALID else value
        if self.texts:
            inline = _by_language(node, at, context, needed=True)
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
        known = (*self.fields, *(context.languages if self.texts else ()))
        for key in node.keys:
            if key not in known and not _cut_by_comma(node, key, at, context):
                context.report("E211", (at / key).on_key(), key=key, known=", ".join(known), **_meant(key, known))


@dataclass(frozen=True, slots=True)
class Register:
    """A file whose keys are ids and whose values are records of one kind."""

    record: Record

    def read(self, node: Node, at: At, context: Context) -> dict[str, Any]:
        """Return the records by id."""
        if not isinstance(node, Mapping):
            context.report("E203", at, wanted="ids with their entries", found=_kind(node))
            return {}
        entries = {}
        for key, value in node.values.items():
            if not ID.fullmatch(key):
                context.report("E206", (at / key).on_key(), id=key)
                continue
            entry = self.record.read(value, at / key, context, id=key)
            if entry is not INVALID:
                entries[key] = entry
        return entries


def _cut_by_comma(node: Mapping, key: str, at: At, context: Context) -> bool:
    """Report a key without value: within braces a comma ends a text without quotes, and its rest looks like a key."""
    value = node.values[key]
    cut = isinstance(value, Scalar) and value.plain and not value.text and value.start == node.keys[key].end
    if cut:
        context.report("E405", (at / key).on_key(), text=key)
    return cut


def _kind(node: Node) -> str:
    if isinstance(node, Mapping):
        return "keys and values"
    if isinstance(node, Sequence):
        return "a list"
    return f"“{node.text.strip()[:40]}”" if node.text.strip() else "nothing"


def _key(at: At) -> str:
    return str(at.path[-1]) if at.path else at.file


def _meant(word: str, options: tuple[str, ...]) -> dict[str, str]:
    guess = nearest(word, options)
    return {"meant": f"did you mean “{guess}”?"} if guess else {"meant": ""}
