"""A problem in parts that have nothing to do with each other: no driver, rider or practice car is in two of them.

A driver and a rider belong together where the driver may serve the rider and has a block in which the ride fits by
itself; with others aboard it takes no less. What is done in one part then neither helps nor hinders another, so the
best plans of all parts are the best plan, and where each is proven the whole is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ridematch.match.board import Board, lay_out
from ridematch.match.compiled import Ints
from ridematch.match.words import words_of
from ridematch.model.plan import Plan
from ridematch.model.problem import Block, Problem, Stop

Who = tuple[str, str]
"""A kind (rider, driver or car) and a code."""


def parted(problem: Problem) -> tuple[Problem, ...]:
    """The parts, those with more requests first; whoever has nobody to drive, or to be driven by, is in the first."""
    board = lay_out(problem)
    part = _connected(_links(board))
    with_drivers = {number for (kind, _), number in part.items() if kind == "driver"}
    size = Counter(part.get(("rider", request.rider), -1) for request in problem.requests)
    order = sorted(with_drivers, key=lambda number: (-size[number], number))
    if len(order) < 2:
        return (problem,)
    rank = {number: place for place, number in enumerate(order)}

    def place(kind: str, code: str) -> int:
        return rank.get(part.get((kind, code), -1), 0)

    rider_of = {request.code: request.rider for request in problem.requests}
    rider_of |= {choice.code: choice.wish.learner for choice in board.lessons}
    learner_of = {wish.code: wish.learner for wish in problem.lessons}
    return tuple(
        replace(
            problem,
            journeys=tuple(one for one in problem.journeys if place("rider", one.rider) == number),
            drivers=tuple(one for one in problem.drivers if place("driver", one.code) == number),
            blocks=tuple(one for one in problem.blocks if place("driver", one.driver) == number),
            lessons=tuple(one for one in problem.lessons if place("rider", one.learner) == number),
            lesson_shares=tuple(
                one for one in problem.lesson_shares if place("rider", learner_of.get(one.wishes[0], "")) == number
            ),
            practice_rides=tuple(one for one in problem.practice_rides if place("rider", one.learner) == number),
            pins=tuple(one for one in problem.pins if place("rider", rider_of.get(one.serves, "")) == number),
        )
        for number in range(len(order))
    )


def put_together(plans: Sequence[Plan]) -> Plan:
    """One plan of the parts' plans, known to be as good as they are together."""
    return Plan(
        duties=tuple(
            sorted((duty for plan in plans for duty in plan.duties), key=lambda duty: (duty.date, duty.driver))
        ),
        left_out=tuple(code for plan in plans for code in plan.left_out),
        fallbacks=tuple(code for plan in plans for code in plan.fallbacks),
        objective=round(sum(plan.objective for plan in plans), 6),
        bound=round(sum(plan.bound for plan in plans), 6),
        searched_bound=round(sum(plan.searched_bound for plan in plans), 6),
        proven=all(plan.proven for plan in plans),
        complete=all(plan.complete for plan in plans),
        seconds=round(sum(plan.seconds for plan in plans), 3),
        prices=tuple(price for plan in plans for price in plan.prices),
    )


def _connected(links: Iterable[tuple[Who, Who]]) -> dict[Who, int]:
    """The number of the part that each who is linked to anybody is in, by disjoint sets that grow together.

    Tarjan and van Leeuwen, Worst-case analysis of set union algorithms, Journal of the ACM 31 (1984): path halving.
    SciPy has it too, but takes longer to load than a small part takes to plan.
    """
    above: dict[Who, Who] = {}

    def top(who: Who) -> Who:
        while above.setdefault(who, who) != who:
            above[who] = who = above[above[who]]
        return who

    for one, other in links:
        above[top(other)] = top(one)
    number: dict[Who, int] = {}
    return {who: number.setdefault(top(who), len(number)) for who in above}


def _links(board: Board) -> Iterator[tuple[Who, Who]]:
    """Whatever belongs together, by two and two."""
    problem = board.problem
    for ride, drivers in zip(board.rides, _within_reach(board).T, strict=True):
        for driver in np.nonzero(drivers)[0]:
            yield ("rider", ride.request.rider), ("driver", problem.drivers[driver].code)
    for journey in problem.journeys:
        for leg in journey.legs:
            yield ("rider", journey.rider), ("rider", leg.request.rider)
    learner = {wish.code: wish.learner for wish in problem.lessons}
    for wish in problem.lessons:
        for pairing in wish.pairings:
            yield ("rider", wish.learner), ("driver", pairing.driver)
        for slot in wish.slots:
            if slot.vehicle:
                yield ("rider", wish.learner), ("car", slot.vehicle)
    for share in problem.lesson_shares:
        for one, other in pairwise(learner[code] for code in share.wishes if code in learner):
            yield ("rider", one), ("rider", other)
    for practice in problem.practice_rides:
        for driver_code in practice.drivers:
            yield ("rider", practice.learner), ("driver", driver_code)


def _within_reach(board: Board) -> npt.NDArray[np.bool_]:
    """By driver and ride: whether the driver may serve it and has a block in which it fits."""
    problem, rides = board.problem, board.rides
    number = {driver.code: n for n, driver in enumerate(problem.drivers)}
    found = np.zeros((len(problem.drivers), len(rides)), dtype=bool)
    if not rides:
        return found
    may = words_of([ride.drivers for ride in rides], bits=len(problem.drivers))
    minutes = [np.array(season, dtype=np.int64) for season in problem.travel.minutes]
    times = np.array([_times(ride.request.pickup, ride.request.delivery) for ride in rides], dtype=np.int64).T
    for block in problem.blocks:
        driver = number[block.driver]
        mine = may[:, driver // 64] >> np.uint64(driver % 64) & np.uint64(1) == 1
        found[driver] |= mine & _fits(board, block, minutes[board.season(block.date)], times)
    return found


def _times(pickup: Stop, delivery: Stop) -> tuple[int, ...]:
    return (
        *(pickup.window.earliest, pickup.window.latest, pickup.service_minutes),
        *(delivery.window.earliest, delivery.window.latest, delivery.service_minutes),
    )


def _fits(board: Board, block: Block, minutes: Ints, times: Ints) -> npt.NDArray[np.bool_]:
    """Whether each ride fits the block by itself, by its windows and these travel times."""
    pickup, delivery = np.array([(ride.pickup, ride.delivery) for ride in board.rides]).T
    first, last, boarding, opens, closes, leaving = times
    gets_in = np.maximum(first, block.start + minutes[board.place[block.origin], pickup])
    gets_out = np.maximum(opens, gets_in + boarding + minutes[pickup, delivery])
    home = gets_out + leaving + minutes[delivery, board.place[block.destination]]
    return np.asarray((gets_in <= last) & (gets_out <= closes) & (home <= block.end))
