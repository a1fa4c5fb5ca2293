"""One driver's day laid out for searching: blocks, items that fit them, what they serve, as arrays.

Everything that binds a day (its driving, one place at a time, breaks, rest within it) is inside a duty, so the master
has rows between duties only; `search` finds the duties.
"""

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ridematch.match.board import Board
from ridematch.match.compiled import Floats, Ints, Words, compiled, is_set
from ridematch.match.cuts import Cut
from ridematch.match.items import Items
from ridematch.match.labels import DRIVING_MINUTES, EARLIEST, END, FIRST, LAST, LEAST, PROMISED_ITEM, START
from ridematch.match.words import as_words
from ridematch.model.problem import Block, Request, Weights

LIKELY = 2_000
"""Items that are looked at again, where a day has more: the best ones when all were looked at."""


NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the master pays or asks: per bit (given to who serves it), and for what a duty counts for.

    `cuts` are rides of which each pair costs so much.
    """

    bits: dict[int, float]
    duty: float = 0.0
    on_call: float = 0.0
    ask: float = 0.0
    night: float = 0.0
    late: tuple[tuple[int, float], ...] = ()
    early: tuple[tuple[int, float], ...] = ()
    cuts: tuple[tuple[Cut, float], ...] = ()


class Day:
    """One driver's blocks of one date and the items that fit them, to be searched under many prices.

    Only a day that is `opened` has the arrays that a search walks through. `likely` says which items are looked at
    first where there are very many.
    """

    table: Ints
    serves: Ints
    worth: Floats

    def __init__(self, board: Board, driver: int, blocks: list[Block], items: Items) -> None:
        self.board, self.driver, self.blocks = board, driver, blocks
        self.who = board.problem.drivers[driver]
        self.date: date = blocks[0].date
        self.minutes, self.nearest = items.minutes, items.nearest
        self.weights, self.limits = board.problem.weights, board.problem.limits
        self.no_late, self.no_early = _barred(board, self.who.code)
        self.toll = 0.0  # what the last look at the day charged for driving, to begin the next one with
        self.longest = max(block.end - block.start for block in blocks)
        self.begins_at = min(block.start for block in blocks)
        self.most_rows = max(block.end for block in blocks) - self.begins_at + 2
        hours = [
            (block.start, block.end, board.place[block.origin], board.place[block.destination], self.direct(block))
            for block in blocks
        ]
        detours = [block.max_detour_minutes if block.own_trip else NO_LIMIT for block in blocks]
        limits = (self.who.max_drive_minutes_per_day, np.array(detours))
        self.items, self.which = (
            items,
            _fitting(items.table, items.drivers, driver, np.array(hours), *limits, self.nearest),
        )
        self.likely = self._shortest() if len(self.which) > LIKELY else None
        self.strict = np.array(
            [
                block.own_trip
                or any(block.start < n.early_until and block.end > n.begins for n in self.board.problem.nights)
                for block in self.blocks
            ],
            dtype=np.int64,
        )
        self.nights = np.array(
            [(night.begins, night.turns, night.ends, night.early_until) for night in self.board.problem.nights],
            dtype=np.int64,
        ).reshape(-1, 4)

    def _shortest(self) -> npt.NDArray[np.bool_]:
        """The items that serve fewest: likely before anything is known of prices."""
        many = (self.items.serves[self.which] >= 0).sum(axis=1)
        likely = np.zeros(len(many), dtype=bool)
        likely[np.argsort(many, kind="stable")[:LIKELY]] = True
        return likely

    def opened(self, which: npt.NDArray[np.bool_] | None = None) -> "Day":
        """The same day with its items, or some of them, laid out to be searched: more to hold than to make anew."""
        day = copy(self)
        day.which = self.which if which is None else self.which[which]
        day.table, day.serves = self.items.table[day.which], self.items.serves[day.which]
        day.worth = self.items.worth[day.which]
        day._orders()
        return day

    def again(self, block: Block) -> bool:
        """Whether the block may hold more than one trip."""
        return not block.own_trip and block.origin == block.destination

    def direct(self, block: Block) -> int:
        """The minutes of an own trip with nobody aboard, which are neither cost nor the day's driving; else 0."""
        place = self.board.place
        return int(self.minutes[place[block.origin]][place[block.destination]]) if block.own_trip else 0

    def _orders(self) -> None:
        """Orders in which to walk through the items, and what is known of each bit."""
        local, self.served = _numbered(self.serves, len(self.board.counts))
        self.local: list[int] = local.tolist()
        self.counts = many = np.array([self.board.counts[bit] for bit in self.local], dtype=np.int64)
        self.slot = np.concatenate(
            [[0], np.cumsum(many)]
        )  # where each bit's slots begin, one for each time it is served
        self.soonest, self.latest = _hours(self.served, self.table, len(local))
        of_slot = np.repeat(self.latest, many)
        order = np.argsort(-of_slot, kind="stable")
        self.expiry = of_slot[order]
        self.living = as_words(np.arange(len(order) + 1)[:, None] > np.argsort(order)[None, :])
        self.bit_costs = np.array([self.change_cost(bit) for bit in self.local])
        self.promises = bool(self.table[:, PROMISED_ITEM].any())
        places = len(self.minutes)
        self.start_places, self.start_number = _numbered(self.table[:, START], places)
        self.end_places, self.end_number = _numbered(self.table[:, END], places)
        self.by_last = np.argsort(-self.table[:, LAST], kind="stable")
        self.by_place = self.by_last[np.argsort(self.start_number[self.by_last], kind="stable")]
        many_at = np.bincount(self.start_number, minlength=len(self.start_places))
        self.begins = np.concatenate([[0], np.cumsum(many_at)])

    def change_cost(self, bit: int) -> float:
        """What it costs that this driver serves it, and not who did before."""
        if bit >= len(self.board.rides):
            return self.weights.other_supervisor * (self.board.usual.get(bit, "") not in ("", self.who.code))
        return change_cost(self.board.rides[bit].request, self.who.code, self.weights)

    def gains(self, prices: Prices) -> npt.NDArray[np.float64]:
        """What each item earns by the prices, practice included, less what it pays by itself for cuts."""
        paid = np.append(self._per_bit(prices), 0.0)
        gains = np.asarray(paid[self.served].sum(axis=1) + self.worth, dtype=np.float64)
        cuts = self.cuts(prices)
        return gains - (cuts.drives // 2) @ cuts.prices if len(cuts.prices) else gains

    def cuts(self, prices: Prices) -> "Cuts":
        """Those of which a duty of the day can drive a pair, the dearest first."""
        local = {bit: at for at, bit in enumerate(self.local)}
        mine = [cut for cut in prices.cuts if sum(self.board.counts[bit] for bit in cut[0] if bit in local) >= 2]
        mine.sort(key=lambda cut: -cut[1])
        of_bit = np.zeros((len(self.local) + 1, len(mine)), dtype=np.int8)
        last = np.zeros(len(mine), dtype=np.int64)
        for number, (rides, _) in enumerate(mine):
            some = [local[bit] for bit in rides if bit in local]
            of_bit[some, number] = 1
            last[number] = self.latest[some].max()
        drives = np.zeros((len(self.served), len(mine)), dtype=np.int8)
        for column in self.served.T if mine else ():
            drives += of_bit[column]
        return Cuts(drives, np.array([price for _, price in mine], dtype=np.float64), last)

    def _per_bit(self, prices: Prices) -> npt.NDArray[np.float64]:
        paid = np.array([prices.bits.get(bit, 0.0) for bit in self.local], dtype=np.float64)
        return np.asarray(paid - self.bit_costs, dtype=np.float64)

    def rows(self, bit: int) -> tuple[int, int]:
        """The first and the last minute since the day's beginning in which something with a bit can begin."""
        at = int(np.searchsorted(self.local, bit))
        first, last = int(self.soonest[at]) - self.begins_at, int(self.latest[at]) - self.begins_at
        return max(0, first), min(last, self.most_rows - 1)


def days_of(board: Board, items: dict[int, Items]) -> list[Day]:
    """Each driver's dates on which there is something to drive or teach, in order. `items` by season."""
    blocks: dict[tuple[int, date], list[Block]] = {}
    number = {driver.code: n for n, driver in enumerate(board.problem.drivers)}
    for block in sorted(board.problem.blocks, key=lambda block: (block.date, block.driver, block.start)):
        blocks.setdefault((number[block.driver], block.date), []).append(block)
    days = [Day(board, driver, some, items[board.season(on)]) for (driver, on), some in blocks.items()]
    return [day for day in days if len(day.which)]


class Cuts(NamedTuple):
    """How many rides of each cut each item drives, what a pair of them costs, and when the last of them may begin."""

    drives: npt.NDArray[np.int8]
    prices: Floats
    last: Ints


def change_cost(asked: Request, driver: str, weights: Weights) -> float:
    """What it costs that this driver serves a request, and not who did before."""
    changed = weights.changed(accepted=asked.accepted)
    return weights.other_driver * (asked.usual_driver not in ("", driver)) + changed * (
        asked.proposed_driver not in ("", driver)
    )


def _numbered(values: Ints, many: int) -> tuple[Ints, Ints]:
    """Those of the numbers below `many` that occur, in order, and which of these each is; -1 is none, and the last."""
    occurs = np.zeros(many + 1, dtype=np.bool_)
    occurs[values] = True
    occurs[-1] = False
    number = np.cumsum(occurs) - 1
    number[-1] += 1
    return np.nonzero(occurs)[0], number[values]


@compiled
def _fitting(
    table: Ints, drivers: Words, driver: int, blocks: Ints, most_driving: int, detours: Ints, nearest: Ints
) -> npt.NDArray[np.int32]:
    """The items that this driver may drive and that fit one of the blocks, by the shortest ways from home and back.

    `blocks` are rows of start, end, origin, destination, and the direct way of an own trip, which is allowed `detours`.
    """
    fitting, many = np.empty(len(table), dtype=np.int32), 0
    for item in range(len(table)):
        if not is_set(drivers[item], driver):
            continue
        about = table[item]
        for number in range(len(blocks)):
            start, end, origin, destination, direct = blocks[number]
            out, home = nearest[origin, about[START]], nearest[about[END], destination]
            if (
                start + out <= about[LAST]
                and about[EARLIEST] + home <= end
                and out + about[DRIVING_MINUTES] + home - direct <= most_driving
                and out + about[LEAST] + home - direct <= detours[number]
            ):
                fitting[many] = item
                many += 1
                break
    return fitting[:many].copy()


@compiled
def _hours(served: Ints, table: Ints, bits: int) -> tuple[Ints, Ints]:
    """For each bit the soonest and the latest minute in which something with it may begin."""
    soonest, latest = np.full(bits, np.iinfo(np.int64).max), np.zeros(bits, dtype=np.int64)
    for item in range(len(served)):
        for bit in served[item]:
            if bit < bits:
                soonest[bit] = min(soonest[bit], table[item, FIRST])
                latest[bit] = max(latest[bit], table[item, LAST])
    return soonest, latest


def _barred(board: Board, driver: str) -> tuple[int, int]:
    """Nights (bits) for which this driver may make no late trip, and for which none early: own trips and the past."""
    no_late = no_early = 0
    own = [block for block in board.problem.blocks if block.driver == driver and block.own_trip]
    late_dates = next(who.late_dates for who in board.problem.drivers if who.code == driver)
    for number, night in enumerate(board.problem.nights):
        if night.date in late_dates:
            no_early |= 1 << number
        for block in own:
            if night.turns <= block.start < night.early_until:
                no_late |= 1 << number
            if night.begins - 24 * 60 < block.start < night.turns and block.end > night.begins:
                no_early |= 1 << number
    return no_late, no_early
