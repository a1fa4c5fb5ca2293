"""From what stands in a table to a point on the map: a place's name, or "lat,lon"."""

from collections.abc import Mapping
from dataclasses import dataclass

from ridematch.model.facts import Place


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees WGS 84. `name` is empty for bare coordinates; equal points are the same place."""

    name: str
    lat: float
    lon: float


def locate(where: str, places: Mapping[str, Place]) -> Point | None:
    """The point a `where` means, or None: a name comes first, then "lat,lon" with or without blanks."""
    place = places.get(where)
    if place is not None:
        return Point(place.name, place.lat, place.lon)
    coordinates = parse_coordinates(where)
    return None if coordinates is None else Point("", *coordinates)


def parse_coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude from "63.4,13.08", or None where it is not that or not on the globe."""
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
