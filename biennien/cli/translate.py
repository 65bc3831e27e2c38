"""The `translate` verb."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT, INTERRUPTED, PARTIAL, USAGE
from biennien.cli.report import (
    add_data_format,
    add_ids,
    add_language,
    add_root,
    count,
    fail,
    show_found,
    show_problems,
    show_unknown,
)
from biennien.desk.engines import SERVICES, open_engine
from biennien.desk.review import select
from biennien.desk.translate import DONE, DRAFTED, KEPT, LEFT, REJECTED, REUSED, Desk, plan, recall_from, translate
from biennien.messages import phrase
from biennien.nodes import locate
from biennien.problems import sort_problems
from biennien.project import read_project
from biennien.text import width
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from biennien.desk.translate import Outcome, Task

EXAMPLE = "python build.py translate spring-meeting-2023 --to en"
SHOWN = 70  # display cells of an original, in a list
NO_YAML = "E1"  # begins the codes of files that can't be read, whose texts are not seen at all
NAMED = 5  # entries named in the last line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_ids(parser)
    add_root(parser)
    add_data_format(parser, "in sentences")
    add_language(parser)
    parser.add_argument("--to", default="", metavar="LANG", help="draft into this language only")
    parser.add_argument(
        "--engine",
        default="google",
        metavar="NAME[=URL]",
        help=f"{', '.join(SERVICES)} (default: google); keys come from LIBRE_API_KEY and MICROSOFT_API_KEY",
    )
    parser.add_argument("--stale", action="store_true", help="draft anew what a machine drafted from an older original")
    parser.add_argument("--offline", action="store_true", help="ask no engine; use only translations that we have")
    parser.add_argument("--dry-run", action="store_true", help="list what would be drafted; ask nobody, write nothing")


def run(options: argparse.Namespace) -> int:
    """Draft what is missing, and say what is left."""
    root, setting = options.root, read_setting(options.root)
    if not setting.languages:
        show_problems(read_project(root).problems, options)
        return CONTENT_ERRORS
    entries, unknown = select(every := read_entries(root, setting), options.ids)
    if unknown:
        return show_unknown(unknown, (entry.id for entry in every), phrase("an_entry"), options.lang)
    if options.to and options.to not in setting.languages:
        return show_unknown([options.to], setting.languages, phrase("a_language"), options.lang)
    try:
        engine = None if options.offline or options.dry_run else open_engine(options.engine, os.environ)
    except ValueError as error:
        return fail(str(error), USAGE, options.lang)
    project = read_project(root)
    if project.chronicle is None or len(project.locales) < len(setting.languages):
        show_problems(project.problems, options)
        return CONTENT_ERRORS
    unread = tuple(one for one in project.problems if one.code.startswith(NO_YAML))
    show_found(unread, root, options.lang)
    day = datetime.now().astimezone().date().isoformat()
    desk = Desk(root, setting, project.chronicle, project.locales, day, recall_from(root), engine)
    tasks = plan(entries, to=options.to, stale=options.stale)
    done = _list(tasks, options.format) if options.dry_run or not tasks else _carry_out(tasks, desk, options)
    return done or (CONTENT_ERRORS if unread else CLEAN)


def _list(tasks: Sequence[Task], how: str) -> int:
    """Print what there is to do."""
    if how == "json":
        print(json.dumps([asdict(task) for task in tasks], ensure_ascii=False, indent=2))
        return CLEAN
    for task in tasks:
        print(f"{_named(task)}: {_short(task.text, SHOWN)}")
    length = sum(len(task.text) for task in tasks)
    print(f"{count(len(tasks), 'text')} to draft, {count(length, 'character')}" if tasks else "nothing is missing")
    return CLEAN


def _carry_out(tasks: Sequence[Task], desk: Desk, options: argparse.Namespace) -> int:
    """Do the tasks; whatever stops us, what was written is kept and told."""
    outcomes: list[Outcome] = []
    stopped: BaseException | None = None
    try:
        _show_progress(tasks, 0)
        for outcome in translate(tasks, desk):
            outcomes.append(outcome)
            _show_progress(tasks, len(outcomes))
    except (OSError, KeyboardInterrupt) as error:
        stopped = error
    _show_progress(tasks, len(tasks))
    found = [problem for one in outcomes for problem in one.problems]
    show_found(sort_problems(locate(found, lambda file: (desk.root / file).read_bytes())), desk.root, options.lang)
    if isinstance(stopped, OSError):
        fail(str(stopped), ENVIRONMENT, options.lang)
    for one in outcomes:
        if one.kind == LEFT and one.draft:  # its file is not to be written, so the words are given to the person
            print(f"not written: {_named(one.task)}: {one.draft}", file=sys.stderr)
    if options.format == "json":
        print(json.dumps([_plain(one) for one in outcomes], ensure_ascii=False, indent=2))
    asked = desk.engine is not None
    for line in (_sum_up(outcomes), _what_is_left(tasks, outcomes, asked=asked)):
        print(line, file=sys.stderr if options.format == "json" else sys.stdout)
    return _exit_code(tasks, outcomes, stopped, asked=asked)


def _exit_code(
    tasks: Sequence[Task], outcomes: Sequence[Outcome], stopped: BaseException | None, *, asked: bool
) -> int:
    if stopped:
        return INTERRUPTED if isinstance(stopped, KeyboardInterrupt) else ENVIRONMENT
    done = sum(one.kind in DONE for one in outcomes)
    if done == len(tasks):
        return CLEAN
    unreachable = asked and not done and all(one.fault for one in outcomes)
    return ENVIRONMENT if unreachable else PARTIAL


def _sum_up(outcomes: Sequence[Outcome]) -> str:
    """Return one line: what was done, by whom."""
    by = Counter(one.by for one in outcomes if one.kind in (DRAFTED, REUSED))
    authors = f" ({', '.join(f'{number:,} by {author}' for author, number in by.items())})" if by else ""
    kinds = Counter(one.kind for one in outcomes)
    parts = [f"{count(by.total(), 'text')} drafted{authors}"]
    if kinds[KEPT]:
        parts.append(f"{kinds[KEPT]:,} written by somebody meanwhile and kept")
    if kinds[REJECTED]:
        parts.append(f"{count(kinds[REJECTED], 'draft')} rejected")
    return "; ".join(parts)


def _what_is_left(tasks: Sequence[Task], outcomes: Sequence[Outcome], *, asked: bool) -> str:
    """Return the last line: what is left, where and why, and what to do next."""
    left = [*(one.task for one in outcomes if one.kind not in DONE), *tasks[len(outcomes) :]]
    if not left:
        return "nothing is left; read the drafts and approve them: python build.py review"
    entries = Counter(task.entry for task in left)
    named = [f"{entry} ({number})" for entry, number in entries.most_common(NAMED)]
    more = [f"{len(entries) - NAMED} more"] if len(entries) > NAMED else []
    reasons = dict.fromkeys(f"{one.fault.kind}: {one.fault.why}" for one in outcomes if one.fault)
    why = f"; {'; '.join(reasons)}" if reasons else ""
    rejected = sum(one.kind == REJECTED for one in outcomes)
    again = "run it again to go on" if asked else "run it again without --offline to go on"
    hint = again if len(left) > rejected else "write them by hand, from the drafts above"
    return f"{len(left):,} of {count(len(tasks), 'text')} left: {', '.join(named + more)}{why}; {hint}"


def _show_progress(tasks: Sequence[Task], done: int) -> None:
    """Keep one line of a terminal: how far we are, and with what; nothing where no person looks on."""
    if not sys.stderr.isatty():
        return
    words = f"{done + 1}/{len(tasks)} {_named(tasks[done])}" if done < len(tasks) else ""
    line = _short(words, shutil.get_terminal_size().columns - 1)
    print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def _named(task: Task) -> str:
    return f"{task.entry} {task.field} ({task.source} → {task.target})"


def _short(text: str, cells: int) -> str:
    """Return a text on one line, cut so that it takes no more than so many display cells."""
    line = " ".join(text.split())
    if width(line) <= cells:
        return line
    while width(line) >= cells:
        line = line[:-1]
    return f"{line}…"


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        **asdict(outcome.task),
        "outcome": outcome.kind,
        "draft": outcome.draft,
        "by": outcome.by,
        "problems": [one.code for one in outcome.problems],
        "fault": asdict(outcome.fault) if outcome.fault else None,
    }
