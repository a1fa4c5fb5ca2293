"""How much a day can still gain, at best, where minutes at the wheel are counted: closer than `outlook`, and dearer.

Few long trips fill a day. A price for each minute then promises far too much, since half of a trip can't be driven; and
who drives many short ways without a break comes to the limit little by little. So these tables have a step for every
few minutes driven, since the last break or on the whole day. What is driven on each way is rounded down, so they never
say too little. Who was served is remembered as there.
"""

from typing import NamedTuple

import numpy as np

from ridematch.match.bounds import Stretch, still, used
from ridematch.match.compiled import Floats, Ints, compiled, tight, zero
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, EARLIEST, END, FIRST, LAST, LEAST
from ridematch.match.outlook import Outlook

STEPS = 48
"""Steps of a limit, at most: of two hours in two and a half minutes (so three), of four in five."""

MOST_CELLS = 4_000_000
"""Of the tables of a day; where they would have more, nothing is counted."""


class Counted(NamedTuple):
    """Tables of a day in steps of `unit` minutes; empty where nothing is known.

    `home[block, set, minute, driven]` at home and `away[block, set, place, minute, driven]` after something has ended
    at a place, minutes since the block's start. With `anew` a break, and going home, begin the count again.
    """

    unit: int
    anew: bool
    home: Floats
    away: Floats


NOTHING = Counted(1, True, np.empty((0, 0, 0, 0)), np.empty((0, 0, 0, 0, 0)))


def since_break(outlook: Outlook) -> Counted:
    """What can be gained with so much driven since the last break, at the outlook's toll for the day's driving."""
    limit = outlook.day.limits.max_wheel_minutes
    return _counted(outlook, [outlook.stretch(n) for n in range(len(outlook.day.blocks))], limit, anew=True)


def in_the_day(outlook: Outlook) -> Counted:
    """What can be gained with so much driven on the whole day; there is no toll."""
    day = outlook.day
    net = outlook.net + outlook.toll * day.table[:, DRIVING_MINUTES]
    by_last = outlook.in_front(net)
    driving = float(day.weights.driving_minute)
    stretches = [
        outlook.stretch(number)._replace(net=net, by_last=by_last, driving=driving) for number in range(len(day.blocks))
    ]
    return _counted(outlook, stretches, day.who.max_drive_minutes_per_day, anew=False)


def _counted(outlook: Outlook, stretches: list[Stretch], limit: int, *, anew: bool) -> Counted:
    day, sets = outlook.day, 1 << len(outlook.memory.slots)
    unit = max(1, -(-limit // STEPS))
    steps = limit // unit + 1
    places = max(len(day.start_places), len(day.end_places))
    too_many = len(stretches) * sets * places * (day.longest + 1) * steps > MOST_CELLS
    if too_many or not outlook.tells or any(block.own_trip for block in day.blocks):
        return NOTHING
    home = np.zeros((len(stretches), sets, day.longest + 2, steps))
    away = np.full((len(stretches), sets, len(day.end_places), day.longest + 1, steps), -np.inf)
    for number in range(len(stretches) - 1, -1, -1):
        tail = outlook.after(number, home) if number + 1 < len(stretches) else np.zeros((sets, steps))
        _fill(stretches[number], tail, limit, unit, anew, home[number], away[number])
    return Counted(unit, anew, home, away)


@compiled
def _fill(stretch: Stretch, tail: Floats, limit: int, unit: int, anew: bool, home: Floats, away: Floats) -> None:
    """From the block's end backwards, as in `bounds`."""
    rows, sets, keep, offset = stretch.end - stretch.begin + 1, len(tail), stretch.keep, stretch.offset
    places = (sets, len(stretch.start_places), rows, tail.shape[1])
    beginning, arriving = np.full(places, -np.inf), np.full(places, -np.inf)
    for done in range(sets):
        home[done] = tail[done]
    last_start, first_end, last_end = used(stretch)
    possible = np.empty(sets, dtype=np.int64)
    for row in range(rows - 1, -1, -1):
        now, here, many = stretch.begin + row, offset + row, 0
        for done in range(sets):
            if still(keep, done, here, here) == done:
                possible[many] = done
                many += 1
        for item in stretch.by_last:
            if stretch.table[item, LAST] < now:
                break
            if stretch.table[item, FIRST] <= now:
                _begin(stretch, limit, unit, anew, beginning, home, away, item, row, possible[:many])
        for done in possible[:many]:
            following = still(keep, done, here, here + 1)
            for place in range(len(stretch.start_places)):
                if now <= last_start[place]:
                    _wait(stretch, beginning, arriving, done, following, place, row)
            for driven in range(home.shape[2]):
                home[done, row, driven] = home[following, row + 1, driven]
            _go(stretch, limit, unit, anew, beginning, home[done, row], last_start, done, stretch.origin, row)
            for place in range(len(stretch.end_places)):
                if first_end[place] <= now <= last_end[place]:
                    at = stretch.end_places[place]
                    _go(stretch, limit, unit, anew, arriving, away[done, place, row], last_start, done, at, row)


@tight
def _begin(
    stretch: Stretch,
    limit: int,
    unit: int,
    anew: bool,
    beginning: Floats,
    home: Floats,
    away: Floats,
    item: int,
    row: int,
    possible: Ints,
) -> None:
    """The item begins in this minute, for each set it may be added to and whatever was driven."""
    about, keep, offset, rows = stretch.table[item], stretch.keep, stretch.offset, stretch.end - stretch.begin + 1
    finished = max(row + about[LEAST], about[EARLIEST] - stretch.begin)
    if finished >= rows:
        return
    gain = stretch.net[item] - stretch.waiting * (finished - row - about[BUSY_MINUTES])
    at, there, adds = stretch.start_number[item], stretch.end_number[item], stretch.adds[item]
    taken, back = about[DRIVING_MINUTES] // unit, stretch.minutes[about[END], stretch.destination]
    ready = min(finished + back + stretch.stay, rows) if stretch.again else rows
    for done in possible:
        if done & adds:
            continue
        then = still(keep, done | adds, offset + row, offset + finished)
        left = still(keep, then, offset + finished, offset + ready)
        for driven in range(1 + (limit - about[DRIVING_MINUTES]) // unit):
            after = driven + taken
            best = away[then, there, finished, after]
            if finished + back < rows and after * unit + back <= limit:
                on = zero() if anew else after + back // unit
                best = max(best, home[left, ready, on] - stretch.driving * back)
            beginning[done, at, row, driven] = max(beginning[done, at, row, driven], gain + best)


@tight
def _wait(
    stretch: Stretch, beginning: Floats, arriving: Floats, done: int, following: int, place: int, row: int
) -> None:
    """To arrive is to begin something, or to wait for a minute: without a limit, as in `bounds`."""
    for driven in range(arriving.shape[3]):
        best = beginning[done, place, row, driven]
        if row + 1 < arriving.shape[2]:
            best = max(best, arriving[following, place, row + 1, driven] - stretch.waiting)
        arriving[done, place, row, driven] = best


@tight
def _go(
    stretch: Stretch,
    limit: int,
    unit: int,
    anew: bool,
    there: Floats,
    best: Floats,
    last_start: Ints,
    done: int,
    at: int,
    row: int,
) -> None:
    """Raises what is best here, for whatever was driven, by driving to a place where something begins (`there`)."""
    keep, here, rows = stretch.keep, stretch.offset + row, there.shape[2]
    for number in range(len(stretch.start_places)):
        leg = stretch.minutes[at, stretch.start_places[number]]
        then = row + leg
        if then >= rows or stretch.begin + then > last_start[number]:
            continue
        left, rested = still(keep, done, here, stretch.offset + then), -np.inf
        if anew and stretch.may_pause and then + stretch.pause < rows:
            later = still(keep, done, here, stretch.offset + then + stretch.pause)
            rested = there[later, number, then + stretch.pause, 0] - stretch.waiting * stretch.pause
        for driven in range(1 + (limit - leg) // unit):
            gained = max(there[left, number, then, driven + leg // unit], rested) - stretch.driving * leg
            best[driven] = max(best[driven], gained)
