"""The nightly run: gather, decide, check, explain, publish."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from contextvars import copy_context
from dataclasses import replace
from datetime import date, datetime
from threading import Thread
from typing import Any

from ridematch.model.edition import Edition, Past
from ridematch.model.errors import RidematchError
from ridematch.model.events import Event
from ridematch.model.plan import Issue, Plan, Violation
from ridematch.model.problem import Problem
from ridematch.model.settings import Settings
from ridematch.office.differences import differences, minutes_saved
from ridematch.office.explain import explain
from ridematch.office.gather import Found, find, horizon, lawful_ground, make_problem
from ridematch.office.promises import broken_by_facts, broken_by_plan, without
from ridematch.office.publishing import make_edition, tallies, waiting_minutes
from ridematch.office.replay import replay
from ridematch.rules.case import Book, Case
from ridematch.views.morning import BrokenPromise, Morning
from ridematch.views.stranded import HOMEWARD, stranded

Progress = Callable[[str], None]

STOPPING = "stopping with the best plan so far; Ctrl-C again leaves everything as it was"
"""Said when the search was interrupted once."""

FIRST_TO_ASK = 3
"""So many volunteers are named who could bring somebody home."""

PUBLISHING = "publishing"
"""The phase from whose beginning on the store may be changed."""


def run_night(
    store: str,
    *,
    settings: Settings,
    first_date: date,
    days: int,
    now: datetime,
    seconds: float | None = None,
    dry_run: bool = False,
    progress: Progress = lambda phase: None,
) -> tuple[Morning, Found]:
    """Match `days` dates from `first_date` and publish, unless the plan is unsound, nothing changed, or it is a trial.

    Nothing is written before the very end. RidematchError: no store there, another run at the same time, or the store
    changed while the plan was made.
    """
    from ridematch.store.database import open_store
    from ridematch.store.lock import one_run_at_a_time

    progress("reading the store")
    engine = open_store(store)
    with nullcontext() if dry_run else one_run_at_a_time(engine):
        return _run(
            engine,
            settings=settings,
            first_date=first_date,
            days=days,
            now=now,
            seconds=seconds,
            dry_run=dry_run,
            progress=progress,
        )


def _run(
    engine: Any,
    *,
    settings: Settings,
    first_date: date,
    days: int,
    now: datetime,
    seconds: float | None,
    dry_run: bool,
    progress: Progress,
) -> tuple[Morning, Found]:
    from ridematch.rules.check import check
    from ridematch.rules.check.lawful import check_lawful
    from ridematch.store.database import reading, transaction

    with reading(engine) as session:
        found = find(session, first_date=first_date, days=days)

    progress("measuring the roads")
    problem, issues = make_problem(found, settings=settings, first_date=first_date, days=days, now=now)
    problem, plan, broken = _decide(problem, found, seconds=seconds, progress=progress)

    progress("checking the plan")
    violations = (*check(problem, plan), *check_lawful(problem, plan, lawful_ground(found.tables, settings)))
    edition = make_edition(problem, plan, unserved=() if violations else explain(problem, plan), made_at=now)
    morning = _tell(problem, plan, found, edition=edition, broken=broken, issues=issues, violations=violations)
    morning = replace(morning, could=_could_bring_home(problem, plan, edition))
    if dry_run or morning.outcome != "published":
        return (replace(morning, outcome="dry run") if dry_run and not violations else morning), found

    progress(PUBLISHING)
    with transaction(engine) as session:
        if find(session, first_date=first_date, days=days) != found:
            raise RidematchError("The store changed while the plan was made; nothing was published. Match again.")
        return replace(morning, edition=_apply(session, edition, broken, found.past)), found


def _decide(
    problem: Problem, found: Found, *, seconds: float | None, progress: Progress
) -> tuple[Problem, Plan, tuple[BrokenPromise, ...]]:
    """The plan, and the promises that had to be released: those the facts broke, then those that exclude each other."""
    from ridematch.rules.check import check

    broken = broken_by_facts(problem, found.past)
    problem = without(problem, broken)
    plan = _matched(problem, seconds=seconds, progress=progress)
    together = broken_by_plan(problem, found.past, check(problem, plan)) if plan.complete else ()
    if together:
        problem = without(problem, together)
        plan = _matched(problem, seconds=seconds, progress=progress)
    return problem, _steady(problem, plan, found.latest), broken + together


def _matched(problem: Problem, *, seconds: float | None, progress: Progress) -> Plan:
    """The plan; interrupted once, the best found so far. KeyboardInterrupt: twice, or before anything was found.

    The search has a thread of its own, since a solver does not look up from its work to be interrupted.
    """
    from ridematch.match.solve import match
    from ridematch.match.stop import Stop

    stop = Stop(seconds)
    outcome: Future[Plan] = Future()

    def work() -> None:
        try:
            outcome.set_result(match(problem, stop=stop, progress=lambda standing: progress(str(standing))))
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=copy_context().run, args=(work,), daemon=True).start()
    while True:
        try:
            plan = outcome.result()
            break
        except KeyboardInterrupt:
            if stop.asked:
                raise
            stop.ask()
            progress(STOPPING)
    if stop.asked and not plan.duties:  # it had found nothing yet, and to publish that would help nobody
        raise KeyboardInterrupt
    return plan


def _steady(problem: Problem, plan: Plan, latest: Edition | None) -> Plan:
    """What was published for the same days, where it is still right and the new plan is no better."""
    from ridematch.rules.check import check
    from ridematch.rules.score import score

    if latest is None or (latest.first_date, latest.days) != (problem.first_date, problem.days):
        return plan
    before = replay(problem, latest)
    if check(problem, before) or score(problem, before).total > plan.objective + 1e-6:
        return plan
    return replace(plan, duties=before.duties, left_out=before.left_out, fallbacks=before.fallbacks)


def _tell(
    problem: Problem,
    plan: Plan,
    found: Found,
    *,
    edition: Edition,
    broken: tuple[BrokenPromise, ...],
    issues: tuple[Issue, ...],
    violations: tuple[Violation, ...],
) -> Morning:
    released, dates = {one.promise.serves for one in broken}, _dates_held(found, edition)
    stands = found.latest is not None and not broken and _same(found.latest, edition)
    return Morning(
        edition=found.latest if stands and found.latest else edition,
        outcome="unsound" if violations else "unchanged" if stands else "published",
        tallies=tallies(problem, plan),
        driving_minutes=sum(run.driving for run in Case(Book(problem), plan).runs),
        waiting_minutes=waiting_minutes(plan),
        gap=plan.gap,
        searched_gap=plan.searched_gap,
        complete=plan.complete,
        promises=tuple(promise for promise in found.past.promises if promise.serves not in released),
        broken=broken,
        issues=issues,
        changes=differences(problem, found.past, latest=found.latest, edition=edition, dates=dates) if dates else None,
        minutes_saved=minutes_saved(found.past, edition, dates),
        violations=violations,
    )


def _could_bring_home(problem: Problem, plan: Plan, edition: Edition) -> dict[str, tuple[str, ...]]:
    """For everybody stranded the volunteers who could still drive, the least trouble first."""
    from ridematch.office.assigning import choices

    found = {}
    for left in stranded(edition.stops, edition.unserved):
        way = left.code if left.code.endswith(HOMEWARD) else f"{left.code}{HOMEWARD}"
        found[left.code] = tuple(one.driver for one in choices(problem, plan, way)[:FIRST_TO_ASK])
    return found


def _same(before: Edition, now: Edition) -> bool:
    """Whether two editions say the same to everybody."""
    return (before.first_date, before.days, before.stops, before.unserved, before.covered) == (
        now.first_date,
        now.days,
        now.stops,
        now.unserved,
        now.covered,
    )


def _dates_held(found: Found, edition: Edition) -> set[date]:
    """The dates of the edition that something stood for."""
    held = {row.date for row in found.past.unserved}
    held |= {stop.journey_date for stop in found.past.stops if stop.journey_date}
    if found.latest:
        held |= set(horizon(found.latest.first_date, found.latest.days))
    return held & set(horizon(edition.first_date, edition.days))


def _apply(session: Any, edition: Edition, broken: tuple[BrokenPromise, ...], past: Past) -> Edition:
    from ridematch.store.editions import publish, release_promises
    from ridematch.store.trail import add_events

    release_promises(session, tuple(one.promise.serves for one in broken))
    dates = {stop.serves: stop.journey_date or stop.date for stop in past.stops if stop.serves}
    released = (
        Event(
            at=edition.made_at,
            kind="released",
            serves=one.promise.serves,
            rider=one.rider,
            volunteer=one.promise.volunteer,
            date=dates[one.promise.serves],
        )
        for one in broken
        if one.promise in past.promises
    )
    add_events(session, released)
    return publish(session, edition)
