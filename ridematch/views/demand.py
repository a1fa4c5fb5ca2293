"""Who wants to go where and when along the corridor, served and not: counts alone, for those who plan buses."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import pairwise
from types import MappingProxyType

from ridematch.model.edition import PlannedStop
from ridematch.model.problem import Problem, Request
from ridematch.views.directory import Directory
from ridematch.views.rides import rides
from ridematch.views.sheets import Sheet
from ridematch.views.time_distance import corridor, on_the_way, planned_or_wished

LEAST_KM = 4.0
"""Places nearer to one another are one stop of the corridor."""

NO_VILLAGES: Mapping[str, str] = MappingProxyType({})

Stop = tuple[str, float]
"""The name of a stop and its kilometres along the corridor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Riders over one stretch, from stop to stop, in one direction and hour of the day: so many driven, so many not."""

    start: str
    end: str
    hour: int
    served: int
    unserved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """All of it over so many days. `stops` are those of the corridor in order."""

    days: int
    stops: tuple[Stop, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDates:
    """One plan, and the dates it is counted for: what stops there are, and which journeys were left out."""

    problem: Problem
    stops: tuple[PlannedStop, ...]
    left_out: tuple[str, ...]
    dates: frozenset[date]


def demand_of(
    plans: Sequence[PlannedDates], *, people: Directory, zone: tzinfo, villages: Mapping[str, str] = NO_VILLAGES
) -> Demand:
    """Of all the dates, the newest plan first: what was driven when it was driven, what was not when it was wished for.

    `villages` says which village a place belongs to that is none itself.
    """
    at: dict[str, float] = {}
    near: dict[str, float] = {}
    for one in reversed(plans):  # where they differ, the newest has it right
        at |= corridor(one.problem.travel)
        near |= on_the_way(one.problem.travel)
    along = corridor_stops(near, people, villages)
    counts: Counter[tuple[int, int, int, bool]] = Counter()
    for one in plans:
        for request, driven, ends in _wanted(one):
            for stretch, hour in _passed(request, ends, at, along, zone):
                counts[(*stretch, hour, driven)] += 1
    keys = sorted({key[:3] for key in counts})
    return Demand(
        days=len(frozenset[date]().union(*(one.dates for one in plans))),
        stops=along,
        flows=tuple(
            Flow(
                start=along[first][0],
                end=along[last][0],
                hour=hour,
                served=counts[first, last, hour, True],
                unserved=counts[first, last, hour, False],
            )
            for first, last, hour in keys
        ),
    )


def _wanted(plan: PlannedDates) -> Iterator[tuple[Request, bool, tuple[datetime, datetime]]]:
    """Every ride asked for on the dates but those covered without a car: whether it is driven, from when to when."""
    planned = {ride.serves: ride for ride in rides(plan.stops)}
    for journey in plan.problem.journeys:
        for leg in journey.legs if journey.date in plan.dates else ():
            ride = planned.get(leg.request.code)
            if ride or journey.code in plan.left_out:
                yield leg.request, ride is not None, planned_or_wished(leg.request, ride, plan.problem)


def corridor_stops(
    at: dict[str, float], people: Directory, villages: Mapping[str, str] = NO_VILLAGES
) -> tuple[Stop, ...]:
    """Villages by their kilometres, those with the most homes first where two are near one another."""
    homes = Counter(people.place(place) for place in at if people.home_of(place))
    km = {people.place(place): where for place, where in sorted(at.items()) if people.home_of(place)}
    others = {villages.get(place, place): where for place, where in sorted(at.items()) if ":" not in place}
    km = others | km
    kept: list[Stop] = []
    for name, where in sorted(km.items(), key=lambda one: (-homes[one[0]], one[1], one[0])):
        if all(abs(where - other) >= LEAST_KM for _, other in kept):
            kept.append((name, where))
    return tuple(sorted(kept, key=lambda one: one[1]))


def _passed(
    request: Request, ends: tuple[datetime, datetime], at: dict[str, float], along: tuple[Stop, ...], zone: tzinfo
) -> list[tuple[tuple[int, int], int]]:
    """Stretches (numbers of their stops, in the direction of travel) that a ride covers by half or more, with hours."""
    if not {request.pickup.place, request.delivery.place} <= set(at):
        return []
    start, end = at[request.pickup.place], at[request.delivery.place]
    found = []
    for number, ((_, low), (_, high)) in enumerate(pairwise(along)):
        covered = min(high, max(start, end)) - max(low, min(start, end))
        if covered < (high - low) / 2 or start == end:
            continue
        share = min(1.0, max(0.0, ((low + high) / 2 - start) / (end - start)))
        hour = (ends[0] + share * (ends[1] - ends[0])).astimezone(zone).hour
        found.append(((number, number + 1) if end > start else (number + 1, number), hour))
    return found


def demand_sheet(demand: Demand) -> Sheet:
    """A row for each stretch, direction and hour with any rider."""
    rows = tuple((flow.start, flow.end, flow.hour, flow.served, flow.unserved, demand.days) for flow in demand.flows)
    return Sheet(name="demand", header=("from", "to", "hour", "served", "not_served", "days"), rows=rows)
