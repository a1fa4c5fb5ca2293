"""The dial-a-ride benchmark: each instance of a folder solved to the end, its solution file read again and judged.

    python -m tests.bench.darp FOLDER [--solutions FOLDER] [--seconds SECONDS]

Each instance has a process of its own, so that its peak memory is its own too. Compiled code is loaded, or compiled on
the first run, before the clock is started.
"""

import argparse
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from math import inf, isinf, nan
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from ridematch.match.fleet.best import best_routes
from ridematch.match.stop import Stop
from ridematch.model.errors import RidematchError
from ridematch.model.fleet import Fleet, FleetPlan, Halt
from tests.bench.darp_check import faults
from tests.bench.darp_files import Solution, instances, read_instance, read_optima, read_solution, write_solution

SECONDS = 600.0
"""For one instance, unless told otherwise."""

COLUMNS = ("instance", "optimum", "ours", "gap %", "proven", "seconds", "MB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One instance: its published optimum if there is one, our plan, what is wrong with it, and what it took."""

    name: str
    optimum: float | None
    plan: FleetPlan
    faults: tuple[str, ...]
    seconds: float
    megabytes: float

    @property
    def gap(self) -> float:
        """Percent above the published optimum, which has two decimals, or else above our own bound."""
        least = self.plan.bound if self.optimum is None else self.optimum
        ours = self.plan.distance if self.optimum is None else round(self.plan.distance, 2)
        return 0.0 if ours == least else 100.0 * (ours - least) / least

    @property
    def row(self) -> tuple[str, ...]:
        """As the table has it."""
        return (
            self.name,
            "" if self.optimum is None else f"{self.optimum:.2f}",
            "none" if isinf(self.plan.distance) else f"{self.plan.distance:.2f}",
            "" if isinf(self.plan.distance) else f"{self.gap:.2f}",
            "yes" if self.plan.proven else f"no, at least {self.plan.bound:.2f}",
            f"{self.seconds:.2f}",
            f"{self.megabytes:.0f}",
        )

    @property
    def wrong(self) -> tuple[str, ...]:
        """Faults of the solution, and whether it contradicts what is published."""
        optimum, plan, found = self.optimum, self.plan, list(self.faults)
        if optimum is not None and plan.proven and abs(round(plan.distance, 2) - optimum) > 0.005:
            found.append(f"proven to be {plan.distance:.2f}, and {optimum:.2f} is published as the optimum.")
        return tuple(f"{self.name}: {fault}" for fault in found)


def measured(path: Path, optimum: float | None, solutions: Path, seconds: float) -> Measured:
    """Solve one instance, write its solution and judge what was written."""
    fleet = read_instance(path)
    best_routes(_smallest())
    begun = time.perf_counter()
    plan = best_routes(fleet, stop=Stop(seconds))
    took = time.perf_counter() - begun
    found: list[str] = []
    if plan.routes:
        file = solutions / f"{path.stem}.txt"
        write_solution(file, Solution(distance=plan.distance, routes=plan.routes))
        again = read_solution(file)
        found = faults(fleet, again.routes, again.distance)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return Measured(name=path.stem, optimum=optimum, plan=plan, faults=tuple(found), seconds=took, megabytes=peak)


def alone(path: Path, optimum: float | None, solutions: Path, seconds: float) -> Measured:
    """`measured` in a process of its own; spawned, since the solver's threads do not survive a fork."""
    begun = time.perf_counter()
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        try:
            return process.submit(measured, path, optimum, solutions, seconds).result()
        except BrokenProcessPool:
            nothing = FleetPlan(routes=(), distance=inf, bound=0.0, proven=False)
            died = ("the process that solved it was ended from outside, perhaps for want of memory.",)
            took = time.perf_counter() - begun
            return Measured(name=path.stem, optimum=optimum, plan=nothing, faults=died, seconds=took, megabytes=nan)


def _smallest() -> Fleet:
    """Two rides that one car can combine, to have everything compiled."""
    halts = [Halt(earliest=0.0, latest=100.0, service=1.0, load=load) for load in (0, 1, 1, -1, -1)]
    ways = tuple(tuple(float(abs(one - other)) for other in range(5)) for one in range(5))
    return Fleet(cars=1, seats=2, longest_ride=20.0, longest_route=100.0, halts=tuple(halts), ways=ways)


def run(folder: Path, solutions: Path, seconds: float) -> bool:
    """Print the table row by row as it comes, then what is wrong; whether nothing is."""
    paths, optima = instances(folder), read_optima(folder)
    for path in paths:
        read_instance(path)  # what can't be read is said before anything is solved
    widths = [max(8, *(len(path.stem) for path in paths)), *(len(column) + 2 for column in COLUMNS[1:])]
    print(_line(COLUMNS, widths), flush=True)
    done = []
    for path in paths:
        done.append(alone(path, optima.get(path.stem), solutions, seconds))
        print(_line(done[-1].row, widths), flush=True)
    wrong = [fault for one in done for fault in one.wrong]
    proven = sum(one.plan.proven for one in done)
    print(f"{proven} of {len(done)} proven, {sum(one.seconds for one in done):.1f} s in all.")
    right = sum(bool(one.plan.routes) and not one.faults for one in done)
    print(f"{right} solution{'s' * (right != 1)} written, read again and found right.")
    print("\n".join(wrong) if wrong else "Nothing contradicts a published optimum.")
    return not wrong


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return first[0].ljust(first[1]) + "".join(f" {cell:>{width}}" for cell, width in others)


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 where every solution is right, 1 where one is not, 2 where something can't be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.darp", description="Solve dial-a-ride instances.")
    parser.add_argument(
        "folder", type=Path, help="instances in Cordeau's format (.txt), and optima.csv if there is one"
    )
    parser.add_argument("--solutions", type=Path, help="where to write a solution file for each instance")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="the most for one instance (default %(default)g)"
    )
    given = parser.parse_args(arguments)
    try:
        if given.solutions:
            return 0 if run(given.folder, given.solutions, given.seconds) else 1
        with TemporaryDirectory() as folder:
            return 0 if run(given.folder, Path(folder), given.seconds) else 1
    except RidematchError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
