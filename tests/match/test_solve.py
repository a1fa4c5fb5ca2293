"""What a plan says of itself: limits that were hit, promises, comfort, and that nothing depends on chance."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from ridematch.match import generate, rounds, solve
from ridematch.match.solve import match
from ridematch.model.errors import RidematchError
from ridematch.model.plan import Plan
from ridematch.model.problem import (
    Block,
    Leg,
    LessonSlot,
    LessonWish,
    Limits,
    Pairing,
    Pin,
    Problem,
    Stop,
    TimeWindow,
    Weights,
)
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.match.nights import MONDAY, crowded, line, midnight, nights, tiny


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


@pytest.mark.slow
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
    [(solve, "MOST_PREFIXES", 12), (rounds, "MOST_LABELS", 30), (rounds, "MOST_LABELS", 300)],
)
def test_a_search_cut_short_proves_nothing_but_its_bound_holds(
    monkeypatch: pytest.MonkeyPatch, night: tuple[Problem, Plan], module: object, limit: str, value: int
) -> None:
    problem, best = night
    monkeypatch.setattr(generate, "FEW_LABELS", 10)
    monkeypatch.setattr(rounds, "BRIEFLY", 20)
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


@pytest.mark.parametrize("few", [2_000, 1])
def test_promises_stand(monkeypatch: pytest.MonkeyPatch, night: tuple[Problem, Plan], few: int) -> None:
    monkeypatch.setattr(generate, "FEW_LABELS", few)
    problem, plan = night
    told = driven(plan)
    assert told
    pins = tuple(Pin(serves=code, driver=who, begins=at, ends=to) for code, (who, at, to) in told.items())
    again = match(replace(problem, pins=pins))
    assert check(replace(problem, pins=pins), again) == ()
    assert again.objective <= plan.objective + 1e-6
    kept = driven(again)
    assert kept.keys() == told.keys()
    slack = problem.limits.pin_minutes
    for code, (who, begins, ends) in told.items():
        assert kept[code][0] == who
        assert abs(kept[code][1] - begins) <= slack
        assert abs(kept[code][2] - ends) <= slack


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


def two_rides(*, out: int, back: int, limits: Limits, max_wait: int, max_drive: int, home_to_a: int = 50) -> Problem:
    """A volunteer `home_to_a` minutes from A; a ride A to B (10 minutes), there at `out`, and one back at `back`."""
    one, other = crowded(1, commutes=2, drivers=1, lessons=0).journeys
    rides = [
        replace(
            journey,
            legs=(
                Leg(
                    request=replace(
                        journey.legs[0].request,
                        pickup=Stop(place=start, window=TimeWindow(earliest=earliest, latest=earliest)),
                        delivery=Stop(place=end, window=TimeWindow(earliest=earliest + 10, latest=earliest + 10)),
                    )
                ),
            ),
        )
        for journey, start, end, earliest in ((one, "A", "B", out - 10), (other, "B", "A", back))
    ]
    problem = crowded(1, commutes=0, drivers=1, lessons=0)
    who = replace(problem.drivers[0], max_drive_minutes_per_day=max_drive, max_wait_minutes=max_wait)
    block = Block(
        code="block",
        driver=who.code,
        date=MONDAY,
        start=1600,
        end=2500,
        origin="home:V000",
        destination="home:V000",
    )
    travel = line(("A", "B", "home:V000"), (home_to_a, home_to_a + 10, 0))
    return replace(problem, journeys=tuple(rides), drivers=(who,), blocks=(block,), travel=travel, limits=limits)


def left_out(problem: Problem) -> int:
    """How many the engine leaves out, in a plan that is right."""
    plan = match(problem)
    assert check(problem, plan) == ()
    assert score(problem, plan).total == pytest.approx(plan.objective)
    return len(plan.left_out)


@pytest.mark.parametrize(("max_wait", "out"), [(30, 0), (29, 1)])
def test_waiting_between_rides_is_limited(max_wait: int, out: int) -> None:
    assert left_out(two_rides(out=2000, back=2030, limits=Limits(), max_wait=max_wait, max_drive=200)) == out


@pytest.mark.parametrize(("longest", "out"), [(120, 0), (119, 2)])
def test_without_a_break_the_wheel_is_limited(longest: int, out: int) -> None:
    limits = Limits(max_wheel_minutes=longest)
    assert left_out(two_rides(out=2000, back=2000, limits=limits, max_wait=0, max_drive=200)) == out


@pytest.mark.parametrize(("pause", "out"), [(20, 0), (21, 2)])
def test_a_break_between_rides_sets_the_wheel_back(pause: int, out: int) -> None:
    limits = Limits(max_wheel_minutes=70, break_minutes=pause)
    assert left_out(two_rides(out=2000, back=2020, limits=limits, max_wait=20, max_drive=200)) == out


@pytest.mark.parametrize(("longest", "out"), [(80, 0), (79, 2)])
def test_a_break_does_not_undo_too_long_a_drive_to_it(longest: int, out: int) -> None:
    """From home to A are 80 minutes: waiting there is a break, but the way there must be short enough itself.

    The block ends at A, so that no other drive is as long.
    """
    problem = two_rides(
        out=2000, back=2030, limits=Limits(max_wheel_minutes=longest), max_wait=30, max_drive=240, home_to_a=80
    )
    ends_at_a = replace(problem, blocks=(replace(problem.blocks[0], destination="A"),))
    assert left_out(ends_at_a) == out


@pytest.mark.parametrize(("max_drive", "out"), [(240, 0), (239, 1)])
def test_going_home_in_between_counts_as_driving(max_drive: int, out: int) -> None:
    assert left_out(two_rides(out=2000, back=2200, limits=Limits(), max_wait=30, max_drive=max_drive)) == out


@pytest.mark.parametrize(("stay", "out"), [(80, 0), (81, 1)])
def test_at_home_in_between_for_a_while(stay: int, out: int) -> None:
    limits = Limits(home_stay_minutes=stay)
    assert left_out(two_rides(out=2000, back=2200, limits=limits, max_wait=0, max_drive=240)) == out


def evening_and_morning(*, one_block: bool, rest: bool) -> Problem:
    """A ride at 22:30 and one at 05:00 the next morning, one volunteer; with `rest` the late drive ends at 22:00."""
    minute = midnight(MONDAY) + (22 if rest else 22.5) * 60
    problem = two_rides(
        out=int(minute) - 50, back=midnight(MONDAY) + 29 * 60, limits=Limits(), max_wait=0, max_drive=240, home_to_a=40
    )
    tuesday = MONDAY + timedelta(days=1)
    (block,) = problem.blocks
    start, end = midnight(MONDAY) + 20 * 60, midnight(MONDAY) + 32 * 60
    evening = replace(block, code="evening", start=start, end=end if one_block else start + 240)
    morning = replace(block, code="morning", date=tuesday, start=start + 480, end=end)
    return replace(
        problem,
        blocks=(evening,) if one_block else (evening, morning),
        days=2,
        nights=nights(MONDAY, 2),
        limits=Limits(night_days_in_seven=7, night_days_in_a_row=7),
    )


@pytest.mark.parametrize("one_block", [True, False])
@pytest.mark.parametrize("rest", [True, False])
def test_nobody_drives_early_after_a_late_drive(one_block: bool, rest: bool) -> None:
    assert left_out(evening_and_morning(one_block=one_block, rest=rest)) == (0 if rest else 1)


@pytest.mark.parametrize(("between", "given"), [(1, 2), (2, 1)])
def test_lessons_lie_days_apart(between: int, given: int) -> None:
    problem = two_rides(out=2000, back=2100, limits=Limits(), max_wait=0, max_drive=240)
    dates = (MONDAY, MONDAY + timedelta(days=1))
    wish = LessonWish(
        code="L1:2026-W51",
        learner="L1",
        week="2026-W51",
        wanted=2,
        minutes=60,
        left_out_cost=500,
        slots=tuple(
            LessonSlot(date=on, place="A", window=TimeWindow(earliest=midnight(on) + 600, latest=midnight(on) + 700))
            for on in dates
        ),
        pairings=(Pairing(driver="V000", first_date=dates[0], last_date=dates[1]),),
        min_days_between=between,
    )
    blocks = tuple(
        replace(problem.blocks[0], code=f"b{on}", date=on, start=midnight(on), end=midnight(on) + 1200) for on in dates
    )
    plan = match(replace(problem, journeys=(), lessons=(wish,), blocks=blocks, days=2))
    assert check(replace(problem, journeys=(), lessons=(wish,), blocks=blocks, days=2), plan) == ()
    assert len(plan.duties) == given


def test_what_could_still_be_done_later_is_not_done_first_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lesson now or later, the ride only now: the label that has given the lesson must not hide doing both."""
    monkeypatch.setattr(generate, "FEW_LABELS", 0)
    problem = two_rides(out=2000, back=2900, limits=Limits(), max_wait=0, max_drive=240, home_to_a=10)
    ride = replace(problem.journeys[0], left_out_cost=120.0)
    wish = LessonWish(
        code="L1:2026-W51",
        learner="L1",
        week="2026-W51",
        wanted=1,
        minutes=30,
        left_out_cost=500,
        slots=tuple(
            LessonSlot(date=MONDAY, place="A", window=TimeWindow(earliest=begins, latest=begins))
            for begins in (1980, 2300)
        ),
        pairings=(Pairing(driver="V000", first_date=MONDAY, last_date=MONDAY),),
    )
    both = replace(problem, journeys=(ride,), lessons=(wish,))
    plan = match(both)
    assert check(both, plan) == ()
    assert [visit.action for duty in plan.duties for trip in duty.trips for visit in trip.visits if visit.serves] == [
        "pickup",
        "delivery",
        "lesson",
    ]


def test_weights_that_would_make_waiting_dearer_than_driving_are_refused() -> None:
    problem = replace(tiny(1), weights=Weights(waiting_minute=2.0))
    with pytest.raises(RidematchError, match="waiting_minute"):
        match(problem)


def test_nothing_to_do_is_a_plan() -> None:
    problem = replace(tiny(1), journeys=(), lessons=(), blocks=())
    plan = match(problem)
    assert (plan.duties, plan.objective, plan.proven) == ((), 0.0, True)
