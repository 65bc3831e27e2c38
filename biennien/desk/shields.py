"""What no engine may touch in a text (citations, links, marks, names of the registers), behind placeholders.

A placeholder is `[X1X]`: letters and digits in brackets are what engines keep best, at most with spaces put in, in
another case, or in other brackets. An answer in which one is missing, doubled or new is no translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from biennien.names import REGISTERS, index_names
from biennien.text import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Chronicle
    from biennien.names import Names

# Citations that follow each other are one; a link is two, with its words between them; {of} is filled by the program.
_MARKS = re.compile(
    r"(?P<after>(?:\[\^[\w-]+\])+)"
    r"|(?P<open>(?<![\]\w])\[(?=[^\[\]]+\]\([^()\s]+\)))|(?P<close>\]\([^()\s]+\))"
    r"|(?P<apart>`[^`\n]+`|<[a-z][a-z0-9+.-]*:[^<>\s]+>|https?://[^\s<>\")\]]*[\w/]|\[…\]|\{\w+\})"
    r"|(?P<stress>\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w))",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to write placeholders, and to find them again after an engine's treatment."""

    written: str
    found: re.Pattern[str]


SHAPES: Final = (
    Shape("[X{}X]", re.compile(r"[\[［【(（]?\s*[xXхХ×]\s*(\d{1,3})\s*[xXхХ×](?!\w)\s*[\]］】)）]?")),
    Shape("⟦{}⟧", re.compile(r"[⟦〚【［\[]{1,2}\s*(\d{1,3})\s*[⟧〛】］\]]{1,2}")),
)
"""The first serves nearly always; the second is for an answer in which the first did not survive."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands behind one placeholder, and whether it is to touch what is before and after it."""

    text: str
    glued_before: bool = False
    glued_after: bool = False


@dataclass(frozen=True, slots=True)
class Shielded:
    """A text with placeholders, counted from 1, and what they stand for in the language that it goes to."""

    text: str
    kept: tuple[Kept, ...]
    shape: Shape


def shield(text: str, names: Names, shape: Shape = SHAPES[0]) -> Shielded | None:
    """Return `text` with its marks, and the names of `fixed_names`, behind placeholders.

    None where the text itself has, or would make of one, what looks like another.
    """
    written, kept, at = "", [], 0
    for start, end, one in _spans(text, names):
        kept.append(one)
        written += text[at:start] + shape.written.format(len(kept))
        at = end
    written += text[at:]
    placeholders = [shape.written.format(number) for number in range(1, len(kept) + 1)]
    if [match.group() for match in shape.found.finditer(written)] != placeholders:
        return None
    return Shielded(written, tuple(kept), shape)


def _spans(text: str, names: Names) -> Iterator[tuple[int, int, Kept]]:
    """Yield the offsets of everything to keep, in order, none within another."""
    marks = [(*match.span(), _kept(match)) for match in _MARKS.finditer(text)]
    found = [(one.start, one.end, Kept(one.id)) for one in names.find(text)]
    free = (one for one in found if not any(start < one[1] and one[0] < end for start, end, _ in marks))
    yield from sorted((*marks, *free), key=lambda one: one[0])


def _kept(match: re.Match[str]) -> Kept:
    """Return a mark; it touches what it touched, but a word apart from it stays apart."""
    text, start, end = match.string, *match.span()
    touches = match.lastgroup != "apart"
    before = touches and start > 0 and not text[start - 1].isspace()
    after = match.lastgroup in ("open", "stress") and not text[end : end + 1].isspace()
    return Kept(match.group(), before and match.lastgroup != "open", after)


def unshield(answer: str, shielded: Shielded) -> str | None:
    """Return an engine's answer with what its placeholders stand for; None unless each is there exactly once."""
    numbers = [int(match[1]) for match in shielded.shape.found.finditer(answer)]
    if sorted(numbers) != list(range(1, len(shielded.kept) + 1)):
        return None
    done, at, glued = "", 0, False
    for match in shielded.shape.found.finditer(answer):
        one = shielded.kept[int(match[1]) - 1]
        lead, trail = _spaces(match)
        words = answer[at : match.start()] + lead
        done = _joined(done, words.lstrip() if glued else words)
        done = _joined(done.rstrip() if one.glued_before else done, one.text)
        at, glued = match.end() - len(trail), one.glued_after
    return _joined(done, answer[at:].lstrip() if glued else answer[at:])


def _joined(left: str, right: str) -> str:
    """Put two texts together; words that an engine has glued to a placeholder are set apart again."""
    last, first = left[-1:], right[:1]
    apart = last.isalnum() and first.isalnum() and not UNSPACED.search(last + first)
    return f"{left} {right}" if apart else left + right


def _spaces(match: re.Match[str]) -> tuple[str, str]:
    """Return the white space at both ends of what was found: it belongs to the words around it."""
    found = match.group()
    return found[: len(found) - len(found.lstrip())], found[len(found.rstrip()) :]


def fixed_names(chronicle: Chronicle, source: str, target: str) -> Names:
    """Return the names in one language that have one rendering in another; a mention's `id` is that rendering.

    They are the names of people, places and organisations, and those terms of the glossary whose rendering begins with
    a capital letter: other terms are inflected, so an engine translates them and the checks look afterwards.
    """
    every = (*_register_names(chronicle, source, target), *_proper_terms(chronicle, source, target))
    return index_names((name, "fixed", rendering) for name, rendering in every)


def _register_names(chronicle: Chronicle, source: str, target: str) -> Iterator[tuple[str, str]]:
    bodies = [
        body
        for register in REGISTERS
        for entry in getattr(chronicle, register).values()
        for body in (entry, *getattr(entry, "sides", ()))
        if target in body.name
    ]
    yield from ((body.name[source], body.name[target]) for body in bodies if source in body.name)
    yield from ((variant, body.name[target]) for body in bodies for variant in body.variants.get(source, ()))


def _proper_terms(chronicle: Chronicle, source: str, target: str) -> Iterator[tuple[str, str]]:
    for term in chronicle.glossary.values():
        rendering = term.name.get(target, "")
        if rendering[:1].isupper() and source in term.name:
            yield from ((form, rendering) for form in (term.name[source], *term.forms.get(source, ())))
