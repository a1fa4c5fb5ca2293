"""Which items the tables of `outlook` need: those that no other one makes needless where nobody asks who was served.

Many ways to drive many riders lead from one place to another; to a table only the few matter that gain most, begin in
most minutes and take least.
"""

import numpy as np

from ridematch.match.compiled import Bools, Floats, Ints, compiled, tight, zero
from ridematch.match.labels import DRIVING_MINUTES, EARLIEST, FIRST, LAST, LEAST


def in_front(table: Ints, gains: Floats, adds: Ints, ways: Ints) -> Bools:
    """Of items that lead the same way (a number for each pair of places) those needed.

    `gains` are what each gains beside the minutes from its beginning to its end, which are all waited; `adds` the slots
    of memory it fills. An item makes another needless that gains no more, may begin in no other minute, is over no
    sooner, drives no less and fills no fewer slots: whoever would do the other may do it, and wait.
    """
    order = np.argsort(-gains, kind="stable")
    return _in_front(table, adds, ways, order, int(ways.max(initial=0)) + 1)


@compiled
def _in_front(table: Ints, adds: Ints, ways: Ints, order: Ints, many: int) -> Bools:
    """In order of gains an item can only be made needless by an earlier one."""
    needed = np.zeros(len(table), dtype=np.bool_)
    heads, following = np.full(many, -1), np.empty(len(table), dtype=np.int64)
    for item in order:
        way, before, at = ways[item], zero() - 1, heads[ways[item]]
        while at >= 0 and not _does_as_well(table, adds, at, item):
            before, at = at, following[at]
        if at < 0:
            needed[item] = True
            following[item], heads[way] = heads[way], item
        elif before >= 0:  # it will be of use again
            following[before], following[at], heads[way] = following[at], heads[way], at
    return needed


@tight
def _does_as_well(table: Ints, adds: Ints, one: int, other: int) -> bool:
    mine, its = table[one], table[other]
    return bool(
        mine[FIRST] <= its[FIRST]
        and mine[LAST] >= its[LAST]
        and mine[EARLIEST] <= its[EARLIEST]
        and mine[LEAST] <= its[LEAST]
        and mine[DRIVING_MINUTES] <= its[DRIVING_MINUTES]
        and not adds[one] & ~adds[other]
    )
