"""One shared trip with a lesson after it; the facts change, and what was published is held against them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ridematch.model.edition import Past
from ridematch.model.problem import Pin, Problem
from ridematch.office.consequences import Consequences, consequences
from tests.builders import a_pin
from tests.office.scene import LESSON, NOW, PIN, a_past, a_scene, published

EVERYTHING = ["R1", "R2", LESSON]


def what_follows(after: Problem, *pins: Pin, before: Problem | None = None, now: datetime = NOW) -> Consequences:
    """`pins` were told."""
    problem = before or a_scene(pins=pins)
    past = a_past(a_scene(), *pins)
    return consequences(problem, replace(after, pins=pins), past=past, edition=published(a_scene()), now=now)


def codes(found: Consequences) -> tuple[list[str], list[str]]:
    return [one.serves for one in found.broken], [one.serves for one in found.loose]


def without_first_journey() -> Problem:
    problem = a_scene()
    return replace(problem, journeys=problem.journeys[1:])


def test_the_same_facts_break_nothing() -> None:
    assert what_follows(a_scene(), PIN) == Consequences(none=True)


def test_a_ride_that_is_not_asked_for_leaves_the_others_in_the_car() -> None:
    found = what_follows(without_first_journey())
    assert codes(found) == ([], ["R1"])
    assert not found.none
    (gone,) = found.loose
    assert (gone.rider, gone.volunteer, gone.asked, gone.told) == ("P1", "V1", False, False)


def test_what_was_told_is_a_broken_promise_at_the_time_that_was_told() -> None:
    told = a_pin("R1", begins="05:03", ends="05:22")
    found = what_follows(without_first_journey(), told)
    assert codes(found) == (["R1"], [])
    (broken,) = found.broken
    assert broken.told
    problem = a_scene()
    assert broken.begins_at == problem.epoch + timedelta(minutes=told.begins)


def test_what_stands_without_being_told_is_no_promise() -> None:
    """The rest of a commute from before the horizon has a pin of its own."""
    problem = a_scene(pins=(PIN,))
    after = replace(problem, blocks=())
    found = consequences(problem, after, past=a_past(problem), edition=published(problem), now=NOW)
    assert codes(found) == ([], EVERYTHING)


def test_who_has_no_time_any_more_breaks_the_whole_trip() -> None:
    found = what_follows(replace(a_scene(), blocks=()), PIN)
    assert codes(found) == (["R1"], ["R2", LESSON])
    assert all(one.asked for one in (*found.broken, *found.loose))


@pytest.mark.parametrize(("end", "loose"), [("07:10", []), ("07:09", EVERYTHING)])
def test_a_trip_must_lie_in_the_time_that_is_left(end: str, loose: list[str]) -> None:
    assert codes(what_follows(a_scene(end=end))) == ([], loose)


def test_a_promise_that_can_be_kept_another_way_is_not_broken() -> None:
    """The trip does not fit any more, but its first ride alone does."""
    found = what_follows(a_scene(end="06:00"), PIN)
    assert codes(found) == ([], EVERYTHING)
    assert [one.told for one in found.loose] == [True, False, False]


def test_what_did_not_hold_before_is_no_news() -> None:
    nothing = replace(a_scene(), blocks=())
    assert what_follows(nothing, before=nothing) == Consequences(none=True)


def test_what_is_now_not_needed_at_all_is_news() -> None:
    without_time = replace(a_scene(), blocks=())
    found = what_follows(replace(without_time, journeys=without_time.journeys[1:]), before=without_time)
    assert codes(found) == ([], ["R1"])
    assert not found.loose[0].asked


@pytest.mark.parametrize(("minute", "gone"), [(0, ["R1"]), (1, [])])
def test_what_is_over_is_nobodys_business(minute: int, gone: list[str]) -> None:
    (planned,) = what_follows(without_first_journey()).loose
    now = planned.ends_at + timedelta(minutes=minute)
    assert codes(what_follows(without_first_journey(), now=now)) == ([], gone)


def test_where_nothing_is_published_nothing_follows() -> None:
    problem = a_scene()
    edition = published(problem)
    assert consequences(problem, problem, past=Past(), edition=edition, now=NOW) == Consequences()
    assert consequences(problem, problem, past=Past(), edition=None, now=NOW) == Consequences()
