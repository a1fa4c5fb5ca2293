"""A night planned again after one cancellation: from nothing, and beginning with the plan before.

python -m tests.bench.again [SECONDS] [SHAPE-SIZE ...]
"""

import sys
from dataclasses import replace
from statistics import median

from ridematch.match.solve import match
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.rules.check import check
from tests.bench.suite import night

NIGHTS = ("spread-20", "spread-60", "hotel-20", "doubling-60", "week-200")

CANCELLED = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Of the commutes served, in their order, the one at this place is cancelled."""


def published(problem: Problem, plan: Plan) -> Problem:
    """The problem once the plan is published: whoever has something else from then on is a change that costs."""
    has = {visit.serves: duty.driver for duty in plan.duties for trip in duty.trips for visit in trip.visits}
    journeys = (
        replace(
            journey,
            legs=tuple(
                replace(leg, request=replace(leg.request, proposed_driver=has.get(leg.request.code, "")))
                for leg in journey.legs
            ),
        )
        for journey in problem.journeys
    )
    return replace(problem, journeys=tuple(journeys))


def cancelled(problem: Problem, plan: Plan, place: float) -> Problem:
    """The problem without one of the commutes served."""
    served = [one.code for one in problem.journeys if one.code not in plan.left_out]
    gone = served[int(place * len(served))]
    return replace(problem, journeys=tuple(one for one in problem.journeys if one.code != gone))


def main(seconds: float = 60.0, nights: tuple[str, ...] = NIGHTS) -> None:
    """Print, for each night, how long every search took and how good what it found is known to be."""
    match(night("spread", 20).problem())  # compiled
    print("| night | at first, s | again from nothing, s | with the plan before, s | proven of these |")
    print("|---|---|---|---|---|")
    for name in nights:
        shape, _, size = name.rpartition("-")
        problem = night(shape, int(size)).problem()
        first = match(problem, seconds=seconds)
        found = []
        for place in CANCELLED:
            now = cancelled(published(problem, first), first, place)
            cold, warm = match(now, seconds=seconds), match(now, earlier=first, seconds=seconds)
            assert not check(now, cold), "from nothing"
            assert not check(now, warm), "with the plan before"
            assert not (cold.proven and warm.proven) or abs(cold.objective - warm.objective) < 1e-3, "not the same"
            found.append((cold, warm))
        took = [sorted(some[which].seconds for some in found) for which in range(2)]
        told = [f"{median(some):.1f} ({some[0]:.1f} to {some[-1]:.1f})" for some in took]
        proven = [sum(some[which].proven for some in found) for which in range(2)]
        print(f"| {name} | {first.seconds:.1f} | {told[0]} | {told[1]} | {proven[0]} and {proven[1]} of {len(found)} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, tuple(sys.argv[2:]) or NIGHTS)
