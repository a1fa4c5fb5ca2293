"""Runs of match: the order each is given, what is kept of it, and making its plan again from that."""

import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from ridematch import __version__
from ridematch.language import say
from ridematch.model.edition import Past
from ridematch.model.errors import RidematchError, Terminated
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.model.runs import Run
from ridematch.model.settings import Settings
from ridematch.office.deciding import Progress, decide_again
from ridematch.office.replay import standing_edition
from ridematch.views.changes import Changed
from ridematch.views.json_file import changed_json, plan_from_json, problem_from_json, settings_json, to_json
from ridematch.views.morning import Morning

DECISIVE = ("ortools", "numba", "numpy", "scipy")
"""Libraries on whose versions it may hang which of equally good plans is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run is asked to do: plan `days` dates from `first_date` within about so many seconds."""

    settings: Settings
    first_date: date
    days: int
    now: datetime
    seconds: float | None = None
    by: str = ""


def versions() -> str:
    """Of ridematch, Python and the decisive libraries, in one line."""
    named = (("ridematch", __version__), ("python", platform.python_version()))
    return ", ".join(f"{name} {number}" for name, number in (*named, *((name, version(name)) for name in DECISIVE)))


def run_of(order: Order, problem: Problem, plan: Plan, morning: Morning, *, before: int | None) -> Run:
    """What is kept of a run that came to a plan; problem and plan themselves only where no edition holds them."""
    published, kept = morning.outcome == "published", to_json(problem)
    in_edition = published or (morning.outcome == "unchanged" and kept == morning.edition.problem_json)
    return replace(
        _begun(order),
        outcome="published" if published else "unchanged" if morning.outcome == "unchanged" else "unsound",
        edition=morning.edition.number or None,
        before=before,
        asked=sum(tally.asked for tally in morning.tallies),
        served=sum(tally.served for tally in morning.tallies),
        objective=plan.objective,
        bound=plan.bound,
        proven=plan.proven,
        complete=plan.complete,
        seconds=plan.seconds,
        changes_json=_changes_json(morning),
        problem_json="" if in_edition else kept,
        plan_json="" if in_edition else to_json(plan),
    )


def _changes_json(morning: Morning) -> str:
    """Of a plan that was not published nothing is kept: it changed nothing."""
    if morning.changes is None or morning.outcome not in ("published", "unchanged"):
        return ""
    return changed_json(Changed(changes=morning.changes, minutes_saved=morning.minutes_saved))


def _begun(order: Order) -> Run:
    return Run(
        began_at=order.now,
        by=order.by,
        first_date=order.first_date,
        days=order.days,
        outcome="failed",
        seconds_limit=order.seconds,
        versions=versions(),
        settings_json=settings_json(order.settings),
    )


@contextmanager
def kept_if_it_fails(engine: Any, order: Order) -> Iterator[None]:
    """Keeps a run that fails."""
    try:
        yield
    except Exception as error:
        keep_failed(engine, order, error)
        raise


@contextmanager
def kept_if_it_is_stopped(engine: Any, order: Order) -> Iterator[None]:
    """Keeps a run that somebody or the system ends before it has published anything."""
    try:
        yield
    except (KeyboardInterrupt, Terminated):
        _keep(engine, replace(_begun(order), outcome="stopped"))
        raise


def keep_failed(engine: Any, order: Order, error: Exception) -> None:
    """Keeps a run by the kind of its error alone: the text may hold anything."""
    _keep(engine, replace(_begun(order), failure=type(error).__name__))


def _keep(engine: Any, run: Run) -> None:
    with suppress(Exception):  # what went wrong first is what has to be said, and it may have been one of these imports
        from ridematch.store.database import transaction
        from ridematch.store.runs import add_run

        with transaction(engine) as session:
            add_run(session, run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A run's plan, and the plan that the same problem has now."""

    run: Run
    kept: Plan
    now: Plan
    versions: str

    @property
    def is_same(self) -> bool:
        """Whether the same people are driven by the same volunteers at the same minutes."""
        return (self.kept.duties, self.kept.left_out, self.kept.fallbacks) == (
            self.now.duties,
            self.now.left_out,
            self.now.fallbacks,
        )


def last_runs(store: str, *, last: int) -> tuple[Run, ...]:
    """The last so many, oldest first."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.runs import load_runs

    with reading(open_store(store)) as session:
        return load_runs(session, last=last)


def one_run(store: str, number: int) -> Run:
    """With its settings, problem and plan. RidematchError: there is none of that number."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.runs import load_run

    with reading(open_store(store)) as session:
        run = load_run(session, number)
    if run is None:
        raise RidematchError(say("There is no run {number}. See ridematch runs.", number=number))
    return run


def repeat(store: str, number: int, *, progress: Progress = lambda phase: None) -> Repeated:
    """Make a run's plan again, from what was kept of it; nothing is written.

    RidematchError: there is no such run, it came to no plan, or what it rested on was pruned.
    """
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import load_edition, load_standing

    run = one_run(store, number)
    if not run.problem_json:
        why = say("its edition was pruned") if run.has_plan else say("it came to no plan")
        raise RidematchError(say("Run {number} can't be made again: {why}.", number=number, why=why))
    problem = problem_from_json(run.problem_json)
    first_date, days = problem.first_date, problem.days
    with reading(open_store(store)) as session:
        before = load_edition(session, run.before) if run.before else None
        past = load_standing(session, first_date=first_date, days=days, up_to=run.before) if run.before else Past()
    standing = standing_edition(before, past, first_date=first_date, days=days)
    plan = decide_again(problem, standing, seconds=run.seconds_limit, progress=progress)
    return Repeated(run=run, kept=plan_from_json(run.plan_json), now=plan, versions=versions())
