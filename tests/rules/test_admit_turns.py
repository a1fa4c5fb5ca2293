"""What lessons are worth by whose turn it is, and who usually supervises."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ridematch.model.edition import Past
from ridematch.model.facts import WEEKDAYS, LoggedLesson, Tables
from ridematch.model.problem import LessonShare, Problem
from tests.rules.rows import (
    MONDAY,
    a_learner,
    a_licence,
    a_supervisor,
    a_volunteer,
    admitted,
    an_approval,
    can_practise,
    day,
    practising,
    some_tables,
    taught,
)


def learning(**tables: Any) -> Tables:
    """R1 can practise any day, unless the tables are given."""
    any_day = can_practise("16:00", "20:00", days=WEEKDAYS)
    return some_tables(**practising(lesson_times=(any_day,)) | tables)


def with_two_supervisors(**tables: Any) -> Tables:
    both = ("V1", "V2")
    return learning(
        volunteers=tuple(a_volunteer(code) for code in both),
        supervisors=tuple(a_supervisor(code) for code in both),
        licences=tuple(a_licence(code) for code in both),
        approvals=tuple(an_approval(code) for code in both),
        **tables,
    )


def logged(*dates: date, volunteer: str | None = "V1", rider: str = "R1") -> tuple[LoggedLesson, ...]:
    return tuple(LoggedLesson(rider=rider, date=on, minutes=60, volunteer=volunteer) for on in dates)


def shares(tables: Tables, **more: Any) -> list[tuple[tuple[str, ...], list[float]]]:
    found: Problem = admitted(tables, **more)[0]
    return [(share.wishes, [round(worth, 1) for worth in share.worth]) for share in found.lesson_shares]


def first_worth(tables: Tables, **more: Any) -> float:
    """Of the first lesson in all, by four weeks and the weeks waited."""
    return shares(tables, **more)[-1][1][0]


def test_the_first_lesson_of_a_week_and_of_four_weeks_is_worth_more_than_the_second() -> None:
    week = ("R1:2026-W51",)
    assert shares(learning()) == [(week, [60, 30]), (week, [60, 30])]
    two = (*week, "R1:2026-W52")
    assert shares(learning(), days=14) == [(week, [60, 30]), (two[1:], [60, 30]), (two, [60, 30, 20, 15])]


def test_lessons_that_the_week_has_already_count() -> None:
    past = Past(stops=(taught("R1", MONDAY, "16:00"),))
    assert shares(learning(), first=day(1), days=6, past=past) == [(("R1:2026-W51",), [30])] * 2


@pytest.mark.parametrize(("ago", "worth"), [(28, 30 + 40), (29, 60 + 40)])
def test_lessons_of_four_weeks_count(ago: int, worth: float) -> None:
    assert first_worth(learning(practice_log=logged(day(-ago)))) == worth


def test_a_lesson_published_and_logged_counts_once() -> None:
    past = Past(stops=(taught("R1", day(-1), "16:00"),))
    for log in ((), logged(day(-1))):
        assert first_worth(learning(practice_log=log), past=past) == 30


@pytest.mark.parametrize(("weeks", "days", "more"), [(3, 0, 30), (2, 6, 20), (0, 0, 0), (-1, 0, 0)])
def test_a_first_lesson_weighs_more_with_each_week_waited(weeks: int, days: int, more: float) -> None:
    waiting = learning(learners=(a_learner(waiting_since=MONDAY - timedelta(weeks=weeks, days=days)),))
    assert shares(waiting)[-1][1] == [60 + more, 30]
    assert admitted(waiting)[0].lessons[0].left_out_cost == 150


@pytest.mark.parametrize(("last", "weeks"), [(day(-7), 1), (day(-6), 0), (day(-70), 5)])
def test_nobody_waits_longer_than_since_the_last_lesson(last: date, weeks: int) -> None:
    """Nor, after a pause, than since the date in the table."""
    waiting = learning(learners=(a_learner(waiting_since=day(-35)),), practice_log=logged(last))
    lately = 30 if last >= day(-28) else 60
    assert first_worth(waiting) == lately + 10 * weeks


def test_who_has_no_wish_has_no_share() -> None:
    assert shares(learning(learners=(a_learner(lessons_per_week=0),))) == []


def usual(tables: Tables, **more: Any) -> str:
    return admitted(tables, **more)[0].lessons[0].usual_driver


def test_who_gave_most_of_the_lessons_is_the_usual_supervisor() -> None:
    log = (*logged(day(-21), day(-14), volunteer="V2"), *logged(day(-7)))
    assert usual(with_two_supervisors(practice_log=log)) == "V2"
    assert usual(with_two_supervisors(practice_log=log[1:])) == "V1"  # of two the later one
    assert usual(with_two_supervisors()) == ""


def test_the_last_ten_lessons_say_who_it_is() -> None:
    long_ago = logged(*(day(-100 - n) for n in range(20)), volunteer="V2")
    five, six = ((*long_ago, *logged(*(day(-7 * n) for n in range(1, 1 + many)))) for many in (5, 6))
    assert usual(with_two_supervisors(practice_log=five)) == "V1"  # five each, these the later ones
    assert usual(with_two_supervisors(practice_log=six)) == "V1"
    assert usual(with_two_supervisors(practice_log=five[:-1])) == "V2"


def test_what_was_published_tells_it_too_unless_the_log_says_otherwise() -> None:
    past = Past(stops=(taught("R1", day(-7), "16:00", volunteer="V2"),))
    assert usual(with_two_supervisors(), past=past) == "V2"
    assert usual(with_two_supervisors(practice_log=logged(day(-7))), past=past) == "V1"


def test_a_school_and_who_may_not_supervise_any_more_are_not_usual() -> None:
    log = (*logged(day(-14), day(-21), volunteer=None), *logged(day(-35), day(-28), volunteer="V2"), *logged(day(-7)))
    assert usual(with_two_supervisors(practice_log=log)) == "V2"
    ended = replace(
        with_two_supervisors(practice_log=log), approvals=(an_approval(), an_approval("V2", valid_until=day(-1)))
    )
    assert usual(ended) == "V1"
    assert usual(with_two_supervisors(practice_log=log[:2])) == ""


def test_a_share_costs_what_is_missing_from_its_end() -> None:
    share = LessonShare(wishes=("L1:2026-W51",), worth=(60, 30))
    assert [share.left_out_cost(given) for given in (0, 1, 2, 3)] == [90, 30, 0, 0]
