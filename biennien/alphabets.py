"""Words whose letters pass for others: Cyrillic or Greek among Latin ones (Unicode Technical Standard #39, section 5).

Hanzi, kana and hangul beside Latin letters are plain writing, and so is every letter of Vietnamese, pinyin and English.
"""

import re
import unicodedata

# Greek and Coptic, Cyrillic, Armenian, Cherokee, with their supplements; fullwidth and mathematical Latin.
_FOREIGN = re.compile(
    "[\u0370-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1d26-\u1d2b\u1f00-\u1fff\u2c80-\u2cff\u2de0-\u2dff\ua640-\ua69f"
    "\uab70-\uabbf\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7cb]"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_SCRIPT = re.compile("LATIN|GREEK|COPTIC|CYRILLIC|ARMENIAN|CHEROKEE|FULLWIDTH|MATHEMATICAL")
_LIKE_LATIN = frozenset(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03b9\u03bd\u03f2\u03f3"
    "\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u04ae\u04c0"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d"
)


def disguised_words(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return (start, end, “U+0430 CYRILLIC SMALL LETTER A”) of each word with a letter that passes for a Latin one.

    That is a word of Latin and other letters, or one all of whose letters have Latin twins, in a text without any
    letter that shows that the other alphabet is meant. A lone letter is none, nor a Greek one without a twin (µm, kΩ).
    """
    if not _FOREIGN.search(text):
        return ()  # as nearly all texts
    shown = {_script(sign) for sign in text if sign.isalpha() and sign not in _LIKE_LATIN}
    words = ((match, _posing(match.group(), shown)) for match in _WORD.finditer(text))
    return tuple((*match.span(), f"U+{ord(sign):04X} {unicodedata.name(sign, '')}") for match, sign in words if sign)


def _posing(word: str, shown: set[str]) -> str:
    """Return the first letter of a word that passes for a Latin one; none where none does."""
    scripts = {script for sign in word if (script := _script(sign))}
    foreign = scripts - {"LATIN"}
    if "MATHEMATICAL" in foreign or len(scripts) > 1:
        return next((sign for sign in word if _script(sign) in foreign and _poses(sign)), "")
    alike = all(sign in _LIKE_LATIN or not sign.isalpha() for sign in word)
    return word[0] if foreign and len(word) > 1 and alike and not foreign & shown else ""


def _poses(sign: str) -> bool:
    return sign in _LIKE_LATIN or _script(sign) != "GREEK"


def _script(sign: str) -> str:
    found = _SCRIPT.match(unicodedata.name(sign, ""))
    return found.group() if found else ""
