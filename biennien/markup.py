"""Plain text → HTML that says the same."""

from __future__ import annotations

import markupsafe

# What markupsafe itself escapes a text with; `escape` makes objects of it, which takes ten times as long.
_escape_text = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def escaped(value: object) -> str:
    """Return a value as `markupsafe.escape` has it, but as a plain text, which adds up faster."""
    return str(_escape_text(value) if type(value) is str else markupsafe.escape(value))
