"""Languages as engines call them, found from BCP 47 tags."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

OLD: Final = MappingProxyType({"he": "iw", "jv": "jw", "nb": "no", "fil": "tl"})
"""Codes that some engines keep from before their languages had today's."""

MICROSOFT: Final = frozenset(
    """
    af am ar as az ba bg bn bo bs ca cs cy da de dv el en es et eu fa fi fil fj fr fr-ca ga gl gu he hi hr ht hu hy id
    is it iu ja ka kk km kmr kn ko ku ky lo lt lv lzh mg mi mk ml mn-cyrl mn-mong mr ms mt mww my nb ne nl or pa pl prs
    ps pt pt-pt ro ru sk sl sm so sq sr-cyrl sr-latn sv sw ta te th ti tk to tr tt ty ug uk ur uz vi yua yue zh-hans
    zh-hant zu
    """.split()  # noqa: SIM905 - a hundred lines otherwise
)
"""Microsoft’s codes; deep-translator would fetch them, but to look one up it needs to have one."""


def find_code(tag: str, known: Collection[str]) -> str:
    """Return the code among those an engine knows that stands for a BCP 47 tag; empty where there is none.

    vi-VN is vi to one and vi is vi-VN to another; zh-Hans is zh-CN. Which belong together is for CLDR's likely subtags
    to say (UTS #35, part 1, section 4.3).
    """
    by_folded = {code.casefold(): code for code in sorted(known)}
    found = (by_folded.get(code.casefold()) for code in likely_codes(tag))
    return next(filter(None, found), "")


def likely_codes(tag: str) -> tuple[str, ...]:
    """Return the codes that may stand for a BCP 47 tag, the closest first; never one of another script."""
    from babel.core import get_global

    likely: Mapping[str, str] = get_global("likely_subtags")
    language, script, region = _subtags(tag)
    full = next((likely[key] for key in _keys(language, script, region) if key in likely), tag)
    _, own_script, own_region = _subtags(full)
    _, common_script, common_region = _subtags(likely.get(language, full))
    own_script = script or own_script
    codes = [tag, f"{language}-{region or own_region}", f"{language}-{own_script}"]
    if own_script == common_script:
        codes += [language, f"{language}-{common_region}", OLD.get(language, tag)]
    return tuple(dict.fromkeys(code for code in codes if not code.endswith("-")))


def _subtags(tag: str) -> tuple[str, str, str]:
    """Return language, script and region, in the case that CLDR gives them, empty where the tag has none."""
    parts = tag.replace("_", "-").split("-")
    script = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), "")  # noqa: PLR2004
    region = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), "")  # noqa: PLR2004
    return parts[0].lower(), script, region


def _keys(language: str, script: str, region: str) -> tuple[str, ...]:
    every = ((language, script, region), (language, region), (language, script), (language,))
    return tuple("_".join(filter(None, parts)) for parts in every)
