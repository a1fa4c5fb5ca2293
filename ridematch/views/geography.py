"""Where the plan goes on the globe, as GeoJSON (RFC 7946): trips as lines by codes, and what nobody drives."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from ridematch.model.edition import PlannedStop
from ridematch.views.clock import hours, local_date
from ridematch.views.rides import empty_metres, trips

Position = tuple[float, float]
"""Latitude and longitude, degrees WGS 84."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One trip of a volunteer's day `date`: its stops in order, by where they are, and by the clock when it leaves.

    `riders` get in, `practice`: one of them drives a part.
    """

    leaves_on: date
    leaves: str
    date: date
    volunteer: str
    home: str
    positions: tuple[Position, ...]
    riders: tuple[str, ...]
    kilometres: float
    empty_kilometres: float
    own_trip: bool
    practice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A way that nobody drives."""

    date: date
    request: str
    rider: str
    start: Position
    end: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """All of it. `roads` are stretches, `villages` names with their positions."""

    tracks: tuple[Track, ...]
    missing: tuple[Missing, ...]
    roads: tuple[tuple[Position, Position], ...] = ()
    villages: tuple[tuple[str, Position], ...] = ()


def tracks_of(stops: Iterable[PlannedStop], at: Mapping[str, Position], zone: tzinfo) -> Iterator[Track]:
    """Every trip whose stops all have a position."""
    for trip in trips(stops):
        if not all(stop.place in at for stop in trip):
            continue
        yield Track(
            date=trip[0].date,
            volunteer=trip[0].volunteer,
            leaves_on=local_date(trip[0].ends_at, zone),
            leaves=hours(trip[0].ends_at, zone),
            home=hours(trip[-1].arrives_at, zone),
            positions=tuple(at[stop.place] for stop in trip),
            riders=tuple(dict.fromkeys(stop.rider for stop in trip if stop.action in ("pickup", "lesson"))),
            kilometres=sum(stop.metres for stop in trip) / 1000,
            empty_kilometres=empty_metres(trip) / 1000,
            own_trip=any(stop.own_trip for stop in trip),
            practice=any(stop.practice or stop.action == "lesson" for stop in trip),
        )


def as_geojson(found: Geography) -> bytes:
    """A feature for each trip and for each way that nobody drives; positions are longitude, latitude."""
    features = [
        _feature(
            one.positions,
            {
                "kind": "trip",
                "date": one.leaves_on.isoformat(),
                "volunteer": one.volunteer,
                "leaves": one.leaves,
                "home": one.home,
                "riders": list(one.riders),
                "kilometres": round(one.kilometres, 1),
                "empty_kilometres": round(one.empty_kilometres, 1),
                "own_trip": one.own_trip,
                "practice": one.practice,
            },
        )
        for one in found.tracks
    ]
    features += [
        _feature(
            (one.start, one.end),
            {"kind": "not driven", "date": one.date.isoformat(), "request": one.request, "rider": one.rider},
        )
        for one in found.missing
    ]
    content = {"type": "FeatureCollection", "features": features}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _feature(positions: Iterable[Position], properties: dict[str, Any]) -> dict[str, Any]:
    coordinates = [[round(longitude, 5), round(latitude, 5)] for latitude, longitude in positions]
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": coordinates},
        "properties": properties,
    }
