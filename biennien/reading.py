"""Numbers and dates as prose writes them, in any language that has a grammar: `9 tỷ 381 triệu`, `4,619`, `27/2/2024`.

A grammar is data (`reading` in a language's strings file, completed from CLDR): a language is added without code.
Spelled numbers (`ba`, `three`, `XIV`) are read apart from digits: they may stand for digits of the other language, and
need not.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from biennien.edtf import DateError, parse_date
from biennien.text import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Day = tuple[int | None, int | None, int | None]
"""A date as prose gives it: (year, month, day), each `None` where the prose leaves it out."""

_SLOTS = {"d": r"0?[1-9]|[12]\d|3[01]", "m": r"0?[1-9]|1[0-2]", "y": r"\d{4}", "z": r"\d{4}"}
SECTIONS = ("scales", "words", "dates", "bounds", "denial", "doubling", "periods", "units")
_BLANK = re.compile(r"\{(\w+)\}")
_SPACES = " \u00a0\u202f"
_ROMAN = re.compile(r"(?<![\w.])(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?!\.?\w)")  # to XXXIX: congresses, quarters
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_TWICE = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)
_PERHAPS = re.compile(r"\\\[(!?)(.*?)\\\]")  # in a pattern that is escaped already
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language writes numbers and dates.

    `date` finds whole dates, its groups being d, m, month or y and the number of the pattern; `scales` and `words` give
    words their values, and `asides` are the phrases in which such words say something else; `bounds` give the words
    that say over, under and about. `periods` find times in words, each with the EDTF that it stands for; `units` give
    the words for what is counted, and `ordinals` those after which a number counts nothing. Without its `reading` a
    language is not `known`: only its digits are.
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
    periods: tuple[tuple[re.Pattern[str], str], ...]
    units: Mapping[str, re.Pattern[str]]
    ordinals: re.Pattern[str]
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

    Date patterns are written with {d}, {m}, {month} and {y}; `[st|nd]` is what may stand there, `[! of]` what may not
    follow. Of those that match at one place the first counts, whole words only. In the phrases of `asides`, which
    commas part, {n} stands for digits.
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
        periods=tuple(
            (re.compile(rf"(?<!{letter})(?:{_date(str(phrase), 0, slots)})(?!{letter})"), str(edtf))
            for phrase, edtf in given["periods"].items()
        ),
        units={unit: _phrases(str(words).split(", "), letter) for unit, words in given["units"].items()},
        ordinals=_phrases([word for word in str(reading.get("ordinals") or "").split(", ") if word], letter),
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
    words, names = (f"(?i:{_perhaps(_loose(words))})" if words else "" for words in parts[::2]), parts[1::2]
    found = (f"(?P<{name}{number}>{slots.get(name, '(?!)')})" for name in names)
    return "".join(part for pair in zip_longest(words, found, fillvalue="") for part in pair)


def _perhaps(words: str) -> str:
    """Return a pattern with what may stand there, or may not, as regular expressions say it."""
    return _PERHAPS.sub(
        lambda given: f"(?{given[1] or ':'}{given[2].replace(chr(92) + '|', '|')})" + ("" if given[1] else "?"), words
    )


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


@dataclass(frozen=True, slots=True)
class Dating:
    """A time as prose gives it: its offsets (end exclusive), and its EDTF.

    `year` says where the year is from: `stated`, `published` (counted from the day of publication), `context` (another
    time in the same text); without any, or for a day that no month has, there is no `edtf`.
    """

    start: int
    end: int
    edtf: str
    year: str


def read_datings(text: str, grammar: Grammar, published: dt.date | None = None) -> tuple[Dating, ...]:
    """Return the times that a text, in NFC, gives in figures or words, in its order.

    A day without a year is the last such day up to the day of publication; without one it is of the year that the text
    states, where it states just one.
    """
    found = [(match.span(), _day(match, grammar), "") for match in grammar.date.finditer(text)]
    rest = grammar.date.sub(lambda match: " " * len(match.group()), text)
    for pattern, edtf in grammar.periods:
        found += [
            (match.span(), _day(match, grammar), _filled(edtf, match, published)) for match in pattern.finditer(rest)
        ]
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    found.sort()
    years = {day[0] for _, day, _ in found if day[0]}
    stated = years.pop() if len(years) == 1 else None
    return tuple(_dating(span, day, edtf, published, stated) for span, day, edtf in found)


def _filled(edtf: str, match: re.Match[str], published: dt.date | None) -> str:
    """Return the EDTF of a time in words; with blanks where it is counted from a day that is not known."""
    parts = {name[0]: part for name, part in match.groupdict().items()}
    if published:
        yesterday = published - dt.timedelta(days=1)
        parts |= {"now": f"{published.year:04}", "last": f"{published.year - 1:04}"}
        parts |= {"today": f"{published}", "yesterday": f"{yesterday}"}
    return _BLANK.sub(lambda blank: parts.get(blank[1]) or blank.group(), edtf)


def _dating(span: tuple[int, int], day: Day, edtf: str, published: dt.date | None, stated: int | None) -> Dating:
    year, month, date = day
    if edtf:
        return _known(span, edtf, "stated" if year else "published")
    if year:
        return _known(span, _joined(day), "stated")
    if published and month:
        last = published.year - ((month, date or 1) > (published.month, published.day))
        return _known(span, _joined((last, month, date)), "published")
    return _known(span, _joined((stated, month, date)) if stated else "", "context")


def _known(span: tuple[int, int], edtf: str, year: str) -> Dating:
    """Return a time; one that no calendar has, or that has blanks, without its EDTF."""
    try:
        parse_date(edtf)
    except DateError:
        return Dating(*span, "", "")
    return Dating(*span, edtf, year)


def _joined(day: Day) -> str:
    year, month, date = day
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{date:02}" if date and month else "")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in prose: its value, bound and unit, and the offsets of number and unit (end exclusive).

    Without a unit that the grammar knows, `unit` is empty and `noun` has the word that follows.
    """

    start: int
    end: int
    value: Decimal
    bound: str
    unit: str
    noun: str


def read_quantities(text: str, grammar: Grammar) -> tuple[Quantity, ...]:
    """Return the numbers of a text, in NFC, that count something, unlike dates and `lần thứ 14`."""
    rest = list(text)
    for one in read_datings(text, grammar):
        rest[one.start : one.end] = " " * (one.end - one.start)
    found = (_quantity("".join(rest), number, grammar) for number in _numbers("".join(rest), grammar))
    return tuple(one for one in found if one)


def _quantity(text: str, number: tuple[Decimal, int, int], grammar: Grammar) -> Quantity | None:
    value, start, end = number
    before, after = text[:start], text[end:]
    if re.search(r"[-–]\s*$", before) or any(
        not before[match.end() :].strip() for match in grammar.ordinals.finditer(before)
    ):
        return None
    bound = read_bound(before, grammar)
    for unit, words in grammar.units.items():
        if match := words.match(after, len(after) - len(after.lstrip())):
            return Quantity(start, end + match.end(), value, bound, unit, "")
        if unit.isupper() and any(not before[match.end() :].strip() for match in words.finditer(before)):
            return Quantity(start, end, value, bound, unit, "")
    noun = re.match(r"\s+([^\W\d_]+)", after)
    if not noun or not noun[1].islower():
        return None
    return Quantity(start, end + noun.end(), value, bound, "", noun[1])


def read_bound(before: str, grammar: Grammar) -> str:
    """Return the bound that the words just before a number give it: over, under, about; exact without any."""
    for bound, words in grammar.bounds.items():
        for word in words:
            if re.search(rf"(?<!\w){re.escape(word)}\s+(?:[^\W\d_]+\s+)?$", before, re.IGNORECASE):
                return bound
    return "exact"


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
