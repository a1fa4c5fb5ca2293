"""A plan being made by hand: what each block does so far, and whether one more thing fits by the checker's rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ridematch.model.plan import Duty, Plan
from ridematch.model.problem import Block, Problem
from ridematch.rules.case import Book, Case
from ridematch.rules.check import CHECKS, answers
from ridematch.rules.score import score
from ridematch.rules.trial import Wanted
from tests.bench.outing import Call, Outing, calls_of, outing, parts_of

RULES = (
    *(rule for rule in CHECKS if rule.__module__ != answers.__name__),
    answers.nobody_is_in_two_places,
)
"""All the checker's rules that can be asked of one volunteer; the others are about everybody having an answer."""

Outings = tuple[Outing, ...]


class Draft:
    """The outings of each block in time order, and by whom each request or lesson is served."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.book = problem, Book(problem)
        self.outings: dict[str, Outings] = {}
        self.block_of: dict[str, str] = {}
        self.fallbacks: set[str] = set()
        self._codes_of: dict[str, set[str]] = defaultdict(set)
        for request in problem.requests:
            self._codes_of[request.rider].add(request.code)
        for code, pairs in self.book.lessons.items():
            self._codes_of[pairs[0][0].learner].add(code)

    def try_out(self, block: Block, wanted: Wanted) -> float | None:
        """Put this into the block where it costs least and breaks no rule; what it adds to the cost, None if it can't.

        It gets an outing of its own or goes into one that is there, between any two stops; the others stay as they are.
        """
        before = _cost(self.outings.get(block.code, ()))
        for cost, outings in sorted(self._possible(block, wanted), key=lambda pair: pair[0]):
            if self.allows(block, outings):
                self.put(block, outings)
                return cost - before
        return None

    def _possible(self, block: Block, wanted: Wanted) -> Iterator[tuple[float, Outings]]:
        have, stay = self.outings.get(block.code, ()), self.problem.limits.home_stay_minutes
        if have and not outing(self.book, block, calls_of(wanted), earliest=block.start, latest=block.end):
            return  # not even alone
        backs = [block.start, *(one.arrives + stay for one in have)]
        aways = [*(one.departs - stay for one in have), block.end]
        for number, (back, away) in enumerate(zip(backs, aways, strict=True)):
            alone = outing(self.book, block, calls_of(wanted), earliest=back, latest=away)
            if alone:
                outings = (*have[:number], alone, *have[number:])
                yield _cost(outings), outings
        for number, one in enumerate(have):
            for calls in _with(one.calls, calls_of(wanted)):
                if not self._seated(block, calls):
                    continue
                wider = outing(self.book, block, calls, earliest=backs[number], latest=aways[number + 1])
                if wider:
                    outings = (*have[:number], wider, *have[number + 1 :])
                    yield _cost(outings), outings

    def _seated(self, block: Block, calls: Sequence[Call]) -> bool:
        """Whether everybody has a seat; `allows` would say so too, but later."""
        taken, seats = 0, self.book.drivers[block.driver].seats
        for call in calls:
            if call.step.action != "lesson":
                request = self.book.legs[call.wanted.code][1].request
                taken += request.seats if call.step.action == "pickup" else -request.seats
            if taken > seats:
                return False
        return True

    def allows(self, block: Block, outings: Outings) -> bool:
        """Whether the checker has nothing against these outings beside what else the volunteer and the riders do."""
        riders = {call.wanted.rider for one in outings for call in one.calls}
        served = [code for rider in riders for code in self._codes_of[rider] if code in self.block_of]
        around = {other.code for other in self.book.blocks_of[block.driver]} | {self.block_of[code] for code in served}
        near = {code: self.outings[code] for code in sorted(around & self.outings.keys())}
        case = Case(self.book, Plan(duties=_duties(self.book, {**near, block.code: outings})))
        return not any(True for rule in RULES for _ in rule(case))

    def put(self, block: Block, outings: Outings) -> None:
        """Let the block do just this."""
        for one in self.outings.pop(block.code, ()):
            for call in one.calls:
                self.block_of.pop(call.wanted.code, None)
        if outings:
            self.outings[block.code] = outings
        self.block_of |= {call.wanted.code: block.code for one in outings for call in one.calls}

    def in_order(self, block: Block, calls: Sequence[Call]) -> Outings | None:
        """The cheapest outings that make these stops in this order, home in between where that is better or needed."""
        stay, parts = self.problem.limits.home_stay_minutes, list(parts_of(calls))
        ways: list[list[Outings]] = [[()], *([] for _ in parts)]
        for end in range(1, len(parts) + 1):
            found: list[Outings] = []
            for begin in range(end):
                some = tuple(call for part in parts[begin:end] for call in part)
                for before in ways[begin]:
                    earliest = before[-1].arrives + stay if before else block.start
                    last = outing(self.book, block, some, earliest=earliest, latest=block.end)
                    if last:
                        found.append((*before, last))
            for way in sorted(found, key=lambda way: (way[-1].arrives, _cost(way))):
                if not ways[end] or _cost(way) < _cost(ways[end][-1]):
                    ways[end].append(way)
        return min(ways[-1], key=_cost, default=None)

    def plan(self) -> Plan:
        """The plan with its objective. A journey without all its legs is left out; the caller has seen to the rest."""
        served = self.block_of.keys() | self.fallbacks
        left_out = tuple(
            journey.code
            for journey in self.problem.journeys
            if not all(leg.request.code in served for leg in journey.legs)
        )
        plan = Plan(
            duties=_duties(self.book, self.outings),
            left_out=left_out,
            fallbacks=tuple(request.code for request in self.problem.requests if request.code in self.fallbacks),
        )
        return replace(plan, objective=score(self.problem, plan).total)


def _cost(outings: Iterable[Outing]) -> float:
    return sum(one.cost for one in outings)


def _with(calls: tuple[Call, ...], new: tuple[Call, ...]) -> Iterator[tuple[Call, ...]]:
    """The new stops in their order among those that are there, in every way."""
    if not new:
        yield calls
        return
    for place in range(len(calls) + 1):
        for rest in _with(calls[place:], new[1:]):
            yield (*calls[:place], new[0], *rest)


def _duties(book: Book, outings: dict[str, Outings]) -> tuple[Duty, ...]:
    of: dict[tuple[date, str], list[Outing]] = defaultdict(list)
    for code, some in outings.items():
        block = book.blocks[code]
        of[block.date, block.driver] += some
    return tuple(
        Duty(
            driver=driver, date=on, trips=tuple(one.trip for one in sorted(of[on, driver], key=lambda one: one.departs))
        )
        for on, driver in sorted(of)
    )
