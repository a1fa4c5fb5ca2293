"""Practice on the way to work and in shared cars that the tables do not allow, whatever the problem says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ridematch.match.solve import match
from ridematch.model.facts import Tables, Vehicle
from ridematch.model.travel import Crossing
from ridematch.office.gather import lawful_ground
from ridematch.rules.check import check
from ridematch.rules.check.lawful import check_lawful
from tests.rules.rows import (
    MONDAY,
    PLACES,
    SETTINGS,
    a_learner,
    a_licence,
    a_shift,
    a_supervisor,
    a_volunteer,
    admitted,
    an_approval,
    can_practise,
    practising,
    some_tables,
)

ON_RIDES = a_learner(may_practise_on_rides=True)
BESIDE = a_supervisor(may_practise_on_rides=True)


def on_the_way(**tables: Any) -> Tables:
    """R1 drives to the shift in Fors beside V1."""
    rows = practising(learners=(ON_RIDES,), supervisors=(BESIDE,), shifts=(a_shift(),))
    return some_tables(**(rows | tables))


def in_a_shared_car(**tables: Any) -> Tables:
    """R1 has a lesson with V1, who has no car, in the practice car of their village."""
    rows = practising(
        volunteers=(a_volunteer(home="Dal", seats=0), a_volunteer("V2")),
        vehicles=(Vehicle(vehicle="B1", place="Dal", transmission="manual"),),
        lesson_times=(can_practise("16:00", "20:00", days=("Mon",)),),
    )
    return some_tables(**(rows | tables))


def broken(tables: Tables, truth: Tables) -> list[str]:
    """What is wrong with the best plan by these tables, if `truth` are the tables in the store."""
    problem, _ = admitted(tables)
    plan = match(problem)
    visits = [visit for duty in plan.duties for trip in duty.trips for visit in trip.visits]
    assert any(visit.practice or visit.vehicle for visit in visits)
    assert check(problem, plan) == ()
    ground = lawful_ground(truth, replace(SETTINGS, practice="SE"))
    return list(dict.fromkeys(violation.rule for violation in check_lawful(problem, plan, ground)))


@pytest.mark.parametrize(
    ("truth", "rule"),
    [
        ({}, ""),
        ({"learners": (a_learner(),)}, "on_rides"),
        ({"supervisors": (a_supervisor(),)}, "on_rides"),
        ({"learners": (replace(ON_RIDES, permit_until=date(2026, 12, 13)),)}, "permit"),
        ({"learners": (replace(ON_RIDES, permit_until=MONDAY),)}, ""),
        ({"approvals": (an_approval(valid_until=date(2026, 12, 13)),)}, "approval"),
        ({"places": tuple(replace(one, country="NO") if one.name == "Fors" else one for one in PLACES)}, "border"),
    ],
)
def test_a_ride_the_learner_drives_is_lawful_too(truth: dict[str, Any], rule: str) -> None:
    assert broken(on_the_way(), on_the_way(**truth)) == ([f"practice_{rule}"] if rule else [])


@pytest.mark.parametrize(
    ("start", "end", "country", "told"),
    [
        ("home:R1", "Fors", "NO", "S1:2026-12-14:out with V1: it is in NO"),
        ("home:R1", "Fors", "SE", ""),
        ("Fors", "home:R1", "NO", ""),
        ("home:V1", "home:R1", "NO", ""),
    ],
)
def test_the_way_of_a_ride_stays_in_the_country_too(start: str, end: str, country: str, told: str) -> None:
    problem, _ = admitted(on_the_way())
    plan = match(problem)
    crossing = Crossing(origin=start, destination=end, countries=(country,))
    known = replace(problem, travel=replace(problem.travel, crossings=(crossing,)))
    ground = lawful_ground(on_the_way(), replace(SETTINGS, practice="SE"))
    found = [violation.sentence.partition(" (")[0] for violation in check_lawful(known, plan, ground)]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(
    ("truth", "rule"),
    [
        ({}, ""),
        ({"volunteers": (a_volunteer(home="Backe", seats=0), a_volunteer("V2"))}, "car"),
        ({"learners": (a_learner(transmission="automatic"),)}, "wish"),
        ({"licences": (a_licence(code="B78"),)}, "transmission"),
    ],
)
def test_a_shared_car_suits_by_the_tables_too(truth: dict[str, Any], rule: str) -> None:
    assert broken(in_a_shared_car(), in_a_shared_car(**truth)) == ([f"practice_{rule}"] if rule else [])
