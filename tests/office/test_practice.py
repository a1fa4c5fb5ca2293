"""Who may practise with whom on a date, from the tables."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Avoid, Vehicle
from ridematch.office.practice import PracticeDesk, abroad, expiring, judge
from ridematch.rules.practice import load_practice_rules
from ridematch.views.directory import Directory
from ridematch.views.practice import check_page
from ridematch.views.terminal import plain_lines
from tests.rules.rows import (
    a_learner,
    a_licence,
    a_rider,
    a_supervisor,
    a_volunteer,
    an_approval,
    can_practise,
    some_tables,
)

DAY = date(2026, 12, 14)


def a_desk(country: str = "SE", **tables: Any) -> PracticeDesk:
    """R1 and R2 learn, V1 and V2 supervise; V1 is approved for R1."""
    rows = {
        "riders": (a_rider("R1"), a_rider("R2")),
        "learners": (a_learner("R1", permit_until=date(2027, 3, 1)), a_learner("R2")),
        "volunteers": (a_volunteer("V1"), a_volunteer("V2")),
        "supervisors": (a_supervisor("V1"), a_supervisor("V2")),
        "licences": (a_licence("V1"), a_licence("V2")),
        "approvals": (an_approval("V1", "R1"),),
    }
    return PracticeDesk(tables=some_tables(**(rows | tables)), people=Directory({}), rules=load_practice_rules(country))


def said(desk: PracticeDesk, *, on: date = DAY, who: str = "") -> dict[str, list[str]]:
    return {
        f"{one.volunteer} {one.rider}": [refusal.name for refusal in one.refusals]
        for one in judge(desk, on=on, who=who)
    }


def test_pairs_with_an_approval_are_judged_and_others_when_asked_for() -> None:
    assert said(a_desk()) == {"V1 R1": []}
    assert said(a_desk(), who="R2") == {"V1 R2": ["approval"], "V2 R2": ["approval"]}
    assert said(a_desk(), who="V2") == {"V2 R1": ["approval"], "V2 R2": ["approval"]}
    assert said(a_desk(), who="Påhittad V1") == {"V1 R1": [], "V1 R2": ["approval"]}
    with pytest.raises(RidematchError, match="Several people fit"):
        judge(a_desk(), on=DAY, who="Påhittad")
    with pytest.raises(RidematchError, match="Nobody has that code or name"):
        judge(a_desk(), on=DAY, who="R3")


def test_where_nobody_is_approved_every_pair_is_judged() -> None:
    assert said(a_desk("GB", approvals=())) == {"V1 R1": [], "V1 R2": [], "V2 R1": [], "V2 R2": []}


def test_until_when_a_pair_may_practise() -> None:
    (one,) = judge(a_desk(), on=DAY)
    assert one.until == date(2027, 3, 1)
    (one,) = judge(a_desk(), on=date(2027, 3, 2))
    assert ([refusal.name for refusal in one.refusals], one.until) == (["permit"], None)
    (far,) = judge(a_desk(learners=(a_learner("R1", permit_until=date(2030, 1, 1)),)), on=DAY)
    assert far.until is None


def test_programmes_rules_and_approvals_of_no_supervisor() -> None:
    assert said(a_desk(avoid=(Avoid(volunteer="V1", rider="R1"),))) == {"V1 R1": ["never_matched"]}
    (one,) = judge(a_desk(supervisors=()), on=DAY)
    assert not one.is_supervisor
    assert said(a_desk(approvals=(an_approval("V1", "R9"),))) == {}


def test_who_is_in_no_plan_is_not_rung_up_for_practice() -> None:
    assert said(a_desk(volunteers=(a_volunteer("V1", active=False), a_volunteer("V2")))) == {"V1 R1": ["active"]}
    no_car: Any = {"volunteers": (a_volunteer("V1", seats=0), a_volunteer("V2"))}
    assert said(a_desk(**no_car)) == {"V1 R1": ["car"]}
    assert said(a_desk(**no_car, vehicles=(Vehicle(vehicle="car-1", place="Holme"),))) == {"V1 R1": ["car"]}
    (one,) = judge(a_desk(**no_car, vehicles=(Vehicle(vehicle="car-1", place="Backe"),)), on=DAY)
    assert (one.refusals, one.vehicle, one.until) == ((), "car-1", date(2027, 3, 1))
    (one,) = judge(a_desk(volunteers=(a_volunteer("V1", seats=1), a_volunteer("V2"))), on=DAY)
    assert (one.refusals, one.vehicle) == ((), "")


def test_a_birthday_of_somebody_hidden_is_not_told() -> None:
    young = (a_learner("R1", born="2010-12-20"),)
    (one,) = judge(a_desk(learners=young), on=DAY)
    assert one.refusals[0].found == "the learner turns 16 on 2026-12-20"
    hidden = (a_rider("R1", limited_visibility=True), a_rider("R2"))
    (one,) = judge(a_desk(learners=young, riders=hidden), on=DAY)
    assert one.refusals[0].found == "the learner has not turned 16 by then"


def test_lesson_times_across_the_border() -> None:
    times = (can_practise("10:00", "12:00", place="Utland"), can_practise("10:00", "12:00"))
    (one,) = abroad(a_desk(lesson_times=times), on=DAY)
    assert (one.rider, one.country, one.rule.name) == ("R1", "NO", "border")
    assert abroad(a_desk(lesson_times=(replace(times[0], rider="R9"),)), on=DAY) == ()
    assert [one.country for one in abroad(a_desk("NO", lesson_times=times), on=DAY)] == ["SE"]


def test_what_expires_is_counted_from_today() -> None:
    desk = a_desk(learners=(a_learner("R1", permit_until=date(2027, 2, 12)),))
    assert [one.name for one in expiring(desk, today=DAY, days=60)] == ["permit"]
    assert expiring(desk, today=DAY, days=59) == ()


def test_a_pair_whose_car_does_not_suit_may_practise_in_a_shared_one() -> None:
    automatic = (a_learner("R1", permit_until=date(2027, 3, 1), transmission="automatic"), a_learner("R2"))
    manual = (a_supervisor("V1", transmission="manual"), a_supervisor("V2"))
    rows: dict[str, Any] = {"learners": automatic, "supervisors": manual}
    (alone,) = judge(a_desk(**rows), on=DAY)
    assert alone.refusals
    for place, seats, vehicle in (("Fors", 4, "B1"), ("Fors", 0, ""), ("Backe", 0, "B1")):
        car = Vehicle(vehicle="B1", place=place, transmission="automatic")
        people = (a_volunteer("V1", seats=seats), a_volunteer("V2"))
        (one,) = judge(a_desk(**rows, vehicles=(car,), volunteers=people), on=DAY)
        assert (one.vehicle, bool(one.refusals)) == (vehicle, not vehicle)


@pytest.mark.parametrize(("born", "some_hours"), [("2008-12-15", True), ("2008-12-14", False)])
def test_who_may_practise_at_some_hours_only_is_said_with_the_rule(born: str, some_hours: bool) -> None:
    desk = a_desk("US-NY", learners=(a_learner("R1", born=born),))
    page = check_page(judge(desk, on=DAY, who="V1"), (), on=DAY, rules=desk.rules, people=desk.people)
    assert ("At some hours only" in "\n".join(plain_lines(page))) == some_hours
