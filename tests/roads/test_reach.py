from ridematch.roads.reach import unreached
from tests.roads.builders import place, road

NEAR, FAR = place("Near", 63.089, 13.1), place("Far", 63.0905, 13.1)  # 10 km north of the road is 63.0897
ISLAND, QUAY = place("Island", 63.0, 14.0), place("Quay", 63.0, 14.1)
PLACES = [place("West", 63.0, 13.0), place("East", 63.0, 13.2), place("South", 62.9, 13.1), NEAR, FAR, ISLAND, QUAY]
NAMES = [each.name for each in PLACES]
MAIN = [road("West", "East", 10, 10), road("East", "South", 10, 10)]


def test_a_place_is_reached_up_to_ten_kilometres_from_a_road() -> None:
    assert unreached(PLACES, MAIN, ["West", "East", "Near", "Far"]) == {"Far"}


def test_roads_apart_from_the_others_lead_nowhere() -> None:
    island = road("Island", "Quay", 5, 5)
    assert unreached(PLACES, [*MAIN, island], NAMES) == {"Far", "Island", "Quay"}
    assert unreached(PLACES, [*MAIN, island, road("Island", "East", 50, 50)], NAMES) == {"Far"}


def test_a_road_that_only_leads_away_does_not_reach_a_place() -> None:
    away = road("Island", "East", 50, 50, one_way=True)
    there = road("East", "Island", 50, 50, one_way=True)
    assert unreached(PLACES, [*MAIN, away], ["West", "Island"]) == {"Island"}
    assert unreached(PLACES, [*MAIN, away, there], ["West", "Island"]) == frozenset()


def test_coordinates_are_places_too_and_what_is_nowhere_is_not_our_matter() -> None:
    assert unreached(PLACES, MAIN, ["63.0,13.1", "13.1,63.0", "Nowhere"]) == {"13.1,63.0"}


def test_without_roads_all_is_reached() -> None:
    assert unreached(PLACES, [], NAMES) == frozenset()
    assert unreached(PLACES, MAIN, []) == frozenset()
