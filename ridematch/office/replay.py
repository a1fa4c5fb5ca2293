"""What was published -> a plan for the problem as the facts make it today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from ridematch.model.edition import Edition, Past, PlannedStop
from ridematch.model.plan import Duty, Plan, Trip, Visit
from ridematch.model.problem import Block, Problem
from ridematch.views.json_file import prices_from_json
from ridematch.views.rides import trips


def replay(problem: Problem, edition: Edition) -> Plan:
    """The edition's stops at their published times, in the blocks there are now.

    A trip that no block holds any more names the block "", which the checker reports.
    """
    duties: dict[tuple[date, str], list[Trip]] = defaultdict(list)
    for stops in trips(edition.stops):
        duties[stops[0].date, stops[0].volunteer].append(_trip(problem, stops))
    return Plan(
        duties=tuple(
            Duty(driver=driver, date=on, trips=tuple(found)) for (on, driver), found in sorted(duties.items())
        ),
        left_out=tuple(left.code for left in edition.unserved if left.kind != "lesson"),
        fallbacks=tuple(leg.request for leg in edition.covered),
        objective=edition.objective,
        bound=edition.bound,
        searched_bound=edition.bound,
        proven=edition.proven,
        seconds=edition.seconds,
    )


def replay_priced(problem: Problem, edition: Edition) -> Plan:
    """The same with the prices of the search that led to the edition, for another search to begin with."""
    return replace(replay(problem, edition), prices=prices_from_json(edition.plan_json))


def standing_edition(latest: Edition | None, past: Past, *, first_date: date, days: int) -> Edition | None:
    """What stands for these dates and, of their nights, the morning after, of whichever editions, as if it were one."""
    if latest is None:
        return None
    after = first_date + timedelta(days=days)
    return replace(
        latest,
        first_date=first_date,
        days=days,
        stops=tuple(stop for stop in past.stops if first_date <= stop.date <= after),
        unserved=tuple(left for left in past.unserved if first_date <= left.date < after),
        covered=tuple(leg for leg in past.covered if first_date <= leg.date < after),
    )


def minute(problem: Problem, instant: datetime) -> int:
    """Whole minutes since the problem's epoch."""
    return round((instant - problem.epoch).total_seconds() / 60)


def _trip(problem: Problem, stops: tuple[PlannedStop, ...]) -> Trip:
    visits = tuple(
        Visit(
            action=stop.action,
            place=stop.place,
            arrives=minute(problem, stop.arrives_at),
            begins=minute(problem, stop.begins_at),
            ends=minute(problem, stop.ends_at),
            serves=stop.serves,
            practice=bool(stop.practice),
            vehicle=stop.vehicle,
        )
        for stop in stops
    )
    block = _block(problem.blocks, stops[0], departs=visits[0].ends, arrives=visits[-1].arrives)
    return Trip(block=block, visits=visits)


def _block(blocks: Iterable[Block], first: PlannedStop, *, departs: int, arrives: int) -> str:
    """The block that holds the trip, or else the one of that day that overlaps it most."""
    found = [
        (min(block.end, arrives) - max(block.start, departs), block.code)
        for block in blocks
        if (block.driver, block.date, block.own_trip) == (first.volunteer, first.date, first.own_trip)
    ]
    overlap, code = max(found, default=(0, ""))
    return code if overlap > 0 else ""
