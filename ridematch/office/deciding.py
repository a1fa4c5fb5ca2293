"""What is decided between reading the store and publishing: by codes alone, so that it may happen on any machine."""

from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from contextvars import copy_context
from dataclasses import dataclass
from threading import Thread

from ridematch.model.edition import Edition, Past
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.office.promises import broken_by_facts, broken_by_plan, without
from ridematch.office.replay import replay_priced, standing_edition
from ridematch.office.steady import steady
from ridematch.views.morning import BrokenPromise

Progress = Callable[[str], None]

A_SECOND = 1.0
"""Between two looks whether somebody interrupted."""

STOPPING = "stopping with the best plan so far; Ctrl-C again leaves everything as it was"
"""Said when the search was interrupted once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The problem without the promises that had to be released, the plan for it, and these promises."""

    problem: Problem
    plan: Plan
    broken: tuple[BrokenPromise, ...]


def deciding(problem: Problem, past: Past, latest: Edition | None) -> Generator[Problem, Plan, Decision]:
    """The steps of a decision: gives out what is to be planned, takes the plan for it, and returns what is decided.

    Released are first promises that the facts broke, then those that exclude each other. What was published for these
    dates stays where the new plan is no better.
    """
    from ridematch.rules.check import check

    broken = broken_by_facts(problem, past)
    problem = without(problem, broken)
    plan = yield problem
    together = broken_by_plan(problem, past, check(problem, plan)) if plan.complete else ()
    if together:
        problem = without(problem, together)
        plan = yield problem
    standing = standing_edition(latest, past, first_date=problem.first_date, days=problem.days)
    return Decision(problem=problem, plan=steady(problem, plan, standing), broken=broken + together)


def plan_before(problem: Problem, past: Past, latest: Edition | None) -> Plan | None:
    """What stands for the problem's dates, for the search to begin with."""
    standing = standing_edition(latest, past, first_date=problem.first_date, days=problem.days)
    return replay_priced(problem, standing) if standing else None


def decide(
    problem: Problem,
    past: Past,
    latest: Edition | None,
    *,
    seconds: float | None = None,
    progress: Progress = lambda phase: None,
) -> Decision:
    """The decision, planned here."""
    steps, before = deciding(problem, past, latest), plan_before(problem, past, latest)
    try:
        asked = next(steps)
        while True:
            asked = steps.send(_matched(asked, before, seconds=seconds, progress=progress))
    except StopIteration as end:
        decision: Decision = end.value
        return decision


def decide_again(
    problem: Problem, standing: Edition | None, *, seconds: float | None, progress: Progress = lambda phase: None
) -> Plan:
    """The plan for a problem that a decision was made for before, by the same steps; `standing` stood then."""
    before = replay_priced(problem, standing) if standing else None
    return steady(problem, _matched(problem, before, seconds=seconds, progress=progress), standing)


def _matched(problem: Problem, before: Plan | None, *, seconds: float | None, progress: Progress) -> Plan:
    """The plan; interrupted once, the best found so far. KeyboardInterrupt: twice, or before anything was found.

    The search has a thread of its own, since a solver does not look up from its work to be interrupted.
    """
    from ridematch.match.solve import match
    from ridematch.match.stop import Stop

    stop = Stop(seconds)
    outcome: Future[Plan] = Future()

    def work() -> None:
        try:
            outcome.set_result(
                match(problem, earlier=before, stop=stop, progress=lambda standing: progress(str(standing)))
            )
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=copy_context().run, args=(work,), daemon=True).start()
    while True:
        try:
            while not outcome.done():
                wait([outcome], timeout=A_SECOND)  # a signal in the moment before would be heard only when it is over
            break
        except KeyboardInterrupt:
            if stop.asked:
                raise
            stop.ask()
            progress(STOPPING)
    plan = outcome.result()
    if stop.asked and not plan.duties:  # it had found nothing yet, and to publish that would help nobody
        raise KeyboardInterrupt
    return plan
