"""What a plan says of itself: limits that were hit, promises, comfort, and that nothing depends on chance."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from ridematch.match import generate, solve
from ridematch.match.solve import match
from ridematch.model.errors import RidematchError
from ridematch.model.plan import Plan
from ridematch.model.problem import Pin, Problem, Weights
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.match.nights import crowded, tiny


def driven(plan: Plan) -> dict[str, tuple[str, int, int]]:
    """Request -> (driver, pickup begins, delivery begins)."""
    found: dict[str, tuple[str, int, int]] = {}
    for duty in plan.duties:
        for trip in duty.trips:
            for visit in trip.visits:
                if visit.action == "pickup":
                    found[visit.serves] = (duty.driver, visit.begins, visit.begins)
                elif visit.action == "delivery":
                    found[visit.serves] = (duty.driver, found[visit.serves][1], visit.begins)
    return found


@pytest.fixture(scope="module")
def night() -> tuple[Problem, Plan]:
    problem = crowded(1, commutes=14, drivers=14, lessons=2)
    return problem, match(problem)


def test_the_same_problem_gives_the_same_plan_whatever_the_hash_seed() -> None:
    script = (
        "from tests.match.nights import tiny, crowded; from ridematch.match.solve import match\n"
        "for p in (tiny(7, commutes=6, drivers=4, lessons=2, days=2), crowded(2, commutes=8, drivers=6, lessons=1)):\n"
        "    plan = match(p); print(plan.duties, plan.left_out, plan.fallbacks, plan.objective, plan.bound)"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("module", "limit", "value"),
    [(solve, "MOST_PREFIXES", 12), (generate, "MOST_LABELS", 30), (generate, "MOST_LABELS", 300)],
)
def test_a_search_cut_short_proves_nothing_but_its_bound_holds(
    monkeypatch: pytest.MonkeyPatch, night: tuple[Problem, Plan], module: object, limit: str, value: int
) -> None:
    problem, best = night
    monkeypatch.setattr(generate, "FEW_LABELS", 10)
    monkeypatch.setattr(generate, "BRIEFLY", 20)
    monkeypatch.setattr(module, limit, value)
    plan = match(problem)
    assert check(problem, plan) == ()
    assert score(problem, plan).total == pytest.approx(plan.objective)
    assert plan.bound <= best.objective + 1e-6
    assert plan.objective >= best.objective - 1e-6
    assert plan.proven <= plan.complete
    if plan.complete:
        assert plan.objective == pytest.approx(best.objective)


def test_pricing_finds_what_enumerating_finds(monkeypatch: pytest.MonkeyPatch, night: tuple[Problem, Plan]) -> None:
    problem, best = night
    monkeypatch.setattr(generate, "FEW_LABELS", 1)
    plan = match(problem)
    assert plan.proven
    assert plan.objective == pytest.approx(best.objective)


def test_a_time_limit_gives_a_right_plan_with_an_honest_bound(night: tuple[Problem, Plan]) -> None:
    problem, best = night
    plan = match(problem, seconds=0.01)
    assert check(problem, plan) == ()
    assert score(problem, plan).total == pytest.approx(plan.objective)
    assert plan.bound <= best.objective + 1e-6


def test_promises_stand_to_the_minute_where_they_can(night: tuple[Problem, Plan]) -> None:
    problem, plan = night
    told = driven(plan)
    assert told
    pins = tuple(Pin(serves=code, driver=who, begins=at, ends=to) for code, (who, at, to) in told.items())
    again = match(replace(problem, pins=pins))
    assert check(replace(problem, pins=pins), again) == ()
    assert driven(again) == told


def test_a_promise_to_another_driver_stands(night: tuple[Problem, Plan]) -> None:
    """Somebody with a twin: what the twin was promised the twin drives, at those times, and it costs no less."""
    problem, plan = night
    code, (who, at, to) = next(iter(sorted(driven(plan).items())))
    twin = replace(next(driver for driver in problem.drivers if driver.code == who), code="V999")
    blocks = [replace(b, driver="V999", code=f"twin {b.code}") for b in problem.blocks if b.driver == who]
    pin = Pin(serves=code, driver="V999", begins=at, ends=to)
    doubled = replace(
        problem, drivers=(*problem.drivers, twin), blocks=(*problem.blocks, *blocks), pins=(pin,), lessons=()
    )
    again = match(doubled)
    assert check(doubled, again) == ()
    assert driven(again)[code] == ("V999", at, to)
    assert again.objective >= match(replace(doubled, pins=())).objective - 1e-6


def test_riders_going_home_are_fetched_as_soon_as_it_costs_no_more(night: tuple[Problem, Plan]) -> None:
    """Alone in the car and with no other bound: fetched when ready, or delivered at the latest."""
    problem, plan = night
    requests = {request.code: request for request in problem.requests}
    judged = 0
    for duty in plan.duties:
        if len(duty.trips) != 1:
            continue
        (trip,) = duty.trips
        block = next(block for block in problem.blocks if block.code == trip.block)
        rides = [visit for visit in trip.visits if visit.action in ("pickup", "delivery")]
        if len(rides) != 2 or len(trip.visits) != 4:
            continue
        asked = requests[rides[0].serves]
        slack = trip.visits[0].begins - block.start
        if asked.code.endswith(":back"):
            assert rides[0].begins == asked.pickup.window.earliest or slack == 0
            judged += 1
        else:
            late = block.end - trip.visits[-1].arrives
            assert rides[1].begins == asked.delivery.window.latest or late == 0
            judged += 1
    assert judged


def test_weights_that_would_make_waiting_dearer_than_driving_are_refused() -> None:
    problem = replace(tiny(1), weights=Weights(waiting_minute=2.0))
    with pytest.raises(RidematchError, match="waiting_minute"):
        match(problem)


def test_nothing_to_do_is_a_plan() -> None:
    problem = replace(tiny(1), journeys=(), lessons=(), blocks=())
    plan = match(problem)
    assert (plan.duties, plan.objective, plan.proven) == ((), 0.0, True)
