"""Partial days, many at once: arrays of labels, and which of them another one makes needless.

A label is a day so far. In a trip it knows the trip's span and stands at a place; at home only `ready` matters. One
label makes another needless where whatever can follow the other can follow it too, at no higher cost, counting for no
more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint64]


@dataclass(slots=True, kw_only=True)
class Labels:
    """Rows of equal number in every array. Minutes; `bits` is (rows, words); `value` is cost less prices, no waiting
    of the trip under way; `trace` says where a label came from. At home `earliest` is when the next trip may leave.
    """

    first: Ints
    last: Ints
    earliest: Ints
    latest: Ints
    least: Ints
    most: Ints
    place: Ints
    driving: Ints
    wheel: Ints
    busy: Ints
    value: Floats
    bits: Words
    on_call: Ints
    night: Ints
    late: Ints
    early: Ints
    promised: Ints
    trace: Ints

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: npt.NDArray[Any]) -> "Labels":
        """Some of the rows."""
        return Labels(**{name: getattr(self, name)[rows] for name in NAMES})


NAMES = tuple(field.name for field in fields(Labels))


def joined(parts: list[Labels]) -> Labels:
    """All rows of all parts."""
    if len(parts) == 1:
        return parts[0]
    return Labels(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in NAMES})


class Pool:
    """Labels kept so far, and the test whether new ones are needed beside them.

    With `same_sets` only labels that served exactly the same are compared (for enumerating); else a label that served
    less of what is still to be had may make one needless that served more (for pricing).
    """

    def __init__(self, *, same_sets: bool, waiting_weight: float, expiry: Ints, words: Words) -> None:
        self.same_sets, self.waiting_weight = same_sets, waiting_weight
        self.expiry, self.words = expiry, words  # per local bit: the last minute it may begin, and its word mask
        self.kept: Labels | None = None
        self.groups: dict[Any, list[int]] = {}  # rows of `kept` that may be compared with each other

    def needed(self, new: Labels) -> Labels:
        """The rows of `new` that nothing makes needless; they are kept from now on."""
        if not len(new):
            return new
        old = 0 if self.kept is None else len(self.kept)
        everything = new if self.kept is None else joined([self.kept, new])
        keys = [self._key_of(new, row) for row in range(len(new))]
        rivals: dict[Any, list[int]] = {}
        for row, key in enumerate(keys, start=old):
            rivals.setdefault(key, list(self.groups.get(key, ()))).append(row)
        needed = np.ones(len(everything), dtype=bool)
        for one, other in _pairs(list(rivals.values()), old):
            needed[self._beaten(everything, one, other)] = False
        chosen = np.nonzero(needed[old:])[0]
        for number, row in enumerate(chosen.tolist(), start=old):
            self.groups.setdefault(keys[row], []).append(number)
        result = new.take(chosen)
        self.kept = result if self.kept is None else joined([self.kept, result])
        return result

    def _key_of(self, labels: Labels, row: int) -> Any:
        place = int(labels.place[row])
        return (place, labels.bits[row].tobytes()) if self.same_sets else place

    def _beaten(self, labels: Labels, one: Ints, other: Ints) -> Ints:
        """Of pairs of rows, those `other` that `one` makes needless (of two alike the earlier stays)."""
        good = self._as_good(labels, one, other)
        one, other = one[good], other[good]
        if not len(one):
            return other
        alike = self._as_good(labels, other, one)
        return np.asarray(other[(one < other) | ~alike])

    def _as_good(self, labels: Labels, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
        """For each pair of rows whether the first makes the second needless (they may be alike)."""
        cost = labels.value - self.waiting_weight * labels.busy
        rows = np.nonzero((cost[one] <= cost[other] + 1e-9) & (labels.earliest[one] <= labels.earliest[other]))[0]
        if len(rows):
            less_is_better = np.stack(
                [
                    *(labels.first, labels.least, labels.driving, labels.wheel, labels.on_call, labels.night),
                    *(-labels.last, -labels.latest, -labels.most, -labels.promised),
                ],
                axis=1,
            )
            rows = rows[(less_is_better[one[rows]] <= less_is_better[other[rows]]).all(axis=1)]
        for counts in (labels.late, labels.early) if len(rows) else ():
            rows = rows[(counts[one[rows]] & ~counts[other[rows]]) == 0]
        if not self.same_sets and len(rows):
            live = self._live(labels.earliest[other[rows]])
            more = labels.bits[one[rows]] & ~labels.bits[other[rows]] & live
            rows = rows[(more == 0).all(axis=1)]
        good = np.zeros(len(one), dtype=bool)
        good[rows] = True
        return good

    def _live(self, when: Ints) -> Words:
        """What may still begin at these times, as words."""
        order = np.argsort(-self.expiry, kind="stable")  # those that last longest first
        words = np.bitwise_or.accumulate(self.words[order], axis=0)
        nothing = np.zeros((1, self.words.shape[1]), dtype=np.uint64)
        count = np.searchsorted(-self.expiry[order], -when, side="right")
        return np.asarray(np.concatenate([nothing, words])[count])


PAIRS_AT_ONCE = 1_000_000


def _pairs(groups: list[list[int]], old: int) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of different rows of a group whose second is new (from `old` on), in slices that fit in memory."""
    groups = [group for group in groups if len(group) > 1]
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    rows = np.array([row for group in groups for row in group], dtype=np.int64)
    size = np.repeat(sizes, sizes)  # of the group a row is in, and where that group begins
    begin = np.repeat(np.cumsum(sizes) - sizes, sizes)
    fresh = rows >= old
    others, size, begin = rows[fresh], size[fresh], begin[fresh]
    slices = np.cumsum(size) // PAIRS_AT_ONCE
    for number in np.unique(slices):
        some = slices == number
        count, first = size[some], begin[some]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        one, other = rows[np.repeat(first, count) + within], np.repeat(others[some], count)
        apart = one != other
        yield one[apart], other[apart]
