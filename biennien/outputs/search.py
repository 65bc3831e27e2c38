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

import json
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, groupby, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from biennien.names import every_name
from biennien.site import SECTIONS
from biennien.text import UNSPACED, WORD, canonical_tones, fingerprint, fold
from biennien.views.letters import kind_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from biennien.locales import Locale
    from biennien.model import Chronicle, Claim, Side, Text
    from biennien.site import Site

FOLDER = "assets/search/"
ENTRIES = tuple(register for register in SECTIONS if register != "events")
NAMES, CLAIMS, QUOTES = range(3)
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
_NAMED_BY = {"events": "title", "sources": "label"}


@dataclass(slots=True)
class Places:
    """Where a form stands: in names, claims and quotes, each list as it will be written, with its last number."""

    lists: tuple[bytearray, ...] = field(default_factory=lambda: (bytearray(), bytearray(), bytearray()))
    last: list[int] = field(default_factory=lambda: [0, 0, 0])


def render_search(site: Site, locales: Mapping[str, Locale]) -> tuple[dict[str, bytes], bytes]:
    """Return the files of the index by address, and the script that tells the search what is in them."""
    records = list(list_records(site))
    events = site.relations.events
    claims = [claim for event in events for claim in event.claims]
    terms = split_terms(index_terms(records))
    shown: dict[str, list[list[Any]]] = {"quotes": [show_quotes(site.chronicle, claim) for claim in claims]}
    for language, locale in locales.items():
        shown[f"{language}-names"] = [show_record(site.chronicle, record, locale) for record in records]
        shown[f"{language}-claims"] = [[claim.id, _text(claim.text, locale)] for claim in claims]
    texts = {kind: split_texts(items) for kind, items in shown.items()}
    files = {
        **{f"terms-{at}": _literal("\n".join(line for _, line in part)) for at, part in enumerate(terms)},
        **{f"{kind}-{at}": f"[{','.join(part)}]" for kind, parts in texts.items() for at, part in enumerate(parts)},
    }
    scripts = {f"{FOLDER}{name}.js": f'bienNien.put("{name}",{data});\n' for name, data in files.items()}
    contents = {
        "version": fingerprint(*scripts.values()),
        "entries": len(records) - len(events),
        "claims": [len(event.claims) for event in events],
        "quoted": sorted({language for quotes in shown["quotes"] for language, _ in quotes}),
        "terms": first_words(terms),
        **{kind: [0, *accumulate(map(len, parts[:-1]))] for kind, parts in texts.items()},
    }
    script = f"bienNien.contents={_literal(contents)};\n"
    return {address: text.encode() for address, text in scripts.items()}, script.encode()


def list_records(site: Site) -> Iterator[Record]:
    """Return what can be found, in the order of its numbers: the entries of the registers, then the events in time."""
    for register in ENTRIES:
        yield from ((register, entry) for entry in getattr(site.chronicle, register).values())
    yield from (("events", event) for event in site.relations.events)


def index_terms(records: Iterable[Record]) -> list[tuple[str, str]]:
    """Return every folded word with its line, in the order in which JavaScript compares texts (UTF-16)."""
    forms: dict[str, Places] = {}
    known: dict[str, Term] = {}
    claims = 0
    for number, (register, entry) in enumerate(records):
        names = [split_words(name, known) for name in dict.fromkeys(name for name, _ in every_name(register, entry))]
        joined = [joined_words(words) for words in names if register != "events"]
        _place(forms, NAMES, number, [*names, *joined])
        for claim in entry.claims if register == "events" else ():
            found = _place(forms, CLAIMS, claims, [split_words(text, known) for text in claim.text.values()])
            _place(forms, QUOTES, claims, [split_words(one.quote, known) for one in claim.evidence], besides=found)
            claims += 1
    keys = {form: fold(form) for form in forms}
    ordered = sorted(forms, key=lambda form: (keys[form].encode("utf-16-be"), form))
    return [(key, _line(key, same, forms)) for key, same in groupby(ordered, keys.__getitem__)]


def split_words(text: str, known: dict[str, Term]) -> list[Term]:
    """Return the words of a text as terms; `known` keeps those seen before, since a language has few."""
    terms = []
    for word in WORD.findall(unicodedata.normalize("NFC", text)):
        term = known.get(word)
        if term is None:
            form = canonical_tones(word).lower()
            key = fold(form)
            term = known[word] = form, key, next_letter(key)
        terms.append(term)
    return terms


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


def _place(
    forms: dict[str, Places],
    kind: int,
    number: int,
    texts: Iterable[Sequence[Term]],
    besides: Mapping[str, str] = MappingProxyType({}),
) -> Mapping[str, str]:
    """Write down where the words of some texts stand, but for `besides`; return the words with how they go on."""
    found: dict[str, str] = {}
    for words in filter(None, texts):
        letters = [letter for _, _, letter in words[1:]]
        letters.append(ENDS[min(len(words), len(ENDS)) - 1] if kind == NAMES else ENDS[0])
        if kind == NAMES:
            letters[0] = f"^{letters[0]}"
        for (form, _, _), letter in zip(words, letters, strict=True):
            ways = found.get(form, "")
            if letter not in ways:
                found[form] = ways + letter
    for form, ways in found.items():
        known = besides.get(form)
        new = "".join([way for way in ways if way not in known]) if known else ways
        if new:
            places = forms.get(form)
            if places is None:
                places = forms[form] = Places()
            places.lists[kind].extend(f"{base36(number - places.last[kind])}{new}".encode())
            places.last[kind] = number
    return found


@cache
def base36(number: int) -> str:
    """Return a number that is not negative in base 36."""
    digits = DIGITS[number % 36]
    while number := number // 36:
        digits = DIGITS[number % 36] + digits
    return digits


def _line(key: str, same: Iterable[str], forms: Mapping[str, Places]) -> str:
    ways = (("" if form == key else form, *(each.decode() for each in forms[form].lists)) for form in same)
    return " ".join((key, *("|".join(way).rstrip("|") for way in ways)))


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


def split_texts(items: Iterable[object]) -> list[list[str]]:
    """Return what results show, as JavaScript has it, in files of about TEXTS_SIZE characters; at least one."""
    literals = [_literal(item) for item in items]
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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
