"""Entries as YAML for a person to finish: what is known, TODO where only a person can say, and comments beside it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from biennien.desk.schema import field_help, modeline
from biennien.fields import TO_DO
from biennien.text import hidden_characters, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.edtf import Date
    from biennien.model import Chronicle

LONGEST_ID = 40
HOW = (
    "# Write over each TODO, or take its line out where the field may be left out; build.py check names what is left.\n"
    "# Lines that begin with # say nothing yet: take the # away to use them.\n"
)
REGISTERS = {
    "people": "",
    "places": f"  kind: {TO_DO}\n",
    "organisations": f"  kind: {TO_DO}\n",
    "posts": "",
    "series": "  # edition: year\n  # members: […]\n",
    "topics": "",
    "kinds": "",
    "threads": "  goal: {text}\n  # places: […]\n  # topics: […]\n",
    "measures": f"  unit: {TO_DO}\n  # whose: {{text}}\n",
    "sources": f"  language: {TO_DO}\n  url: {TO_DO}\n",
    "glossary": "",
}
"""The registers to which an entry can be added, and what it needs besides its name; `{text}` is one to be written."""
_PLAIN = re.compile(r"[^\W\d_](?:[\w .()/–—-]|,(?!\s)|:(?!\s))*[\w.)]", re.UNICODE)
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # what YAML must have as an escape, and JSON need not
_OTHER_TYPES = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}  # as editors would read them


def scalar(text: str) -> str:
    """Return a text as YAML has it on one line, in braces too: plain where that is safe, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and "," not in text and text.lower() not in _OTHER_TYPES
    if plain:
        return text
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign.group()):04x}", json.dumps(text, ensure_ascii=False))


def comment(text: str) -> str:
    """Return a text as it may stand in a comment: on one line, without what cannot be seen."""
    hidden = {at for at, _ in hidden_characters(text)}
    shown = "".join(" " if at in hidden else sign for at, sign in enumerate(text))
    return " ".join(_UNSEEN.sub(" ", shown).split())


def texts(words: Mapping[str, str], languages: Iterable[str]) -> str:
    """Return a text in several languages as YAML on one line; TODO in those that it lacks."""
    pairs = (f"{language}: {scalar(words.get(language, TO_DO))}" for language in languages)
    return "{" + ", ".join(pairs) + "}"


def id_for(title: str, date: Date | None = None, taken: Iterable[str] = ()) -> str:
    """Return an id in ASCII kebab-case from a title and the year of a date, unlike those that are taken.

    A title without a letter that folds to ASCII (hanzi alone) gives `entry`.
    """
    words = _cut(slug(title)) or "entry"
    year = str(date.year) if date and date.year else ""
    first = "-".join(filter(None, (words, "" if year in words.split("-") else year)))
    used, number, id_ = set(taken) | {"index"}, 2, first
    while id_ in used:
        id_, number = f"{first}-{number}", number + 1
    return id_


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_ID else words[: LONGEST_ID + 1].rpartition("-")[0] or words[:LONGEST_ID]


def draft_event(chronicle: Chronicle, kind: str, date: Date, title: Mapping[str, str], today: str) -> str:
    """Return the YAML of an event that loads, in which a person writes what is known of it.

    `today` (2026-11-23) stands for the day of its publication, which a person corrects if it comes out later.
    """
    languages = chronicle.languages
    original = next(iter(title))
    note = "" if date.is_exact else f"date_note: {texts({}, languages)}  # {_help('date_note')}\n"
    return (
        f"{modeline('event')}{HOW}"
        f"title:\n{_lines(title, languages)}"
        f"kind: {kind}\ndate: {date}\n{note}"
        f"coverage: reported  # or mentioned, outside. {_help('coverage')}\n"
        f"original: {original}\n{_optional(chronicle)}"
        f"summary:  # {_help('summary')}\n{_lines({}, languages)}"
        f"claims:  # {_help('claims')}\n  - id: {kind}\n    kind: event\n"
        f"{'' if date.is_undated else '    supports: [date]' + chr(10)}{_lines({}, languages, 4)}"
        f"    evidence:\n      - source: {TO_DO}  # from sources.yaml\n        quote: {TO_DO}  # verbatim\n{_LATER}"
        f"added: {today}  # {_help('added')}\n"
    )


_LATER = """\
# participants:
#   - {who: …, posts: [{post: …, of: …}], side: …, role: attended, claim: …}
# figures:
#   - {id: …, measure: …, value: …, period: …, claim: …}
# commitments:
#   - {thread: …, status: requested, by: […], to: […], claim: …}
"""


def _lines(words: Mapping[str, str], languages: Iterable[str], indent: int = 2) -> str:
    return "".join(f"{' ' * indent}{language}: {scalar(words.get(language, TO_DO))}\n" for language in languages)


def _optional(chronicle: Chronicle) -> str:
    """Return the optional fields as comments, each with its explanation."""
    series = ", ".join(chronicle.series) or "…"
    fields = {"series": series, "format": "in-person, online, hybrid", "host": "[…]", "place": "[…]", "topics": "[…]"}
    return "".join(f"# {field}: {value}  # {_help(field)}\n" for field, value in fields.items())


def draft_entry(register: str, id_: str, name: Mapping[str, str], languages: Iterable[str]) -> str:
    """Return the YAML of an entry of a register."""
    languages = tuple(languages)
    if register == "glossary":  # whose entries are their words alone
        return f"{id_}:\n{_lines(name, languages)}"
    key = "label" if register == "sources" else "name"
    rest = REGISTERS[register].replace("{text}", texts({}, languages))
    return f"{id_}:\n  {key}: {texts(name, languages)}\n{rest}"


def _help(field: str) -> str:
    return field_help("Event", field)
