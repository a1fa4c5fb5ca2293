"""Fragments of a fleet as pieces of routes: where they begin and end, what they allow in time, and how far they are."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ridematch.match import labels
from ridematch.match.compiled import Floats, Ints, compiled
from ridematch.match.fragments import Fragments
from ridematch.model.fleet import Fleet

FIRST, LAST, EARLIEST, LATEST, LEAST, MOST = range(6)
"""Columns of a piece's span, as in `timing.Span`."""


class Pieces(NamedTuple):
    """One row a fragment: rides of its first pickup and its last delivery, its span, and its length in real numbers.

    `served[row, ride]` is 1 or 0; `stops` are as in `Fragments`.
    """

    begin: Ints
    end: Ints
    spans: Ints
    distance: Floats
    served: npt.NDArray[np.uint8]
    stops: Ints

    def only(self, which: npt.NDArray[np.bool_] | Ints) -> "Pieces":
        """Some of them."""
        begin, end, spans, distance, served, stops = self
        return Pieces(begin[which], end[which], spans[which], distance[which], served[which], stops[which])

    def and_more(self, other: "Pieces") -> "Pieces":
        """These, then the others."""
        most = max(self.stops.shape[1], other.stops.shape[1])
        stops = (
            np.pad(some.stops, ((0, 0), (0, most - some.stops.shape[1])), constant_values=-1) for some in (self, other)
        )
        return Pieces(
            begin=np.concatenate([self.begin, other.begin]),
            end=np.concatenate([self.end, other.end]),
            spans=np.concatenate([self.spans, other.spans]),
            distance=np.concatenate([self.distance, other.distance]),
            served=np.concatenate([self.served, other.served]),
            stops=np.concatenate(list(stops)),
        )


def pieces_of(fleet: Fleet, fragments: Fragments) -> Pieces:
    """All fragments a car has seats for, but those that another one makes needless, for the same riders."""
    fits = fragments.drivers.any(axis=1)
    stops, rides, ways = fragments.stops[fits], fleet.rides, np.array(fleet.ways)
    rows, many = np.arange(len(stops)), (stops >= 0).sum(axis=1)
    halts = np.where(stops < 0, 0, 1 + stops // 2 + rides * (stops % 2))
    distance = np.zeros(len(stops))
    served = np.zeros((len(stops), rides + 1), dtype=np.uint8)
    for step in range(stops.shape[1]):
        served[rows, np.where(step < many, stops[:, step] // 2, rides)] = 1
        if step:
            distance += np.where(step < many, ways[halts[:, step - 1], halts[:, step]], 0.0)
    pieces = Pieces(
        begin=stops[rows, 0 * many] // 2,
        end=stops[rows, many - 1] // 2,
        spans=np.ascontiguousarray(fragments.table[fits, labels.FIRST : labels.MOST + 1]),
        distance=distance,
        served=served[:, :rides],
        stops=stops,
    )
    alike = np.column_stack([pieces.begin, pieces.end, np.packbits(pieces.served, axis=1)])
    group = np.unique(alike, axis=0, return_inverse=True)[1].ravel()
    order = np.lexsort((pieces.distance, group))
    return pieces.only(np.sort(order[_needed(order, group, pieces.spans)]))


@compiled
def _needed(order: Ints, group: Ints, spans: Ints) -> npt.NDArray[np.bool_]:
    """Of rows ordered by group and distance those that no shorter one of the group makes needless.

    One makes another needless where it may begin as late, ends as early and takes as little time: an empty car may
    wait, so nothing else matters to what comes before and after.
    """
    keep = np.ones(len(order), dtype=np.bool_)
    begin = 0
    for at in range(len(order)):
        row = order[at]
        if group[row] != group[order[begin]]:
            begin = at
        for before in range(begin, at):
            other = order[before]
            if (
                keep[before]
                and spans[other, LAST] >= spans[row, LAST]
                and spans[other, EARLIEST] <= spans[row, EARLIEST]
                and spans[other, LEAST] <= spans[row, LEAST]
            ):
                keep[at] = False
                break
    return keep
