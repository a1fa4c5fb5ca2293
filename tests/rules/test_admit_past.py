from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ridematch.model.edition import Covered, Past, PlannedStop, Promise
from ridematch.model.events import Event, EventKind
from ridematch.model.problem import Driver, Pin, Problem
from tests.rules.rows import (
    MONDAY,
    a_ride,
    a_rider,
    a_shift,
    a_volunteer,
    admitted,
    an_own_trip,
    clock,
    day,
    driven,
    free,
    instant,
    is_away,
    journeys_of,
    local,
    missed,
    shown,
    some_tables,
    told,
)

OUT = "S1:2026-12-14:out"


def the_driver(*stops: PlannedStop, **more: Any) -> Driver:
    return admitted(some_tables(**more), past=Past(stops=stops))[0].drivers[0]


def on_day(number: int, begins: str = "10:00", ends: str = "10:30", **more: Any) -> tuple[PlannedStop, ...]:
    on = day(number)
    return driven(f"S8:{on}:out", on, begins, ends, **more)


def pinned(problem: Problem) -> list[tuple[str, str, str, str]]:
    return [(pin.serves, pin.driver, shown(problem, pin.begins), shown(problem, pin.ends)) for pin in problem.pins]


def test_days_asked_are_counted_for_four_weeks_and_own_trips_are_not() -> None:
    stops = (
        *on_day(-28),
        *on_day(-29),
        *on_day(-1),
        *on_day(-1, "15:00", "15:30", trip=2),
        *on_day(-3, own_trip=True),
        *on_day(-4, volunteer="V7"),
    )
    driver = the_driver(*stops)
    assert driver.asks_before == 2
    assert driver.driven_dates == (day(-1),)
    assert driver.asks_by_week == ()


def test_in_the_middle_of_a_week_its_days_count_for_the_week() -> None:
    past = Past(stops=(*on_day(0), *on_day(1), *on_day(-1)))
    problem, _ = admitted(some_tables(), first=day(2), past=past)
    driver = problem.drivers[0]
    assert driver.asks_by_week == (("2026-W51", 2),)
    assert driver.driven_dates == (day(-1), day(0), day(1))


def test_the_week_of_new_year_is_one_week() -> None:
    past = Past(stops=driven("S8:2026-12-31:out", date(2026, 12, 31), "10:00", "10:30"))
    problem, _ = admitted(some_tables(), first=date(2027, 1, 1), days=3, past=past)
    assert problem.drivers[0].asks_by_week == (("2026-W53", 1),)


@pytest.mark.parametrize(
    ("begins", "ends", "is_night"),
    [("21:00", "21:50", False), ("21:00", "21:51", True), ("06:10", "06:40", False), ("06:09", "06:40", True)],
)
def test_night_days_are_those_with_driving_between_22_and_06(begins: str, ends: str, is_night: bool) -> None:
    # The trip begins ten minutes before the pickup and ends ten minutes after the delivery.
    assert the_driver(*on_day(-2, begins, ends)).night_dates == ((day(-2),) if is_night else ())


def test_nights_longer_ago_than_six_days_are_forgotten() -> None:
    assert the_driver(*on_day(-6, "23:00", "23:30"), *on_day(-7, "23:00", "23:30")).night_dates == (day(-6),)


@pytest.mark.parametrize(("begins", "ends", "late"), [("21:00", "21:50", False), ("21:00", "21:51", True)])
def test_a_late_drive_of_the_night_before_is_remembered(begins: str, ends: str, late: bool) -> None:
    assert the_driver(*on_day(-1, begins, ends)).late_dates == ((day(-1),) if late else ())
    assert the_driver(*on_day(-2, begins, ends)).late_dates == ()


def test_a_late_own_trip_of_the_night_before_counts_used_or_not() -> None:
    row = an_own_trip("22:30", "23:30", days=("Sun",))
    assert the_driver(availability=(row,)).late_dates == (day(-1),)
    early = an_own_trip("20:30", "21:30", days=("Sun",))
    assert the_driver(availability=(early,)).late_dates == ()


def test_who_drove_a_week_ago_and_who_was_proposed() -> None:
    week_ago = driven("S1:2026-12-07:out", day(-7), "04:00", "04:40", volunteer="V2")
    proposed = driven(OUT, MONDAY, "04:00", "04:40", volunteer="V3")
    tables = some_tables(shifts=(a_shift(),))
    out, back = journeys_of(tables, past=Past(stops=(*week_ago, *proposed)), days=6)["S1:2026-12-14"].legs
    assert (out.request.usual_driver, out.request.proposed_driver) == ("V2", "V3")
    assert (back.request.usual_driver, back.request.proposed_driver) == ("", "")


def test_what_was_told_is_pinned_and_no_longer_a_proposal() -> None:
    past = Past(stops=driven(OUT, MONDAY, "04:00", "04:40"), promises=(told(OUT, MONDAY, "04:00", "04:40"),))
    problem, issues = admitted(some_tables(shifts=(a_shift(),)), past=past, days=6)
    assert pinned(problem) == [(OUT, "V1", "Mon 04:00", "Mon 04:40")]
    assert problem.journeys[0].legs[0].request.proposed_driver == ""
    assert not issues


def test_a_promise_nobody_can_keep_is_an_issue_and_no_pin() -> None:
    promises = (
        told(OUT, MONDAY, "04:00", "04:40", volunteer="V9"),
        told("S2:2026-12-15:out", day(1), "04:00", "05:00"),
    )
    problem, issues = admitted(some_tables(shifts=(a_shift(),)), past=Past(promises=promises), days=6)
    assert problem.pins == ()
    assert [(issue.table, issue.row) for issue in issues] == [("promises", OUT), ("promises", "S2:2026-12-15:out")]


def test_a_promise_of_another_time_says_nothing() -> None:
    promises = (told("S2:2026-12-30:out", day(16), "04:00", "05:00"),)
    assert admitted(some_tables(), past=Past(promises=promises))[1] == ()


def test_the_cut_between_two_journeys_spares_a_promise() -> None:
    # The middle would be 14:05.
    tables = some_tables(shifts=(a_shift(),), rides=(a_ride(arrive_by=clock("15:00")),))
    promise = told("S1:2026-12-14:back", MONDAY, "13:40", "14:12")
    problem, _ = admitted(tables, past=Past(promises=(promise,)), days=6)
    assert shown(problem, problem.journeys[0].legs[1].request.delivery.window.latest) == "Mon 14:12"
    assert shown(problem, problem.journeys[1].legs[0].request.pickup.window.earliest) == "Mon 14:12"


def the_night_before(**more: Any) -> Past:
    """The way home on Monday morning from a shift of Sunday, driven in a duty of Monday."""
    return Past(stops=driven("S1:2026-12-13:back", MONDAY, "06:20", "06:45", **more))


def test_the_way_home_from_yesterdays_shift_stays_as_published() -> None:
    tables = some_tables(shifts=(a_shift(start="22:00", end="06:00", days=("Sun",)),))
    problem, issues = admitted(tables, past=the_night_before(), days=3)
    (journey,) = problem.journeys
    assert (journey.code, journey.kind, journey.date) == ("S1:2026-12-13:back", "fixed", day(-1))
    assert [leg.request.code for leg in journey.legs] == ["S1:2026-12-13:back"]
    assert journey.left_out_cost == problem.weights.broken_pin
    assert pinned(problem) == [("S1:2026-12-13:back", "V1", "Mon 06:20", "Mon 06:45")]
    assert shown(problem, journey.legs[0].request.pickup.window.earliest) == "Mon 06:15"
    assert not issues


OUT_YESTERDAY, BACK_TODAY = "S1:2026-12-13:out", "S1:2026-12-13:back"


def left_behind(end: str = "06:00", code: str = OUT_YESTERDAY, **past: Any) -> list[tuple[str, str]]:
    """What is planned after the way out was driven on Sunday evening and no way home was published."""
    tables = some_tables(shifts=(a_shift(start="22:00", end=end, days=("Sun",)),))
    found, _ = admitted(tables, past=Past(stops=driven(code, day(-1), "21:20", "21:50"), **past), days=3)
    assert found.pins == () and all(one.left_out_cost == found.weights.broken_pin for one in found.journeys)
    return [(one.code, one.kind) for one in found.journeys]


def noted(kind: EventKind, serves: str) -> Event:
    at = instant(MONDAY, "05:00")
    return Event(number=1, at=at, kind=kind, serves=serves, rider="R1", volunteer="V1", date=day(-1))


def test_whoever_was_driven_out_and_has_no_way_home_is_planned_for_again() -> None:
    assert left_behind() == [(BACK_TODAY, "fixed")]
    assert left_behind(unserved=(missed(BACK_TODAY, MONDAY),)) == [(BACK_TODAY, "fixed")]
    assert left_behind(events=(noted("no-show", OUT_YESTERDAY),)) == []  # nobody was there
    assert left_behind(events=(noted("done", BACK_TODAY),)) == []
    taxi = replace(noted("done", BACK_TODAY), volunteer="", because="taxi")
    assert left_behind(events=(taxi,)) == []
    assert left_behind(code="S7:2026-12-13:out") == []
    bus = Covered(request=BACK_TODAY, rider="R1", date=day(-1), fallback="bus")
    assert left_behind(covered=(bus,)) == []


@pytest.mark.parametrize(("end", "found"), [("23:15", 1), ("22:05", 0)])
def test_a_way_home_that_could_be_only_before_the_horizon_is_over(end: str, found: int) -> None:
    """The shift is over at `end`, and R1 waits for an hour at most: home by half past midnight, or before it."""
    assert len(left_behind(end)) == found


def test_a_promised_time_of_yesterdays_shift_is_the_pin() -> None:
    tables = some_tables(shifts=(a_shift(start="22:00", end="06:00", days=("Sun",)),))
    past = Past(stops=the_night_before().stops, promises=(told("S1:2026-12-13:back", MONDAY, "06:18", "06:43"),))
    assert pinned(admitted(tables, past=past, days=3)[0]) == [("S1:2026-12-13:back", "V1", "Mon 06:18", "Mon 06:43")]


def test_yesterdays_shift_is_not_planned_where_nothing_was_published_or_it_is_gone() -> None:
    shift = a_shift(start="22:00", end="06:00", days=("Sun",))
    assert not journeys_of(some_tables(shifts=(shift,)), days=3)
    assert not journeys_of(some_tables(), past=the_night_before(), days=3)
    away = (is_away("R1", day(-1)),)
    assert not journeys_of(some_tables(shifts=(shift,), away=away), past=the_night_before(), days=3)


def test_yesterdays_shift_with_other_times_than_published_is_driven_without_a_pin() -> None:
    tables = some_tables(shifts=(a_shift(start="22:00", end="07:00", days=("Sun",)),))
    problem, _ = admitted(tables, past=the_night_before(), days=3)
    assert [journey.kind for journey in problem.journeys] == ["fixed"]
    assert problem.pins == ()


def test_the_way_to_the_shift_after_the_horizon_stays_as_published() -> None:
    tables = some_tables(shifts=(a_shift(start="00:30", end="08:00", days=("Wed",)),))
    past = Past(stops=driven("S1:2026-12-16:out", day(1), "23:30", "23:59"))
    problem, _ = admitted(tables, past=past, days=2)
    assert [(journey.code, journey.kind, journey.date) for journey in problem.journeys] == [
        ("S1:2026-12-16:out", "fixed", day(2))
    ]
    assert pinned(problem) == [("S1:2026-12-16:out", "V1", "Tue 23:30", "Tue 23:59")]


def test_a_leg_driven_before_the_horizon_is_no_longer_planned() -> None:
    tables = some_tables(shifts=(a_shift(start="00:30", end="08:00"),))
    past = Past(stops=driven(OUT, day(-1), "23:30", "23:59"))
    problem, _ = admitted(tables, past=past, days=2)
    assert [(journey.code, journey.kind) for journey in problem.journeys] == [("S1:2026-12-14", "commute")]
    assert [leg.request.code for leg in problem.journeys[0].legs] == ["S1:2026-12-14:back"]


def test_misses_weigh_more_for_four_weeks_and_count_in_their_week() -> None:
    past = Past(
        unserved=(
            missed("S1:2026-12-14", MONDAY),
            missed("S1:2026-12-15", day(1)),
            missed("S1:2026-11-18", day(2 - 28)),
            missed("S1:2026-11-17", day(1 - 28)),
            missed("S7:2026-12-15", day(1), rider="R2"),
            missed("E1", day(1), kind="ride"),
            missed("S1:2026-12-16", day(2)),
        )
    )
    tables = some_tables(shifts=(a_shift(days=("Wed",)),), riders=(a_rider(), a_rider("R2")))
    problem, _ = admitted(tables, first=day(2), days=3, past=past)
    assert problem.journeys[0].left_out_cost == 600 + 3 * 60
    assert problem.misses_before == (("R1", "2026-W51", 2), ("R2", "2026-W51", 1))


def test_the_fixed_parts_of_a_group_are_one_journey() -> None:
    tables = some_tables(rides=(a_ride(date=day(-1), arrive_by=clock("23:50"), return_after=clock("00:30"), seats=6),))
    stops = tuple(
        stop
        for part in ("1", "2")
        for stop in driven(f"E1:back-{part}", MONDAY, "00:40", "01:10", volunteer=f"V{part}", journey="E1")
    )
    people = (a_volunteer("V1"), a_volunteer("V2"))
    rows = (free("00:00", "05:00"), free("00:00", "05:00", volunteer="V2"))
    tables = some_tables(rides=tables.rides, volunteers=people, availability=rows)
    problem, _ = admitted(tables, past=Past(stops=stops), days=1)
    (journey,) = problem.journeys
    assert (journey.code, len(journey.legs)) == ("E1:back", 2)
    assert [pin.driver for pin in problem.pins] == ["V1", "V2"]


def test_instants_are_minutes_whatever_zone_they_come_in() -> None:
    promise = told(OUT, MONDAY, "04:00", "04:40")
    problem, _ = admitted(some_tables(shifts=(a_shift(),)), past=Past(promises=(promise,)), days=6)
    (pin,) = problem.pins
    assert isinstance(pin, Pin)
    assert local(problem, pin.begins) == instant(MONDAY, "04:00")
    assert isinstance(promise, Promise)
    assert local(problem, pin.ends) - local(problem, pin.begins) == timedelta(minutes=40)
    assert isinstance(problem.epoch, datetime)
