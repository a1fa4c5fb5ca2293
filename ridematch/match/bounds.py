"""How much a day can still gain from a place and minute on, at best: a table by block, place and minute.

It forgets most of what was served before, the day's driving, and breaks; so it is never too low. What could be served
again and again at a good price (a lesson that fits at any hour) it must not forget, or it would say far too much: for
the few such bits there is a table for each set of them. (Baldacci, Mingozzi and Roberti, Operations Research 59, 2011:
relaxations of a route that remember a part of it.)
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ridematch.match.compiled import Floats, Ints, compiled
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, EARLIEST, FIRST, LAST, LEAST

if TYPE_CHECKING:
    from ridematch.match.days import Day

WORK = 4_000_000
"""Steps of work on the tables, beyond which fewer bits are remembered."""

MOST_REMEMBERED = 6


class Outlook:
    """Tables for the blocks of one day under one set of prices. Gains are positive numbers; `gains` of each item.

    `home[block, set, minute]` and `away[block, set, place, minute]` since the block's start. `remembered[item]` are the
    bits of a set's number that the item adds.
    """

    def __init__(self, day: "Day", gains: Floats, prices: Floats) -> None:
        self.net = gains - day.weights.driving_minute * day.table[:, DRIVING_MINUTES]
        longest = day.longest
        windows = int((day.table[:, LAST] - day.table[:, FIRST] + 1).clip(0, longest).sum())
        work = windows + longest * len(day.start_places) * (len(day.end_places) + 1)
        most = min(MOST_REMEMBERED, max(0, int(np.log2(max(1.0, WORK / max(1, work))))))
        tempting = np.where(prices > 0, prices * day.repeats, 0.0)
        chosen = [bit for bit in np.argsort(-tempting, kind="stable")[:most] if tempting[bit] > 0]
        self.remembered = np.zeros(len(self.net), dtype=np.int64)
        for number, bit in enumerate(chosen):
            self.remembered[(day.served == bit).any(axis=1)] |= 1 << number
        sets = 1 << len(chosen)
        # what takes no time would let a cell of a table depend on itself
        self.tells = not len(self.net) or bool(day.table[:, LEAST].min() >= 1)
        direct = sum(day.direct(block) for block in day.blocks)  # which own trips drive at no cost
        most_of_all = float(self.net[self.net > 0].sum()) + day.weights.driving_minute * direct
        self.home = np.full((len(day.blocks), sets, longest + 2), 0.0 if self.tells else most_of_all)
        self.away = np.full(
            (len(day.blocks), sets, len(day.end_places), longest + 1), -np.inf if self.tells else most_of_all
        )
        tail = np.zeros(sets)
        for number in range(len(day.blocks) - 1, -1, -1):
            if self.tells:
                stretch = stretch_of(day, number, self.net, self.remembered)
                _fill(stretch, tail, self.home[number], self.away[number])
                tail = self.home[number, :, 0].copy()

    def root(self) -> float:
        """The least a whole day can cost (a negative number, or 0): minus the most it can gain."""
        return -float(self.home[0, 0, 0])


class Stretch(NamedTuple):
    """One block and what can be done in it; `net` is each item's gain less its driving, the weights are a minute's."""

    table: Ints
    net: Floats
    remembered: Ints
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


def stretch_of(day: "Day", number: int, net: Floats, remembered: Ints) -> Stretch:
    """The day's block of that number with the items and what each is worth."""
    block, place = day.blocks[number], day.board.place
    return Stretch(
        table=day.table,
        net=net,
        remembered=remembered,
        by_last=day.by_last,
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
        driving=float(day.weights.driving_minute),
        waiting=float(day.weights.waiting_minute),
        direct=float(day.weights.driving_minute * day.direct(block)),
    )


@compiled
def _fill(stretch: Stretch, tail: Floats, home: Floats, away: Floats) -> None:
    """From the block's end backwards: what the items beginning in a minute gain, then what a place gains."""
    rows, sets = stretch.end - stretch.begin + 1, len(tail)
    beginning = np.full((sets, len(stretch.start_places), rows), -np.inf)  # something begins in this very minute
    arriving = np.full((sets, len(stretch.start_places), rows), -np.inf)  # ... or after a wait
    for done in range(sets):
        home[done] = tail[done]
    active = np.empty(len(stretch.table), dtype=np.int64)  # items that may begin in the minute at hand
    count, coming = 0, 0
    for row in range(rows - 1, -1, -1):
        now = stretch.begin + row
        while coming < len(stretch.by_last) and stretch.table[stretch.by_last[coming], LAST] >= now:
            active[count] = stretch.by_last[coming]
            count, coming = count + 1, coming + 1
        kept = 0
        for number in range(count):
            if stretch.table[active[number], FIRST] <= now:
                _begin(stretch, beginning, away, active[number], row)
                active[kept] = active[number]
                kept += 1
        count = kept
        for done in range(sets):
            for place in range(len(stretch.start_places)):
                arriving[done, place, row] = beginning[done, place, row]
                if row + 1 < rows:  # for as long as it takes: people aboard may have waited before, without a limit
                    waited = arriving[done, place, row + 1] - stretch.waiting
                    arriving[done, place, row] = max(arriving[done, place, row], waited)
            onward = _onward(stretch, beginning[done], stretch.origin, row)
            home[done, row] = max(home[done, row + 1], onward)
            for place in range(len(stretch.end_places)):
                back = stretch.minutes[stretch.end_places[place], stretch.destination]
                best = _onward(stretch, arriving[done], stretch.end_places[place], row)
                if row + back < rows:
                    rest = home[done, min(row + back + stretch.stay, rows)] if stretch.again else tail[done]
                    best = max(best, rest - stretch.driving * back + stretch.direct)
                away[done, place, row] = best


@compiled
def _begin(stretch: Stretch, beginning: Floats, away: Floats, item: int, row: int) -> None:
    """The item begins in this minute, for each set it may be added to."""
    row_of = stretch.table[item]
    finished = max(row + row_of[LEAST], row_of[EARLIEST] - stretch.begin)
    if finished > stretch.end - stretch.begin:
        return
    gain = stretch.net[item] - stretch.waiting * (finished - row - row_of[BUSY_MINUTES])
    at, there, adds = stretch.start_number[item], stretch.end_number[item], stretch.remembered[item]
    for done in range(len(away)):
        if not done & adds:
            beginning[done, at, row] = max(beginning[done, at, row], gain + away[done | adds, there, finished])


@compiled
def _onward(stretch: Stretch, ahead: Floats, place: int, row: int) -> float:
    """The best of driving on to a place where something begins."""
    best = -np.inf
    for number in range(len(stretch.start_places)):
        leg = stretch.minutes[place, stretch.start_places[number]]
        if row + leg < ahead.shape[1]:
            best = max(best, ahead[number, row + leg] - stretch.driving * leg)
    return best
