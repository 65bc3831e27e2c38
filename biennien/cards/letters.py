"""Which letters a TrueType or OpenType font has: its table `cmap`, formats 4 and 12 (ISO/IEC 14496-22, 5.2.1).

Read here, because a check must not wait for Pillow, which keeps what it knows of a font to itself.
"""

from __future__ import annotations

import struct

TABLES, RECORD = 12, 16  # where the list of tables begins, and how long each of its lines is
UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}  # platforms and encodings of Unicode


def read_letters(font: bytes) -> frozenset[str]:
    """Return the letters for which a font has a glyph. Raises ValueError where the bytes are no such font."""
    try:
        return frozenset(map(chr, _codes(font)))
    except (struct.error, StopIteration, IndexError, ValueError) as error:
        raise ValueError("no font whose letters can be read") from error


def _codes(font: bytes) -> set[int]:
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", table, 2)
    records = [struct.unpack_from(">HHL", table, 4 + 8 * at) for at in range(count)]
    maps = {offset for platform, encoding, offset in records if (platform, encoding) in UNICODE}
    if not maps:
        raise ValueError("no letters of Unicode")
    return set[int]().union(*(_mapped(table[offset:]) for offset in maps))


def _table(font: bytes, name: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for at in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, TABLES + RECORD * at)
        if tag == name:
            return font[offset : offset + length]
    raise ValueError(f"no table {name.decode()}")


def _mapped(table: bytes) -> set[int]:
    (form,) = struct.unpack_from(">H", table)
    if form == 4:  # noqa: PLR2004 - the name of a format
        return _segments(table)
    if form == 12:  # noqa: PLR2004
        (count,) = struct.unpack_from(">L", table, 12)
        groups = (struct.unpack_from(">LLL", table, 16 + 12 * at) for at in range(count))
        return {code for first, last, glyph in groups for code in range(first, last + 1) if glyph + code - first}
    return set()


def _segments(table: bytes) -> set[int]:
    """Return the codes of a table of format 4: segments of codes, whose glyphs are counted on or looked up."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", table, 14 + 2 * count * part + (2 if part else 0)) for part in range(4)
    )
    codes = set()
    for at, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        place = 16 + 6 * count + 2 * at + offset  # of the first glyph, from the beginning of the table
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", table, place + 2 * (code - first))[0] if offset else code
            if (glyph + delta) % 0x10000 if glyph or not offset else 0:
                codes.add(code)
    return codes
