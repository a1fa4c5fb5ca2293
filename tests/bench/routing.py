"""The routing library at its best: a search a core from another first plan, in rounds, each repaired; the best counts.

The legs of a commute are not linked: with a constraint for that, nobody at all was served on a night where seven of
twenty are served without. So commutes are served by half, and a repair has to drop some of these. In the next round
they are not in the model any more, and the time is spent on the others.
"""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from tests.bench.draft import Draft
from tests.bench.memory import peak_mb
from tests.bench.repair import Repaired, repaired
from tests.bench.routing_model import RoutingModel, allowed_blocks

FIRST_PLANS = ("LOCAL_CHEAPEST_INSERTION", "PARALLEL_CHEAPEST_INSERTION")
"""Ways to a first plan for optional pickups with their deliveries, the best we know first."""

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
    model: RoutingModel | None = None
    left = ROUNDS
    while left:
        model = model or RoutingModel(empty, allowed, without=without)
        orders = model.solved(first_plan, seconds=(end - time.monotonic()) / left)
        if orders is None:
            left = min(left - 1, 1)  # no first plan in its share of the time: once more with all that is left
            continue
        left -= 1
        rounds.append(repaired(problem, orders))
        if rounds[-1].dropped:
            without, model = without | rounds[-1].dropped, None
    peak = peak_mb()
    if not rounds:
        return Routed(repaired(problem, {}).plan, "nothing found in time; what the coordinator would do", peak)
    best = min(rounds, key=lambda one: one.plan.objective)
    remark = (
        f"{first_plan.lower()}, round {rounds.index(best) + 1} of {len(rounds)}: {best.refused} refused by the "
        f"checker, {best.halves} commutes served by half, {len(best.dropped)} of them dropped"
    )
    return Routed(best.plan, remark, peak)
