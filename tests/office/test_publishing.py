from dataclasses import replace

from ridematch.model.problem import Journey
from ridematch.office.publishing import asked_as, tallies, waiting_minutes
from ridematch.office.replay import replay
from tests.builders import MONDAY, a_block, a_driver, a_problem, at
from tests.office.scene import LESSON, a_scene, a_scene_plan, published


def test_an_edition_read_back_is_the_plan() -> None:
    problem = a_scene()
    assert replay(problem, published(problem)).duties == a_scene_plan(problem).duties


def test_another_epoch_only_shifts_the_minutes() -> None:
    problem = a_scene()
    earlier = replace(problem, epoch=problem.epoch.replace(day=13))
    assert replay(earlier, published(problem)).duties[0].trips[0].visits[1].begins == at("05:00", days=1)


def test_a_trip_that_no_block_touches_any_more_has_none() -> None:
    problem = a_scene()
    gone = replace(problem, blocks=(a_block("V1", "20:00", "22:00"),))
    assert replay(gone, published(problem)).duties[0].trips[0].block == ""


def test_stops_say_whom_they_serve_and_how_far_it_was() -> None:
    stops = published(a_scene()).stops
    assert [(stop.action, stop.rider, stop.journey) for stop in stops][1] == ("pickup", "P1", "R1")
    assert [stop.minutes for stop in stops] == [0, 0, 10, 10, 10, 20, 10]
    assert [stop.journey_date for stop in stops][5] == MONDAY
    assert stops[5].serves == LESSON


def test_the_rest_of_an_earlier_commute_keeps_its_code() -> None:
    rest = Journey(code="S1:2026-12-13:back", kind="fixed", rider="R1", date=MONDAY, week="", legs=(), left_out_cost=0)
    assert asked_as(rest) == "S1:2026-12-13"


def test_counts() -> None:
    problem = a_scene()
    plan = replace(a_scene_plan(problem), left_out=("R2",))
    assert [(tally.kind, tally.asked, tally.served) for tally in tallies(problem, plan)] == [
        ("commutes", 0, 0),
        ("rides", 2, 1),
        ("lessons", 1, 1),
    ]
    assert waiting_minutes(plan) == 10
    assert [tally.asked for tally in tallies(a_problem(a_driver()), plan)] == [0, 0, 0]
