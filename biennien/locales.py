"""What differs between languages: strings, dates, numbers, lists, the order of names. Formats are CLDR's, through Babel."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from biennien.reading import Grammar, make_grammar

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from babel import Locale as CldrLocale

    from biennien.edtf import Date, Moment

CURRENCY_LENGTH = 3  # ISO 4217 codes are three capital letters


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the site: its code, CLDR locale, strings, and what a reader of its prose needs."""

    id: str
    name: str
    cldr: CldrLocale
    strings: Mapping[str, Any]
    grammar: Grammar

    def say(self, key: str, **values: object) -> str:
        """Return a string of the interface, with its `{placeholders}` filled."""
        return str(self.strings[key]).format(**values)

    def count(self, key: str, number: int) -> str:
        """Return `key_one`, `key_other` … by CLDR's plural rule, with `{n}` filled."""
        rule = self.cldr.plural_form(number)
        text = self.strings.get(f"{key}_{rule}", self.strings[f"{key}_other"])
        return str(text).format(n=self.number(number))

    def number(self, value: Decimal | int) -> str:
        """Return a number with the language's marks."""
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.cldr)

    def ordinal(self, number: int) -> str:
        """Return an ordinal number by CLDR's ordinal rule: 14th, lần thứ 14."""
        rule = self.cldr.ordinal_form(number)
        formats = self.strings["formats"]
        return str(formats.get(f"ordinal_{rule}", formats["ordinal_other"])).format(n=number)

    def quantity(self, value: Decimal, unit: str) -> tuple[str, str]:
        """Return a number and the word for its unit; money (an ISO 4217 unit) in millions and billions, in words."""
        if len(unit) == CURRENCY_LENGTH and unit.isupper():
            from babel.numbers import format_compact_decimal

            amount = format_compact_decimal(value, format_type="long", locale=self.cldr, fraction_digits=3)
            return str(self.strings["formats"].get("money", "{amount} {unit}")).format(amount=amount, unit=unit), ""
        rule = self.cldr.plural_form(value)
        word = self.strings.get(f"unit_{unit}_{rule}", self.strings.get(f"unit_{unit}_other", unit))
        return self.number(value), str(word)

    def listing(self, items: Iterable[str]) -> str:
        """Return items as the language lists them: a, b and c."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.cldr)

    def month(self, number: int) -> str:
        """Return the name of a month that stands alone."""
        return str(self.cldr.months["stand-alone"]["wide"][number])

    def day(self, day: datetime.date) -> str:
        """Return a calendar day in full."""
        return self._format(day, "day")

    def _format(self, day: datetime.date, name: str) -> str:
        from babel.dates import format_date

        defaults = {"day": "long", "month": "LLLL y", "year": "y", "day_month": "d MMMM"}
        pattern = self.strings.get("formats", {}).get(name, defaults[name])
        return format_date(day, format=pattern, locale=self.cldr)

    def date(self, date: Date) -> str:
        """Return a date in words, with its doubt: 22 February 2023, about February 2024, on or before 28 November 2024."""
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

    def sort_key(self, text: str) -> tuple[tuple[int, str], ...]:
        """Return a key for the order of the language's dictionary: its own letters first apart, then its tone marks."""
        alphabet = str(self.strings.get("alphabet", "")).split()
        ranks = {letter: place for place, letter in enumerate(alphabet)}
        letters = [_letter(sign, ranks) for sign in unicodedata.normalize("NFC", text).casefold() if sign.isalnum() or sign == " "]
        return (*((rank, base) for rank, base, _ in letters), *((mark, "") for _, _, mark in letters))


def _letter(sign: str, ranks: Mapping[str, int]) -> tuple[int, str, int]:
    """Return a letter's place in the alphabet, itself where the alphabet lacks it, and its tone mark's place."""
    tones = "\u0300\u0309\u0303\u0301\u0323"  # the order of Vietnamese dictionaries: huyền, hỏi, ngã, sắc, nặng
    parts = unicodedata.normalize("NFD", sign)
    tone = next((tones.index(part) + 1 for part in parts if part in tones), 0)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
    if base in ranks:
        return ranks[base], "", tone
    plain = parts[0]
    return ranks.get(plain, len(ranks) if sign.isalpha() else -1), base, tone


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
        str(word).lower(): number
        for form in ("format", "stand-alone")
        for number, word in cldr.months[form]["wide"].items()
    }
    grammar = make_grammar(
        decimal=symbols["decimal"], group=symbols["group"], months=months, reading=strings.get("reading", {})
    )
    return Locale(id_, name, cldr, strings, grammar)
