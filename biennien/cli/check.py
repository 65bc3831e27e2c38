"""The `check` verb."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS
from biennien.cli.report import add_format, add_language, add_root, show_problems, summary, telling
from biennien.project import outcome_of, read_project

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py check --format line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_format(parser)
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """Check the project, and write nothing."""
    began = time.perf_counter()
    with telling("checking", options.lang):
        outcome = outcome_of(read_project(options.root))
    show_problems(outcome.problems, options)
    if options.format == "human":
        print(summary(outcome, began, options.lang))
    return CONTENT_ERRORS if outcome.errors else CLEAN
