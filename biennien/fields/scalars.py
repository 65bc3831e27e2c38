"""Readers of a single text: words, ids, numbers, dates, fingerprints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from biennien import edtf
from biennien.addresses import is_web_address
from biennien.alphabets import disguised_words
from biennien.fields.context import (
    A_TEXT,
    INVALID,
    SHOWN,
    Context,
    Invalid,
    is_to_do,
    key_and_language,
    key_of,
    meant,
    question,
    report_language,
)
from biennien.nodes import Node, Scalar
from biennien.sources import is_kept_name
from biennien.text import hidden_characters, slug

if TYPE_CHECKING:
    from biennien.messages import Words as Said
    from biennien.problems import At

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_ID = 150  # with what stands before and after it in names and addresses, within every system's limits
RESERVED = "index"  # the page that lists a register is index.html, beside those of its entries
MAX_LENGTH = 20_000
MARK = re.compile("[0-9a-f]{8}")
# Letters of Latin and the signs of prose, none of which hides or poses as another.
USUAL = re.compile("[\t\n -~¡-¬®-ɏḀ-ỿ–—‘’“”…]*")
DIGITS = re.compile(r"(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Words:
    """A text of one line or more, kept as written but for the white space around it."""

    def read(self, node: Node, at: At, context: Context) -> str | Invalid:
        """Return the text."""
        if not isinstance(node, Scalar):
            return context.wrong_shape(node, at, A_TEXT)
        text = node.text.strip()
        if not text:
            return context.report("E204", at, key=key_of(at))
        usual = USUAL.fullmatch(text)  # as nearly every text
        for offset, name in () if usual else hidden_characters(text)[:1]:
            return context.report("E123", at.within(offset, offset + 1), sign=name)
        if len(text) > MAX_LENGTH:
            return context.report("E205", at, length=f"{len(text):,}", limit=f"{MAX_LENGTH:,}")
        if is_to_do(text):
            context.report("E244", at, key=key_and_language(at, context))
        for start, end, sign in () if usual else disguised_words(text)[:1]:
            context.report("W128", at.within(start, end), word=text[start:end], sign=sign)
        return text


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the web, http or https."""

    def read(self, node: Node, at: At, context: Context) -> str | Invalid:
        """Return the address, also where it is none: what is built upon it is right all the same."""
        text = Words().read(node, at, context)
        if isinstance(text, str) and not is_to_do(text) and not is_web_address(text):
            context.report("E506", at, url=text)
        return text


def read_word(node: Node, at: At, context: Context) -> str | Invalid:
    """Return a text that its reader gives a type: what is still to be written has none."""
    text = Words().read(node, at, context)
    return INVALID if isinstance(text, str) and is_to_do(text) else text


@dataclass(frozen=True, slots=True)
class Id:
    """An id in ASCII kebab-case: one of an entry in some registers, or, where none is named, one of its event's own."""

    registers: tuple[str, ...]

    def __init__(self, *registers: str) -> None:
        object.__setattr__(self, "registers", registers)

    def read(self, node: Node, at: At, context: Context) -> str | Invalid:
        """Return the id; whether its register has it is for the checks to say."""
        text = read_word(node, at, context)
        return check_id(text, at, context) if isinstance(text, str) else text


def check_id(text: str, at: At, context: Context) -> str | Invalid:
    """Return `text` if it is an id, with a suggestion if it is not."""
    if ID.fullmatch(text):
        return text
    return context.report("E206", at, id=text, label=question(slug(text)))


def is_address(text: str) -> bool:
    """Say whether `check_address` would find nothing."""
    return text != RESERVED and not is_kept_name(text) and len(text) <= LONGEST_ID and ID.fullmatch(text) is not None


def check_address(text: str, at: At, context: Context) -> str | Invalid:
    """Return `text` if it is an id that a page of its own may have."""
    if text == RESERVED:
        return context.report("E507", at, id=text)
    if is_kept_name(text):
        return context.report("E508", at, name=text)
    if len(text) > LONGEST_ID and ID.fullmatch(text):
        return context.report("E509", at, id=f"{text[:SHOWN]}…", length=str(len(text)), most=str(LONGEST_ID))
    return check_id(text, at, context)


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a fixed list."""

    options: tuple[str, ...]

    def read(self, node: Node, at: At, context: Context) -> str | Invalid:
        """Return the word."""
        text = read_word(node, at, context)
        if isinstance(text, str) and text not in self.options:
            options = ", ".join(self.options)
            return context.report("E207", at, label=meant(text, self.options), word=text, options=options)
        return text


@dataclass(frozen=True, slots=True)
class Tag:
    """A BCP 47 language tag, of any language."""

    def read(self, node: Node, at: At, context: Context) -> str | Invalid:
        """Return the tag."""
        text = read_word(node, at, context)
        if isinstance(text, str) and not TAG.fullmatch(text):
            return context.report("E403", at, tag=text)
        return text


@dataclass(frozen=True, slots=True)
class SiteLanguage:
    """One of the languages of the site."""

    def read(self, node: Node, at: At, context: Context) -> str | Invalid:
        """Return the language's code."""
        text = read_word(node, at, context)
        if isinstance(text, str) and text not in context.languages:
            return report_language(text, at, context)
        return text


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, at least `least`."""

    least: int = 0

    def read(self, node: Node, at: At, context: Context) -> int | Invalid:
        """Return the number."""
        text = read_word(node, at, context)
        if not isinstance(text, str):
            return text
        if not re.fullmatch(r"0|[1-9][0-9]{0,17}", text) or int(text) < self.least:
            return context.report("E208", at, text=text, least=str(self.least))
        return int(text)


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number: digits, with a point before decimals, and no marks between thousands."""

    def read(self, node: Node, at: At, context: Context) -> Decimal | Invalid:
        """Return the number, exactly as written."""
        text = read_word(node, at, context)
        if not isinstance(text, str):
            return text
        # `9.381` may mean 9 thousand to a Vietnamese reader and 9 and a bit to an English one: refuse the guess.
        if re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", text):
            joined = re.sub("[.,]", "", text)
            return context.report("E210", at, text=text, joined=joined, decimals=f"{text.replace(',', '.')}0")
        if not DIGITS.fullmatch(text):
            return context.report("E209", at, label=_digits_meant(text), text=text)
        return Decimal(text)


def _digits_meant(text: str) -> Said:
    """Return what a number with marks between its thousands, or a decimal comma, must mean."""
    joined = re.sub("[., \u00a0\u202f]", "", text)
    grouped = re.fullmatch(r"[0-9]{1,3}([., \u00a0\u202f][0-9]{3})+", text)
    guess = joined if grouped else text.replace(",", ".")
    return question(guess if guess != text and DIGITS.fullmatch(guess) else "")


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the subset of EDTF (ISO 8601-2:2019) that `edtf` reads."""

    def read(self, node: Node, at: At, context: Context) -> edtf.Date | Invalid:
        """Return the date."""
        text = read_word(node, at, context)
        if not isinstance(text, str):
            return text
        try:
            return edtf.parse_date(text)
        except edtf.DateError as error:
            return context.report(error.code, at.within(error.start, error.end), **error.values)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The fingerprint of a text, as `states.mark` makes it: eight hexadecimal digits."""

    def read(self, node: Node, at: At, context: Context) -> str | Invalid:
        """Return the digits."""
        text = Words().read(node, at, context)
        if isinstance(text, str) and not MARK.fullmatch(text):
            return context.report("E243", at, text=text[:SHOWN])
        return text
