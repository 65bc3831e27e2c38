"""The threat model names tests that there are."""

from __future__ import annotations

import re

from conftest import ROOT

NAMED = re.compile(r"`(test_\w+)`")


def test_every_test_that_the_threat_model_names_is_there() -> None:
    """A promise that no test keeps is worth nothing."""
    named = set(NAMED.findall((ROOT / "docs" / "threat-model.md").read_text("utf-8")))
    there = "".join(file.read_text("utf-8") for file in (ROOT / "tests").glob("test_*.py"))
    assert len(named) > 10
    assert sorted(name for name in named if f"def {name}(" not in there) == []
