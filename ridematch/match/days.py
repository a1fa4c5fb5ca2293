"""One driver's day laid out for searching: blocks, items that fit them, what they serve, as arrays.

Everything that binds a day (its driving, one place at a time, breaks, rest within it) is inside a duty, so the master
has rows between duties only; `search` finds the duties.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from ridematch.match.board import Board
from ridematch.match.bounds import Outlook
from ridematch.match.duty import Item
from ridematch.match.fragments import Fragment
from ridematch.match.labels import Words
from ridematch.model.problem import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the master pays or asks: per bit (given to who serves it), and for what a duty counts for."""

    bits: dict[int, float]
    duty: float = 0.0
    on_call: float = 0.0
    ask: float = 0.0
    night: float = 0.0
    late: tuple[tuple[int, float], ...] = ()
    early: tuple[tuple[int, float], ...] = ()


class Day:
    """One driver's blocks of one date and the items that fit them, in arrays, to be searched under many prices."""

    def __init__(self, board: Board, driver: int, blocks: list[Block], items: list[Item]) -> None:
        self.board, self.driver, self.blocks = board, driver, blocks
        self.who = board.problem.drivers[driver]
        self.date: date = blocks[0].date
        self.minutes = np.array(board.problem.travel.minutes[board.season(self.date)], dtype=np.int64)
        self.weights, self.limits = board.problem.weights, board.problem.limits
        self.no_late, self.no_early = _barred(board, self.who.code)
        self.items = [item for item in items if item.what.drivers >> driver & 1 and any(map(self._fits(item), blocks))]
        used = 0
        for item in self.items:
            used |= item.bits
        self.local = [bit for bit in range(used.bit_length()) if used >> bit & 1]
        self.words = _word_masks(len(self.local))
        self._arrays()

    def _fits(self, item: Item) -> Callable[[Block], bool]:
        def fits(block: Block) -> bool:
            place = self.board.place
            out = int(self.minutes[place[block.origin]][item.start_place])
            home = int(self.minutes[item.end_place][place[block.destination]])
            return (
                block.start + out <= item.span.last
                and item.span.earliest + home <= block.end
                and out + item.driving + home - self.direct(block) <= self.who.max_drive_minutes_per_day
            )

        return fits

    def direct(self, block: Block) -> int:
        """The minutes of an own trip with nobody aboard, which are neither cost nor the day's driving; else 0."""
        place = self.board.place
        return int(self.minutes[place[block.origin]][place[block.destination]]) if block.own_trip else 0

    def _arrays(self) -> None:
        items = self.items
        spans = np.array([item.span for item in items], dtype=np.int64).reshape(-1, 6)
        self.first, self.last, self.earliest, self.latest, self.least, self.most = spans.T
        self.start_place = np.array([item.start_place for item in items], dtype=np.int64)
        self.end_place = np.array([item.end_place for item in items], dtype=np.int64)
        self.item_driving = np.array([item.driving for item in items], dtype=np.int64)
        self.item_busy = np.array([item.busy for item in items], dtype=np.int64)
        self.rides_along = np.array([isinstance(item.what, Fragment) for item in items], dtype=bool)  # no lessons
        self.serves = np.array([[item.bits >> bit & 1 for bit in self.local] for item in items], dtype=bool).reshape(
            len(items), len(self.local)
        )
        self.item_bits = _as_words(self.serves, self.words)
        pinned = np.array([self.board.pinned >> bit & 1 for bit in self.local], dtype=bool)
        self.item_promised = (self.serves & pinned).any(axis=1).astype(np.int64)
        self.expiry = np.array([self.last[self.serves[:, n]].max() for n in range(len(self.local))], dtype=np.int64)
        self.bit_costs = np.array([self.change_cost(bit) for bit in self.local])

    def change_cost(self, bit: int) -> float:
        """What it costs that this driver serves it, and not who did before."""
        if bit >= len(self.board.rides):
            return 0.0
        asked, me = self.board.rides[bit].request, self.who.code
        return self.weights.other_driver * (asked.usual_driver not in ("", me)) + self.weights.proposal_changed * (
            asked.proposed_driver not in ("", me)
        )

    def least_reduced_cost(self, prices: Prices) -> float:
        """A lower bound on the reduced cost of any duty, without searching."""
        return min(0.0, self.outlook(prices).root() + prices.duty)

    def gains(self, prices: Prices) -> npt.NDArray[np.float64]:
        """What each item earns by the prices."""
        per_bit = np.array([prices.bits.get(bit, 0.0) for bit in self.local]) - self.bit_costs
        return self.serves @ per_bit if len(self.local) else np.zeros(len(self.items))

    def outlook(self, prices: Prices) -> Outlook:
        """What can still be gained at best, by place and time."""
        return Outlook(
            minutes=self.minutes,
            blocks=self.blocks,
            place=self.board.place,
            spans=(self.first, self.last, self.earliest, self.least),
            start_place=self.start_place,
            end_place=self.end_place,
            gains=self.gains(prices) - self.weights.driving_minute * self.item_driving,
            driving_weight=self.weights.driving_minute,
            stay=self.limits.home_stay_minutes,
        )


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


def _word_masks(bits: int) -> Words:
    """For each local bit its mask: (bits, words), 64 bits a word."""
    masks = np.zeros((bits, max(1, -(-bits // 64))), dtype=np.uint64)
    for bit in range(bits):
        masks[bit, bit // 64] = np.uint64(1) << np.uint64(bit % 64)
    return masks


def _as_words(serves: npt.NDArray[np.bool_], words: Words) -> Words:
    """Rows of booleans as rows of words."""
    result = np.zeros((len(serves), words.shape[1]), dtype=np.uint64)
    for bit in range(serves.shape[1]):
        result[serves[:, bit]] |= words[bit]
    return result
