"""A plan -> an edition: instants instead of minutes, and who was left out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from ridematch.model.edition import Covered, Edition, PlannedStop, Unserved
from ridematch.model.plan import Duty, Plan, Trip
from ridematch.model.problem import Journey, Problem, lesson_code
from ridematch.rules.case import Book, Case
from ridematch.views.json_file import to_json
from ridematch.views.morning import Tally

Served = tuple[str, str, date | None, int]
"""Whom a request or lesson is for, its journey (or the lesson again), that one's date, and the seats."""


def make_edition(
    problem: Problem, plan: Plan, *, unserved: tuple[Unserved, ...], made_at: datetime, by: str = ""
) -> Edition:
    """What will be published, without a number yet."""
    served = _served(problem)
    return Edition(
        made_at=made_at,
        by=by,
        first_date=problem.first_date,
        days=problem.days,
        objective=plan.objective,
        bound=plan.bound,
        proven=plan.proven,
        seconds=plan.seconds,
        stops=tuple(stop for duty in plan.duties for stop in _stops(problem, duty, served)),
        unserved=unserved,
        covered=tuple(_covered(problem, plan)),
        problem_json=to_json(problem),
        plan_json=to_json(plan),
    )


def tallies(problem: Problem, plan: Plan) -> tuple[Tally, ...]:
    """Asked and served, by kind."""
    last = problem.first_date + timedelta(days=problem.days - 1)
    standing = [wish for wish in problem.lessons if wish.slots and wish.slots[0].date > last]  # of the date after
    given = sum(Case(Book(problem), plan).given.values())
    given -= sum(_is_given(plan, lesson_code(wish.learner, wish.slots[0].date)) for wish in standing)
    wanted = sum(wish.wanted for wish in problem.lessons if wish not in standing)
    return (
        *(_tally(problem, plan, kind) for kind in ("commute", "ride")),
        Tally(kind="lessons", asked=wanted, served=given),
    )


def asked_as(journey: Journey) -> str:
    """The journey's code for people. The rest of one from before the horizon ("fixed") has its way added to it."""
    return journey.code.rsplit(":", 1)[0] if journey.kind == "fixed" else journey.code


def waiting_minutes(plan: Plan) -> int:
    """Waiting away from home, before services."""
    return sum(visit.begins - visit.arrives for duty in plan.duties for trip in duty.trips for visit in trip.visits)


def _is_given(plan: Plan, lesson: str) -> bool:
    return any(visit.serves == lesson for duty in plan.duties for trip in duty.trips for visit in trip.visits)


def _tally(problem: Problem, plan: Plan, kind: str) -> Tally:
    asked = [journey.code for journey in problem.journeys if journey.kind == kind]
    return Tally(kind=f"{kind}s", asked=len(asked), served=len(set(asked) - set(plan.left_out)))


def _stops(problem: Problem, duty: Duty, served: dict[str, Served]) -> Iterator[PlannedStop]:
    own_trips = {block.code for block in problem.blocks if block.own_trip}  # a trip that is void has no block
    for number, trip in enumerate(duty.trips, start=1):
        roads = _roads(problem, duty, trip)
        aboard = _minutes_aboard(trip, roads)
        for position, (visit, (minutes, metres)) in enumerate(zip(trip.visits, roads, strict=True)):
            rider, journey, journey_date, seats = served.get(visit.serves, ("", "", None, 0))
            yield PlannedStop(
                volunteer=duty.driver,
                date=duty.date,
                trip=number,
                position=position,
                action=visit.action,
                place=visit.place,
                arrives_at=problem.epoch + timedelta(minutes=visit.arrives),
                begins_at=problem.epoch + timedelta(minutes=visit.begins),
                ends_at=problem.epoch + timedelta(minutes=visit.ends),
                minutes=minutes,
                metres=metres,
                own_trip=trip.block in own_trips,
                serves=visit.serves,
                rider=rider,
                journey=journey,
                journey_date=journey_date,
                seats=seats,
                practice=_practice(problem, aboard[visit.serves]) if visit.practice else "",
                vehicle=visit.vehicle,
            )


def _practice(problem: Problem, at_wheel: int) -> str:
    """ "lesson" where the learner is at the wheel for so long, else "yes"."""
    return "lesson" if at_wheel >= problem.limits.practice_lesson_minutes else "yes"


def _roads(problem: Problem, duty: Duty, trip: Trip) -> list[tuple[int, int]]:
    """Minutes and metres to each visit from the one before; who has no car walks, and is paid for no metre of it."""
    on_foot = any(driver.code == duty.driver and driver.seats < 1 for driver in problem.drivers)
    rows, minutes = problem.travel.index(), problem.travel.on(duty.date)
    found = [(0, 0)]
    learning = False
    for before, visit in pairwise(trip.visits):
        start, end = rows[before.place], rows[visit.place]
        if before.practice:
            learning = before.action == "pickup"
        road = problem.limits.at_wheel(minutes[start][end]) if learning else minutes[start][end]
        found.append((road, 0 if on_foot else problem.travel.metres[start][end]))
    return found


def _minutes_aboard(trip: Trip, roads: list[tuple[int, int]]) -> dict[str, int]:
    """Minutes of road from each pickup to its delivery."""
    found: dict[str, int] = {}
    aboard: set[str] = set()
    for visit, (minutes, _) in zip(trip.visits, roads, strict=True):
        for serves in aboard:
            found[serves] += minutes
        if visit.action == "pickup":
            aboard.add(visit.serves)
            found[visit.serves] = 0
        elif visit.action == "delivery":
            aboard.discard(visit.serves)
    return found


def _served(problem: Problem) -> dict[str, Served]:
    found: dict[str, Served] = {}
    for journey in problem.journeys:
        for leg in journey.legs:
            found[leg.request.code] = (journey.rider, asked_as(journey), journey.date, leg.request.seats)
    for wish in problem.lessons:
        for slot in wish.slots:
            code = lesson_code(wish.learner, slot.date)
            found[code] = (wish.learner, code, slot.date, 1)
    return found


def _covered(problem: Problem, plan: Plan) -> Iterator[Covered]:
    for journey in problem.journeys:
        for leg in journey.legs:
            if leg.request.code in plan.fallbacks:
                yield Covered(request=leg.request.code, rider=journey.rider, date=journey.date, fallback=leg.fallback)
