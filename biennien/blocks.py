"""Blocks of a Markdown text that can be told without parsing it (CommonMark 0.31, sections 4 and 5)."""

import re
from typing import TypeAlias

Block: TypeAlias = tuple[bool, int, str]
"""A block of words: whether it is a paragraph, the line (from 0) on which it begins, and its words as written."""
# A line of a paragraph, an item of a list or a heading that can be nothing else.
_LINE = re.compile(r"([-*+] |#{1,6} )?(?:\*\*)?[^\W\d_].*|[ \t]*")


def plain_blocks(text: str) -> list[Block] | None:
    """Return the blocks of a text of plain paragraphs, lists and headings, as most are; None for any other."""
    blocks: list[Block] = []
    goes_on = False
    for number, line in enumerate(text.split("\n")):
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        mark, is_empty = match[1] or "", not line.strip(" \t")
        if goes_on and not mark and not is_empty:
            blocks[-1] = (*blocks[-1][:2], f"{blocks[-1][2]}\n{line}")
        elif not is_empty:
            blocks.append((mark[:1] != "#", number, line[len(mark) :]))
        goes_on = not is_empty and blocks[-1][0]
    return None if "\r" in text else blocks
