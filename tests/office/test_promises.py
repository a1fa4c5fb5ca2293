from dataclasses import replace

import pytest

from ridematch.model.edition import Past
from ridematch.model.events import Event
from ridematch.office.promises import WHY, broken_by_facts, broken_by_plan, promised, without
from ridematch.rules.check import CHECKS, check
from ridematch.views.changes import REASONS
from tests.builders import a_pin, a_plan, a_request, a_ride
from tests.office.scene import LESSON, NOW, PIN, a_past, a_scene, a_scene_plan


def test_a_promise_that_can_be_kept_alone_stands() -> None:
    problem = a_scene(pins=(PIN, a_pin(LESSON, begins="06:00", ends="07:00")))
    assert broken_by_facts(problem, a_past(problem, *problem.pins)) == ()


@pytest.mark.parametrize(("end", "broken"), [("05:35", False), ("05:34", True)])
def test_the_block_must_hold_the_ride_within_the_slack_of_a_promise(end: str, broken: bool) -> None:
    """05:00 may become 04:55; then C at 05:15 and home at 05:35."""
    problem = a_scene(pins=(PIN,))
    past = a_past(problem, PIN)
    found = broken_by_facts(a_scene(end=end, pins=(PIN,)), past)
    assert [one.promise.serves for one in found] == (["R1"] if broken else [])


def test_who_drives_no_more_or_has_no_time_breaks_a_promise() -> None:
    problem = a_scene(pins=(PIN,))
    past = a_past(problem, PIN)
    (gone,) = broken_by_facts(replace(problem, drivers=problem.drivers[1:]), past)
    assert gone.why == "no driver"
    assert gone.rider == "P1"
    (busy,) = broken_by_facts(replace(problem, blocks=()), past)
    assert busy.why == "not free"


def test_what_is_not_asked_for_any_more_is_a_broken_promise() -> None:
    problem = a_scene(pins=(PIN,))
    (found,) = broken_by_facts(replace(problem, journeys=problem.journeys[1:]), a_past(problem, PIN))
    assert found.why == "impossible"


@pytest.mark.parametrize(("earliest", "why"), [("05:05", ""), ("05:06", "moved"), ("09:30", "moved")])
def test_what_is_asked_for_at_another_time_is_said_so_whatever_else_is_in_the_way(earliest: str, why: str) -> None:
    """At half past nine V1 is not free either, which is not why."""
    problem = a_scene(pins=(PIN,))
    request = a_request("R1", pickup=(earliest, "48:00"))
    later = replace(problem, journeys=(a_ride(request), *problem.journeys[1:]))
    assert [one.why for one in broken_by_facts(later, a_past(problem, PIN))] == ([why] if why else [])


def test_what_is_asked_for_at_another_place() -> None:
    problem = a_scene(end="05:00", pins=(PIN,))
    elsewhere = replace(problem, journeys=(a_ride(a_request("R1", start="D", end="A")), *problem.journeys[1:]))
    (found,) = broken_by_facts(elsewhere, a_past(a_scene(), PIN))
    assert found.why == "moved"


def test_who_is_away_is_not_only_busy() -> None:
    problem = a_scene(pins=(PIN,))
    (first, *others) = problem.drivers
    begins = PIN.begins
    away = replace(problem, blocks=(), drivers=(replace(first, away=((begins - 60, begins + 60),)), *others))
    (found,) = broken_by_facts(away, a_past(problem, PIN))
    assert found.why == "away"


def test_what_stands_in_the_way_is_a_reason_and_no_code() -> None:
    assert set(WHY.values()) <= set(REASONS)
    assert set(WHY) <= {rule.__name__ for rule in CHECKS}
    problem = a_scene(end="05:30", pins=(PIN,))
    (late,) = broken_by_facts(problem, a_past(a_scene(), PIN))
    assert late.why == "not free"


def test_what_is_cancelled_is_said_so() -> None:
    problem = a_scene(pins=(PIN,))
    past = a_past(problem, PIN)
    cancelled = Event(at=NOW, kind="cancelled", serves="R1", rider="P1", volunteer="", date=problem.first_date)
    past = replace(past, events=(cancelled,))
    (found,) = broken_by_facts(replace(problem, journeys=problem.journeys[1:]), past)
    assert found.why == "cancelled"


def test_promises_of_other_days_are_nobodys_business_here() -> None:
    problem = a_scene(pins=(PIN,))
    past = a_past(problem, PIN)
    later = replace(problem, journeys=(), first_date=problem.first_date.replace(day=15))
    assert promised(later, past) == ()
    assert broken_by_facts(problem, Past()) == ()


def test_promises_that_exclude_each_other_are_found_by_the_plan() -> None:
    problem = a_scene(pins=(PIN,))
    past = a_past(problem, PIN)
    left_out = a_plan(problem, left_out=("R1", "R2"))
    (found,) = broken_by_plan(problem, past, check(problem, left_out))
    assert found.promise.serves == "R1"
    assert without(problem, (found,)).pins == ()
    assert broken_by_plan(problem, past, check(problem, a_scene_plan(problem))) == ()
