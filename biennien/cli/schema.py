"""The `schema` verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT
from biennien.cli.report import add_language, add_root, fail
from biennien.desk.schema import FOLDER, unread, write_schemas
from biennien.load import SITE, load
from biennien.messages import phrase, told, voice

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """Write the schemas by which editors complete, explain and check entries."""
    chronicle, found = load(options.root)
    if chronicle is None or unread(found):
        return fail(phrase("unreadable", file=unread(found) or SITE), CONTENT_ERRORS, options.lang)
    try:
        written = write_schemas(chronicle, options.root)
    except OSError as error:
        return fail(told(error), ENVIRONMENT, options.lang)
    done = ", ".join(written) or phrase("nothing_changed")
    print(f"{FOLDER}/: {voice(options.lang).say(done)}")
    return CLEAN
