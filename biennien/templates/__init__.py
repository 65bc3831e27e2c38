"""Where templates, strings and static files are found: a project's own first, then those that come with the program."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biennien.snapshot import mark_of
from biennien.text import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment
    from markupsafe import Markup

    from biennien.snapshot import Mark

FILES = "of-biennien-1-%s.cache"
"""The names of compiled templates; the number goes up when `compiler` changes, since Jinja can't tell."""
BUILT_IN = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Templates:
    """The folders to look in, the first that has a file giving it."""

    folders: tuple[Path, ...]

    def environment(self, compiled: Path | None = None) -> Environment:
        """Return Jinja's environment: strict about what is missing, escaping everything.

        Templates that were compiled before are taken from the folder `compiled`, and those that were not go there.
        """
        from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

        from biennien.templates import compiler

        environment = Environment(
            bytecode_cache=FileSystemBytecodeCache(str(compiled), FILES) if compiled and _is_ours(compiled) else None,
            cache_size=-1,  # all are kept: to count them, Jinja looks for each in a row
            loader=FileSystemLoader(self.folders),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,  # templates don't change while they are rendered
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.code_generator_class = compiler.Compiler
        environment.show, environment.call = compiler.show, compiler.call  # type: ignore[attr-defined]
        # A ChainMap's keys are compared in Python, which each import of each page has to wait for.
        environment.make_globals = lambda own: {**environment.globals, **(own or {})}  # type: ignore[assignment,method-assign]
        environment.globals["once"] = _once()
        # Views are dicts: `view.title` looks for the item first, not for a method of dict that is hardly ever there.
        environment.getattr = environment.getitem  # type: ignore[assignment,method-assign]
        return environment

    def strings(self, language: str) -> dict[str, Any]:
        """Return the strings of a language, a project's own laid over the program's; none when there is no file."""
        import yaml

        strings: dict[str, Any] = {}
        for folder in reversed(self.folders):
            file = folder / "strings" / f"{language}.yaml"
            if file.is_file():
                strings |= yaml.load(file.read_bytes(), yaml.CBaseLoader) or {}  # noqa: S506 - every value a text
        return strings

    def static(self) -> Iterator[tuple[str, Path]]:
        """Return the static files by their path below `static/`, in the order of their names."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            found |= {name: Path(entry.path) for name, entry in list_files(folder / "static")}
        yield from sorted(found.items())


def print_templates(templates: Templates) -> str:
    """Return a fingerprint of the names and contents of all templates, strings and static files."""
    now = time.time_ns()
    files = (entry for folder in templates.folders for _, entry in list_files(folder))
    marks = sorted((entry.path, mark_of(entry.path, entry.stat(), now)) for entry in files)
    return fingerprint(*(part for one in marks for part in (os.fsencode(one[0]), _print_file(*one))), size=32)


@lru_cache(maxsize=4_096)
def _print_file(path: str, _mark: Mark) -> bytes:
    """Return a digest of what a file with a mark holds, for files with one mark hold the same."""
    return sha256(Path(path).read_bytes()).digest()


def list_files(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the files below a folder by their paths from it, with slashes; links to folders are not followed."""
    waiting = [""]
    while waiting:
        lead = waiting.pop()
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(f"{folder}/{lead}") as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{lead}{entry.name}/")
                elif _is_file(entry):
                    yield f"{lead}{entry.name}", entry


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link in a ring
        return False


def _is_ours(folder: Path) -> bool:
    """Say whether files can be put into a folder, which is made if need be."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return os.access(folder, os.W_OK)


def _once() -> Callable[..., Markup]:
    """Return what renders the block of a `call` once for each key, for what is around hundreds of pages."""
    rendered: dict[tuple[str, ...], Markup] = {}

    def once(*key: str, caller: Callable[[], Markup]) -> Markup:
        if key not in rendered:
            rendered[key] = caller()
        return rendered[key]

    return once


def find_templates(root: Path) -> Templates:
    """Return the templates of the project in `root`, which may have none of its own."""
    own = root / "templates"
    folders = dict.fromkeys(folder.resolve() for folder in (own, BUILT_IN) if folder.is_dir())
    return Templates(tuple(folders))
