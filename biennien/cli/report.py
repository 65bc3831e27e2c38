"""What several verbs take and say: the folder of a project, its problems, and the last line."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.cli import USAGE
from biennien.fields import meant
from biennien.problems import render_human, render_json
from biennien.text import width

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable, Sequence

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


def show_unknown(unknown: Iterable[str], known: Iterable[str], what: str) -> int:
    """Print which names mean nothing, with what was perhaps meant; return the exit code for it."""
    known = tuple(known)
    for one in unknown:
        guess = meant(one, known)
        print(f"error: there is no {what} “{one}”{f'; {guess}' if guess else ''}", file=sys.stderr)
    return USAGE


def table(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """Return lines with the columns aligned by display cells, those in `right` to the right."""
    widths = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        gaps = [" " * (wide - width(cell)) for wide, cell in zip(widths, row, strict=True)]
        pairs = enumerate(zip(gaps, row, strict=True))
        cells = [gap + cell if place in right else cell + gap for place, (gap, cell) in pairs]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)


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
