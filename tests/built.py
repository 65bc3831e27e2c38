"""The project's own site as it was built: its pages, the tags on each, and the few pages that show all there is."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from biennien.cli import main
from biennien.load import load
from biennien.outputs.pages import ENTRANCES, PARALLEL, VIEWS
from biennien.site import plan_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from biennien.site import Page

KINDS = (*ENTRANCES, "data", *VIEWS, *PARALLEL)
"""What a page can be."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag with its attributes."""

    name: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Built:
    """A site: its folder, and by address what each page is and the tags that it has."""

    folder: Path
    pages: Mapping[str, Page]
    tags: Mapping[str, tuple[Tag, ...]]

    def sample(self, *kinds: str) -> list[str]:
        """Return the addresses of pages that together show all there is on pages of each kind, in each language."""
        return [address for kind in kinds for pages in self._of(kind) for address in covering(pages)]

    def one_of(self, *kinds: str) -> list[str]:
        """Return the address of one page of each kind in each language: the smallest that shows nearly all there is."""
        return [next(one for one in pages if shows_most(pages, one)) for kind in kinds for pages in self._of(kind)]

    def _of(self, kind: str) -> Iterator[dict[str, set[str]]]:
        """Yield the pages of a kind, one language after the other, the smallest first, each with its classes."""
        pages = [page for page in self.pages.values() if page.kind == kind]
        assert pages, f"no page of the kind {kind}"
        pages.sort(key=lambda page: len(self.tags[page.address]))
        for language in sorted({page.language for page in pages}):
            yield {one.address: classes(self.tags[one.address]) for one in pages if one.language == language}


def classes(tags: tuple[Tag, ...]) -> set[str]:
    """Return the classes of a page's elements."""
    return {name for tag in tags for name in tag.attributes.get("class", "").split()}


def covering(pages: Mapping[str, set[str]]) -> list[str]:
    """Return addresses of pages that together show every class: each time the page that adds the most."""
    found: list[str] = []
    missing = set().union(*pages.values())
    while missing or not found:
        found.append(max(pages, key=lambda address: len(pages[address] & missing)))
        missing -= pages[found[-1]]
    return found


def shows_most(pages: Mapping[str, set[str]], address: str) -> bool:
    """Tell whether a page shows nine tenths of what the richest page shows."""
    return len(pages[address]) >= 0.9 * max(map(len, pages.values()))


class Tags(HTMLParser):
    """Notes the start tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a start tag."""
        self.found.append(Tag(tag, {name: value or "" for name, value in attrs}))


def read_tags(file: Path) -> tuple[Tag, ...]:
    """Return the start tags of a page in their order."""
    tags = Tags()
    tags.feed(file.read_text(encoding="utf-8"))
    return tuple(tags.found)


def build_own_site(folder: Path, *, base_url: str = "") -> Built:
    """Build this project somewhere in the folder, as its command does; for an address of its own if one is given."""
    root, out = ROOT, folder / "some" / "where"
    if base_url:
        root = folder / "project"
        for name in ("content", "seeds", "templates"):
            shutil.copytree(ROOT / name, root / name)
        with (root / "content" / "site.yaml").open("a", encoding="utf-8") as file:
            file.write(f"\nbase_url: {base_url}\n")
    out.parent.mkdir()
    if main(["build", "--root", str(root), "--out", str(out)]):
        pytest.fail("the project’s own content does not build: python build.py check", pytrace=False)
    chronicle, _ = load(root)
    assert chronicle is not None
    pages = {page.address: page for page in plan_site(chronicle).pages}
    return Built(out, pages, {address: read_tags(out / address) for address in pages})
