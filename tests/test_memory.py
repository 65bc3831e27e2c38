"""The translation memory: pairs that were approved, in a file that merges well."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from biennien.desk import memory
from biennien.desk.memory import Memory, Pair, parse_memory, read_memory, remember, render_memory
from biennien.splice import save, saving
from biennien.states import mark

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXTS = st.text(st.sampled_from("ab \t\n\r\\tnđ—"), min_size=1, max_size=8).filter(lambda text: text.strip())
PAIRS = st.lists(st.builds(Pair, TEXTS, TEXTS, st.sampled_from(["", "2026-11-23", "2026-11-24"])), max_size=5)


@settings(max_examples=100, deadline=None)
@given(PAIRS)
def test_what_is_written_reads_back(pairs: list[Pair]) -> None:
    """Whatever tabs, line breaks and backslashes a text holds."""
    made = Memory().with_pairs(pairs)
    assert parse_memory(render_memory(made)) == made


def test_a_text_is_found_however_it_is_wrapped_or_composed() -> None:
    """The same words are the same text."""
    made = Memory().with_pairs([Pair("Tà Lùng\nmở cửa", "Tà Lùng opens", "2026-11-23")])
    assert made.translation(unicodedata.normalize("NFD", "Tà Lùng mở  cửa")) == "Tà Lùng opens"
    assert made.translation("Tà Lùng") is None
    assert made.original(mark("Tà Lùng mở cửa")) == "Tà Lùng\nmở cửa"


def test_of_several_translations_the_last_approved_is_reused() -> None:
    """A correction is worth more than what it corrected."""
    old, new = Pair("hội kiến", "talks", "2026-11-20"), Pair("hội kiến", "bilateral meeting", "2026-11-23")
    assert Memory().with_pairs([new, old]).translation("hội kiến") == "bilateral meeting"


def test_two_people_s_files_merge_line_by_line() -> None:
    """Both sides' lines, one after the other, are the memory of both."""
    ours, theirs = [Pair("a", "A", "2026-11-23")], [Pair("b", "B"), Pair("a", "A", "2026-11-20")]
    merged = b"".join(render_memory(Memory().with_pairs(one)) for one in (theirs, ours))
    assert parse_memory(merged) == Memory().with_pairs([*ours, *theirs])
    assert render_memory(parse_memory(merged)) == b"a\tA\t2026-11-23\nb\tB\t\n"


def test_lines_that_are_no_pairs_are_kept() -> None:
    """What a failed merge leaves behind is for a person to look at."""
    raw = b"b\tB\t\n<<<<<<< ours\na\tA\t\n=======\n"
    assert render_memory(parse_memory(raw)) == b"a\tA\t\nb\tB\t\n<<<<<<< ours\n=======\n"


def test_pairs_are_remembered_from_run_to_run(tmp_path: Path) -> None:
    """Each pair of languages has its file."""
    assert read_memory(tmp_path, "vi", "en") == Memory()
    remember(tmp_path, "vi", "en", [Pair("hai", "two", "2026-11-23")])
    remember(tmp_path, "vi", "en", [Pair("ba", "three", "2026-11-23"), Pair("hai", "two", "2026-11-23")])
    assert (tmp_path / "content/memory/vi-en.tsv").read_text() == "ba\tthree\t2026-11-23\nhai\ttwo\t2026-11-23\n"
    assert read_memory(tmp_path, "en", "vi") == Memory()


def test_somebody_else_s_pair_survives_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read again when it changed before it could be written."""
    file = memory.memory_file(tmp_path, "vi", "en")
    done: list[int] = []

    def interrupted(*arguments: Any) -> None:  # noqa: ANN401 - of save
        if not done:
            done.append(file.write_bytes(b"ba\tthree\t\n"))
        save(*arguments)

    monkeypatch.setattr(saving, "save", interrupted)
    remember(tmp_path, "vi", "en", [Pair("hai", "two")])
    assert file.read_bytes() == b"ba\tthree\t\nhai\ttwo\t\n"
