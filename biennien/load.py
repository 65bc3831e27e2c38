"""Files → chronicle: which files there are, what each field holds, and nothing about whether it is true."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biennien import model
from biennien.fields import (
    INVALID,
    KEYS,
    Choice,
    Context,
    Corners,
    Day,
    Field,
    Fingerprint,
    Id,
    Labelled,
    ListOf,
    Number,
    Point,
    Points,
    Record,
    Register,
    SiteLanguage,
    Tag,
    Tags,
    Texts,
    Variants,
    Whole,
    Words,
    check_address,
    is_empty,
    meant,
    needed,
    optional,
    several,
    vital,
)
from biennien.nodes import Mapping, Node, Sequence, parse
from biennien.problems import At, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMED = {
    "name": needed(Texts()),
    "also": optional(Tags(), {}),
    "certainty": optional(Choice(model.CERTAINTIES), "certain"),
    "variants": optional(Variants(), {}),
}
SHORT = needed(Texts())
IDS = several(Id())
TRANSLATION = Record(
    model.Translation,
    {
        "from": needed(Tag()),
        "of": needed(Fingerprint()),
        "ok": optional(Fingerprint(), ""),
        "draft": optional(Fingerprint(), ""),
        "by": optional(Words(), ""),
        "on": optional(Day()),
    },
    rename={"from": "original"},
)
TRANSLATIONS = optional(Labelled(TRANSLATION), ())


def _entry(make: Callable[..., Any], fields: dict[str, Field], **more: Any) -> Record:  # noqa: ANN401 - of Record
    """Return the record of what has translations of its own: an event, an entry of a register, the site."""
    return Record(make, {**fields, "translations": TRANSLATIONS}, **more)


EVIDENCE = Record(
    model.Evidence,
    {
        "source": needed(Id()),
        "quote": optional(Words(), ""),
        "translation": optional(Texts(optional=True, of="quote"), {}),
    },
)
CLAIM = Record(
    model.Claim,
    {
        "id": needed(Id()),
        "kind": needed(Choice(model.CLAIM_KINDS)),
        "by": IDS,
        "topics": IDS,
        "supports": several(Choice(model.SUPPORTABLE)),
        "evidence": needed(ListOf(EVIDENCE, least=1)),
        "note": optional(Texts()),
    },
    texts="text",
)
POST = Record(model.Post, {"post": needed(Id()), "of": optional(Id(), ""), "to": optional(Id(), "")})
PARTICIPANT = Record(
    model.Participant,
    {
        "who": optional(Id(), ""),
        "posts": several(POST),
        "side": optional(Id(), ""),
        "role": needed(Choice(model.ROLES)),
        "claim": needed(Id()),
    },
)
FIGURE = Record(
    model.Figure,
    {
        "id": needed(Id()),
        "measure": needed(Id()),
        "value": needed(Number()),
        "bound": optional(Choice(model.BOUNDS), "exact"),
        "period": vital(Day()),
        "period_note": vital(Texts()),
        "parts": IDS,
        "claim": needed(Id()),
    },
)
DOCUMENT = Record(
    model.Document,
    {
        "id": needed(Id()),
        "name": needed(Texts()),
        "count": optional(Whole(least=1)),
        "status": needed(Choice(model.DOCUMENT_STATUSES)),
        "by": IDS,
        "claim": needed(Id()),
    },
)
COMMITMENT = Record(
    model.Commitment,
    {
        "thread": needed(Id()),
        "status": needed(Choice(model.STATUSES)),
        "by": IDS,
        "to": IDS,
        "due": optional(Day()),
        "claim": needed(Id()),
    },
)
EVENT = _entry(
    model.Event,
    {
        "title": needed(Texts()),
        "kind": needed(Id()),
        "date": needed(Day()),
        "date_note": optional(Texts()),
        "coverage": needed(Choice(model.COVERAGES)),
        "original": needed(SiteLanguage()),
        "series": optional(Id(), ""),
        "edition": optional(Whole(least=1)),
        "format": optional(Choice(model.FORMATS), ""),
        "host": IDS,
        "place": IDS,
        "part_of": optional(Id(), ""),
        "after": optional(Id(), ""),
        "topics": IDS,
        "summary": needed(Texts()),
        "claims": needed(ListOf(CLAIM, least=1)),
        "participants": several(PARTICIPANT),
        "figures": several(FIGURE),
        "documents": several(DOCUMENT),
        "commitments": several(COMMITMENT),
        "notes": several(Record(model.Note, {"about": optional(Words(), "")}, texts="text")),
        "body": optional(Texts()),
    },
)
COORDINATE = Record(
    model.Coordinate,
    {
        "at": needed(Point()),
        "of": optional(Texts()),
        "source": needed(Words()),
        "url": optional(Words(), ""),
    },
    rename={"at": "point"},
)
GROUND = _entry(
    model.Ground,
    {
        "frame": needed(Corners()),
        "sheets": several(Corners()),
        "land": needed(ListOf(Points(), least=1)),
        "border": several(Points()),
        "boundaries": several(Points()),
        "words": several(
            Record(model.Word, {"place": needed(Id()), "at": needed(Points())}, rename={"at": "points"}),
        ),
        "notes": several(Texts()),
        "source": needed(Texts()),
        "url": optional(Words(), ""),
    },
)
SIDE = Record(model.Side, {**NAMED, "in": IDS}, rename={"in": "within"})
REGISTERS = {
    "people": _entry(model.Person, {**NAMED, "note": optional(Texts())}),
    "organisations": _entry(
        model.Organisation,
        {**NAMED, "kind": needed(Choice(model.ORGANISATION_KINDS)), "note": optional(Texts())},
    ),
    "places": _entry(
        model.Place,
        {
            **NAMED,
            "kind": needed(Choice(model.PLACE_KINDS)),
            "sides": several(SIDE),
            "in": IDS,
            "evidence": several(EVIDENCE),
            "note": optional(Texts()),
            "coordinate": optional(COORDINATE),
        },
        rename={"in": "within"},
    ),
    "posts": _entry(model.PostTitle, {"name": SHORT}),
    "series": _entry(
        model.Series,
        {
            "name": SHORT,
            "edition": optional(Choice(model.EDITION_STYLES), "ordinal"),
            "members": IDS,
            "description": optional(Texts()),
            "evidence": several(EVIDENCE),
        },
    ),
    "kinds": _entry(model.Topic, {"name": SHORT}),
    "topics": _entry(model.Topic, {"name": SHORT}),
    "measures": _entry(model.Measure, {"name": SHORT, "unit": needed(Words()), "whose": optional(Texts())}),
    "threads": _entry(model.Thread, {"name": SHORT, "goal": SHORT, "places": IDS, "topics": IDS}),
    "sources": _entry(
        model.Source,
        {
            "title": optional(Words(), ""),
            "title_translation": optional(Texts(optional=True, of="title"), {}),
            "label": SHORT,
            "language": needed(Tag()),
            "publisher": optional(Words(), ""),
            "credited": optional(Words(), ""),
            "authors": several(Words()),
            "photographers": several(Words()),
            "published": optional(Day()),
            "published_text": optional(Words(), ""),
            "archive": vital(
                Record(
                    model.Archive,
                    {"file": needed(Words()), "begins": needed(Whole(least=1)), "ends": needed(Whole(least=1))},
                ),
            ),
            "url": vital(Words(), ""),
            "note": optional(Texts()),
        },
    ),
    "glossary": _entry(model.Term, {"forms": optional(Variants(), {})}, texts="name"),
}
SITE = "content/site.yaml"
MAP = "content/map.yaml"
LANGUAGES = Register(Record(model.Language, {"name": needed(Words()), "locale": needed(Words())}))


def settings_record(languages: tuple[model.Language, ...]) -> Record:
    """Return the record of `site.yaml`, the languages being read beforehand, since every text depends on them."""

    def make(**fields: Any) -> model.Settings:  # noqa: ANN401 - the fields of Settings
        return model.Settings(**{**fields, "languages": languages})

    return _entry(
        make,
        {
            "title": SHORT,
            "tagline": SHORT,
            "description": SHORT,
            "languages": optional(_Skipped()),
            "base_url": optional(Words(), ""),
            "as_of": optional(Day()),
            "licence": optional(Texts()),
            "about": optional(Texts()),
        },
    )


class _Skipped:
    """A field that has been read already."""

    def read(self, _node: Node, _at: At, _context: Context) -> None:
        return None


def load(root: Path) -> tuple[model.Chronicle | None, tuple[Problem, ...]]:
    """Read the folder `root`: `content/`, and the captures in `seeds/` that its sources name.

    Returns the chronicle and every problem of reading it. The chronicle is `None` when `content/site.yaml` does not
    say in which languages texts are, or lacks what it needs; otherwise it holds whatever could be read.
    """
    found: list[Problem] = []
    files = _Files(root, found)
    node = files.mapping(SITE, needed=True)
    languages = _languages(node, found)
    if node is None or not languages:
        return None, tuple(found)
    context = Context(tuple(language.id for language in languages), found)
    settings = settings_record(languages).read(node, At(SITE), context)
    files.refuse_strangers()
    registers, declared = _registers(files, context)
    events, stems, incomplete = _events(files, context)
    articles = _articles(registers["sources"], files)
    ground = GROUND.read(drawn, At(MAP), context) if (drawn := files.mapping(MAP)) else None
    if settings is INVALID:
        return None, tuple(found)
    chronicle = model.Chronicle(
        settings=settings,
        events=events,
        articles=articles,
        declared={**declared, "events": stems},
        incomplete=incomplete,
        ground=None if ground is INVALID else ground,
        **registers,
    )
    return chronicle, tuple(found)


def _languages(node: Mapping | None, found: list[Problem]) -> tuple[model.Language, ...]:
    """Return the languages of the site; none when one can't be read, since texts in it would all seem out of place."""
    if node is None:
        return ()
    if "languages" not in node.values:
        found.append(problem("E201", At(SITE), key="languages"))
        return ()
    at = At(SITE) / "languages"
    before = len(found)
    languages = LANGUAGES.read(node.values["languages"], at, Context((), found))
    if not languages and len(found) == before:
        found.append(problem("E204", at, key="languages"))
    return tuple(languages.values()) if len(found) == before else ()


def _registers(files: _Files, context: Context) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """Return the entries of every register, and the ids of those registers that could be read at all."""
    registers, declared = {}, {}
    for name, record in REGISTERS.items():
        file = f"content/{name}.yaml"
        before = len(context.found)
        node = files.mapping(file)
        readable = node is not None or len(context.found) == before
        registers[name] = Register(record).read(node, At(file), context) if node else {}
        if readable:
            declared[name] = frozenset(node.keys if node else ())
    return registers, declared


def _events(files: _Files, context: Context) -> tuple[dict[str, model.Event], frozenset[str], frozenset[str]]:
    """Return the events, the ids of all event files, and the ids of those events that lack what couldn't be read."""
    events, stems, incomplete = {}, set(), set()
    for file in files.list("content/events"):
        stem = file.rsplit("/", 1)[1].removesuffix(".yaml")
        stems.add(stem)
        node = files.mapping(file, needed=True)
        if check_address(stem, At(file), context) is INVALID or node is None:
            continue
        event = EVENT.read(node, At(file), context, id=stem)
        if event is INVALID:
            continue
        events[stem] = event
        if _has_lost(node, event):
            incomplete.add(stem)
    return events, frozenset(stems), frozenset(incomplete)


def _has_lost(node: Mapping, event: model.Event) -> bool:
    """Say whether a claim, what one says for the event, or a figure is written there and could not be read."""
    claims, figures = _items(node, "claims"), _items(node, "figures")
    if len(claims) != len(event.claims) or len(figures) != len(event.figures):
        return True
    return any(
        len(_items(written, field)) != len(getattr(claim, field))
        for written, claim in zip(claims, event.claims, strict=True)
        for field in ("evidence", "supports")
    )


def _items(node: Node, field: str) -> tuple[Node, ...]:
    items = node.values.get(field) if isinstance(node, Mapping) else None
    return items.items if isinstance(items, Sequence) else ()


def _articles(sources: dict[str, model.Source], files: _Files) -> dict[str, str]:
    articles = {}
    for id_, source in sources.items():
        if source.archive is None:
            continue
        text = files.capture(source.archive.file, source.archive.at / "file")
        if text is not None:
            articles[id_] = text
    return articles


class _Files:
    """The files below a project's root, by their path from it."""

    def __init__(self, root: Path, found: list[Problem]) -> None:
        self.root = root
        self.found = found

    def refuse_strangers(self) -> None:
        """Note YAML files in `content/` that are no register: a slip in a name would empty that register."""
        known = (*(f"{name}.yaml" for name in REGISTERS), "site.yaml", "map.yaml")
        for name in self.names("content"):
            if name.endswith((".yaml", ".yml")) and name not in known:
                self.found.append(problem("W601", At(f"content/{name}"), label=meant(name, known), name=name))

    def list(self, folder: str) -> Iterator[str]:
        """Yield the YAML files of a folder in the order of their names, whatever the file system's order."""
        seen: dict[str, str] = {}
        for name in self.names(folder):
            file = f"{folder}/{name}"
            if not name.endswith(".yaml"):
                self.found.append(problem("W601", At(file), name=name))
                continue
            folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
            if folded in seen:
                self.found.append(problem("E503", At(file), other=seen[folded]))
            seen.setdefault(folded, file)
            yield file

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names in a folder, sorted, without those that begin with a full stop."""
        try:
            yield from sorted(path.name for path in (self.root / folder).iterdir() if path.name[0] != ".")
        except FileNotFoundError:
            return
        except OSError as error:
            self.found.append(problem("E602", At(folder), file=folder, why=error.strerror or str(error)))

    def mapping(self, file: str, *, needed: bool = False) -> Mapping | None:
        """Return the root of a YAML file, or `None` after noting why there is none."""
        try:
            raw = (self.root / file).read_bytes()
        except FileNotFoundError:
            if needed:
                self.found.append(problem("E601", At(file), file=file))
            return None
        except OSError as error:
            self.found.append(problem("E602", At(file), file=file, why=error.strerror or str(error)))
            return None
        node, problems = parse(raw, file)
        self.found.extend(problems)
        if isinstance(node, Mapping) or problems:
            return node if isinstance(node, Mapping) else None
        if node is not None and not is_empty(node):
            Context((), self.found).wrong_shape(node, At(file), KEYS)
        elif needed:
            self.found.append(problem("E601", At(file), file=file))
        return None

    def capture(self, name: str, at: At) -> str | None:
        """Return the text of an archived capture, or `None` after noting why it can't be read."""
        # Not Path.resolve, which raises RuntimeError for links in a circle.
        folder = Path(os.path.realpath(self.root / "seeds"))
        path = Path(os.path.realpath(folder / name))
        if folder not in path.parents:
            self.found.append(problem("E213", at, file=name))
            return None
        try:
            return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.found.append(problem("E214", at, file=name, why="it is not UTF-8"))
        except OSError as error:
            self.found.append(problem("E214", at, file=name, why=error.strerror or str(error)))
        return None
