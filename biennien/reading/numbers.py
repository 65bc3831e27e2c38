"""Numbers and dates in digits, and numbers in words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from biennien.reading.grammar import Grammar, caseless, fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Day = tuple[int | None, int | None, int | None]
"""A date as prose gives it: (year, month, day), each `None` where the prose leaves it out."""
_NOON = 12
_ROMAN = re.compile(  # to XXXIX: congresses, quarters
    r"[IVX](?<![\w.].)(?:(?<=X)X{0,2}(?:IX|IV|V?I{0,3})|(?<=V)I{0,3}|(?<=I)(?:X|V|I{0,2}))(?!\.?\w)", re.DOTALL
)
_DIGIT = re.compile(r"\d")
_MONEY = r"[A-Z]{0,3}[$€£¥]"
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Values:
    """What a text says in digits: its dates, and its other numbers."""

    dates: Counter[Day]
    numbers: Counter[Decimal]


def read_values(text: str, grammar: Grammar) -> Values:
    """Return the dates and numbers of a text; a date's numbers are not counted again as numbers.

    A time of day counts as its hour from 0 to 24 and its minutes, unless these are none: `3.30 p.m.` is 15 and 30.
    """
    rest, dates = _take_dates(unicodedata.normalize("NFC", text), grammar)
    rest, times = _take_times(rest, grammar)
    numbers = Counter(value for value, _, _ in find_numbers(rest, grammar))
    numbers.update(times)
    return Values(dates, numbers)


def may_have_values(text: str, grammar: Grammar) -> bool:
    """Say whether `read_values` may find anything in a text, in NFC; sooner told than what it finds."""
    return bool(_DIGIT.search(text) or any(grammar.date_in_words.find(text)) or _may_tell_time(text, grammar))


def _may_tell_time(text: str, grammar: Grammar) -> bool:
    """Say whether there may be a time whose hour is a word."""
    return any(half in text for half in grammar.clock)


def read_words(text: str, grammar: Grammar, *, sure: bool = False) -> Counter[Decimal]:
    """Return the values of the spelled numbers of a text, no part of a date or time; only those `sure` to be such."""
    rest, _ = _take_dates(unicodedata.normalize("NFC", text), grammar)
    rest, _ = _take_times(rest, grammar)
    return Counter(_words(rest, grammar, grammar.unsure if sure else frozenset()))


def read_numbers(text: str, grammar: Grammar) -> tuple[tuple[Decimal, int, int], ...]:
    """Return the numbers in a text, in NFC, that are no part of a date, each with its offsets (end exclusive)."""
    return tuple(find_numbers(_take_dates(text, grammar)[0], grammar))


def read_bound(before: str, grammar: Grammar) -> str:
    """Return the bound that the words just before a number give it: over, under, about; exact without any."""
    for bound, words in grammar.bounds.items():
        for word in words:
            if re.search(rf"(?<!\w){re.escape(word)}\s+(?:[^\W\d_]+\s+|{_MONEY}\s*)?$", before, re.IGNORECASE):
                return bound
    return "exact"


def _take_dates(text: str, grammar: Grammar) -> tuple[str, Counter[Day]]:
    dates = grammar.date if _DIGIT.search(text) else grammar.date_in_words  # most texts have no digit
    found = list(dates.find(text))
    return without(text, found), Counter(read_day(match, grammar) for match in found) if found else Counter()


def without(text: str, found: Iterable[re.Match[str]]) -> str:
    """Return a text with blanks for what was found in it."""
    for match in found:
        text = f"{text[: match.start()]}{' ' * len(match.group())}{text[match.end() :]}"
    return text


def _take_times(text: str, grammar: Grammar) -> tuple[str, Counter[Decimal]]:
    found: Counter[Decimal] = Counter()

    def take(match: re.Match[str]) -> str:
        parts = {name[0]: given for name, given in match.groupdict().items() if given}
        half = grammar.halves[int((match.lastgroup or "t0")[1:])]
        hour, minutes = parts["h"], int(parts.get("n", "0"))
        found[Decimal(_hour(int(hour) if hour.isdecimal() else _value_of(hour, grammar.words), half))] += 1
        found.update([Decimal(minutes)] if minutes else [])
        return " " * len(match.group())

    rest = grammar.time.sub(take, text)
    if _may_tell_time(rest, grammar):
        rest = grammar.spelled_time.sub(take, rest)
    return rest, found


def _hour(hour: int, half: str) -> int:
    """Return an hour of the day from one of its half: 12 a.m. is 0, 12 p.m. is 12, and 15 p.m. can only be 15."""
    if half not in ("am", "pm") or hour > _NOON:
        return hour
    return hour % _NOON + (_NOON if half == "pm" else 0)


def read_day(match: re.Match[str], grammar: Grammar) -> Day:
    """Return the date that a pattern of the grammar has found."""
    found = {name.rstrip("0123456789"): text for name, text in match.groupdict().items() if text}
    name = found.get("month") or found.get("mon")
    month = grammar.months[fold_key(name)] if name else _whole(found.get("m"))
    return _whole(found.get("y")), month, _whole(found.get("d"))


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


def find_numbers(text: str, grammar: Grammar) -> Iterator[tuple[Decimal, int, int]]:
    """Read digits with the scale word after them, adding up descending scales: `9 tỷ 381 triệu`."""
    total: tuple[Decimal, int, int, int] | None = None
    for match in grammar.number.finditer(text):
        scale, end = _scale(text, match.end(), grammar)
        if scale == 1:
            scale, end = _letter(text, *match.span(), grammar)
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
    return (_value_of(match[1], grammar.scales), match.end()) if match else (1, at)


def _letter(text: str, start: int, end: int, grammar: Grammar) -> tuple[int, int]:
    """Return the scale that a letter at a number stands for: `$1.5m` is money, and `100m` may be a hundred metres."""
    match = grammar.letter.match(text, end)
    if not match:
        return 1, end
    before, after = text[:start].rstrip(), text[match.end() :].lstrip()
    money = [words for unit, words in grammar.units.items() if unit.isupper()]
    named = any(one.end() == len(before) for words in money for one in words.finditer(before))
    is_money = named or re.search(f"{_MONEY}$", before)
    counts = any(words.match(after) for words in (*grammar.units.values(), grammar.counted))
    return (grammar.letters[fold_key(match[1])], match.end()) if is_money or counts else (1, end)


def _words(text: str, grammar: Grammar, unsure: frozenset[str]) -> Iterator[Decimal]:
    """Read spelled numbers, with the scale word after them, and Roman numerals; none from the words that are unsure."""
    text = grammar.asides.sub(" ", text)
    for match in grammar.word.finditer(text):
        if unsure and (fold_key(match.group()) in unsure or _is_name(text, match)):
            continue
        yield Decimal(_value_of(match.group(), grammar.words) * _scale(text, match.end(), grammar)[0])
    for match in _ROMAN.finditer(text):
        yield Decimal(_roman(match.group()))


def _value_of(found: str, values: Mapping[str, int]) -> int:
    """Return the value of a word as it was found, in whatever case `re` takes for the same (ſix is six)."""
    word = fold_key(found)
    return values[word] if word in values else {caseless(key): value for key, value in values.items()}[caseless(word)]


def _is_name(text: str, word: re.Match[str]) -> bool:
    """Say whether a capital letter is no beginning of a sentence, or another follows: Chu Ba, Ba Chẽ are no numbers."""
    start, end = word.span()
    before, after = text[max(0, start - 2) : start].strip()[-1:], text[end : end + 2].strip()[:1]
    return word.group()[0].isupper() and (before.isalnum() or before == "," or after.isupper())


def _roman(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(one if one >= after else -one for one, after in zip(digits, [*digits[1:], 0], strict=True))
