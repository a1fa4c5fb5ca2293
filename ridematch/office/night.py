"""The nightly run: gather, decide, check, explain, publish."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ridematch.model.edition import Edition, Past
from ridematch.model.errors import RidematchError
from ridematch.model.events import Answers, Event
from ridematch.model.plan import Issue, Plan, Violation
from ridematch.model.problem import Problem
from ridematch.office.at_hand import at_hand_for_stranded
from ridematch.office.deciding import Decision, Progress, decide
from ridematch.office.differences import differences, minutes_saved
from ridematch.office.explain import explain
from ridematch.office.gather import Found, find, horizon, lawful_ground, make_problem
from ridematch.office.law_behind import law_of
from ridematch.office.morning import event_about
from ridematch.office.publishing import make_edition, tallies, waiting_minutes
from ridematch.office.runs import Order, kept_if_it_fails, kept_if_it_is_stopped, run_of
from ridematch.rules.case import Book, Case
from ridematch.views.morning import BrokenPromise, Morning
from ridematch.views.stranded import stranded

FIRST_TO_ASK = 3
"""So many volunteers are named who could bring somebody home."""

PUBLISHING = "publishing"
"""The phase from whose beginning on the store may be changed."""


def run_night(
    store: str,
    *,
    order: Order,
    dry_run: bool = False,
    progress: Progress = lambda phase: None,
) -> tuple[Morning, Found]:
    """Match the dates of the order and publish, unless the plan is unsound, nothing changed, or it is a trial.

    Nothing is written before the very end. RidematchError: no store there, another run at the same time, or the store
    changed while the plan was made.
    """
    from ridematch.store.database import open_store
    from ridematch.store.lock import one_run_at_a_time

    progress("reading the store and measuring the roads")
    engine = open_store(store)
    if dry_run:
        gathered = gather(engine, order)
        morning = judge(gathered, _decided(gathered, progress))
        return (morning if morning.violations else replace(morning, outcome="dry run")), gathered.found
    with one_run_at_a_time(engine), kept_if_it_fails(engine, order):
        with kept_if_it_is_stopped(engine, order):
            gathered = gather(engine, order)
            decision = _decided(gathered, progress)
            progress("checking the plan")
            morning = judge(gathered, decision)
        progress(PUBLISHING)
        return apply(engine, gathered, decision, morning), gathered.found


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a run begins with: the order, the store as it was read, and the problem these make."""

    order: Order
    found: Found
    problem: Problem
    issues: tuple[Issue, ...]


def gather(engine: Any, order: Order) -> Gathered:
    """Read the store in one look and make the problem of it."""
    from ridematch.store.database import reading

    with reading(engine) as session:
        found = find(session, first_date=order.first_date, days=order.days)
    problem, issues = make_problem(
        found, settings=order.settings, first_date=order.first_date, days=order.days, now=order.now
    )
    return Gathered(order=order, found=found, problem=problem, issues=issues)


def _decided(gathered: Gathered, progress: Progress) -> Decision:
    found = gathered.found
    return decide(gathered.problem, found.past, found.latest, seconds=gathered.order.seconds, progress=progress)


def judge(gathered: Gathered, decision: Decision) -> Morning:
    """Check the plan by all rules, explain who is left out, and say what became of it, nothing being written yet."""
    from ridematch.rules.check import check
    from ridematch.rules.check.lawful import check_lawful

    problem, plan, found, order = decision.problem, decision.plan, gathered.found, gathered.order
    violations = (*check(problem, plan), *check_lawful(problem, plan, lawful_ground(found.tables, order.settings)))
    unserved = () if violations else explain(problem, plan)
    edition = make_edition(problem, plan, unserved=unserved, made_at=order.now, by=order.by)
    morning = _tell(
        problem,
        plan,
        found,
        edition=edition,
        broken=decision.broken,
        issues=gathered.issues,
        violations=violations,
    )
    could, at_hand = _could_bring_home(problem, plan, edition), at_hand_for_stranded(found.tables, edition)
    law = law_of(found.tables, edition.unserved, settings=order.settings)
    return replace(morning, could=could, at_hand=at_hand, law=law)


def apply(engine: Any, gathered: Gathered, decision: Decision, morning: Morning) -> Morning:
    """Publish what is to be published and keep the run, in one transaction.

    RidematchError: the store changed meanwhile.
    """
    from ridematch.store.database import transaction
    from ridematch.store.runs import add_run

    found, order = gathered.found, gathered.order
    with transaction(engine) as session:
        if morning.outcome == "published":
            if find(session, first_date=order.first_date, days=order.days) != found:
                raise RidematchError("The store changed while the plan was made; nothing was published. Match again.")
            morning = replace(morning, edition=_apply(session, morning.edition, morning.broken, found.past))
        before = found.latest.number if found.latest else None
        add_run(session, run_of(order, decision.problem, decision.plan, morning, before=before))
    return morning


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
        edition=_as_known_now(found.latest, plan) if stands and found.latest else edition,
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
        changes=differences(problem, found.past, latest=found.latest, edition=edition, dates=dates, tables=found.tables)
        if dates
        else None,
        minutes_saved=minutes_saved(found.past, edition, dates),
        violations=violations,
    )


def _as_known_now(standing: Edition, plan: Plan) -> Edition:
    """An edition that stands, with what this run knows of how good it is: an answer is published unproven."""
    return replace(standing, objective=plan.objective, bound=plan.bound, proven=plan.proven)


def _could_bring_home(problem: Problem, plan: Plan, edition: Edition) -> dict[str, tuple[str, ...]]:
    """For everybody stranded the volunteers who could still drive, the least trouble first."""
    from ridematch.office.assigning import choices

    found = {}
    for left in stranded(edition.stops, edition.unserved):
        way = next(leg.request.code for one in problem.journeys if one.code == left.code for leg in one.legs)
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
    answers = Answers(past.events)
    again = (
        event_about(stop, "restored", at=edition.made_at)
        for stop in edition.stops
        if stop.action in ("pickup", "lesson") and answers.is_cancelled(stop.serves)
    )
    add_events(session, (*released, *again))
    return publish(session, edition)
