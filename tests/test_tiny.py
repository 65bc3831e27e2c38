"""A whole small site, byte for byte: what tests/tiny/ is made into stands in tests/tiny/expected/."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from biennien.cli import main
from biennien.outputs.offline import WORKER

if TYPE_CHECKING:
    from collections.abc import Mapping

TINY = Path(__file__).with_name("tiny")
EXPECTED = TINY / "expected"
ASSET = re.compile(rb"-[0-9a-f]{8}\.(css|js)\b")  # how pages look and what scripts do has tests of its own


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of the site, but for its assets and its receipt, by address."""
    into = tmp_path_factory.mktemp("tiny") / "site"
    assert main(["build", "--root", str(TINY), "--out", str(into)]) == 0
    files = (path for path in sorted(into.rglob("*")) if path.is_file() and not path.name.startswith("manifest"))
    addresses = {path.relative_to(into).as_posix(): path for path in files}
    return {
        address: ASSET.sub(rb"-00000000.\1", path.read_bytes())
        for address, path in addresses.items()
        if not address.startswith(("assets/", WORKER))  # the worker is named by all files, assets too
    }


def test_the_tiny_site_is_as_expected(built: Mapping[str, bytes], request: pytest.FixtureRequest) -> None:
    """Every file, and none besides; `pytest --renew` writes what is built now: read the diff before you commit it."""
    if request.config.getoption("--renew"):
        renew(built)
    expected = {path.relative_to(EXPECTED).as_posix(): path for path in EXPECTED.rglob("*") if path.is_file()}
    assert sorted(built) == sorted(expected)
    for address, raw in built.items():
        assert raw.decode() == expected[address].read_bytes().decode(), f"{address} differs; see `pytest --renew`"


def renew(built: Mapping[str, bytes]) -> None:
    """Make the expected folder hold what was built."""
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for address, raw in built.items():
        path = EXPECTED / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)


def test_no_text_of_the_chronicle_is_markup(built: Mapping[str, bytes]) -> None:
    """`</script>`, `<đẹp>` and `&` of titles, claims, quotes, names and notes are words on every page."""
    pages = {address: raw.decode() for address, raw in built.items() if address.endswith(".html")}
    assert sum("&lt;/script&gt;" in html for html in pages.values()) > 4
    for html in pages.values():
        assert "</script> " not in html
        assert "<đẹp>" not in html
        assert "<chuyện" not in html
        assert "Gió & Bãi" not in html
