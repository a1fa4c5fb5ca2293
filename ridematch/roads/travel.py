"""Travel minutes and metres between all places in use, summer and winter.

Minutes are summed as reals along the quickest path, with the access at both ends, divided by the winter speed in
winter, and rounded up once; metres are those of the same path. The rest of the rules:

- A place that is no end of a road, and a home given as coordinates, join the network at the nearest point of a road.
  The distance to it as the crow flies is driven at the access speed, which is slow enough to allow for bends.
- Different spots at the same place are `village_minutes` apart, summer and winter, if one is a home, and no time
  apart otherwise. Their metres are that time at the access speed.
- A place where somebody has a home is at least half of `village_minutes` from every other place. Otherwise a way over a
  workplace next door could beat the direct way between two homes of one village: no detour is ever quicker here.
- Without any road, the distance is as the crow flies times the detour factor, at the speed set for that.
"""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
from geopy.distance import geodesic

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Place, Road
from ridematch.model.settings import RoadSettings
from ridematch.model.travel import NO_ROAD, Matrix, Spot, Travel
from ridematch.roads.countries import crossings, marks_of
from ridematch.roads.joining import join
from ridematch.roads.network import Network, build_network
from ridematch.roads.paths import Paths, quickest
from ridematch.roads.where import Point, locate
from ridematch.roads.winter import winter_dates

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

ROUNDING_ERROR = 1e-9  # minutes: 12.000000000001 is twelve minutes, not thirteen


def travel_times(
    *,
    places: tuple[Place, ...],
    roads: tuple[Road, ...],
    spots: tuple[Spot, ...],
    settings: RoadSettings,
    dates: tuple[date, ...],
) -> Travel:
    """Minutes (both seasons) and metres between all spots, and which of the dates are winter.

    `NO_ROAD` stands where no road leads. Raises RidematchError for a spot that is nowhere, naming its place id only.
    """
    used = tuple(dict.fromkeys(spots))
    by_name = {place.name: place for place in places}
    spot_points = [_locate(spot, by_name) for spot in used]
    points = tuple(dict.fromkeys(spot_points))
    row_of = {point: row for row, point in enumerate(points)}
    rows = np.array([row_of[point] for point in spot_points], dtype=np.intp)
    homes = np.array([spot.home for spot in used], dtype=np.bool_)

    network = build_network(by_name, roads)
    if network.arcs:
        countries, (minutes, metres, passed) = _by_road(network, points, places, settings)
    else:
        countries, (minutes, metres, passed) = (), _as_the_crow_flies(points, settings)
    lived_in = np.bincount(rows, weights=homes, minlength=len(points)) > 0
    same = rows[:, None] == rows[None, :]
    around_a_home = same & (homes[:, None] | homes[None, :]) & ~np.eye(len(used), dtype=np.bool_)
    spread = np.ix_(rows, rows)

    def season(speed: float) -> Matrix:
        whole = _apart(_rounded_up(minutes / speed), lived_in, settings)[spread]
        whole[around_a_home] = math.ceil(settings.village_minutes)
        return _matrix(whole)

    whole_metres = _whole(np.rint(metres))[spread]
    whole_metres[around_a_home] = round(_metres_at(settings.access_speed_kmh, settings.village_minutes))
    return Travel(
        places=tuple(spot.place for spot in used),
        minutes=(season(1.0), season(settings.winter_speed)),
        metres=_matrix(whole_metres),
        winter_dates=winter_dates(dates, settings),
        crossings=crossings(used, rows.tolist(), places, countries, passed),
    )


def _locate(spot: Spot, places: dict[str, Place]) -> Point:
    point = locate(spot.where, places)
    if point is None:
        raise RidematchError(
            f"Nobody knows where {spot.place} is. Give it the name of a row in the table places, or lat,lon."
        )
    return point


def _by_road(
    network: Network, points: Sequence[Point], places: tuple[Place, ...], settings: RoadSettings
) -> tuple[tuple[str, ...], Paths]:
    """The countries along the roads, and the ways with those that each passes."""
    joined, accesses = join(network, points)
    size, nodes = len(joined.points), [access.node for access in accesses]
    countries, marks = marks_of(network.points, places, size=size)
    minutes, metres, passed = quickest(joined.arcs, size=size, nodes=nodes, marks=marks)
    off_road = np.array([access.metres for access in accesses], dtype=np.float64)
    off_road_minutes = off_road / _metres_at(settings.access_speed_kmh, 1.0)
    minutes += off_road_minutes[:, None] + off_road_minutes[None, :]
    metres += off_road[:, None] + off_road[None, :]
    np.fill_diagonal(minutes, 0.0)
    np.fill_diagonal(metres, 0.0)
    return countries, Paths(minutes, metres, passed)


def _as_the_crow_flies(points: Sequence[Point], settings: RoadSettings) -> Paths:
    metres = np.zeros((len(points), len(points)))
    for row, a in enumerate(points):
        for column, b in enumerate(points[:row]):
            metres[row, column] = geodesic((a.lat, a.lon), (b.lat, b.lon)).meters * settings.detour_factor
    metres += metres.T
    passed = np.zeros((0, len(points), len(points)), dtype=np.bool_)
    return Paths(metres / _metres_at(settings.speed_kmh, 1.0), metres, passed)


def _metres_at(speed_kmh: float, minutes: float) -> float:
    return speed_kmh * 1000 / 60 * minutes


def _rounded_up(minutes: Floats) -> Integers:
    return _whole(np.ceil(minutes - ROUNDING_ERROR))


def _whole(numbers: Floats) -> Integers:
    return np.where(np.isfinite(numbers), numbers, NO_ROAD).astype(np.int64)


def _apart(minutes: Integers, lived_in: npt.NDArray[np.bool_], settings: RoadSettings) -> Integers:
    """The same minutes with the places that hold a home far enough from all others."""
    near_home = lived_in[:, None] | lived_in[None, :]
    np.fill_diagonal(near_home, False)
    return np.where(near_home, np.maximum(minutes, math.ceil(settings.village_minutes / 2)), minutes)


def _matrix(numbers: Integers) -> Matrix:
    return tuple(tuple(row) for row in numbers.tolist())
