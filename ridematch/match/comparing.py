"""Prefixes that can be compared: which of them the others make needless, or one made as good as all. Compiled."""

import numpy as np

from ridematch.match.compiled import Bools, Ints, Words, compiled, tight, zero
from ridematch.match.layer import BOARDING, DELIVERED, DRIVING, FIRST, MANY, PLACE, RIDE, SERVICE, Layer
from ridematch.match.timing import DUE, ROWS
from ridematch.match.town import FROM, TO_FIRST, Town


@compiled
def hashes(town: Town, layer: Layer) -> Words:
    """A number for each prefix by all that makes prefixes comparable; equal for equals, and rarely for others."""
    found = np.empty(len(layer.numbers), dtype=np.uint64)
    for row in range(len(found)):
        mixed = np.uint64(town.rides[layer.numbers[row, FIRST], FROM] * 100_003 + layer.numbers[row, PLACE] + 1)
        for word in layer.served[row]:
            mixed = (mixed ^ word ^ (mixed >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
        for ride in layer.aboard[row, : layer.numbers[row, MANY]]:
            mixed = (mixed ^ np.uint64(ride + 1) ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        found[row] = mixed
    return found


@compiled
def needed(town: Town, layer: Layer, order: Ints, hashed: Words) -> Ints:
    """Of rows ordered by their `hashed` those that no other one makes needless; of two alike the earlier stays.

    A prefix makes another needless that served the same, has the same aboard and began and stands at the same stops,
    where it drives no longer, loads no more and allows every timing the other allows.
    """
    keep = np.ones(len(order), dtype=np.bool_)
    begin = 0
    for end in range(1, len(order) + 1):
        if end < len(order) and hashed[order[end]] == hashed[order[begin]]:
            continue
        if end - begin > 1:
            _strike(town, layer, order[begin:end], keep[begin:end])
        begin = end
    return order[keep]


@compiled
def _strike(town: Town, layer: Layer, rows: Ints, keep: Bools) -> None:
    """Of these rows keep those only that no other one makes needless.

    In order of the sums of what is compared, a row can only be beaten by an earlier one.
    """
    most = zero()
    for row in rows:
        most = max(most, layer.numbers[row, MANY])
    points = np.zeros((len(rows), 3 + layer.load.shape[1] + ROWS * (DUE + most)), dtype=np.int64)
    _points(layer, rows, points)
    _beaten(town, layer, rows, points, np.argsort(points.sum(axis=1), kind="mergesort"), keep)


@tight
def _points(layer: Layer, rows: Ints, points: Ints) -> None:
    """What is compared, the less the better, what differs most first."""
    for at in range(len(rows)):
        numbers, network, point = layer.numbers[rows[at]], layer.network[rows[at]], points[at]
        point[0], point[1], point[2] = numbers[DRIVING], numbers[SERVICE], numbers[BOARDING]
        column = zero() + 3
        for event in range(DUE + numbers[MANY]):
            for row in range(ROWS - 1, -1, -1):
                point[column] = -network[row, event]
                column += 1
        for kind in range(layer.load.shape[1]):
            point[column] = layer.load[rows[at], kind]
            column += 1


@tight
def _beaten(town: Town, layer: Layer, rows: Ints, points: Ints, order: Ints, keep: Bools) -> None:
    """Those that have another one no worse before them in the order are not kept."""
    columns = points.shape[1]
    for later in range(1, len(order)):
        its = order[later]
        for earlier in range(later):
            mine, column = order[earlier], zero()
            if not keep[mine]:
                continue
            while column < columns and points[mine, column] <= points[its, column]:
                column += 1
            if column == columns and _comparable(town, layer, rows[mine], rows[its]):
                keep[its] = False
                break


@compiled
def merged(town: Town, layer: Layer, order: Ints, hashed: Words) -> Ints:
    """Of rows ordered by their `hashed` one for all that are comparable, made at least as good as each of them.

    Whatever follows one of those that went may follow the one that stays, at no later time and no higher cost: what is
    made of it may be impossible, but nothing possible is missing. (A relaxation of the state space: Christofides,
    Mingozzi and Toth, Networks 11, 1981.)
    """
    keep = np.ones(len(order), dtype=np.bool_)
    begin = 0
    for end in range(1, len(order) + 1):
        if end < len(order) and hashed[order[end]] == hashed[order[begin]]:
            continue
        for one in range(begin, end):
            for other in range(one + 1, end if keep[one] else one):
                if keep[other] and _leaves_alike(town, layer, order[one], order[other]):
                    _loosen(layer, order[one], order[other])
                    keep[other] = False
        begin = end
    return order[keep]


@tight
def _leaves_alike(town: Town, layer: Layer, one: int, other: int) -> bool:
    """Whether two prefixes are comparable and, where somebody just got out, the same ones must follow at once."""
    mine, its = layer.numbers[one], layer.numbers[other]
    if mine[DELIVERED] != its[DELIVERED] or not _comparable(town, layer, one, other):
        return False
    return bool(not mine[DELIVERED] or town.rides[mine[RIDE], TO_FIRST] == town.rides[its[RIDE], TO_FIRST])


@tight
def _loosen(layer: Layer, one: int, other: int) -> None:
    mine, its = layer.numbers[one], layer.numbers[other]
    for column in (SERVICE, DRIVING, BOARDING):
        mine[column] = min(mine[column], its[column])
    for kind in range(layer.load.shape[1]):
        layer.load[one, kind] = min(layer.load[one, kind], layer.load[other, kind])
    for i in range(ROWS):
        for j in range(DUE + mine[MANY]):
            layer.network[one, i, j] = max(layer.network[one, i, j], layer.network[other, i, j])


@tight
def _comparable(town: Town, layer: Layer, one: int, other: int) -> bool:
    """Whether two prefixes served the same, have the same aboard, and began and stand at the same stops."""
    mine, its = layer.numbers[one], layer.numbers[other]
    if town.rides[mine[FIRST], FROM] != town.rides[its[FIRST], FROM]:
        return False
    if mine[PLACE] != its[PLACE] or mine[MANY] != its[MANY]:
        return False
    for word in range(layer.served.shape[1]):
        if layer.served[one, word] != layer.served[other, word]:
            return False
    alike = True
    for position in range(mine[MANY]):
        alike &= layer.aboard[one, position] == layer.aboard[other, position]
    return alike
