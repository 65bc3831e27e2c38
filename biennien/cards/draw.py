"""A card as a picture: ink on paper, the border down the page, a marker stone for how an event is known, the seal.

Letters are set without a shaping library, which not every machine has, by the fonts' own pairs (`kern`); so the same
card is the same picture everywhere. Three inks in steps make a small palette.
"""

from __future__ import annotations

import io
from functools import cache, partial
from typing import TYPE_CHECKING

from biennien.cards import SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from biennien.cards import Card

PAPER = (252, 252, 250)
INKS = ((26, 27, 30), (72, 74, 80), (194, 49, 29))  # as in css/tokens.css: ink, ink-soft, seal
INK, SOFT, SEAL = range(3)
STEPS = 15  # of each ink, from paper on
LINE, TEXT, RIGHT = 132, 196, 1128  # across: the border, where texts begin and end
TOP = 190  # down: the first line of text
SIZES, SMALL = (80, 72, 64, 56, 48), 34
LEADING = 1.28  # room for stacked Vietnamese marks
MOST_LINES, MOST_UNDER = 4, 2
DASHES = ((0, 28), (38, 42))  # a boundary as maps draw it: a dash and a dot, …
DASHES_LENGTH = 52
STONE = 13  # half of a marker stone's width
SEAL_AT, SEAL_SCALE = (LINE - 40, 48), 2.5  # the drawing of parts/seal.html, 32 units wide
SEAL_CUTS = (
    (11.2, 5, 1.8, 7), (11.2, 14, 1.8, 1.8), (11.2, 17.8, 1.8, 1.8), (11.2, 21.6, 1.8, 5.4), (5.5, 7.5, 3.5, 1.8),
    (5.5, 21.9, 3.5, 1.8), (15.5, 7.5, 11, 1.8), (15.5, 11.5, 8, 1.8), (15.5, 21.9, 9.5, 1.8), (15.5, 17.9, 11, 1.8),
)  # fmt: skip


def draw_card(card: Card, fonts: tuple[bytes, ...]) -> bytes:
    """Return a card as PNG, with a palette; `fonts` are those for text and for titles."""
    from PIL import Image, ImageDraw

    layers = [Image.new("L", SIZE, 0) for _ in INKS]
    inks = [ImageDraw.Draw(layer) for layer in layers]
    _draw_border(inks[SOFT], 0, SEAL_AT[1])
    _draw_seal(inks[SEAL])
    text, bold = (partial(_font, font) for font in fonts)
    down = _write(inks[SOFT], (card.over,), text(SMALL), TOP) if card.over else TOP
    lines, title = _set_title(card.title, bold)
    middle = down + round(title.size * 0.78)
    _draw_stone(inks[INK], card.coverage, middle)
    gap = STONE + 8 if card.coverage else 0
    _draw_border(inks[SOFT], SEAL_AT[1] + round(32 * SEAL_SCALE), middle - gap)
    _draw_border(inks[SOFT], middle + gap, SIZE[1])
    down = _write(inks[INK], lines, title, down + 14)
    _write(inks[SOFT], _cut(_broken(card.under, text(SMALL)), MOST_UNDER), text(SMALL), down + 18)
    inks[INK].text((TEXT, SEAL_AT[1] + 40), card.site, 255, text(SMALL), anchor="lm")
    return _encode(layers)


@cache
def _font(font: bytes, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)


def _set_title(title: str, font: Callable[[int], FreeTypeFont]) -> tuple[tuple[str, ...], FreeTypeFont]:
    """Return a title in lines, in the largest letters in which it has room; what has none in any is cut."""
    for size in SIZES:
        lines = _broken(title, font(size))
        if len(lines) <= (MOST_LINES if size == SIZES[-1] else MOST_LINES - 1):
            return lines, font(size)
    return _cut(_broken(title, font(SIZES[-1])), MOST_LINES), font(SIZES[-1])


def _broken(text: str, font: FreeTypeFont) -> tuple[str, ...]:
    """Return a text in lines of about equal length; none begins with a dash."""
    words = [(word, font.getlength(word)) for word in text.replace(" –", "\u00a0–").split(" ")]
    room, space = float(RIGHT - TEXT), font.getlength(" ")
    lines = _lines(words, space, room)
    while len(lines) > 1 and room > (RIGHT - TEXT) / 2 and len(_lines(words, space, room - font.size)) == len(lines):
        room -= font.size
    return tuple(_lines(words, space, room))


def _lines(words: list[tuple[str, float]], space: float, room: float) -> list[str]:
    """Return words, each with its width, in lines that have room; a word that has none stands alone."""
    lines: list[str] = []
    end = room
    for word, width in words:
        end += space + width
        if end <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
            end = width
    return lines


def _cut(lines: tuple[str, ...], most: int) -> tuple[str, ...]:
    return lines if len(lines) <= most else (*lines[: most - 1], f"{lines[most - 1].rstrip(' ,;:.–')}…")


def _write(ink: ImageDraw, lines: tuple[str, ...], font: FreeTypeFont, top: int) -> int:
    """Write lines one under the other; return where they end."""
    height = round(font.size * LEADING)
    for number, line in enumerate(lines):
        ink.text((TEXT, top + number * height + round(font.size)), line, 255, font, anchor="ls")
    return top + len(lines) * height


def _draw_border(ink: ImageDraw, top: int, bottom: int) -> None:
    for begin in range(top, bottom, DASHES_LENGTH):
        for start, end in DASHES:
            if begin + start < bottom:
                ink.rectangle((LINE - 1, begin + start, LINE, min(begin + end, bottom) - 1), 130)


def _draw_stone(ink: ImageDraw, coverage: str, down: int) -> None:
    """Draw the marker stone of an event on the border: filled, open or broken, as on the pages."""
    if not coverage:
        return
    box = (LINE - STONE, down - STONE, LINE + STONE, down + STONE)
    ink.rectangle(box, 255)
    if coverage != "reported":
        ink.rectangle((box[0] + 4, box[1] + 4, box[2] - 4, box[3] - 4), 0)
    if coverage == "outside":
        ink.rectangle((LINE - 4, box[1], LINE + 4, box[3]), 0)
        ink.rectangle((box[0], down - 4, box[2], down + 4), 0)


def _draw_seal(ink: ImageDraw) -> None:
    (across, down), scale = SEAL_AT, SEAL_SCALE
    ink.rounded_rectangle((across + scale, down + scale, across + 31 * scale, down + 31 * scale), 2 * scale, 255)
    for x, y, width, height in SEAL_CUTS:
        corner = across + x * scale, down + y * scale
        ink.rectangle((*map(round, corner), round(corner[0] + width * scale), round(corner[1] + height * scale)), 0)


def _encode(layers: list[Image]) -> bytes:
    """Return the layers of the inks as one PNG whose palette has the paper, and the steps of every ink."""
    from PIL import Image

    picture = Image.new("P", SIZE, 0)
    for number, layer in enumerate(layers):
        steps = layer.point([round(value / 255 * STEPS) for value in range(256)])
        inked = steps.point([255 if value else 0 for value in range(256)])
        picture.paste(steps.point([value + number * STEPS for value in range(256)]), mask=inked)
    picture.putpalette([part for colour in _palette() for part in colour])
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue()


@cache
def _palette() -> tuple[tuple[int, ...], ...]:
    steps = ((ink, step / STEPS) for ink in INKS for step in range(1, STEPS + 1))
    mixed = (tuple(round(a + (b - a) * part) for a, b in zip(PAPER, ink, strict=True)) for ink, part in steps)
    return (PAPER, *mixed)
