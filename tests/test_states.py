"""States of translations follow from fingerprints, and survive what changes no word."""

from __future__ import annotations

import unicodedata

import pytest

from biennien import states
from biennien.model import Translation
from biennien.problems import At

VI, EN = "Kim ngạch đạt 7,2 tỷ USD.", "Turnover reached USD 7.2 billion."


def record(how: str, first: str = VI, text: str = EN, label: str = "title.en") -> Translation:
    """Return a record of a draft or of an approval."""
    make = states.draft_record if how == "draft" else states.review_record
    made = make("vi", first, text, by="Lan", on="2026-11-23")
    return Translation(
        label, made["from"], made["of"], made.get("ok", ""), made.get("draft", ""), made["by"], None, at=At("")
    )


STATES = {
    "nothing is recorded": ((), "edited"),
    "a machine wrote it": ((record("draft"),), "draft"),
    "a person approved it": ((record("ok"),), "reviewed"),
    "approved after it was drafted": ((record("draft"), record("ok")), "reviewed"),
    "approved, and changed since": ((record("ok", text="Something else."),), "edited"),
    "drafted, and changed since": ((record("draft", text="Something else."),), "edited"),
    "approved, and the original changed since": ((record("ok", first="Kim ngạch đạt 8 tỷ USD."),), "stale"),
    "drafted, and the original changed since": ((record("draft", first="Kim ngạch đạt 8 tỷ USD."),), "stale"),
    "changed together with the original": ((record("ok", first="Cũ.", text="Old."),), "edited"),
    "recorded under another field's label": ((record("ok", label="body.en"),), "reviewed"),
    "approved anew for the new original": ((record("ok", first="Cũ."), record("ok")), "reviewed"),
}


@pytest.mark.parametrize(("records", "wanted"), STATES.values(), ids=list(STATES))
def test_a_state_follows_from_the_records(records: tuple[Translation, ...], wanted: str) -> None:
    """Whatever their labels and their order are."""
    assert states.state_of(records, "vi", VI, EN) == wanted
    assert states.state_of(records[::-1], "vi", VI, EN) == wanted


@pytest.mark.parametrize(
    "respelled", [VI.replace(" ", "\n  "), unicodedata.normalize("NFD", VI), f"  {VI}\n", VI.replace(" ", "\u00a0")]
)
def test_wrapping_and_unicode_form_change_no_state(respelled: str) -> None:
    """An editor may rewrap a text or store it decomposed."""
    assert states.state_of((record("ok"),), "vi", respelled, EN) == "reviewed"
    assert states.state_of((record("ok", text=respelled),), "vi", VI, respelled) == "reviewed"


def test_a_word_changes_the_state() -> None:
    """One digit is enough."""
    assert states.state_of((record("ok"),), "vi", VI.replace("7,2", "7,3"), EN) == "stale"


def test_records_of_another_original_language_do_not_count() -> None:
    """The same words may be approved as a translation of one text and be nothing to another."""
    assert states.state_of((record("ok"),), "en", VI, EN) == "edited"
