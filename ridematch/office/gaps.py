"""The gap radar: what one more volunteer, seat, bus or approval would bring, each tried by planning again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.facts import Place
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.model.settings import Settings
from ridematch.office.gap_candidates import (
    Departure,
    Kind,
    Week,
    best_weekdays,
    departures,
    full_cars,
    kinds_of,
    weekdays_of,
    with_bus,
    with_seat,
    with_volunteers,
)
from ridematch.office.gather import horizon
from ridematch.office.morning import nothing_published
from ridematch.office.publishing import make_edition
from ridematch.office.who_could import who_could
from ridematch.rules.case import Book, Case
from ridematch.rules.where import villages_of_places
from ridematch.views.demand import PlannedDates, demand_of
from ridematch.views.directory import Directory
from ridematch.views.gaps import Gain, Gaps, MoreBus, MoreSeat, MoreVolunteer
from ridematch.views.json_file import plan_from_json, problem_from_json
from ridematch.views.who_could import Tried

Progress = Callable[[str], None]

One = TypeVar("One")
Help = TypeVar("Help", MoreVolunteer, MoreSeat, MoreBus)

TRIED = {"volunteers": 8, "seats": 3, "buses": 5}
"""So many of each kind are tried by planning again."""

SHARES = {"prices": 0.25, "volunteers": 0.6, "buses": 0.8, "seats": 0.9}
"""By then of the time each step ends."""

EACH_SECONDS = 20.0
LEAST_SECONDS = 2.0
"""With less for a week no approvals are tried."""

PER_VILLAGE, PER_PATTERN = 2, 3
"""So many volunteers of one village, and of the same hours, are tried."""


def find_gaps(
    store: str, *, settings: Settings, today: date, weeks: int, seconds: float, progress: Progress = lambda phase: None
) -> tuple[Gaps, Directory]:
    """By the newest edition and those of the weeks before it, a date once. RidematchError: nothing is published."""
    from ridematch.match.stop import Stop

    stop, zone = Stop(seconds), ZoneInfo(settings.calendar.zone)
    progress(say("reading the store"))
    people, places, plans = _plans(store, weeks)
    progress(say("what another volunteer could be worth"))
    picked = _volunteers_by_worth(plans, people, zone, seconds=SHARES["prices"] * seconds)
    volunteers = []
    for kind, weekdays in _enough(picked, stop.later_than(SHARES["volunteers"]), say("volunteers"), progress):
        gain, after = _gain(plans, [_with_volunteer(one, kind, weekdays, zone) for one in plans])
        driven = {duty.date.weekday() for plan in after for duty in plan.duties if duty.driver == kind.code}
        used = tuple(sorted(driven))
        volunteers.append(MoreVolunteer(village=kind.village, weekdays=used, hours=kind.hours, gain=gain))
    buses = []
    wanted = departures(plans, zone)[: TRIED["buses"]]
    for bus in _enough(wanted, stop.later_than(SHARES["buses"]), say("buses"), progress):
        buses.append(_bus(plans, bus, people, zone))
    seats = []
    cars = full_cars(plans)[: TRIED["seats"]]
    for code in _enough(cars, stop.later_than(SHARES["seats"]), say("seats"), progress):
        gain, _ = _gain(plans, [with_seat(one.problem, code) for one in plans])
        seats.append(MoreSeat(volunteer=code, gain=gain))
    progress(say("approvals"))
    approvals = _approvals(store, plans, settings=settings, today=today, seconds=stop.left or 0.0)
    tried = (len(volunteers), len(buses), len(seats))
    dates = frozenset[date]().union(*(one.dates for one in plans))
    return Gaps(
        first_date=min(dates),
        days=(max(dates) - min(dates)).days + 1,
        weeks=len(plans),
        planned_days=sum(one.problem.days for one in plans),
        left_out=7 * sum(len(one.left_out) for one in plans) / len(dates),
        volunteers=_helpful(volunteers),
        seats=_helpful(seats),
        buses=_helpful(buses),
        approvals=approvals[:3],
        demand=demand_of(
            [_as_counted(one) for one in plans], people=people, zone=zone, villages=villages_of_places(places)
        ),
        seats_tried=len(seats),
        cut_short=tried != (len(picked), len(wanted), len(cars)),
    ), people


def _plans(store: str, weeks: int) -> tuple[Directory, tuple[Place, ...], list[Week]]:
    """The newest edition, and of each week before it the problem and plan that most of its dates stand by.

    Each date is counted for the newest of them that has it.
    """
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import latest_edition, load_plans
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables

    with reading(open_store(store)) as session:
        edition = latest_edition(session)
        if edition is None:
            raise nothing_published()
        people, places = Directory(load_people(session)), load_tables(session).places or ()
        texts = {(edition.problem_json, edition.plan_json): horizon(edition.first_date, edition.days)}
        for week in range(1, weeks):
            found = load_plans(session, horizon(edition.first_date - timedelta(weeks=week), 7))
            if found:
                most = max(found, key=lambda text: len(found[text]))
                texts.setdefault(most, found[most])
    plans = [
        Week(problem=problem_from_json(problem), plan=plan_from_json(plan), dates=frozenset(dates))
        for (problem, plan), dates in texts.items()
    ]
    return people, places, plans


def _as_counted(week: Week) -> PlannedDates:
    edition = make_edition(week.problem, week.plan, unserved=(), made_at=week.problem.epoch)
    return PlannedDates(
        problem=week.problem, stops=edition.stops, left_out=tuple(sorted(week.left_out)), dates=week.dates
    )


def _approvals(store: str, plans: list[Week], *, settings: Settings, today: date, seconds: float) -> tuple[Tried, ...]:
    """What an approval would have brought in each of the weeks, together, the most first."""
    found: dict[tuple[str, str], Tried] = {}
    for week in plans:
        if not week.problem.lessons or seconds / len(plans) < LEAST_SECONDS:
            continue
        advice, _ = who_could(
            store,
            settings=settings,
            today=today,
            seconds=seconds / len(plans),
            first_date=week.problem.first_date,
            days=week.problem.days,
        )
        for one in advice.tried:
            before = found.get((one.volunteer, one.rider))
            found[one.volunteer, one.rider] = _together(before, one) if before else one
    return tuple(sorted(found.values(), key=lambda one: (-one.minutes, one.rides, one.driving, one.volunteer)))


def _together(one: Tried, other: Tried) -> Tried:
    return replace(
        one,
        minutes=one.minutes + other.minutes,
        rides=one.rides + other.rides,
        driving=one.driving + other.driving,
    )


def _volunteers_by_worth(
    plans: list[Week], people: Directory, zone: ZoneInfo, *, seconds: float
) -> list[tuple[Kind, tuple[int, ...]]]:
    """Volunteers with the weekdays on which they could help most, by the prices of each week; the best first."""
    from ridematch.match.more import worth_of_more

    kinds = kinds_of(plans, people)
    worth: dict[tuple[str, date], float] = {}
    for one in plans:
        known = set(one.problem.travel.places)
        drivers, blocks = with_volunteers(one.problem, (kind for kind in kinds if kind.place in known), zone)
        worth |= worth_of_more(one.problem, drivers, blocks, seconds=seconds / len(plans))
    ranked = sorted(
        ((best_weekdays(worth, kind.code), kind) for kind in kinds),
        key=lambda one: (-one[0][1], sum(end - start for start, end in one[1].hours), one[1].code),
    )
    chosen: list[tuple[Kind, tuple[int, ...]]] = []
    taken: dict[object, int] = defaultdict(int)
    for (weekdays, value), kind in ranked:
        room = taken[kind.village] < PER_VILLAGE and taken[kind.hours] < PER_PATTERN
        if value > 0 and room and len(chosen) < TRIED["volunteers"]:
            taken[kind.village] += 1
            taken[kind.hours] += 1
            chosen.append((kind, weekdays))
    return chosen


def _with_volunteer(week: Week, kind: Kind, weekdays: tuple[int, ...], zone: ZoneInfo) -> Problem:
    if kind.place not in week.problem.travel.places:
        return week.problem
    drivers, blocks = with_volunteers(week.problem, [kind], zone, weekdays=weekdays)
    return replace(week.problem, drivers=(*week.problem.drivers, *drivers), blocks=(*week.problem.blocks, *blocks))


def _bus(plans: list[Week], bus: Departure, people: Directory, zone: ZoneInfo) -> MoreBus:
    changed = [with_bus(one.problem, bus, zone) for one in plans]
    requests = [
        request
        for week, (_, taken) in zip(plans, changed, strict=True)
        for request in taken
        if request.date in week.dates
    ]
    days = sum(len(one.dates) for one in plans)
    return MoreBus(
        start=people.place(bus.start),
        end=people.place(bus.end),
        leaves=f"{bus.leaves // 60:02d}:{bus.leaves % 60:02d}",
        weekdays=weekdays_of(requests),
        legs=7 * len(requests) / days,
        gain=_gain(plans, [problem for problem, _ in changed])[0],
    )


def _gain(plans: list[Week], changed: list[Problem]) -> tuple[Gain, list[Plan]]:
    """By planning each week again as it would be; and these plans."""
    from ridematch.match.solve import match

    served, driving, after = 0.0, 0.0, []
    for week, problem in zip(plans, changed, strict=True):
        if problem == week.problem:
            continue
        plan = match(problem, earlier=week.plan, seconds=EACH_SECONDS)
        after.append(plan)
        served += len(week.left_out) - len(replace(week, plan=plan).left_out)
        driving += _driving(problem, plan) - _driving(week.problem, week.plan)
    dates, days = sum(len(one.dates) for one in plans), sum(one.problem.days for one in plans)
    return Gain(served=7 * served / dates, driving=7 * driving / days), after


def _enough(wanted: Sequence[One], late: Callable[[], bool], what: str, progress: Progress) -> Iterator[One]:
    """One after the other, as long as there is time."""
    for number, one in enumerate(wanted, start=1):
        if late():
            return
        progress(say("{what}, {number} of {all}", what=what, number=number, all=len(wanted)))
        yield one


def _helpful(found: list[Help]) -> tuple[Help, ...]:
    """Those that bring somebody a ride, the most first, with less driving before more."""
    return tuple(
        sorted((one for one in found if one.gain.served > 0), key=lambda one: (-one.gain.served, one.gain.driving))
    )


def _driving(problem: Problem, plan: Plan) -> int:
    return sum(run.driving for run in Case(Book(problem), plan).runs)
