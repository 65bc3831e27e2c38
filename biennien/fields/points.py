"""Readers of points of the earth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biennien.fields.scalars import read_word

if TYPE_CHECKING:
    from biennien.fields.context import Context, Invalid
    from biennien.nodes import Node
    from biennien.problems import At


@dataclass(frozen=True, slots=True)
class Points:
    """Points of the earth, `latitude,longitude` in decimal degrees with a space between them; just `count` if given."""

    count: int | None = None

    def read(self, node: Node, at: At, context: Context) -> tuple[tuple[float, float], ...] | Invalid:
        """Return the points."""
        text = read_word(node, at, context)
        if not isinstance(text, str):
            return text
        parts = text.replace(", ", ",").split()
        wrong = next((part for part in parts if _point(part) is None), text)
        points = tuple(point for part in parts if (point := _point(part)))
        if len(points) < len(parts) or (self.count and len(points) != self.count):
            return context.report("E241", at, text=wrong[:40])
        return points


def _point(text: str) -> tuple[float, float] | None:
    match = re.fullmatch(r"(-?\d{1,2}(?:\.\d{1,6})?),(-?\d{1,3}(?:\.\d{1,6})?)", text, re.ASCII)
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:  # noqa: PLR2004 - pole, date line
        return None
    return float(match[1]), float(match[2])


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the earth."""

    def read(self, node: Node, at: At, context: Context) -> tuple[float, float] | Invalid:
        """Return the point."""
        points = Points(1).read(node, at, context)
        return points[0] if isinstance(points, tuple) else points


@dataclass(frozen=True, slots=True)
class Corners:
    """The south-western and the north-eastern corner of a part of the earth."""

    def read(self, node: Node, at: At, context: Context) -> tuple[tuple[float, float], ...] | Invalid:
        """Return the corners."""
        points = Points(2).read(node, at, context)
        if isinstance(points, tuple) and not (points[0][0] < points[1][0] and points[0][1] < points[1][1]):
            return context.report("E242", at)
        return points
