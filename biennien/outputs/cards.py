"""Cards for sharing, drawn where the settings ask for them; those drawn before are kept, by what stands on them.

They are drawn whether or not the site knows its address: `og:image` has to be absolute (for the Open Graph protocol and
for all who read it), so without an address pages don't name them, but link to them, for posts made by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from biennien.cards import find_fonts, list_cards
from biennien.text import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.site import Site
    from biennien.templates import Templates


def render_cards(
    site: Site, locales: Mapping[str, Locale], templates: Templates, kept: Path | None
) -> Iterator[tuple[str, bytes]]:
    """Return every card, PNG of 1200 × 630; `kept` is a folder for those drawn before, which may be deleted."""
    cards = tuple(list_cards(site.chronicle, locales))
    if not cards:
        return
    from PIL import __version__ as pillow

    from biennien.cards import draw

    fonts = find_fonts(templates)
    program = fingerprint(Path(draw.__file__).read_bytes(), pillow, *fonts, size=32)
    used = set()
    for card in cards:
        name = f"{fingerprint(program, repr(card), size=32)}.png"
        used.add(name)
        yield card.address, _kept(kept and kept / name) or _keep(kept and kept / name, draw.draw_card(card, fonts))
    _forget(kept, used)


def _kept(file: Path | None) -> bytes:
    """Return a card that was drawn; a file that was cut short has not its last bytes, and is none."""
    try:
        data = file.read_bytes() if file else b""
    except OSError:
        return b""
    return data if data.endswith(b"IEND\xaeB`\x82") else b""


def _keep(file: Path | None, card: bytes) -> bytes:
    """Keep a card for the next time; where that can't be, it is drawn again."""
    if file:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(card)
        except OSError:
            pass
    return card


def _forget(kept: Path | None, used: set[str]) -> None:
    """Take away the cards that no page has any more."""
    try:
        for file in kept.glob("*.png") if kept else ():
            if file.name not in used:
                file.unlink(missing_ok=True)
    except OSError:
        return
