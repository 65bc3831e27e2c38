"""What a change brings in that a reviewer should look at: hosts, schemes, hidden signs, files outside the content.

Git is asked, with arguments only; nothing of the change is checked out, run or written. What its files hold is read as
text, within the limits of the loader.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from biennien.addresses import hosts, schemes
from biennien.alphabets import disguised_words
from biennien.messages import phrase
from biennien.nodes import Mapping, Scalar, parse
from biennien.problems import Problem, Span, point, problem, sort_problems, span_between
from biennien.prose import SCHEMES
from biennien.sources import MAX_BYTES, read_source
from biennien.text import hidden_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from biennien.messages import Words
    from biennien.nodes import Node

LARGE = 5_000
"""Characters of a field that a reviewer is told of; a page of print has some 3,000."""
KNOWN_SCHEMES = frozenset({"http", "https", "mailto", *SCHEMES})
PLAIN_FILE, GONE = "100644", "000000"
RANGE = re.compile(r"(?P<base>[^\s-][^\s]*?)\.\.\.?(?P<head>[^\s.-][^\s]*)?")


class RangeError(Exception):
    """The change can't be looked at; `words` say why, `machine` whether that is the machine's fault."""

    def __init__(self, words: Words, *, machine: bool = False) -> None:
        super().__init__(str(words))
        self.words = words
        self.machine = machine


@dataclass(frozen=True, slots=True)
class Brought:
    """What a change brings in, located and sorted, and the texts of its files, by which the lines are shown."""

    problems: tuple[Problem, ...]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that was added or changed: its path from the project's folder, its mode in git, its id there."""

    file: str
    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the content held before the change."""

    hosts: frozenset[str]
    schemes: frozenset[str]
    lines: frozenset[str]


def read_change(root: Path, range_: str) -> Brought:
    """Return what `BASE..HEAD` brings into the project in `root` since HEAD left BASE; without HEAD, the working tree.

    Raises RangeError where there is no git, no repository or no such commit.
    """
    asked = RANGE.fullmatch(range_)
    if not asked:
        raise RangeError(phrase("no_range", range=range_))
    git = _Git(root)
    base, head = git.commit(asked["base"]), git.commit(asked["head"] or "HEAD")
    start = git.merge_base(base, head)
    changes = git.changes(start, head if asked["head"] else "")
    known = _known(git.texts(git.content(start)))
    raws = {one.file: raw for one, raw in zip(changes, git.read(changes), strict=True)}
    found = [each for one in changes for each in _look(one, raws[one.file], known)]
    texts = {file: raw.decode("utf-8-sig", "replace") for file, raw in raws.items()}
    return Brought(sort_problems(found), texts)


@dataclass(frozen=True, slots=True)
class _Git:
    """Asks git about the repository that holds a folder."""

    root: Path

    def ask(self, *arguments: str, given: str = "") -> bytes | None:
        """Return what git answers; None where it refuses."""
        program = shutil.which("git")
        if program is None:
            raise RangeError(phrase("no_git"), machine=True)
        calm = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
        command = [program, "-C", str(self.root), "--no-pager", *arguments]
        done = subprocess.run(command, input=given.encode(), capture_output=True, env=os.environ | calm, check=False)
        return None if done.returncode else done.stdout

    def commit(self, name: str) -> str:
        """Return the id of a commit."""
        if self.ask("rev-parse", "--git-dir") is None:
            raise RangeError(phrase("no_repository", folder=str(self.root)), machine=True)
        found = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if not found:
            raise RangeError(phrase("no_commit", name=name))
        return found.decode().strip()

    def merge_base(self, base: str, head: str) -> str:
        """Return the commit at which one left the other; without one, the first of them."""
        return (self.ask("merge-base", base, head) or base.encode()).decode().split()[0]

    def changes(self, start: str, head: str) -> list[_Change]:
        """Return the files added or changed, in the order of their paths; those deleted bring nothing in."""
        options = ("--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv", "-z", "--diff-filter=ACMT")
        parts = _split(self.ask("diff", *options, start, *([head] if head else []), "--"))
        pairs = zip(parts[::2], parts[1::2], strict=True)
        found = [_Change(self.path(path), about.split()[1], about.split()[3]) for about, path in pairs]
        if not head:
            others = _split(self.ask("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/"))
            found += [_Change(self.path(path), PLAIN_FILE, "") for path in others]
        return [_Change(one.file, one.mode, one.blob if head else "") for one in found]

    def path(self, path: str) -> str:
        """Return a path of the repository as seen from the project's folder."""
        prefix = (self.ask("rev-parse", "--show-prefix") or b"").decode().strip()
        return path.removeprefix(prefix) if path.startswith(prefix) else os.path.relpath(path, prefix)

    def content(self, commit: str) -> list[str]:
        """Return the ids of the files below content/ in a commit."""
        listed = _split(self.ask("ls-tree", "-r", "-z", commit, "--", "content/"))
        return [one.split("\t")[0].split()[2] for one in listed if one.split()[1] == "blob"]

    def read(self, changes: Iterable[_Change]) -> Iterator[bytes]:
        """Return what changed files hold, of large ones just enough to tell that they are; a link holds nothing."""
        for one in changes:
            if one.blob:
                yield next(iter(self.blobs([one.blob])), b" " * (MAX_BYTES + 1))
            else:
                yield _read_plain(self.root, one.file)

    def texts(self, blobs: Iterable[str]) -> list[str]:
        """Return what blobs hold as texts."""
        return [raw.decode("utf-8", "replace") for raw in self.blobs(blobs)]

    def blobs(self, ids: Iterable[str]) -> Iterator[bytes]:
        """Return what blobs hold, leaving out those that are larger than the loader reads."""
        listed = (self.ask("cat-file", "--batch-check", given="".join(f"{id_}\n" for id_ in ids)) or b"").decode()
        fit = [line.split()[0] for line in listed.splitlines() if line.split()[2:] and _fits(line.split()[2])]
        data = self.ask("cat-file", "--batch", given="".join(f"{id_}\n" for id_ in fit)) or b""
        at = 0
        for _ in fit:
            start = data.index(b"\n", at) + 1
            end = start + int(data[at:start].split()[2])
            yield data[start:end]
            at = end + 1


def _fits(size: str) -> bool:
    return size.isdecimal() and int(size) <= MAX_BYTES


def _split(answer: bytes | None) -> list[str]:
    return [one for one in (answer or b"").decode("utf-8", "replace").split("\0") if one]


def _read_plain(root: Path, file: str) -> bytes:
    try:
        return read_source(root, file) if not (root / file).is_symlink() else b""
    except OSError:
        return b""


def _known(texts: Iterable[str]) -> _Known:
    texts = list(texts)
    return _Known(
        frozenset(host for text in texts for host in hosts(text)),
        frozenset(scheme for text in texts for scheme in schemes(text)) | KNOWN_SCHEMES,
        frozenset(line for text in texts for line in text.split("\n")),
    )


def _look(change: _Change, raw: bytes, known: _Known) -> Iterator[Problem]:
    """Yield what there is to look at in a file that was added or changed."""
    start = Span(change.file, 1, 1, 1, 1)
    if change.mode != PLAIN_FILE:
        yield problem("W655", start, file=change.file, mode=change.mode)
    if not change.file.startswith(("content/", "seeds/")):
        yield problem("W653", start, file=change.file)
    elif change.file.startswith("content/"):
        root, faults = parse(raw, change.file) if change.file.endswith(".yaml") else (None, ())
        yield from faults
        if len(raw) <= MAX_BYTES:
            text = raw.decode("utf-8-sig", "replace")
            yield from _look_at_lines(text, change.file, known)
            yield from (each for one in _scalars(root) for each in _look_at_field(one, text, change.file, known))


def _look_at_lines(text: str, file: str, known: _Known) -> Iterator[Problem]:
    at = 0
    for line in text.split("\n"):
        if line not in known.lines:
            yield from _look_at_words(line.removesuffix("\r"), partial(_within, text, at, file), known)
        at += len(line) + 1


def _within(text: str, at: int, file: str, start: int, end: int) -> Span:
    return point(text, at + start, file, end - start)


def _look_at_words(words: str, place: partial[Span], known: _Known) -> Iterator[Problem]:
    for at, sign in hidden_characters(words):
        yield problem("E123", place(at, at + 1), sign=sign)
    for start, end, sign in disguised_words(words):
        yield problem("W128", place(start, end), word=words[start:end], sign=sign)
    for host in sorted(hosts(words) - known.hosts):
        start = max(words.lower().find(host), 0)
        yield problem("W651", place(start, start + len(host)), host=host)
    for scheme in sorted(schemes(words) - known.schemes):
        start = max(words.lower().find(f"{scheme}:"), 0)
        yield problem("W652", place(start, start + len(scheme)), scheme=scheme)


def _look_at_field(one: Scalar, text: str, file: str, known: _Known) -> Iterator[Problem]:
    """Yield what the lines of a field do not show: how long it is, and what stands in it as escapes."""
    written = text[one.start : one.end]
    if any(line not in known.lines for line in written.split("\n")):
        span = span_between(text, one.start, one.end, file)
        if len(one.text) > LARGE:
            yield problem("W654", span, length=f"{len(one.text):,}", limit=f"{LARGE:,}")
        if one.style == '"' and "\\" in written:
            yield from _look_at_words(one.text, partial(lambda *_: span), known)


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.values.items():
            yield node.keys[key]
            yield from _scalars(value)
    elif node is not None:
        for item in node.items:
            yield from _scalars(item)
