"""A trip's span cut at the hours at which the rules of rest change their answer: night, late, early. Compiled."""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Ints, compiled, copy_row, tight, zero
from ridematch.match.timing import in_a_row

MOST_PIECES = 64
"""Pieces of a trip's span between the times at which the rules of rest change their answer."""


class Paper(NamedTuple):
    """Room to cut spans: at which minutes, into which pieces, and those of them that are `needed`."""

    starts: Ints
    ends: Ints
    pieces: Ints
    needed: Ints


@compiled
def new_paper() -> Paper:
    """Room for one span after another."""
    return Paper(
        np.empty(16, dtype=np.int64),
        np.empty(16, dtype=np.int64),
        np.empty((MOST_PIECES, 9), dtype=np.int64),
        np.empty((MOST_PIECES, 9), dtype=np.int64),
    )


@tight
def pieces_of(paper: Paper, span: tuple[int, int, int, int, int, int], own_trip: bool, nights: Ints) -> int:
    """Cut the span where the rules of rest change their answer: rows of a span, night, late and early; says how many.

    A piece that another one makes needless once a trip is closed is left out (of two alike the first stays).
    """
    first, last, earliest, latest, _, _ = span
    starts, ends, pieces = paper.starts, paper.ends, paper.pieces
    starts[0], ends[0] = first, latest
    many_starts = many_ends = zero() + 1
    for night in range(0 if own_trip else len(nights)):
        begins, turns, over, early_until = nights[night]
        if first < early_until and latest > begins:
            for mark in (turns, over, early_until):
                if first < mark <= last:
                    starts[many_starts] = mark
                    many_starts += 1
            if earliest <= begins < latest:
                ends[many_ends] = begins
                many_ends += 1
    many_starts, many_ends = _sorted_once(starts, many_starts), _sorted_once(ends, many_ends)
    found = 0
    for start in range(many_starts):
        departs = starts[start]
        beyond = starts[start + 1] if start + 1 < many_starts else last + 1
        for end in range(many_ends):
            arrives = ends[end]
            fits, a, b, c, d, e, f = in_a_row((departs, beyond - 1, departs, beyond - 1, 0, 0), 0, 0, span)
            if not fits:
                continue
            fits, a, b, c, d, e, f = in_a_row((a, b, c, d, e, f), 0, 0, (earliest, arrives, earliest, arrives, 0, 0))
            if not fits:
                continue
            piece = pieces[found]
            piece[0], piece[1], piece[2], piece[3], piece[4], piece[5] = a, b, c, d, e, f
            piece[6], piece[7], piece[8] = 0, 0, 0
            for night in range(0 if own_trip else len(nights)):
                begins, turns, over, early_until = nights[night]
                if not (first < early_until and latest > begins):
                    continue
                if departs < over and arrives > begins:
                    pieces[found, 6] = 1
                if departs < turns and arrives > begins:
                    pieces[found, 7] |= 1 << night
                if turns <= departs < early_until:
                    pieces[found, 8] |= 1 << night
            found += 1
    kept = 0
    for one_row in range(found):
        beaten = False
        for other in range(found):
            if other != one_row and _as_good(pieces[other], pieces[one_row]):
                beaten |= other < one_row or not _as_good(pieces[one_row], pieces[other])
        if not beaten:
            copy_row(paper.needed[kept], pieces[one_row])
            kept += 1
    return kept


@tight
def _sorted_once(numbers: Ints, many: int) -> int:
    """Put the first so many numbers in order, each once; returns how many there are then."""
    kept = 0
    for at in range(many):
        number, place = numbers[at], kept
        while place > 0 and numbers[place - 1] > number:
            place -= 1
        if place == 0 or numbers[place - 1] != number:
            for above in range(kept, place, -1):
                numbers[above] = numbers[above - 1]
            numbers[place] = number
            kept += 1
    return kept


@tight
def _as_good(one: Ints, other: Ints) -> bool:
    """For what can follow a closed trip: as quick, as early home, as late away, and counting for no more."""
    return bool(
        one[4] <= other[4]
        and one[2] <= other[2]
        and one[1] >= other[1]
        and one[6] <= other[6]
        and not one[7] & ~other[7]
        and not one[8] & ~other[8]
    )
