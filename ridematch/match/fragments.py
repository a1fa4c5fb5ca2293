"""What one car can do from empty to empty: sequences of pickups and deliveries, with exact windows and ride times.

Prefixes grow stop by stop (`prefixes`). Of two prefixes that served the same riders, have the same aboard, began and
stand at the same stops, one is dropped where the other drives no longer, loads no more and allows every timing it
allows: nothing can be done with it that can't be done as well with the other. (Rist and Forbes, Transportation Science
55, 2021: a fragment is what a vehicle does between being empty and being empty again.)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ridematch.match.board import Board
from ridematch.match.comparing import hashes, merged, needed
from ridematch.match.compiled import Floats, Ints, Words
from ridematch.match.labels import ITEM_COLUMNS
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
    empty_layer,
)
from ridematch.match.prefixes import begin, lengthen
from ridematch.match.threads import at_once
from ridematch.match.timing import BEGUN, EPOCH, NOW
from ridematch.match.town import FROM, Town, town_of, with_pairs
from ridematch.match.words import as_words, words_of

MOST_BYTES = 800_000_000
"""Prefixes of one length that can be held."""

ROWS_AT_ONCE = 20_000
"""Prefixes made between two looks at the clock."""


Worth = Callable[[Layer], npt.NDArray[np.bool_]]
"""Which prefixes to go on with."""

Only = Callable[[Town, Layer, Ints, Words], Ints]
"""Which of the rows that are ordered by their hashes stay."""


@dataclass(frozen=True, slots=True)
class Fragments:
    """Fragments in arrays, one row each. `table` has the columns of `labels`; `drivers` a word for each 64 bits.

    `stops` are in order 2 * the number of the ride, + 1 at its delivery; -1 where there are no more. These are all
    fragments of one season's travel times, unless `complete` is false: then the search was cut short.
    """

    table: Ints
    drivers: Words
    stops: Ints
    complete: bool


class Growing:
    """The fragments of one town: all of them, the short ones, or those that promise most."""

    def __init__(self, town: Town) -> None:
        self._search = _Search(town)
        self._begun = self._search.begun()

    @property
    def town(self) -> Town:
        """Where they are found, with what is known by now of who may get in while whom is aboard."""
        return self._search.town

    def grown(self, *, most: int, late: Callable[[], bool], worth: Worth | None = None) -> Fragments:
        """Every undominated fragment that some driver may drive, up to `most` prefixes, until `late()`.

        With `worth` only of prefixes of which it says so.
        """
        return self._walk(_up_to(most), late, worth)

    def short(self, stops: int, *, late: Callable[[], bool]) -> Fragments:
        """Those of at most so many stops."""

        def going_on(layer: Layer, trail: list[Ints]) -> Layer | None:
            return _rows(layer, len(trail) + 1 + layer.numbers[:, MANY] <= stops)

        return replace(self._walk(going_on, late), complete=False)

    def guided(self, worth: Floats, *, width: int, late: Callable[[], bool]) -> Fragments:
        """Those made of the prefixes that promise most: of each length about `width` go on.

        `worth` is what serving each ride is worth in minutes of driving.
        """

        def going_on(layer: Layer, trail: list[Ints]) -> Layer | None:
            return _rows(layer, _most_promising(layer, _gains(layer, trail, worth), width))

        return replace(self._walk(going_on, late), complete=False)

    def loose(self, *, most: int, late: Callable[[], bool]) -> Fragments:
        """One fragment for all that serve the same from the same first stop to the same last: as good as each of them.

        A car may not be able to do it, but does nothing better than these. Up to `most` prefixes, until `late()`.
        """
        return self._walk(_up_to(most), late, only=merged)

    def _walk(
        self,
        going_on: Callable[[Layer, list[Ints]], Layer | None],
        late: Callable[[], bool],
        worth: Worth | None = None,
        only: Only = needed,
    ) -> Fragments:
        """Layer by layer, each made of what is going on of the one before; None ends the search."""
        trail: list[Ints] = []
        found: list[Fragments] = []
        layer = going_on(self._begun, trail)
        while layer is not None and len(layer.numbers):
            following = self._search.longer(layer, late, worth, only)
            if following is None:
                return self._all(found, complete=False)
            trail.append(layer.numbers[:, [PARENT, RIDE, DELIVERED]])
            empty = following.numbers[:, MANY] == 0
            if empty.any():
                found.append(self._search.closed(_rows(following, empty), trail))
            layer = going_on(_rows(following, ~empty), trail)
        return self._all(found, complete=layer is not None)

    def _all(self, found: list[Fragments], *, complete: bool) -> Fragments:
        none = Fragments(
            np.empty((0, ITEM_COLUMNS), dtype=np.int64), self._search.nobody, np.empty((0, 0), dtype=np.int64), complete
        )
        return replace(together([none, *found]), complete=complete)


def _up_to(most: int) -> Callable[[Layer, list[Ints]], Layer | None]:
    """Every prefix goes on until there have been so many."""
    seen = 0

    def going_on(layer: Layer, _: list[Ints]) -> Layer | None:
        nonlocal seen
        seen += len(layer.numbers)
        return layer if seen <= most else None

    return going_on


def together(some: list[Fragments]) -> Fragments:
    """Fragments of one season one after another; not taken for all there are."""
    most = max(each.stops.shape[1] for each in some)
    stops = np.concatenate(
        [np.pad(each.stops, ((0, 0), (0, most - each.stops.shape[1])), constant_values=-1) for each in some]
    )
    return Fragments(
        table=np.concatenate([each.table for each in some]),
        drivers=np.concatenate([each.drivers for each in some]),
        stops=stops,
        complete=False,
    )


def growing(board: Board, season: int) -> Growing:
    """The fragments of one season's travel times."""
    return Growing(town_of(board, season))


def _gains(layer: Layer, trail: list[Ints], worth: Floats) -> Floats:
    """What those who got in are worth, less the driving, for each prefix. `trail` are the layers before."""
    gained = np.where(layer.numbers[:, DELIVERED] == 0, worth[layer.numbers[:, RIDE]], 0.0)
    at = layer.numbers[:, PARENT]
    for steps in reversed(trail):
        parent, ride, delivered = steps[at].T
        gained += np.where(delivered == 0, worth[ride], 0.0)
        at = parent
    return np.asarray(gained - layer.numbers[:, DRIVING], dtype=np.float64)


def _most_promising(layer: Layer, gains: Floats, width: int) -> Ints:
    """About `width` rows of those that gain most, as many for each ride they begin with."""
    if len(gains) <= width:
        return np.arange(len(gains))
    first = layer.numbers[:, FIRST]
    order = np.lexsort((-gains, first))
    _, begins, many = np.unique(first[order], return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(begins, many)
    return np.sort(order[rank < max(1, width // len(begins))])


def _rows(layer: Layer, which: npt.NDArray[Any]) -> Layer:
    return Layer(*(part[which] for part in layer))


class _Search:
    """Grows prefixes in one town."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.nobody = words_of([], bits=len(town.room))
        self.most_aboard = int(town.room[:, 0].max(initial=0))

    def _layer(self, rows: int, *, aboard: int) -> Layer:
        return empty_layer(
            rows,
            words=max(1, -(-int(self.town.slot[-1]) // 64)),
            driver_words=self.nobody.shape[1],
            kinds=self.town.uses.shape[1],
            aboard=max(1, aboard),
        )

    def begun(self) -> Layer:
        """Each ride's pickup as the first stop. From now on only those get in who may by two and two."""
        layer = self._layer(len(self.town.rides), aboard=1)
        layer = _rows(layer, np.arange(begin(self.town, layer)))
        two = self.longer(layer, lambda: False) if len(layer.numbers) else None
        if two is not None:
            both = two.numbers[two.numbers[:, MANY] == 2]
            beside = np.zeros((len(self.town.rides), len(self.town.rides)), dtype=bool)
            beside[both[:, FIRST], both[:, RIDE]] = True
            self.town = with_pairs(self.town, beside)
        return layer

    def longer(
        self, layer: Layer, late: Callable[[], bool], worth: Worth | None = None, only: Only = needed
    ) -> Layer | None:
        """Each prefix with one more stop, those that are needed; None where it is late, or too much to hold.

        Several parts at once.
        """
        aboard = max(1, min(self.most_aboard, 1 + int(layer.numbers[:, MANY].max())))

        rows_left = MOST_BYTES * len(layer.numbers) // sum(column.nbytes for column in layer)

        def part(rows: range) -> list[Layer] | None:
            nonlocal rows_left
            into = self._layer(ROWS_AT_ONCE + 2 * len(self.town.rides), aboard=aboard)
            parts, row = [], rows.start
            while row < rows.stop:
                if late() or rows_left < 0:
                    return None
                row, count = lengthen(self.town, layer, row, rows.stop, into)
                made = _rows(into, np.arange(count))
                parts.append(made if worth is None else _rows(made, worth(made)))
                rows_left -= len(parts[-1].numbers)
            return parts

        found = at_once(part, _cuts(range(0, len(layer.numbers), ROWS_AT_ONCE), len(layer.numbers)))
        parts = [some for some in found if some is not None]
        if len(parts) < len(found):
            return None
        longer = Layer(*(np.concatenate(columns) for columns in zip(*chain(*parts), strict=True)))
        hashed = hashes(self.town, longer)
        order = np.argsort(hashed, kind="stable")
        in_order = hashed[order]

        def kept(rows: range) -> Ints | None:
            return None if late() else only(self.town, longer, order[rows.start : rows.stop], hashed)

        starts = np.unique(np.searchsorted(in_order, in_order[::ROWS_AT_ONCE]))  # equals stay together
        if not len(order):
            return longer
        some = at_once(kept, _cuts(starts.tolist(), len(order)))
        those = [rows for rows in some if rows is not None]
        return _rows(longer, np.sort(np.concatenate(those))) if len(those) == len(some) else None

    def closed(self, layer: Layer, trail: list[Ints]) -> Fragments:
        """Prefixes with nobody aboard as fragments; drivers without the room are struck off."""
        numbers, network = layer.numbers, layer.network
        stops = np.empty((len(numbers), len(trail) + 1), dtype=np.int64)
        stops[:, -1] = 2 * numbers[:, RIDE] + numbers[:, DELIVERED]
        at = numbers[:, PARENT]
        for position in range(len(trail) - 1, -1, -1):
            parent, ride, delivered = trail[position][at].T
            stops[:, position] = 2 * ride + delivered
            at = parent
        first, last = -network[:, BEGUN, EPOCH], network[:, EPOCH, BEGUN]
        service = numbers[:, SERVICE]
        loads, which = np.unique(layer.load, axis=0, return_inverse=True)
        table = np.column_stack(
            [
                *(self.town.rides[numbers[:, FIRST], FROM], numbers[:, PLACE]),
                *(numbers[:, DRIVING], numbers[:, DRIVING] + numbers[:, BOARDING]),
                *(np.zeros(len(numbers), dtype=np.int64), np.ones(len(numbers), dtype=np.int64)),
                *(first, last, service - network[:, NOW, EPOCH], service + network[:, EPOCH, NOW]),
                *(service - network[:, NOW, BEGUN], service + network[:, BEGUN, NOW]),
            ]
        )
        with_room = as_words(np.all(loads[:, None, :] <= self.town.room[None, :, :], axis=2))
        return Fragments(table, layer.drivers & with_room[which.ravel()], stops, complete=False)


def _cuts(starts: Iterable[int], end: int) -> list[range]:
    """Rows from each start to the next, the last ones to the end."""
    return [range(start, stop) for start, stop in pairwise([*starts, end])]
