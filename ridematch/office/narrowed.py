"""A problem cut down to some drivers, and to some dates: what else stands in a plan stays as it is."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from ridematch.model.plan import Plan
from ridematch.model.problem import Driver, Journey, Problem, iso_week


def narrowed(
    problem: Problem, plan: Plan, *, drivers: Collection[str], dates: Collection[date] | None = None
) -> Problem:
    """The problem for these drivers alone, with the rides they drive in the plan, and all lessons.

    Rides of the others, and those the plan leaves out, are not asked for. A journey whose other leg somebody else
    drives must be served, since that leg stays. Any plan for it, with the others' duties beside it, is one for the
    problem. With `dates` the drivers' duties of other dates stay too: their days and asks are counted before, and rules
    between days, such as rest, have to be looked at in the whole.
    """
    driven_by = {
        visit.serves: duty.driver
        for duty in plan.duties
        for trip in duty.trips
        for visit in trip.visits
        if duty.driver in drivers and (dates is None or duty.date in dates)
    }
    elsewhere = {visit.serves for duty in plan.duties for trip in duty.trips for visit in trip.visits} - {*driven_by}
    fallbacks = set(plan.fallbacks)
    journeys = tuple(
        kept
        for journey in problem.journeys
        if (kept := _kept(journey, driven_by, elsewhere, fallbacks, must=problem.weights.broken_pin))
    )
    asked = {leg.request.code for journey in journeys for leg in journey.legs}
    mine = (driver for driver in problem.drivers if driver.code in drivers)
    return replace(
        problem,
        journeys=journeys,
        drivers=tuple(mine if dates is None else (_counted(driver, plan, dates) for driver in mine)),
        blocks=tuple(
            block for block in problem.blocks if block.driver in drivers and (dates is None or block.date in dates)
        ),
        practice_rides=tuple(practice for practice in problem.practice_rides if practice.request in asked),
        pins=tuple(
            pin for pin in problem.pins if pin.driver in drivers and (pin.serves in asked or _is_lesson(pin.serves))
        ),
    )


def _kept(
    journey: Journey, driven_by: dict[str, str], elsewhere: set[str], fallbacks: set[str], *, must: float
) -> Journey | None:
    """The legs that are driven here, and those their fallback covers; None where none is."""
    mine = [leg for leg in journey.legs if leg.request.code in driven_by]
    others = [leg for leg in journey.legs if leg.request.code in elsewhere]
    if not mine:
        return None
    covered = [leg for leg in journey.legs if leg.request.code in fallbacks]
    if not others:
        return replace(journey, legs=tuple(leg for leg in journey.legs if leg in mine or leg in covered))
    return replace(journey, legs=tuple(mine), left_out_cost=must)


def _counted(driver: Driver, plan: Plan, dates: Collection[date]) -> Driver:
    """The driver with the days of the plan on other dates counted as driven before."""
    driven = [duty.date for duty in plan.duties if duty.driver == driver.code and duty.date not in dates]
    weeks = Counter(dict(driver.asks_by_week)) + Counter(map(iso_week, driven))
    return replace(
        driver,
        driven_dates=tuple(sorted({*driver.driven_dates, *driven})),
        asks_before=driver.asks_before + len(driven),
        asks_by_week=tuple(sorted(weeks.items())),
    )


def _is_lesson(code: str) -> bool:
    return code.endswith(":lesson")
