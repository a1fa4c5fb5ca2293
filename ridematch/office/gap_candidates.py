"""What may be worth adding to a problem: volunteers by the prices of the plan, seats where cars are full, buses."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

from ridematch.model.plan import Plan
from ridematch.model.problem import Block, Driver, Journey, Leg, Problem, Request
from ridematch.model.travel import NO_ROAD
from ridematch.rules.case import Book, Case
from ridematch.views.directory import Directory

HOURS = (((4, 9),), ((9, 14),), ((13, 18),), ((17, 22),), ((21, 27),), ((4, 9), (13, 18)), ((13, 18), (21, 27)))
"""When somebody may have time; over 24 is after midnight."""

SEATS = 4
MOST_VILLAGES = 12
MOST_WEEKDAYS = 3
LEAST_WORTH = 60.0
"""Minutes of driving; a day worth less is not worth looking for somebody."""

NEW = "more"
"""Begins the code of a driver there is not."""

OUT_OF_THE_WAY, STANDING = 1.05, 3
"""By so much, and so many minutes more, a bus may be longer for stopping where somebody waits."""

BUS_WAITS = 20
"""Minutes by which a bus may be there before a rider has to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One plan that is looked at: what it was made of, the plan, and the dates of the horizon that it stands for."""

    problem: Problem
    plan: Plan
    dates: frozenset[date]

    @property
    def left_out(self) -> frozenset[str]:
        """The journeys of these dates that the plan leaves out."""
        left = set(self.plan.left_out)
        return frozenset(one.code for one in self.problem.journeys if one.code in left and one.date in self.dates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A volunteer to look for: the village, a place in it that roads are known for, and the hours."""

    code: str
    village: str
    place: str
    hours: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A bus to ask for, by the codes of places; it leaves so many minutes after local midnight."""

    start: str
    end: str
    leaves: int


def kinds_of(weeks: Sequence[Week], people: Directory) -> tuple[Kind, ...]:
    """A volunteer of each pattern of hours in the villages of those who are left out most, over all weeks."""
    homes: dict[str, str] = {}
    many: Counter[str] = Counter()
    for week in weeks:
        for journey in week.problem.journeys:
            for leg in journey.legs:
                for place in (leg.request.pickup.place, leg.request.delivery.place):
                    if people.home_of(place) is not None:
                        village = people.place(place)
                        homes[village] = min(place, homes.get(village, place))
                        many[village] += journey.code in week.left_out
    villages = [village for village, count in sorted(many.items(), key=lambda one: (-one[1], one[0])) if count]
    return tuple(
        Kind(code=f"{NEW}-{number}", village=village, place=homes[village], hours=hours)
        for number, (village, hours) in enumerate(product(villages[:MOST_VILLAGES], HOURS))
    )


def with_volunteers(
    problem: Problem, kinds: Iterable[Kind], zone: ZoneInfo, *, weekdays: Iterable[int] = range(7)
) -> tuple[tuple[Driver, ...], tuple[Block, ...]]:
    """Drivers with their blocks on the dates of the problem that are such weekdays."""
    some = tuple(kinds)
    wanted = set(weekdays)
    drivers = tuple(Driver(code=kind.code, home=kind.place, seats=SEATS) for kind in some)
    dates = [problem.first_date + timedelta(days=number) for number in range(problem.days)]
    blocks = tuple(
        Block(
            code=f"{kind.code}:{on}:{number}",
            driver=kind.code,
            date=on,
            start=minute_of(problem, on, 60 * first, zone),
            end=minute_of(problem, on, 60 * last, zone),
            origin=kind.place,
            destination=kind.place,
        )
        for kind in some
        for on in dates
        if on.weekday() in wanted
        for number, (first, last) in enumerate(kind.hours, start=1)
    )
    return drivers, blocks


def best_weekdays(worth: dict[tuple[str, date], float], code: str) -> tuple[tuple[int, ...], float]:
    """The weekdays on which such a volunteer could help most, few of them, and what these are worth in all."""
    by_day: dict[int, float] = defaultdict(float)
    for (who, on), value in worth.items():
        if who == code and value >= LEAST_WORTH:
            by_day[on.weekday()] += value
    most = max(by_day.values(), default=0.0)
    best = sorted((day for day, value in by_day.items() if value >= most / 2), key=lambda day: (-by_day[day], day))
    chosen = tuple(sorted(best[:MOST_WEEKDAYS]))
    return chosen, sum(by_day[day] for day in chosen)


def full_cars(weeks: Sequence[Week]) -> tuple[str, ...]:
    """Drivers whose car is full on some stretch, those who are so most often first, over all weeks."""
    full: Counter[str] = Counter()
    for week in weeks:
        for run in Case(Book(week.problem), week.plan).runs:
            most = max((sum(request.seats for request in aboard) for aboard in run.aboard), default=0)
            full[run.driver.code] += run.date in week.dates and most >= run.driver.seats > 0
    return tuple(code for code, count in sorted(full.items(), key=lambda one: (-one[1], one[0])) if count)


def with_seat(problem: Problem, code: str) -> Problem:
    """The problem with one seat more in this driver's car."""
    drivers = (replace(one, seats=one.seats + (one.code == code)) for one in problem.drivers)
    return replace(problem, drivers=tuple(drivers))


def departures(weeks: Sequence[Week], zone: ZoneInfo) -> tuple[Departure, ...]:
    """A bus that arrives just in time, or leaves as soon as somebody is ready, for each way of those left out.

    Those that the most of them could take come first, over all weeks.
    """
    requests = [
        (week.problem, leg.request)
        for week in weeks
        for one in week.problem.journeys
        if one.code in week.left_out
        for leg in one.legs
    ]
    wanted = {one for problem, request in requests for one in _departures_for(problem, request, zone)}
    found = {one: sum(takes(problem, one, other, zone) for problem, other in requests) for one in wanted}
    return tuple(
        one for one, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0].leaves, pair[0].start, pair[0].end))
    )


def _departures_for(problem: Problem, request: Request, zone: ZoneInfo) -> Iterator[Departure]:
    minutes = _minutes(problem, request, request.pickup.place, request.delivery.place)
    if minutes is None:
        return
    arrives = request.delivery.window.latest
    leaves = min(arrives - minutes, request.pickup.window.latest)
    local = _local_minute(problem, leaves, zone) // 5 * 5
    yield Departure(start=request.pickup.place, end=request.delivery.place, leaves=local)


def takes(problem: Problem, bus: Departure, request: Request, zone: ZoneInfo) -> bool:
    """Whether a rider could go by it: it stops at both ends without a detour, within the windows, soon enough."""
    places = (bus.start, request.pickup.place, request.delivery.place, bus.end)
    legs = [_minutes(problem, request, start, end) for start, end in pairwise(places)]
    whole = _minutes(problem, request, bus.start, bus.end)
    if whole is None or any(leg is None for leg in legs):
        return False
    to, ride, on = (leg or 0 for leg in legs)
    if to + ride + on > OUT_OF_THE_WAY * whole + STANDING:
        return False
    for on_date in (request.date, request.date + timedelta(days=1)):
        leaves = minute_of(problem, on_date, bus.leaves, zone) + to
        arrives = leaves + ride
        early = max(0, request.delivery.window.earliest - arrives)
        in_time = arrives <= request.delivery.window.latest and early <= BUS_WAITS
        if request.pickup.window.earliest <= leaves <= request.pickup.window.latest and in_time:
            return True
    return False


def with_bus(problem: Problem, bus: Departure, zone: ZoneInfo) -> tuple[Problem, tuple[Request, ...]]:
    """The problem in which whoever could go by it may, and the requests of these."""
    taken: list[Request] = []

    def leg(one: Leg) -> Leg:
        if one.fallback != "none" or not takes(problem, bus, one.request, zone):
            return one
        taken.append(one.request)
        return replace(one, fallback="bus")

    def journey(one: Journey) -> Journey:
        return replace(one, legs=tuple(map(leg, one.legs)))

    return replace(problem, journeys=tuple(map(journey, problem.journeys))), tuple(taken)


def minute_of(problem: Problem, on: date, minute: int, zone: ZoneInfo) -> int:
    """So many minutes on the clock after local midnight, as minutes of the problem; over 1440: on the next date."""
    days, rest = divmod(minute, 1440)
    local = datetime.combine(on + timedelta(days=days), time(rest // 60, rest % 60), zone)
    return round((local.astimezone(UTC) - problem.epoch).total_seconds() / 60)


def _local_minute(problem: Problem, minute: int, zone: ZoneInfo) -> int:
    local = (problem.epoch + timedelta(minutes=minute)).astimezone(zone)
    return local.hour * 60 + local.minute


def _minutes(problem: Problem, request: Request, start: str, end: str) -> int | None:
    found = Book(problem).minutes(request.date, start=start, end=end)
    return None if found is None or found >= NO_ROAD else found


def weekdays_of(requests: Sequence[Request]) -> tuple[int, ...]:
    """On which days of the week they are."""
    return tuple(sorted({request.date.weekday() for request in requests}))
