"""Markdown renders, cites claims, and links somewhere; every language cites and links alike."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from biennien.problems import At, Problem, problem
from biennien.prose import SCHEMES, references
from biennien.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.model import Chronicle, Event, Text

HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def _texts(event: Event) -> Iterator[tuple[str, Text]]:
    yield "summary", event.summary
    if event.body:
        yield "body", event.body


def check_citations(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """Citations name claims of the event, alike in every language, and every paragraph of a body has one."""
    for event in chronicle.events.values():
        claims = {claim.id for claim in event.claims}
        for field, text in _texts(event):
            for language, words in text.items():
                yield from _check_text(event.at / field / language, words, claims, body=field == "body")
            yield from _check_alike(event, field, text)


def _check_text(at: At, words: str, claims: set[str], *, body: bool) -> Iterator[Problem]:
    found, paragraphs = references(words)
    cited = {one.paragraph for one in found if one.kind == "cite"}
    for one in found:
        if one.kind == "cite" and one.target not in claims:
            start = words.find(f"[^{one.target}]")
            guess = nearest(one.target, claims)
            label = f"did you mean “{guess}”?" if guess else ""
            yield problem("E502", at.within(start, start + len(one.target) + 3), label=label, claim=one.target)
    for line in paragraphs:
        if body and line not in cited:
            start = len("\n".join(words.split("\n")[:line])) + bool(line)
            yield problem("E501", at.within(start, start + 1))
    for match in HTML.finditer(words):
        yield problem("E505", at.within(*match.span()), html=match.group())


def _check_alike(event: Event, field: str, text: Text) -> Iterator[Problem]:
    if event.original not in text:
        return
    there = Counter((one.kind, one.target) for one in references(text[event.original])[0])
    for language, words in text.items():
        here = Counter((one.kind, one.target) for one in references(words)[0])
        missing, added = there - here, here - there
        if missing or added:
            yield problem(
                "E414",
                event.at / field / language,
                language=language,
                original=event.original,
                missing=", ".join(target for _, target in missing) or "—",
                added=", ".join(target for _, target in added) or "—",
            )


def check_links(chronicle: Chronicle, _locales: Mapping[str, Locale]) -> Iterator[Problem]:
    """A link leads to an entry of the chronicle or to the web, never to a path or a script."""
    texts = [(event.at / field / language, words) for event in chronicle.events.values() for field, text in _texts(event) for language, words in text.items()]
    if chronicle.settings.about:
        texts += [(chronicle.settings.at / "about" / language, words) for language, words in chronicle.settings.about.items()]
    for at, words in texts:
        for one in references(words)[0]:
            if one.kind == "link":
                yield from _check_link(at, words, one.target, chronicle)


def _check_link(at: At, words: str, target: str, chronicle: Chronicle) -> Iterator[Problem]:
    scheme, _, rest = target.partition(":")
    start = max(words.find(target), 0)
    place = at.within(start, start + len(target))
    if scheme in SCHEMES:
        known = chronicle.declared.get(SCHEMES[scheme], frozenset())
        if rest not in known:
            guess = nearest(rest, known)
            label = f"did you mean “{guess}”?" if guess else ""
            yield problem("E504", place, label=label, target=target, why=f"there is no {scheme} with that id")
    elif scheme not in ("http", "https", "mailto"):
        yield problem("E504", place, target=target, why="write https://…, or an entry such as place:ta-lung-shuikou")
