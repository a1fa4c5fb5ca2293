"""Through which countries the ways lead, by the places on the roads."""

from dataclasses import replace

import pytest

from ridematch.model.facts import Place, Road
from ridematch.model.travel import Crossing, Travel
from ridematch.roads.countries import marks_of
from ridematch.roads.where import Point
from ridematch.rules.where import country_of
from tests.roads.builders import at, place, road, travel

# D and A lie in one country; the straight road from D to A leads by N.
PLACES = [place("D", 63.0), replace(place("N", 63.1), country="NO"), place("A", 63.2), place("S", 63.1, 14.0)]
STRAIGHT = [road("D", "N", 10), road("N", "A", 10)]
ENDS = [at("D"), at("A")]


def crossed(result: Travel) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(one.origin, one.destination): one.countries for one in result.crossings}


def test_a_way_through_another_country_is_known_in_both_directions() -> None:
    both = {("A", "D"): ("NO",), ("D", "A"): ("NO",)}
    assert crossed(travel(PLACES, STRAIGHT, ENDS)) == both
    assert travel(PLACES, STRAIGHT, ENDS).crossings[0] == Crossing(origin="D", destination="A", countries=("NO",))


@pytest.mark.parametrize(("minutes", "abroad"), [(9.9, False), (10.1, True)])
def test_only_the_quickest_way_counts(minutes: float, abroad: bool) -> None:
    around = [*STRAIGHT, road("D", "S", 10), road("S", "A", minutes)]
    assert bool(travel(PLACES, around, ENDS).crossings) == abroad


def test_a_way_back_may_be_another_one() -> None:
    one_way = [*STRAIGHT, road("D", "S", 5, one_way=True), road("S", "A", 5, one_way=True)]
    assert crossed(travel(PLACES, one_way, ENDS)) == {("A", "D"): ("NO",)}


def test_a_way_that_begins_or_ends_abroad_is_no_crossing_into_there() -> None:
    assert travel(PLACES, STRAIGHT, [at("D"), at("N")]).crossings == ()
    assert travel(PLACES, [road("D", "S", 5), road("S", "A", 5)], ENDS).crossings == ()


def test_homes_beside_the_road_and_ends_of_roads_without_a_name_count_too() -> None:
    homes = [at("63.01,13.0", "home:R1", home=True), at("63.19,13.0", "home:V1", home=True)]
    assert set(crossed(travel(PLACES, STRAIGHT, homes))) == {("home:R1", "home:V1"), ("home:V1", "home:R1")}
    bare = [road("D", "63.1001,13.0", 10), road("63.1001,13.0", "A", 10)]
    assert set(crossed(travel(PLACES, bare, ENDS))) == {("D", "A"), ("A", "D")}


def test_a_long_chain_is_followed_to_its_end() -> None:
    chain = [place(f"P{n}", 63 + n / 100) for n in range(40)]
    roads = [road(f"P{n}", f"P{n + 1}", 1) for n in range(39)]
    ends = [at("P0"), at("P39"), at("P20")]
    for abroad in (1, 17, 38):
        places = [replace(one, country="NO") if one.name == f"P{abroad}" else one for one in chain]
        assert ("P0", "P39") in crossed(travel(places, roads, ends))
        assert (("P0", "P20") in crossed(travel(places, roads, ends))) == (abroad < 20)


def test_in_one_country_and_without_roads_nothing_is_crossed() -> None:
    at_home = [replace(one, country="SE") for one in PLACES]
    assert travel(at_home, STRAIGHT, ENDS).crossings == ()
    no_roads: list[Road] = []
    assert travel(PLACES, no_roads, ENDS).crossings == ()


def test_many_points_are_in_the_countries_in_which_one_by_one_they_are() -> None:
    places: list[Place] = [*PLACES, replace(place("M", 63.05, 12.0), country="NO")]
    points = [Point("", 62.9 + n / 50, 11.5 + n % 7 / 3) for n in range(30)] + [Point("N", 63.1, 13.0)]
    countries, marks = marks_of(points, places, size=len(points) + 1)
    told = [[one for one, mark in zip(countries, column, strict=True) if mark] for column in marks.T.tolist()]
    assert told == [*([country_of(point.name or f"{point.lat},{point.lon}", places)] for point in points), []]
