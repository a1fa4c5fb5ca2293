"""Small pieces of problems and plans for every test: invented villages on a line, invented people, plain minutes.

    travel = a_line("A", 10, "B", 20, "C")                  # A to C is 30 minutes
    journey = a_ride(a_request("R1", start="A", end="C", pickup=("05:00", "05:10")))
    problem = a_problem(travel, journey, a_driver("V1"), a_block("V1", "04:00", "07:00"))
    plan = a_plan(problem, a_trip(problem, "V1:2026-12-14:1", ("pickup", "R1", "05:00"), ("delivery", "R1", None)))

Clock times are of Monday 2026-12-14 in UTC; "29:30" is half past five the next morning.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ridematch.model.plan import Action, Duty, Plan, Trip, Visit
from ridematch.model.problem import (
    Amount,
    Block,
    Driver,
    Journey,
    Leg,
    LessonShare,
    LessonSlot,
    LessonWish,
    Limits,
    Night,
    Pairing,
    Pin,
    Problem,
    Request,
    Stop,
    TimeWindow,
    Weights,
    iso_week,
    lesson_code,
)
from ridematch.model.travel import Travel

MONDAY = date(2026, 12, 14)
Clock = str | int
Step = tuple[Action, str, Clock | None]
Thing = Travel | Journey | Driver | Block | LessonWish | LessonShare | Pin | Night | Limits | Weights


def at(clock: Clock, *, days: int = 0) -> int:
    """Minutes since the epoch of "HH:MM" (hours may pass 24) on Monday, or `days` later; a number is left as it is."""
    if isinstance(clock, int):
        return clock + 1440 * days
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes) + 1440 * days


def day(days: int) -> date:
    """The date `days` after the Monday."""
    return MONDAY + timedelta(days=days)


def a_window(earliest: Clock, latest: Clock, *, days: int = 0) -> TimeWindow:
    return TimeWindow(earliest=at(earliest, days=days), latest=at(latest, days=days))


def a_line(*villages_and_minutes: str | int, winter: float = 1.0, winter_dates: tuple[date, ...] = ()) -> Travel:
    """Villages along one road with the minutes between neighbours; a minute is a kilometre."""
    places = tuple(item for item in villages_and_minutes if isinstance(item, str))
    gaps = [item for item in villages_and_minutes if isinstance(item, int)]
    stands = [sum(gaps[:row]) for row in range(len(places))]
    minutes = tuple(tuple(abs(a - b) for b in stands) for a in stands)
    slow = tuple(tuple(round(value * winter) for value in row) for row in minutes)
    metres = tuple(tuple(value * 1000 for value in row) for row in minutes)
    return Travel(places=places, minutes=(minutes, slow), metres=metres, winter_dates=winter_dates)


def a_request(
    code: str = "R1",
    *,
    start: str = "A",
    end: str = "C",
    pickup: tuple[Clock, Clock] = ("00:00", "48:00"),
    delivery: tuple[Clock, Clock] = ("00:00", "48:00"),
    boarding: int = 0,
    rider: str = "P1",
    days: int = 0,
    max_ride_minutes: int = 45,
    **more: Any,
) -> Request:
    """One ride, by default with all the time in the world; `days` moves its date and windows."""
    return Request(
        code=code,
        rider=rider,
        date=day(days),
        pickup=Stop(place=start, window=a_window(*pickup, days=days), service_minutes=boarding),
        delivery=Stop(place=end, window=a_window(*delivery, days=days)),
        max_ride_minutes=max_ride_minutes,
        **more,
    )


def an_amount(code: str, count: int = 1) -> Amount:
    return Amount(code=code, count=count)


def a_ride(*requests: Request, code: str = "", cost: float = 300, kind: str = "ride") -> Journey:
    """What is promised as one, here without fallbacks; its code is the first request's unless given."""
    first = requests[0]
    return Journey(
        code=code or first.code,
        kind=kind,
        rider=first.rider,
        date=first.date,
        week=iso_week(first.date),
        legs=tuple(Leg(request=request) for request in requests),
        left_out_cost=cost,
    )


def a_commute(
    shift: str = "S1",
    *,
    rider: str = "P1",
    home: str = "A",
    work: str = "C",
    starts: Clock = "06:00",
    ends: Clock = "14:00",
    days: int = 0,
    cost: float = 600,
    fallback_out: str = "none",
    fallback_back: str = "none",
    **more: Any,
) -> Journey:
    """A shift: at work 40 to 5 minutes before it starts, picked up 5 to 40 minutes after it ends.

    Its requests are "S1:2026-12-14:out" and "S1:2026-12-14:back".
    """
    code = f"{shift}:{day(days).isoformat()}"
    out = a_request(
        f"{code}:out",
        start=home,
        end=work,
        delivery=(at(starts) - 40, at(starts) - 5),
        pickup=(at(starts) - 240, at(starts)),
        rider=rider,
        days=days,
        **more,
    )
    back = a_request(
        f"{code}:back",
        start=work,
        end=home,
        pickup=(at(ends) + 5, at(ends) + 40),
        delivery=(at(ends), at(ends) + 240),
        rider=rider,
        days=days,
        **more,
    )
    return Journey(
        code=code,
        kind="commute",
        rider=rider,
        date=day(days),
        week=iso_week(day(days)),
        legs=(Leg(request=out, fallback=fallback_out), Leg(request=back, fallback=fallback_back)),
        left_out_cost=cost,
    )


def a_driver(code: str = "V1", *, home: str = "A", seats: int = 4, **more: Any) -> Driver:
    return Driver(code=code, home=home, seats=seats, **more)


def a_block(
    driver: str = "V1",
    start: Clock = "00:00",
    end: Clock = "24:00",
    *,
    days: int = 0,
    number: int = 1,
    origin: str = "A",
    destination: str = "A",
    own_trip: bool = False,
    max_detour_minutes: int = 0,
) -> Block:
    """A stretch of a driver's time, "V1:2026-12-14:1"; `days` moves date and times."""
    return Block(
        code=f"{driver}:{day(days).isoformat()}:{number}",
        driver=driver,
        date=day(days),
        start=at(start, days=days),
        end=at(end, days=days),
        origin=origin,
        destination=destination,
        own_trip=own_trip,
        max_detour_minutes=max_detour_minutes,
    )


def a_slot(earliest: Clock = "00:00", latest: Clock = "24:00", *, days: int = 0, place: str = "B") -> LessonSlot:
    return LessonSlot(date=day(days), place=place, window=a_window(earliest, latest, days=days))


def a_lesson_wish(
    *slots: LessonSlot,
    learner: str = "L1",
    drivers: tuple[str, ...] = ("V1",),
    wanted: int = 1,
    minutes: int = 60,
    cost: float = 150,
    approved: tuple[date, date] = (date(2026, 1, 1), date(2027, 12, 31)),
    **more: Any,
) -> LessonWish:
    """A learner's wish for lessons in the week of the first slot; `drivers` are approved from and to `approved`."""
    week = iso_week(slots[0].date)
    return LessonWish(
        code=f"{learner}:{week}",
        learner=learner,
        week=week,
        wanted=wanted,
        minutes=minutes,
        left_out_cost=cost,
        slots=slots,
        pairings=tuple(Pairing(driver=one, first_date=approved[0], last_date=approved[1]) for one in drivers),
        **more,
    )


def a_pin(serves: str, driver: str = "V1", *, begins: Clock, ends: Clock) -> Pin:
    return Pin(serves=serves, driver=driver, begins=at(begins), ends=at(ends))


def a_night(days: int = 0) -> Night:
    """The night that begins `days` after the Monday: from 22:00, turning at 03:00, to 06:00, early until 07:00."""
    begins, turns, ends, early = (at(clock, days=days) for clock in ("22:00", "27:00", "30:00", "31:00"))
    return Night(date=day(days), begins=begins, turns=turns, ends=ends, early_until=early)


def a_problem(*things: Thing, days: int = 7, misses_before: tuple[tuple[str, str, int], ...] = ()) -> Problem:
    """A problem of these things, each put where its kind belongs; nights and limits only matter when given.

    Without travel times the villages are A, B, C, D, E, ten minutes apart.
    """
    travel = next(
        (thing for thing in things if isinstance(thing, Travel)), a_line("A", 10, "B", 10, "C", 10, "D", 10, "E")
    )
    return Problem(
        epoch=datetime.combine(MONDAY, time(), UTC),
        first_date=MONDAY,
        days=days,
        journeys=tuple(thing for thing in things if isinstance(thing, Journey)),
        drivers=tuple(thing for thing in things if isinstance(thing, Driver)),
        blocks=tuple(thing for thing in things if isinstance(thing, Block)),
        lessons=tuple(thing for thing in things if isinstance(thing, LessonWish)),
        travel=travel,
        nights=tuple(thing for thing in things if isinstance(thing, Night)),
        pins=tuple(thing for thing in things if isinstance(thing, Pin)),
        misses_before=misses_before,
        lesson_shares=tuple(thing for thing in things if isinstance(thing, LessonShare)),
        limits=next((thing for thing in things if isinstance(thing, Limits)), Limits()),
        weights=next((thing for thing in things if isinstance(thing, Weights)), Weights()),
    )


def a_trip(problem: Problem, block: str, *steps: Step, departs: Clock | None = None) -> Trip:
    """A trip in this block that does these steps: (action, what it serves, when service begins or None for at once).

    Arrivals and ends are worked out. It departs just in time for the first step unless `departs` is given.
    """
    of = next(one for one in problem.blocks if one.code == block)
    minutes, rows = problem.travel.on(of.date), problem.travel.index()

    def drive(start: str, end: str) -> int:
        return minutes[rows[start]][rows[end]]

    leaves = of.start if departs is None else at(departs)
    if departs is None and steps and steps[0][2] is not None:
        leaves = at(steps[0][2]) - drive(of.origin, _place_and_service(problem, *steps[0][:2])[0])
    visits = [_end_of_trip("depart", of.origin, leaves)]
    for action, serves, begins in steps:
        place, service = _place_and_service(problem, action, serves)
        arrives = visits[-1].ends + drive(visits[-1].place, place)
        starts = arrives if begins is None else at(begins)
        visits.append(
            Visit(action=action, place=place, arrives=arrives, begins=starts, ends=starts + service, serves=serves)
        )
    home = visits[-1].ends + drive(visits[-1].place, of.destination)
    return Trip(block=block, visits=(*visits, _end_of_trip("arrive", of.destination, home)))


def a_plan(problem: Problem, *trips: Trip, left_out: tuple[str, ...] = (), fallbacks: tuple[str, ...] = ()) -> Plan:
    """A plan of these trips, put into duties by their blocks' dates and drivers."""
    blocks = {block.code: block for block in problem.blocks}
    by_duty: dict[tuple[date, str], list[Trip]] = {}
    for trip in sorted(trips, key=lambda trip: trip.visits[0].begins):
        block = blocks[trip.block]
        by_duty.setdefault((block.date, block.driver), []).append(trip)
    duties = tuple(Duty(driver=key[1], date=key[0], trips=tuple(by_duty[key])) for key in sorted(by_duty))
    return Plan(duties=duties, left_out=left_out, fallbacks=fallbacks)


def _end_of_trip(action: Action, place: str, minute: int) -> Visit:
    return Visit(action=action, place=place, arrives=minute, begins=minute, ends=minute)


def _place_and_service(problem: Problem, action: Action, serves: str) -> tuple[str, int]:
    if action == "lesson":
        return next(
            (slot.place, wish.minutes)
            for wish in problem.lessons
            for slot in wish.slots
            if lesson_code(wish.learner, slot.date) == serves
        )
    request = next(one for one in problem.requests if one.code == serves)
    stop = request.pickup if action == "pickup" else request.delivery
    return stop.place, stop.service_minutes
