"""Pictures by which pages are shown where they are shared: what stands on each, a card for each event and thread.

All other pages of a language have one in common. A font that lacks a letter is an error of the content, found before
anything is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from biennien.cards.letters import read_letters
from biennien.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from biennien.locales import Locale
    from biennien.model import Chronicle, Event
    from biennien.problems import At, Problem
    from biennien.templates import Templates

FONTS = ("bien-nien-serif-400.ttf", "bien-nien-serif-600.ttf")
"""The fonts of cards in `templates/cards/`: for text, and for titles."""
SIZE = (1200, 630)
"""Width and height in pixels: what Open Graph's consumers show whole."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card: a line over the title, the title, a line under it, and the name of the site.

    `coverage` is that of an event; other cards have none. `at` is where the title was written.
    """

    address: str
    over: str
    title: str
    under: str
    site: str
    coverage: str
    at: At = field(compare=False, repr=False, kw_only=True)

    @property
    def letters(self) -> frozenset[str]:
        """The letters on it, but for white space."""
        return frozenset(f"{self.over}{self.title}{self.under}{self.site}") - frozenset(" \u00a0\n")


def card_address(language: str, register: str, id_: str) -> str:
    """Return the address of the card by which a page is shown; that of other pages than events' and threads' is one."""
    return f"cards/{language}/{register}/{id_}.png" if register in ("events", "threads") else site_card(language)


def site_card(language: str) -> str:
    """Return the address of the card that the pages of a language have in common."""
    return f"cards/{language}/site.png"


def list_cards(chronicle: Chronicle, locales: Mapping[str, Locale]) -> Iterator[Card]:
    """Return the cards of a site; none where its settings ask for none. Texts are in NFC, as fonts have them."""
    from unicodedata import normalize

    settings = chronicle.settings
    for language, locale in locales.items() if settings.cards == "yes" else ():

        def text(texts: Mapping[str, str] | None, language: str = language) -> str:
            found = (texts.get(language) or next(iter(texts.values()))) if texts else ""
            return normalize("NFC", " ".join(found.split()))

        site, at = text(settings.title), settings.at / "title" / language
        yield Card(site_card(language), "", site, text(settings.tagline), "", "", at=at)
        for event in chronicle.events.values():
            date, under = normalize("NFC", locale.date(event.date)), text(_mechanism(chronicle, event))
            address, at = card_address(language, "events", event.id), event.at / "title" / language
            yield Card(address, date, text(event.title), under, site, event.coverage, at=at)
        for thread in chronicle.threads.values():
            address, at = card_address(language, "threads", thread.id), thread.at / "name" / language
            over = locale.strings.get("kind_thread", "")
            yield Card(address, over, text(thread.name), text(thread.goal), site, "", at=at)


def _mechanism(chronicle: Chronicle, event: Event) -> Mapping[str, str] | None:
    entry = chronicle.series.get(event.series) or chronicle.kinds.get(event.kind)
    return entry.name if entry else None


def find_fonts(templates: Templates) -> tuple[bytes, ...]:
    """Return the fonts of cards, a project's own first. Raises OSError where one can't be read."""
    return tuple(_find_font(templates, name) for name in FONTS)


def _find_font(templates: Templates, name: str) -> bytes:
    for folder in templates.folders:
        file = folder / "cards" / name
        if file.is_file():
            return file.read_bytes()
    raise FileNotFoundError(f"{name} is missing")


def check_cards(chronicle: Chronicle, locales: Mapping[str, Locale], templates: Templates) -> Iterator[Problem]:
    """Yield what keeps cards from being drawn: a font that can't be read, letters that it lacks."""
    cards = tuple(list_cards(chronicle, locales))
    if not cards:
        return
    try:
        fonts = [read_letters(font) for font in find_fonts(templates)]
    except (OSError, ValueError) as error:
        yield problem("E608", chronicle.settings.at / "cards", why=getattr(error, "strerror", "") or str(error))
        return
    known = frozenset.intersection(*fonts)
    for card in cards:
        if missing := card.letters - known:
            yield problem("E607", card.at, letters=" ".join(sorted(missing)), title=card.title)
