"""Where templates, strings and static files are found: a project's own first, then those that come with the program."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment
    from markupsafe import Markup

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
            root = folder / "static"
            found |= {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
        yield from sorted(found.items())


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
