"""Words compared as people read them: folding, tone placement, slugs, fingerprints, display cells.

Nothing here depends on a language of the site; Vietnamese is special only where Unicode leaves its spelling open.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

FEW = 200
"""Choices that are compared with a word one by one."""
LONGEST = 100
"""Characters of a word that are compared with others; names and keys are shorter."""
_STROKES = str.maketrans({"đ": "d", "Đ": "D"})  # no decomposition in Unicode, yet a reader types d
_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_MARKS = dict.fromkeys(range(0x300, 0x370))
_BARE = {sign: unicodedata.normalize("NFD", chr(sign))[0] for sign in _LATIN} | _STROKES | _MARKS
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_NEW_STYLE = re.compile(rf"(?:([oO])([aeAE])|(?<![qQ])([uU])([yY]))([{_TONES}])(?![^\W\d_]|[\u0300-\u036f])")
_OLD_STYLE = re.compile(
    rf"(?:([oO])([{_TONES}])([aeAE])|(?<![qQ])([uU])([{_TONES}])([yY]))(?![^\W\d_]|[\u0300-\u036f])"
)
# Its first sign is looked back at, here and elsewhere, for `re` looks quickly for a set of characters.
_SENTENCE_END = re.compile(
    r"[.!?…。！？\n](?:(?<=\n)[ \t]*\n|(?<![\[.!?…].)"
    r"(?:(?<=[.!?…])[.!?…]*+[\"”’)\]]*+(?=\s)|(?<=[。！？])[。！？]*+[”’）」』]*+))",
    re.DOTALL,
)
_FIRST_LETTER = re.compile(r"\s*[^\w\s]*(\w)")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")

# What `re` calls a letter may be a whole word: Thai, Lao, Burmese, Khmer, kana and hanzi put no spaces between words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
UNSPACED = re.compile(f"[{_UNSPACED}]")
"""A character of a script without spaces between words."""
WORD = re.compile(rf"[^\W{_UNSPACED}]+(?:[\u0300-\u036f]+[^\W{_UNSPACED}]*)*|[{_UNSPACED}]")
"""A word with its marks; of a script without spaces, one character."""
LETTER = rf"[^\W{_UNSPACED}]"
"""A pattern of what makes up words of several characters."""
_MARK = re.compile("[\u0300-\u036f]")

_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_JOINED_SCRIPT = re.compile(
    "(ARABIC|BENGALI|DEVANAGARI|GUJARATI|GURMUKHI|KANNADA|KHMER|MALAYALAM"
    "|MONGOLIAN|MYANMAR|ORIYA|SINHALA|SYRIAC|TAMIL|TELUGU|TIBETAN) ",
)
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters and marks without a shape
_SEPARATORS = frozenset("\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs"})


def fold(text: str) -> str:
    """Return `text` as search and comparison see it: no marks, no case, đ as d; other letters are kept.

    The same for NFC and NFD input, and idempotent (Unicode Standard, sections 3.11 and 5.18, default case folding).
    tests/cases/folding.json holds for its JavaScript twin too.
    """
    return unicodedata.normalize("NFC", _unmarked(text).casefold().translate(_STROKES))


def plain(text: str) -> str:
    """Return `text` in NFC without the marks of Latin letters, đ as d, as one types it who leaves them out.

    Case is kept, and so is every offset of a text in NFC whose letters are those of a language written in Latin.
    """
    return unicodedata.normalize("NFC", text).translate(_BARE)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets (end exclusive) of a text's sentences, without the white space between them.

    A sentence ends with an empty line, or with a full stop, question or exclamation mark or ellipsis, and the closing
    signs after it, unless a small letter follows: neither “No. 5 is” nor “[…] and” is two sentences.
    """
    edges = [0, *(match.end() for match in _SENTENCE_END.finditer(text) if _ends_sentence(match)), len(text)]
    trimmed = (_trimmed(text, start, end) for start, end in pairwise(edges))
    return tuple((start, end) for start, end in trimmed if start < end)


def normal(text: str) -> str:
    """Return `text` in NFC with each run of white space (no-break spaces and line breaks too) as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def slug(text: str) -> str:
    """Return an ASCII kebab-case id for `text`; empty where no letter or digit folds to ASCII (hanzi alone)."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def fingerprint(*parts: str | bytes, size: int = 8) -> str:
    """Return `size` hexadecimal digits (1 to 128) of the BLAKE2b hash (RFC 7693) of the parts.

    Every part goes in with its type and length, so ("ab", "c") and ("a", "bc") differ. Stable over runs and machines.
    """
    digest = blake2b(digest_size=(size + 1) // 2)
    for part in parts:
        kind, data = ("t", part.encode("utf-8", "surrogatepass")) if isinstance(part, str) else ("b", part)
        digest.update(f"{kind}{len(data)}:".encode() + data)
    return digest.hexdigest()[:size]


def canonical_tones(text: str) -> str:
    """Return `text` in NFC with Vietnamese tone marks placed in the old style, so that both styles compare equal.

    The styles differ only in open syllables in oa, oe and uy: hoà → hòa, khoẻ → khỏe, thuỷ → thủy. The u of "qu"
    belongs to the consonant, and a closed syllable has one spelling: quý, hoàn and thuyền stay.
    """
    return unicodedata.normalize("NFC", _NEW_STYLE.sub(_old_style, unicodedata.normalize("NFD", text)))


def tone_spellings(word: str) -> tuple[str, ...]:
    """Return a word whose tone mark stands in the old style, and it in the new style where that differs."""
    new = _OLD_STYLE.sub(_new_style, unicodedata.normalize("NFD", word))
    return tuple(dict.fromkeys((word, unicodedata.normalize("NFC", new))))


def is_composed(text: str) -> bool:
    """Say whether a text is in NFC and no mark is left over, so that a word is a run of letters."""
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _MARK.search(text))


def words_beginning(signs: Iterable[str]) -> str:
    """Return a pattern for the words of a composed text that begin with one of these characters; DOTALL is needed.

    It finds what WORD does, and passes over all other words quickly: `re` looks for a set of characters at once.
    """
    first = "".join(map(re.escape, sorted(signs)))
    return rf"[{first}](?:(?<=[{_UNSPACED}])|(?<!{LETTER}.){LETTER}*)" if first else "(?!)"


def width(text: str) -> int:
    """Return how many display cells a terminal gives to `text` (UAX #11: wide and fullwidth 2, ambiguous 1).

    Marks, format and control characters have none; whoever shows tabs expands them first.
    """
    return len(text) if text.isascii() and text.isprintable() else sum(map(_cells, text))


def similarity(a: str, b: str) -> float:
    """Return how alike two texts are, from 0 to 1, symmetrically: 1 - edits / length of the longer.

    An edit adds, drops or replaces a code point, or swaps two neighbours (optimal string alignment).
    """
    longer = max(len(a), len(b))
    return 1 - _edits(a, b) / longer if longer else 1.0


def nearest(word: str, choices: Iterable[str], limit: float = 0.6) -> str | None:
    """Return the choice most like `word` once both are folded; None where none is alike by `limit`.

    Among equals the first in code-point order, so that a set gives the same answer as a list. Of more than FEW choices
    some are compared that begin or end as `word` does, so that a file full of slips is still told of in seconds.
    """
    folded, best, found = fold(word[:LONGEST]), limit, None
    for choice in _likely(folded, frozenset(choices)):
        other = fold(choice[:LONGEST])
        if _at_most(folded, other) < best:
            continue
        alike = similarity(folded, other)
        if alike > best or (found is None and alike >= limit):
            best, found = alike, choice
    return found


def _likely(folded: str, choices: frozenset[str]) -> Sequence[str]:
    if len(choices) <= FEW:
        return sorted(choices)
    ends = _by_ends(choices)
    alike = {*ends.get(folded[:2], ()), *ends.get(f"{folded[-2:]}$", ())}
    return sorted(sorted(alike, key=lambda choice: (abs(len(choice) - len(folded)), choice))[: FEW // 5])


@lru_cache(maxsize=16)  # a register is asked for each slip
def _by_ends(choices: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Return the choices by the two letters with which they begin, and by those before their end."""
    found: dict[str, list[str]] = {}
    for choice in choices:
        folded = fold(choice)
        for end in (folded[:2], f"{folded[-2:]}$"):
            found.setdefault(end, []).append(choice)
    return found


def hidden_characters(text: str) -> tuple[tuple[int, str], ...]:
    """Return (code-point offset, "U+200B ZERO WIDTH SPACE") for each character that a reader cannot see.

    Reported: controls but line feed and tab; format characters, so bidirectional controls, zero-width spaces, soft
    hyphens and tags; private use; surrogates; noncharacters; blank fillers; line and paragraph separators.
    A joiner (ZWJ, ZWNJ) is fine after a letter or mark of a script that is written with joiners, and a zero-width
    joiner between pictographs; anywhere else it is reported.
    """
    if text.replace("\n", "").replace("\t", "").isprintable() and _FILLERS.isdisjoint(text):
        return ()  # as nearly all texts
    return tuple((at, _name(char)) for at, char in enumerate(text) if is_hidden(text, at))


def is_hidden(text: str, at: int) -> bool:
    """Say whether the character of `text` at the code-point offset `at` is one that hidden_characters reports."""
    char = text[at]
    if char.isprintable() or char in "\n\t":  # fillers are the only printable characters that hide
        return char in _FILLERS
    if char in _JOINERS:
        return not _joins(text, at)
    return char in _SEPARATORS or unicodedata.category(char) in _HIDDEN_CATEGORIES or _is_noncharacter(ord(char))


def _is_noncharacter(number: int) -> bool:
    """Say whether a code point never is a character (Unicode Standard, section 23.7); HTML does not allow them."""
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF  # noqa: PLR2004 - the Standard's own


def _ends_sentence(sign: re.Match[str]) -> bool:
    """Say whether an empty line stands there, or what follows may begin a sentence."""
    letter = _FIRST_LETTER.match(sign.string, sign.end())
    return sign.group().isspace() or letter is None or not letter[1].islower()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _unmarked(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c)[0] != "M")


def _old_style(match: re.Match[str]) -> str:
    first, second = match[1] or match[3], match[2] or match[4]
    return f"{first}{match[5]}{second}"


def _new_style(match: re.Match[str]) -> str:
    first, tone, second = match.groups()[:3] if match[1] else match.groups()[3:]
    return f"{first}{second}{tone}"


def _cells(char: str) -> int:
    if char == _SOFT_HYPHEN:  # shown by terminals, whatever its category
        return 1
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc", "Zl", "Zp"} or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _edits(a: str, b: str) -> int:
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if before and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _at_most(a: str, b: str) -> float:
    """An upper bound of similarity, far cheaper: every letter that only one of the texts has costs an edit."""
    longer = max(len(a), len(b))
    return 1 - (longer - (Counter(a) & Counter(b)).total()) / longer if longer else 1.0


def _joins(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before or not after:
        return False
    if unicodedata.category(before)[0] in "LM" and _JOINED_SCRIPT.match(unicodedata.name(before, "")):
        return True
    return text[at] == _JOINERS[1] and _is_pictograph(before) and _is_pictograph(after)


def _is_pictograph(char: str) -> bool:
    return char == "\N{VARIATION SELECTOR-16}" or unicodedata.category(char) in {"So", "Sk"}


def _name(char: str) -> str:
    kind = {"Cc": "CONTROL", "Co": "PRIVATE USE", "Cs": "SURROGATE"}.get(unicodedata.category(char), "UNNAMED")
    return f"U+{ord(char):04X} {unicodedata.name(char, kind)}"
