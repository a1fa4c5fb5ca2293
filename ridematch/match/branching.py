"""Where the linear optimum is not whole: all duties that could be in a better plan, or questions that split the plans.

Does this volunteer drive on that date? How many of those riders who are alike? Is that commute left out? An answer is a
limit on a row, and a row has a price like any other, so days are searched as before (branch and price: Barnhart,
Johnson, Nemhauser, Savelsbergh and Vance, Operations Research 46, 1998). The answers of least bound are looked at next.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count
from math import ceil, floor, inf

from ridematch.match.choosing import UnsolvedError, choose
from ridematch.match.gap import LIKELIEST, likeliest, within_gap
from ridematch.match.master import Key
from ridematch.match.program import Choice
from ridematch.match.progress import Course
from ridematch.match.rounds import Generation, price_out
from ridematch.match.stop import Stop
from ridematch.match.whole import TOLERANCE

FEW_DUTIES = 10_000
"""With no more that could be in a better plan HiGHS chooses among them."""

MOST_DUTIES = 200_000
"""The same where there is nothing left to ask: duties that only differ in which riders they drive together."""

MOST_NODES = 500
"""Of a tree of HiGHS's own: what it has not settled by then is split by a question, and the days are priced again."""

SMALLER = 0.7
"""By so much a gap has to be smaller than the last that held too many duties, before they are looked for again."""

FIRST_LOOK = 4
"""After so many answers HiGHS looks for a better plan among the likeliest duties, and again after twice as many."""

CLOSELY = 1e-4
"""Share of the value by which the bound may lie below it when the pricing of one answer ends."""

TRIED = 8
"""Questions of each kind of which both answers are tried on the duties at hand before one is asked."""

LITTLE = 1e-3
"""Of the gap: what an answer raises the value by at least, for the comparison."""

NEARLY = 1e-5
"""What is as near to a whole number is a whole answer."""

Limits = dict[Key, tuple[float, float]]


@dataclass(order=True, slots=True)
class _Answers:
    """The plans within these limits: none costs less than `bound`, or than it does already."""

    bound: float
    number: int
    limits: Limits = field(compare=False)


class Branching:
    """From a choice that is possible to the best one. `best` is the best so far, no plan costs less than `bound`.

    The items that duties are made of have to be all there are.
    """

    def __init__(
        self, generation: Generation, best: Choice, stop: Stop, late: Callable[[], bool], course: Course
    ) -> None:
        self.generation, self.best, self.bound = generation, best, generation.searched
        self._relaxing = generation.relaxing
        self._stop, self._late, self._course = stop, late, course
        self._held = inf  # the smallest gap known to hold many duties
        self._usual: Limits = {}
        self._number = count()
        self._open = [_Answers(generation.searched, next(self._number), {})]
        self._aside: list[_Answers] = []  # that nothing more can be found out about

    @property
    def settled(self) -> bool:
        """Whether there is none better than the best."""
        return self.bound >= self._enough

    @property
    def _enough(self) -> float:
        """A bound that nothing better than the best has."""
        return self.best.objective - TOLERANCE * max(1.0, self.best.objective)

    def settle_if_few(self) -> None:
        """Choose among all duties that could be in a better plan, if they are few."""
        if not self._late() and self._few(self.generation, self._open[0]):
            self._open.clear()
        self._know()

    def ask(self) -> None:
        """Ask until the best plan is settled, or it is late."""
        soon = FIRST_LOOK
        for number in count(1):
            if self.settled or self._late() or not self._open:
                break
            one = heappop(self._open)
            if not self._parted(one):
                self._aside.append(one)
            self._know()
            if number == soon:
                soon *= 2
                self._look()
        self._hold({})

    def _know(self) -> None:
        least = min((one.bound for one in (*self._open, *self._aside)), default=inf)
        self.bound = max(self.bound, min(least, self.best.objective))
        self._course.knows(self.bound)

    def _parted(self, one: _Answers) -> bool:
        """Whether these answers are settled, or the plans that may be better parted by one more."""
        try:
            generation = self._priced_out(one)
            if self._is_none_better(one) or (one.limits and not self._late() and self._few(generation, one)):
                return True
            questions = self._questions()
            if self._late():
                return False
            if not questions:
                return self._chosen(generation, one, most=MOST_DUTIES)
            key, answer = self._telling(questions)
        except UnsolvedError:
            return False
        low, high = self.generation.rows.limits[key]
        for limits in ((low, floor(answer)), (ceil(answer), high)):
            heappush(self._open, _Answers(one.bound, next(self._number), {**one.limits, key: limits}))
        return True

    def _priced_out(self, one: _Answers) -> Generation:
        """The prices for these answers. Those without any limit were priced out before."""
        generation = self.generation
        if one.limits:
            self._hold(one.limits)
            generation = replace(generation, relaxation=self._relaxing.solved([]), searched=0.0, closest=None)
            self._price(generation, one, CLOSELY)
        if self._relaxing.choice() is not None:
            self._price(generation, one, 0.0)
            self._take(self._relaxing.choice())
        return generation

    def _price(self, generation: Generation, one: _Answers, close: float) -> None:
        price_out(generation, late=self._late, course=None, close=close, enough=self._enough)
        one.bound = max(one.bound, generation.searched)

    def _is_none_better(self, one: _Answers) -> bool:
        return one.bound >= self._enough

    def _take(self, choice: Choice | None) -> None:
        if choice is not None and choice.objective < self._enough:
            self.best = choice
            self._course.found(choice.objective)

    def _few(self, generation: Generation, one: _Answers) -> bool:
        """Whether so few duties can be in a better plan with these answers that HiGHS soon settled which are best."""
        gap = self.best.objective - one.bound
        return gap <= SMALLER * self._held and self._chosen(generation, one, most=FEW_DUTIES, most_nodes=MOST_NODES)

    def _chosen(self, generation: Generation, one: _Answers, *, most: int, most_nodes: int | None = None) -> bool:
        """Whether HiGHS settled which are the best of all duties that can be in a better plan with these answers."""
        gap = self.best.objective - one.bound
        duties, complete = within_gap(generation, self.best.objective, most=most, late=self._late)
        if not complete:
            self._held = min(self._held, gap)
            return False
        choice = choose(generation.rows, duties, stop=self._stop, known=self.best, most_nodes=most_nodes)
        if choice is not None:
            one.bound = max(one.bound, choice.bound)
            self._take(choice)
        return self._is_none_better(one)

    def _look(self) -> None:
        """For a better plan, whatever the answers, among the likeliest of all duties by now."""
        self._hold({})
        among = likeliest(self.generation, LIKELIEST)
        self._take(choose(self.generation.rows, among, stop=self._stop, known=self.best, most_nodes=MOST_NODES))
        self._know()

    def _hold(self, limits: Limits) -> None:
        for key, usual in self._usual.items():
            self._relaxing.limit(key, *limits.get(key, usual))

    def _questions(self) -> list[tuple[Key, float]]:
        """What has no whole answer in the last optimum, and its answer there: the least clear of each kind."""
        rows = self.generation.rows
        values: dict[Key, float] = defaultdict(float)
        for duty, part in self._relaxing.parts():
            values["day", duty.driver, duty.date] += part
            for bit in duty.serves:
                values["drives", bit, duty.driver, duty.date] += part
        sides = self._relaxing.sides()
        values |= {("left out", code): sides[id(side)] for code, side in rows.left_out.items()}
        values |= {("covered", code): sides[id(side)] for code, side in rows.covered.items()}
        of_kind: dict[object, list[tuple[Key, float]]] = defaultdict(list)
        for key, value in values.items():
            low, high = rows.limits.get(key, (-inf, inf))  # (limits that a side makes up for may not be kept)
            if low < value < high and abs(value - round(value)) > NEARLY:
                of_kind[key[0]].append((key, value))
        return [
            one
            for some in of_kind.values()
            for one in sorted(some, key=lambda one: (abs(one[1] % 1 - 0.5), str(one[0])))[:TRIED]
        ]

    def _telling(self, questions: list[tuple[Key, float]]) -> tuple[Key, float]:
        """The question of which both answers cost most, on the duties at hand (strong branching)."""
        value = self._relaxing.value()
        gap = max(self.best.objective - value, TOLERANCE)

        def cost(question: tuple[Key, float]) -> float:
            key, answer = question
            if key not in self._usual:
                self._relaxing.split(key, max(1.0, self.best.objective))
                self._usual[key] = self.generation.rows.limits[key]
            product, (low, high) = 1.0, self.generation.rows.limits[key]
            for limits in ((low, floor(answer)), (ceil(answer), high)):
                self._relaxing.limit(key, *limits)
                product *= max(LITTLE, min(1.0, (self._relaxing.value() - value) / gap))
            self._relaxing.limit(key, low, high)
            return product

        return max(questions, key=cost)
