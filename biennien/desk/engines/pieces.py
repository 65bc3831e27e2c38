"""A text in pieces that an engine takes: cut between paragraphs, else sentences, else words, and never lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Each matches where a text may be cut, the best places first. What is cut keeps its white space.
BOUNDARIES: Final = (
    re.compile(r"(?<=\n)(?!\n)"),
    re.compile(r"(?<=[.!?…]\s)(?!\s)|(?<=[.!?…][”\")\]]\s)(?!\s)|(?<=[。！？])"),
    re.compile(r"(?<=[,;:]\s)(?!\s)|(?<=[，；：、])"),
    re.compile(r"(?<=\s)(?!\s)"),
)


def cut(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the fewest whole lines, sentences or words, in their order, of which each fits and all are the text.

    What fits nowhere is cut in the middle; `fits` must accept one character.
    """
    if fits(text) or len(text) <= 1:
        return (text,)
    for boundary in BOUNDARIES:
        parts = boundary.split(text)
        if len(parts) > 1 and (parts := [part for part in parts if part])[1:]:
            return tuple(piece for packed in _pack(parts, fits) for piece in cut(packed, fits))
    middle = len(text) // 2
    return (*cut(text[:middle], fits), *cut(text[middle:], fits))


def _pack(parts: list[str], fits: Callable[[str], bool]) -> Iterator[str]:
    """Put parts together as long as they fit; a part that does not fit stands alone."""
    packed = parts[0]
    for part in parts[1:]:
        if fits(packed + part):
            packed += part
        else:
            yield packed
            packed = part
    yield packed
