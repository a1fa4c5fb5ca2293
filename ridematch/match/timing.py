"""Exact timing of a fixed sequence of visits, as a simple temporal network (Dechter, Meiri and Pearl, 1991).

Windows, drives, ride times and limited waits are all bounds on differences of times. What a sequence can do, seen from
its two ends, is then six numbers: a `Span`. Spans put one after another are a span again, with nothing lost.
"""

from typing import NamedTuple

Matrix = tuple[tuple[int, ...], ...]
"""Closed difference bounds: `matrix[i][j]` is the most by which time j can exceed time i. Row 0 is the epoch."""


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


def moment(first: int, last: int) -> Span:
    """Something that takes no time, within [first, last]."""
    return Span(first, last, first, last, 0, 0)


def service(first: int, last: int, minutes: int) -> Span:
    """Something that takes exactly so many minutes and begins within [first, last]."""
    return Span(first, last, first + minutes, last + minutes, minutes, minutes)


def then(one: Span, least_gap: int, most_gap: int, other: Span) -> Span | None:
    """`one`, a gap of at least and at most so many minutes, then `other`; None where no times fit."""
    low = max(one.earliest + least_gap, other.first)
    high = min(one.latest + most_gap, other.last)
    if low > high:
        return None
    least, most = one.least + least_gap, one.most + most_gap
    first, last = max(one.first, low - most), min(one.last, high - least)
    if first > last:
        return None
    low, high = max(low, first + least), min(high, last + most)
    earliest, latest = max(other.earliest, low + other.least), min(other.latest, high + other.most)
    if low > high or earliest > latest:
        return None
    least, most = max(least + other.least, earliest - last), min(most + other.most, latest - first)
    if least > most:
        return None
    first, last = max(first, earliest - most), min(last, latest - least)
    return Span(first, last, max(earliest, first + least), min(latest, last + most), least, most)


def within(span: Span, *, starts: tuple[int, int], ends: tuple[int, int]) -> Span | None:
    """The part of a span that starts and ends within these bounds, both inclusive; None where there is none."""
    started = then(moment(*starts), 0, 0, span)
    return then(started, 0, 0, moment(*ends)) if started else None


def contains(wide: Span, narrow: Span) -> bool:
    """Whether everything `narrow` can do `wide` can do as well."""
    return (
        wide.first <= narrow.first
        and wide.last >= narrow.last
        and wide.earliest <= narrow.earliest
        and wide.latest >= narrow.latest
        and wide.least <= narrow.least
        and wide.most >= narrow.most
    )


def opening(first: int, last: int) -> Matrix:
    """A network of one event within [first, last]; rows: epoch, event."""
    return ((0, last), (-first, 0))


def extended(
    matrix: Matrix, *, after: int, least: int, first: int, last: int, since: int | None = None, most: int = 0
) -> Matrix | None:
    """One more event as the last row: at least `least` minutes after row `after`, within [first, last], and at most
    `most` minutes after row `since` (if given). The result is closed; None where no times fit.
    """
    size = len(matrix)
    to_new = [row[0] + last for row in matrix]
    if since is not None:
        to_new = [min(old, row[since] + most) for old, row in zip(to_new, matrix, strict=True)]
    from_new = [min(a - least, b - first) for a, b in zip(matrix[after], matrix[0], strict=True)]
    if any(there + back < 0 for there, back in zip(to_new, from_new, strict=True)):
        return None
    rows = [(*[min(old, to_new[i] + from_new[j]) for j, old in enumerate(matrix[i])], to_new[i]) for i in range(size)]
    return (*rows, (*from_new, 0))


def projected(matrix: Matrix, rows: tuple[int, ...]) -> Matrix:
    """The same network seen from some of its events only."""
    return tuple(tuple(matrix[i][j] for j in rows) for i in rows)


def looser(one: Matrix, other: Matrix) -> bool:
    """Whether every timing the network `other` allows is allowed by `one` (both closed, same rows)."""
    return all(a >= b for row, against in zip(one, other, strict=True) for a, b in zip(row, against, strict=True))


def span_between(matrix: Matrix, start: int, end: int, *, ending_minutes: int) -> Span:
    """The span from the beginning of event `start` to the end of event `end`, which lasts `ending_minutes`."""
    return Span(
        -matrix[start][0],
        matrix[0][start],
        -matrix[end][0] + ending_minutes,
        matrix[0][end] + ending_minutes,
        -matrix[end][start] + ending_minutes,
        matrix[start][end] + ending_minutes,
    )
