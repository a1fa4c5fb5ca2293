"""Driving practice, on the line and one past it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ridematch.model.plan import Plan
from ridematch.model.problem import LessonWish, Problem
from tests.builders import (
    a_block,
    a_driver,
    a_lesson_wish,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
    day,
)
from tests.rules.scenes import BLOCK, broken, sentence


def lessons(wish: LessonWish, *days: int, clock: str = "10:00", **driver: Any) -> tuple[Problem, Plan]:
    """V1 gives a lesson of this wish at ten on each of these days."""
    blocks = [a_block(days=one) for one in sorted(set(days))]
    problem = a_problem(wish, a_driver(**driver), *blocks)
    hours, minutes = clock.split(":")
    trips = [
        a_trip(
            problem,
            f"V1:{day(one)}:1",
            ("lesson", f"{wish.learner}:{day(one)}:lesson", one * 1440 + int(hours) * 60 + int(minutes) + 120 * again),
        )
        for again, one in enumerate(days)
    ]
    return problem, a_plan(problem, *trips)


def week_of_slots() -> list[Any]:
    return [a_slot(days=days) for days in range(7)]


@pytest.mark.parametrize(
    ("approved", "kept"),
    [
        ((day(0), day(0)), True),
        ((day(-9), day(-1)), False),
        ((day(1), day(9)), False),
    ],
)
def test_the_supervisors_approval_covers_the_date(approved: tuple[date, date], kept: bool) -> None:
    rule = [] if kept else ["lessons_have_an_approved_supervisor"]
    assert broken(*lessons(a_lesson_wish(a_slot(), approved=approved), 0)) == rule


def test_somebody_elses_supervisor_gives_no_lesson() -> None:
    found = lessons(a_lesson_wish(a_slot(), drivers=("V2",)), 0)
    assert broken(*found) == ["lessons_have_an_approved_supervisor"]
    assert sentence(*found) == "L1:2026-12-14:lesson is on 2026-12-14 with V1, who is not approved for this learner"


def test_what_the_rules_have_against_the_two_is_said() -> None:
    refused = (("V1", "season"), ("V1", "permit"), ("V1", "only_employer"), ("V9", "learner_age"))
    found = lessons(a_lesson_wish(a_slot(), drivers=("V2",), refused=refused), 0)
    assert sentence(*found) == (
        "L1:2026-12-14:lesson is on 2026-12-14 with V1, "
        "outside the season for practice, the learner's permit does not cover the dates"
    )


@pytest.mark.parametrize(
    ("window", "kept"),
    [(("10:00", "10:00"), True), (("10:01", "11:00"), False), (("09:00", "09:59"), False)],
)
def test_a_lesson_begins_within_its_slot(window: tuple[str, str], kept: bool) -> None:
    wish = a_lesson_wish(a_slot(*window))
    assert broken(*lessons(wish, 0)) == ([] if kept else ["lessons_fit_their_slot"])


def test_a_slot_is_a_place_and_a_window_together() -> None:
    wish = a_lesson_wish(a_slot("12:00", "13:00", place="B"), a_slot("09:00", "11:00", place="C"))
    problem, plan = lessons(wish, 0)  # at ten in B, the first slot's place
    assert broken(problem, plan) == ["lessons_fit_their_slot"]


def test_a_lesson_takes_the_minutes_wished_for() -> None:
    problem, plan = lessons(a_lesson_wish(a_slot(), minutes=60), 0)
    longer = a_problem(a_lesson_wish(a_slot(), minutes=61), *problem.drivers, *problem.blocks)
    assert broken(longer, plan) == ["service_lasts_as_long_as_asked"]


def test_nobody_rides_along_in_a_lesson() -> None:
    def with_rider(*, aboard: bool) -> list[str]:
        ride = a_ride(a_request("R1", start="A", end="B", max_ride_minutes=300))
        problem = a_problem(ride, a_lesson_wish(a_slot()), a_driver(), a_block())
        steps: list[Any] = [("pickup", "R1", "05:00"), ("lesson", "L1:2026-12-14:lesson", None)]
        steps.insert(2 if aboard else 1, ("delivery", "R1", None))
        return broken(problem, a_plan(problem, a_trip(problem, BLOCK, *steps)))

    assert with_rider(aboard=False) == []
    assert with_rider(aboard=True) == ["lessons_are_given_in_an_empty_car"]


def test_a_lesson_needs_an_own_car() -> None:
    wish = a_lesson_wish(a_slot())
    assert broken(*lessons(wish, 0, seats=1)) == []
    assert broken(*lessons(wish, 0, seats=0)) == ["lessons_are_given_with_an_own_car"]


def test_there_is_no_lesson_on_an_own_trip() -> None:
    own = a_block(own_trip=True, max_detour_minutes=200)
    problem = a_problem(a_lesson_wish(a_slot()), a_driver(), own)
    plan = a_plan(problem, a_trip(problem, BLOCK, ("lesson", "L1:2026-12-14:lesson", "10:00")))
    assert broken(problem, plan) == ["lessons_are_not_given_on_own_trips"]


def test_a_driver_for_one_employer_gives_no_lessons() -> None:
    found = lessons(a_lesson_wish(a_slot()), 0, only_employer="lifts")
    assert broken(*found) == ["lessons_are_given_by_drivers_for_everybody"]


def test_no_more_lessons_in_a_week_than_wanted() -> None:
    assert broken(*lessons(a_lesson_wish(*week_of_slots(), wanted=2), 0, 2)) == []
    assert broken(*lessons(a_lesson_wish(*week_of_slots(), wanted=1), 0, 2)) == ["lessons_in_a_week_are_those_wanted"]


def test_one_lesson_a_date() -> None:
    wish = a_lesson_wish(*week_of_slots(), wanted=2)
    assert broken(*lessons(wish, 0, 0)) == ["one_lesson_a_date"]


@pytest.mark.parametrize(("between", "kept"), [(1, True), (2, True), (3, False)])
def test_days_between_lessons(between: int, kept: bool) -> None:
    wish = a_lesson_wish(*week_of_slots(), wanted=2, min_days_between=between)
    assert broken(*lessons(wish, 0, 2)) == ([] if kept else ["lessons_are_far_enough_apart"])


@pytest.mark.parametrize(("last", "kept"), [(-2, True), (-1, False), (0, False)])
def test_the_last_lesson_before_the_plan_counts(last: int, kept: bool) -> None:
    wish = a_lesson_wish(*week_of_slots(), min_days_between=2, last_lesson=day(last))
    assert broken(*lessons(wish, 0)) == ([] if kept else ["lessons_are_far_enough_apart"])


def test_days_between_hold_over_the_weeks_wishes() -> None:
    first = a_lesson_wish(a_slot(days=6), min_days_between=2)
    second = a_lesson_wish(a_slot(days=7), min_days_between=2)
    problem = a_problem(first, second, a_driver(), a_block(days=6), a_block(days=7))
    trips = [
        a_trip(problem, f"V1:{day(days)}:1", ("lesson", f"L1:{day(days)}:lesson", days * 1440 + 600)) for days in (6, 7)
    ]
    assert broken(problem, a_plan(problem, *trips)) == ["lessons_are_far_enough_apart"]


def in_car(*clocks: str, minutes: int = 60, **more: Any) -> tuple[Problem, Plan]:
    """V1, V2 ... each give another learner a lesson in the practice car B1, at these hours."""
    wishes: list[Any] = []
    trips: list[Any] = []
    things: list[Any] = []
    for number, _ in enumerate(clocks, start=1):
        who = f"V{number}"
        slot = replace(a_slot(), vehicle="B1")
        wish = a_lesson_wish(slot, learner=f"L{number}", drivers=(who,), minutes=minutes)
        wishes.append(replace(wish, pairings=tuple(replace(one, vehicle="B1") for one in wish.pairings)))
        things += [a_driver(who, **more), a_block(who)]
    problem = a_problem(*wishes, *things)
    for number, clock in enumerate(clocks, start=1):
        trip = a_trip(problem, f"V{number}:{day(0)}:1", ("lesson", f"L{number}:{day(0)}:lesson", clock))
        visits = tuple(replace(one, vehicle="B1") if one.action == "lesson" else one for one in trip.visits)
        trips.append(replace(trip, visits=visits))
    return problem, a_plan(problem, *trips)


def test_nobody_needs_an_own_car_in_a_practice_car() -> None:
    problem, plan = in_car("10:00", seats=0)
    assert broken(problem, plan) == []
    own = replace(problem, lessons=tuple(replace(wish, pairings=()) for wish in problem.lessons))
    assert broken(own, plan) == ["lessons_have_an_approved_supervisor"]


@pytest.mark.parametrize(("second", "kept"), [("11:00", True), ("10:59", False)])
def test_a_practice_car_is_in_one_place_at_a_time(second: str, kept: bool) -> None:
    rule = [] if kept else ["practice_cars_are_in_one_place_at_a_time"]
    assert broken(*in_car("10:00", second)) == rule


def test_a_lesson_is_in_the_car_of_its_slot() -> None:
    problem, plan = in_car("10:00")
    (duty,) = plan.duties
    visits = tuple(replace(one, vehicle="") for one in duty.trips[0].visits)
    other = replace(plan, duties=(replace(duty, trips=(replace(duty.trips[0], visits=visits),)),))
    assert broken(problem, other) == ["lessons_have_an_approved_supervisor", "lessons_fit_their_slot"]
