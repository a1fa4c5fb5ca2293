"""One trip whose stops stand in a given order: when to be where, so that it is home early and waits little."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from ridematch.model.plan import Trip, Visit
from ridematch.model.problem import Block
from ridematch.rules.case import Book
from ridematch.rules.trial import Step, Wanted, road_minutes

MOST_BREAKS = 2
"""Breaks that are looked for in one trip; a day's driving is rarely long enough for more."""


@dataclass(frozen=True, slots=True)
class Call:
    """One step of something wanted: a pickup, a delivery or a lesson."""

    wanted: Wanted
    step: Step


@dataclass(frozen=True, slots=True)
class Outing:
    """A trip with its times, its stops, and what its driving and waiting cost."""

    trip: Trip
    calls: tuple[Call, ...]
    cost: float

    @property
    def departs(self) -> int:
        """When the car leaves the block's origin."""
        return self.trip.visits[0].ends

    @property
    def arrives(self) -> int:
        """When it is at the block's destination."""
        return self.trip.visits[-1].arrives


def calls_of(wanted: Wanted) -> tuple[Call, ...]:
    """All its steps."""
    return tuple(Call(wanted, step) for step in wanted.steps)


def within_reach(book: Book, block: Block, wanted: Wanted) -> bool:
    """Whether the block could do it as far as its ends and a day's driving go: a cheap look before a real one."""
    first, last = wanted.steps[0], wanted.steps[-1]
    if last.window.latest < block.start or block.end < first.window.earliest:
        return False
    out = road_minutes(book, block.date, start=block.origin, end=first.place)
    between = road_minutes(book, block.date, start=first.place, end=last.place)
    home = road_minutes(book, block.date, start=last.place, end=block.destination)
    direct = road_minutes(book, block.date, start=block.origin, end=block.destination) if block.own_trip else 0
    return (
        block.start + out <= first.window.latest
        and last.window.earliest + last.minutes + home <= block.end
        and out + between + home - direct <= book.drivers[block.driver].max_drive_minutes_per_day
    )


def parts_of(calls: Sequence[Call]) -> Iterator[tuple[Call, ...]]:
    """The stops cut where the car is empty. A pickup whose delivery is missing keeps all that follows together."""
    part: list[Call] = []
    aboard = 0
    for call in calls:
        part.append(call)
        aboard += {"pickup": 1, "delivery": -1}.get(call.step.action, 0)
        if not aboard:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def outing(book: Book, block: Block, calls: Sequence[Call], *, earliest: int, latest: int) -> Outing | None:
    """The trip that leaves no earlier, is back no later, and is back as early as can be; None if there is none.

    Of such trips it leaves last. No other takes less time, so none waits less: coming back later never lets it leave
    later by more. Breaks are put where the time at the wheel asks for them, as few as possible.
    """
    legs, empty = _legs(book, block, calls), _empty_before(calls)
    for breaks in range(MOST_BREAKS + 1):
        timings = [
            times
            for places in combinations(empty, breaks)
            if (times := _times(book, block, calls, legs, places, earliest=earliest, latest=latest))
        ]
        if not timings:
            return None  # one break more only takes more time
        found = [one for times in timings if (one := _judged(book, block, calls, legs, times))]
        if found:
            return min(found, key=lambda one: (one.cost, one.arrives))
    return None


def _legs(book: Book, block: Block, calls: Sequence[Call]) -> list[int]:
    places = [block.origin, *(call.step.place for call in calls), block.destination]
    return [road_minutes(book, block.date, start=start, end=end) for start, end in pairwise(places)]


def _empty_before(calls: Sequence[Call]) -> list[int]:
    """At which calls the car arrives empty."""
    found, aboard = [], 0
    for number, call in enumerate(calls):
        if not aboard:
            found.append(number)
        aboard += {"pickup": 1, "delivery": -1}.get(call.step.action, 0)
    return found


def _times(
    book: Book,
    block: Block,
    calls: Sequence[Call],
    legs: list[int],
    breaks: tuple[int, ...],
    *,
    earliest: int,
    latest: int,
) -> list[int] | None:
    """When it departs, when each service begins, when it arrives.

    All rules are bounds on differences: (i, j, least) says that j is at least so many minutes after i. The least times
    that satisfy all of them are found by going round until nothing changes (Bellman and Ford), then, with the arrival
    fixed, the greatest.
    """
    limits = book.problem.limits
    most_wait, empty = book.drivers[block.driver].max_wait_minutes, set(_empty_before(calls))
    low = [earliest, *(call.step.window.earliest for call in calls), earliest]
    high = [latest, *(call.step.window.latest for call in calls), latest]
    bounds: list[tuple[int, int, int]] = []
    picked: dict[str, int] = {}
    for number, call in enumerate(calls):
        service = calls[number - 1].step.minutes if number else 0
        at_least = legs[number] + service + (limits.break_minutes if number in breaks else 0)
        bounds.append((number, number + 1, at_least))
        if number in empty:
            waits = most_wait if number or number in breaks else 0
            bounds.append((number + 1, number, -(legs[number] + service + waits)))
        if call.step.action == "pickup":
            picked[call.wanted.code] = number
        elif call.step.action == "delivery":
            pickup = picked[call.wanted.code]
            longest = calls[pickup].step.minutes + call.wanted.max_ride_minutes
            bounds.append((number + 1, pickup + 1, -longest))
    last = len(calls)
    home = legs[last] + calls[-1].step.minutes
    bounds += [(last, last + 1, home), (last + 1, last, -home)]
    least = _settled(low, high, bounds)
    if least is None:
        return None
    high[-1] = least[-1]
    mirrored = _settled([-time for time in high], [-time for time in least], [(j, i, apart) for i, j, apart in bounds])
    assert mirrored is not None, "the least times are a solution, so there are greatest ones"
    return [-time for time in mirrored]


def _settled(least: list[int], most: list[int], bounds: list[tuple[int, int, int]]) -> list[int] | None:
    """The least times that keep all bounds, None if there are none."""
    times, changed = list(least), True
    while changed:  # ends: times only grow, and to no more than the most
        changed = False
        for i, j, apart in bounds:
            time = times[i] + apart
            if time > times[j]:
                if time > most[j]:
                    return None
                times[j], changed = time, True
    return times


def _judged(book: Book, block: Block, calls: Sequence[Call], legs: list[int], times: list[int]) -> Outing | None:
    """The trip with its visits, unless it is too long at the wheel or on its way."""
    visits = [_end("depart", block.origin, times[0])]
    for call, leg, begins in zip(calls, legs, times[1:], strict=False):
        arrives = visits[-1].ends + leg
        visits.append(
            Visit(
                action=call.step.action,
                place=call.step.place,
                arrives=arrives,
                begins=begins,
                ends=begins + call.step.minutes,
                serves=call.wanted.code,
            )
        )
    visits.append(_end("arrive", block.destination, times[-1]))
    limits = book.problem.limits
    wheel = waiting = aboard = 0
    for visit, leg in zip(visits[1:], legs, strict=True):
        wheel += leg
        if wheel > limits.max_wheel_minutes:
            return None
        waiting += visit.begins - visit.arrives
        if not aboard and visit.begins - visit.arrives >= limits.break_minutes:
            wheel = 0
        aboard += {"pickup": 1, "delivery": -1}.get(visit.action, 0)
    direct = road_minutes(book, block.date, start=block.origin, end=block.destination) if block.own_trip else 0
    if block.own_trip and times[-1] - times[0] - direct > block.max_detour_minutes:
        return None
    weights = book.problem.weights
    cost = weights.driving_minute * (sum(legs) - direct) + weights.waiting_minute * waiting
    return Outing(trip=Trip(block=block.code, visits=tuple(visits)), calls=tuple(calls), cost=cost)


def _end(action: str, place: str, minute: int) -> Visit:
    return Visit(action=action, place=place, arrives=minute, begins=minute, ends=minute)  # type: ignore[arg-type]
