"""Whom to phone: every volunteer with rides or lessons that nobody has been told about yet."""

from collections.abc import Collection, Iterable
from datetime import date, tzinfo

from ridematch.language import say
from ridematch.model.edition import PlannedStop, Promise
from ridematch.views.clock import day, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.page import Table
from ridematch.views.rides import PlannedRide, lessons, rides
from ridematch.views.schedule import lesson_place, way


def not_told(
    stops: Iterable[PlannedStop], promises: Iterable[Promise], *, dates: Collection[date], zone: tzinfo
) -> tuple[PlannedRide | PlannedStop, ...]:
    """Rides and lessons of these dates without a promise: by date, then volunteer by volunteer as their days begin."""
    told = {promise.serves for promise in promises}
    mine = tuple(stop for stop in stops if (stop.journey_date or stop.date) in dates)
    planned: tuple[PlannedRide | PlannedStop, ...] = (*rides(mine), *lessons(mine))
    found = [one for one in planned if one.serves not in told]
    found.sort(key=lambda one: (_first(one).begins_at, one.serves))
    order: dict[tuple[date, str], int] = {}
    for one in found:
        order.setdefault((_on(one, zone), one.volunteer), len(order))
    return tuple(sorted(found, key=lambda one: (_on(one, zone), order[_on(one, zone), one.volunteer])))


def phone_table(found: Iterable[PlannedRide | PlannedStop], *, people: Directory, zone: tzinfo, heading: str) -> Table:
    """A group for each call to make, with what to say."""
    return Table(
        heading=heading,
        columns=(
            *(say("day"), say("volunteer"), say("phone"), say("time")),
            *(say("rider"), say("rider's phone"), say("way"), say("ride")),
        ),
        rows=tuple(_row(one, people=people, zone=zone) for one in found),
        grouped=3,
        stacks=((say("time"),), (say("rider"), say("rider's phone")), (say("way"), say("ride"))),
    )


def _row(one: PlannedRide | PlannedStop, *, people: Directory, zone: tzinfo) -> tuple[str, ...]:
    if isinstance(one, PlannedRide):
        ends, what = one.delivery.begins_at, way(one, people=people)
    else:
        ends, what = one.ends_at, say("lesson, {place}", place=lesson_place(one, people=people))
    return (
        day(_on(one, zone)),
        people.who(one.volunteer),
        people.phone(one.volunteer),
        span(_first(one).begins_at, ends, zone),
        people.who(one.rider),
        people.phone(one.rider),
        what,
        one.serves,
    )


def _first(one: PlannedRide | PlannedStop) -> PlannedStop:
    return one.pickup if isinstance(one, PlannedRide) else one


def _on(one: PlannedRide | PlannedStop, zone: tzinfo) -> date:
    """The local date of the pickup, as people say it on the phone: a ride home at 03:00 is the morning after."""
    return local_date(_first(one).begins_at, zone)
