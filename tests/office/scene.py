"""One shared trip and one lesson, planned and published."""

from datetime import UTC, datetime, timedelta

from ridematch.model.edition import Edition, Past, Promise
from ridematch.model.plan import Plan
from ridematch.model.problem import Pin, Problem
from ridematch.office.publishing import make_edition
from tests.builders import (
    Step,
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
)

NOW = datetime(2026, 12, 13, 20, 0, tzinfo=UTC)
LESSON = "L1:2026-12-14:lesson"


def a_scene(*, end: str = "09:00", pins: tuple[Pin, ...] = ()) -> Problem:
    """V1 brings R1 from A to C; free from 04:00 to `end`."""
    return a_problem(
        a_ride(a_request("R1", start="A", end="C")),
        a_ride(a_request("R2", start="B", end="D", rider="P2")),
        a_lesson_wish(a_slot("05:00", "12:00")),
        a_driver("V1"),
        a_driver("V2"),
        a_block("V1", "04:00", end),
        *pins,
    )


def a_scene_plan(problem: Problem) -> Plan:
    """Both riders in one car, then the lesson on the way."""
    steps: tuple[Step, ...] = (
        ("pickup", "R1", "05:00"),
        ("pickup", "R2", "05:10"),
        ("delivery", "R1", None),
        ("delivery", "R2", None),
        ("lesson", LESSON, "06:00"),
    )
    return a_plan(problem, a_trip(problem, "V1:2026-12-14:1", *steps))


def published(problem: Problem) -> Edition:
    """The scene's plan as an edition."""
    return make_edition(problem, a_scene_plan(problem), unserved=(), made_at=NOW)


def a_promise(problem: Problem, pin: Pin) -> Promise:
    """What was told, of which the pin came."""
    begins, ends = (problem.epoch + timedelta(minutes=at) for at in (pin.begins, pin.ends))
    return Promise(serves=pin.serves, volunteer=pin.driver, begins_at=begins, ends_at=ends, told_at=NOW)


PIN = a_pin("R1", begins="05:00", ends="05:20")


def a_past(problem: Problem, *pins: Pin) -> Past:
    """The scene as published, with promises for these."""
    return Past(stops=published(problem).stops, promises=tuple(a_promise(problem, pin) for pin in pins))
