"""Blocks of a Markdown text that are told without parsing it."""

from __future__ import annotations

import pytest

from biennien.blocks import plain_blocks


def test_plain_blocks_are_told_with_their_lines() -> None:
    """An item of a list begins a paragraph, a heading is none, and what goes on in the next line is one with it."""
    assert plain_blocks("Một\nhai\n\n## Đầu đề\nba\n\n- bốn\n- **năm**\nsáu") == [
        (True, 0, "Một\nhai"),
        (False, 3, "Đầu đề"),
        (True, 4, "ba"),
        (True, 6, "bốn"),
        (True, 7, "**năm**\nsáu"),
    ]


@pytest.mark.parametrize("line", ["    mã", "```", "> ai", "1. một", "---", "===", "- - hai", "`mã`", "a\rb", "* * *"])
def test_what_may_be_another_block_is_left_to_the_parser(line: str) -> None:
    """One such line is enough, for what stands before and after it depends on it."""
    assert plain_blocks(f"Một\n{line}\nhai") is None
