"""A problem cut down to some drivers, and to some dates: what else stands in a plan stays as it is."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from ridematch.model.plan import Plan
from ridematch.model.problem import Driver, Journey, Night, Problem, iso_week
from ridematch.rules.case import Book, Case

A_DAY = 24 * 60
"""Minutes."""


def narrowed(
    problem: Problem, plan: Plan, *, drivers: Collection[str], dates: Collection[date] | None = None
) -> Problem:
    """The problem for these drivers alone, with the rides they drive in the plan, and all lessons.

    Rides of the others, and those the plan leaves out, are not asked for. A journey whose other leg somebody else
    drives must be served, since that leg stays. Any plan for it, with the others' duties beside it, is one for the
    problem. With `dates` the drivers' duties of other dates stay too: their days, asks and nights are counted, and who
    drives late has the next morning to rest. An early drive on the date after, and days between lessons, have to be
    looked at in the whole.
    """
    case = Case(Book(problem), plan)
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
        drivers=tuple(mine if dates is None else (_counted(case, driver, dates) for driver in mine)),
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


def _counted(case: Case, driver: Driver, dates: Collection[date]) -> Driver:
    """The driver with the days and nights of the plan on other dates counted as driven already."""
    driven = [on for on in case.days_out.get(driver.code, ()) if on not in dates]
    asks = [on for on in case.asks.get(driver.code, ()) if on not in dates]
    weeks = Counter(dict(driver.asks_by_week)) + Counter(map(iso_week, asks))
    others = [run for run in case.runs_of.get(driver.code, ()) if run.date not in dates and not run.block.own_trip]
    spans = [(run.departs, run.arrives) for run in others]
    spans += [
        (block.start, block.end)
        for block in case.book.blocks_of.get(driver.code, ())
        if block.own_trip and block.date not in dates
    ]
    nights = case.problem.nights
    at_night = {
        run.date for run in others for night in nights if run.departs < night.ends and run.arrives > night.begins
    }
    late = {night.date for night in nights if any(_is_late(night, *span) for span in spans)}
    return replace(
        driver,
        driven_dates=tuple(sorted({*driver.driven_dates, *driven})),
        night_dates=tuple(sorted({*driver.night_dates, *at_night})),
        late_dates=tuple(sorted({*driver.late_dates, *late})),
        asks_before=driver.asks_before + len(asks),
        asks_by_week=tuple(sorted(weeks.items())),
    )


def _is_late(night: Night, departs: int, arrives: int) -> bool:
    """Whether it begins before the night's turn and ends in the night, so that the next morning is for rest."""
    return night.begins - A_DAY < departs < night.turns and arrives > night.begins


def _is_lesson(code: str) -> bool:
    return code.endswith(":lesson")
