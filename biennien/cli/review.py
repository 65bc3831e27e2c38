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
from biennien.cli.report import (
    add_ids,
    add_language,
    add_root,
    count,
    fail,
    reader,
    show_unknown,
    state_name,
    table,
    today,
)
from biennien.desk.review import Item, approve, changed_words, edit, find_items, select
from biennien.messages import SaidError, phrase, told, voice
from biennien.problems import render_human
from biennien.project import read_project
from biennien.splice import SpliceError
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    import argparse

    from biennien.messages import Voice

EXAMPLE = "python build.py review spring-meeting-2023"
ALL = "all"
STOP = "."


class NamelessError(SaidError):
    """Nobody knows who approves."""


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
            return _list(items, voice(options.lang))
        if options.approve:
            return _approve(root, items, options)
        if not sys.stdin.isatty():
            return fail(phrase("no_terminal"), USAGE, options.lang)
        return _ask(root, items, options)
    except (OSError, SpliceError, NamelessError) as error:
        return fail(told(error), ENVIRONMENT, options.lang)


def _list(items: tuple[Item, ...], said: Voice) -> int:
    if items:
        found = (count(said, "problems", len(item.problems)) if item.problems else "" for item in items)
        states = (said.say(state_name(item.state)) for item in items)
        rows = [(state, item.entry.id, item.name, n) for state, item, n in zip(states, items, found, strict=True)]
        print(table(rows), end="")
    print(count(said, "to_review", len(items)))
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
    said = voice(options.lang)
    for item in broken:
        print(said.say(phrase("left_broken", text=f"{item.entry.id} {item.name}")), file=sys.stderr)
    for item in changed:
        print(said.say(phrase("left_changed", text=f"{item.entry.id} {item.name}")), file=sys.stderr)
    print(count(said, "approved", len(meant) - len(broken) - len(changed)))
    return CONTENT_ERRORS if broken or changed else CLEAN


def _name(options: argparse.Namespace) -> str:
    try:
        return str(options.by or getpass.getuser())
    except (OSError, KeyError):  # a machine on which nobody has a name
        raise NamelessError(phrase("say_who")) from None


def _ask(root: Path, items: tuple[Item, ...], options: argparse.Namespace) -> int:
    by, said = _name(options), voice(options.lang)
    for number, item in enumerate(items, 1):
        print(f"\n{number}/{len(items)}")
        if not _decide(root, item, by, said):
            break
    return CLEAN


def _decide(root: Path, item: Item, by: str, said: Voice) -> bool:
    """Show an item until it is approved or skipped; return whether to go on."""
    while True:
        _show(root, item, said)
        answer = _answer(said.say(phrase("ask_review")) + " ")
        if answer == "a":
            if approve(root, [item], by=by, on=today()):
                print(said.say(phrase("left_as_it_is")))
            return True
        if answer == "e":
            changed = _edit(root, item, said)
            if changed is None:
                return True
            item = changed
        elif answer in ("s", "q"):
            return answer == "s"
        else:
            print(said.say(phrase("review_answers")) + "\n")


def _answer(question: str) -> str:
    """Return the first letter of an answer; the end of the input is the wish to stop."""
    try:
        return input(question).strip().lower()[:1]
    except EOFError:
        return "q"


def _show(root: Path, item: Item, said: Voice) -> None:
    wording = item.wording
    print(f"{item.entry.id}  {item.name}  ({said.say(state_name(item.state))})")
    if item.problems:
        print(render_human(item.problems, reader(root), language=said.language))
    print(_block(wording.original, wording.source))
    if item.state == "stale":
        print(_block(said.say(phrase("changed")), _diff(item, said)))
    print(_block(item.language, item.text))


def _diff(item: Item, said: Voice) -> str:
    if item.before is None:
        return said.say(phrase("not_in_memory"))
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return " ".join(marks[how].format(words) for how, words in changed_words(item.before, item.wording.source))


def _block(title: str, text: str) -> str:
    return f"{title}:\n" + "".join(f"    {line}\n" for line in text.splitlines())


def _edit(root: Path, item: Item, said: Voice) -> Item | None:
    """Let a person write the text anew; return it as it then is, with what the checks say of it."""
    text = _written(item.text, said).strip()
    if not text or text == item.text:
        return item
    changed = edit(root, item, text)
    if changed is None:
        print(said.say(phrase("left_as_it_is")))
        return None
    checked = find_items(root, [item.entry.id], read_project(root).problems)
    place = changed.wording.path, changed.language
    return next((one for one in checked if (one.wording.path, one.language) == place), None)


def _written(text: str, said: Voice) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    return _from_editor(editor, text, said) if editor else _from_lines(said)


def _from_lines(said: Voice) -> str:
    print(said.say(phrase("write_anew", stop=STOP)))
    lines: list[str] = []
    try:
        while (line := input()) != STOP:
            lines.append(line)
    except EOFError:
        return ""
    return "\n".join(lines)


def _from_editor(editor: str, text: str, said: Voice) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "translation.txt"
        file.write_text(text + "\n", encoding="utf-8")
        if subprocess.run([*shlex.split(editor), str(file)], check=False).returncode:  # noqa: S603 - the person's own
            print(said.say(phrase("editor_failed")), file=sys.stderr)
            return text
        return file.read_text("utf-8")
