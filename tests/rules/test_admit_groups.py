from typing import Any

import pytest

from ridematch.model.facts import Shift, Tables
from ridematch.model.problem import Amount
from tests.rules.rows import (
    a_ride,
    a_rider,
    a_shift,
    a_volunteer,
    admitted,
    clock,
    journeys_of,
    some_tables,
)


def working(*shifts: Shift, **tables: Any) -> Tables:
    return some_tables(shifts=shifts, **tables)


def test_groups_are_split_as_equally_as_cars_allow() -> None:
    people = (a_volunteer("V1", seats=4, offers=("child-seat:2",)), a_volunteer("V2", seats=9, active=False))
    rider = a_rider(needs=("child-seat:3",), minor=True)
    problem, issues = admitted(
        some_tables(volunteers=people, riders=(rider,), rides=(a_ride(arrive_by=clock("10:00"), seats=9),))
    )
    legs = problem.journeys[0].legs
    assert [leg.request.code for leg in legs] == ["E1:out-1", "E1:out-2", "E1:out-3"]
    assert [leg.request.seats for leg in legs] == [3, 3, 3]
    assert {leg.request.equipment for leg in legs} == {(Amount(code="child-seat", count=1),)}
    assert len({leg.request.pickup for leg in legs}) == 1
    assert all(leg.request.minor for leg in legs)
    assert not issues


@pytest.mark.parametrize(("seats", "parts"), [(4, [4]), (5, [3, 2]), (8, [4, 4])])
def test_a_group_is_split_only_beyond_the_largest_car(seats: int, parts: list[int]) -> None:
    problem, _ = admitted(some_tables(rides=(a_ride(arrive_by=clock("10:00"), seats=seats),)))
    assert [leg.request.seats for leg in problem.journeys[0].legs] == parts


def test_a_group_whose_needs_fit_no_car_is_an_issue() -> None:
    rider = a_rider(needs=("wheelchair",))
    problem, issues = admitted(some_tables(riders=(rider,), rides=(a_ride(arrive_by=clock("10:00"), seats=6),)))
    assert not problem.journeys
    assert [(issue.table, issue.row) for issue in issues] == [("rides", "E1")]


def test_without_any_car_everybody_is_still_answered() -> None:
    tables = working(a_shift(), volunteers=(a_volunteer(seats=0),), rides=(a_ride(arrive_by=clock("20:00"), seats=9),))
    problem, issues = admitted(tables)
    assert len(problem.journeys) == 2
    assert [issue.table for issue in issues] == ["volunteers"]


def test_unknown_needs_and_a_visible_home_cost_one_rider() -> None:
    riders = (a_rider("R1"), a_rider("R2", needs=("sedan",)), a_rider("R3", limited_visibility=True))
    shifts = (a_shift("S1"), a_shift("S2", rider="R2"), a_shift("S3", rider="R3"))
    problem, issues = admitted(working(*shifts, riders=riders))
    assert [journey.rider for journey in problem.journeys] == ["R1"]
    assert [(issue.table, issue.row) for issue in issues] == [("riders", "R2"), ("riders", "R3")]


def test_a_meeting_point_is_the_home_of_who_waits_there() -> None:
    rider = a_rider(home="Torget", limited_visibility=True)
    problem, issues = admitted(working(a_shift(), riders=(rider,)))
    assert problem.journeys[0].legs[0].request.pickup.place == "Torget"
    assert not issues


def test_needs_are_spaces_and_codes_the_driver_must_offer() -> None:
    rider = a_rider(needs=("child-seat:2", "woman-driver", "lang:ar"), language="so", seats=3)
    request = journeys_of(working(a_shift(employer="bageriet"), riders=(rider,)))["S1:2026-12-14"].legs[0].request
    assert request.needs == ("lang:ar", "woman-driver")
    assert request.equipment == (Amount(code="child-seat", count=2),)
    assert (request.seats, request.employer) == (3, "bageriet")
