"""The timeline drawn: which lanes there are, what each mark is called and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from biennien.pictures.drawing import Item, Words
from biennien.pictures.lanes import MOST_MARKS, NONE, OTHERS, SHAPES, draw
from biennien.pictures.lettering import broken, width_of
from biennien.pictures.timescale import widest
from biennien.views.here import edition_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.model import Event
    from biennien.pictures.drawing import Cell, Drawing, Lane, Mark
    from biennien.pictures.timescale import Tick
    from biennien.views.here import Here, View

MARGIN = 4.2  # em: the room of the word for the undated, unless one of its words is longer
AXIS = 3  # em: the room of years and months beside a drawing down the page
ABOVE, BETWEEN = 0.2, 1.8  # em: over the first row of a lane across the page, and from row to row
DROP = 0.35  # em: from the middle of a line of letters to its foot
COUNT, COLUMNS = 1.15, 2.6  # em: the line of the numbers in a dense lane, and the height of its columns


def lanes_view(here: Here) -> View:
    """Return the view of the timeline drawn in lanes, by series of meetings and by place; empty without any date."""
    events = {event.id: event for event in here.site.relations.events}
    both = (
        _grouping(here, events, "series", {id_: _series(here, event) for id_, event in events.items()}),
        _grouping(here, events, "place", {id_: _places(here, event) for id_, event in events.items()}),
    )
    drawn = [one for one in both if one]
    useful = [view for _, view in drawn if len(view["wide"]["lanes"]) > 1] or [view for _, view in drawn[:1]]
    if not useful:
        return {}
    scale = drawn[0][0].scale
    return {
        "year": scale.first,
        "last": scale.months - 1,
        "by": useful,
        "choice": len(useful) > 1,
        "skip": f"#{_anchor(here.site.relations.dated[0])}",
        "shapes": list(dict.fromkeys(_shape(here, kind) for kind in here.site.chronicle.kinds)),
        "key": _key(here),
    }


def _series(here: Here, event: Event) -> tuple[str, ...]:
    return (event.series,) if here.entry("series", event.series) else ()


def _places(here: Here, event: Event) -> tuple[str, ...]:
    """Return where an event took place, else who was its host: each by the widest place within its country."""
    return tuple(dict.fromkeys(_widest(here, id_) for id_ in event.place or event.host))


def _widest(here: Here, id_: str) -> str:
    seen = {id_}
    while place := here.entry("places", id_):
        above = [one for one in place.within if (found := here.entry("places", one)) and found.kind != "country"]
        if not above or above[0] in seen:
            break
        id_ = above[0]
        seen.add(id_)
    return id_


def _name(here: Here, event: Event) -> str:
    """Return what a mark is called: title, date in words, and what else its shape says of it."""
    date = here.event_date(event)
    when = f"{date['text']} ({date['word']})" if date["word"] else date["text"]
    name = here.say("lanes_mark", title=here.text(event.title), date=when)
    return name if event.coverage == "reported" else f"{name}, {here.say(f'coverage_{event.coverage}')}"


def _label(here: Here, event: Event, by: str) -> str:
    """Return the short word beside a mark: its number in its series, or where it was; in lanes of places, its kind."""
    if by == "place":
        return here.name("kinds", event.kind)
    series = here.entry("series", event.series)
    if series and series.edition == "ordinal" and event.edition:
        return edition_words(here, event)
    return next(map(here.body_name, event.place or event.host), "")


def _grouping(
    here: Here, events: Mapping[str, Event], by: str, lanes_of: Mapping[str, tuple[str, ...]]
) -> tuple[Drawing, View] | None:
    """Return the drawing across the page, and the view of both drawings; `None` without any date."""
    items = [Item(id_, event.date, lanes_of[id_]) for id_, event in events.items()]
    if len(items) <= MOST_MARKS:
        items = [
            replace(item, doubt=bool(here.event_date(event)["doubt"]), label=_label(here, event, by))
            for item, event in zip(items, events.values(), strict=True)
        ]
    lanes = _lanes(here, by, {id_ for found in lanes_of.values() for id_ in found})
    wide, tall = (draw(items, tuple(lanes), _words(here), upright=upright) for upright in (False, True))
    if wide is None or tall is None:
        return None
    called = {**lanes, OTHERS: here.say("lanes_others"), NONE: here.say(f"lanes_none_{by}")}
    if not lanes:
        called[NONE] = here.say("heading_events")
    draft = _Draft(here, events, called)
    view = {"id": by, "label": here.say(f"lanes_by_{by}"), "wide": draft.wide(wide), "tall": draft.tall(tall)}
    return wide, view


def _lanes(here: Here, by: str, used: set[str]) -> dict[str, str]:
    """Return the lanes that have events, with their names, in the order of the register; countries last."""
    if by == "series":
        return {id_: here.text(one.name) for id_, one in here.site.chronicle.series.items() if id_ in used}
    places = [one for one in here.site.chronicle.places.values() if one.id in used]
    places.sort(key=lambda one: one.kind == "country")
    others = sorted(used - {one.id for one in places})
    return {id_: here.body_name(id_) for id_ in (*(one.id for one in places), *others)}


def _words(here: Here) -> Words:
    months = tuple(str(here.locale.cldr.months["format"]["abbreviated"][number]) for number in range(1, 13))
    numbers = tuple(str(number) for number in range(1, 13))
    return Words(broken(here.say("undated"), 1, MARGIN), months, months if widest(months) <= AXIS else numbers)


def _shape(here: Here, kind: str) -> str:
    kinds = list(here.site.chronicle.kinds)
    return SHAPES[min(kinds.index(kind), len(SHAPES) - 1)] if kind in kinds else SHAPES[-1]


def _anchor(event: Event) -> str:
    """Return the anchor of an event's year in the list, or of the undated."""
    return f"y-{event.date.year or 'unknown'}" if event.date.start else "undated"


def _key(here: Here) -> View:
    used = {event.kind for event in here.site.relations.events}
    kinds: dict[str, str] = {}
    for id_ in here.site.chronicle.kinds:
        shape = _shape(here, id_)
        if id_ in used:
            kinds[shape] = here.say("lanes_other_kinds") if shape in kinds else here.name("kinds", id_)
    return {
        "kinds": [{"shape": shape, "text": text} for shape, text in kinds.items()],
        "coverages": [
            {"coverage": one, "text": here.say(f"coverage_{one}")} for one in ("reported", "mentioned", "outside")
        ],
    }


@dataclass(frozen=True, slots=True)
class _Draft:
    """What turns a drawing's numbers into a view: its events, and the names of its lanes, by id."""

    here: Here
    events: Mapping[str, Event]
    lanes: Mapping[str, str]

    def wide(self, drawing: Drawing) -> View:
        """Return the drawing across the page: along in percent of its width, down in em."""
        return {**self._frame(drawing), "lanes": [self._wide_lane(lane, drawing) for lane in drawing.lanes]}

    def tall(self, drawing: Drawing) -> View:
        """Return the drawing down the page: along in percent of its height, across in percent of the lane."""
        return {**self._frame(drawing), "lanes": [self._tall_lane(lane, drawing) for lane in drawing.lanes]}

    def _frame(self, drawing: Drawing) -> View:
        scale = drawing.scale
        return {
            "length": number(scale.length),
            "start": number(scale.start),
            "end": number(scale.end),
            "extent": number(scale.end - scale.start),
            "years": [_tick(tick) for tick in drawing.years],
            "months": [_tick(tick) for tick in drawing.months],
            "undated": None if drawing.undated_at is None else number(drawing.undated_at),
            "undated_word": self.here.say("undated"),
            "undated_lines": list(_words(self.here).undated),
            "dense": drawing.dense,
            "bins": drawing.bins,
        }

    def _lane(self, lane: Lane) -> View:
        name = self.lanes[lane.id]
        total = self.here.locale.count("events", lane.count)
        return {"id": lane.id or "none", "name": name, "count": total, "rows": lane.rows}

    def _wide_lane(self, lane: Lane, drawing: Drawing) -> View:
        marks = [
            {**self._mark(mark), "row": number(_middle(mark)), "label": _text(mark)}
            for mark in (*lane.marks, *lane.undated)
        ]
        height = COUNT + COLUMNS + 2 * ABOVE if drawing.dense else lane.rows * BETWEEN + 2 * ABOVE
        return {
            **self._lane(lane),
            "height": number(height),
            "marks": marks,
            "cells": [
                {**self._cell(lane, cell), "row": COUNT, "shown": _fits(self.here, cell, drawing)}
                for cell in lane.cells
            ],
            "undated": self._undated(lane, drawing),
        }

    def _tall_lane(self, lane: Lane, drawing: Drawing) -> View:
        marks = [
            {**self._mark(mark), "row": number((mark.row + 0.5) / lane.rows * 100)}
            for mark in (*lane.marks, *lane.undated)
        ]
        cells = [{**self._cell(lane, cell), "row": 0, "shown": False} for cell in lane.cells]
        return {**self._lane(lane), "marks": marks, "cells": cells, "undated": self._undated(lane, drawing)}

    def _mark(self, mark: Mark) -> View:
        event = self.events[mark.id]
        return {
            "href": self.here.href("events", event.id),
            "name": _name(self.here, event),
            "shape": _shape(self.here, event.kind),
            "coverage": event.coverage,
            "soft": mark.soft,
            "edges": mark.edges,
            "at": number(mark.at),
            "line": _line(mark),
        }

    def _cell(self, lane: Lane, cell: Cell) -> View:
        years = f"{cell.years[0]}–{cell.years[-1]}" if len(cell.years) > 1 else str(cell.years[0])
        return {
            "href": f"#{_anchor(self.events[cell.first])}" if cell.first else "",
            "name": self._count(lane, years, cell.count),
            "count": self.here.locale.number(cell.count),
            "outline": cell.outline,
            "frame": cell.frame,
            "at": number(cell.start),
        }

    def _undated(self, lane: Lane, drawing: Drawing) -> View | None:
        if not drawing.dense or not lane.undated_count or drawing.undated_at is None:
            return None
        return {
            "at": number(drawing.undated_at),
            "name": self._count(lane, self.here.say("undated"), lane.undated_count),
            "count": self.here.locale.number(lane.undated_count),
        }

    def _count(self, lane: Lane, years: str, count: int) -> str:
        events = self.here.locale.count("events", count)
        return self.here.say("lanes_cell", lane=self.lanes[lane.id], years=years, events=events)


def number(value: float) -> float | int:
    """Return a number as a drawing writes it: to a hundredth, whole ones without a point."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _tick(tick: Tick) -> dict[str, Any]:
    return {"at": number(tick.at), "word": tick.word, "zoom": tick.zoom}


def _middle(mark: Mark) -> float:
    return ABOVE + (mark.row + 0.5) * BETWEEN


def _line(mark: Mark) -> dict[str, Any] | None:
    if mark.span is None:
        return None
    return {"start": number(mark.span[0]), "end": number(mark.span[1]), "broken": mark.broken}


def _text(mark: Mark) -> dict[str, Any] | None:
    if mark.label is None:
        return None
    return {
        "text": mark.label.text,
        "at": number(mark.label.at),
        "off": number(mark.label.off * mark.label.side),
        "before": mark.label.side < 0,
        "row": number(_middle(mark) + DROP),
    }


def _fits(here: Here, cell: Cell, drawing: Drawing) -> bool:
    """Tell whether a cell has room for its number."""
    return width_of(here.locale.number(cell.count), 1) + 0.4 <= (cell.end - cell.start) / 100 * drawing.scale.length
