"""The search index: which word stands where, cut into scripts of which a search loads only those that it needs.

- The contents are put into the search script itself: how many records there are, and where each file begins.
- `terms-<n>.js` has every word, folded, with the forms in which it is written and where each of them stands, in the
  order of the folded words. A line is `word form|names|claims|quotes form|…`; a form that is the word is left out.
- `<language>-names-<n>.js` and `<language>-claims-<n>.js` have what results show in a language; `quotes-<n>.js` has the
  quotes.

A record is an entry or an event, its number is its place among all; claims are numbered through all events. A list of
places such as `3a^kC.` gives, for each number, the step from the one before (base 36, capitals) and how the text goes
on there: a letter for the word that follows (`next_letter`), a stop at the end (`ENDS`), after `^` where a name begins.
So phrases are found for three quarters of what positions would cost. All languages are in one index, since a claim is
found by any of its texts and shown in the page's.

The files are scripts, not JSON, because a page opened from a disk may load scripts, but may not fetch.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import accumulate, groupby, pairwise
from json import JSONEncoder
from typing import TYPE_CHECKING, Any
from zlib import crc32

from biennien.names import every_name
from biennien.outputs.stock import anew
from biennien.site import SECTIONS
from biennien.text import UNSPACED, WORD, canonical_tones, fingerprint, fold
from biennien.views.letters import kind_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from biennien.locales import Locale
    from biennien.model import Chronicle, Claim, Side, Text
    from biennien.outputs.stock import Recall
    from biennien.site import Site

FOLDER = "assets/search/"
ENTRIES = tuple(register for register in SECTIONS if register != "events")
NAMES, CLAIMS, QUOTES = range(3)
RUN = 32  # records, on average, that are put into the index together
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TERMS_SIZE = 3_000  # characters in a file of terms; more where there would be more than MOST_FILES of them
TEXTS_SIZE = 4_000  # characters in a file of texts, likewise
MOST_FILES = 500
ENDS = ".,:;!*"  # the end of a name of one word, of two … six or more; the first is the end of any other text
LONGEST_JOINED = 4  # names of up to so many words are also found when written as one: dienbien

Term = tuple[str, str, str]
"""A word of a text: its form, the form folded, and the letter that stands for it behind the word before."""
Record = tuple[str, Any]
"""A register and an entry of it."""
Places = tuple[int, str, int]
"""Where a form stands in a part: its first number, how the text goes on there and all that follows, its last number."""
_JSON = JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NAMED_BY = {"events": "title", "sources": "label"}


@dataclass(frozen=True, slots=True)
class Part:
    """What a run of records adds to the index; their numbers, and those of their claims, are counted from 0."""

    records: int
    claims: tuple[int, ...]
    """How many claims each of its events has."""
    places: tuple[Mapping[str, Places], ...]
    """Where each form stands in names, claims and quotes."""
    shown: Mapping[str, Sequence[str]]
    """What results show, as JavaScript has it, by what it is: quotes, and names and claims in each language."""
    quoted: frozenset[str]
    """The languages of its quotes."""


@dataclass(frozen=True, slots=True)
class Index:
    """The files of an index by address, the script that tells the search what is in them, and what to ask them by."""

    files: Mapping[str, bytes]
    contents: bytes
    version: str


def render_search(site: Site, locales: Mapping[str, Locale], recall: Recall = anew) -> Index:
    """Return the index of a site, put together from parts."""
    parts = [recall(("part", run), partial(read_part, site, locales, run)) for run in split_records(list_records(site))]
    terms = split_terms(join_terms(parts))
    texts = {kind: split_texts([text for part in parts for text in part.shown[kind]]) for kind in parts[0].shown}
    files = {
        **{f"terms-{at}": _literal("\n".join(line for _, line in part)) for at, part in enumerate(terms)},
        **{f"{kind}-{at}": f"[{','.join(part)}]" for kind, parts in texts.items() for at, part in enumerate(parts)},
    }
    scripts = {f"{FOLDER}{name}.js": f'bienNien.put("{name}",{data});\n' for name, data in files.items()}
    version = fingerprint(*scripts.values())
    claims = [number for part in parts for number in part.claims]
    contents = {
        "version": version,
        "entries": sum(part.records for part in parts) - len(claims),
        "claims": claims,
        "quoted": sorted({language for part in parts for language in part.quoted}),
        "terms": first_words(terms),
        **{kind: [0, *accumulate(map(len, parts[:-1]))] for kind, parts in texts.items()},
    }
    script = f"bienNien.contents={_literal(contents)};\n"
    return Index({address: text.encode() for address, text in scripts.items()}, script.encode(), version)


def list_records(site: Site) -> Iterator[Record]:
    """Return what can be found, in the order of its numbers: the entries of the registers, then the events in time."""
    for register in ENTRIES:
        yield from ((register, entry) for entry in getattr(site.chronicle, register).values())
    yield from (("events", event) for event in site.relations.events)


def split_records(records: Iterable[Record]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield registers and ids in runs; each ends where its last id says, so that a new record touches one run alone."""
    run = []
    for register, entry in records:
        run.append((register, entry.id))
        if crc32(entry.id.encode()) % RUN == 0:
            yield tuple(run)
            run = []
    yield tuple(run)


def read_part(site: Site, locales: Mapping[str, Locale], run: Iterable[tuple[str, str]]) -> Part:
    """Return what a run of records adds to the index."""
    chronicle = site.chronicle
    records = [(register, getattr(chronicle, register)[id_]) for register, id_ in run]
    events = [entry for register, entry in records if register == "events"]
    claims = [claim for event in events for claim in event.claims]
    shown: dict[str, list[list[Any]]] = {"quotes": [show_quotes(chronicle, claim) for claim in claims]}
    for language, locale in locales.items():
        shown[f"{language}-names"] = [show_record(chronicle, record, locale) for record in records]
        shown[f"{language}-claims"] = [[claim.id, _text(claim.text, locale)] for claim in claims]
    return Part(
        len(records),
        tuple(len(event.claims) for event in events),
        place_words(records),
        {kind: [_literal(item) for item in items] for kind, items in shown.items()},
        frozenset(language for quotes in shown["quotes"] for language, _ in quotes),
    )


def place_words(records: Iterable[Record]) -> tuple[Mapping[str, Places], ...]:
    """Return where each form stands in the names, the claims and the quotes of records."""
    places: tuple[dict[str, Places], ...] = ({}, {}, {})
    claims = 0
    for number, (register, entry) in enumerate(records):
        names = [split_words(name) for name in dict.fromkeys(name for name, _ in every_name(register, entry))]
        joined = [joined_words(words) for words in names if register != "events"]
        _place(places[NAMES], number, _ways([*names, *joined], are_names=True))
        for claim in entry.claims if register == "events" else ():
            found = _ways(map(split_words, claim.text.values()))
            _place(places[CLAIMS], claims, found)
            _place(places[QUOTES], claims, _besides(_ways(split_words(one.quote) for one in claim.evidence), found))
            claims += 1
    return places


def join_terms(parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Return every folded word with its line, in the order in which JavaScript compares texts (UTF-16)."""
    forms: dict[str, tuple[list[Places], ...]] = {}
    records = claims = 0
    for part in parts:
        for kind, start in ((NAMES, records), (CLAIMS, claims), (QUOTES, claims)):
            for form, (first, ways, last) in part.places[kind].items():
                if form not in forms:
                    forms[form] = ([], [], [])
                forms[form][kind].append((start + first, ways, start + last))
        records += part.records
        claims += sum(part.claims)
    keys = {form: fold(form) for form in forms}
    ordered = sorted(forms, key=lambda form: (keys[form].encode("utf-16-be"), form))
    return [(key, _line(key, same, forms)) for key, same in groupby(ordered, keys.__getitem__)]


def split_words(text: str) -> list[Term]:
    """Return the words of a text as terms."""
    return [read_word(word) for word in WORD.findall(unicodedata.normalize("NFC", text))]


@lru_cache(maxsize=65_536)  # a language has few words
def read_word(word: str) -> Term:
    """Return a word as a term."""
    form = canonical_tones(word).lower()
    key = fold(form)
    return form, key, next_letter(key)


def next_letter(key: str) -> str:
    """Return the letter that stands for a folded word: too few to tell all words apart, enough to rank by."""
    number = 0
    for sign in key:
        number = (number * 31 + ord(sign)) % 9973
    return chr(ord("a") + number % 26)


def joined_words(words: Sequence[Term]) -> list[Term]:
    """Return a short name written as one word, as in hashtags and addresses; nothing for names that are one already."""
    form, key = ("".join(term[part] for term in words) for part in (0, 1))
    if not 1 < len(words) <= LONGEST_JOINED or UNSPACED.search(form):
        return []
    return [(form, key, next_letter(key))]


def _ways(texts: Iterable[Sequence[Term]], *, are_names: bool = False) -> dict[str, str]:
    """Return the forms of some texts, each with the ways in which these go on there."""
    found: dict[str, str] = {}
    for words in filter(None, texts):
        letters = [letter for _, _, letter in words[1:]]
        letters.append(ENDS[min(len(words), len(ENDS)) - 1] if are_names else ENDS[0])
        if are_names:
            letters[0] = f"^{letters[0]}"
        for (form, _, _), letter in zip(words, letters, strict=True):
            ways = found.get(form, "")
            if letter not in ways:
                found[form] = ways + letter
    return found


def _besides(found: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Return of forms with their ways what isn’t known."""
    new = {form: "".join([way for way in ways if way not in known.get(form, "")]) for form, ways in found.items()}
    return {form: ways for form, ways in new.items() if ways}


def _place(places: dict[str, Places], number: int, found: Mapping[str, str]) -> None:
    """Write down that forms with their ways stand at a number, higher than those before."""
    for form, ways in found.items():
        first, before, last = places.get(form) or (number, "", None)
        step = "" if last is None else base36(number - last)
        places[form] = first, f"{before}{step}{ways}", number


@cache
def base36(number: int) -> str:
    """Return a number that is not negative in base 36."""
    digits = DIGITS[number % 36]
    while number := number // 36:
        digits = DIGITS[number % 36] + digits
    return digits


def _line(key: str, same: Iterable[str], forms: Mapping[str, Iterable[Iterable[Places]]]) -> str:
    ways = (("" if form == key else form, *("".join(_list(each)) for each in forms[form])) for form in same)
    return " ".join((key, *("|".join(way).rstrip("|") for way in ways)))


def _list(places: Iterable[Places]) -> Iterator[str]:
    """Yield what lists places, each after those before."""
    reached = 0
    for first, ways, last in places:
        yield base36(first - reached)
        yield ways
        reached = last


def split_terms(lines: Sequence[tuple[str, str]], size: int = 0, depth: int = 1) -> list[list[tuple[str, str]]]:
    """Return the lines in files of up to `size` characters: those with the same first letters together.

    Where a file has too many, the next letter divides it, so that a change to one word moves only its neighbours.
    """
    total = sum(len(line) + 1 for _, line in lines)
    size = size or max(TERMS_SIZE, total // MOST_FILES)
    if total <= size or len(lines) == 1:
        return [list(lines)]
    files: list[list[tuple[str, str]]] = []
    room = 0
    for _, group in groupby(lines, lambda line: line[0][:depth]):
        parts = split_terms(list(group), size, depth + 1)
        length = sum(len(line) + 1 for _, line in parts[0])
        if len(parts) > 1:
            files += parts
            room = 0
        elif length <= room:
            files[-1] += parts[0]
            room -= length
        else:
            files += parts
            room = size - length
    return files


def first_words(files: Sequence[Sequence[tuple[str, str]]]) -> list[str]:
    """Return for each file of terms the shortest text that comes after all of the file before."""
    starts = [""]
    for before, after in pairwise(files):
        last, first = before[-1][0], after[0][0]
        same = next((at for at, (a, b) in enumerate(zip(last, first, strict=False)) if a != b), len(last))
        starts.append(first[: same + 1])
    return starts[: len(files)]


def show_record(chronicle: Chronicle, record: Record, locale: Locale) -> list[Any]:
    """Return what a result shows in a language: folder, id, name, kind, other names, and of an event its date."""
    register, entry = record
    own_names = getattr(entry, _NAMED_BY.get(register, "name"))
    own = _text(own_names, locale)
    names = every_name(register, entry)
    ordered = (*names[: len(own_names)], *_paired(getattr(entry, "sides", ())), *names[len(own_names) :])
    others = [list(name) for name in _telling(ordered) if name[0] != own]
    date = [locale.date(entry.date)] if register == "events" else []
    return [SECTIONS[register], entry.id, own, kind_word(chronicle, register, entry, locale), others, *date]


def _paired(sides: Sequence[Side]) -> Iterator[tuple[str, str]]:
    """Return the names of a pair in other languages where both sides have one: 驮隆 – 水口."""
    for tag in sides[0].also if sides else ():
        if all(tag in side.also for side in sides):
            yield " – ".join(side.also[tag] for side in sides), tag


def _telling(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave out names whose words are all in those before, such as spellings with another dash."""
    known: set[str] = set()
    for name, language in names:
        forms = set(WORD.findall(canonical_tones(name).lower()))
        if not forms <= known:
            yield name, language
        known |= forms


def show_quotes(chronicle: Chronicle, claim: Claim) -> list[list[str]]:
    """Return the quotes of a claim, each with its language."""
    return [[chronicle.sources[one.source].language, one.quote] for one in claim.evidence if one.quote]


def _text(texts: Text | None, locale: Locale) -> str:
    return (texts.get(locale.id) or next(iter(texts.values()))) if texts else ""


def split_texts(literals: Sequence[str]) -> list[list[str]]:
    """Return what results show, as JavaScript has it, in files of about TEXTS_SIZE characters; at least one."""
    size = max(TEXTS_SIZE, sum(map(len, literals)) // MOST_FILES)
    files: list[list[str]] = [[]]
    room = size
    for literal in literals:
        if len(literal) > room and files[-1]:
            files.append([])
            room = size
        files[-1].append(literal)
        room -= len(literal)
    return files


def _literal(value: object) -> str:
    """Return a value as JavaScript has it."""
    return _JSON.encode(value)
