"""The `translate` verb."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT, INTERRUPTED, PARTIAL, USAGE
from biennien.cli.report import (
    add_data_format,
    add_ids,
    add_language,
    add_root,
    count,
    digits,
    fail,
    show_found,
    show_problems,
    show_unknown,
)
from biennien.desk.engines import SERVICES, EngineError, open_engine
from biennien.desk.review import select
from biennien.desk.translate import DONE, DRAFTED, KEPT, LEFT, REJECTED, REUSED, Desk, plan, recall_from, translate
from biennien.messages import phrase, told, voice
from biennien.nodes import locate
from biennien.problems import sort_problems
from biennien.project import read_project
from biennien.sources import read_source
from biennien.text import width
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from biennien.desk.engines.web import Fault
    from biennien.desk.translate import Outcome, Task
    from biennien.messages import Phrase, Voice

EXAMPLE = "python build.py translate spring-meeting-2023 --to en"
SHOWN = 70  # display cells of an original, in a list
UNREAD = ("E1", "E602")  # begin the codes of files that can't be read, whose texts are not seen at all
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
    except EngineError as error:
        return fail(error.words, USAGE, options.lang)
    project = read_project(root)
    if project.chronicle is None or len(project.locales) < len(setting.languages):
        show_problems(project.problems, options)
        return CONTENT_ERRORS
    unread = tuple(one for one in project.problems if one.code.startswith(UNREAD))
    show_found(unread, root, options.lang)
    day = datetime.now().astimezone().date().isoformat()
    desk = Desk(root, setting, project.chronicle, project.locales, day, recall_from(root), engine)
    tasks = plan(entries, to=options.to, stale=options.stale)
    done = _list(tasks, options) if options.dry_run or not tasks else _carry_out(tasks, desk, options)
    return done or (CONTENT_ERRORS if unread else CLEAN)


def _list(tasks: Sequence[Task], options: argparse.Namespace) -> int:
    """Print what there is to do."""
    if options.format == "json":
        print(json.dumps([asdict(task) for task in tasks], ensure_ascii=False, indent=2))
        return CLEAN
    for task in tasks:
        print(f"{_named(task)}: {_short(task.text, SHOWN)}")
    said, length = voice(options.lang), sum(len(task.text) for task in tasks)
    texts, characters = count(said, "texts", len(tasks)), count(said, "characters", length)
    to_draft = phrase("to_draft", texts=texts, characters=characters)
    print(said.say(to_draft if tasks else phrase("nothing_missing")))
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
    show_found(sort_problems(locate(found, partial(read_source, desk.root))), desk.root, options.lang)
    if isinstance(stopped, OSError):
        fail(told(stopped), ENVIRONMENT, options.lang)
    said = voice(options.lang)
    for one in outcomes:
        if one.kind == LEFT and one.draft:  # its file is not to be written, so the words are given to the person
            print(said.say(phrase("not_written", task=_named(one.task), draft=one.draft)), file=sys.stderr)
    if options.format == "json":
        print(json.dumps([_plain(one, said) for one in outcomes], ensure_ascii=False, indent=2))
    asked = desk.engine is not None
    for line in (_sum_up(outcomes, said), _what_is_left(tasks, outcomes, said, asked=asked)):
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


def _sum_up(outcomes: Sequence[Outcome], said: Voice) -> str:
    """Return one line: what was done, by whom."""
    by = Counter(one.by for one in outcomes if one.kind in (DRAFTED, REUSED))
    numbers = [(digits(number, said.language), author) for author, number in by.items()]
    authors = [said.say(phrase("drafted_by", n=number, author=author)) for number, author in numbers]
    kinds = Counter(one.kind for one in outcomes)
    parts = [count(said, "drafted", by.total()) + (f" ({', '.join(authors)})" if authors else "")]
    if kinds[KEPT]:
        parts.append(count(said, "kept", kinds[KEPT]))
    if kinds[REJECTED]:
        parts.append(count(said, "rejected", kinds[REJECTED]))
    return "; ".join(parts)


def _what_is_left(tasks: Sequence[Task], outcomes: Sequence[Outcome], said: Voice, *, asked: bool) -> str:
    """Return the last line: what is left, where and why, and what to do next."""
    left = [*(one.task for one in outcomes if one.kind not in DONE), *tasks[len(outcomes) :]]
    if not left:
        return said.say(phrase("nothing_left"))
    entries = Counter(task.entry for task in left)
    named = [f"{entry} ({number})" for entry, number in entries.most_common(NAMED)]
    more = [said.say(phrase("entries_more", n=str(len(entries) - NAMED)))] if len(entries) > NAMED else []
    reasons = dict.fromkeys(said.say(_reason(one.fault)) for one in outcomes if one.fault)
    rejected = sum(one.kind == REJECTED for one in outcomes)
    again = phrase("run_again") if asked else phrase("run_again_online")
    hint = again if len(left) > rejected else phrase("write_by_hand")
    texts, number = count(said, "texts", len(tasks)), digits(len(left), said.language)
    line = phrase("texts_left", left=number, texts=texts, entries=", ".join(named + more))
    return "; ".join((said.say(line), *reasons, said.say(hint)))


def _reason(fault: Fault) -> Phrase:
    """Return what kind of fault it was, and why."""
    kinds = {
        "offline": phrase("fault_offline"),
        "timeout": phrase("fault_timeout"),
        "busy": phrase("fault_busy"),
        "quota": phrase("fault_quota"),
        "blocked": phrase("fault_blocked"),
        "refused": phrase("fault_refused"),
        "nonsense": phrase("fault_nonsense"),
    }
    return phrase("at_file", file=kinds[fault.kind], why=fault.why)


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


def _plain(outcome: Outcome, said: Voice) -> dict[str, Any]:
    return {
        **asdict(outcome.task),
        "outcome": outcome.kind,
        "draft": outcome.draft,
        "by": outcome.by,
        "problems": [one.code for one in outcome.problems],
        "fault": {**asdict(outcome.fault), "why": said.say(outcome.fault.why)} if outcome.fault else None,
    }
