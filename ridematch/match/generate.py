"""Column generation: prices from the master, duties for those prices from the days, until no duty could help.

Days with few possible duties are enumerated at the start, the others are priced, in `rounds`.
"""

from collections.abc import Callable

from ridematch.match.board import Board
from ridematch.match.choosing import Relaxing
from ridematch.match.cuts import violated
from ridematch.match.days import Day, Prices
from ridematch.match.duty import DutyChoice
from ridematch.match.labels import ALL_SETS
from ridematch.match.master import Key, Rows
from ridematch.match.progress import Course
from ridematch.match.rounds import AROUND, CLOSE, FAR, MUCH, Generation, know, one_round, price_out, under
from ridematch.match.search import search

FEW_LABELS = 2_000
"""A day with at most so many labels is enumerated at once."""

CLOSER = CLOSE / 10
"""Share of the value by which the bound may lie below it where the integer step will have to look at all duties in
between."""

NEAR = 1e-3
"""The same of an optimum found under prices from elsewhere: to look at all duties in between is sooner done than to
price them out anew."""


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
    first_prices: Callable[[Rows], dict[Key, float]] | None = None,
) -> Generation:
    """All duties needed for the linear optimum, and those `known`. `complete`: the days' items are all there are.

    With `rounds` only those of so many rounds of pricing. With `first_prices` a round under these comes first, and
    where it shows that the known duties are nearly the best already it is the only one.
    """
    driven = [*((day.driver, day.date) for day in days), *((duty.driver, duty.date) for duty in known)]
    rows = Rows(board, list(dict.fromkeys(driven)))
    duals = first_prices(rows) if first_prices else None
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
    generation = Generation(rows, duties, relaxing, relaxing.solved([]), priced, complete)

    def closer() -> None:
        generation.more = None
        price_out(generation, late=late, soon=soon, course=course, rounds=rounds)
        if complete:
            _with_cuts(generation, late=late, course=course)
        _conclude(generation)

    if duals is not None and _is_near(generation, duals, late=late, course=course):
        generation.more = closer
        _conclude(generation)
    else:
        closer()
    return generation


def _conclude(generation: Generation) -> None:
    generation.bound = generation.searched if generation.complete else 0.0
    generation.choice = generation.relaxing.choice()


def _is_near(
    generation: Generation,
    duals: dict[Key, float],
    *,
    late: Callable[[], bool],
    course: Course | None,
) -> bool:
    """A round of pricing under prices from elsewhere, and whether the optimum is then nearly one over all duties.

    If not, the duties that cost little more by these prices are taken in too, so that the next ones are not far away.
    """
    priced = generation.priced
    found = one_round(generation, priced, FAR, late, duals)
    generation.relaxation = generation.relaxing.solved(generation.takes_in(found))
    know(generation, under(generation, duals), dict(zip(priced, found, strict=True)), course)
    gap = generation.relaxation.value - generation.searched
    if gap > NEAR * generation.relaxation.value:
        around = one_round(generation, priced, AROUND, late, duals, cutoff=min(gap, MUCH))
        generation.relaxation = generation.relaxing.solved(generation.takes_in(around))
        return False
    return True


def _with_cuts(generation: Generation, *, late: Callable[[], bool], course: Course | None) -> None:
    """Where the optimum is not whole: cuts, as long as these raise the bound, and then prices a little closer to it."""
    fruitless = 0
    while fruitless < 2 and not late() and generation.relaxing.choice() is None and _cut(generation):
        before = generation.searched
        price_out(generation, late=late, course=course)
        fruitless = 0 if generation.searched - before > CLOSER * before else fruitless + 1
    if generation.relaxing.choice() is None and generation.priced and not late():
        price_out(generation, late=late, course=course, close=CLOSER)


def _cut(generation: Generation) -> bool:
    """Whether the linear optimum breaks cuts; they are rows from then on."""
    board = generation.rows.board
    cuts = violated(generation.relaxing.parts(), range(len(board.rides)), board.counts)
    if cuts:
        generation.relaxing.cut(cuts)
        generation.relaxation = generation.relaxing.solved([])
    return bool(cuts)
