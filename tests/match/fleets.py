"""Tiny fleets, and the best plan for one by trying everything."""

from collections.abc import Iterator
from itertools import combinations
from math import hypot, inf
from random import Random

from ridematch.model.fleet import Fleet, Halt, length
from tests.bench.darp_check import route_faults


def tiny(seed: int, *, rides: int | None = None) -> Fleet:
    """Two to four rides on a small grid, with whatever limits: some can't be kept, some just so."""
    rng = Random(seed)
    count = rides or rng.randint(2, 4)
    points = [(float(rng.randint(-6, 6)), float(rng.randint(-6, 6))) for _ in range(2 * count + 1)]
    if rng.random() < 0.5:
        points = [(x + rng.random(), y + rng.random()) for x, y in points]
    day = rng.choice((60, 90, 150))
    halts = [Halt(earliest=0, latest=day, service=0, load=0)]
    loads = [rng.choice((1, 1, 1, 2)) for _ in range(count)]
    on_pickup = [rng.random() < 0.5 for _ in range(count)]
    services = [rng.choice((0, 0, 1, 2.5)) for _ in range(count)]
    for node in range(2 * count):
        ride, pickup = node % count, node < count
        narrow = on_pickup[ride] == pickup
        first = rng.randint(0, day - 15) if narrow else 0
        halts.append(
            Halt(
                earliest=first,
                latest=first + rng.choice((0, 5, 15)) if narrow else day,
                service=services[ride],
                load=loads[ride] if pickup else -loads[ride],
            )
        )
    return Fleet(
        cars=rng.randint(1, 3),
        seats=rng.choice((2, 2, 3, 4)),
        longest_ride=rng.choice((8, 15, 30, 90)),
        longest_route=rng.choice((30, 50, day, day)),
        halts=tuple(halts),
        ways=tuple(tuple(hypot(x - to_x, y - to_y) for to_x, to_y in points) for x, y in points),
    )


def least(fleet: Fleet) -> float:
    """The shortest distance of all plans there are, infinite where there is none."""
    everybody = frozenset(range(1, fleet.rides + 1))
    best = {frozenset[int](): 0.0}
    alone = {some: _shortest(fleet, some) for some in _subsets(everybody) if some}
    for _ in range(fleet.cars):
        best = {
            served: min(best.get(served - some, inf) + alone.get(some, 0.0) for some in _subsets(served))
            for served in _subsets(everybody)
        }
    return best[everybody]


def _subsets(of: frozenset[int]) -> Iterator[frozenset[int]]:
    for many in range(len(of) + 1):
        yield from map(frozenset, combinations(sorted(of), many))


def _shortest(fleet: Fleet, rides: frozenset[int]) -> float:
    """The shortest of all routes for just these rides."""
    routes = sorted((length(fleet, (route,)), route) for route in _orders(fleet, rides, ()))
    return next((far for far, route in routes if not any(route_faults(fleet, route))), inf)


def _orders(fleet: Fleet, left: frozenset[int], so_far: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every order of pickups, and deliveries after them."""
    aboard = [node for node in so_far if node <= fleet.rides and node + fleet.rides not in so_far]
    if not left and not aboard:
        yield so_far
    for ride in sorted(left):
        yield from _orders(fleet, left - {ride}, (*so_far, ride))
    for ride in aboard:
        yield from _orders(fleet, left, (*so_far, ride + fleet.rides))
