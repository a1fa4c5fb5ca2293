from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings

from ridematch.model.facts import (
    KEYS,
    ROW_TYPES,
    Approval,
    Availability,
    Avoid,
    Away,
    LessonTime,
    Licence,
    LoggedLesson,
    Place,
    Rider,
    Road,
    Row,
    Shift,
    ShiftChange,
    Supervisor,
    Tables,
    Volunteer,
)
from ridematch.rules.changes import (
    PEOPLE,
    PRIVATE,
    WHAT_NAMES,
    CellChange,
    RowChange,
    TableChange,
    diff,
    nothing_changed,
)
from ridematch.store.schema import INPUT_TABLES
from tests.store.examples import PERSONAL, TABLES, any_tables

R01 = Rider(rider="R01", name="Anders Example", home="Duved")
R02 = replace(R01, rider="R02")
R03 = replace(R01, rider="R03")
V01 = Volunteer(volunteer="V01", name="Cilla Example", home="Duved")
SHIFT = Shift(shift="S07", rider="R01", workplace="Åre", days=("Mon",), start=time(5), end=time(12))
SUPERVISOR = Supervisor(volunteer="V01", born="1960")
PLACE = Place(name="Åre", lat=63.4, lon=13.1)
MORNING = Availability(
    volunteer="V03", days=("Mon", "Tue"), start=time(5), end=time(7), start_from="63.4,13.08", note="ask Cilla first"
)


def named(**names: object) -> RowChange:
    return RowChange(names=tuple(names.items()))


def test_rows_with_a_code_are_added_changed_and_removed() -> None:
    after = Tables(riders=(R03, replace(R01, seats=2)))
    change = TableChange(
        table="riders",
        before=2,
        added=(named(rider="R03"),),
        changed=(RowChange(names=(("rider", "R01"),), cells=(CellChange(field="seats", before=1, after=2),)),),
        removed=(named(rider="R02"),),
    )
    assert diff(Tables(riders=(R01, R02)), after) == (change,)
    assert not nothing_changed((change,))


def test_a_table_that_is_absent_stays_as_it_is() -> None:
    assert diff(Tables(riders=(R01,), avoid=()), Tables()) == ()


def test_a_table_that_is_present_and_empty_removes_all() -> None:
    change = TableChange(table="riders", before=1, removed=(named(rider="R01"),))
    assert diff(Tables(riders=(R01,)), Tables(riders=())) == (change,)


def test_all_is_added_where_there_was_no_table() -> None:
    assert diff(Tables(), Tables(riders=(R01,))) == (TableChange(table="riders", added=(named(rider="R01"),)),)


def test_the_same_rows_in_another_order_change_nothing() -> None:
    evening = replace(MORNING, start=time(20), end=time(23))
    before = Tables(riders=(R01, R02), availability=(MORNING, evening))
    changes = diff(before, Tables(riders=(R02, R01), availability=(evening, MORNING)))
    assert [change.table for change in changes] == ["riders", "availability"]
    assert nothing_changed(changes)


def found_by(row: Availability) -> tuple[tuple[str, object], ...]:
    return (("volunteer", row.volunteer), ("days", row.days), ("start", row.start), ("end", row.end))


def test_rows_without_a_code_are_compared_whole_and_shown_beside_what_came_in_their_stead() -> None:
    evening = replace(MORNING, start=time(20), end=time(23))
    later = replace(evening, end=time(23, 30), max_detour_minutes=20)
    of_another = replace(MORNING, volunteer="V04")
    (change,) = diff(Tables(availability=(MORNING, evening)), Tables(availability=(of_another, later, MORNING)))
    cells = (
        CellChange(field="end", before=time(23), after=time(23, 30)),
        CellChange(field="max_detour_minutes", before=15, after=20),
    )
    assert change.removed == (RowChange(names=found_by(evening), cells=cells),)
    assert change.added == (RowChange(names=found_by(later), cells=cells), RowChange(names=found_by(of_another)))
    assert change.changed == ()


def test_of_several_rows_about_the_same_person_those_most_alike_belong_together() -> None:
    days = [replace(MORNING, days=(day,)) for day in ("Mon", "Tue", "Wed")]
    moved = [replace(row, end=time(8)) for row in days]
    (change,) = diff(Tables(availability=tuple(days)), Tables(availability=tuple(reversed(moved))))
    assert [row.cells for row in change.added] == [(CellChange(field="end", before=time(7), after=time(8)),)] * 3
    assert [row.names[1] for row in change.removed] == [row.names[1] for row in change.added]


def test_a_row_that_stands_twice_counts_twice() -> None:
    (change,) = diff(Tables(availability=(MORNING,)), Tables(availability=(MORNING, MORNING)))
    assert change == TableChange(table="availability", before=1, added=(RowChange(names=found_by(MORNING)),))


@pytest.mark.parametrize(
    ("row", "other", "told"),
    [
        (R01, replace(R01, name="Bo Example", phone="0700000000", needs=("no-dog",)), ["name?", "phone?", "needs"]),
        (
            R01,
            replace(R01, home="Åre", address="Lane 1", note="x", email="a@b.c"),
            ["home?", "address?", "email?", "note?"],
        ),
        (V01, replace(V01, home="63.4,13.1", languages=("sv",), seats=3), ["home?", "languages?", "seats"]),
        (SHIFT, replace(SHIFT, workplace="Duved", employer="Bakery"), ["workplace", "employer"]),
        (SHIFT, replace(SHIFT, start_from="63.4,13.1", end=time(13)), ["end", "start_from?"]),
        (SUPERVISOR, replace(SUPERVISOR, born="1961", transmission="manual"), ["born?", "transmission"]),
        (PLACE, replace(PLACE, lat=63.5, kind="stop", source="survey"), ["lat", "kind", "source?"]),
    ],
)
def test_of_what_is_private_only_that_it_changed(row: Row, other: Row, told: list[str]) -> None:
    table = next(table for table, kind in ROW_TYPES.items() if isinstance(row, kind))
    before: dict[str, tuple[Row, ...]] = {table: (row,)}
    after: dict[str, tuple[Row, ...]] = {table: (other,)}
    (change,) = diff(Tables(**before), Tables(**after))  # type: ignore[arg-type]
    (changed,) = change.changed
    assert [cell.field + ("" if cell.told else "?") for cell in changed.cells] == told
    assert [cell for cell in changed.cells if not cell.told and (cell.before, cell.after) != (None, None)] == []


def test_all_that_the_store_keeps_as_contact_is_private() -> None:
    contacts = [model.model_fields for table in PEOPLE for model in INPUT_TABLES[table][1:]]
    assert {name for fields in contacts for name in fields} - PRIVATE == {"rider", "volunteer", "name"}


HIDDEN = replace(R01, rider="R31", name="Secret Example", limited_visibility=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Tables(riders=(HIDDEN,)), Tables(riders=(replace(HIDDEN, seats=2),))),
        (Tables(riders=(HIDDEN,)), Tables(riders=(replace(HIDDEN, limited_visibility=False),))),
        (Tables(riders=(replace(HIDDEN, limited_visibility=False),)), Tables(riders=(HIDDEN,))),
        (
            Tables(riders=(HIDDEN,), shifts=(replace(SHIFT, rider="R31"),)),
            Tables(shifts=(replace(SHIFT, rider="R31", end=time(13)),)),
        ),
        (
            Tables(
                riders=(HIDDEN,), away=(Away(who="R31", first_date=date(2026, 12, 1), last_date=date(2026, 12, 2)),)
            ),
            Tables(away=(Away(who="R31", first_date=date(2026, 12, 1), last_date=date(2026, 12, 3)),)),
        ),
        (
            Tables(riders=(HIDDEN,), shifts=(replace(SHIFT, rider="R31"),), shift_changes=()),
            Tables(shift_changes=(ShiftChange(shift="S07", date=date(2026, 12, 16), change="cancelled"),)),
        ),
    ],
)
def test_of_a_rider_with_limited_visibility_only_codes_are_told(before: Tables, after: Tables) -> None:
    (change,) = diff(before, after)
    rows = (*change.added, *change.changed, *change.removed)
    assert rows
    assert [(row.names, row.cells) for row in rows] == [(((row.names[0][0], row.code),), ()) for row in rows]
    assert {row.code for row in rows} <= {"R31", "S07"}


@pytest.mark.parametrize(
    ("table", "row", "values"),
    [
        ("roads", Road(start="Duved", end="Åre", km=9, minutes=9), ("Duved", "Åre")),
        (
            "shift_changes",
            ShiftChange(shift="S07", date=date(2026, 12, 16), change="moved"),
            ("S07", date(2026, 12, 16), "moved"),
        ),
        ("availability", MORNING, ("V03", ("Mon", "Tue"), time(5), time(7))),
        (
            "away",
            Away(who="V03", first_date=date(2026, 12, 14), last_date=date(2026, 12, 20)),
            ("V03", date(2026, 12, 14), date(2026, 12, 20)),
        ),
        ("avoid", Avoid(volunteer="V03", rider="R05"), ("V03", "R05")),
        ("licences", Licence(volunteer="V03", valid_from=date(2001, 5, 2)), ("V03", "B", date(2001, 5, 2))),
        (
            "lesson_times",
            LessonTime(rider="R05", days=("Sat",), start=time(10), end=time(14)),
            ("R05", ("Sat",), time(10), time(14)),
        ),
        (
            "approvals",
            Approval(volunteer="V03", rider="R05", approved_on=date(2026, 3, 1)),
            ("V03", "R05", date(2026, 3, 1)),
        ),
        (
            "practice_log",
            LoggedLesson(rider="R05", volunteer="V03", date=date(2026, 3, 1), start=time(5, 8), minutes=60),
            ("R05", date(2026, 3, 1), time(5, 8), "V03"),
        ),
    ],
)
def test_rows_without_a_code_are_told_in_codes(table: str, row: Row, values: tuple[object, ...]) -> None:
    after: dict[str, tuple[Row, ...]] = {table: (row,)}
    (change,) = diff(Tables(), Tables(**after))  # type: ignore[arg-type]
    assert [tuple(value for _, value in each.names) for each in change.added] == [values]


def test_every_table_has_a_code_or_something_else_to_find_its_rows_by() -> None:
    assert WHAT_NAMES.keys() | KEYS.keys() == ROW_TYPES.keys()


def test_nothing_personal_is_told() -> None:
    told = str(diff(Tables(), TABLES)) + str(diff(TABLES, Tables(**dict.fromkeys(ROW_TYPES, ()))))
    assert not [word for word in PERSONAL if word in told]


def codes(rows: tuple[RowChange, ...]) -> list[str]:
    return sorted(str(row.names) for row in rows)


@settings(max_examples=30, deadline=None)
@given(before=any_tables(), after=any_tables())
def test_any_import_again_changes_nothing_and_back_again_undoes_it(before: Tables, after: Tables) -> None:
    assert nothing_changed(diff(after, after))
    for there, back in zip(diff(before, after), diff(after, before), strict=True):
        assert codes(there.added) == codes(back.removed)
        assert codes(there.changed) == codes(back.changed)
        assert codes(there.removed) == codes(back.added)
