"""Growing prefixes of fragments, a layer of equally many stops at a time. Compiled; one row a prefix, as in `layer`."""

import numpy as np

from ridematch.match.compiled import Ints, Words, compiled, copy_row, fill_row, is_set, one_more, tight, zero
from ridematch.match.ending import ORDER_COLUMNS, can_be_ended
from ridematch.match.layer import (
    BOARDING,
    DELIVERED,
    DRIVING,
    FIRST,
    MANY,
    PARENT,
    PLACE,
    RIDE,
    SERVICE,
    Layer,
)
from ridematch.match.timing import BEGUN, DUE, EPOCH, NOW, ROWS, one_more_event
from ridematch.match.town import (
    FROM,
    FROM_FIRST,
    FROM_LAST,
    FROM_SERVICE,
    MOST_RIDE,
    TO,
    TO_FIRST,
    TO_LAST,
    TO_SERVICE,
    Town,
    somebody_has_room,
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
    return 1 if can_be_ended(town, into, new, orders) else 0


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
    return 1 if can_be_ended(town, into, new, orders) else 0


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
def _any(words: Words) -> bool:
    """Whether any bit is set."""
    some = False
    for word in words:
        some |= word != 0
    return some
