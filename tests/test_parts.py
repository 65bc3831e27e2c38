"""The page of the parts: every part has its examples, every example can be shown, and no reader is given the page."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import pytest
from built_in import LOCALES, TEMPLATES
from jinja2 import UndefinedError

from biennien.cli import main
from biennien.outputs.parts import Example, list_parts, read_examples, render_example, render_parts
from biennien.templates import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable

TINY = Path(__file__).with_name("tiny")
ASSETS = {
    "style.css": "assets/css/style.css",
    "favicon.svg": "assets/favicon.svg",
    **{f"{name}.js": f"assets/js/{name}.js" for name in ("site", "timeline", "search")},
}
EXAMPLES = read_examples(TEMPLATES)
RENDERED = dict(render_parts(TEMPLATES, ASSETS))
PAGES = {address: file.decode() for address, file in RENDERED.items() if address.endswith(".html")}


def repeated(names: Iterable[str]) -> list[str]:
    """Return what is named more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def test_every_part_has_an_example() -> None:
    """A part is a template in parts/; its file of examples has its name, and there is none without its part."""
    assert len(list_parts(TEMPLATES)) > 40
    assert sorted({one.part for one in EXAMPLES}) == list(list_parts(TEMPLATES))
    files = {file.stem for file in (BUILT_IN / "parts" / "examples").iterdir()}
    assert files == set(list_parts(TEMPLATES))


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one.part}, {one.name}, {one.lang}" for one in EXAMPLES])
def test_an_example_is_all_that_its_part_asks_for(example: Example) -> None:
    """What a view lacks is an error of Jinja’s, and the part shows something."""
    shown = render_example(TEMPLATES.environment(), example, LOCALES[example.lang].strings)
    assert "<" in shown or not example.view  # where there is nothing to say, nothing is said


def test_a_view_that_lacks_what_its_part_shows_is_told() -> None:
    """So an example can’t lag behind its part."""
    with pytest.raises(UndefinedError, match="href"):
        render_example(TEMPLATES.environment(), Example("ref", "without an address", "en", {}), LOCALES["en"].strings)


def test_what_is_the_same_around_pages_is_rendered_once_in_a_build() -> None:
    """A key stands for what was rendered first; the next build begins anew."""
    environments = TEMPLATES.environment(), TEMPLATES.environment()
    source = "{% call once('footer', key) %}{{ text }}{% endcall %}"
    first, second = (one.from_string(source) for one in environments)
    shown = [first.render(key=key, text=text) for key, text in (("vi", "<a>"), ("vi", "b"), ("en", "c"))]
    assert [*shown, second.render(key="vi", text="d")] == ["&lt;a&gt;", "&lt;a&gt;", "c", "d"]


def test_there_is_a_page_for_each_language_of_the_examples() -> None:
    """Each leads to every part, where need be on the other page."""
    assert sorted(PAGES) == ["parts/en.html", "parts/vi.html"]
    ids = {address: set(re.findall(r' id="([^"]*)"', html)) for address, html in PAGES.items()}
    for address, html in PAGES.items():
        index = html[html.index('<nav class="contents"') : html.index("</nav>")]
        links = re.findall(r'href="(.*?)#(.*?)"', index)
        assert [anchor for _, anchor in links] == [f"part-{part}" for part in list_parts(TEMPLATES)]
        assert all(anchor in ids[f"parts/{page}" if page else address] for page, anchor in links)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_parts_is_valid(address: str) -> None:
    """A strict parser blames nothing, and no two examples on a page have an id in common."""
    parser = html5lib.HTMLParser()
    parser.parse(PAGES[address])
    assert parser.errors == []
    assert repeated(re.findall(r' id="([^"]*)"', PAGES[address])) == []


def test_only_who_asks_for_the_parts_gets_them(tmp_path: Path) -> None:
    """The next ordinary build takes them away again, and is byte for byte what it was before."""

    def build(*options: str) -> dict[str, bytes]:
        assert main(["build", "--root", str(TINY), "--out", str(tmp_path / "site"), *options]) == 0
        files = (file for file in (tmp_path / "site").rglob("*") if file.is_file())
        return {file.relative_to(tmp_path / "site").as_posix(): file.read_bytes() for file in files}

    plain, shown = build(), build("--parts")
    assert shown.keys() - plain.keys() == RENDERED.keys()
    assert build() == plain
