"""What a plan costs, recomputed by hand."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridematch.model.plan import Plan
from ridematch.model.problem import LessonShare, Problem, Weights, iso_week
from ridematch.rules.score import Score, score
from tests.builders import (
    MONDAY,
    Thing,
    a_block,
    a_commute,
    a_driver,
    a_lesson_wish,
    a_pin,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
    day,
)
from tests.rules.scenes import BLOCK

WEEK = iso_week(MONDAY)


def test_an_empty_plan_for_nothing_costs_nothing() -> None:
    assert score(a_problem(), Plan()) == Score()
    assert Score().total == 0


def test_the_total_is_the_sum_of_the_terms() -> None:
    cost = Score(
        left_out=1, fallbacks=2, lessons_left_out=4, second_misses=8, driving=16, waiting=32,
        asks=64, other_driver=128, proposals_changed=256, broken_pins=512,
    )  # fmt: skip
    assert cost.total == 1023


def test_one_commute_driven_from_door_to_door() -> None:
    problem = a_problem(
        a_commute(home="B", boarding=2), a_driver(asks_before=1), a_block(), Weights(asks=(0, 10, 25, 45))
    )
    out = a_trip(problem, BLOCK, ("pickup", f"S1:{MONDAY}:out", "05:10"), ("delivery", f"S1:{MONDAY}:out", "05:25"))
    back = a_trip(
        problem,
        BLOCK,
        ("pickup", f"S1:{MONDAY}:back", "14:10"),
        ("delivery", f"S1:{MONDAY}:back", None),
        departs="13:40",
    )
    # Each way 40 minutes of road; 3 minutes' wait with P1 aboard in the morning, 10 alone at C in the afternoon.
    assert score(problem, a_plan(problem, out, back)) == Score(driving=80, waiting=6.5, asks=10)


def test_a_night_across_midnight_costs_its_minutes() -> None:
    ride = a_request("R1", start="A", end="C")
    problem = a_problem(a_ride(ride), a_driver(), a_block("V1", "22:00", "30:00"))
    trip = a_trip(problem, BLOCK, ("pickup", "R1", "23:50"), ("delivery", "R1", None), departs="23:40")
    plan = a_plan(problem, trip)
    assert plan.duties[0].trips[0].visits[-1].arrives == 24 * 60 + 30
    assert score(problem, plan) == Score(driving=40, waiting=5)


def test_what_is_left_out_costs_its_own_cost_once() -> None:
    problem = a_problem(a_commute(cost=600), a_ride(a_request("R1"), cost=300))
    assert score(problem, Plan(left_out=(f"S1:{MONDAY}", "R1", "R1"))) == Score(left_out=900)


def test_a_covered_leg_costs_the_fallback() -> None:
    problem = a_problem(a_commute(fallback_out="bus"))
    assert score(problem, Plan(fallbacks=(f"S1:{MONDAY}:out",))) == Score(fallbacks=150)


def test_missing_lessons_cost_each() -> None:
    wish = a_lesson_wish(a_slot(), a_slot(days=1), wanted=2, cost=150)
    problem = a_problem(wish, a_driver(), a_block())
    assert score(problem, Plan()) == Score(lessons_left_out=300)
    given = a_plan(problem, a_trip(problem, BLOCK, ("lesson", f"L1:{MONDAY}:lesson", "10:00")))
    assert score(problem, given) == Score(lessons_left_out=150, driving=20)


def test_a_missing_lesson_costs_the_more_the_fewer_there_are() -> None:
    wish = a_lesson_wish(a_slot(), a_slot(days=1), wanted=2, cost=150)
    week = LessonShare(wishes=(wish.code,), worth=(60, 30))
    together = LessonShare(wishes=(wish.code, "L1:2026-W52"), worth=(100, 7, 1))
    problem = a_problem(wish, week, together, a_driver(), a_block())
    assert score(problem, Plan()) == Score(lessons_left_out=300 + 60 + 30 + 100 + 7 + 1)
    given = a_plan(problem, a_trip(problem, BLOCK, ("lesson", f"L1:{MONDAY}:lesson", "10:00")))
    assert score(problem, given) == Score(lessons_left_out=150 + 30 + 7 + 1, driving=20)


@pytest.mark.parametrize(
    ("before", "missed", "more"),
    [(0, 1, 0), (0, 2, 1), (0, 3, 2), (1, 1, 1), (2, 1, 1), (3, 2, 2), (4, 0, 0)],
)
def test_the_second_miss_of_a_rider_in_a_week_costs_more(before: int, missed: int, more: int) -> None:
    commutes = [a_commute(days=days, cost=0) for days in range(missed)]
    others = (a_commute("S2", rider="P2", cost=0), a_commute("S1", days=7, cost=0), a_ride(a_request("R1"), cost=0))
    problem = a_problem(*commutes, *others, misses_before=(("P1", WEEK, before),))
    left_out = tuple(journey.code for journey in problem.journeys)
    assert score(problem, Plan(left_out=left_out)) == Score(second_misses=120 * more)


def test_an_own_trip_costs_only_what_is_beyond_the_direct_road() -> None:
    own = a_block(destination="B", own_trip=True, max_detour_minutes=60)
    problem = a_problem(a_ride(a_request("R1", start="A", end="C")), a_driver(asks_before=9), own)
    trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None), departs="04:54")
    # A to C to B takes 30 minutes, A to B 10; 6 minutes of waiting; an own trip is no ask.
    assert score(problem, a_plan(problem, trip)) == Score(driving=20, waiting=3)


def asked(*, days: int, before: int, more: tuple[Thing, ...] = ()) -> float:
    """The cost of asking V1 on so many days, with two trips on the first of them."""
    clocks = [(0, "05:00"), (0, "10:00"), *((one, "12:00") for one in range(1, days))][: days + 1]
    rides = [
        a_ride(a_request(f"R{n}", start="A", end="B", rider=f"P{n}", days=one)) for n, (one, _) in enumerate(clocks)
    ]
    problem = a_problem(*rides, a_driver(asks_before=before), *(a_block(days=one) for one in range(days)), *more)
    trips = [
        a_trip(
            problem,
            f"V1:{day(one)}:1",
            ("pickup", f"R{n}", one * 1440 + int(clock[:2]) * 60),
            ("delivery", f"R{n}", None),
        )
        for n, (one, clock) in enumerate(clocks)
    ]
    return score(problem, a_plan(problem, *trips)).asks


def test_asks_cost_more_the_more_there_were() -> None:
    assert asked(days=1, before=0) == 0
    assert asked(days=2, before=0) == 10
    assert asked(days=2, before=1) == 25
    assert asked(days=1, before=3) == 20
    assert asked(days=1, before=4) == 25
    assert asked(days=2, before=4) == 25 + 30


def test_a_day_with_a_promise_is_no_ask() -> None:
    assert asked(days=2, before=3, more=(a_pin("R1", begins="10:00", ends="10:10"),)) == 20


def driven_by(driver: str, **request: Any) -> Score:
    problem = a_problem(
        a_ride(a_request("R1", start="A", end="B", **request), cost=0),
        a_driver("V1"), a_driver("V2"), a_block("V1"), a_block("V2"), Weights(driving_minute=0),
    )  # fmt: skip
    trip = a_trip(problem, f"{driver}:{MONDAY}:1", ("pickup", "R1", "05:00"), ("delivery", "R1", None))
    return score(problem, a_plan(problem, trip))


def test_another_driver_than_usual_costs_a_little() -> None:
    assert driven_by("V1", usual_driver="V1") == Score()
    assert driven_by("V2", usual_driver="V1") == Score(other_driver=5)
    assert driven_by("V2") == Score()


@pytest.mark.parametrize(("driver", "cost"), [("V1", 0), ("V2", 20)])
def test_another_supervisor_than_usual_costs_a_little(driver: str, cost: float) -> None:
    wish = a_lesson_wish(a_slot(place="A"), drivers=("V1", "V2"), usual_driver="V1")
    problem = a_problem(wish, a_driver("V1"), a_driver("V2"), a_block(driver))
    trip = a_trip(problem, f"{driver}:{MONDAY}:1", ("lesson", f"L1:{MONDAY}:lesson", "10:00"))
    assert score(problem, a_plan(problem, trip)) == Score(other_driver=cost)
    assert score(problem, Plan()) == Score(lessons_left_out=150)


def test_another_driver_than_proposed_costs_and_so_does_none() -> None:
    assert driven_by("V1", proposed_driver="V1") == Score()
    assert driven_by("V2", proposed_driver="V1") == Score(proposals_changed=15)
    assert driven_by("V2", proposed_driver="V1", accepted=True) == Score(proposals_changed=120)
    problem = a_problem(a_commute(cost=0, proposed_driver="V1", fallback_out="bus"), Weights(fallback_leg=0))
    assert score(problem, Plan(left_out=(f"S1:{MONDAY}",))) == Score(proposals_changed=30)
    assert score(problem, Plan(fallbacks=(f"S1:{MONDAY}:out",))) == Score(proposals_changed=30)


def test_a_proposed_lesson_is_a_driver_and_a_date() -> None:
    def given(driver: str, days: int) -> Score:
        slots = (a_slot(), a_slot(days=1))
        wish = a_lesson_wish(*slots, drivers=("V1", "V2"), proposed=(("V1", MONDAY),))
        problem = a_problem(wish, a_driver("V1"), a_driver("V2"), a_block(driver, days=days), Weights(driving_minute=0))
        lesson = ("lesson", f"L1:{day(days)}:lesson", days * 1440 + 600)
        trip = a_trip(problem, f"{driver}:{day(days)}:1", lesson)  # type: ignore[arg-type]
        return score(problem, a_plan(problem, trip))

    assert given("V1", 0) == Score()
    assert given("V2", 0) == Score(proposals_changed=15)
    assert given("V1", 1) == Score(proposals_changed=15)


def test_a_broken_promise_costs_more_than_anything() -> None:
    problem = a_problem(
        a_ride(a_request("R1", start="A", end="B"), cost=300), a_pin("R1", begins="05:00", ends="05:10")
    )
    assert score(problem, Plan(left_out=("R1",))) == Score(left_out=300, broken_pins=100_000)


@given(st.integers(0, 1440), st.integers(0, 60))
def test_the_same_trip_costs_the_same_at_any_hour(begins: int, wait: int) -> None:
    def cost(minute: int) -> Score:
        problem: Problem = a_problem(a_ride(a_request("R1", start="B", end="C")), a_driver(), a_block("V1", -100, 3000))
        trip = a_trip(problem, BLOCK, ("pickup", "R1", minute), ("delivery", "R1", None), departs=minute - 10 - wait)
        return score(problem, a_plan(problem, trip))

    assert cost(begins) == cost(0) == replace(Score(), driving=40, waiting=wait / 2)
