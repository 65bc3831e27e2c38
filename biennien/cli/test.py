"""The `test` verb, as far as its help goes: what it takes is pytest's, and goes there as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from biennien.trial import run_tests

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py test -k dates --no-browser"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    parser.add_argument(
        "arguments", nargs="*", metavar="ARGUMENT", help="what pytest takes: -k dates, --no-browser, a file of tests"
    )


def run(options: argparse.Namespace) -> int:
    """Run the tests."""
    return run_tests(Path(__file__).resolve().parents[2], options.arguments)
