"""A day under one set of prices, as labels grow through it: its blocks and items, and what can still be gained."""

from typing import NamedTuple

import numpy as np

from ridematch.match.bounds import Bytes, still
from ridematch.match.compiled import Floats, Ints, tight, zero
from ridematch.match.counting import Counted
from ridematch.match.labels import END

START, END_OF_BLOCK, ORIGIN, DESTINATION, OWN_TRIP, DIRECT, MAX_DETOUR, AGAIN, BREAKS_MATTER = range(9)
"""Columns of a table of blocks."""


class Around(NamedTuple):
    """One day under one set of prices.

    `by_place` are the items ordered by the place they start at, those that may start latest first; those of
    `start_places[n]` stand in it from `begins[n]` to `begins[n + 1]`. `served` are each item's bits in order, with the
    number of all bits where there are no more; how often bit b is served is counted from `slot[b]` to `slot[b + 1]`.
    `away` and `home` are the tables of `outlook` for each block, which prune what can't get below `cutoff`, `adds` and
    `keep` their memory, whose rows are minutes since `begins_at`, `toll` what they charge for driving, `levels` as
    there. `since_break` and `in_the_day` say it more closely where they are not empty. `nearest` are the
    minutes of the shortest ways, over other places too. `nights` are rows of begins,
    turns, ends, early_until. `owes` are the cuts (bits) of whose rides an item drives an odd number.
    """

    blocks: Ints
    table: Ints
    served: Ints
    slot: Ints
    gains: Floats
    owes: Ints
    adds: Ints
    keep: Bytes
    begins_at: int
    by_place: Ints
    begins: Ints
    start_places: Ints
    end_number: Ints
    minutes: Ints
    nearest: Ints
    away: Floats
    home: Floats
    cutoff: float
    toll: float
    levels: Ints
    nights: Ints
    no_late: int
    no_early: int
    max_wait: int
    pause: int
    max_wheel: int
    max_driving: int
    stay: int
    driving_weight: float
    since_break: Counted
    in_the_day: Counted


@tight
def still_served(around: Around, done: int, minute: int, later: int) -> int:
    """Of the slots of memory filled at one minute those that matter at a later one."""
    if done == 0:
        return done
    most = len(around.keep) - 1
    row, then = min(max(minute - around.begins_at, 0), most), min(max(later - around.begins_at, 0), most)
    return still(around.keep, done, row, then)


@tight
def ahead(around: Around, stands: tuple[int, int, int, int, int], wheel: int, driving: int, need: float) -> float:
    """What can still be gained, at best, after so many minutes at the wheel and so much driving in all.

    `stands` are the block, the item that ends, the set of slots filled, and from when to when it may end. Where the
    first table shows that it is no more than `need` the others are not asked.
    """
    toll = around.toll * (around.max_driving - driving)
    gained = _by_levels(around, stands, wheel) + toll
    if gained > need and len(around.since_break.home):
        weight = around.driving_weight + around.toll
        gained = min(gained, _by_count(around, around.since_break, stands, wheel, around.max_wheel, weight) + toll)
    if gained > need and len(around.in_the_day.home):
        weight = around.driving_weight
        gained = min(gained, _by_count(around, around.in_the_day, stands, driving, around.max_driving, weight))
    return float(gained)


@tight
def ahead_at_home(around: Around, block: int, done: int, row: int, driving: int) -> float:
    """What can still be gained, at best, at home in this minute of a block, or after it."""
    toll = around.toll * (around.max_driving - driving)
    gained = around.home[block, done, row] + toll
    if len(around.since_break.home):
        gained = min(gained, around.since_break.home[block, done, row, 0] + toll)
    if len(around.in_the_day.home):
        gained = min(gained, around.in_the_day.home[block, done, row, driving // around.in_the_day.unit])
    return float(gained)


@tight
def _by_levels(around: Around, stands: tuple[int, int, int, int, int], wheel: int) -> float:
    """By the tables of `outlook`."""
    number, item, done, earliest, latest = stands
    block, place, best = around.blocks[number], around.end_number[item], -np.inf
    rows = block[END_OF_BLOCK] - block[START] + 1
    back = around.minutes[around.table[item, END], block[DESTINATION]]
    driving = around.driving_weight + around.toll
    level, on = zero(), -np.inf
    while level + 1 < len(around.levels) and around.levels[level + 1] <= wheel:
        level += 1
    for minute in range(earliest, latest + 1):
        row = min(max(minute - block[START], 0), rows - 1)
        best = max(best, around.away[number, still_served(around, done, earliest, minute), level, place, row])
        if row + back < rows and wheel + back <= around.max_wheel:
            ready = min(row + back + around.stay, rows) if block[AGAIN] else rows
            left = still_served(around, done, earliest, block[START] + ready)
            on = max(on, around.home[number, left, ready])
    return float(max(best, on - driving * (back - block[DIRECT])))


@tight
def _by_count(
    around: Around, counted: Counted, stands: tuple[int, int, int, int, int], driven: int, limit: int, weight: float
) -> float:
    """By tables that count minutes, of which so many of the `limit` are driven; a minute costs `weight`."""
    number, item, done, earliest, latest = stands
    block, place, best, on = around.blocks[number], around.end_number[item], -np.inf, -np.inf
    rows, step = block[END_OF_BLOCK] - block[START] + 1, driven // counted.unit
    back = around.minutes[around.table[item, END], block[DESTINATION]]
    then = 0 if counted.anew else (driven + back) // counted.unit
    for minute in range(earliest, latest + 1):
        row = min(max(minute - block[START], 0), rows - 1)
        best = max(best, counted.away[number, still_served(around, done, earliest, minute), place, row, step])
        if row + back < rows and driven + back <= limit:
            ready = min(row + back + around.stay, rows) if block[AGAIN] else rows
            left = still_served(around, done, earliest, block[START] + ready)
            on = max(on, counted.home[number, left, ready, then])
    return float(max(best, on - weight * back))
