"""The `build` verb."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT
from biennien.cli.report import add_format, add_root, show_problems, summary
from biennien.project import read_project, write_site
from biennien.publish import PublishError

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_format(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write the site (default: site/ in the root)")


def run(options: argparse.Namespace) -> int:
    """Check the project and write its site; a project with errors leaves the last one as it was."""
    began = time.perf_counter()
    root: Path = options.root
    into: Path = options.out or root / "site"
    project, pages = read_project(root), 0
    if project.chronicle and not project.errors:
        try:
            written = write_site(project, root, into)
        except (PublishError, OSError) as error:
            show_problems(project, root, options.format)
            print(f"error: {error}", file=sys.stderr)
            return ENVIRONMENT
        project, pages = replace(project, problems=(*project.problems, *written.problems)), written.pages
    show_problems(project, root, options.format)
    if project.errors or project.chronicle is None:
        kept = f"; {into}/ is left as it was" if into.exists() else ""
        print(summary(project, began) + kept, file=sys.stderr)
        return CONTENT_ERRORS
    if options.format == "human":
        print(summary(project, began, pages=pages))
        print(f"open {(into / 'index.html').resolve().as_uri()}")
    return CLEAN
