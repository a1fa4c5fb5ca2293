"""What would help those who were left out: small changes, each tried by planning again around it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import chain

from ridematch.language import say
from ridematch.model.edition import Unserved
from ridematch.model.errors import RidematchError
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.office.applied import Clock, applied
from ridematch.office.assigned_part import dates_of, part_with, wanted_for
from ridematch.office.assigning import joined, loses
from ridematch.office.dates_again import planned_again
from ridematch.office.dossier import Dossier
from ridematch.office.lesson_remedies import approvals, other_times
from ridematch.office.remedies import Candidate, candidates, nearest, widest_windows
from ridematch.rules.admit import admit
from ridematch.rules.case import Book, Case
from ridematch.rules.check import check
from ridematch.rules.score import score
from ridematch.rules.trial import Wanted, wanted_lesson, wanted_ride
from ridematch.rules.why import could
from ridematch.views.remedies import Remedy

EACH_SECONDS = 3.0
"""For planning again with one change."""

A_LITTLE = 0.01
"""Minutes: plans that differ by less cost the same."""

AGAIN_SECONDS = 20.0
"""For planning a date anew; it seldom takes more than one."""

ENOUGH = 3
"""So many changes that help are found for one ride."""

NEAR = 5
"""So many of those who could have a leg are planned anew with it."""

MOST_TRIED = 25
"""So many changes are tried for one ride."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """The changes that were tried and help, the smallest first, and how many were tried in all."""

    helps: tuple[Remedy, ...]
    tried: int


Spread = Callable[[Callable[[Unserved], Trials], Iterable[Unserved]], Iterable[Trials]]
"""Calls a function for each, wherever, and gives what it found in the same order: `map`, or an executor's."""

Changed = Callable[[Candidate], Problem]
"""The problem that a change makes."""


def advise(
    problem: Problem,
    plan: Plan,
    left: Unserved,
    *,
    more: Iterable[Candidate] = (),
    changed: Changed | None = None,
) -> Trials:
    """Changes each of which alone gets this ride or one more lesson into the plan, with nobody else losing anything.

    Each is found as a whole plan that keeps all rules, and that costs less than leaving the ride out; then the dates
    are planned anew, from what `changed` makes of it or else from the candidate's own problem, and that plan has to
    serve it as well. `more` are tried last.
    """
    wanted = _wanted(problem, plan, left)
    changed = changed or _without_others
    codes = tuple(one.code for one in wanted)
    helps: list[Remedy] = []
    tried = 0
    widest = widest_windows(problem, wanted)
    in_vain = widest is not None and served_by(widest, plan, codes) is None
    for candidate in chain(candidates(problem, plan, wanted) if wanted else (), more):
        if tried == MOST_TRIED or len(helps) == ENOUGH:
            break
        if candidate.remedy.kind == "windows" and in_vain:
            continue  # the widest of all do not help
        if any(candidate.remedy.kind == one.kind and candidate.remedy.who == one.who for one in helps):
            continue  # a smaller one of the same kind helps already
        tried += 1
        is_lesson = candidate.remedy.kind in ("lesson", "approval")
        these = tuple(candidate.remedy.serves.split()) if is_lesson else codes
        if served_by(candidate, plan, these) is not None and _next_time(changed(candidate), candidate, plan, left):
            helps.append(candidate.remedy)
    return Trials(helps=tuple(helps), tried=tried)


def served_by(candidate: Candidate, plan: Plan, codes: tuple[str, ...]) -> Plan | None:
    """A plan for the changed problem in which it is served, and which is better than the one without; else None.

    What is left out instead is counted as not asked for: whether it is worth that is the coordinator's choice.
    """
    from ridematch.match.solve import match

    problem, without = candidate.problem, candidate.without
    drivers = _drivers(problem, plan, codes, without=without, changed={candidate.remedy.who})
    if not drivers:
        return None
    part = part_with(problem, plan, codes, drivers=drivers, without=without)
    dates = dates_of(Book(problem), codes)
    whole = joined(plan, match(part, seconds=EACH_SECONDS), part, dates=dates, without=without)
    before = replace(plan, left_out=(*plan.left_out, *without))
    if not _serves(problem, plan, whole, codes) or loses(problem, before, whole):
        return None
    given_up = sum(journey.left_out_cost for journey in problem.journeys if journey.code in without)
    if score(problem, whole).total - given_up >= score(problem, plan).total - 1e-6:
        return None
    return whole if _breaks_no_more(problem, plan, whole) else None


def _without_others(candidate: Candidate) -> Problem:
    """The candidate's problem, in which nobody asks for what is left out instead."""
    kept = tuple(one for one in candidate.problem.journeys if one.code not in candidate.without)
    return replace(candidate.problem, journeys=kept)


def _next_time(problem: Problem, candidate: Candidate, plan: Plan, left: Unserved) -> bool:
    """Whether it is served when its dates are planned anew, and nobody else is left out then.

    A plan that serves it is not enough: the best one may have better things to do with the same change. Where it would
    break a rule between dates, such as rest, those around are planned as well.
    """
    cheaper = _left_out_for_less(problem, left.code)
    if cheaper is None:
        return False
    kept = replace(plan, left_out=(*plan.left_out, *candidate.without))
    dates = _dates_driven(Book(problem), candidate.remedy.serves.split())
    for some in (dates, {on + timedelta(days=day) for on in dates for day in (-1, 0, 1)}):
        after = planned_again(cheaper, plan, dates=some, seconds=AGAIN_SECONDS)
        if _breaks_no_more(problem, kept, after):
            return not loses(problem, kept, after) and _has(problem, plan, after, left)
    return False


def _breaks_no_more(problem: Problem, before: Plan, after: Plan) -> bool:
    """Whether the plan keeps every rule that the one before keeps."""
    broken = check(problem, after)
    return not broken or set(check(problem, before)).issuperset(broken)


def _left_out_for_less(problem: Problem, code: str) -> Problem | None:
    """The problem in which it costs less to leave this journey out, or a lesson of this wish; None: nothing at all.

    Who serves it even so has a plan that is the best by that much: a lesson by a little; a ride by more than other
    dates of the week could turn round, where a commute might be missed instead: a rider's second in a week costs more.
    """
    ride = problem.weights.second_miss_in_week + A_LITTLE
    journeys = {one.code: one.left_out_cost - ride for one in problem.journeys if one.code == code}
    wishes = {one.code: one.left_out_cost - A_LITTLE for one in problem.lessons if one.code == code}
    if min((*journeys.values(), *wishes.values()), default=1.0) <= 0:
        return None
    return replace(
        problem,
        journeys=tuple(
            replace(one, left_out_cost=journeys.get(one.code, one.left_out_cost)) for one in problem.journeys
        ),
        lessons=tuple(replace(one, left_out_cost=wishes.get(one.code, one.left_out_cost)) for one in problem.lessons),
    )


def _has(problem: Problem, before: Plan, after: Plan, left: Unserved) -> bool:
    """Whether the journey is served, or one lesson more is given than before."""
    if left.kind != "lesson":
        return left.code not in after.left_out
    was, now = (Case(Book(problem), plan).given[left.code] for plan in (before, after))
    return now > was


def _dates_driven(book: Book, codes: Iterable[str]) -> set[date]:
    """The dates of blocks in which these could be driven, commutes whole; the date after only where hours reach it."""
    whole = {leg.request.code for code in codes if code in book.legs for leg in book.legs[code][0].legs}
    found: set[date] = set()
    for code in whole.union(codes):
        windows = [window for one in wanted_for(book, code) for window in (step.window for step in one.steps)]
        found |= {
            block.date
            for block in book.problem.blocks
            if block.date in dates_of(book, (code,))
            and any(block.start <= window.latest and window.earliest <= block.end for window in windows)
        }
    return found


def _wanted(problem: Problem, plan: Plan, left: Unserved) -> tuple[Wanted, ...]:
    """The legs of a journey, or the lessons that a wish still has dates for."""
    if left.kind != "lesson":
        return tuple(wanted_ride(leg.request) for one in problem.journeys if one.code == left.code for leg in one.legs)
    given = {one.date for one in Case(Book(problem), plan).practised if one.wish.code == left.code}
    return tuple(
        wanted_lesson(wish, row)
        for wish in problem.lessons
        if wish.code == left.code
        for row, slot in enumerate(wish.slots)
        if slot.date not in given
    )


def _drivers(
    problem: Problem, plan: Plan, codes: tuple[str, ...], *, without: tuple[str, ...], changed: set[str]
) -> set[str]:
    """The nearest who could have any of it alone, whoever is `changed`, and whoever drives what is left out instead.

    Nobody at all where a leg that needs a driver has none who could.
    """
    book = Book(problem)
    case = Case(book, plan)
    found: set[str] = set()
    for code in codes:
        wanted = wanted_for(book, code)
        could_have = [driver.code for driver in nearest(book, wanted[0]) if could(book, driver.code, wanted)]
        needed = code in book.legs and book.legs[code][1].fallback == "none"
        if needed and not could_have:
            return set()
        found |= {*could_have[:NEAR], *changed.intersection(could_have)}
    freed = {leg.request.code for one in problem.journeys if one.code in without for leg in one.legs}
    return found | {driver for code in freed for driver, _, _ in case.served(code)} if found else found


def _serves(problem: Problem, before: Plan, after: Plan, codes: tuple[str, ...]) -> bool:
    """Every leg of the journey, or one lesson more than before."""
    book = Book(problem)
    if codes[0] in book.legs:
        return book.legs[codes[0]][0].code not in after.left_out
    was, now = (sum(one.code in codes for one in Case(book, plan).practised) for plan in (before, after))
    return now > was


def advise_all(
    dossier: Dossier, code: str, *, progress: Callable[[str], None] = lambda phase: None, spread: Spread = map
) -> tuple[tuple[Unserved, Trials], ...]:
    """The same for everything the newest edition leaves out, or for what has this code: its own, or a rider's.

    RidematchError: nothing left out has this code.
    """
    unserved = [one for one in dossier.edition.unserved if not code or code == one.rider or one.is_about(code)]
    if code and not unserved:
        raise RidematchError(say("Nothing that was left out has this code. See ridematch unmet."))
    found: list[tuple[Unserved, Trials]] = []
    progress(_trying(1, unserved))
    for left, trials in zip(unserved, spread(partial(_advise, dossier), unserved), strict=True):
        found.append((left, trials))
        progress(_trying(len(found) + 1, unserved))
    return tuple(found)


def _trying(number: int, unserved: list[Unserved]) -> str:
    return say("trying what would help, {number} of {all}", number=min(number, len(unserved)), all=len(unserved))


def _advise(dossier: Dossier, left: Unserved) -> Trials:
    """With the facts at hand: each change is made in the tables, and read from there as by the next run."""
    problem, plan = dossier.problem, dossier.plan
    lesson = left.kind == "lesson"
    times = other_times(problem, plan, left.code) if lesson else ()
    if dossier.as_of:
        return advise(problem, plan, left, more=times)
    return advise(
        problem,
        plan,
        left,
        more=chain(times, approvals(dossier, left.code) if lesson else ()),
        changed=lambda candidate: changed_problem(dossier, candidate.remedy),
    )


def changed_problem(dossier: Dossier, remedy: Remedy) -> Problem:
    """What the facts would make with this change in the tables."""
    clock = Clock(epoch=dossier.problem.epoch, zone=dossier.zone)
    problem, _ = admit(
        tables=applied(dossier.found.tables, remedy, clock=clock),
        past=dossier.found.past,
        travel=dossier.problem.travel,
        settings=dossier.settings,
        first_date=dossier.edition.first_date,
        days=dossier.edition.days,
    )
    return problem
