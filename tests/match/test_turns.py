"""Who gets a lesson where there are not enough, and from whom: tables in, plan out."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from ridematch.match.solve import match
from ridematch.model.edition import Past
from ridematch.model.facts import LoggedLesson, Tables
from ridematch.rules.case import Book, Case
from ridematch.rules.score import score
from tests.rules.rows import (
    a_learner,
    a_licence,
    a_rider,
    a_supervisor,
    a_volunteer,
    admitted,
    an_approval,
    can_practise,
    day,
    free,
    practising,
    some_tables,
    taught,
)

TIMES = ("Wed", "Sat")


def learners(*waiting_since: date | None, days: tuple[str, ...] = TIMES, **tables: Any) -> Tables:
    """R1, R2 ... in one village, each wishing for two lessons a week, and V1 who has an hour on these days."""
    codes = [f"R{number}" for number in range(1, len(waiting_since) + 1)]
    rows = practising(
        riders=tuple(a_rider(code) for code in codes),
        learners=tuple(a_learner(code, waiting_since=on) for code, on in zip(codes, waiting_since, strict=True)),
        approvals=tuple(an_approval(rider=code) for code in codes),
        lesson_times=tuple(can_practise("16:00", "17:00", days=days, rider=code) for code in codes),
        availability=(free("15:00", "18:00", days=days),),
    )
    return some_tables(**(rows | tables))


def lessons(tables: Tables, **more: Any) -> list[tuple[str, date, str]]:
    """Learner, date and supervisor of each lesson planned; the plan costs what it says."""
    problem, _ = admitted(tables, **more)
    plan = match(problem)
    assert score(problem, plan).total == pytest.approx(plan.objective)
    return [(one.wish.learner, one.date, one.driver) for one in Case(Book(problem), plan).practised]


def by_week(given: list[tuple[str, date, str]]) -> list[dict[str, int]]:
    return [
        dict(sorted(Counter(who for who, on, _ in given if day(7 * n) <= on < day(7 * n + 7)).items()))
        for n in range(3)
    ]


def night_by_night(tables: Tables) -> list[tuple[str, date, str]]:
    """Three weeks, each planned when the ones before were published."""
    given: list[tuple[str, date, str]] = []
    for first in (day(0), day(7), day(14)):
        past = Past(stops=tuple(taught(who, on, "16:00", volunteer=by) for who, on, by in given))
        given += lessons(tables, first=first, past=past)
    return given


def test_two_learners_share_two_lessons_a_week() -> None:
    tables = learners(day(-28), day(-28))
    for given in (lessons(tables, days=21), night_by_night(tables)):
        assert by_week(given) == [{"R1": 1, "R2": 1}] * 3


def test_who_has_waited_longer_has_no_second_lesson_before_anybodys_first() -> None:
    assert by_week(lessons(learners(day(-70), None), days=21)) == [{"R1": 1, "R2": 1}] * 3


def test_who_had_lessons_lately_comes_after_who_had_none_however_early_on_the_list() -> None:
    log = tuple(LoggedLesson(rider="R1", date=day(-3 * n), minutes=60, volunteer="V1") for n in range(1, 9))
    tables = learners(day(-100), day(-60), days=("Wed",), practice_log=log)
    assert [who for who, _, _ in lessons(tables)] == ["R2"]
    assert [who for who, _, _ in lessons(learners(day(-100), day(-60), days=("Wed",)))] == ["R1"]


def test_one_lesson_a_week_goes_round() -> None:
    tables = learners(day(-35), day(-35), day(-28), days=("Wed",))
    for given in (lessons(tables, days=21), night_by_night(tables)):
        assert sorted(who for who, _, _ in given) == ["R1", "R2", "R3"]


def test_lessons_are_with_the_usual_supervisor_while_there_is_time() -> None:
    both: dict[str, Any] = {
        "volunteers": (a_volunteer(), a_volunteer("V2")),
        "supervisors": (a_supervisor(), a_supervisor("V2")),
        "licences": (a_licence(), a_licence("V2")),
        "approvals": (an_approval(), an_approval("V2")),
        "availability": tuple(free("15:00", "18:00", days=TIMES, volunteer=code) for code in ("V1", "V2")),
    }
    log = tuple(LoggedLesson(rider="R1", date=day(-3 * n), minutes=60, volunteer="V2") for n in range(1, 10))
    # V2's second day costs 10 as an ask and V1's first one nothing: a change of supervisor outweighs that.
    assert [by for _, _, by in lessons(learners(None, practice_log=log, **both))] == ["V2", "V2"]
    theirs = {"availability": (*both["availability"][:1], free("15:00", "18:00", days=("Wed",), volunteer="V2"))}
    assert sorted(by for _, _, by in lessons(learners(None, practice_log=log, **(both | theirs)))) == ["V1", "V2"]
