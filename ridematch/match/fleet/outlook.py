"""The least that a piece can cost by given prices once its first stops are known: what costs too much is not grown.

For each state, and each stretch of time in which its service may begin, the cheapest way on to an empty car is worked
out backward over the states that may follow. It is never dearer than a real one, so nothing is missed.
"""

import numpy as np
import numpy.typing as npt

from ridematch.match.compiled import Floats, Ints, compiled, is_set
from ridematch.match.fleet.prices import Prices
from ridematch.match.fleet.states import States, about, find
from ridematch.match.fleet.town import UNITS
from ridematch.match.fragments import Worth
from ridematch.match.layer import DELIVERED, DRIVING, FIRST, MANY, RIDE, Layer
from ridematch.match.timing import BEGUN, EPOCH, NOW
from ridematch.match.town import Town

MOST_CELLS = 20_000_000
"""States times stretches of time; with more of them, these are longer."""


class Grid:
    """The states' cells: one for each stretch of time in which a state's service may begin, the latest first."""

    def __init__(self, town: Town, states: States) -> None:
        self.town, self.states = town, states
        self.base, self.stretch = int(states.first.min(initial=0)), UNITS
        while int(((states.last - states.first) // self.stretch + 2).sum()) > MOST_CELLS:
            self.stretch *= 2
        first = (states.first - self.base) // self.stretch
        cells = (states.last - self.base) // self.stretch - first + 1
        before = np.concatenate([[0], np.cumsum(cells)])
        self.cells = int(before[-1])
        state = np.repeat(np.arange(len(cells)), cells)
        when = np.arange(self.cells) - (before[:-1] - first)[state]
        order = np.argsort(-when, kind="stable")
        self.state, self.when = state[order], when[order]
        self.offset = before[:-1] - first
        """A state's cell of a stretch is numbered by the stretch and this."""


class Outlook:
    """What is worth growing by given prices."""

    def __init__(self, grid: Grid, prices: Prices) -> None:
        self.grid, self.prices = grid, prices
        ends = (prices.nodes.earliest, prices.nodes.first_end, prices.ends)
        times = (grid.offset, grid.base, grid.stretch)
        self.least = _least(grid.town, grid.states, grid.state, grid.when, grid.cells, *times, prices.rides, *ends)

    def best(self) -> float:
        """No piece adds less than this."""
        states, prices = self.grid.states, self.prices
        alone = np.flatnonzero((states.many == 1) & (states.stop % 2 == 0))
        first = states.stop[alone] // 2
        cells = self.grid.offset[alone] + (states.first[alone] - self.grid.base) // self.grid.stretch
        more = prices.begins[prices.nodes.first_begin[first + 1] - 1] - prices.rides[first] + self.least[cells]
        return float(more.min(initial=np.inf))

    def worth(self, room: float) -> Worth:
        """Which prefixes can still become pieces that add no more than `room`."""
        grid, prices = self.grid, self.prices
        begins = (prices.nodes.last, prices.nodes.first_begin, prices.begins)

        def worth(layer: Layer) -> npt.NDArray[np.bool_]:
            so_far = (layer.numbers, layer.served, layer.aboard, layer.network)
            times = (grid.offset, grid.base, grid.stretch)
            return _worth(*so_far, grid.states, self.least, *times, prices.rides, *begins, room)

        return worth


@compiled
def _least(
    town: Town,
    states: States,
    state: Ints,
    when: Ints,
    cells: int,
    offset: Ints,
    base: int,
    stretch: int,
    rides: Floats,
    earliest: Ints,
    first_end: Ints,
    ends: Floats,
) -> Floats:
    """The least that a piece costs from each cell on, the latest stretches first.

    Where a stop takes less than a stretch, cells of one stretch follow one another: these are gone through again, at
    most once for each stop there is, since no piece has more.
    """
    least = np.full(cells, np.inf)
    begin = 0
    while begin < len(state):
        end = begin
        while end < len(state) and when[end] == when[begin]:
            end += 1
        for _ in range(2 * len(town.rides)):
            within, lower = False, False
            for cell in range(begin, end):
                here = state[cell]
                place, _, _, service = about(town, states.stop[here])
                leaves = max(base + when[cell] * stretch, states.first[here]) + service
                best = np.inf
                if states.many[here] == 0:
                    low, high = first_end[states.stop[here] // 2], first_end[states.stop[here] // 2 + 1]
                    number = np.searchsorted(earliest[low:high], leaves, side="right") - 1
                    best = -ends[low + max(number, 0)]
                for arc in range(states.reach[here], states.reach[here + 1]):
                    then = states.following[arc]
                    stop = states.stop[then]
                    drive = town.minutes[place, about(town, stop)[0]]
                    begins = max(leaves + drive, states.first[then])
                    if begins > states.last[then]:
                        continue
                    within |= (begins - base) // stretch == when[cell]
                    value = drive / UNITS + least[offset[then] + (begins - base) // stretch]
                    if stop % 2 == 0:
                        value -= rides[stop // 2]
                    best = min(best, value)
                lower |= best < least[offset[here] + when[cell]]
                least[offset[here] + when[cell]] = min(least[offset[here] + when[cell]], best)
            if not (within and lower):
                break
        begin = end
    return least


@compiled
def _worth(
    numbers: Ints,
    served: npt.NDArray[np.uint64],
    aboard: Ints,
    network: Ints,
    states: States,
    least: Floats,
    offset: Ints,
    base: int,
    stretch: int,
    rides: Floats,
    last: Ints,
    first_begin: Ints,
    begins: Floats,
    room: float,
) -> npt.NDArray[np.bool_]:
    """By the distance so far, the prices of who got in and of when it began, and the least from here on."""
    worth = np.zeros(len(numbers), dtype=np.bool_)
    for row in range(len(numbers)):
        stop = 2 * numbers[row, RIDE] + numbers[row, DELIVERED]
        state, _ = find(states, stop, aboard[row], numbers[row, MANY])
        if state < 0 or -network[row, NOW, EPOCH] > states.last[state]:
            continue
        now = max(-network[row, NOW, EPOCH], states.first[state])
        low, high = first_begin[numbers[row, FIRST]], first_begin[numbers[row, FIRST] + 1]
        number = np.searchsorted(last[low:high], network[row, EPOCH, BEGUN])
        value = numbers[row, DRIVING] / UNITS + begins[low + min(number, high - low - 1)]
        for ride in range(len(rides)):
            if is_set(served[row], ride):
                value -= rides[ride]
        worth[row] = value + least[offset[state] + (now - base) // stretch] <= room
    return worth
