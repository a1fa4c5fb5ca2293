"""A bound over loose fragments: below every plan, not far below, and no fragment is missing among them."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match import first, relaxed, solve
from ridematch.match.board import Board, lay_out
from ridematch.match.crowd import gathered
from ridematch.match.duty import DutyChoice
from ridematch.match.fragments import growing
from ridematch.match.relaxed import relaxed_bound
from ridematch.match.solve import match
from ridematch.model.problem import Problem
from tests.bench.suite import night
from tests.match.nights import crowded
from tests.match.test_crowd import APART, in_company
from tests.match.test_fragments import as_good, what


def seasons_of(board: Board) -> list[int]:
    return sorted({board.season(block.date) for block in board.problem.blocks})


def lower(problem: Problem, known: list[DutyChoice] | None = None) -> float:
    board = lay_out(problem)
    return relaxed_bound(problem, board, known or [], seasons=seasons_of(board), late=lambda: False)


def with_learners(problem: Problem, seed: int) -> Problem:
    """Lessons at the homes of riders of whom there may be several alike."""
    rng = Random(seed)
    homes = [place for place in problem.travel.places if place.startswith("home:")]
    some = dict(zip((wish.code for wish in problem.lessons), rng.sample(homes, len(homes)), strict=False))
    lessons = tuple(
        replace(
            wish,
            learner=some[wish.code].removeprefix("home:"),
            slots=tuple(replace(slot, place=some[wish.code]) for slot in wish.slots),
        )
        if wish.code in some
        else wish
        for wish in problem.lessons
    )
    return replace(problem, lessons=lessons)


@given(st.integers(0, 10**6), st.integers(1, 2), st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_no_plan_costs_less_than_the_bound(seed: int, days: int, copies: int) -> None:
    problem = with_learners(in_company(seed, copies=copies, days=days), seed)
    plan = match(problem)
    assert plan.proven
    assert lower(problem) <= plan.objective + 1e-6


@given(st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_no_plan_of_a_crowded_night_costs_less_either(seed: int) -> None:
    problem = crowded(seed, commutes=8, drivers=4, lessons=2)
    assert lower(problem) <= match(problem).objective + 1e-6


def test_learners_are_in_the_classes_of_their_neighbours() -> None:
    problems = [with_learners(in_company(seed, copies=4), seed) for seed in range(40)]
    more = [len(gathered(one).alike) - len(gathered(one, learners=True).alike) for one in problems]
    assert sum(count > 0 for count in more) >= 5


def test_from_a_lesson_to_the_class_of_the_learner_it_is_no_way() -> None:
    changed = 0
    for seed in range(40):
        problem = with_learners(in_company(seed, copies=4), seed)
        small = gathered(problem, learners=True).problem
        before, after = np.array(problem.travel.minutes[0]), np.array(small.travel.minutes[0])
        nearer = (before > after).sum()
        assert (before < after).sum() == (np.diag(before) < np.diag(after)).sum()  # from a class to itself
        waits = [driver.max_wait_minutes for driver in problem.drivers]
        longer = [driver.max_wait_minutes for driver in small.drivers]
        assert longer == [wait + (APART if nearer else 0) for wait in waits]
        changed += bool(nearer)
    assert changed >= 5


def test_no_fragment_is_missing() -> None:
    for seed in range(12):
        board = lay_out(crowded(seed, commutes=8, drivers=4, lessons=0))
        for season in seasons_of(board):
            cars = growing(board, season)
            every = cars.grown(most=10**6, late=lambda: False)
            loose = cars.loose(most=10**6, late=lambda: False)
            assert every.complete
            assert loose.complete
            assert all(
                any(as_good(loose, one, every, other) for one in some)
                for other, those in enumerate(what(every))
                for some in [[one for one, its in enumerate(what(loose)) if its == those]]
            )


def test_a_hotel_has_a_bound_worth_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "MANY_PREFIXES", 200)
    monkeypatch.setattr(solve, "MORE_PREFIXES", 3_000)
    monkeypatch.setattr(solve, "SHORT_PREFIXES", 3_000)
    monkeypatch.setattr(solve, "MOST_PREFIXES", 3_000)
    monkeypatch.setattr(first, "MORE_TRIES", 500)
    plan = match(night("hotel", 20).problem())
    assert not plan.proven
    assert 0.95 * plan.objective <= plan.bound <= plan.objective


def test_too_many_loose_ones_give_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxed, "MOST_LOOSE", 3)
    assert lower(crowded(1, commutes=8, drivers=4, lessons=2)) == 0.0
