"""Rings: how far a wish has become a deed, as a shape that closes and fills; the style sheet draws the same."""

from __future__ import annotations

RINGS = {
    "wished": "",
    "proposed": "",
    "requested": "",
    "agreed": "M-2.4 0A2.4 2.4 0 1 0 2.4 0A2.4 2.4 0 1 0-2.4 0Z",
    "pilot": "M0 0V-6A6 6 0 0 1 6 0Z",
    "under-way": "M0-6A6 6 0 0 1 0 6Z",
    "done": "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0-6 0Z",
    "declined": "M-4.2 4.2L4.2-4.2",
    "unknown": "M-6 6H6",
}
"""What is drawn into the ring of each status, about (0, 0); the ring itself has a radius of 6, dotted for a wish and
dashed for a proposal."""
