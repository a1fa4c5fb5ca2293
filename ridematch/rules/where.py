"""Which country something is in."""

import re
from collections.abc import Iterable
from math import cos, radians

from ridematch.model.facts import Place

COORDINATES = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")
"""A place given as "lat,lon"."""


def country_of(where: str, places: Iterable[Place]) -> str:
    """The country of a place, or of the place nearest to some coordinates; empty where that can't be told."""
    rows = tuple(places)
    named = next((place.country for place in rows if place.name == where), None)
    found = COORDINATES.fullmatch(where)
    if named is not None or not found or not rows:
        return named or ""
    lat, lon = float(found[1]), float(found[2])
    return min(rows, key=lambda place: (_apart(place, lat, lon), place.name)).country


def _apart(place: Place, lat: float, lon: float) -> float:
    return (place.lat - lat) ** 2 + ((place.lon - lon) * cos(radians(lat))) ** 2
