"""The `verify` verb."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT
from biennien.cli.report import add_language, add_out, add_root, fail, show_found
from biennien.inventory import MANIFEST, PublishError, find_damage, read_manifest
from biennien.project import digest_site, read_project

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EXAMPLE = "python build.py verify"
DIFFERENT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_root(parser)
    add_language(parser)
    add_out(parser)


def run(options: argparse.Namespace) -> int:
    """Print each file that is not as its manifest or a rebuild has it; 1 where there is one."""
    into: Path = options.out or options.root / "site"
    try:
        damage = find_damage(into)
        published = read_manifest(into / MANIFEST)
    except (PublishError, OSError) as error:
        return fail(str(error), ENVIRONMENT, options.lang)
    for address, state in sorted(damage.items()):
        print(f"{address}: {state} since it was written")
    project = read_project(options.root)
    if project.chronicle is None or project.errors:
        show_found(project.problems, options.root, options.lang)
        print("the content has errors, so there is nothing to compare the site with", file=sys.stderr)
        return CONTENT_ERRORS
    differences = list(compare(published, digest_site(project)))
    print("".join(f"{line}\n" for line in differences), end="")
    if damage or differences:
        return DIFFERENT
    print(f"{len(published):,} files, each as its manifest and a rebuild have it")
    return CLEAN


def compare(published: Mapping[str, str], rebuilt: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each address at which a manifest and a rebuild differ, in their order."""
    for address in sorted({*published, *rebuilt}):
        old, new = published.get(address), rebuilt.get(address)
        if old is None:
            yield f"{address}: a build would add it"
        elif new is None:
            yield f"{address}: a build would remove it"
        elif old != new:
            yield f"{address}: a build would write it otherwise"
