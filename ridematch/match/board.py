"""The problem laid out for searching: numbers for places, bits for what can be served, and who may serve it."""

from dataclasses import dataclass, replace
from datetime import date

from ridematch.match.timing import Span, in_a_row, service
from ridematch.model.problem import (
    Driver,
    LessonSlot,
    LessonWish,
    Pin,
    PracticeRide,
    Problem,
    Request,
    TimeWindow,
    lesson_code,
)

HALF_HOUR = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A request with its number (its bit), places as rows of the travel tables, and who may take it (bits).

    There are `count` of it, by riders who are alike.
    """

    request: Request
    bit: int
    count: int
    pickup: int
    delivery: int
    drivers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonChoice:
    """One slot of one wish. Slots of one learner on one date share a bit: at most one of them is planned.

    In a shared practice car it fills the bits of so many half hours of that car, `cells`.
    """

    wish: LessonWish
    slot: LessonSlot
    code: str
    bit: int
    place: int
    drivers: int
    cells: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeChoice:
    """A ride with its rider at the wheel. `ride` is the ride's bit, `lesson` that of the lesson it counts as, or -1."""

    about: PracticeRide
    ride: int
    lesson: int
    drivers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All of it. `codes[bit]` is the request's or lesson's code; `pinned` are the bits that are promised.

    `counts[bit]` is how often it can be served. `cells` are the bits of half hours of shared practice cars.
    """

    problem: Problem
    place: dict[str, int]
    rides: tuple[Ride, ...]
    lessons: tuple[LessonChoice, ...]
    practice: tuple[PracticeChoice, ...]
    cells: tuple[int, ...]
    codes: tuple[str, ...]
    counts: tuple[int, ...]
    pinned: int

    def season(self, on: date) -> int:
        """Which travel table a duty of this date uses."""
        return 1 if on in self.problem.travel.winter_dates else 0

    def practice_minutes(self, choice: PracticeChoice, season: int) -> int:
        """How long the learner is at the wheel."""
        ride = self.rides[choice.ride]
        road = self.problem.travel.minutes[season][ride.pickup][ride.delivery]
        return -(-road * self.problem.limits.practice_percent // 100)

    def practice_span(self, choice: PracticeChoice, season: int) -> Span | None:
        """All that such a ride can do, from the pickup to the delivery; None where no times fit."""
        asked, minutes = self.rides[choice.ride].request, self.practice_minutes(choice, season)
        boarding, within = asked.pickup.service_minutes, choice.about.window
        first = max(asked.pickup.window.earliest, within.earliest - boarding)
        last = min(asked.delivery.window.latest, within.latest)
        if minutes > asked.max_ride_minutes or first > asked.pickup.window.latest:
            return None
        if last < asked.delivery.window.earliest:
            return None
        fits, *span = in_a_row(
            service(first, asked.pickup.window.latest, boarding),
            minutes,
            asked.max_ride_minutes,
            service(asked.delivery.window.earliest, last, asked.delivery.service_minutes),
        )
        return Span(*span) if fits else None


def lay_out(problem: Problem, counts: dict[str, int] | None = None) -> Board:
    """Number everything, narrow the windows of what is promised, and note who may serve what.

    `counts` says for how many alike a journey stands (by code; one where it is silent).
    """
    many = counts or {}
    pins = {pin.serves: pin for pin in problem.pins}
    driver_bit = {driver.code: 1 << number for number, driver in enumerate(problem.drivers)}
    place = problem.travel.index()
    rides, codes = [], []
    count_of = {leg.request.code: many.get(journey.code, 1) for journey in problem.journeys for leg in journey.legs}
    for number, request in enumerate(problem.requests):
        pin = pins.get(request.code)
        asked = _pinned_request(request, pin, problem.limits.pin_minutes) if pin else request
        drivers = sum(driver_bit[driver.code] for driver in problem.drivers if _may_drive(driver, request, pin))
        rides.append(
            Ride(
                request=asked,
                bit=number,
                count=count_of[request.code],
                pickup=place[request.pickup.place],
                delivery=place[request.delivery.place],
                drivers=drivers,
            )
        )
        codes.append(request.code)
    lessons, cells = [], []
    bits: dict[str, int] = {}
    for wish in problem.lessons:
        for slot in wish.slots:
            if _too_soon(wish, slot.date):
                continue
            code = lesson_code(wish.learner, slot.date)
            pin = pins.get(code)
            window = _overlap(slot.window, pin.begins, problem.limits.pin_minutes) if pin else slot.window
            if window.earliest > window.latest or (pin and pin.vehicle != slot.vehicle):
                continue
            taken = []
            for cell in _half_hours(slot, wish.minutes) if slot.vehicle else ():
                if cell not in bits:
                    bits[cell] = len(codes)
                    cells.append(len(codes))
                    codes.append(cell)
                taken.append(bits[cell])
            if code not in bits:
                bits[code] = len(codes)
                codes.append(code)
            lessons.append(
                LessonChoice(
                    wish=wish,
                    slot=replace(slot, window=window),
                    code=code,
                    bit=bits[code],
                    place=place[slot.place],
                    drivers=sum(
                        driver_bit[driver.code] for driver in problem.drivers if _may_teach(driver, wish, slot, pin)
                    ),
                    cells=tuple(taken),
                )
            )
    practice = []
    number_of = {ride.request.code: ride.bit for ride in rides}
    wishes = {wish.code: wish for wish in problem.lessons}
    for about in problem.practice_rides:
        code, its_wish = lesson_code(about.learner, about.date), wishes.get(about.wish)
        if about.request not in number_of or (about.wish and (its_wish is None or code in pins)):
            continue
        if its_wish is not None and _too_soon(its_wish, about.date):
            continue
        if its_wish is not None and code not in bits:
            bits[code] = len(codes)
            codes.append(code)
        ride, pin = rides[number_of[about.request]], pins.get(about.request)
        practice.append(
            PracticeChoice(
                about=about,
                ride=ride.bit,
                lesson=bits[code] if its_wish is not None else -1,
                drivers=sum(
                    driver_bit[driver.code]
                    for driver in problem.drivers
                    if driver.code in about.drivers and _may_sit_beside(driver, ride.request, pin)
                ),
            )
        )
    return Board(
        problem=problem,
        place=place,
        rides=tuple(rides),
        lessons=tuple(lessons),
        practice=tuple(practice),
        cells=tuple(cells),
        codes=tuple(codes),
        counts=(*(ride.count for ride in rides), *[1] * (len(codes) - len(rides))),
        pinned=sum(1 << bit for bit, code in enumerate(codes) if code in pins),
    )


def _half_hours(slot: LessonSlot, minutes: int) -> list[str]:
    """The half hours of a shared practice car that a lesson touches, as codes."""
    first, last = slot.window.earliest // HALF_HOUR, (slot.window.latest + minutes - 1) // HALF_HOUR
    return [f"{slot.vehicle}#{number}" for number in range(first, last + 1)]


def _overlap(window: TimeWindow, around: int, minutes: int) -> TimeWindow:
    return TimeWindow(earliest=max(window.earliest, around - minutes), latest=min(window.latest, around + minutes))


def _pinned_request(request: Request, pin: Pin, minutes: int) -> Request:
    return replace(
        request,
        pickup=replace(request.pickup, window=_overlap(request.pickup.window, pin.begins, minutes)),
        delivery=replace(request.delivery, window=_overlap(request.delivery.window, pin.ends, minutes)),
    )


def _too_soon(wish: LessonWish, on: date) -> bool:
    """Whether the learner's last lesson before the plan is too near."""
    return wish.last_lesson is not None and (on - wish.last_lesson).days < wish.min_days_between


def _may_drive(driver: Driver, request: Request, pin: Pin | None) -> bool:
    """Whatever else is aboard (seats and equipment are the fragments' matter)."""
    return (pin is None or (pin.driver == driver.code and not pin.practice)) and _suits(driver, request)


def _may_sit_beside(driver: Driver, request: Request, pin: Pin | None) -> bool:
    """The learner being at the wheel, and alone with the driver."""
    room = {amount.code: amount.count for amount in driver.equipment}
    return (
        (pin is None or (pin.driver == driver.code and pin.practice))
        and _suits(driver, request)
        and request.seats <= driver.seats
        and all(amount.count <= room.get(amount.code, 0) for amount in request.equipment)
    )


def _suits(driver: Driver, request: Request) -> bool:
    return (
        set(request.needs) <= set(driver.offers)
        and request.rider not in driver.avoids
        and (not request.minor or (driver.record_seen_on is not None and driver.record_seen_on <= request.date))
        and driver.only_employer in ("", request.employer)
    )


def _may_teach(driver: Driver, wish: LessonWish, slot: LessonSlot, pin: Pin | None) -> bool:
    return (
        (pin is None or pin.driver == driver.code)
        and (driver.seats >= 1 or slot.vehicle != "")
        and not driver.only_employer
        and wish.learner not in driver.avoids
        and any(
            (pairing.driver, pairing.vehicle) == (driver.code, slot.vehicle)
            and pairing.first_date <= slot.date <= pairing.last_date
            for pairing in wish.pairings
        )
    )
