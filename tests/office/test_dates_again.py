"""One date planned anew beside all the others: rules over several days are kept, and nothing gets worse."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match.solve import match
from ridematch.office.dates_again import planned_again
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.match.nights import tiny, with_answers

BY_THE_NEXT_MORNING = {"drivers_rest_after_a_late_drive", "lessons_are_far_enough_apart"}
"""Rules with a later date, which have to be looked at in the whole."""


@given(st.integers(0, 10**6), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_each_date_of_the_best_plan_is_as_good_planned_alone(seed: int, day: int) -> None:
    problem = with_answers(tiny(seed, commutes=6, drivers=3, lessons=2, days=3), seed)
    plan = match(problem)
    on = problem.first_date + timedelta(days=day)
    whole = planned_again(problem, plan, dates={on}, seconds=60)
    broken = {violation.rule for violation in check(problem, whole)}
    assert broken <= BY_THE_NEXT_MORNING
    if not broken:
        assert score(problem, whole).total == pytest.approx(plan.objective)
