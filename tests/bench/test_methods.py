"""The coordinator's plan and the routing library's are right by the checker, and no better than is proven possible."""

from collections import Counter

import pytest

from ridematch.match.solve import match
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.rules.case import Book, Case
from ridematch.rules.check import check
from ridematch.rules.score import score
from ridematch.rules.trial import wanted_ride
from tests.bench.draft import Draft
from tests.bench.greedy import greedy
from tests.bench.nights import SHAPES, bench_night
from tests.bench.outing import calls_of
from tests.bench.repair import repaired
from tests.bench.routing import search
from tests.bench.routing_model import Orders, RoutingModel, allowed_blocks
from tests.builders import a_block, a_commute, a_driver, a_lesson_wish, a_line, a_problem, a_request, a_ride, a_slot
from tests.match.nights import tiny

LINE = a_line("A", 10, "B", 20, "C", 40, "D")


def right(problem: Problem, plan: Plan) -> bool:
    """Whether the checker has nothing against it and it costs what it says."""
    return check(problem, plan) == () and score(problem, plan).total == pytest.approx(plan.objective)


def drivers(problem: Problem, plan: Plan) -> dict[str, str]:
    """By request: who drives it."""
    return {ride.request.code: ride.run.driver.code for ride in Case(Book(problem), plan).rides}


@pytest.mark.parametrize("seed", range(40))
def test_the_coordinator_breaks_no_rule_and_no_bound(seed: int) -> None:
    problem = tiny(seed, commutes=5, drivers=4, lessons=2, days=2)
    plan, best = greedy(problem), match(problem)
    assert right(problem, plan)
    assert best.proven
    assert plan.objective >= best.bound - 1e-6


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_planned_right(shape: str) -> None:
    problem = bench_night(0, commutes=20, volunteers=15, lessons=5, shape=shape)
    assert right(problem, greedy(problem))


@pytest.mark.parametrize("seed", range(4))
def test_the_routing_library_breaks_no_rule_and_no_bound(seed: int) -> None:
    problem = tiny(seed, commutes=5, drivers=4, lessons=2, days=2)
    routed, best = search(problem, "LOCAL_CHEAPEST_INSERTION", seconds=0.6), match(problem)
    assert right(problem, routed.plan)
    assert best.proven
    assert routed.plan.objective >= best.bound - 1e-6


def test_the_nearest_volunteer_who_can_is_asked() -> None:
    people = [a_driver("V1", home="D"), a_driver("V2", home="C"), a_driver("V3", home="B")]
    blocks = [
        a_block(who.code, *hours, origin=who.home, destination=who.home)
        for who, hours in zip(people, (("05:00", "16:00"), ("05:00", "16:00"), ("12:00", "16:00")), strict=True)
    ]
    problem = a_problem(LINE, a_commute("S1", home="B", work="C"), *people, *blocks)
    plan = greedy(problem)
    assert right(problem, plan)
    assert drivers(problem, plan) == {"S1:2026-12-14:out": "V2", "S1:2026-12-14:back": "V2"}


def test_the_coordinator_puts_two_in_one_car() -> None:
    commutes = [a_commute(shift, rider=rider) for shift, rider in (("S1", "P1"), ("S2", "P2"))]
    problem = a_problem(LINE, *commutes, a_driver(), a_block("V1", "05:00", "16:00"))
    plan = greedy(problem)
    assert right(problem, plan)
    assert plan.left_out == ()
    assert [len(duty.trips) for duty in plan.duties] == [2]


def test_without_a_way_home_nothing_of_a_commute_is_driven() -> None:
    problem = a_problem(LINE, a_commute(), a_driver(), a_block("V1", "04:00", "08:00"))
    plan = greedy(problem)
    assert plan.duties == ()
    assert plan.left_out == ("S1:2026-12-14",)


def test_the_model_finds_what_there_is_to_find() -> None:
    """One volunteer: two together in one car, and a lesson."""
    wish = a_lesson_wish(a_slot("10:00", "11:00", place="B"))
    rides = [
        a_ride(a_request(code, start="A", end="C", pickup=("06:00", "06:00"), rider=f"P{code}"))
        for code in ("R1", "R2")
    ]
    driver, morning, noon = (
        a_driver(seats=2),
        a_block("V1", "05:00", "08:00"),
        a_block("V1", "09:00", "13:00", number=2),
    )
    problem = a_problem(LINE, *rides, wish, driver, morning, noon)
    empty = Draft(problem)
    orders = RoutingModel(empty, allowed_blocks(empty)).solved("LOCAL_CHEAPEST_INSERTION", seconds=1.0)
    assert orders is not None
    assert [call.step.action for call in orders[morning.code]] == ["pickup", "pickup", "delivery", "delivery"]
    assert [call.step.action for call in orders[noon.code]] == ["lesson"]
    plan = repaired(problem, orders).plan
    assert right(problem, plan)
    assert plan.objective == match(problem).objective


@pytest.mark.slow
@pytest.mark.parametrize(("longest", "served"), [(80, 2), (79, 1)])
def test_the_model_knows_ride_times(longest: int, served: int) -> None:
    """The car takes R1 from A to C only if it may fetch R2 on the way, who is not ready before."""
    first = a_request("R1", start="A", end="C", pickup=("06:00", "06:00"), max_ride_minutes=longest)
    second = a_request("R2", start="B", end="C", pickup=("07:00", "07:00"), rider="P2")
    driver = a_driver(max_drive_minutes_per_day=60)  # there and back once
    problem = a_problem(LINE, a_ride(first), a_ride(second), driver, a_block("V1", "05:00", "08:00"))
    empty = Draft(problem)
    orders = RoutingModel(empty, allowed_blocks(empty)).solved("LOCAL_CHEAPEST_INSERTION", seconds=1.0)
    assert orders is not None
    assert len({call.wanted.code for call in orders["V1:2026-12-14:1"]}) == served


def half_served(blocks: dict[str, tuple[str, str]]) -> tuple[Problem, Orders]:
    """A commute of which the first volunteer drives the way out and nobody yet the way back."""
    people = [a_driver(code) for code in blocks]
    problem = a_problem(LINE, a_commute(), *people, *(a_block(code, *hours) for code, hours in blocks.items()))
    return problem, {"V1:2026-12-14:1": calls_of(wanted_ride(problem.requests[0]))}


def test_a_commute_served_by_half_is_completed_where_somebody_can() -> None:
    problem, orders = half_served({"V1": ("04:00", "08:00"), "V2": ("12:00", "18:00")})
    found = repaired(problem, orders)
    assert right(problem, found.plan)
    assert drivers(problem, found.plan) == {"S1:2026-12-14:out": "V1", "S1:2026-12-14:back": "V2"}
    assert (found.refused, found.halves, found.dropped) == (0, 1, frozenset())


def test_a_commute_served_by_half_is_dropped_where_nobody_can() -> None:
    problem, orders = half_served({"V1": ("04:00", "08:00")})
    found = repaired(problem, orders)
    assert right(problem, found.plan)
    assert found.plan.duties == ()
    assert (found.halves, found.dropped) == (1, frozenset({"S1:2026-12-14"}))


def test_what_the_checker_refuses_is_left_out_of_the_order() -> None:
    """Two rides are 120 minutes of driving, the volunteer's day is one minute shorter."""
    rides = [
        a_ride(a_request(code, start="B", end="C", pickup=(clock, clock), rider=f"P{code}"))
        for code, clock in (("R1", "06:00"), ("R2", "08:00"))
    ]
    problem = a_problem(LINE, *rides, a_driver(max_drive_minutes_per_day=119), a_block("V1", "05:00", "10:00"))
    found = repaired(problem, {"V1:2026-12-14:1": tuple(c for r in problem.requests for c in calls_of(wanted_ride(r)))})
    assert right(problem, found.plan)
    assert (found.refused, found.plan.left_out) == (1, ("R2",))


def test_shapes_are_what_they_say() -> None:
    def night(shape: str) -> Problem:
        return bench_night(0, commutes=20, volunteers=15, lessons=5, shape=shape)

    bus = next(driver for driver in night("shuttle").drivers if driver.code == "V0000")
    assert (bus.seats, Counter(block.driver for block in night("shuttle").blocks)["V0000"]) == (8, 3)
    assert len({request.delivery.place for request in night("shuttle").requests if request.code.endswith("out")}) == 1
    assert all(block.end - block.start >= 17 * 60 for block in night("all-day").blocks)
    own = night("commuters").blocks
    assert all(block.own_trip for block in own)
    assert {block.destination for block in own if block.destination.startswith("home:")}
    assert {block.origin for block in own if not block.origin.startswith("home:")}
    assert night("week").days == 7
