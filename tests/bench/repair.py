"""What the routing library found, made into a plan that keeps all rules.

Block by block, the fullest first, a ride or lesson stays, in the order found, if the checker allows it beside those
before it, with breaks and ways home between where they are needed. Of commutes that are served by half the coordinator
of `greedy` looks for the other leg; where there is nobody, the half is dropped. Then the coordinator offers what is
free to all others.
"""

from dataclasses import dataclass

from ridematch.model.plan import Plan
from ridematch.model.problem import Block, Journey, Problem
from tests.bench.draft import Draft
from tests.bench.greedy import fill, serve
from tests.bench.outing import Call
from tests.bench.routing_model import Orders


@dataclass(frozen=True, slots=True)
class Repaired:
    """The plan, and what was done: things the checker refused, commutes served by half, and of these those dropped."""

    plan: Plan
    refused: int
    halves: int
    dropped: frozenset[str]


def repaired(problem: Problem, orders: Orders) -> Repaired:
    """A plan of what is right in these orders, completed."""
    draft = Draft(problem)
    by_fullness = sorted(problem.blocks, key=lambda block: -len(orders.get(block.code, ())))
    refused = sum(_keep(draft, block, orders.get(block.code, ())) for block in by_fullness)
    halves: set[str] = set()
    dropped: set[str] = set()
    while half := [journey for journey in problem.journeys if _half(draft, journey)]:
        for journey in half:
            halves.add(journey.code)
            if not serve(draft, journey):
                dropped.add(journey.code)
                _drop(draft, journey)
    fill(draft)
    return Repaired(draft.plan(), refused, len(halves), frozenset(dropped))


def _keep(draft: Draft, block: Block, calls: tuple[Call, ...]) -> int:
    """Put into the block what is allowed of these stops, one thing after the other; how many were not."""
    kept: list[str] = []
    refused = 0
    draft.put(block, ())
    for code in dict.fromkeys(call.wanted.code for call in calls):
        outings = draft.in_order(block, [call for call in calls if call.wanted.code in (*kept, code)])
        if outings is not None and draft.allows(block, outings):
            draft.put(block, outings)
            kept.append(code)
        else:
            refused += 1
    return refused


def _half(draft: Draft, journey: Journey) -> bool:
    served = [leg.request.code in draft.block_of for leg in journey.legs]
    covered = [leg.request.code in draft.fallbacks for leg in journey.legs]
    return any(served) and not all(map(any, zip(served, covered, strict=True)))


def _drop(draft: Draft, journey: Journey) -> None:
    """Nothing of this journey any more. Without it what is left may wait too long somewhere: then less is left."""
    codes = {leg.request.code for leg in journey.legs}
    draft.fallbacks -= codes
    for name in {draft.block_of[code] for code in codes if code in draft.block_of}:
        calls = [call for one in draft.outings[name] for call in one.calls if call.wanted.code not in codes]
        _keep(draft, draft.book.blocks[name], tuple(calls))
