"""Texts of the content → safe HTML with links into the chronicle.

Bodies and summaries are CommonMark without HTML, images and link definitions, with two additions: `[^claim-id]` cites a
claim of the event, and `[words](place:ta-lung-shuikou)` links to an entry of the chronicle. Every other text is plain.
In all of them the names of the registers become links by themselves, each at its first occurrence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from biennien.names import Names

CITATION = re.compile(r"\[\^([a-z0-9]+(?:-[a-z0-9]+)*)\]")
SCHEMES = {
    "event": "events",
    "person": "people",
    "place": "places",
    "organisation": "organisations",
    "mechanism": "series",
    "topic": "topics",
    "thread": "threads",
    "source": "sources",
}
"""The schemes of links into the chronicle, and the register that each leads to."""
WEB = ("http", "https", "mailto")
"""The schemes of links that lead out of it."""
BREAKS = ("softbreak", "hardbreak")
SPOKEN = ("text", "code_inline", *BREAKS)


@dataclass(frozen=True, slots=True)
class Links:
    """How a page links: `to(register, id)` gives an address or nothing, `cite(claim)` a number and an address.

    `itself` is the entry that the page is about, which its own texts don't link to.
    """

    to: Callable[[str, str], str | None]
    names: Names
    cite: Callable[[str], tuple[int | str, str] | None] = field(default=lambda _: None)
    itself: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation or link in a text, with the text's line (from 0) on which its paragraph begins."""

    kind: str
    target: str
    paragraph: int


def render_line(text: str, links: Links) -> Markup:
    """Return a plain text as HTML, its names linked."""
    return Markup(_linked(text, links, set()))  # noqa: S704 - it escapes


def render_inline(text: str, links: Links) -> Markup:
    """Return a text of one paragraph as HTML without the paragraph around it."""
    parser = _parser()
    tokens = parser.parseInline(text)
    return _render(parser, tokens, links)


def render_body(text: str, links: Links, level: int = 2) -> Markup:
    """Return a Markdown text as HTML, its headings in order from `level` on, whatever levels they were written with."""
    parser = _parser()
    tokens = parser.parse(text)
    _set_levels(tokens, level)
    return _render(parser, tokens, links)


def plain_text(text: str) -> str:
    """Return a Markdown text without its marks, citations and link targets, on one line."""
    return " ".join(" ".join(map(_words, _parser().parse(text))).split())


def _words(block: Token) -> str:
    if block.children is None:
        return block.content  # code
    return "".join(" " if token.type in BREAKS else token.content for token in block.children if token.type in SPOKEN)


@lru_cache(maxsize=65_536)  # several rules ask for those of every text, one rule after the other
def references(text: str) -> tuple[tuple[Reference, ...], tuple[int, ...]]:
    """Return the citations (`cite`) and links (`link`) of a text, and the first lines of its paragraphs."""
    found: list[Reference] = []
    paragraphs = []
    tokens = _parser().parse(text)
    for before, token in pairwise(tokens):
        if token.type != "inline":
            continue
        line = token.map[0] if token.map else 0
        if before.type == "paragraph_open":
            paragraphs.append(line)
        for child in token.children or ():
            if child.type == "citation":
                found.append(Reference("cite", child.content, line))
            elif child.type == "link_open":
                found.append(Reference("link", str(child.attrs.get("href", "")), line))
    return tuple(found), tuple(paragraphs)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    parser.disable(["image", "html_block", "html_inline", "reference"])
    parser.inline.ruler.before("link", "citation", _read_citation)
    parser.add_render_rule("citation", _render_citation)
    return parser


def _read_citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = CITATION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("citation", "", 0).content = match.group(1)
    state.pos = match.end()
    return True


def _render_citation(_: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:  # noqa: ANN401
    links: Links = env["links"]
    cited = links.cite(tokens[index].content)
    if cited is None:
        return ""
    number, address = cited
    return f'<sup class="ref"><a href="{escape(address)}">{number}</a></sup>'


def _render(parser: MarkdownIt, tokens: list[Token], links: Links) -> Markup:
    seen: set[tuple[str, str]] = set()
    for token in tokens:
        if token.children:
            token.children = list(_resolve(token.children, links, seen))
    return Markup(parser.renderer.render(tokens, parser.options, {"links": links}))  # noqa: S704 - markdown-it escapes


def _set_levels(tokens: Sequence[Token], level: int) -> None:
    """Give headings the levels of an outline: one level below the nearest heading above that was written as higher."""
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(level + len(above) - 1, 6)}"


def _resolve(tokens: Sequence[Token], links: Links, seen: set[tuple[str, str]]) -> Iterator[Token]:
    """Give links of the chronicle their addresses, and names outside links a link."""
    from markdown_it.token import Token

    within = 0
    for token in tokens:
        if token.type == "link_open":
            within += 1
            token.attrs["href"] = _address(str(token.attrs["href"]), links)
        elif token.type == "link_close":
            within -= 1
        elif token.type == "text" and not within:
            yield Token("html_inline", "", 0, content=_linked(token.content, links, seen))
            continue
        yield token


def _address(href: str, links: Links) -> str:
    scheme, _, id_ = href.partition(":")
    if scheme in SCHEMES:
        return links.to(SCHEMES[scheme], id_) or "#"
    # The checks refuse every other address; what reaches a page all the same leads nowhere.
    return href if scheme.lower() in WEB else "#"


def _linked(text: str, links: Links, seen: set[tuple[str, str]]) -> str:
    """Return a plain text as HTML with a link at the first name of every entry that is not in `seen`."""
    html, at = "", 0
    for mention in links.names.find(text) if links.names.by_first_word else ():
        entry = mention.register, mention.id
        address = links.to(*entry) if entry not in seen and entry != links.itself else None
        if address is None:
            continue
        seen.add(entry)
        html += f'{_escaped(text[at : mention.start])}<a href="{_escaped(address)}">'
        html += f"{_escaped(text[mention.start : mention.end])}</a>"
        at = mention.end
    return html + _escaped(text[at:])


def _escaped(text: str) -> str:
    return str(escape(text))  # a plain text again, which adds up faster
