"""What is asked of a driver, on the line and one past it."""

from typing import Any

import pytest

from ridematch.model.plan import Plan, Trip
from ridematch.model.problem import Block, Driver, Limits, Problem, iso_week
from ridematch.rules.check import check
from tests.builders import (
    Clock,
    Thing,
    a_block,
    a_driver,
    a_lesson_wish,
    a_line,
    a_night,
    a_pin,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
    at,
    day,
)
from tests.rules.scenes import BLOCK, broken, sentence


def drives(*departs: Clock, driver: Driver | None = None, more: tuple[Thing, ...] = ()) -> tuple[Problem, Plan]:
    """V1 of A takes somebody from A to B at each of these times: ten minutes there, ten back.

    A block for each day holds every time of that day; times past midnight belong to the next date's block.
    """
    minutes = [at(clock) for clock in departs]
    dates = sorted({minute // 1440 for minute in minutes})
    blocks = [a_block("V1", 0, 1500, days=days) for days in dates]
    rides = [
        a_ride(a_request(f"R{n}", start="A", end="B", rider=f"P{n}", pickup=(0, 20000), delivery=(0, 20000)))
        for n in range(len(minutes))
    ]
    problem = a_problem(*rides, *blocks, *more, driver or a_driver())
    trips = [
        a_trip(problem, f"V1:{day(minute // 1440)}:1", ("pickup", f"R{n}", minute), ("delivery", f"R{n}", None))
        for n, minute in enumerate(minutes)
    ]
    return problem, a_plan(problem, *trips)


def on_days(*days: int, clock: str = "12:00", driver: Driver | None = None, more: tuple[Thing, ...] = ()) -> list[str]:
    """The rules broken by one such drive on each of these days."""
    return broken(*drives(*(at(clock, days=one) for one in days), driver=driver, more=more))


def test_a_day_is_one_duty_in_time_order() -> None:
    problem, plan = drives("05:00", "07:00")
    (duty,) = plan.duties
    first, second = duty.trips
    rule = ["a_day_is_one_duty_in_time_order"]
    assert broken(problem, plan) == []

    def duties(*parts: tuple[Trip, ...]) -> Plan:
        return Plan(duties=tuple(type(duty)(driver="V1", date=duty.date, trips=trips) for trips in parts))

    assert broken(problem, duties((second, first))) == rule
    assert broken(problem, duties((first,), (second,))) == rule


def test_a_driver_is_at_home_for_a_while_between_trips() -> None:
    assert broken(*drives("05:00", "05:35")) == []
    assert broken(*drives("05:00", "05:34")) == ["drivers_are_at_home_between_trips"]
    assert sentence(*drives("05:00", "05:34")).startswith("V1 is at home for 14 min")
    assert broken(*drives("05:00", "05:10")) == ["drivers_are_at_home_between_trips"]


def test_the_stay_at_home_holds_across_midnight_and_days() -> None:
    assert broken(*drives("23:30", "24:05")) == []
    assert broken(*drives("23:30", "24:04")) == ["drivers_are_at_home_between_trips"]


def test_a_short_trip_inside_a_long_one_does_not_hide_the_next() -> None:
    limits = Limits(home_stay_minutes=0)
    travel = a_line("A", 10, "B", 50, "C")
    rides = [
        a_ride(a_request(code, start="A", end=end, rider=code, max_ride_minutes=60))
        for code, end in (("R1", "C"), ("R2", "B"), ("R3", "B"))
    ]
    problem = a_problem(travel, limits, *rides, a_driver(), a_block())
    trips = [
        a_trip(problem, BLOCK, ("pickup", code, clock), ("delivery", code, None))
        for code, clock in (("R1", "05:00"), ("R2", "05:10"), ("R3", "06:59"))
    ]
    without_the_short = a_plan(problem, trips[0], trips[2], left_out=("R2",))
    assert broken(problem, without_the_short) == ["drivers_are_at_home_between_trips"]
    assert len(check(problem, a_plan(problem, *trips))) == 2


def test_a_days_driving_counts_every_leg_of_every_trip() -> None:
    assert broken(*drives("05:00", "07:00", driver=a_driver(max_drive_minutes_per_day=40))) == []
    assert broken(*drives("05:00", "07:00", driver=a_driver(max_drive_minutes_per_day=39))) == [
        "driving_a_day_is_short_enough"
    ]
    assert on_days(0, 1, driver=a_driver(max_drive_minutes_per_day=20)) == []


def test_the_direct_road_of_an_own_trip_is_no_driving() -> None:
    def own(limit: int) -> list[str]:
        block = a_block(destination="B", own_trip=True, max_detour_minutes=60)
        driver = a_driver(max_drive_minutes_per_day=limit)
        problem = a_problem(a_ride(a_request("R1", start="A", end="C")), driver, block)
        trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None))
        return broken(problem, a_plan(problem, trip))  # 30 minutes of legs, 10 of them direct

    assert own(20) == []
    assert own(19) == ["driving_a_day_is_short_enough"]


def wheel(far: int, *, wait: int = 0, middle: str = "nothing", limit: int = 120) -> list[str]:
    """From A to B (60 min), perhaps a wait there, then with somebody to C and home; C is `far` minutes from B."""
    travel = a_line("A", 60, "B", far, "C")
    lesson = middle == "lesson"
    things: list[Thing] = [a_lesson_wish(a_slot(place="B"), minutes=30)] if lesson else []
    block = a_block(destination="C")
    ride = a_ride(a_request("R1", start="B", end="C", max_ride_minutes=500))
    problem = a_problem(travel, ride, *things, a_driver(), block, Limits(max_wheel_minutes=limit))
    before: list[Any] = [("lesson", "L1:2026-12-14:lesson", "06:00")] if lesson else []
    trip = a_trip(
        problem, BLOCK, *before, ("pickup", "R1", "06:30" if lesson else "06:00"), ("delivery", "R1", None),
        departs=at("05:00") - wait,
    )  # fmt: skip
    return broken(problem, a_plan(problem, trip))


def test_two_hours_at_the_wheel_and_then_a_break() -> None:
    assert wheel(60) == []
    assert wheel(61) == ["drivers_have_breaks"]
    assert wheel(61, wait=15) == []
    assert "drivers_have_breaks" in wheel(61, wait=14)


def test_a_break_counts_after_the_leg_that_led_to_it() -> None:
    assert wheel(10, wait=15, limit=60) == []
    assert wheel(10, wait=15, limit=59) == ["drivers_have_breaks"]


def test_a_lesson_is_neither_driving_nor_a_break() -> None:
    assert wheel(60, middle="lesson") == []
    assert wheel(61, middle="lesson") == ["drivers_have_breaks"]


def test_a_wait_with_a_rider_aboard_is_no_break() -> None:
    def waits(aboard: bool) -> list[str]:
        travel = a_line("A", 70, "B", 60, "C")
        first = a_request("R1", start="A", end="C" if aboard else "B", max_ride_minutes=500)
        second = a_request("R2", start="B", end="C", rider="P2", max_ride_minutes=500)
        problem = a_problem(travel, a_ride(first), a_ride(second), a_driver(), a_block(destination="C"))
        steps: list[Any] = [("pickup", "R1", "05:00"), ("pickup", "R2", "06:30"), ("delivery", "R2", None)]
        steps.insert(3 if aboard else 1, ("delivery", "R1", None))
        return broken(problem, a_plan(problem, a_trip(problem, BLOCK, *steps)))

    assert waits(aboard=False) == []
    assert waits(aboard=True) == ["drivers_have_breaks"]


def test_the_stay_at_home_is_a_break() -> None:
    assert broken(*drives("05:00", "05:35", more=(Limits(max_wheel_minutes=20),))) == []
    assert broken(*drives("05:00", "05:35", more=(Limits(max_wheel_minutes=19),))) == ["drivers_have_breaks"]


def test_days_a_week_count_dates_and_those_already_driven() -> None:
    assert on_days(0, 1, 2, driver=a_driver(max_days_per_week=3)) == []
    assert on_days(0, 1, 2, driver=a_driver(max_days_per_week=2)) == ["days_a_week_are_few_enough"]
    assert on_days(0, 0, driver=a_driver(max_days_per_week=1)) == ["drivers_are_at_home_between_trips"]
    driven = (day(0), day(-1), day(2))  # Monday and Wednesday of this week, and the Sunday before it
    assert on_days(2, 3, driver=a_driver(max_days_per_week=3, driven_dates=driven)) == []
    assert on_days(2, 3, driver=a_driver(max_days_per_week=2, driven_dates=driven)) == ["days_a_week_are_few_enough"]


def test_a_week_ends_on_sunday() -> None:
    assert on_days(6, 7, driver=a_driver(max_days_per_week=1)) == []
    assert on_days(5, 6, driver=a_driver(max_days_per_week=1)) == ["days_a_week_are_few_enough"]


def test_own_trips_are_neither_days_nor_asks_nor_nights() -> None:
    def own(own_trip: bool) -> list[str]:
        driver = a_driver(max_days_per_week=0, max_asks_per_week=0)
        block = a_block(end="26:00", own_trip=own_trip, max_detour_minutes=60)
        problem = a_problem(
            a_ride(a_request("R1", start="A", end="B")), driver, block, a_night(), Limits(night_days_in_seven=0)
        )
        trip = a_trip(problem, BLOCK, ("pickup", "R1", "23:00"), ("delivery", "R1", None))
        return broken(problem, a_plan(problem, trip))

    assert own(own_trip=True) == []
    assert own(own_trip=False) == [
        "days_a_week_are_few_enough",
        "asks_a_week_are_few_enough",
        "night_days_in_seven_are_few_enough",
    ]


def test_asks_a_week_count_those_made_before_and_not_the_days_with_a_promise() -> None:
    assert on_days(0, 1, driver=a_driver(max_asks_per_week=2)) == []
    assert on_days(0, 1, driver=a_driver(max_asks_per_week=1)) == ["asks_a_week_are_few_enough"]
    made = ((iso_week(day(0)), 1), (iso_week(day(7)), 5))
    assert on_days(0, 1, driver=a_driver(max_asks_per_week=3, asks_by_week=made)) == []
    assert on_days(0, 1, driver=a_driver(max_asks_per_week=2, asks_by_week=made)) == ["asks_a_week_are_few_enough"]
    promised = a_pin("R0", begins="12:00", ends="12:10")
    assert on_days(0, 1, driver=a_driver(max_asks_per_week=1), more=(promised,)) == []


NIGHTS: tuple[Thing, ...] = tuple(a_night(days) for days in range(-1, 9))
MANY = Limits(night_days_in_seven=2, night_days_in_a_row=9)


def test_two_nights_in_any_seven_days() -> None:
    assert on_days(0, 2, clock="23:00", more=(*NIGHTS, MANY)) == []
    assert on_days(0, 2, 6, clock="23:00", more=(*NIGHTS, MANY)) == ["night_days_in_seven_are_few_enough"]
    assert on_days(0, 2, 7, clock="23:00", more=(*NIGHTS, MANY)) == []


def test_nights_driven_before_the_plan_count() -> None:
    def after(*before: int) -> list[str]:
        driver = a_driver(night_dates=tuple(day(one) for one in before))
        return on_days(2, clock="23:00", driver=driver, more=(*NIGHTS, MANY))

    assert after(-5, -1) == []
    assert after(-4, -1) == ["night_days_in_seven_are_few_enough"]


def test_nights_of_the_past_alone_are_not_judged() -> None:
    driver = a_driver(night_dates=(day(-4), day(-3), day(-2)))
    assert on_days(2, clock="12:00", driver=driver, more=(*NIGHTS, MANY)) == []


def test_no_two_nights_in_a_row() -> None:
    assert on_days(0, 2, clock="23:00", more=NIGHTS) == []
    assert on_days(0, 1, clock="23:00", more=NIGHTS) == ["night_days_in_a_row_are_few_enough"]
    before = a_driver(night_dates=(day(-1),))
    assert on_days(0, clock="23:00", driver=before, more=NIGHTS) == ["night_days_in_a_row_are_few_enough"]
    assert on_days(1, clock="23:00", driver=before, more=NIGHTS) == []


@pytest.mark.parametrize(
    ("departs", "is_night"),
    [("21:40", False), ("21:41", True), ("05:59", True), ("06:00", False), ("02:00", True)],
)
def test_a_drive_is_at_night_between_22_and_06(departs: str, is_night: bool) -> None:
    rule = "night_days_in_seven_are_few_enough"
    found = on_days(0, clock=departs, more=(*NIGHTS, Limits(night_days_in_seven=0)))
    assert found == ([rule] if is_night else [])


REST = ["drivers_rest_after_a_late_drive"]
ANY_NIGHTS: tuple[Thing, ...] = (*NIGHTS, Limits(night_days_in_seven=9, night_days_in_a_row=9))


@pytest.mark.parametrize(
    ("evening", "morning", "rests"),
    [
        ("21:40", "29:00", True),  # home at 22:00 sharp is not late
        ("21:41", "29:00", False),
        ("21:41", "31:00", True),  # from 07:00 it is not early
        ("21:41", "30:59", False),
        ("26:39", "26:59", True),  # both before the turn at 03:00: one long evening
        ("26:20", "27:00", False),
        ("27:00", "29:00", True),  # both after the turn: one long morning
    ],
)
def test_who_drives_late_rests_until_seven(evening: str, morning: str, rests: bool) -> None:
    more = (*ANY_NIGHTS[:-1], Limits(night_days_in_seven=9, night_days_in_a_row=9, home_stay_minutes=0))
    assert broken(*drives(evening, morning, more=more)) == ([] if rests else REST)


def test_a_late_drive_before_the_plan_keeps_the_morning_free() -> None:
    driver = a_driver(late_dates=(day(-1),))
    assert on_days(0, clock="07:00", driver=driver, more=ANY_NIGHTS) == []
    assert on_days(0, clock="06:59", driver=driver, more=ANY_NIGHTS) == REST
    assert on_days(1, clock="06:59", driver=driver, more=ANY_NIGHTS) == []


def own_commute(start: Clock, end: Clock, *, days: int, number: int = 2) -> Block:
    return a_block("V1", start, end, days=days, number=number, destination="B", own_trip=True, max_detour_minutes=5)


def test_an_own_trip_is_a_drive_for_the_rest_even_if_nobody_rides_along() -> None:
    early = own_commute("06:30", "07:10", days=1)
    assert on_days(0, clock="21:41", more=(*ANY_NIGHTS, early)) == REST
    assert on_days(0, clock="21:40", more=(*ANY_NIGHTS, early)) == []
    late = own_commute("21:30", "22:01", days=0)
    assert on_days(1, clock="06:59", more=(*ANY_NIGHTS, late)) == REST
    assert on_days(1, clock="07:00", more=(*ANY_NIGHTS, late)) == []


def test_rest_settled_without_the_plan_is_not_judged() -> None:
    own = (own_commute("21:30", "22:30", days=0), own_commute("06:00", "06:40", days=1))
    assert on_days(3, more=(*ANY_NIGHTS, *own)) == []
    driver = a_driver(late_dates=(day(0),))
    assert on_days(3, driver=driver, more=(*ANY_NIGHTS, own[1])) == []
