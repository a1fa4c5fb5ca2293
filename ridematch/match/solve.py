"""Problem -> Plan: lay out, find fragments, generate duties, choose among them, set the times. Reads top to bottom."""

from collections.abc import Callable
from dataclasses import replace

from ridematch.match.board import Board, lay_out
from ridematch.match.crowd import gathered
from ridematch.match.fragments import Fragments, Growing, growing
from ridematch.match.generate import Generation, days_of, generate, within_gap
from ridematch.match.items import Items
from ridematch.match.master import Choice, choose
from ridematch.match.progress import Course, Standing
from ridematch.match.sharing import told_out
from ridematch.match.stop import Stop
from ridematch.match.timetable import timed
from ridematch.match.whole import TOLERANCE
from ridematch.model.errors import RidematchError
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem

MOST_PREFIXES = 3_000_000
"""Prefixes of fragments examined before the search is cut short (and nothing called proven)."""

FOR_TWO = 4
"""Stops of a fragment with two riders."""

MANY_PREFIXES = 20_000
"""With more than these the whole search takes a while, and a first plan is made before it."""

FIRST_ROUNDS = 5
"""Rounds of pricing for the first plan."""

FIRST_SECONDS = 0.02
"""For choosing among its duties, for each day of a volunteer."""

WIDTH = 25_000
"""Prefixes that go on, of each length, where there are too many to look at all."""

MANY_RIDES = 500
"""With so many, prefixes go on by what they promise; with fewer, those for fewer riders are looked at all."""

GUIDED_ROUNDS = 2
"""How often these are looked for anew, under the prices that the last ones led to."""


def match(
    problem: Problem,
    *,
    seconds: float | None = None,
    stop: Stop | None = None,
    progress: Callable[[Standing], None] | None = None,
) -> Plan:
    """The best plan for the problem, or the best found within about so many seconds, or until `stop` is asked.

    A `stop` brings its own time limit in place of `seconds`.
    The plan says what is known of it: `bound` is valid for the problem itself, `proven` only where the objective meets
    it and nothing was cut short. The same problem gives the same plan as long as no time limit is hit.
    """
    if problem.weights.waiting_minute > problem.weights.driving_minute:
        raise RidematchError("weights.waiting_minute is above weights.driving_minute: correct the configuration.")
    stop = stop or Stop(seconds)
    course = Course(lambda: stop.passed, progress)
    course.enters("what each car can do from empty to empty")
    crowd = gathered(problem)
    board = lay_out(crowd.problem, {code: len(members) for code, members in crowd.alike.items()})
    seasons = sorted({board.season(block.date) for block in problem.blocks})
    cars = {season: growing(board, season) for season in seasons}
    fragments = _grown(cars, most=MANY_PREFIXES, late=stop.later_than(0.1))
    quick = first = None
    if not all(some.complete for some in fragments.values()):
        quick = _quickly(board, cars, stop)
        first = choose(quick.rows, quick.duties, stop=stop, most_seconds=_briefly(quick))
        if first:
            course.found(first.objective)
        fragments = _grown(cars, most=MOST_PREFIXES, late=stop.later_than(0.4))
    complete = all(some.complete for some in fragments.values())
    if quick and not complete and len(board.rides) > MANY_RIDES:
        generation = _guided(board, cars, quick, stop, course)
    else:
        course.enters("what each volunteer can do in a day")
        items, known = _items(board, fragments), quick.duties if quick else []
        complete = complete and all(some.complete for some in items.values())
        days = days_of(board, items)
        late = stop.later_than(0.75)
        generation = generate(board, days, known, complete=complete, late=late, course=course)
    course.enters("which days together are best")
    choice, complete = _best(generation, first, stop, course)
    course.enters("times that suit the riders")
    whole = lay_out(problem)
    choice = told_out(choice, crowd, whole)
    return Plan(
        duties=tuple(timed(whole, duty) for duty in sorted(choice.duties, key=lambda d: (d.date, d.driver))),
        left_out=choice.left_out,
        fallbacks=choice.covered,
        objective=round(choice.objective, 6),
        bound=round(choice.bound, 6),
        searched_bound=round(min(choice.objective, max(choice.bound, generation.searched)), 6),
        proven=complete and choice.objective - choice.bound <= TOLERANCE * max(1.0, choice.objective),
        complete=complete,
        seconds=round(stop.passed, 3),
    )


def _items(board: Board, fragments: dict[int, Fragments]) -> dict[int, Items]:
    """Fragments and lessons, by season."""
    return {season: Items(board, some, season) for season, some in fragments.items()}


def _grown(cars: dict[int, Growing], *, most: int, late: Callable[[], bool]) -> dict[int, Fragments]:
    """All fragments by season, if that many prefixes are enough for them."""
    return {season: some.grown(most=most, late=late) for season, some in cars.items()}


def _quickly(board: Board, cars: dict[int, Growing], stop: Stop) -> Generation:
    """Duties of fragments for at most two riders, for a first plan.

    They are there to go on with too: unlike the choice among them they do not hang on the clock.
    """
    late = stop.later_than(0.2)
    days = days_of(board, _items(board, {season: some.short(FOR_TWO, late=late) for season, some in cars.items()}))
    return generate(board, days, [], complete=False, late=late, rounds=FIRST_ROUNDS)


def _briefly(generation: Generation) -> float:
    """Seconds for choosing among the duties of a first plan."""
    return max(1.0, FIRST_SECONDS * len(generation.rows.days))


def _guided(board: Board, cars: dict[int, Growing], generation: Generation, stop: Stop, course: Course) -> Generation:
    """Where there are too many fragments to look at all: those that promise most by prices, a few times over."""
    for number in range(GUIDED_ROUNDS):
        until = 0.25 + 0.5 * (number + 1) / GUIDED_ROUNDS
        late = stop.later_than(until)
        if late():
            break
        course.enters("what each car can do with many riders")
        worth = generation.worth(len(board.rides))
        fragments = {season: some.guided(worth, width=WIDTH, late=late) for season, some in cars.items()}
        course.enters("what each volunteer can do in a day")
        days = days_of(board, _items(board, fragments))
        last = number + 1 == GUIDED_ROUNDS
        soon = stop.later_than(until - 0.2) if last else lambda: False
        generation = generate(board, days, generation.duties, complete=False, late=late, soon=soon)
    return generation


def _best(generation: Generation, first: Choice | None, stop: Stop, course: Course) -> tuple[Choice, bool]:
    """An integer choice on the duties generated, then on all duties that could be in a better one.

    Returns the choice, its bound valid for the problem, and whether nothing was cut short.
    """
    rows = generation.rows
    choices = [choice for choice in (choose(rows, generation.duties, stop=stop, known=first), first) if choice]
    known = min(choices, key=lambda choice: choice.objective, default=None)
    if known is None:
        known = choose(rows, [], stop=Stop())
        assert known is not None, "leaving everybody out is always a plan"  # noqa: S101
    course.found(known.objective)
    stays = replace(known, bound=min(generation.bound, known.objective))
    if known.objective - generation.searched <= TOLERANCE * max(1.0, known.objective):
        return stays, generation.complete
    if not generation.complete:
        return stays, False
    duties, complete = within_gap(generation, known.objective, late=stop.later_than(0.85))
    again = None if stop.asked else choose(rows, duties, stop=stop, known=known)
    if again is None:
        return stays, False
    if complete:
        generation.searched = max(generation.searched, again.bound)
    bound = generation.searched if complete else generation.bound
    best = again if again.objective <= known.objective else known
    course.found(best.objective)
    return replace(best, bound=min(bound, best.objective)), complete
