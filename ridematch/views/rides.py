"""The stops of duties -> rides and lessons, one value each, in the order of their beginning."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ridematch.model.edition import PlannedStop


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRide:
    """One request as planned. `minutes` aboard, `metres` between pickup and delivery; `companions` are riders."""

    serves: str
    rider: str
    journey: str
    date: date  # the journey's
    volunteer: str
    pickup: PlannedStop
    delivery: PlannedStop
    minutes: int
    metres: int
    companions: tuple[str, ...] = ()

    @property
    def practice(self) -> bool:
        """Whether the rider is at the wheel."""
        return bool(self.pickup.practice)


def trips(stops: Iterable[PlannedStop]) -> tuple[tuple[PlannedStop, ...], ...]:
    """The stops of each trip in order; trips by their first instant, then by volunteer."""
    found: dict[tuple[date, str, int], list[PlannedStop]] = defaultdict(list)
    for stop in stops:
        found[stop.date, stop.volunteer, stop.trip].append(stop)
    ordered = (tuple(sorted(trip, key=lambda stop: stop.position)) for trip in found.values())
    return tuple(sorted(ordered, key=lambda trip: (trip[0].begins_at, trip[0].volunteer, trip[0].trip)))


def rides(stops: Iterable[PlannedStop]) -> tuple[PlannedRide, ...]:
    """All rides with both their ends, by pickup time."""
    found = [ride for trip in trips(stops) for ride in _rides_of(trip)]
    return tuple(sorted(found, key=lambda ride: (ride.pickup.begins_at, ride.serves)))


def lessons(stops: Iterable[PlannedStop]) -> tuple[PlannedStop, ...]:
    """All lessons by their beginning."""
    found = (stop for stop in stops if stop.action == "lesson")
    return tuple(sorted(found, key=lambda stop: (stop.begins_at, stop.serves)))


def practice(stops: Iterable[PlannedStop]) -> tuple[PlannedStop, ...]:
    """All lessons, and the rides with the learner at the wheel, each as one stop for as long as the practice lasts."""
    found = tuple(stops)
    on_the_way = (
        replace(ride.pickup, begins_at=ride.pickup.ends_at, ends_at=ride.delivery.begins_at)
        for ride in rides(found)
        if ride.practice
    )
    return tuple(sorted((*lessons(found), *on_the_way), key=lambda stop: (stop.begins_at, stop.serves)))


def empty_metres(trip: tuple[PlannedStop, ...]) -> int:
    """Metres driven with nobody but the volunteer in the car."""
    aboard, empty = 0, 0
    for stop in trip:
        if aboard == 0:
            empty += stop.metres
        aboard += {"pickup": 1, "delivery": -1}.get(stop.action, 0)
    return empty


def _rides_of(trip: tuple[PlannedStop, ...]) -> list[PlannedRide]:
    deliveries = {stop.serves: place for place, stop in enumerate(trip) if stop.action == "delivery"}
    found = []
    for start, pickup in enumerate(trip):
        end = deliveries.get(pickup.serves, -1) if pickup.action == "pickup" else -1
        if end < start:
            continue
        delivery = trip[end]
        found.append(
            PlannedRide(
                serves=pickup.serves,
                rider=pickup.rider,
                journey=pickup.journey,
                date=pickup.journey_date or pickup.date,
                volunteer=pickup.volunteer,
                pickup=pickup,
                delivery=delivery,
                minutes=round((delivery.begins_at - pickup.ends_at).total_seconds() / 60),
                metres=sum(stop.metres for stop in trip[start + 1 : end + 1]),
                companions=_companions(trip, deliveries, start=start, end=end),
            )
        )
    return found


def _companions(trip: tuple[PlannedStop, ...], deliveries: dict[str, int], *, start: int, end: int) -> tuple[str, ...]:
    """Riders who sit in the car at some moment between two stops, other than the one who boards at `start`."""
    others = {
        stop.rider
        for place, stop in enumerate(trip)
        if stop.action == "pickup" and place < end and deliveries.get(stop.serves, -1) > start
    }
    return tuple(sorted(others - {trip[start].rider}))
