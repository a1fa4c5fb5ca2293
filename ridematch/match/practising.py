"""Rides with the learner at the wheel: straight from pickup to delivery or, where that is allowed, with others too.

There are few of them, so they are found one by one, depth first.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ridematch.match.board import Board, PracticeChoice, Ride
from ridematch.match.duty import PracticeDrive, Step
from ridematch.match.sequence import Sequences

MOST = 20_000
"""Sequences of stops looked at for one learner's ride before the search is cut short, and nothing called proven."""


@dataclass(frozen=True, slots=True)
class Practised:
    """A drive with its row for `labels`, the minutes at the wheel, and who may sit beside the learner (bits)."""

    drive: PracticeDrive
    row: tuple[int, ...]
    at_wheel: int
    drivers: int


def practised(board: Board, season: int) -> tuple[list[Practised], bool]:
    """All there are on one season's roads, in order, and whether these are really all."""
    found: list[Practised] = []
    complete = True
    for choice in board.practice:
        walk = _Walk(board, choice, season)
        found += walk.found()
        complete &= walk.seen <= MOST
    return found, complete


class _Walk:
    """The sequences for one learner's ride."""

    def __init__(self, board: Board, choice: PracticeChoice, season: int) -> None:
        self.board, self.choice = board, choice
        self.sequences = Sequences(board, season, choice)
        self.seen = 0
        self.others: tuple[Ride, ...] = ()
        if board.problem.limits.practice_others_aboard:
            self.others = tuple(ride for ride in board.rides if self._may_come_along(ride))

    def found(self) -> Iterator[Practised]:
        """Those that some driver may drive at some time."""
        for steps in self._sequences((), Counter()):
            done = self.sequences.done(steps)
            if done is not None:
                yield Practised(PracticeDrive(self.choice, steps), done.row, done.at_wheel, done.drivers)

    def _may_come_along(self, ride: Ride) -> bool:
        asked, other = self.choice.asked, ride.request
        apart = (
            other.pickup.window.earliest > asked.delivery.window.latest
            or asked.pickup.window.earliest > other.delivery.window.latest
        )
        return ride.bit != self.choice.ride and bool(ride.drivers & self.choice.drivers) and not apart

    def _sequences(self, steps: tuple[Step, ...], used: Counter[int]) -> Iterator[tuple[Step, ...]]:
        """From an empty car to an empty car, the learner's ride among those in it."""
        self.seen += 1
        if self.seen > MOST:
            return
        aboard = _aboard(steps)
        if steps and not aboard:
            if used[self.choice.ride]:
                yield steps
            return
        options = [(bit, True) for bit in sorted(set(aboard))]
        own = () if used[self.choice.ride] else (self.choice.ride,)
        more = [ride.bit for ride in self.others if used[ride.bit] < self.board.counts[ride.bit]]
        options += [(bit, False) for bit in (*own, *more)]
        for step in options:
            longer = (*steps, step)
            if self.sequences.fits(longer):
                yield from self._sequences(longer, used + Counter([] if step[1] else [step[0]]))


def _aboard(steps: Sequence[Step]) -> list[int]:
    aboard: list[int] = []
    for bit, at_delivery in steps:
        if at_delivery:
            aboard.remove(bit)
        else:
            aboard.append(bit)
    return aboard
