"""Growing labels: every item that can follow, every way home. Compiled; what the columns mean stands in `labels`."""

import numpy as np

from ridematch.match.around import (
    AGAIN,
    BREAKS_MATTER,
    DESTINATION,
    DIRECT,
    END_OF_BLOCK,
    MAX_DETOUR,
    ORIGIN,
    OWN_TRIP,
    START,
    Around,
    ahead,
    ahead_at_home,
    still_served,
)
from ridematch.match.compiled import Ints, compiled, copy_row, is_set, one_more, tight, zero
from ridematch.match.hours import MOST_PIECES, Paper, new_paper, pieces_of
from ridematch.match.labels import (
    AT_HOME,
    BLOCK,
    BUSY,
    BUSY_MINUTES,
    DEAD,
    DRIVING,
    DRIVING_MINUTES,
    EARLIEST,
    EARLY,
    END,
    FIRST,
    LABEL_COLUMNS,
    LAST,
    LATE,
    LATEST,
    LEAST,
    MOST,
    NIGHT,
    ON_CALL,
    ON_CALL_PRICE,
    PARENT,
    PAUSE,
    PLACE,
    PROMISED,
    PROMISED_ITEM,
    REMEMBERED,
    RIDES_ALONG,
    TIE,
    TRIP_EARLY,
    TRIP_LATE,
    TRIP_NIGHT,
    WHAT,
    WHEEL,
    Pool,
    for_cuts,
    keep,
    pop,
    push,
    still_to_pay,
)
from ridematch.match.timing import in_a_row


@compiled
def grow(pool: Pool, around: Around, count: int, size: int, most: int) -> tuple[int, int, bool, float]:
    """Labels grow from the most promising ones of the heap, until none is left or more than `most` rows are in use.

    `count` rows are in use, `size` are in the heap. Returns both, whether something below the cutoff was found, and the
    least that any duty can cost that was not found: infinite at the end of a search.
    """
    found = False
    room = len(pool.labels) - 4 * MOST_PIECES
    leaving, paper = np.zeros(LABEL_COLUMNS, dtype=np.int64), new_paper()
    while size > 0:
        if count > min(most, room):
            return count, size, found, pool.promise[pool.heap[0]]
        row = pop(pool, size)
        size -= 1
        label, before = pool.labels[row], count
        if label[DEAD]:
            continue
        if label[AT_HOME]:
            found |= pool.value[row] < around.cutoff - TIE
            for number in range(label[BLOCK], len(around.blocks)):
                if row == 0 or number > label[BLOCK] or around.blocks[number, AGAIN]:
                    count = _leave(pool, count, row, number, leaving, around)
        else:
            leaving[:] = label
            count = _longer(pool, count, row, leaving, around.max_wait, zero(), around)
            if around.blocks[label[BLOCK], BREAKS_MATTER] and around.pause <= around.max_wait:
                count = _longer(pool, count, row, leaving, around.max_wait, around.pause, around)
            count = _closed(pool, count, row, paper, around)
        for new in range(before, count):
            size = push(pool, size, new)
    return count, size, found, np.inf


@tight
def _leave(pool: Pool, count: int, home: int, number: int, leaving: Ints, around: Around) -> int:
    """A trip begins in this block."""
    block = around.blocks[number]
    ready = max(pool.labels[home, EARLIEST], block[START])
    if ready > block[END_OF_BLOCK]:
        return count
    copy_row(leaving, pool.labels[home])
    leaving[REMEMBERED] = still_served(around, leaving[REMEMBERED], leaving[EARLIEST], ready)
    leaving[FIRST], leaving[LAST], leaving[EARLIEST], leaving[LATEST] = (
        ready,
        block[END_OF_BLOCK],
        ready,
        block[END_OF_BLOCK],
    )
    leaving[LEAST], leaving[MOST], leaving[PLACE], leaving[BLOCK] = 0, 0, block[ORIGIN], number
    leaving[WHEEL], leaving[BUSY], leaving[AT_HOME] = 0, 0, 0
    # waiting at the first stop is of no use, except as a break
    count = _longer(pool, count, home, leaving, zero(), zero(), around)
    if around.pause <= around.max_wait:
        count = _longer(pool, count, home, leaving, around.max_wait, around.pause, around)
    return count


@tight
def _longer(pool: Pool, count: int, parent: int, label: Ints, wait: int, pause: int, around: Around) -> int:
    """The label with each item that can follow after waiting at most `wait` and at least `pause` minutes."""
    table, block = around.table, around.blocks[label[BLOCK]]
    last_bit = len(around.slot) - 1
    room, on_call = len(pool.labels) - 2 * MOST_PIECES, label[ON_CALL] if block[OWN_TRIP] else 1
    for place in range(len(around.start_places)):
        leg = around.minutes[label[PLACE], around.start_places[place]]
        low, high = label[EARLIEST] + leg + pause, label[LATEST] + leg + wait
        if label[WHEEL] + leg > around.max_wheel:
            continue
        for order in range(around.begins[place], around.begins[place + 1]):
            number = around.by_place[order]
            item = table[number]
            if item[LAST] < low or count >= room:
                break
            if item[FIRST] <= high and _follows(pool, parent, label, leg, pause, number, around):
                fits, first, last, earliest, latest, least, longest = in_a_row(
                    (label[FIRST], label[LAST], label[EARLIEST], label[LATEST], label[LEAST], label[MOST]),
                    leg + pause,
                    leg + wait,
                    (item[FIRST], item[LAST], item[EARLIEST], item[LATEST], item[LEAST], item[MOST]),
                )
                back = around.nearest[item[END], block[DESTINATION]]
                if not fits or earliest + back > block[END_OF_BLOCK]:
                    continue
                value = pool.value[parent] + (pool.prices[ON_CALL_PRICE] if on_call > label[ON_CALL] else 0.0)
                value += around.driving_weight * (leg + item[DRIVING_MINUTES]) - around.gains[number]
                value += for_cuts(pool, pool.owes[parent] & around.owes[number], item[FIRST])
                busy = label[BUSY] + leg + item[BUSY_MINUTES]
                done = still_served(around, label[REMEMBERED], label[EARLIEST], earliest)
                done |= still_served(around, around.adds[number], item[FIRST], earliest)
                # at any minute until `last + least` the trip has waited no more than it must
                wheel = (0 if pause else label[WHEEL] + leg) + item[DRIVING_MINUTES]
                driving = label[DRIVING] + leg + item[DRIVING_MINUTES]
                stands = (label[BLOCK], number, done, earliest, min(latest, last + least))
                promise = value + pool.waiting_weight * (least - busy)
                promise -= ahead(around, stands, wheel, driving, promise - around.cutoff - TIE)
                if promise >= around.cutoff + TIE:
                    continue
                new = pool.labels[count]
                copy_row(new, label)
                new[FIRST], new[LAST], new[EARLIEST], new[LATEST] = first, last, earliest, latest
                new[LEAST], new[MOST], new[PLACE], new[BUSY] = least, longest, item[END], busy
                new[DRIVING] = driving
                new[WHEEL] = wheel
                new[ON_CALL] = on_call
                new[PROMISED] = label[PROMISED] | item[PROMISED_ITEM]
                new[PARENT], new[WHAT], new[PAUSE], new[AT_HOME], new[DEAD] = parent, number, pause, 0, 0
                new[REMEMBERED] = done
                pool.value[count], pool.promise[count] = value, promise
                pool.owes[count] = pool.owes[parent] ^ around.owes[number]
                copy_row(pool.bits[count], pool.bits[parent])
                for bit in around.served[number]:
                    if bit < last_bit:
                        one_more(pool.bits[count], around.slot[bit])
                if keep(pool, count):
                    count += 1
    return count


@tight
def _follows(pool: Pool, parent: int, label: Ints, leg: int, pause: int, number: int, around: Around) -> bool:
    """Whether an item may follow by all but the times: nobody twice, the day's driving, breaks, home by the end."""
    item, block = around.table[number], around.blocks[label[BLOCK]]
    if block[OWN_TRIP] and not item[RIDES_ALONG]:
        return False
    if (0 if pause else label[WHEEL] + leg) + item[DRIVING_MINUTES] > around.max_wheel:
        return False
    back = around.nearest[item[END], block[DESTINATION]]
    if label[DRIVING] + leg + item[DRIVING_MINUTES] + back - block[DIRECT] > around.max_driving:
        return False
    if max(label[EARLIEST] + leg + pause, item[FIRST]) + item[LEAST] + back > block[END_OF_BLOCK]:
        return False
    times = zero()
    for position in range(around.served.shape[1]):
        bit = around.served[number, position]
        if bit == len(around.slot) - 1:
            break
        times = times + 1 if position > 0 and around.served[number, position - 1] == bit else zero() + 1
        if is_set(pool.bits[parent], around.slot[bit + 1] - times):
            return False
    return True


@tight
def _closed(pool: Pool, count: int, at: int, paper: Paper, around: Around) -> int:
    """Back at the block's destination: what the trip waited and counts for is settled."""
    label = pool.labels[at]
    block = around.blocks[label[BLOCK]]
    back = around.minutes[label[PLACE], block[DESTINATION]]
    driving = label[DRIVING] + back - block[DIRECT]
    if label[WHEEL] + back > around.max_wheel or driving > around.max_driving:
        return count
    if block[OWN_TRIP] and label[LEAST] + back > block[DIRECT] + block[MAX_DETOUR]:
        return count
    fits, first, last, earliest, latest, least, longest = in_a_row(
        (label[FIRST], label[LAST], label[EARLIEST], label[LATEST], label[LEAST], label[MOST]),
        back,
        back,
        (block[START], block[END_OF_BLOCK], block[START], block[END_OF_BLOCK], 0, 0),
    )
    if not fits:
        return count
    span = (first, last, earliest, latest, least, longest)
    found = pieces_of(paper, span, block[OWN_TRIP] == 1, around.nights)
    for number in range(found):
        piece = paper.needed[number]
        night, late, early = piece[6], piece[7], piece[8]
        if late & around.no_late or early & around.no_early:
            continue
        new = pool.labels[count]
        copy_row(new, label)
        new[FIRST], new[LAST], new[LATEST], new[LEAST], new[MOST] = piece[0], piece[1], piece[3], piece[4], piece[5]
        new[EARLIEST] = piece[2] + around.stay
        new[NIGHT], new[LATE], new[EARLY] = label[NIGHT] | night, label[LATE] | late, label[EARLY] | early
        new[TRIP_NIGHT], new[TRIP_LATE], new[TRIP_EARLY] = night, late, early
        if new[LATE] & new[EARLY]:
            continue
        waiting = piece[4] - label[BUSY] - back
        value = pool.value[at] + around.driving_weight * (back - block[DIRECT]) + pool.waiting_weight * waiting
        value += still_to_pay(pool, label, new)
        row = min(max(new[EARLIEST] - block[START], 0), block[END_OF_BLOCK] - block[START] + 1)
        done = still_served(around, label[REMEMBERED], label[EARLIEST], block[START] + row)
        promise = value - ahead_at_home(around, label[BLOCK], done, row, driving)
        if promise >= around.cutoff + TIE:
            continue
        new[REMEMBERED] = still_served(around, label[REMEMBERED], label[EARLIEST], new[EARLIEST])
        new[DRIVING] = driving
        new[PLACE], new[WHEEL], new[BUSY] = 0, 0, 0
        new[PARENT], new[WHAT], new[PAUSE], new[AT_HOME], new[DEAD] = at, -1, 0, 1, 0
        pool.value[count], pool.promise[count] = value, promise
        copy_row(pool.bits[count], pool.bits[at])
        pool.owes[count] = pool.owes[at]
        if keep(pool, count):
            count += 1
    return count
