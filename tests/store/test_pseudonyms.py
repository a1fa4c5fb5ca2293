"""Codes are replaced where they stand for the person, everywhere, and nowhere else."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings

from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.rules.check import check
from ridematch.rules.score import score
from ridematch.store.pseudonyms import CODES, Pseudonyms, renamed, stem
from ridematch.views.changes import Changed
from ridematch.views.json_file import plan_from_json, problem_from_json, to_json
from tests.rules.test_check_nonsense import PLANS, a_world

NIGHTS = sorted((Path(__file__).parents[2] / "data" / "nights").glob("*.json"))

NAMES = Pseudonyms(
    people={"kim-berg": "gone-1", "31": "gone-2"},
    shifts={"kim-berg-bageri": "gone-1-1", "7": "gone-1-2"},
    rides={"kim-berg-2026-12-14": "gone-1-3", "8": "gone-1-4"},
)

HOLD_NO_CODES = {
    *(("journeys", name) for name in ("kind", "week")),
    *(("request", name) for name in ("needs", "employer")),
    *(("drivers", name) for name in ("offers", "only_employer", "asks_by_week")),
    *(("crossings", "countries"), ("legs", "fallback"), ("equipment", "code"), ("lessons", "week")),
    *((around, "vehicle") for around in ("slots", "pairings", "pins", "visits")),
    ("changes", "why"),
    ("travel", "source"),
}
"""Texts of a problem, a plan or what changed in which nobody is named."""


def texts(kind: Any, around: str = "", field: str = "") -> Iterator[tuple[str, str]]:
    """Where a value of this type holds texts, as `CODES` says it."""
    if kind is str or str in get_args(kind):
        yield around, field
    for part in (part for part in get_args(kind) if part is not str):
        yield from texts(part, around, field)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        for one in fields(kind):
            yield from texts(hints[one.name], field, one.name)


def test_every_text_of_problems_plans_and_changes_holds_codes_or_is_known_to_hold_none() -> None:
    assert {*texts(Problem), *texts(Plan), *texts(Changed)} == {*CODES, *HOLD_NO_CODES}
    assert not HOLD_NO_CODES & CODES.keys()


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("kim-berg-bageri:2026-12-14:out", "gone-1-1:2026-12-14:out"),
        ("kim-berg-bageri:2026-12-14:out-2", "gone-1-1:2026-12-14:out-2"),
        ("kim-berg-bageri:2026-12-14", "gone-1-1:2026-12-14"),
        ("kim-berg-2026-12-14", "gone-1-3"),
        ("kim-berg-2026-12-14:back", "gone-1-3:back"),
        ("kim-berg:2026-12-14:lesson", "gone-1:2026-12-14:lesson"),
        ("31:2026-12-14:lesson", "gone-2:2026-12-14:lesson"),
        ("7:2026-12-14:out", "gone-1-2:2026-12-14:out"),
        ("8:out", "gone-1-4:out"),
        ("7:out", "7:out"),  # somebody else's ride
        ("8:2026-12-14:out", "8:2026-12-14:out"),  # and shift
        ("31:2026-12-14:out", "31:2026-12-14:out"),
        ("7:2026-12-14:lesson", "7:2026-12-14:lesson"),
        ("kim-berg-bageri-2:2026-12-14", "kim-berg-bageri-2:2026-12-14"),
        ("", ""),
    ],
)
def test_what_is_served(code: str, after: str) -> None:
    assert NAMES.serving(code) == after


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("serve kim-berg-bageri:2026-12-14:out", "serve gone-1-1:2026-12-14:out"),
        ("serve 8", "serve gone-1-4"),
        ("serve 31", "serve 31"),  # somebody else's ride
        ("pairs 7:2026-12-14:out 8 9:out", "pairs gone-1-2:2026-12-14:out gone-1-4 9:out"),
        ("wish kim-berg:2026-W51", "wish gone-1:2026-W51"),
        ("share-31 31:2026-W51 8:2026-W51", "share-31 gone-2:2026-W51 8:2026-W51"),
        ("proposal 31:2026-W51 kim-berg 2026-12-14", "proposal gone-2:2026-W51 gone-1 2026-12-14"),
        ("promise 31:2026-12-14:lesson", "promise gone-2:2026-12-14:lesson"),
        ("nights-7 31 2026-12-14", "nights-7 gone-2 2026-12-14"),
        ("day 8 2026-12-14", "day 8 2026-12-14"),
        ("misses kim-berg 2026-W51", "misses gone-1 2026-W51"),
        ("asks-in-all kim-berg", "asks-in-all gone-1"),
    ],
)
def test_what_a_price_is_for(name: str, after: str) -> None:
    assert NAMES.price(name) == after


@pytest.mark.parametrize(
    ("place", "after"),
    [
        ("home:kim-berg", "home:gone-1"),
        ("home:kim-bergman", "home:kim-bergman"),
        ("at:kim-berg-bageri:2", "at:gone-1-1:2"),
        ("at:31:1", "at:gone-2:1"),
        ("at:V03:1", "at:V03:1"),
        ("kim-berg", "kim-berg"),  # a village
        ("at:", "at:"),
        ("", ""),
    ],
)
def test_places(place: str, after: str) -> None:
    assert NAMES.place(place) == after


def test_codes_that_begin_with_a_persons() -> None:
    assert NAMES.own("kim-berg:2026-12-14:1") == "gone-1:2026-12-14:1"
    assert NAMES.own("31:2026-W51") == "gone-2:2026-W51"
    assert NAMES.own("7:2026-W51") == "7:2026-W51"


@pytest.mark.parametrize(
    ("sentence", "after"),
    [
        ("kim-berg (3 min away): not free then", "gone-1 (3 min away): not free then"),
        ("out, 31 (31 min away): 31 min over", "out, gone-2 (31 min away): 31 min over"),
        ("V1 (31 min away): not free then (by 31 min)", "V1 (31 min away): not free then (by 31 min)"),
        ("V1 (3 min away): already driving 7:2026-12-14:out then", None),
        ("V1: already driving kim-berg-bageri:2026-12-14:out then", "V1: already driving gone-1-1:2026-12-14:out then"),
        ("V1: already teaching kim-berg:2026-12-14:lesson then", "V1: already teaching gone-1:2026-12-14:lesson then"),
        ("V1: in kim-berg:2026-12-14:1, a block of kim-berg.", "V1: in gone-1:2026-12-14:1, a block of gone-1."),
        ("V1: no kim-bergman, no kim-berg-2", "V1: no kim-bergman, no kim-berg-2"),
        ("V1: no child-seat:31", "V1: no child-seat:31"),
    ],
)
def test_sentences(sentence: str, after: str | None) -> None:
    assert NAMES.sentence(sentence) == (after or sentence.replace("7:2026", "gone-1-2:2026"))


def test_where_a_code_comes_from() -> None:
    assert [stem(code) for code in ("S1:2026-12-14:out", "S1:2026-12-14", "E1:out", "E1")] == [
        *(("shift", "S1"), ("shift", "S1")),
        *(("ride", "E1"), ("ride", "E1")),
    ]


def without(problem: Problem, plan: Plan, code: str) -> tuple[Pseudonyms, Problem, Plan]:
    """The names that stand for somebody, and the problem and plan that hold these names instead."""
    own = sorted({stem(journey.code) for journey in problem.journeys if journey.rider == code})
    given = {one: f"gone-9-{number}" for number, one in enumerate(own)}
    names = Pseudonyms(
        people={code: "gone-9"},
        shifts={of: name for (kind, of), name in given.items() if kind == "shift"},
        rides={of: name for (kind, of), name in given.items() if kind == "ride"},
    )
    after = [json.dumps(renamed(names, json.loads(to_json(value)))) for value in (problem, plan)]
    return names, problem_from_json(after[0]), plan_from_json(after[1])


def judged(problem: Problem, plan: Plan) -> list[tuple[str, str]]:
    return sorted((found.rule, found.sentence) for found in check(problem, plan))


@pytest.mark.slow
@pytest.mark.parametrize("path", NIGHTS, ids=lambda path: path.stem)
def test_a_night_is_as_right_as_before_and_holds_nothing_of_the_person(path: Path) -> None:
    night = json.loads(path.read_text(encoding="utf-8"))
    problem, plan = problem_from_json(json.dumps(night["problem"])), plan_from_json(json.dumps(night["plan"]))
    people = {journey.rider for journey in problem.journeys} | {driver.code for driver in problem.drivers}
    for code in sorted(people | {wish.learner for wish in problem.lessons}):
        _, other_problem, other_plan = without(problem, plan, code)
        assert check(other_problem, other_plan) == ()
        assert score(other_problem, other_plan) == score(problem, plan)
        assert f'"{code}"' not in to_json(other_problem) + to_json(other_plan)
        assert f":{code}" not in to_json(other_problem) + to_json(other_plan)


@pytest.mark.slow
@given(PLANS)
@settings(max_examples=15, deadline=None)
def test_of_any_plan_the_checker_says_the_same(plan: Plan) -> None:
    problem = a_world()
    for code in ("P1", "L1", "V1"):
        names, other_problem, other_plan = without(problem, plan, code)
        expected = sorted((rule, names.sentence(sentence)) for rule, sentence in judged(problem, plan))
        assert judged(other_problem, other_plan) == expected
        assert score(other_problem, other_plan) == score(problem, plan)
