"""Riders who are alike: gathered where nothing tells them apart, and planned as well as one by one."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match import solve
from ridematch.match.crowd import Crowd, gathered
from ridematch.match.solve import match
from ridematch.model.problem import Journey, Pin, Problem, Stop
from ridematch.model.travel import Travel
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.match.nights import tiny

APART = 10
"""Minutes between two homes of riders who are alike."""


def at_home(journey: Journey, rider: str, village: str) -> Journey:
    """The journey of another rider, from and to a home of their own instead of the village."""

    def moved(stop: Stop) -> Stop:
        return replace(stop, place=f"home:{rider}") if stop.place == village else stop

    legs = []
    for leg in journey.legs:
        asked = leg.request
        code = asked.code.replace(journey.rider, rider, 1) if rider != journey.rider else asked.code
        code = code if code != asked.code or rider == journey.rider else f"{rider}:{asked.code}"
        request = replace(asked, code=code, rider=rider, pickup=moved(asked.pickup), delivery=moved(asked.delivery))
        legs.append(replace(leg, request=request))
    code = journey.code if rider == journey.rider else f"{rider}:{journey.code}"
    return replace(journey, code=code, rider=rider, legs=tuple(legs))


def with_homes(travel: Travel, homes: dict[str, str]) -> Travel:
    """The roads with homes in villages: some minutes from each other, and half of that from the village."""
    places = (*travel.places, *homes)
    village = travel.index()
    at = [*range(len(travel.places)), *(village[where] for where in homes.values())]

    def minutes(one: int, other: int) -> int:
        if one == other:
            return 0
        between: int = travel.minutes[0][at[one]][at[other]]
        homely = (one >= len(travel.places)) + (other >= len(travel.places))
        return max(between, homely * APART // 2)

    rows = tuple(tuple(minutes(one, other) for other in range(len(at))) for one in range(len(at)))
    metres = tuple(tuple(1000 * cell for cell in row) for row in rows)
    return Travel(places=places, minutes=(rows, rows), metres=metres)


def in_company(seed: int, *, copies: int, commutes: int = 2, days: int = 1) -> Problem:
    """A tiny night on which some riders have neighbours who want just the same."""
    problem, rng = tiny(seed, commutes=commutes, drivers=3, lessons=1, days=days), Random(seed)
    journeys: list[Journey] = []
    homes: dict[str, str] = {}
    for rider in dict.fromkeys(journey.rider for journey in problem.journeys):
        own = [journey for journey in problem.journeys if journey.rider == rider]
        leg = own[0].legs[0].request
        village = leg.pickup.place if leg.code.endswith("out") else leg.delivery.place
        for number in range(rng.randint(1, copies)):
            name = rider if number == 0 else f"{rider}n{number}"
            homes[f"home:{name}"] = village
            journeys += [at_home(journey, name, village) for journey in own]
    return replace(problem, journeys=tuple(journeys), travel=with_homes(problem.travel, homes), pins=())


def one_by_one(problem: Problem) -> Crowd:
    return Crowd(problem=problem, alike={journey.code: (journey,) for journey in problem.journeys})


def most_alike(problem: Problem) -> int:
    return max(map(len, gathered(problem).alike.values()))


@given(st.integers(0, 10**6), st.integers(1, 2), st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_planned_together_as_well_as_one_by_one(seed: int, days: int, copies: int) -> None:
    problem = in_company(seed, copies=copies, days=days)
    plan = match(problem)
    assert check(problem, plan) == ()
    assert score(problem, plan).total == pytest.approx(plan.objective)
    assert plan.proven
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(solve, "gathered", one_by_one)
        assert match(problem).objective == pytest.approx(plan.objective)


def test_neighbours_who_want_the_same_are_gathered() -> None:
    sizes = [most_alike(in_company(seed, copies=4)) for seed in range(40)]
    assert {1, 2, 3, 4} <= set(sizes)


def company() -> Problem:
    """A night with at least three riders who are alike."""
    return next(p for p in (in_company(seed, copies=4) for seed in range(40)) if most_alike(p) >= 3)


def members(problem: Problem) -> tuple[Journey, ...]:
    return max(gathered(problem).alike.values(), key=len)


def test_what_tells_riders_apart() -> None:
    problem = company()
    alike = members(problem)
    who = alike[1]

    def changed(journey: Journey) -> Problem:
        return replace(problem, journeys=tuple(journey if j.code == who.code else j for j in problem.journeys))

    request = who.legs[0].request
    later = replace(request.delivery.window, latest=request.delivery.window.latest + 1)
    others = [
        changed(replace(who, left_out_cost=who.left_out_cost + 60)),
        changed(replace(who, legs=(replace(who.legs[0], fallback="bus"), *who.legs[1:]))),
        changed(with_first(who, delivery=replace(request.delivery, window=later))),
        changed(with_first(who, seats=request.seats + 1)),
        changed(with_first(who, usual_driver="V2")),
        changed(with_first(who, proposed_driver="V2")),
        replace(problem, misses_before=((who.rider, who.week, 1),)),
        replace(problem, pins=(Pin(serves=request.code, driver="V0", begins=0, ends=10),)),
        replace(problem, drivers=(replace(problem.drivers[0], avoids=(who.rider,)), *problem.drivers[1:])),
        further_away(problem, f"home:{who.rider}"),
    ]
    for other in others:
        classes = [{journey.rider for journey in some} for some in gathered(other).alike.values()]
        assert {who.rider} in classes
        assert {journey.rider for journey in alike} - {who.rider} in classes


def with_first(journey: Journey, **changes: object) -> Journey:
    leg = journey.legs[0]
    return replace(
        journey,
        legs=(replace(leg, request=replace(leg.request, **changes)), *journey.legs[1:]),  # type: ignore[arg-type]
    )


def further_away(problem: Problem, home: str) -> Problem:
    """The same problem with one home a minute further from one place."""
    row = problem.travel.index()[home]
    minutes = [list(cells) for cells in problem.travel.minutes[0]]
    minutes[row][0] += 1
    season = tuple(tuple(cells) for cells in minutes)
    return replace(problem, travel=replace(problem.travel, minutes=(season, season)))


@pytest.mark.parametrize("seed", [28, 75])
def test_misses_of_a_week_are_shared_out(seed: int) -> None:
    """Some of those alike are left out on both days: nobody twice before everybody was once."""
    problem = in_company(seed, copies=3, commutes=4, days=2)
    plan = match(problem)
    assert score(problem, plan).total == pytest.approx(plan.objective)
