"""What serving each ride is worth, and being somewhere in time: the duals of the flow as a linear program."""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Floats, Ints, compiled
from ridematch.match.fleet.pieces import EARLIEST, LAST, Pieces
from ridematch.match.town import FROM_LAST, TO_FIRST, TO_SERVICE, Town


class Nodes:
    """Where pieces begin and end: a ride and the last time to begin with it, a ride and the earliest end with it.

    `last[first_begin[r] : first_begin[r + 1]]` are the last times of ride r in order, and so for the ends. Pieces of
    other times belong to the next node that allows more.
    """

    def __init__(self, town: Town, pieces: Pieces) -> None:
        rides = np.arange(len(town.rides))
        last = np.append(pieces.spans[:, LAST], town.rides[:, FROM_LAST])
        self.begins, self.last = _in_order(np.append(pieces.begin, rides), last)
        earliest = np.append(pieces.spans[:, EARLIEST], town.rides[:, TO_FIRST] + town.rides[:, TO_SERVICE])
        self.ends, self.earliest = _in_order(np.append(pieces.end, rides), earliest)
        self.first_begin = np.searchsorted(self.begins, np.append(rides, len(rides)))
        self.first_end = np.searchsorted(self.ends, np.append(rides, len(rides)))

    def of_begins(self, rides: Ints, last: Ints) -> Ints:
        """The nodes of pieces that begin with these rides, at the latest then."""
        return _found(rides, last, self.first_begin, self.last, False)

    def of_ends(self, rides: Ints, earliest: Ints) -> Ints:
        """The nodes of pieces that end with these rides, at the earliest then."""
        return _found(rides, earliest, self.first_end, self.earliest, True)

    def drives(self, minutes: Ints) -> tuple[Ints, Ints]:
        """From which ends to which beginnings a car is in time; what follows from that by waiting is left out."""
        return _drives(self.first_end, self.earliest, self.first_begin, self.last, minutes)


def _in_order(rides: Ints, times: Ints) -> tuple[Ints, Ints]:
    """Each ride and time once, in order."""
    both = np.unique(np.column_stack([rides, times]), axis=0)
    return np.ascontiguousarray(both[:, 0]), np.ascontiguousarray(both[:, 1])


@compiled
def _found(rides: Ints, times: Ints, first: Ints, of_nodes: Ints, earlier: bool) -> Ints:
    """For each ride and time the node at or next to it, on the earlier side or the later."""
    found = np.empty(len(rides), dtype=np.int64)
    for row in range(len(rides)):
        low, high = first[rides[row]], first[rides[row] + 1]
        if earlier:
            found[row] = low - 1 + np.searchsorted(of_nodes[low:high], times[row], side="right")
        else:
            found[row] = low + np.searchsorted(of_nodes[low:high], times[row])
    return found


@compiled
def _drives(first_end: Ints, earliest: Ints, first_begin: Ints, last: Ints, minutes: Ints) -> tuple[Ints, Ints]:
    """To each beginning from the latest end that is in time for it, unless an earlier beginning has the same.

    A ride's end is never followed by its own beginning. The ways are from the deliveries' rows to the pickups'.
    """
    rides = len(first_end) - 1
    most = 0
    for ride in range(rides):
        for other in range(rides):
            most += min(first_end[ride + 1] - first_end[ride], first_begin[other + 1] - first_begin[other])
    ends, begins = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    count = 0
    for ride in range(rides):
        for other in range(rides):
            end, way = first_end[ride], minutes[1 + rides + ride, 1 + other]
            for begin in range(first_begin[other], first_begin[other + 1]):
                new = end
                while new < first_end[ride + 1] and earliest[new] + way <= last[begin]:
                    new += 1
                if new > end and other != ride:
                    ends[count], begins[count] = new - 1, begin
                    count += 1
                end = new
    return ends[:count], begins[:count]


class Prices(NamedTuple):
    """The linear optimum, and its price of each ride and each node.

    All plans cost at least `value`, and one that uses a piece as much more as the piece adds by these prices.
    """

    value: float
    nodes: Nodes
    rides: Floats
    begins: Floats
    ends: Floats

    def of(self, pieces: Pieces) -> Floats:
        """What each piece adds at least to the optimum if it is used."""
        begin = self.nodes.of_begins(pieces.begin, pieces.spans[:, LAST])
        end = self.nodes.of_ends(pieces.end, pieces.spans[:, EARLIEST])
        more = pieces.distance - pieces.served @ self.rides + self.begins[begin] - self.ends[end]
        return np.asarray(more, dtype=np.float64)

    def of_drives(self, nodes: Nodes, ends: Ints, begins: Ints, ways: Floats) -> Floats:
        """The same of drives between other nodes."""
        end = self.nodes.of_ends(nodes.ends[ends], nodes.earliest[ends])
        begin = self.nodes.of_begins(nodes.begins[begins], nodes.last[begins])
        return np.asarray(ways + self.ends[end] - self.begins[begin], dtype=np.float64)
