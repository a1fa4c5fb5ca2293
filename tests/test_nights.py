"""Nights that once surprised us, kept for ever: the plan kept is still right and still the best there is."""

import json
from pathlib import Path

import pytest

from ridematch.match.solve import match
from ridematch.rules.check import check
from ridematch.rules.score import score
from ridematch.views.json_file import plan_from_json, problem_from_json

NIGHTS = sorted((Path(__file__).parent.parent / "data" / "nights").glob("*.json"))


@pytest.mark.parametrize("path", NIGHTS, ids=lambda path: path.stem)
def test_the_night_is_planned_as_well_as_ever(path: Path) -> None:
    night = json.loads(path.read_text(encoding="utf-8"))
    problem = problem_from_json(json.dumps(night["problem"]))
    kept = plan_from_json(json.dumps(night["plan"]))
    assert night["caption"].endswith(".")
    assert check(problem, kept) == ()
    assert score(problem, kept).total == pytest.approx(kept.objective)
    plan = match(problem)
    assert check(problem, plan) == ()
    assert score(problem, plan).total == pytest.approx(plan.objective)
    assert plan.objective == pytest.approx(kept.objective)
    assert plan.proven
