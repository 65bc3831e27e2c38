"""An engine's answer, believed only when it can be a translation.

Engines have sent notices, error pages, the original and half-escaped HTML in place of one.
"""

from __future__ import annotations

import html
import re
from typing import Final

from biennien.desk.engines.web import SHOWN, Fault
from biennien.messages import phrase
from biennien.text import hidden_characters, normal

DAY: Final = 86_400.0
_WORD = re.compile(r"[^\W\d_]+")
_PLACEHOLDER = re.compile(r"\[X\d+X\]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_PAGE = re.compile(r"<!doctype|<(?:html|head|body|div|script|p)\b", re.IGNORECASE)
# What MyMemory says in capitals, with status 200, where the translation belongs.
_NOTICES: Final = (
    (re.compile(r"MYMEMORY WARNING|YOU USED ALL AVAILABLE FREE", re.IGNORECASE), "quota", DAY),
    (re.compile(r"QUERY LENGTH LIMIT EXCEEDED|NO QUERY SPECIFIED"), "nonsense", None),
    (re.compile(r"IS AN INVALID (?:SOURCE|TARGET) LANGUAGE|SELECT TWO DISTINCT|INVALID EMAIL"), "refused", None),
    (re.compile(r"our systems have detected unusual traffic", re.IGNORECASE), "blocked", None),
    (re.compile(r"^\W*(?:error \d{3}\b|\d{3} (?:error|bad gateway)|internal server)", re.IGNORECASE), "busy", None),
)


def says_something(text: str) -> bool:
    """Tell whether there is a word to translate; placeholders and numbers are none."""
    return bool(_WORD.search(_PLACEHOLDER.sub("", text)))


def read_answer(answer: object, text: str) -> str | Fault:
    """Return the translation of `text` that an engine's answer holds, mended; or the fault of what can be none."""
    if not isinstance(answer, str) or not answer.strip():
        return Fault("nonsense", phrase("empty_answer"))
    found = _mended(answer, text)
    return _notice(found, text) or _nonsense(found, text) or found


def _notice(found: str, text: str) -> Fault | None:
    """Return the fault that an engine's notice in place of a translation stands for."""
    for notice, kind, wait in _NOTICES:
        if notice.search(found) and not notice.search(text):
            return Fault(kind, phrase("in_quotes", said=found[:SHOWN]), wait)
    if _PAGE.search(found) and not _PAGE.search(text):
        return Fault("blocked", phrase("page_came"))
    return None


def _nonsense(found: str, text: str) -> Fault | None:
    if "\ufffd" in found:
        return Fault("nonsense", phrase("broken_letters"))
    if normal(found) == normal(text) and not _is_name(text):
        return Fault("nonsense", phrase("original_came_back"))
    if not len(text) / 10 - 10 < len(found) < len(text) * 10 + 100:
        return Fault("nonsense", phrase("strange_length", found=f"{len(found):,}", asked=f"{len(text):,}"))
    return None


def _mended(answer: str, text: str) -> str:
    """Undo what engines do to letters: entities escaped twice, signs that nobody sees, another form of Unicode."""
    for _ in range(2):
        if _ENTITY.search(answer) and not _ENTITY.search(text):
            answer = html.unescape(answer)
    answer = normal(answer)
    for at, _ in reversed(hidden_characters(answer)):
        answer = answer[:at] + answer[at + 1 :]
    return answer.strip()


def _is_name(text: str) -> bool:
    """Tell whether a text may be the same in another language: each word of it begins with a capital letter."""
    words = _WORD.findall(_PLACEHOLDER.sub("", text))
    return all(word[0].isupper() or not word[0].islower() for word in words)


def read_error(error: Exception) -> Fault:
    """Return the fault that an error of deep-translator's own stands for; not its words, which may hold a key."""
    name = type(error).__name__
    if name in ("LanguageNotSupportedException", "InvalidSourceOrTargetLanguage"):
        return Fault("refused", phrase("unknown_language"))
    return Fault("nonsense", phrase("no_translation", why=name))
