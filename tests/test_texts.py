"""Every text of the entries, found where it stands, with the state of its translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from project import EVENT, own_strings_only, write_changed

from biennien import states, texts
from biennien.fields import Labelled, ListOf, Record, Texts
from biennien.load import EVENT as EVENT_RECORD
from biennien.load import REGISTERS
from biennien.project import read_project
from biennien.texts import Entry, Setting, Wording, read_entries, read_setting

if TYPE_CHECKING:
    from pathlib import Path

    from biennien.fields import Reader

SETTING = Setting(("vi", "en"), {"paper": "vi", "web": "zh"})


def entries(root: Path) -> dict[str, Entry]:
    """Return the entries of a project by id."""
    return {entry.id: entry for entry in read_entries(root, read_setting(root))}


def event(text: str) -> tuple[bytes, Entry]:
    """Return an event file and its entry."""
    raw = text.encode()
    (entry,) = texts.entries_of(raw, EVENT, SETTING)
    return raw, entry


def wording(entry: Entry, name: str) -> Wording:
    """Return the text of an entry by name."""
    return next(one for one in entry.wordings if one.name == name)


def reviewed(raw: bytes, entry: Entry, name: str) -> tuple[bytes, Entry]:
    """Return the event after the English text of a field was approved."""
    one = wording(entry, name)
    record = states.review_record(one.original, one.source, one.texts["en"], by="Lan", on="2026-11-23")
    after = texts.write_record(raw, entry, one, "en", record)
    return after, texts.entries_of(after, EVENT, SETTING)[0]


def test_every_text_of_the_tiny_project_is_found(tmp_path: Path) -> None:
    """By the names that people know: ids of claims and figures, numbers from 1 for what has no id."""
    found = entries(write_changed(tmp_path))
    assert read_setting(tmp_path) == SETTING
    assert [one.name for one in found["meeting"].wordings] == [
        "title",
        "summary",
        *(f"claims.{id_}{part}" for id_ in ("held", "trade", "ask") for part in ("", ".evidence.1.translation")),
    ]
    assert {"site", "people/liu-ning", "glossary/hoi-kien", "sources/paper"} < set(found)
    assert [one.name for one in found["glossary/hoi-kien"].wordings] == ["name"]


def test_every_declared_text_is_walked() -> None:
    """No reader holds texts where the walk does not go: a new kind of reader has to be added to it."""

    def strangers(reader: Reader) -> set[str]:
        if isinstance(reader, Record):
            return set().union(*(strangers(field.reader) for field in reader.fields.values()))
        if isinstance(reader, ListOf):
            return strangers(reader.item)
        known = isinstance(reader, Texts | Labelled) or not {"record", "item", "fields"} & set(dir(reader))
        return set() if known else {type(reader).__name__}

    assert [strangers(one) for one in (EVENT_RECORD, *REGISTERS.values())] == [set()] * (1 + len(REGISTERS))


def test_a_missing_language_is_found_though_the_event_does_not_load() -> None:
    """That is what there is to translate."""
    _, entry = event("original: vi\ntitle: {vi: Gặp gỡ}\nclaims:\n  - {id: a, vi: Một, evidence: []}\nnotes: what\n")
    assert [(one.name, language, state) for one, language, state in entry.states()] == [
        ("title", "en", "missing"),
        ("claims.a", "en", "missing"),
    ]


def test_a_quote_is_in_the_language_of_its_source() -> None:
    """It needs every other language of the site, and only those."""
    _, entry = event(
        "original: en\nclaims:\n  - id: a\n    en: One\n    evidence:\n"
        "      - {source: paper, quote: Một}\n      - {source: web, quote: 一}\n      - {source: lost, quote: x}\n"
    )
    found = {one.name: (one.original, one.languages, one.place(one.original)) for one in entry.wordings}
    assert found == {
        "claims.a": ("en", ("vi",), ("claims", 0, "en")),
        "claims.a.evidence.1.translation": ("vi", ("en",), ("claims", 0, "evidence", 0, "quote")),
        "claims.a.evidence.2.translation": ("zh", ("vi", "en"), ("claims", 0, "evidence", 1, "quote")),
    }


def test_an_original_that_is_missing_is_the_one_to_be_drafted() -> None:
    """And once drafted, it stays known as a translation of what was there first."""
    raw, entry = event("original: vi\ntitle: {en: A meeting}\n")
    title = wording(entry, "title")
    assert (title.original, title.languages) == ("en", ("vi",))
    after = texts.write_text(raw, title, "vi", "Cuộc gặp")
    record = states.draft_record("en", "A meeting", "Cuộc gặp", by="google", on="2026-11-23")
    after = texts.write_record(after, entry, title, "vi", record)
    (again,) = texts.entries_of(after, EVENT, SETTING)
    assert [state for _, _, state in again.states()] == ["draft"]
    assert wording(again, "title").original == "en"


MADE = """\
original: vi
title: {vi: Gặp gỡ, en: Meeting}
claims:
  - id: a
    vi: Một
    en: One
    evidence:
      - source: paper
        quote: "Hai"
  - id: b
    vi: Ba
    en: Three
    evidence: []
body:
  vi: |
    Bốn
"""


def test_texts_are_written_beside_their_neighbours() -> None:
    """A claim's languages stay together, a block stays a block, a quote gets its translation."""
    raw, entry = event(MADE.replace("    en: One\n", ""))
    raw = texts.write_text(raw, wording(entry, "claims.a"), "en", "One")
    raw = texts.write_text(raw, wording(entry, "claims.a.evidence.1.translation"), "en", "Two")
    raw = texts.write_text(raw, wording(entry, "body"), "en", "Four")
    quote = '        quote: "Hai"\n'
    wanted = MADE.replace(quote, quote + '        translation: {en: "Two"}\n') + "  en: |\n    Four\n"
    assert raw.decode() == wanted


def test_moving_renaming_and_reordering_change_no_state() -> None:
    """A label is for people: claims may trade places and ids, and a file may be written anew by hand."""
    raw, entry = event(MADE)
    for name in ("claims.a", "claims.b"):
        raw, entry = reviewed(raw, entry, name)
    text = raw.decode()
    moved = text.replace("id: a", "id: c").replace("id: b", "id: a").replace("id: c", "id: b")
    _, entry = event(moved)
    assert {one.name: state for one, _, state in entry.states() if one.name[:6] == "claims"} == {
        "claims.a": "reviewed",
        "claims.b": "reviewed",
        "claims.b.evidence.1.translation": "missing",
    }


def test_a_record_never_takes_the_place_of_another_field_s() -> None:
    """Two claims have traded ids, and one of them is approved again: the other's record stays."""
    raw, entry = event(MADE)
    raw, entry = reviewed(raw, entry, "claims.a")
    raw, entry = event(raw.decode().replace("id: a", "id: b", 1).replace("id: b\n    vi: Ba", "id: a\n    vi: Ba"))
    raw, entry = reviewed(raw, entry, "claims.a")
    assert [one.label for one in entry.records] == ["claims.a.en", "claims.a.en~2"]
    raw, entry = reviewed(raw, entry, "claims.b")
    assert len(entry.records) == 2
    assert [state for one, _, state in entry.states() if one.name in ("claims.a", "claims.b")] == ["reviewed"] * 2


@pytest.mark.parametrize("written", ["[]", "what", "{title.en: {from: vi}}", "{title.en: what}", "{a: [b]}"])
def test_records_that_make_no_sense_count_as_none(written: str) -> None:
    """The checks say what is wrong with them."""
    _, entry = event(f"{MADE}translations: {written}\n")
    assert entry.records == ()
    assert entry.state(wording(entry, "title"), "en") == "edited"


def test_forgetting_every_record_is_no_fault(tmp_path: Path) -> None:
    """Whoever deletes the last line may leave its key."""
    root = write_changed(tmp_path, f"=== {EVENT} +\ntranslations:\n")
    with own_strings_only():
        assert read_project(root).problems == ()
    raw, entry = (root / EVENT).read_bytes(), entries(root)["meeting"]
    after, again = reviewed(raw, entry, "title")
    assert after.startswith(raw.rstrip(b"\n"))
    assert again.state(wording(again, "title"), "en") == "reviewed"


def test_a_project_without_languages_has_no_texts(tmp_path: Path) -> None:
    """Nothing says which keys are languages."""
    (tmp_path / "content").mkdir()
    assert read_setting(tmp_path) == Setting((), {})
    assert [entry for entry in read_entries(tmp_path, read_setting(tmp_path)) if entry.wordings] == []
