# ruff: noqa: INP001 - a script of its own, no part of the program
"""Cut the lines of content/map.yaml out of Natural Earth; README.md beside this says which data, and how to call it."""

from __future__ import annotations

import json
import math
import sys
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import Any

BOX = (20.1, 101.4, 25.8, 110.0)  # south, west, north, east: the map's frame with some room, so that no cut end shows
FINE = 0.006  # degrees, about 650 m, under a pixel of the widest drawing: what may be lost in simplifying
SMALL = 0.0012  # square degrees, about 14 km2: smaller islands are left out
WIDTH = 116  # of a line of the output
INDENT = "    "

Point = tuple[float, float]
"""A longitude and a latitude, in degrees."""


def cut_out(file: str) -> str:
    """Return the land, the border of the two countries, and the other borders, as keys of content/map.yaml."""
    world = json.loads(Path(file).read_text(encoding="utf-8"))
    arcs = [simplify(points) for points in decode(world)]
    countries = {one["properties"]["name"]: arcs_of(one) for one in world["objects"]["countries"]["geometries"]}
    shared = countries["Vietnam"] & countries["China"]
    uses = [arc for used in countries.values() for arc in used]
    others = {arc for arc in uses if uses.count(arc) > 1 and inside(arcs[arc])} - shared
    land = [clip(ring(one, arcs)) for one in rings_of(world["objects"]["land"])]
    return (
        written("land", [one for one in land if abs(area(one)) > SMALL])
        + written("border", join([arcs[arc] for arc in sorted(shared)]))
        + written("boundaries", [run for line in join([arcs[arc] for arc in sorted(others)]) for run in runs(line)])
    )


def decode(world: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs in degrees: TopoJSON 1.0 (section 2.1.2) stores whole steps from point to point."""
    (kx, ky), (x0, y0) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for steps in world["arcs"]:
        x = y = 0
        points = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + x0, y * ky + y0))
        arcs.append(points)
    return arcs


def rings_of(geometry: dict[str, Any]) -> list[list[int]]:
    """Return the outer rings of a geometry, as numbers of arcs; ~n is arc n the other way."""
    if geometry["type"] == "GeometryCollection":
        return [ring for one in geometry["geometries"] for ring in rings_of(one)]
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [polygon[0] for polygon in polygons]


def arcs_of(geometry: dict[str, Any]) -> set[int]:
    """Return the arcs that bound a country, whichever way they run."""
    return {arc if arc >= 0 else ~arc for ring in rings_of(geometry) for arc in ring}


def ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Return the points of a ring, the last not repeating the first."""
    return [point for number in numbers for point in (arcs[number] if number >= 0 else arcs[~number][::-1])[:-1]]


def simplify(points: list[Point]) -> list[Point]:
    """Leave out points that lie within FINE of the line without them (Douglas and Peucker, 1973)."""
    if len(points) < 3:  # noqa: PLR2004 - two ends
        return points
    far, index = max((distance(point, points[0], points[-1]), place) for place, point in enumerate(points[1:-1], 1))
    if far <= FINE:
        return [points[0], points[-1]]
    return simplify(points[: index + 1])[:-1] + simplify(points[index:])


def distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from a stretch of line, in degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0
    along = min(1, max(0, along))
    return math.hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def inside(points: list[Point]) -> bool:
    """Tell whether any of a line lies in the box."""
    south, west, north, east = BOX
    return any(west <= x <= east and south <= y <= north for x, y in points)


def runs(points: list[Point]) -> list[list[Point]]:
    """Return the stretches of a line that lie in the box."""
    found: list[list[Point]] = [[]]
    for one, after in pairwise(points):
        if inside([one, after]):
            found[-1] = [*(found[-1] or [one]), after]
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def join(lines: list[list[Point]]) -> list[list[Point]]:
    """Join lines end to end where they meet."""
    joined: list[list[Point]] = []
    for line in lines:
        whole = line
        for other in list(joined):
            for one, two in ((other, whole), (whole, other), (other, whole[::-1]), (other[::-1], whole)):
                if one[-1] == two[0]:
                    joined.remove(other)
                    whole = one + two[1:]
                    break
        joined.append(whole)
    return joined


def clip(points: list[Point]) -> list[Point]:
    """Return the part of a ring that lies in the box (Sutherland and Hodgman, 1974)."""
    south, west, north, east = BOX
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: list[Point] = []
        for one, after in zip(points, points[1:] + points[:1], strict=True):
            here, there = sign * (one[axis] - limit), sign * (after[axis] - limit)
            if here >= 0:
                kept.append(one)
            if (here >= 0) != (there >= 0):
                part = here / (here - there)
                kept.append((one[0] + part * (after[0] - one[0]), one[1] + part * (after[1] - one[1])))
        points = kept
        if not points:
            break
    return points


def area(points: list[Point]) -> float:
    """Return the area of a ring in square degrees."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True)) / 2


def written(key: str, lines: list[list[Point]]) -> str:
    """Return lines as YAML: one folded text a line, latitude first, to a thousandth of a degree."""
    ordered = sorted(lines, key=lambda one: (-len(one), one))
    points = (" ".join(f"{y:.3f},{x:.3f}" for x, y in line) for line in ordered)
    texts = (textwrap.fill(one, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT) for one in points)
    return f"{key}:\n" + "".join(f"  - >-\n{text}\n" for text in texts)


if __name__ == "__main__":
    sys.stdout.write(cut_out(sys.argv[1]))
