"""The judges: which versions, how they are installed (npm, into .cache/audit, once), and how they are called."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from pathlib import Path

PINNED = {"lighthouse": "12.8.2", "vnu-jar": "26.9.27"}
"""By package; this Lighthouse is the last for Node 18 and 20."""
MODULES = Path("node_modules")


class MissingError(Exception):
    """A program that an audit needs is not on this machine; the sentence says which."""


def program(name: str) -> str:
    """Return the file of a program on PATH. Raises MissingError."""
    found = shutil.which(name)
    if not found:
        raise MissingError(f"this audit needs {name}, which is not on PATH: install it, and run the audit again")
    return found


def install(package: str, cache: Path) -> Path:
    """Return the folder of a pinned package, installed if it is not; its own install scripts are not run."""
    folder = cache / MODULES / package
    if not is_installed(package, folder):
        cache.mkdir(parents=True, exist_ok=True)
        options = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
        # All in one call: what npm isn't told of, it takes away.
        wanted = [f"{name}@{version}" for name, version in PINNED.items()]
        subprocess.run([program("npm"), "install", "--prefix", str(cache), *options, *wanted], check=True)
    return folder


def is_installed(package: str, folder: Path) -> bool:
    """Tell whether the pinned version is there."""
    file = folder / "package.json"
    return file.is_file() and json.loads(file.read_text("utf-8"))["version"] == PINNED[package]


def version(*command: str) -> str:
    """Return the first line in which a program tells its version."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return (done.stdout + done.stderr).strip().splitlines()[0].strip()


def machine() -> str:
    """Return in one line what the audit ran on."""
    cores = os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"
