"""Files → chronicle: which files there are, what each field holds, and nothing about whether it is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from biennien import model
from biennien.fields import INVALID, Context, Register, check_address
from biennien.load.entries import EVENT, GROUND, LANGUAGES, MAP, REGISTERS, SETTINGS, SITE, settings_record
from biennien.load.files import Files, read_limited
from biennien.nodes import Mapping, Node, Sequence
from biennien.problems import At, Problem, problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["EVENT", "GROUND", "MAP", "REGISTERS", "SETTINGS", "SITE", "load", "read_limited"]


def load(root: Path) -> tuple[model.Chronicle | None, tuple[Problem, ...]]:
    """Read the folder `root`: `content/`, and the captures in `seeds/` that its sources name.

    Returns the chronicle and every problem of reading it. The chronicle is `None` when `content/site.yaml` does not
    say in which languages texts are, or lacks what it needs; otherwise it holds whatever could be read.
    """
    found: list[Problem] = []
    files = Files(root, found)
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
        allowed=tuple(context.aside),
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


def _registers(files: Files, context: Context) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
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


def _events(files: Files, context: Context) -> tuple[dict[str, model.Event], frozenset[str], frozenset[str]]:
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


def _articles(sources: dict[str, model.Source], files: Files) -> dict[str, str]:
    articles = {}
    for id_, source in sources.items():
        if source.archive is None:
            continue
        text = files.capture(source.archive.file, source.archive.at / "file")
        if text is not None:
            articles[id_] = text
    return articles
