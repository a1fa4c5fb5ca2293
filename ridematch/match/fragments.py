"""What one car can do from empty to empty: sequences of pickups and deliveries, with exact windows and ride times.

Prefixes grow stop by stop (`prefixes`). Of two prefixes that served the same riders, have the same aboard, began and
stand at the same stops, one is dropped where the other drives no longer, loads no more and allows every timing it
allows: nothing can be done with it that can't be done as well with the other. (Rist and Forbes, Transportation Science
55, 2021: a fragment is what a vehicle does between being empty and being empty again.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ridematch.match.board import Board, Ride
from ridematch.match.compiled import Ints
from ridematch.match.prefixes import (
    BEGUN,
    BOARDING,
    DELIVERED,
    DRIVING,
    FROM,
    MANY,
    NOW,
    PARENT,
    PLACE,
    RIDE,
    SERVICE,
    Layer,
    Town,
    begin,
    empty_layer,
    hashes,
    lengthen,
    needed,
)
from ridematch.match.timing import Span, span_between
from ridematch.model.problem import Amount, Block

Step = tuple[int, bool]
"""(number of the ride, True at its delivery)."""

ROWS_AT_ONCE = 20_000
"""Prefixes made between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A sequence from empty to empty. `rides` are bits' numbers in order, one that is served twice standing twice.

    `drivers` are bits; minutes; `load` seats, then each equipment.
    """

    rides: tuple[int, ...]
    drivers: int
    start_place: int
    end_place: int
    driving: int
    boarding: int
    load: tuple[int, ...]
    span: Span
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Fragments:
    """Every fragment of one season's travel times, unless `complete` is false: then the search was cut short."""

    found: tuple[Fragment, ...]
    complete: bool


class Growing:
    """The fragments of one season's travel times, found shortest first; a search that was halted can go on."""

    def __init__(self, board: Board, season: int) -> None:
        self._search = _Search(board, season) if board.rides else None
        self._layer = self._search.begun() if self._search else None
        self._trail: list[Ints] = []
        self._found: list[Fragment] = []
        self._seen = 0

    def grown(self, *, most: int, late: Callable[[], bool], stops: int | None = None) -> Fragments:
        """Every undominated fragment that some driver may drive, up to `most` prefixes, until `late()`.

        With `stops`: only those of at most so many.
        """
        search, layer = self._search, self._layer
        while search and layer and len(layer.numbers):
            if len(self._trail) + 1 == stops:
                return self._so_far(complete=False)
            seen = self._seen + len(layer.numbers)
            following = search.longer(layer, late) if seen <= most else None
            if following is None:
                return self._so_far(complete=False)
            self._seen = seen
            self._trail.append(layer.numbers)
            empty = following.numbers[:, MANY] == 0
            self._found += [search.closed(following, int(row), self._trail) for row in np.nonzero(empty)[0]]
            layer = self._layer = _rows(following, ~empty)
        return self._so_far(complete=True)

    def _so_far(self, *, complete: bool) -> Fragments:
        return Fragments(_in_order(self._found), complete)


def _in_order(found: list[Fragment]) -> tuple[Fragment, ...]:
    return tuple(sorted(found, key=lambda fragment: (fragment.rides, fragment.steps)))


def _rows(layer: Layer, which: npt.NDArray[Any]) -> Layer:
    return Layer(*(part[which] for part in layer))


class _Search:
    """Grows prefixes on one board with one season's travel times."""

    def __init__(self, board: Board, season: int) -> None:
        problem, rides = board.problem, board.rides
        self.kinds = sorted({amount.code for ride in rides for amount in ride.request.equipment})
        self.driver_words = max(1, -(-len(problem.drivers) // 64))
        by_time = sorted(rides, key=lambda ride: ride.request.pickup.window.earliest)
        near = [[other.bit for other in by_time if _may_share(ride, other)] for ride in rides]
        minutes = np.array(problem.travel.minutes[season], dtype=np.int64)
        self.town = Town(
            rides=np.array([_row(ride) for ride in rides], dtype=np.int64),
            slot=np.cumsum([0, *(ride.count for ride in rides)]),
            uses=np.array([self._amounts(ride.request.seats, ride.request.equipment) for ride in rides]),
            drivers=np.array([_words(ride.drivers, self.driver_words) for ride in rides], dtype=np.uint64),
            room=np.array([self._amounts(driver.seats, driver.equipment) for driver in problem.drivers]),
            near=np.array([bit for bits in near for bit in bits], dtype=np.int64),
            reach=np.cumsum([0, *map(len, near)]),
            minutes=minutes,
            blocks=np.array([self._block(board, block, minutes) for block in problem.blocks]).reshape(-1, 6),
            most_driving=problem.limits.max_wheel_minutes,  # no break is possible with somebody aboard
        )
        self.most_aboard = int(self.town.room[:, 0].max(initial=0))

    def _block(self, board: Board, block: Block, minutes: Ints) -> tuple[int, ...]:
        number = next(n for n, driver in enumerate(board.problem.drivers) if driver.code == block.driver)
        origin, destination = board.place[block.origin], board.place[block.destination]
        most = board.problem.drivers[number].max_drive_minutes_per_day
        most += int(minutes[origin, destination]) if block.own_trip else 0
        return number, block.start, block.end, origin, destination, most

    def _amounts(self, seats: int, equipment: tuple[Amount, ...]) -> tuple[int, ...]:
        return (seats, *[next((a.count for a in equipment if a.code == kind), 0) for kind in self.kinds])

    def _layer(self, rows: int, *, aboard: int) -> Layer:
        words = max(1, -(-int(self.town.slot[-1]) // 64))
        return empty_layer(
            rows, words=words, driver_words=self.driver_words, kinds=1 + len(self.kinds), aboard=max(1, aboard)
        )

    def begun(self) -> Layer:
        """Each ride's pickup as the first stop."""
        layer = self._layer(len(self.town.rides), aboard=1)
        return _rows(layer, np.arange(begin(self.town, layer)))

    def longer(self, layer: Layer, late: Callable[[], bool]) -> Layer | None:
        """Each prefix with one more stop, those that are needed; None where it is late."""
        aboard = max(1, min(self.most_aboard, 1 + int(layer.numbers[:, MANY].max())))
        into = self._layer(ROWS_AT_ONCE + 2 * len(self.town.rides), aboard=aboard)
        parts, row = [], 0
        while row < len(layer.numbers):
            if late():
                return None
            row, count = lengthen(self.town, layer, row, into)
            parts.append(_rows(into, np.arange(count)))
        longer = Layer(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
        hashed = hashes(longer)
        return _rows(longer, needed(self.town, longer, np.argsort(hashed, kind="stable"), hashed))

    def closed(self, layer: Layer, row: int, trail: list[Ints]) -> Fragment:
        """A prefix with nobody aboard as a fragment; drivers without the room are struck off."""
        numbers, load = layer.numbers[row], layer.load[row]
        drivers = sum(int(word) << 64 * number for number, word in enumerate(layer.drivers[row]))
        steps = [(int(numbers[RIDE]), True)]
        at = int(numbers[PARENT])
        for before in reversed(trail):
            steps.append((int(before[at, RIDE]), bool(before[at, DELIVERED])))
            at = int(before[at, PARENT])
        steps.reverse()
        return Fragment(
            rides=tuple(sorted(ride for ride, at_delivery in steps if at_delivery)),
            drivers=drivers & sum(1 << n for n, room in enumerate(self.town.room) if (load <= room).all()),
            start_place=int(self.town.rides[steps[0][0], FROM]),
            end_place=int(numbers[PLACE]),
            driving=int(numbers[DRIVING]),
            boarding=int(numbers[BOARDING]),
            load=tuple(load.tolist()),
            span=span_between(layer.network[row], BEGUN, NOW, ending_minutes=int(numbers[SERVICE])),
            steps=tuple(steps),
        )


def _row(ride: Ride) -> tuple[int, ...]:
    """A ride as `prefixes.Town` wants it."""
    pickup, delivery = ride.request.pickup, ride.request.delivery
    return (
        *(ride.pickup, pickup.window.earliest, pickup.window.latest, pickup.service_minutes),
        *(ride.delivery, delivery.window.earliest, delivery.window.latest, delivery.service_minutes),
        ride.request.max_ride_minutes,
    )


def _words(bits: int, count: int) -> list[int]:
    """Bits as words of 64."""
    return [bits >> 64 * number & (1 << 64) - 1 for number in range(count)]


def _may_share(ride: Ride, other: Ride) -> bool:
    """Whether the two can be aboard at once, by their windows and drivers alone."""
    if other is ride and ride.count == 1:
        return False
    mine, theirs = ride.request, other.request
    return (
        bool(ride.drivers & other.drivers)
        and theirs.pickup.window.earliest <= mine.delivery.window.latest
        and mine.pickup.window.earliest <= theirs.delivery.window.latest
    )
