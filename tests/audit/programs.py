"""Programs of others: which versions, how they are installed (npm, into .cache/, once), and how they are called."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PINNED = {"lighthouse": "12.8.2", "vnu-jar": "26.9.27"}
"""The judges, by package; this Lighthouse is the last for Node 18 and 20."""
MODULES = Path("node_modules")


class MissingError(Exception):
    """A program that is needed is not on this machine; the sentence says which."""


def program(name: str) -> str:
    """Return the file of a program on PATH. Raises MissingError."""
    found = shutil.which(name)
    if not found:
        raise MissingError(f"{name} is needed and is not on PATH: install it, and run this again")
    return found


def install(package: str, cache: Path, pinned: Mapping[str, str] = PINNED) -> Path:
    """Return the folder of a pinned package, installed with the others if it is not; its own scripts are not run."""
    folder = cache / MODULES / package
    if not is_installed(folder, pinned[package]):
        cache.mkdir(parents=True, exist_ok=True)
        options = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
        # All in one call: what npm isn't told of, it takes away.
        wanted = [f"{name}@{version}" for name, version in pinned.items()]
        subprocess.run([program("npm"), "install", "--prefix", str(cache), *options, *wanted], check=True)
    return folder


def is_installed(folder: Path, version: str) -> bool:
    """Tell whether a folder holds the pinned version of a package."""
    file = folder / "package.json"
    return file.is_file() and json.loads(file.read_text("utf-8"))["version"] == version


def version(*command: str) -> str:
    """Return the first line in which a program tells its version."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return (done.stdout + done.stderr).strip().splitlines()[0].strip()


def machine() -> str:
    """Return in one line what the audit ran on."""
    cores = os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"
