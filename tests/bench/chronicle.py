"""A made-up bilingual chronicle of any size, without a fault, the same for the same number and seed.

    python tests/bench/chronicle.py DIR N [SEED]

writes a project into DIR: N events in `content/events/`, most of 6 to 9 KB (a Markdown body of about 2,000 characters
in each language, 2 to 6 claims with quotes, a figure, 2 to 5 of 300 people, 2 to 4 of 120 places, 1 to 4 of 25 topics,
steps of threads), their registers, and in `seeds/` the articles quoted. `python build.py --root DIR` builds it.
The words are those of words.txt; it needs nothing but Python.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sys
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PEOPLE, PLACES = 300, 120
EVENTS_A_SOURCE = 25
EVENTS_A_THREAD = 10
EXACT = 0.95  # of the dates
BODY = 1_600  # characters of the Vietnamese body from which no paragraph is added
LONG = 160  # characters of a line in YAML
FIRST_DAY, DAYS = dt.date(1992, 1, 6), 12_300

Register: TypeAlias = dict[str, dict[str, Any]]


class Both(NamedTuple):
    """A text in Vietnamese and in English."""

    vi: str
    en: str


def read_words() -> dict[str, list[str]]:
    """Return the lines of words.txt by section."""
    text = Path(__file__).with_name("words.txt").read_text(encoding="utf-8")
    _, *sections = re.split(r"^\[(\w+)\]\n", text, flags=re.MULTILINE)
    return {name: lines.split("\n") for name, lines in zip(sections[::2], map(str.strip, sections[1::2]), strict=True)}


def both(line: str) -> Both:
    """Return the text of a line `Vietnamese | English`."""
    return Both(*line.split(" | "))


WORDS = read_words()
TEXTS = {name: [both(line) for line in lines] for name, lines in WORDS.items() if all(" | " in one for one in lines)}
CLAIMS = [(kind, both(text)) for kind, _, text in (line.partition(": ") for line in WORDS["kinds_of_claims"])]
MONTHS = WORDS["months"][0].split()
STATUSES = {"request": "requested", "agreement": "agreed"}
FORMATS = dict(zip(("in-person", "online", "hybrid"), TEXTS["formats"], strict=True))
SUPPORTED = ("date", "place", "format", "series")
TITLE = Both("{} {} – {} về {}", "{} of {} and {}: {}")
HELD = Both(
    "{}, {} giữa {} và {} diễn ra {}, trong khuôn khổ {}",
    "{}, the {} between {} and {} took place {}, within the {}",
)
HEADING = Both("## Nội dung trao đổi", "## What was discussed")
MORE = Both("**Tài liệu** xem [mục này](topic:{}).", "**Papers** are under [this topic](topic:{}).")
DATE_NOTE = Both("Bài báo chỉ nêu tháng.", "The article names only the month.")
SITE = """\
title: {vi: Biên niên thử, en: Trial annals}
tagline: {vi: Một niên biểu bịa ra để đo., en: "A chronicle made up, to measure with."}
description: {vi: Niên biểu song ngữ do máy viết., en: A bilingual chronicle written by a machine.}
languages:
  vi: {name: Tiếng Việt, locale: vi-VN}
  en: {name: English, locale: en-GB}
as_of: 2026-01-01
base_url: https://annals.example/trial
"""
WRITTEN = dt.timedelta(days=30)
"""How long after an event its entry is added: so there are feeds and a sitemap, as the peers have."""


# --- registers


def slug(text: str) -> str:
    """Return an ASCII id for a text in Latin letters."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in letters if sign.isascii())).strip("-")


def toneless(pinyin: str) -> str:
    """Return pinyin as newspapers write it."""
    return slug(pinyin).capitalize()


def syllables(name: str) -> list[str]:
    """Return the syllables of a section that has them all on one line."""
    return WORDS[name][0].split()


def readings(name: str) -> list[list[str]]:
    """Return the rows of a section: Sino-Vietnamese, pinyin, character."""
    return [row.split() for row in WORDS[name]]


def make_people(chance: random.Random) -> Register:
    """Return people by id, one in three Chinese; no two have one name in either language."""
    people: Register = {}
    taken: set[str] = set()
    while len(people) < PEOPLE:
        if len(people) % 3:
            name = " ".join(chance.choice(syllables(part)) for part in ("family", "middle", "given"))
            entry: dict[str, Any] = {"name": {"vi": name, "en": name}}
        else:
            family, (one, other) = chance.choice(readings("family_han")), chance.sample(readings("given_han"), 2)
            name = f"{family[0]} {one[0]} {other[0]}"
            given = one[1] + other[1].lower()
            entry = {
                "name": {"vi": name, "en": f"{toneless(family[1])} {toneless(given)}"},
                "also": {"zh-Hans": family[2] + one[2] + other[2], "zh-Latn-pinyin": f"{family[1]} {given}"},
            }
        if taken.isdisjoint(entry["name"].values()) and slug(name) not in people:
            taken.update(entry["name"].values())
            people[slug(name)] = entry
    return people


def make_places(chance: random.Random) -> Register:
    """Return two countries, places on either side, and pairs of border gates."""
    own = [f"{first} {last}" for first in syllables("place_first") for last in syllables("place_last")]
    across = [(one, other) for one in readings("place_han") for other in readings("place_han") if one != other]
    chance.shuffle(own)
    chance.shuffle(across)
    places: Register = {
        "vietnam": {"kind": "country", "name": {"vi": "Việt Nam", "en": "Vietnam"}},
        "china": {"kind": "country", "name": {"vi": "Trung Quốc", "en": "China"}, "also": {"zh-Hans": "中国"}},
    }
    while len(places) < PLACES:
        here: dict[str, Any] = {"name": dict.fromkeys(("vi", "en"), own.pop()), "in": ["vietnam"]}
        one, other = across.pop()
        there: dict[str, Any] = {
            "name": {"vi": f"{one[0]} {other[0]}", "en": toneless(one[1] + other[1])},
            "also": {"zh-Hans": one[2] + other[2], "zh-Latn-pinyin": one[1] + other[1].lower()},
            "in": ["china"],
        }
        if len(places) % 6:
            kind = ("district", "town", "province")[len(places) % 3]
            entry = {"kind": kind, **(there if len(places) % 2 else here)}
        else:
            names = {language: f"{here['name'][language]} – {there['name'][language]}" for language in ("vi", "en")}
            entry = {"kind": "border-gate", "name": names, "sides": [here, there]}
        places[slug(entry["name"]["vi"])] = entry
    return places


def make_threads(number: int, chance: random.Random) -> Register:
    """Return threads, one for every so many events."""
    threads = {}
    for place in range(1, 2 + (number - 1) // EVENTS_A_THREAD):
        work, deed, ground = map(chance.choice, (TEXTS["works"], TEXTS["deeds"], TEXTS["grounds"]))
        threads[f"thread-{place}"] = {
            "name": {"vi": f"Việc {place}: {work.vi}", "en": f"Matter {place}: {work.en}"},
            "goal": {"vi": f"Hai bên cùng {deed.vi} {ground.vi}.", "en": f"Both sides {deed.en} {ground.en}."},
            "topics": [slug(chance.choice(TEXTS["topics"]).en)],
        }
    return threads


def make_sources(number: int) -> Register:
    """Return sources, one for every so many events, each with an archived article."""
    return {
        f"source-{place}": {
            "label": {"vi": f"Bản tin biên giới số {place}", "en": f"Border Bulletin No. {place}"},
            "title": f"Tin hoạt động đối ngoại số {place}",
            "title_translation": {"en": f"News of external affairs No. {place}"},
            "language": "vi",
            "archive": {"file": f"source-{place}.txt", "begins": 1, "ends": min(EVENTS_A_SOURCE, number - at)},
        }
        for place, at in enumerate(range(0, number, EVENTS_A_SOURCE), 1)
    }


def make_registers(number: int, chance: random.Random) -> dict[str, Register]:
    """Return every register that a chronicle of so many events needs."""

    def named(names: list[Both], **rest: str) -> Register:
        return {slug(name.en.removesuffix(" of {of}")): {"name": name._asdict(), **rest} for name in names}

    return {
        "people": make_people(chance),
        "places": make_places(chance),
        "topics": named(TEXTS["topics"]),
        "kinds": named(TEXTS["kinds"]),
        "series": named(TEXTS["series"]),
        "posts": named(TEXTS["posts"]),
        "measures": named(TEXTS["measures"], unit="USD"),
        "threads": make_threads(number, chance),
        "sources": make_sources(number),
    }


# --- events


class Cast(NamedTuple):
    """Who and what an event is about, by id; it was held at the first place."""

    people: list[str]
    places: list[str]
    topics: list[str]


def both_of(part: Callable[[int], str]) -> Both:
    """Return the text whose versions `part` gives by their place: 0 for Vietnamese, 1 for English."""
    return Both(part(0), part(1))


def join(parts: Sequence[Both], between: str) -> Both:
    """Return texts as one, in each language."""
    return both_of(lambda at: between.join(part[at] for part in parts))


def sentence(text: Both, opening: Both | None = None) -> Both:
    """Return a text as a sentence; behind an opening its first letter becomes small."""
    if opening is None:
        return both_of(lambda at: f"{text[at]}.")
    return both_of(lambda at: f"{opening[at]} {text[at][0].lower()}{text[at][1:]}.")


def cited(text: Both, claim: str) -> Both:
    """Return a text that cites a claim."""
    return both_of(lambda at: f"{text[at]}[^{claim}]")


def item(text: Both) -> Both:
    """Return a text as an item of a list."""
    return both_of(lambda at: f"- {text[at]}")


def date_in_words(day: dt.date, *, exact: bool) -> Both:
    """Return a date, or its month, as it begins a sentence."""
    if exact:
        return Both(f"Ngày {day.day}/{day.month}/{day.year}", f"On {day.day} {MONTHS[day.month - 1]} {day.year}")
    return Both(f"Tháng {day.month}/{day.year}", f"In {MONTHS[day.month - 1]} {day.year}")


class Teller:
    """Makes events up, from the registers and by chance."""

    def __init__(self, registers: dict[str, Register], chance: random.Random) -> None:
        self.registers = registers
        self.chance = chance

    def text(self, kind: str) -> Both:
        """Return one of the texts of a kind."""
        return self.chance.choice(TEXTS[kind])

    def some(self, register: str, least: int, most: int) -> list[str]:
        """Return the ids of some entries of a register; of places no country."""
        ids = [id_ for id_, entry in self.registers[register].items() if entry.get("kind") != "country"]
        return self.chance.sample(ids, self.chance.randint(least, most))

    def name(self, register: str, id_: str) -> Both:
        """Return the name of an entry."""
        return Both(**self.registers[register][id_]["name"])

    def fill(self, text: Both, cast: Cast, place: str, other: str) -> Both:
        """Return a text with its blanks filled alike in both languages."""
        topic = self.name("topics", self.chance.choice(cast.topics))
        words = {
            "person": self.name("people", self.chance.choice(cast.people)),
            "place": self.name("places", place),
            "other": self.name("places", other),
            "topic": both_of(lambda at: topic[at][0].lower() + topic[at][1:]),
            **{blank: self.text(f"{blank}s") for blank in ("good", "work", "deed", "ground")},
        }
        return both_of(lambda at: text[at].format_map({blank: word[at] for blank, word in words.items()}))

    def event(self, number: int, source: str) -> dict[str, Any]:
        """Return the event of that number, as YAML has it."""
        cast = Cast(self.some("people", 2, 5), self.some("places", 2, 4), self.some("topics", 1, 4))
        day, exact = FIRST_DAY + dt.timedelta(self.chance.randrange(DAYS)), self.chance.random() < EXACT
        kind, series, mode = self.text("kinds"), self.text("series"), self.chance.choice(sorted(FORMATS))
        place, other = (self.name("places", id_) for id_ in cast.places[:2])
        topic = self.name("topics", cast.topics[0])
        words = (date_in_words(day, exact=exact), kind, place, other, FORMATS[mode], series)
        held = both_of(lambda at: HELD[at].format(*(word[at] for word in words)))
        traded, figure = self.figure(day.year - 1, place)
        claims = [
            {**self.claim("held", "event", held, sentence(held), source), "supports": [*SUPPORTED]},
            self.claim("traded", "result", traded, sentence(traded, TEXTS["openings"][0]), source),
        ]
        more, commitments = self.more_claims(number, cast, source)
        claims += more
        title = both_of(lambda at: TITLE[at].format(kind[at], place[at], other[at], topic[at]))
        return {
            "title": title._asdict(),
            "kind": slug(kind.en),
            "date": day.isoformat() if exact else day.isoformat()[:7],
            **({} if exact else {"date_note": DATE_NOTE._asdict()}),
            "coverage": "reported",
            "original": "vi",
            "series": slug(series.en),
            "format": mode,
            "place": cast.places[:1],
            "topics": cast.topics,
            "summary": join([cited(sentence(held), "held"), cited(sentence(traded), "traded")], " ")._asdict(),
            "claims": claims,
            "participants": [self.participant(who, cast) for who in cast.people],
            "figures": [figure],
            **({"commitments": commitments} if commitments else {}),
            "body": self.body(cast, [claim["id"] for claim in claims])._asdict(),
            "added": (day + WRITTEN).isoformat(),
        }

    def claim(self, id_: str, kind: str, quote: Both, own: Both, source: str) -> dict[str, Any]:
        """Return a claim: our own words, and the article's as its evidence."""
        evidence = {"source": source, "quote": quote.vi, "translation": {"en": quote.en}}
        return {"id": id_, "kind": kind, **own._asdict(), "evidence": [evidence]}

    def figure(self, year: int, place: Both) -> tuple[Both, dict[str, Any]]:
        """Return what is said of a sum of money in a year, and its figure."""
        measure, tenths = self.text("measures"), self.chance.randrange(11, 990)
        whole, rest = divmod(tenths, 10)
        text = Both(
            f"{measure.vi} qua {place.vi} năm {year} đạt {whole},{rest} tỷ USD",
            f"{measure.en} by way of {place.en} in {year} came to USD {whole}.{rest} billion",
        )
        value = tenths * 100_000_000
        return text, {"id": "sum", "measure": slug(measure.en), "value": value, "period": year, "claim": "traded"}

    def more_claims(self, number: int, cast: Cast, source: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return up to four more claims, and the steps of a thread that they are; every third event has a request."""
        wanted = self.chance.choices(CLAIMS, k=self.chance.choice((0, 0, 1, 1, 1, 2, 2, 3, 4)))
        if number % 3 == 0:
            wanted[:1] = [claim for claim in CLAIMS if claim[0] == "request"]
        claims, steps = [], []
        for place, (kind, text) in enumerate(wanted, 1):
            by, to = self.chance.sample(cast.places, 2)
            quote = self.fill(text, cast, by, to)
            own = sentence(quote, None if text.vi.startswith("{") else self.text("openings"))
            claims.append(self.claim(f"{kind}-{place}", kind, quote, own, source))
            if kind in STATUSES:
                step = {"thread": f"thread-{number // EVENTS_A_THREAD + 1}", "status": STATUSES[kind]}
                steps.append({**step, "by": [by], "to": [to], "claim": f"{kind}-{place}"})
        return claims, steps

    def participant(self, who: str, cast: Cast) -> dict[str, Any]:
        """Return somebody who was there, with a post."""
        side, post = self.chance.choice(cast.places), self.chance.choice(sorted(self.registers["posts"]))
        return {"who": who, "posts": [{"post": post, "of": side}], "side": side, "role": "attended", "claim": "held"}

    def body(self, cast: Cast, claims: list[str]) -> Both:
        """Return a body of Markdown: paragraphs, a heading, a list, bold words and a link."""

        def one() -> Both:
            return sentence(self.fill(self.text("sentences"), cast, *self.chance.sample(cast.places, 2)))

        parts: list[Both] = []
        while sum(len(part.vi) for part in parts) < BODY:
            claim = claims[len(parts) % len(claims)]
            if len(parts) == 2:
                parts += [HEADING, join([item(cited(one(), claim)), item(cited(one(), claim))], "\n")]
            else:
                parts.append(cited(join([one(), one(), one()], " "), claim))
        end = both_of(lambda at: MORE[at].format(cast.topics[0]))
        return join([*parts, cited(end, claims[0])], "\n\n")


# --- files


def as_yaml(value: dict[str, Any], indent: str = "") -> str:
    """Return a mapping in the style in which curators write: what is short on one line, long texts as blocks."""
    return "".join(f"{indent}{key}:{_value(item, indent)}" for key, item in value.items())


def _value(value: object, indent: str) -> str:
    if isinstance(value, str) and "\n" in value:
        lines = (f"{indent}  {line}".rstrip() for line in value.split("\n"))
        return " |\n" + "\n".join(lines) + "\n"
    flat = _flat(value)
    if isinstance(value, dict) and ("\n" in flat or len(flat) > LONG):
        return "\n" + as_yaml(value, f"{indent}  ")
    if isinstance(value, list) and isinstance(value[0], dict) and len(flat) > LONG:
        items = (as_yaml(item, f"{indent}    ") for item in value)
        return "\n" + "".join(f"{indent}  - {item.lstrip()}" for item in items)
    return f" {flat}\n"


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flat(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    text = str(value)
    if "\n" in text or re.fullmatch(r"[\w.-]+", text, re.ASCII):
        return text
    return json.dumps(text, ensure_ascii=False)


def write_chronicle(folder: Path, number: int, seed: int = 1) -> None:
    """Write a project with so many events into a folder."""
    chance = random.Random(seed)  # noqa: S311 - the same every time is what is wanted
    registers = make_registers(number, chance)
    (folder / "content" / "events").mkdir(parents=True, exist_ok=True)
    (folder / "seeds").mkdir(exist_ok=True)
    write = partial(Path.write_text, encoding="utf-8")
    write(folder / "content/site.yaml", SITE)
    for name, register in registers.items():
        write(folder / f"content/{name}.yaml", as_yaml(register))
    teller = Teller(registers, chance)
    for at, source in zip(range(0, number, EVENTS_A_SOURCE), registers["sources"], strict=True):
        article = []
        for place in range(at, min(number, at + EVENTS_A_SOURCE)):
            event = teller.event(place, source)
            write(folder / f"content/events/event-{place + 1:05}.yaml", as_yaml(event))
            article.append(". ".join(claim["evidence"][0]["quote"] for claim in event["claims"]) + ".\n")
        write(folder / f"seeds/{source}.txt", "".join(article))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: python tests/bench/chronicle.py DIR N [SEED]")
    write_chronicle(Path(sys.argv[1]), *map(int, sys.argv[2:]))
