"""How much a day can still gain from a place and minute on, at best: a table by block, place and minute.

It forgets most of what was served before, and of the hours at the wheel all but two items in a row; so it is never too
low. What the best way through the table serves twice it must not forget, or it would say far too much: such bits are
remembered, found one after another (Righini and Salani, Networks 51, 2008: decremental state space relaxation). A bit
matters only until it can't be served any more, so bits of different hours share a slot, and there is a table for each
set of slots. The day's limit on driving is not counted out: each minute costs something on top, and what the limit
leaves is worth as much (Beasley and Christofides, Networks 19, 1989: Lagrangean relaxation of a path's resource).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ridematch.match.bounds import Bytes, Stretch, best_way, fill
from ridematch.match.compiled import Floats, Ints
from ridematch.match.front import in_front
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, FIRST, LAST, LEAST

if TYPE_CHECKING:
    from ridematch.match.days import Day

MOST_SLOTS = 6

LEVELS = np.array([0, 8, 10, 12, 14, 15])
"""Levels of minutes at the wheel, in sixteenths of what is allowed without a break."""


@dataclass(slots=True)
class Memory:
    """Bits that are remembered. `slots[n]` are those that share slot n, each with the first and last row it matters.

    Rows are minutes since the day's first block begins. `keep[row, later]` are the slots whose bit still matters.
    """

    rows: int
    slots: list[list[tuple[int, int, int]]] = field(default_factory=list)
    keep: Bytes = field(default_factory=lambda: np.zeros((1, 1), dtype=np.uint8))

    def add(self, bit: int, first: int, last: int) -> bool:
        """Remember one more bit, from row `first` to row `last`; False where there is no room."""
        free = (n for n, some in enumerate(self.slots) if all(last < a or b < first for _, a, b in some))
        slot = next(free, len(self.slots))
        if slot == MOST_SLOTS:
            return False
        if slot == len(self.slots):
            self.slots.append([])
        if len(self.keep) == 1:
            self.keep = np.zeros((self.rows, self.rows), dtype=np.uint8)
        self.slots[slot].append((bit, first, last))
        self.keep[first : last + 1, first : last + 1] |= np.triu(
            np.full((last + 1 - first, last + 1 - first), 1 << slot, dtype=np.uint8)
        )
        return True


class Outlook:
    """Tables for the blocks of one day under one set of prices. Gains are positive numbers; `gains` of each item.

    `home[block, set, minute]` at home and `away[block, set, level, place, minute]` on the way to something else, in
    minutes since the block's start, at a level of minutes at the wheel. `adds[item]` are the slots of memory that the
    item fills, `toll` what a minute of driving costs beside its weight, `by_last` the items that the tables need, those
    that may begin latest first.
    """

    def __init__(self, day: "Day", gains: Floats, memory: Memory, toll: float = 0.0) -> None:
        self.day, self.memory, self.toll = day, memory, toll
        self.driving = day.weights.driving_minute + toll
        self.net = gains - self.driving * day.table[:, DRIVING_MINUTES]
        self.adds = np.zeros(len(self.net), dtype=np.int64)
        for number, bits in enumerate(memory.slots):
            of_slot = np.isin(day.serves, [bit for bit, _, _ in bits]).any(axis=1)
            self.adds[of_slot] |= 1 << number
        self.levels = LEVELS * day.limits.max_wheel_minutes // 16
        self.level = np.searchsorted(self.levels, day.table[:, DRIVING_MINUTES], side="right") - 1
        self.by_last = self.in_front(self.net)
        sets, longest, front = 1 << len(memory.slots), day.longest, day.table[self.by_last]
        windows = int((front[:, LAST] - front[:, FIRST] + 1).clip(0, longest).sum())
        self.work = sets * (windows + longest * len(day.start_places) * (len(day.end_places) + 1))
        # what takes no time would let a cell of a table depend on itself
        self.tells = not len(self.net) or bool(day.table[:, LEAST].min() >= 1)
        direct = sum(day.direct(block) for block in day.blocks)  # which own trips drive at no cost
        most_of_all = float(self.net[self.net > 0].sum()) + self.driving * direct
        self.home = np.full((len(day.blocks), sets, longest + 2), 0.0 if self.tells else most_of_all)
        self.away = np.full(
            (len(day.blocks), sets, len(LEVELS), len(day.end_places), longest + 1),
            -np.inf if self.tells else most_of_all,
        )
        if self.tells:
            for number in range(len(day.blocks) - 1, -1, -1):
                tail = self.after(number, self.home) if number + 1 < len(day.blocks) else np.zeros(sets)
                fill(self.stretch(number), tail, self.home[number], self.away[number])

    def in_front(self, net: Floats) -> Ints:
        """The items that tables need where each gains `net` beside its waits, those that may begin latest first."""
        day = self.day
        ways = day.start_number * len(day.end_places) + day.end_number
        gains = net + day.weights.waiting_minute * day.table[:, BUSY_MINUTES]
        return day.by_last[in_front(day.table, gains, self.adds, ways)[day.by_last]]

    def root(self) -> float:
        """The least a whole day can cost (a negative number, or 0): minus the most it can gain."""
        return -float(self.home[0, 0, 0]) - self.toll * self.day.who.max_drive_minutes_per_day

    def stretch(self, number: int) -> Stretch:
        """The day's block of that number, and what can be done in it."""
        day = self.day
        block, place = day.blocks[number], day.board.place
        return Stretch(
            table=day.table,
            net=self.net,
            adds=self.adds,
            keep=self.memory.keep,
            offset=block.start - day.begins_at,
            by_last=self.by_last,
            minutes=day.minutes,
            start_places=day.start_places,
            end_places=day.end_places,
            start_number=day.start_number,
            end_number=day.end_number,
            begin=block.start,
            end=block.end,
            origin=place[block.origin],
            destination=place[block.destination],
            again=day.again(block),
            stay=day.limits.home_stay_minutes,
            driving=float(self.driving),
            waiting=float(day.weights.waiting_minute),
            direct=float(self.driving * day.direct(block)),
            wheel=day.limits.max_wheel_minutes,
            levels=self.levels,
            level=self.level,
            pause=day.limits.break_minutes,
            may_pause=day.limits.break_minutes <= day.who.max_wait_minutes,
        )

    def after(self, number: int, home: Floats) -> Floats:
        """What can be gained after a block that is not the last, for each set of slots at its end, by this table."""
        sets, blocks = 1 << len(self.memory.slots), self.day.blocks
        begin, end = (row - self.day.begins_at for row in (blocks[number + 1].start, blocks[number].end + 1))
        kept = int(self.memory.keep[end, begin]) if sets > 1 else 0
        after: Floats = home[number + 1, np.arange(sets) & kept, 0]
        return after

    def best_way(self) -> "Way":
        """The way through the tables that gains most."""
        day, items, driving, done = self.day, [], 0, 0
        for number, block in enumerate(day.blocks):
            some, minutes, done = best_way(self.stretch(number), self.home[number], self.away[number], done)
            items += some.tolist()
            driving += minutes - (day.direct(block) if len(some) else 0)
            if number + 1 < len(day.blocks) and done:
                done &= int(
                    self.memory.keep[block.end + 1 - day.begins_at, day.blocks[number + 1].start - day.begins_at]
                )
        served = np.bincount(day.served[items].ravel(), minlength=len(day.local) + 1)[:-1]
        twice = [day.local[bit] for bit in np.argsort(-served, kind="stable") if served[bit] > 1 == day.counts[bit]]
        return Way(twice=twice, driving=driving, gain=float(self.home[0, 0, 0]) + self.toll * driving)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way through the tables: the bits it serves twice though each is there once, its driving, what it gains."""

    twice: list[int]
    driving: int
    gain: float
