"""Many areas in one run: each with a store of its own, gathered and published here, planned wherever there is room.

An area whose people have nothing to do with each other is planned in parts, each for itself. What travels is a part's
problem, the plan before, and the plan for it, by codes; names, homes and numbers stay here. One area that fails costs
itself.
"""

from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from ridematch.language import say
from ridematch.match.parts import parted, put_together
from ridematch.match.solve import match
from ridematch.model.errors import RidematchError
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.office.deciding import Decision, deciding, plan_before
from ridematch.office.executors import executor_for
from ridematch.office.night import Gathered, apply, gather, judge
from ridematch.office.runs import Order, kept_if_it_fails
from ridematch.views.areas import AreaResult
from ridematch.views.morning import Morning

MOST_TRIES = 3
"""So often a problem is given out again whose worker died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Area:
    """One area under way; its decision gives out what is to be planned next."""

    name: str
    engine: Any
    gathered: Gathered
    before: Plan | None
    steps: Generator[Problem, Plan, Decision]


@dataclass(slots=True)
class _Asked:
    """What an area wants planned, in parts that have nothing to do with each other, and the plans that are there."""

    area: _Area
    parts: tuple[Problem, ...]
    plans: dict[int, Plan]

    def missing(self) -> list[int]:
        return [number for number in range(len(self.parts)) if number not in self.plans]


def run_areas(
    areas: Mapping[str, str],
    *,
    executor: str,
    order: Order,
) -> Iterator[AreaResult]:
    """Match every area (name -> store) and publish each as soon as its plan is there, in the order in which they end.

    RidematchError: the executor can't be used. What goes wrong with one area is in its result.
    """
    with ExitStack() as locks:
        waiting = []
        for name, store in areas.items():
            try:
                waiting.append(_begin(name, store, locks, order))
            except RidematchError as error:
                yield AreaResult(name=name, failed=str(error))
        for area, outcome in _decided(waiting, executor=executor):
            yield _end(area, outcome)


def _begin(name: str, store: str, locks: ExitStack, order: Order) -> _Area:
    """Its lock is held until all areas are done."""
    from ridematch.store.database import open_store
    from ridematch.store.lock import one_run_at_a_time

    engine = open_store(store)
    locks.enter_context(one_run_at_a_time(engine))
    gathered = gather(engine, order)
    found = gathered.found
    before = plan_before(gathered.problem, found.past, found.latest)
    steps = deciding(gathered.problem, found.past, found.latest)
    return _Area(name=name, engine=engine, gathered=gathered, before=before, steps=steps)


def _decided(areas: list[_Area], *, executor: str) -> Iterator[tuple[_Area, Decision | Exception]]:
    """Each area with its decision, as they come.

    Where a pool of processes broke, what it had not done is given out anew; a Dask scheduler does so by itself.
    """
    left = []
    for area in areas:
        outcome = _next(area, None)
        if isinstance(outcome, Problem):
            left.append(_asked(area, outcome))
        else:
            yield area, outcome
    for _ in range(MOST_TRIES):
        if not left:
            return
        with executor_for(executor) as pool:
            lost: list[_Asked] = []
            yield from _planned(left, pool, lost)
        left = lost
    for asked in left:
        yield asked.area, RidematchError(say("The workers that planned it died, {times} times.", times=MOST_TRIES))


def _planned(asked: list[_Asked], pool: Executor, lost: list[_Asked]) -> Iterator[tuple[_Area, Decision | Exception]]:
    """Plans all parts in a pool, until each area is decided. Those that a broken pool did not finish go to `lost`."""
    waiting: dict[Future[Plan], tuple[_Asked, int]] = {}

    def give_out(one: _Asked) -> None:
        seconds, before = one.area.gathered.order.seconds, one.area.before
        for number in one.missing():
            try:
                waiting[pool.submit(match, one.parts[number], earlier=before, seconds=seconds)] = one, number
            except BrokenProcessPool:
                lost.append(one)
                return

    for one in asked:
        give_out(one)
    while waiting:
        for done in wait(waiting, return_when=FIRST_COMPLETED).done:
            if done not in waiting:
                continue  # its area has failed
            one, number = waiting.pop(done)
            error = done.exception()
            if isinstance(error, BrokenProcessPool):
                if one not in lost:
                    lost.append(one)
            elif isinstance(error, Exception):
                for future in [future for future, other in waiting.items() if other[0] is one]:
                    future.cancel()
                    del waiting[future]
                yield one.area, error
            else:
                one.plans[number] = done.result()
                if not one.missing():
                    outcome = _next(one.area, put_together([one.plans[n] for n in range(len(one.parts))]))
                    if isinstance(outcome, Problem):
                        give_out(_asked(one.area, outcome))
                    else:
                        yield one.area, outcome


def _asked(area: _Area, problem: Problem) -> _Asked:
    return _Asked(area=area, parts=parted(problem), plans={})


def _next(area: _Area, plan: Plan | None) -> Problem | Decision | Exception:
    """What the area wants planned next, what it decided, or what went wrong; it begins with no plan."""
    try:
        return next(area.steps) if plan is None else area.steps.send(plan)
    except StopIteration as end:
        decision: Decision = end.value
        return decision
    except Exception as error:
        return error


def _end(area: _Area, outcome: Decision | Exception) -> AreaResult:
    """Check and publish, or say why not."""
    try:
        with kept_if_it_fails(area.engine, area.gathered.order):
            if isinstance(outcome, Exception):
                raise outcome
            morning: Morning = apply(area.engine, area.gathered, outcome, judge(area.gathered, outcome))
    except RidematchError as error:
        return AreaResult(name=area.name, failed=str(error))
    except Exception as error:  # its text may hold anything
        unforeseen = say("Something unforeseen went wrong ({kind}).", kind=type(error).__name__)
        return AreaResult(name=area.name, failed=unforeseen)
    return AreaResult(name=area.name, morning=morning)
