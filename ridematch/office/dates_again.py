"""Some dates of a problem with everything that is asked for on them, planned anew while the other dates stay."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from ridematch.model.plan import Plan
from ridematch.model.problem import LessonWish, Problem, lesson_code
from ridematch.office.assigning import joined
from ridematch.office.narrowed import narrowed
from ridematch.rules.case import Book, Case


def planned_again(problem: Problem, plan: Plan, *, dates: Collection[date], seconds: float) -> Plan:
    """The plan with the best that there is for the duties of these dates, whoever it leaves out.

    `plan` may be one for a slightly different problem: of these dates it says only what was left out, of the others
    everything. Rules between these dates and others have to be looked at in the whole.
    """
    from ridematch.match.solve import match

    part = _part(problem, plan, dates)
    return joined(plan, match(part, seconds=seconds), part, dates=dates)


def _part(problem: Problem, plan: Plan, dates: Collection[date]) -> Problem:
    """What is driven on these dates and what was left out on them, all asked for at its own price."""
    part = narrowed(problem, plan, drivers={driver.code for driver in problem.drivers}, dates=dates)
    driven = {journey.code for journey in part.journeys}
    missed = (one for one in problem.journeys if one.code in plan.left_out and one.date in dates)
    journeys = (*part.journeys, *(one for one in missed if one.code not in driven))
    asked = {leg.request.code for journey in journeys for leg in journey.legs}
    elsewhere = Counter(one.wish.code for one in Case(Book(problem), plan).practised if one.date not in dates)
    wishes = (_on(wish, dates, given=elsewhere[wish.code]) for wish in problem.lessons)
    lessons = tuple(wish for wish in wishes if wish.wanted > 0 and wish.slots)
    asked |= {lesson_code(wish.learner, slot.date) for wish in lessons for slot in wish.slots}
    return replace(
        part,
        journeys=journeys,
        lessons=lessons,
        misses_before=_misses(problem, plan, dates),
        practice_rides=tuple(one for one in problem.practice_rides if one.request in asked),
        pins=tuple(pin for pin in problem.pins if pin.serves in asked),
    )


def _misses(problem: Problem, plan: Plan, dates: Collection[date]) -> tuple[tuple[str, str, int], ...]:
    """With the commutes that are missed on the other dates: the second in a week weighs more."""
    missed = Counter({(rider, week): count for rider, week, count in problem.misses_before})
    missed.update(
        (one.rider, one.week)
        for one in problem.journeys
        if one.kind == "commute" and one.code in plan.left_out and one.date not in dates
    )
    return tuple((rider, week, count) for (rider, week), count in sorted(missed.items()))


def _on(wish: LessonWish, dates: Collection[date], *, given: int) -> LessonWish:
    """The lessons that are left to wish for on these dates."""
    return replace(
        wish,
        wanted=wish.wanted - given,
        slots=tuple(slot for slot in wish.slots if slot.date in dates),
        proposed=tuple(pair for pair in wish.proposed if pair[1] in dates),
    )
