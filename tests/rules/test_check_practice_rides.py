"""Rides with the learner at the wheel, on the line and one past it."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from ridematch.model.plan import Duty, Plan
from ridematch.model.problem import LessonWish, PracticeRide, Problem
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.builders import (
    Step,
    a_block,
    a_driver,
    a_lesson_wish,
    a_night,
    a_pin,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
    a_window,
    at,
    day,
)
from tests.rules.scenes import BLOCK, broken, sentence


def practised(*things: Any, at_wheel: int = 13, delivered: int | None = None, **about: Any) -> tuple[Problem, Plan]:
    """R1 drives from B to C beside V1 from 05:00 on: ten minutes of road, thirteen for a learner."""
    wish = a_lesson_wish(a_slot(), learner="R1", wanted=1)
    problem = a_problem(a_ride(a_request("R1", rider="R1", start="B", end="C")), a_driver(), a_block(), wish, *things)
    ride: dict[str, Any] = {
        "request": "R1",
        "learner": "R1",
        "date": day(0),
        "drivers": ("V1",),
        "window": a_window("05:00", "24:00"),
    } | about
    problem = replace(problem, practice_rides=(PracticeRide(**ride),))
    return problem, with_learner(problem, at_wheel=at_wheel)


def with_learner(problem: Problem, *, at_wheel: int = 13) -> Plan:
    trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None))
    depart, pickup, delivery, arrive = trip.visits
    later = pickup.ends + at_wheel - delivery.arrives
    delivery, arrive = (
        replace(one, arrives=one.arrives + later, begins=one.begins + later, ends=one.ends + later)
        for one in (delivery, arrive)
    )
    visits = (depart, replace(pickup, practice=True), replace(delivery, practice=True), arrive)
    return a_plan(problem, replace(trip, visits=visits))


@pytest.mark.parametrize(("minutes", "kept"), [(13, True), (12, False), (14, False)])
def test_a_learner_needs_five_quarters_of_the_time_rounded_up(minutes: int, kept: bool) -> None:
    assert broken(*practised(at_wheel=minutes)) == ([] if kept else ["driving_takes_as_long_as_the_road"])


def test_somebody_who_may_not_does_not_drive() -> None:
    problem, plan = practised()
    assert broken(replace(problem, practice_rides=()), plan) == ["learners_drive_where_they_may"]


def test_somebody_else_does_not_sit_beside_the_learner() -> None:
    assert broken(*practised(drivers=("V2",))) == ["supervisors_sit_beside_the_learner"]


@pytest.mark.parametrize(
    ("window", "kept"),
    [(("05:00", "05:13"), True), (("05:01", "05:13"), False), (("05:00", "05:12"), False)],
)
def test_the_learner_drives_in_the_hours_for_it(window: tuple[str, str], kept: bool) -> None:
    found = practised(window=a_window(*window))
    assert broken(*found) == ([] if kept else ["practice_rides_lie_in_their_hours"])


@pytest.mark.parametrize(("back", "kept"), [(False, False), (True, True)])
def test_the_learner_drives_on_no_closed_way(back: bool, kept: bool) -> None:
    problem, _ = practised()
    (request,) = problem.requests
    way = (request.pickup.place, request.delivery.place)
    found = practised(closed=(way[::-1] if back else way,))
    assert broken(*found) == ([] if kept else ["practice_rides_keep_off_closed_ways"])


def test_it_is_marked_at_both_ends() -> None:
    problem, plan = practised()
    (duty,) = plan.duties
    (trip,) = duty.trips
    one_end = replace(trip, visits=(*trip.visits[:2], replace(trip.visits[2], practice=False), trip.visits[3]))
    found = replace(plan, duties=(replace(duty, trips=(one_end,)),))
    assert "learners_drive_where_they_may" in broken(problem, found)
    no_ride = replace(trip, visits=(*trip.visits[:3], replace(trip.visits[3], practice=True)))
    assert "learners_drive_where_they_may" in broken(problem, replace(plan, duties=(replace(duty, trips=(no_ride,)),)))


def test_nobody_else_is_in_the_car() -> None:
    other = a_ride(a_request("R2", start="A", end="D"))
    problem, _ = practised(other)
    steps: tuple[Any, ...] = (
        ("pickup", "R2", "04:40"),
        ("pickup", "R1", None),
        ("delivery", "R1", None),
        ("delivery", "R2", None),
    )
    trip = a_trip(problem, BLOCK, *steps)
    marked = tuple(replace(visit, practice=visit.serves == "R1") for visit in trip.visits)
    found = check(problem, a_plan(problem, replace(trip, visits=marked)))
    assert "R1 is a practice ride with 1 others aboard, the limit is 0" in [one.sentence for one in found]
    between: tuple[Any, ...] = (
        ("pickup", "R1", "05:00"),
        ("pickup", "R2", None),
        ("delivery", "R1", None),
        ("delivery", "R2", None),
    )
    problem, _ = practised(a_ride(a_request("R2", start="B", end="D")))
    trip = a_trip(problem, BLOCK, *between)
    marked = tuple(replace(visit, practice=visit.serves == "R1") for visit in trip.visits)
    found = check(problem, a_plan(problem, replace(trip, visits=marked)))
    assert "R1 is a practice ride, and the next stop is pickup of R2" in [one.sentence for one in found]


@pytest.mark.parametrize(("back", "rule"), [("18:00", []), ("18:01", ["nobody_tired_from_a_night_shift_drives"])])
def test_nobody_drives_within_eleven_hours_of_a_night_shift(back: str, rule: list[str]) -> None:
    """At work from the evening before at 22:00, on the way home from `back` of the day before on."""
    problem, plan = practised(a_night(-1))
    out = a_request("S9:x:out", rider="R1", start="B", end="C")
    home = a_request("S9:x:back", rider="R1", start="C", end="B")
    ends = at(back) - 24 * 60
    out = replace(out, delivery=replace(out.delivery, window=a_window("00:00", "00:00", days=-1)))
    home = replace(home, pickup=replace(home.pickup, window=replace(home.pickup.window, earliest=ends)))
    # the night that began on Sunday at 22:00 is not touched; one that did from 00:00 to 18:00 is
    shift = a_ride(out, home, code="S9:x", kind="fixed")
    night = replace(a_night(-1), begins=at("00:00") - 24 * 60, ends=at("06:00") - 24 * 60)
    problem = replace(problem, journeys=(*problem.journeys, shift), nights=(night,))
    assert broken(problem, replace(plan, left_out=("S9:x",))) == rule


def wish_of(problem: Problem) -> LessonWish:
    return problem.lessons[0]


def test_a_long_one_uses_up_a_lesson_and_a_short_one_none() -> None:
    problem, plan = practised()
    wish = wish_of(problem)
    assert score(problem, plan).lessons_left_out == wish.left_out_cost
    counted = replace(problem, practice_rides=(replace(problem.practice_rides[0], wish=wish.code),))
    assert score(counted, plan).lessons_left_out == 0
    assert score(counted, plan).practice == -0.5 * 13
    assert broken(replace(counted, lessons=(replace(wish, wanted=0),)), plan) == ["lessons_in_a_week_are_those_wanted"]
    near = replace(wish, last_lesson=day(-1), min_days_between=2)
    assert broken(replace(counted, lessons=(near,)), plan) == ["lessons_are_far_enough_apart"]
    assert broken(replace(counted, lessons=(replace(near, min_days_between=1),)), plan) == []


def test_a_promise_says_who_is_at_the_wheel() -> None:
    problem, plan = practised()
    pin = a_pin("R1", begins="05:00", ends="05:13")
    assert sentence(replace(problem, pins=(pin,)), plan) == "R1 was promised with V1 at the wheel"
    assert broken(replace(problem, pins=(replace(pin, practice=True),)), plan) == []


def with_others(problem: Problem, *steps: Step, learners: tuple[str, ...]) -> Plan:
    """These stops one after the other, the roads taking five quarters while one of the learners is aboard."""
    trip = a_trip(problem, BLOCK, *steps)
    visits, late, aboard = [trip.visits[0]], 0, ""
    minutes, rows = problem.travel.on(day(0)), problem.travel.index()
    for before, visit in pairwise(trip.visits):
        road = minutes[rows[before.place]][rows[visit.place]]
        late += problem.limits.at_wheel(road) - road if aboard else 0
        practice = visit.serves in learners
        if practice:
            aboard = visit.serves if visit.action == "pickup" else ""
        times = {name: getattr(visit, name) + late for name in ("arrives", "begins", "ends")}
        visits.append(replace(visit, practice=practice, **times))
    return a_plan(problem, replace(trip, visits=tuple(visits)))


def allowed(*things: Any, **about: Any) -> Problem:
    problem, _ = practised(*things, **about)
    return replace(problem, limits=replace(problem.limits, practice_others_aboard=True))


SHARED: tuple[Step, ...] = (
    ("pickup", "R2", "05:00"),
    ("pickup", "R1", None),
    ("delivery", "R1", None),
    ("delivery", "R2", None),
)


def test_where_it_is_allowed_others_are_in_the_car_and_the_road_takes_five_quarters_for_all() -> None:
    problem = allowed(a_ride(a_request("R2", start="A", end="D")))
    plan = with_others(problem, *SHARED, learners=("R1",))
    assert broken(problem, plan) == []
    assert score(problem, plan).practice == -0.5 * 13
    untold = with_others(problem, *SHARED, learners=())
    fast = replace(untold, duties=tuple(_marked(duty, "R1") for duty in untold.duties))
    assert broken(problem, fast) == ["driving_takes_as_long_as_the_road"]


def _marked(duty: Duty, serves: str) -> Duty:
    trips = (
        replace(trip, visits=tuple(replace(visit, practice=visit.serves == serves) for visit in trip.visits))
        for trip in duty.trips
    )
    return replace(duty, trips=tuple(trips))


def test_two_are_never_at_the_wheel_at_once() -> None:
    problem = allowed(a_ride(a_request("R2", rider="R2", start="A", end="D")))
    about = problem.practice_rides[0]
    both = replace(problem, practice_rides=(about, replace(about, request="R2", learner="R2", wish="")))
    plan = with_others(both, *SHARED, learners=("R1", "R2"))
    sentences = [one.sentence for one in check(both, plan)]
    assert "R1 is driven by its rider while R2 is, 1 can be at the wheel" in sentences
