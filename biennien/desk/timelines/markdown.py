"""HTML as people put it into a slide → Markdown as our texts have it, and what of it has no place there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from biennien.addresses import leads_out
from biennien.messages import phrase
from biennien.text import hidden_characters

if TYPE_CHECKING:
    from biennien.messages import Words

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    ("p", "div", "br", "hr", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article", *_HEADINGS)
)
_STRESS = {"b": "\x01", "strong": "\x01", "i": "\x03", "em": "\x03", "cite": "\x03"}
"""Tags that stress words, and the sign that stands for each until its words are known; the next sign ends it."""
_STRESSED = re.compile(r"([\x01\x03])(\s*)([^\x01-\x04]*?)(\s*)[\x02\x04]")
_PLAIN = frozenset(("span", "font", "small", "u", "td", "th", "tbody", "thead", "body", "html", "q", "abbr", "time"))
_SILENT = frozenset(("script", "style"))
_SPECIAL = re.compile(r"([\\`*_\[\]])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENING = re.compile(r"(#{1,6}(?=\s|$)|[>+-]|~~~|\d{1,9}(?=[.)](?:\s|$)))")
_LINES = re.compile(r"\s*\n\s*")
_IN_URL = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", "\n": "", "\t": ""}


@dataclass(frozen=True, slots=True)
class Converted:
    """The paragraphs of a text in Markdown and as plain words, and what was left out."""

    blocks: tuple[str, ...]
    plain: tuple[str, ...]
    lost: tuple[Words, ...]


def convert(html: str) -> Converted:
    """Return a text of HTML, or of plain lines, as Markdown paragraphs, each on one line."""
    text, lost = seen(html)
    reader = _Reader(lost)
    # Without a tag in it a text is plain, and its lines are meant.
    reader.feed(text if re.search(r"<[a-zA-Z/!]", text) else _LINES.sub("<p>", text))
    reader.close()
    return reader.converted()


def seen(text: str) -> tuple[str, list[Words]]:
    """Return a text without the characters that nobody sees, and what to say of them."""
    hidden = dict(hidden_characters(text))
    if not hidden:
        return text, []
    shown = "".join(sign for at, sign in enumerate(text) if at not in hidden)
    return shown, [phrase("unseen", name=name) for name in dict.fromkeys(hidden.values())]


def link(words: str, url: str) -> str:
    """Return a link in Markdown to an address of the web."""
    return f"[{escape(words)}]({address(url)})"


def address(url: str) -> str:
    """Return an address with what would end it in Markdown as percent-encoding (RFC 3986, section 2.1)."""
    return "".join(_IN_URL.get(sign, sign) for sign in url.strip())


def is_web(url: str) -> bool:
    """Say whether an address leads to the web, so that a text may link to it."""
    return leads_out(url.strip())


def paragraph(text: str) -> str:
    """Return plain words as a paragraph that Markdown shows as they are."""
    return _block(escape(text))


def escape(text: str) -> str:
    """Return plain words so that Markdown shows them as they are, within a line."""
    return _SPECIAL.sub(r"\\\1", _ENTITY.sub("&amp;", text)).replace("<", "&lt;")


class _Reader(HTMLParser):  # the library's own way to be told what is read
    """Collects paragraphs; a link is closed where its paragraph ends."""

    def __init__(self, lost: list[Words]) -> None:
        super().__init__(convert_charrefs=True)
        self.lost = lost
        self.blocks: list[list[str]] = [[]]
        self.words: list[list[str]] = [[]]
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.end_block()
        elif tag == "a":
            self.begin_link(found.get("href", "").strip())
        elif tag in _STRESS:
            self.write(_STRESS[tag])
        elif tag not in _PLAIN:
            self.lost.append(f"<{tag}> {found.get('src', '')}".rstrip())

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        elif tag == "a":
            self.end_link()
        elif tag in _STRESS:
            self.write(chr(ord(_STRESS[tag]) + 1))

    def handle_comment(self, data: str) -> None:
        self.lost.append(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        words, unseen = seen(data)
        self.lost += unseen
        if self.cdata_elem in _SILENT:
            self.lost.append(" ".join(words.split()))
            return
        self.words[-1].append(words)
        self.write(escape(re.sub(r"\s+", " ", words)))

    def write(self, text: str) -> None:
        self.blocks[-1].append(text)

    def begin_link(self, target: str) -> None:
        self.links.append(address(target) if is_web(target) else "")
        self.write("[" if self.links[-1] else "")
        if target and not self.links[-1]:
            self.lost.append(phrase("link_to", address=target))

    def end_link(self) -> None:
        target = self.links.pop() if self.links else ""
        self.write(f"]({target})" if target else "")

    def end_block(self) -> None:
        while self.links:
            self.end_link()
        self.blocks.append([])
        self.words.append([])

    def converted(self) -> Converted:
        self.end_block()
        pairs = [
            (_block("".join(block)), " ".join("".join(words).split()))
            for block, words in zip(self.blocks, self.words, strict=True)
        ]
        kept = [pair for pair in pairs if pair[1]]
        return Converted(tuple(block for block, _ in kept), tuple(words for _, words in kept), tuple(self.lost))


def _block(text: str) -> str:
    """Return a paragraph on one line: its stress marked, and nothing at its beginning that begins a list or heading."""
    stressed = _STRESSED.sub(_marked, text)
    line = " ".join(re.sub("[\x01-\x04]", "", stressed).split())
    opening = _OPENING.match(line)
    if not opening:
        return line
    at = opening.end() if opening.group().isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def _marked(match: re.Match[str]) -> str:
    sign, before, words, after = match.groups()
    mark = "**" if sign == "\x01" else "*"
    return f"{before}{mark}{words}{mark}{after}" if words else before + after
