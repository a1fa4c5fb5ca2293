"""Of any three rides at most one duty drives two or more: rows that bring the linear optimum nearer to a whole plan.

Half a duty for rides 1 and 2, half for 2 and 3, half for 1 and 3 serve all three by halves; no whole plan does, since
any two of these have a ride in common. In the same way five rides are driven two at a time by two duties at most
(Jepsen, Petersen, Spoorendonk and Pisinger, Subset-row inequalities applied to the vehicle-routing problem with time
windows, Operations Research 56, 2008).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import numpy as np

from ridematch.match.compiled import Bools, Floats, Ints, compiled, zero
from ridematch.match.duty import DutyChoice

Cut = tuple[int, ...]
"""The bits of three or five rides, in order: of the pairs of these that duties drive there is one less than half."""

MOST_AT_ONCE = 60
"""Cuts found at once."""

OF_ONE_RIDE = 5
"""Of these at most so many with the same ride."""

VIOLATED = 0.02
"""By how much a linear optimum must break a cut for it to be worth its row."""

LIKELY = 0.5
"""How much of duties must drive two of three rides for a look at these with two others."""

MOST_LOOKED_AT = 2_000
"""Of these threes."""


def most_pairs(cut: Cut) -> int:
    """How many pairs of a cut's rides can be driven."""
    return len(cut) // 2


def pairs(serves: Iterable[int], of_bit: Mapping[int, list[Cut]]) -> Iterator[Cut]:
    """The cuts, listed by bit, of which something drives a pair, as often as it drives one."""
    for cut, rides in Counter(chain.from_iterable(of_bit.get(bit, ()) for bit in serves)).items():
        for _ in range(rides // 2):
            yield cut


def violated(parts: Iterable[tuple[DutyChoice, float]], rides: range, counts: tuple[int, ...]) -> list[Cut]:
    """The cuts that a linear optimum of these duties, each taken for its part, breaks most.

    Only of `rides` (bits) that there is one of, by `counts`.
    """
    some = [(duty, part) for duty, part in parts if part < 1 - VIOLATED]  # who is driven whole breaks nothing
    bits = sorted({bit for duty, _ in some for bit in duty.serves if bit in rides and counts[bit] == 1})
    number = {bit: at for at, bit in enumerate(bits)}
    drives = np.zeros((len(some), len(bits)), dtype=np.bool_)
    for row, (duty, _) in enumerate(some):
        drives[row, [number[bit] for bit in duty.serves if bit in number]] = True
    share = np.array([part for _, part in some], dtype=np.float64)
    threes, driven = _threes(drives, share, (drives * share[:, None]).T @ drives)
    best = np.argsort(-driven, kind="stable")
    fives = _fives(np.ascontiguousarray(drives.T), share, threes[best[:MOST_LOOKED_AT]])
    found = {tuple(bits[at] for at in sorted(five.tolist())): float(more) for five, more in zip(*fives, strict=True)}
    found |= {tuple(bits[at] for at in threes[row].tolist()): float(driven[row]) - 1 for row in best}
    used: Counter[int] = Counter()
    taken: list[Cut] = []
    for cut, more in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        if more > VIOLATED and len(taken) < MOST_AT_ONCE and all(used[bit] < OF_ONE_RIDE for bit in cut):
            used.update(cut)
            taken.append(cut)
    return taken


@compiled
def _threes(drives: Bools, share: Floats, together: Floats) -> tuple[Ints, Floats]:
    """The threes (columns of `drives`) of which duties for more than is `LIKELY` drive two or more, and for how many.

    `together[i, j]` are the duties that drive both.
    """
    rides, room, count = drives.shape[1], 1024, zero()
    threes, driven = np.empty((room, 3), dtype=np.int64), np.empty(room)
    for i in range(rides):
        for j in range(i + 1, rides):
            for k in range(j + 1, rides):
                total = together[i, j] + together[i, k] + together[j, k]
                if total <= LIKELY:
                    continue
                for duty in range(len(drives)):
                    if drives[duty, i] and drives[duty, j] and drives[duty, k]:
                        total -= 2 * share[duty]
                if total <= LIKELY:
                    continue
                if count == room:
                    room *= 2
                    more, further = np.empty((room, 3), dtype=np.int64), np.empty(room)
                    more[:count], further[:count] = threes, driven
                    threes, driven = more, further
                threes[count, 0], threes[count, 1], threes[count, 2], driven[count] = i, j, k, total
                count += 1
    return threes[:count], driven[:count]


@compiled
def _fives(driven: Bools, share: Floats, threes: Ints) -> tuple[Ints, Floats]:
    """Each three with the two others that make most of it, one after the other, and by how much five are broken.

    `driven` has a row for each ride.
    """
    fives, excess = np.empty((len(threes), 5), dtype=np.int64), np.empty(len(threes))
    of_them = np.empty(len(share), dtype=np.int64)
    for row in range(len(threes)):
        fives[row, :3] = threes[row]
        for duty in range(len(share)):
            of_them[duty] = driven[threes[row, 0], duty] + driven[threes[row, 1], duty] + driven[threes[row, 2], duty]
        for many in range(3, 5):
            best, chosen = -1.0, zero()
            for ride in range(len(driven)):
                total = 0.0
                for duty in range(len(share)):
                    total += share[duty] * ((of_them[duty] + driven[ride, duty]) // 2)
                taken = False
                for before in range(many):
                    taken |= fives[row, before] == ride
                if not taken and total > best:
                    best, chosen = total, ride
            fives[row, many] = chosen
            for duty in range(len(share)):
                of_them[duty] += driven[chosen, duty]
            excess[row] = best - 2
    return fives, excess
