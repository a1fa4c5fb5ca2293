"""Rounds of pricing that look again at the likely items: the same plan, and no proof where they were cut short."""

from itertools import count

import pytest

from ridematch.match import days, generate, look, solve
from ridematch.match.board import lay_out
from ridematch.match.days import days_of
from ridematch.match.fragments import growing
from ridematch.match.items import Items
from ridematch.match.program import Choice
from ridematch.match.progress import Course
from ridematch.match.solve import match
from ridematch.match.stop import Stop
from ridematch.model.problem import Problem
from tests.match.nights import crowded

SEEDS = range(12)


@pytest.fixture(autouse=True)
def _few_are_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "LIKELY", 3)
    monkeypatch.setattr(look, "LIKELY", 3)
    monkeypatch.setattr(generate, "FEW_LABELS", 0)


def cut_short(problem: Problem, looks: int) -> tuple[Choice, bool]:
    """The choice where it was late after so many looks at the clock, and whether it says that nothing was left out."""
    board, clock = lay_out(problem), count()
    items = {}
    for season in {board.season(block.date) for block in problem.blocks}:
        items[season] = Items(board, growing(board, season).grown(most=10**6, late=lambda: False), season)
    found = generate.generate(
        board, days_of(board, items), [], complete=True, late=lambda: next(clock) >= looks, course=None
    )
    return solve._best(found, None, Stop(), Course(lambda: 0.0, None))


@pytest.mark.parametrize("seed", SEEDS)
def test_it_leads_to_the_same_plan(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = crowded(seed, commutes=6, drivers=4, lessons=2)
    again = match(problem)
    with monkeypatch.context() as whole:
        whole.setattr(days, "LIKELY", 10**9)
        whole.setattr(look, "LIKELY", 10**9)
        plan = match(problem)
    assert again.proven
    assert again.objective == pytest.approx(plan.objective)


@pytest.mark.parametrize("seed", SEEDS)
def test_however_early_the_rounds_end_the_bound_holds(seed: int) -> None:
    problem = crowded(seed, commutes=6, drivers=4, lessons=2)
    best, complete = cut_short(problem, 10**9)
    assert complete
    for looks in (1, 5, 9, 14, 20, 40):
        choice, complete = cut_short(problem, looks)
        assert choice.bound <= best.objective + 1e-6
        assert not complete or choice.objective == pytest.approx(best.objective)
