"""First use: the interpreter that has what the locks name, made where it is missing.

Stands below every other room, and needs nothing but Python. Whatever it does to the disk is in `.venv`.
"""

from __future__ import annotations

import importlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

RUNTIME = "requirements.lock"
TESTS = "requirements-test.lock"
# What must be importable for a lock to count as installed in an interpreter that is not ours.
MODULES = {
    RUNTIME: ("babel", "deep_translator", "jinja2", "livereload", "markdown_it", "yaml"),
    TESTS: ("axe_playwright_python", "html5lib", "hypothesis", "mypy", "playwright", "pytest", "ruff"),
}
LAST_WORDS = 12


class SetupError(Exception):
    """What this machine lacks, and what to do about it: a sentence, the other program's words, a line of help."""


def interpreter(root: Path, locks: Sequence[str], say: Callable[[str], object]) -> Path:
    """Return the Python that has every package of `locks`, installing them if need be.

    It is the running one (`sys.executable`) where they can be imported, else that of `root/.venv`, which is made when
    it is missing and brought up to date when a lock has changed; only then is a network needed, and `say` is given
    one line. Raises SetupError.
    """
    running, own = Path(sys.executable), environment_python(root)
    inside = running.parent.resolve() == own.parent.resolve()
    missing = missing_modules(locks)
    if not missing and not inside:
        return running
    stale = [lock for lock in locks if not is_installed(root, lock)]
    if stale or (inside and missing):
        install(root, stale or locks, say)
        missing = missing_modules(locks)
    if inside and missing:
        raise SetupError(advice(f"{running} cannot import {missing[0]}", "", f"delete {root / '.venv'} and try again"))
    return running if inside else own


def missing_modules(locks: Sequence[str]) -> list[str]:
    """Return which packages of `locks` the running interpreter lacks, by import name."""
    importlib.invalidate_caches()
    return [module for lock in locks for module in MODULES[lock] if find_spec(module) is None]


def environment_python(root: Path) -> Path:
    """Return where the interpreter of `root/.venv` is, or would be."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_installed(root: Path, lock: str) -> bool:
    """Tell whether `.venv` was last filled from this very lock: it keeps a copy of what it was filled from."""
    kept = root / ".venv" / lock
    return environment_python(root).exists() and kept.exists() and kept.read_bytes() == (root / lock).read_bytes()


def install(root: Path, locks: Sequence[str], say: Callable[[str], object]) -> None:
    """Put the packages of `locks` into `root/.venv`, made first if it is not there or has no pip."""
    environment, python = root / ".venv", environment_python(root)
    say(f"Setting up: putting the packages of {' and '.join(locks)} into {environment} (once; it takes a minute)")
    if run([python, "-m", "pip", "--version"]) is not None:
        create(environment)
    named = [part for lock in locks for part in ("-r", root / lock)]
    words = run([python, "-m", "pip", "install", "-qq", "--no-input", "--require-hashes", *named])
    if words is not None:
        raise SetupError(
            advice(
                f"pip could not install the packages of {' and '.join(locks)}",
                words,
                "a network is needed, this once: connect, or set pip's proxy or mirror, and run the same command again",
            )
        )
    for lock in locks:
        (environment / lock).write_bytes((root / lock).read_bytes())


def create(environment: Path) -> None:
    """Make an empty environment, over whatever is left of an earlier one."""
    words = run([Path(sys.executable), "-m", "venv", "--clear", environment])
    if words is not None:
        raise SetupError(
            advice(
                f"Python could not make an environment in {environment}",
                words,
                "see that the folder can be written to and that Python's venv is there"
                " (Debian, Ubuntu: apt install python3-venv), and run the same command again",
            )
        )


def run(command: Sequence[str | Path], settings: Mapping[str, str] | None = None) -> str | None:
    """Run a program silently; return None if it went well, else the last lines that it said.

    `settings` are added to the environment variables.
    """
    import subprocess

    try:
        done = subprocess.run(
            [str(part) for part in command],
            env={**os.environ, **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as fault:
        return str(fault)
    if done.returncode == 0:
        return None
    return "\n".join(done.stdout.strip().splitlines()[-LAST_WORDS:]) or f"it ended with {done.returncode}"


def advice(fault: str, words: str, remedy: str) -> str:
    """Write a fault as it is shown: what happened, the other program's words, what to do."""
    quoted = "".join(f"  | {line}\n" for line in words.splitlines())
    return f"{fault}\n{quoted}  = help: {remedy}"
