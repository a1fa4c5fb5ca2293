"""Partial days, many at once: arrays of labels, and which of them another one makes needless.

A label is a day so far. In a trip it knows the trip's span and stands at a place; at home only `ready` matters. One label
makes another needless where whatever can follow the other can follow it too, at no higher cost, counting for no more.
"""

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
        needed = np.ones(len(everything), dtype=bool)
        touched: dict[Any, list[int]] = {}
        for row, key in enumerate(self._keys(new), start=old):
            touched.setdefault(key, []).append(row)
        for key, rows in touched.items():
            rivals = [*self.groups.get(key, ()), *rows]
            if len(rivals) > 1:
                beaten = self._beaten(everything.take(np.array(rivals)), len(rows))
                needed[np.array(rows)[beaten]] = False
        chosen = np.nonzero(needed[old:])[0]
        for number, row in enumerate(chosen.tolist(), start=old):
            self.groups.setdefault(self._key_of(new, row), []).append(number)
        result = new.take(chosen)
        self.kept = result if self.kept is None else joined([self.kept, result])
        return result

    def _keys(self, labels: Labels) -> list[Any]:
        return [self._key_of(labels, row) for row in range(len(labels))]

    def _key_of(self, labels: Labels, row: int) -> Any:
        place = int(labels.place[row])
        return (place, labels.bits[row].tobytes()) if self.same_sets else place

    def _beaten(self, rivals: Labels, count: int) -> npt.NDArray[np.bool_]:
        """For each of the last `count` rivals whether another of them beats it (of two alike the earlier stays)."""
        result = np.zeros(count, dtype=bool)
        old, order = len(rivals) - count, np.arange(len(rivals))
        size = max(1, 2_000_000 // len(rivals))
        for start in range(0, count, size):
            rows = np.arange(old + start, old + min(start + size, count))
            some = rivals.take(rows)
            better, worse = self._as_good(rivals, some), self._as_good(some, rivals).T
            beats = better & (~worse | (order[:, None] < rows[None, :]))
            beats[rows, np.arange(len(rows))] = False
            result[rows - old] = beats.any(axis=0)
        return result

    def _as_good(self, one: Labels, other: Labels) -> npt.NDArray[np.bool_]:
        """[i, j]: whether row i of `one` makes row j of `other` needless (rows may be equal)."""
        key_one = one.value - self.waiting_weight * one.busy
        key_other = other.value - self.waiting_weight * other.busy
        good = key_one[:, None] <= key_other[None, :] + 1e-9
        for name in ("first", "earliest", "least", "driving", "wheel", "on_call", "night"):
            good &= getattr(one, name)[:, None] <= getattr(other, name)[None, :]
        for name in ("last", "latest", "most", "promised"):
            good &= getattr(one, name)[:, None] >= getattr(other, name)[None, :]
        for name in ("late", "early"):
            good &= (getattr(one, name)[:, None] & ~getattr(other, name)[None, :]) == 0
        if not self.same_sets and good.any():
            alive = self.expiry[None, :] >= other.earliest[:, None]  # (other, local bits)
            for word in range(one.bits.shape[1]):
                masks = np.where(alive, self.words[:, word][None, :], np.uint64(0))
                live = np.bitwise_or.reduce(masks, axis=1) if masks.shape[1] else np.zeros(len(other), dtype=np.uint64)
                more = one.bits[:, word][:, None] & ~other.bits[:, word][None, :] & live[None, :]
                good &= more == 0
        return good
