"""The gap radar: what one more volunteer, seat, bus or approval would bring, each tried by planning again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.edition import Edition
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.model.settings import Settings
from ridematch.office.gap_candidates import (
    Departure,
    Kind,
    best_weekdays,
    departures,
    full_cars,
    kinds_of,
    weekdays_of,
    with_bus,
    with_seat,
    with_volunteers,
)
from ridematch.office.morning import nothing_published
from ridematch.office.who_could import who_could
from ridematch.rules.case import Book, Case
from ridematch.tables.writer import write_whole
from ridematch.views.csv_files import as_csv
from ridematch.views.demand import demand_of, demand_sheet
from ridematch.views.directory import Directory
from ridematch.views.gaps import Gain, Gaps, MoreBus, MoreSeat, MoreVolunteer, buses_sheet, recruiting_sheet
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
PER_VILLAGE, PER_PATTERN = 2, 3
"""So many volunteers of one village, and of the same hours, are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One plan that is looked at: what it was made of, and the plan."""

    problem: Problem
    plan: Plan


def find_gaps(
    store: str, *, settings: Settings, today: date, weeks: int, seconds: float, progress: Progress = lambda phase: None
) -> tuple[Gaps, Directory]:
    """By the newest edition and the ones of the weeks before it. RidematchError: nothing is published."""
    from ridematch.match.stop import Stop

    stop, zone = Stop(seconds), ZoneInfo(settings.calendar.zone)
    progress(say("reading the store"))
    edition, people, plans = _plans(store, weeks)
    newest = plans[0]
    progress(say("what another volunteer could be worth"))
    picked = _volunteers_by_worth(plans, people, zone, seconds=SHARES["prices"] * seconds)
    volunteers = []
    for kind, weekdays in _enough(picked, stop.later_than(SHARES["volunteers"]), say("volunteers"), progress):
        gain, after = _gain(plans, [_with_volunteer(one, kind, weekdays, zone) for one in plans])
        driven = {duty.date.weekday() for plan in after for duty in plan.duties if duty.driver == kind.code}
        used = tuple(sorted(driven))
        volunteers.append(MoreVolunteer(village=kind.village, weekdays=used, hours=kind.hours, gain=gain))
    buses = []
    wanted = departures(newest.problem, newest.plan, zone)[: TRIED["buses"]]
    for bus in _enough(wanted, stop.later_than(SHARES["buses"]), say("buses"), progress):
        buses.append(_bus(plans, bus, people, zone))
    seats = []
    cars = full_cars(newest.problem, newest.plan)[: TRIED["seats"]]
    for code in _enough(cars, stop.later_than(SHARES["seats"]), say("seats"), progress):
        gain, _ = _gain(plans, [with_seat(one.problem, code) for one in plans])
        seats.append(MoreSeat(volunteer=code, gain=gain))
    progress(say("approvals"))
    left = stop.left or 0.0
    approvals: tuple[Tried, ...] = ()
    if newest.problem.lessons and left > 2:
        advice, _ = who_could(
            store, settings=settings, today=today, seconds=left, first_date=edition.first_date, days=edition.days
        )
        approvals = advice.tried
    tried = (len(volunteers), len(buses), len(seats))
    days = sum(one.problem.days for one in plans)
    return Gaps(
        first_date=edition.first_date,
        days=edition.days,
        weeks=len(plans),
        left_out=7 * sum(len(one.plan.left_out) for one in plans) / days,
        volunteers=_helpful(volunteers),
        seats=_helpful(seats),
        buses=_helpful(buses),
        approvals=approvals[:3],
        demand=demand_of(newest.problem, stops=edition.stops, left_out=newest.plan.left_out, people=people, zone=zone),
        cut_short=tried != (len(picked), len(wanted), len(cars)),
    ), people


def _plans(store: str, weeks: int) -> tuple[Edition, Directory, list[Week]]:
    """The newest edition, and of each week before it the problem and plan that most of its dates stand by."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import latest_edition, load_plans
    from ridematch.store.people import load_people

    with reading(open_store(store)) as session:
        edition = latest_edition(session)
        if edition is None:
            raise nothing_published()
        people = Directory(load_people(session))
        texts = {(edition.problem_json, edition.plan_json): None}
        for week in range(1, weeks):
            first = edition.first_date - timedelta(weeks=week)
            found = load_plans(session, (first + timedelta(days=number) for number in range(7)))
            if found:
                texts[max(found, key=lambda text: len(found[text]))] = None
    plans = [Week(problem=problem_from_json(problem), plan=plan_from_json(plan)) for problem, plan in texts]
    return edition, people, plans


def _volunteers_by_worth(
    plans: list[Week], people: Directory, zone: ZoneInfo, *, seconds: float
) -> list[tuple[Kind, tuple[int, ...]]]:
    """Volunteers with the weekdays on which they could help most, by the prices of each week; the best first."""
    from ridematch.match.more import worth_of_more

    kinds = kinds_of(plans[0].problem, plans[0].plan, people)
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
    requests = [request for _, taken in changed for request in taken]
    days = sum(one.problem.days for one in plans)
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
        plan = match(problem, seconds=EACH_SECONDS)
        after.append(plan)
        served += len(week.plan.left_out) - len(plan.left_out)
        driving += _driving(problem, plan) - _driving(week.problem, week.plan)
    days = sum(one.problem.days for one in plans)
    return Gain(served=7 * served / days, driving=7 * driving / days), after


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


def write_gaps(gaps: Gaps, folder: Path) -> tuple[Path, ...]:
    """For recruiting and for those who plan buses, without anybody's code. RidematchError: they can't be written."""
    from ridematch.views.drawing_demand import demand_picture

    files = {
        "recruiting.csv": as_csv(recruiting_sheet(gaps), semicolon=False),
        "buses.csv": as_csv(buses_sheet(gaps), semicolon=False),
        "demand.csv": as_csv(demand_sheet(gaps.demand), semicolon=False),
        "demand.svg": demand_picture(gaps.demand, kind="svg"),
        "demand.png": demand_picture(gaps.demand, kind="png"),
    }
    for name, content in files.items():
        write_whole(folder / name, content)
    return tuple(folder / name for name in files)
