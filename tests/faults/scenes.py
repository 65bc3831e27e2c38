"""What is disturbed: a project, made ready, and the command that changes something in it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from project import EVENT, base_project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SITE, SPARE = "site", ".site-spare"
FOREIGN = {"CNAME": b"example.org\n", ".git/HEAD": b"ref: refs/heads/main\n", "en/events/mine.txt": b"mine"}
"""Files in the site that are not the program's."""
NEW_EVENT = "content/events/second-meeting.yaml"
TITLE, NAME = ", en: Spring Meeting 2023", ", en: Liu Ning"
MEMORY = "content/memory/vi-en.tsv"


@dataclass(frozen=True, slots=True)
class Scene:
    """A command on a project: how that is made ready, which needs runs without a fault, and the command's arguments.

    `repeats` says that the same command, run again, comes to the same end.
    """

    name: str
    prepare: Callable[[Path, Callable[[Path, list[str]], None]], None]
    command: tuple[str, ...]
    repeats: bool = True


def small_project() -> dict[str, bytes]:
    """Return the files of a small project without a fault, with the words of the interface that come with us."""
    files = {path: raw for path, raw in base_project().items() if not path.startswith("templates/")}
    return files | {"schema/event.json": b"{}\n"}  # so that a build renews what editors read


def put(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for path, raw in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(raw)


def change(root: Path, path: str, old: str, new: str) -> None:
    """Put some words in the place of others in a file."""
    text = (root / path).read_text("utf-8")
    assert old in text, old
    (root / path).write_text(text.replace(old, new), "utf-8")


def before_first(root: Path, _: Callable[[Path, list[str]], None]) -> None:
    """Make a project that was never built."""
    put(root, small_project())


def before_change(root: Path, run: Callable[[Path, list[str]], None]) -> None:
    """Make a project that was built twice, then changed: an event and a person gone, an event added, titles other.

    Files of others lie in its site, one of them in a folder of ours that goes.
    """
    put(root, small_project())
    second = small_project()[EVENT].decode().replace("edition: 2023\n", "").replace("series: spring-meetings\n", "")
    second = second.replace("supports: [date, host, series, edition]", "supports: [date, host]")
    put(root, {"content/events/gone.yaml": second.encode()})
    run(root, ["build"])
    change(root, "content/kinds.yaml", "Meeting", "Gathering")
    run(root, ["build"])
    put(root / SITE, FOREIGN)
    (root / "content/events/gone.yaml").rename(root / NEW_EVENT)
    change(root, "content/site.yaml", "A chronicle", "A chronicle of the border")


def before_nothing(root: Path, run: Callable[[Path, list[str]], None]) -> None:
    """Make a project that was built twice and not changed since."""
    before_change(root, run)
    run(root, ["build"])


def before_translate(root: Path, run: Callable[[Path, list[str]], None]) -> None:
    """Make a project of which two files lack a text each, and whose memory has both."""
    put(root, small_project())
    run(root, ["build"])
    change(root, EVENT, TITLE, "")
    change(root, "content/people.yaml", NAME, "")
    memory = "Gặp gỡ đầu xuân 2023\tSpring Meeting 2023\t2026-11-01\nLưu Ninh\tLiu Ning\t2026-11-01\n"
    put(root, {MEMORY: memory.encode()})


def before_review(root: Path, run: Callable[[Path, list[str]], None]) -> None:
    """Make a project with a draft that nobody approved yet."""
    before_translate(root, run)
    change(root, "content/people.yaml", "vi: Lưu Ninh", "vi: Lưu Ninh" + NAME)
    run(root, ["translate", "--offline"])
    (root / MEMORY).unlink()


def before_import(root: Path, run: Callable[[Path, list[str]], None]) -> None:
    """Make a project and an article that it has not."""
    put(root, small_project())
    run(root, ["build"])
    article = "Gặp gỡ đầu xuân 2025\nNgày 18/2/2025, tại Hà Giang, hai bên tiến hành 12 cuộc hội đàm.\n"
    put(root, {"page.txt": article.encode()})


SCENES = (
    Scene("a first build", before_first, ("build",)),
    Scene("a changed build", before_change, ("build",)),
    Scene("`translate`", before_translate, ("translate", "--offline")),
    Scene("`review`", before_review, ("review", "--approve", "title", "--by", "Lan")),
    Scene("`import`", before_import, ("import", "page.txt")),
    Scene("`new`", before_import, ("new", "meeting", "--date", "2025-02-18", "--title", "Một"), repeats=False),
)


def copy_tree(there: Path, here: Path) -> None:
    """Copy a folder with its times and links, hard ones too, of which `shutil.copytree` makes files of their own."""
    copied: dict[int, str] = {}
    folders = [""]
    here.mkdir()
    while folders:
        above = folders.pop()
        with os.scandir(there / above) as entries:
            for entry in entries:
                path, to = os.path.join(above, entry.name), str(here / above / entry.name)  # noqa: PTH118 - quick
                if entry.is_dir(follow_symlinks=False):
                    os.mkdir(to)  # noqa: PTH102
                    folders.append(path)
                elif known := copied.get(entry.inode()):
                    os.link(known, to)
                else:
                    shutil.copy2(entry.path, to, follow_symlinks=False)
                    copied[entry.inode()] = to


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return what files below a folder hold, by path; of a folder that holds nothing, its path with a slash."""
    found: dict[str, bytes] = {}
    for above, folders, files in os.walk(folder):
        lead = os.path.relpath(above, folder) + "/"
        lead = "" if lead == "./" else lead
        for name in files:
            with open(os.path.join(above, name), "rb") as file:  # noqa: PTH118, PTH123 - quick
                found[lead + name] = file.read()
        if not folders and not files and lead:
            found[lead] = b""
    return found


def below(tree: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """Return what of a tree lies in a folder, by its path from there."""
    return {path[len(folder) + 1 :]: raw for path, raw in tree.items() if path.startswith(f"{folder}/")}
