"""What somebody said no to, or was not asked about in time, is not theirs: on the line and one past it."""

from typing import Any

import pytest

from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from tests.builders import (
    MONDAY,
    a_block,
    a_driver,
    a_lesson_wish,
    a_pin,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
    at,
)
from tests.rules.scenes import BLOCK, broken

DECLINED, NOTICE = "nobody_is_given_what_they_declined", "drivers_are_asked_in_time"


def ride(*more: Any, driver: dict[str, Any] | None = None, **request: Any) -> tuple[Problem, Plan]:
    problem = a_problem(
        a_ride(a_request("R1", start="A", end="B", **request)), a_driver(**(driver or {})), a_block(), *more
    )
    trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None))
    return problem, a_plan(problem, trip)


def lesson(driver: dict[str, Any] | None = None, **wish: Any) -> tuple[Problem, Plan]:
    problem = a_problem(a_lesson_wish(a_slot(), **wish), a_driver(**(driver or {})), a_block())
    return problem, a_plan(problem, a_trip(problem, BLOCK, ("lesson", "L1:2026-12-14:lesson", "10:00")))


def test_who_said_no_does_not_get_it() -> None:
    assert broken(*ride(declined_by=("V2",))) == []
    assert broken(*ride(declined_by=("V2", "V1"))) == [DECLINED]
    assert broken(*lesson(declined=(("V2", MONDAY),))) == []
    assert broken(*lesson(declined=(("V1", MONDAY),))) == [DECLINED]


def test_a_promise_made_since_is_stronger_than_a_no() -> None:
    pin = a_pin("R1", begins="05:00", ends="05:10")
    assert broken(*ride(pin, declined_by=("V1",))) == []
    assert broken(*ride(pin, driver={"notice_until": at("23:00")})) == []


@pytest.mark.parametrize(("past", "rule"), [(0, []), (1, [NOTICE])])
def test_notice_counts_from_when_a_ride_may_begin(past: int, rule: list[str]) -> None:
    problem, _ = ride()
    needs_more = {"notice_until": problem.requests[0].pickup.window.earliest + past}
    assert broken(*ride(driver=needs_more)) == rule
    assert broken(*ride(driver=needs_more, asked=("V1",))) == []
    assert broken(*ride(driver=needs_more, asked=("V2",))) == rule


@pytest.mark.parametrize(("past", "rule"), [(0, []), (1, [NOTICE])])
def test_notice_counts_from_when_a_lesson_may_begin(past: int, rule: list[str]) -> None:
    problem, _ = lesson()
    needs_more = {"notice_until": problem.lessons[0].slots[0].window.earliest + past}
    assert broken(*lesson(needs_more)) == rule
    assert broken(*lesson(needs_more, asked=(("V1", MONDAY),))) == []
