"""A fleet's real-valued minutes in whole units, so that the same compiled search serves it; rounded in its favour.

Ways and services are rounded down, limits and the ends of windows up, and no way is left longer than one around. So
whatever the fleet can do it can do in whole units too, and what is proven of these holds for the fleet. The other way
round it is at most some units a stop, billionths of a minute: a plan is checked with the real numbers.
"""

from math import ceil, floor

import numpy as np

from ridematch.match.compiled import Ints
from ridematch.match.town import FROM_FIRST, TO_LAST, Town, nearest, with_pairs
from ridematch.match.words import words_of
from ridematch.model.fleet import Fleet

UNITS = 10**9
"""In a minute. Days of some thousand minutes stay far within 64 bits."""

WITHOUT_LIMIT = 2**60


def in_units(fleet: Fleet) -> Town:
    """The rides and roads of the fleet; its cars are one driver with one block, from depot to depot."""
    rides, ways = fleet.rides, ways_in_units(fleet)
    first = np.array([floor(halt.earliest * UNITS) for halt in fleet.halts], dtype=np.int64)
    last = np.array([ceil(halt.latest * UNITS) for halt in fleet.halts], dtype=np.int64)
    service = np.array([floor(halt.service * UNITS) for halt in fleet.halts], dtype=np.int64)
    start, end = int(first[0] + service[0]), int(last[0])
    first, last = np.maximum(first, start + ways[0]), np.minimum(last, end - service - ways[:, 0])
    up, down = np.arange(1, rides + 1), np.arange(rides + 1, 2 * rides + 1)
    longest = np.array([ceil((fleet.halts[ride].service + fleet.longest_ride) * UNITS) for ride in up], dtype=np.int64)
    # from the beginning of one service to that of the other; each pass narrows the windows, two say all
    for _ in range(2):
        first[down] = np.maximum(first[down], first[up] + service[up] + ways[up, down])
        last[down] = np.minimum(last[down], last[up] + longest)
        first[up] = np.maximum(first[up], first[down] - longest)
        last[up] = np.minimum(last[up], last[down] - service[up] - ways[up, down])
    about = [up, first[up], last[up], service[up], down, first[down], last[down], service[down], longest - service[up]]
    town = Town(
        rides=np.column_stack(about).astype(np.int64),
        slot=np.arange(rides + 1),
        uses=np.array([[fleet.halts[ride].load] for ride in up], dtype=np.int64),
        drivers=words_of([1] * rides, bits=1),
        room=np.array([[fleet.seats]], dtype=np.int64),
        near=np.empty(0, dtype=np.int64),
        reach=np.empty(0, dtype=np.int64),
        beside=np.empty((0, 0), dtype=np.uint64),
        minutes=ways,
        nearest=nearest(ways),
        blocks=np.array([[0, start, end, 0, 0, WITHOUT_LIMIT]], dtype=np.int64),
        most_driving=WITHOUT_LIMIT,
    )
    meeting = town.rides[:, FROM_FIRST][None, :] <= town.rides[:, TO_LAST][:, None]
    return with_pairs(town, meeting & meeting.T & ~np.eye(rides, dtype=bool))


def ways_in_units(fleet: Fleet) -> Ints:
    """From halt to halt, rounded down, none longer than one around."""
    ways: Ints = np.floor(np.array(fleet.ways) * UNITS).astype(np.int64)
    for by in range(len(ways)):
        ways = np.minimum(ways, ways[:, by, None] + ways[None, by, :])
    return ways
