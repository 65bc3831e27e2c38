"""The `verify` verb."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT
from biennien.cli.report import add_language, add_out, add_root, count, fail, show_found
from biennien.inventory import MANIFEST, MISSING, PublishError, find_damage, read_manifest
from biennien.messages import phrase, told, voice
from biennien.project import digest_site, read_project

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from biennien.messages import Phrase

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
    said = voice(options.lang)
    try:
        damage = find_damage(into)
        published = read_manifest(into / MANIFEST)
    except (PublishError, OSError) as error:
        return fail(told(error), ENVIRONMENT, options.lang)
    for address, state in sorted(damage.items()):
        print(said.say(_damaged(address, state)))
    project = read_project(options.root)
    if project.chronicle is None or project.errors:
        show_found(project.problems, options.root, options.lang)
        print(said.say(phrase("nothing_to_compare")), file=sys.stderr)
        return CONTENT_ERRORS
    differences = list(compare(published, digest_site(project)))
    print("".join(f"{said.say(line)}\n" for line in differences), end="")
    if damage or differences:
        return DIFFERENT
    print(count(said, "verified", len(published)))
    return CLEAN


def _damaged(address: str, state: str) -> Phrase:
    if state == MISSING:
        return phrase("missing_since", address=address)
    return phrase("changed_since", address=address)


def compare(published: Mapping[str, str], rebuilt: Mapping[str, str]) -> Iterator[Phrase]:
    """Yield a line for each address at which a manifest and a rebuild differ, in their order."""
    for address in sorted({*published, *rebuilt}):
        old, new = published.get(address), rebuilt.get(address)
        if old is None:
            yield phrase("would_add", address=address)
        elif new is None:
            yield phrase("would_remove", address=address)
        elif old != new:
            yield phrase("would_differ", address=address)
