"""Where the chronicle stands, as a table and as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from project import EVENT, own_strings_only, write_changed

from biennien import cli
from biennien.cli.report import table

if TYPE_CHECKING:
    from pathlib import Path


def status(root: Path, *arguments: str) -> int:
    """Run the verb in a project."""
    with own_strings_only():
        return cli.main(["status", *arguments, "--root", str(root)])


def test_every_entry_has_a_row_and_every_register_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts by state, quotes found, and problems; the last line adds them up."""
    assert status(write_changed(tmp_path)) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1] == ["meeting", "en", "0", "0", "0", "8", "0", "3/3", "0", "0", "0"]
    assert ["people", "en", "0", "0", "0", "1", "0", "0/0", "0", "0", "0"] in lines
    assert lines[-2][0] == "all"


def test_an_event_that_does_not_load_is_shown_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing text is counted; its evidence is not known."""
    root = write_changed(tmp_path, f"=== {EVENT} +\ntitle: {{vi: Gặp gỡ đầu xuân 2023}}\nkind: []\n")
    status(root, "meeting")
    row = capsys.readouterr().out.splitlines()[1].split()
    assert (row[2], row[7], row[9]) == ("1", "?", "2")


def test_quotes_that_are_not_found_are_not_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the checks say."""
    root = write_changed(tmp_path)
    file = root / EVENT
    file.write_text(file.read_text("utf-8").replace("hơn 50 cuộc hội đàm. Kim", "hơn 60 cuộc hội đàm. Kim"), "utf-8")
    status(root, "meeting", "--format", "json")
    (row,) = json.loads(capsys.readouterr().out)
    assert row["evidence"] == {"quotes": 3, "found": 2, "outside": 0}
    assert row["errors"] >= 1


def test_one_entry_of_a_register_has_its_own_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not those of its neighbours in the file."""
    root = write_changed(tmp_path, "=== content/places.yaml +\nguangxi:\n  kind: region\n  name: {vi: Quảng Tây}\n")
    status(root, "places", "--format", "json")
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert [rows[f"places/{id_}"]["errors"] for id_ in ("vietnam", "ha-giang", "guangxi")] == [0, 0, 1]
    assert rows["places/guangxi"]["translations"]["missing"] == 1


def test_a_site_in_one_language_shows_its_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to translate, and still something to know."""
    root = write_changed(tmp_path)
    site = root / "content/site.yaml"
    site.write_text(site.read_text("utf-8").replace("  en: {name: English, locale: en-GB}\n", ""), "utf-8")
    status(root, "meeting", "--format", "json")
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["language"], set(row["translations"].values()), row["evidence"]["quotes"]) == ("", {0}, 3)


def test_an_unknown_entry_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what was perhaps meant."""
    assert status(write_changed(tmp_path), "metting") == 2
    assert "did you mean “meeting”?" in capsys.readouterr().err


def test_columns_are_aligned_by_display_cells() -> None:
    """Hanzi are two cells wide, and a decomposed letter is one."""
    rows = [["刘宁", "1"], ["Lu\u031b\u0323u", "20"], ["a", "3"]]
    assert table(rows, {1}) == "刘宁   1\nLu\u031b\u0323u   20\na      3\n"


@pytest.mark.parametrize("files", [{}, {"content/site.yaml": b"what\n"}])
def test_a_project_that_can_not_be_read_has_no_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, bytes]
) -> None:
    """Its problems are shown instead."""
    for name, raw in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    assert status(tmp_path) == 1
    captured = capsys.readouterr()
    assert "error[" in captured.err
    assert captured.out == "no texts were found\n"
