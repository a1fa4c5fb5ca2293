"""Trips as lines on the globe, for map programs and as a picture."""

import json

import pytest

from ridematch.views.drawing_map import map_picture
from ridematch.views.geography import Geography, Missing, as_geojson, tracks_of
from tests.views.schedules import MONDAY, STOPS, ZONE

AT = {stop.place: (63.4 + number / 100, 13.0 + number / 50) for number, stop in enumerate(STOPS)}
MISSING = Missing(date=MONDAY, request="S9:2026-12-14:out", rider="R9", start=(63.4, 13.0), end=(63.5, 13.1))
FOUND = Geography(
    tracks=tuple(tracks_of(STOPS, AT, ZONE)),
    missing=(MISSING,),
    roads=(((63.4, 13.0), (63.5, 13.1)),),
    villages=(("Duved", (63.4, 13.0)),),
)


def test_each_trip_is_a_line_by_longitude_and_latitude() -> None:
    content = json.loads(as_geojson(FOUND))
    trips = [one for one in content["features"] if one["properties"]["kind"] == "trip"]
    assert content["type"] == "FeatureCollection"
    assert len(trips) == len(FOUND.tracks) == len({(stop.date, stop.volunteer, stop.trip) for stop in STOPS})
    first = FOUND.tracks[0]
    assert trips[0]["geometry"]["coordinates"][0] == [round(first.positions[0][1], 5), round(first.positions[0][0], 5)]
    assert trips[0]["properties"]["volunteer"] == first.volunteer
    (missing,) = (one for one in content["features"] if one["properties"]["kind"] == "not driven")
    assert missing["geometry"]["coordinates"] == [[13.0, 63.4], [13.1, 63.5]]


def test_a_trip_with_a_stop_nobody_knows_is_left_out() -> None:
    assert list(tracks_of(STOPS, {}, ZONE)) == []


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_day_is_the_same_map(kind: str) -> None:
    once, again = (map_picture(FOUND, on=MONDAY, kind=kind) for _ in range(2))
    assert once == again
    if kind == "svg":
        assert b"Duved" in once
        assert all(track.volunteer.encode() in once for track in FOUND.tracks if track.date == MONDAY)


def test_a_day_without_anything_is_a_map_of_the_roads() -> None:
    assert map_picture(Geography(tracks=(), missing=()), on=MONDAY, kind="svg")
