"""Who wants to go where and when along the corridor, served and not: counts alone, for those who plan buses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from ridematch.model.edition import PlannedStop
from ridematch.model.problem import Problem, Request
from ridematch.views.directory import Directory
from ridematch.views.rides import rides
from ridematch.views.sheets import Sheet
from ridematch.views.time_distance import corridor, planned_or_wished

LEAST_KM = 4.0
"""Places nearer to one another are one stop of the corridor."""

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


def demand_of(
    problem: Problem,
    *,
    stops: Iterable[PlannedStop],
    left_out: Iterable[str],
    people: Directory,
    zone: tzinfo,
) -> Demand:
    """Of one plan: what was driven when it was driven, what was not when it was wished for."""
    at = corridor(problem.travel)
    along = corridor_stops(at, people)
    unserved, counts = set(left_out), Counter[tuple[int, int, int, bool]]()
    planned = {ride.serves: ride for ride in rides(stops)}
    for journey in problem.journeys:
        for leg in journey.legs:
            driven = leg.request.code in planned
            if not driven and journey.code not in unserved:
                continue  # covered without a car
            ends = planned_or_wished(leg.request, planned.get(leg.request.code), problem)
            for start, hour in _passed(leg.request, ends, at, along, zone):
                counts[(*start, hour, driven)] += 1
    keys = sorted({key[:3] for key in counts})
    return Demand(
        days=problem.days,
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


def corridor_stops(at: dict[str, float], people: Directory) -> tuple[Stop, ...]:
    """Villages by their kilometres, those with the most homes first where two are near one another."""
    homes = Counter(people.place(place) for place in at if people.home_of(place))
    km = {people.place(place): where for place, where in sorted(at.items()) if people.home_of(place)}
    km |= {place: where for place, where in sorted(at.items()) if ":" not in place and place not in km}
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
