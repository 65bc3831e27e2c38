"""What a first search costs, for this project and for made-up chronicles.

    python tests/bench/search.py [N …]        (without numbers: 1000 10000)

prints a table in Markdown: the bytes, compressed (gzip, level 9), of the search script and of the parts of the index
that a browser which has nothing yet loads for one search, over some searches in each language; how many files those are
and how long it took, from asking for the page to the results; and the time and files that the index takes to make.
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from built_in import LOCALES, TEMPLATES  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from bench.chronicle import write_chronicle  # noqa: E402
from biennien.load import load  # noqa: E402
from biennien.outputs import Stock, assets, pages, search  # noqa: E402
from biennien.site import Site, plan_site  # noqa: E402
from biennien.trial import find_chromium  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

OWN = ("thuy khau", "Điện Biên", "shuikou", "水口", "lưu ninh", "border gate", "cửa khẩu song phương", "đường cao tốc")
MADE_UP = (
    "thuy khau",
    "Nguyễn Văn",
    "shuikou",
    "水口",
    "kim ngạch",
    "border gate",
    "hai bên nhất trí",
    "sầu riêng tươi",
)
HEAD = ("chronicle", "median KB", "most KB", "files", "median ms", "index: seconds", "files", "MB")


@dataclass(frozen=True)
class Cost:
    """What one search took: compressed bytes, files, milliseconds."""

    size: int
    files: int
    wait: float


def write_site(site: Site, folder: Path) -> tuple[float, int, int]:
    """Write the search pages with their index; return the seconds, files and bytes that the index took."""
    began = time.perf_counter()
    index = search.render_search(site, LOCALES)
    took = time.perf_counter() - began
    files = assets.read_assets(TEMPLATES)
    name, script = assets.read_search_script(TEMPLATES, index.contents)
    named = {**assets.name_assets(files), "search.js": name}
    stock = Stock(site, LOCALES, TEMPLATES, TEMPLATES.environment(), named)
    html = dict(output for page in site.pages if page.kind == "search" for output in pages.render_page(page, stock))
    for address, data in {**files, name: script, **index.files, **html}.items():
        file = folder / address
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return took, len(index.files), sum(map(len, index.files.values()))


def look_for(browser: Browser, folder: Path, query: str, language: str) -> Cost:
    """Search for something in a browser that has nothing yet."""
    context = browser.new_context()
    page = context.new_page()
    loaded: list[Path] = []
    page.on("request", lambda request: loaded.append(Path(unquote(urlsplit(request.url).path))))
    began = time.perf_counter()
    page.goto(f"{folder.as_uri()}/{language}/search.html?q={quote(query)}")
    page.locator(".search-status:not(:empty)").wait_for()
    wait = (time.perf_counter() - began) * 1000
    context.close()
    parts = [file for file in loaded if "/assets/search/" in str(file) or file.name.startswith("search-")]
    return Cost(sum(len(gzip.compress(file.read_bytes(), 9)) for file in parts), len(parts), wait)


def measure(browser: Browser, name: str, root: Path, queries: tuple[str, ...]) -> Iterator[str]:
    """Return the cells of a chronicle's row."""
    chronicle, _ = load(root)
    if chronicle is None:
        sys.exit(f"{root} does not load")
    with tempfile.TemporaryDirectory() as folder:
        seconds, files, size = write_site(plan_site(chronicle), Path(folder))
        costs = [look_for(browser, Path(folder), query, language) for language in LOCALES for query in queries]
    sizes = [cost.size for cost in costs]
    yield from (name, f"{statistics.median(sizes) / 1000:.1f}", f"{max(sizes) / 1000:.1f}")
    yield f"{min(cost.files for cost in costs)}–{max(cost.files for cost in costs)}"
    yield f"{statistics.median(cost.wait for cost in costs):.0f}"
    yield from (f"{seconds:.2f}", f"{files:,}", f"{size / 1_000_000:.1f}")


def main(numbers: list[int]) -> None:
    """Print the table, a row as soon as it is known."""
    print("|", " | ".join(HEAD), "|\n" + "|---" * len(HEAD) + "|")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        chromium = find_chromium(os.environ) or driver.chromium.executable_path
        browser = driver.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        print("|", " | ".join(measure(browser, "this project", ROOT, OWN)), "|", flush=True)
        for number in numbers:
            root = Path(folder) / str(number)
            write_chronicle(root, number)
            print("|", " | ".join(measure(browser, f"{number:,} events", root, MADE_UP)), "|", flush=True)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [1_000, 10_000])
