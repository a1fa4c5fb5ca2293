"""A problem and a plan side by side, looked up by code: what the checker, the score and the explanations read from.

A plan may be nonsense here. What it names that does not exist is left aside (the checker says so), and nothing raises.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from ridematch.model.plan import Plan, Trip, Visit
from ridematch.model.problem import (
    Block,
    Driver,
    Journey,
    Leg,
    LessonSlot,
    LessonWish,
    Pin,
    PracticeRide,
    Problem,
    Request,
    Stop,
    iso_week,
    lesson_code,
)

STOPS = ("pickup", "delivery")

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One trip of at least two visits with its driver and block; `legs` are the minutes of road to each visit.

    `aboard` are the requests in the car on arrival at each visit; `direct` is the road from the block's origin to its
    destination, and `date` that of the duty.
    """

    date: date
    driver: Driver
    block: Block
    trip: Trip
    legs: tuple[int, ...]
    aboard: tuple[tuple[Request, ...], ...]
    direct: int

    @property
    def departs(self) -> int:
        """When the car leaves the block's origin."""
        return self.trip.visits[0].ends

    @property
    def arrives(self) -> int:
        """When the car is at the block's destination."""
        return self.trip.visits[-1].arrives

    @property
    def driving(self) -> int:
        """Minutes that count as driving: all legs, of an own trip those beyond the direct road."""
        return sum(self.legs) - (self.direct if self.block.own_trip else 0)

    @property
    def serves(self) -> tuple[str, ...]:
        """Codes of the rides and lessons in this trip, in order, each once."""
        return tuple(dict.fromkeys(visit.serves for visit in self.trip.visits if visit.serves))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivenRide:
    """A request as driven: its pickup and the delivery that follows it in the same trip.

    `at_wheel` are the minutes of road for a learner who drives, 0 where the volunteer does.
    """

    request: Request
    journey: Journey
    run: Run
    pickup: Visit
    delivery: Visit
    at_wheel: int = 0

    @property
    def practice(self) -> bool:
        """Whether the learner is at the wheel, by the mark at either end."""
        return self.pickup.practice or self.delivery.practice


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLesson:
    """A lesson as planned. `fits` says whether its place and begin are those of the slot, which is one of its date."""

    wish: LessonWish
    slot: LessonSlot
    date: date
    run: Run
    visit: Visit
    fits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """What uses up a lesson of a wish: a lesson, or a ride to work that is long enough. `code` is the lesson's."""

    wish: LessonWish
    code: str
    date: date
    driver: str


@dataclass(frozen=True, eq=False)
class Book:
    """The problem by codes; made once and shared by many cases."""

    problem: Problem

    @cached_property
    def drivers(self) -> dict[str, Driver]:
        """Drivers by code."""
        return {driver.code: driver for driver in self.problem.drivers}

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """Blocks by code."""
        return {block.code: block for block in self.problem.blocks}

    @cached_property
    def blocks_of(self) -> dict[str, tuple[Block, ...]]:
        """A driver's blocks."""
        return grouped((block.driver, block) for block in self.problem.blocks)

    @cached_property
    def journeys(self) -> dict[str, Journey]:
        """Journeys by code."""
        return {journey.code: journey for journey in self.problem.journeys}

    @cached_property
    def legs(self) -> dict[str, tuple[Journey, Leg]]:
        """By a request's code: its journey and its leg."""
        return {leg.request.code: (journey, leg) for journey in self.problem.journeys for leg in journey.legs}

    @cached_property
    def lessons(self) -> dict[str, tuple[tuple[LessonWish, LessonSlot], ...]]:
        """By a lesson's code: the wishes and slots it may come from."""
        pairs = ((wish, slot) for wish in self.problem.lessons for slot in wish.slots)
        return grouped((lesson_code(wish.learner, slot.date), (wish, slot)) for wish, slot in pairs)

    @cached_property
    def wishes(self) -> dict[str, LessonWish]:
        """Wishes for lessons by code."""
        return {wish.code: wish for wish in self.problem.lessons}

    @cached_property
    def practice_rides(self) -> dict[str, PracticeRide]:
        """By a request's code: how its rider may be at the wheel."""
        return {practice.request: practice for practice in self.problem.practice_rides}

    @cached_property
    def pinned(self) -> frozenset[str]:
        """Codes of everything promised."""
        return frozenset(pin.serves for pin in self.problem.pins)

    @cached_property
    def rows(self) -> dict[str, int]:
        """A place's row in the travel times."""
        return self.problem.travel.index()

    def minutes(self, on: date, *, start: str, end: str) -> int | None:
        """Minutes of road for duties of this date; None for a place without travel times."""
        if start not in self.rows or end not in self.rows:
            return None
        return self.problem.travel.on(on)[self.rows[start]][self.rows[end]]

    def stop(self, visit: Visit) -> tuple[Request, Stop] | None:
        """The request and stop that a pickup or delivery is about."""
        if visit.action not in STOPS or visit.serves not in self.legs:
            return None
        request = self.legs[visit.serves][1].request
        return request, request.pickup if visit.action == "pickup" else request.delivery

    def clock(self, minute: int) -> str:
        """A minute of the problem as an instant for a sentence."""
        try:
            return f"{self.problem.epoch + timedelta(minutes=minute):%Y-%m-%d %H:%M}"
        except OverflowError:
            return f"minute {minute}"


@dataclass(frozen=True, eq=False)
class Case:
    """A plan read with the problem's book open."""

    book: Book
    plan: Plan

    @property
    def problem(self) -> Problem:
        """The problem the plan answers."""
        return self.book.problem

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every trip of a known driver in a known block, in the plan's order."""
        return tuple(self._runs())

    def _runs(self) -> Iterator[Run]:
        for duty in self.plan.duties:
            for trip in duty.trips:
                driver, block = self.book.drivers.get(duty.driver), self.book.blocks.get(trip.block)
                if driver is None or block is None or len(trip.visits) < 2:
                    continue
                roads = self._roads(duty.date, trip)
                direct = self.book.minutes(duty.date, start=block.origin, end=block.destination) or 0
                yield Run(
                    date=duty.date,
                    driver=driver,
                    block=block,
                    trip=trip,
                    legs=(0, *roads),
                    aboard=tuple(self._aboard(trip)),
                    direct=direct,
                )

    def _roads(self, on: date, trip: Trip) -> list[int]:
        """Minutes of road between each two visits, more of them while a learner is at the wheel."""
        roads, at_wheel = [], ""
        for before, visit in pairwise(trip.visits):
            if before.practice and before.action == "pickup":
                at_wheel = before.serves
            elif before.serves == at_wheel:
                at_wheel = ""
            road = self.book.minutes(on, start=before.place, end=visit.place) or 0
            roads.append(math.ceil(Fraction(road * self.problem.limits.practice_percent, 100)) if at_wheel else road)
        return roads

    def _aboard(self, trip: Trip) -> Iterator[tuple[Request, ...]]:
        aboard: dict[str, Request] = {}
        for visit in trip.visits:
            yield tuple(aboard.values())
            if visit.action == "delivery":
                aboard.pop(visit.serves, None)
            elif visit.action == "pickup" and visit.serves in self.book.legs:
                aboard[visit.serves] = self.book.legs[visit.serves][1].request

    @cached_property
    def runs_of(self) -> dict[str, tuple[Run, ...]]:
        """A driver's trips over all duties, in time order."""
        in_order = sorted(self.runs, key=lambda run: (run.departs, run.arrives))
        return grouped((run.driver.code, run) for run in in_order)

    @cached_property
    def days(self) -> dict[tuple[str, date], tuple[Run, ...]]:
        """By driver and date: the trips of that day."""
        return grouped(((run.driver.code, run.date), run) for run in self.runs)

    @cached_property
    def days_out(self) -> dict[str, tuple[date, ...]]:
        """A driver's dates with a trip that is not an own trip, in order."""
        return grouped(day for day in sorted(self.days) if not all(run.block.own_trip for run in self.days[day]))

    @cached_property
    def asks(self) -> dict[str, tuple[date, ...]]:
        """A driver's days out on which nothing was promised already: the volunteer is asked for them."""
        return {
            driver: tuple(on for on in dates if not self._anything_pinned(driver, on))
            for driver, dates in self.days_out.items()
        }

    def _anything_pinned(self, driver: str, on: date) -> bool:
        return any(not self.book.pinned.isdisjoint(run.serves) for run in self.days[driver, on])

    @cached_property
    def rides(self) -> tuple[DrivenRide, ...]:
        """Every pickup with the delivery after it in the same trip."""
        return tuple(self._rides())

    def _rides(self) -> Iterator[DrivenRide]:
        for run in self.runs:
            waiting: dict[str, Visit] = {}
            driven: dict[str, int] = {}
            for minutes, visit in zip(run.legs, run.trip.visits, strict=True):
                driven = {serves: so_far + minutes for serves, so_far in driven.items()}
                if visit.action == "pickup" and visit.serves in self.book.legs:
                    waiting.setdefault(visit.serves, visit)
                    driven.setdefault(visit.serves, 0)
                elif visit.action == "delivery" and visit.serves in waiting:
                    journey, leg = self.book.legs[visit.serves]
                    pickup = waiting.pop(visit.serves)
                    at_wheel = driven.pop(visit.serves) if pickup.practice or visit.practice else 0
                    yield DrivenRide(
                        request=leg.request, journey=journey, run=run, pickup=pickup, delivery=visit, at_wheel=at_wheel
                    )

    @cached_property
    def rides_by_code(self) -> dict[str, tuple[DrivenRide, ...]]:
        """By a request's code: how it is driven (once, in a plan that is sound)."""
        return grouped((ride.request.code, ride) for ride in self.rides)

    @cached_property
    def lessons(self) -> tuple[PlannedLesson, ...]:
        """Every lesson planned, of a known learner and date."""
        return tuple(self._lessons())

    def _lessons(self) -> Iterator[PlannedLesson]:
        for run in self.runs:
            for visit in run.trip.visits:
                if visit.action != "lesson" or visit.serves not in self.book.lessons:
                    continue
                pairs = self.book.lessons[visit.serves]
                fitting = [pair for pair in pairs if _suits(pair[1], visit)]
                wish, slot = min(fitting or pairs, key=lambda pair: pair[1].cost)
                yield PlannedLesson(wish=wish, slot=slot, date=slot.date, run=run, visit=visit, fits=bool(fitting))

    @cached_property
    def practised(self) -> tuple[Practised, ...]:
        """Every lesson planned, and every ride with the learner at the wheel that counts as one."""
        found = [
            Practised(wish=one.wish, code=one.visit.serves, date=one.date, driver=one.run.driver.code)
            for one in self.lessons
        ]
        for ride in self.rides:
            about = self.book.practice_rides.get(ride.request.code)
            wish = self.book.wishes.get(about.wish) if about and ride.practice else None
            if about and wish:
                code = lesson_code(about.learner, about.date)
                found.append(Practised(wish=wish, code=code, date=about.date, driver=ride.run.driver.code))
        return tuple(found)

    @cached_property
    def given(self) -> Counter[str]:
        """How many lessons of each wish the plan has, rides that count as one included."""
        return Counter(one.wish.code for one in self.practised)

    def keeps(self, pin: Pin) -> bool:
        """Whether this promise is kept: by this driver, close enough to these times, the learner driving or not."""
        return self.goes_as_promised(pin) and any(
            driver == pin.driver and self.moved(pin, begins=begins, ends=ends) <= self.problem.limits.pin_minutes
            for driver, begins, ends in self.served(pin.serves)
        )

    def goes_as_promised(self, pin: Pin) -> bool:
        """Whether the right one is at the wheel of a ride, and a lesson is in the right car."""
        cars = {lesson.visit.vehicle for lesson in self.lessons if lesson.visit.serves == pin.serves}
        return pin.practice == self.is_practice(pin.serves) and (not cars or cars == {pin.vehicle})

    def is_practice(self, code: str) -> bool:
        """Whether this ride is driven by its rider."""
        return any(ride.practice for ride in self.rides_by_code.get(code, ()))

    def served(self, code: str) -> Iterator[tuple[str, int, int]]:
        """Where a ride or lesson stands in the plan: driver, begins, ends (a ride's delivery)."""
        for ride in self.rides_by_code.get(code, ()):
            yield ride.run.driver.code, ride.pickup.begins, ride.delivery.begins
        for lesson in self.lessons:
            if lesson.visit.serves == code:
                yield lesson.run.driver.code, lesson.visit.begins, lesson.visit.ends

    @staticmethod
    def moved(pin: Pin, *, begins: int, ends: int) -> int:
        """By how many minutes these times are away from the promised ones, the larger of both ends."""
        return max(abs(begins - pin.begins), abs(ends - pin.ends))


def weeks(dates: tuple[date, ...]) -> dict[str, tuple[date, ...]]:
    """Dates by their ISO week."""
    return grouped((iso_week(on), on) for on in dates)


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    """Values by key, both in the order in which they come."""
    found: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _suits(slot: LessonSlot, visit: Visit) -> bool:
    there = (slot.place, slot.vehicle) == (visit.place, visit.vehicle)
    return there and slot.window.earliest <= visit.begins <= slot.window.latest
