"""Of any three rides at most one duty drives two or more: rows that bring the linear optimum nearer to a whole plan.

Half a duty for rides 1 and 2, half for 2 and 3, half for 1 and 3 serve all three by halves; no whole plan does, since
any two of these have a ride in common. In the same way five rides are driven two at a time by two duties at most, and
of a class of five riders who are alike there are two pairs (Jepsen, Petersen, Spoorendonk and Pisinger, Subset-row
inequalities applied to the vehicle-routing problem with time windows, Operations Research 56, 2008; Chvatal-Gomory cuts
of rank one with multipliers of a half).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from ridematch.match.compiled import Bools, Floats, Ints, compiled, zero
from ridematch.match.duty import DutyChoice

Cut = tuple[int, ...]
"""Bits in order whose rides are odd in number: of the pairs of these that duties drive there is one less than half."""

MOST_AT_ONCE = 60
"""Cuts found at once."""

OF_ONE_RIDE = 5
"""Of these at most so many with the same ride."""

VIOLATED = 0.02
"""By how much a linear optimum must break a cut for it to be worth its row."""

LIKELY = 0.5
"""So much may be missing until rides of up to three bits break a cut, for a look at these with two others."""

MOST_LOOKED_AT = 2_000
"""Of these."""


def most_pairs(cut: Cut, counts: Sequence[int]) -> int:
    """How many pairs of a cut's rides can be driven, where each bit stands for so many."""
    return sum(counts[bit] for bit in cut) // 2


def pairs(serves: Iterable[int], of_bit: Mapping[int, list[Cut]]) -> Iterator[Cut]:
    """The cuts, listed by bit, of which something drives a pair, as often as it drives one."""
    for cut, rides in Counter(chain.from_iterable(of_bit.get(bit, ()) for bit in serves)).items():
        for _ in range(rides // 2):
            yield cut


def violated(parts: Iterable[tuple[DutyChoice, float]], rides: range, counts: Sequence[int]) -> list[Cut]:
    """The cuts of `rides` (bits) that a linear optimum of these duties, each taken for its part, breaks most."""
    taken = list(parts)
    parted = (duty for duty, part in taken if part < 1 - VIOLATED)  # who is driven whole breaks nothing
    bits = sorted({bit for duty in parted for bit in duty.serves if bit in rides})
    number = {bit: at for at, bit in enumerate(bits)}
    drives = np.zeros((len(bits), len(taken)), dtype=np.int64)
    for column, (duty, _) in enumerate(taken):
        for bit in duty.serves:
            if bit in number:
                drives[number[bit], column] += 1
    share = np.array([part for _, part in taken], dtype=np.float64)
    many = np.array([counts[bit] for bit in bits], dtype=np.int64)
    odd = drives % 2 == 1
    few, broken = _of_three(odd, share, (odd * share) @ odd.T, (drives // 2) @ share, many)
    best = np.argsort(-broken, kind="stable")[:MOST_LOOKED_AT]
    found: dict[Cut, float] = {}
    for sets, excess in ((few, broken), _of_five(drives, share, many, few[best])):
        for some, more in zip(sets.tolist(), excess.tolist(), strict=True):
            found[tuple(bits[at] for at in sorted(some) if at >= 0)] = more
    used: Counter[int] = Counter()
    cuts: list[Cut] = []
    for cut, more in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        if more > VIOLATED and len(cuts) < MOST_AT_ONCE and all(used[bit] < OF_ONE_RIDE for bit in cut):
            used.update(cut)
            cuts.append(cut)
    return cuts


@compiled
def _of_three(odd: Bools, share: Floats, together: Floats, own: Floats, many: Ints) -> tuple[Ints, Floats]:
    """Up to three bits (-1: none) with an odd number of rides, and by how much they are broken; some are nearly.

    Of a bit duties drive an `odd` number or not, so many pairs of its `own` and `together[i, j]` of one with another.
    """
    bits, room, count = len(many), 1024, zero()
    found, broken = np.empty((room, 3), dtype=np.int64), np.empty(room)
    for i in range(bits):
        for j in range(i, bits):
            for k in range(j, bits if j > i else j + 1):  # one bit is i, i, i, two are i, j, j
                rides, pairs = many[i], own[i]
                if j > i:
                    rides, pairs = rides + many[j], pairs + own[j] + together[i, j]
                if k > j:
                    rides, pairs = rides + many[k], pairs + own[k] + together[i, k] + together[j, k]
                excess = pairs - rides // 2
                if rides % 2 == 0 or excess <= -LIKELY:
                    continue
                if k > j:
                    for duty in range(len(share)):
                        if odd[i, duty] and odd[j, duty] and odd[k, duty]:
                            excess -= 2 * share[duty]
                    if excess <= -LIKELY:
                        continue
                if count == room:
                    room *= 2
                    more, further = np.empty((room, 3), dtype=np.int64), np.empty(room)
                    more[:count], further[:count] = found, broken
                    found, broken = more, further
                found[count, 0], broken[count] = i, excess
                found[count, 1] = j if j > i else -1
                found[count, 2] = k if k > j else -1
                count += 1
    return found[:count], broken[:count]


@compiled
def _of_five(drives: Ints, share: Floats, many: Ints, few: Ints) -> tuple[Ints, Floats]:
    """Each `few` with the one or two others that make most of it, one after the other, and by how much it is broken.

    `drives` has a row for each bit.
    """
    found, broken = np.full((len(few), 5), -1, dtype=np.int64), np.full(len(few), -np.inf)
    of_them, mine = np.empty(len(share), dtype=np.int64), np.empty(5, dtype=np.int64)
    for row in range(len(few)):
        mine[:], of_them[:], rides, bits = -1, 0, zero(), zero()
        for bit in few[row]:
            if bit >= 0:
                mine[bits], rides, bits = bit, rides + many[bit], bits + 1
                for duty in range(len(share)):
                    of_them[duty] += drives[bit, duty]
        for left in range(1, -1, -1):
            best, chosen = -np.inf, zero() - 1
            for bit in range(len(many)):
                if (left == 0 and (rides + many[bit]) % 2 == 0) or (mine == bit).any():
                    continue
                excess = -0.5 * (rides + many[bit] - 1)
                for duty in range(len(share)):
                    excess += share[duty] * ((of_them[duty] + drives[bit, duty]) // 2)
                if excess > best:
                    best, chosen = excess, bit
            if chosen < 0:
                break
            mine[bits], rides, bits = chosen, rides + many[chosen], bits + 1
            for duty in range(len(share)):
                of_them[duty] += drives[chosen, duty]
            if rides % 2 == 1 and best > broken[row]:
                found[row], broken[row] = mine, best
    return found, broken
