"""Numbers and dates as prose writes them, in any language that has a grammar: `9 tỷ 381 triệu`, `4,619`, `27/2/2024`.

A grammar is data (`reading` in a language's strings file, completed from CLDR): a language is added without code.
Spelled numbers (`ba`, `three`, `XIV`) are read apart from digits: they may stand for digits of the other language, and
need not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from biennien.text import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Day = tuple[int | None, int | None, int | None]
"""A date as prose gives it: (year, month, day), each `None` where the prose leaves it out."""

_SLOTS = {"d": r"0?[1-9]|[12]\d|3[01]", "m": r"0?[1-9]|1[0-2]", "y": r"\d{4}"}
SECTIONS = ("scales", "words", "dates", "bounds", "denial", "doubling")
_SPACES = " \u00a0\u202f"
_ROMAN = re.compile(r"(?<![\w.])(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?!\.?\w)")  # to XXXIX: congresses, quarters
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_TWICE = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language writes numbers and dates.

    `date` finds whole dates, its groups being d, m, month or y and the number of the pattern; `scales` and `words` give
    words their values, and `asides` are the phrases in which such words say something else; `bounds` give the words
    that say over, under and about. Without its `reading` a language is not `known`: only its digits are.
    """

    number: re.Pattern[str]
    decimal: str
    group: str
    scale: re.Pattern[str]
    scales: Mapping[str, int]
    word: re.Pattern[str]
    words: Mapping[str, int]
    asides: re.Pattern[str]
    months: Mapping[str, int]
    date: re.Pattern[str]
    bounds: Mapping[str, tuple[str, ...]]
    unsure: frozenset[str]
    denial: Denial
    doubling: Doubling
    known: bool


@dataclass(frozen=True, slots=True)
class Denial:
    """How a language says not: its words, phrases in which they say something else, and words that may say it too."""

    words: re.Pattern[str]
    asides: re.Pattern[str]
    hints: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Doubling:
    """Which words stand twice in a row by mistake only: `slips`, or, where none are given, all but those `meant`."""

    slips: frozenset[str]
    meant: frozenset[str]
    known: bool


@dataclass(frozen=True, slots=True)
class Values:
    """What a text says in digits: its dates, and its other numbers."""

    dates: Counter[Day]
    numbers: Counter[Decimal]


def make_grammar(*, decimal: str, group: str, months: Mapping[str, int], reading: Mapping[str, Any]) -> Grammar:
    """Return a grammar from CLDR's number symbols and month names and a language's `reading` section.

    Date patterns are written with {d}, {m}, {month} and {y}; of those that match at one place the first counts, whole
    words only. In the phrases of `asides`, which commas part, {n} stands for digits.
    """
    given = {key: value if isinstance(value := reading.get(key), dict) else {} for key in SECTIONS}
    scales, words = _values(given["scales"]), _values(given["words"])
    asides = _listed(reading.get("asides"))
    parts = f"[{_SPACES}]" if group in _SPACES else "['’]" if group in "'’" else re.escape(group)
    letter = "[0-9A-Za-z]" if UNSPACED.search(f"{reading}") else r"\w"  # what may not touch a word or a date
    first = r"\d(?<!\d\d)"  # looked back from, for a pattern that begins with a digit is found faster
    slots = {**_SLOTS, "month": _any(_cased(months))}
    dates = [_date(str(pattern), number, slots) for number, pattern in enumerate(given["dates"].values())]
    return Grammar(
        number=re.compile(rf"{first}(?:\d{{0,2}}(?:{parts}\d{{3}})+|\d*)(?:{re.escape(decimal)}\d+)?(?!\d)"),
        decimal=decimal,
        group=parts,
        scale=re.compile(rf"[\s-]*({_any(scales)})(?!{letter})", re.IGNORECASE) if scales else _NOTHING,
        scales=scales,
        word=_phrases(words, letter),
        words=words,
        asides=_phrases(asides, letter),
        months={name.lower(): number for name, number in months.items()},
        date=re.compile(rf"(?<!{letter})(?<!/)(?:{'|'.join(dates)})(?!{letter})(?!/)") if dates else _NOTHING,
        bounds={bound: tuple(_listed(phrases)) for bound, phrases in given["bounds"].items()},
        unsure=frozenset(_listed(reading.get("unsure"))),
        denial=Denial(*(_phrases(_listed(given["denial"].get(key)), letter) for key in ("words", "asides", "hints"))),
        doubling=_doubling(given["doubling"]),
        known=bool(reading),
    )


def _doubling(given: Mapping[str, object]) -> Doubling:
    slips, meant = (frozenset(_listed(given.get(key))) for key in ("slips", "meant"))
    return Doubling(slips, meant, known=bool(given))


def _listed(phrases: object) -> list[str]:
    """Return phrases that commas part."""
    return [_key(phrase) for phrase in str(phrases or "").split(",") if phrase.strip()]


def _values(words: Mapping[str, object]) -> dict[str, int]:
    found = {_key(str(word)): str(value) for word, value in words.items()}
    return {word: int(value) for word, value in found.items() if word and value.isdecimal()}


def _any(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, the longest first."""
    return "|".join(_loose(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _loose(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\{n\}", r"\d+")


def _phrases(phrases: Iterable[str], letter: str) -> re.Pattern[str]:
    pattern = _any(phrases)
    return re.compile(rf"(?<!{letter})(?:{pattern})(?!{letter})", re.IGNORECASE) if pattern else _NOTHING


def _cased(names: Iterable[str]) -> set[str]:
    """Return names as they are and as they begin a sentence: “may” is no month where “May” is."""
    return {form for name in names for form in (name, name[:1].upper() + name[1:])}


def _date(pattern: str, number: int, slots: Mapping[str, str]) -> str:
    parts = re.split(r"\{(\w+)\}", pattern)
    words, names = (f"(?i:{_loose(words)})" if words else "" for words in parts[::2]), parts[1::2]
    found = (f"(?P<{name}{number}>{slots.get(name, '(?!)')})" for name in names)
    return "".join(part for pair in zip_longest(words, found, fillvalue="") for part in pair)


def read_values(text: str, grammar: Grammar) -> Values:
    """Return the dates and numbers of a text; a date's numbers are not counted again as numbers."""
    rest, dates = _take_dates(unicodedata.normalize("NFC", text), grammar)
    return Values(dates, Counter(value for value, _, _ in _numbers(rest, grammar)))


def read_words(text: str, grammar: Grammar, *, sure: bool = False) -> Counter[Decimal]:
    """Return the values of the spelled numbers of a text no part of a date; only of those `sure` to be numbers."""
    rest, _ = _take_dates(unicodedata.normalize("NFC", text), grammar)
    return Counter(_words(rest, grammar, grammar.unsure if sure else frozenset()))


def read_denials(text: str, grammar: Grammar) -> tuple[str, ...]:
    """Return the words of a text that say not."""
    rest = grammar.denial.asides.sub(" ", unicodedata.normalize("NFC", text).replace("'", "’"))
    return tuple(match.group() for match in grammar.denial.words.finditer(rest))


def may_deny(text: str, grammar: Grammar) -> bool:
    """Say whether a text says not, or something that comes to it: lacks, unknown."""
    return bool(read_denials(text, grammar) or grammar.denial.hints.search(unicodedata.normalize("NFC", text)))


def doubled_words(text: str, grammar: Grammar) -> tuple[tuple[int, int], ...]:
    """Return where in an NFC text a word stands twice in a row by mistake: offsets of both, end exclusive."""
    if not grammar.doubling.known:
        return ()
    slips, meant = grammar.doubling.slips, grammar.doubling.meant
    found = ((match.span(), match[1].lower()) for match in _TWICE.finditer(text))
    return tuple(span for span, word in found if (word in slips if slips else word not in meant))


def read_numbers(text: str, grammar: Grammar) -> tuple[tuple[Decimal, int, int], ...]:
    """Return the numbers in a text, in NFC, that are no part of a date, each with its offsets (end exclusive)."""
    return tuple(_numbers(_take_dates(text, grammar)[0], grammar))


def _take_dates(text: str, grammar: Grammar) -> tuple[str, Counter[Day]]:
    found: Counter[Day] = Counter()

    def take(match: re.Match[str]) -> str:
        found[_day(match, grammar)] += 1
        return " " * len(match.group())

    return grammar.date.sub(take, text), found


def _day(match: re.Match[str], grammar: Grammar) -> Day:
    found = {name.rstrip("0123456789"): text for name, text in match.groupdict().items() if text}
    month = grammar.months[found["month"].lower()] if "month" in found else _whole(found.get("m"))
    return _whole(found.get("y")), month, _whole(found.get("d"))


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _numbers(text: str, grammar: Grammar) -> Iterator[tuple[Decimal, int, int]]:
    """Read digits with the scale word after them, adding up descending scales: `9 tỷ 381 triệu`."""
    total: tuple[Decimal, int, int, int] | None = None
    for match in grammar.number.finditer(text):
        scale, end = _scale(text, match.end(), grammar)
        value = (_value(match.group(), grammar) * scale).normalize()
        if total and total[3] > scale > 1 and not text[total[2] : match.start()].strip():
            total = total[0] + value, total[1], end, scale
            continue
        if total:
            yield total[:3]
        total = value, match.start(), end, scale
    if total:
        yield total[:3]


def _value(digits: str, grammar: Grammar) -> Decimal:
    return Decimal(re.sub(grammar.group, "", digits).replace(grammar.decimal, "."))


def _scale(text: str, at: int, grammar: Grammar) -> tuple[int, int]:
    match = grammar.scale.match(text, at)
    return (grammar.scales[_key(match[1])], match.end()) if match else (1, at)


def _words(text: str, grammar: Grammar, unsure: frozenset[str]) -> Iterator[Decimal]:
    """Read spelled numbers, with the scale word after them, and Roman numerals; none from the words that are unsure."""
    text = grammar.asides.sub(" ", text)
    for match in grammar.word.finditer(text):
        if unsure and (_key(match.group()) in unsure or _is_name(text, match)):
            continue
        yield Decimal(grammar.words[_key(match.group())] * _scale(text, match.end(), grammar)[0])
    for match in _ROMAN.finditer(text):
        yield Decimal(_roman(match.group()))


def _is_name(text: str, word: re.Match[str]) -> bool:
    """Say whether a capital letter is no beginning of a sentence, or another follows: Chu Ba, Ba Chẽ are no numbers."""
    start, end = word.span()
    before, after = text[max(0, start - 2) : start].strip()[-1:], text[end : end + 2].strip()[:1]
    return word.group()[0].isupper() and (before.isalnum() or before == "," or after.isupper())


def _key(words: str) -> str:
    return " ".join(words.lower().split())


def _roman(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(one if one >= after else -one for one, after in zip(digits, [*digits[1:], 0], strict=True))
