"""Exact timing of a fixed sequence of visits, as a simple temporal network (Dechter, Meiri and Pearl, 1991).

Windows, drives, ride times and limited waits are all bounds on differences of times. What a sequence can do, seen from
its two ends, is then six numbers: a `Span`. Spans put one after another are a span again, with nothing lost.

A network is what bounds all that may follow the last event, closed: `network[i, j]` is the most by which time j can
exceed time i. Its rows are the epoch, the first event and the last; its columns the same, then times by which something
is to be. Nothing is ever bounded from one of these times on, so they need no rows.
"""

from typing import NamedTuple

from ridematch.match.compiled import Ints, tight

ROWS = 3
EPOCH, BEGUN, NOW, DUE = range(4)
"""Rows and columns of a network; DUE is the first column of a time by which something is to be."""

Six = tuple[int, int, int, int, int, int]
"""A span's numbers."""


class Span(NamedTuple):
    """All that a sequence can do: starts in [first, last], ends in [earliest, latest], takes [least, most] minutes.

    Every start and end within these bounds is possible together with some times in between, and every value is reached.
    """

    first: int
    last: int
    earliest: int
    latest: int
    least: int
    most: int


def service(first: int, last: int, minutes: int) -> Span:
    """Something that takes exactly so many minutes and begins within [first, last]."""
    return Span(first, last, first + minutes, last + minutes, minutes, minutes)


@tight
def in_a_row(one: Six, least_gap: int, most_gap: int, other: Six) -> tuple[bool, int, int, int, int, int, int]:
    """`one`, a gap of at least and at most so many minutes, then `other`: whether any times fit, and the span."""
    first, last, earliest, latest, least, most = one
    its_first, its_last, its_earliest, its_latest, its_least, its_most = other
    low, high = max(earliest + least_gap, its_first), min(latest + most_gap, its_last)
    least, most = least + least_gap, most + most_gap
    first, last = max(first, low - most), min(last, high - least)
    if low > high or first > last:
        return False, 0, 0, 0, 0, 0, 0
    low, high = max(low, first + least), min(high, last + most)
    earliest, latest = max(its_earliest, low + its_least), min(its_latest, high + its_most)
    if low > high or earliest > latest:
        return False, 0, 0, 0, 0, 0, 0
    least, most = max(least + its_least, earliest - last), min(most + its_most, latest - first)
    if least > most:
        return False, 0, 0, 0, 0, 0, 0
    first, last = max(first, earliest - most), min(last, latest - least)
    return True, first, last, max(earliest, first + least), min(latest, last + most), least, most


@tight
def one_more_event(network: Ints, latest: Ints, least: int, first: int, columns: Ints, count: int, into: Ints) -> bool:
    """The network `into` with one more event as its row and column NOW; False where no times fit.

    The event is at least `least` minutes after the one before it, not before `first`, and at most `latest[i]` minutes
    after row i. What was to be by a certain time stays in the first `count` of `columns`, in their order.
    """
    for i in range(ROWS):
        if latest[i] + min(network[NOW, i] - least, network[EPOCH, i] - first) < 0:
            return False
    for j in range(DUE + count):
        column = j if j < DUE else columns[j - DUE]
        back = min(network[NOW, column] - least, network[EPOCH, column] - first)
        for i in range(NOW):
            into[i, j] = min(network[i, column], latest[i] + back)
        into[NOW, j] = back
    into[EPOCH, NOW], into[BEGUN, NOW], into[NOW, NOW] = latest[EPOCH], latest[BEGUN], 0
    return True
