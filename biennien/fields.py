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
from biennien.problems import At, Problem
from biennien.text import hidden_characters, nearest, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Mapping as MappingOf

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
RESERVED = "index"  # the page that lists a register is index.html, beside those of its entries
MAX_LENGTH = 20_000
SHOWN = 40  # characters of a text that stands in the wrong place
MARK = re.compile("[0-9a-f]{8}")
DIGITS = re.compile(r"(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?")
A_TEXT = ("a text", "write one text; put it in quotes if it begins with { or [")
A_LIST = ("a list", "write [one, two], or one item a line, each after “- ”")
KEYS = ("a group of keys", "write one “key: value” a line, all indented alike, or {key: value, key: value}")


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
        self.found.append(Problem(code, at, values, label))
        return INVALID

    def wrong_shape(self, node: Node, at: At, wanted: tuple[str, str]) -> _Invalid:
        """Note that nothing, a text, a list or a group of keys stands where another of them belongs."""
        if is_empty(node):
            return self.report("E204", at, key=_key(at))
        needed, how = wanted
        return self.report("E203", at, needed=needed, found=_kind(node), how=how)


class Reader(Protocol):
    """Turns a node into a value."""

    def read(self, node: Node, at: At, context: Context) -> Any:  # noqa: ANN401 - each reader has its own type
        """Return the value, or `INVALID` after reporting why there is none."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text of one line or more, kept as written but for the white space around it."""

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the text."""
        if not isinstance(node, Scalar):
            return context.wrong_shape(node, at, A_TEXT)
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
    """An id in ASCII kebab-case."""

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the id; whether its register has it is for the checks to say."""
        text = Words().read(node, at, context)
        return check_id(text, at, context) if isinstance(text, str) else text


def check_id(text: str, at: At, context: Context) -> str | _Invalid:
    """Return `text` if it is an id, with a suggestion if it is not."""
    if ID.fullmatch(text):
        return text
    meant = slug(text)
    return context.report("E206", at, id=text, label=f"did you mean “{meant}”?" if meant else "")


def check_address(text: str, at: At, context: Context) -> str | _Invalid:
    """Return `text` if it is an id that a page of its own may have."""
    if text == RESERVED:
        return context.report("E507", at, id=text)
    return check_id(text, at, context)


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a fixed list."""

    options: tuple[str, ...]

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the word."""
        text = Words().read(node, at, context)
        if isinstance(text, str) and text not in self.options:
            options = ", ".join(self.options)
            return context.report("E207", at, label=meant(text, self.options), word=text, options=options)
        return text


@dataclass(frozen=True, slots=True)
class Tag:
    """A BCP 47 language tag, of any language."""

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the tag."""
        text = Words().read(node, at, context)
        if isinstance(text, str) and not TAG.fullmatch(text):
            return context.report("E403", at, tag=text)
        return text


@dataclass(frozen=True, slots=True)
class SiteLanguage:
    """One of the languages of the site."""

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the language's code."""
        text = Words().read(node, at, context)
        if isinstance(text, str) and text not in context.languages:
            return _report_language(text, at, context)
        return text


def _report_language(text: str, at: At, context: Context) -> _Invalid:
    known = ", ".join(context.languages)
    return context.report("E402", at, label=meant(text, context.languages), language=text, known=known)


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
        if re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", text):
            joined = re.sub("[.,]", "", text)
            return context.report("E210", at, text=text, joined=joined, decimals=f"{text.replace(',', '.')}0")
        if not DIGITS.fullmatch(text):
            return context.report("E209", at, label=_digits_meant(text), text=text)
        return Decimal(text)


def _digits_meant(text: str) -> str:
    """Return what a number with marks between its thousands, or a decimal comma, must mean."""
    joined = re.sub("[., \u00a0\u202f]", "", text)
    grouped = re.fullmatch(r"[0-9]{1,3}([., \u00a0\u202f][0-9]{3})+", text)
    guess = joined if grouped else text.replace(",", ".")
    return f"did you mean {guess}?" if guess != text and DIGITS.fullmatch(guess) else ""


@dataclass(frozen=True, slots=True)
class Points:
    """Points of the earth, `latitude,longitude` in decimal degrees with a space between them; just `count` if given."""

    count: int | None = None

    def read(self, node: Node, at: At, context: Context) -> tuple[tuple[float, float], ...] | _Invalid:
        """Return the points."""
        text = Words().read(node, at, context)
        if not isinstance(text, str):
            return text
        parts = text.replace(", ", ",").split()
        wrong = next((part for part in parts if _point(part) is None), text)
        points = tuple(point for part in parts if (point := _point(part)))
        if len(points) < len(parts) or (self.count and len(points) != self.count):
            return context.report("E241", at, text=wrong[:40])
        return points


def _point(text: str) -> tuple[float, float] | None:
    match = re.fullmatch(r"(-?\d{1,2}(?:\.\d{1,6})?),(-?\d{1,3}(?:\.\d{1,6})?)", text, re.ASCII)
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:  # noqa: PLR2004 - pole, date line
        return None
    return float(match[1]), float(match[2])


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the earth."""

    def read(self, node: Node, at: At, context: Context) -> tuple[float, float] | _Invalid:
        """Return the point."""
        points = Points(1).read(node, at, context)
        return points[0] if isinstance(points, tuple) else points


@dataclass(frozen=True, slots=True)
class Corners:
    """The south-western and the north-eastern corner of a part of the earth."""

    def read(self, node: Node, at: At, context: Context) -> tuple[tuple[float, float], ...] | _Invalid:
        """Return the corners."""
        points = Points(2).read(node, at, context)
        if isinstance(points, tuple) and not (points[0][0] < points[1][0] and points[0][1] < points[1][1]):
            return context.report("E242", at)
        return points


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
    """A text in every language of the site, or, when `optional`, in those that there are.

    `of` names the key beside it whose text it translates, for a text that is in the language of its source.
    """

    optional: bool = False
    of: str = ""

    def read(self, node: Node, at: At, context: Context) -> MappingOf[str, str] | _Invalid:
        """Return the texts by language, in the site's order."""
        if not isinstance(node, Mapping):
            wanted = "{" + ", ".join(f"{language}: …" for language in context.languages) + "}"
            return context.report("E202", at, wanted=wanted, key=_key(at))
        for key in node.keys:
            if key not in context.languages and not _cut_by_comma(node, key, at, context):
                _report_language(key, (at / key).on_key(), context)
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
            return context.wrong_shape(node, at, A_LIST)
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
            return context.wrong_shape(node, at, ("names by language", "write {zh-Hans: …}"))
        texts = {}
        for tag, value in node.values.items():
            if _cut_by_comma(node, tag, at, context):
                continue
            if not TAG.fullmatch(tag):
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
            how = f"write {{{context.languages[0]}: [one, two]}}"
            return context.wrong_shape(node, at, ("lists by language", how))
        lists = {}
        for key, value in node.values.items():
            if key not in context.languages:
                _report_language(key, (at / key).on_key(), context)
            elif isinstance(items := ListOf(Words()).read(value, at / key, context), tuple):
                lists[key] = items
        return lists


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its reader, and whether it may be left out.

    Without a `vital` value that is there and can't be read, the rest of its record would say something else.
    """

    reader: Reader
    needed: bool = False
    vital: bool = False
    default: Any = None


def needed(reader: Reader) -> Field:
    """Return a field that must be there."""
    return Field(reader, needed=True, vital=True)


def optional(reader: Reader, default: Any = None) -> Field:  # noqa: ANN401 - the reader's own type
    """Return a field that may be left out."""
    return Field(reader, default=default)


def vital(reader: Reader, default: Any = None) -> Field:  # noqa: ANN401 - the reader's own type
    """Return a field that may be left out, but whose value must be readable for its record to mean what it says."""
    return Field(reader, vital=True, default=default)


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
            complete = complete and not (value is INVALID and one.vital)
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
                at_key = (at / key).on_key()
                context.report("E211", at_key, label=meant(key, known), key=key, known=", ".join(known))


@dataclass(frozen=True, slots=True)
class Labelled:
    """Records of one kind under labels that only people read; each becomes `make(at=…, label=…, **fields)`."""

    record: Record

    def read(self, node: Node, at: At, context: Context) -> tuple[Any, ...] | _Invalid:
        """Return the records in the order of the file; none where all of them were deleted."""
        if is_empty(node):
            return ()
        if not isinstance(node, Mapping):
            return context.wrong_shape(node, at, KEYS)
        read = (self.record.read(value, at / key, context, label=key) for key, value in node.values.items())
        return tuple(value for value in read if value is not INVALID)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The fingerprint of a text, as `states.mark` makes it: eight hexadecimal digits."""

    def read(self, node: Node, at: At, context: Context) -> str | _Invalid:
        """Return the digits."""
        text = Words().read(node, at, context)
        if isinstance(text, str) and not MARK.fullmatch(text):
            return context.report("E243", at, text=text[:SHOWN])
        return text


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


def _cut_by_comma(node: Mapping, key: str, at: At, context: Context) -> bool:
    """Report a key without value: within braces a comma ends a text without quotes, and its rest looks like a key."""
    value = node.values[key]
    cut = isinstance(value, Scalar) and value.plain and not value.text and value.start == node.keys[key].end
    if cut:
        context.report("E405", (at / key).on_key(), text=key)
    return cut


def is_empty(node: Node) -> bool:
    """Say whether nothing is written there."""
    return isinstance(node, Scalar) and not node.text.strip()


def _kind(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a group of keys"
    if isinstance(node, Sequence):
        return "a list"
    words = " ".join(node.text.split())
    return f"“{words[:SHOWN]}{'…' * (len(words) > SHOWN)}”"


def _key(at: At) -> str:
    """Return the key that a value has, by which a curator finds it; an item of a list is counted from 1."""
    last = at.path[-1] if at.path else at.file
    return last if isinstance(last, str) else f"{_key(At(at.file, at.path[:-1]))}, item {last + 1}"


def meant(word: str, options: Iterable[str]) -> str:
    """Return the question whether the option most like `word` was meant; empty where none is alike."""
    guess = nearest(word, options)
    return f"did you mean “{guess}”?" if guess else ""
