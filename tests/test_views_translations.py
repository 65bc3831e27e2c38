"""Readers are told, field by field, what a machine wrote and what is behind its original."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from project import EVENT, write_changed

from biennien import states
from biennien.cli import main
from biennien.texts import Entry, read_entries, read_setting, write_records

if TYPE_CHECKING:
    from pathlib import Path

MARK = re.compile(r'<span class="translation" data-state="(\w+)">([^<]+)</span>')
MORE = """\
=== content/events/meeting.yaml +
date_note: {vi: Ghi chú ngày., en: A note on the date.}
body: {vi: "Một đoạn.[^held]", en: "A paragraph.[^held]"}
documents:
  - {id: minutes, name: {vi: Biên bản, en: Minutes}, status: signed, claim: held}
notes:
  - {vi: Một ghi chú., en: A note.}
"""


def drafted(entry: Entry) -> list[tuple[object, ...]]:
    """Return the records of an entry whose translations are all a machine's."""
    made = {"by": "google", "on": "2026-11-23"}
    return [
        (one, language, states.draft_record(one.original, one.source, one.texts[language], **made))
        for one, language, _ in entry.states()
    ]


def build(root: Path) -> Path:
    """Build the site of a project."""
    assert main(["build", "--root", str(root), "--out", str(root / "site")]) == 0
    return root / "site"


def marks(site: Path, address: str) -> list[str]:
    """Return the states that a page shows, in its order."""
    return [state for state, _ in MARK.findall((site / address).read_text("utf-8"))]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a project with every translation a draft."""
    root = write_changed(tmp_path_factory.mktemp("drafts"), MORE)
    setting = read_setting(root)
    files = sorted({entry.file for entry in read_entries(root, setting)})
    for file in files:
        entries = [entry for entry in read_entries(root, setting) if entry.file == file and entry.wordings]
        for entry in entries:
            raw = (root / file).read_bytes()
            (root / file).write_bytes(write_records(raw, entry, drafted(entry)))  # type: ignore[arg-type]
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    """Return its site."""
    return build(root)


def test_every_field_of_an_event_is_marked(site: Path) -> None:
    """Title, lead, date note, account, document, three claims with their quotes, and a note."""
    assert marks(site, "en/events/meeting.html") == ["draft"] * 12
    assert marks(site, "vi/events/meeting.html") == []


def test_pages_in_several_languages_mark_the_translation_alone(site: Path) -> None:
    """In whichever language the page itself is."""
    for language in ("vi", "en"):
        html = (site / language / "parallel" / "meeting.html").read_text("utf-8")
        cells = [cell for cell in re.split(r'(?=<div role="cell")', html) if MARK.search(cell)]
        assert all('lang="en"' in cell[:40] for cell in cells)
        assert marks(site, f"{language}/parallel/meeting.html") == ["draft"] * 11
        assert "draft" in marks(site, f"{language}/parallel/index.html")


@pytest.mark.parametrize(
    "address",
    [
        "people/liu-ning",
        "places/ha-giang",
        "organisations/joint-committee",
        "mechanisms/spring-meetings",
        "topics/trade",
        "threads/bridge",
        "sources/paper",
        "index",
        "figures",
    ],
)
def test_entries_and_lists_are_marked(site: Path, address: str) -> None:
    """Wherever the translation is what the page shows."""
    assert "draft" in marks(site, f"en/{address}.html")
    assert marks(site, f"vi/{address}.html") == []


def test_a_mark_says_what_it_means_in_the_language_of_the_page(site: Path) -> None:
    """In words, not by colour alone."""
    words = {word for _, word in MARK.findall((site / "en/events/meeting.html").read_text("utf-8"))}
    assert words == {"machine translation, not reviewed"}
    words = {word for _, word in MARK.findall((site / "vi/parallel/meeting.html").read_text("utf-8"))}
    assert words == {"machine translation, not reviewed"}


def test_what_is_behind_its_original_says_so(root: Path, tmp_path: Path) -> None:
    """One changed word is enough, and only that field is stale."""
    for file in root.rglob("*"):
        if file.is_file() and "site" not in file.relative_to(root).parts:
            target = tmp_path / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    event = tmp_path / EVENT
    event.write_text(event.read_text("utf-8").replace("vi: Ghi chú ngày.", "vi: Ghi chú về ngày."), "utf-8")
    assert marks(build(tmp_path), "en/events/meeting.html").count("stale") == 1
