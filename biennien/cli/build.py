"""The `build` verb."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from biennien.cache.last import find_last, keep_last
from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT
from biennien.cli.report import (
    add_format,
    add_language,
    add_out,
    add_root,
    fail,
    show_problems,
    summary,
    telling,
)
from biennien.crew import count_hands
from biennien.leftovers import sweep_folder
from biennien.messages import phrase, voice
from biennien.project import SOURCES, build_site
from biennien.sources import refusal
from biennien.templates import BUILT_IN

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from biennien.cache.last import Outcome
    from biennien.messages import Phrase
    from biennien.model import Chronicle

EXAMPLE = "python build.py build --out ../public"
SCHEMAS = "schema"
FOLDERS = (*SOURCES, SCHEMAS)
"""The folders of a project on which it depends what a build does."""
KEPT_UP = ("content", "content/events", "content/memory", "seeds", SCHEMAS)
"""The folders in which commands that were killed may have left what they were writing."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_format(parser)
    add_language(parser)
    add_out(parser)
    parser.add_argument("--parts", action="store_true", help="add parts/: the pages’ parts, by their examples")


def run(options: argparse.Namespace) -> int:
    """Check the project and write its site; a project with errors leaves the last one as it was."""
    began = time.perf_counter()
    root: Path = options.root
    into: Path = options.out or root / "site"
    for name in KEPT_UP:
        sweep_folder(root / name)
    folders = (*(root / name for name in FOLDERS), BUILT_IN)
    outcome = find_last(root, into, folders, str(options.parts), count_hands())
    if outcome is None:
        try:
            with telling("writing", options.lang):
                outcome = build(options, folders, into)
        except OSError as error:
            return fail(refusal(error), ENVIRONMENT, options.lang)
    show_problems(outcome.problems, options)
    if outcome.fault:
        return fail(outcome.fault, ENVIRONMENT, options.lang)
    say = voice(options.lang).say
    if outcome.errors:
        line = summary(outcome, began, options.lang)
        print(say(phrase("left_alone", summary=line, folder=str(into))) if into.exists() else line, file=sys.stderr)
        return CONTENT_ERRORS
    if options.format == "human":
        print(summary(outcome, began, options.lang))
        for note in find_notes(outcome):
            print(say(note))
        print(say(phrase("open", address=(into / "index.html").resolve().as_uri())))
    return CLEAN


def find_notes(outcome: Outcome) -> Iterator[Phrase]:
    """Yield what a site does without, since something that is nobody's fault is not known."""
    if not outcome.base_url:
        yield phrase("no_base_url")
    if outcome.undated:
        yield phrase("no_addition", n=str(outcome.undated))


def build(options: argparse.Namespace, folders: tuple[Path, ...], into: Path) -> Outcome:
    """Build the site, and keep what spares the next build work."""
    from biennien.cache.kept import read_build, write_build
    from biennien.snapshot import take_snapshot

    root: Path = options.root
    sources, before = take_snapshot(folders), read_build(root)
    outcome, kept = build_site(root, into, before, show_parts=options.parts, hands=count_hands())
    if not outcome.errors and not outcome.fault:
        write_build(root, kept)
        if keep_schemas(root, kept.read.content.chronicle):  # else the next build has something to do
            sources = {**sources, **take_snapshot([root / SCHEMAS])}
            keep_last(root, into, sources, outcome, str(options.parts))
    return outcome


def keep_schemas(root: Path, chronicle: Chronicle | None) -> bool:
    """Keep a project's schemas for editors as new as its content, where it has any; say whether they are."""
    if not (root / SCHEMAS).is_dir():
        return True
    from biennien.desk.schema import renew_schemas

    return renew_schemas(root, chronicle)
