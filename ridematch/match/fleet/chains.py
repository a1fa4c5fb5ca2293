"""Pieces one after another: what is possible for each two in a row need not be for three, nor in the time of a route.

A chain that is not possible is cut off together with all that are worse: that end later, take longer, must begin
sooner. So is a circle of pieces that never sees the depot.
"""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from ridematch.match.fleet.pieces import EARLIEST, LAST, LEAST, Pieces
from ridematch.match.fleet.town import UNITS, WITHOUT_LIMIT, ways_in_units
from ridematch.match.timing import Six, in_a_row, service
from ridematch.model.fleet import Fleet


@dataclass(frozen=True, slots=True)
class Cut:
    """Of `groups` of pieces and `drives` from one ride's end to another's beginning at most `most` go together."""

    groups: tuple["Group", ...]
    drives: tuple[tuple[int, int], ...]
    most: int


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces from one of `begins` to one of `ends` (any ride where None) that allow no more than this in time."""

    begins: tuple[int, ...] | None
    ends: tuple[int, ...] | None
    last: int | None = None
    earliest: int | None = None
    least: int | None = None

    def of(self, pieces: Pieces) -> npt.NDArray[np.bool_]:
        """Which of the pieces are in it."""
        among = np.ones(len(pieces.begin), dtype=bool)
        if self.begins is not None:
            among &= np.isin(pieces.begin, self.begins)
        if self.ends is not None:
            among &= np.isin(pieces.end, self.ends)
        if self.last is not None:
            among &= pieces.spans[:, LAST] <= self.last
        if self.earliest is not None:
            among &= pieces.spans[:, EARLIEST] >= self.earliest
        if self.least is not None:
            among &= pieces.spans[:, LEAST] >= self.least
        return among


class Chains:
    """What is possible with a fleet's pieces in a row."""

    def __init__(self, fleet: Fleet) -> None:
        self.rides, self.ways = fleet.rides, ways_in_units(fleet)
        depot = fleet.halts[0]
        first, last, minutes = floor(depot.earliest * UNITS), ceil(depot.latest * UNITS), floor(depot.service * UNITS)
        self.leave, self.back = service(first, last, minutes), service(first, last, 0)
        self.longest = ceil(fleet.longest_route * UNITS)

    def short_enough(self, pieces: Pieces) -> npt.NDArray[np.bool_]:
        """Which pieces can be a route by themselves."""
        rows = np.arange(len(pieces.begin))
        return np.array([self._is_route(pieces.only(rows[row : row + 1])) for row in rows], dtype=bool)

    def cuts(self, chain: Pieces) -> list[Cut]:
        """What cuts off a route of these pieces in order, a cut for each least part of it that is not possible."""
        found: list[Cut] = []
        ends: list[tuple[int, int]] = []
        for many in range(2, len(chain.begin) + 1):
            for start in range(len(chain.begin) - many + 1):
                stop = start + many
                if any(start <= one and other <= stop for one, other in ends):
                    continue
                part = chain.only(np.arange(start, stop))
                if not self._is_in_time(part):
                    found.append(_too_late(part))
                elif not self._is_route(part):
                    found.append(_too_long(part))
                else:
                    continue
                ends.append((start, stop))
        return found

    def _way(self, one: int, other: int) -> int:
        """From a ride's end to another's beginning."""
        return int(self.ways[1 + self.rides + one, 1 + other])

    def _is_in_time(self, part: Pieces) -> bool:
        """Whether each begins in time if the first ends as early as it can."""
        end = int(part.spans[0, EARLIEST])
        for row in range(1, len(part.begin)):
            begin = end + self._way(part.end[row - 1], part.begin[row])
            if begin > part.spans[row, LAST]:
                return False
            end = max(begin + int(part.spans[row, LEAST]), int(part.spans[row, EARLIEST]))
        return True

    def _is_route(self, part: Pieces) -> bool:
        """Whether it can be done from depot to depot within the time of a route."""
        span: Six = tuple(self.leave)  # type: ignore[assignment]
        way = int(self.ways[0, 1 + part.begin[0]])
        for row in range(len(part.begin) + 1):
            following = part.spans[row].tolist() if row < len(part.begin) else self.back
            fits, *numbers = in_a_row(span, way, WITHOUT_LIMIT, tuple(following))
            if not fits:
                return False
            span = tuple(numbers)  # type: ignore[assignment]
            if row + 1 < len(part.begin):
                way = self._way(part.end[row], part.begin[row + 1])
            else:
                way = int(self.ways[1 + self.rides + part.end[-1], 0])
        return span[LEAST] <= self.longest


def _too_late(part: Pieces) -> Cut:
    """The last piece begins too late however the first, which ends no sooner, came to its end."""
    groups = [Group(None, (int(part.end[0]),), earliest=int(part.spans[0, EARLIEST]))]
    for row in range(1, len(part.begin) - 1):
        span = part.spans[row]
        groups.append(
            Group((int(part.begin[row]),), (int(part.end[row]),), earliest=int(span[EARLIEST]), least=int(span[LEAST]))
        )
    groups.append(Group((int(part.begin[-1]),), None, last=int(part.spans[-1, LAST])))
    return Cut(tuple(groups), _drives(part), 2 * len(part.begin) - 2)


def _too_long(part: Pieces) -> Cut:
    groups = tuple(
        Group((begin,), (end,), last=span[LAST], earliest=span[EARLIEST], least=span[LEAST])
        for begin, end, span in zip(part.begin.tolist(), part.end.tolist(), part.spans.tolist(), strict=True)
    )
    return Cut(groups, _drives(part), 2 * len(part.begin) - 2)


def no_circle(circle: Pieces) -> Cut:
    """Pieces between these rides and drives between them do not close without the depot."""
    begins, ends = tuple(circle.begin.tolist()), tuple(circle.end.tolist())
    drives = tuple((end, begin) for end in ends for begin in begins)
    return Cut((Group(begins, ends),), drives, 2 * len(circle.begin) - 1)


def _drives(part: Pieces) -> tuple[tuple[int, int], ...]:
    return tuple((int(part.end[row]), int(part.begin[row + 1])) for row in range(len(part.begin) - 1))


def in_order(pieces: Pieces, drives: list[tuple[int, int]]) -> tuple[list[Pieces], list[Pieces]]:
    """Pieces as they follow one another by the drives: routes from the depot, and circles without it."""
    following = dict(drives)
    row_of = {int(ride): row for row, ride in enumerate(pieces.begin)}
    left = dict.fromkeys(range(len(pieces.begin)))

    def walk(row: int) -> Pieces:
        rows = []
        while row in left:
            del left[row]
            rows.append(row)
            row = row_of[following[int(pieces.end[row])]] if int(pieces.end[row]) in following else -1
        return pieces.only(np.array(rows))

    after = set(following.values())
    routes = [walk(row) for ride, row in row_of.items() if ride not in after]
    circles = []
    while left:
        circles.append(walk(next(iter(left))))
    return routes, circles
