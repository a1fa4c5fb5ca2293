"""A judge of solutions to dial-a-ride instances that knows nothing of how they were found.

Whether a route can be driven is decided exactly: its times are variables, every rule is a bound on the difference of
two of them, and such bounds can be met unless some of them form a circle of negative length (Bellman and Ford; see
Cormen, Leiserson, Rivest and Stein, Introduction to Algorithms, chapter 24.4).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from ridematch.model.fleet import Fleet

Bound = tuple[int, int, float]
"""Time `other` is at most so many minutes after time `one`."""

SLACK = 1e-6
"""Minutes, or miles: what is no further off counts as kept."""


def faults(fleet: Fleet, routes: Sequence[Sequence[int]], distance: float) -> list[str]:
    """What is wrong with a solution: its routes without the depot, and the total distance it claims."""
    found = list(_unserved(fleet, routes))
    if sum(1 for route in routes if route) > fleet.cars:
        found.append(f"There are {len(routes)} routes for {fleet.cars} cars.")
    if found:
        return found
    driven = 0.0
    for car, route in enumerate(routes, start=1):
        found += [f"Car {car}: {fault}" for fault in route_faults(fleet, route)]
        driven += sum(fleet.ways[one][other] for one, other in zip([0, *route], [*route, 0], strict=True))
    if abs(driven - distance) > SLACK:
        found.append(f"The distance is {driven:.6f}, not {distance:.6f}.")
    return found


def _unserved(fleet: Fleet, routes: Sequence[Sequence[int]]) -> Iterator[str]:
    """Each node but the depot stands in exactly one route, once."""
    times = Counter(node for route in routes for node in route)
    for node in range(1, len(fleet.halts)):
        if times[node] != 1:
            yield f"Node {node} is visited {times[node]} times."
    for node in sorted(times):
        if not 0 < node < len(fleet.halts):
            yield f"There is no node {node}."


def route_faults(fleet: Fleet, route: Sequence[int]) -> Iterator[str]:
    """What is wrong with one route of known nodes."""
    half = len(fleet.halts) // 2
    where = {node: position for position, node in enumerate(route)}
    for node in route:
        if node <= half and where.get(node + half, -1) < where[node]:
            yield f"node {node} is not brought to node {node + half}."
        if node > half and node - half not in where:
            yield f"node {node} is reached without having been at node {node - half}."
    aboard = 0
    for node in route:
        aboard += fleet.halts[node].load
        if aboard > fleet.seats:
            yield f"{aboard} are aboard after node {node}, with {fleet.seats} seats."
    windows = list(_windows(fleet, route))
    rides = [
        (where[node] + 1, where[node + half] + 1, fleet.halts[node].service + fleet.longest_ride + SLACK)
        for node in route
        if node <= half and node + half in where
    ]
    whole = [(0, len(route) + 1, fleet.longest_route + SLACK)]
    times = len(route) + 3
    if not _can_be_met(times, windows):
        yield "it is too late for a window."
    elif not _can_be_met(times, windows + rides):
        yield "somebody is aboard for too long."
    elif not _can_be_met(times, windows + rides + whole):
        yield "the route takes too long."


def _windows(fleet: Fleet, route: Sequence[int]) -> Iterator[Bound]:
    """Services begin within their windows, and in turn. The last time is noon, so to say: the clock's zero."""
    visits = [0, *route, 0]
    zero = len(visits)
    for position, node in enumerate(visits):
        halt = fleet.halts[node]
        yield zero, position, halt.latest + SLACK
        yield position, zero, SLACK - halt.earliest
        if position:
            before = visits[position - 1]
            yield position, position - 1, -(fleet.halts[before].service + fleet.ways[before][node])


def _can_be_met(times: int, bounds: list[Bound]) -> bool:
    """Whether there are times that keep all bounds: shortest ways from a start before all of them."""
    at = [0.0] * times
    for _ in range(times):
        lower = False
        for one, other, most in bounds:
            if at[one] + most < at[other]:
                at[other] = at[one] + most
                lower = True
        if not lower:
            return True
    return False
