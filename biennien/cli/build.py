"""The `build` verb."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT
from biennien.cli.report import add_format, add_language, add_out, add_root, fail, show_problems, summary, telling
from biennien.messages import phrase, voice
from biennien.project import read_project, write_site
from biennien.publish import PublishError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

EXAMPLE = "python build.py build --out ../public"


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
    say = voice(options.lang).say
    with telling("checking", options.lang):
        project, pages = read_project(root), 0
    if project.chronicle and not project.errors:
        try:
            with telling("writing", options.lang):
                written = write_site(project, root, into, show_parts=options.parts)
        except (PublishError, OSError) as error:
            show_problems(project, options)
            return fail(str(error), ENVIRONMENT, options.lang)
        project, pages = replace(project, problems=(*project.problems, *written.problems)), written.pages
    show_problems(project, options)
    if project.errors or project.chronicle is None:
        told = summary(project, began, options.lang)
        print(say(phrase("left_alone", summary=told, folder=str(into))) if into.exists() else told, file=sys.stderr)
        return CONTENT_ERRORS
    from biennien.desk.schema import has_schemas, renew_schemas  # a check that fails needs none of it

    if has_schemas(root):
        renew_schemas(root, project.chronicle)
    if options.format == "human":
        print(summary(project, began, options.lang, pages=pages))
        if not project.chronicle.settings.base_url:
            print(say(phrase("no_address_shared")))
        print(say(phrase("open", address=(into / "index.html").resolve().as_uri())))
    return CLEAN
