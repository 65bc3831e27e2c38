"""The `explain` verb."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, USAGE
from biennien.cli.report import add_language
from biennien.messages import phrase, voice

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py explain E212"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    parser.add_argument("code", metavar="CODE", help="the code of a problem, as a report shows it in brackets: E212")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """Print what a code means and how to mend it."""
    said = voice(options.lang)
    text = said.explain(options.code)
    if text is None:
        print(said.say(phrase("unknown_code", code=options.code)), file=sys.stderr)
        return USAGE
    print(text, end="")
    return CLEAN
