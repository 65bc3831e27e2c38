"""Files → chronicle: which files there are, what each field holds, and nothing about whether it is true."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from biennien import model
from biennien.crew import share_out
from biennien.fields import INVALID, Context, Register, check_address
from biennien.load.entries import EVENT, GROUND, LANGUAGES, MAP, REGISTERS, SETTINGS, SITE, settings_record
from biennien.load.files import Files, root_of
from biennien.nodes import Mapping, Node, Sequence
from biennien.problems import At, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as MappingOf
    from pathlib import Path

    from biennien.load.files import Seen

__all__ = ["EVENT", "GROUND", "MAP", "REGISTERS", "SETTINGS", "SITE", "Content", "EntryFile", "load", "read_content"]


@dataclass(frozen=True, slots=True)
class EntryFile:
    """The file of an event as it was read: its fingerprint, the event if it could be read, and all that was noted.

    `is_incomplete` when a claim, a part of one or a figure could not be read.
    """

    print: str
    event: model.Event | None
    is_incomplete: bool
    found: tuple[Problem, ...]
    allowed: tuple[model.Allowance, ...]


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """The file of a register as it was read: its fingerprint, the entries that could be read, and all that was noted.

    `declared` are the ids that it has, None where the file could not be read at all.
    """

    print: str
    entries: MappingOf[str, Any]
    declared: frozenset[str] | None
    found: tuple[Problem, ...]
    allowed: tuple[model.Allowance, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a project's folders hold: the chronicle, every problem of reading it, and its events' and registers' files.

    The chronicle is `None` when `content/site.yaml` does not say in which languages texts are, or lacks what it needs;
    otherwise it holds whatever could be read.
    """

    chronicle: model.Chronicle | None
    problems: tuple[Problem, ...]
    files: MappingOf[str, EntryFile] = field(default_factory=dict)
    registers: MappingOf[str, RegisterFile] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    besides: str = ""
    """A fingerprint of all that was read besides the events, and of what events there are."""
    seen: MappingOf[str, Seen] = field(default_factory=dict)
    """The mark and the SHA-256 of every file, by which the next reading knows what it need not read."""


NOTHING = Content(None, ())


def load(root: Path) -> tuple[model.Chronicle | None, tuple[Problem, ...]]:
    """Return the chronicle of the folder `root`, and every problem of reading it; see Content."""
    content = read_content(root)
    return content.chronicle, content.problems


def read_content(root: Path, before: Content = NOTHING, hands: int = 1) -> Content:
    """Read the folder `root`: `content/`, and the captures in `seeds/` that its sources name.

    Of what was read `before`, events and registers whose files have not changed are taken as they were;
    up to `hands` processes read the others.
    """
    found: list[Problem] = []
    files = Files(root, found, before.seen)
    node = files.mapping(SITE, needed=True)
    languages = _languages(node, found)
    if node is None or not languages:
        return Content(None, tuple(found))
    context = Context(tuple(language.id for language in languages), found)
    known = before if before.languages == context.languages else NOTHING
    settings = settings_record(languages).read(node, At(SITE), context)
    files.refuse_strangers()
    registers = {name: _register(name, files, context, known.registers.get(name)) for name in REGISTERS}
    read = {name: one.entries for name, one in registers.items()}
    entries = dict(_entries(files, context, known.files, hands))
    articles = _articles(read["sources"], files, _texts(known.chronicle))
    registers["map"] = _register("map", files, context, known.registers.get("map"))
    if settings is INVALID:
        return Content(None, tuple(found), entries, registers, context.languages, seen=files.seen)
    chronicle = model.Chronicle(
        settings=settings,
        events={one.event.id: one.event for one in entries.values() if one.event},
        articles=articles,
        declared={
            **{name: ids for name in REGISTERS if (ids := registers[name].declared) is not None},
            "events": frozenset(map(_stem, entries)),
        },
        incomplete=frozenset(_stem(file) for file, one in entries.items() if one.is_incomplete),
        ground=registers["map"].entries.get("map"),
        allowed=tuple(context.aside),
        **read,
    )
    besides = _besides(files, chronicle)
    return Content(chronicle, tuple(found), entries, registers, context.languages, besides, files.seen)


def _besides(files: Files, chronicle: model.Chronicle) -> str:
    others = sorted((file, one[1]) for file, one in files.seen.items() if not file.startswith("content/events/"))
    events = sorted(chronicle.declared["events"]), sorted(chronicle.incomplete)
    return hashlib.sha256(repr((others, events)).encode()).hexdigest()


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


def _register(name: str, files: Files, context: Context, before: RegisterFile | None) -> RegisterFile:
    """Return the entries of a register, and note what is wrong with them."""
    file = f"content/{name}.yaml"
    if before is None or before.print != files.print_unread(file):
        noted = len(context.found)
        raw = files.raw(file)
        if raw is None:
            return RegisterFile("", {}, frozenset() if len(context.found) == noted else None, (), ())
        print_ = files.seen[file][1]
        before = before if before and before.print == print_ else _read_register(name, raw, print_, context.languages)
    context.found.extend(before.found)
    context.aside.extend(before.allowed)
    return before


def _read_register(name: str, raw: bytes, print_: str, languages: tuple[str, ...]) -> RegisterFile:
    context, file = Context(languages, []), f"content/{name}.yaml"
    node = root_of(raw, file, context.found)
    readable = node is not None or not context.found
    entries = _read_entries(name, node, At(file), context) if node else {}
    declared = frozenset(node.keys if node else ()) if readable else None
    return RegisterFile(print_, entries, declared, tuple(context.found), tuple(context.aside))


def _read_entries(name: str, node: Mapping, at: At, context: Context) -> MappingOf[str, Any]:
    """Return the entries of a register; of the map, which is one entry, it under its own name."""
    if name in REGISTERS:
        return Register(REGISTERS[name]).read(node, at, context)
    ground = GROUND.read(node, at, context)
    return {} if ground is INVALID else {name: ground}


def _entries(
    files: Files, context: Context, known: MappingOf[str, EntryFile], hands: int
) -> Iterator[tuple[str, EntryFile]]:
    """Yield the files of the events as they were read, by path, and note what is wrong with them."""
    names = tuple(files.list("content/events"))
    raws = {}
    for file in names:
        if file in known and known[file].print == files.print_unread(file):
            continue
        noted = len(context.found)
        raws[file] = files.raw(file, needed=True), context.found[noted:]
        del context.found[noted:]  # they stand where the file's other problems do
    new = [
        (raw, file)
        for file, (raw, _) in raws.items()
        if raw is not None and (file not in known or known[file].print != files.seen[file][1])
    ]
    made = share_out(new, partial(_entry, context.languages), hands)
    read = {file: replace(one, print=files.seen[file][1]) for (_, file), one in zip(new, made, strict=True)}
    for file in names:
        missing = raws[file][1] if file in raws else ()
        one = _unread(missing) if missing else read.get(file) or known[file]
        context.found.extend(one.found)
        context.aside.extend(one.allowed)
        yield file, one


def _unread(missing: Iterable[Problem]) -> EntryFile:
    return EntryFile("", None, is_incomplete=False, found=tuple(missing), allowed=())


def _entry(languages: tuple[str, ...], one: tuple[bytes, str]) -> EntryFile:
    context = Context(languages, [])
    raw, file = one
    node = root_of(raw, file, context.found, needed=True)
    event: Any = INVALID
    if check_address(_stem(file), At(file), context) is not INVALID and node is not None:
        event = EVENT.read(node, At(file), context, id=_stem(file))
    return EntryFile(
        "",
        event if event is not INVALID else None,
        is_incomplete=node is not None and event is not INVALID and _has_lost(node, event),
        found=tuple(context.found),
        allowed=tuple(context.aside),
    )


def _stem(file: str) -> str:
    return file.rsplit("/", 1)[1].removesuffix(".yaml")


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


def _articles(sources: MappingOf[str, model.Source], files: Files, before: MappingOf[str, str]) -> dict[str, str]:
    articles = {}
    for id_, source in sources.items():
        if source.archive is None:
            continue
        text = files.capture(source.archive.file, source.archive.at / "file", before)
        if text is not None:
            articles[id_] = text
    return articles


def _texts(chronicle: model.Chronicle | None) -> dict[str, str]:
    """Return the texts of a chronicle's captures by their files."""
    texts = chronicle.articles.items() if chronicle else ()
    return {archive.file: text for id_, text in texts if chronicle and (archive := chronicle.sources[id_].archive)}
