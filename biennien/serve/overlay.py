"""What is wrong, as it is laid over the page: the terminal's own words, each place a link into the editor.

It lives in a shadow tree (DOM Standard, section 4.8), so that neither the page's style nor its own reaches the other.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from biennien.messages import phrase, voice
from biennien.problems import Span, render_human
from biennien.serve.editors import editor_link
from biennien.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.problems import Problem
    from biennien.serve.rounds import Report

HOST = "biennien-problems"
MOST = 50  # problems on a page; the terminal has them all
_PLACE = re.compile(r"^ *(?:-->|:::) ([^ ].*?:\d+:\d+)", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\n?")
_ALIGNED = re.compile(r" *\d* *\||  +[^ =:-]")  # lines of a file, what is marked in them, of a traceback
_FRAME = re.compile(r'^ +File "([^"]+)", line (\d+)', re.MULTILINE)


def show_overlay(report: Report, root: Path, editor: str, language: str = "en", *, kept: bool) -> str:
    """Return the HTML of the shadow tree; "" where nothing kept the site as it was.

    `editor` is the form of links (see `editors`), "" for none. `kept`: whether an older site is shown beneath.
    """
    if not report.errors:
        return ""
    errors = tuple(one for one in report.problems if one.is_error)
    said = [_show_problem(one, root, editor, language) for one in errors[:MOST]]
    if report.fault:
        said.append(_linked(report.fault, _frames(report.fault, editor)))
    words = voice(language)
    more = words.say(phrase("more_problems", n=str(len(errors) - MOST)))
    count = words.count("errors", str(report.errors))
    title = escape(words.say(phrase("what_is_wrong")))
    state = words.say(phrase("over_site", errors=count) if kept else phrase("over_nothing", errors=count))
    body = "".join(f"<pre>{_wrapping(one)}</pre>" for one in said) + (
        f"<p>{escape(more)}</p>" if len(errors) > MOST else ""
    )
    return (
        '<link rel="stylesheet" href="/.serve/overlay.css">'
        f'<details open><summary><span role="alert">{escape(state)}</span></summary>'
        f'<div tabindex="0" role="region" aria-label="{title}">{body}</div></details>'
    )


def _show_problem(one: Problem, root: Path, editor: str, language: str) -> str:
    """Return a problem as the terminal has it; its places, in the order of the report, are links."""
    text = render_human(
        (one,), lambda file: read_source(root, file).decode("utf-8-sig", "replace"), language=language
    )
    places = [where for where in (one.where, *(where for where, _ in one.also)) if isinstance(where, Span)]
    links = (
        (match.span(1), editor_link(editor, (root / where.file).absolute(), where.line, where.column))
        for match, where in zip(_PLACE.finditer(text), places, strict=False)
    )
    return _linked(text, links if editor else iter(()))


def _wrapping(html: str) -> str:
    """Return a report in which sentences may go on in a next line, and only what is aligned below another may not."""
    lines = filter(None, _LINE.findall(html))
    return "".join(line if _ALIGNED.match(line) else f"<span>{line}</span>" for line in lines)


def _frames(fault: str, editor: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the places that a traceback names, with their links."""
    for match in _FRAME.finditer(fault) if editor else ():
        yield (match.start(1), match.end(2)), editor_link(editor, Path(match[1]), int(match[2]))


def _linked(text: str, links: Iterator[tuple[tuple[int, int], str]]) -> str:
    """Return a text as HTML, with links in some places of it."""
    parts, at = [], 0
    for (start, end), href in links:
        parts += [escape(text[at:start]), f'<a href="{escape(href)}">{escape(text[start:end])}</a>']
        at = end
    return "".join((*parts, escape(text[at:])))
