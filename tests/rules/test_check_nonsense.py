"""The checker reads any plan at all, however wrong and however big."""

from dataclasses import replace
from datetime import date
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.model.plan import Duty, Plan, Trip, Visit
from ridematch.model.problem import Problem
from ridematch.rules.check import CHECKS, check
from ridematch.rules.score import score
from ridematch.rules.why import blocking_facts
from tests.builders import (
    MONDAY,
    Thing,
    a_block,
    a_commute,
    a_driver,
    a_lesson_wish,
    a_night,
    a_pin,
    a_plan,
    a_problem,
    a_slot,
    a_trip,
    day,
)

OUT, BACK, LESSON = "S1:2026-12-14:out", "S1:2026-12-14:back", "L1:2026-12-14:lesson"


def a_world() -> Problem:
    return a_problem(
        a_commute(fallback_back="bed"),
        a_commute("S2", rider="P2", home="B", work="D"),
        a_lesson_wish(a_slot(), a_slot(days=1), wanted=2, last_lesson=day(-1)),
        a_driver("V1", late_dates=(day(-1),), night_dates=(day(-1),), max_asks_per_week=1),
        a_driver("V2", home="B"),
        a_block("V1", "00:00", "24:00"),
        a_block("V1", "21:00", "23:00", days=1, destination="C", own_trip=True),
        a_block("V2", "00:00", "30:00", origin="B", destination="B"),
        a_pin(OUT, begins="05:00", ends="05:20"),
        *(a_night(days) for days in range(-1, 3)),
    )


CODES = st.sampled_from(["", "?", OUT, BACK, "S2:2026-12-14:out", LESSON, "S1:2026-12-14"])
MINUTES = st.one_of(st.integers(-100, 3000), st.integers())
DATES = st.one_of(st.sampled_from([MONDAY, day(1)]), st.sampled_from([date.min, date.max]), st.dates())
VISITS = st.builds(
    Visit,
    action=st.sampled_from(["depart", "pickup", "delivery", "lesson", "arrive"]),
    place=st.sampled_from(["A", "B", "C", "?"]),
    arrives=MINUTES,
    begins=MINUTES,
    ends=MINUTES,
    serves=CODES,
)
TRIPS = st.builds(
    Trip,
    block=st.sampled_from(["V1:2026-12-14:1", "V1:2026-12-15:1", "V2:2026-12-14:1", "?"]),
    visits=st.lists(VISITS, max_size=6).map(tuple),
)
DUTIES = st.builds(
    Duty, driver=st.sampled_from(["V1", "V2", "?"]), date=DATES, trips=st.lists(TRIPS, max_size=3).map(tuple)
)
PLANS = st.builds(
    Plan,
    duties=st.lists(DUTIES, max_size=4).map(tuple),
    left_out=st.lists(CODES, max_size=3).map(tuple),
    fallbacks=st.lists(CODES, max_size=3).map(tuple),
)


@given(PLANS)
@settings(max_examples=150, deadline=None)
def test_nonsense_gets_findings_and_a_score_and_never_raises(plan: Plan) -> None:
    problem = a_world()
    found = check(problem, plan)
    assert found, "nobody plans both commutes by accident"
    assert all(violation.sentence and violation.rule in {rule.__name__ for rule in CHECKS} for violation in found)
    assert isfinite(score(problem, plan).total)
    blocking_facts(problem, plan, "S2:2026-12-14")


def test_every_check_has_a_sentence_of_its_own() -> None:
    names = [rule.__name__ for rule in CHECKS]
    assert len(set(names)) == len(names)
    assert all(rule.__doc__ for rule in CHECKS)


def test_of_a_thousand_rides_only_the_wrong_one_is_named() -> None:
    things: list[Thing] = []
    for number in range(500):
        things += [a_commute(f"S{number}", rider=f"P{number}"), a_driver(f"V{number}"), a_block(f"V{number}")]
    problem = a_problem(*things, *(a_night(days) for days in range(-1, 8)))
    trips = [
        a_trip(problem, f"V{number}:{MONDAY}:1", ("pickup", code, clock), ("delivery", code, None))
        for number in range(500)
        for code, clock in ((f"S{number}:{MONDAY}:out", "05:10"), (f"S{number}:{MONDAY}:back", "14:10"))
    ]
    plan = a_plan(problem, *trips)
    assert check(problem, plan) == ()
    without_one = check(replace(problem, drivers=problem.drivers[1:]), plan)
    assert [violation.rule for violation in without_one] == ["codes_are_known", "everybody_is_answered"]
