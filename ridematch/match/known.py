"""What somebody is known to do, in a draft or an earlier plan, as fragments and duties by all rules."""

from collections import Counter
from copy import copy
from dataclasses import replace

import numpy as np

from ridematch.match.board import Board
from ridematch.match.compiled import Bools
from ridematch.match.days import Day, Prices
from ridematch.match.duty import DutyChoice, Step
from ridematch.match.fragments import Fragments
from ridematch.match.labels import EXACT, ITEM_COLUMNS, ROUGH
from ridematch.match.search import search
from ridematch.match.sequence import Sequences
from ridematch.match.words import words_of

MOST_LABELS = 20_000
"""Of the search for a day that does all that is known of it."""

PAID = 1e4
"""For each ride of such a day, so that all are in it."""

REST = 1e-3
"""What such a day pays for driving at night, late, or early: of two that are alike the one that rests."""


def all_of(day: Day, items: Bools, served: Counter[int]) -> DutyChoice | None:
    """The cheapest day that serves all these bits, so often, or as many as can be, with some of these `items`."""
    day = copy(day)
    counts = tuple(served.get(bit, 0) for bit in range(len(day.board.counts)))
    day.board = replace(day.board, counts=counts)  # of riders alike no more than these
    some = day.opened(items)
    if not len(some.which):
        return None
    rest = tuple((number, REST) for number in range(len(day.nights)))
    prices = Prices(bits=dict.fromkeys(some.local, PAID), night=REST, late=rest, early=rest)
    best, least = None, 0.0
    for compare in (ROUGH, EXACT):
        found = search(some, prices, cutoff=-1.0, compare=compare, most=MOST_LABELS, wanted=1)
        if found.duties and found.reduced_costs[0] < least:
            best, least = found.duties[0], found.reduced_costs[0]
    return best


def given(board: Board, season: int, sequences: list[tuple[Step, ...]]) -> Fragments:
    """These sequences as fragments, those that some driver may drive."""
    by_rules = Sequences(board, season)
    done = [(steps, by_rules.done(steps)) for steps in sequences]
    found = [(steps, one) for steps, one in done if one is not None]
    most = max((len(steps) for steps, _ in found), default=0)
    stops = np.full((len(found), most), -1, dtype=np.int64)
    for number, (steps, _) in enumerate(found):
        stops[number, : len(steps)] = [2 * bit + at_delivery for bit, at_delivery in steps]
    return Fragments(
        table=np.array([one.row for _, one in found], dtype=np.int64).reshape(-1, ITEM_COLUMNS),
        drivers=words_of([one.drivers for _, one in found], bits=len(board.problem.drivers)),
        stops=stops,
        complete=False,
    )
