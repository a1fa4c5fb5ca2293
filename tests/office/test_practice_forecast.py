"""Who reaches the target when, from log, plan and shifts."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from ridematch.model.facts import LoggedLesson
from ridematch.office.practice_forecast import Forecast, forecast_of, rides_a_week
from ridematch.office.settings import load_settings
from ridematch.rules.practice import load_practice_rules
from tests.rules.rows import MONDAY, a_learner, a_rider, a_shift, day, some_tables, taught
from tests.store.test_pruning import an_edition

SETTINGS = load_settings(None)
SHORT = replace(SETTINGS, curriculum=replace(SETTINGS.curriculum, target_hours=10.0))


def found(*stops: Any, today: date = MONDAY, country: str = "SE", **tables: Any) -> Forecast:
    rows = {"riders": (a_rider("R1"), a_rider("R2")), "learners": (a_learner("R1"), a_learner("R2"))}
    return forecast_of(
        some_tables(**(rows | tables)),
        stops,
        an_edition(MONDAY),
        settings=SHORT,
        rules=load_practice_rules(country),
        today=today,
    )


def test_the_first_to_reach_it_comes_first_and_who_does_not_last() -> None:
    log = tuple(LoggedLesson(rider="R2", date=day(-7 * week), minutes=240) for week in (1, 2))
    forecast = found(practice_log=log)
    assert [(one.outlook.rider, one.outlook.minutes) for one in forecast.expected] == [("R2", 480), ("R1", 0)]
    second, first = (one.reaches for one in forecast.expected)
    assert first is None and second is not None


def test_a_planned_lesson_that_is_logged_counts_once() -> None:
    stops = (taught("R1", MONDAY, "08:00"), taught("R1", day(2), "16:00"))
    (one, _) = found(*stops).expected
    assert (one.outlook.minutes, one.outlook.planned_minutes) == (0, 120)
    log = (LoggedLesson(rider="R1", date=MONDAY, minutes=60),)
    (one, _) = found(*stops, practice_log=log).expected
    assert (one.outlook.minutes, one.outlook.planned_minutes) == (60, 60)


def test_what_was_published_and_not_logged_is_told_from_yesterday_on() -> None:
    stops = (taught("R1", day(-1), "16:00"), taught("R2", day(-2), "16:00"), taught("R1", MONDAY, "16:00"))
    log = (LoggedLesson(rider="R2", date=day(-2), minutes=60),)
    assert [one.date for one in found(*stops, practice_log=log).not_logged] == [day(-1)]


def test_two_lessons_of_a_day_are_counted_one_by_one() -> None:
    stops = (taught("R1", day(-1), "05:00"), taught("R1", day(-1), "16:00"))
    late = LoggedLesson(rider="R1", date=day(-1), start=time(16, 20), minutes=60)
    assert [one.begins_at.hour for one in found(*stops, practice_log=(late,)).not_logged] == [5]
    assert not found(*stops, practice_log=(late, replace(late, start=None))).not_logged
    assert len(found(*stops, practice_log=(replace(late, date=day(-2)),)).not_logged) == 2


def test_nobody_passes_before_the_age_for_a_licence() -> None:
    young = (a_learner("R1", born="2010-12-14", practised_minutes=600),)
    (one,) = found(learners=young).expected
    assert (one.outlook.reaches, one.reaches, one.as_wished) == (MONDAY, date(2028, 12, 14), date(2028, 12, 14))
    (one,) = found(learners=young, country="GB").expected  # no such row there
    assert one.reaches == MONDAY


def test_rides_a_week_are_those_the_shifts_ask_for() -> None:
    def count(*shifts: Any) -> float:
        return rides_a_week(some_tables(shifts=shifts), "R1", today=MONDAY)

    assert count(a_shift(days=("Mon", "Tue"))) == 4
    assert count(a_shift(days=("Mon",), legs="out"), a_shift("S2", days=("Sat",))) == 3
    assert count(a_shift(days=("Mon",), every_weeks=2, first_date=MONDAY)) == 1
    assert count(a_shift(days=("Mon",), every_weeks=2)) == 0  # nobody knows which weeks
    assert count(a_shift(days=("Mon",), last_date=day(6))) == 0.5
    assert count(a_shift(days=("Mon",), first_date=day(28))) == 0
    assert count(a_shift(rider="R2")) == 0
    assert count(a_shift(days=("Sun",), holidays="only"), a_shift("S2", days=("Sun",), holidays="not")) == 2
    assert (MONDAY + timedelta(days=27)).weekday() == 6
