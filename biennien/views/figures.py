"""Figures: every measure with its values over time, as a table and, where values can be compared, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biennien.pictures.charts import Amount, Bar, draw_bars, percent
from biennien.views.frame import heading
from biennien.views.here import Here, View, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from biennien.edtf import Date
    from biennien.model import Event, Figure, Measure

Stated = tuple["Event", "Figure"]
COMPARABLE = ("day", "month", "year")


def figures_view(here: Here) -> View:
    """Return the view of every measure with its values over time."""
    stated = here.site.relations.figures
    sections = filled(
        {
            "id": f"m-{measure.id}",
            "heading": here.text(measure.name),
            "level": 2,
            "wide": True,
            "part": "measure",
            "view": _measure(here, measure, stated[measure.id]) if measure.id in stated else {},
            "translation": here.state(measure, measure.name),
        }
        for measure in here.site.chronicle.measures.values()
    )
    drawn = any(section["view"]["figures"]["charts"] for section in sections)
    lead = [here.say("describe_figures"), *([here.say("chart_scale")] if drawn else [])]
    return {
        "title": here.say("nav_figures"),
        "description": here.say("describe_figures"),
        "heading": heading(here.say("nav_figures"), " ".join(lead)),
        "sections": sections,
        "neighbours": [],
    }


def _measure(here: Here, measure: Measure, stated: Sequence[Stated]) -> View:
    stated = sorted(stated, key=_when)
    rows = [
        {
            **figure_view(here, event, figure),
            "id": f"f-{event.id}-{figure.id}",
            "whose": "",
            "parts": [],
            "measure": here.link("events", event.id),
            **_sources(here, event, figure),
        }
        for event, figure in stated
    ]
    return {
        "whose": here.text(measure.whose),
        "translation": here.state(measure, measure.whose),
        "part_of": [_link(here, whole) for whole in _wholes(here, measure)],
        "figures": {
            "caption": "",
            "first": here.say("event"),
            "charts": [chart for group in group_alike(stated) if (chart := chart_view(here, group))],
            "rows": rows,
        },
    }


def _link(here: Here, measure: Measure) -> View:
    return {"text": here.text(measure.name), "href": f"{here.own('figures')}#m-{measure.id}", "lang": ""}


def _wholes(here: Here, measure: Measure) -> list[Measure]:
    """Return the measures of the figures that one of this measure is stated to be a part of."""
    found = {
        whole.measure: here.entry("measures", whole.measure)
        for event, part in here.site.relations.figures[measure.id]
        for whole in event.figures
        if part.id in whole.parts
    }
    return [one for one in found.values() if one]


def _when(one: Stated) -> tuple[bool, object]:
    """Order by period; what has its period only in words comes last, in the order of its events."""
    period = one[1].period
    return (period is None, period.sort_key if period else ())


def group_alike(stated: Iterable[Stated]) -> list[list[Stated]]:
    """Return the figures of a measure that may stand on one scale: those of periods of the same length.

    A year beside a month would be no comparison; nor is anything that has its period only in words.
    """
    groups: dict[object, list[Stated]] = {}
    for event, figure in stated:
        length = _length(figure.period) if figure.period else None
        groups.setdefault(length or (event.id, figure.id), []).append((event, figure))
    return list(groups.values())


def _length(period: Date) -> str | int | None:
    """Return how long a period is: a day, a month, a year, or so many days; none where that is not known."""
    if not period.is_interval:
        return period.precision if period.precision in COMPARABLE else None
    return (period.latest - period.earliest).days + 1 if period.latest and period.earliest else None


def chart_view(here: Here, stated: Sequence[Stated]) -> View:
    """Return the chart of figures that may stand on one scale; empty where there is nothing to be seen."""
    bars = draw_bars([_amount(here, event, figure) for event, figure in stated])
    rows = [_row(here, event, figure, bar) for (event, figure), bar in zip(stated, bars, strict=bool(bars))]
    if not rows:
        return {}
    measures = dict.fromkeys(_name(here, figure) for _, figure in stated)
    values = "; ".join(words for row in rows for words in _told(row))
    return {"label": here.say("chart_label", measure=here.locale.listing(measures), values=values), "rows": rows}


def _told(row: View) -> list[str]:
    """Return what a row of a chart shows, in words."""
    whole = f"{row['label']}: {row['value']}" if row["label"] else row["value"]
    return [whole, *(f"{part['value']} {part['text']}" for part in row["parts"])]


def _name(here: Here, figure: Figure) -> str:
    return here.text(here.entry("measures", figure.measure).name)


def _amount(here: Here, event: Event, figure: Figure) -> Amount:
    return Amount(
        figure.value, figure.bound, tuple(Amount(part.value, part.bound) for part in _parts(here, event, figure))
    )


def _parts(here: Here, event: Event, figure: Figure) -> list[Figure]:
    """Return what a figure is made of; nothing unless every part is stated, and in the same unit."""
    by_id = {other.id: other for other in event.figures}
    parts = [by_id[part] for part in figure.parts if part in by_id]
    units = {here.entry("measures", one.measure).unit for one in (figure, *parts)}
    return parts if len(parts) == len(figure.parts) and len(units) == 1 else []


def _row(here: Here, event: Event, figure: Figure, bar: Bar) -> View:
    parts = _parts(here, event, figure) if len(bar.segments) > 1 else []
    return {
        "label": here.locale.date(figure.period) if figure.period else here.text(figure.period_note),
        "value": quantity(here, figure),
        "bound": bar.bound,
        "length": percent(bar.length),
        "segments": [
            {
                "x": percent(one.start),
                "length": percent(one.length),
                "end": percent(one.start + one.length),
                "fill": one.fill,
                "bound": one.bound,
            }
            for one in bar.segments
        ],
        "parts": [
            {"fill": one.fill, "value": quantity(here, part), "text": _name(here, part)}
            for one, part in zip(bar.segments, parts, strict=bool(parts))
        ],
    }


def quantity(here: Here, figure: Figure) -> str:
    """Return a figure's value with its bound and unit, in words."""
    value, unit = here.locale.quantity(figure.value, here.entry("measures", figure.measure).unit)
    bound = "" if figure.bound == "exact" else here.say(f"bound_{figure.bound}")
    return " ".join(word for word in (bound, value, unit) if word)


def divided_charts(here: Here, event: Event) -> list[View]:
    """Return a chart for each figure of an event that is divided into stated parts."""
    return [
        chart
        for figure in event.figures
        if _parts(here, event, figure) and (chart := chart_view(here, [(event, figure)]))
    ]


def _sources(here: Here, event: Event, figure: Figure) -> View:
    """Return the sources of a figure, and whether one of them was checked against an archived copy."""
    claim = event.claim(figure.claim)
    sources = dict.fromkeys(one.source for one in claim.evidence) if claim else {}
    return {"sources": [here.source(one) for one in sources], "checked": bool(claim and here.checked(claim))}


def figure_view(here: Here, event: Event, figure: Figure) -> View:
    """Return the row of a figure in a table."""
    measure = here.entry("measures", figure.measure)
    value, unit = here.locale.quantity(figure.value, measure.unit)
    by_id = {other.id: other for other in event.figures}
    return {
        "id": f"f-{figure.id}",
        "measure": _link(here, measure),
        "whose": here.text(measure.whose),
        "bound": "" if figure.bound == "exact" else here.say(f"bound_{figure.bound}"),
        "value": value,
        "unit": unit,
        "period": here.date(figure.period)
        if figure.period
        else {"text": here.text(figure.period_note), "iso": "", "doubt": False, "word": ""},
        "translation": here.state(event, figure.period_note),
        "parts": [_part(here, by_id[part]) for part in figure.parts if part in by_id],
        "ref": here.ref(event, figure.claim),
        "sources": [],
        "checked": True,
    }


def _part(here: Here, part: Figure) -> str:
    measure = here.entry("measures", part.measure)
    value, unit = here.locale.quantity(part.value, measure.unit)
    return f"{here.text(measure.name)}: {value} {unit}"
