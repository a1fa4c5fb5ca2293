"""When the target is reached: by planned lessons, then at the pace of late."""

from datetime import date, timedelta
from typing import Any

import pytest

from ridematch.rules.practice.outlook import Outlook, outlook

TODAY = date(2026, 12, 14)
WEEK = (TODAY, TODAY + timedelta(days=6))


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def found(**more: Any) -> Outlook:
    asked: dict[str, Any] = {
        "minutes": 0,
        "logged": (),
        "planned": (),
        "planned_days": None,
        "wished_weekly_minutes": 120.0,
        "target_minutes": 600.0,
        "today": TODAY,
    }
    return outlook("R1", **(asked | more))


def test_who_has_enough_has_it_today() -> None:
    assert (found(minutes=600).reaches, found(minutes=600).as_wished) == (TODAY, TODAY)
    assert found(minutes=599).reaches is None


def test_a_planned_lesson_may_be_the_last_that_was_missing() -> None:
    lessons = ((day(3), 60), (day(1), 60))
    assert found(minutes=480, planned=lessons, planned_days=WEEK).reaches == day(3)
    assert found(minutes=540, planned=lessons, planned_days=WEEK).reaches == day(1)


def test_after_the_plan_the_pace_goes_on() -> None:
    # Two hours a week are planned: after them eight hours are missing, which take four weeks.
    one = found(planned=((day(1), 60), (day(3), 60)), planned_days=WEEK)
    assert (one.planned_minutes, one.weekly_minutes) == (120, 120.0)
    assert one.reaches == day(6 + 28)
    assert one.as_wished == day(-1 + 35)  # five weeks of two hours, today's week among them


@pytest.mark.parametrize(("last", "weekly"), [(-28, 15.0), (-29, 0.0), (-14, 30.0), (-1, 60.0), (0, 60.0)])
def test_the_pace_is_that_of_four_weeks_or_since_the_first_lesson(last: int, weekly: float) -> None:
    assert found(logged=((day(last), 60),)).weekly_minutes == weekly


def test_weeks_for_which_nothing_is_planned_do_not_slow_it_down() -> None:
    later = (day(21), day(27))
    assert found(planned=((day(22), 120),), planned_days=later).weekly_minutes == 120.0
    both = found(logged=((day(-7), 60),), planned=((day(22), 120),), planned_days=later)
    assert both.weekly_minutes == 90.0
    begun = (day(-3), day(3))  # four of its days are left
    assert found(logged=((day(-10), 60),), planned=((day(1), 60),), planned_days=begun).weekly_minutes == 60.0


def test_at_no_pace_and_within_ten_years() -> None:
    assert (found().reaches, found(wished_weekly_minutes=0.0).as_wished) == (None, None)
    assert found(target_minutes=521 * 120.0).as_wished is not None
    assert found(target_minutes=522 * 120.0).as_wished is None
