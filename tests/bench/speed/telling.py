"""A chronicle as other generators want it: each event once a language, as Markdown below its data, names filled in.

What our build has to find out (who is behind an id, where a citation leads) is done here beforehand, which is in the
peers' favour; so is that they check no quote and make no names into links.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("vi", "en")
LISTED = ("people", "places", "topics")
"""The registers of which every entry has a list of its events."""
CITATION = re.compile(r"\[\^([\w-]+)\]")

Data: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """An event in one language: its data, as JSON has them, and its Markdown."""

    id: str
    language: str
    data: Data
    body: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of events to be made: of which register, of which entry, and its name in one language."""

    register: str
    id: str
    language: str
    name: str


def read(file: Path) -> Data:
    """Return what a YAML file holds, all of it texts."""
    found: Data = yaml.load(file.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - texts only
    return found


def read_registers(root: Path) -> dict[str, Data]:
    """Return the registers of a project by name."""
    return {file.stem: read(file) for file in sorted((root / "content").glob("*.yaml"))}


def event_files(root: Path) -> list[Path]:
    """Return the files of the events."""
    return sorted((root / "content" / "events").glob("*.yaml"))


def listings(root: Path) -> list[Listing]:
    """Return the lists that the site has: of each person, place, topic and year, in each language."""
    registers = read_registers(root)
    years = sorted({read(file)["date"][:4] for file in event_files(root)})
    names = {register: {id_: one["name"] for id_, one in registers[register].items()} for register in LISTED}
    names["years"] = {year: dict.fromkeys(LANGUAGES, year) for year in years}
    return [
        Listing(register, id_, language, name[language])
        for register, entries in names.items()
        for id_, name in entries.items()
        for language in LANGUAGES
    ]


def tell(file: Path, registers: dict[str, Data], language: str) -> Told:
    """Return an event in one language."""
    event = read(file)
    numbers = {claim["id"]: number for number, claim in enumerate(event["claims"], 1)}

    def name(register: str, id_: str) -> str:
        return str(registers[register][id_]["name"][language])

    def cite(text: str) -> str:
        text = CITATION.sub(lambda match: f" [{numbers[match[1]]}](#{match[1]})", text)
        return re.sub(r"\(topic:([\w-]+)\)", rf"(/{language}/topics/\1/)", text)

    data = {
        "title": event["title"][language],
        "date": event["date"] if len(event["date"]) > 7 else f"{event['date']}-01",
        "day": event["date"],
        "kind": name("kinds", event["kind"]),
        "series": name("series", event["series"]),
        "format": event["format"],
        "held": [{"id": id_, "name": name("places", id_)} for id_ in event["place"]],
        "years": [event["date"][:4]],
        "topics": event["topics"],
        "places": sorted({*event["place"], *(one["side"] for one in event["participants"])}),
        "people": [one["who"] for one in event["participants"]],
        "about": [{"id": id_, "name": name("topics", id_)} for id_ in event["topics"]],
        "lead": CITATION.sub("", event["summary"][language]),
        "present": [_present(one, name) for one in event["participants"]],
        "sums": [{**one, "measure": name("measures", one["measure"])} for one in event["figures"]],
        "wishes": [_wish(one, name) for one in event.get("commitments", ())],
        "claims": [_claim(one, numbers, language) for one in event["claims"]],
    }
    return Told(file.stem, language, data, cite(event["body"][language]))


def _present(one: Data, name: Any) -> Data:  # noqa: ANN401 - (register, id) -> str
    posts = [name("posts", held["post"]).replace("{of}", name("places", held["of"])) for held in one["posts"]]
    return {"id": one["who"], "name": name("people", one["who"]), "post": posts[0], "side": name("places", one["side"])}


def _wish(one: Data, name: Any) -> Data:  # noqa: ANN401 - as above
    sides = {key: name("places", one[key][0]) for key in ("by", "to")}
    return {"thread": name("threads", one["thread"]), "status": one["status"], **sides}


def _claim(claim: Data, numbers: dict[str, int], language: str) -> Data:
    proof = claim["evidence"][0]
    return {
        "id": claim["id"],
        "number": numbers[claim["id"]],
        "text": claim[language],
        "quote": proof["quote"],
        "translation": proof["translation"]["en"] if language == "en" else "",
        "source": proof["source"],
    }


def as_json(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)
