"""Which approval to apply for: each that would be allowed is tried by planning the week again with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from ridematch.language import say
from ridematch.model.facts import Tables
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.model.settings import Settings
from ridematch.office.approval_candidates import Candidate, candidates, with_candidates
from ridematch.office.gather import Found, find, make_problem
from ridematch.office.narrowed import narrowed
from ridematch.office.replay import replay
from ridematch.office.telephone import DEFAULT_DAYS
from ridematch.rules.case import Book, Case
from ridematch.rules.practice import load_practice_rules
from ridematch.views.who_could import Advice, Tried

Progress = Callable[[str], None]

EACH_SECONDS = 5.0
"""For planning with one approval more."""

MOST_TRIED = 12
"""So many approvals are tried one by one: those that the plan with all of them uses, then by dates that fit."""


def who_could(
    store: str,
    *,
    settings: Settings,
    today: date,
    first_date: date | None = None,
    days: int | None = None,
    seconds: float,
    progress: Progress = lambda phase: None,
) -> tuple[Advice, Found]:
    """Try new approvals on so many dates: by default those of the newest edition, else a week from tomorrow.

    Nothing is written. RidematchError: no store there, or no rules for the country of the settings.
    """
    from ridematch.match.stop import Stop
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import latest_edition

    stop = Stop(seconds)
    progress(say("reading the store"))
    with reading(open_store(store)) as session:
        latest = latest_edition(session)
        newest = latest if latest and latest.first_date + timedelta(days=latest.days) > today else None
        first_date = first_date or (newest.first_date if newest else today + timedelta(days=1))
        days = days or (newest.days if newest and newest.first_date == first_date else DEFAULT_DAYS)
        found = find(session, first_date=first_date, days=days)
    progress(say("measuring the roads"))

    def admitting(tables: Tables) -> Problem:
        return make_problem(replace(found, tables=tables), settings=settings, first_date=first_date, days=days)[0]

    problem = admitting(found.tables)
    rules = load_practice_rules(settings.practice)
    if rules.on("approval", today) is None:
        return Advice(first_date=first_date, days=days, needed=False), found
    plan = _standing(problem, found, progress=progress, seconds=seconds / 2)
    progress(say("looking for approvals that would be allowed"))
    allowed = candidates(problem, plan, tables=found.tables, rules=rules, today=today, admitting=admitting)
    fitting = [one for one in allowed if one.dates]
    advice = _tried(problem, plan, fitting, stop_left=lambda: stop.left or 0.0, progress=progress)
    return replace(advice, allowed=len(allowed), no_time=len(allowed) - len(fitting)), found


def _standing(problem: Problem, found: Found, *, progress: Progress, seconds: float) -> Plan:
    """The plan that is published for these dates if it still holds, else a new one that nobody sees."""
    from ridematch.match.solve import match
    from ridematch.rules.check import check

    latest = found.latest
    if latest and (latest.first_date, latest.days) == (problem.first_date, problem.days):
        plan = replay(problem, latest)
        if not check(problem, plan):
            return plan
    progress(say("planning these dates first"))
    return match(problem, seconds=seconds)


def _tried(
    problem: Problem, plan: Plan, fitting: list[Candidate], *, stop_left: Callable[[], float], progress: Progress
) -> Advice:
    """Plan with none of them, with all of them, then with one at a time, as long as there is time."""
    first_date, days = problem.first_date, problem.days
    if not fitting:
        return Advice(first_date=first_date, days=days)
    supervising = {pairing.driver for wish in problem.lessons for pairing in wish.pairings}
    to_drive = {ride.request for one in fitting for ride in one.rides}
    driving = {ride.run.driver.code for ride in Case(Book(problem), plan).rides if ride.request.code in to_drive}
    part = narrowed(problem, plan, drivers=supervising | driving | {one.volunteer for one in fitting})
    progress(say("planning with the approvals there are"))
    before = _solved(part)
    progress(say("planning with all approvals that would be allowed"))
    together = with_candidates(part, fitting)
    most = _solved(together)
    if most.complete and _practice_minutes(together, most) <= _practice_minutes(part, before):
        return Advice(first_date=first_date, days=days, no_use=len(fitting))
    case = Case(Book(together), most)
    used = {(lesson.run.driver.code, lesson.wish.learner) for lesson in case.lessons}
    used |= {(ride.run.driver.code, ride.request.rider) for ride in case.rides if ride.practice}
    order = sorted(fitting, key=lambda one: ((one.volunteer, one.rider) not in used, -len(one.dates)))[:MOST_TRIED]
    tried: list[Tried] = []
    for number, one in enumerate(order, start=1):
        if stop_left() < EACH_SECONDS:
            break
        progress(say("planning with one more approval, {number} of {all}", number=number, all=len(order)))
        tried.append(_compared(part, one, before, _solved(with_candidates(part, [one]))))
    gained = [one for one in tried if one.minutes > 0]
    return Advice(
        first_date=first_date,
        days=days,
        tried=tuple(sorted(gained, key=lambda one: (-one.minutes, one.rides, one.driving, one.volunteer, one.rider))),
        no_use=len(tried) - len(gained),
        not_tried=len(fitting) - len(tried),
    )


def _solved(problem: Problem) -> Plan:
    from ridematch.match.solve import match

    return match(problem, seconds=EACH_SECONDS)


def _compared(part: Problem, one: Candidate, before: Plan, after: Plan) -> Tried:
    return Tried(
        volunteer=one.volunteer,
        rider=one.rider,
        ready_on=one.ready_on,
        approvals=one.approvals,
        minutes=_practice_minutes(with_candidates(part, [one]), after) - _practice_minutes(part, before),
        rides=len(after.left_out) - len(before.left_out),
        driving=_driving(with_candidates(part, [one]), after) - _driving(part, before),
    )


def _practice_minutes(problem: Problem, plan: Plan) -> int:
    """Of lessons, and at the wheel on the way to work."""
    case = Case(Book(problem), plan)
    return sum(lesson.wish.minutes for lesson in case.lessons) + sum(ride.at_wheel for ride in case.rides)


def _driving(problem: Problem, plan: Plan) -> int:
    return sum(run.driving for run in Case(Book(problem), plan).runs)
