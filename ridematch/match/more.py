"""What one more driver could be worth: their best day under the prices at which everybody else's plan is settled.

By linear programming duality no plan with that day costs less than the relaxation's value by more than the day's
reduced cost (Lagrange's bound, as in `generate`). It is an estimate that never says too little of the relaxation; what
a driver would really bring is found by planning again.
"""

from dataclasses import replace
from datetime import date

from ridematch.match.board import lay_out
from ridematch.match.days import days_of
from ridematch.match.fragments import growing
from ridematch.match.generate import generate
from ridematch.match.items import Items
from ridematch.match.labels import EXACT
from ridematch.match.rounds import MOST_LABELS
from ridematch.match.search import search
from ridematch.match.solve import FOR_TWO, MOST_PREFIXES
from ridematch.match.stop import Stop
from ridematch.match.whole import TOLERANCE
from ridematch.model.problem import Block, Driver, Problem


def worth_of_more(
    problem: Problem, drivers: tuple[Driver, ...], blocks: tuple[Block, ...], *, seconds: float | None = None
) -> dict[tuple[str, date], float]:
    """For each of these drivers and dates of their blocks what that day could save, in minutes; 0 is left out.

    Each is looked at alone, beside all who drive anyway. Where there are too many fragments to look at all, those with
    two riders stand for them.
    """
    stop = Stop(seconds)
    board = lay_out(replace(problem, drivers=(*problem.drivers, *drivers), blocks=(*problem.blocks, *blocks)))
    seasons = sorted({board.season(block.date) for block in board.problem.blocks})
    items = {}
    for season in seasons:
        cars = growing(board, season)
        found = cars.grown(most=MOST_PREFIXES, late=stop.later_than(0.3))
        if not found.complete:
            found = cars.short(FOR_TWO, late=stop.later_than(0.5))
        items[season] = Items(board, found, season)
    days = days_of(board, items)
    theirs = [day for day in days if day.driver < len(problem.drivers)]
    generation = generate(board, theirs, [], complete=True, late=stop.later_than(0.8))
    worth = {}
    for day in days:
        if day.driver < len(problem.drivers):
            continue
        prices = generation.rows.prices(generation.relaxation.duals, day.driver, day.date)
        best = search(
            day, prices, cutoff=-TOLERANCE, compare=EXACT, most=MOST_LABELS, wanted=1, late=stop.later_than(1)
        )
        if best.least < -TOLERANCE:
            worth[day.who.code, day.date] = -best.least
    return worth
