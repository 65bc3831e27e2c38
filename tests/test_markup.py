"""Plain texts as HTML."""

from __future__ import annotations

import markupsafe
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biennien.markup import escaped


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("&<>\"'; đa")))
def test_a_text_is_escaped_as_markupsafe_has_it(text: str) -> None:
    """Whatever is in it, and as a plain text."""
    assert escaped(text) == str(markupsafe.escape(text))
    assert type(escaped(text)) is str


@pytest.mark.parametrize(("value", "shown"), [(markupsafe.Markup("<b>"), "<b>"), (3, "3"), (None, "None")])
def test_what_is_no_plain_text_is_shown_as_markupsafe_has_it(value: object, shown: str) -> None:
    """What is HTML already stays as it is."""
    assert escaped(value) == shown
    assert type(escaped(value)) is str
