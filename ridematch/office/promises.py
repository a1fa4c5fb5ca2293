"""Promises that the facts have broken since they were made."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from ridematch.model.edition import Past, PlannedStop, Promise
from ridematch.model.events import Answers
from ridematch.model.plan import Action, Duty, Plan, Trip, Violation, Visit
from ridematch.model.problem import Block, Pin, Problem, TimeWindow, lesson_code
from ridematch.office.gather import horizon
from ridematch.views.morning import BrokenPromise

KEPT_BY_THE_REST = frozenset(
    {"everybody_is_answered", "both_legs_or_neither", "drivers_have_breaks", "waiting_away_is_short_enough"}
)
"""Rules about what stands around a ride: a ride looked at alone may break them and still have its place in a plan."""

WHY = {
    "trips_lie_within_their_block": "not free",
    "own_trips_stay_within_their_detour": "not free",
    "service_begins_in_its_window": "moved",
    "stops_are_where_asked": "moved",
    "lessons_fit_their_slot": "moved",
    "drivers_are_asked_in_time": "notice",
    "nobody_is_given_what_they_declined": "declined",
    "nobody_rides_too_long": "too long",
    "everybody_has_a_seat": "needs",
    "equipment_is_in_the_car": "needs",
    "needs_are_offered": "needs",
    "lessons_have_an_approved_supervisor": "supervisor",
    "supervisors_sit_beside_the_learner": "supervisor",
}
"""The reason a coordinator is told, by the rule that a promise would break; the rule's own sentence is in codes."""


def broken_by_facts(problem: Problem, past: Past) -> tuple[BrokenPromise, ...]:
    """Promises that can't be kept even if nothing else had to be driven."""
    asked, pins = _asked(problem), {pin.serves: pin for pin in problem.pins}
    answers = Answers(past.events)
    found = []
    for promise, rider in promised(problem, past):
        pin = pins.get(promise.serves)
        if promise.serves not in asked or pin is None:
            why = "cancelled" if answers.is_cancelled(promise.serves) else "impossible"
        else:
            why = _why_alone(problem, pin, [stop for stop in past.stops if stop.serves == promise.serves])
        if why:
            found.append(BrokenPromise(promise=promise, rider=rider, why=why))
    return tuple(found)


def broken_by_plan(problem: Problem, past: Past, violations: Iterable[Violation]) -> tuple[BrokenPromise, ...]:
    """Promises that the best plan could not keep: each could be kept alone, but not all of them together."""
    unkept = {code for found in violations if found.rule == "promises_are_kept" for code in found.subjects}
    return tuple(
        BrokenPromise(promise=promise, rider=rider, why="together")
        for promise, rider in promised(problem, past)
        if promise.serves in unkept
    )


def without(problem: Problem, broken: Iterable[BrokenPromise]) -> Problem:
    """The problem in which these are no promises any more."""
    gone = {one.promise.serves for one in broken}
    return replace(problem, pins=tuple(pin for pin in problem.pins if pin.serves not in gone))


def promised(problem: Problem, past: Past) -> tuple[tuple[Promise, str], ...]:
    """Promises for what is planned here, by time, each with its rider's code.

    The published rest of a commute from before the horizon stands like a promise, told or not: its rider is out there.
    """
    stops = {stop.serves: stop for stop in past.stops if stop.action in ("pickup", "lesson")}
    asked, told = _asked(problem), {promise.serves for promise in past.promises}
    standing = (_as_promise(problem, pin) for pin in problem.pins if pin.serves not in told)
    found = [
        (promise, stops[promise.serves].rider)
        for promise in (*past.promises, *standing)
        if promise.serves in stops and (promise.serves in asked or _falls_in(problem, stops[promise.serves]))
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0].begins_at, pair[0].serves)))


def _as_promise(problem: Problem, pin: Pin) -> Promise:
    begins, ends = (problem.epoch + timedelta(minutes=at) for at in (pin.begins, pin.ends))
    return Promise(
        serves=pin.serves,
        volunteer=pin.driver,
        begins_at=begins,
        ends_at=ends,
        told_at=begins,
        practice=pin.practice,
        vehicle=pin.vehicle,
    )


def _falls_in(problem: Problem, stop: PlannedStop) -> bool:
    """Whether it was planned for the horizon, by a duty that is in it too."""
    journey_date = stop.journey_date or stop.date
    return journey_date in horizon(problem.first_date, problem.days) and stop.date >= problem.first_date


def _asked(problem: Problem) -> set[str]:
    lessons = {lesson_code(wish.learner, slot.date) for wish in problem.lessons for slot in wish.slots}
    return lessons | {request.code for request in problem.requests}


def _why_alone(problem: Problem, pin: Pin, stops: list[PlannedStop]) -> str:
    """Why this promise can't be kept even alone, by the code of a reason; empty where it can. `stops` are its own."""
    driver = next((driver for driver in problem.drivers if driver.code == pin.driver), None)
    if driver is None:
        return "no driver"
    best: tuple[Violation, ...] | None = None
    for duty in _ways(problem, pin):
        broken = _violations(problem, pin, duty)
        if not broken:
            return ""
        if best is None or len(broken) < len(best):
            best = broken
    if not _is_asked_for_then(problem, pin, stops):
        return "moved"  # whatever else stands in the way at the time that was promised
    why = WHY.get(best[0].rule, "facts") if best else "not free"
    return "away" if why == "not free" and driver.is_away(pin.begins, pin.ends) else why


def _is_asked_for_then(problem: Problem, pin: Pin, stops: list[PlannedStop]) -> bool:
    """Whether it may still be at the promised place and, as near as a promise is kept, at the promised time."""
    slack = problem.limits.pin_minutes
    places: dict[str, str] = {stop.action: stop.place for stop in stops}

    def at(window: TimeWindow, minute: int) -> bool:
        return window.earliest - slack <= minute <= window.latest + slack

    for request in (one for one in problem.requests if one.code == pin.serves):
        ends = (("pickup", request.pickup, pin.begins), ("delivery", request.delivery, pin.ends))
        return all(
            at(end.window, minute) and places.get(action, end.place) == end.place for action, end, minute in ends
        )
    return any(
        at(slot.window, pin.begins) and slot.vehicle == pin.vehicle and places.get("lesson", slot.place) == slot.place
        for wish in problem.lessons
        for slot in wish.slots
        if lesson_code(wish.learner, slot.date) == pin.serves
    )


def _violations(problem: Problem, pin: Pin, duty: Duty) -> tuple[Violation, ...]:
    from ridematch.rules.check import check

    found = check(replace(problem, pins=(pin,)), Plan(duties=(duty,)))
    return tuple(violation for violation in found if violation.rule not in KEPT_BY_THE_REST)


def _ways(problem: Problem, pin: Pin) -> Iterator[Duty]:
    """Every way of keeping a promise alone, the promised minute first."""
    slack = problem.limits.pin_minutes
    for shift in sorted(range(-slack, slack + 1), key=abs):
        for block in problem.blocks:
            if block.driver == pin.driver:
                visits = _visits(problem, pin, block, begins=pin.begins + shift)
                if visits and _overlap(block, visits):
                    yield Duty(driver=pin.driver, date=block.date, trips=(Trip(block=block.code, visits=visits),))


def _overlap(block: Block, visits: tuple[Visit, ...]) -> bool:
    return visits[0].begins <= block.end and visits[-1].begins >= block.start


def _visits(problem: Problem, pin: Pin, block: Block, *, begins: int) -> tuple[Visit, ...]:
    """From the block's origin to its destination with this one ride or lesson in between."""
    middle = _lesson(problem, pin, begins=begins) or _ride(problem, pin, block.date, begins=begins)
    if not middle:
        return ()
    road = _road(problem, block.date, block.origin, middle[0].place)
    depart = middle[0].begins - road
    home = middle[-1].ends + _road(problem, block.date, middle[-1].place, block.destination)
    first = replace(middle[0], arrives=middle[0].begins)
    return (
        _end("depart", block.origin, depart),
        first,
        *middle[1:],
        _end("arrive", block.destination, home),
    )


def _lesson(problem: Problem, pin: Pin, *, begins: int) -> tuple[Visit, ...]:
    for wish in problem.lessons:
        for slot in wish.slots:
            in_its_car = lesson_code(wish.learner, slot.date) == pin.serves and slot.vehicle == pin.vehicle
            if in_its_car and begins == _into(slot.window, begins):
                ends = begins + wish.minutes
                visit = Visit(
                    action="lesson",
                    place=slot.place,
                    arrives=begins,
                    begins=begins,
                    ends=ends,
                    serves=pin.serves,
                    vehicle=slot.vehicle,
                )
                return (visit,)
    return ()


def _ride(problem: Problem, pin: Pin, on: date, *, begins: int) -> tuple[Visit, ...]:
    request = next((request for request in problem.requests if request.code == pin.serves), None)
    if request is None:
        return ()
    pickup, delivery = request.pickup, request.delivery
    leaves = _into(pickup.window, begins) + pickup.service_minutes
    road = _road(problem, on, pickup.place, delivery.place)
    arrives = leaves + (problem.limits.at_wheel(road) if pin.practice else road)
    handed_over = max(arrives, _into(delivery.window, pin.ends - problem.limits.pin_minutes))
    start = leaves - pickup.service_minutes
    one = Visit(action="pickup", place=pickup.place, arrives=start, begins=start, ends=leaves, serves=pin.serves)
    other = Visit(
        action="delivery",
        place=delivery.place,
        arrives=arrives,
        begins=handed_over,
        ends=handed_over + delivery.service_minutes,
        serves=pin.serves,
    )
    return replace(one, practice=pin.practice), replace(other, practice=pin.practice)


def _end(action: Action, place: str, at: int) -> Visit:
    return Visit(action=action, place=place, arrives=at, begins=at, ends=at)


def _into(window: TimeWindow, minute: int) -> int:
    return max(window.earliest, min(window.latest, minute))


def _road(problem: Problem, on: date, start: str, end: str) -> int:
    rows = problem.travel.index()
    return problem.travel.on(on)[rows[start]][rows[end]]
