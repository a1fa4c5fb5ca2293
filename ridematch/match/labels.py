"""Partial days as rows of numbers, and which of them another one makes needless.

A label is a day so far. In a trip it knows the trip's span and stands at a place; at home only when the next trip may
leave matters. One label makes another needless where whatever can follow the other can follow it too, at no higher
cost, counting for no more.
"""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Floats, Ints, Words, tight, zero

START, END, DRIVING_MINUTES, BUSY_MINUTES, PROMISED_ITEM, RIDES_ALONG, FIRST, LAST, EARLIEST, LATEST, LEAST, MOST = (
    range(12)
)
"""Columns of a table of items: places, minutes, two marks, and the span as in `timing.Span`."""

ITEM_COLUMNS = 12

(
    PLACE, DRIVING, WHEEL, BUSY, ON_CALL, PROMISED,  # stand in columns that a span does not use
    _FIRST, _LAST, _EARLIEST, _LATEST, _LEAST, _MOST,
    NIGHT, LATE, EARLY, TRIP_NIGHT, TRIP_LATE, TRIP_EARLY, PARENT, WHAT, PAUSE, BLOCK, AT_HOME, DEAD, REMEMBERED,
) = range(25)  # fmt: skip
"""Columns of a label, beside the span's, which are those of an item.

WHAT is the item served last, with a break of PAUSE minutes before it. At home the span is that of the trip that ended
in BLOCK. NIGHT, LATE and EARLY are what the day counts for, TRIP_ the same of its last trip.
REMEMBERED is which table of `outlook` to look in.
"""

LABEL_COLUMNS = 25

MINUTE, BY_LENGTH, BY_START, DRIVEN, AT_WHEEL, TILL = range(6)
"""Columns of a label's key, the lower the better."""

KEY_COLUMNS = 6

TIE = 1e-9


ALL_SETS, EXACT, ROUGH = range(3)
"""Which labels make others needless: only those that served the same (for enumerating), those that served no more of
what is still to be had (for pricing), or simply those that are cheaper and earlier (for a first look: not exact)."""


ON_CALL_PRICE, NIGHT_PRICE, FIRST_NIGHT = range(3)
"""Prices of a day that is on call, of one with driving at night, then of a late and of an early trip for each night."""


class Pool(NamedTuple):
    """Room for labels, and chains of those that may be compared with each other, one for trips and one for home.

    `value` is cost less prices, without the waiting of the trip under way. `compare` is ALL_SETS, EXACT or ROUGH.
    `keys` are the numbers of a label that decide most comparisons, together: to look for them in a wide row, and others
    elsewhere, would wait for memory each time.
    `promise` is the least that a duty made of the label can cost, `heap` the rows to go on with, most promising first.
    `owes` are the cuts (bits) of whose rides a label drives an odd number: one more, until `cut_last`, has its price.
    `living[k]` are the k bits that last longest, `expiry` until when. `strict` are the blocks in which it matters when
    a trip began and how long it took: own trips, and those near a night.
    """

    labels: Ints
    value: Floats
    keys: Floats
    bits: Words
    owes: Ints
    cut_prices: Floats
    cut_last: Ints
    alive: Ints
    following: Ints
    promise: Floats
    heap: Ints
    heads: Ints
    expiry: Ints
    living: Words
    strict: Ints
    prices: Floats
    compare: int
    waiting_weight: float


@tight
def keep(pool: Pool, new: int) -> bool:
    """Whether the label in row `new` is needed beside those in its chain; it joins, and those it beats are dead.

    What made one needless will often do so with the next, and goes to the front of the chain.
    """
    pool.alive[new] = _living(pool.expiry, pool.labels[new, EARLIEST])
    chain = _chain(pool, new)
    heads, following, keys = pool.heads, pool.following, pool.keys
    _set_key(pool, new)
    before, at = zero() - 1, heads[chain]
    while at >= 0:
        if _may_beat(keys, at, new) and _beats(pool, at, new):
            if before >= 0:
                following[before], following[at], heads[chain] = following[at], heads[chain], at
            return False
        before, at = at, following[at]
    before, at = zero() - 1, heads[chain]
    while at >= 0:
        after = following[at]
        if _may_beat(keys, new, at) and _beats(pool, new, at):
            pool.labels[at, DEAD] = 1
            if before < 0:
                heads[chain] = after
            else:
                following[before] = after
        else:
            before = at
        at = after
    following[new] = heads[chain]
    heads[chain] = new
    return True


@tight
def _set_key(pool: Pool, new: int) -> None:
    """The label's numbers of which the lower is the better; those that do not count here are nought.

    What the trip has waited when it stands here at a minute is the larger of two things: its length counts in one, its
    last start in the other.
    """
    label, key, weight = pool.labels[new], pool.keys[new], pool.waiting_weight
    at_home, rough = label[AT_HOME] == 1, pool.compare == ROUGH
    cost = _settled(pool, new)
    key[MINUTE] = label[EARLIEST]
    key[BY_LENGTH] = cost if at_home else cost + weight * label[LEAST]
    key[BY_START] = cost if at_home else cost - weight * label[LAST]
    key[DRIVEN] = 0 if rough else label[DRIVING]
    key[AT_WHEEL] = 0 if rough or at_home else label[WHEEL]
    key[TILL] = 0 if rough or at_home else -label[LATEST]


@tight
def _settled(pool: Pool, row: int) -> float:
    """The label's value if whatever its trip is not busy with were free."""
    return float(pool.value[row] - pool.waiting_weight * pool.labels[row, BUSY])


@tight
def _may_beat(keys: Floats, one: int, other: int) -> bool:
    """Whether `one` could make `other` needless by their keys alone."""
    mine, its = keys[one], keys[other]
    return bool(
        mine[MINUTE] <= its[MINUTE]
        and mine[BY_LENGTH] <= its[BY_LENGTH] + TIE
        and mine[DRIVEN] <= its[DRIVEN]
        and mine[BY_START] <= its[BY_START] + TIE
        and mine[AT_WHEEL] <= its[AT_WHEEL]
        and mine[TILL] <= its[TILL]
    )


@tight
def _living(expiry: Ints, minute: int) -> int:
    """How many bits, those that last longest first, last until a minute."""
    low, high = zero(), len(expiry)
    while low < high:
        middle = (low + high) // 2
        if expiry[middle] >= minute:
            low = middle + 1
        else:
            high = middle
    return low


@tight
def _beats(pool: Pool, one: int, other: int) -> bool:
    """Whether `one`, which may by the keys, makes `other` needless (they may be alike)."""
    mine, its, key, its_key = pool.labels[one], pool.labels[other], pool.keys[one], pool.keys[other]
    if mine[PLACE] != its[PLACE] or mine[AT_HOME] != its[AT_HOME]:
        return False
    if not mine[AT_HOME] and mine[BLOCK] != its[BLOCK]:
        return False
    extra = still_to_pay(pool, mine, its) + for_cuts(pool, pool.owes[one] & ~pool.owes[other], its[EARLIEST])
    if key[BY_LENGTH] + extra > its_key[BY_LENGTH] + TIE or key[BY_START] + extra > its_key[BY_START] + TIE:
        return False
    if pool.compare == ROUGH:
        return True
    if mine[PROMISED] < its[PROMISED] or mine[LATE] & ~its[LATE] or mine[EARLY] & ~its[EARLY]:
        return False
    if pool.compare == ALL_SETS and (mine[ON_CALL] > its[ON_CALL] or mine[NIGHT] > its[NIGHT]):
        return False
    dearer = _settled(pool, one) + extra > _settled(pool, other) + TIE
    if not mine[AT_HOME] and pool.strict[mine[BLOCK]] and (dearer or not _spans_as_much(mine, its)):
        return False
    for word in range(pool.bits.shape[1]):
        more = pool.bits[one, word] & ~pool.bits[other, word]
        if pool.compare == ALL_SETS:
            if pool.bits[one, word] != pool.bits[other, word]:
                return False
        elif more & pool.living[pool.alive[other], word]:
            return False
    return True


@tight
def still_to_pay(pool: Pool, mine: Ints, its: Ints) -> float:
    """What the other has paid for already and this one may have to: being on call, driving at night, late or early."""
    prices, total = pool.prices, 0.0
    if its[ON_CALL] > mine[ON_CALL]:
        total += prices[ON_CALL_PRICE]
    if its[NIGHT] > mine[NIGHT]:
        total += prices[NIGHT_PRICE]
    late, early = its[LATE] & ~mine[LATE], its[EARLY] & ~mine[EARLY]
    if late or early:
        nights = (len(prices) - FIRST_NIGHT) // 2
        for number in range(nights):
            total += prices[FIRST_NIGHT + number] * (late >> number & 1)
            total += prices[FIRST_NIGHT + nights + number] * (early >> number & 1)
    return total


@tight
def for_cuts(pool: Pool, cuts: int, minute: int) -> float:
    """What another ride of each of these cuts (bits) costs, where one may still come after a minute."""
    total, number = 0.0, 0
    while cuts:
        if cuts & 1 and pool.cut_last[number] >= minute:
            total += pool.cut_prices[number]
        cuts >>= 1
        number += 1
    return total


@tight
def _spans_as_much(mine: Ints, its: Ints) -> bool:
    """Where the hours of a start or the length of a trip matter: whether all of its spans are possible."""
    return bool(
        mine[FIRST] <= its[FIRST] and mine[LAST] >= its[LAST] and mine[LEAST] <= its[LEAST] and mine[MOST] >= its[MOST]
    )


@tight
def push(pool: Pool, size: int, row: int) -> int:
    """Put a row into the heap of `size` rows; returns its new size. Of equals the earlier row comes first."""
    at = size
    while at > 0 and _sooner(pool, row, pool.heap[(at - 1) // 2]):
        pool.heap[at] = pool.heap[(at - 1) // 2]
        at = (at - 1) // 2
    pool.heap[at] = row
    return size + 1


@tight
def pop(pool: Pool, size: int) -> int:
    """Take the most promising row out of the heap of `size` rows, which then has one less."""
    first, row, at = pool.heap[0], pool.heap[size - 1], 0
    while True:
        below = 2 * at + 1
        if below + 1 < size - 1 and _sooner(pool, pool.heap[below + 1], pool.heap[below]):
            below += 1
        if below >= size - 1 or not _sooner(pool, pool.heap[below], row):
            break
        pool.heap[at] = pool.heap[below]
        at = below
    pool.heap[at] = row
    return int(first)


@tight
def _sooner(pool: Pool, one: int, other: int) -> bool:
    return bool(pool.promise[one] < pool.promise[other] or (pool.promise[one] == pool.promise[other] and one < other))


@tight
def _chain(pool: Pool, new: int) -> int:
    """Where labels stand that may be compared with each other (and, rarely, some others)."""
    label = pool.labels[new]
    mixed = np.uint64(2 * label[PLACE] + label[AT_HOME] + 1) * np.uint64(0x9E3779B97F4A7C15)
    if pool.compare == ALL_SETS:
        for word in range(pool.bits.shape[1]):
            mixed = (mixed ^ pool.bits[new, word] ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return int(np.int64(mixed % np.uint64(len(pool.heads))))
