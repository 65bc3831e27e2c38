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
STRESS = {"strong": "b", "em": "i"}
_STRESS_BEGINS, _STRESS_ENDS = re.compile(r"<([bi])>(\s+)"), re.compile(r"(\s+)</([bi])>")
_STRESSES_NOTHING = re.compile(r"<([bi])></\1>")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n")
# What can make one block of several that empty lines divide: indented lines and code (CommonMark 0.31, sections 4, 5).
_LONGER = re.compile(r"^[ \t]+\S|```|~~~", re.MULTILINE)
# Without one of these a block is a paragraph, and that is its words.
_MARKED = re.compile(r"[\\`*_\[\]<&#~>\0]|^(?:[-+](?:\s|$)|\d{1,9}[.)](?:\s|$)|[-=]+\s*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Links:
    """How a page links: `to(register, id)` gives an address or nothing, `cite(claim)` a number and an address.

    `itself` is the entry that the page is about, which its own texts don't link to.
    """

    to: Callable[[str, str], str | None]
    names: Names
    cite: Callable[[str], tuple[int, str] | None] = field(default=lambda _: None)
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


def render_slide(text: str, lead: Callable[[str, str], str | None]) -> list[str]:
    """Return the blocks of a Markdown text as HTML without elements around them: words, stress and links, and no more.

    For programs that show paragraphs and nothing else: headings are stressed, items of lists begin with a bullet,
    citations are left out. A link into the chronicle leads where `lead(register, id)` says, or is its words alone.
    """
    if _LONGER.search(text):
        return _slide_blocks(text, lead)
    # Blocks that end at the next empty line: most are plain, and to parse them all takes longer than all other data.
    return [line for block in _EMPTY_LINES.split(text) for line in _slide_block(block, lead)]


def _slide_block(block: str, lead: Callable[[str, str], str | None]) -> list[str]:
    words = CITATION.sub("", block)
    if _MARKED.search(words):
        return _slide_blocks(block, lead)
    line = " ".join(words.split())
    return [_escaped(line)] if line else []


def _slide_blocks(text: str, lead: Callable[[str, str], str | None]) -> list[str]:
    found: list[str] = []
    before = ""
    for token in _parser().parse(text):
        if token.type == "inline":
            line = _slide_line(token, lead)
        elif token.type in ("fence", "code_block"):
            line = _escaped(" ".join(token.content.split()))
        else:
            before = "" if token.nesting < 0 else before  # an item without words has no bullet to give
            before = token.type if token.type in ("heading_open", "list_item_open") else before
            continue
        if line and before == "heading_open":
            line = f"<b>{without_tags(line, 'b', 'i')}</b>"
        found += [f"• {line}" if before == "list_item_open" else line] if line else []
        before = ""
    return found


def without_tags(html: str, *tags: str) -> str:
    """Return HTML of `render_slide` without these elements' tags; without any where none is named."""
    return re.sub(rf"</?(?:{'|'.join(tags)})\b[^>]*>" if tags else "<[^>]*>", "", html)


def _slide_line(block: Token, lead: Callable[[str, str], str | None]) -> str:
    """Return a paragraph on one line; stress within stress is stressed once."""
    html, stress, ends = "", 0, ""
    for child in block.children or ():
        kind, _, end = child.type.rpartition("_")
        if kind in STRESS:
            stress -= end == "close"
            html += "" if stress else f"<{'/' * (end == 'close')}{STRESS[kind]}>"
            stress += end == "open"
        elif child.type == "link_open":
            href = _slide_address(str(child.attrs.get("href", "")), lead)
            html, ends = html + (f'<a href="{_escaped(href)}">' if href else ""), "</a>" if href else ""
        elif child.type == "link_close":
            html += ends
        elif child.type in SPOKEN:
            html += " " if child.type in BREAKS else _escaped(child.content)
    # Where a citation was taken out, nothing may be left to stress, or white space at its edge.
    outside = _STRESS_ENDS.sub(r"</\2>\1", _STRESS_BEGINS.sub(r"\2<\1>", html))
    return " ".join(_STRESSES_NOTHING.sub("", outside).split())


def _slide_address(href: str, lead: Callable[[str, str], str | None]) -> str:
    scheme, _, id_ = href.partition(":")
    if scheme in SCHEMES:
        return lead(SCHEMES[scheme], id_) or ""
    return href if scheme.lower() in WEB else ""


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
    for mention in links.names.find(text):
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
