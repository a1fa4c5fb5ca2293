"""What is still to come, by the clock: at half past midnight the ride of last night's shift is."""

from collections.abc import Iterable
from datetime import datetime

from ridematch.model.edition import PlannedStop
from ridematch.views.rides import PlannedRide, trips


def is_over(one: PlannedRide | PlannedStop | tuple[PlannedStop, ...], now: datetime) -> bool:
    """Whether a ride or lesson is over at an instant, or a trip: whether the volunteer is home again."""
    if isinstance(one, PlannedRide):
        return one.delivery.ends_at <= now
    if isinstance(one, PlannedStop):
        return one.ends_at <= now
    return all(stop.ends_at <= now for stop in one)


def still_to_come(stops: Iterable[PlannedStop], now: datetime) -> tuple[PlannedStop, ...]:
    """The stops of all trips that are not over at an instant."""
    return tuple(stop for trip in trips(stops) if not is_over(trip, now) for stop in trip)
