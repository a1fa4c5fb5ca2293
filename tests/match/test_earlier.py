"""An earlier plan to begin with: the answer is the same as without it, whatever it says, and comes sooner."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match import branching, generate, rounds, solve
from ridematch.match.board import Board, lay_out
from ridematch.match.choosing import choose
from ridematch.match.crowd import Crowd, gathered
from ridematch.match.earlier import Earlier, Names
from ridematch.match.master import Rows
from ridematch.match.progress import Standing
from ridematch.match.search import Found
from ridematch.match.solve import match
from ridematch.match.stop import Stop
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.bench.again import published
from tests.match.nights import crowded
from tests.match.test_best import SHAPES, everything, priced_to_the_end, solved
from tests.match.test_crowd import company, in_company, members


@pytest.fixture(autouse=True)
def always_begun_with(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From now on every search takes long enough to begin with the earlier plan."""
    monkeypatch.setattr(solve, "MANY_PREFIXES", 0)
    priced_to_the_end(monkeypatch)
    yield


def without_one(problem: Problem, rng: Random) -> Problem:
    """Somebody does not want to be driven any more, and a volunteer is away."""
    gone, away = rng.choice(problem.journeys), rng.choice(problem.blocks)
    codes = {leg.request.code for leg in gone.legs}
    return replace(
        problem,
        journeys=tuple(one for one in problem.journeys if one.code != gone.code),
        blocks=tuple(one for one in problem.blocks if one != away),
        pins=tuple(pin for pin in problem.pins if pin.serves not in codes),
        practice_rides=tuple(one for one in problem.practice_rides if one.request not in codes),
    )


def begun_with(problem: Problem, earlier: Plan) -> Plan:
    plan = match(problem, earlier=earlier)
    assert check(problem, plan) == ()
    assert score(problem, plan).total == pytest.approx(plan.objective)
    return plan


@given(st.integers(0, 10**6), st.integers(0, 1))
@settings(max_examples=40, deadline=None)
def test_planned_again_as_well_as_from_nothing(seed: int, proposed: int) -> None:
    rng, problem = Random(seed), everything(seed, **SHAPES[seed % len(SHAPES)])
    earlier = solved(problem)
    now = without_one(problem, rng) if len(problem.journeys) > 1 and problem.blocks else problem
    now = published(now, earlier) if proposed else now
    best = solved(now)
    again = begun_with(now, earlier)
    assert again.proven
    assert again.objective == pytest.approx(best.objective)


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_the_earlier_plan_is_possible_still_at_its_cost(seed: int) -> None:
    problem = everything(seed, **SHAPES[seed % len(SHAPES)])
    plan, (board, crowd) = solved(problem), laid_out(problem)
    duties = Earlier(plan, board, crowd).duties
    found = choose(Rows(board, list(dict.fromkeys((duty.driver, duty.date) for duty in duties))), duties, stop=Stop())
    assert found is not None
    assert found.objective == pytest.approx(plan.objective)


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_whatever_the_earlier_prices_the_plan_is_the_best(seed: int) -> None:
    rng, problem = Random(seed), everything(seed, **SHAPES[seed % len(SHAPES)])
    best = solved(problem)
    wrong = tuple((name, rng.uniform(-700, 700)) for name, _ in best.prices)
    again = begun_with(problem, replace(best, prices=wrong))
    assert again.proven
    assert again.objective == pytest.approx(best.objective)


@given(st.integers(0, 10**6), st.integers(2, 4))
@settings(max_examples=15, deadline=None)
def test_riders_who_are_alike_are_planned_again_as_well(seed: int, copies: int) -> None:
    problem = in_company(seed, copies=copies)
    earlier = match(problem)
    now = published(without_one(problem, Random(seed)), earlier)
    assert begun_with(now, earlier).objective == pytest.approx(match(now).objective)


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_the_rows_alone_are_never_worth_more_than_a_plan_by_any_prices(seed: int) -> None:
    """Lagrange's bound: with what each chosen duty costs by the prices added, no more than the plan."""
    rng, problem = Random(seed), everything(seed, **SHAPES[seed % len(SHAPES)])
    plan, (board, crowd) = solved(problem), laid_out(problem)
    duties = Earlier(plan, board, crowd).duties
    rows = Rows(board, list(dict.fromkeys((duty.driver, duty.date) for duty in duties)))
    best = choose(rows, duties, stop=Stop())
    assert best is not None
    wrong = tuple((name, rng.uniform(-700, 700)) for name, _ in plan.prices)
    for prices in (plan.prices, wrong):
        duals = Earlier(replace(plan, prices=prices), board, crowd).duals(rows)
        paid = sum(min(0.0, rows.reduced_cost(duty, duals)) for duty in duties)
        assert -(10**6) < rows.least(duals) + paid <= best.objective + 1e-3


def laid_out(problem: Problem) -> tuple[Board, Crowd]:
    crowd = gathered(problem)
    return lay_out(crowd.problem, {code: len(alike) for code, alike in crowd.alike.items()}), crowd


def test_what_is_as_it_was_is_priced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = crowded(3, commutes=12, drivers=8, lessons=3)
    looks: list[int] = []
    one_round = rounds.one_round

    def counted(*about: Any, **more: Any) -> list[Found]:
        looks.append(1)
        return one_round(*about, **more)

    for module in (generate, rounds):
        monkeypatch.setattr(module, "one_round", counted)
    earlier = match(problem)
    first = len(looks)
    again = begun_with(problem, earlier)
    assert (again.objective, again.proven) == (earlier.objective, True)
    assert len(looks) - first == 1 < first


def test_the_earlier_plan_is_there_at_once() -> None:
    """Whoever stops the search before it began has what there was before, as far as it is still possible."""
    problem = crowded(5, commutes=10, drivers=6, lessons=3)
    earlier = match(problem)
    stop = Stop()
    stop.ask()
    seen: list[Standing] = []
    again = match(problem, earlier=earlier, stop=stop, progress=seen.append)
    assert check(problem, again) == ()
    assert again.objective == pytest.approx(earlier.objective)
    assert next(one.phase for one in seen if one.objective is not None) == "the plan before"


def test_prices_hold_for_the_other_riders_of_a_class() -> None:
    """Also where who stood for them all is the one who cancelled."""
    problem = company()
    plan, first = match(problem), members(problem)[0]
    left = replace(problem, journeys=tuple(one for one in problem.journeys if one.rider != first.rider))
    names = Names(*laid_out(left))
    rows = Rows(laid_out(left)[0], [])
    asked = [name for key in rows.limits if key[0] == "serve" for name in names.of(key, rows)]
    assert set(asked) <= {name for name, _ in plan.prices}


def test_every_row_has_a_name_of_its_own() -> None:
    for seed in range(20):
        problem = everything(seed, **SHAPES[seed % len(SHAPES)])
        board, crowd = laid_out(problem)
        rows = Rows(board, [(n, block.date) for n, _ in enumerate(problem.drivers) for block in problem.blocks])
        names = [name for key in rows.limits for name in Names(board, crowd).of(key, rows)]
        assert len(names) == len(set(names))


def test_where_much_is_new_drafts_are_made_as_well() -> None:
    problem = crowded(2, commutes=12, drivers=6, lessons=2)
    plan = match(replace(problem, journeys=problem.journeys[:4]))
    assert not Earlier(plan, *laid_out(problem)).knows_most
    assert Earlier(match(problem), *laid_out(problem)).knows_most
    assert begun_with(problem, plan).objective == pytest.approx(match(problem).objective)


def test_where_not_all_can_be_looked_at_the_bound_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is no worse than the one before, and drafts are made although that knows most."""
    problem = crowded(4, commutes=10, drivers=5, lessons=2)
    best = match(problem)
    for limit in ("MORE_PREFIXES", "SHORT_PREFIXES", "MOST_PREFIXES"):
        monkeypatch.setattr(solve, limit, 30)
    seen: list[Standing] = []
    again = match(problem, earlier=best, progress=seen.append)
    assert "a better draft" in {one.phase for one in seen}
    assert check(problem, again) == ()
    assert again.objective == pytest.approx(best.objective)
    assert again.bound <= best.objective + 1e-6


def test_a_plan_for_other_people_is_no_help_and_no_harm() -> None:
    problem = crowded(6, commutes=10, drivers=6, lessons=2)
    strange = Plan(left_out=("X1", "X2"), prices=(("serve X1", 600.0), ("day X 2026-12-14", -50.0)))
    assert not Earlier(strange, *laid_out(problem)).knows_some
    assert begun_with(problem, strange).objective == pytest.approx(match(problem).objective)


def test_a_cut_named_twice_is_one_cut() -> None:
    """In whatever order its rides are named, and only of an odd number of rides that are asked for."""
    problem = crowded(1, commutes=8, drivers=5, lessons=0)
    best, (board, crowd) = match(problem), laid_out(problem)
    three, two, strange = board.codes[:3], board.codes[:2], (*board.codes[:2], "X1")
    named = [" ".join(("pairs", *codes)) for codes in (three, three[::-1], two, strange, (*two, two[0]))]
    earlier = replace(best, prices=(*best.prices, *((name, -300.0) for name in named)))
    assert Names(board, crowd).cuts(dict(earlier.prices)) == [(0, 1, 2)]
    again = begun_with(problem, replace(earlier, duties=(), left_out=tuple(one.code for one in problem.journeys)))
    assert again.objective == pytest.approx(best.objective)


def test_whoever_gets_out_before_getting_in_is_passed_over() -> None:
    problem = crowded(1, commutes=8, drivers=5, lessons=0)
    plan = match(problem)
    first = plan.duties[0]
    backwards = replace(first, trips=tuple(replace(trip, visits=trip.visits[::-1]) for trip in first.trips))
    again = begun_with(problem, replace(plan, duties=(backwards, *plan.duties[1:])))
    assert again.objective == pytest.approx(plan.objective)


def test_where_too_many_duties_are_left_prices_are_made_after_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "NEAR", 1.0)
    monkeypatch.setattr(branching, "FEW_DUTIES", 0)
    problem = crowded(3, commutes=12, drivers=8, lessons=3)
    now = without_one(problem, Random(3))
    assert begun_with(now, match(problem)).objective == pytest.approx(solved(now).objective)
