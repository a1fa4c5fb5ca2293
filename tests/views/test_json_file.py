import json
from dataclasses import replace

from ridematch.model.plan import Plan
from ridematch.views.json_file import (
    edition_json,
    journeys_from_json,
    plan_from_json,
    prices_from_json,
    problem_from_json,
    to_json,
    travel_from_json,
)
from tests.builders import a_block, a_driver, a_line, a_plan, a_problem, a_request, a_ride, a_trip
from tests.views.schedules import EDITION

TRAVEL = a_line("A", 10, "B", 20, "C")
PROBLEM = a_problem(
    TRAVEL, a_ride(a_request("R1", start="A", end="C")), a_driver("V1"), a_block("V1", "04:00", "07:00")
)
PLAN = a_plan(PROBLEM, a_trip(PROBLEM, "V1:2026-12-14:1", ("pickup", "R1", "05:00"), ("delivery", "R1", None)))


def test_a_problem_and_a_plan_are_the_same_after_a_round_trip() -> None:
    assert problem_from_json(to_json(PROBLEM)) == PROBLEM
    assert hash(problem_from_json(to_json(PROBLEM))) == hash(PROBLEM)
    assert plan_from_json(to_json(PLAN)) == PLAN


def test_the_travel_times_alone_and_none_where_they_were_written_otherwise() -> None:
    text = to_json(PROBLEM)
    assert travel_from_json(text) == TRAVEL
    assert travel_from_json(text.replace('"minutes":', '"hours":')) is None
    assert travel_from_json("{}") is None


def test_journeys_are_read_alone_and_of_another_version_there_are_none() -> None:
    text = to_json(PROBLEM)
    assert journeys_from_json(text) == (PROBLEM.epoch, PROBLEM.journeys)
    for other in ("", "{}", text.replace('"left_out_cost":', '"cost":')):
        assert journeys_from_json(other) == (None, ())


def test_an_edition_has_each_visit_with_its_utc_time() -> None:
    edition = replace(EDITION, problem_json=to_json(PROBLEM), plan_json=to_json(PLAN))
    content = json.loads(edition_json(edition, problem=PROBLEM, plan=PLAN, score={"total": 1.0}, violations=()))
    (duty,) = content["duties"]
    assert duty["volunteer"] == "V1"
    pickup = duty["visits"][1]
    assert (pickup["action"], pickup["place"], pickup["begins"], pickup["request"]) == (
        "pickup", "A", "2026-12-14T05:00Z", "R1",
    )  # fmt: skip
    assert content["edition"] == 3


def test_prices_are_read_where_a_plan_has_them() -> None:
    plan = Plan(prices=(("serve S1:2026-12-14:out", 312.5), ("day V1 2026-12-14", -4.0)))
    assert plan_from_json(to_json(plan)) == plan
    assert prices_from_json(to_json(plan)) == plan.prices
    assert prices_from_json(to_json(Plan())) == ()
    for other in ("", "{}", "[]", "null", "{", '{"prices": null}', '{"prices": [["serve S1", "dear"]]}'):
        assert prices_from_json(other) == ()
    assert prices_from_json('{"prices": [["serve S1", Infinity], ["serve S2", 1]]}') == (("serve S2", 1.0),)
