"""The command line: the only room that prints or exits. Each verb has a file of its own, and all are listed here."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, cast

from biennien.crew import uncollected
from biennien.messages import phrase, voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLEAN, CONTENT_ERRORS, USAGE, ENVIRONMENT, PARTIAL, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 4, 130, 143
VERBS: Final = {
    "build": "check, then write site/ (the default)",
    "check": "check without writing",
    "verify": "compare site/ with its manifest, and with what a build would write",
    "diff": "say what changed for a reader between two builds, by their data/chronicle.json",
    "serve": "show the site as you write, and build it anew at every change",
    "status": "show how far translations, evidence and checks are, by entry",
    "translate": "draft missing translations by machine",
    "review": "look at translations, and approve or correct them",
    "explain": "explain a code such as E212",
    "import": "archive an article and begin its entry, or take over a timeline (TimelineJS, CSV)",
    "new": "begin an entry: a file that loads, with TODO where you have to write",
    "schema": "write what editors need to complete and explain entries",
    "test": "install what the tests need and run them",
}
"""Verb: one line of help. Its module is imported when it is asked for, since start-up decides a small build."""


class Verb(Protocol):
    """What the module of a verb holds."""

    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say what the verb takes."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; return the exit code."""


def main(argv: Sequence[str]) -> int:
    """Run one verb; return the exit code.

    0 clean, 1 content errors, 2 usage, 3 environment, 4 partly done, 130 interrupted, 143 ended by SIGTERM.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = list(argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments.insert(0, "build")
    if arguments[0] == "test" and not {"-h", "--help"} & set(arguments):  # whose arguments are pytest's
        from biennien.trial import run_tests

        return run_tests(Path(__file__).resolve().parents[2], arguments[1:])
    if arguments[0] not in (*VERBS, "-h", "--help"):
        from biennien.cli.report import show_unknown

        return show_unknown([arguments[0]], VERBS, phrase("a_verb"), _asked_language(arguments))
    return _run(_parser(arguments[0]).parse_args(arguments))


def _run(options: argparse.Namespace) -> int:
    """Run the verb that was asked for; return its exit code, or that of how it was stopped."""
    language = getattr(options, "lang", "en")
    try:
        with ending_in_order(), uncollected():
            return int(options.run(options))
    except BrokenPipeError:  # whoever read our words has gone, as `head` does; what was built stays built
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return _stopped(INTERRUPTED, language)
    except SystemExit as end:
        if end.code != TERMINATED:
            raise
        return _stopped(TERMINATED, language)
    except OSError as error:  # what no verb has words of its own for
        from biennien.cli.report import fail
        from biennien.sources import refusal

        return fail(refusal(error), ENVIRONMENT, language)


def _stopped(code: int, language: str) -> int:
    """Say that a run was stopped; return its exit code."""
    print(voice(language).say(phrase("interrupted")), file=sys.stderr)
    return code


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Let SIGTERM, like Ctrl-C, end what is done with it: what is half written goes. A second one ends it at once."""

    def end(*_: object) -> NoReturn:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        raise SystemExit(TERMINATED)

    if threading.current_thread() is not threading.main_thread():  # which alone is told of signals
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _asked_language(arguments: Sequence[str]) -> str:
    """Return the language that is asked for beside a verb that there is not, else that of the system."""
    from biennien.cli.report import add_language

    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_language(parser)
    try:
        return str(parser.parse_known_args(arguments)[0].lang)
    except argparse.ArgumentError:
        return str(parser.get_default("lang"))


def _parser(asked: str) -> argparse.ArgumentParser:
    """Return a parser that knows all verbs by name, and the one that is asked for by its arguments."""
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Check the chronicle in content/ and build the site. Without a verb: build.",
        epilog="example: python build.py check --root ../my-timeline",
    )
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for name, help_ in VERBS.items():
        if name != asked:
            verbs.add_parser(name, help=help_)
            continue
        verb = cast("Verb", import_module(f"biennien.cli.{_module(name)}"))
        one = verbs.add_parser(
            name, help=help_, description=help_, epilog=f"example: {verb.EXAMPLE}", allow_abbrev=False
        )
        verb.add_arguments(one)
        one.set_defaults(run=verb.run)
    return parser


def _module(verb: str) -> str:
    """Return the name of a verb's module: a word that Python keeps for itself has an underscore behind it."""
    return f"{verb}_" if iskeyword(verb) else verb.replace("-", "_")
