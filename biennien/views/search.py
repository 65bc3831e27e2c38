"""The search page: the field, and the words that its script says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.views.frame import list_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.views.here import Here, View

SAID = "search_say_"


def search_view(here: Here) -> View:
    """Return the view of the search page; without scripts it leads to the index by letters."""
    view = {
        "words": spoken(here.locale.strings),
        "letters": {"text": here.say("nav_letters"), "href": here.own("index-az"), "lang": ""},
    }
    section = {"id": "", "heading": "", "level": 2, "wide": True, "part": "search", "view": view}
    return {**list_page(here, "search", []), "sections": [section]}


def spoken(strings: Mapping[str, object]) -> list[View]:
    """Return what the script says: for each string the name of its attribute, and the text."""
    return [
        {"name": key.removeprefix(SAID).replace("_", "-"), "text": str(text)}
        for key, text in strings.items()
        if key.startswith(SAID)
    ]
