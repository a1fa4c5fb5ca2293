"""Column generation: prices from the master, duties for those prices from the days, until no duty could help.

Days with few possible duties are enumerated at the start. The others are priced: every round asks each of them for its
best duties under the present prices. When none has one of negative reduced cost the linear optimum over a few duties is
the optimum over all of them (Desaulniers, Desrosiers and Solomon, Column Generation, 2005, chapter 1).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count

import numpy as np

from ridematch.match.board import Board
from ridematch.match.choosing import Relaxation, Relaxing
from ridematch.match.compiled import Floats
from ridematch.match.cuts import violated
from ridematch.match.days import Day, Prices
from ridematch.match.duty import DutyChoice
from ridematch.match.items import Items
from ridematch.match.labels import ALL_SETS, EXACT, ROUGH
from ridematch.match.look import at_least
from ridematch.match.master import Rows
from ridematch.match.program import Choice
from ridematch.match.progress import Course
from ridematch.match.search import Found, search
from ridematch.match.threads import at_once
from ridematch.match.whole import TOLERANCE
from ridematch.model.problem import Block

FEW_LABELS = 2_000
"""A day with at most so many labels is enumerated at once."""

BRIEFLY = 5_000
"""Labels of a search that only looks for something to go on with."""

MANY_LABELS = 20_000
"""Labels of an exact search that is given up for now where others may do better."""

MOST_LABELS = 1_000_000
"""Labels of one search before it is cut short, and nothing called proven."""

CLOSE = 5e-4
"""Share of the value by which the bound may lie below it when pricing ends; the integer step closes the rest."""

CLOSER = CLOSE / 10
"""The same where the integer step will have to look at all duties in between."""

DAYS_AT_ONCE = 150
"""Days of a brief round."""

AGAIN, BRIEF, FAR, WHOLE = range(4)
"""How a round looks: at what was likely before, at the most promising of all there is, at all there is but not where
that takes very long, or at all and to the end."""

BEST_OF_DAY = 30
"""Duties taken over from one day and round."""


@dataclass(slots=True)
class Generation:
    """Duties so far, the relaxation over them, and what is known: `bound` is valid for the problem itself.

    `searched` holds over the duties of the items that were looked at: all there are where it is `complete`, and then
    both are the same; else `bound` is 0. `priced` are the days whose duties are not all enumerated; `closest` are the
    relaxation by which the bound was highest and the least reduced cost any duty of each of these days has by its
    prices. `choice` is the best of these duties where the relaxation itself is whole.
    """

    rows: Rows
    duties: list[DutyChoice]
    relaxation: Relaxation
    priced: list[Day]
    complete: bool
    bound: float = 0.0
    searched: float = 0.0
    closest: tuple[Relaxation, dict[Day, float]] | None = None
    choice: Choice | None = None

    def worth(self, bits: int) -> Floats:
        """What serving each of so many bits is worth by the relaxation's prices."""
        duals, rows = self.relaxation.duals, self.rows
        return np.array([sum(duals.get(key, 0.0) for key in rows.of_bit[bit]) for bit in range(bits)], dtype=np.float64)


def days_of(board: Board, items: dict[int, Items]) -> list[Day]:
    """Each driver's dates on which there is something to drive or teach, in order. `items` by season."""
    blocks: dict[tuple[int, date], list[Block]] = {}
    number = {driver.code: n for n, driver in enumerate(board.problem.drivers)}
    for block in sorted(board.problem.blocks, key=lambda block: (block.date, block.driver, block.start)):
        blocks.setdefault((number[block.driver], block.date), []).append(block)
    days = [Day(board, driver, some, items[board.season(on)]) for (driver, on), some in blocks.items()]
    return [day for day in days if len(day.which)]


def generate(
    board: Board,
    days: list[Day],
    known: list[DutyChoice],
    *,
    complete: bool,
    late: Callable[[], bool],
    course: Course | None = None,
    soon: Callable[[], bool] = lambda: False,
    rounds: int | None = None,
) -> Generation:
    """All duties needed for the linear optimum, and those `known`. `complete`: the days' items are all there are.

    With `rounds` only those of so many rounds of pricing.
    """
    driven = [*((day.driver, day.date) for day in days), *((duty.driver, duty.date) for duty in known)]
    rows = Rows(board, list(dict.fromkeys(driven)))
    duties = list(known)
    priced: list[Day] = []
    for day in days:
        if len(day.which) > FEW_LABELS or late():
            priced.append(day)
            continue
        found = search(day, Prices(bits={}), cutoff=float("inf"), compare=ALL_SETS, most=FEW_LABELS)
        duties += found.duties
        if not found.complete:
            priced.append(day)
    relaxing = Relaxing(rows, duties)
    generation = Generation(rows, duties, relaxing.solved([]), priced, complete)
    _price_out(generation, relaxing, late=late, soon=soon, course=course, rounds=rounds)
    if complete:
        _with_cuts(generation, relaxing, late=late, course=course)
    generation.bound = generation.searched if complete else 0.0
    generation.choice = relaxing.choice()
    return generation


def _with_cuts(generation: Generation, relaxing: Relaxing, *, late: Callable[[], bool], course: Course | None) -> None:
    """Where the optimum is not whole: cuts, as long as these raise the bound, and then prices a little closer to it."""
    fruitless = 0
    while fruitless < 2 and not late() and relaxing.choice() is None and _cut(generation, relaxing):
        before = generation.searched
        _price_out(generation, relaxing, late=late, course=course)
        fruitless = 0 if generation.searched - before > CLOSER * before else fruitless + 1
    if relaxing.choice() is None and generation.priced and not late():
        _price_out(generation, relaxing, late=late, course=course, close=CLOSER)


def _cut(generation: Generation, relaxing: Relaxing) -> bool:
    """Whether the linear optimum breaks cuts; they are rows from then on."""
    board = generation.rows.board
    cuts = violated(relaxing.parts(), range(len(board.rides)), board.counts)
    if cuts:
        relaxing.cut(cuts)
        generation.relaxation = relaxing.solved([])
    return bool(cuts)


def _price_out(
    generation: Generation,
    relaxing: Relaxing,
    *,
    late: Callable[[], bool],
    course: Course | None,
    soon: Callable[[], bool] = lambda: False,
    rounds: int | None = None,
    close: float = CLOSE,
) -> None:
    """Rounds of pricing until no duties could lower the optimum by more than a trifle, or it is late.

    A round looks briefly at first, at some of many days; where a day holds very many items the next ones look again at
    the likely ones, as long as that leads further. Once nothing else does, or it is `soon` late, a round looks far at
    all days; and where the items are all there are, to the end.
    """
    last = WHOLE if generation.complete else FAR
    known = {_identity(duty) for duty in generation.duties}
    parts = 1 + len(generation.priced) // DAYS_AT_ONCE
    many = any(day.likely is not None for day in generation.priced)
    look, fruitless = AGAIN if many else BRIEF, 0
    for number in count(1):
        some = generation.priced[number % parts :: parts] if look == BRIEF else generation.priced
        found = _priced(generation, some, look, late)
        new = [duty for one in found for duty in one.duties if _identity(duty) not in known]
        generation.duties += new
        known |= {_identity(duty) for duty in new}
        least_of = {day: one.least for day, one in zip(some, found, strict=True) if one.least > -np.inf}
        if len(least_of) == len(generation.priced):
            # Lagrange's bound: no day can lower the value by more than its best duty does
            least = sum(least_of.values())
            if generation.closest is None or generation.relaxation.value + least > generation.searched:
                generation.closest = generation.relaxation, least_of
            generation.searched = max(generation.searched, generation.relaxation.value + least)
            if course is not None and generation.complete:
                course.knows(generation.searched)
            if -least <= close * max(1.0, abs(generation.searched)):
                return
        before = generation.relaxation.value
        if new:
            generation.relaxation = relaxing.solved(new)
        if late() or number == rounds or (not new and look == last):
            return
        steps = parts if look == BRIEF else 1
        fruitless += 1
        if before - generation.relaxation.value > CLOSE * max(1.0, before) / steps:
            look, fruitless = AGAIN if many else BRIEF, 0
        elif fruitless >= steps:
            look, fruitless = min(last, look + 1), 0
        if soon():
            look = FAR


def _priced(generation: Generation, days: list[Day], look: int, late: Callable[[], bool]) -> list[Found]:
    """One round: each of the days searched under the present prices."""
    duals = generation.relaxation.duals

    def one(day: Day) -> Found:
        prices = generation.rows.prices(duals, day.driver, day.date)
        if late():
            return Found(duties=(), reduced_costs=(), least=at_least(day, prices), complete=False)
        return search(
            day,
            prices,
            cutoff=-TOLERANCE,
            compare=ROUGH if look < FAR else EXACT,
            most=MOST_LABELS if look == WHOLE else MANY_LABELS,
            enough=BRIEFLY,
            wanted=BEST_OF_DAY,
            again=look == AGAIN,
            late=late,
        )

    return at_once(one, days)


def _identity(duty: DutyChoice) -> tuple[object, ...]:
    return duty.driver, duty.date, duty.serves, duty.cost, duty.rest, duty.on_call


def likeliest(generation: Generation, most: int) -> list[DutyChoice]:
    """So many of the duties, those of least reduced cost."""
    duals, rows = generation.relaxation.duals, generation.rows
    return sorted(generation.duties, key=lambda duty: rows.reduced_cost(duty, duals))[:most]


def within_gap(
    generation: Generation, best: float, *, most: int, evenly: bool, late: Callable[[], bool]
) -> tuple[list[DutyChoice], bool]:
    """All duties that can be in a plan better than `best`, and whether these are really all.

    No more than `most`: `evenly` the best of each day, as many of one as of the other; else they are not all where they
    are more. By the prices every plan costs at least the relaxation's value + the least reduced cost of every day, and
    one that uses a duty as much more as that duty's reduced cost is above the least of its day.
    """
    if generation.closest is None:
        return generation.duties, False
    relaxation, least = generation.closest
    duals, rows = relaxation.duals, generation.rows
    gap = best - (relaxation.value + sum(least.values()))
    priced = {(day.driver, day.date) for day in generation.priced}
    found = [
        duty
        for duty in generation.duties
        if (duty.driver, duty.date) not in priced and rows.reduced_cost(duty, duals) <= gap + TOLERANCE
    ]
    complete, made = True, 0
    wanted = max(BEST_OF_DAY, most // max(1, len(generation.priced))) if evenly else most + 1

    def one(day: Day) -> tuple[Found, bool] | None:
        nonlocal made
        if late() or (made > most and not evenly):
            return None
        cutoff = gap + least[day] + 2 * TOLERANCE
        prices = rows.prices(duals, day.driver, day.date)
        some = search(day, prices, cutoff=cutoff, compare=ALL_SETS, most=MOST_LABELS, wanted=wanted, late=late)
        made += len(some.duties)
        return some, some.complete and len(some.duties) < wanted

    for day, its in zip(generation.priced, at_once(one, generation.priced), strict=True):
        if its is None:
            return generation.duties, False
        some, whole = its
        complete &= whole
        have = {_identity(duty) for duty in some.duties}
        mine = [duty for duty in generation.duties if (duty.driver, duty.date) == (day.driver, day.date)]
        found += [*some.duties, *(duty for duty in mine if _identity(duty) not in have)]
    return found, complete and (evenly or made <= most)
