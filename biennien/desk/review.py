"""What there is to review, and what a decision does to the files.

A person's text is never overwritten: every write goes through `splice.rewrite`, and only while the texts still are
those that were shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING

from biennien import states
from biennien.desk.memory import Pair, read_memory, remember
from biennien.nodes import locate
from biennien.problems import At, Problem, Span, problem
from biennien.sources import read_source
from biennien.splice import ChangedError, rewrite
from biennien.texts import Entry, Setting, Wording, entries_of, read_entries, read_setting, write_records, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from biennien.desk.memory import Memory

TO_REVIEW = (states.DRAFT, states.STALE, states.EDITED)


@dataclass(frozen=True, slots=True)
class Item:
    """A translation to look at: what is wrong at it first, and the original that it was made from, where known.

    `before` is None where the memory has no such original, or the state is not stale.
    """

    entry: Entry
    wording: Wording
    language: str
    state: str
    problems: tuple[Problem, ...]
    before: str | None = None

    @property
    def name(self) -> str:
        """Field and language: `title.en`."""
        return f"{self.wording.name}.{self.language}"

    @property
    def text(self) -> str:
        """The translation as it stands."""
        return self.wording.texts[self.language]

    @property
    def broken(self) -> bool:
        """Whether the checks find an error in it."""
        return any(one.is_error for one in self.problems)


def select(entries: Iterable[Entry], ids: Iterable[str]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries that are meant, all without ids, and the ids that mean none; `people` is a whole register."""
    entries, ids = tuple(entries), tuple(ids)
    unknown = tuple(id_ for id_ in ids if not any(_is_meant(entry, (id_,)) for entry in entries))
    return tuple(entry for entry in entries if not ids or _is_meant(entry, ids)), unknown


def _is_meant(entry: Entry, ids: tuple[str, ...]) -> bool:
    return entry.id in ids or entry.id.split("/")[0] in ids


def find_items(root: Path, ids: Iterable[str], problems: Iterable[Problem]) -> tuple[Item, ...]:
    """Return what is to be reviewed, in the order of the files; `problems` are those of the checks, located."""
    setting = read_setting(root)
    entries, _ = select(read_entries(root, setting), ids)
    memory = cache(partial(read_memory, root))
    items = [item for entry in entries for item in _items(entry, memory)]
    spans = _spans(root, items)
    found = [one for one in problems if isinstance(one.where, Span)]
    return tuple(
        Item(one.entry, one.wording, one.language, one.state, _within(span, found), one.before)
        for one, span in zip(items, spans, strict=True)
    )


def _items(entry: Entry, memory: Callable[[str, str], Memory]) -> Iterator[Item]:
    for wording, language, state in entry.states():
        if state in TO_REVIEW:
            before = _before(entry, wording, language, memory) if state == states.STALE else None
            yield Item(entry, wording, language, state, (), before)


def _before(entry: Entry, wording: Wording, language: str, memory: Callable[[str, str], Memory]) -> str | None:
    """Return the original from which a stale translation was made."""
    record = states.backing(entry.records, wording.texts[language])
    return memory(wording.original, language).original(record.of) if record else None


def _spans(root: Path, items: Iterable[Item]) -> list[Span]:
    """Return where the texts of the items stand."""
    spans = []
    for file, group in groupby(items, key=lambda item: item.entry.file):
        places = [problem("W417", At(file, item.wording.place(item.language))) for item in group]
        spans += [one.where for one in locate(places, partial(read_source, root))]
    return [span for span in spans if isinstance(span, Span)]


def _within(span: Span, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        one
        for one in problems
        if isinstance(one.where, Span)
        and one.code not in ("W417", "W418")
        and one.where.file == span.file
        and (span.line, span.column) <= (one.where.line, one.where.column) <= (span.end_line, span.end_column)
    )


def approve(root: Path, items: Iterable[Item], *, by: str, on: str) -> tuple[Item, ...]:
    """Record that a person, `by`, approved the items on a day; return those that changed before it could be written.

    The approved pairs go into the memory, before the records: what is recorded is not asked for again, so a run that
    dies between the two would lose them. Raises OSError, SpliceError.
    """
    setting = read_setting(root)
    files = [(file, tuple(group)) for file, group in groupby(items, key=lambda item: item.entry.file)]
    same = (_same((root / file).read_bytes(), file, group, setting)[1] for file, group in files)
    _remember(root, [item for items in same for item in items], on)
    return tuple(item for file, group in files for item in _approve_in(root, file, group, by=by, on=on))


def _remember(root: Path, items: list[Item], on: str) -> None:
    for languages in sorted({(one.wording.original, one.language) for one in items}):
        pairs = [
            Pair(one.wording.source, one.text, on) for one in items if (one.wording.original, one.language) == languages
        ]
        remember(root, *languages, pairs)


def _same(
    raw: bytes, file: str, items: tuple[Item, ...], setting: Setting
) -> tuple[dict[str, Entry], list[Item]]:
    """Return the entries of a file that holds `raw`, and which of the items still read as they were shown."""
    now = {entry.id: entry for entry in entries_of(raw, file, setting)}
    return now, [item for item in items if _is_same(item, now.get(item.entry.id))]


def _approve_in(root: Path, file: str, items: tuple[Item, ...], *, by: str, on: str) -> tuple[Item, ...]:
    """Approve what stands in one file; return what could not be approved."""
    setting = read_setting(root)
    same: list[Item] = []

    def approved(raw: bytes) -> bytes:
        now, same[:] = _same(raw, file, items, setting)
        for id_, group in groupby(same, key=lambda item: item.entry.id):
            records = [(one.wording, one.language, _review_record(one, by, on)) for one in group]
            raw = write_records(raw, now[id_], records)
        return raw

    try:
        rewrite(root / file, approved)
    except ChangedError:
        return items
    return tuple(item for item in items if item not in same)


def _review_record(item: Item, by: str, on: str) -> dict[str, str]:
    return states.review_record(item.wording.original, item.wording.source, item.text, by=by, on=on)


def _is_same(item: Item, entry: Entry | None) -> bool:
    """Say whether an item still reads as it was shown, in the place where it was."""
    return entry is not None and item.wording in entry.wordings


def edit(root: Path, item: Item, text: str) -> Item | None:
    """Write a person's text in the place of the one shown; return it as an item, or None when that had changed.

    Raises OSError, SpliceError; ChangedError when somebody else keeps writing the file.
    """
    setting = read_setting(root)

    def edited(before: bytes) -> bytes | None:
        now = {entry.id: entry for entry in entries_of(before, item.entry.file, setting)}.get(item.entry.id)
        return write_text(before, item.wording, item.language, text) if _is_same(item, now) else None

    after = rewrite(root / item.entry.file, edited)
    return None if after is None else _again(item, after, setting)


def _again(item: Item, raw: bytes, setting: Setting) -> Item | None:
    """Return an item as it is after an edit; what the checks say of it is not known yet."""
    for entry in entries_of(raw, item.entry.file, setting):
        for wording, language, state in entry.states():
            if entry.id == item.entry.id and wording.path == item.wording.path and language == item.language:
                return Item(entry, wording, language, state, (), item.before)
    return None


def changed_words(before: str, now: str) -> tuple[tuple[str, str], ...]:
    """Return a word diff: (how, words) in order, how being "=", "-" for what went, or "+" for what came."""
    old, new = before.split(), now.split()
    pieces = []
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(("=", " ".join(old[i:j])))
            continue
        pieces += [(sign, " ".join(words)) for sign, words in (("-", old[i:j]), ("+", new[k:m])) if words]
    return tuple(pieces)
