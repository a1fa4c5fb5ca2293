"""A trip of one driver for one ride or lesson and nothing else: by which minutes it would fit a block."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ridematch.model.plan import Action, Trip, Visit
from ridematch.model.problem import Block, Driver, LessonWish, Request, TimeWindow, lesson_code
from ridematch.model.travel import NO_ROAD
from ridematch.rules.case import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stop of a trip to be tried."""

    action: Action
    place: str
    window: TimeWindow
    minutes: int
    vehicle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One ride, or one lesson in one slot."""

    code: str
    rider: str
    date: date
    steps: tuple[Step, ...]
    max_ride_minutes: int


def wanted_ride(request: Request) -> Wanted:
    """The request as something to try."""
    pickup, delivery = request.pickup, request.delivery
    return Wanted(
        code=request.code,
        rider=request.rider,
        date=request.date,
        steps=(
            Step(action="pickup", place=pickup.place, window=pickup.window, minutes=pickup.service_minutes),
            Step(action="delivery", place=delivery.place, window=delivery.window, minutes=delivery.service_minutes),
        ),
        max_ride_minutes=request.max_ride_minutes,
    )


def wanted_lesson(wish: LessonWish, row: int) -> Wanted:
    """A lesson in the slot of this row of the wish."""
    slot = wish.slots[row]
    return Wanted(
        code=lesson_code(wish.learner, slot.date),
        rider=wish.learner,
        date=slot.date,
        steps=(
            Step(action="lesson", place=slot.place, window=slot.window, minutes=wish.minutes, vehicle=slot.vehicle),
        ),
        max_ride_minutes=0,
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """A trip for one wanted thing in one block, and by how many minutes it does not fit the block."""

    wanted: Wanted
    block: Block
    trip: Trip
    over: int


def trials_in(book: Book, driver: Driver, block: Block, wanted: Wanted) -> Iterator[Trial]:
    """Trips for this alone, with a break and without, at the ends of what the block allows and at the turns of nights.

    If none fits the block, the one that fits it best; none at all if the windows allow no trip.
    """
    first = wanted.steps[0]
    road = road_minutes(book, block.date, start=block.origin, end=first.place)
    earliest, latest, after = _first_begins(book, block, wanted)
    if earliest > latest:
        return
    pause = book.problem.limits.break_minutes
    low, high = max(earliest, block.start + road), min(latest, block.end - after)
    moments, waits = [low, high, block.start + road + pause], [0, pause]
    for night in book.problem.nights:
        moments += [turn + road + wait for turn in (night.turns, night.ends, night.early_until) for wait in (0, pause)]
        moments.append(night.begins - after)
    fits = False
    for begins in dict.fromkeys(moment for moment in moments if low <= moment <= high):
        before_turns = [begins - road - night.turns + 1 for night in book.problem.nights]
        for wait in dict.fromkeys(waits + before_turns):
            if not (wait == 0 or pause <= wait <= driver.max_wait_minutes):
                continue
            trial = _trial(book, block, wanted, begins, wait)
            if not trial.over:
                fits = True
                yield trial
    if not fits:
        yield _trial(book, block, wanted, min(max(block.start + road, earliest), latest), 0)


def _first_begins(book: Book, block: Block, wanted: Wanted) -> tuple[int, int, int]:
    """When the first service may begin, whatever the block says, and the least minutes from then to the trip's end."""
    first, last = wanted.steps[0], wanted.steps[-1]
    earliest, latest, after = first.window.earliest, first.window.latest, first.minutes
    if last is not first:
        ride = road_minutes(book, block.date, start=first.place, end=last.place)
        earliest = max(earliest, last.window.earliest - first.minutes - wanted.max_ride_minutes)
        latest = min(latest, last.window.latest - first.minutes - ride)
        after += ride + last.minutes
        if ride > wanted.max_ride_minutes:
            latest = earliest - 1
    return earliest, latest, after + road_minutes(book, block.date, start=last.place, end=block.destination)


def _trial(book: Book, block: Block, wanted: Wanted, begins: int, wait: int) -> Trial:
    """The trip whose first service begins then, after this wait; later stops are served as soon as they can be."""
    first = wanted.steps[0]
    departs = begins - wait - road_minutes(book, block.date, start=block.origin, end=first.place)
    place, leaves = block.origin, departs
    visits = [Visit(action="depart", place=place, arrives=leaves, begins=leaves, ends=leaves)]
    for step in wanted.steps:
        arrives = leaves + road_minutes(book, block.date, start=place, end=step.place)
        starts = begins if step is first else max(arrives, step.window.earliest)
        place, leaves = step.place, starts + step.minutes
        visits.append(
            Visit(
                action=step.action,
                place=place,
                arrives=arrives,
                begins=starts,
                ends=leaves,
                serves=wanted.code,
                vehicle=step.vehicle,
            )
        )
    home = leaves + road_minutes(book, block.date, start=place, end=block.destination)
    visits.append(Visit(action="arrive", place=block.destination, arrives=home, begins=home, ends=home))
    over = max(0, block.start - departs) + max(0, home - block.end)
    return Trial(wanted=wanted, block=block, trip=Trip(block=block.code, visits=tuple(visits)), over=over)


def minutes_away(book: Book, driver: Driver, wanted: Iterable[Wanted]) -> int:
    """Minutes of road from the driver's home to where the nearest of these begins."""
    return min(road_minutes(book, one.date, start=driver.home, end=one.steps[0].place) for one in wanted)


def road_minutes(book: Book, on: date, *, start: str, end: str) -> int:
    """Minutes of road on this date, `NO_ROAD` where the problem knows none."""
    minutes = book.minutes(on, start=start, end=end)
    return NO_ROAD if minutes is None else minutes
