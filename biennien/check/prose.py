"""Markdown renders, cites claims, and links somewhere; every language cites and links alike."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from biennien.addresses import leads_out
from biennien.check.passages import Passage
from biennien.check.references import declared
from biennien.fields import meant
from biennien.messages import phrase
from biennien.problems import At, Problem, problem
from biennien.prose import SCHEMES, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.check.context import Context
    from biennien.model import Chronicle, Event, Text

# A tag's name holds no colon and no @, by which <https://…> and <name@example.org> are told from it.
HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--")


def _texts(event: Event) -> Iterator[tuple[str, Text]]:
    yield "summary", event.summary
    if event.body:
        yield "body", event.body


def check_citations(event: Event, context: Context) -> Iterator[Problem]:
    """Citations name claims of the event, alike in every language, and every paragraph of a body has one."""
    claims = None if event.id in context.registers.incomplete else {claim.id for claim in event.claims}
    for field, text in _texts(event):
        for language, words in text.items():
            yield from _check_text(event.at / field / language, words, claims, body=field == "body")
        yield from compare_references(Passage(text, event.at / field, event.original))


def _check_text(at: At, words: str, claims: set[str] | None, *, body: bool) -> Iterator[Problem]:
    found, paragraphs = references(words)
    cited = {one.paragraph for one in found if one.kind == "cite"}
    places = _Places(words)
    for one in found:
        place = places.next(f"[^{one.target}]") if one.kind == "cite" else (0, 0)
        if one.kind == "cite" and claims is not None and one.target not in claims:
            yield problem("E502", at.within(*place), label=meant(one.target, claims), claim=one.target)
    for line in paragraphs:
        if body and line not in cited:
            yield problem("E501", at.within(*_line(words, line)))


def _line(words: str, line: int) -> tuple[int, int]:
    """Return where the words of a line, counted from 0, begin and end."""
    lines = words.split("\n")
    start = sum(len(one) + 1 for one in lines[:line])
    shown = lines[line].strip()
    start += lines[line].index(shown)
    return start, start + len(shown)


class _Places:
    """Where the same words stand in a text, one place after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reached: dict[str, int] = {}

    def next(self, words: str) -> tuple[int, int]:
        """Return the next place of the words; the whole text where they are written in another way."""
        at = self.text.find(words, self.reached.get(words, 0))
        if at < 0:
            return 0, len(self.text)
        self.reached[words] = at + len(words)
        return at, at + len(words)


def compare_references(passage: Passage) -> Iterator[Problem]:
    """Yield what differs in the citations and links of one passage."""
    for language, first, words in passage.pairs():
        there, here = (Counter((one.kind, one.target) for one in references(text)[0]) for text in (first, words))
        missing, added = there - here, here - there
        if missing or added:
            yield problem(
                "E414",
                passage.at / language,
                language=language,
                original=passage.original,
                missing=", ".join(target for _, target in missing) or "—",
                added=", ".join(target for _, target in added) or "—",
            )


def check_links(event: Event, context: Context) -> Iterator[Problem]:
    """A link leads to an entry of the chronicle or to the web, never to a path or a script; HTML is not used."""
    for field, text in _texts(event):
        for language, words in text.items():
            yield from _check_words(event.at / field / language, words, context.registers)


def check_about(context: Context) -> Iterator[Problem]:
    """The same of what the site says of itself."""
    settings = context.registers.settings
    for language, words in (settings.about or {}).items():
        yield from _check_words(settings.at / "about" / language, words, context.registers)


def _check_words(at: At, words: str, chronicle: Chronicle) -> Iterator[Problem]:
    places = _Places(words)
    for one in references(words)[0]:
        if one.kind == "link":
            target = one.target if one.target in words else unquote(one.target)
            yield from _check_link(at.within(*places.next(target)), target, chronicle)
    for match in HTML.finditer(words):
        yield problem("E505", at.within(*match.span()), html=match.group())


def _check_link(at: At, target: str, chronicle: Chronicle) -> Iterator[Problem]:
    scheme, _, id_ = target.partition(":")
    if scheme in SCHEMES:
        known = declared(chronicle, SCHEMES[scheme])
        if known is not None and id_ not in known:
            why = phrase("no_such_entry", kind=scheme)
            yield problem("E504", at, label=meant(id_, known), target=target, why=why)
    elif not leads_out(target):
        yield problem("E504", at, target=target, why=phrase("no_such_link"))
