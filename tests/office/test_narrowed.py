"""A part of a plan made again is, with the rest beside it, a plan for the whole."""

from dataclasses import replace

import pytest

from ridematch.match.solve import match
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.office.narrowed import narrowed
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.builders import Step, a_block, a_commute, a_driver, a_lesson_wish, a_pin, a_plan, a_problem, a_slot, a_trip
from tests.match.nights import tiny


def beside(problem: Problem, plan: Plan, part: Problem, again: Plan) -> Plan:
    """The duties made again in place of those of the same drivers."""
    again_by = {driver.code for driver in part.drivers}
    asked = {leg.request.code for journey in part.journeys for leg in journey.legs}
    kept = tuple(duty for duty in plan.duties if duty.driver not in again_by)
    return replace(
        plan,
        duties=tuple(sorted((*kept, *again.duties), key=lambda duty: (duty.date, duty.driver))),
        left_out=(*plan.left_out, *again.left_out),
        fallbacks=(*(code for code in plan.fallbacks if code not in asked), *again.fallbacks),
    )


@pytest.mark.parametrize("seed", range(12))
def test_it_fits_beside_what_the_others_drive_and_is_no_worse(seed: int) -> None:
    problem = tiny(seed, commutes=3, drivers=3, lessons=2)
    plan = match(problem)
    for drivers in ({"V0"}, {"V0", "V1"}, set()):
        part = narrowed(problem, plan, drivers=drivers)
        whole = beside(problem, plan, part, match(part))
        assert check(problem, whole) == ()
        assert score(problem, whole).total <= score(problem, plan).total + 1e-6


def test_a_journey_whose_other_leg_somebody_else_drives_must_be_served() -> None:
    problem = a_problem(
        a_commute("S1"),
        a_commute("S2", rider="P2"),
        a_lesson_wish(a_slot("10:00", "11:00")),
        a_driver("V1"),
        a_driver("V2"),
        a_block("V1", "04:00", "12:00"),
        a_block("V2", "12:00", "20:00"),
        a_pin("S1:2026-12-14:out", begins="05:30", ends="05:50"),
        a_pin("S1:2026-12-14:back", "V2", begins="14:05", ends="14:25"),
    )
    out: tuple[Step, ...] = (("pickup", "S1:2026-12-14:out", "05:30"), ("delivery", "S1:2026-12-14:out", None))
    back: tuple[Step, ...] = (("pickup", "S1:2026-12-14:back", "14:05"), ("delivery", "S1:2026-12-14:back", None))
    plan = a_plan(
        problem,
        a_trip(problem, "V1:2026-12-14:1", *out),
        a_trip(problem, "V2:2026-12-14:1", *back),
        left_out=("S2:2026-12-14",),
    )
    part = narrowed(problem, plan, drivers={"V1"})
    (journey,) = part.journeys
    assert ([leg.request.code for leg in journey.legs], journey.left_out_cost) == (["S1:2026-12-14:out"], 100_000)
    assert [driver.code for driver in part.drivers] == [block.driver for block in part.blocks] == ["V1"]
    assert [pin.serves for pin in part.pins] == ["S1:2026-12-14:out"]
    assert part.lessons == problem.lessons
    both = narrowed(problem, plan, drivers={"V1", "V2"})
    assert both.journeys == problem.journeys[:1]
