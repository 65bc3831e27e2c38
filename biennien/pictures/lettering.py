"""How wide a text is before any browser has set it, and where it breaks into lines.

Widths are those of the site's own serif at weight 400, measured in its font file, in hundredths of the type size.
Vietnamese marks stand above and below their letters and take no room of their own.
"""

from __future__ import annotations

import unicodedata

WIDTHS = {
    letter: width
    for width, letters in {
        18: "'", 22: "‘’", 24: " \u00a0", 29: "!|", 30: ",.:;j·", 32: "-", 33: "il", 34: "/[\\]°", 36: "()t{}", 37: "f",
        38: '"IJ', 41: "?", 44: "“”„", 46: "*rs", 49: "z§", 51: "_–", 52: "#$c₫€", 53: "+0123456789<=>^e~×÷−",
        54: "Sa«»", 56: "gð", 57: "x", 58: "ovø", 59: "Zky", 60: "q", 61: "Fdþđ", 62: "LPbpÞ", 63: "Tuß", 64: "Ehn",
        65: "B", 66: "C", 67: "XY", 69: "R", 71: "AKV", 72: "G", 73: "&", 74: "DOQØĐ", 76: "U©", 77: "N", 81: "H—",
        83: "@æ…", 84: "w", 93: "%", 94: "M", 96: "mÆ", 100: "W",
    }.items()
    for letter in letters
}  # fmt: skip
UNMEASURED = 100  # hundredths: Chinese characters are square, and nothing else is wider
SPARE = 1.04  # the reader's own serif, shown until the site's has come, is set to the same width, but not exactly


def width_of(text: str, size: float) -> float:
    """Return the width of a line of text, in the unit of `size`, a little generously."""
    letters = (sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return sum(WIDTHS.get(letter, UNMEASURED) for letter in letters) / 100 * size * SPARE


def broken(text: str, size: float, widest: float) -> tuple[str, ...]:
    """Return a text in as few lines as fit into `widest`, about equally long; none begins with a dash."""
    words = text.replace(" –", "\u00a0–").split(" ")
    count = len(_lines(words, size, widest))
    while widest > size and len(_lines(words, size, widest - size)) == count and _fits(words, size, widest - size):
        widest -= size
    return tuple(_lines(words, size, widest))


def _lines(words: list[str], size: float, widest: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and width_of(longer, size) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fits(words: list[str], size: float, widest: float) -> bool:
    return all(width_of(line, size) <= widest for line in _lines(words, size, widest))
