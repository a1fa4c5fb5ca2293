"""Tables on which a detour over another place is quicker than the direct way: nothing possible is passed over."""

from dataclasses import replace
from random import Random

import pytest

from ridematch.match.solve import match
from ridematch.model.problem import Problem
from ridematch.rules.check import check
from tests.match.brute import best_objective
from tests.match.nights import tiny


def with_slow_ways(problem: Problem, rng: Random) -> Problem:
    """The same with two in five ways twice or three times as long."""

    def slowed(season: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(0 if here == there else max(1, way * rng.choice((1, 1, 1, 2, 3))) for there, way in enumerate(row))
            for here, row in enumerate(season)
        )

    summer, winter = problem.travel.minutes
    return replace(problem, travel=replace(problem.travel, minutes=(slowed(summer), slowed(winter))))


@pytest.mark.parametrize("seed", [36, 2964, *range(10)])  # the first two have own trips that take a detour
def test_nothing_is_passed_over_where_a_detour_is_quicker(seed: int) -> None:
    problem = with_slow_ways(tiny(seed, commutes=3, drivers=3, lessons=1, days=1), Random(seed))
    plan = match(problem)
    assert plan.proven
    assert plan.objective == pytest.approx(best_objective(problem))
    assert not check(problem, plan)
