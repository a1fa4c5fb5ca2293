"""What is planned so far, the cheapest place for one task more, and putting it there or taking it out. Compiled."""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Floats, Ints, Words, compiled, copy_row, fill_row, tight, zero
from ridematch.match.draft.scene import (
    AGAIN,
    DAY,
    DESTINATION,
    DIRECT,
    DRIVER,
    END,
    FIRST,
    LAST,
    LOCKS,
    LOCKS_END,
    MAX_DRIVING,
    MOST_ABOARD,
    MOST_WAIT,
    NEAR,
    NEAR_END,
    ORIGIN,
    OWN_TRIP,
    PLACE,
    SEASON,
    SERVICE,
    START,
    TASKS,
    TASKS_END,
    WANTED,
    WEEK,
    Scene,
)
from ridematch.match.draft.trip import Sheet, laid_out, latest_times, trip_times
from ridematch.match.prefixes import exceeds

MOST_STOPS = 64
"""Stops of one block."""

MOST_TRIPS = 16
"""Trips of one block."""

BEGIN, CLOSE, DEPARTS, ARRIVES, DRIVING, WAITING = range(6)
"""Columns of trips: the rows of its stops in the block's route, its times, its minutes."""

NOWHERE, COVERED = -1, -2
"""In `where`: nobody serves the task, or its fallback covers it."""


class Draft(NamedTuple):
    """The stops of each block trip by trip, by which block each task is served, and what that uses up.

    `early` and `late` say for each stop within which minutes it can begin as things stand.
    """

    routes: Ints
    trips: Ints
    many: Ints
    early: Ints
    late: Ints
    where: Ints
    driving: Ints
    driven: Ints
    outings: Ints
    days_used: Ints
    taken: Ints
    extra: Floats
    chance: Words


class Place(NamedTuple):
    """Where a task would go: block, trip, rows within it; `alone` as a trip of its own before that trip."""

    cost: float
    block: int
    trip: int
    alone: bool
    first: int
    second: int


@compiled
def empty_draft(scene: Scene, seed: int) -> Draft:
    """Nothing is planned yet."""
    blocks, days = len(scene.blocks), len(scene.days)
    chance = np.empty(1, dtype=np.uint64)
    chance[0] = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x1234567)
    return Draft(
        np.full((blocks, MOST_STOPS), -1, dtype=np.int64),
        np.zeros((blocks, MOST_TRIPS, 6), dtype=np.int64),
        np.zeros(blocks, dtype=np.int64),
        np.zeros(len(scene.stops), dtype=np.int64),
        np.zeros(len(scene.stops), dtype=np.int64),
        np.full(len(scene.task), NOWHERE, dtype=np.int64),
        np.zeros(days, dtype=np.int64),
        np.zeros(blocks, dtype=np.int64),
        np.zeros(days, dtype=np.int64),
        np.zeros(len(scene.days_a_week), dtype=np.int64),
        np.zeros(1 + (scene.locks.max() + 1 if len(scene.locks) else 0), dtype=np.int64),
        np.zeros(blocks),
        chance,
    )


@compiled
def copied(draft: Draft, other: Draft) -> None:
    """Make `other` the same, but for chance."""
    other.routes[:], other.trips[:], other.many[:] = draft.routes, draft.trips, draft.many
    other.early[:], other.late[:], other.where[:] = draft.early, draft.late, draft.where
    other.driving[:], other.driven[:], other.outings[:] = draft.driving, draft.driven, draft.outings
    other.days_used[:], other.taken[:], other.extra[:] = draft.days_used, draft.taken, draft.extra


@tight
def by_chance(draft: Draft) -> float:
    """A number from 0 up to 1 (xorshift64*: Vigna, ACM Transactions on Mathematical Software 42, 2016)."""
    x = draft.chance[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    draft.chance[0] = x
    return float((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) / 9007199254740992.0


@tight
def total(scene: Scene, draft: Draft) -> float:
    """What the draft costs."""
    cost = 0.0
    for block in range(len(scene.blocks)):
        cost += draft.extra[block]
        for trip in range(draft.many[block]):
            cost += scene.driving_minute * draft.trips[block, trip, DRIVING]
            cost += scene.waiting_minute * draft.trips[block, trip, WAITING]
    for day in range(len(scene.days)):
        if draft.outings[day] > 0:
            cost += scene.asking[day]
    for unit in range(len(scene.unit)):
        cost += unit_cost(scene, draft, unit)
    return cost


@tight
def unit_cost(scene: Scene, draft: Draft, unit: int) -> float:
    """What is missing of it, or covered."""
    served, covered = zero(), 0.0
    for n in range(scene.unit[unit, TASKS], scene.unit[unit, TASKS_END]):
        task = scene.in_units[n]
        if draft.where[task] >= 0:
            served += 1
        elif draft.where[task] == COVERED:
            covered += scene.covering[task]
    if scene.unit[unit, WANTED]:
        return float(scene.missing[unit] * max(0, scene.unit[unit, WANTED] - served))
    return float(covered if served else scene.missing[unit])


@tight
def cheapest(scene: Scene, draft: Draft, sheet: Sheet, task: int, skipping: float) -> Place:
    """Where the task costs least; a block is passed over with a chance of `skipping`. An infinite cost: nowhere."""
    best = Place(np.inf, zero(), zero(), False, zero(), zero())
    two = 2 if scene.task[task, MOST_ABOARD] >= 0 else 1
    for n in range(scene.task[task, LOCKS], scene.task[task, LOCKS_END]):
        if draft.taken[scene.locks[n]]:
            return best
    for n in range(scene.task[task, NEAR], scene.task[task, NEAR_END]):
        block = scene.near[n]
        if by_chance(draft) < skipping:
            continue
        about = scene.blocks[block]
        day = about[DAY]
        cost = scene.extra[task, about[DRIVER]]
        if draft.outings[day] == 0 and not about[OWN_TRIP]:
            week = scene.days[day, WEEK]
            if draft.days_used[week] >= scene.days_a_week[week]:
                continue
            cost += scene.asking[day]
        left = scene.days[day, MAX_DRIVING] - draft.driving[day]
        many = draft.many[block]
        used = draft.trips[block, many - 1, CLOSE] if many else 0
        if cost >= best.cost or used + two > MOST_STOPS:
            continue
        if (many == 0 or about[AGAIN]) and many < MOST_TRIPS:
            best = _alone(scene, draft, sheet, task, block, cost, left, best)
        for trip in range(many):
            best = _in_trip(scene, draft, sheet, task, block, trip, cost, left, best)
    return best


@tight
def _alone(
    scene: Scene, draft: Draft, sheet: Sheet, task: int, block: int, cost: float, left: int, best: Place
) -> Place:
    """The best place so far, or a cheaper one as a trip of its own in this block, at a cost beside the way."""
    about, pickup, delivery = scene.blocks[block], scene.stops[2 * task], scene.stops[2 * task + 1]
    minutes, two = scene.minutes[about[SEASON]], 2 if scene.task[task, MOST_ABOARD] >= 0 else 1
    out = minutes[about[ORIGIN], pickup[PLACE]]
    straight = out + minutes[pickup[PLACE], delivery[PLACE]] + minutes[delivery[PLACE], about[DESTINATION]]
    straight -= about[DIRECT]
    if straight > left or cost + scene.driving_minute * straight >= best.cost:
        return best
    for trip in range(draft.many[block] + 1):
        low, high = _between(scene, draft, block, trip, trip)
        if low + out > pickup[LAST]:
            break
        sheet.stops[0], sheet.stops[1] = 2 * task, 2 * task + 1
        fits, _, _, driving, waiting = trip_times(scene, sheet, two, block, low, high)
        if fits:
            now = cost + scene.driving_minute * driving + scene.waiting_minute * waiting
            if now < best.cost:
                best = Place(now, block, trip, True, zero(), zero())
    return best


@tight
def _between(scene: Scene, draft: Draft, block: int, before: int, after: int) -> tuple[int, int]:
    """From when to when a trip can last that comes after so many trips, and before the trip with this number."""
    low, high = scene.blocks[block, START], scene.blocks[block, END]
    if before > 0:
        low = draft.trips[block, before - 1, ARRIVES] + scene.stay
    if after < draft.many[block]:
        high = draft.trips[block, after, DEPARTS] - scene.stay
    return low, high


@tight
def _in_trip(
    scene: Scene,
    draft: Draft,
    sheet: Sheet,
    task: int,
    block: int,
    trip: int,
    cost: float,
    left: int,
    best: Place,
) -> Place:
    """The same in one of its trips, between any two stops: what can't be in time is seen before it is worked out."""
    about, row = scene.blocks[block], draft.trips[block, trip]
    begin, many = row[BEGIN], row[CLOSE] - row[BEGIN]
    route, minutes = draft.routes[block, begin : begin + many], scene.minutes[about[SEASON]]
    low, high = _between(scene, draft, block, trip, trip + 1)
    pickup, delivery, is_lesson = scene.stops[2 * task], scene.stops[2 * task + 1], scene.task[task, MOST_ABOARD] < 0
    two = 1 if is_lesson else 2
    load, together, persons = sheet.load, sheet.together, zero()
    fill_row(load, 0)
    for i in range(many + 1):
        place, ready = about[ORIGIN], low
        if i > 0:
            before = route[i - 1]
            place, ready = scene.stops[before, PLACE], draft.early[before] + scene.stops[before, SERVICE]
            if scene.task[before // 2, MOST_ABOARD] >= 0:
                sign = 1 if before % 2 == 0 else -1
                persons += sign
                _loaded(load, sign, scene.uses[before // 2])
        at_pickup = max(ready + minutes[place, pickup[PLACE]], pickup[FIRST])
        if at_pickup > pickup[LAST]:
            break
        if is_lesson and persons:
            continue
        copy_row(together, load)
        _loaded(together, zero() + 1, scene.uses[task])
        then, at, detour = at_pickup + pickup[SERVICE], pickup[PLACE], minutes[place, pickup[PLACE]]
        for j in range(i, many + 1):
            if j > i:  # one stop further with the rider aboard
                passed = route[j - 1]
                if scene.task[passed // 2, MOST_ABOARD] < 0:
                    break  # nobody sits in the car during a lesson
                leg = minutes[at, scene.stops[passed, PLACE]]
                begins = max(then + leg, draft.early[passed])
                if begins > draft.late[passed]:
                    break
                detour, at = detour + leg, scene.stops[passed, PLACE]
                then = begins + scene.stops[passed, SERVICE]
                _loaded(together, 1 if passed % 2 == 0 else -1, scene.uses[passed // 2])
            if exceeds(together, scene.room[about[DRIVER]]):
                break
            ends = then
            if not is_lesson:
                at_delivery = max(then + minutes[at, delivery[PLACE]], delivery[FIRST])
                if at_delivery > delivery[LAST]:
                    break
                ends = at_delivery + delivery[SERVICE]
            last = pickup[PLACE] if is_lesson else delivery[PLACE]
            further = detour if is_lesson else detour + minutes[at, last]
            following = about[DESTINATION] if j == many else scene.stops[route[j], PLACE]
            further += minutes[last, following]
            if j < many and ends + minutes[last, following] > draft.late[route[j]]:
                if is_lesson:
                    break
                continue
            further -= _straight(scene, minutes, route, place, i, j, following)
            if (
                further > left
                or cost + scene.driving_minute * further - scene.waiting_minute * row[WAITING] >= best.cost
            ):
                if is_lesson:
                    break
                continue
            for n in range(i):
                sheet.stops[n] = route[n]
            sheet.stops[i] = 2 * task
            for n in range(i, j):
                sheet.stops[n + 1] = route[n]
            if not is_lesson:
                sheet.stops[j + 1] = 2 * task + 1
            for n in range(j, many):
                sheet.stops[n + two] = route[n]
            fits, _, _, driving, waiting = trip_times(scene, sheet, many + two, block, low, high)
            if fits and driving - row[DRIVING] <= left:
                now = cost + scene.driving_minute * (driving - row[DRIVING])
                now += scene.waiting_minute * (waiting - row[WAITING])
                if now < best.cost:
                    best = Place(now, block, trip, False, i, j)
            if is_lesson:
                break
    return best


@tight
def _loaded(load: Ints, sign: int, uses: Ints) -> None:
    """Somebody gets in, or out with sign -1."""
    for kind in range(len(load)):
        load[kind] += sign * uses[kind]


@tight
def _straight(scene: Scene, minutes: Ints, route: Ints, place: int, i: int, j: int, following: int) -> int:
    """Minutes of driving from the stop before row i to row j as the trip goes now."""
    driving = zero()
    for n in range(i, j):
        driving += minutes[place, scene.stops[route[n], PLACE]]
        place = scene.stops[route[n], PLACE]
    return int(driving + minutes[place, following])


@tight
def put(scene: Scene, draft: Draft, sheet: Sheet, task: int, place: Place) -> None:
    """The task goes there."""
    block, trip = place.block, place.trip
    many, route, trips = draft.many[block], draft.routes[block], draft.trips[block]
    two = 1 if scene.task[task, MOST_ABOARD] < 0 else 2
    used = trips[many - 1, CLOSE] if many else 0
    if place.alone:
        begin = trips[trip, BEGIN] if trip < many else used
        for n in range(used - 1, begin - 1, -1):
            route[n + two] = route[n]
        route[begin] = 2 * task
        if two == 2:
            route[begin + 1] = 2 * task + 1
        for n in range(many - 1, trip - 1, -1):
            copy_row(trips[n + 1], trips[n])
            trips[n + 1, BEGIN] += two
            trips[n + 1, CLOSE] += two
        trips[trip, BEGIN], trips[trip, CLOSE] = begin, begin + two
        draft.many[block] += 1
    else:
        first, second = trips[trip, BEGIN] + place.first, trips[trip, BEGIN] + place.second
        for n in range(used - 1, second - 1, -1):
            route[n + two] = route[n]
        if two == 2:
            route[second + 1] = 2 * task + 1
        for n in range(second - 1, first - 1, -1):
            route[n + 1] = route[n]
        route[first] = 2 * task
        trips[trip, CLOSE] += two
        for n in range(trip + 1, many):
            trips[n, BEGIN] += two
            trips[n, CLOSE] += two
    _counted(scene, draft, task, block, 1)
    refresh(scene, draft, sheet, block)


@tight
def take_out(scene: Scene, draft: Draft, sheet: Sheet, task: int) -> tuple[int, int]:
    """Nobody serves the task any more. Returns a block and the trip of it that then waits too long, -1 for none."""
    block = draft.where[task]
    draft.where[task] = NOWHERE
    if block < 0:
        return block, zero() - 1
    route, trips = draft.routes[block], draft.trips[block]
    kept, trip = zero(), zero()
    for n in range(draft.many[block]):
        begin = kept
        for row in range(trips[n, BEGIN], trips[n, CLOSE]):
            if route[row] // 2 != task:
                route[kept] = route[row]
                kept += 1
        if kept > begin:
            trips[trip, BEGIN], trips[trip, CLOSE] = begin, kept
            trip += 1
    _counted(scene, draft, task, block, -1)
    draft.many[block] = trip
    return block, refresh(scene, draft, sheet, block)


@tight
def _counted(scene: Scene, draft: Draft, task: int, block: int, sign: int) -> None:
    """What a task uses up beside the way; asks are counted by tasks that are not on an own trip."""
    about = scene.blocks[block]
    if sign > 0:
        draft.where[task] = block
    draft.extra[block] += sign * scene.extra[task, about[DRIVER]]
    for n in range(scene.task[task, LOCKS], scene.task[task, LOCKS_END]):
        draft.taken[scene.locks[n]] += sign
    if not about[OWN_TRIP]:
        day = about[DAY]
        before = draft.outings[day] > 0
        draft.outings[day] += sign
        draft.days_used[scene.days[day, WEEK]] += (1 if draft.outings[day] > 0 else 0) - (1 if before else 0)


@tight
def refresh(scene: Scene, draft: Draft, sheet: Sheet, block: int) -> int:
    """Each trip's times anew: home as early as can be; then how late each of its stops could be.

    Returns a trip that does not fit, -1 for none.
    """
    about, trips, day = scene.blocks[block], draft.trips[block], scene.blocks[block, DAY]
    low, driven, bad = about[START], zero(), zero() - 1
    for trip in range(draft.many[block]):
        many = _copied_stops(draft, sheet, block, trip)
        fits, departs, arrives, driving, waiting = trip_times(scene, sheet, many, block, low, about[END])
        if not fits:
            bad = trip
            continue
        driven += driving
        trips[trip, DEPARTS], trips[trip, ARRIVES] = departs, arrives
        trips[trip, DRIVING], trips[trip, WAITING] = driving, waiting
        for n in range(many):
            draft.early[sheet.stops[n]] = sheet.early[n]
        low = arrives + scene.stay
    draft.driving[day] += driven - draft.driven[block]
    draft.driven[block] = driven
    if bad >= 0:
        return int(bad)
    for trip in range(draft.many[block]):
        many = _copied_stops(draft, sheet, block, trip)
        _, high = _between(scene, draft, block, trip, trip + 1)
        laid_out(scene, sheet, many, block)
        latest_times(scene, sheet, many, high, about[MOST_WAIT])
        for n in range(many):
            draft.late[sheet.stops[n]] = sheet.late[n]
    return int(bad)


@tight
def _copied_stops(draft: Draft, sheet: Sheet, block: int, trip: int) -> int:
    begin, many = draft.trips[block, trip, BEGIN], draft.trips[block, trip, CLOSE] - draft.trips[block, trip, BEGIN]
    for n in range(many):
        sheet.stops[n] = draft.routes[block, begin + n]
    return int(many)
