from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings

from ridematch.model.facts import (
    Approval,
    Availability,
    Avoid,
    Away,
    LessonTime,
    Licence,
    Rider,
    Road,
    Row,
    ShiftChange,
    Tables,
)
from ridematch.rules.changes import TableChange, diff, nothing_changed
from tests.store.examples import PERSONAL, TABLES, any_tables

R01 = Rider(rider="R01", name="Anders Example", home="Duved")
R02 = replace(R01, rider="R02")
R03 = replace(R01, rider="R03")
MORNING = Availability(
    volunteer="V03", days=("Mon", "Tue"), start=time(5), end=time(7), start_from="63.4,13.08", note="ask Cilla first"
)


def test_rows_with_a_code_are_added_changed_and_removed() -> None:
    after = Tables(riders=(R03, replace(R01, phone="0700000000")))
    change = TableChange(table="riders", added=("R03",), changed=("R01",), removed=("R02",))
    assert diff(Tables(riders=(R01, R02)), after) == (change,)
    assert not nothing_changed((change,))


def test_a_table_that_is_absent_stays_as_it_is() -> None:
    assert diff(Tables(riders=(R01,), avoid=()), Tables()) == ()


def test_a_table_that_is_present_and_empty_removes_all() -> None:
    assert diff(Tables(riders=(R01,)), Tables(riders=())) == (TableChange(table="riders", removed=("R01",)),)


def test_all_is_added_where_there_was_no_table() -> None:
    assert diff(Tables(), Tables(riders=(R01,))) == (TableChange(table="riders", added=("R01",)),)


def test_the_same_rows_in_another_order_change_nothing() -> None:
    evening = replace(MORNING, start=time(20), end=time(23))
    before = Tables(riders=(R01, R02), availability=(MORNING, evening))
    changes = diff(before, Tables(riders=(R02, R01), availability=(evening, MORNING)))
    assert [change.table for change in changes] == ["riders", "availability"]
    assert nothing_changed(changes)


def test_rows_without_a_code_are_compared_whole() -> None:
    longer = replace(MORNING, max_detour_minutes=20)
    (change,) = diff(Tables(availability=(MORNING,)), Tables(availability=(longer,)))
    label = "V03 Mon Tue 05:00-07:00"
    assert change == TableChange(table="availability", added=(label,), removed=(label,))


def test_a_row_that_stands_twice_counts_twice() -> None:
    (change,) = diff(Tables(availability=(MORNING,)), Tables(availability=(MORNING, MORNING)))
    assert change == TableChange(table="availability", added=("V03 Mon Tue 05:00-07:00",))


@pytest.mark.parametrize(
    ("table", "row", "label"),
    [
        ("roads", Road(start="Duved", end="Åre", km=9, minutes=9), "Duved - Åre"),
        ("shift_changes", ShiftChange(shift="S07", date=date(2026, 12, 16), change="moved"), "S07 2026-12-16 moved"),
        ("availability", MORNING, "V03 Mon Tue 05:00-07:00"),
        (
            "away",
            Away(who="V03", first_date=date(2026, 12, 14), last_date=date(2026, 12, 20)),
            "V03 2026-12-14 to 2026-12-20",
        ),
        ("avoid", Avoid(volunteer="V03", rider="R05"), "V03 R05"),
        ("licences", Licence(volunteer="V03", valid_from=date(2001, 5, 2)), "V03 B from 2001-05-02"),
        ("lesson_times", LessonTime(rider="R05", days=("Sat",), start=time(10), end=time(14)), "R05 Sat 10:00-14:00"),
        ("approvals", Approval(volunteer="V03", rider="R05", approved_on=date(2026, 3, 1)), "V03 R05 2026-03-01"),
    ],
)
def test_rows_without_a_code_are_told_in_codes(table: str, row: Row, label: str) -> None:
    after: dict[str, tuple[Row, ...]] = {table: (row,)}
    assert diff(Tables(), Tables(**after)) == (TableChange(table=table, added=(label,)),)  # type: ignore[arg-type]


def test_nothing_personal_is_told() -> None:
    told = str(diff(Tables(), TABLES))
    assert not [word for word in PERSONAL if word in told]


@settings(max_examples=30, deadline=None)
@given(before=any_tables(), after=any_tables())
def test_any_import_again_changes_nothing_and_back_again_undoes_it(before: Tables, after: Tables) -> None:
    assert nothing_changed(diff(after, after))
    for there, back in zip(diff(before, after), diff(after, before), strict=True):
        assert sorted(there.added) == sorted(back.removed)
        assert sorted(there.changed) == sorted(back.changed)
        assert sorted(there.removed) == sorted(back.added)
