"""What is known of a translation: derived from fingerprints of both texts, never typed.

A record says of which original (`of`) which text was approved by a person (`ok`) or drafted by a machine (`draft`).
Its label is for people: a state follows from all the records of an entry, so it survives moving and renaming.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from biennien.text import fingerprint, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.model import Translation

MISSING: Final = "missing"
DRAFT: Final = "draft"
EDITED: Final = "edited"
REVIEWED: Final = "reviewed"
STALE: Final = "stale"
STATES = (MISSING, DRAFT, STALE, EDITED, REVIEWED)
"""No text; as a machine wrote it; its original has changed since; written by a person; approved by one."""


def mark(text: str) -> str:
    """Return the fingerprint of a text, the same however it is wrapped, quoted or composed (NFC, NFD)."""
    return fingerprint(normal(text))


def state_of(records: Iterable[Translation], original: str, first: str, text: str) -> str:
    """Return the state of `text`, a translation of `first`, which is in the language `original`."""
    records = [one for one in records if one.original == original]
    here, there = mark(text), mark(first)
    of_this = [one for one in records if one.of == there]
    if any(one.ok == here for one in of_this):
        return REVIEWED
    if any(one.draft == here for one in of_this):
        return DRAFT
    return STALE if not of_this and backing(records, text) else EDITED


def backing(records: Iterable[Translation], text: str) -> Translation | None:
    """Return the last record of exactly this text, as approved or drafted, whatever its original was."""
    here = mark(text)
    return next((one for one in reversed([*records]) if here in (one.ok, one.draft)), None)


def original_of(records: Iterable[Translation], own: str, texts: Mapping[str, str]) -> str:
    """Return the language in which a text was first written; empty where there is no text.

    It is `own`, that of its entry, unless the text in it is missing, or is known as the translation of another one:
    what somebody began in another language and had drafted into the entry's own remains a translation.
    """
    original = own if own in texts else next(iter(texts), "")
    others = [one for one in records if one.original != original]
    origin = backing(others, texts.get(original, "")) if others else None
    return origin.original if origin and origin.original in texts else original


def draft_record(original: str, first: str, text: str, *, by: str, on: str) -> dict[str, str]:
    """Return the record of a machine's draft; `by` is the engine, `on` the day (ISO 8601)."""
    return {"from": original, "of": mark(first), "draft": mark(text), "by": by, "on": on}


def review_record(original: str, first: str, text: str, *, by: str, on: str) -> dict[str, str]:
    """Return the record of a person's approval; `by` is their name, `on` the day (ISO 8601)."""
    return {"from": original, "of": mark(first), "ok": mark(text), "by": by, "on": on}
