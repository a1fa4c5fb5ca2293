"""One run in a process of its own, so that its peak memory is its own and a crash costs one row.

    python -m tests.bench.run TASK

TASK is JSON, as `apart` writes it; the result is one line of JSON on standard output.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from unittest.mock import patch

from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.rules.case import Book, Case
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.bench.memory import peak_mb
from tests.bench.results import Result, result_from
from tests.bench.suite import Night, Task

Planned = tuple[Plan, str, float]
"""A plan, a remark on it, and the memory in MB of other processes it took."""

WARM_UP = (
    Night(shape="spread", commutes=10, volunteers=8, lessons=2),
    Night(shape="hotel", commutes=10, volunteers=8, lessons=2),
    Night(shape="week", commutes=10, volunteers=8, lessons=2),
)
"""Planned by the engine before the clock starts: its loops are compiled once a machine and read once a run."""

WARM_UP_SECONDS = 5.0

PATIENCE = 600.0
"""Seconds beyond five times the limit after which a run is given up."""

KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(2**32), "MALLOC_MMAP_THRESHOLD_": str(2**30)}
"""For the routing library: otherwise a quarter of its time goes into giving memory back and taking it again."""


def apart(task: Task) -> Result:
    """The result of a run in another process; if that dies or does not end, a result that says so."""
    command = [sys.executable, "-m", "tests.bench.run", json.dumps(asdict(task))]
    environ = {**os.environ, **(KEEP_MEMORY if task.method == "routing" else {})}
    try:
        done = subprocess.run(
            command,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE + 5 * (task.limit or 0.0),
        )
    except subprocess.TimeoutExpired as late:
        return _failed(task, f"given up after {late.timeout:,.0f} s")
    if done.returncode < 0:
        return _failed(task, f"ended by signal {-done.returncode}")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return _failed(task, last)
    return result_from(json.loads(done.stdout.splitlines()[-1]))


def _failed(task: Task, error: str) -> Result:
    return Result(
        night=task.night.name, method=task.method, commutes=task.night.commutes, limit=task.limit, error=error
    )


def here(task: Task, *, warm_up: bool = True) -> Result:
    """The result of a run in this process."""
    problem, plan_it = task.night.problem(), planner(task)
    if task.method == "engine" and warm_up:
        with patch("ridematch.match.search.SOON", 1):  # what only hard days need is to be compiled too
            for night in WARM_UP:
                planner(replace(task, limit=WARM_UP_SECONDS))(night.problem())
        from ridematch.match.cuts import violated  # (here: the other methods' memory is measured too)

        violated([], range(0), ())  # these nights need no cuts
    begun = time.monotonic()
    plan, remark, elsewhere_mb = plan_it(problem)
    seconds = time.monotonic() - begun
    peak = peak_mb() + elsewhere_mb
    case = Case(Book(problem), plan)
    engine = task.method == "engine"
    return Result(
        night=task.night.name,
        method=task.method,
        commutes=task.night.commutes,
        limit=task.limit,
        objective=round(score(problem, plan).total, 6),
        bound=plan.bound if engine else None,
        proven=plan.proven,
        served=len(problem.journeys) - len(plan.left_out),
        journeys=len(problem.journeys),
        lessons=len(case.lessons),
        wanted=sum(wish.wanted for wish in problem.lessons),
        seconds=round(seconds, 3),
        peak_mb=round(peak, 1),
        violations=tuple(found.sentence for found in check(problem, plan)),
        remark=remark,
    )


def planner(task: Task) -> Callable[[Problem], Planned]:
    """The task's method, with all it needs imported, so that the clock does not run for that."""
    limit = task.limit
    if task.method == "greedy":
        from tests.bench.greedy import greedy

        return lambda problem: (greedy(problem), "", 0.0)
    assert limit is not None
    if task.method == "routing":
        from tests.bench.routing import route

        return lambda problem: route(problem, seconds=limit)
    from ridematch.match.solve import match

    return lambda problem: (match(problem, seconds=limit), "", 0.0)


def task_from(text: str) -> Task:
    """What `apart` wrote."""
    content = json.loads(text)
    return Task(**{**content, "night": Night(**content["night"])})


if __name__ == "__main__":
    print(json.dumps(asdict(here(task_from(sys.argv[1])))))
