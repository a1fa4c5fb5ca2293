"""Problem -> Plan: lay out, find fragments, generate duties, choose among them, set the times. Reads top to bottom."""

import time
from collections.abc import Callable
from dataclasses import replace

from ridematch.match.board import Board, lay_out
from ridematch.match.duty import item_of_fragment, item_of_lesson
from ridematch.match.fragments import all_fragments
from ridematch.match.generate import Generation, generate, within_gap
from ridematch.match.items import Items
from ridematch.match.master import TOLERANCE, Choice, choose
from ridematch.match.timetable import timed
from ridematch.model.errors import RidematchError
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem

MOST_PREFIXES = 3_000_000
"""Prefixes of fragments examined before the search is cut short (and nothing called proven)."""


def match(problem: Problem, *, seconds: float | None = None, progress: Callable[[str], None] | None = None) -> Plan:
    """The best plan for the problem, or the best found within about so many seconds.

    The plan says what is known of it: `bound` is valid for the problem itself, `proven` only where the objective meets
    it and nothing was cut short. The same problem gives the same plan as long as no time limit is hit.
    """
    if problem.weights.waiting_minute > problem.weights.driving_minute:
        raise RidematchError("weights.waiting_minute is above weights.driving_minute: correct the configuration.")
    started = time.monotonic()
    say = progress or (lambda _: None)

    def left() -> float | None:
        return None if seconds is None else seconds - (time.monotonic() - started)

    def later_than(share: float) -> Callable[[], bool]:
        return lambda: seconds is not None and time.monotonic() - started > share * seconds

    say("what each car can do from empty to empty")
    board = lay_out(problem)
    items, complete = _items(board, later_than(0.2))
    say("what each volunteer can do in a day")
    generation = generate(board, items, complete=complete, late=later_than(0.6), say=say)
    say("which days together are best")
    choice, complete = _best(generation, left, later_than(0.7))
    say("times that suit the riders")
    return Plan(
        duties=tuple(timed(board, duty) for duty in sorted(choice.duties, key=lambda d: (d.date, d.driver))),
        left_out=choice.left_out,
        fallbacks=choice.covered,
        objective=round(choice.objective, 6),
        bound=round(choice.bound, 6),
        proven=complete and choice.objective - choice.bound <= TOLERANCE * max(1.0, choice.objective),
        complete=complete,
        seconds=round(time.monotonic() - started, 3),
    )


def _items(board: Board, late: Callable[[], bool]) -> tuple[dict[int, Items], bool]:
    """Fragments and lessons by season, and whether these are all."""
    complete, items = True, {}
    for season in sorted({board.season(block.date) for block in board.problem.blocks}):
        fragments = all_fragments(board, season, most=MOST_PREFIXES, late=late)
        complete &= fragments.complete
        items[season] = Items(board, [*map(item_of_fragment, fragments.found), *map(item_of_lesson, board.lessons)])
    return items, complete


def _best(generation: Generation, left: Callable[[], float | None], late: Callable[[], bool]) -> tuple[Choice, bool]:
    """An integer choice on the duties generated, then on all duties that could be in a better one.

    Returns the choice, its bound valid for the problem, and whether nothing was cut short.
    """
    rows = generation.rows
    known = choose(rows, generation.duties, seconds=left())
    if known is None:
        known = choose(rows, [], seconds=None)
        assert known is not None, "leaving everybody out is always a plan"  # noqa: S101
    gap = known.objective - generation.bound
    if gap <= TOLERANCE * max(1.0, known.objective):
        return replace(known, bound=min(generation.bound, known.objective)), generation.complete
    if not generation.complete:
        return replace(known, bound=generation.bound), False
    duties, complete = within_gap(generation, known.objective, late=late)
    again = choose(rows, duties, seconds=left(), known=known)
    if again is None:
        return replace(known, bound=generation.bound), False
    bound = max(again.bound, generation.bound) if complete else generation.bound
    best = again if again.objective <= known.objective else known
    return replace(best, bound=min(bound, best.objective)), complete
