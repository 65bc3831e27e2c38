"""How a text is written in YAML: plain, in quotes, as a block, or within braces, in the style of its neighbours."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from biennien.nodes import Mapping, Scalar, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.splice.document import Document

NARROWEST, WIDEST = 60, 110  # code points of a line of folded text
LATIN_1 = 0xFF
_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# What YAML 1.1 wants escaped (section 5.1), and its line breaks.
_NOT_PLAIN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(r'["\\]|' + _NOT_PLAIN.pattern)
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is written: what begins it on the line of its key, and the lines below."""

    head: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """How values stand within braces: in the quotes of their model, or plain where they read back so.

    With `typed`, what another reader would take for a number or a date counts as plain too.
    """

    style: str = ""
    typed: bool = False

    def form(self, value: str | dict[str, Any]) -> str:
        """Return a text, or a mapping of texts, on one line."""
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key_form(key)}: {self.form(one)}" for key, one in value.items()) + "}"
        if self.style == "'" and not _NOT_PLAIN.search(value):
            return _single(value)
        plain = self.style != '"' and _reads_back(value) and (self.typed or is_plain(value))
        return value if plain else _double(value)


RECORD = Inline(typed=True)
"""Records are for our own readers, to whom every scalar is text."""


def text_forms(text: str, model: Scalar, document: Document, *, indent: int | None) -> Iterator[Form]:
    """Yield the ways to write a text, those that look like the model first; the last one reads back anywhere.

    `indent` is the column of a block's lines, or None within braces, where no block may stand.
    """
    if indent is not None and (model.style in ("|", ">") or "\n" in text):
        yield from _blocks(text, model, document, " " * indent)
    if model.style == "'" and not _NOT_PLAIN.search(text):
        yield Form(_single(text))
    if model.style != '"' and is_plain(text):
        yield Form(text)
    yield Form(_double(text))


def _blocks(text: str, model: Scalar, document: Document, margin: str) -> Iterator[Form]:
    """Yield literal or folded blocks; none for a text that needs an indentation indicator or ends in blanks."""
    body = text.removesuffix("\n")
    if not body or body[0].isspace() or body[-1].isspace():
        return
    shapes = [("|", body.split("\n"))]
    if model.style == ">":
        shapes.insert(0, (">", _folded(body, _width(model, document))))
    for sign, lines in shapes:
        written = (document.newline + (margin + line if line else "") for line in lines)
        yield Form(sign + ("-" if body == text else ""), "".join(written))


def _width(model: Scalar, document: Document) -> int:
    """Return how long the lines of a folded block are."""
    lines = document.text[model.start : model.end].splitlines()[1:]
    longest = max((len(line.strip()) for line in lines), default=WIDEST)
    return min(max(longest, NARROWEST), WIDEST)


def _folded(text: str, width: int) -> list[str]:
    """Return the lines of a folded block (YAML 1.1, section 9.2.3): a blank line stands for a line break."""
    lines: list[str] = []
    for place, line in enumerate(text.split("\n")):
        lines += [""] if place else []
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return lines


def is_plain(text: str) -> bool:
    """Say whether a text without quotes stays that text for any YAML reader; its place must still allow it."""
    if not text or text != text.strip() or _NOT_PLAIN.search(text):
        return False
    resolver: Any = yaml.resolver.Resolver()
    return bool(resolver.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str")


def _reads_back(text: str) -> bool:
    """Say whether a text may stand within braces as it is."""
    root, faults = parse(b"{k: " + text.encode(errors="replace") + b"}", "")
    read = root.values.get("k") if isinstance(root, Mapping) and len(root.keys) == 1 else None
    return not faults and isinstance(read, Scalar) and read.plain and read.text == text != ""


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    code = ord(sign)
    return _SHORT_ESCAPES.get(sign) or (f"\\x{code:02x}" if code <= LATIN_1 else f"\\u{code:04x}")


def nested(keys: list[str], value: str | dict[str, str]) -> dict[str, Any]:
    """Return the value within a mapping for each key, the first outermost."""
    whole: Any = value
    for key in reversed(keys):
        whole = {key: whole}
    return dict(whole)


def key_form(key: str) -> str:
    """Return a key as written."""
    return key if _PLAIN_KEY.fullmatch(key) else _double(key)
