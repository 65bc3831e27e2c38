"""A captured page: where its article begins and ends, and what the page says of it.

Pages carry menus, teasers and counters around an article. The words by which they are told are data: `page` in the
`reading` of each language's strings. What is found is proposed to a person, never taken for certain.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from biennien.reading import read_datings
from biennien.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from biennien.locales import Locale
    from biennien.model import Chronicle, Place, Side

_TITLE = (4, 40)  # words of a headline: fewest, most
_BUTTONS = 8  # words of a line of buttons, at most
_DATELINE = 60  # characters of a line that says when a page was published, at most
_HEAD = 8  # lines from the headline on in which the day of publication stands
_BYLINE = 4  # words of a name that stands alone at the end of an article, at most
# “(ĐCSVN) - ”, “DIC - ”, “Hà Nội (TTXVN) – ”; “NANNING — ” says where: who reports has a short name in capitals.
_OPENING = re.compile(r"(?:(?:[\w.’'-]+,?\s+){0,5}\(([^()]{2,30})\)|([A-ZĐ][A-ZĐ.\d]{1,5}))\s+[-–—]{1,2}\s+")
_MENU = re.compile(r"\s[|»›•]\s")
_IMAGE = re.compile(r"!\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words around an article, folded, by what they introduce."""

    menus: tuple[str, ...]
    ends: tuple[str, ...]
    authors: tuple[str, ...]
    photographers: tuple[str, ...]
    credits: tuple[str, ...]
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a capture says of its article; `begins` and `ends` are its first and last line, counted from 1."""

    begins: int
    ends: int
    title: str
    published: str
    published_text: str
    authors: tuple[str, ...]
    photographers: tuple[str, ...]
    credited: str
    publisher: str


def page_words(locales: Iterable[Locale]) -> Words:
    """Return the words of all languages: a page in one of them may have a menu in another."""
    pages = [page for one in locales if isinstance(page := _reading(one).get("page"), dict)]
    return Words(*(_phrases(pages, key) for key in Words.__slots__))


def _reading(locale: Locale) -> dict[str, Any]:
    reading: dict[str, Any] = locale.strings.get("reading") or {}
    return reading


def _phrases(pages: Sequence[dict[str, Any]], key: str) -> tuple[str, ...]:
    phrases = {fold(" ".join(phrase.split())) for page in pages for phrase in str(page.get(key, "")).split(",")}
    return tuple(sorted(filter(None, phrases), key=lambda phrase: (-len(phrase), phrase)))


def place_names(chronicle: Chronicle) -> frozenset[str]:
    """Return the names of the places of a chronicle, in every language and writing, as `read_page` compares them."""
    places = chronicle.places.values()
    parts: list[Place | Side] = [*places, *(side for place in places for side in place.sides)]
    return frozenset(_bare(name) for part in parts for name in (*part.name.values(), *part.also.values()))


def _bare(name: str) -> str:
    """Return a name without marks, capitals and spaces: Hà Nội as HANOI."""
    return re.sub(r"\W", "", fold(name))


def read_page(text: str, words: Words, locale: Locale, places: Collection[str] = ()) -> Page:
    """Return what the text of a capture says of its article; `places` are names that are nobody's who writes."""
    lines = [line.strip() for line in unicodedata.normalize("NFC", text).split("\n")]
    first = _first_line(lines, words, locale)
    last = _last_line(lines, first, words)
    article = lines[first:last]
    published, published_text = _publication(article[:_HEAD], locale)
    return Page(
        begins=first + 1,
        ends=last,
        title=article[0] if article and _is_title(article[0]) else "",
        published=published,
        published_text=published_text,
        authors=tuple(one for one in _authors(article, words) if _bare(one) not in places),
        photographers=_photographers(article, words),
        credited=_credited(article, words, places),
        publisher=next((line for line in lines[last:] if fold(line).startswith(words.publishers)), ""),
    )


def _first_line(lines: Sequence[str], words: Words, locale: Locale) -> int:
    """Return the place of the headline: the first line of several words, behind menus, buttons and dates.

    Where the day of publication stands below it, the headline is the last such line above that.
    """
    wordy = [at for at, line in enumerate(lines) if len(line.split()) >= _TITLE[0] and not _is_menu(line, words)]
    first = wordy[0] if wordy else 0
    dated = next((at for at in range(first + 1, min(first + _HEAD, len(lines))) if _day(lines[at], locale)), first)
    return max((at for at in wordy if at < dated and _is_title(lines[at])), default=first)


def _is_menu(line: str, words: Words) -> bool:
    """Say whether a line parts its words as menus do, or is a short one with the name of a button."""
    bare = f" {' '.join(re.findall(r'[a-z0-9-]+', fold(line)))} "
    short = len(line.split()) <= _BUTTONS
    return bool(_MENU.search(line)) or (short and any(f" {button} " in bare for button in words.menus))


def _last_line(lines: Sequence[str], first: int, words: Words) -> int:
    """Return the number of the last line that stands before the first that belongs to the page."""
    last = next((at for at in range(first + 1, len(lines)) if _is_furniture(lines[at], words)), len(lines))
    while last > first + 1 and (not lines[last - 1] or _is_teaser(lines, last - 1)):
        last -= 1
    return last


def _is_furniture(line: str, words: Words) -> bool:
    bare = fold(line).strip(" :•·|-–")
    return bare in words.ends


def _is_teaser(lines: Sequence[str], at: int) -> bool:
    """Say whether a line is a row of a table that is no caption: captions stand under an image."""
    return lines[at].startswith("|") and not _IMAGE.match(lines[at - 1])


def _is_title(line: str) -> bool:
    return len(line.split()) <= _TITLE[1] and not line.endswith((".", ";", ":"))


def _publication(head: Sequence[str], locale: Locale) -> tuple[str, str]:
    """Return the day of publication, in EDTF, and the short line that states it."""
    return next(((day, line) for line in head[1:] if (day := _day(line, locale))), ("", ""))


def _day(line: str, locale: Locale) -> str:
    """Return the day that a short line states, year and all, in EDTF; else nothing."""
    datings = read_datings(line, locale.grammar) if len(line) <= _DATELINE else ()
    days = (one.edtf for one in datings if one.year == "stated" and re.fullmatch(r"\d{4}-\d\d-\d\d", one.edtf))
    return next(days, "")


def _authors(article: Sequence[str], words: Words) -> tuple[str, ...]:
    """Return who is named as the author at the end, or who signs there."""
    for line in reversed(article[-6:]):
        if name := _introduced(line, words.authors):
            return (_last_part(name),)
    last = article[-1] if article else ""
    signs = last and len(last.split()) <= _BYLINE and last[0].isupper() and len(article) > 1
    return (last.rstrip("."),) if signs and not re.search(r"[:!?|]|\w{3}\.$", last) else ()


def _photographers(article: Sequence[str], words: Words) -> tuple[str, ...]:
    """Return who is named behind “Photo:”, in captions and at the end."""
    if not words.photographers:
        return ()
    named = re.compile(rf"(?:^|[\s(.,])(?:{'|'.join(map(re.escape, words.photographers))}):\s*([^().|:]+)")
    found = []
    for line in article:
        folded = "".join(one if len(one := fold(sign)) == 1 else sign for sign in line)
        found += [line[match.start(1) : match.end(1)].strip() for match in named.finditer(folded)]
    return tuple(dict.fromkeys(filter(None, found)))


def _credited(article: Sequence[str], words: Words, places: Collection[str]) -> str:
    """Return the newspaper that a page names as its source, at the end of an article or at its opening."""
    for line in reversed(article[-6:]):
        if name := _introduced(line, words.credits):
            return name
    openings = (match for line in article[1:_HEAD] if (match := _OPENING.match(line)))
    names = (match[1] or match[2] for match in openings)
    return next((one for one in names if _bare(one) not in places and (one[0].isupper() or "." in one)), "")


def _introduced(line: str, phrases: Sequence[str]) -> str:
    """Return what stands behind one of the phrases and a colon."""
    head, colon, rest = line.partition(":")
    return rest.strip() if colon and fold(head).strip() in phrases else ""


def _last_part(name: str) -> str:
    """Return the name in “Tin, ảnh: Minh Thùy”."""
    return name.rpartition(":")[2].strip()
