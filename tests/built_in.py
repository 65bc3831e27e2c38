"""The program's own languages, as the tests of several rooms use them."""

from __future__ import annotations

from biennien.locales import Locale, fill_strings, make_locale
from biennien.templates import BUILT_IN, Templates

TEMPLATES = Templates((BUILT_IN,))
ENGLISH = TEMPLATES.strings("en")


def locale(id_: str, tag: str) -> Locale:
    """Return a locale with the strings that the program has for it."""
    return make_locale(id_, id_, tag, fill_strings(TEMPLATES.strings(id_), ENGLISH)[0])


LOCALES = {"vi": locale("vi", "vi-VN"), "en": locale("en", "en-GB")}
