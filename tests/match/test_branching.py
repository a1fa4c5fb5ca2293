"""Questions that split the plans: the best plan is found by them as well as by looking at all duties at once."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ridematch.match import branching, generate, solve
from ridematch.match.branching import Branching
from ridematch.match.choosing import Relaxing, UnsolvedError
from ridematch.match.crowd import gathered
from ridematch.match.labels import ALL_SETS
from ridematch.match.master import Key, Rows
from ridematch.match.rounds import Generation
from ridematch.match.search import search
from ridematch.match.solve import match
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.match.nights import crowded
from tests.match.test_crowd import in_company
from tests.match.test_search import days


def by_questions(problem: Problem, monkeypatch: pytest.MonkeyPatch, *, cuts: bool = True) -> tuple[Plan, int]:
    """The plan where HiGHS is not asked before, nor among few duties, and how many sets of answers were priced out."""
    priced = []
    price_out: Callable[..., Generation] = Branching._priced_out

    def counting(self: Branching, one: branching._Answers) -> Generation:
        priced.append(one)
        return price_out(self, one)

    monkeypatch.setattr(generate, "FEW_LABELS", 0)
    monkeypatch.setattr(branching, "FEW_DUTIES", -1)
    monkeypatch.setattr(Branching, "_priced_out", counting)
    monkeypatch.setattr(Branching, "_look", lambda self: None)
    monkeypatch.setattr(solve, "_likely", lambda *about: None)
    if not cuts:
        monkeypatch.setattr(generate, "violated", lambda *about: [])
    return match(problem), len(priced)


@pytest.mark.parametrize("cuts", [True, False])
def test_as_good_as_all_duties_at_once(cuts: bool) -> None:
    asked = 0
    for seed in range(25):
        problem = crowded(seed, commutes=9, drivers=5, lessons=1, days=1 + seed % 2)
        with pytest.MonkeyPatch.context() as monkeypatch:
            plan, priced = by_questions(problem, monkeypatch, cuts=cuts)
        assert check(problem, plan) == ()
        assert score(problem, plan).total == pytest.approx(plan.objective)
        assert plan.proven
        assert plan.objective == pytest.approx(match(problem).objective)
        asked += priced > 1
    assert asked > 0, "no night needed a question"


@given(st.integers(0, 10**6), st.integers(2, 5))
@example(seed=453656, copies=3)  # a duty drives two of a class or five of two: as many of each whatever is taken
@settings(max_examples=30, deadline=None)
def test_with_riders_who_are_alike(seed: int, copies: int) -> None:
    problem = in_company(seed, copies=copies, commutes=3)
    with pytest.MonkeyPatch.context() as monkeypatch:
        plan, _ = by_questions(problem, monkeypatch, cuts=False)
    assert check(problem, plan) == ()
    assert plan.proven
    assert plan.objective == pytest.approx(match(problem).objective)


def test_a_search_counts_with_the_prices_of_answers() -> None:
    """The reduced cost of each duty that is found is that of the rows, days that have to be driven among them."""
    found = 0
    for seed in range(10):
        rng = Random(seed)
        some = days(seed, gathered(in_company(seed, copies=4, commutes=3))) or days(seed)
        rows = Rows(some[0].board, [(day.driver, day.date) for day in some])
        duals: dict[Key, float] = {key: float(rng.randint(0, 90)) for key in rows.limits if key[0] == "serve"}
        for day in some:
            keys: list[Key] = [("day", day.driver, day.date)]
            keys += [("drives", bit, day.driver, day.date) for bit in day.local if rng.random() < 0.5]
            for key in keys:
                rows.split(key, 1000.0)
                duals[key] = float(rng.randint(-60, 60))
        for day in some:
            prices = rows.prices(duals, day.driver, day.date)
            its = search(day, prices, cutoff=1e6, compare=ALL_SETS, most=100_000)
            found += len(its.duties)
            for duty, cost in zip(its.duties, its.reduced_costs, strict=True):
                assert cost == pytest.approx(rows.reduced_cost(duty, duals))
    assert found > 0


def needing_questions() -> Problem:
    for seed in range(25):
        problem = crowded(seed, commutes=9, drivers=5, lessons=1)
        with pytest.MonkeyPatch.context() as monkeypatch:
            if by_questions(problem, monkeypatch, cuts=False)[1] > 1:
                return problem
    raise AssertionError("no night needed a question")


def test_a_relaxation_without_an_end_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = needing_questions()
    best = match(problem)

    def without_end(self: Relaxing) -> float:
        raise UnsolvedError

    monkeypatch.setattr(Relaxing, "value", without_end)
    plan, _ = by_questions(problem, monkeypatch, cuts=False)
    assert not plan.proven
    assert plan.bound <= best.objective + 1e-6
    assert check(problem, plan) == ()


def test_a_relaxation_that_fails_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """GLOP once gave up on its way from one set of answers to the next; begun anew it found the optimum."""
    problem = needing_questions()
    best = match(problem)
    real: Callable[..., None] = Relaxing.limit
    times = []

    def spoiled(self: Relaxing, *about: object) -> None:
        times.append(1)
        self.solver = None  # (the next solve fails)
        real(self, *about)

    monkeypatch.setattr(Relaxing, "limit", spoiled)
    plan, _ = by_questions(problem, monkeypatch, cuts=False)
    assert times
    assert plan.proven
    assert plan.objective == pytest.approx(best.objective)
