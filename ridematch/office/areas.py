"""Many areas in one run: each with a store of its own, gathered and published here, decided wherever there is room.

What travels is a problem, what stands from before, and a plan, all by codes; names, homes and numbers stay here. One
area that fails costs itself.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.office.deciding import Decision, decide
from ridematch.office.executors import executor_for
from ridematch.office.night import Gathered, apply, gather, judge
from ridematch.office.runs import Order, kept_if_it_fails
from ridematch.views.areas import AreaResult
from ridematch.views.morning import Morning

MOST_TRIES = 3
"""So often a problem is given out again whose worker died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Area:
    """One area under way."""

    name: str
    engine: Any
    gathered: Gathered


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
    return _Area(name=name, engine=engine, gathered=gather(engine, order))


def _decided(areas: list[_Area], *, executor: str) -> Iterator[tuple[_Area, Decision | Exception]]:
    """Each area with its decision, as they come.

    Where a pool of processes broke, what it had not done is given out anew; a Dask scheduler does so by itself.
    """
    left = list(areas)
    for _ in range(MOST_TRIES):
        if not left:
            return
        lost: list[_Area] = []
        with executor_for(executor) as pool:
            asked = {_ask(pool, area): area for area in left}
            for done in as_completed(asked):
                area, error = asked[done], done.exception()
                if isinstance(error, BrokenProcessPool):
                    lost.append(area)
                elif isinstance(error, Exception):
                    yield area, error
                else:
                    yield area, done.result()
        left = lost
    for area in left:
        yield area, RidematchError(say("The workers that planned it died, {times} times.", times=MOST_TRIES))


def _ask(pool: Executor, area: _Area) -> "Future[Decision]":
    gathered = area.gathered
    found = gathered.found
    return pool.submit(decide, gathered.problem, found.past, found.latest, seconds=gathered.order.seconds)


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
