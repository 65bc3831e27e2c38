"""The places as GeoJSON (RFC 7946): those with a sourced coordinate as points, the others without a geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from biennien.outputs.data import citation, encode
from biennien.site import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from biennien.model import Place
    from biennien.site import Site

GEOJSON = "data/places.geojson"


def render_places(site: Site) -> Iterator[tuple[str, bytes]]:
    """Return the places, a feature a line; longitude before latitude, in degrees of WGS 84 (sections 3.1.1 and 4).

    A place whose coordinate no source gives is unlocated (section 3.2): it is there, and nowhere.
    """
    settings = site.chronicle.settings
    head = {"type": "FeatureCollection", "licence": settings.licence, "licence_url": settings.licence_url}
    own = {key: value for key, value in {**head, "citation": citation(settings)}.items() if value}
    features = ",\n".join(encode(_feature(site, place)) for place in site.chronicle.places.values())
    yield GEOJSON, f'{encode(own)[:-1]},"features":[\n{features}\n]}}\n'.encode()


def _feature(site: Site, place: Place) -> dict[str, Any]:
    point = place.coordinate.point if place.coordinate else None
    geometry = {"type": "Point", "coordinates": [point[1], point[0]]} if point else None
    return {"type": "Feature", "id": place.id, "geometry": geometry, "properties": _properties(site, place)}


def _properties(site: Site, place: Place) -> dict[str, Any]:
    """Return what is known of a place, flat, as programs for maps show it; names and notes by language."""
    texts = {"name": place.name, "note": place.note, "coordinate_of": place.coordinate and place.coordinate.of}
    found: dict[str, Any] = {"kind": place.kind}
    found |= {f"{key}_{language}": words for key, text in texts.items() for language, words in (text or {}).items()}
    found |= {f"also_{tag}": name for tag, name in place.also.items()}
    found |= {"certainty": place.certainty} if place.also else {}
    found |= {"within": ";".join(place.within)} if place.within else {}
    if place.coordinate:
        found |= {"coordinate_source": place.coordinate.source, "coordinate_url": place.coordinate.url}
    pages = {one: f"../{address_of(one, 'places', place.id)}" for one in site.chronicle.languages}
    return {**found, **{f"page_{language}": page for language, page in pages.items()}}
