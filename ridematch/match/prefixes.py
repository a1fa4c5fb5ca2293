"""Growing prefixes of fragments, a layer of equally many stops at a time. Compiled; one row a prefix.

A prefix's network, as in `timing`, has its first stop and its last, and when each of those aboard is due: by the end of
the window and of the longest ride.
"""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Ints, Words, compiled, copy_row, fill_row, is_set, one_more, tight, zero
from ridematch.match.timing import BEGUN, DUE, EPOCH, NOW, ROWS, one_more_event

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


FROM, FROM_FIRST, FROM_LAST, FROM_SERVICE, TO, TO_FIRST, TO_LAST, TO_SERVICE, MOST_RIDE = range(9)
"""Columns of a town's rides."""

CHOSEN, NEXT, AT, ELAPSED, CLOCK, DRIVEN = range(6)
ORDER_COLUMNS = 6
"""Of an order to get out in: who is tried and who is next, where the car is, minutes since the last stop, when it is
there, and minutes at the wheel."""

MOST_TRIED = 100
"""Who gets out next is tried so often before a way to the end is taken to exist."""

DRIVER, START, END, ORIGIN, DESTINATION, MAX_DRIVING = range(6)
"""Columns of a town's blocks; MAX_DRIVING is the day's limit, with the direct way of an own trip added."""


def empty_layer(rows: int, *, words: int, driver_words: int, kinds: int, aboard: int) -> Layer:
    """Room for so many prefixes."""
    return Layer(
        numbers=np.empty((rows, NUMBERS), dtype=np.int64),
        served=np.empty((rows, words), dtype=np.uint64),
        drivers=np.empty((rows, driver_words), dtype=np.uint64),
        aboard=np.full((rows, aboard), -1, dtype=np.int64),
        load=np.empty((rows, kinds), dtype=np.int64),
        network=np.empty((rows, ROWS, DUE + aboard), dtype=np.int64),
    )


@tight
def begin(town: Town, into: Layer) -> int:
    """The first pickups; returns how many there are."""
    count = 0
    for ride in range(len(town.rides)):
        about = town.rides[ride]
        if not _any(town.drivers[ride]) or about[FROM_FIRST] > about[FROM_LAST]:
            continue
        numbers = into.numbers[count]
        numbers[PARENT], numbers[RIDE], numbers[DELIVERED], numbers[FIRST] = -1, ride, 0, ride
        numbers[PLACE], numbers[SERVICE], numbers[DRIVING] = about[FROM], about[FROM_SERVICE], 0
        numbers[BOARDING], numbers[MANY] = about[FROM_SERVICE], 1
        fill_row(into.served[count], 0)
        one_more(into.served[count], town.slot[ride])
        copy_row(into.drivers[count], town.drivers[ride])
        fill_row(into.aboard[count], -1)
        into.aboard[count, 0] = ride
        copy_row(into.load[count], town.uses[ride])
        for event in range(ROWS):
            fill_row(into.network[count, event], 0)
        for event in range(BEGUN, DUE):
            into.network[count, EPOCH, event] = about[FROM_LAST]
            into.network[count, event, EPOCH] = -about[FROM_FIRST]
        _is_due(town, into, count, zero())
        count += 1
    return count


@compiled
def lengthen(town: Town, layer: Layer, start: int, stop: int, into: Layer) -> tuple[int, int]:
    """Each prefix from row `start` to `stop` with one more stop: a delivery, or a pickup of somebody who may share.

    Returns the first row that was not dealt with since `into` was full, and how many rows are in it.
    """
    count = zero()
    latest, columns = np.empty(ROWS, dtype=np.int64), np.empty(into.aboard.shape[1], dtype=np.int64)
    orders = np.empty((into.aboard.shape[1] + 1, ORDER_COLUMNS), dtype=np.int64)
    for row in range(start, stop):
        first = layer.aboard[row, 0]
        many = layer.numbers[row, MANY]
        if count + many + town.reach[first + 1] - town.reach[first] > len(into.numbers):
            return row, count
        leaving = _gets_out_here(town, layer, row)
        for position in range(many if leaving < 0 else 0):
            # of those alike the one who was first aboard is the first to leave
            if position == 0 or layer.aboard[row, position - 1] != layer.aboard[row, position]:
                count += _deliver(town, layer, row, position, latest, columns, orders, into, count)
        if leaving >= 0:
            count += _deliver(town, layer, row, leaving, latest, columns, orders, into, count)
        elif many < into.aboard.shape[1]:
            earliest, deadline = -layer.network[row, NOW, EPOCH], _deadline(town, layer, row)
            for number in range(town.reach[first], town.reach[first + 1]):
                ride = town.near[number]
                if town.rides[ride, FROM_FIRST] > deadline:
                    break
                if town.rides[ride, FROM_LAST] < earliest:
                    continue
                if not is_set(layer.served[row], town.slot[ride + 1] - 1) and _beside_all(town, layer, row, ride):
                    count += _pick_up(town, layer, row, ride, latest, columns, orders, into, count)
    return stop, count


@tight
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
        # (the home of a class stands for several, with a way between them)
        if same_place and town.minutes[gone[TO], gone[TO]] == 0 and about[TO_FIRST] <= gone[TO_FIRST]:
            return position
    return -1


@tight
def _beside_all(town: Town, layer: Layer, row: int, ride: int) -> bool:
    """Whether the ride may get in while each of those aboard is, by two and two."""
    for position in range(1, layer.numbers[row, MANY]):
        if not is_set(town.beside[layer.aboard[row, position]], ride):
            return False
    return True


@tight
def _deadline(town: Town, layer: Layer, row: int) -> int:
    """When the first of those aboard must be there."""
    deadline = layer.network[row, EPOCH, DUE]
    for position in range(1, layer.numbers[row, MANY]):
        deadline = min(deadline, layer.network[row, EPOCH, DUE + position])
    return int(deadline)


@tight
def _deliver(
    town: Town, layer: Layer, row: int, position: int, latest: Ints, columns: Ints, orders: Ints, into: Layer, new: int
) -> int:
    numbers, network = layer.numbers[row], layer.network[row]
    ride = layer.aboard[row, position]
    about = town.rides[ride]
    drive = town.minutes[numbers[PLACE], about[TO]]
    if numbers[DRIVING] + drive > town.most_driving:
        return 0
    fill_row(into.aboard[new], -1)
    at = zero()
    for other in range(numbers[MANY]):
        if other != position:
            columns[at], into.aboard[new, at] = DUE + other, layer.aboard[row, other]
            at += 1
    for i in range(ROWS):
        latest[i] = network[i, DUE + position]
    least = numbers[SERVICE] + drive
    if not one_more_event(network, latest, least, about[TO_FIRST], columns, at, into.network[new]):
        return 0
    _settle(layer, row, into, new, ride, zero() + 1, about[TO], about[TO_SERVICE], drive, at)
    copy_row(into.drivers[new], layer.drivers[row])
    copy_row(into.load[new], layer.load[row])
    return 1 if _can_be_ended(town, into, new, orders) else 0


@tight
def _pick_up(
    town: Town, layer: Layer, row: int, ride: int, latest: Ints, columns: Ints, orders: Ints, into: Layer, new: int
) -> int:
    numbers, network = layer.numbers[row], layer.network[row]
    about, many = town.rides[ride], numbers[MANY]
    drive = town.minutes[numbers[PLACE], about[FROM]]
    least = numbers[SERVICE] + drive
    if not _worth_a_try(town, layer, row, about, least, numbers[DRIVING] + drive):
        return 0
    for kind in range(town.uses.shape[1]):
        total = town.uses[ride, kind]
        for position in range(many):
            total += town.uses[layer.aboard[row, position], kind]
        into.load[new, kind] = max(layer.load[row, kind], total)
    for word in range(into.drivers.shape[1]):
        into.drivers[new, word] = layer.drivers[row, word] & town.drivers[ride, word]
    if not somebody_has_room(into.drivers[new], into.load[new], town.room):
        return 0
    fill_row(into.aboard[new], -1)
    its = many
    while its > 0 and layer.aboard[row, its - 1] > ride:
        its -= 1
    for position in range(many + 1):
        old = position if position < its else position - 1
        into.aboard[new, position] = ride if position == its else layer.aboard[row, old]
        columns[position] = EPOCH if position == its else DUE + old
    for i in range(ROWS):
        latest[i] = network[i, EPOCH] + about[FROM_LAST]
    if not one_more_event(network, latest, least, about[FROM_FIRST], columns, many + 1, into.network[new]):
        return 0
    _settle(layer, row, into, new, ride, zero(), about[FROM], about[FROM_SERVICE], drive, many + 1)
    _is_due(town, into, new, its)
    one_more(into.served[new], town.slot[ride])
    return 1 if _can_be_ended(town, into, new, orders) else 0


@tight
def _is_due(town: Town, into: Layer, row: int, its: int) -> None:
    """When somebody who just got in is due."""
    about, network = town.rides[into.aboard[row, its]], into.network[row]
    longest = about[FROM_SERVICE] + about[MOST_RIDE]
    for i in range(ROWS):
        network[i, DUE + its] = min(network[i, NOW] + longest, network[i, EPOCH] + about[TO_LAST])


@tight
def _worth_a_try(town: Town, layer: Layer, row: int, about: Ints, least: int, driving: int) -> bool:
    """Whether all aboard can still arrive if this ride is picked up next: quick, and before anything is written."""
    network = layer.network[row]
    begins = max(-network[NOW, EPOCH] + least, about[FROM_FIRST])
    if begins > about[FROM_LAST] or driving > town.most_driving:
        return False
    for position in range(layer.numbers[row, MANY]):
        drive = town.nearest[about[FROM], town.rides[layer.aboard[row, position], TO]]
        if begins + about[FROM_SERVICE] + drive > network[EPOCH, DUE + position]:
            return False
        if least + about[FROM_SERVICE] + drive > network[NOW, DUE + position]:
            return False
        if driving + drive > town.most_driving:
            return False
    return True


@tight
def _settle(
    layer: Layer,
    row: int,
    into: Layer,
    new: int,
    ride: int,
    delivered: int,
    place: int,
    service: int,
    drive: int,
    many: int,
) -> None:
    """What any step does to a prefix, its network aside."""
    old, numbers = layer.numbers[row], into.numbers[new]
    numbers[PARENT], numbers[RIDE], numbers[DELIVERED], numbers[FIRST] = row, ride, delivered, old[FIRST]
    numbers[PLACE], numbers[SERVICE], numbers[MANY] = place, service, many
    numbers[DRIVING], numbers[BOARDING] = old[DRIVING] + drive, old[BOARDING] + service
    copy_row(into.served[new], layer.served[row])


@tight
def _can_be_ended(town: Town, into: Layer, row: int, orders: Ints) -> bool:
    """Whether all aboard can get out in some order, nobody else getting in, and some driver's block has time for it.

    By the shortest ways: where it is not so, nothing that begins like this ever ends. Where there are many orders to
    try it may be taken to be so. `orders` has a row for each who got out: what was tried, and where the car is then.
    """
    numbers, network = into.numbers[row], into.network[row]
    many, depth, gone, tried = numbers[MANY], zero(), zero(), zero()
    orders[0, NEXT], orders[0, AT], orders[0, DRIVEN] = 0, numbers[PLACE], numbers[DRIVING]
    orders[0, ELAPSED], orders[0, CLOCK] = numbers[SERVICE], numbers[SERVICE] - network[NOW, EPOCH]
    while depth >= 0:
        if depth == many and _fits_somewhere(town, into, row, orders[depth]):
            return True
        if orders[depth, NEXT] == 0 and not _all_in_time(town, into, row, orders[depth], gone):
            orders[depth, NEXT] = many
        position = orders[depth, NEXT]
        if position >= many:
            depth -= 1
            if depth >= 0:
                gone ^= 1 << orders[depth, CHOSEN]
            continue
        orders[depth, NEXT] += 1
        if gone >> position & 1:
            continue
        tried += 1
        if tried > MOST_TRIED:
            return True
        about = town.rides[into.aboard[row, position]]
        drive = town.nearest[orders[depth, AT], about[TO]]
        ready = max(orders[depth, CLOCK] + drive, about[TO_FIRST]) + about[TO_SERVICE]
        if ready == orders[depth, CLOCK]:  # who gets out in no time does so at once
            orders[depth, NEXT] = many
        orders[depth, CHOSEN] = position
        gone |= 1 << position
        orders[depth + 1, NEXT], orders[depth + 1, AT] = 0, about[TO]
        orders[depth + 1, DRIVEN] = orders[depth, DRIVEN] + drive
        orders[depth + 1, ELAPSED] = orders[depth, ELAPSED] + drive + about[TO_SERVICE]
        orders[depth + 1, CLOCK] = ready
        depth += 1
    return False


@tight
def _all_in_time(town: Town, into: Layer, row: int, so_far: Ints, gone: int) -> bool:
    """Whether each who is still aboard could get out next."""
    network = into.network[row]
    for position in range(into.numbers[row, MANY]):
        if gone >> position & 1:
            continue
        about = town.rides[into.aboard[row, position]]
        drive = town.nearest[so_far[AT], about[TO]]
        if so_far[DRIVEN] + drive > town.most_driving:
            return False
        if so_far[ELAPSED] + drive > network[NOW, DUE + position]:
            return False
        if max(so_far[CLOCK] + drive, about[TO_FIRST]) > network[EPOCH, DUE + position]:
            return False
    return True


@tight
def _fits_somewhere(town: Town, into: Layer, row: int, ended: Ints) -> bool:
    """Whether one of its drivers has a block for what there is so far, from its origin and on to its destination."""
    drivers, begins = into.drivers[row], town.rides[into.numbers[row, FIRST], FROM]
    for number in range(len(town.blocks)):
        block = town.blocks[number]
        if not is_set(drivers, block[DRIVER]):
            continue
        out, back = town.minutes[block[ORIGIN], begins], town.nearest[ended[AT], block[DESTINATION]]
        if (
            block[START] + out <= into.network[row, EPOCH, BEGUN]
            and ended[CLOCK] + back <= block[END]
            and out + ended[DRIVEN] + back <= block[MAX_DRIVING]
        ):
            return True
    return False


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
def _any(words: Words) -> bool:
    """Whether any bit is set."""
    some = False
    for word in words:
        some |= word != 0
    return some


@tight
def exceeds(load: Ints, other: Ints) -> bool:
    """Whether one load is in something above another (a loop makes no array, which a comparison of arrays would)."""
    above = False
    for kind in range(len(load)):
        above |= load[kind] > other[kind]
    return above
