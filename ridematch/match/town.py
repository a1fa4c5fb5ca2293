"""Rides, roads, rooms and blocks of one season as arrays: what compiled loops know of the world."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ridematch.match.board import Board, Ride
from ridematch.match.compiled import Ints, Words, compiled, is_set, tight
from ridematch.match.words import as_words, words_of
from ridematch.model.problem import Amount, Block

FROM, FROM_FIRST, FROM_LAST, FROM_SERVICE, TO, TO_FIRST, TO_LAST, TO_SERVICE, MOST_RIDE = range(9)
"""Columns of a town's rides."""

DRIVER, START, END, ORIGIN, DESTINATION, MAX_DRIVING = range(6)
"""Columns of a town's blocks; MAX_DRIVING is the day's limit, with the direct way of an own trip added."""


class Town(NamedTuple):
    """Rides, roads and rooms. `rides` have place, earliest, latest and service of both stops, and the longest ride.

    A ride there are several of has a bit for each from `slot[ride]` to `slot[ride + 1]`, set from the first on.
    `uses[ride]` and `room[driver]` are seats and each equipment; rides `near[reach[r] : reach[r + 1]]` may get in
    while r is aboard, the earliest first, and are the bits of `beside[r]`. `nearest` are the minutes of the shortest
    ways, over other places too. `blocks` are all drivers' blocks.
    """

    rides: Ints
    slot: Ints
    uses: Ints
    drivers: Words
    room: Ints
    near: Ints
    reach: Ints
    beside: Words
    minutes: Ints
    nearest: Ints
    blocks: Ints
    most_driving: int


def town_of(board: Board, season: int) -> Town:
    """A board with one season's travel times."""
    problem, rides, kinds = board.problem, board.rides, kinds_of(board)
    minutes = np.array(problem.travel.minutes[season], dtype=np.int64)
    uses = [amounts(kinds, ride.request.seats, ride.request.equipment) for ride in rides]
    room = [amounts(kinds, driver.seats, driver.equipment) for driver in problem.drivers]
    town = Town(
        rides=np.array([_ride(ride) for ride in rides], dtype=np.int64).reshape(-1, 9),
        slot=np.cumsum([0, *(ride.count for ride in rides)]),
        uses=np.array(uses, dtype=np.int64).reshape(-1, 1 + len(kinds)),
        drivers=words_of([ride.drivers for ride in rides], bits=len(problem.drivers)),
        room=np.array(room, dtype=np.int64).reshape(-1, 1 + len(kinds)),
        near=np.empty(0, dtype=np.int64),
        reach=np.empty(0, dtype=np.int64),
        beside=np.empty((0, 0), dtype=np.uint64),
        minutes=minutes,
        nearest=nearest(minutes),
        blocks=np.array([_block(board, block, minutes) for block in problem.blocks], dtype=np.int64).reshape(-1, 6),
        most_driving=problem.limits.max_wheel_minutes,  # no break is possible with somebody aboard
    )
    return with_pairs(town, _may_share(town, np.array([ride.count for ride in rides], dtype=np.int64)))


def with_pairs(town: Town, beside: npt.NDArray[np.bool_]) -> Town:
    """The town where ride j may get in while ride i is aboard where `beside[i, j]`."""
    by_time = np.argsort(town.rides[:, FROM_FIRST], kind="stable")
    near = [by_time[row[by_time]] for row in beside]
    return town._replace(
        near=np.concatenate([np.empty(0, dtype=np.int64), *near]),
        reach=np.cumsum([0, *map(len, near)]),
        beside=as_words(beside),
    )


@compiled
def nearest(minutes: Ints) -> Ints:
    """The minutes of the shortest ways, over other places too: no table is sure to have them (Floyd, 1962)."""
    found = minutes.copy()
    for over in range(len(found)):
        for one in range(len(found)):
            for other in range(len(found)):
                found[one, other] = min(found[one, other], found[one, over] + found[over, other])
    return found


def kinds_of(board: Board) -> list[str]:
    """The kinds of equipment that some ride uses."""
    return sorted({amount.code for ride in board.rides for amount in ride.request.equipment})


def amounts(kinds: list[str], seats: int, equipment: tuple[Amount, ...]) -> tuple[int, ...]:
    """Seats, then how many of each of these kinds."""
    return (seats, *[next((a.count for a in equipment if a.code == kind), 0) for kind in kinds])


def _ride(ride: Ride) -> tuple[int, ...]:
    """A ride as `Town` wants it."""
    pickup, delivery = ride.request.pickup, ride.request.delivery
    return (
        *(ride.pickup, pickup.window.earliest, pickup.window.latest, pickup.service_minutes),
        *(ride.delivery, delivery.window.earliest, delivery.window.latest, delivery.service_minutes),
        ride.request.max_ride_minutes,
    )


def _block(board: Board, block: Block, minutes: Ints) -> tuple[int, ...]:
    """A block as `Town` wants it."""
    number = next(n for n, driver in enumerate(board.problem.drivers) if driver.code == block.driver)
    origin, destination = board.place[block.origin], board.place[block.destination]
    most = board.problem.drivers[number].max_drive_minutes_per_day
    most += int(minutes[origin, destination]) if block.own_trip else 0
    return number, block.start, block.end, origin, destination, most


def _may_share(town: Town, counts: Ints) -> npt.NDArray[np.bool_]:
    """Whether each two can be aboard at once, by their windows and drivers alone; one ride only beside one like it."""
    in_time = town.rides[:, FROM_FIRST][None, :] <= town.rides[:, TO_LAST][:, None]
    some_driver = np.array([(town.drivers & mine).any(axis=1) for mine in town.drivers], dtype=bool)
    beside = in_time & in_time.T & some_driver.reshape(len(counts), len(counts))
    beside[np.diag_indices(len(counts))] &= counts > 1
    return np.asarray(beside, dtype=bool)


@tight
def somebody_has_room(drivers: Words, load: Ints, room: Ints) -> bool:
    """Whether one of these drivers (bits) has room for so much."""
    for driver in range(len(room)):
        if not is_set(drivers, driver):
            continue
        if not exceeds(load, room[driver]):
            return True
    return False


@tight
def exceeds(load: Ints, other: Ints) -> bool:
    """Whether one load is in something above another (a loop makes no array, which a comparison of arrays would)."""
    above = False
    for kind in range(len(load)):
        above |= load[kind] > other[kind]
    return above
