"""What a rider may count on, on the line and one past it."""

from datetime import date
from typing import Any

import pytest

from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from tests.builders import (
    MONDAY,
    a_block,
    a_driver,
    a_lesson_wish,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
    an_amount,
    day,
)
from tests.rules.scenes import BLOCK, broken, sentence


def ride(request: dict[str, Any], driver: dict[str, Any]) -> tuple[Problem, Plan]:
    """R1 from B at 05:00 to C at 05:10."""
    problem = a_problem(a_ride(a_request("R1", start="B", end="C", **request)), a_driver(**driver), a_block())
    trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None))
    return problem, a_plan(problem, trip)


@pytest.mark.parametrize(
    ("window", "kept"),
    [
        ({"pickup": ("05:00", "05:00")}, True),
        ({"pickup": ("05:01", "05:20")}, False),
        ({"pickup": ("04:30", "04:59")}, False),
        ({"delivery": ("05:10", "05:10")}, True),
        ({"delivery": ("05:11", "05:20")}, False),
        ({"delivery": ("04:30", "05:09")}, False),
    ],
)
def test_windows_include_both_ends(window: dict[str, tuple[str, str]], kept: bool) -> None:
    assert broken(*ride(window, {})) == ([] if kept else ["service_begins_in_its_window"])


def test_ride_time_runs_from_the_end_of_boarding() -> None:
    def rides(minutes: int) -> tuple[Problem, Plan]:
        problem = a_problem(
            a_ride(a_request("R1", start="B", end="C", boarding=2, max_ride_minutes=45)), a_driver(), a_block()
        )
        trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", 302 + minutes))
        return problem, a_plan(problem, trip)

    assert broken(*rides(45)) == []
    assert broken(*rides(46)) == ["nobody_rides_too_long"]
    assert sentence(*rides(46)) == "R1 rides 46 min, the limit is 45"


def test_seats_count_at_every_moment_and_are_free_again_after_a_delivery() -> None:
    def together(seats: int, *, overlap: bool) -> list[str]:
        problem = a_problem(
            a_ride(a_request("R1", start="A", end="B", seats=2)),
            a_ride(a_request("R2", start="B", end="C", seats=2, rider="P2")),
            a_driver(seats=seats),
            a_block(),
        )
        first, second = ("delivery", "R1", None), ("pickup", "R2", None)
        middle = (second, first) if overlap else (first, second)
        trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), *middle, ("delivery", "R2", None))  # type: ignore[arg-type]
        return broken(problem, a_plan(problem, trip))

    assert together(2, overlap=False) == []
    assert together(4, overlap=True) == []
    assert together(3, overlap=True) == ["everybody_has_a_seat"]
    assert together(1, overlap=False) == ["everybody_has_a_seat"]


def test_equipment_is_counted_by_code_while_aboard() -> None:
    asked = {"equipment": (an_amount("child-seat", 2), an_amount("wheelchair"))}
    enough = (an_amount("child-seat", 2), an_amount("wheelchair"))
    assert broken(*ride(asked, {"equipment": enough})) == []
    assert broken(*ride(asked, {"equipment": (an_amount("child-seat", 1), enough[1])})) == ["equipment_is_in_the_car"]
    assert broken(*ride(asked, {"equipment": (enough[0],)})) == ["equipment_is_in_the_car"]

    def two_children(*, overlap: bool) -> list[str]:
        seat = (an_amount("child-seat"),)
        problem = a_problem(
            a_ride(a_request("R1", start="A", end="B", equipment=seat)),
            a_ride(a_request("R2", start="B", end="C", equipment=seat, rider="P2")),
            a_driver(equipment=seat),
            a_block(),
        )
        first, second = ("delivery", "R1", None), ("pickup", "R2", None)
        middle = (second, first) if overlap else (first, second)
        trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), *middle, ("delivery", "R2", None))  # type: ignore[arg-type]
        return broken(problem, a_plan(problem, trip))

    assert two_children(overlap=False) == []
    assert two_children(overlap=True) == ["equipment_is_in_the_car"]


def test_every_need_is_offered() -> None:
    asked = {"needs": ("lang:ar", "no-dog")}
    assert broken(*ride(asked, {"offers": ("no-dog", "lang:ar", "lang:so")})) == []
    assert broken(*ride(asked, {"offers": ("no-dog",)})) == ["needs_are_offered"]


def test_pairs_to_avoid_meet_in_no_ride_and_no_lesson() -> None:
    assert broken(*ride({}, {"avoids": ("P2",)})) == []
    assert broken(*ride({}, {"avoids": ("P1",)})) == ["pairs_to_avoid_are_apart"]
    wish = a_lesson_wish(a_slot())
    problem = a_problem(wish, a_driver(avoids=("L1",)), a_block())
    plan = a_plan(problem, a_trip(problem, BLOCK, ("lesson", "L1:2026-12-14:lesson", "10:00")))
    assert broken(problem, plan) == ["pairs_to_avoid_are_apart"]


@pytest.mark.parametrize(("seen", "kept"), [(MONDAY, True), (day(1), False), (None, False)])
def test_minors_ride_with_drivers_whose_record_was_seen_by_then(seen: date | None, kept: bool) -> None:
    rule = ["minors_ride_with_drivers_whose_record_is_seen"]
    assert broken(*ride({"minor": True}, {"record_seen_on": seen})) == ([] if kept else rule)
    assert broken(*ride({"minor": False}, {"record_seen_on": seen})) == []


def test_an_employers_car_carries_that_employers_people() -> None:
    assert broken(*ride({"employer": "lifts"}, {"only_employer": "lifts"})) == []
    assert broken(*ride({"employer": "bakery"}, {"only_employer": "lifts"})) == ["employers_cars_carry_their_own"]
    assert broken(*ride({}, {"only_employer": "lifts"})) == ["employers_cars_carry_their_own"]
    assert broken(*ride({"employer": "bakery"}, {})) == []
