"""What a change of the facts does to what is published: it is held against the facts before and after."""

from dataclasses import dataclass, replace
from datetime import datetime

from ridematch.model.edition import Edition, Past, PlannedStop, Promise
from ridematch.model.problem import Problem
from ridematch.office.promises import KEPT_BY_THE_REST, broken_by_facts
from ridematch.office.replay import replay
from ridematch.rules.case import Book
from ridematch.views.rides import PlannedRide, lessons, rides, trips
from ridematch.views.telephone import Affected

NOT_OF_ONE_TRIP = KEPT_BY_THE_REST | {"promises_are_kept"}
"""Rules that a trip looked at alone may break and still have its place in a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """Promises that can't be kept any more, and other published rides and lessons that do not hold any more, by time.

    What is over is in neither, nor what did not hold before. `none`: something is published, and nothing of it breaks.
    """

    broken: tuple[Affected, ...] = ()
    loose: tuple[Affected, ...] = ()
    none: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """By the facts at one time: promises that can't be kept, what does not hold as published, what is asked for."""

    broken: set[str]
    loose: set[str]
    asked: set[str]

    def trouble(self, serves: str) -> int:
        """0 where it holds, 1 where it has to be arranged anew, 2 where a promise is broken."""
        return 2 if serves in self.broken else int(serves in self.loose)


def consequences(
    before: Problem, after: Problem, *, past: Past, edition: Edition | None, now: datetime
) -> Consequences:
    """`past` is what stands around the dates of both problems; `edition` is any, None where nothing is published."""
    stops = tuple(stop for stop in past.stops if stop.date >= after.first_date)
    if edition is None or not stops:
        return Consequences()
    was, will_be = (_standing(problem, past, stops, edition) for problem in (before, after))
    told = {promise.serves: promise for promise in past.promises}
    planned: tuple[PlannedRide | PlannedStop, ...] = (*rides(stops), *lessons(stops))
    all_of_it = [_affected(one, told.get(one.serves), asked=one.serves in will_be.asked) for one in planned]
    ahead = sorted((one for one in all_of_it if one.ends_at >= now), key=lambda one: (one.begins_at, one.serves))
    worse = [
        one
        for one in ahead
        if will_be.trouble(one.serves) > was.trouble(one.serves)
        or (will_be.trouble(one.serves) and one.asked != (one.serves in was.asked))
    ]
    return Consequences(
        broken=tuple(one for one in worse if one.serves in will_be.broken),
        loose=tuple(one for one in worse if one.serves not in will_be.broken),
        none=not worse,
    )


def _standing(problem: Problem, past: Past, stops: tuple[PlannedStop, ...], edition: Edition) -> _Standing:
    book, told = Book(problem), {promise.serves for promise in past.promises}
    return _Standing(
        broken={one.promise.serves for one in broken_by_facts(problem, past)} & told,
        loose=does_not_hold(problem, stops, edition),
        asked={*book.legs, *book.lessons},
    )


def does_not_hold(problem: Problem, stops: tuple[PlannedStop, ...], edition: Edition) -> set[str]:
    """What does not hold as it was published, trip by trip: the rides a rule names, or all in the trip."""
    from ridematch.rules.check import check

    unpinned = replace(problem, pins=())
    found: set[str] = set()
    for trip in trips(stops):
        served = {stop.serves for stop in trip if stop.serves}
        plan = replay(unpinned, replace(edition, stops=trip, unserved=(), covered=()))
        for violation in check(unpinned, plan):
            if violation.rule not in NOT_OF_ONE_TRIP:
                found |= served.intersection(violation.subjects) or served
    return found


def _affected(planned: PlannedRide | PlannedStop, promise: Promise | None, *, asked: bool) -> Affected:
    """At the times that were promised, or else published."""
    if isinstance(planned, PlannedRide):
        start, end = planned.pickup.place, planned.delivery.place
        begins_at, ends_at = planned.pickup.begins_at, planned.delivery.begins_at
    else:
        start, end = planned.place, ""
        begins_at, ends_at = planned.begins_at, planned.ends_at
    return Affected(
        serves=planned.serves,
        rider=planned.rider,
        volunteer=promise.volunteer if promise else planned.volunteer,
        begins_at=promise.begins_at if promise else begins_at,
        ends_at=promise.ends_at if promise else ends_at,
        start=start,
        end=end,
        told=promise is not None,
        asked=asked,
        practice=promise.practice if promise else isinstance(planned, PlannedRide) and planned.practice,
    )
