"""The browser that other tests rely on: it runs, it tells on a page, it asks nobody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Axe, Serve
    from playwright.sync_api import Page

HEAD = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Biên niên</title><link rel="icon" href="data:,">'
CONFTEST = Path(__file__).with_name("conftest.py")
pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give pytest runs within a test the same fixtures."""
    monkeypatch.setenv("PYTHONPATH", str(CONFTEST.parent.parent))
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))


def written(folder: Path, body: str) -> Path:
    """Write a page into the folder."""
    (folder / "index.html").write_text(f"{HEAD}<main><h1>Biên niên</h1>{body}</main>", encoding="utf-8")
    return folder


def test_a_served_page_is_shown_and_its_script_runs(page: Page, serve: Serve, tmp_path: Path) -> None:
    """Chromium renders a page of this machine and runs its script."""
    page.goto(serve(written(tmp_path, "<p></p><script>document.querySelector('p').textContent = 'đã chạy'</script>")))
    assert page.locator("p").text_content() == "đã chạy"


def test_axe_finds_nothing_in_a_sound_page(page: Page, axe: Axe, serve: Serve, tmp_path: Path) -> None:
    """A page without faults has no findings."""
    page.goto(serve(written(tmp_path, "<p>Biên niên</p>")))
    assert axe(page) == []


def test_axe_names_the_rule_and_the_element(page: Page, axe: Axe, serve: Serve, tmp_path: Path) -> None:
    """A fault is told by its rule and its element, without a network."""
    page.goto(serve(written(tmp_path, '<img src="data:,">')))
    assert axe(page) == ['image-alt: <img src="data:,">']


@pytest.mark.usefixtures("browser")
def test_a_page_with_a_fault_fails_its_test(pytester: pytest.Pytester) -> None:
    """Script errors, console errors, missing files and requests to other machines are failures by themselves."""
    faults = {
        "<script>undefined.length</script>": "*Cannot read properties of undefined*",
        "<script>console.error('hỏng')</script>": "*hỏng*",
        '<img alt="" src="http://example.invalid/spy.png">': "*asked for http://example.invalid/spy.png*",
        '<link rel="stylesheet" href="missing.css">': "*404*",
    }
    folders = [str(written(pytester.mkdir(f"page{number}"), body)) for number, body in enumerate(faults)]
    pytester.makepyfile(
        "import pytest\nfrom pathlib import Path\n"
        f"@pytest.mark.parametrize('folder', {folders!r})\n"
        "def test_it(page, serve, folder): page.goto(serve(Path(folder)))"
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=len(faults), errors=len(faults))
    result.stdout.fnmatch_lines_random(list(faults.values()))


def test_leaving_out_the_browser_is_said(pytester: pytest.Pytester) -> None:
    """With --no-browser its tests count as deselected, and nothing else is left out."""
    pytester.makepyfile("def test_page(page): ...\ndef test_other(): ...")
    pytester.runpytest_subprocess("--no-browser", "-p", "no:cacheprovider").assert_outcomes(passed=1, deselected=1)


def test_a_missing_browser_is_a_failure_and_never_a_skip(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any Chromium the test fails, and says what to do."""
    for name in ("CHROME", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(pytester.path))
    pytester.makepyfile("def test_page(page): ...")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*no Chromium: `python build.py test` installs one*"])
