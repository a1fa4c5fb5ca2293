from datetime import date
from typing import Any

import pytest

from ridematch.model.edition import Past
from ridematch.model.facts import Availability, Tables
from ridematch.model.plan import Issue
from ridematch.model.problem import Problem
from tests.rules.rows import (
    MONDAY,
    a_volunteer,
    admitted,
    an_own_trip,
    block_dates,
    blocks_of,
    clock,
    day,
    driven,
    free,
    is_away,
    some_tables,
)


def blocks(*rows: Availability, **tables: Any) -> list[str]:
    return blocks_of(some_tables(availability=rows, **tables), days=6)


def to_saturday(tables: Tables) -> tuple[Problem, tuple[Issue, ...]]:
    return admitted(tables, days=6)


def test_overlapping_and_touching_rows_are_one_block() -> None:
    assert blocks(free("04:00", "07:00"), free("06:00", "08:00")) == ["Mon 04:00 - Mon 08:00"]
    assert blocks(free("04:00", "07:00"), free("07:00", "08:00")) == ["Mon 04:00 - Mon 08:00"]
    assert blocks(free("04:00", "08:00"), free("05:00", "06:00")) == ["Mon 04:00 - Mon 08:00"]


def test_rows_that_do_not_touch_lie_a_stay_at_home_apart() -> None:
    assert blocks(free("04:00", "07:00"), free("07:01", "08:00")) == ["Mon 04:00 - Mon 07:00", "Mon 07:15 - Mon 08:00"]
    assert blocks(free("04:00", "07:00"), free("07:15", "08:00")) == ["Mon 04:00 - Mon 07:00", "Mon 07:15 - Mon 08:00"]
    assert blocks(free("04:00", "07:00"), free("07:01", "07:15")) == ["Mon 04:00 - Mon 07:00"]


def test_a_merged_block_has_the_date_of_its_first_part() -> None:
    tables = some_tables(availability=(free("20:00", "00:00"), free("00:00", "04:00", days=("Tue",))))
    assert blocks_of(tables, days=6) == ["Mon 20:00 - Tue 04:00"]
    assert block_dates(tables, days=6) == [MONDAY]


def test_blocks_merge_up_to_a_day_and_no_further() -> None:
    evening, morning = free("08:00", "00:00"), free("00:00", "08:00", days=("Tue",))
    assert blocks(evening, morning) == ["Mon 08:00 - Tue 08:00"]
    longer = free("00:00", "08:01", days=("Tue",))
    assert blocks(evening, longer) == ["Mon 08:00 - Tue 00:00", "Tue 00:15 - Tue 08:01"]


def test_free_all_day_every_day_is_a_block_a_day() -> None:
    tables = some_tables(availability=(free("00:00", "00:00", days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")),))
    assert blocks_of(tables, days=1) == ["Mon 00:00 - Tue 00:00", "Tue 00:15 - Wed 00:00"]
    assert block_dates(tables, days=1) == [MONDAY, day(1)]


def test_an_own_trip_cuts_the_block_at_home_with_a_stay_on_either_side() -> None:
    row = an_own_trip("06:00", "07:00")
    problem, issues = to_saturday(some_tables(availability=(free("04:00", "12:00"), row)))
    assert blocks(free("04:00", "12:00"), row) == [
        "Mon 04:00 - Mon 05:45",
        "Mon 06:00 - Mon 07:00",
        "Mon 07:15 - Mon 12:00",
    ]
    assert [block.own_trip for block in problem.blocks] == [False, True, False]
    own = problem.blocks[1]
    assert (own.origin, own.destination, own.max_detour_minutes) == ("home:V1", "Fors", 15)
    assert [block.code for block in problem.blocks] == [f"V1:{MONDAY}:{number}" for number in (1, 2, 3)]
    assert not issues


def test_another_end_without_an_own_trip_cuts_in_the_same_way() -> None:
    row = free("06:00", "07:00", back_to="Fors")
    problem, _ = to_saturday(some_tables(availability=(free("04:00", "12:00"), row)))
    assert [(block.own_trip, block.destination) for block in problem.blocks] == [
        (False, "home:V1"),
        (False, "Fors"),
        (False, "home:V1"),
    ]


def test_the_way_home_is_a_row_of_its_own() -> None:
    there, back = an_own_trip("06:00", "07:00"), an_own_trip("16:00", "17:00", start_from="Fors", back_to="")
    problem, _ = to_saturday(some_tables(availability=(there, back)))
    assert [(block.origin, block.destination) for block in problem.blocks] == [("home:V1", "Fors"), ("Fors", "home:V1")]


@pytest.mark.parametrize(("start", "kept"), [("07:15", 2), ("07:14", 1)])
def test_two_own_trips_lie_a_stay_apart(start: str, kept: int) -> None:
    rows = (an_own_trip("06:00", "07:00"), an_own_trip(start, "08:30", start_from="Fors", back_to=""))
    problem, issues = to_saturday(some_tables(availability=rows))
    assert len(problem.blocks) == kept
    assert [issue.row for issue in issues] == [f"V1 Mon {start}"] * (2 - kept)


def test_absences_cut_blocks_and_take_own_trips_with_them() -> None:
    rows = (free("04:00", "12:00"), an_own_trip("14:00", "15:00"), an_own_trip("18:00", "19:00"))
    away = (is_away("V1", MONDAY, start=clock("08:00"), end=clock("14:01")),)
    assert blocks(*rows, away=away) == ["Mon 04:00 - Mon 08:00", "Mon 18:00 - Mon 19:00"]
    away = (is_away("V1", MONDAY, start=clock("08:00"), end=clock("14:00")),)
    assert blocks(*rows, away=away)[1] == "Mon 14:00 - Mon 15:00"


def test_after_a_short_absence_a_stay_at_home_is_kept() -> None:
    away = (is_away("V1", MONDAY, start=clock("06:00"), end=clock("06:05")),)
    assert blocks(free("04:00", "12:00"), away=away) == ["Mon 04:00 - Mon 06:00", "Mon 06:15 - Mon 12:00"]


def test_an_absence_of_a_day_lasts_from_midnight_to_midnight() -> None:
    tables = some_tables(
        availability=(free("20:00", "04:00", days=("Mon", "Tue", "Wed")),), away=(is_away("V1", day(1)),)
    )
    assert blocks_of(tables, days=6) == ["Mon 20:00 - Tue 00:00", "Wed 00:00 - Wed 04:00", "Wed 20:00 - Thu 04:00"]
    assert block_dates(tables, days=6) == [MONDAY, day(1), day(2)]


def test_an_absence_with_times_over_several_days_is_one_stretch() -> None:
    away = (is_away("V1", MONDAY, day(2), start=clock("18:00"), end=clock("08:00")),)
    rows = (free("06:00", "20:00", days=("Mon", "Tue", "Wed")),)
    assert blocks(*rows, away=away) == ["Mon 06:00 - Mon 18:00", "Wed 08:00 - Wed 20:00"]


def test_the_day_after_the_horizon_is_there_and_the_day_before_is_not() -> None:
    rows = (free("20:00", "22:00", days=("Sun", "Mon", "Tue")),)
    tables = some_tables(availability=rows)
    assert block_dates(tables, days=1) == [MONDAY, day(1)]


def test_what_is_dated_before_the_horizon_neither_merges_nor_comes_back() -> None:
    tables = some_tables(availability=(free("20:00", "00:00", days=("Sun",)), free("00:00", "06:00")))
    assert blocks_of(tables, days=1) == ["Mon 00:00 - Mon 06:00"]


def test_a_block_begins_when_the_volunteer_is_home_from_what_was_published() -> None:
    tables = some_tables(availability=(free("20:00", "00:00", days=("Sun",)), free("00:00", "06:00")))
    past = Past(stops=driven("S9:2026-12-13:back", day(-1), "23:50", "00:20"))
    assert blocks_of(tables, days=1, past=past) == ["Mon 00:45 - Mon 06:00"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (an_own_trip("06:00", "07:00", back_to=""), "goes nowhere"),
        (an_own_trip("06:00", "06:39"), "takes longer"),
        (an_own_trip("06:00", "07:00", back_to="Holme"), "No road"),
        (an_own_trip("06:00", "07:00", back_to="Ingenstans"), "not known"),
        (free("06:00", "07:00", every_weeks=2), "every 2 weeks"),
    ],
)
def test_rows_that_cannot_be_are_set_aside_alone(row: Availability, said: str) -> None:
    problem, issues = to_saturday(some_tables(availability=(row, free("10:00", "12:00"))))
    assert len(problem.blocks) == 1
    assert [issue.table for issue in issues] == ["availability"]
    assert said in issues[0].sentence


def test_an_own_trip_as_long_as_the_drive_is_fine() -> None:
    assert blocks(an_own_trip("06:00", "06:40")) == ["Mon 06:00 - Mon 06:40"]


def test_every_second_week_counts_from_the_week_of_the_first_date() -> None:
    row = free("04:00", "07:00", days=("Mon", "Wed"), every_weeks=2, first_date=date(2026, 12, 2))
    tables = some_tables(availability=(row,))
    assert block_dates(tables, days=14) == [MONDAY, day(2), day(14)]
    assert block_dates(tables, first=day(7), days=6) == []


def test_inactive_volunteers_and_those_without_a_car_are_no_drivers() -> None:
    people = (a_volunteer("V1", active=False), a_volunteer("V2", seats=0), a_volunteer("V3"))
    rows = tuple(free("04:00", "07:00", volunteer=code) for code in ("V1", "V2", "V3"))
    problem, _ = to_saturday(some_tables(volunteers=people, availability=rows))
    assert [driver.code for driver in problem.drivers] == ["V3"]
    assert {block.driver for block in problem.blocks} == {"V3"}


def test_a_home_nobody_knows_costs_one_volunteer() -> None:
    people = (a_volunteer("V1"), a_volunteer("V2", home="Ingenstans"))
    problem, issues = to_saturday(some_tables(volunteers=people))
    assert [driver.code for driver in problem.drivers] == ["V1"]
    assert [(issue.table, issue.row) for issue in issues] == [("volunteers", "V2")]


def test_offers_are_sorted_by_the_vocabulary() -> None:
    person = a_volunteer(offers=("child-seat:2", "wheelchair", "no-dog", "lang:so", "rocket"), languages=("ar", "sv"))
    problem, issues = to_saturday(some_tables(volunteers=(person,)))
    driver = problem.drivers[0]
    assert driver.offers == ("lang:ar", "lang:so", "lang:sv", "no-dog")
    assert [(amount.code, amount.count) for amount in driver.equipment] == [("child-seat", 2), ("wheelchair", 1)]
    assert "rocket" in issues[0].sentence
