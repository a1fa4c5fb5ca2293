"""A day as lines: where a place stands along the road, when a car is where, and with how many."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from ridematch.model.edition import PlannedStop
from ridematch.model.facts import Place
from ridematch.model.plan import Action
from ridematch.model.travel import NO_ROAD, Travel
from ridematch.rules.where import villages_of_places
from ridematch.views.demand import corridor_stops
from ridematch.views.directory import Directory
from ridematch.views.drawing import time_distance_picture
from ridematch.views.time_distance import Day, corridor, day_of, on_the_way
from tests.builders import MONDAY, a_line, a_problem, a_request, a_ride

ZONE = ZoneInfo("Europe/Stockholm")
PROBLEM = a_problem(
    a_line("A", 10, "B", 20, "C", 30, "D"),
    a_ride(a_request("X1", start="A", end="C", pickup=("06:00", "07:00"), delivery=("06:30", "07:30"))),
)


def net(metres: tuple[tuple[int, ...], ...]) -> Travel:
    places = tuple("ABCD"[: len(metres)])
    return Travel(places=places, minutes=(metres, metres), metres=metres)


def test_places_stand_at_their_kilometre_from_one_end_to_the_other() -> None:
    assert corridor(PROBLEM.travel) == {
        place: pytest.approx(PROBLEM.travel.metres[0][row] / 1000) for row, place in enumerate(PROBLEM.travel.places)
    }


def test_a_place_beside_the_road_stands_where_its_way_branches_off() -> None:
    # A to B 100 km; C lies 20 km up a side road that leaves the road 30 km from A.
    assert corridor(net(((0, 100_000, 50_000), (100_000, 0, 90_000), (50_000, 90_000, 0)))) == {
        "A": 0,
        "B": 100,
        "C": 30,
    }


@pytest.mark.parametrize(("metres", "near"), [(2_000, True), (2_001, False)])
def test_a_place_far_from_the_way_is_none_of_its_stops(metres: int, near: bool) -> None:
    """C lies up a side road that leaves the road from A to B 30 km from A."""
    out, back = 30_000 + metres, 70_000 + metres
    travel = net(((0, 100_000, out), (100_000, 0, back), (out, back, 0)))
    assert corridor(travel)["C"] == 30
    assert on_the_way(travel) == {"A": 0, "B": 100} | ({"C": 30} if near else {})
    assert (("C", 30) in corridor_stops(on_the_way(travel), Directory({}))) == near


def test_a_stop_is_called_after_its_village() -> None:
    at = {"Hotellet": 0.0, "Dal": 20.0}
    places = (
        Place(name="Ändby", lat=63.0, lon=12.0, kind="village"),
        Place(name="Hotellet", lat=63.02, lon=12.0, kind="workplace"),
        Place(name="Bortom", lat=63.05, lon=12.0, kind="workplace"),
    )
    assert villages_of_places(places) == {"Hotellet": "Ändby"}
    assert corridor_stops(at, Directory({}), villages_of_places(places)) == (("Ändby", 0.0), ("Dal", 20.0))


def test_a_place_without_a_road_stands_nowhere() -> None:
    assert corridor(net(((0, 5_000, NO_ROAD), (5_000, 0, NO_ROAD), (NO_ROAD, NO_ROAD, 0)))) == {"A": 0, "B": 5}
    assert corridor(net(())) == {}


def at(clock: str) -> datetime:
    hours, minutes = map(int, clock.split(":"))
    return datetime(2026, 12, 14, hours, minutes, tzinfo=ZONE).astimezone(UTC)


def stop(action: Action, place: str, arrives: str, begins: str = "", **more: object) -> PlannedStop:
    row: dict[str, object] = {
        "volunteer": "V1",
        "date": MONDAY,
        "trip": 1,
        "position": 0,
        "minutes": 0,
        "metres": 0,
        "arrives_at": at(arrives),
        "begins_at": at(begins or arrives),
        "ends_at": at(begins or arrives),
    }
    return PlannedStop(action=action, place=place, **(row | more))  # type: ignore[arg-type]


STOPS = (
    stop("depart", "A", "05:00", position=0),
    stop("pickup", "B", "05:10", "05:15", position=1, serves="R1", rider="P1", practice="yes"),
    stop("pickup", "C", "05:35", position=2, serves="R2", rider="P2"),
    stop("delivery", "D", "06:05", position=3, serves="R1", rider="P1", practice="yes"),
    stop("delivery", "D", "06:05", position=4, serves="R2", rider="P2"),
    stop("lesson", "D", "06:05", position=5, serves="L1:2026-12-14:lesson", rider="L1", ends_at=at("07:05")),
    stop("arrive", "A", "08:05", position=6),
)


def day(*left_out: str) -> Day:
    return day_of(MONDAY, stops=STOPS, left_out=left_out, problem=PROBLEM, people=Directory({}), zone=ZONE)


def test_a_trip_is_a_line_with_its_riders_its_waiting_and_its_lessons() -> None:
    (line,) = day().lines
    at_km = corridor(PROBLEM.travel)
    assert [part.aboard for part in line.stretches] == [0, 0, 1, 2, 1, 0, 0]
    assert [part.practice for part in line.stretches[2:5]] == [True, True, False]
    first, waiting = line.stretches[:2]
    assert first.start == (5.0, at_km["A"])
    assert (round(60 * first.end[0]), first.end[1]) == (310, at_km["B"])
    assert waiting.start[1] == waiting.end[1]
    assert waiting.end[0] == 5.25
    assert [(who, round(60 * begins[0]), round(60 * ends[0])) for who, begins, ends in line.lessons] == [
        ("L1", 365, 425)
    ]


def test_what_nobody_drives_stands_where_it_was_asked_for() -> None:
    assert day().wishes == ()
    (wish,) = day("X1").wishes
    at_km = corridor(PROBLEM.travel)
    assert (wish.start[1], wish.end[1]) == (at_km["A"], at_km["C"])
    start = PROBLEM.epoch + timedelta(minutes=PROBLEM.requests[0].pickup.window.earliest)
    assert wish.start[0] == pytest.approx((start - at("00:00")).total_seconds() / 3600)
    assert wish.code == "X1"


@pytest.mark.slow
def test_the_same_day_is_the_same_picture_and_names_its_drivers() -> None:
    picture = time_distance_picture(day("X1"), kind="svg")
    assert picture == time_distance_picture(day("X1"), kind="svg")
    words = {"".join(text.itertext()) for text in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")}
    assert {"V1", "L1", "X1", "A  0 km"} <= words
    assert time_distance_picture(day(), kind="png").startswith(b"\x89PNG")


def test_a_day_with_nothing_on_it_is_a_picture_too() -> None:
    empty = Day(date=MONDAY, villages=(), places=(), lines=(), wishes=())
    assert b"<svg" in time_distance_picture(empty, kind="svg")
