"""Column generation: prices from the master, duties for those prices from the days, until no duty could lower the optimum.

Days with few possible duties are enumerated at the start. The others are priced: every round asks each of them for its
best duties under the present prices. When none has one of negative reduced cost the linear optimum over a few duties is
the optimum over all of them (Desaulniers, Desrosiers and Solomon, Column Generation, 2005, chapter 1).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ridematch.match.board import Board
from ridematch.match.days import DaySearch, Prices
from ridematch.match.duty import DutyChoice, Item
from ridematch.match.master import TOLERANCE, Relaxation, Rows, relax
from ridematch.model.problem import Block

FEW_LABELS = 400
"""A day with at most so many labels is enumerated at once."""

BRIEFLY = 1_500
"""Labels of a search that only looks for something to go on with."""

MOST_LABELS = 60_000
"""Labels of one search before it is cut short, and nothing called proven."""

BEST_OF_DAY = 12
"""Duties taken over from one day and round."""


@dataclass(slots=True)
class Generation:
    """Duties so far, the relaxation over them, and what is known: `bound` is valid for the problem itself.

    `priced` are the days whose duties are not all enumerated. `complete` is false where a search was cut short.
    """

    rows: Rows
    duties: list[DutyChoice]
    relaxation: Relaxation
    priced: list[DaySearch]
    bound: float
    complete: bool


def generate(
    board: Board, items: dict[int, list[Item]], *, complete: bool, late: Callable[[], bool], say: Callable[[str], None]
) -> Generation:
    """All duties needed for the linear optimum. `items` by season; `complete` says whether they are all there are."""
    blocks: dict[tuple[int, date], list[Block]] = {}
    number = {driver.code: n for n, driver in enumerate(board.problem.drivers)}
    for block in sorted(board.problem.blocks, key=lambda block: (block.date, block.driver, block.start)):
        blocks.setdefault((number[block.driver], block.date), []).append(block)
    days = [DaySearch(board, driver, some, items[board.season(on)]) for (driver, on), some in blocks.items()]
    days = [day for day in days if day.items]
    rows = Rows(board, [(day.driver, day.date) for day in days])
    duties: list[DutyChoice] = []
    priced: list[DaySearch] = []
    for day in days:
        found = day.search(Prices(bits={}), cutoff=float("inf"), same_sets=True, most=FEW_LABELS)
        duties += found.duties
        if not found.complete:
            priced.append(day)
    generation = Generation(rows, duties, relax(rows, duties), priced, 0.0, complete)
    _price_out(generation, late=late, say=say)
    if not complete:
        generation.bound = _bound_without_items(board, generation)
    return generation


def _price_out(generation: Generation, *, late: Callable[[], bool], say: Callable[[str], None]) -> None:
    """Rounds of pricing until nothing has a negative reduced cost, or it is late.

    A round looks briefly at first. Only when that finds nothing anywhere it looks to the end.
    """
    known = {_identity(duty) for duty in generation.duties}
    rows, most = generation.rows, BRIEFLY
    while True:
        least, new, complete = 0.0, [], True
        for day in generation.priced:
            prices = rows.prices(generation.relaxation.duals, day.driver, day.date)
            if late():
                complete = False
                least += day.least_reduced_cost(prices)
                continue
            found = day.search(prices, cutoff=-TOLERANCE, same_sets=False, most=most)
            complete &= found.complete
            least += min((0.0, *found.reduced_costs[:1])) if found.complete else day.least_reduced_cost(prices)
            new += [duty for duty in found.duties[:BEST_OF_DAY] if _identity(duty) not in known]
        # Lagrange's bound: no day can lower the value by more than its best duty does
        generation.bound = max(generation.bound, generation.relaxation.value + least)
        if late() or (not new and (complete or most == MOST_LABELS)):
            generation.complete &= complete and not new
            return
        most = BRIEFLY if new else MOST_LABELS
        known |= {_identity(duty) for duty in new}
        generation.duties += new
        if new:
            generation.relaxation = relax(rows, generation.duties)
            say(f"{len(generation.duties):,} duties, at best {generation.relaxation.value:,.0f}")


def _identity(duty: DutyChoice) -> tuple[object, ...]:
    return duty.driver, duty.date, duty.bits, duty.cost, duty.rest, duty.on_call


def _bound_without_items(board: Board, generation: Generation) -> float:
    """A bound where fragments are missing: every day serves at best all its driver may serve, at no cost."""
    value, duals = generation.relaxation.value, generation.relaxation.duals
    for driver, on in generation.rows.days:
        prices = generation.rows.prices(duals, driver, on)
        mine = sum(1 << ride.bit for ride in board.rides if ride.drivers >> driver & 1)
        mine |= sum({1 << choice.bit for choice in board.lessons if choice.drivers >> driver & 1})
        value -= sum(max(0.0, price) for bit, price in prices.bits.items() if mine >> bit & 1)
    return max(0.0, value)


def within_gap(generation: Generation, gap: float, *, late: Callable[[], bool]) -> tuple[list[DutyChoice], bool]:
    """All duties whose reduced cost is at most `gap`, and whether these are really all.

    A plan that is better than the linear optimum + `gap` uses no other duty.
    """
    duals, rows = generation.relaxation.duals, generation.rows
    enumerated_days = {(day.driver, day.date) for day in generation.priced}
    found = [
        duty
        for duty in generation.duties
        if (duty.driver, duty.date) not in enumerated_days and rows.reduced_cost(duty, duals) <= gap + TOLERANCE
    ]
    complete = True
    for day in generation.priced:
        prices = rows.prices(duals, day.driver, day.date)
        if late():
            return generation.duties, False
        some = day.search(prices, cutoff=gap + 2 * TOLERANCE, same_sets=True, most=MOST_LABELS)
        complete &= some.complete
        mine = [duty for duty in generation.duties if (duty.driver, duty.date) == (day.driver, day.date)]
        have = {_identity(duty) for duty in some.duties}
        found += [*some.duties, *(duty for duty in mine if _identity(duty) not in have)]
    return found, complete
