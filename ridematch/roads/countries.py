"""Which countries a way leads through, by the places along the roads: nobody practises across a border."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ridematch.model.facts import Place
from ridematch.model.travel import Crossing, Spot
from ridematch.roads.where import Point
from ridematch.rules.where import country_of

Marks = npt.NDArray[np.bool_]

AT_ONCE = 1000  # nodes: keeps the tables of a large network small in memory


def marks_of(points: Sequence[Point], places: Sequence[Place], *, size: int) -> tuple[tuple[str, ...], Marks]:
    """The countries of these nodes, and for each country (rows) which of `size` nodes lie in it.

    Where all places are in one country there is nothing to mark, and no rows. Nodes behind `points` lie in the middle
    of a road, whose ends are enough.
    """
    countries = tuple(sorted({place.country for place in places}))
    if len(countries) < 2:
        return (), np.zeros((0, size), dtype=np.bool_)
    found = _nearest(points, places)
    marks = np.zeros((len(countries), size), dtype=np.bool_)
    for row, country in enumerate(countries):
        marks[row, : len(found)] = [one == country for one in found]
    return countries, marks


def crossings(
    spots: Sequence[Spot], rows: Sequence[int], places: Sequence[Place], countries: tuple[str, ...], passed: Marks
) -> tuple[Crossing, ...]:
    """The ways between spots that lead through a country in which neither end lies.

    `passed[country, row, row]` says through which countries the way from point to point leads; `rows` are the spots'.
    """
    if not countries:
        return ()
    homes = np.array([country_of(spot.where, places) for spot in spots])
    found: dict[tuple[int, int], list[str]] = {}
    for country, on_the_way in zip(countries, passed, strict=True):
        elsewhere = homes != country
        abroad = on_the_way[np.ix_(rows, rows)] & elsewhere[:, None] & elsewhere[None, :]
        for start, end in np.argwhere(abroad).tolist():
            found.setdefault((start, end), []).append(country)
    return tuple(
        Crossing(origin=spots[start].place, destination=spots[end].place, countries=tuple(through))
        for (start, end), through in sorted(found.items())
    )


def _nearest(points: Sequence[Point], places: Sequence[Place]) -> list[str]:
    """The country of each point, as `country_of` tells it, for many of them: its own, or that of the nearest place."""
    named = {place.name: place.country for place in places}
    by_name = sorted(places, key=lambda place: place.name)
    lats, lons = (np.array([getattr(place, side) for place in by_name]) for side in ("lat", "lon"))
    found: list[str] = []
    for first in range(0, len(points), AT_ONCE):
        some = points[first : first + AT_ONCE]
        here, there = (np.array([getattr(point, side) for point in some])[:, None] for side in ("lat", "lon"))
        apart = (lats - here) ** 2 + ((lons - there) * np.cos(np.radians(here))) ** 2
        found += [by_name[number].country for number in np.argmin(apart, axis=1).tolist()]
    return [named.get(point.name, country) for point, country in zip(points, found, strict=True)]
