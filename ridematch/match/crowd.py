"""Riders who are alike in all that matters, as one rider with a count: forty at one hotel would tie in endless ways.

Riders are alike where each has the same journeys, nothing promised and no lessons, and swapping their homes would leave
every way as long as it is. Any of them can then stand for any other, and a plan for counts can be told out among them
at the same cost. (Symmetry of this kind is the bane of branch and bound: Margot, in 50 Years of Integer Programming,
2010, chapter 17.)
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ridematch.match.compiled import Ints
from ridematch.model.problem import Journey, Problem, Request, Stop
from ridematch.model.travel import Travel

MOST_LEGS = 2
"""Of a journey of riders who are alike: covered legs of more could not always be told out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """`problem` has one rider for all who are alike; `alike` has each of its journeys' codes, and whose they stand for.

    The riders of a class stand in the same order for each of their journeys.
    """

    problem: Problem
    alike: dict[str, tuple[Journey, ...]]

    def stands_for(self) -> dict[str, str]:
        """Each request's code with that of the request of `problem` that stands for it."""
        return {
            its.request.code: leg.request.code
            for journey in self.problem.journeys
            for member in self.alike[journey.code]
            for its, leg in zip(member.legs, journey.legs, strict=True)
        }


def gathered(problem: Problem, *, learners: bool = False) -> Crowd:
    """The problem with riders who are alike gathered into classes.

    With `learners` also those who wish for lessons, each in the class of others. From a lesson to that class it is then
    no way, and drivers wait so much longer: a plan for counts costs no more than one for these people, but can perhaps
    not be told out among them.
    """
    journeys: dict[str, list[Journey]] = defaultdict(list)
    for journey in problem.journeys:
        journeys[journey.rider].append(journey)
    learning = {wish.learner for wish in problem.lessons}
    classes = _classes(problem, journeys, learning, learners=learners)
    alike = {}
    for riders in classes:
        for number, journey in enumerate(journeys[riders[0]]):
            alike[journey.code] = tuple(journeys[rider][number] for rider in riders)
    small = replace(
        problem,
        journeys=tuple(journey for journey in problem.journeys if journey.code in alike),
        travel=_apart(problem.travel, [[_homes(journeys[rider]) for rider in riders] for riders in classes]),
    )
    if learners:
        homes = [
            (_homes(journeys[riders[0]])[0], _homes(journeys[rider])[0])
            for riders in classes
            for rider in riders[1:]
            if rider in learning
        ]
        small = _next_door(small, homes)
    return Crowd(problem=small, alike=alike)


def _next_door(problem: Problem, homes: list[tuple[str, str]]) -> Problem:
    """No way between the two homes of each pair, and drivers who wait longer by what is missing now."""
    place, longest = problem.travel.index(), 0
    seasons = [[list(row) for row in season] for season in problem.travel.minutes]
    for first, second in homes:
        one, other = place[first], place[second]
        for season in seasons:
            longest = max(longest, season[one][other], season[other][one])
            season[one][other] = season[other][one] = 0
    bare, winter = (tuple(tuple(row) for row in season) for season in seasons)
    drivers = tuple(replace(driver, max_wait_minutes=driver.max_wait_minutes + longest) for driver in problem.drivers)
    return replace(problem, travel=replace(problem.travel, minutes=(bare, winter)), drivers=drivers)


def _classes(
    problem: Problem, journeys: dict[str, list[Journey]], learning: set[str], *, learners: bool
) -> list[list[str]]:
    """Riders in classes; one who is like nobody is a class of one. `learners` may join others, but not each other."""
    minutes = [np.array(season, dtype=np.int64) for season in problem.travel.minutes]
    place = problem.travel.index()
    others = _used_otherwise(problem, lessons=not learners)
    classes: list[list[str]] = []
    by_look: dict[object, list[list[str]]] = defaultdict(list)
    for rider, own in sorted(journeys.items(), key=lambda one: one[0] in learning):
        look = _look(problem, rider, own, others) if learners or rider not in learning else None
        for some in by_look[look] if look else ():
            home, its = place[_homes(own)[0]], place[_homes(journeys[some[0]])[0]]
            if all(_swappable(season, home, its) for season in minutes):
                some.append(rider)
                break
        else:
            classes.append([rider])
            if look and rider not in learning:
                by_look[look].append(classes[-1])
    return classes


def _look(problem: Problem, rider: str, journeys: list[Journey], others: dict[str, set[str]]) -> object:
    """All that the engine sees of a rider, the home being HOME; None for one who can't be like anybody."""
    homes = _homes(journeys)
    codes = {leg.request.code for journey in journeys for leg in journey.legs}
    if (
        len(homes) != 1
        or others[homes[0]] != {rider}
        or any(pin.serves in codes for pin in problem.pins)
        or any(len(journey.legs) > MOST_LEGS or not _one_code(journey) for journey in journeys)
        or any(practice.learner == rider for practice in problem.practice_rides)
        or _may_meet_themselves(problem, journeys, homes[0])
    ):
        return None
    avoiding = tuple(driver.code for driver in problem.drivers if rider in driver.avoids)
    missed = tuple((week, count) for who, week, count in problem.misses_before if who == rider)
    return avoiding, missed, tuple(_nameless(journey, homes[0]) for journey in journeys)


def _one_code(journey: Journey) -> bool:
    return all(leg.request.rider == journey.rider for leg in journey.legs)


def _nameless(journey: Journey, home: str) -> Journey:
    def at(stop: Stop) -> Stop:
        return replace(stop, place="HOME") if stop.place == home else stop

    def request(asked: Request) -> Request:
        return replace(asked, code="", rider="", pickup=at(asked.pickup), delivery=at(asked.delivery))

    legs = tuple(replace(leg, request=request(leg.request)) for leg in journey.legs)
    return replace(journey, code="", rider="", legs=legs)


def _stops(journeys: list[Journey]) -> Iterator[tuple[str, Stop]]:
    for journey in journeys:
        for leg in journey.legs:
            yield leg.request.code, leg.request.pickup
            yield leg.request.code, leg.request.delivery


def _homes(journeys: list[Journey]) -> list[str]:
    """The places of these journeys that are somebody's home."""
    return sorted({stop.place for _, stop in _stops(journeys) if stop.place.startswith("home:")})


def _used_otherwise(problem: Problem, *, lessons: bool) -> dict[str, set[str]]:
    """Who uses each place, for `lessons` too if asked."""
    users: dict[str, set[str]] = defaultdict(set)
    for request in problem.requests:
        for stop in (request.pickup, request.delivery):
            users[stop.place].add(request.rider)
    for block in problem.blocks:
        users[block.origin].add(block.code)
        users[block.destination].add(block.code)
    for wish in problem.lessons if lessons else ():
        for slot in wish.slots:
            users[slot.place].add(wish.code)
    return users


def _may_meet_themselves(problem: Problem, journeys: list[Journey], home: str) -> bool:
    """Whether a car could stop for a rider at home twice in a row: no way for one, but some minutes between two homes.

    Between two stops a car with somebody aboard is at most that ride on the way, and an empty one waits for so long.
    """
    service = max(stop.service_minutes for request in problem.requests for stop in (request.pickup, request.delivery))
    longest = max(request.max_ride_minutes for request in problem.requests)
    apart = service + max(longest, *(driver.max_wait_minutes for driver in problem.drivers), 0)
    at_home = [(code, stop) for code, stop in _stops(journeys) if stop.place == home]
    for code, one in at_home:
        for other_code, other in at_home:
            soon = one.window.earliest <= other.window.latest and other.window.earliest <= one.window.latest + apart
            if soon and code != other_code:
                return True
    return any(leg.request.pickup.place == leg.request.delivery.place for journey in journeys for leg in journey.legs)


def _swappable(minutes: Ints, one: int, other: int) -> bool:
    """Whether every way stays as long as it is if two places change names."""
    order = np.arange(len(minutes))
    order[[one, other]] = other, one
    return bool((minutes[one] == minutes[other][order]).all() and (minutes[:, one] == minutes[:, other][order]).all())


def _apart(travel: Travel, homes: list[list[list[str]]]) -> Travel:
    """From the one home of a class to itself it takes as long as between any two of them."""
    place = travel.index()
    seasons = [[list(row) for row in season] for season in travel.minutes]
    for first, second, *_ in (some for some in homes if len(some) > 1):
        one, other = place[first[0]], place[second[0]]
        for season in seasons:
            season[one][one] = season[one][other]
    bare, winter = (tuple(tuple(row) for row in season) for season in seasons)
    return replace(travel, minutes=(bare, winter))
