"""Putting a task where it costs least, or taking it out. Compiled."""

from ridematch.match.compiled import copy_row, tight, zero
from ridematch.match.draft.draft import ARRIVES, BEGIN, CLOSE, DEPARTS, DRIVING, NOWHERE, WAITING, Draft
from ridematch.match.draft.places import Place, between
from ridematch.match.draft.scene import (
    DAY,
    DRIVER,
    END,
    LOCKS,
    LOCKS_END,
    MOST_ABOARD,
    MOST_WAIT,
    OWN_TRIP,
    START,
    WEEK,
    Scene,
)
from ridematch.match.draft.trip import Sheet, laid_out, latest_times, trip_times


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
        _, high = between(scene, draft, block, trip, trip + 1)
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
