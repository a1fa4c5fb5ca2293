"""Invented nights for the engine's tests: seeded, with all features mixed; on a grid of ten minutes, or crowded."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

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
    PracticeRide,
    Problem,
    Request,
    Stop,
    TimeWindow,
    iso_week,
)
from ridematch.model.travel import Travel

MONDAY = date(2026, 12, 14)
EPOCH = datetime(2026, 12, 13, tzinfo=UTC)
HOUR = 60


def midnight(on: date) -> int:
    """Minutes from the epoch to a date's midnight (UTC, as if that were the local time)."""
    return (on - EPOCH.date()).days * 24 * HOUR


def nights(first: date, days: int) -> tuple[Night, ...]:
    """The nights around a horizon with the default hours."""
    found = []
    for n in range(-1, days + 2):
        on = first + timedelta(days=n)
        at = midnight(on)
        found.append(
            Night(date=on, begins=at + 22 * 60, turns=at + 27 * 60, ends=at + 30 * 60, early_until=at + 31 * 60)
        )
    return tuple(found)


def line(places: tuple[str, ...], positions: tuple[int, ...]) -> Travel:
    """Places along one road: minutes are the difference of positions, metres a thousand a minute."""
    minutes = tuple(tuple(abs(a - b) for b in positions) for a in positions)
    metres = tuple(tuple(1000 * m for m in row) for row in minutes)
    return Travel(places=places, minutes=(minutes, minutes), metres=metres)


def tiny(seed: int, *, commutes: int = 2, drivers: int = 2, lessons: int = 1, days: int = 1, step: int = 10) -> Problem:
    """A night small enough for brute force; every time in it is a multiple of `step` minutes."""
    rng, employers = Random(seed), Random(seed + 1)
    villages = tuple(f"P{n}" for n in range(4))
    homes = tuple(f"home:V{n}" for n in range(drivers))
    positions = tuple(step * rng.randint(0, 4) for _ in (*villages, *homes))
    travel = line((*villages, *homes), positions)
    at = dict(zip(travel.places, positions, strict=True))

    def a_request(
        code: str, rider: str, on: date, start: str, end: str, *, leave: int | None, arrive: int | None
    ) -> Request:
        direct = abs(at[start] - at[end])
        longest = max(direct + step * rng.randint(0, 4), step)
        boarding = step * rng.randint(0, 1)
        width = step * rng.randint(0, 4)
        if arrive is not None:
            delivery = TimeWindow(earliest=arrive - width, latest=arrive)
            pickup = TimeWindow(earliest=arrive - width - longest - boarding, latest=arrive - direct - boarding)
        else:
            assert leave is not None
            pickup = TimeWindow(earliest=leave, latest=leave + width)
            delivery = TimeWindow(earliest=leave + boarding + direct, latest=leave + width + boarding + longest)
        return Request(
            code=code,
            rider=rider,
            date=on,
            pickup=Stop(place=start, window=pickup, service_minutes=boarding),
            delivery=Stop(place=end, window=delivery),
            max_ride_minutes=longest,
            seats=rng.choice((1, 1, 1, 2)),
            equipment=rng.choice(((), (), (), (Amount(code="child-seat", count=1),))),
            needs=rng.choice(((), (), (), (), ("woman-driver",))),
            minor=rng.random() < 0.1,
            employer=employers.choice(("", "hotel")),
            proposed_driver=rng.choice(("", "", "V0", "V1")),
            usual_driver=rng.choice(("", "", "V0")),
        )

    journeys: list[Journey] = []
    for n in range(commutes):
        on = MONDAY + timedelta(days=rng.randrange(days))
        begin = midnight(on) + rng.choice((6 * 60, 6 * 60 + 30, 21 * 60, 7 * 60))
        home, work = rng.sample(villages, 2)
        code = f"S{n}:{on}"
        rider = f"R{sum(journey.date == on for journey in journeys)}"  # one commute a rider and date
        out = a_request(f"{code}:out", rider, on, home, work, leave=None, arrive=begin)
        back = a_request(f"{code}:back", rider, on, work, home, leave=begin + rng.choice((2, 3)) * 60, arrive=None)
        kind = rng.choice(("both", "both", "both", "out", "back"))
        legs = tuple(
            Leg(request=request, fallback=rng.choice(("none", "none", "none", "bed")))
            for request, name in ((out, "out"), (back, "back"))
            if kind in ("both", name)
        )
        cost = float(rng.choice((50, 100, 200, 600)))
        journeys.append(
            Journey(code=code, kind="commute", rider=rider, date=on, week=iso_week(on), legs=legs, left_out_cost=cost)
        )
    people = tuple(
        Driver(
            code=f"V{n}",
            home=homes[n],
            seats=rng.choice((1, 3, 4)),
            offers=rng.choice(((), ("woman-driver",))),
            equipment=rng.choice(((), (Amount(code="child-seat", count=1),))),
            avoids=rng.choice(((), (), ("R0",))),
            only_employer=employers.choice(("", "", "", "hotel")),
            record_seen_on=rng.choice((None, MONDAY)),
            max_drive_minutes_per_day=rng.choice((100, 160, 240, 240)),
            max_days_per_week=rng.choice((1, 2, 7)),
            max_asks_per_week=rng.choice((None, 1, 2)),
            max_wait_minutes=rng.choice((0, step, 3 * step)),
            driven_dates=rng.choice(((), (MONDAY - timedelta(days=1),))),
            night_dates=rng.choice(((), (MONDAY - timedelta(days=1),))),
            late_dates=rng.choice(((), (MONDAY - timedelta(days=1),))),
            asks_before=rng.randrange(4),
        )
        for n in range(drivers)
    )
    blocks = []
    for person in people:
        for day in range(days):
            on = MONDAY + timedelta(days=day)
            start = midnight(on) + rng.choice((4 * 60, 5 * 60, 5 * 60 + step))
            end = start + rng.choice((3, 5, 7)) * 60
            own_end = rng.choice(villages)
            stretches = [("1", start, end, person.home, False)]
            if rng.random() < 0.4:
                stretches.append(("2", midnight(on) + 20 * 60, midnight(on) + 25 * 60, person.home, False))
            elif rng.random() < 0.5:
                stretches.append(("2", end + 60, end + 180, own_end, True))
            if rng.random() < 0.15:
                stretches[0] = ("1", start, end, own_end, True)
            blocks += [
                Block(
                    code=f"{person.code}:{on}:{number}",
                    driver=person.code,
                    date=on,
                    start=first,
                    end=last,
                    origin=person.home,
                    destination=destination,
                    own_trip=own,
                    max_detour_minutes=step * rng.randint(0, 4) if own else 0,
                )
                for number, first, last, destination, own in stretches
            ]
    wishes = []
    for n in range(lessons):
        place = rng.choice(villages)
        slots = tuple(
            LessonSlot(
                date=MONDAY + timedelta(days=day),
                place=place,
                window=TimeWindow(
                    earliest=midnight(MONDAY + timedelta(days=day)) + 5 * 60,
                    latest=midnight(MONDAY + timedelta(days=day)) + 5 * 60 + step * rng.randint(0, 4),
                ),
            )
            for day in range(days)
        )
        pairings = (
            Pairing(
                driver=f"V{rng.randrange(drivers)}",
                first_date=MONDAY,
                last_date=MONDAY + timedelta(days=rng.randrange(2)),
            ),
        )
        wishes.append(
            LessonWish(
                code=f"L{n}:{iso_week(MONDAY)}",
                learner=f"L{n}",
                week=iso_week(MONDAY),
                wanted=rng.choice((1, 2)),
                minutes=rng.choice((40, 60)),
                left_out_cost=float(rng.choice((30, 150))),
                slots=slots,
                pairings=pairings,
                min_days_between=rng.choice((1, 2)),
                proposed=rng.choice(((), (("V0", MONDAY),))),
            )
        )
    return Problem(
        epoch=EPOCH,
        first_date=MONDAY,
        days=days,
        journeys=tuple(journeys),
        drivers=people,
        blocks=tuple(blocks),
        lessons=tuple(wishes),
        travel=travel,
        nights=nights(MONDAY, days),
        misses_before=(("R0", iso_week(MONDAY), 1),) if rng.random() < 0.3 else (),
        limits=Limits(home_stay_minutes=2 * step, max_wheel_minutes=rng.choice((60, 80, 120)), break_minutes=2 * step),
    )


def with_practice(problem: Problem, seed: int) -> Problem:
    """A tiny night on which some riders may be at the wheel on some rides; twice as slow, to stay on the grid."""
    rng = Random(seed)
    wishes, rides = list(problem.lessons), []
    drivers = tuple(driver.code for driver in problem.drivers)
    for journey in problem.journeys:
        request = journey.legs[0].request
        if rng.random() < 0.3 or request.seats > 1:
            continue
        wish = f"{request.rider}:{journey.week}"
        long = rng.random() < 0.6
        if long and not any(one.code == wish for one in wishes):
            on = problem.first_date
            slots = (
                LessonSlot(
                    date=on,
                    place=request.pickup.place,
                    window=TimeWindow(earliest=midnight(on) + 300, latest=midnight(on) + 320),
                ),
            )
            wishes.append(
                LessonWish(
                    code=wish,
                    learner=request.rider,
                    week=journey.week,
                    wanted=1,
                    minutes=40,
                    left_out_cost=float(rng.choice((30, 150))),
                    slots=slots if rng.random() < 0.4 and request.pickup.window.earliest > midnight(on) + 720 else (),
                    pairings=tuple(Pairing(driver=one, first_date=on, last_date=on) for one in drivers[:1]),
                    min_days_between=rng.choice((1, 2)),
                    last_lesson=rng.choice((None, on - timedelta(days=1))),
                )
            )
        rides.append(
            PracticeRide(
                request=request.code,
                learner=request.rider,
                date=request.date,
                drivers=tuple(one for one in drivers if rng.random() < 0.8),
                window=TimeWindow(
                    earliest=request.pickup.window.earliest + 10 * rng.randint(0, 2),
                    latest=request.delivery.window.latest - 10 * rng.randint(0, 1),
                ),
                wish=wish if long else "",
            )
        )
    return replace(
        problem,
        lessons=tuple(wishes),
        practice_rides=tuple(rides),
        limits=replace(problem.limits, practice_percent=200),
        weights=replace(problem.weights, practice_minute=rng.choice((0.25, 0.75))),
    )


def with_cars(problem: Problem, seed: int) -> Problem:
    """A tiny night whose learners share one practice car or two; one volunteer may have no car."""
    rng = Random(seed)
    place = rng.choice(problem.travel.places)
    wishes = []
    for wish in problem.lessons:
        if not wish.learner.startswith("L"):  # (riders might be on their way then, which admission sees to)
            wishes.append(wish)
            continue
        cars = rng.choice((("B1",), ("B1", "B2")))
        begins = [midnight(problem.first_date) + 30 * rng.randint(10, 15) for _ in range(2)]
        slots = tuple(
            LessonSlot(
                date=problem.first_date,
                place=place,
                window=TimeWindow(earliest=at, latest=at),
                vehicle=rng.choice(cars),
            )
            for at in begins
        )
        pairings = tuple(
            Pairing(
                driver=driver.code,
                first_date=problem.first_date,
                last_date=problem.first_date,
                vehicle=rng.choice(cars),
            )
            for driver in problem.drivers
            if rng.random() < 0.8
        )
        kept = wish.pairings if rng.random() < 0.5 else ()
        wishes.append(replace(wish, slots=(*wish.slots, *slots), pairings=(*kept, *pairings)))
    drivers = list(problem.drivers)
    drivers[0] = replace(drivers[0], seats=rng.choice((0, 1, 3)))
    return replace(problem, lessons=tuple(wishes), drivers=tuple(drivers))


def with_answers(problem: Problem, seed: int) -> Problem:
    """A tiny night about which some were asked: who said yes, who said no, and who needs more notice."""
    rng = Random(seed)
    codes = tuple(driver.code for driver in problem.drivers)

    def some() -> tuple[str, ...]:
        return tuple(code for code in codes if rng.random() < 0.3)

    def answered(request: Request) -> Request:
        yes = bool(request.proposed_driver) and rng.random() < 0.5
        return replace(request, asked=some(), declined_by=some(), accepted=yes)

    first = midnight(problem.first_date)
    return replace(
        problem,
        journeys=tuple(
            replace(journey, legs=tuple(replace(leg, request=answered(leg.request)) for leg in journey.legs))
            for journey in problem.journeys
        ),
        drivers=tuple(
            replace(driver, notice_until=rng.choice((None, None, first + 360, first + 1200)))
            for driver in problem.drivers
        ),
        lessons=tuple(
            replace(
                wish,
                asked=tuple((code, problem.first_date) for code in some()),
                declined=tuple((code, problem.first_date) for code in some()),
                accepted=wish.proposed if rng.random() < 0.5 else (),
            )
            for wish in problem.lessons
        ),
    )


def with_light(problem: Problem, seed: int, *, step: int = 10) -> Problem:
    """A tiny night on which lessons at some times cost more: slots cut in two on the grid, each with a cost."""
    rng = Random(seed)

    def cut(slot: LessonSlot) -> tuple[LessonSlot, ...]:
        first, last = slot.window.earliest, slot.window.latest
        middle = first + step * rng.randint(0, (last - first) // step)
        pieces = [(first, middle), *([(middle + step, last)] if middle + step <= last else [])]
        return tuple(
            replace(slot, window=TimeWindow(earliest=begin, latest=end), cost=rng.choice((0.0, 7.5, 40.0)))
            for begin, end in pieces
        )

    lessons = tuple(
        replace(wish, slots=tuple(piece for slot in wish.slots for piece in cut(slot))) for wish in problem.lessons
    )
    return replace(problem, lessons=lessons)


def with_turns(problem: Problem, seed: int) -> Problem:
    """A tiny night on which first lessons are worth more than others, and usual supervisors are known."""
    rng = Random(seed)
    drivers = tuple(driver.code for driver in problem.drivers)
    lessons = tuple(replace(wish, usual_driver=rng.choice(("", *drivers))) for wish in problem.lessons)
    weekly = tuple(
        LessonShare(wishes=(wish.code,), worth=tuple(sorted(rng.choices((0.0, 7.5, 40.0, 90.0), k=2), reverse=True)))
        for wish in lessons
    )
    together = LessonShare(wishes=tuple(wish.code for wish in lessons), worth=(60.0, 30.0, 0.0))
    return replace(problem, lessons=lessons, lesson_shares=(*weekly, together) if lessons else ())


def without_turns(problem: Problem) -> Problem:
    """The same, every lesson as good as another."""
    lessons = tuple(replace(wish, usual_driver="") for wish in problem.lessons)
    return replace(problem, lessons=lessons, lesson_shares=())


def without_light(problem: Problem) -> Problem:
    """The same, every time as good as another."""
    lessons = tuple(
        replace(wish, slots=tuple(replace(slot, cost=0.0) for slot in wish.slots)) for wish in problem.lessons
    )
    return replace(problem, lessons=lessons)


def crowded(seed: int, *, commutes: int, drivers: int, lessons: int, days: int = 1) -> Problem:
    """A corridor of twelve villages, early and late shifts, neighbours with a few hours, lessons by day."""
    rng = Random(seed)
    positions = (0, 9, 18, 26, 34, 41, 47, 53, 60, 68, 77, 88)
    villages = tuple(f"P{n}" for n in range(len(positions)))
    homes = tuple(f"home:V{n:03d}" for n in range(drivers))
    near = tuple(rng.choice(positions) + rng.randint(0, 3) for _ in homes)
    travel = line((*villages, *homes), (*positions, *near))
    at = dict(zip(travel.places, (*positions, *near), strict=True))
    journeys = []
    for n in range(commutes):
        on = MONDAY + timedelta(days=rng.randrange(days))
        home = rng.randrange(len(villages))
        work = max(0, min(len(villages) - 1, home + rng.choice((-3, -2, -1, 1, 2, 3))))
        work = work if work != home else (home + 1) % len(villages)
        start = midnight(on) + rng.choice((270, 300, 330, 360, 390, 420, 14 * 60, 15 * 60, 18 * 60))
        code, direct = f"S{n:03d}:{on}", abs(positions[home] - positions[work])
        longest = max(direct + 20, direct * 3 // 2)
        legs = []
        for name, origin, target, low in (
            ("out", villages[home], villages[work], start - 40),
            ("back", villages[work], villages[home], start + 8 * 60 + 5),
        ):
            if name == "out":
                delivery = TimeWindow(earliest=low, latest=low + 35)
                pickup = TimeWindow(earliest=low - longest - 2, latest=low + 35 - direct - 2)
            else:
                pickup = TimeWindow(earliest=low, latest=low + 35)
                delivery = TimeWindow(earliest=low + 2 + direct, latest=low + 37 + longest)
            legs.append(
                Leg(
                    request=Request(
                        code=f"{code}:{name}",
                        rider=f"R{n:03d}",
                        date=on,
                        pickup=Stop(place=origin, window=pickup, service_minutes=2),
                        delivery=Stop(place=target, window=delivery),
                        max_ride_minutes=longest,
                    )
                )
            )
        journeys.append(
            Journey(
                code=code,
                kind="commute",
                rider=f"R{n:03d}",
                date=on,
                week=iso_week(on),
                legs=tuple(legs),
                left_out_cost=600.0,
            )
        )
    people = tuple(
        Driver(code=f"V{n:03d}", home=homes[n], seats=4, max_drive_minutes_per_day=rng.choice((120, 240)))
        for n in range(drivers)
    )
    blocks = []
    for person in people:
        kind = rng.random()
        for day in range(days):
            on = MONDAY + timedelta(days=day)
            if days > 1 and rng.random() < 0.5:
                continue
            if kind < 0.15:
                first, last = 8 * 60, 20 * 60
            elif kind < 0.5:
                first, last = 4 * 60, 8 * 60
            else:
                first, last = rng.choice(((12 * 60, 17 * 60), (20 * 60, 27 * 60), (17 * 60, 23 * 60)))
            blocks.append(
                Block(
                    code=f"{person.code}:{on}:1",
                    driver=person.code,
                    date=on,
                    start=midnight(on) + first,
                    end=midnight(on) + last,
                    origin=person.home,
                    destination=person.home,
                )
            )
    wishes = tuple(
        LessonWish(
            code=f"L{n:02d}:{iso_week(MONDAY)}",
            learner=f"L{n:02d}",
            week=iso_week(MONDAY),
            wanted=min(2, days),
            minutes=60,
            left_out_cost=150.0,
            slots=tuple(
                LessonSlot(
                    date=MONDAY + timedelta(days=day),
                    place=rng.choice(villages),
                    window=TimeWindow(
                        earliest=midnight(MONDAY + timedelta(days=day)) + 10 * 60,
                        latest=midnight(MONDAY + timedelta(days=day)) + 18 * 60,
                    ),
                )
                for day in range(days)
            ),
            pairings=tuple(
                Pairing(driver=person.code, first_date=MONDAY, last_date=MONDAY + timedelta(days=days))
                for person in rng.sample(people, min(3, drivers))
            ),
        )
        for n in range(lessons)
    )
    assert all(abs(at[home]) <= 91 for home in homes)
    return Problem(
        epoch=EPOCH,
        first_date=MONDAY,
        days=days,
        journeys=tuple(journeys),
        drivers=people,
        blocks=tuple(blocks),
        lessons=wishes,
        travel=travel,
        nights=nights(MONDAY, days),
    )
