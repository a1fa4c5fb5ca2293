"""Rides with the learner at the wheel: straight from pickup to delivery or, where that is allowed, with others too.

There are few of them, so they are found one by one, depth first, each with the exact span of its simple temporal
network (Dechter, Meiri and Pearl, Artificial Intelligence 49, 1991).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ridematch.match.board import Board, PracticeChoice, Ride
from ridematch.match.duty import PracticeDrive, Step
from ridematch.model.problem import Request, Stop

MOST = 20_000
"""Sequences of stops looked at for one learner's ride before the search is cut short, and nothing called proven."""

FAR = 10**9


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
        self.minutes = board.problem.travel.minutes[season]
        self.limits = board.problem.limits
        self.seen = 0
        self.others: tuple[Ride, ...] = ()
        if self.limits.practice_others_aboard:
            self.others = tuple(ride for ride in board.rides if self._may_come_along(ride))

    def found(self) -> Iterator[Practised]:
        """Those that some driver may drive at some time."""
        for steps in self._sequences((), Counter()):
            one = self._practised(steps)
            if one is not None:
                yield one

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
            if self._fits(longer):
                yield from self._sequences(longer, used + Counter([] if step[1] else [step[0]]))

    def _fits(self, steps: tuple[Step, ...]) -> bool:
        """Whether some times and some driver fit so far."""
        return self._drivers(steps) != 0 and self._roads(steps) is not None and self._network(steps) is not None

    def _request(self, bit: int) -> Request:
        return self.choice.asked if bit == self.choice.ride else self.board.rides[bit].request

    def _stop(self, step: Step) -> Stop:
        request = self._request(step[0])
        return request.delivery if step[1] else request.pickup

    def _place(self, step: Step) -> int:
        ride = self.board.rides[step[0]]
        return ride.delivery if step[1] else ride.pickup

    def _roads(self, steps: Sequence[Step]) -> tuple[list[int], int] | None:
        """Minutes between the stops and those at the wheel; None where nobody may be at the wheel so long."""
        roads, at_wheel, learning = [], 0, False
        for before, after in pairwise(steps):
            if before[0] == self.choice.ride:
                learning = not before[1]
            road = self.minutes[self._place(before)][self._place(after)]
            if learning:
                road = self.limits.at_wheel(road)
                at_wheel += road
            roads.append(road)
        return None if sum(roads) > self.limits.max_wheel_minutes else (roads, at_wheel)

    def _drivers(self, steps: Sequence[Step]) -> int:
        """Who may have all of these in the car, as bits."""
        drivers = self.choice.drivers
        load: Counter[str] = Counter()
        most: Counter[str] = Counter()
        for bit, at_delivery in steps:
            request = self._request(bit)
            amounts = {"": request.seats} | {one.code: one.count for one in request.equipment}
            for code, count in amounts.items():
                load[code] += -count if at_delivery else count
                most[code] = max(most[code], load[code])
            if bit != self.choice.ride:
                drivers &= self.board.rides[bit].drivers
        for number, driver in enumerate(self.board.problem.drivers):
            room = {"": driver.seats} | {one.code: one.count for one in driver.equipment}
            if any(count > room.get(code, 0) for code, count in most.items()):
                drivers &= ~(1 << number)
        return drivers

    def _network(self, steps: Sequence[Step]) -> list[list[int]] | None:
        """The longest time from each event to each (0 is the epoch), closed; None where no times fit."""
        roads, _ = self._roads(steps) or ([], 0)
        size = len(steps) + 1
        longest = [[0 if i == j else FAR for j in range(size)] for i in range(size)]
        begun: dict[int, list[int]] = {}
        for event, step in enumerate(steps, start=1):
            stop, request = self._stop(step), self._request(step[0])
            longest[0][event], longest[event][0] = stop.window.latest, -stop.window.earliest
            if event > 1:
                longest[event][event - 1] = -(self._stop(steps[event - 2]).service_minutes + roads[event - 2])
            if step[1]:
                pickup = begun[step[0]].pop(0)  # of riders alike the first in is the first out
                most = request.pickup.service_minutes + request.max_ride_minutes
                longest[pickup][event] = min(longest[pickup][event], most)
            else:
                begun.setdefault(step[0], []).append(event)
        for k in range(size):
            for i in range(size):
                for j in range(size):
                    longest[i][j] = min(longest[i][j], longest[i][k] + longest[k][j])
        return None if any(longest[i][i] < 0 for i in range(size)) else longest

    def _practised(self, steps: tuple[Step, ...]) -> Practised | None:
        network, driven, drivers = self._network(steps), self._roads(steps), self._drivers(steps)
        if network is None or driven is None or not drivers:
            return None
        roads, at_wheel = driven
        last, service = len(steps), self._stop(steps[-1]).service_minutes
        busy = sum(roads) + sum(self._stop(step).service_minutes for step in steps)
        row = (
            *(self._place(steps[0]), self._place(steps[-1]), sum(roads), busy, 0, 1),
            *(-network[1][0], network[0][1], service - network[last][0], service + network[0][last]),
            *(service - network[last][1], service + network[1][last]),
        )
        return Practised(PracticeDrive(self.choice, steps), row, at_wheel, drivers)


def _aboard(steps: Sequence[Step]) -> list[int]:
    aboard: list[int] = []
    for bit, at_delivery in steps:
        if at_delivery:
            aboard.remove(bit)
        else:
            aboard.append(bit)
    return aboard
