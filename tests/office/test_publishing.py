from dataclasses import replace

from ridematch.model.problem import Journey, Limits
from ridematch.office.publishing import asked_as, make_edition, tallies, waiting_minutes
from ridematch.office.replay import replay
from tests.builders import (
    MONDAY,
    a_block,
    a_driver,
    a_lesson_wish,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
    at,
    day,
)
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


def test_who_has_no_car_walks_and_is_paid_for_no_metre() -> None:
    wish = a_lesson_wish(replace(a_slot(), vehicle="B1"))
    wish = replace(wish, pairings=tuple(replace(one, vehicle="B1") for one in wish.pairings))
    for seats, metres in ((0, 0), (1, 10_000)):
        problem = a_problem(wish, a_driver(seats=seats), a_block())
        trip = a_trip(problem, f"V1:{day(0)}:1", ("lesson", f"{wish.learner}:{day(0)}:lesson", "10:00"))
        visits = tuple(replace(one, vehicle="B1") if one.action == "lesson" else one for one in trip.visits)
        edition = make_edition(
            problem, a_plan(problem, replace(trip, visits=visits)), unserved=(), made_at=problem.epoch
        )
        assert [stop.metres for stop in edition.stops] == [0, metres, metres]
        assert [stop.vehicle for stop in edition.stops] == ["", "B1", ""]


def test_a_ride_the_learner_drives_takes_longer_and_is_marked() -> None:
    for percent, minutes, mark in ((125, 13, "yes"), (300, 30, "lesson"), (290, 29, "yes")):
        limits = Limits(practice_percent=percent)
        problem = a_problem(a_ride(a_request("R1", rider="R1", start="B", end="C")), a_driver(), a_block(), limits)
        trip = a_trip(problem, f"V1:{day(0)}:1", ("pickup", "R1", "05:00"), ("delivery", "R1", None))
        visits = tuple(replace(one, practice=bool(one.serves)) for one in trip.visits)
        edition = make_edition(
            problem, a_plan(problem, replace(trip, visits=visits)), unserved=(), made_at=problem.epoch
        )
        assert [stop.minutes for stop in edition.stops] == [0, 10, minutes, 20]
        assert [stop.practice for stop in edition.stops] == ["", mark, mark, ""]
