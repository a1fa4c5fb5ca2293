from dataclasses import replace

import pytest

from ridematch.model.edition import Past
from ridematch.office.promises import broken_by_facts, broken_by_plan, promised, without
from ridematch.rules.check import check
from tests.builders import a_pin, a_plan
from tests.office.scene import LESSON, PIN, a_past, a_scene, a_scene_plan


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
    assert gone.sentence == "V1 no longer drives"
    assert gone.rider == "P1"
    (busy,) = broken_by_facts(replace(problem, blocks=()), past)
    assert busy.sentence == "V1 is not free then"


def test_what_is_not_asked_for_any_more_is_a_broken_promise() -> None:
    problem = a_scene(pins=(PIN,))
    (found,) = broken_by_facts(replace(problem, journeys=problem.journeys[1:]), a_past(problem, PIN))
    assert "no longer asked for" in found.sentence


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
