"""What several verbs take and say: the folder of a project, its problems, and the last line."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.problems import render_human, render_json

if TYPE_CHECKING:
    import argparse

    from biennien.problems import Problem
    from biennien.project import Project

FORMATS = ("human", "json")


def add_root(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told which folder is meant."""
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the folder that holds content/ (default: this one)"
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told how problems are shown."""
    parser.add_argument("--format", choices=FORMATS, default="human", help="how problems are shown")


def show_problems(project: Project, root: Path, how: str) -> None:
    """Print the problems of a project: for people to the error stream, for programs to the output."""
    if how == "json":
        print(render_json(project.problems), end="")
    else:
        show_found(project.problems, root)


def show_found(problems: tuple[Problem, ...], root: Path) -> None:
    """Print problems, located and sorted, for people to the error stream."""
    if problems:
        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        report = render_human(
            problems, lambda file: (root / file).read_bytes().decode("utf-8-sig", "replace"), colour=colour
        )
        print(report, file=sys.stderr)


def summary(project: Project, began: float, *, pages: int | None = None) -> str:
    """Return one line: what there is, what was checked, and how long it took since `began` (time.perf_counter)."""
    events = project.chronicle.events.values() if project.chronicle else ()
    claims = [claim for event in events for claim in event.claims]
    quotes = sum(bool(one.quote) for claim in claims for one in claim.evidence)
    parts = [count(len(events), "event"), count(len(claims), "claim")]
    if pages is not None:
        parts.append(count(pages, "page"))
    found = "all found" if not project.errors else "compared"
    return (
        f"{', '.join(parts)}; {project.passed} of {project.rules} checks passed "
        f"({count(quotes, 'quote')} {found} in the archive), "
        f"{count(project.errors, 'error')}, {count(project.warnings, 'warning')}; {time.perf_counter() - began:.2f} s"
    )


def count(number: int, noun: str) -> str:
    """Return a number and what it counts."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
