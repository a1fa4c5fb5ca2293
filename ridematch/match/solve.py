"""Problem -> Plan: lay out, find fragments, generate duties, choose among them, set the times. Reads top to bottom."""

from collections.abc import Callable
from dataclasses import replace

from ridematch.match.board import Board, lay_out
from ridematch.match.branching import Branching
from ridematch.match.choosing import choose
from ridematch.match.crowd import Crowd, gathered
from ridematch.match.days import days_of
from ridematch.match.duty import DutyChoice
from ridematch.match.earlier import Names
from ridematch.match.first import FirstPlans
from ridematch.match.fragments import Fragments, Growing, growing, together
from ridematch.match.gap import LIKELIEST, likeliest
from ridematch.match.generate import generate
from ridematch.match.items import Items
from ridematch.match.parts import parted, put_together
from ridematch.match.program import Choice
from ridematch.match.progress import Course, Standing, told
from ridematch.match.relaxed import relaxed_bound
from ridematch.match.rounds import Generation, joined
from ridematch.match.sharing import told_out
from ridematch.match.stop import Stop
from ridematch.match.threads import at_once
from ridematch.match.timetable import timed
from ridematch.match.whole import TOLERANCE
from ridematch.model.errors import RidematchError
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem

MOST_PREFIXES = 3_000_000
"""Prefixes of fragments examined before the search is cut short (and nothing called proven)."""

FOR_TWO = 4
"""Stops of a fragment with two riders."""

MANY_PREFIXES = 2_000
"""With more than these the whole search takes a while, and a plan is drafted before it."""

MORE_PREFIXES = 20_000
"""With more than these a better draft is worth its time."""

SHORT_PREFIXES = 200_000
"""Where not all can be looked at, those for fewer riders: so many."""

LIKELY_OF_DAY = 10
"""Of the duties for each day, where there are very many days, among which a good plan is looked for."""

FIRST_ROUNDS = 5
"""Rounds of pricing for the first prices, where fragments are looked for by what they promise."""

WIDTH = 25_000
"""Prefixes that go on, of each length, where there are too many to look at all."""

MANY_RIDES = 500
"""With so many, prefixes go on by what they promise; with fewer, those for fewer riders are looked at all."""

GUIDED_ROUNDS = 2
"""How often these are looked for anew, under the prices that the last ones led to."""


def match(
    problem: Problem,
    *,
    earlier: Plan | None = None,
    seconds: float | None = None,
    stop: Stop | None = None,
    progress: Callable[[Standing], None] | None = None,
) -> Plan:
    """The best plan for the problem, or the best found within about so many seconds, or until `stop` is asked.

    An `earlier` plan, for nearly the same, is where a search that takes a while begins. A `stop` brings its own time
    limit in place of `seconds`.
    The plan says what is known of it: `bound` is valid for the problem itself, `proven` only where the objective meets
    it and nothing was cut short. The same problem and earlier plan give the same plan as long as no time limit is hit.
    """
    if problem.weights.waiting_minute > problem.weights.driving_minute:
        raise RidematchError("weights.waiting_minute is above weights.driving_minute: correct the configuration.")
    stop = stop or Stop(seconds)
    parts, plans = parted(problem), []
    for number, part in enumerate(parts, start=1):
        work = [1 + len(one.requests) for one in parts[number - 1 :]]
        with stop.part(work[0] / sum(work)) as its_stop:
            plans.append(_matched(part, earlier, its_stop, told(progress, part=number, parts=len(parts))))
    return put_together(plans)


def _matched(problem: Problem, earlier: Plan | None, stop: Stop, progress: Callable[[Standing], None] | None) -> Plan:
    """The plan for one part."""
    course = Course(lambda: stop.passed, progress)
    course.enters("what each car can do from empty to empty")
    crowd = gathered(problem)
    board = lay_out(crowd.problem, {code: len(members) for code, members in crowd.alike.items()})
    seasons = sorted({board.season(block.date) for block in problem.blocks})
    cars = {season: growing(board, season) for season in seasons}
    whole = lay_out(problem)
    plans = FirstPlans(whole, board, crowd, earlier, stop, course)
    generation, first = _searched(board, plans, cars, stop, course)
    if not (generation.complete or len(board.rides) > MANY_RIDES):
        course.enters("how much better a plan could be")
        late = stop.later_than(0.75)
        generation.bound = relaxed_bound(problem, board, generation.duties, seasons=seasons, late=late)
    choice, complete = _best(generation, first, stop, course)
    course.enters("times that suit the riders")
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
        prices=_prices(generation, board, crowd),
    )


def _prices(generation: Generation, board: Board, crowd: Crowd) -> tuple[tuple[str, float], ...]:
    """Those by which the bound was highest, for another search to begin with."""
    relaxation = generation.closest[0] if generation.closest else generation.relaxation
    return Names(board, crowd).given(generation.rows, relaxation.duals)


def _searched(
    board: Board, plans: FirstPlans, cars: dict[int, Growing], stop: Stop, course: Course
) -> tuple[Generation, Choice | None]:
    """Duties and their prices, and the best of the first plans where the search takes a while."""
    fragments = _grown(cars, most=MANY_PREFIXES, late=stop.later_than(0.1))
    if _complete(fragments):
        return _generated(board, fragments, None, stop, course), None
    plans.first(late=stop.later_than(0.15))
    course.enters("what each car can do from empty to empty")
    fragments = _grown(cars, most=MORE_PREFIXES, late=stop.later_than(0.2))
    if _complete(fragments):
        return _generated(board, fragments, plans, stop, course), plans.best
    plans.better(late=stop.later_than(0.35))
    course.enters("what each car can do from empty to empty")
    many = len(board.rides) > MANY_RIDES
    fragments = _grown(cars, most=SHORT_PREFIXES if many else MOST_PREFIXES, late=stop.later_than(0.4))
    if _complete(fragments):
        return _generated(board, fragments, plans, stop, course), plans.best
    plans.in_any_case(late=stop.later_than(0.45))
    if many:
        return _guided(board, cars, plans.duties, stop, course), plans.best
    fragments = _grown(cars, most=SHORT_PREFIXES, late=stop.later_than(0.5))
    fragments = {season: together([some, *plans.fragments(season)]) for season, some in fragments.items()}
    return _generated(board, fragments, plans, stop, course), plans.best


def _complete(fragments: dict[int, Fragments]) -> bool:
    return all(some.complete for some in fragments.values())


def _generated(
    board: Board, fragments: dict[int, Fragments], plans: FirstPlans | None, stop: Stop, course: Course
) -> Generation:
    """Duties of these fragments, priced out, beginning with those of the first plans."""
    course.enters("what each volunteer can do in a day")
    items = _items(board, fragments)
    complete = _complete(fragments) and all(some.complete for some in items.values())
    late = stop.later_than(0.75 if complete else 0.6)
    return generate(
        board,
        days_of(board, items),
        plans.duties if plans else [],
        complete=complete,
        late=late,
        course=course,
        first_prices=plans.prices if plans else None,
    )


def _items(board: Board, fragments: dict[int, Fragments]) -> dict[int, Items]:
    """Fragments and lessons, by season."""
    return {season: Items(board, some, season) for season, some in fragments.items()}


def _grown(cars: dict[int, Growing], *, most: int, late: Callable[[], bool]) -> dict[int, Fragments]:
    """All fragments by season, if that many prefixes are enough for them."""
    return {season: some.grown(most=most, late=late) for season, some in cars.items()}


def _quickly(board: Board, cars: dict[int, Growing], known: list[DutyChoice], stop: Stop) -> Generation:
    """First prices from these duties and those of fragments for at most two riders."""
    late = stop.later_than(0.5)
    days = days_of(board, _items(board, {season: some.short(FOR_TWO, late=late) for season, some in cars.items()}))
    return generate(board, days, known, complete=False, late=late, rounds=FIRST_ROUNDS)


def _guided(board: Board, cars: dict[int, Growing], known: list[DutyChoice], stop: Stop, course: Course) -> Generation:
    """Where there are too many fragments to look at all: those that promise most by prices, a few times over."""
    generation = _quickly(board, cars, known, stop)
    for number in range(GUIDED_ROUNDS):
        until = 0.5 + 0.25 * (number + 1) / GUIDED_ROUNDS
        late = stop.later_than(until)
        if late():
            break
        course.enters("what each car can do with many riders")
        worth = generation.worth(len(board.rides))
        fragments = {season: some.guided(worth, width=WIDTH, late=late) for season, some in cars.items()}
        course.enters("what each volunteer can do in a day")
        days = days_of(board, _items(board, fragments))
        last = number + 1 == GUIDED_ROUNDS
        soon = stop.later_than(until - 0.1) if last else lambda: False
        generation = generate(board, days, generation.duties, complete=False, late=late, soon=soon)
    return generation


def _best(generation: Generation, first: Choice | None, stop: Stop, course: Course) -> tuple[Choice, bool]:
    """An integer choice on the likeliest duties, then on all duties that could be in a better one.

    Returns the choice, its bound valid for the problem, and whether nothing was cut short.
    """
    course.enters("which days together are best")
    choices = [choice for choice in (generation.choice or _likely(generation, first, stop), first) if choice]
    known = min(choices, key=lambda choice: choice.objective, default=None)
    if known is None:
        known = choose(generation.rows, [], stop=Stop())
        assert known is not None, "leaving everybody out is always a plan"  # noqa: S101
    course.found(known.objective)
    stays = replace(known, bound=min(generation.bound, known.objective))
    if known.objective - generation.searched <= TOLERANCE * max(1.0, known.objective):
        return stays, generation.complete
    if not generation.complete:
        return stays, False
    branching = Branching(generation, known, stop, stop.later_than(0.95), course)
    branching.settle_if_few()
    if generation.more is not None and not branching.settled and not stop.asked:
        generation.more()  # there are many: closer prices leave fewer
        return _best(generation, branching.best, stop, course)
    branching.ask()
    return replace(branching.best, bound=branching.bound), branching.settled


def _likely(generation: Generation, first: Choice | None, stop: Stop) -> Choice | None:
    """The best choice among the likeliest duties.

    Where the items are not all there are, and so nothing follows, HiGHS also looks from the first plan on, in a thread
    beside: now the one leads further, now the other.
    """
    among = likeliest(generation, max(LIKELIEST, LIKELY_OF_DAY * len(generation.rows.days)))
    if generation.complete or first is None:
        return choose(generation.rows, among, stop=stop)
    with_its = joined(among, first.duties)
    left = None if stop.left is None else stop.left - 0.1 * (stop.seconds or 0)

    def from_plan(known: Choice | None) -> Choice | None:
        return choose(generation.rows, with_its if known else among, stop=stop, known=known, most_seconds=left)

    found = [choice for choice in at_once(from_plan, (None, first)) if choice]
    return min(found, key=lambda choice: choice.objective, default=None)
