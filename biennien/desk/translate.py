"""Drafts of missing translations: from memory or an engine, each written into its entry as soon as it has come.

A file is only ever replaced whole, and only while it is what was read: whatever a person writes meanwhile stands. What
was written needs no second run; what is left, a second run does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from biennien.check.passages import Passage
from biennien.desk.drafts import draft, read_pair, read_parity, settled
from biennien.desk.engines.web import Fault
from biennien.desk.memory import read_memory
from biennien.load import load
from biennien.messages import phrase
from biennien.problems import At
from biennien.splice import TRIES, ChangedError, SpliceError, read_bytes, rewrite
from biennien.states import MISSING, STALE, backing, draft_record
from biennien.texts import EVENTS, Entry, Wording, entries_of, write_record, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from biennien.desk.drafts import Pair, Parity
    from biennien.desk.engines import Engine
    from biennien.locales import Locale
    from biennien.model import Chronicle
    from biennien.problems import Problem
    from biennien.texts import Setting

DRAFTED, REUSED, REJECTED, KEPT, LEFT = OUTCOMES = ("drafted", "reused", "rejected", "kept", "left")
"""Written by an engine, or from what we have; refused by a check; a person’s, written meanwhile; still to do."""
DONE: Final = frozenset({DRAFTED, REUSED, KEPT})
MEMORY, REGISTERS = "memory", "registers"  # who drafted what was known
HOPELESS: Final = frozenset({"offline", "timeout", "blocked", "quota"})  # whatever is asked next will meet the same
IN_A_ROW: Final = 3  # failures after which an engine is asked no more


@dataclass(frozen=True, slots=True)
class Task:
    """A text to be drafted into a language: `seen` is the stale draft that is there, None where there is nothing.

    `own` says that it is our prose in an event, whose names and terms are compared; a quote keeps its article's.
    """

    entry: str
    file: str
    field: str
    source: str
    target: str
    text: str
    seen: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of a task: one of OUTCOMES, the draft and its author, what the checks say, why it is left."""

    kind: str
    task: Task
    draft: str = ""
    by: str = ""
    problems: tuple[Problem, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What drafting needs: the project, the day (ISO 8601) for records, where drafts come from, what they must say.

    `recall(text, source, target)` gives a translation that is known, or None; without an engine there is only that.
    """

    root: Path
    setting: Setting
    chronicle: Chronicle
    locales: Mapping[str, Locale]
    day: str
    recall: Callable[[str, str, str], str | None]
    engine: Engine | None


def recall_from(root: Path) -> Callable[[str, str, str], str | None]:
    """Return what recalls the translations that were approved in a project (memory)."""
    memories = cache(lambda source, target: read_memory(root, source, target))
    return lambda text, source, target: memories(source, target).translation(text)


def plan(entries: Iterable[Entry], *, to: str = "", stale: bool = False) -> tuple[Task, ...]:
    """Return what is missing, registers first, whose names events use; with `stale`, drafts of old originals too.

    What a person wrote or approved is never a task, however old its original.
    """
    tasks = (
        _task(entry, one, language)
        for entry in entries
        for one, language, state in entry.states()
        if to in ("", language) and _is_wanted(entry, one, language, state, stale=stale)
    )
    return tuple(sorted(tasks, key=_is_of_event))


def _task(entry: Entry, wording: Wording, language: str) -> Task:
    return Task(
        entry=entry.id,
        file=entry.file,
        field=wording.name,
        source=wording.original,
        target=language,
        text=wording.source,
        seen=wording.texts.get(language),
        own=entry.file.startswith(EVENTS) and not wording.first,
    )


def _is_wanted(entry: Entry, wording: Wording, language: str, state: str, *, stale: bool) -> bool:
    if state != STALE:
        return state == MISSING
    record = backing(entry.records, wording.texts[language])
    return stale and record is not None and not record.ok


def translate(tasks: Iterable[Task], desk: Desk) -> Iterator[Outcome]:
    """Do the tasks in their order, yielding what has become of each. Raises OSError when the disk refuses.

    Before events the chronicle is read again, so that they call people and places as these are called by then.
    """
    asking = _Asking(desk.engine)
    for of_events, some in groupby(tasks, key=_is_of_event):
        chronicle = load(desk.root)[0] if of_events else None
        current = replace(desk, chronicle=chronicle or desk.chronicle)
        parity = read_parity(current.chronicle, desk.locales)
        pair = cache(partial(read_pair, current.chronicle))
        for task in some:
            yield _do(task, _Hand(current, parity, pair(task.source, task.target), asking))


def _is_of_event(task: Task) -> bool:
    return task.file.startswith(EVENTS)


class _Asking:
    """Asks an engine until it is hopeless, for all languages or for two."""

    def __init__(self, engine: Engine | None) -> None:
        self.engine = engine
        self.fault = None if engine else Fault("offline", phrase("no_engine_asked"))
        self.faults: dict[tuple[str, str], list[Fault]] = {}

    def ask(self, text: str, pair: Pair) -> str | Fault:
        """Return a draft, or why there is none."""
        faults = self.faults.setdefault(pair.tags, [])
        if self.fault or self.engine is None or len(faults) >= IN_A_ROW:
            return self.fault or faults[-1]
        answer = draft(text, pair, self.engine)
        if not isinstance(answer, Fault):
            faults.clear()
            return answer
        faults.append(answer)
        self.fault = answer if answer.kind in HOPELESS else None
        return answer


@dataclass(frozen=True, slots=True)
class _Hand:
    """What one task is done with."""

    desk: Desk
    parity: Parity
    pair: Pair
    asking: _Asking


def _do(task: Task, hand: _Hand) -> Outcome:
    for _ in range(TRIES):
        outcome = _obtain(task, hand)
        if outcome.kind in (DRAFTED, REUSED):
            outcome = _write(outcome, hand.desk)
        if outcome.kind != LEFT or outcome.fault:
            return outcome
        task = outcome.task  # its original was changed meanwhile
    return Outcome(LEFT, task, fault=Fault("busy", phrase("keeps_changing", file=task.file)))


def _obtain(task: Task, hand: _Hand) -> Outcome:
    """Return a draft of a task, from memory or the engine, not written yet; REJECTED where a check refuses it."""
    known, by = _recall(task, hand)
    answer = hand.asking.ask(task.text, hand.pair) if known is None else known
    if isinstance(answer, Fault):
        return Outcome(LEFT, task, fault=answer)
    problems = _problems(task, answer, hand)
    kind = REJECTED if any(one.is_error for one in problems) else DRAFTED if known is None else REUSED
    return Outcome(kind, task, answer, by, problems)


def _recall(task: Task, hand: _Hand) -> tuple[str | None, str]:
    """Return what is known without an engine, and from where; else None, and the engine's name."""
    known = hand.desk.recall(task.text, task.source, task.target)
    if known is not None:
        return known, MEMORY
    if (known := settled(task.text, hand.pair)) is not None:
        return known, REGISTERS
    return None, hand.desk.engine.name if hand.desk.engine else ""


def _problems(task: Task, answer: str, hand: _Hand) -> tuple[Problem, ...]:
    passage = Passage({task.source: task.text, task.target: answer}, _place(task, hand.desk), task.source)
    found = hand.parity.faults(passage, own=task.own)
    return tuple(replace(one, details=(*one.details, ("draft", answer))) for one in found)


def _place(task: Task, desk: Desk) -> At:
    found = _find(task, read_bytes(desk.root / task.file), desk)
    return At(task.file, (*found[0].path, *found[1].path)) if found else At(task.file)


def _find(task: Task, raw: bytes, desk: Desk) -> tuple[Entry, Wording] | None:
    """Return the task's entry and wording as its file has them; None where they are gone."""
    entries = (entry for entry in entries_of(raw, task.file, desk.setting) if entry.id == task.entry)
    return next(((entry, one) for entry in entries for one in entry.wordings if one.name == task.field), None)


def _write(outcome: Outcome, desk: Desk) -> Outcome:
    """Write a draft where nothing but what was seen stands; return the outcome, or LEFT with the task as it is now."""
    file, told = outcome.task.file, [outcome]

    def drafted(raw: bytes) -> bytes | None:
        told[0], after = _drafted(raw, outcome, desk)
        return after

    try:
        rewrite(desk.root / file, drafted)
    except ChangedError:
        return replace(outcome, kind=LEFT, fault=Fault("busy", phrase("keeps_changing", file=file)))
    except SpliceError as error:
        return replace(outcome, kind=LEFT, fault=Fault("refused", phrase("at_file", file=file, why=error.words)))
    return told[0]


def _drafted(raw: bytes, outcome: Outcome, desk: Desk) -> tuple[Outcome, bytes | None]:
    """Return what becomes of a draft in a file that holds this, and the file with it; None where it is not to be."""
    task = outcome.task
    found = _find(task, raw, desk)
    if found is None:
        fault = Fault("refused", phrase("lacks_field", file=task.file, field=task.field))
        return replace(outcome, kind=LEFT, fault=fault), None
    entry, wording = found
    if task.target not in wording.languages or wording.texts.get(task.target) != task.seen:
        return Outcome(KEPT, task), None
    if wording.source != task.text:
        return Outcome(LEFT, replace(task, text=wording.source)), None
    return outcome, _spliced(raw, entry, wording, outcome, desk.day)


def _spliced(raw: bytes, entry: Entry, wording: Wording, outcome: Outcome, day: str) -> bytes:
    task = outcome.task
    record = draft_record(task.source, task.text, outcome.draft, by=outcome.by, on=day)
    return write_record(write_text(raw, wording, task.target, outcome.draft), entry, wording, task.target, record)
