"""A coordinator who takes one request after the other and gives it to the nearest volunteer who can."""

from ridematch.model.plan import Plan
from ridematch.model.problem import Block, Journey, LessonWish, Problem
from ridematch.rules.trial import Wanted, road_minutes, wanted_lesson, wanted_ride
from tests.bench.draft import Draft, Outings
from tests.bench.outing import within_reach


def greedy(problem: Problem) -> Plan:
    """A plan made in one go through the requests in time order, lessons last."""
    draft = Draft(problem)
    fill(draft)
    return draft.plan()


def fill(draft: Draft) -> None:
    """Find volunteers for every journey and lesson of which nothing is planned, as the coordinator does it."""
    for journey in sorted(draft.problem.journeys, key=_begins):
        if not any(leg.request.code in draft.block_of for leg in journey.legs):
            serve(draft, journey)
    for wish in draft.problem.lessons:
        _teach(draft, wish)


def serve(draft: Draft, journey: Journey) -> bool:
    """Give each leg that has no place to the nearest volunteer who can, beside what is planned, or to its fallback.

    Both or neither: if that does not do for all legs, or costs more than leaving the journey out, nothing is changed.
    """
    undo: list[tuple[Block, Outings]] = []
    covered, cost = set(), 0.0
    driven = sum(leg.request.code in draft.block_of for leg in journey.legs)
    for leg in journey.legs:
        if leg.request.code in draft.block_of:
            continue
        added = _give(draft, wanted_ride(leg.request), undo)
        if added is not None:
            driven += 1
            cost += added
        elif leg.fallback != "none":
            covered.add(leg.request.code)
            cost += draft.problem.weights.fallback_leg
        else:
            cost = float("inf")
            break
    if not driven or cost > journey.left_out_cost:
        for block, outings in reversed(undo):
            draft.put(block, outings)
        return False
    draft.fallbacks |= covered
    return True


def _give(draft: Draft, wanted: Wanted, undo: list[tuple[Block, Outings]]) -> float | None:
    """Let the nearest volunteer who can do this; what it adds to the cost, None if nobody can."""
    for block in _nearest(draft, wanted):
        before = draft.outings.get(block.code, ())
        added = draft.try_out(block, wanted)
        if added is not None:
            undo.append((block, before))
            return added
    return None


def _nearest(draft: Draft, wanted: Wanted) -> list[Block]:
    """Blocks at that time, by how far the volunteer lives from where it begins."""
    first = wanted.steps[0]
    then = [block for block in draft.problem.blocks if within_reach(draft.book, block, wanted)]
    away = {block.code: road_minutes(draft.book, block.date, start=block.origin, end=first.place) for block in then}
    return sorted(then, key=lambda block: (away[block.code], block.code))


def _teach(draft: Draft, wish: LessonWish) -> None:
    slots = [wanted_lesson(wish, row) for row in range(len(wish.slots))]
    given = len({wanted.code for wanted in slots} & draft.block_of.keys())
    for wanted in slots:
        if given == wish.wanted:
            return
        if wanted.code in draft.block_of:
            continue
        undo: list[tuple[Block, Outings]] = []
        added = _give(draft, wanted, undo)
        if added is not None and added <= wish.left_out_cost:
            given += 1
        elif added is not None:
            draft.put(*undo[0])


def _begins(journey: Journey) -> tuple[int, str]:
    return journey.legs[0].request.pickup.window.earliest, journey.code
