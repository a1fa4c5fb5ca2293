"""Where something is on the globe, and in which country."""

import re
from collections.abc import Iterable
from math import cos, hypot, radians

from ridematch.model.facts import Place

COORDINATES = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")
"""A place given as "lat,lon"."""

KM_A_DEGREE = 111.2
"""Along a meridian: 40 030 km (a sphere of radius 6,371 km) by 360."""


def point_of(where: str, places: Iterable[Place]) -> tuple[float, float] | None:
    """Latitude and longitude of a place or of some coordinates; None where that can't be told."""
    named = next(((place.lat, place.lon) for place in places if place.name == where), None)
    found = COORDINATES.fullmatch(where)
    return named or ((float(found[1]), float(found[2])) if found else None)


def country_of(where: str, places: Iterable[Place]) -> str:
    """The country of a place, or of the place nearest to some coordinates; empty where that can't be told."""
    rows = tuple(places)
    named = next((place.country for place in rows if place.name == where), None)
    if named is not None:
        return named
    point = point_of(where, rows)
    if point is None or not rows:
        return ""
    return min(rows, key=lambda place: (_apart(place, *point), place.name)).country


def km_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points, on a plane that touches the globe there: right for a few of them."""
    north = other[0] - one[0]
    east = (other[1] - one[1]) * cos(radians((one[0] + other[0]) / 2))
    return KM_A_DEGREE * hypot(north, east)


def villages_of_places(places: Iterable[Place], *, km: float = 5.0) -> dict[str, str]:
    """For each place that is no village the nearest one, so many kilometres away at most."""
    rows = tuple(places)
    villages = [place for place in rows if place.kind == "village"]
    found = {}
    for place in rows:
        if place.kind == "village" or not villages:
            continue
        nearest = min(villages, key=lambda one: (_apart(one, place.lat, place.lon), one.name))
        if km_apart((place.lat, place.lon), (nearest.lat, nearest.lon)) <= km:
            found[place.name] = nearest.name
    return found


def _apart(place: Place, lat: float, lon: float) -> float:
    return (place.lat - lat) ** 2 + ((place.lon - lon) * cos(radians(lat))) ** 2
