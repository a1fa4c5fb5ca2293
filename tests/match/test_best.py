"""The engine against trying everything, and against the checker and the score on nights too big for that."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match import generate, rounds, solve
from ridematch.match.solve import match
from ridematch.model.plan import Plan
from ridematch.model.problem import Leg, Problem
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.match.brute import TooManyError, best_objective
from tests.match.nights import (
    crowded,
    tiny,
    with_answers,
    with_cars,
    with_light,
    with_practice,
    with_turns,
    without_light,
    without_turns,
)


def solved(problem: Problem) -> Plan:
    """The engine's plan, which must be right, cost what it claims, and be proven best."""
    plan = match(problem)
    assert [violation.sentence for violation in check(problem, plan)] == []
    assert score(problem, plan).total == pytest.approx(plan.objective)
    assert plan.bound <= plan.objective + 1e-6
    assert plan.proven
    return plan


def together(problem: Problem, seed: int) -> Problem:
    """With learners at the wheel who may have others in the car: neighbours with one way, and time for it."""
    first = problem.journeys[0]

    def alike(leg: Leg, model: Leg, rider: str) -> Leg:
        pickup, delivery = model.request.pickup, model.request.delivery
        return replace(
            leg,
            request=replace(
                leg.request,
                rider=rider,
                date=model.request.date,
                seats=1,
                pickup=pickup,
                delivery=replace(delivery, window=replace(delivery.window, latest=delivery.window.latest + 40)),
                max_ride_minutes=2 * model.request.max_ride_minutes,
            ),
        )

    neighbours = tuple(
        replace(
            journey,
            rider=f"N{n}",
            date=first.date,
            week=first.week,
            legs=tuple(alike(leg, model, f"N{n}") for leg, model in zip(journey.legs, first.legs, strict=False)),
        )
        for n, journey in enumerate(problem.journeys)
    )
    found = with_practice(replace(problem, journeys=neighbours), seed)
    return replace(found, limits=replace(found.limits, practice_others_aboard=True))


def others_beside_a_learner(plan: Plan) -> bool:
    for duty in plan.duties:
        for trip in duty.trips:
            learning, aboard = False, 0
            for visit in trip.visits:
                aboard += (visit.action == "pickup") - (visit.action == "delivery")
                if visit.practice:
                    learning = visit.action == "pickup"
                if learning and aboard > 1:
                    return True
    return False


SHAPES = (
    {"commutes": 2, "drivers": 2, "lessons": 1},
    {"commutes": 3, "drivers": 1, "lessons": 1},
    {"commutes": 2, "drivers": 1, "lessons": 1, "days": 2},
    {"commutes": 1, "drivers": 3, "lessons": 1},
)

QUICK = (
    1,
    6,
    11,
    16,
    19,
    25,
    31,
    35,
    40,
    46,
    50,
    62,
    66,
    83,
    91,
    97,
    99,
    110,
    132,
    151,
    228,
    247,
    276,
    297,
    306,
    320,
    343,
    366,
    391,
)
"""Nights on which somebody drives and trying everything takes less than half a second."""


@pytest.mark.parametrize("seed", QUICK)
def test_no_plan_of_a_tiny_night_is_better(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = tiny(seed, **SHAPES[seed % len(SHAPES)])
    best = best_objective(problem)
    assert solved(problem).objective == pytest.approx(best)
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


PRACTISED = (54, 62, 77, 175, 246, 251, 262, 310, 326, 398, 415, 510, 606)


@pytest.mark.parametrize("seed", PRACTISED)
def test_no_plan_with_learners_at_the_wheel_is_better(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = with_practice(tiny(seed, **SHAPES[seed % len(SHAPES)]), seed)
    best = best_objective(problem)
    plan = solved(problem)
    assert any(visit.practice for duty in plan.duties for trip in duty.trips for visit in trip.visits)
    assert plan.objective == pytest.approx(best)
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


TOGETHER = (19, 66, 1501, 1509, 1551, 1606)


@pytest.mark.parametrize("seed", TOGETHER)
def test_no_plan_with_others_beside_a_learner_is_better(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = together(tiny(seed, **SHAPES[0]), seed)
    best = best_objective(problem)
    plan = solved(problem)
    assert plan.objective == pytest.approx(best)
    assert others_beside_a_learner(plan)
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


@pytest.mark.parametrize("seed", [1551, 1606])
def test_no_plan_beside_a_learner_whose_ways_are_closed_is_better(seed: int) -> None:
    problem = together(tiny(seed, **SHAPES[0]), seed)
    places = problem.travel.places
    ways = tuple((a, b) for a in places for b in places if Random(f"{seed}{(a, b)}").random() < 0.3)
    closed = replace(problem, practice_rides=tuple(replace(one, closed=ways) for one in problem.practice_rides))
    assert "practice_rides_keep_off_closed_ways" in {violation.rule for violation in check(closed, solved(problem))}
    assert solved(closed).objective == pytest.approx(best_objective(closed))


IN_CARS = (6, 20, 38, 53, 84, 122, 136, 149, 188, 189, 211, 217, 235, 266, 289)


@pytest.mark.parametrize("seed", IN_CARS)
def test_no_plan_with_shared_practice_cars_is_better(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = with_cars(tiny(seed, commutes=seed % 2, drivers=2 + seed % 3 // 2, lessons=3), seed)
    best = best_objective(problem)
    assert solved(problem).objective == pytest.approx(best)
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


IN_LIGHT = (26, 35, 38, 46, 50, 96, 126, 140, 154, 247, 254, 264, 306, 318)


@pytest.mark.parametrize("seed", IN_LIGHT)
def test_no_plan_with_lessons_in_better_light_is_better(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = with_light(tiny(seed, **SHAPES[seed % len(SHAPES)]), seed)
    best = best_objective(problem)
    plan = solved(problem)
    assert plan.objective == pytest.approx(best)
    assert score(problem, plan).lessons_in_wrong_light > 0 or plan.objective > solved(without_light(problem)).objective
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


TURNS = (98, 102, 104, 113)


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("seed", TURNS)
def test_no_plan_with_first_lessons_worth_more_is_better(
    seed: int, practice: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = tiny(seed, commutes=1, drivers=2, lessons=2)
    problem = with_turns(with_practice(night, seed) if practice else night, seed)
    best = best_objective(problem)
    assert solved(problem).objective == pytest.approx(best)
    assert score(problem, solved(without_turns(problem))).total > best  # turns matter here
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


ANSWERED = (77, 86, 96, 126, 140, 149, 154, 181, 218, 264, 373, 395, 407, 410)


@pytest.mark.parametrize("seed", ANSWERED)
def test_no_plan_around_what_people_answered_is_better(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = with_answers(tiny(seed, **SHAPES[seed % len(SHAPES)]), seed)
    best = best_objective(problem)
    assert solved(problem).objective == pytest.approx(best)
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


def everything(seed: int, **shape: int) -> Problem:
    """A tiny night with all there is: turns, learners at the wheel, shared practice cars, and what people answered."""
    night = with_practice(with_turns(tiny(seed, **shape), seed), seed)
    return with_answers(with_cars(night, seed), seed)


MIXED = (120, 122, 126, 132, 147, 6216, 22547, 26747)


@pytest.mark.parametrize("seed", MIXED)
def test_no_plan_of_a_night_with_everything_mixed_is_better(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = everything(seed, **SHAPES[seed % len(SHAPES)])
    best = best_objective(problem)
    assert solved(problem).objective == pytest.approx(best)
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


def priced_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no day is enumerated at the start, so that everything hangs on prices and bounds."""
    monkeypatch.setattr(generate, "FEW_LABELS", 0)
    monkeypatch.setattr(rounds, "BRIEFLY", 20)
    monkeypatch.setattr(rounds, "CLOSE", 0.0)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(1_000, 1_200))
def test_no_plan_of_many_tiny_nights_is_better(seed: int) -> None:
    problem = tiny(seed, **SHAPES[seed % len(SHAPES)])
    try:
        best = best_objective(problem)
        practised = with_practice(problem, seed)
        best_practised = best_objective(practised)
    except TooManyError:
        pytest.skip("too many combinations to try them all")
    assert solved(problem).objective == pytest.approx(best)
    assert solved(practised).objective == pytest.approx(best_practised)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2_000, 2_100))
def test_no_plan_of_many_nights_with_everything_mixed_is_better(seed: int) -> None:
    problem = everything(seed, **SHAPES[seed % len(SHAPES)])
    try:
        best = best_objective(problem, most=2_000)
    except TooManyError:
        pytest.skip("too many combinations to try them all")
    assert solved(problem).objective == pytest.approx(best)


@given(st.integers(0, 10**6))
@settings(max_examples=200, deadline=None)
def test_tiny_nights_with_everything_mixed_are_planned_right(seed: int) -> None:
    solved(everything(seed, **SHAPES[seed % len(SHAPES)]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [6, 10, 17])
def test_every_duty_that_could_close_the_gap_is_weighed(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights whose best plan needs duties that the linear relaxation alone never asked for."""
    problem = crowded(seed, commutes=9, drivers=6, lessons=2)
    best = solved(problem).objective
    priced_to_the_end(monkeypatch)
    assert solved(problem).objective == pytest.approx(best)


@given(st.integers(0, 10**6), st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_a_night_with_everything_mixed_is_planned_right(seed: int, days: int) -> None:
    problem = everything(seed, commutes=6, drivers=4, lessons=2, days=days)
    plan = solved(problem)
    with pytest.MonkeyPatch.context() as monkeypatch:
        priced_to_the_end(monkeypatch)
        assert solved(problem).objective == pytest.approx(plan.objective)


@given(
    st.integers(0, 10**6),
    st.sampled_from((5, 10, 30, 300_000)),
    st.sampled_from((5, 50, 500)),
    st.sampled_from((0, 5)),
)
@settings(max_examples=30, deadline=None)
def test_however_short_the_search_the_bound_holds(seed: int, prefixes: int, labels: int, few: int) -> None:
    problem = tiny(seed, commutes=5, drivers=4, lessons=2, days=2)
    best = solved(problem).objective
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(solve, "MORE_PREFIXES", prefixes)
        monkeypatch.setattr(solve, "SHORT_PREFIXES", prefixes)
        monkeypatch.setattr(solve, "MOST_PREFIXES", prefixes)
        monkeypatch.setattr(rounds, "MOST_LABELS", labels)
        monkeypatch.setattr(generate, "FEW_LABELS", few)
        monkeypatch.setattr(rounds, "BRIEFLY", 3)
        plan = match(problem)
    assert check(problem, plan) == ()
    assert plan.bound <= best + 1e-6
    assert plan.objective >= best - 1e-6
    assert plan.proven is False or plan.objective == pytest.approx(best)


@given(st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_a_crowded_night_is_planned_right(seed: int) -> None:
    solved(crowded(seed, commutes=10, drivers=8, lessons=2, days=1))


def test_a_crowded_week_is_planned_right() -> None:
    plan = solved(crowded(3, commutes=24, drivers=12, lessons=3, days=7))
    assert plan.duties
