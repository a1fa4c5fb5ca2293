"""The routing library at its best: a search a core from another first plan, in rounds, each repaired; the best counts.

The library's legs are not linked: in trials with constraints that link them guided local search serves next to nobody.
So it serves many commutes by half, and a repair drops most of these. In the next round the dropped are not in the
model any more, and the time is spent on the others.
"""

import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from tests.bench.draft import Draft
from tests.bench.repair import Repaired, repaired
from tests.bench.routing_model import RoutingModel, allowed_blocks

FIRST_PLANS = ("LOCAL_CHEAPEST_INSERTION", "PARALLEL_CHEAPEST_INSERTION")
"""Ways to a first plan; the automatic choice finds none for most nights with limits on ride times."""

ROUNDS = 3


class Routed(NamedTuple):
    """The best plan of all searches and rounds, how it came about in words, and the memory of the searches in MB."""

    plan: Plan
    remark: str
    peak_mb: float


def route(problem: Problem, *, seconds: float) -> Routed:
    """The best plan in about so many seconds on all cores."""
    searches = FIRST_PLANS[: os.cpu_count() or 1]
    with ProcessPoolExecutor(max_workers=len(searches), mp_context=get_context("fork")) as processes:
        found = list(processes.map(partial(search, problem, seconds=seconds), searches))
    best = min(found, key=lambda one: one.plan.objective)
    return Routed(best.plan, best.remark, sum(one.peak_mb for one in found))


def search(problem: Problem, first_plan: str, *, seconds: float) -> Routed:
    """One search after this way to a first plan."""
    end = time.monotonic() + seconds
    empty = Draft(problem)
    allowed = allowed_blocks(empty)
    without: frozenset[str] = frozenset()
    rounds: list[Repaired] = []
    for number in range(ROUNDS):
        model = RoutingModel(empty, allowed, without=without)
        orders = model.solved(first_plan, seconds=(end - time.monotonic()) / (ROUNDS - number))
        if orders is None:
            break
        rounds.append(repaired(problem, orders))
        without |= rounds[-1].dropped
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if not rounds:
        return Routed(repaired(problem, {}).plan, "nothing found in time; what the coordinator would do", peak)
    best = min(rounds, key=lambda one: one.plan.objective)
    remark = (
        f"{first_plan.lower()}, round {rounds.index(best) + 1} of {len(rounds)}: {best.refused} refused by the checker, "
        f"{best.halves} commutes served by half, {len(best.dropped)} of them dropped"
    )
    return Routed(best.plan, remark, peak)
