"""Growing prefixes of fragments, a layer of equally many stops at a time. Compiled; one row a prefix.

A prefix's network holds the epoch, its first stop, its last stop, and the pickups of those aboard, closed, as in
`timing`: `network[i, j]` is the most by which time j can exceed time i.
"""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Ints, Words, compiled, is_set, one_more, zero
from ridematch.match.timing import one_more_event

EPOCH, BEGUN, NOW, ABOARD = range(4)
"""Rows of a network; the pickups of those aboard from ABOARD on."""

PARENT, RIDE, DELIVERED, FIRST, PLACE, SERVICE, DRIVING, BOARDING, MANY = range(9)
"""Columns of `numbers`: where it came from, its last step, its first ride, where it stands, minutes, people aboard."""

NUMBERS = 9


class Layer(NamedTuple):
    """Prefixes with equally many stops. `aboard` are rides in order of their numbers, `load` the most at any time."""

    numbers: Ints
    served: Words
    drivers: Words
    aboard: Ints
    load: Ints
    network: Ints


class Town(NamedTuple):
    """Rides, roads and rooms. `rides` have place, earliest, latest and service of both stops, and the longest ride.

    A ride there are several of has a bit for each from `slot[ride]` to `slot[ride + 1]`, set from the first on.
    `uses[ride]` and `room[driver]` are seats and each equipment; rides `near[reach[r] : reach[r + 1]]` may get in
    while r is aboard, the earliest first, and are the bits of `beside[r]`. `blocks` are all drivers' blocks.
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
    blocks: Ints
    most_driving: int


FROM, FROM_FIRST, FROM_LAST, FROM_SERVICE, TO, TO_FIRST, TO_LAST, TO_SERVICE, MOST_RIDE = range(9)
"""Columns of a town's rides."""

DRIVER, START, END, ORIGIN, DESTINATION, MAX_DRIVING = range(6)
"""Columns of a town's blocks; MAX_DRIVING is the day's limit, with the direct way of an own trip added."""


def empty_layer(rows: int, *, words: int, driver_words: int, kinds: int, aboard: int) -> Layer:
    """Room for so many prefixes."""
    size = ABOARD + aboard
    return Layer(
        numbers=np.empty((rows, NUMBERS), dtype=np.int64),
        served=np.empty((rows, words), dtype=np.uint64),
        drivers=np.empty((rows, driver_words), dtype=np.uint64),
        aboard=np.full((rows, aboard), -1, dtype=np.int64),
        load=np.empty((rows, kinds), dtype=np.int64),
        network=np.empty((rows, size, size), dtype=np.int64),
    )


@compiled
def begin(town: Town, into: Layer) -> int:
    """The first pickups; returns how many there are."""
    count = 0
    for ride in range(len(town.rides)):
        about = town.rides[ride]
        if not town.drivers[ride].any() or about[FROM_FIRST] > about[FROM_LAST]:
            continue
        numbers = into.numbers[count]
        numbers[PARENT], numbers[RIDE], numbers[DELIVERED], numbers[FIRST] = -1, ride, 0, ride
        numbers[PLACE], numbers[SERVICE], numbers[DRIVING] = about[FROM], about[FROM_SERVICE], 0
        numbers[BOARDING], numbers[MANY] = about[FROM_SERVICE], 1
        into.served[count] = 0
        one_more(into.served[count], town.slot[ride])
        into.drivers[count] = town.drivers[ride]
        into.aboard[count] = -1
        into.aboard[count, 0] = ride
        into.load[count] = town.uses[ride]
        into.network[count] = 0
        into.network[count, EPOCH, BEGUN : ABOARD + 1] = about[FROM_LAST]
        into.network[count, BEGUN : ABOARD + 1, EPOCH] = -about[FROM_FIRST]
        count += 1
    return count


@compiled
def lengthen(town: Town, layer: Layer, start: int, stop: int, into: Layer) -> tuple[int, int]:
    """Each prefix from row `start` to `stop` with one more stop: a delivery, or a pickup of somebody who may share.

    Returns the first row that was not dealt with since `into` was full, and how many rows are in it.
    """
    count, size = zero(), layer.network.shape[1]
    wide = np.empty((size + 1, size + 1), dtype=np.int64)
    for row in range(start, stop):
        first = layer.aboard[row, 0]
        many = layer.numbers[row, MANY]
        if count + many + town.reach[first + 1] - town.reach[first] > len(into.numbers):
            return row, count
        leaving = _gets_out_here(town, layer, row)
        for position in range(many if leaving < 0 else 0):
            # of those alike the one who was first aboard is the first to leave
            if position == 0 or layer.aboard[row, position - 1] != layer.aboard[row, position]:
                count += _deliver(town, layer, row, position, wide, into, count)
        if leaving >= 0:
            count += _deliver(town, layer, row, leaving, wide, into, count)
        elif many < into.aboard.shape[1]:
            earliest, deadline = -layer.network[row, NOW, EPOCH], _deadline(town, layer, row)
            for number in range(town.reach[first], town.reach[first + 1]):
                ride = town.near[number]
                if town.rides[ride, FROM_FIRST] > deadline:
                    break
                if town.rides[ride, FROM_LAST] < earliest:
                    continue
                if not is_set(layer.served[row], town.slot[ride + 1] - 1) and _beside_all(town, layer, row, ride):
                    count += _pick_up(town, layer, row, ride, wide, into, count)
    return stop, count


@compiled
def _gets_out_here(town: Town, layer: Layer, row: int) -> int:
    """Somebody aboard (a position) who may get out where and when another one just did, else -1.

    To stay aboard and come back later is never better: nobody waits for that, and there is less room meanwhile.
    """
    if not layer.numbers[row, DELIVERED]:
        return -1
    gone = town.rides[layer.numbers[row, RIDE]]
    for position in range(layer.numbers[row, MANY]):
        about = town.rides[layer.aboard[row, position]]
        same_place = about[TO] == gone[TO] and about[TO_SERVICE] == 0 and gone[TO_SERVICE] == 0
        if same_place and about[TO_FIRST] <= gone[TO_FIRST]:
            return position
    return -1


@compiled
def _beside_all(town: Town, layer: Layer, row: int, ride: int) -> bool:
    """Whether the ride may get in while each of those aboard is, by two and two."""
    for position in range(1, layer.numbers[row, MANY]):
        if not is_set(town.beside[layer.aboard[row, position]], ride):
            return False
    return True


@compiled
def _deadline(town: Town, layer: Layer, row: int) -> int:
    """When the first of those aboard must be there."""
    about = town.rides[layer.aboard[row, 0]]
    deadline = about[TO_LAST]
    for position in range(layer.numbers[row, MANY]):
        about = town.rides[layer.aboard[row, position]]
        longest = layer.network[row, EPOCH, ABOARD + position] + about[FROM_SERVICE] + about[MOST_RIDE]
        deadline = min(deadline, about[TO_LAST], longest)
    return int(deadline)


@compiled
def _deliver(town: Town, layer: Layer, row: int, position: int, wide: Ints, into: Layer, new: int) -> int:
    numbers, network = layer.numbers[row], layer.network[row]
    ride = layer.aboard[row, position]
    about = town.rides[ride]
    drive = town.minutes[numbers[PLACE], about[TO]]
    if numbers[DRIVING] + drive > town.most_driving:
        return 0
    size, least = ABOARD + numbers[MANY], numbers[SERVICE] + drive
    longest = about[FROM_SERVICE] + about[MOST_RIDE]
    if not one_more_event(network, size, NOW, least, about[TO_FIRST], about[TO_LAST], ABOARD + position, longest, wide):
        return 0
    kept = np.empty(size, dtype=np.int64)
    kept[EPOCH], kept[BEGUN], kept[NOW] = EPOCH, BEGUN, size
    into.aboard[new] = -1
    at = zero()
    for other in range(numbers[MANY]):
        if other != position:
            kept[ABOARD + at] = ABOARD + other
            into.aboard[new, at] = layer.aboard[row, other]
            at += 1
    _settle(layer, row, into, new, wide, kept[: ABOARD + at], ride, zero() + 1, about[TO], about[TO_SERVICE], drive, at)
    into.drivers[new] = layer.drivers[row]
    into.load[new] = layer.load[row]
    return 1 if _fits_somewhere(town, into, new) else 0


@compiled
def _pick_up(town: Town, layer: Layer, row: int, ride: int, wide: Ints, into: Layer, new: int) -> int:
    numbers, network = layer.numbers[row], layer.network[row]
    about, many = town.rides[ride], numbers[MANY]
    drive = town.minutes[numbers[PLACE], about[FROM]]
    size, least = ABOARD + many, numbers[SERVICE] + drive
    if not _worth_a_try(town, layer, row, about, least, numbers[DRIVING] + drive):
        return 0
    for kind in range(town.uses.shape[1]):
        total = town.uses[ride, kind]
        for position in range(many):
            total += town.uses[layer.aboard[row, position], kind]
        into.load[new, kind] = max(layer.load[row, kind], total)
    into.drivers[new] = layer.drivers[row] & town.drivers[ride]
    if not somebody_has_room(into.drivers[new], into.load[new], town.room):
        return 0
    if not one_more_event(network, size, NOW, least, about[FROM_FIRST], about[FROM_LAST], zero() - 1, zero(), wide):
        return 0
    kept = np.empty(size + 1, dtype=np.int64)
    kept[EPOCH], kept[BEGUN], kept[NOW] = EPOCH, BEGUN, size
    into.aboard[new] = -1
    at, added = zero(), False
    for position in range(many):
        if not added and layer.aboard[row, position] > ride:
            kept[ABOARD + at], into.aboard[new, at] = size, ride
            at, added = at + 1, True
        kept[ABOARD + at], into.aboard[new, at] = ABOARD + position, layer.aboard[row, position]
        at += 1
    if not added:
        kept[ABOARD + at], into.aboard[new, at] = size, ride
        at += 1
    _settle(layer, row, into, new, wide, kept, ride, zero(), about[FROM], about[FROM_SERVICE], drive, at)
    one_more(into.served[new], town.slot[ride])
    return 1 if _all_can_still_arrive(town, into, new) and _fits_somewhere(town, into, new) else 0


@compiled
def _worth_a_try(town: Town, layer: Layer, row: int, about: Ints, least: int, driving: int) -> bool:
    """Whether all aboard can still arrive if this ride is picked up next: quick, and before anything is written."""
    network = layer.network[row]
    begins = max(-network[NOW, EPOCH] + least, about[FROM_FIRST])
    if begins > about[FROM_LAST] or driving > town.most_driving:
        return False
    for position in range(layer.numbers[row, MANY]):
        other = town.rides[layer.aboard[row, position]]
        drive = town.minutes[about[FROM], other[TO]]
        ready, longest = begins + about[FROM_SERVICE] + drive, other[FROM_SERVICE] + other[MOST_RIDE]
        if ready > other[TO_LAST] or ready - network[EPOCH, ABOARD + position] > longest:
            return False
        if -network[NOW, ABOARD + position] + least + about[FROM_SERVICE] + drive > longest:
            return False
        if driving + drive > town.most_driving:
            return False
    return True


@compiled
def _settle(
    layer: Layer,
    row: int,
    into: Layer,
    new: int,
    wide: Ints,
    kept: Ints,
    ride: int,
    delivered: int,
    place: int,
    service: int,
    drive: int,
    many: int,
) -> None:
    """What any step does to a prefix."""
    old, numbers = layer.numbers[row], into.numbers[new]
    numbers[PARENT], numbers[RIDE], numbers[DELIVERED], numbers[FIRST] = row, ride, delivered, old[FIRST]
    numbers[PLACE], numbers[SERVICE], numbers[MANY] = place, service, many
    numbers[DRIVING], numbers[BOARDING] = old[DRIVING] + drive, old[BOARDING] + service
    into.served[new] = layer.served[row]
    for i in range(len(kept)):
        for j in range(len(kept)):
            into.network[new, i, j] = wide[kept[i], kept[j]]


@compiled
def _all_can_still_arrive(town: Town, into: Layer, row: int) -> bool:
    """Each of those aboard, driven straight to the end of the ride (a necessary condition, to prune by)."""
    numbers, network = into.numbers[row], into.network[row]
    for position in range(numbers[MANY]):
        about = town.rides[into.aboard[row, position]]
        drive = town.minutes[numbers[PLACE], about[TO]]
        ahead = numbers[SERVICE] + drive
        if numbers[DRIVING] + drive > town.most_driving:
            return False
        if -network[NOW, EPOCH] + ahead > about[TO_LAST]:
            return False
        if -network[NOW, ABOARD + position] + ahead > about[FROM_SERVICE] + about[MOST_RIDE]:
            return False
    return True


@compiled
def _fits_somewhere(town: Town, into: Layer, row: int) -> bool:
    """Whether one of its drivers has a block for what there is so far, from its origin and on to its destination."""
    numbers, network, drivers = into.numbers[row], into.network[row], into.drivers[row]
    begins, done = town.rides[numbers[FIRST], FROM], -network[NOW, EPOCH] + numbers[SERVICE]
    for number in range(len(town.blocks)):
        block = town.blocks[number]
        if not is_set(drivers, block[DRIVER]):
            continue
        out, back = town.minutes[block[ORIGIN], begins], town.minutes[numbers[PLACE], block[DESTINATION]]
        if (
            block[START] + out <= network[EPOCH, BEGUN]
            and done + back <= block[END]
            and out + numbers[DRIVING] + back <= block[MAX_DRIVING]
        ):
            return True
    return False


@compiled
def somebody_has_room(drivers: Words, load: Ints, room: Ints) -> bool:
    """Whether one of these drivers (bits) has room for so much."""
    for driver in range(len(room)):
        if not is_set(drivers, driver):
            continue
        if not exceeds(load, room[driver]):
            return True
    return False


@compiled
def exceeds(load: Ints, other: Ints) -> bool:
    """Whether one load is in something above another (a loop makes no array, which a comparison of arrays would)."""
    above = False
    for kind in range(len(load)):
        above |= load[kind] > other[kind]
    return above
