"""How much a day can still gain from a place and time on, at best: a table by block, place and time.

It forgets what was served before, the day's driving, and the limit on waiting, and rounds times down to a grid; so it
is never too low.
"""

import numpy as np
import numpy.typing as npt

from ridematch.match.labels import Floats, Ints
from ridematch.model.problem import Block

MOST_STEP = 10
"""Minutes from one row of the table to the next, at most."""


class Outlook:
    """Tables for one driver's blocks of one date under one set of prices. Gains are positive numbers."""

    def __init__(
        self,
        *,
        minutes: Ints,
        blocks: list[Block],
        place: dict[str, int],
        spans: tuple[Ints, Ints, Ints, Ints],
        start_place: Ints,
        end_place: Ints,
        gains: Floats,
        driving_weight: float,
        stay: int,
    ) -> None:
        self.minutes, self.blocks, self.place = minutes, blocks, place
        self.first, self.last, self.earliest, self.least = spans
        self.start_place, self.end_place, self.gains = start_place, end_place, gains
        self.weight, self.stay = driving_weight, stay
        self.ends = np.unique(end_place)
        self.lookup = np.zeros(len(minutes), dtype=np.int64)
        self.lookup[self.ends] = np.arange(len(self.ends))
        # a step longer than the shortest thing to do would let a cell of the table depend on itself
        self.step = min([MOST_STEP, stay, *self.least.tolist()])
        self.all_gains = float(gains[gains > 0].sum())
        self.home: list[Floats] = [np.zeros(1)] * len(blocks)
        self.tables: list[Floats] = [np.zeros((1, 1))] * len(blocks)
        tail = 0.0
        for number in range(len(blocks) - 1, -1, -1):
            if self.step >= 1:
                tail = self._tabulate(number, tail)

    def _tabulate(self, number: int, tail: float) -> float:
        """Fill the tables of one block; returns what can be gained from its start on."""
        block = self.blocks[number]
        origin, destination = self.place[block.origin], self.place[block.destination]
        again = not block.own_trip and origin == destination
        direct = self.weight * int(self.minutes[origin][destination]) if block.own_trip else 0.0
        out = self.minutes[origin][self.start_place]
        legs = self.minutes[self.ends][:, self.start_place]
        back = self.minutes[self.ends, destination]
        ends = self.lookup[self.end_place]
        steps = (block.end - block.start) // self.step + 1
        home = np.full(steps + 1, tail)
        table = np.full((len(self.ends), steps + 1), -np.inf)
        for step in range(steps - 1, -1, -1):
            now = block.start + step * self.step
            ready = np.minimum((now + back + self.stay - block.start) // self.step, steps)
            at_home = home[ready] if again else np.full(len(self.ends), tail)
            value = np.where(now + back <= block.end, at_home - self.weight * back + direct, -np.inf)
            onward = self._onward(block, now, legs, ends, table)
            table[:, step] = np.maximum(np.maximum(value, onward), table[:, step + 1])
            leave = self._onward(block, now, out[None, :], ends, table)[0]
            home[step] = max(home[step + 1], float(leave))
        self.home[number], self.tables[number] = home, table
        return float(home[0])

    def _onward(self, block: Block, now: int, legs: Ints, ends: Ints, table: Floats) -> Floats:
        """The best of driving on to an item from each row of `legs` at `now`."""
        begins = np.maximum(now + legs, self.first[None, :])
        finished = np.maximum(begins + self.least[None, :], self.earliest[None, :])
        ahead = np.minimum((finished - block.start) // self.step, table.shape[1] - 1)
        possible = (now + legs <= self.last[None, :]) & (finished <= block.end)
        follow = self.gains[None, :] - self.weight * legs + table[ends[None, :], ahead]
        return np.asarray(np.where(possible, follow, -np.inf).max(axis=1, initial=-np.inf))

    def root(self) -> float:
        """The least a whole day can cost (a negative number, or 0): minus the most it can gain."""
        if self.step < 1:
            return -self.all_gains
        return -float(self.home[0][0])

    def away(self, number: int, places: Ints, when: Ints) -> npt.NDArray[np.float64]:
        """What can still be gained in block `number` and after it, from these places at these times."""
        if self.step < 1:
            return np.full(len(places), self.all_gains)
        table = self.tables[number]
        steps = np.clip((when - self.blocks[number].start) // self.step, 0, table.shape[1] - 1)
        return np.asarray(table[self.lookup[places], steps])

    def at_home(self, number: int, ready: Ints) -> npt.NDArray[np.float64]:
        """What can still be gained from home at these times on."""
        if self.step < 1:
            return np.full(len(ready), self.all_gains)
        home = self.home[number]
        steps = np.clip((ready - self.blocks[number].start) // self.step, 0, len(home) - 1)
        return np.asarray(home[steps])
