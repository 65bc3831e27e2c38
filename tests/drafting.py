"""A tiny project that lacks some English, an engine that knows it, and what its run comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from project import EVENT, base_project

from biennien.desk.engines.web import Fault
from biennien.desk.translate import Desk, Outcome, plan, translate
from biennien.messages import Phrase
from biennien.project import read_project
from biennien.texts import read_entries, read_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from biennien.desk.engines import Engine

DAY = "2026-11-23"
# What a good engine makes of the tiny project; names and citations are placeholders.
ENGLISH = {
    "Gặp gỡ đầu xuân 2023": "Spring Meeting 2023",
    "[X1X] và [X2X] gặp nhau ngày 22/2/2023.[X3X]": "[X1X] and [X2X] met on 22 February 2023. [X3X]",
    "[X1X] và [X2X] gặp nhau ngày 22/2/2023.": "[X1X] and [X2X] met on 22 February 2023.",
    "Hai bên đã tiến hành hơn 50 cuộc hội đàm; kim ngạch đạt 7,2 tỷ USD.": (
        "The two sides held over 50 talks; turnover reached USD 7.2 billion."
    ),
    "Ngày 22/2/2023, tại [X1X]": "On 22 February 2023, in [X1X]",
}


@dataclass(slots=True)
class Words:
    """An engine that knows some sentences; it does what `before` says each time that it is asked."""

    known: Mapping[str, str | Fault] = field(default_factory=lambda: ENGLISH)
    before: Callable[[str], object] = lambda _: None
    name: str = "words"
    asked: list[str] = field(default_factory=list)

    def translate(self, text: str, source: str, target: str) -> str | Fault:
        """Return what it knows."""
        assert (source, target) == ("vi-VN", "en-GB")
        self.asked.append(text)
        self.before(text)
        return self.known.get(text, Fault("nonsense", Phrase("it does not know")))


def without(*lines: str) -> str:
    """Return the tiny project's event without some of its lines."""
    text = base_project()[EVENT].decode()
    for line in lines:
        assert text.count(line) == 1, line
        text = text.replace(line, "")
    return text


TITLE, SUMMARY = ", en: Spring Meeting 2023", "  en: Hà Giang and Guangxi met on 22 February 2023.[^held]\n"
HELD = "    en: Hà Giang and Guangxi met on 22 February 2023.\n"
QUOTE = '        translation: {en: "On 22 February 2023, in Hà Giang"}\n'


def desk(root: Path, engine: Engine | None, recall: Callable[[str, str, str], str | None] = lambda *_: None) -> Desk:
    """Return the desk of a project."""
    project = read_project(root)
    assert project.chronicle
    return Desk(root, read_setting(root), project.chronicle, project.locales, DAY, recall, engine)


def run(root: Path, engine: Words | None, *, stale: bool = False) -> list[Outcome]:
    """Draft what is missing in a project."""
    tasks = plan(read_entries(root, read_setting(root)), stale=stale)
    return list(translate(tasks, desk(root, engine)))


def event(root: Path) -> str:
    """Return the event's file."""
    return (root / EVENT).read_text(encoding="utf-8")


def once(action: Callable[[str], object]) -> Callable[[str], object]:
    """Return an action that is done the first time only."""
    done: list[str] = []

    def act(text: str) -> None:
        if not done:
            done.append(text)
            action(text)

    return act


def speak(text: str) -> str:
    """Return what the words are in English; what is not known comes back as it was."""
    return ENGLISH.get(text, text)
