"""A priced search against all duties there are: nothing good is missed, and `least` is never too high."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ridematch.match import search as searching
from ridematch.match.board import lay_out
from ridematch.match.crowd import Crowd, gathered
from ridematch.match.cuts import Cut
from ridematch.match.days import Day, Prices, days_of
from ridematch.match.fragments import growing
from ridematch.match.items import Items
from ridematch.match.labels import ALL_SETS, EXACT, ROUGH
from ridematch.match.search import Found, search
from tests.match.nights import tiny
from tests.match.test_crowd import in_company

PLENTY = 100_000


def days(seed: int, crowd: Crowd | None = None) -> list[Day]:
    rng = Random(seed)
    problem = crowd.problem if crowd else tiny(seed, commutes=5, drivers=4, lessons=2, days=2)
    counts = {code: len(members) for code, members in crowd.alike.items()} if crowd else None
    # (few ways of these nights are long: where a break is due sooner, and the day's driving is over, that matters too)
    limits = replace(problem.limits, max_wheel_minutes=rng.choice((120, 60, 40, 30)), break_minutes=rng.choice((15, 5)))
    most = rng.choice((240, 120, 80, 60))
    drivers = tuple(replace(driver, max_drive_minutes_per_day=most) for driver in problem.drivers)
    board = lay_out(replace(problem, limits=limits, drivers=drivers), counts)
    seasons = {board.season(block.date) for block in board.problem.blocks}
    fragments = {season: growing(board, season).grown(most=PLENTY, late=lambda: False) for season in seasons}
    assert all(some.complete for some in fragments.values())
    items = {season: Items(board, some, season) for season, some in fragments.items()}
    return [day.opened() for day in days_of(board, items)]


def costs(found: Found) -> dict[tuple[int, ...], float]:
    """The least reduced cost for each set of things served."""
    of_set: dict[tuple[int, ...], float] = {}
    for duty, cost in zip(found.duties, found.reduced_costs, strict=True):
        of_set[duty.serves] = min(cost, of_set.get(duty.serves, cost))
    return of_set


def some_cuts(day: Day, rng: Random, most: int) -> tuple[tuple[Cut, float], ...]:
    """A few of the day's rides, odd in number, each at a price."""
    rides = [bit for bit in day.local if bit < len(day.board.rides)]
    sizes = [size for size in (1, 2, 3, 3, 3, 5, 5) if size <= len(rides)]
    cuts = {tuple(sorted(rng.sample(rides, size))) for size in sizes}
    cuts = {cut for cut in cuts if sum(day.board.counts[bit] for bit in cut) % 2}
    return tuple((cut, float(rng.randint(1, most))) for cut in sorted(cuts))


def for_pairs(serves: tuple[int, ...], prices: Prices) -> float:
    return sum(price * (sum(bit in cut for bit in serves) // 2) for cut, price in prices.cuts)


@given(st.integers(0, 10**6), st.sampled_from((40, 150, 600)), st.sampled_from((0.01, 30.0)))
@example(seed=999998, most=40, above=0.01)  # a fragment of no minutes in an own trip
@example(seed=3799, most=150, above=0.01)  # a block after an own trip
@settings(max_examples=40, deadline=None)
def test_nothing_below_the_cutoff_is_missed(seed: int, most: int, above: float) -> None:
    nothing_is_missed(days(seed), Random(seed), most, above)


@given(st.integers(0, 10**6), st.sampled_from((40, 150)), st.sampled_from((0.01, 30.0)))
@settings(max_examples=25, deadline=None)
def test_nor_of_riders_who_are_alike(seed: int, most: int, above: float) -> None:
    crowd = gathered(in_company(seed, copies=5, commutes=3))
    nothing_is_missed(days(seed, crowd), Random(seed), most, above)


def nothing_is_missed(days: list[Day], rng: Random, most: int, above: float) -> None:
    for day in days:
        bits = {bit: float(rng.randint(0, most)) for bit in day.local}
        # (a day that has to have a duty is paid for it)
        prices = Prices(bits=bits, duty=float(rng.choice((0, 20, -20))), on_call=float(rng.choice((0, 10))))
        everything = search(day, prices, cutoff=float("inf"), compare=ALL_SETS, most=PLENTY)
        assert everything.complete
        assert everything.least == pytest.approx(min(0.0, *everything.reduced_costs, 0.0))
        prices = replace(prices, cuts=some_cuts(day, rng, most))
        all_costs = {duty: cost + for_pairs(duty, prices) for duty, cost in costs(everything).items()}
        best = min(all_costs.values(), default=0.0)
        cutoff = best + above  # hardly more than what there is
        below = {duty: pytest.approx(cost) for duty, cost in all_costs.items() if cost < cutoff - 1e-9}
        found = search(day, prices, cutoff=cutoff, compare=ALL_SETS, most=PLENTY)
        assert {duty: cost for duty, cost in costs(found).items() if cost < cutoff - 1e-9} == below
        exact = search(day, prices, cutoff=cutoff, compare=EXACT, most=PLENTY)
        if below:
            assert exact.reduced_costs[0] == pytest.approx(best)
        with pytest.MonkeyPatch.context() as closely:
            closely.setattr(searching, "SOON", 1)
            closer = search(day, prices, cutoff=cutoff, compare=ALL_SETS, most=PLENTY)
        assert {duty: cost for duty, cost in costs(closer).items() if cost < cutoff - 1e-9} == below
        brief = search(day, prices, cutoff=cutoff, compare=EXACT, most=20)
        rough = search(day, prices, cutoff=cutoff, compare=ROUGH, most=PLENTY)
        for some in (found, exact, closer, brief, rough):
            assert some.least <= min(0.0, best) + 1e-6
