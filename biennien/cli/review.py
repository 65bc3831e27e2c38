"""The `review` verb."""

from __future__ import annotations

import getpass
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.cli import CLEAN, CONTENT_ERRORS, ENVIRONMENT, USAGE
from biennien.cli.report import add_ids, add_language, add_root, count, fail, reader, show_unknown, table, today
from biennien.desk.review import Item, approve, changed_words, edit, find_items, select
from biennien.messages import phrase, voice
from biennien.problems import render_human
from biennien.project import read_project
from biennien.splice import SpliceError
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    import argparse

EXAMPLE = "python build.py review spring-meeting-2023"
ALL = "all"
STOP = "."
ANSWERS = "a: it is right as it stands; e: write it anew; s: leave it for another time; q: end here. Then Enter.\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_ids(parser)
    parser.add_argument("--list", action="store_true", help="only say what there is to review")
    parser.add_argument(
        "--approve", nargs="+", metavar="FIELD", help="approve these fields (title, title.en) without asking, or all"
    )
    parser.add_argument("--by", metavar="NAME", help="who approves (default: your login name)")
    add_root(parser)
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """Show what there is to review; ask, or do as the flags say."""
    root: Path = options.root
    entries = read_entries(root, read_setting(root))
    _, unknown = select(entries, options.ids)
    if unknown:
        return show_unknown(unknown, (entry.id for entry in entries), phrase("an_entry"), options.lang)
    items = find_items(root, options.ids, read_project(root).problems)
    try:
        if options.list or not items:
            return _list(items)
        if options.approve:
            return _approve(root, items, options)
        if not sys.stdin.isatty():
            return fail(phrase("no_terminal"), USAGE, options.lang)
        return _ask(root, items, options)
    except (OSError, SpliceError) as error:
        return fail(str(error), ENVIRONMENT, options.lang)


def _list(items: tuple[Item, ...]) -> int:
    if items:
        found = (count(len(item.problems), "problem") if item.problems else "" for item in items)
        rows = [(item.state, item.entry.id, item.name, said) for item, said in zip(items, found, strict=True)]
        print(table(rows), end="")
    print(f"{count(len(items), 'translation')} to review")
    return CLEAN


def _approve(root: Path, items: tuple[Item, ...], options: argparse.Namespace) -> int:
    """Approve what is named; what has errors is left to a person who sees them."""
    names = {name for item in items for name in (item.name, item.wording.name)}
    unknown = [field for field in options.approve if field != ALL and field not in names]
    if unknown:
        return show_unknown(unknown, names, phrase("a_field"), options.lang)
    meant = [item for item in items if {ALL, item.name, item.wording.name} & set(options.approve)]
    broken = [item for item in meant if item.broken]
    changed = approve(root, [item for item in meant if not item.broken], by=_name(options), on=today())
    for item, why in (*((one, "has errors") for one in broken), *((one, "was changed meanwhile") for one in changed)):
        print(f"left: {item.entry.id} {item.name} {why}", file=sys.stderr)
    print(f"{count(len(meant) - len(broken) - len(changed), 'translation')} approved")
    return CONTENT_ERRORS if broken or changed else CLEAN


def _name(options: argparse.Namespace) -> str:
    try:
        return str(options.by or getpass.getuser())
    except (OSError, KeyError):  # a machine on which nobody has a name
        raise OSError(voice(options.lang).say(phrase("say_who"))) from None


def _ask(root: Path, items: tuple[Item, ...], options: argparse.Namespace) -> int:
    by = _name(options)
    for number, item in enumerate(items, 1):
        print(f"\n{number}/{len(items)}")
        if not _decide(root, item, by, options.lang):
            break
    return CLEAN


def _decide(root: Path, item: Item, by: str, language: str) -> bool:
    """Show an item until it is approved or skipped; return whether to go on."""
    while True:
        _show(root, item, language)
        answer = _answer("[a]pprove, [e]dit, [s]kip or [q]uit? ")
        if answer == "a":
            if approve(root, [item], by=by, on=today()):
                print("it was changed meanwhile, and is left as it is now")
            return True
        if answer == "e":
            changed = _edit(root, item)
            if changed is None:
                return True
            item = changed
        elif answer in ("s", "q"):
            return answer == "s"
        else:
            print(ANSWERS)


def _answer(question: str) -> str:
    """Return the first letter of an answer; the end of the input is the wish to stop."""
    try:
        return input(question).strip().lower()[:1]
    except EOFError:
        return "q"


def _show(root: Path, item: Item, language: str) -> None:
    wording = item.wording
    print(f"{item.entry.id}  {item.name}  ({item.state})")
    if item.problems:
        print(render_human(item.problems, reader(root), language=language))
    print(_block(wording.original, wording.source))
    if item.state == "stale":
        print(_block("changed", _diff(item)))
    print(_block(item.language, item.text))


def _diff(item: Item) -> str:
    if item.before is None:
        return "the original has changed since; the memory does not hold the one before"
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return " ".join(marks[how].format(words) for how, words in changed_words(item.before, item.wording.source))


def _block(title: str, text: str) -> str:
    return f"{title}:\n" + "".join(f"    {line}\n" for line in text.splitlines())


def _edit(root: Path, item: Item) -> Item | None:
    """Let a person write the text anew; return it as it then is, with what the checks say of it."""
    text = _written(item.text).strip()
    if not text or text == item.text:
        return item
    changed = edit(root, item, text)
    if changed is None:
        print("it was changed meanwhile, and is left as it is now")
        return None
    checked = find_items(root, [item.entry.id], read_project(root).problems)
    place = changed.wording.path, changed.language
    return next((one for one in checked if (one.wording.path, one.language) == place), None)


def _written(text: str) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    return _from_editor(editor, text) if editor else _from_lines()


def _from_lines() -> str:
    print(f"Write the new text; a line with only “{STOP}” ends it.")
    lines: list[str] = []
    try:
        while (line := input()) != STOP:
            lines.append(line)
    except EOFError:
        return ""
    return "\n".join(lines)


def _from_editor(editor: str, text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "translation.txt"
        file.write_text(text + "\n", encoding="utf-8")
        if subprocess.run([*shlex.split(editor), str(file)], check=False).returncode:  # noqa: S603 - the person's own
            print("the editor failed; nothing was changed", file=sys.stderr)
            return text
        return file.read_text("utf-8")
