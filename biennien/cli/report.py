"""What several verbs take and say: the folder of a project, its problems, and the last line."""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from biennien import states
from biennien.cli import USAGE
from biennien.messages import languages, phrase, voice
from biennien.sources import read_source
from biennien.text import width

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from biennien.cache.last import Outcome
    from biennien.messages import Phrase, Voice, Words
    from biennien.problems import Problem

FORMATS = ("human", "line", "json", "github")
DATA_FORMATS = ("human", "json")
PATIENCE = 1.0  # seconds after which somebody at a terminal is told what goes on


def today() -> str:
    """Return this day where the user is: the clock is read here, and what it says goes in as an argument."""
    return dt.datetime.now().astimezone().date().isoformat()


def add_root(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told which folder is meant."""
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder of the project, which holds content/ (default: this one)",
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told how problems are shown."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="human",
        help="how problems are shown: human, with the line and a caret (default); line, one line each, for editors; "
        "json, one object each, for programs; github, as annotations of a workflow",
    )


def add_data_format(parser: argparse.ArgumentParser, human: str) -> None:
    """Let a verb that tells of texts, not of problems, be told how: as `human` says, or as JSON."""
    help_ = f"how it is shown: human, {human} (default); json, for programs"
    parser.add_argument("--format", choices=DATA_FORMATS, default="human", help=help_)


def add_out(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told where the site is."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder of the site (default: site/ in the root)")


def add_ids(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told which entries are meant."""
    help_ = "an event, an entry such as people/liu-ning, or a whole register (default: everything)"
    parser.add_argument("ids", nargs="*", metavar="ID", help=help_)


def add_language(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told in which language it speaks."""
    parser.add_argument(
        "--lang",
        choices=languages(),
        default=spoken(os.environ),
        help="the language of messages: %(choices)s (default: the system’s, by LC_ALL, LC_MESSAGES or LANG; else en)",
    )


def spoken(environment: Mapping[str, str]) -> str:
    """Return the language of the locale, as POSIX finds it (section 8.2), if there are messages in it; else English."""
    locale = next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := environment.get(name))), "")
    language = locale.replace("-", "_").split("_")[0].split(".")[0].lower()
    return language if language in languages() else "en"


def show_problems(problems: tuple[Problem, ...], options: argparse.Namespace) -> None:
    """Print problems, located and sorted: for people to the error stream, for programs to the output."""
    show_all(problems, options, reader(options.root))


def show_all(problems: tuple[Problem, ...], options: argparse.Namespace, read: Callable[[str], str]) -> None:
    """Print problems as `--format` asks; `read` returns the text of a file, to show its lines."""
    root: Path = options.root
    if options.format == "human":
        show_human(problems, read, options.lang)
        return
    from biennien.annotations import render_github, render_lines
    from biennien.problems import render_json

    if options.format == "json":
        print(render_json(problems, options.lang), end="")
        return
    render = render_github if options.format == "github" else render_lines
    print(render(problems, root.as_posix().removeprefix("."), options.lang), end="")


def show_found(problems: tuple[Problem, ...], root: Path, language: str = "en") -> None:
    """Print problems, located and sorted, for people to the error stream."""
    show_human(problems, reader(root), language)


def show_human(problems: tuple[Problem, ...], read: Callable[[str], str], language: str) -> None:
    """Print problems for people to the error stream; `read` returns the text of a file, to show its lines."""
    from biennien.problems import render_human

    report = render_human(
        problems,
        read,
        colour=is_coloured(sys.stderr, os.environ),
        language=language,
    )
    if report:
        print(report, file=sys.stderr)


def reader(root: Path) -> Callable[[str], str]:
    """Return what reads a file of the project as text, to show its lines."""
    return lambda file: read_source(root, file).decode("utf-8-sig", "replace")


def is_coloured(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Say whether to colour: NO_COLOR forbids it (no-color.org), FORCE_COLOR asks for it, else a terminal decides."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (stream.isatty() and environment.get("TERM") != "dumb")


def summary(outcome: Outcome, began: float, language: str) -> str:
    """Return one line: what there is, what was checked, and how long it took since `began` (time.perf_counter)."""
    said = voice(language)
    things = {"events": outcome.events, "claims": outcome.claims}
    if outcome.pages is not None:
        things["pages"] = outcome.pages

    return said.say(
        phrase(
            "summary",
            things=", ".join(count(said, name, number) for name, number in things.items()),
            passed=str(outcome.passed),
            rules=str(outcome.rules),
            quotes=count(said, "quotes", outcome.quotes),
            found=phrase("compared" if outcome.errors else "all_found"),
            errors=count(said, "errors", outcome.errors),
            warnings=count(said, "warnings", outcome.warnings),
            seconds=digits(round(time.perf_counter() - began, 2), language),
        )
    )


def count(said: Voice, name: str, number: int) -> str:
    """Return a number and what it counts, by the name of its phrases without _one and _other."""
    return said.count(name, digits(number, said.language))


def state_name(state: str) -> Phrase:
    """Return what the state of a translation (states.STATES) is called."""
    names = {
        states.MISSING: phrase("state_missing"),
        states.DRAFT: phrase("state_draft"),
        states.STALE: phrase("state_stale"),
        states.EDITED: phrase("state_edited"),
        states.REVIEWED: phrase("state_reviewed"),
    }
    return names[state]


def digits(number: float, language: str) -> str:
    """Return a number as the language writes it."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=language)


@contextmanager
def telling(doing: str, language: str) -> Iterator[None]:
    """Tell a terminal what goes on and since when, if it goes on for over a second, and wipe that out at the end."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(phrase(doing), voice(language), done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(doing: Phrase, said: Voice, done: threading.Event) -> None:
    seconds = 0
    while not done.wait(PATIENCE):
        seconds += 1
        line = said.say(phrase("so_far", doing=doing, seconds=str(seconds)))
        print(f"\r{line}", end="", file=sys.stderr, flush=True)
    if seconds:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def show_unknown(unknown: Iterable[str], known: Iterable[str], what: Words, language: str) -> int:
    """Print which names mean nothing, with what was perhaps meant; return the exit code for it."""
    from biennien.fields import meant

    known = tuple(known)
    for one in unknown:
        fail(no_such(what, one, meant(one, known)), USAGE, language)
    return USAGE


def no_such(what: Words, word: str, rest: Words = "") -> Phrase:
    """Return that there is nothing of that name, and, where anything is known of it, the `rest`."""
    return phrase("no_such_but", what=what, word=word, rest=rest) if rest else phrase("no_such", what=what, word=word)


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


def fail(what: Words, code: int, language: str) -> int:
    """Say in one line why nothing was done; return the exit code."""
    said = voice(language)
    print(f"{said.say(phrase('error'))}: {said.say(what)}", file=sys.stderr)
    return code
