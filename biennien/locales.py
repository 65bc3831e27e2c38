"""What differs between languages: strings, dates, numbers, lists, the order of names. Formats are CLDR's (by Babel)."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from biennien.reading import Grammar, make_grammar
from biennien.text import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from babel import Locale as CldrLocale

    from biennien.edtf import Date, Moment

CURRENCY_LENGTH = 3  # ISO 4217 codes are three capital letters
MILLION = 1_000_000
SKELETONS = {"month": "yMMMM", "year": "y"}  # CLDR's own patterns, for a language whose strings give no `formats`
OWN = {"reading": dict, "alphabet": str, "formats": dict}  # what says something of one language only
BLANKS = {"money": {"amount", "unit"}, "ordinal": {"n"}}  # of formats; those of dates are CLDR patterns
_PLURAL = re.compile(r"_(?:zero|one|two|few|many|other)$")
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # in the order of Vietnamese dictionaries: huyền, hỏi, ngã, sắc, nặng
_DASHES = dict.fromkeys(map(ord, "-‐‑–—"), " ")

Place: TypeAlias = tuple[int, str]
"""The place of a letter, or of its mark, in the order of a language; with what its alphabet lacks."""
SortKey: TypeAlias = tuple[tuple[Place, ...], tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the site: its code, CLDR locale, strings, the places of its letters, how its prose is read.

    `tongue` is its name in English, in lower case. `dates` and `places` are what was said already of dates, by their
    EDTF text, and of letters: each is on many pages.
    """

    id: str
    name: str
    cldr: CldrLocale
    strings: Mapping[str, Any]
    ranks: Mapping[str, int]
    grammar: Grammar
    tongue: str
    dates: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    places: dict[str, tuple[Place, Place]] = field(default_factory=dict, compare=False, repr=False)

    def say(self, key: str, **values: object) -> str:
        """Return a string of the interface, with its `{placeholders}` filled."""
        text = str(self.strings[key])
        return text.format(**values) if values or "{" in text else text

    def count(self, key: str, number: int) -> str:
        """Return `key_one`, `key_other` … by CLDR's plural rule, with `{n}` filled."""
        rule = self.cldr.plural_form(number)
        text = self.strings.get(f"{key}_{rule}", self.strings[f"{key}_other"])
        return str(text).format(n=self.number(number))

    def number(self, value: Decimal | int) -> str:
        """Return a number with the language's marks and all of its decimals."""
        return _number(str(value), self.cldr)

    def ordinal(self, number: int) -> str:
        """Return an ordinal number by CLDR's ordinal rule: 14th, lần thứ 14; the number alone without a format."""
        rule = self.cldr.ordinal_form(number)
        formats = self.strings["formats"]
        return str(formats.get(f"ordinal_{rule}", formats.get("ordinal_other", "{n}"))).format(n=number)

    def quantity(self, value: Decimal, unit: str) -> tuple[str, str]:
        """Return a number and the word for its unit; money (an ISO 4217 unit) in millions and billions, in words."""
        if len(unit) == CURRENCY_LENGTH and unit.isupper():
            amount = self._in_words(value) if value >= MILLION else self.number(value)
            return str(self.strings["formats"].get("money", "{amount} {unit}")).format(amount=amount, unit=unit), ""
        rule = self.cldr.plural_form(value)
        word = self.strings.get(f"unit_{unit}_{rule}", self.strings.get(f"unit_{unit}_other", unit))
        return self.number(value), str(word)

    def _in_words(self, value: Decimal) -> str:
        return _compact(str(value), self.cldr) if "long" in self.cldr.compact_decimal_formats else self.number(value)

    def listing(self, items: Iterable[str]) -> str:
        """Return items as the language lists them: a, b and c."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.cldr)

    def month(self, number: int) -> str:
        """Return the name of a month that stands alone."""
        return str(self.cldr.months["stand-alone"]["wide"][number])

    def day(self, day: dt.date, form: str = "day") -> str:
        """Return a calendar day in full, or in another of the language's `formats`."""
        return self._format(day, form)

    def _format(self, day: dt.date, name: str) -> str:
        return _day(day, self.strings["formats"].get(name), SKELETONS.get(name), self.cldr)

    def date(self, date: Date) -> str:
        """Return a date in words, with its doubt: 22 February 2023, c. February 2024, on or before 28 November 2024."""
        words = self.dates.get(date.text)
        if words is None:
            words = self.dates[date.text] = self._date(date)
        return words

    def _date(self, date: Date) -> str:
        if date.is_undated:
            return self.say("date_undated")
        if date.start is None:
            return self.say("date_until", date=self._moment(date.end))
        if not date.is_interval:
            return self._moment(date.start)
        if date.end is None:
            return self.say("date_from", date=self._moment(date.start))
        return self.say("date_between", start=self._moment(date.start), end=self._moment(date.end))

    def _moment(self, moment: Moment | None) -> str:
        if moment is None:
            return self.say("date_undated")
        if moment.precision == "decade":
            text = self.say("date_decade", decade=str(moment.earliest.year))
        else:
            text = self._format(moment.earliest, moment.precision)
        if moment.approximate:
            text = self.say("date_about", date=text)
        return self.say("date_perhaps", date=text) if moment.uncertain else text

    def sort_key(self, text: str) -> SortKey:
        """Return a key for the order of the language, as UTS #10 has it: by all letters, then by the marks on them.

        A letter that the alphabet lacks has the place of the plain one (â among a where a language has no â). Numbers
        are in the order of their values; signs don't count.
        """
        numbered = re.sub(r"\d+", lambda match: match.group().zfill(12), text.translate(_DASHES))
        words = " ".join(unicodedata.normalize("NFC", numbered).casefold().split())
        letters = [self._letter(sign) for sign in words if sign.isalnum() or sign == " "]
        return tuple(place for place, _ in letters), tuple(mark for _, mark in letters)

    def letter(self, text: str) -> str:
        """Return the letter of the alphabet under which an index has a text; none for digits and other scripts.

        In a language whose alphabet isn't given, it is the plain letter of any script that has capitals.
        """
        first = next((sign for sign in unicodedata.normalize("NFC", text).casefold() if sign.isalnum()), "")
        (place, unknown), _ = self._letter(first) if first else ((-1, ""), None)
        if self.ranks:
            return "" if unknown or place < 0 else list(self.ranks)[place].upper()
        return unknown.upper() if unknown.upper() != unknown else ""

    def _letter(self, sign: str) -> tuple[Place, Place]:
        places = self.places.get(sign)
        if places is None:
            places = self.places[sign] = _letter(sign, self.ranks)
        return places


@lru_cache(maxsize=4_096)  # a day is on many pages
def _day(day: dt.date, pattern: str | None, skeleton: str | None, cldr: CldrLocale) -> str:
    from babel.dates import format_date, format_skeleton

    if pattern or skeleton is None:
        return format_date(day, format=pattern or "long", locale=cldr)
    return format_skeleton(skeleton, day, locale=cldr)


@lru_cache(maxsize=4_096)  # by its digits: equal numbers may be written with more of them, or fewer
def _number(digits: str, cldr: CldrLocale) -> str:
    from babel.numbers import format_decimal

    return format_decimal(digits, locale=cldr, decimal_quantization=False)


@lru_cache(maxsize=4_096)
def _compact(digits: str, cldr: CldrLocale) -> str:
    from decimal import Decimal

    from babel.numbers import format_compact_decimal

    value = Decimal(digits)
    every = len(value.as_tuple().digits)  # so that nothing is rounded
    return format_compact_decimal(value, format_type="long", locale=cldr, fraction_digits=every)


def _letter(sign: str, ranks: Mapping[str, int]) -> tuple[Place, Place]:
    """Return a letter's place in the alphabet, and that of its mark."""
    if sign in ranks or not sign.isalpha():
        return (ranks.get(sign, -1), "" if sign in ranks else sign), (0, "")
    parts = unicodedata.normalize("NFD", sign)
    tone = next((_TONES.index(part) + 1 for part in parts if part in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    if base in ranks:
        return (ranks[base], ""), (tone, "")
    plain = fold(sign)
    return (ranks.get(plain, len(ranks)), "" if plain in ranks else plain), (tone, "" if base == plain else base)


def fill_strings(own: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a language's strings, those that it lacks taken from another language, and the keys of these.

    A string that can't be filled as the other language's is can't be used either. Plural forms (`_one`, `_other` …)
    are of one language all together, and what says something of the other language only is never taken over.
    """
    used = {key: value for key, value in own.items() if _fits(key, value, other)}
    filled: dict[str, Any] = {"reading": {}, "alphabet": "", "formats": {}}
    lacking = [key for key in other if key not in used and f"{_PLURAL.sub('', key)}_other" not in used]
    filled |= {key: other[key] for key in lacking if key not in OWN}
    told = [
        key
        for key in lacking
        if key not in ("alphabet", "formats") and (key.endswith("_other") or not _PLURAL.search(key))
    ]
    return {**filled, **used}, tuple(told)


def _fits(key: str, value: object, other: Mapping[str, Any]) -> bool:
    if key in OWN:
        return isinstance(value, OWN[key])
    model = other.get(_PLURAL.sub("_other", key), value)
    return isinstance(value, str) and None not in _blanks(value) and _blanks(value) <= _blanks(str(model))


def _blanks(text: str) -> set[str | None]:
    """Return the names of the blanks to be filled; a text with a fault has one that nobody fills."""
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
        return {None if form or turned else name for _, name, form, turned in parts}
    except ValueError:
        return {None}


def make_locale(id_: str, name: str, tag: str, strings: Mapping[str, Any]) -> Locale:
    """Return the locale for a site's language; raise `ValueError` for a tag that CLDR does not know."""
    from babel import Locale as CldrLocale
    from babel import UnknownLocaleError

    try:
        cldr = CldrLocale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(tag) from error
    symbols = cldr.number_symbols["latn"]
    months = {
        str(word): number for form in ("format", "stand-alone") for number, word in cldr.months[form]["wide"].items()
    }
    grammar = make_grammar(
        decimal=symbols["decimal"], group=symbols["group"], months=months, reading=strings.get("reading") or {}
    )
    ranks = {letter: place for place, letter in enumerate(str(strings.get("alphabet") or "").split())}
    formats = {name: text for name, text in (strings.get("formats") or {}).items() if _is_format(name, text)}
    tongue = (cldr.get_language_name("en") or id_).lower()
    return Locale(id_, name, cldr, {**strings, "formats": formats}, ranks, grammar, tongue)


def _is_format(name: str, text: object) -> bool:
    return isinstance(text, str) and _blanks(text) <= BLANKS.get(name.partition("_")[0], set())
