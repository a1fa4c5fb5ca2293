"""Fleets against trying everything, and what is known of a plan when the search was cut short."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import inf
from types import ModuleType

import numpy as np
import pytest

from ridematch.match.fleet import best, chains
from ridematch.match.fleet.best import best_routes
from ridematch.match.fleet.outlook import Grid, Outlook
from ridematch.match.fleet.pieces import Pieces, pieces_of
from ridematch.match.fleet.relaxing import Relaxing, farthest
from ridematch.match.fleet.states import all_states
from ridematch.match.fleet.town import UNITS, in_units, ways_in_units
from ridematch.match.fragments import Growing
from ridematch.match.stop import Stop
from ridematch.model.fleet import Fleet, FleetPlan, Halt, length
from tests.bench.darp_check import faults
from tests.match.fleets import least, tiny

TOO_LONG = (0, 6, 35, 41, 50, 56, 57, 67, 73)
"""Here pieces in a row are cut off because the route would take too long."""

CIRCLE = (19, 171, 421, 425, 905, 1040, 1316, 1466)
"""Here pieces close to a circle without the depot."""

TOO_LATE = (243, 361, 695, 858, 904, 1148, 1166, 1478)
"""Here three pieces are too much for the windows, and any two of them are not."""


def solved(fleet: Fleet) -> FleetPlan:
    """The plan, which must be right, as long as it says, and proven."""
    plan = best_routes(fleet)
    if plan.routes:
        assert faults(fleet, plan.routes, plan.distance) == []
    assert plan.distance == length(fleet, plan.routes) or not plan.routes
    assert plan.proven
    return plan


def same(one: float, other: float) -> bool:
    return one == other or abs(one - other) < 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(40), TOO_LONG, CIRCLE, TOO_LATE])
def test_as_short_as_trying_everything_finds(seeds: Iterable[int]) -> None:
    for seed in seeds:
        assert same(solved(tiny(seed)).distance, least(tiny(seed))), seed


@pytest.mark.thorough
def test_hundreds_of_fleets_against_trying_everything() -> None:
    for seed in range(3000):
        assert same(solved(tiny(seed)).distance, least(tiny(seed))), seed


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(20), TOO_LONG, CIRCLE, TOO_LATE])
def test_the_same_if_all_pieces_have_to_be_priced(seeds: Iterable[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best, "FIRST_PREFIXES", 1)
    for seed in seeds:
        assert same(solved(tiny(seed)).distance, least(tiny(seed))), seed


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(20), TOO_LONG, CIRCLE])
def test_the_same_without_an_outlook(seeds: Iterable[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best, "all_states", lambda _: None)
    for seed in seeds:
        assert same(solved(tiny(seed)).distance, least(tiny(seed))), seed


@pytest.mark.parametrize(
    ("where", "cut", "seeds"),
    [(chains, "_too_long", TOO_LONG), (chains, "_too_late", TOO_LATE), (best, "no_circle", CIRCLE)],
)
def test_what_is_cut_off_where(
    where: ModuleType, cut: str, seeds: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Pieces] = []
    real: Callable[[Pieces], chains.Cut] = getattr(where, cut)

    def noted(pieces: Pieces) -> chains.Cut:
        seen.append(pieces)
        return real(pieces)

    monkeypatch.setattr(where, cut, noted)
    for number, seed in enumerate(seeds, start=1):
        solved(tiny(seed))
        assert len(seen) >= number, seed


def test_no_plan_is_proven_to_be_none() -> None:
    fleet = tiny(3)
    plan = best_routes(replace(fleet, longest_route=1.0))
    assert (plan.routes, plan.distance, plan.bound, plan.proven) == ((), inf, inf, True)


def test_a_search_cut_short_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best, "MOST_PREFIXES", 3)  # not even all four rides by themselves
    for fleet in [tiny(seed, rides=4) for seed in range(20)]:
        if least(fleet) == inf:
            continue
        plan = best_routes(fleet)
        assert (plan.bound, plan.proven) == (0.0, False)
        assert plan.routes == () or faults(fleet, plan.routes, plan.distance) == []


def test_when_there_is_no_time_the_bound_still_holds() -> None:
    for seed in range(12):
        plan = best_routes(tiny(seed), stop=Stop(0.0))
        assert plan.bound <= least(tiny(seed)) + 1e-6
        assert not plan.proven or plan.distance == inf


def fleet_of(windows: list[tuple[float, float]], at: list[float], **limits: float) -> Fleet:
    """Rides along a line, the depot at 0; one minute of service at each stop."""
    places, half = [0.0, *at], len(at) // 2
    halts = [Halt(earliest=0.0, latest=200.0, service=0.0, load=0)]
    for node, (first, last) in enumerate(windows):
        halts.append(Halt(earliest=first, latest=last, service=1.0, load=1 if node < half else -1))
    ways = tuple(tuple(abs(one - other) for other in places) for one in places)
    limits = {"longest_ride": 30.0, "longest_route": 200.0} | limits
    return Fleet(cars=1, seats=1, halts=tuple(halts), ways=ways, **limits)


def test_two_pieces_that_wait_take_the_time_of_a_route() -> None:
    """From 0 to 5 and back at 0 by 18 at the earliest; the second ride begins at 40: 10 + 1 + 5 + 1 + 5 minutes."""
    windows = [(5.0, 10.0), (40.0, 40.0), (0.0, 200.0), (0.0, 200.0)]
    fleet = fleet_of(windows, [5.0, 5.0, 10.0, 10.0])
    # leaves at 5 to pick up at 10, is back from the second ride at 5 + 10 + 47
    assert solved(replace(fleet, longest_route=52.0)).routes == ((1, 3, 2, 4),)
    assert solved(replace(fleet, longest_route=51.999)).routes == ()


def test_a_ride_just_long_enough() -> None:
    fleet = fleet_of([(0.0, 200.0), (30.0, 30.0)], [5.0, 10.0], longest_ride=5.0)
    assert solved(fleet).routes == ((1, 2),)
    assert solved(replace(fleet, longest_ride=4.999)).routes == ()


def test_a_ride_for_more_than_a_car_has_seats() -> None:
    fleet = fleet_of([(0.0, 200.0), (0.0, 200.0)], [5.0, 10.0])
    party = tuple(replace(halt, load=2 * halt.load) for halt in fleet.halts)
    assert solved(replace(fleet, halts=party)).routes == ()
    assert solved(replace(fleet, halts=party, seats=2)).routes == ((1, 2),)


def test_units_never_make_anything_longer() -> None:
    for seed in range(20):
        fleet = tiny(seed)
        ways = ways_in_units(fleet)
        assert (ways <= np.array(fleet.ways) * UNITS).all()
        assert (ways[:, :, None] <= ways[:, None, :] + ways.T[None, :, :]).all()


def test_what_is_worth_growing_is_grown() -> None:
    """By prices that are of other pieces, no piece costs less than was thought of its beginnings."""
    for seed in range(30):
        fleet = tiny(seed, rides=4)
        growing = Growing(in_units(fleet))
        everything = pieces_of(fleet, growing.grown(most=10**6, late=lambda: False))
        some = everything.only(np.arange(0, len(everything.begin), 2))
        states = all_states(growing.town)
        if states is None or not len(some.begin):
            continue
        prices = Relaxing(fleet, growing.town, some).solved()
        more = prices.of(everything)
        outlook = Outlook(Grid(growing.town, states), prices)
        assert outlook.best() <= more.min() + 1e-9
        for room in np.quantile(more, [0.1, 0.5, 0.9]):
            again = Growing(growing.town)
            found = pieces_of(fleet, again.grown(most=10**6, late=lambda: False, worth=outlook.worth(room + 1e-9)))
            assert (prices.of(found) <= room + 1e-9).sum() == (more <= room + 1e-9).sum()


def test_no_plan_is_farther_than_the_farthest() -> None:
    for seed in range(40):
        fleet = tiny(seed)
        assert least(fleet) == inf or least(fleet) <= farthest(fleet)
