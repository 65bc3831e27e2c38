"""The `diff` verb."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, ENVIRONMENT, USAGE
from biennien.cli.report import add_data_format, add_language, fail
from biennien.desk.diff import find_changes, plain, read_export
from biennien.messages import phrase, voice

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from biennien.desk.diff import Change, Json
    from biennien.messages import Voice

EXAMPLE = "python build.py diff ../last-year site"
SIGNS = {"added": "+", "removed": "-", "changed": "~"}
TOTALS = {"added": "diff_added", "removed": "diff_removed", "changed": "diff_changed"}
WORDS = {
    "event": "diff_event",
    "entry": "diff_entry",
    "claim": "diff_claim",
    "wording": "diff_wording",
    "evidence": "diff_evidence",
    "figure": "diff_figure",
    "document": "diff_document",
    "participant": "diff_participant",
    "commitment": "diff_commitment",
    "note": "diff_note",
    "correction": "diff_correction",
    "status": "diff_status",
    "field": "diff_field",
}
"""The name of the word for what was changed."""
LONGEST = 160  # characters of a value that are shown; JSON has all of them
BEFORE = 30  # characters of what is the same that are shown before what differs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    for name, which in (("old", "earlier"), ("new", "later")):
        parser.add_argument(name, type=Path, help=f"the {which} site, or its data/chronicle.json")
    add_data_format(parser, "a line a change, by entry")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """Print what changed for a reader; that something has is no error."""
    exports: list[dict[str, Json]] = []
    for place in (options.old, options.new):
        try:
            exports.append(read_export(place))
        except OSError as error:
            return fail(str(error), ENVIRONMENT, options.lang)
        except ValueError:
            return fail(phrase("no_export", file=str(place)), USAGE, options.lang)
    changes = find_changes(*exports)
    if options.format == "json":
        print(json.dumps([plain(one) for one in changes], ensure_ascii=False, indent=2))
        return CLEAN
    said = voice(options.lang)
    for entry, found in groupby(changes, key=lambda one: one.entry):
        print("\n".join([_heading(entry, exports, options.lang), *(_line(one, said, options.lang) for one in found)]))
    print(_total(changes, said))
    return CLEAN


def _heading(entry: str, exports: list[dict[str, Json]], language: str) -> str:
    """Return an entry with its title or name, as it is now if it still is."""
    register, _, id_ = entry.partition("/")
    found: Json = next((one for export in reversed(exports) if id_ and (one := export[register].get(id_))), {})
    named = next((found[key] for key in ("name", "label", "title") if found.get(key)), None)
    return f"{entry}: {_shown(named, language)}" if named else entry


def _line(change: Change, said: Voice, language: str) -> str:
    noun = said.say(phrase(WORDS[_subject(change)]))
    what = f"{noun} {change.name}".rstrip()
    if change.kind != "changed":
        value = change.now if change.was is None else change.was
        told = "" if not change.path else f": {_shown(_gist(value), language)}"
        return f"  {SIGNS[change.kind]} {what}{told}"
    start = _start(change.was, change.now)
    was, now = (_shown(value, language, start) for value in (change.was, change.now))
    return f"  {SIGNS[change.kind]} {what}: {was} → {now}"


def _start(was: Json, now: Json) -> int:
    """Return from which character on two long texts are shown: from the words before those that differ."""
    if not (isinstance(was, str) and isinstance(now, str)) or max(len(was), len(now)) <= LONGEST:
        return 0
    same = next(
        (at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), min(len(was), len(now))
    )
    return was.rfind(" ", 0, same - BEFORE) + 1 if same > BEFORE else 0


def _gist(value: Json) -> Json:
    """Return what an item says above all: its text, name or value."""
    keys = ("text", "name", "value", "now", "quote", "status", "role")
    return next((value[key] for key in keys if key in value), value) if isinstance(value, dict) else value


def _shown(value: Json, language: str, start: int = 0) -> str:
    """Return a value on one line, a text from `start`; of a text in several languages, the one that is spoken here."""
    if isinstance(value, dict) and value and all(isinstance(text, str) for text in value.values()):
        value = value.get(language) or next(iter(value.values()))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = "…" * bool(start) + " ".join(text[start:].split())
    line = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
    return f"“{line}”" if isinstance(value, str) else line


def _total(changes: tuple[Change, ...], said: Voice) -> str:
    """Return the last line: how much of what kind."""
    if not changes:
        return said.say(phrase("diff_nothing"))
    counts: Mapping[tuple[str, str], int] = Counter((_subject(one), one.kind) for one in changes)
    return ", ".join(_counted(counts, said))


def _subject(change: Change) -> str:
    return "event" if change.what == "entry" and change.entry.startswith("events/") else change.what


def _counted(counts: Mapping[tuple[str, str], int], said: Voice) -> Iterator[str]:
    for (what, kind), number in counts.items():
        yield said.say(phrase(TOTALS[kind], n=str(number), what=phrase(WORDS[what])))
