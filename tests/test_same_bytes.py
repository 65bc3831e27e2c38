"""The same input makes the same bytes, wherever, whenever and by whomever it is built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TINY = Path(__file__).with_name("tiny")
COMMAND = (sys.executable, "-X", "utf8=0", "-P", str(Path(__file__).with_name("elsewhere.py")), "build")
WORLDS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "another hash seed": ({}, {"PYTHONHASHSEED": "1"}),
    "a third hash seed": ({}, {"PYTHONHASHSEED": "4294967295"}),
    "the first time zone of a day": ({}, {"TZ": "Pacific/Kiritimati", "LC_ALL": "vi_VN.UTF-8"}),
    "the last time zone, in Turkish": ({}, {"TZ": "Pacific/Niue", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    "a system that knows ASCII": ({}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}),
    "a careful umask": ({"umask": "077"}, {}),
    "no umask": ({"umask": "000"}, {}),
    "folders listed backwards": ({"backwards": True}, {}),
    "a single core": ({"cores": 1}, {}),
    "sixteen cores": ({"cores": 16}, {}),
    "eleven years": ({"later": True}, {}),
}


def copy_of(folder: Path) -> Path:
    """Return a copy of the tiny project, with a folder for what editors read."""
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("expected"))
    (folder / "schema").mkdir()
    (folder / "schema/event.json").write_bytes(b"")
    return folder


def made(root: Path, *, world: dict[str, Any], variables: dict[str, str], here: Path | None = None) -> dict[str, bytes]:
    """Build a project in a process of its own; return what it made, by path."""
    environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "WORLD": json.dumps(world), **variables}
    command = [*COMMAND, "--root", os.path.relpath(root, here or Path.cwd())]
    done = subprocess.run(command, env=environment, cwd=here, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    files = (path for folder in ("site", "schema") for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is made of the tiny project here and now."""
    return made(copy_of(tmp_path_factory.mktemp("here") / "tiny"), world={}, variables={})


@pytest.mark.parametrize("name", WORLDS)
def test_the_same_input_makes_the_same_bytes_in(name: str, usual: dict[str, bytes], tmp_path: Path) -> None:
    """Every file of the site, its manifest and the schema."""
    world, variables = WORLDS[name]
    assert made(copy_of(tmp_path / "tiny"), world=world, variables=variables) == usual


def test_where_it_lies_and_when_it_was_saved_makes_no_difference(usual: dict[str, bytes], tmp_path: Path) -> None:
    """Another path, not plain ASCII, another working folder, files of 1980 and of 2100, written in another order."""
    root = copy_of(tmp_path / "Biên niên – 2" / "dự án (mới)")
    for number, path in enumerate(sorted(root.rglob("*"), reverse=True)):
        moment = 315_532_800 if number % 2 else 4_102_444_800
        os.utime(path, (moment, moment))
    assert made(root, world={}, variables={}, here=root / "content" / "events") == usual


def test_what_was_built_before_makes_no_difference(usual: dict[str, bytes], tmp_path: Path) -> None:
    """A site that had another address, built anew, is the site that never had it."""
    root = copy_of(tmp_path / "tiny")
    site = root / "content/site.yaml"
    text = site.read_bytes()
    site.write_bytes(text.replace(b"base_url: https://", b"base_url: https://www."))
    assert made(root, world={}, variables={}) != usual
    site.write_bytes(text)
    assert made(root, world={}, variables={}) == usual
