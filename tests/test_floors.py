"""Rooms and floors: a room imports only from floors below its own, as the table of CONTRIBUTING.md has them."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "biennien"
ROW = re.compile(r"^\| (?P<floor>\d*) *\| (?P<rooms>`.*?) \|", re.MULTILINE)
APART = ("bootstrap", "trial")  # run before anything is installed
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def read_floors() -> dict[str, int]:
    """Return every room's floor: a row without a number is on the floor of the row above."""
    floors: dict[str, int] = {}
    floor = 0
    for row in ROW.finditer(TEXT):
        floor = int(row["floor"] or floor)
        floors |= dict.fromkeys(re.findall(r"`(\w+)/?`", row["rooms"]), floor)
    return floors


FLOORS = read_floors()
FILES = sorted(file for file in PACKAGE.rglob("*.py") if file != PACKAGE / "__init__.py")


def room_of(file: Path) -> str:
    """Return the room that a file is in: a module, or a folder of them."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Return every module that a file imports, wherever in it, types too, with the line."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: imports are absolute"
            assert node.module
            names = (
                (f"{node.module}.{name.name}" for name in node.names) if node.module == "biennien" else (node.module,)
            )
            yield from ((name, node.lineno) for name in names)


def rooms_used(file: Path) -> Iterator[tuple[str, int]]:
    """Return the rooms that a file imports from, with the line."""
    for name, line in imports(file):
        package, _, rest = name.partition(".")
        if package == "biennien" and rest:
            yield rest.split(".")[0], line


def test_the_table_names_every_room_and_no_other() -> None:
    """A new room has its row, and so its floor."""
    assert sorted(FLOORS) == sorted({room_of(file) for file in FILES})


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(PACKAGE)) for file in FILES])
def test_a_room_imports_from_floors_below_it(file: Path) -> None:
    """Files of one room may import each other."""
    own = room_of(file)
    wrong = [
        f"{file.name}:{line}: {own} (floor {FLOORS[own]}) imports {room} (floor {FLOORS[room]})"
        for room, line in rooms_used(file)
        if room != own and FLOORS[room] >= FLOORS[own]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", APART)
def test_what_runs_before_installing_needs_nothing_but_python(room: str) -> None:
    """Neither packages nor, but for each other, other rooms."""
    for name, line in imports(PACKAGE / f"{room}.py"):
        package, _, rest = name.partition(".")
        assert package in sys.stdlib_module_names or (package == "biennien" and rest in APART), (
            f"{room}.py:{line}: {name}"
        )


def test_only_the_command_line_prints_and_exits() -> None:
    """Every other room returns values; the first use, and the tests' run, are told to the terminal."""
    found = [
        f"{file.name}:{node.lineno}"
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("print", "exit", "input", "sys.exit", "os._exit")
        and room_of(file) not in ("cli", *APART)
    ]
    assert found == []
