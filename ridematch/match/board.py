"""The problem laid out for searching: numbers for places, bits for what can be served, and who may serve it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ridematch.model.problem import (
    CAR_BOOKING_MINUTES,
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
    """A ride with its rider at the wheel. `ride` is the ride's bit, `lesson` that of the lesson it counts as, or -1.

    `asked` is the request within the hours for practice.
    """

    about: PracticeRide
    asked: Request
    ride: int
    lesson: int
    drivers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All of it. `codes[bit]` is the request's or lesson's code; `pinned` are the bits that are promised.

    `counts[bit]` is how often it can be served, `usual` who teaches a lesson's learner. Half hours of shared practice
    cars have bits too.
    """

    problem: Problem
    place: dict[str, int]
    rides: tuple[Ride, ...]
    lessons: tuple[LessonChoice, ...]
    practice: tuple[PracticeChoice, ...]
    codes: tuple[str, ...]
    counts: tuple[int, ...]
    pinned: int
    usual: Mapping[int, str]

    def season(self, on: date) -> int:
        """Which travel table a duty of this date uses."""
        return 1 if on in self.problem.travel.winter_dates else 0


class _Numbers:
    """Numbers (bits) for codes, each given out when it is first asked for."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def bit(self, code: str) -> int:
        return self.of.setdefault(code, len(self.of))


def lay_out(problem: Problem, counts: dict[str, int] | None = None) -> Board:
    """Number everything, narrow the windows of what is promised, and note who may serve what.

    `counts` says for how many alike a journey stands (by code; one where it is silent).
    """
    pins = {pin.serves: pin for pin in problem.pins}
    numbers, place = _Numbers(), problem.travel.index()
    rides = _rides(problem, counts or {}, pins, numbers, place)
    lessons = _lessons(problem, pins, numbers, place)
    practice = _practice(problem, {ride.request.code: ride for ride in rides}, pins, numbers)
    codes = tuple(numbers.of)
    return Board(
        problem=problem,
        place=place,
        rides=rides,
        lessons=lessons,
        practice=practice,
        codes=codes,
        counts=(*(ride.count for ride in rides), *[1] * (len(codes) - len(rides))),
        pinned=sum(1 << bit for bit, code in enumerate(codes) if code in pins),
        usual=_usual(problem, lessons, practice),
    )


def _rides(
    problem: Problem, many: dict[str, int], pins: dict[str, Pin], numbers: _Numbers, place: dict[str, int]
) -> tuple[Ride, ...]:
    count_of = {leg.request.code: many.get(journey.code, 1) for journey in problem.journeys for leg in journey.legs}
    rides = []
    for request in problem.requests:
        pin = pins.get(request.code)
        asked = _pinned_request(request, pin, problem.limits.pin_minutes) if pin else request
        rides.append(
            Ride(
                request=asked,
                bit=numbers.bit(request.code),
                count=count_of[request.code],
                pickup=place[request.pickup.place],
                delivery=place[request.delivery.place],
                drivers=_bits(_may_drive(driver, request, pin) for driver in problem.drivers),
            )
        )
    return tuple(rides)


def _lessons(
    problem: Problem, pins: dict[str, Pin], numbers: _Numbers, place: dict[str, int]
) -> tuple[LessonChoice, ...]:
    lessons = []
    for wish in problem.lessons:
        for slot in wish.slots:
            code = lesson_code(wish.learner, slot.date)
            pin = pins.get(code)
            window = _overlap(slot.window, pin.begins, problem.limits.pin_minutes) if pin else slot.window
            in_another_car = pin is not None and pin.vehicle != slot.vehicle
            if _is_empty(window) or in_another_car or _too_soon(wish, slot.date):
                continue
            lessons.append(
                LessonChoice(
                    wish=wish,
                    slot=replace(slot, window=window),
                    code=code,
                    bit=numbers.bit(code),
                    place=place[slot.place],
                    drivers=_bits(_may_teach(driver, wish, slot, pin) for driver in problem.drivers),
                    cells=tuple(numbers.bit(cell) for cell in _half_hours(slot, wish.minutes)),
                )
            )
    return tuple(lessons)


def _practice(
    problem: Problem, rides: dict[str, Ride], pins: dict[str, Pin], numbers: _Numbers
) -> tuple[PracticeChoice, ...]:
    wishes = {wish.code: wish for wish in problem.lessons}
    practice = []
    for about in problem.practice_rides:
        code, wish = lesson_code(about.learner, about.date), wishes.get(about.wish)
        ride, pin = rides.get(about.request), pins.get(about.request)
        if ride is None or (about.wish and (wish is None or code in pins or _too_soon(wish, about.date))):
            continue
        asked = _within(ride.request, about.window)
        if _is_empty(asked.pickup.window) or _is_empty(asked.delivery.window):
            continue
        practice.append(
            PracticeChoice(
                about=about,
                asked=asked,
                ride=ride.bit,
                lesson=numbers.bit(code) if about.wish else -1,
                drivers=_bits(
                    driver.code in about.drivers and _may_sit_beside(driver, ride.request, pin)
                    for driver in problem.drivers
                ),
            )
        )
    return tuple(practice)


def _usual(problem: Problem, lessons: Iterable[LessonChoice], practice: Iterable[PracticeChoice]) -> dict[int, str]:
    """Who usually teaches, by the bits of lessons, those on the way to work included."""
    usual = {wish.code: wish.usual_driver for wish in problem.lessons}
    bits = {choice.bit: choice.wish.code for choice in lessons}
    bits |= {choice.lesson: choice.about.wish for choice in practice if choice.lesson >= 0}
    return {bit: usual[wish] for bit, wish in bits.items() if usual[wish]}


def _bits(marks: Iterable[bool]) -> int:
    """Marks in order as bits of a number."""
    return sum(1 << number for number, mark in enumerate(marks) if mark)


def _half_hours(slot: LessonSlot, minutes: int) -> list[str]:
    """The half hours of a shared practice car that a lesson touches, as codes; none in the supervisor's own car."""
    if not slot.vehicle:
        return []
    first, end = slot.window.earliest // CAR_BOOKING_MINUTES, slot.window.latest + minutes
    last = (end - 1) // CAR_BOOKING_MINUTES
    return [f"{slot.vehicle}#{number}" for number in range(first, last + 1)]


def _overlap(window: TimeWindow, around: int, minutes: int) -> TimeWindow:
    return TimeWindow(earliest=max(window.earliest, around - minutes), latest=min(window.latest, around + minutes))


def _is_empty(window: TimeWindow) -> bool:
    return window.earliest > window.latest


def _within(request: Request, hours: TimeWindow) -> Request:
    """The request with its rider at the wheel, from the end of boarding to the delivery, within these hours."""
    pickup, delivery = request.pickup, request.delivery
    boarded = replace(pickup.window, earliest=max(pickup.window.earliest, hours.earliest - pickup.service_minutes))
    there = replace(delivery.window, latest=min(delivery.window.latest, hours.latest))
    return replace(request, pickup=replace(pickup, window=boarded), delivery=replace(delivery, window=there))


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
    return _agrees(driver, request, pin) and (pin is None or not pin.practice) and _suits(driver, request)


def _may_sit_beside(driver: Driver, request: Request, pin: Pin | None) -> bool:
    """The learner being at the wheel, and alone with the driver."""
    room = {amount.code: amount.count for amount in driver.equipment}
    return (
        _agrees(driver, request, pin)
        and (pin is None or pin.practice)
        and _suits(driver, request)
        and request.seats <= driver.seats
        and all(amount.count <= room.get(amount.code, 0) for amount in request.equipment)
    )


def _agrees(driver: Driver, request: Request, pin: Pin | None) -> bool:
    """Promised to this driver, or else neither declined nor at too short notice."""
    if pin is not None:
        return pin.driver == driver.code
    in_time = driver.notice_until is None or request.pickup.window.earliest >= driver.notice_until
    return driver.code not in request.declined_by and (in_time or driver.code in request.asked)


def _agrees_to_teach(driver: Driver, wish: LessonWish, slot: LessonSlot, pin: Pin | None) -> bool:
    if pin is not None:
        return pin.driver == driver.code
    in_time = driver.notice_until is None or slot.window.earliest >= driver.notice_until
    this = (driver.code, slot.date)
    return this not in wish.declined and (in_time or this in wish.asked)


def _suits(driver: Driver, request: Request) -> bool:
    return (
        set(request.needs) <= set(driver.offers)
        and request.rider not in driver.avoids
        and (not request.minor or (driver.record_seen_on is not None and driver.record_seen_on <= request.date))
        and driver.only_employer in ("", request.employer)
    )


def _may_teach(driver: Driver, wish: LessonWish, slot: LessonSlot, pin: Pin | None) -> bool:
    return (
        _agrees_to_teach(driver, wish, slot, pin)
        and (driver.seats >= 1 or slot.vehicle != "")
        and not driver.only_employer
        and wish.learner not in driver.avoids
        and any(
            (pairing.driver, pairing.vehicle) == (driver.code, slot.vehicle)
            and pairing.first_date <= slot.date <= pairing.last_date
            for pairing in wish.pairings
        )
    )
