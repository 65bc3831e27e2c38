"""The `schema` verb."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT
from biennien.cli.report import add_root
from biennien.desk.schema import FOLDER, write_schemas
from biennien.load import SITE, load

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)


def run(options: argparse.Namespace) -> int:
    """Write the schemas by which editors complete, explain and check entries."""
    chronicle, _ = load(options.root)
    if chronicle is None:
        print(f"error: {SITE} can't be read; python build.py check says why", file=sys.stderr)
        return CONTENT_ERRORS
    try:
        written = write_schemas(chronicle, options.root)
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
        return ENVIRONMENT
    print(f"{FOLDER}/: {', '.join(written) if written else 'nothing has changed'}")
    return CLEAN
