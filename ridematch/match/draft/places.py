"""The cheapest place for one task more. Compiled."""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Ints, copy_row, fill_row, tight, zero
from ridematch.match.draft.draft import (
    ARRIVES,
    BEGIN,
    CLOSE,
    DEPARTS,
    DRIVING,
    MOST_STOPS,
    MOST_TRIPS,
    WAITING,
    Draft,
    by_chance,
)
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
    NEAR,
    NEAR_END,
    ORIGIN,
    OWN_TRIP,
    PLACE,
    SEASON,
    SERVICE,
    START,
    WEEK,
    Scene,
)
from ridematch.match.draft.trip import Sheet, trip_times
from ridematch.match.town import exceeds


class Place(NamedTuple):
    """Where a task would go: block, trip, rows within it; `alone` as a trip of its own before that trip."""

    cost: float
    block: int
    trip: int
    alone: bool
    first: int
    second: int


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
        low, high = between(scene, draft, block, trip, trip)
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
def between(scene: Scene, draft: Draft, block: int, before: int, after: int) -> tuple[int, int]:
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
    low, high = between(scene, draft, block, trip, trip + 1)
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
