"""From whatever stands in the tables to a plan: what admission lets in, the engine plans and the checker accepts."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match.solve import match
from ridematch.model.facts import Tables
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.rules.rows import admitted
from tests.rules.test_admit_anything import FIRSTS, tables


@given(tables, st.sampled_from(FIRSTS), st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_any_tables_are_planned_right(found: Tables, first: date, days: int) -> None:
    problem, _ = admitted(found, first=first, days=days)
    plan = match(problem)
    assert [violation.sentence for violation in check(problem, plan)] == []
    assert score(problem, plan).total == pytest.approx(plan.objective)
    assert plan.proven
