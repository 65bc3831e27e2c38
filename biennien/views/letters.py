"""The index by letters: every name in the order of the alphabet; names of other languages lead to it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from biennien.names import every_name
from biennien.text import WORD, fold
from biennien.views.frame import list_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.locales import Locale
    from biennien.model import Chronicle
    from biennien.views.here import Here, View

NAMED = ("people", "places", "organisations", "series", "topics")
INDEXED = (*NAMED, "threads")  # whose names are sentences, not worth a reference
KINDS = {"people": "person", "series": "mechanism", "topics": "topic", "threads": "thread", "sources": "source"}


class Heading(NamedTuple):
    """A line of the index: a name, its language, by what it is ordered, and the entry that it leads to."""

    name: str
    language: str
    order: str
    register: str
    entry: Any


def letters_view(here: Here) -> View:
    """Return the view of the index by letters; what no letter begins comes last."""
    locale = here.locale

    def place(heading: Heading) -> tuple[bool, object]:
        return locale.letter(heading.name) == "", locale.sort_key(heading.order)

    headings = sorted((one for register in INDEXED for one in _headings(here, register)), key=place)
    groups = [
        {
            "id": f"letter-{letter.lower() or 'other'}",
            "heading": letter or here.say("letters_other"),
            "lines": [_line(here, one) for one in same],
        }
        for letter, same in groupby(headings, lambda one: locale.letter(one.name))
    ]
    contents = [{"text": group["heading"], "href": f"#{group['id']}", "lang": ""} for group in groups]
    section = {"id": "", "heading": "", "level": 2, "wide": True, "part": "letters", "view": groups}
    return {
        **list_page(here, "letters", []),
        "contents": {"label": here.say("letters"), "items": contents},
        "sections": [section],
    }


def kind_word(chronicle: Chronicle, register: str, entry: Any, locale: Locale) -> str:  # noqa: ANN401
    """Return the word for what an entry or event is: Bridge, Person, Spring Meeting."""
    if register == "events":
        kind = chronicle.kinds.get(entry.kind)
        return kind.name.get(locale.id) or next(iter(kind.name.values())) if kind else ""
    if register in KINDS:
        return locale.say(f"kind_{KINDS[register]}")
    return locale.say(f"{register.removesuffix('s')}_{entry.kind}")


def _headings(here: Here, register: str) -> Iterator[Heading]:
    for entry in getattr(here.site.chronicle, register).values():
        own = here.text(entry.name)
        yield Heading(own, "", own, register, entry)
        pinyin = {
            body.also["zh-Hans"]: body.also["zh-Latn-pinyin"]
            for body in (entry, *getattr(entry, "sides", ()))
            if {"zh-Hans", "zh-Latn-pinyin"} <= getattr(body, "also", {}).keys()
        }
        begun = {_first(own)}  # names that begin alike would stand side by side
        for name, language in every_name(register, entry) if register in NAMED else ():
            if _first(name) not in begun:
                begun.add(_first(name))
                tag = "" if language == here.locale.id else language
                yield Heading(name, tag, pinyin.get(name, name), register, entry)


def _first(name: str) -> str:
    match = WORD.search(name)
    return fold(match.group()) if match else ""


def _line(here: Here, heading: Heading) -> View:
    link = here.link(heading.register, heading.entry.id)
    if heading.name == link["text"] and not heading.language:
        kind = kind_word(here.site.chronicle, heading.register, heading.entry, here.locale)
        return {"name": "", "lang": "", "link": link, "kind": kind}
    return {"name": heading.name, "lang": heading.language, "link": link, "kind": ""}
