"""Warnings that somebody looked at, and why they are to stay silent: `allow` in an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from biennien.problems import At, Problem, Problems, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from biennien.model import Allowance, Chronicle, Claim, Document, Figure

WARNING = re.compile(r"W[1-6]\d\d")
UNUSED = "W430"

Place: TypeAlias = tuple[str, tuple[str | int, ...]]
"""A file and a path in it, where an item of a list has its number from 0."""
Told: TypeAlias = tuple[str, ...]
"""A path as curators write it, where an item has its id, or its number from 1."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """What each rule found and nobody allowed, and what is wrong with the allowances themselves."""

    left: tuple[Problems, ...]
    faults: Problems


def silence(found: Iterable[Problems], chronicle: Chronicle, *, whole: bool) -> Silenced:
    """Return what is left of what each rule found.

    Only when the chronicle is `whole`, nothing in it having failed to be read, does an allowance that nothing needed
    say that nothing needs it.
    """
    ids = _ids(chronicle)
    allowed = {(one.code, one.at.file, _told(_field(one), one.at.file, ids)): one.at for one in chronicle.allowed}
    uses = [[(one, _allowance(one, allowed, ids)) for one in some] for some in found]
    used = {at for some in uses for _, at in some if at}
    left = tuple(tuple(one for one, at in some if at is None) for some in uses)
    return Silenced(left, tuple(_faults(chronicle.allowed, used, whole=whole)))


def _ids(chronicle: Chronicle) -> dict[Place, str]:
    """Return the ids of claims, figures and documents by their places, in files where something is allowed."""
    files = {one.at.file for one in chronicle.allowed}
    items: list[Claim | Figure | Document] = []
    for event in chronicle.events.values() if files else ():
        if event.at.file in files:
            items += (*event.claims, *event.figures, *event.documents)
    return {(item.at.file, item.at.path): item.id for item in items}


def _field(one: Allowance) -> tuple[str | int, ...]:
    """Return the path of an allowance's field from the root of its file, beside `allow` and its item's number."""
    return (*one.at.path[:-2], *one.where.split("."))


def _told(path: tuple[str | int, ...], file: str, ids: Mapping[Place, str]) -> Told:
    return tuple(
        step if isinstance(step, str) else ids.get((file, path[: place + 1]), str(step + 1))
        for place, step in enumerate(path)
    )


def _allowance(one: Problem, allowed: Mapping[tuple[str, str, Told], At], ids: Mapping[Place, str]) -> At | None:
    """Return the place of what allows a warning, where it stands or in what it stands in; None for nothing."""
    if one.is_error or one.code == UNUSED or not isinstance(one.where, At):
        return None
    file, path = one.where.file, _told(one.where.path, one.where.file, ids)
    places = ((one.code, file, path[:end]) for end in range(len(path), 0, -1))
    return next((allowed[place] for place in places if place in allowed), None)


def _faults(allowances: Iterable[Allowance], used: set[At], *, whole: bool) -> Iterator[Problem]:
    for one in allowances:
        if not WARNING.fullmatch(one.code) or one.code == UNUSED:
            yield problem("E431", one.at / "code", code=one.code)
        elif one.at not in used and whole:
            yield problem(UNUSED, one.at / "field", code=one.code, field=one.where)
