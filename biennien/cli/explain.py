"""The `explain` verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.cli import CLEAN, USAGE
from biennien.problems import explain

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py explain E212"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    parser.add_argument("code")


def run(options: argparse.Namespace) -> int:
    """Print what a code means and how to mend it."""
    text = explain(options.code)
    print(text, end="")
    return USAGE if text.endswith("no such code\n") else CLEAN
