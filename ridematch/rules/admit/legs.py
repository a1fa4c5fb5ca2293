"""One leg of a journey: its windows from one fixed end, the limit on its ride time, and cutting it to fit."""

from dataclasses import dataclass, replace
from datetime import date
from math import floor

from ridematch.language import say
from ridematch.model.problem import Request, Stop, TimeWindow, way_of
from ridematch.model.travel import NO_ROAD
from ridematch.rules.admit.horizon import Horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From one place to another: the direct drive, the longest ride allowed, and the time boarding takes."""

    origin: str
    destination: str
    direct_minutes: int
    max_ride_minutes: int
    boarding_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The two ends of a leg."""

    pickup: Stop
    delivery: Stop
    max_ride_minutes: int


class NoWay(Exception):  # noqa: N818 - not an error of the house: it carries an issue's two sentences to whoever has the row
    """A leg that can't be: why, and what to do about it."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


def find_way(horizon: Horizon, origin: str, destination: str, *, on: date, boarding_minutes: int) -> Way:
    """The way between two places on a date. Raises NoWay where there is none, or nothing to drive."""
    for place in (origin, destination):
        if not place or not horizon.on_map(place):
            raise NoWay(
                say("One of its places is not known."), say("Enter the place in `places`, or correct its name.")
            )
    if origin == destination:
        raise NoWay(say("It starts where it ends."), say("Enter another place for one of the two, or remove the row."))
    direct = horizon.minutes(origin, destination, on)
    if direct >= NO_ROAD:
        raise NoWay(
            say("No road leads from one of its places to the other."), say("Enter the missing stretch in `roads`.")
        )
    rides = horizon.settings.rides
    # A little more than the product, so that 1.15 x 100 is 115 and not 114.99...
    longest = max(floor(rides.max_ride_factor * direct + 1e-9), direct + rides.max_ride_extra_minutes)
    return Way(
        origin=origin,
        destination=destination,
        direct_minutes=direct,
        max_ride_minutes=longest,
        boarding_minutes=boarding_minutes,
    )


def arriving(way: Way, window: TimeWindow) -> Ends:
    """A leg whose delivery has this window."""
    return _checked(
        way,
        pickup=TimeWindow(
            earliest=window.earliest - way.max_ride_minutes - way.boarding_minutes,
            latest=window.latest - way.direct_minutes - way.boarding_minutes,
        ),
        delivery=window,
    )


def leaving(way: Way, window: TimeWindow) -> Ends:
    """A leg whose pickup has this window."""
    return _checked(
        way,
        pickup=window,
        delivery=TimeWindow(
            earliest=window.earliest + way.boarding_minutes + way.direct_minutes,
            latest=window.latest + way.boarding_minutes + way.max_ride_minutes,
        ),
    )


def clipped(
    request: Request, *, direct_minutes: int, not_before: int | None = None, not_after: int | None = None
) -> Request | None:
    """The same request inside a stretch of time, windows no wider than can be used; None if it does not fit."""
    pickup, delivery = request.pickup.window, request.delivery.window
    boarding, longest = request.pickup.service_minutes, request.max_ride_minutes
    start = pickup.earliest if not_before is None else max(pickup.earliest, not_before)
    end = delivery.latest if not_after is None else min(delivery.latest, not_after)
    start = max(start, delivery.earliest - longest - boarding)
    last_start = min(pickup.latest, end - direct_minutes - boarding)
    first_end = max(delivery.earliest, start + boarding + direct_minutes)
    end = min(end, last_start + boarding + longest)
    if start > last_start or first_end > end:
        return None
    return replace(
        request,
        pickup=replace(request.pickup, window=TimeWindow(earliest=start, latest=last_start)),
        delivery=replace(request.delivery, window=TimeWindow(earliest=first_end, latest=end)),
    )


def direction(request: Request) -> str:
    """Which way a request goes, "out" or "back", whichever part of a group it is."""
    return way_of(request.code)


def _checked(way: Way, *, pickup: TimeWindow, delivery: TimeWindow) -> Ends:
    if pickup.earliest > pickup.latest or delivery.earliest > delivery.latest:
        raise NoWay(
            say("Its earliest time is after its latest."),
            say("Correct the minutes before the start and after the end."),
        )
    return Ends(
        pickup=Stop(place=way.origin, window=pickup, service_minutes=way.boarding_minutes),
        delivery=Stop(place=way.destination, window=delivery),
        max_ride_minutes=way.max_ride_minutes,
    )
