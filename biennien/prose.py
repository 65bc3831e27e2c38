"""Texts of the content → safe HTML with links into the chronicle.

Bodies and summaries are CommonMark without HTML, images and link definitions, with two additions: `[^claim-id]` cites a
claim of the event, and `[words](place:ta-lung-shuikou)` links to an entry of the chronicle. Every other text is plain.
In all of them the names of the registers become links by themselves, each at its first occurrence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from markupsafe import Markup

from biennien.addresses import leads_out
from biennien.blocks import plain_blocks
from biennien.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from biennien.blocks import Block
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
_MEANS_MORE = re.compile(r"[\\`<]")  # by which brackets may be words, and links may have none
_TARGET = re.compile(rf"{CITATION.pattern}|\[[^\[\]]*\]\(((?:{'|'.join(SCHEMES)}):[a-z0-9-]{{1,60}})\)")
BREAKS = ("softbreak", "hardbreak")
SPOKEN = ("text", "code_inline", *BREAKS)
STRESS = {"strong": "b", "em": "i"}
_STRESS_BEGINS, _STRESS_ENDS = re.compile(r"<([bi])>(\s+)"), re.compile(r"(\s+)</([bi])>")
_STRESSES_NOTHING = re.compile(r"<([bi])></\1>")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n")
# What can make one block of several that empty lines divide: indented lines and code (CommonMark 0.31, sections 4, 5).
_LONGER = re.compile(r"^[ \t]+[^ \t\n]|```|~~~", re.MULTILINE)
# Without one of these a block is a paragraph, and that is its words.
_MARKED = re.compile(r"[\\`*_\[\]<&#~>\0\r]|^(?:[-+](?:\s|$)|\d{1,9}[.)](?:\s|$)|[-=][-=\s]*$)", re.MULTILINE)


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


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of the chronicle where a text names it, and the words that do, as HTML."""

    entry: tuple[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class Cited:
    """The citation of a claim."""

    claim: str


@dataclass(frozen=True, slots=True)
class Target:
    """The address of a link to an entry of the chronicle."""

    register: str
    id: str


@dataclass(frozen=True, slots=True)
class Level:
    """The tag of a heading, so many levels below the highest."""

    depth: int


Gap: TypeAlias = Named | Cited | Target | Level
Stencil: TypeAlias = tuple[str | Gap, ...]
"""A text as HTML, with gaps for what differs from page to page: so it is read and parsed once."""


def render_line(text: str, links: Links) -> Markup:
    """Return a plain text as HTML, its names linked."""
    return _fill(_line(text, links.names), links)


def render_inline(text: str, links: Links) -> Markup:
    """Return a text of one paragraph as HTML without the paragraph around it."""
    return _fill(_inline(text, links.names), links)


def render_body(text: str, links: Links, level: int = 2) -> Markup:
    """Return a Markdown text as HTML, its headings in order from `level` on, whatever levels they were written with."""
    return _fill(chain.from_iterable(_blocks(text, links.names)), links, level)


def render_blocks(text: str, links: Links, level: int = 2) -> list[Markup]:
    """Return each block of a Markdown text (a paragraph, heading, list …) by itself, as `render_body` has it.

    Each links a name where it is first in this block.
    """
    return [_fill(block, links, level) for block in _blocks(text, links.names)]


@lru_cache(maxsize=4_096)  # an event's summary is shown by lists, descriptions and the search
def plain_text(text: str) -> str:
    """Return a Markdown text without its marks, citations and link targets, on one line."""
    words = CITATION.sub("", text)
    if not _LONGER.search(text) and not _MARKED.search(words):
        return " ".join(words.split())
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
    return [escaped(line)] if line else []


def _slide_blocks(text: str, lead: Callable[[str, str], str | None]) -> list[str]:
    found: list[str] = []
    before = ""
    for token in _parser().parse(text):
        if token.type == "inline":
            line = _slide_line(token, lead)
        elif token.type in ("fence", "code_block"):
            line = escaped(" ".join(token.content.split()))
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
            html, ends = html + (f'<a href="{escaped(href)}">' if href else ""), "</a>" if href else ""
        elif child.type == "link_close":
            html += ends
        elif child.type in SPOKEN:
            html += " " if child.type in BREAKS else escaped(child.content)
    # Where a citation was taken out, nothing may be left to stress, or white space at its edge.
    outside = _STRESS_ENDS.sub(r"</\2>\1", _STRESS_BEGINS.sub(r"\2<\1>", html))
    return " ".join(_STRESSES_NOTHING.sub("", outside).split())


def _slide_address(href: str, lead: Callable[[str, str], str | None]) -> str:
    scheme, _, id_ = href.partition(":")
    if scheme in SCHEMES:
        return lead(SCHEMES[scheme], id_) or ""
    return href if leads_out(href) else ""


def _words(block: Token) -> str:
    if block.children is None:
        return block.content  # code
    return "".join(" " if token.type in BREAKS else token.content for token in block.children if token.type in SPOKEN)


@lru_cache(maxsize=65_536)  # several rules ask for those of every text, one rule after the other
def references(text: str) -> tuple[tuple[Reference, ...], tuple[int, ...]]:
    """Return the citations (`cite`) and links (`link`) of a text, and the first lines of its paragraphs."""
    found: list[Reference] = []
    paragraphs = []
    blocks = plain_blocks(text)
    for is_paragraph, line, words in _parsed_blocks(text) if blocks is None else blocks:
        if is_paragraph:
            paragraphs.append(line)
        found += (Reference(kind, target, line) for kind, target in _targets(words))
    return tuple(found), tuple(paragraphs)


def _parsed_blocks(text: str) -> Iterator[Block]:
    for before, token in pairwise(_block_parser().parse(text)):
        if token.type == "inline":
            yield before.type == "paragraph_open", token.map[0] if token.map else 0, token.content


def _targets(text: str) -> Iterator[tuple[str, str]]:
    """Yield the citations and links of one paragraph; where nothing else can be meant, without parsing it."""
    found = [match.groups() for match in _TARGET.finditer(text)] if "[" in text else []
    if len(found) == text.count("[") and not _MEANS_MORE.search(text):
        yield from (("cite", claim) if claim else ("link", target) for claim, target in found)
        return
    for child in _parser().parseInline(text)[0].children or ():
        if child.type == "citation":
            yield "cite", child.content
        elif child.type == "link_open":
            yield "link", str(child.attrs.get("href", ""))


@lru_cache(maxsize=1)
def _block_parser() -> MarkdownIt:
    """Return a parser that tells blocks apart and leaves their words as they are."""
    parser = _make_parser()
    parser.core.ruler.disable("inline")
    return parser


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return _make_parser()


def _make_parser() -> MarkdownIt:
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
    return _mark(Cited(tokens[index].content), env["gaps"])


def _mark(gap: Gap, gaps: list[Gap]) -> str:
    """Return what holds the place of a gap in HTML; NUL is in no Markdown that was parsed (CommonMark 2.3)."""
    gaps.append(gap)
    return f"\0{len(gaps) - 1}\0"


@lru_cache(maxsize=16_384)  # a text is on pages of every language, and a body on several
def _line(text: str, names: Names) -> Stencil:
    return tuple(_named(text, names))


@lru_cache(maxsize=4_096)
def _inline(text: str, names: Names) -> Stencil:
    return _stencil(_parser().parseInline(text), [0], names)


@lru_cache(maxsize=4_096)
def _blocks(text: str, names: Names) -> tuple[Stencil, ...]:
    tokens = _parser().parse(text)
    ends = [place for place, token in enumerate(tokens, 1) if token.level == 0 and token.nesting < 1]
    depths = _heading_depths(tokens)
    return tuple(_stencil(tokens[start:end], depths[start:end], names) for start, end in pairwise([0, *ends]))


def _heading_depths(tokens: Iterable[Token]) -> list[int]:
    """Return for each token how many headings it lies below; of headings, those above that were written as higher."""
    above: list[str] = []
    depths = []
    for token in tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
        depths.append(len(above) - 1)
    return depths


def _stencil(tokens: Sequence[Token], depths: Sequence[int], names: Names) -> Stencil:
    parser, gaps = _parser(), list[Gap]()
    for token, depth in zip(tokens, depths, strict=True):
        if token.type in ("heading_open", "heading_close"):
            token.tag = _mark(Level(depth), gaps)
        if token.children:
            token.children = list(_resolve(token.children, names, gaps))
    html = parser.renderer.render(tokens, parser.options, {"gaps": gaps}).split("\0")
    return tuple(gaps[int(piece)] if place % 2 else piece for place, piece in enumerate(html))


def _resolve(tokens: Sequence[Token], names: Names, gaps: list[Gap]) -> Iterator[Token]:
    """Leave gaps for the addresses of links into the chronicle, and for names outside links."""
    from markdown_it.token import Token

    within = 0
    for token in tokens:
        if token.type == "link_open":
            within += 1
            token.attrs["href"] = _address(str(token.attrs["href"]), gaps)
        elif token.type == "link_close":
            within -= 1
        elif token.type == "text" and not within:
            pieces = (one if isinstance(one, str) else _mark(one, gaps) for one in _named(token.content, names))
            yield Token("html_inline", "", 0, content="".join(pieces))
            continue
        yield token


def _address(href: str, gaps: list[Gap]) -> str:
    scheme, _, id_ = href.partition(":")
    if scheme in SCHEMES:
        return _mark(Target(SCHEMES[scheme], id_), gaps)
    # The checks refuse every other address; what reaches a page all the same leads nowhere.
    return href if leads_out(href) else "#"


def _named(text: str, names: Names) -> Iterator[str | Named]:
    """Yield a plain text as HTML and the names in it, in its order."""
    at = 0
    for mention in names.find(text):
        yield escaped(text[at : mention.start])
        yield Named((mention.register, mention.id), escaped(text[mention.start : mention.end]))
        at = mention.end
    yield escaped(text[at:])


def _fill(stencil: Iterable[str | Gap], links: Links, level: int = 2) -> Markup:
    """Return a stencil as a page shows it, the first name of every entry linked."""
    seen = {links.itself}
    pieces = (one if isinstance(one, str) else _shown(one, links, level, seen) for one in stencil)
    return Markup("".join(pieces))  # noqa: S704 - what goes in is escaped


def _shown(gap: Gap, links: Links, level: int, seen: set[tuple[str, str]]) -> str:
    if isinstance(gap, Named):
        address = links.to(*gap.entry) if gap.entry not in seen else None
        if address is None:
            return gap.words
        seen.add(gap.entry)
        return f'<a href="{escaped(address)}">{gap.words}</a>'
    if isinstance(gap, Cited):
        number, address = links.cite(gap.claim) or (0, "")
        return f'<sup class="ref"><a href="{escaped(address)}">{number}</a></sup>' if number else ""
    if isinstance(gap, Target):
        return escaped(links.to(gap.register, gap.id) or "#")
    return f"h{min(level + gap.depth, 6)}"
