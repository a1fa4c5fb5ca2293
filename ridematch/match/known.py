"""What somebody is known to do, in a draft or an earlier plan, as fragments and duties by all rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from datetime import date

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

FEW_ITEMS = 8
"""Of a day, which are tried in every order."""

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
    # with few items it takes longer to make tables than to do without them
    few = len(some.which) <= FEW_ITEMS
    looks = [(np.inf, EXACT)] if few else [(-1.0, ROUGH), (-1.0, EXACT)]
    best, least = None, 0.0
    for cutoff, compare in looks:
        found = search(some, prices, cutoff=cutoff, compare=compare, most=MOST_LABELS, wanted=1)
        if found.duties and found.reduced_costs[0] < least:
            best, least = found.duties[0], found.reduced_costs[0]
    return best


def emptied(steps: Iterable[Step]) -> Iterator[tuple[Step, ...]]:
    """Pickups and deliveries, cut where the car is empty; from where somebody gets out who did not get in, none."""
    aboard: Counter[int] = Counter()
    since: list[Step] = []
    for bit, at_delivery in steps:
        aboard[bit] += -1 if at_delivery else 1
        if aboard[bit] < 0:
            return
        since.append((bit, at_delivery))
        if not aboard.total():
            yield tuple(since)
            since = []


def by_season(board: Board, sequences: Iterable[tuple[date, tuple[Step, ...]]]) -> dict[int, Fragments]:
    """Sequences of these dates as fragments, for each season that the problem has."""
    found: dict[int, dict[tuple[Step, ...], None]] = defaultdict(dict)
    for on, steps in sequences:
        found[board.season(on)][steps] = None
    seasons = sorted({board.season(block.date) for block in board.problem.blocks})
    return {season: given(board, season, list(found[season])) for season in seasons}


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
