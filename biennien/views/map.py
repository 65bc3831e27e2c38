"""The map of places, its equivalent in words, and the small map on a place's own page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from biennien.pictures import map as pictures
from biennien.views.frame import list_page
from biennien.views.here import Here, View, filled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from biennien.model import Coordinate, Event, Frame, Ground, Line, Place, Point

SHAPE = {
    "province": "seat",
    "region": "seat",
    "city": "town",
    "district": "town",
    "town": "town",
    "border-gate": "gate",
    "border-opening": "gate",
    "bridge": "way",
    "road": "way",
    "route": "way",
    "border-marker": "marker",
}
"""The mark of each kind of place; whatever is not here is a site."""
RANK = tuple(pictures.SHAPES)
"""Of several places at one point, whose mark stands for them: the first of these."""
WIDE, NARROW = 1000, 340  # units across: letters of 16 units are as large as the text around, or nearly, on either


def map_view(here: Here) -> View:
    """Return the view of the map: drawn whole and in sheets, then every place in words, those not placed too."""
    ground = here.site.chronicle.ground
    places = _in_order(here, (one for one in here.site.chronicle.places.values() if one.kind != "country"))
    if ground is None:
        return list_page(here, "map", [])
    placed = [one for one in places if _shown(ground, one)]
    unplaced = [one for one in places if one.coordinate is None]
    outside = [one for one in places if one.coordinate and one not in placed]
    sections = [
        {"id": "map", "heading": "", "level": 2, "wide": True, "part": "map", "view": _picture(here, ground, placed)},
        here.section("on_map", "gazetteer", _gazetteer(here, placed)),
        here.section("off_map", "gazetteer", _gazetteer(here, outside)),
        here.section("not_on_map", "gazetteer", _gazetteer(here, unplaced)),
    ]
    return {**list_page(here, "map", []), "sections": filled(sections)}


def locator_view(here: Here, place: Place) -> View:
    """Return the small map on a place's own page; empty where there is none."""
    ground = here.site.chronicle.ground
    if ground is None or place.coordinate is None or not _shown(ground, place):
        return {}
    stop = pictures.Stop(place.coordinate.point, _shape(place), ())
    frame = pictures.strip(ground, stop.point)
    label = here.say("map_locator", name=here.text(place.name))
    drawing = pictures.draw_map(ground, frame, NARROW, [stop], _words(here, ground))
    return {
        "drawings": [_drawing(here, "locator", label, drawing)],
        "legend": [],
        "where": _where(here, place.coordinate),
        "more": {"text": here.say("map_whole"), "href": here.own("map"), "lang": ""},
        "notes": [],
        "source": _source(here, ground),
    }


def _shown(ground: Ground, place: Place) -> bool:
    return place.coordinate is not None and pictures.holds(ground.frame, place.coordinate.point)


def _in_order(here: Here, places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: here.locale.sort_key(here.text(place.name)))


def _picture(here: Here, ground: Ground, places: list[Place]) -> View:
    stops = _stops(here, places)
    words = _words(here, ground)
    label = here.say("map_label", n=here.locale.number(len(places)))

    def drawing(kind: str, frame: Frame, width: int, label: str) -> View:
        return _drawing(here, kind, label, pictures.draw_map(ground, frame, width, stops, words))

    sheets = ground.sheets or (ground.frame,)
    captions = [here.say("map_sheet", n=number, of=len(sheets)) for number in range(1, len(sheets) + 1)]
    shapes = {stop.shape for stop in stops}
    return {
        "drawings": [
            drawing("wide", ground.frame, WIDE, label),
            *(
                {**drawing("sheet", frame, NARROW, f"{label} ({caption})"), "caption": caption * (len(sheets) > 1)}
                for frame, caption in zip(sheets, captions, strict=True)
            ),
        ],
        "legend": [
            {"shape": shape, "path": path, "text": here.say(f"map_shape_{shape}")}
            for shape, path in pictures.SHAPES.items()
            if shape in shapes
        ],
        "where": None,
        "more": None,
        "notes": [here.say("map_number"), *map(here.text, ground.notes)],
        "source": _source(here, ground),
    }


def _words(here: Here, ground: Ground) -> list[tuple[str, Line]]:
    return [(here.name("places", word.place), word.points) for word in ground.words]


def _source(here: Here, ground: Ground) -> View:
    return {"label": here.say("map_ground"), "text": here.text(ground.source), "href": ground.url}


def _stops(here: Here, places: Iterable[Place]) -> list[pictures.Stop]:
    """Return the marks: one for all places that stand at the same point, in the order of their shapes."""
    at: dict[Point, list[Place]] = {}
    for place in places:
        if place.coordinate:
            at.setdefault(place.coordinate.point, []).append(place)
    return [_stop(here, together) for together in at.values()]


def _stop(here: Here, places: list[Place]) -> pictures.Stop:
    places = sorted(places, key=lambda place: RANK.index(_shape(place)))
    counts = {place.id: len(events_of(here, place)) for place in places}
    names = [
        pictures.Name(
            place.id, here.text(place.name), here.locale.number(counts[place.id]) if counts[place.id] else ""
        )
        for place in places
    ]
    point = next(place.coordinate.point for place in places if place.coordinate)
    return pictures.Stop(point, _shape(places[0]), tuple(names), sum(counts.values()))


def _shape(place: Place) -> str:
    return SHAPE.get(place.kind, "site")


def events_of(here: Here, place: Place) -> tuple[Event, ...]:
    """Return the events held or hosted at a place, and those whose claims name it, in the order of time."""
    return here.site.relations.of_place.get(place.id, ())


def _drawing(here: Here, kind: str, label: str, drawing: pictures.Drawing) -> View:
    return {
        "kind": kind,
        "label": label,
        "caption": "",
        "width": drawing.width,
        "height": drawing.height,
        "land": drawing.land,
        "border": drawing.border,
        "boundaries": drawing.boundaries,
        "words": [_row(row) for row in drawing.words],
        "marks": [_mark(here, mark) for mark in drawing.marks],
        "scale": {
            "text": f"{here.locale.number(drawing.scale.kilometres)} km",
            "x": _unit(drawing.scale.x),
            "y": _unit(drawing.scale.y),
            "above": _unit(drawing.scale.y - pictures.RISE),
            "length": _unit(drawing.scale.length),
        },
    }


def _mark(here: Here, mark: pictures.Mark) -> View:
    labels = {label.key: label for label in mark.labels}
    (x1, y1), (x2, y2) = mark.leader or ((0, 0), (0, 0))
    return {
        "x": _unit(mark.x),
        "y": _unit(mark.y),
        "shape": mark.shape,
        "path": pictures.SHAPES[mark.shape],
        "anchor": mark.anchor,
        "leader": {"x1": _unit(x1), "y1": _unit(y1), "x2": _unit(x2), "y2": _unit(y2)} if mark.leader else None,
        "places": [_place(here, id_, labels.get(id_)) for id_ in mark.keys],
    }


def _place(here: Here, id_: str, label: pictures.Label | None) -> View:
    place: Place = here.entry("places", id_)
    count = here.locale.count("events", len(events_of(here, place)))
    link = here.link("places", id_)
    box = label.box if label else None
    return {
        "href": link["href"],
        "label": here.say("map_mark", name=link["text"], count=count, kind=here.say(f"place_{place.kind}")),
        "rows": [_row(row) for row in label.rows] if label else [],
        "box": {
            "x": _unit(box.left),
            "y": _unit(box.top),
            "width": _unit(box.right - box.left),
            "height": _unit(box.bottom - box.top),
        }
        if box
        else None,
    }


def _row(row: pictures.Row) -> View:
    return {"text": row.text, "number": row.number, "x": _unit(row.x), "y": _unit(row.y)}


def _unit(value: float) -> str:
    return pictures.tenth(round(value * 10))


def _gazetteer(here: Here, places: Iterable[Place]) -> list[View]:
    return [
        {
            "title": here.link("places", place.id),
            "kind": here.say(f"place_{place.kind}"),
            "shape": {"shape": _shape(place), "path": pictures.SHAPES[_shape(place)]} if place.coordinate else None,
            "where": _where(here, place.coordinate) if place.coordinate else None,
            "count": here.locale.count("events", len(events)),
            "events": [{**here.link("events", event.id), "date": here.event_date(event)} for event in events],
        }
        for place in places
        for events in [events_of(here, place)]
    ]


def _where(here: Here, coordinate: Coordinate) -> View:
    latitude, longitude = coordinate.point
    return {
        "text": here.say(
            "map_coordinate",
            latitude=here.say("map_north" if latitude >= 0 else "map_south", degrees=_degrees(here, latitude)),
            longitude=here.say("map_east" if longitude >= 0 else "map_west", degrees=_degrees(here, longitude)),
        ),
        "of": here.text(coordinate.of),
        "source": {"text": coordinate.source, "href": coordinate.url, "lang": ""},
    }


def _degrees(here: Here, value: float) -> str:
    return here.locale.number(Decimal(str(abs(value))))
