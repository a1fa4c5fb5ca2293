"""Identical cars at one depot that must serve everybody, in real-valued minutes, and the plan found for them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Where service begins within a window and takes some minutes; `load` get in, or get out where it is below 0."""

    earliest: float
    latest: float
    service: float
    load: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Halt 0 is the depot, 1 to n are pickups, n + 1 to 2n the deliveries in the same order.

    `ways[i][j]` is how far it is from halt i to halt j, and how many minutes it takes. A ride lasts from the end of
    service at the pickup to the beginning of service at the delivery, a route from its beginning at the depot to being
    back there.
    """

    cars: int
    seats: int
    longest_ride: float
    longest_route: float
    halts: tuple[Halt, ...]
    ways: tuple[tuple[float, ...], ...]

    @property
    def rides(self) -> int:
        """How many there are."""
        return len(self.halts) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetPlan:
    """Halts of each car in order, without the depot; `distance` all of them drive, and what is known of the least.

    `bound` holds for the fleet itself. `proven` where the distance meets it and nothing was cut short.
    """

    routes: tuple[tuple[int, ...], ...]
    distance: float
    bound: float
    proven: bool


def length(fleet: Fleet, routes: tuple[tuple[int, ...], ...]) -> float:
    """How far these routes are from depot to depot."""
    return sum(
        sum(fleet.ways[one][other] for one, other in zip((0, *route), (*route, 0), strict=True)) for route in routes
    )
