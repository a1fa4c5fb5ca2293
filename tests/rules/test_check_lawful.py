"""Plans whose lessons the tables do not allow, whatever pairings the problem has."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ridematch.model.facts import Avoid, Tables
from ridematch.model.plan import Duty, Plan, Trip, Visit
from ridematch.model.problem import LessonWish, Pairing, Problem, lesson_code
from ridematch.office.gather import lawful_ground
from ridematch.rules.check import check
from ridematch.rules.check.lawful import check_lawful
from tests.rules.rows import (
    MONDAY,
    PLACES,
    SETTINGS,
    a_learner,
    a_licence,
    a_rider,
    a_supervisor,
    a_volunteer,
    admitted,
    an_approval,
    can_practise,
    day,
    free,
    practising,
    some_tables,
)

EVERY_DAY = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def learning(**tables: Any) -> Tables:
    rows = practising(
        lesson_times=(can_practise("16:00", "20:00", days=EVERY_DAY),),
        availability=(free("00:00", "23:00", days=EVERY_DAY),),
    )
    return some_tables(**(rows | tables))


def a_lesson(problem: Problem, wish: LessonWish, number: int = 0) -> Plan:
    """The lesson of one slot, by V1, as soon as it can be."""
    slot = wish.slots[number]
    block = next(one for one in problem.blocks if one.date == slot.date)
    index = problem.travel.index()
    road = problem.travel.on(slot.date)[index[block.origin]][index[slot.place]]
    begins, ends = slot.window.earliest, slot.window.earliest + wish.minutes
    visits = (
        Visit(action="depart", place=block.origin, arrives=begins - road, begins=begins - road, ends=begins - road),
        Visit(
            action="lesson",
            place=slot.place,
            arrives=begins,
            begins=begins,
            ends=ends,
            serves=lesson_code(wish.learner, slot.date),
        ),
        Visit(action="arrive", place=block.origin, arrives=ends + road, begins=ends + road, ends=ends + road),
    )
    return Plan(duties=(Duty(driver="V1", date=slot.date, trips=(Trip(block=block.code, visits=visits),)),))


def found(tables: Tables, *, truth: Tables | None = None, number: int = 0, practice: str = "SE") -> list[str]:
    """What is wrong with a lesson planned by these tables, if `truth` are the tables in the store."""
    problem, _ = admitted(tables, practice=practice)
    (wish,) = problem.lessons
    plan = a_lesson(problem, wish, number)
    assert [violation.rule for violation in check(problem, plan) if "lesson" in violation.rule] == []
    settings = replace(SETTINGS, practice=practice)
    ground = lawful_ground(truth or tables, settings)
    return [violation.rule for violation in check_lawful(problem, plan, ground)]


RENEWED = (
    an_approval(rider="R2", approved_on=date(2026, 1, 1)),
    an_approval(rider="R2", approved_on=date(2026, 2, 1)),  # early, of the same learner
    an_approval(approved_on=date(2026, 3, 1)),
)


def test_a_lesson_that_admission_allowed_is_lawful() -> None:
    assert [found(learning(), number=number) for number in range(7)] == [[]] * 7


@pytest.mark.parametrize(
    ("truth", "rule"),
    [
        ({"learners": (a_learner(born="2010-12-15"),)}, "learner_age"),
        ({"learners": (a_learner(permit_until=date(2026, 12, 13)),)}, "permit"),
        ({"learners": (a_learner(transmission="manual"),)}, "wish"),
        ({"supervisors": (a_supervisor(born="2002-12-15"),)}, "supervisor_age"),
        ({"supervisors": (a_supervisor(other_approvals=5),)}, "most_approvals"),
        ({"supervisors": (a_supervisor(other_approvals=3),), "approvals": RENEWED}, ""),
        ({"supervisors": (a_supervisor(other_approvals=4),), "approvals": RENEWED}, "most_approvals"),
        ({"supervisors": ()}, "known"),
        ({"licences": (a_licence(valid_from=date(2021, 12, 15)),)}, "licence_years"),
        ({"licences": (a_licence(), a_licence(country="SY", valid_from=date(2000, 1, 1)))}, ""),
        ({"approvals": (an_approval(valid_until=date(2026, 12, 13)),)}, "approval"),
        ({"avoid": (Avoid(volunteer="V1", rider="R1"),)}, "never_matched"),
        ({"volunteers": (a_volunteer(only_employer="bageriet"),)}, "only_employer"),
        ({"riders": (a_rider(minor=True),)}, "record_seen"),
        ({"riders": (a_rider(minor=True),), "volunteers": (a_volunteer(record_seen_on=MONDAY),)}, ""),
        ({"riders": (a_rider(minor=True),), "volunteers": (a_volunteer(record_seen_on=day(1)),)}, "record_seen"),
        ({"places": tuple(replace(place, country="NO") for place in PLACES)}, "border"),
    ],
)
def test_a_lesson_that_only_the_problem_allows_is_not(truth: dict[str, Any], rule: str) -> None:
    assert found(learning(), truth=learning(**truth)) == ([f"practice_{rule}"] if rule else [])


def test_a_car_nobody_described_is_as_its_drivers_licence() -> None:
    automatic = {"licences": (a_licence(code="B78"),), "learners": (a_learner(transmission="automatic"),)}
    assert found(learning(**automatic)) == []
    assert found(learning(**automatic), truth=learning(**automatic | {"licences": (a_licence(),)})) == ["practice_wish"]


def test_the_sentence_has_both_people_the_rule_its_date_and_its_source() -> None:
    tables = learning()
    problem, _ = admitted(tables)
    truth = learning(learners=(a_learner(permit_until=date(2026, 12, 13)),))
    (violation,) = check_lawful(problem, a_lesson(problem, problem.lessons[0]), lawful_ground(truth, SETTINGS))
    assert violation.subjects == ("R1:2026-12-14:lesson", "V1")
    assert violation.sentence.startswith(
        "R1:2026-12-14:lesson with V1: the permit ended on 2026-12-13 (a learner needs"
    )
    assert violation.sentence.endswith(
        "https://www.transportstyrelsen.se/sv/vagtrafik/korkort/ta-korkort/korkortstillstand/)"
    )


def test_hours_are_local() -> None:
    us = tuple(replace(place, country="US") for place in PLACES)
    times = (can_practise("20:00", "23:00", days=EVERY_DAY),)
    grown = learning(places=us, lesson_times=times)
    young = learning(places=us, lesson_times=times, learners=(a_learner(born="2009-06-01"),))
    assert found(grown, practice="US-NY") == []
    assert found(grown, truth=young, practice="US-NY") == []  # from 20:00 to 21:00
    longer = replace(young, learners=(a_learner(born="2009-06-01", lesson_minutes=60),))
    later = learning(places=us, lesson_times=(can_practise("20:01", "23:00", days=EVERY_DAY),))
    assert found(later, truth=longer, practice="US-NY") == ["practice_hours"]


def test_lessons_of_the_day_after_the_horizon_are_the_next_runs_business() -> None:
    tables = learning(learners=(a_learner(permit_until=MONDAY),))
    problem, _ = admitted(tables, days=2)
    wish = problem.lessons[0]
    unlawful = replace(wish, pairings=(Pairing(driver="V1", first_date=MONDAY, last_date=day(6)),))
    tomorrow = a_lesson(replace(problem, lessons=(unlawful,)), unlawful, 1)
    ground = lawful_ground(tables, SETTINGS)
    assert len(check_lawful(problem, tomorrow, ground)) == 1
    assert check_lawful(replace(problem, days=1), tomorrow, ground) == ()
    assert problem.first_date + timedelta(days=1) == day(1)
