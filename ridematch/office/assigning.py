"""One ride or lesson given to one volunteer, found by solving again: the rest of the plan stays as good as it can."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ridematch.model.plan import Plan, Violation
from ridematch.model.problem import Leg, LessonWish, Problem, lesson_code
from ridematch.office.assigned_part import dates_to_try, has_time, part_for, wanted_for
from ridematch.rules.case import Book, Case, Run
from ridematch.rules.check import check
from ridematch.rules.score import score
from ridematch.rules.trial import minutes_away

EACH_SECONDS = 5.0
"""For solving again with one choice fixed."""

MOST_TRIED = 10
"""So many volunteers are tried for one ride, those nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The best plan in which this driver has it. `cost` is what it costs more than the plan before, in minutes.

    `minutes` and `metres` are what the driver drives more on the date of the duty that has it, home to home; `also` are
    other drivers whose day changes, and `other_dates` those on which anything does beside that date.
    """

    driver: str
    plan: Plan
    cost: float
    minutes: int
    metres: int
    also: tuple[str, ...]
    other_dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsItIs:
    """The plan as it is: what it costs, and what is wrong with it by the facts of today."""

    problem: Problem
    plan: Plan
    cost: float
    violations: frozenset[Violation]

    @classmethod
    def of(cls, problem: Problem, plan: Plan) -> "AsItIs":
        """Judged once, for many choices."""
        violations = frozenset(check(problem, plan))
        return cls(problem=problem, plan=plan, cost=score(problem, plan).total, violations=violations)


def choices(
    problem: Problem, plan: Plan, code: str, *, most: int | None = MOST_TRIED, beyond: int = 0
) -> tuple[Choice, ...]:
    """Every driver near enough who could have it and has not, the cheapest first.

    The `most` nearest are tried, all with None, but for the `beyond` nearest of all. `code` is a request's or a
    lesson's, `plan` what stands. Of volunteers who need notice it is as if they were asked.
    """
    as_it_is = AsItIs.of(problem, plan)
    found = (_choice(as_it_is, code, driver) for driver in with_time(problem, plan, code)[beyond:most])
    return tuple(sorted((one for one in found if one), key=by_cost))


def by_cost(one: Choice) -> tuple[float, str]:
    """The order of choices: the cheapest first."""
    return round(one.cost, 6), one.driver


def with_time(problem: Problem, plan: Plan, code: str) -> tuple[str, ...]:
    """Every driver who has time for it alone and has not got it: those nearest first, who said no to it last."""
    book = Book(problem)
    serving = {driver for driver, _, _ in Case(book, plan).served(code)}
    wanted, noes = wanted_for(book, code), _noes(book, code)
    near = sorted(
        (driver.code in noes, minutes_away(book, driver, wanted), driver.code)
        for driver in problem.drivers
        if driver.code not in serving and has_time(book, driver.code, wanted)
    )
    return tuple(driver for *_, driver in near)


def _noes(book: Book, code: str) -> set[str]:
    if code in book.legs:
        return {*book.legs[code][1].request.declined_by}
    return {who for wish, slot in book.lessons.get(code, ()) for who, on in wish.declined if on == slot.date}


def choice(problem: Problem, plan: Plan, code: str, driver: str) -> Choice | None:
    """The best plan in which this driver has it and nobody loses anything; None where there is none."""
    return _choice(AsItIs.of(problem, plan), code, driver)


def _choice(as_it_is: AsItIs, code: str, driver: str) -> Choice | None:
    asked = as_if_asked(as_it_is.problem, code, driver)
    tries = dates_to_try(Case(Book(asked), as_it_is.plan), code, driver)
    found = (_choice_on(as_it_is, asked, code, driver, dates=dates) for dates in tries)
    return next((one for one in found if one), None)


def _choice_on(as_it_is: AsItIs, asked: Problem, code: str, driver: str, *, dates: set[date]) -> Choice | None:
    from ridematch.match.solve import match

    plan = as_it_is.plan
    part = part_for(asked, plan, code, driver, dates=dates)
    whole = joined(plan, match(part, seconds=EACH_SECONDS), part, dates=dates)
    after = score(asked, whole).total
    whole = replace(whole, objective=after, bound=min(plan.bound, after), searched_bound=min(plan.bound, after))
    whole = replace(whole, proven=after <= plan.bound + 1e-6)
    worse = loses(asked, plan, whole) or not _serves(asked, whole, code, driver)
    if worse or set(check(asked, whole)) - as_it_is.violations:
        return None
    return _compared(Book(asked), plan, whole, code, driver, cost=after - as_it_is.cost)


def as_if_asked(problem: Problem, code: str, driver: str) -> Problem:
    """The problem in which this driver was asked about it and has not said no."""
    return _answered(problem, code, driver, declined=False)


def as_if_declined(problem: Problem, code: str, driver: str) -> Problem:
    """The problem in which this driver has said no to it."""
    return _answered(problem, code, driver, declined=True)


def _answered(problem: Problem, code: str, driver: str, *, declined: bool) -> Problem:
    def leg(one: Leg) -> Leg:
        if one.request.code != code:
            return one
        asked, noes = ({*some} - {driver} for some in (one.request.asked, one.request.declined_by))
        (noes if declined else asked).add(driver)
        return replace(one, request=replace(one.request, asked=tuple(sorted(asked)), declined_by=tuple(sorted(noes))))

    def wish(one: LessonWish) -> LessonWish:
        pairs = {(driver, slot.date) for slot in one.slots if lesson_code(one.learner, slot.date) == code}
        if not pairs:
            return one
        asked, noes = {*one.asked} - pairs, {*one.declined} - pairs
        (noes if declined else asked).update(pairs)
        return replace(one, asked=tuple(sorted(asked)), declined=tuple(sorted(noes)))

    return replace(
        problem,
        journeys=tuple(
            replace(one, legs=tuple(map(leg, one.legs))) if any(part.request.code == code for part in one.legs) else one
            for one in problem.journeys
        ),
        lessons=tuple(map(wish, problem.lessons)),
    )


def joined(plan: Plan, found: Plan, part: Problem, *, dates: Iterable[date], without: tuple[str, ...] = ()) -> Plan:
    """What was found for the part, on these dates, beside all else that is driven; journeys `without` are left out."""
    drivers, dates = {driver.code for driver in part.drivers}, set(dates)
    asked = {leg.request.code for journey in part.journeys for leg in journey.legs}
    journeys = {journey.code for journey in part.journeys}
    duties = (*(duty for duty in plan.duties if duty.driver not in drivers or duty.date not in dates), *found.duties)
    return replace(
        plan,
        duties=tuple(sorted(duties, key=lambda duty: (duty.date, duty.driver))),
        left_out=(*(code for code in plan.left_out if code not in journeys), *found.left_out, *without),
        fallbacks=(*(code for code in plan.fallbacks if code not in asked), *found.fallbacks),
        complete=plan.complete and found.complete,
    )


def _serves(problem: Problem, plan: Plan, code: str, driver: str) -> bool:
    return [who for who, _, _ in Case(Book(problem), plan).served(code)] == [driver]


def loses(problem: Problem, before: Plan, after: Plan) -> bool:
    """Whether anybody is left out, left to a fallback, or without a lesson, who was not before."""
    given = (Case(Book(problem), plan).given for plan in (before, after))
    was, is_now = given
    fewer = any(is_now[wish] < count for wish, count in was.items())
    return fewer or not (set(after.left_out) <= set(before.left_out) and set(after.fallbacks) <= set(before.fallbacks))


def _compared(book: Book, before: Plan, after: Plan, code: str, driver: str, *, cost: float) -> Choice:
    old, new = ({(duty.driver, duty.date): duty.trips for duty in plan.duties} for plan in (before, after))
    changed = {day for day in old.keys() | new.keys() if old.get(day) != new.get(day)}
    case = Case(book, after)
    on = next(run.date for run in case.runs if run.driver.code == driver and code in run.serves)
    was, will_be = (one.days.get((driver, on), ()) for one in (Case(book, before), case))
    return Choice(
        driver=driver,
        plan=after,
        cost=cost,
        minutes=_driving(will_be) - _driving(was),
        metres=_metres(book, will_be) - _metres(book, was),
        also=tuple(sorted({who for who, _ in changed} - {driver})),
        other_dates=tuple(sorted({other for _, other in changed} - {on})),
    )


def _driving(runs: Iterable[Run]) -> int:
    return sum(run.driving for run in runs)


def _metres(book: Book, runs: Iterable[Run]) -> int:
    """Metres of road, on an own trip those beyond the direct way."""
    place, metres = book.problem.travel.index(), book.problem.travel.metres
    total = 0
    for run in runs:
        places = [place[visit.place] for visit in run.trip.visits]
        total += sum(metres[start][end] for start, end in pairwise(places))
        if run.block.own_trip:
            total -= metres[place[run.block.origin]][place[run.block.destination]]
    return total
