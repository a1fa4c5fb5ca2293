"""Whether a prefix of a fragment can be ended: all aboard get out, nobody else in, and somebody has the time for it.

Most that keep every window so far can't, and are not grown. Compiled.
"""

from ridematch.match.compiled import Ints, is_set, tight, zero
from ridematch.match.layer import DRIVING, FIRST, MANY, PLACE, SERVICE, Layer
from ridematch.match.timing import BEGUN, DUE, EPOCH, NOW
from ridematch.match.town import (
    DESTINATION,
    DRIVER,
    END,
    FROM,
    MAX_DRIVING,
    ORIGIN,
    START,
    TO,
    TO_FIRST,
    TO_SERVICE,
    Town,
)

CHOSEN, NEXT, AT, ELAPSED, CLOCK, DRIVEN = range(6)
ORDER_COLUMNS = 6
"""Of an order to get out in: who is tried and who is next, where the car is, minutes since the last stop, when it is
there, and minutes at the wheel."""

MOST_TRIED = 100
"""Who gets out next is tried so often before a way to the end is taken to exist."""


@tight
def can_be_ended(town: Town, into: Layer, row: int, orders: Ints) -> bool:
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
