"""What of the published schedule does not hold any more by the tables and the trail as they are now."""

from dataclasses import replace
from datetime import datetime

from ridematch.model.edition import Edition, Past, PlannedStop
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.office.consequences import does_not_hold
from ridematch.office.promises import broken_by_facts
from ridematch.office.replay import replay
from ridematch.rules.case import Book
from ridematch.views.marks import states
from ridematch.views.rides import trips


def void(problem: Problem, past: Past, edition: Edition, *, now: datetime) -> frozenset[str]:
    """Rides and lessons still to begin that are ruled out."""
    return ruled_out(problem, past, edition) & still_ahead(past, now)


def still_ahead(past: Past, now: datetime) -> frozenset[str]:
    """Rides and lessons that have not begun."""
    return frozenset(stop.serves for stop in past.stops if stop.action in ("pickup", "lesson") and stop.begins_at > now)


def ruled_out(problem: Problem, past: Past, edition: Edition) -> frozenset[str]:
    """Rides and lessons that the facts as they are now do not allow as published, or whose volunteer has said no.

    A promise may still move a little, so it is ruled out only where it can't be kept at all.
    """
    stops = tuple(stop for stop in past.stops if stop.date >= problem.first_date)
    told = {promise.serves for promise in past.promises}
    found = does_not_hold(problem, stops, edition) - told
    found |= {one.promise.serves for one in broken_by_facts(problem, past)} & told
    found |= {serves for serves, state in states(stops, past.promises, past.events).items() if state == "declined"}
    return frozenset(found)


def what_holds(problem: Problem, edition: Edition, void: frozenset[str]) -> Plan:
    """The edition as a plan, without what is void: journeys of which anything is void are left out."""
    served = tuple(stop for trip in trips(edition.stops) for stop in _served(trip, void))
    plan = replay(problem, replace(edition, stops=served))
    book = Book(problem)
    gone = {book.legs[code][0].code for code in void if code in book.legs}
    return replace(plan, left_out=tuple(dict.fromkeys((*plan.left_out, *sorted(gone)))))


def _served(trip: tuple[PlannedStop, ...], void: frozenset[str]) -> tuple[PlannedStop, ...]:
    """The stops of a trip without what is void; nothing where nobody is left, unless it is an own trip."""
    left = tuple(stop for stop in trip if stop.serves not in void)
    return left if trip[0].own_trip or any(stop.serves for stop in left) else ()
