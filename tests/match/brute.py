"""The best plan by trying everything, for tiny nights on a grid of minutes: the checker decides what is allowed.

Nothing of the engine is used. Every order of visits and every begin on the grid is tried; with all data on the grid
some optimum lies on it (the times of a fixed order are differences of windows and drives).
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import prod

from ridematch.model.plan import Duty, Plan, Trip, Visit
from ridematch.model.problem import Block, Driver, Problem, Stop, lesson_code
from ridematch.rules.check import check
from ridematch.rules.score import score

ANSWERS = {"everybody_is_answered", "both_legs_or_neither"}
"""Rules about the plan as a whole, which a single duty may break."""


class TooManyError(Exception):
    """More combinations of duties than anybody wants to try."""


def best_objective(problem: Problem, *, step: int = 10, most: int = 20_000) -> float:
    """The least total score of any plan without a violation. TooManyError: over `most` combinations of duties."""
    options = []
    for driver in problem.drivers:
        for on in sorted({block.date for block in problem.blocks if block.driver == driver.code}):
            options.append([None, *_duties(problem, driver, on, step)])
    if prod(map(len, options)) > most:
        raise TooManyError
    best = float("inf")
    for chosen in product(*options):
        duties = tuple(duty for duty in chosen if duty is not None)
        plan = _answered(problem, duties)
        if plan is not None:
            total = score(problem, plan).total
            if total < best and not check(problem, plan):
                best = total
    return best


def _answered(problem: Problem, duties: tuple[Duty, ...]) -> Plan | None:
    """The duties with what they imply for every journey; None where they serve something twice or by half."""
    served = [
        visit.serves
        for duty in duties
        for trip in duty.trips
        for visit in trip.visits
        if visit.action in ("pickup", "lesson")
    ]
    if len(served) != len(set(served)):
        return None
    left_out, covered = [], []
    for journey in problem.journeys:
        driven = [leg for leg in journey.legs if leg.request.code in served]
        others = [leg for leg in journey.legs if leg.request.code not in served]
        if not driven:
            left_out.append(journey.code)
        elif all(leg.fallback != "none" for leg in others):
            covered += [leg.request.code for leg in others]
        else:
            return None
    return Plan(duties=duties, left_out=tuple(left_out), fallbacks=tuple(covered))


def _duties(problem: Problem, driver: Driver, on: object, step: int) -> list[Duty]:
    """One duty, the cheapest, for each set of things served and each answer to the rules of rest."""
    blocks = sorted(
        (block for block in problem.blocks if block.driver == driver.code and block.date == on), key=lambda b: b.start
    )
    best: dict[object, tuple[float, Duty]] = {}
    for trips in _days(problem, driver, blocks, step, ()):
        if not trips:
            continue
        duty = Duty(driver=driver.code, date=blocks[0].date, trips=trips)
        alone = Plan(duties=(duty,))
        total = score(problem, alone)
        cost = total.driving + total.waiting + total.practice + total.lessons_in_wrong_light
        served = tuple(
            sorted({(visit.serves, visit.practice) for trip in trips for visit in trip.visits if visit.serves})
        )
        key = (served, tuple(_when(problem, trip) for trip in trips))
        if key in best and best[key][0] <= cost:
            continue
        if all(violation.rule in ANSWERS for violation in check(problem, alone)):
            best[key] = (cost, duty)
    return [duty for _, duty in best.values()]


def _when(problem: Problem, trip: Trip) -> object:
    """All that the rules of rest can see of a trip."""
    leaves, back = trip.visits[0].begins, trip.visits[-1].arrives
    return trip.block, tuple(
        (leaves < night.turns, leaves < night.ends, leaves < night.early_until, back > night.begins)
        for night in problem.nights
    )


def _days(
    problem: Problem, driver: Driver, blocks: list[Block], step: int, before: tuple[Trip, ...]
) -> Iterator[tuple[Trip, ...]]:
    yield before
    for number, block in enumerate(blocks):
        for trip in _trips(problem, driver, block, step, before):
            yield from _days(problem, driver, blocks[number:], step, (*before, trip))


def _trips(problem: Problem, driver: Driver, block: Block, step: int, before: tuple[Trip, ...]) -> Iterator[Trip]:
    done = {visit.serves for trip in before for visit in trip.visits}
    ready = before[-1].visits[-1].ends + problem.limits.home_stay_minutes if before else block.start
    minutes, place = problem.travel.on(block.date), problem.travel.index()
    requests = {request.code: request for request in problem.requests if request.code not in done}
    practice = {one.request for one in problem.practice_rides if driver.code in one.drivers}
    lessons = [
        (wish, slot)
        for wish in problem.lessons
        for slot in wish.slots
        if lesson_code(wish.learner, slot.date) not in done
        and any(
            (p.driver, p.vehicle) == (driver.code, slot.vehicle) and p.first_date <= slot.date <= p.last_date
            for p in wish.pairings
        )
    ]

    def extended(
        visits: tuple[Visit, ...], aboard: tuple[str, ...], used: frozenset[str], learner: str = ""
    ) -> Iterator[tuple[Visit, ...]]:
        """`learner`: whose ride is driven by its rider, others being aboard too."""
        last = visits[-1]
        if not aboard and len(visits) > 1:
            arrives = last.ends + minutes[place[last.place]][place[block.destination]]
            if arrives <= block.end:
                yield (
                    *visits,
                    Visit(action="arrive", place=block.destination, arrives=arrives, begins=arrives, ends=arrives),
                )
        most_wait = driver.max_wait_minutes if not aboard else 10**6
        if problem.limits.practice_others_aboard:
            for code in practice - used if not learner else ():
                for visit in stops("pickup", code, requests[code].pickup, last, most_wait) if code in requests else ():
                    yield from extended((*visits, replace(visit, practice=True)), (*aboard, code), used | {code}, code)
        elif not aboard:
            for code, request in requests.items():
                if code in practice and code not in used:
                    for pickup in stops("pickup", code, request.pickup, last, most_wait):
                        wheel = minutes[place[pickup.place]][place[request.delivery.place]]
                        wheel = wheel * problem.limits.practice_percent // 100
                        for delivery in stops("delivery", code, request.delivery, pickup, 10**6, road=wheel):
                            both = (replace(pickup, practice=True), replace(delivery, practice=True))
                            yield from extended((*visits, *both), aboard, used | {code})

        def road(to: str) -> int:
            """Minutes on; whole ones, since nights with practice have even roads."""
            straight = minutes[place[last.place]][place[to]]
            return straight * problem.limits.practice_percent // 100 if learner else straight

        for code, request in requests.items():
            if code in aboard:
                for visit in stops(
                    "delivery", code, request.delivery, last, most_wait, road=road(request.delivery.place)
                ):
                    left = tuple(c for c in aboard if c != code)
                    marked = replace(visit, practice=code == learner)
                    yield from extended((*visits, marked), left, used, "" if code == learner else learner)
            elif code not in used:
                for visit in stops("pickup", code, request.pickup, last, most_wait, road=road(request.pickup.place)):
                    yield from extended((*visits, visit), (*aboard, code), used | {code}, learner)
        if not aboard:
            for wish, slot in lessons:
                code = lesson_code(wish.learner, slot.date)
                if code not in used:
                    stop = Stop(place=slot.place, window=slot.window, service_minutes=wish.minutes)
                    for visit in stops("lesson", code, stop, last, most_wait):
                        booked = replace(visit, vehicle=slot.vehicle)
                        yield from extended((*visits, booked), aboard, used | {code})

    def stops(
        action: str, code: str, stop: Stop, last: Visit, most_wait: int, *, road: int | None = None
    ) -> Iterator[Visit]:
        arrives = last.ends + (minutes[place[last.place]][place[stop.place]] if road is None else road)
        at_first = last.action == "depart"
        for begins in range(arrives, min(stop.window.latest, arrives + most_wait) + 1, step):
            if at_first and 0 < begins - arrives < problem.limits.break_minutes:
                continue
            if begins >= stop.window.earliest and begins <= block.end:
                yield Visit(
                    action=action,  # type: ignore[arg-type]
                    place=stop.place,
                    arrives=arrives,
                    begins=begins,
                    ends=begins + stop.service_minutes,
                    serves=code,
                )

    for leaves in range(max(ready, block.start), block.end + 1, step):
        depart = Visit(action="depart", place=block.origin, arrives=leaves, begins=leaves, ends=leaves)
        for visits in extended((depart,), (), frozenset()):
            yield Trip(block=block.code, visits=visits)
