"""What a car can do on a given sequence of stops from empty to empty, a learner at the wheel of one ride or nobody.

For sequences that were thought of elsewhere, one by one: each gets the exact span of its simple temporal network
(Dechter, Meiri and Pearl, Artificial Intelligence 49, 1991).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ridematch.match.board import Board, PracticeChoice
from ridematch.match.compiled import Ints
from ridematch.match.duty import Step
from ridematch.model.problem import Request, Stop

FAR = 10**9


@dataclass(frozen=True, slots=True)
class Done:
    """A sequence's row for `labels`, the minutes a learner is at the wheel, and who may do it (bits)."""

    row: tuple[int, ...]
    at_wheel: int
    drivers: int


class Sequences:
    """Sequences of stops on one season's roads; with a `choice` its rider is at the wheel while aboard."""

    def __init__(self, board: Board, season: int, choice: PracticeChoice | None = None) -> None:
        self.board, self.choice = board, choice
        self.minutes = board.problem.travel.minutes[season]
        self.limits = board.problem.limits
        self.learner = -1 if choice is None else choice.ride
        closed = () if choice is None else choice.about.closed
        self.closed = {(board.place[start], board.place[end]) for start, end in closed}

    def fits(self, steps: Sequence[Step]) -> bool:
        """Whether some times and some driver fit, also while somebody is aboard."""
        return self._drivers(steps) != 0 and self._roads(steps) is not None and self._network(steps) is not None

    def done(self, steps: Sequence[Step]) -> Done | None:
        """What it is as an item, None where no times or no driver fit."""
        network, driven, drivers = self._network(steps), self._roads(steps), self._drivers(steps)
        if network is None or driven is None or not drivers:
            return None
        roads, at_wheel = driven
        last, service = len(steps), self._stop(steps[-1]).service_minutes
        busy = sum(roads) + sum(self._stop(step).service_minutes for step in steps)
        times = (
            *(-network[1, 0], network[0, 1], service - network[last, 0], service + network[0, last]),
            *(service - network[last, 1], service + network[1, last]),
        )
        row = (self._place(steps[0]), self._place(steps[-1]), sum(roads), busy, 0, 1, *map(int, times))
        return Done(row, at_wheel, drivers)

    def _request(self, bit: int) -> Request:
        if self.choice is not None and bit == self.learner:
            return self.choice.asked
        return self.board.rides[bit].request

    def _stop(self, step: Step) -> Stop:
        request = self._request(step[0])
        return request.delivery if step[1] else request.pickup

    def _place(self, step: Step) -> int:
        ride = self.board.rides[step[0]]
        return ride.delivery if step[1] else ride.pickup

    def _roads(self, steps: Sequence[Step]) -> tuple[list[int], int] | None:
        """Minutes between the stops and those at the wheel; None where nobody may be at the wheel so long, or there."""
        roads, at_wheel, learning = [], 0, False
        for before, after in pairwise(steps):
            if before[0] == self.learner:
                learning = not before[1]
            way = self._place(before), self._place(after)
            road = self.minutes[way[0]][way[1]]
            if learning and way in self.closed:
                return None
            if learning:
                road = self.limits.at_wheel(road)
                at_wheel += road
            roads.append(road)
        return None if sum(roads) > self.limits.max_wheel_minutes else (roads, at_wheel)

    def _drivers(self, steps: Sequence[Step]) -> int:
        """Who may have all of these in the car, as bits."""
        drivers = -1 if self.choice is None else self.choice.drivers
        load: Counter[str] = Counter()
        most: Counter[str] = Counter()
        for bit, at_delivery in steps:
            request = self._request(bit)
            amounts = {"": request.seats} | {one.code: one.count for one in request.equipment}
            for code, count in amounts.items():
                load[code] += -count if at_delivery else count
                most[code] = max(most[code], load[code])
            if bit != self.learner:
                drivers &= self.board.rides[bit].drivers
        for number, driver in enumerate(self.board.problem.drivers):
            room = {"": driver.seats} | {one.code: one.count for one in driver.equipment}
            if any(count > room.get(code, 0) for code, count in most.items()):
                drivers &= ~(1 << number)
        return drivers

    def _network(self, steps: Sequence[Step]) -> Ints | None:
        """The longest time from each event to each (0 is the epoch), closed; None where no times fit."""
        roads, _ = self._roads(steps) or ([], 0)
        if len(roads) < len(steps) - 1:
            return None
        size = len(steps) + 1
        longest = np.full((size, size), FAR, dtype=np.int64)
        np.fill_diagonal(longest, 0)
        begun: dict[int, list[int]] = {}
        for event, step in enumerate(steps, start=1):
            stop, request = self._stop(step), self._request(step[0])
            longest[0, event], longest[event, 0] = stop.window.latest, -stop.window.earliest
            if event > 1:
                longest[event, event - 1] = -(self._stop(steps[event - 2]).service_minutes + roads[event - 2])
            if step[1]:
                pickup = begun[step[0]].pop(0)  # of riders alike the first in is the first out
                most = request.pickup.service_minutes + request.max_ride_minutes
                longest[pickup, event] = min(longest[pickup, event], most)
            else:
                begun.setdefault(step[0], []).append(event)
        for k in range(size):
            np.minimum(longest, longest[:, k, None] + longest[None, k], out=longest)
        return None if (np.diagonal(longest) < 0).any() else longest
