"""What is added to a project: whole or not at all, and no byte of what is there is changed."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING
from unittest.mock import Mock, patch

import pytest

from biennien.desk.append import AppendError, add_entries, create_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENTRY = ("b", "b:\n  name: {vi: Bê}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"# first\nb:\n  name: {vi: B\xc3\xaa}\n"),
        (b"# only words\n", b"# only words\nb:\n  name: {vi: B\xc3\xaa}\n"),
        (b"a: {}\n", b"a: {}\nb:\n  name: {vi: B\xc3\xaa}\n"),
        (b"a: {}", b"a: {}\nb:\n  name: {vi: B\xc3\xaa}\n"),
        (b"\xef\xbb\xbfa: {}\r\n# end", b"\xef\xbb\xbfa: {}\r\n# end\r\nb:\r\n  name: {vi: B\xc3\xaa}\r\n"),
        (b"a: {x: a\xcc\x82}\n\n\n", b"a: {x: a\xcc\x82}\n\n\nb:\n  name: {vi: B\xc3\xaa}\n"),
    ],
)
def test_an_entry_follows_the_bytes_that_are_there(tmp_path: Path, before: bytes, after: bytes) -> None:
    """Whatever its line ends, with a byte order mark or without a last line feed."""
    file = tmp_path / "people.yaml"
    file.write_bytes(before)
    assert add_entries(file, [ENTRY], "# first\n") == ("b",)
    assert file.read_bytes() == after
    assert [one.name for one in tmp_path.iterdir()] == ["people.yaml"]


@pytest.mark.parametrize("before", [b"{a: {x: y}}\n", b"a:\n - [\n", b"- a\n", b"a: {}\n...\n", b"a: {}\n  \n\ta: x"])
def test_a_register_that_nothing_can_follow_is_left_alone(tmp_path: Path, before: bytes) -> None:
    """In braces, a list, or with a fault."""
    file = tmp_path / "people.yaml"
    file.write_bytes(before)
    with pytest.raises(AppendError):
        add_entries(file, [ENTRY])
    assert file.read_bytes() == before


def test_an_entry_that_is_there_is_not_added_again(tmp_path: Path) -> None:
    """Nor is the file touched."""
    file = tmp_path / "people.yaml"
    file.write_bytes(b"b: {}\n")
    assert add_entries(file, [ENTRY]) == ()
    assert file.read_bytes() == b"b: {}\n"


def test_what_a_person_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    """Their words win."""
    file = tmp_path / "people.yaml"
    file.write_bytes(b"a: {}\n")

    def meddle(before: bytes, _text: str) -> bytes:
        file.write_bytes(b"a: {}\nmine: {}\n")
        return before + ENTRY[1].encode()

    with patch("biennien.desk.append._joined", meddle), pytest.raises(AppendError, match="meanwhile"):
        add_entries(file, [ENTRY])
    assert file.read_bytes() == b"a: {}\nmine: {}\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_mode_of_a_register_is_kept(tmp_path: Path) -> None:
    """A file that a group may write stays so."""
    file = tmp_path / "people.yaml"
    file.write_bytes(b"a: {}\n")
    file.chmod(0o664)
    add_entries(file, [ENTRY])
    assert stat.S_IMODE(file.stat().st_mode) == 0o664


@pytest.mark.parametrize("link", [os.link, Mock(side_effect=OSError)], ids=["links", "no links"])
def test_a_new_file_takes_no_other_files_place(tmp_path: Path, link: Callable[..., None]) -> None:
    """On file systems without links too."""
    file = tmp_path / "events" / "x.yaml"
    with patch("biennien.desk.append.os.link", link):
        create_file(file, b"one")
        with pytest.raises(AppendError, match="already"):
            create_file(file, b"two")
    assert file.read_bytes() == b"one"
    assert [one.name for one in file.parent.iterdir()] == ["x.yaml"]
