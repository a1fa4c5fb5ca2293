"""One trip's times: on the line it is there and the checker agrees; one minute past it there is none."""

from dataclasses import replace

import pytest

from ridematch.model.problem import Block, Driver, Problem, Request
from ridematch.rules.case import Book
from ridematch.rules.check import check
from ridematch.rules.trial import wanted_lesson, wanted_ride
from tests.bench.outing import Call, Outing, calls_of, outing, parts_of
from tests.builders import (
    a_block,
    a_driver,
    a_lesson_wish,
    a_line,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    at,
)

LINE = a_line("A", 10, "B", 20, "C", 40, "D")


def planned(problem: Problem, *codes: str) -> Outing | None:
    """The trip with these stops: "R1+" gets in, "R1-" gets out, anything else is a learner's first lesson."""
    block = problem.blocks[0]
    return outing(Book(problem), block, calls(problem, *codes), earliest=block.start, latest=block.end)


def calls(problem: Problem, *codes: str) -> list[Call]:
    requests = {request.code: request for request in problem.requests}
    found = []
    for code in codes:
        if code[-1] in "+-":
            found.append(calls_of(wanted_ride(requests[code[:-1]]))[code[-1] == "-"])
        else:
            wish = next(wish for wish in problem.lessons if wish.learner == code)
            found += calls_of(wanted_lesson(wish, 0))
    return found


def night(*requests: Request, block: Block | None = None, driver: Driver | None = None) -> Problem:
    rides = [a_ride(request) for request in requests]
    return a_problem(LINE, *rides, driver or a_driver(), block or a_block())


def begins(found: Outing | None) -> list[int]:
    assert found is not None
    return [visit.begins for visit in found.trip.visits]


def right(problem: Problem, found: Outing | None) -> bool:
    assert found is not None
    return check(problem, a_plan(problem, found.trip)) == ()


def test_it_is_back_as_early_as_can_be_and_leaves_as_late() -> None:
    problem = night(a_request(start="B", end="C", pickup=("06:00", "07:00"), delivery=("06:30", "08:00")))
    found = planned(problem, "R1+", "R1-")
    assert begins(found) == [at("06:00"), at("06:10"), at("06:30"), at("07:00")]
    assert found is not None
    assert found.cost == 60
    assert right(problem, found)


@pytest.mark.parametrize(("limit", "fits"), [(40, True), (39, False)])
def test_the_ride_time_is_kept(limit: int, fits: bool) -> None:
    """R1 from A to C fetches R2 in B, who can't before 06:20 and boards for ten minutes."""
    first = a_request(start="A", end="C", pickup=("06:00", "06:10"), max_ride_minutes=limit)
    second = a_request("R2", start="B", end="C", pickup=("06:20", "06:20"), boarding=10, rider="P2")
    problem = night(first, second)
    found = planned(problem, "R1+", "R2+", "R1-", "R2-")
    assert (found is not None) == fits
    assert not fits or right(problem, found)


@pytest.mark.parametrize(("most", "fits"), [(30, True), (29, False)])
def test_a_volunteer_waits_between_rides_as_long_as_agreed(most: int, fits: bool) -> None:
    first = a_request(start="A", end="B", delivery=("06:10", "06:10"))
    second = a_request("R2", start="B", end="C", pickup=("06:40", "06:40"), rider="P2")
    problem = night(first, second, driver=a_driver(max_wait_minutes=most))
    found = planned(problem, "R1+", "R1-", "R2+", "R2-")
    assert (found is not None) == fits
    assert not fits or (right(problem, found) and found is not None and found.cost == 60 + 15)


@pytest.mark.parametrize(("end", "fits"), [("06:50", True), ("06:49", False)])
def test_it_is_back_within_the_block(end: str, fits: bool) -> None:
    request = a_request(start="B", end="C", pickup=("06:00", "06:10"))
    found = planned(night(request, block=a_block("V1", "05:00", end)), "R1+", "R1-")
    assert (found is not None) == fits


@pytest.mark.parametrize(("wheel", "pause"), [(140, 0), (139, 15)])
def test_a_break_is_made_where_the_wheel_asks_for_it(wheel: int, pause: int) -> None:
    """Home and back by D is 140 minutes of driving; 15 minutes of standing cut them in two."""
    problem = night(a_request(start="B", end="D", pickup=("06:00", "08:00"), max_ride_minutes=60))
    problem = replace(problem, limits=replace(problem.limits, max_wheel_minutes=wheel))
    found = planned(problem, "R1+", "R1-")
    assert right(problem, found)
    assert found is not None
    assert found.cost == 140 + 0.5 * pause


def test_no_break_helps_with_somebody_aboard() -> None:
    problem = night(a_request(start="A", end="D", max_ride_minutes=90))
    problem = replace(problem, limits=replace(problem.limits, max_wheel_minutes=69))
    assert planned(problem, "R1+", "R1-") is None


@pytest.mark.parametrize(("detour", "fits"), [(20, True), (19, False)])
def test_an_own_trip_keeps_to_its_detour(detour: int, fits: bool) -> None:
    """From B to C by way of A."""
    block = a_block("V1", "05:00", "08:00", origin="B", destination="C", own_trip=True, max_detour_minutes=detour)
    found = planned(night(a_request(start="A", end="C"), block=block), "R1+", "R1-")
    assert (found is not None) == fits
    assert found is None or found.cost == 20


def test_a_lesson_cuts_a_trip_in_parts() -> None:
    wish = a_lesson_wish(a_slot("06:00", "07:00", place="B"))
    problem = a_problem(LINE, a_ride(a_request(start="B", end="C")), wish, a_driver(), a_block("V1", "05:00", "09:00"))
    stops = calls(problem, "L1", "R1+", "R1-")
    assert [len(part) for part in parts_of(stops)] == [1, 2]
    assert right(problem, planned(problem, "L1", "R1+", "R1-"))
