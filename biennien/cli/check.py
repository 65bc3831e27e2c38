"""The `check` verb."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT, USAGE
from biennien.cli.report import add_format, add_language, add_root, fail, show_all, show_problems, summary, telling
from biennien.project import outcome_of, read_project

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py check --format line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_format(parser)
    add_language(parser)
    parser.add_argument(
        "--untrusted",
        metavar="BASE..HEAD",
        help="list instead what a change brings in that a reviewer should look at: new hosts and schemes, hidden and "
        "disguised letters, large fields, files outside the content; without HEAD: the working tree",
    )


def run(options: argparse.Namespace) -> int:
    """Check the project, and write nothing."""
    if options.untrusted:
        return _run_untrusted(options)
    began = time.perf_counter()
    with telling("checking", options.lang):
        outcome = outcome_of(read_project(options.root))
    show_problems(outcome.problems, options)
    if options.format == "human":
        print(summary(outcome, began, options.lang))
    return CONTENT_ERRORS if outcome.errors else CLEAN


def _run_untrusted(options: argparse.Namespace) -> int:
    """List what a change brings in; it is for a person to judge, so only errors have an exit code."""
    from biennien.desk.untrusted import RangeError, read_change
    from biennien.messages import phrase, voice

    try:
        change = read_change(options.root, options.untrusted)
    except RangeError as error:
        return fail(error.words, ENVIRONMENT if error.machine else USAGE, options.lang)
    show_all(change.problems, options, change.texts.__getitem__)
    if options.format == "human":
        files, found = str(len(change.texts)), str(len(change.problems))
        print(voice(options.lang).say(phrase("brought_in", files=files, found=found)))
    return CONTENT_ERRORS if any(one.is_error for one in change.problems) else CLEAN
