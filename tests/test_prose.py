"""Markdown: what becomes of it, that nothing in a text can do harm, and where names and links lead."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien.names import index_names
from biennien.prose import (
    Links,
    Reference,
    _parser,
    _words,
    plain_text,
    references,
    render_blocks,
    render_body,
    render_inline,
    render_line,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from markupsafe import Markup

NAMES = index_names([("Hà Giang", "places", "ha-giang"), ("Lưu Ninh", "people", "liu-ning"), ("Xa", "places", "far")])
NUMBERS = {"held": 1, "trade-2022": 2}


def address(register: str, id_: str) -> str | None:
    """Return the address of an entry; one is not on the site."""
    return None if id_ == "far" else f"../{register}/{id_}.html"


def cite(claim: str) -> tuple[int, str] | None:
    """Return the number and address of a claim."""
    return (NUMBERS[claim], f"#c-{claim}") if claim in NUMBERS else None


LINKS = Links(to=address, names=NAMES, cite=cite, itself=("people", "itself"))
HARMFUL = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "<!-- -->",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](vbscript:x)", "[x](data:text/html,<script>1</script>)",
    "[x](&#106;avascript:alert(1))", "[x](file:///etc/passwd)", "<javascript:alert(1)>", "![x](javascript:alert(1))",
    "[a]: javascript:alert(1)\n\n[a]", '[x](https://example.org/"onclick="alert(1))', "`<b>`", "    <b>code</b>",
    '" onmouseover="alert(1)', "&lt;b&gt;", "<https://example.org/<script>>", "[^held<script>]",
    '[x](https://example.org "title"onclick=")', "[<b>](place:ha-giang)", "**<b>**", "Hà Giang<svg/onload=alert(1)>",
)  # fmt: skip
ALLOWED = {
    "p", "a", "em", "strong", "code", "pre", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "br",
    "hr", "sup", "html", "head", "body",
}  # fmt: skip


def parsed(html: str) -> Element:
    """Return HTML as a browser reads it."""
    tree: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return tree


def assert_safe(html: str) -> None:
    """Assert that HTML has no element, attribute or address but those of plain prose."""
    for element in parsed(html).iter():
        assert element.tag in ALLOWED, html
        assert set(element.attrib) <= {"href", "class", "title", "start"}, html
        address = element.get("href", "")
        assert re.match(r"(?:https?:|mailto:|\.\./|#|$|[^:]*$)", address), html


def words_of(html: str) -> str:
    """Return the text of HTML, the numbers of citations left out."""
    return "".join(parsed(re.sub(r"<sup.*?</sup>", "", html)).itertext())


# Names and links


def test_names_become_links_at_their_first_occurrence() -> None:
    """Later occurrences and names without a page stay words."""
    assert render_line("Hà Giang, Lưu Ninh; Hà Giang và Xa", LINKS) == (
        '<a href="../places/ha-giang.html">Hà Giang</a>, <a href="../people/liu-ning.html">Lưu Ninh</a>; Hà Giang và Xa'
    )


def test_a_page_does_not_link_to_itself() -> None:
    """The entry that a page is about is named in plain words."""
    own = Links(to=address, names=NAMES, itself=("places", "ha-giang"))
    assert render_line("Hà Giang", own) == "Hà Giang"


def test_a_body_links_a_name_once_over_all_of_its_paragraphs() -> None:
    """What was seen is kept from paragraph to paragraph."""
    assert render_body("Hà Giang\n\n- Hà Giang", LINKS).count("<a ") == 1


def test_the_blocks_of_a_body_are_the_body() -> None:
    """Side by side, a body stands in as many rows as it has blocks, whatever empty lines are within them."""
    text = "Một.\n\n### Hai\n\n- ba\n\n  bốn\n- năm\n\n\n```\nsáu\n\nbảy\n```\n#### Tám\n---\n> chín"
    blocks = render_blocks(text, LINKS, level=3)
    assert "".join(blocks) == render_body(text, LINKS, level=3)
    assert [next(iter(parsed(block)[1])).tag for block in blocks] == ["p", "h3", "ul", "pre", "h4", "hr", "blockquote"]


def test_a_block_links_a_name_though_one_before_it_does() -> None:
    """Rows are read by themselves."""
    assert [block.count("<a ") for block in render_blocks("Hà Giang\n\nHà Giang, Hà Giang", LINKS)] == [1, 1]


def test_a_text_links_as_the_page_does_that_it_is_on() -> None:
    """What is kept of a text between pages holds no address, number or level of any of them."""
    elsewhere = Links(to=lambda register, id_: f"{register}/{id_}", names=NAMES, cite=lambda _: (9, "x.html#c"))
    text = "# Hà Giang\n\n[xa](place:far)[^held]"
    for links, level, wanted in (
        (LINKS, 2, ("h2", "../places/ha-giang.html", "#", "#c-held", "1")),
        (elsewhere, 3, ("h3", "places/ha-giang", "places/far", "x.html#c", "9")),
    ):
        html = render_body(text, links, level)
        found = (re.findall(pattern, html) for pattern in (r"<(h\d)>", r'href="(.*?)"', r">(\d)<"))
        assert tuple(one for some in found for one in some) == wanted


def test_a_name_within_a_link_is_no_link_of_its_own() -> None:
    """A link never holds a link."""
    assert render_inline("[tỉnh Hà Giang](https://example.org)", LINKS) == (
        '<a href="https://example.org">tỉnh Hà Giang</a>'
    )


def test_a_link_to_an_entry_has_its_address() -> None:
    """`place:` and its like lead into the chronicle; an entry without a page leads nowhere."""
    assert render_inline("[tỉnh](place:ha-giang) [xa](place:far)", LINKS) == (
        '<a href="../places/ha-giang.html">tỉnh</a> <a href="#">xa</a>'
    )


def test_a_claim_is_cited_by_its_number() -> None:
    """A claim that is not there leaves nothing behind."""
    html = render_inline("Đã gặp.[^held][^trade-2022][^none]", LINKS)
    assert words_of(html) == "Đã gặp."
    assert re.findall(r'<a href="(.*?)">(.*?)</a>', html) == [("#c-held", "1"), ("#c-trade-2022", "2")]


def test_what_looks_like_a_definition_stays_in_the_text() -> None:
    """No sentence vanishes because it begins with a citation and a colon, or a bracket and a colon."""
    text = "[^held]: Hai bên đã gặp nhau.\n\n[x]: https://example.org"
    assert words_of(render_body(text, LINKS)).split() == plain_text(text).split()
    assert plain_text(text) == ": Hai bên đã gặp nhau. [x]: https://example.org"


@pytest.mark.parametrize(
    ("body", "level", "wanted"),
    [
        ("# A\n# B", 2, "h2 h2"),
        ("# A\n## B\n# C", 3, "h3 h4 h3"),
        ("### A\n# B\n### C\n#### D", 2, "h2 h2 h3 h4"),
        ("###### A\n###### B", 2, "h2 h2"),
        ("# A\n## B\n### C\n#### D\n##### E\n###### F", 3, "h3 h4 h5 h6 h6 h6"),
        ("A\n===\n\nB\n---", 2, "h2 h3"),
    ],
)
def test_headings_are_an_outline_below_the_page(body: str, level: int, wanted: str) -> None:
    """Whatever levels were written, none is left out and none is the page's own."""
    html = render_body(body, LINKS, level=level)
    assert re.findall(r"<(h\d)>", html) == wanted.split()
    assert re.findall(r"</(h\d)>", html) == wanted.split()


# Safety


@pytest.mark.parametrize("text", HARMFUL)
@pytest.mark.parametrize("render", [render_line, render_inline, render_body])
def test_no_text_does_harm(render: Callable[[str, Links], Markup], text: str) -> None:
    """Raw HTML stays text, and no link runs a script."""
    assert_safe(render(text, LINKS))


@given(
    st.lists(st.sampled_from([*HARMFUL, "Hà Giang", "[^held]", "\n\n", "*", "_", "`", "[", "](", ")", "<", "&", '"']))
)
def test_no_mixture_of_texts_does_harm(parts: list[str]) -> None:
    """Nor does anything put together from them."""
    text = "".join(parts)
    for render in (render_line, render_inline, render_body):
        assert_safe(render(text, LINKS))


@given(st.text(max_size=60))
def test_a_plain_text_is_shown_word_for_word(text: str) -> None:
    """A line's HTML reads as the line was written, names and all."""
    shown = f"{text} Hà Giang & <b>{text}"
    read = words_of(f"<p>{render_line(shown, LINKS)}</p>")
    assert "".join(read.split()) == "".join(html_text(shown).split())


def html_text(text: str) -> str:
    """Return a text without the characters that HTML can't hold."""
    return "".join(parsed(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>").itertext())


# Plain text and references


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Một **câu** *nữa*.[^held]", "Một câu nữa."),
        ("Câu một.\nCâu hai.", "Câu một. Câu hai."),
        ("Đoạn một.\n\nĐoạn hai.", "Đoạn một. Đoạn hai."),
        ("- một\n- hai", "một hai"),
        ("# Đầu đề\nThân", "Đầu đề Thân"),
        ("[Hà Giang](place:ha-giang) và `mã`", "Hà Giang và mã"),
        ("a&amp;b \\*c\\* <b>", "a&b *c* <b>"),
        ("```\nmã\n```", "mã"),
        ("", ""),
    ],
)
def test_a_text_without_its_marks(text: str, wanted: str) -> None:
    """Words of different blocks never grow together."""
    assert plain_text(text) == wanted


@given(
    st.lists(
        st.sampled_from(
            ["ă b", " ", "\n", "\n\n", "\r", "\t", "    ", "[^a]", "- ", "1. ", "2)", "===", "---", "+", "&amp;"]
        )
    )
)
def test_a_text_without_marks_is_told_as_parsing_tells_it(parts: list[str]) -> None:
    """Citations are left out, and so are the marks of what is no paragraph."""
    text = "".join(parts)
    assert plain_text(text) == " ".join(" ".join(map(_words, _parser().parse(text))).split())


def test_citations_and_links_are_told_with_their_paragraphs() -> None:
    """Lines count from 0; a paragraph is named by its first."""
    found, paragraphs = references("# Đầu\n\nMột\nhai.[^held]\n\n- ba [x](place:ha-giang)[^trade-2022]\n\nbốn")
    assert found == (
        Reference("cite", "held", 2),
        Reference("link", "place:ha-giang", 5),
        Reference("cite", "trade-2022", 5),
    )
    assert paragraphs == (2, 5, 7)


@pytest.mark.parametrize("text", ["`[^held]`", "\\[^held]", "[^Held]", "[^held", "[^-held]", "[^]"])
def test_what_is_no_citation_stays_text(text: str) -> None:
    """Code, escapes and what is no id cite nothing."""
    assert references(text)[0] == ()
    assert "<sup" not in render_inline(text, LINKS)


@given(
    st.lists(st.sampled_from(["[^held]", "a", " ", "\n", "\\", "`", "<https://x.y>", "[b](place:c)", "[", "]", "*"]))
)
def test_references_are_those_that_a_page_shows(parts: list[str]) -> None:
    """What is told without parsing is what parsing tells."""
    text = "".join(parts)
    tokens = [token for block in _parser().parse(text) for token in block.children or ()]
    wanted = [token.content for token in tokens if token.type == "citation"]
    assert [one.target for one in references(text)[0] if one.kind == "cite"] == wanted


@given(
    st.lists(
        st.sampled_from(
            ["[^held]", "ă b", "\n", "\n\n", "[b](place:c)", "[^a](x:y)", "\n- ", "\n**", "\n## ", "[", "]", "\n0."]
        )
    )
)
def test_blocks_that_are_told_at_a_glance_are_those_of_the_parser(parts: list[str]) -> None:
    """Paragraphs, lists and headings are found where parsing finds them, and so are their citations and links."""
    text = f"a{''.join(parts)}"
    tokens = [(before, token) for before, token in pairwise(_parser().parse(text)) if token.children is not None]
    inner = [(token.map or [0], child) for _, token in tokens for child in token.children or ()]
    assert references(text) == (
        tuple(
            Reference("cite", child.content, line)
            if child.type == "citation"
            else Reference("link", str(child.attrs["href"]), line)
            for (line, *_), child in inner
            if child.type in ("citation", "link_open")
        ),
        tuple((token.map or [0])[0] for before, token in tokens if before.type == "paragraph_open"),
    )
