"""A country of many areas: seeded nights of one size decided by a process a core, every plan checked.

python -m tests.bench.country [AREAS] [COMMUTES]
"""

import sys
from concurrent.futures import as_completed
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

from ridematch.match.solve import match
from ridematch.model.problem import Problem
from ridematch.office.executors import PROCESSES, executor_for
from ridematch.rules.check import check
from tests.bench.nights import bench_night

SECONDS = 120.0
"""For one area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One area's plan in numbers."""

    proven: bool
    gap: float
    seconds: float
    violations: int
    left_out: int


def plan(problem: Problem) -> Planned:
    """What a worker does."""
    found = match(problem, seconds=SECONDS)
    return Planned(
        proven=found.proven,
        gap=found.gap,
        seconds=found.seconds,
        violations=len(check(problem, found)),
        left_out=len(found.left_out),
    )


def main(areas: int = 50, commutes: int = 60) -> None:
    """Print how long the country took, and how good its plans are known to be."""
    nights = [
        bench_night(seed, commutes=commutes, volunteers=commutes * 2 // 3, lessons=commutes // 4)
        for seed in range(areas)
    ]
    began = perf_counter()
    with executor_for(PROCESSES) as pool:
        done = [future.result() for future in as_completed([pool.submit(plan, night) for night in nights])]
    took = perf_counter() - began
    peak = max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) / 1024
    print(f"{areas} areas of {commutes} commutes: {took:.0f} s, {60 * areas / took:.1f} areas a minute")
    print(f"proven: {sum(one.proven for one in done)}, largest gap {100 * max(one.gap for one in done):.2f} %")
    print(f"violations: {sum(one.violations for one in done)}, left out: {sum(one.left_out for one in done)}")
    slowest, whole = max(one.seconds for one in done), sum(one.seconds for one in done)
    print(f"seconds of search: {whole:.0f} in all, {slowest:.1f} for the slowest; {peak:.0f} MB in the largest process")


if __name__ == "__main__":
    asked = dict(zip(("areas", "commutes"), map(int, sys.argv[1:3]), strict=False))
    main(**asked)
