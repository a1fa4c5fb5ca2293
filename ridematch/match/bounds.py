"""How much a day can still gain from a place and minute on, at best: the compiled tables of `outlook`."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ridematch.match.compiled import Floats, Ints, compiled, tight, zero
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, EARLIEST, END, FIRST, LAST, LATEST, LEAST, START

Bytes = npt.NDArray[np.uint8]

CLOSE = 1e-7
"""Two ways through the table that differ by less are one."""


class Stretch(NamedTuple):
    """One block and what can be done in it; `net` is each item's gain less its driving, the weights are a minute's.

    `by_last` are the items that the tables need, in order; `offset` is the block's first row in `keep`. After an item
    somebody was at the wheel for the minutes of its `level` at least.
    """

    table: Ints
    net: Floats
    adds: Ints
    keep: Bytes
    offset: int
    by_last: Ints
    minutes: Ints
    start_places: Ints
    end_places: Ints
    start_number: Ints
    end_number: Ints
    begin: int
    end: int
    origin: int
    destination: int
    again: bool
    stay: int
    driving: float
    waiting: float
    direct: float
    wheel: int
    levels: Ints
    level: Ints
    pause: int
    may_pause: bool


@tight
def still(keep: Bytes, done: int, row: int, later: int) -> int:
    """Those of the slots filled at one row that still matter at a later one (none where it is not later)."""
    return int(done & np.int64(keep[row, later])) if done else done


@compiled
def fill(stretch: Stretch, tail: Floats, home: Floats, away: Floats) -> None:
    """From the block's end backwards: what the items beginning in a minute gain, then what a place gains."""
    rows, sets, keep, offset = stretch.end - stretch.begin + 1, len(tail), stretch.keep, stretch.offset
    first = np.full((sets, len(stretch.start_places), rows), -np.inf)  # something begins, straight from home
    places = (sets, len(stretch.start_places), rows, len(stretch.levels))  # at a level of what begins, or a lower one
    beginning = np.full(places, -np.inf)  # ... from wherever
    arriving = np.full(places, -np.inf)  # ... or after a wait
    legs, next_levels = legs_of(stretch), next_levels_of(stretch)
    for done in range(sets):
        home[done] = tail[done]
    last_start, first_end, last_end = used(stretch)
    active = np.empty(len(stretch.table), dtype=np.int64)  # items that may begin in the minute at hand
    possible = np.empty(sets, dtype=np.int64)  # sets of slots that can be filled in it
    count, coming = 0, 0
    for row in range(rows - 1, -1, -1):
        now, here = stretch.begin + row, offset + row
        many = 0
        for done in range(sets):
            if still(keep, done, here, here) == done:
                possible[many] = done
                many += 1
        while coming < len(stretch.by_last) and stretch.table[stretch.by_last[coming], LAST] >= now:
            active[count] = stretch.by_last[coming]
            count, coming = count + 1, coming + 1
        kept = 0
        for number in range(count):
            if stretch.table[active[number], FIRST] <= now:
                _begin(stretch, first, beginning, home, away, active[number], row, possible[:many])
                active[kept] = active[number]
                kept += 1
        count = kept
        for done in possible[:many]:
            following = still(keep, done, here, here + 1)
            for place in range(len(stretch.start_places)):
                if now > last_start[place]:
                    continue
                best = -np.inf
                for level in range(len(stretch.levels)):
                    best = max(best, beginning[done, place, row, level])
                    if row + 1 < rows:  # for as long as it takes: people aboard may have waited, without a limit
                        best = max(best, arriving[following, place, row + 1, level] - stretch.waiting)
                    arriving[done, place, row, level] = best
            home[done, row] = max(home[following, row + 1], _leaving(stretch, first, done, row))
            for place in range(len(stretch.end_places)):
                if first_end[place] <= now <= last_end[place]:
                    _away(stretch, arriving, away, last_start, legs[place], next_levels, done, place, row)


@compiled
def used(stretch: Stretch) -> tuple[Ints, Ints, Ints]:
    """The last minute in which something may begin at each place, the first and the last in which it may end."""
    last_start = np.full(len(stretch.start_places), stretch.begin - 1)
    first_end = np.full(len(stretch.end_places), stretch.end + 1)
    last_end = np.full(len(stretch.end_places), stretch.begin - 1)
    for item in range(len(stretch.table)):
        about = stretch.table[item]
        start, end = stretch.start_number[item], stretch.end_number[item]
        last_start[start] = max(last_start[start], about[LAST])
        first_end[end] = min(first_end[end], about[EARLIEST])
        last_end[end] = max(last_end[end], about[LATEST])
    return last_start, first_end, last_end


@tight
def home_again(stretch: Stretch, home: Floats, done: int, place: int, row: int, wheel: int) -> float:
    """What is gained by going home from a place after so many minutes at the wheel, and after that."""
    back, rows = stretch.minutes[place, stretch.destination], stretch.end - stretch.begin + 1
    if row + back >= rows or wheel + back > stretch.wheel:
        return -np.inf
    ready = min(row + back + stretch.stay, rows) if stretch.again else rows
    left = still(stretch.keep, done, stretch.offset + row, stretch.offset + ready)
    return float(home[left, ready] - stretch.driving * back + stretch.direct)


@tight
def _begin(
    stretch: Stretch, first: Floats, beginning: Floats, home: Floats, away: Floats, item: int, row: int, possible: Ints
) -> None:
    """The item begins in this minute, for each set it may be added to."""
    about, keep, offset = stretch.table[item], stretch.keep, stretch.offset
    finished = max(row + about[LEAST], about[EARLIEST] - stretch.begin)
    if finished > stretch.end - stretch.begin:
        return
    gain = stretch.net[item] - stretch.waiting * (finished - row - about[BUSY_MINUTES])
    at, there, adds = stretch.start_number[item], stretch.end_number[item], stretch.adds[item]
    out = stretch.minutes[stretch.origin, about[START]]
    needs_pause = out + about[DRIVING_MINUTES] > stretch.wheel
    for done in possible:
        if done & adds:
            continue
        then = still(keep, done | adds, offset + row, offset + finished)
        on = home_again(stretch, home, then, about[END], finished, about[DRIVING_MINUTES])
        total = gain + max(on, away[then, stretch.level[item], there, finished])
        level = stretch.level[item]
        beginning[done, at, row, level] = max(beginning[done, at, row, level], total)
        if not needs_pause:
            first[done, at, row] = max(first[done, at, row], total)
    if needs_pause and stretch.may_pause and row >= stretch.pause:
        sooner = row - stretch.pause  # a break at the first stop
        for before in range(len(first)):
            done = still(keep, before, offset + sooner, offset + row)
            if still(keep, before, offset + sooner, offset + sooner) == before and not done & adds:
                then = still(keep, done | adds, offset + row, offset + finished)
                on = home_again(stretch, home, then, about[END], finished, about[DRIVING_MINUTES])
                total = (
                    gain + max(on, away[then, stretch.level[item], there, finished]) - stretch.waiting * stretch.pause
                )
                first[before, at, sooner] = max(first[before, at, sooner], total)


@tight
def _leaving(stretch: Stretch, first: Floats, done: int, row: int) -> float:
    """The best of driving from home to a place where something begins."""
    best = -np.inf
    for number in range(len(stretch.start_places)):
        leg = stretch.minutes[stretch.origin, stretch.start_places[number]]
        if row + leg < first.shape[2]:
            then = still(stretch.keep, done, stretch.offset + row, stretch.offset + row + leg)
            best = max(best, first[then, number, row + leg] - stretch.driving * leg)
    return best


@tight
def _away(
    stretch: Stretch,
    arriving: Floats,
    away: Floats,
    last_start: Ints,
    legs: Ints,
    next_levels: Ints,
    done: int,
    place: int,
    row: int,
) -> None:
    """The best of driving on from a place, by these legs, to where something begins, for each level."""
    all_levels, rows = len(stretch.levels) - 1, arriving.shape[2]
    for number in range(len(legs)):
        leg = legs[number]
        then = row + leg
        if stretch.begin + then > last_start[number] or then >= rows or leg >= len(next_levels):
            continue
        left = still(stretch.keep, done, stretch.offset + row, stretch.offset + then)
        paused = -np.inf
        if stretch.may_pause and then + stretch.pause < rows:
            rested = still(stretch.keep, done, stretch.offset + row, stretch.offset + then + stretch.pause)
            paused = arriving[rested, number, then + stretch.pause, all_levels] - stretch.waiting * stretch.pause
        for level in range(len(stretch.levels)):
            if next_levels[leg, level] < 0:
                break
            gained = max(arriving[left, number, then, next_levels[leg, level]], paused) - stretch.driving * leg
            away[done, level, place, row] = max(away[done, level, place, row], gained)


@compiled
def legs_of(stretch: Stretch) -> Ints:
    """The minutes from each place where something may end to each where something may begin."""
    legs = np.empty((len(stretch.end_places), len(stretch.start_places)), dtype=np.int64)
    for place in range(len(legs)):
        for number in range(legs.shape[1]):
            legs[place, number] = stretch.minutes[stretch.end_places[place], stretch.start_places[number]]
    return legs


@compiled
def next_levels_of(stretch: Stretch) -> Ints:
    """After each leg and level at the wheel the highest level to follow without a break, -1 if the leg may not."""
    found = np.full((stretch.wheel + 1, len(stretch.levels)), -1)
    for leg in range(len(found)):
        for level in range(len(stretch.levels)):
            for following in range(len(stretch.levels)):
                if leg + stretch.levels[level] + stretch.levels[following] <= stretch.wheel:
                    found[leg, level] = following
    return found


@compiled
def best_way(stretch: Stretch, home: Floats, away: Floats, done: int) -> tuple[Ints, int, int]:
    """The items of the best way through a block's tables, its driving, and the set of slots filled at its end."""
    rows, row, place, wheel, level = stretch.end - stretch.begin + 1, zero(), zero() - 1, zero(), zero()
    items, many, driving = np.empty(rows, dtype=np.int64), zero(), zero()
    while row < rows and many < len(items):
        here, value = stretch.offset + row, home[done, row]
        if place < 0:
            following = still(stretch.keep, done, here, here + 1)
            if home[following, row + 1] >= value - CLOSE:
                done, row = following, row + 1
                continue
        else:
            value = home_again(stretch, home, done, stretch.end_places[place], row, wheel)
            if value >= away[done, level, place, row] - CLOSE:
                back = stretch.minutes[stretch.end_places[place], stretch.destination]
                ready = min(row + back + stretch.stay, rows) if stretch.again else rows
                done, row, place = still(stretch.keep, done, here, stretch.offset + ready), ready, zero() - 1
                driving += back
                continue
            value = away[done, level, place, row]
        item, begun = _next_item(stretch, home, away, done, place, row, value, stretch.levels[level])
        if item < 0:
            break
        about = stretch.table[item]
        finished = max(begun + about[LEAST], about[EARLIEST] - stretch.begin)
        at = stretch.origin if place < 0 else stretch.end_places[place]
        driving += stretch.minutes[at, about[START]] + about[DRIVING_MINUTES]
        wheel, level = about[DRIVING_MINUTES], stretch.level[item]
        done = still(stretch.keep, done, here, stretch.offset + begun) | stretch.adds[item]
        done = still(stretch.keep, done, stretch.offset + begun, stretch.offset + finished)
        row, place, items[many] = finished, stretch.end_number[item], item
        many += 1
    return items[:many], driving, done


@tight
def _next_item(
    stretch: Stretch, home: Floats, away: Floats, done: int, place: int, row: int, value: float, wheel: int
) -> tuple[int, int]:
    """Which item a cell's value came from, and the row in which it begins; -1 if none did.

    `wheel` are the minutes of the cell's level.
    """
    at = stretch.origin if place < 0 else stretch.end_places[place]
    for item in stretch.by_last:
        about = stretch.table[item]
        leg = stretch.minutes[at, about[START]]
        first, last = max(row + leg, about[FIRST] - stretch.begin), about[LAST] - stretch.begin
        if place < 0:
            if leg + about[DRIVING_MINUTES] > stretch.wheel:
                first = max(first, row + leg + stretch.pause)
            last = min(last, row + leg + (stretch.pause if stretch.may_pause else 0))
        elif leg + wheel > stretch.wheel:
            continue
        elif leg + wheel + stretch.levels[stretch.level[item]] > stretch.wheel:
            if not stretch.may_pause:
                continue
            first = max(first, row + leg + stretch.pause)
        for begun in range(first, 1 + last):
            finished = max(begun + about[LEAST], about[EARLIEST] - stretch.begin)
            if finished > stretch.end - stretch.begin:
                break
            then = still(stretch.keep, done, stretch.offset + row, stretch.offset + begun)
            if then & stretch.adds[item]:
                continue
            then = still(stretch.keep, then | stretch.adds[item], stretch.offset + begun, stretch.offset + finished)
            waited = finished - row - leg - about[BUSY_MINUTES]
            gained = stretch.net[item] - stretch.waiting * waited - stretch.driving * leg
            on = home_again(stretch, home, then, about[END], finished, about[DRIVING_MINUTES])
            if gained + max(on, away[then, stretch.level[item], stretch.end_number[item], finished]) >= value - CLOSE:
                return item, begun
    return -1, row
