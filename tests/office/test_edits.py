"""What is typed -> the rows that change; no store in sight."""

from dataclasses import replace
from datetime import date, time

import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import WEEKDAYS, Away, Ride, ShiftChange, Tables
from ridematch.office.edits import Desk
from ridematch.views.telephone import Edit, ShiftOnce
from tests.office.telephone import taken_back, typed, written
from tests.rules.rows import MONDAY, SETTINGS, a_ride, a_rider, a_shift, a_volunteer, day, is_away, some_tables

TABLES = some_tables(
    riders=(a_rider(), a_rider("R2", home="63.1,12.3"), a_rider("R3", home="Torget", limited_visibility=True)),
    shifts=(
        a_shift("S1", days=("Mon", "Wed")),
        a_shift("S2", days=("Mon",), start="15:00", end="23:00"),
        a_shift("S3", rider="R2", days=("Thu",), start="22:00", end="06:00"),
        a_shift("S4", rider="R2", days=("Fri",), holidays="not"),
        a_shift("S5", rider="R3", days=WEEKDAYS, first_date=MONDAY, every_weeks=2),
        a_shift("S6", rider="R3", days=("2026-12-16",)),
    ),
    shift_changes=(
        ShiftChange(shift="S1", date=day(7), change="cancelled"),
        ShiftChange(shift="S1", date=day(9), change="moved", start=time(6), end=time(14)),
        ShiftChange(shift="S1", date=day(8), change="cancelled"),  # a Tuesday, when it does not run
    ),
    rides=(
        a_ride("E1", date=day(1), arrive_by=time(9), return_after=time(11), seats=2, urgency="must"),
        a_ride("E2", rider="R2", start="home", leave_after=time(9)),
        a_ride("E3", date=day(-7), arrive_by=time(9)),
    ),
    volunteers=(a_volunteer(), a_volunteer("V2", active=False)),
    away=(is_away("V1", day(2), day(4), note="skis"), is_away("R1", day(9))),
)
DESK = Desk(tables=TABLES, settings=SETTINGS, today=MONDAY)


def the_one(edit: Edit, table: str) -> object:
    """The row an edit adds."""
    before, after = getattr(TABLES, table), getattr(edit.tables, table)
    (row,) = [row for row in after if row not in before]
    return row


def once(line: str) -> ShiftOnce:
    about = typed(DESK, line).about
    assert isinstance(about, ShiftOnce)
    return about


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("away V1 2026-12-14", Away(who="V1", first_date=MONDAY, last_date=MONDAY)),
        ("away v1 today tomorrow", Away(who="V1", first_date=MONDAY, last_date=day(1))),
        ("away 'Påhittad R1' fri tue", Away(who="R1", first_date=day(4), last_date=day(8))),
        ("away V1 tue --end 12:00", Away(who="V1", first_date=day(1), last_date=day(1), end=time(12))),
        ("away V1 sat --start 22.00 --end 6:00", is_away("V1", day(5), start=time(22), end=time(6))),
    ],
)
def test_an_absence_is_one_more_row(line: str, row: Away) -> None:
    edit = typed(DESK, line)
    assert the_one(edit, "away") == row
    assert len(edit.tables.away or ()) == 3
    assert not edit.changes_nothing
    assert edit.tables == Tables(away=edit.tables.away)


def test_an_absence_reaches_over_all_its_dates() -> None:
    edit = typed(DESK, "away V1 sat --start 22:00 --end 06:00")
    assert (edit.first_date, edit.last_date) == (day(5), day(6))


@pytest.mark.parametrize("line", ["away V1 2026-12-16", "away V1 wed fri", "away V1 thu --start 10:00 --end 11:00"])
def test_who_is_away_already_is_not_twice(line: str) -> None:
    assert typed(DESK, line).changes_nothing


def test_two_absences_together_cover_a_third() -> None:
    more = written(DESK, typed(DESK, "away V1 sat"))
    assert typed(more, "away V1 wed sat").changes_nothing
    assert not typed(more, "away V1 wed sun").changes_nothing


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("away V1 wed fri --back", ()),
        ("away V1 today sun --back", ()),
        ("away V1 wed --back", (is_away("V1", day(3), day(4), note="skis"),)),
        ("away V1 thu --back", (is_away("V1", day(2), note="skis"), is_away("V1", day(4), note="skis"))),
    ],
)
def test_there_after_all(line: str, left: tuple[Away, ...]) -> None:
    edit = typed(DESK, line)
    assert not edit.changes_nothing
    assert sorted(edit.tables.away or (), key=lambda row: row.first_date) == [*left, is_away("R1", day(9))]


def test_who_is_not_away_can_not_come_back() -> None:
    assert typed(DESK, "away V1 tue --back").changes_nothing
    assert typed(DESK, "away V2 wed --back").changes_nothing


@pytest.mark.parametrize(
    ("line", "warned"),
    [
        ("away V1 2026-12-13", "in the past"),
        ("away V1 2026-12-13 2026-12-14", ""),
        ("away V2 today", "V2 is not active"),
        ("cancel S1 2026-12-07", "in the past"),
        ("cancel S1 2026-12-14", ""),
        ("cancel E3", "in the past"),
        ("add-ride R1 home Fors 2026-12-13 --arrive-by 09:00", "in the past"),
        ("add-ride R1 home fors 2026-12-14 --arrive-by 09:00", "read as Fors"),
    ],
)
def test_doubts_are_warnings(line: str, warned: str) -> None:
    warnings = " ".join(typed(DESK, line).warnings)
    assert warned in warnings
    assert bool(warned) == bool(warnings)


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("cancel S1 2026-12-14", "05:00-13:00", ""),
        ("cancel S1:2026-12-14", "05:00-13:00", ""),
        ("cancel s1 wed", "05:00-13:00", ""),
        ("cancel S1 2026-12-21", "", ""),
        ("cancel S1 2026-12-21 --undo", "", "05:00-13:00"),
        ("cancel S1 2026-12-23", "06:00-14:00", ""),
        ("cancel S1 2026-12-23 --undo", "06:00-14:00", "06:00-14:00"),
        ("cancel R3 2026-12-15", "05:00-13:00", ""),  # the one shift of that rider on that date
        ("move S1 2026-12-14 05:00 13:00", "05:00-13:00", "05:00-13:00"),
        ("move S1 2026-12-14 6:00 5.30", "05:00-13:00", "06:00-05:30"),
        ("move S1 2026-12-21 06:00 14:00", "", "06:00-14:00"),
        ("move S1 2026-12-23 07:00 15:00", "06:00-14:00", "07:00-15:00"),
        ("move S1 2026-12-23 --undo", "06:00-14:00", "05:00-13:00"),
        ("move S1 2026-12-23 07:00 15:00 --undo", "06:00-14:00", "05:00-13:00"),
        ("move S1 2026-12-21 --undo", "", ""),
        ("move S4 fri 21:00 24:00", "05:00-13:00", "21:00-00:00"),
    ],
)
def test_a_shift_on_one_date(line: str, before: str, after: str) -> None:
    about = once(line)
    shown = ["-".join(f"{at:%H:%M}" for at in hours) if hours else "" for hours in (about.before, about.after)]
    assert shown == [before, after]
    assert typed(DESK, line).changes_nothing == (before == after)


def test_a_change_takes_the_place_of_the_one_before() -> None:
    edit = typed(DESK, "move S1 2026-12-23 07:00 15:00")
    change = ShiftChange(shift="S1", date=day(9), change="moved", start=time(7), end=time(15))
    cancelled, _, on_a_tuesday = TABLES.shift_changes or ()
    assert edit.tables.shift_changes == (cancelled, on_a_tuesday, change)


def test_a_change_of_a_date_on_which_it_does_not_run_can_be_undone() -> None:
    edit = typed(DESK, "cancel S1 2026-12-22 --undo")
    assert edit.tables.shift_changes == (TABLES.shift_changes or ())[:2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cancel S1 2026-12-15", "S1 does not run on Tue 2026-12-15. It runs on Wed 2026-12-09, Mon 2026-12-14, Wed"),
        ("cancel S4 2026-12-25", "S4 does not run on Fri 2026-12-25"),  # a public holiday
        ("cancel S5 2026-12-22", "S5 does not run on Tue 2026-12-22"),  # every other week
        ("move S6 2026-12-17 05:00 13:00", "It runs on Wed 2026-12-16."),
        ("cancel S6 2027-12-17", "Nor does it in the weeks around it"),
        ("cancel S1", "Give the date as well, for example: S1 tomorrow"),
        ("cancel 'Påhittad R1'", "for example: R1 tomorrow"),
        ("cancel S11 today", "Maybe you meant S1."),
        ("cancel xyzzy today", "No shift and no single ride has that code, and no rider that code or name."),
        ("cancel Påhittad today", "R1, R2"),
        ("cancel R1 today", "R1 has several on Mon 2026-12-14: S1, S2. Give the code."),
        ("cancel R1 2026-12-17", "no shift and no single ride on Thu 2026-12-17. Shifts: S1, S2."),
        ("cancel S1:2026-12-14:out", "For both: S1:2026-12-14"),
        ("cancel E1:back", "For both: E1"),
        ("cancel E1 2026-12-16", "Ride E1 is on Tue 2026-12-15."),
        ("cancel E1 --undo", "E1 is a single ride that is not cancelled."),
        ("move E1 2026-12-15 09:00 10:00", "cancel it, and add it with its new time"),
        ("move S1 2026-12-14", "START: a moved shift needs its new start and end"),
        ("move S1 2026-12-14 5 13:00", 'START "5": this is not a time of day'),
        ("move S1 2026-12-14 24:00 13:00", "24:00 belongs to the next day"),
        ("away V1 2026-12-16 2026-12-14", "the last date is before the first"),
        ("away V1 2026-02-30", "DATE: there is no such date"),
        ("away V1 whenever", "DATE: this is not a date"),
        ("away V1 today --start 25:00", '--start "25:00"'),
        ("away R9 today", "Nobody has that code or name"),
        ("away Påhittad today", "R1, R2, V1, V2"),  # riders and volunteers; the hidden one has no name here
        ("add-ride V1 home Fors today --arrive-by 09:00", "Nobody has that code or name"),
        ("add-ride R1 home Frs today --arrive-by 09:00", "Maybe you meant Fors."),
        ("add-ride R1 home home today --arrive-by 09:00", "it leads to where it begins"),
        ("add-ride R1 home Fors today", "neither"),
        ("add-ride R1 home Fors today --arrive-by 09:00 --leave-after 08:00", "both"),
        ("add-ride R1 home Fors today --arrive-by 09:00 --code e1", "another ride has this code"),
        ("add-ride R1 home Fors today --arrive-by 09:00 --seats 0", '--seats "0"'),
        ("add-ride R3 63.1,12.3 Fors today --arrive-by 09:00", "never at a place given by coordinates"),
    ],
)
def test_what_can_not_be_is_said_with_what_to_do(line: str, said: str) -> None:
    with pytest.raises(RidematchError) as caught:
        typed(DESK, line)
    assert said in str(caught.value)
    assert "Påhittad" not in str(caught.value)


def test_a_ride_of_a_rider_who_has_nothing_else_that_day_is_meant() -> None:
    assert typed(DESK, "cancel R1 2026-12-15").tables.rides == (TABLES.rides or ())[1:]
    assert typed(DESK, "cancel E1 tue").tables.rides == (TABLES.rides or ())[1:]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "add-ride R1 home Fors wed --arrive-by 09:30 --return-after 10:30",
            a_ride("R1-2026-12-16", start="home", date=day(2), arrive_by=time(9, 30), return_after=time(10, 30)),
        ),
        (
            "add-ride R2 Hed hemma 2026-12-14 --leave-after 20:00 --seats 2 --urgency hög --code E9",
            Ride(
                ride="E9",
                rider="R2",
                start="Hed",
                end="home",
                date=MONDAY,
                leave_after=time(20),
                seats=2,
                urgency="high",
            ),
        ),
        (
            "add-ride R1 63.2,12.1 Hed tue --arrive-by 20:00",
            a_ride("R1-2026-12-15", start="63.2,12.1", end="Hed", date=day(1), arrive_by=time(20)),
        ),
    ],
)
def test_a_ride_is_one_more_row(line: str, row: Ride) -> None:
    edit = typed(DESK, line)
    assert the_one(edit, "rides") == row
    assert not edit.changes_nothing


def test_the_same_ride_is_not_added_twice() -> None:
    line = "add-ride R1 home Fors wed --arrive-by 09:30"
    once_more = typed(written(DESK, typed(DESK, line)), line)
    assert once_more.changes_nothing
    later = typed(written(DESK, typed(DESK, line)), f"{line} --return-after 12:00")
    assert later.take_back == ("cancel", "R1-2026-12-16-2")


@pytest.mark.parametrize(
    "line",
    [
        "away V1 2026-12-20",
        "away V1 today tomorrow --start 10:00 --end 09:00",
        "away V1 2026-12-20 --start 22:00 --end 06:00",
        "away V1 wed fri --back",
        "cancel S1 2026-12-14",
        "cancel S1 2026-12-21 --undo",
        "cancel S1 2026-12-23",
        "move S1 2026-12-14 06:00 14:00",
        "move S1 2026-12-21 06:00 14:00",
        "move S1 2026-12-23 07:00 15:00",
        "move S1 2026-12-23 --undo",
        "add-ride R1 home Fors wed --arrive-by 09:30 --return-after 10:30",
        "cancel E1",
        "cancel E2",
    ],
)
def test_every_edit_says_how_it_is_taken_back(line: str) -> None:
    plain = replace(TABLES, away=tuple(replace(row, note="") for row in TABLES.away or ()))
    desk = replace(DESK, tables=plain)
    edit = typed(desk, line)
    after = taken_back(desk, edit).tables
    assert written(desk, edit).tables != plain
    for table in ("away", "shift_changes", "rides"):
        assert sorted(getattr(after, table), key=repr) == sorted(getattr(plain, table), key=repr)


def test_nothing_of_a_date_in_the_far_future_fails() -> None:
    assert not typed(DESK, "away V1 2199-12-31").changes_nothing
    assert typed(DESK, f"away V1 {date(2199, 12, 30)} 2199-12-31").last_date == date(2199, 12, 31)
