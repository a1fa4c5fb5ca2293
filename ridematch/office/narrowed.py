"""A problem cut down to some drivers: what the others drive in a plan stays as it is."""

from collections.abc import Collection
from dataclasses import replace

from ridematch.model.plan import Plan
from ridematch.model.problem import Journey, Problem


def narrowed(problem: Problem, plan: Plan, *, drivers: Collection[str]) -> Problem:
    """The same dates for these drivers alone, with the rides they drive in the plan, and all lessons.

    Rides of the others, and those the plan leaves out, are not asked for. A journey whose other leg somebody else
    drives must be served, since that leg stays. Any plan for it, with the others' duties beside it, is one for the
    problem.
    """
    driven_by = {visit.serves: duty.driver for duty in plan.duties for trip in duty.trips for visit in trip.visits}
    fallbacks = set(plan.fallbacks)
    journeys = tuple(
        kept
        for journey in problem.journeys
        if (kept := _kept(journey, driven_by, fallbacks, drivers, must=problem.weights.broken_pin))
    )
    asked = {leg.request.code for journey in journeys for leg in journey.legs}
    return replace(
        problem,
        journeys=journeys,
        drivers=tuple(driver for driver in problem.drivers if driver.code in drivers),
        blocks=tuple(block for block in problem.blocks if block.driver in drivers),
        practice_rides=tuple(practice for practice in problem.practice_rides if practice.request in asked),
        pins=tuple(
            pin for pin in problem.pins if pin.driver in drivers and (pin.serves in asked or _is_lesson(pin.serves))
        ),
    )


def _kept(
    journey: Journey, driven_by: dict[str, str], fallbacks: set[str], drivers: Collection[str], *, must: float
) -> Journey | None:
    """The legs these drivers drive, and those their fallback covers; None where they drive none."""
    mine = [leg for leg in journey.legs if driven_by.get(leg.request.code) in drivers]
    others = [leg for leg in journey.legs if leg.request.code in driven_by and leg not in mine]
    if not mine:
        return None
    covered = [leg for leg in journey.legs if leg.request.code in fallbacks]
    if not others:
        return replace(journey, legs=tuple(leg for leg in journey.legs if leg in mine or leg in covered))
    return replace(journey, legs=tuple(mine), left_out_cost=must)


def _is_lesson(code: str) -> bool:
    return code.endswith(":lesson")
