"""How one language writes numbers and dates, as patterns made from its data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from biennien.text import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SLOTS = {
    "d": r"0?[1-9]|[12]\d|3[01]",
    "m": r"0?[1-9]|1[0-2]",
    "y": r"\d{4}",
    "z": r"\d{4}",
    "n": r"[0-5]\d",
}
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
SECTIONS = (
    "scales",
    "letters",
    "words",
    "months",
    "dates",
    "times",
    "bounds",
    "denial",
    "doubling",
    "periods",
    "units",
)
SPACED = r"\w"  # what may not touch a word, where words have spaces between them
ROMAN = frozenset(f"{tens}{ones}" for tens in ("", "x", "xx", "xxx") for ones in _ONES) - {""}
_SPACES = " \u00a0\u202f"
_PERHAPS = re.compile(r"\\\[(!|<|\\\+|)(.*?)\\\]")  # in a pattern that is escaped already
_SLOT, _NOT_BEHIND = re.compile(r"\{(\w+)\}"), re.compile(r"^(?:\[<[^\]]*\])+")
_ODD_CASES = "ſKİı"  # what `re` takes for s, k and i besides their capitals
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language writes numbers and dates.

    `date` finds whole dates, its groups being d, m, month, mon or y and the number of the pattern; `date_in_words`
    finds the same in a text without digits; `time` finds times of day, its groups being h, n and t, each with the
    number of the pattern but h, and `halves` say of each pattern which half of the day it is: am, pm, or 24 for the
    whole; `spelled_time` finds those whose hour is a word, where one of `clock` is near. `scales` and `words` give
    words their values, `letters` those of letters at a number of money or of what `counted` finds; `asides` are the
    phrases in which such words say something else; `bounds` give the words that say over, under and about. `periods`
    find times in words, each with the EDTF that it stands for; `units` give the words for what is counted, and
    `ordinals` those after which a number counts nothing. `counting` are words without case: a text without any has no
    number in words that is surely one; None where that can't be told. Without its `reading` a language is not `known`:
    only its digits are.
    """

    number: re.Pattern[str]
    decimal: str
    group: str
    scale: re.Pattern[str]
    scales: Mapping[str, int]
    letter: re.Pattern[str]
    letters: Mapping[str, int]
    counted: re.Pattern[str]
    word: re.Pattern[str]
    words: Mapping[str, int]
    asides: re.Pattern[str]
    months: Mapping[str, int]
    date: Dates
    date_in_words: Dates
    time: re.Pattern[str]
    spelled_time: re.Pattern[str]
    clock: tuple[str, ...]
    halves: tuple[str, ...]
    bounds: Mapping[str, tuple[str, ...]]
    unsure: frozenset[str]
    counting: frozenset[str] | None
    denial: Denial
    doubling: Doubling
    periods: tuple[tuple[re.Pattern[str], str], ...]
    units: Mapping[str, re.Pattern[str]]
    ordinals: re.Pattern[str]
    known: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a language: `whole` matches one, and `begins` finds every place where one may begin, and few more.

    It does so quickly, for `re` looks for a set of characters at once. None where such places can't be told.
    """

    whole: re.Pattern[str]
    begins: re.Pattern[str] | None

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the dates of a text as `whole.finditer` does."""
        if self.begins is None:
            yield from self.whole.finditer(text)
            return
        reached = 0
        for place in self.begins.finditer(text):
            if place.start() >= reached and (match := self.whole.match(text, place.start())):
                reached = match.end()
                yield match


@dataclass(frozen=True, slots=True)
class Denial:
    """How a language says not: its words, phrases in which they say something else, and words that may say it too.

    A text without any of the `signs`, words without case, does not say it; None where that can't be told.
    """

    words: re.Pattern[str]
    signs: frozenset[str] | None
    asides: re.Pattern[str]
    hints: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Doubling:
    """Which words stand twice in a row by mistake only: `slips`, or, where none are given, all but those `meant`."""

    slips: frozenset[str]
    meant: frozenset[str]
    known: bool


def make_grammar(*, decimal: str, group: str, months: Mapping[str, int], reading: Mapping[str, Any]) -> Grammar:
    """Return a grammar from CLDR's number symbols and month names and a language's `reading` section.

    Date patterns are written with {d}, {m}, {month}, {mon} (that, or another name from `months`) and {y}; those of
    times begin with {h} and may have {n}. `[st|nd]` is what may stand there, `[+/|-]` what must, `[! of]` what may not
    follow, `[<by ]` what may not stand before. Of those that match at one place the first counts, whole words only. In
    the phrases of `asides`, which commas part, {n} stands for digits.
    """
    given = {key: value if isinstance(value := reading.get(key), dict) else {} for key in SECTIONS}
    scales, words = _values(given["scales"]), _values(given["words"])
    asides, unsure = _listed(reading.get("asides")), frozenset(_listed(reading.get("unsure")))
    parts = f"[{_SPACES}]" if group in _SPACES else "['’]" if group in "'’" else re.escape(group)
    letter = "[0-9A-Za-z]" if UNSPACED.search(f"{reading}") else SPACED  # what may not touch a word or a date
    first = r"\d(?<!\d\d)"  # looked back from, for a pattern that begins with a digit is found faster
    others, letters = _values(given["months"]), _values(given["letters"])
    hours = {word: value for word, value in words.items() if value in range(13)}
    names = {"month": _cased(months), "mon": _cased([*months, *given["months"]])}
    slots = {**_SLOTS, **{slot: _any(some) for slot, some in names.items()}}
    times = "|".join(
        _date(str(pattern).removeprefix("{h}"), number, slots) + f"(?P<t{number}>)"
        for number, pattern in enumerate(given["times"])
    )
    counting = _signs((word for word in words if word not in unsure), letter, {caseless(word) for word in unsure})
    patterns = [str(pattern) for pattern in given["dates"].values()]
    dates = [_date(pattern, number, slots) for number, pattern in enumerate(patterns)]
    in_words = [number for number, pattern in enumerate(patterns) if not _has_digit(pattern)]
    return Grammar(
        number=re.compile(rf"{first}(?:\d{{0,2}}(?:{parts}\d{{3}})+|\d*)(?:{re.escape(decimal)}\d+)?(?!\d)"),
        decimal=decimal,
        group=parts,
        scale=re.compile(rf"[\s-]*({_any(scales)})(?!{letter})", re.IGNORECASE) if scales else _NOTHING,
        scales=scales,
        letter=re.compile(rf"({_any(letters)})(?!{letter})") if letters else _NOTHING,
        letters=letters,
        counted=_phrases(str(reading.get("counted") or "").split(", "), letter),
        word=_phrases(words, letter),
        words=words,
        asides=_phrases(asides, letter),
        months={**others, **{name.lower(): number for name, number in months.items()}},
        date=Dates(_whole(dates, letter), _begins(patterns, names, letter)),
        date_in_words=Dates(
            _whole([dates[number] for number in in_words], letter),
            _begins([patterns[number] for number in in_words], names, letter),
        ),
        time=re.compile(rf"(?P<h>\d(?<![\w.,:/]\d)\d?)(?:{times})(?!{letter})") if times else _NOTHING,
        spelled_time=re.compile(rf"(?<!{letter})(?P<h>(?i:{_any(hours)}))(?:{times})(?!{letter})")
        if times
        else _NOTHING,
        clock=tuple(_listed(reading.get("clock"))),
        halves=tuple(str(half) for half in given["times"].values()),
        bounds={bound: tuple(_listed(phrases)) for bound, phrases in given["bounds"].items()},
        unsure=unsure,
        counting=None if counting is None else counting | ROMAN,
        denial=_denial(given["denial"], letter),
        doubling=_doubling(given["doubling"]),
        periods=tuple(
            (re.compile(rf"(?<!{letter})(?:{_date(str(phrase), 0, slots)})(?!{letter})"), str(edtf))
            for phrase, edtf in given["periods"].items()
        ),
        units={unit: _phrases(str(words).split(", "), letter) for unit, words in given["units"].items()},
        ordinals=_phrases([word for word in str(reading.get("ordinals") or "").split(", ") if word], letter),
        known=bool(reading),
    )


def _denial(given: Mapping[str, object], letter: str) -> Denial:
    words, asides, hints = (_listed(given.get(key)) for key in ("words", "asides", "hints"))
    return Denial(_phrases(words, letter), _signs(words, letter), _phrases(asides, letter), _phrases(hints, letter))


def _signs(phrases: Iterable[str], letter: str, common: Iterable[str] = ()) -> frozenset[str] | None:
    """Return words without case of which a text has one if it has one of the phrases; `common` ones are avoided.

    None where that can't be told: phrases without words, with digits, or of a script that puts no spaces.
    """
    runs = [re.findall(r"\w+", "" if "{" in phrase else caseless(phrase)) for phrase in phrases]
    if letter != SPACED or not all(runs):
        return None
    return frozenset(next((word for word in reversed(some) if word not in common), some[0]) for some in runs)


def caseless(text: str) -> str:
    """Return a text so that what `re` takes for the same letters, without regard to case, is the same."""
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


def _doubling(given: Mapping[str, object]) -> Doubling:
    slips, meant = (frozenset(_listed(given.get(key))) for key in ("slips", "meant"))
    return Doubling(slips, meant, known=bool(given))


def _listed(phrases: object) -> list[str]:
    """Return phrases that commas part."""
    return [fold_key(phrase) for phrase in str(phrases or "").split(",") if phrase.strip()]


def _values(words: Mapping[str, object]) -> dict[str, int]:
    found = {fold_key(str(word)): str(value) for word, value in words.items()}
    return {word: int(value) for word, value in found.items() if word and value.isdecimal()}


def _any(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, the longest first."""
    return "|".join(_loose(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _loose(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\{n\}", r"\d+")


def _phrases(phrases: Iterable[str], letter: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases as whole words, the longest first.

    What may be their first character is looked back at, for `re` looks quickly for a set of characters.
    """
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(filter(None, phrases), key=lambda phrase: (-len(phrase), phrase)):
        first, rest = _opened(_loose(phrase))
        by_first.setdefault(first, []).append(rest)
    if not by_first:
        return _NOTHING
    signs = "".join(first if first[0] == "\\" else first.lower() + first.upper() for first in by_first)
    some = "|".join(f"(?<={first})(?:{'|'.join(rest)})" for first, rest in by_first.items())
    return re.compile(rf"[{signs}{_ODD_CASES}](?is:(?<!{letter}.)(?:{some})(?!{letter}))")


def _opened(pattern: str) -> tuple[str, str]:
    """Return what the first character of a phrase is, and the pattern of the rest."""
    if pattern[:3] in (r"\d+", r"\s+"):
        return pattern[:2], f"{pattern[:2]}*{pattern[3:]}"
    end = 2 if pattern[0] == "\\" else 1
    return pattern[:end], pattern[end:]


def _has_digit(pattern: str) -> bool:
    """Say whether what a pattern of dates finds has a digit."""
    return any(slot in _SLOTS for slot in _SLOT.findall(pattern))


def _begins(patterns: Iterable[str], names: Mapping[str, Iterable[str]], letter: str) -> re.Pattern[str] | None:
    """Return a pattern of what dates begin with: a digit, the first letter of a name, or a word.

    None where that can't be told: a pattern that begins with what may stand there, or with a sign.
    """
    signs, words = set(), set()
    for pattern in patterns:
        bare = _NOT_BEHIND.sub("", pattern)
        if slot := _SLOT.match(bare):
            signs |= {re.escape(name[:1]) for name in names.get(slot[1], ()) if name} or {r"\d"}
        elif word := _FIRST_WORD.match(bare):
            words.add(word.group())
        else:
            return None
    by_sign = f"(?<=[{''.join(sorted(signs))}])" if signs else ""
    by_word = (f"(?i:(?<={word[0]}){word[1:]})" for word in sorted(words))
    first = "".join(sorted({*signs, *(form for word in words for form in (word[0].lower(), word[0].upper()))}))
    some = "|".join(filter(None, (by_sign, *by_word)))
    return re.compile(rf"[{first}{_ODD_CASES}](?<!{letter}.)(?<!/.)(?:{some})", re.DOTALL) if some else _NOTHING


def _whole(dates: Sequence[str], letter: str) -> re.Pattern[str]:
    """Return a pattern for any of the dates, the first that matches, where no letter or slash touches it."""
    return re.compile(rf"(?<!{letter})(?<!/)(?:{'|'.join(dates)})(?!{letter})(?!/)") if dates else _NOTHING


def _cased(names: Iterable[str]) -> set[str]:
    """Return names as they are and as they begin a sentence: “may” is no month where “May” is."""
    return {form for name in names for form in (name, name[:1].upper() + name[1:])}


def _date(pattern: str, number: int, slots: Mapping[str, str]) -> str:
    parts = re.split(r"\{(\w+)\}", pattern)
    words, names = (f"(?i:{_perhaps(_loose(words))})" if words else "" for words in parts[::2]), parts[1::2]
    found = (f"(?P<{name}{number}>{slots.get(name, '(?!)')})" for name in names)
    return "".join(part for pair in zip_longest(words, found, fillvalue="") for part in pair)


def _perhaps(words: str) -> str:
    """Return a pattern with what may, must or may not stand there, as regular expressions say it."""
    forms = {"": "(?:{})?", "\\+": "(?:{})", "!": "(?!{})", "<": "(?<!{})"}

    def written(given: re.Match[str]) -> str:
        inside = given[2].replace(r"\|", "|")
        return forms[given[1]].format(inside.replace(r"\s+", r"\s") if given[1] == "<" else inside)

    return _PERHAPS.sub(written, words)


def fold_key(words: str) -> str:
    """Return words as the grammar lists them: in small letters, one space between them."""
    return " ".join(words.lower().split())
