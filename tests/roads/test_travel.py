"""Minutes and metres, each rule on the line and one past it."""

import math
from dataclasses import replace
from datetime import date

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Place, Road
from ridematch.model.travel import NO_ROAD, Spot
from tests.roads.builders import SETTINGS, at, metres, minutes, place, road, travel

# A straight road north with a village every 0.1 degrees, about 11 km.
NORTH = [place("A", 63.0), place("B", 63.1), place("C", 63.2), place("D", 63.3)]
ALL = [at("A"), at("B"), at("C"), at("D")]


def test_minutes_are_summed_as_reals_and_rounded_up_once() -> None:
    result = travel(NORTH, [road("A", "B", 3.4), road("B", "C", 3.4)], ALL[:3])
    assert minutes(result, "A", "B") == 4
    assert minutes(result, "A", "C") == 7  # not 8


@pytest.mark.parametrize(("last", "expected"), [(0.1, 12), (0.1 + 1e-12, 12), (0.1001, 13)])
def test_a_whole_number_of_minutes_stays_it(last: float, expected: int) -> None:
    result = travel(NORTH, [road("A", "B", 11.7), road("B", "C", 0.2), road("C", "D", last)], ALL)
    assert minutes(result, "A", "D") == expected


def test_metres_are_those_of_the_quickest_path() -> None:
    result = travel(NORTH, [road("A", "C", 20, 5), road("A", "B", 5, 10.5), road("B", "C", 5, 10.25)], ALL[:3])
    assert minutes(result, "A", "C") == 10
    assert metres(result, "A", "C") == 20_750


def test_of_parallel_roads_the_quicker_counts_whatever_their_order() -> None:
    slow, quick = road("A", "B", 9, 3), road("B", "A", 7, 4)
    for roads in ([slow, quick], [quick, slow]):
        result = travel(NORTH, roads, ALL[:2])
        assert minutes(result, "A", "B") == minutes(result, "B", "A") == 7
        assert metres(result, "A", "B") == 4000


def test_a_one_way_road_leads_one_way() -> None:
    result = travel(NORTH, [road("A", "B", 5, one_way=True), road("B", "C", 6)], ALL[:3])
    assert minutes(result, "A", "C") == 11
    assert minutes(result, "C", "A") == NO_ROAD
    assert metres(result, "C", "A") == NO_ROAD


def test_a_road_of_no_minutes_is_a_road() -> None:
    result = travel(NORTH, [road("A", "B", 0, 0.2), road("B", "C", 6)], ALL[:3])
    assert minutes(result, "A", "B") == 0
    assert metres(result, "A", "B") == 200
    assert minutes(result, "A", "C") == 6


def test_a_road_from_a_place_to_itself_changes_nothing() -> None:
    result = travel(NORTH, [road("A", "A", 1), road("A", "B", 6)], ALL[:2])
    assert minutes(result, "A", "A") == 0
    assert minutes(result, "A", "B") == 6


def test_where_no_road_leads() -> None:
    result = travel(NORTH, [road("A", "B", 5), road("C", "D", 5)], ALL)
    assert minutes(result, "A", "C") == minutes(result, "D", "B", winter=True) == metres(result, "A", "C") == NO_ROAD


def test_winter_divides_before_rounding() -> None:
    result = travel(NORTH, [road("A", "B", 8.5), road("B", "C", 8.6)], ALL[:3])
    assert minutes(result, "A", "B", winter=True) == 10  # 8.5 / 0.85
    assert minutes(result, "B", "C", winter=True) == 11
    assert minutes(result, "A", "C", winter=True) == 21


@pytest.mark.parametrize(
    ("when", "winter"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), True),
        (date(2028, 2, 29), True),
        (date(2027, 4, 30), True),
        (date(2027, 5, 1), False),
    ],
)
def test_winter_from_november_to_april(when: date, winter: bool) -> None:
    result = travel(NORTH, [road("A", "B", 17)], ALL[:2], dates=(when,))
    assert result.winter_dates == ((when,) if winter else ())
    assert result.on(when)[0][1] == (20 if winter else 17)


@pytest.mark.parametrize(("day", "winter"), [(31, False), (1, True), (30, True)])
def test_winter_within_one_year(day: int, winter: bool) -> None:
    south = replace(SETTINGS, winter_from="06-01", winter_to="06-30")
    when = date(2026, 5 if day == 31 else 6, day)
    result = travel(NORTH, [road("A", "B", 17)], ALL[:2], settings=south, dates=(when, date(2026, 7, 1)))
    assert result.winter_dates == ((when,) if winter else ())


def test_two_homes_in_one_village_are_a_few_minutes_apart_summer_and_winter() -> None:
    spots = [at("A", "R1", home=True), at("A", "R2", home=True), at("A", "work"), at("A", "stop"), at("B")]
    result = travel(NORTH, [road("A", "B", 10)], spots)
    for winter in (False, True):
        assert minutes(result, "R1", "R2", winter=winter) == 3
        assert minutes(result, "work", "R2", winter=winter) == 3
        assert minutes(result, "work", "stop", winter=winter) == 0
        assert minutes(result, "R1", "R1", winter=winter) == 0
    assert metres(result, "R1", "R2") == 1500  # three minutes at 30 km/h
    assert metres(result, "work", "stop") == metres(result, "R1", "R1") == 0
    assert minutes(result, "R1", "B") == 10


def test_part_of_a_village_minute_counts_whole() -> None:
    slow = replace(SETTINGS, village_minutes=3.2)
    result = travel(NORTH, [road("A", "B", 10)], [at("A", "R1", home=True), at("A", "R2")], settings=slow)
    assert minutes(result, "R1", "R2") == 4


def test_the_same_coordinates_are_the_same_place_however_written() -> None:
    spots = [at("63.05,13.0", "R1", home=True), at("63.050, 13", "R2", home=True)]
    assert minutes(travel(NORTH, [road("A", "B", 10)], spots), "R1", "R2") == 3


def test_no_way_over_the_house_next_door_beats_the_village_minutes() -> None:
    shop = place("shop", 62.9991)  # a hundred metres from the end of the road: 0.2 minutes
    spots = [at("A", "R1", home=True), at("A", "R2", home=True), at("shop"), at("B")]
    result = travel([*NORTH, shop], [road("A", "B", 10)], spots)
    assert minutes(result, "R1", "shop") == minutes(result, "shop", "R2") == 2
    assert minutes(result, "R1", "R2") == 3
    assert metres(result, "R1", "shop") == pytest.approx(100, abs=1)


def test_a_place_in_use_twice_has_one_row() -> None:
    result = travel(NORTH, [road("A", "B", 10)], [at("A"), at("B"), at("A")])
    assert result.places == ("A", "B")


def test_nobody_travels() -> None:
    result = travel(NORTH, [road("A", "B", 10)], [])
    assert not result.places
    assert not result.metres


@pytest.mark.parametrize("where", ["Nowhere", "", "91,13", "63.4", "63.4,13,5", "nan,13"])
def test_a_spot_that_is_nowhere_is_named_by_its_code_only(where: str) -> None:
    with pytest.raises(RidematchError, match="R7") as error:
        travel(NORTH, [road("A", "B", 10)], [at("A"), at(where, "R7", home=True)])
    assert not where or where not in str(error.value)


def test_a_road_that_ends_nowhere_is_named() -> None:
    with pytest.raises(RidematchError, match="Nowhere"):
        travel(NORTH, [road("A", "Nowhere", 10)], ALL[:1])


def test_without_roads_distance_times_detour_at_the_set_speed() -> None:
    result = travel(NORTH, [], [at("A"), at("B"), at("63.1,13.2", "R1", home=True)])
    km = geodesic((63.0, 13.0), (63.1, 13.0)).km * 1.3
    assert metres(result, "A", "B") == metres(result, "B", "A") == round(km * 1000)
    assert minutes(result, "A", "B") == math.ceil(km)  # at 60 km/h a kilometre is a minute
    assert minutes(result, "A", "B", winter=True) == math.ceil(km / 0.85)
    assert minutes(result, "A", "R1") < NO_ROAD


# What must hold on any network ---------------------------------------------------------------------------------------

NAMES = "ABCDEF"
PLACES = [place(name, 63 + 0.05 * (i % 3), 13 + 0.1 * (i // 3)) for i, name in enumerate(NAMES)] + [
    place("shop", 63.0008, 13.0004)
]
some_roads = st.lists(
    st.builds(
        lambda start, end, tenths, one_way: road(start, end, tenths / 10, tenths / 10, one_way=one_way),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.integers(min_value=0, max_value=120),
        st.booleans(),
    ),
    max_size=14,
)
some_wheres = st.sampled_from([*NAMES, "shop", "63.02,13.01", "63.0001,13.0001", "63.07,13.09"])
some_spots = st.lists(st.tuples(some_wheres, st.booleans()), min_size=2, max_size=7).map(
    lambda drawn: [Spot(place=f"P{i}", where=where, home=home) for i, (where, home) in enumerate(drawn)]
)


@given(roads=some_roads, spots=some_spots, village_minutes=st.sampled_from([0.0, 1.0, 3.0, 4.0, 7.5]))
@settings(max_examples=150, deadline=None)
def test_no_detour_is_ever_quicker(roads: list[Road], spots: list[Spot], village_minutes: float) -> None:
    result = travel(PLACES, roads, spots, settings=replace(SETTINGS, village_minutes=village_minutes))
    for matrix in result.minutes:
        for i, row in enumerate(matrix):
            assert row[i] == 0
            for j, there in enumerate(row):
                assert all(direct <= there + onward for direct, onward in zip(row, matrix[j], strict=True))


@given(roads=some_roads, data=st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_quickest_path_is_found_and_the_order_of_rows_says_nothing(roads: list[Road], data: object) -> None:
    spots = [at(name) for name in NAMES if any(name in (r.start, r.end) for r in roads)]
    if all(r.start == r.end for r in roads):
        return  # no network: the crow flies
    result = travel(PLACES, roads, spots)
    expected = _floyd_warshall(PLACES, roads)
    for a in result.places:
        for b in result.places:
            tenths = expected[a, b]
            assert minutes(result, a, b) == (NO_ROAD if tenths is None else math.ceil(tenths / 10))
            # Every road is driven at 60 km/h, so a minute of the path is a kilometre of it.
            assert metres(result, a, b) == (NO_ROAD if tenths is None else tenths * 100)
    shuffled = list(roads)
    data.shuffle(shuffled)  # type: ignore[attr-defined]
    assert travel(PLACES, shuffled, spots) == result


def _floyd_warshall(places: list[Place], roads: list[Road]) -> dict[tuple[str, str], int | None]:
    far = 10**9
    names = [p.name for p in places]
    best = {(a, b): 0 if a == b else far for a in names for b in names}
    for r in roads:
        for arc in [(r.start, r.end)] if r.one_way else [(r.start, r.end), (r.end, r.start)]:
            best[arc] = min(best[arc], round(r.minutes * 10))
    for via in names:
        for a in names:
            for b in names:
                best[a, b] = min(best[a, b], best[a, via] + best[via, b])
    return {pair: None if tenths >= far else tenths for pair, tenths in best.items()}
