"""Homes and workplaces beside the roads."""

import math

import pytest
from geopy.distance import geodesic

from ridematch.model.travel import NO_ROAD
from tests.roads.builders import at, metres, minutes, place, road, travel

# Ten kilometres and ten minutes from west to east, and a village to the north off any road.
WEST, EAST, OFF = place("West", 63.0, 13.0), place("East", 63.0, 13.2), place("Off", 63.3, 13.1)
PLACES = [WEST, EAST, OFF]
ROAD = road("West", "East", 10, 10)


def off_road(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    return float(geodesic((lat, lon), (to_lat, to_lon)).m)


def test_a_home_joins_in_the_middle_of_a_road() -> None:
    result = travel(PLACES, [ROAD], [at("West"), at("East"), at("63.01,13.05", "R1", home=True)])
    access = off_road(63.01, 13.05, 63.0, 13.05)  # 1114 m, 2.2 minutes at 30 km/h
    assert metres(result, "R1", "West") == round(2500 + access)
    assert metres(result, "East", "R1") == round(7500 + access)
    assert minutes(result, "R1", "West") == math.ceil(2.5 + access / 500) == 5
    assert minutes(result, "East", "R1") == math.ceil(7.5 + access / 500) == 10
    assert minutes(result, "East", "R1", winter=True) == math.ceil((7.5 + access / 500) / 0.85) == 12


def test_two_homes_on_one_road_need_not_go_round_by_its_ends() -> None:
    result = travel(PLACES, [ROAD], [at("63.0,13.05", "R1"), at("63.0,13.15", "R2"), at("63.0,13.15", "R3")])
    assert minutes(result, "R1", "R2") == minutes(result, "R2", "R1") == 5
    assert metres(result, "R1", "R2") == 5000
    assert minutes(result, "R2", "R3") == 0


@pytest.mark.parametrize("lon", [12.9, 13.0])
def test_a_home_past_the_end_of_a_road_joins_at_its_end(lon: float) -> None:
    result = travel(PLACES, [ROAD], [at("West"), at(f"63.0,{lon}", "R1", home=True), at("East")])
    access = off_road(63.0, lon, 63.0, 13.0)
    assert metres(result, "R1", "West") == round(access)
    assert metres(result, "R1", "East") == round(access + 10_000)


def test_a_one_way_road_stays_one_way_where_it_is_joined() -> None:
    one_way = road("West", "East", 10, 10, one_way=True)
    result = travel(PLACES, [one_way], [at("West"), at("East"), at("63.0,13.05", "R1"), at("63.0,13.1", "R2")])
    assert minutes(result, "West", "R1") == minutes(result, "R1", "R2") == 3
    assert minutes(result, "R1", "East") == 8
    assert minutes(result, "R2", "R1") == minutes(result, "East", "R1") == minutes(result, "R1", "West") == NO_ROAD


def test_a_road_given_as_two_one_way_rows_is_joined_both_ways() -> None:
    up, down = road("West", "East", 12, 10, one_way=True), road("East", "West", 8, 10, one_way=True)
    result = travel(PLACES, [up, down], [at("West"), at("East"), at("63.0,13.05", "R1")])
    assert minutes(result, "West", "R1") == 3
    assert minutes(result, "R1", "West") == 2


def test_a_place_off_the_roads_joins_like_coordinates() -> None:
    by_name = travel(PLACES, [ROAD], [at("West"), at("Off")])
    by_coordinates = travel(PLACES, [ROAD], [at("West"), at("63.3,13.1", "Off")])
    assert by_name == by_coordinates
    assert metres(by_name, "West", "Off") == round(5000 + off_road(63.3, 13.1, 63.0, 13.1))


def test_the_nearest_road_is_nearest_on_the_ground_not_in_degrees() -> None:
    # At 63 degrees north a degree of longitude is less than half a degree of latitude.
    places = [place("S1", 62.98, 12.9), place("S2", 62.98, 13.1), place("E1", 62.9, 13.03), place("E2", 63.1, 13.03)]
    roads = [road("S1", "S2", 10, 10), road("E1", "E2", 10, 10)]
    result = travel(places, roads, [at("63.0,13.0", "R1", home=True), at("E1"), at("S1")])
    assert minutes(result, "R1", "E1") < NO_ROAD
    assert minutes(result, "R1", "S1") == NO_ROAD


def test_a_road_without_length_can_be_joined() -> None:
    places = [place("Here", 63.0, 13.0), place("There", 63.0, 13.0)]
    result = travel(places, [road("Here", "There", 2, 0.5)], [at("There"), at("63.01,13.0", "R1", home=True)])
    assert minutes(result, "R1", "There") == math.ceil(2 + off_road(63.01, 13.0, 63.0, 13.0) / 500)


def test_a_road_may_end_at_coordinates() -> None:
    result = travel(PLACES, [road("West", "63.0,13.3", 4, 4)], [at("West"), at("63.0,13.3", "R1", home=True)])
    assert minutes(result, "R1", "West") == 4
