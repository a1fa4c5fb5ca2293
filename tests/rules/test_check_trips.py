"""Trips are real, and lie where the driver has time."""

from dataclasses import replace

from ridematch.rules.check import check
from tests.builders import (
    MONDAY,
    a_block,
    a_driver,
    a_line,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_trip,
    at,
    day,
)
from tests.rules.scenes import BLOCK, broken, one_ride, sentence, with_visits


def test_a_plain_ride_breaks_nothing() -> None:
    assert broken(*one_ride()) == []


def test_unknown_codes_are_named() -> None:
    problem, plan = one_ride()
    stray = replace(plan, left_out=("R9",), fallbacks=("R8",))
    assert broken(problem, stray) == ["codes_are_known"]
    assert broken(replace(problem, drivers=()), plan)[0] == "codes_are_known"
    assert broken(replace(problem, blocks=()), plan)[0] == "codes_are_known"
    assert broken(replace(problem, journeys=()), plan) == ["codes_are_known"]
    elsewhere = replace(problem, travel=a_line("A", 10, "B"))
    assert "codes_are_known" in broken(elsewhere, plan)


def test_a_trip_whose_block_is_gone_names_the_driver_and_the_date() -> None:
    problem, plan = one_ride()
    (duty,) = plan.duties
    lost = replace(plan, duties=(replace(duty, trips=(replace(duty.trips[0], block=""),)),))
    (first, *_) = check(problem, lost)
    assert first.sentence.startswith(f"V1 has a trip on {duty.date}, but no time for it in the tables any more")


def test_a_block_belongs_to_one_driver_and_date() -> None:
    problem, plan = one_ride(a_driver("V2"))
    (duty,) = plan.duties
    rule = ["blocks_are_used_by_their_driver_on_their_date"]
    assert broken(problem, replace(plan, duties=(replace(duty, driver="V2"),))) == rule
    assert broken(problem, replace(plan, duties=(replace(duty, date=day(1)),))) == rule


def test_a_trip_departs_first_and_arrives_last() -> None:
    problem, plan = one_ride()
    depart, pickup, delivery, arrive = plan.duties[0].trips[0].visits
    rule = "trips_go_from_origin_to_destination"
    assert rule in broken(problem, with_visits(plan, pickup, delivery, arrive))
    assert rule in broken(problem, with_visits(plan, depart, pickup, delivery))
    assert rule in broken(problem, with_visits(plan))
    stay = replace(arrive, arrives=at("05:30"), begins=at("05:30"), ends=at("05:30"))
    assert broken(problem, with_visits(plan, depart, pickup, delivery, stay, stay)) == [rule]
    for origin, destination in (("D", "A"), ("A", "D")):
        moved = replace(problem, blocks=(a_block(origin=origin, destination=destination),))
        assert broken(moved, plan) == [rule]


def test_driving_takes_exactly_its_minutes_on_the_dates_road() -> None:
    problem, plan = one_ride()
    depart, pickup, delivery, arrive = plan.duties[0].trips[0].visits
    for shift in (-1, 1):
        minute = depart.ends + shift
        moved = replace(depart, arrives=minute, begins=minute, ends=minute)
        assert broken(problem, with_visits(plan, moved, pickup, delivery, arrive)) == [
            "driving_takes_as_long_as_the_road"
        ]
    winter = replace(problem, travel=a_line("A", 10, "B", 10, "C", 10, "D", winter=1.2, winter_dates=(MONDAY,)))
    assert broken(winter, plan) == ["driving_takes_as_long_as_the_road"]
    again = a_trip(winter, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None))
    assert broken(winter, a_plan(winter, again)) == []
    assert "in 11 min, the road takes 10" in sentence(
        problem, with_visits(plan, replace(depart, arrives=289, begins=289, ends=289), pickup, delivery, arrive)
    )


def test_service_begins_when_the_car_is_there() -> None:
    problem = a_problem(a_ride(a_request("R1", start="B", end="C", boarding=2)), a_driver(), a_block())
    plan = a_plan(problem, a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None)))
    depart, pickup, delivery, arrive = plan.duties[0].trips[0].visits
    assert broken(problem, plan) == []

    def later(minutes: int) -> list[str]:
        early = replace(pickup, begins=pickup.begins - minutes, ends=pickup.ends - minutes)
        rest = [
            replace(visit, arrives=visit.arrives - minutes, begins=visit.begins - minutes, ends=visit.ends - minutes)
            for visit in (delivery, arrive)
        ]
        return broken(problem, with_visits(plan, depart, early, *rest))

    assert later(-15) == []
    assert later(1) == ["service_begins_after_arrival"]
    lingering = replace(arrive, begins=arrive.begins + 1, ends=arrive.ends + 1)
    assert broken(problem, with_visits(plan, depart, pickup, delivery, lingering)) == ["service_begins_after_arrival"]


def test_boarding_takes_its_minutes() -> None:
    problem = a_problem(a_ride(a_request("R1", start="B", end="C", boarding=2)), a_driver(), a_block())
    plan = a_plan(problem, a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None)))
    assert broken(problem, plan) == []
    longer = replace(problem, journeys=(a_ride(a_request("R1", start="B", end="C", boarding=3)),))
    assert broken(longer, plan) == ["service_lasts_as_long_as_asked"]


def test_riders_are_met_where_they_asked() -> None:
    problem, plan = one_ride()
    for start, end in (("D", "C"), ("B", "D")):
        elsewhere = replace(problem, journeys=(a_ride(a_request("R1", start=start, end=end)),))
        assert broken(elsewhere, plan) == ["stops_are_where_asked"]


def test_a_rider_is_picked_up_once_and_then_delivered_once() -> None:
    problem, plan = one_ride()
    rule = "riders_are_picked_up_then_delivered"
    steps = {
        "only picked up": (("pickup", "R1", "05:00"),),
        "only delivered": (("delivery", "R1", "05:00"),),
        "delivered first": (("delivery", "R1", "05:00"), ("pickup", "R1", None)),
        "twice": (("pickup", "R1", "05:00"), ("delivery", "R1", None), ("delivery", "R1", None)),
    }
    assert broken(problem, plan) == []
    for what, wrong in steps.items():
        trip = a_trip(problem, BLOCK, *wrong)  # type: ignore[arg-type]
        assert broken(problem, a_plan(problem, trip))[0] == rule, what


def test_the_block_holds_the_trip() -> None:
    _, plan = one_ride()  # from 04:50 to 05:30
    journey, driver = a_ride(a_request("R1", start="B", end="C")), a_driver()
    assert broken(a_problem(journey, driver, a_block("V1", "04:50", "05:30")), plan) == []
    for start, end in (("04:51", "05:30"), ("04:50", "05:29")):
        assert broken(a_problem(journey, driver, a_block("V1", start, end)), plan) == ["trips_lie_within_their_block"]


def test_a_trip_that_serves_nothing_is_a_trip_all_the_same() -> None:
    problem = a_problem(a_driver(), a_block("V1", "04:00", "08:00", destination="B"))
    assert broken(problem, a_plan(problem, a_trip(problem, BLOCK, departs="07:50"))) == []
    assert broken(problem, a_plan(problem, a_trip(problem, BLOCK, departs="07:51"))) == ["trips_lie_within_their_block"]


def test_waiting_with_an_empty_car_is_bounded_and_with_riders_aboard_is_not() -> None:
    def waits(departs: str, limit: int) -> list[str]:
        problem = a_problem(a_ride(a_request("R1", start="B", end="C")), a_driver(max_wait_minutes=limit), a_block())
        steps = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", "05:40"), departs=departs)
        return broken(problem, a_plan(problem, steps))

    assert waits("04:35", 15) == []
    assert waits("04:34", 15) == ["waiting_away_is_short_enough"]


def test_waiting_at_the_first_stop_is_a_break_or_nothing() -> None:
    problem = a_problem(a_ride(a_request("R1", start="B", end="C")), a_driver(), a_block())

    def leaves(departs: str) -> list[str]:
        steps = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", "05:40"), departs=departs)
        return broken(problem, a_plan(problem, steps))

    assert leaves("04:50") == []
    assert leaves("04:49") == ["nobody_leaves_earlier_than_needed"]
    assert leaves("04:36") == ["nobody_leaves_earlier_than_needed"]
    assert leaves("04:35") == []


def test_an_own_trip_is_made_once() -> None:
    own = a_block("V1", "04:00", "08:00", origin="A", destination="C", own_trip=True, max_detour_minutes=60)
    problem = a_problem(
        a_ride(a_request("R1", start="A", end="B")),
        a_ride(a_request("R2", start="A", end="B", rider="P2")),
        a_driver(),
        own,
    )
    first = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None))
    second = a_trip(problem, BLOCK, ("pickup", "R2", "06:00"), ("delivery", "R2", None))
    assert broken(problem, a_plan(problem, first, left_out=("R2",))) == []
    assert broken(problem, a_plan(problem, first, second)) == ["own_trips_are_made_once"]


def test_an_own_trip_may_be_longer_by_the_detour_and_no_more() -> None:
    def detour(limit: int) -> list[str]:
        own = a_block("V1", "04:00", "08:00", destination="B", own_trip=True, max_detour_minutes=limit)
        problem = a_problem(a_ride(a_request("R1", start="A", end="C")), a_driver(), own)
        trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None))
        return broken(problem, a_plan(problem, trip))  # A to C to B is 30 minutes, A to B is 10

    assert detour(20) == []
    assert detour(19) == ["own_trips_stay_within_their_detour"]
