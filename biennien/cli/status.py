"""The `status` verb."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from biennien.cli import CLEAN, CONTENT_ERRORS
from biennien.cli.report import (
    add_data_format,
    add_ids,
    add_language,
    add_root,
    count,
    show_problems,
    show_unknown,
    state_name,
    table,
)
from biennien.desk.status import Row, read_status
from biennien.messages import phrase, voice
from biennien.project import read_project
from biennien.states import STATES
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    import argparse

    from biennien.messages import Voice

EXAMPLE = "python build.py status spring-meeting-2023"
WORDS = 2  # columns that hold words; the others hold numbers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_ids(parser)
    add_root(parser)
    add_data_format(parser, "a table")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """Print a table of the entries; that there is work left is no error."""
    project, said = read_project(options.root), voice(options.lang)
    rows, unknown = read_status(options.root, options.ids, project.chronicle, project.problems)
    if unknown:
        known = (entry.id for entry in read_entries(options.root, read_setting(options.root)))
        return show_unknown(unknown, known, phrase("an_entry"), options.lang)
    if options.format == "json":
        print(json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=2))
        return CLEAN
    if not rows:
        show_problems(project.problems, options)
        print(said.say(phrase("no_texts")))
        return CONTENT_ERRORS if project.errors else CLEAN
    lines = [_titles(said), *map(_cells, rows), _total(rows, said)]
    print(table(lines, range(WORDS, len(lines[0]))), end="")
    errors, warnings = count(said, "errors", project.errors), count(said, "warnings", project.warnings)
    print(said.say(phrase("in_all", errors=errors, warnings=warnings)))
    return CLEAN


def _titles(said: Voice) -> tuple[str, ...]:
    counted = (phrase("quotes_found"), phrase("outside"), phrase("errors"), phrase("warnings"))
    return tuple(map(said.say, (phrase("entry"), phrase("into"), *map(state_name, STATES), *counted)))


def _cells(row: Row) -> tuple[str, ...]:
    found, outside = (f"{row.proof.found}/{row.proof.quotes}", str(row.proof.outside)) if row.proof else ("?", "?")
    numbers = [*(row.counts[state] for state in STATES)]
    return (row.id, row.language, *map(str, numbers), found, outside, str(row.errors), str(row.warnings))


def _total(rows: tuple[Row, ...], said: Voice) -> tuple[str, ...]:
    """Return the last line; what belongs to an entry counts once, in however many languages it is shown."""
    entries = {row.id: row for row in rows}.values()
    proofs = [row.proof for row in entries if row.proof]
    found = f"{sum(one.found for one in proofs)}/{sum(one.quotes for one in proofs)}"
    counts = [sum(row.counts[state] for row in rows) for state in STATES]
    problems = (sum(row.errors for row in entries), sum(row.warnings for row in entries))
    numbers = (*counts, found, sum(one.outside for one in proofs), *problems)
    return (said.say(phrase("all")), "", *map(str, numbers))


def _plain(row: Row) -> dict[str, Any]:
    proof = row.proof and {"quotes": row.proof.quotes, "found": row.proof.found, "outside": row.proof.outside}
    return {
        "id": row.id,
        "language": row.language,
        "translations": dict(row.counts),
        "evidence": proof,
        "errors": row.errors,
        "warnings": row.warnings,
    }
