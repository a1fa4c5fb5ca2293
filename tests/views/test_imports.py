"""What an import shows: counts, and rows one by one where they are few."""

from contextvars import copy_context
from dataclasses import replace
from datetime import date, time

from ridematch.language import speak
from ridematch.model.facts import Availability, Away, Place, Rider, Road, Shift, Tables
from ridematch.office.intake import TableWords
from ridematch.rules.changes import diff
from ridematch.views.imports import ROWS_SHOWN, import_page
from ridematch.views.page import Page
from ridematch.views.terminal import plain_lines

SHIFT = Shift(shift="S07", rider="R1", workplace="Åre", days=("Mon", "Tue"), start=time(6, 30), end=time(14))
FREE = Availability(volunteer="V03", days=("Mon", "Tue"), start=time(5), end=time(7))
RIDER = Rider(rider="R1", name="Ada Påhitt", home="Duved", phone="070-1740605")
SEVERAL = tuple(replace(SHIFT, shift=f"S{number}") for number in range(1, ROWS_SHOWN + 2))


def page(before: Tables, after: Tables, *, new_codes: tuple[str, ...] = ()) -> Page:
    return import_page(diff(before, after), words=TableWords(), warnings=(), set_aside=(), new_codes=new_codes)


def row_by_row(before: Tables, after: Tables) -> list[str]:
    lines = plain_lines(page(before, after))
    return [line.partition("; row: ")[2] for line in lines[lines.index("Row by row:") + 1 :]]


def test_which_columns_changed_from_what_to_what() -> None:
    earlier = replace(
        SHIFT, start=time(6, 10), days=("Mon", "Tue", "Wed"), last_date=date(2027, 1, 31), employer="Bageri"
    )
    assert row_by_row(Tables(shifts=(SHIFT,)), Tables(shifts=(earlier,))) == [
        "S07; what changes: days Mon Tue -> Mon Tue Wed, start 06:30 -> 06:10, employer (empty) -> Bageri, "
        "last_date (empty) -> 2027-01-31"
    ]


def test_in_swedish_as_the_columns_and_days_are_called_there() -> None:
    def swedish() -> list[str]:
        speak("sv")
        earlier = replace(SHIFT, start=time(6, 10), days=("Mon", "Tue", "Wed"), legs="out")
        moved = replace(FREE, end=time(7, 30))
        before = Tables(shifts=(SHIFT,), availability=(FREE,))
        return plain_lines(page(before, Tables(shifts=(earlier,), availability=(moved,))))

    assert copy_context().run(swedish) == [
        "Det här ändras:",
        "tabell: pass; läggs till: 0; ändras: 1; tas bort: 0",
        "tabell: tillgänglighet; läggs till: 1; ändras: 0; tas bort: 1",
        "",
        "Rad för rad:",
        "tabell: pass; rad: S07; ändring: dagar mån tis -> mån tis ons, startar 06:30 -> 06:10, sträckor båda -> dit",
        "tabell: tillgänglighet; rad: V03 mån tis 05:00-07:00; ändring: tas bort: slutar 07:00",
        "tabell: tillgänglighet; rad: V03 mån tis 05:00-07:30; ändring: läggs till: slutar 07:30",
    ]


def test_of_contacts_only_that_they_changed() -> None:
    moved = replace(RIDER, home="Åre", phone="070-1740606", needs=("no-dog", "child-seat:2"))
    (line,) = row_by_row(Tables(riders=(RIDER,)), Tables(riders=(moved,)))
    assert line == "R1; what changes: home changed, phone changed, needs (empty) -> no-dog child-seat:2"


def test_of_a_rider_with_limited_visibility_nothing_but_the_code() -> None:
    hidden = replace(RIDER, limited_visibility=True)
    (line,) = row_by_row(Tables(riders=(hidden,)), Tables(riders=(replace(hidden, seats=2),)))
    assert line == "R1; what changes: changed"


def test_rows_without_a_code_stand_beside_what_came_in_their_stead() -> None:
    gone = Away(who="V03", first_date=date(2026, 12, 24), last_date=date(2026, 12, 26))
    before = Tables(availability=(FREE,), away=(gone,), roads=(Road(start="Duved", end="Åre", km=9, minutes=9.5),))
    after = Tables(
        availability=(replace(FREE, end=time(7, 30), note="again"), replace(FREE, volunteer="V04")),
        away=(),
        roads=(Road(start="Duved", end="Åre", km=9, minutes=10),),
    )
    assert row_by_row(before, after) == [
        "Duved - Åre; what changes: removed: minutes 9.5",
        "Duved - Åre; what changes: added: minutes 10",
        "V03 Mon Tue 05:00-07:00; what changes: removed: end 07:00, note changed",
        "V03 Mon Tue 05:00-07:30; what changes: added: end 07:30, note changed",
        "V04 Mon Tue 05:00-07:00; what changes: added",
        "V03 2026-12-24 - 2026-12-26; what changes: removed",
    ]


def test_a_dozen_rows_one_by_one_and_of_more_the_first_codes() -> None:
    few, many = SEVERAL[:ROWS_SHOWN], SEVERAL
    moved = {row.shift: replace(row, end=time(15)) for row in SEVERAL}
    one_by_one = row_by_row(Tables(shifts=few), Tables(shifts=tuple(moved[row.shift] for row in few)))
    assert one_by_one == [f"{row.shift}; what changes: end 14:00 -> 15:00" for row in few]
    assert row_by_row(Tables(shifts=many), Tables(shifts=tuple(moved.values()))) == [
        f"{', '.join(row.shift for row in few)}, one more; what changes: changed"
    ]


def test_many_rows_added_do_not_hide_what_changed_in_a_few() -> None:
    after = Tables(shifts=(replace(SHIFT, end=time(15)), *SEVERAL))
    assert row_by_row(Tables(shifts=(SHIFT,)), after) == [
        "S07; what changes: end 14:00 -> 15:00",
        f"{', '.join(row.shift for row in SEVERAL[:-1])}, one more; what changes: added",
    ]


def test_many_rows_without_a_code_share_a_line_too() -> None:
    before = tuple(replace(FREE, start=time(minute=minute)) for minute in range(ROWS_SHOWN + 1))
    after = tuple(replace(row, end=time(8)) for row in before)
    added, removed = row_by_row(Tables(availability=before), Tables(availability=after))
    assert added.startswith("V03 Mon Tue 00:00-08:00, V03 Mon Tue 00:01-08:00, ")
    assert removed.endswith(" 00:11-07:00, one more; what changes: removed")


def test_rows_added_and_removed_share_a_line_each() -> None:
    after = Tables(shifts=(SHIFT, *SEVERAL[3:6]))
    assert row_by_row(Tables(shifts=(SHIFT, *SEVERAL[:2])), after) == [
        "S4, S5, S6; what changes: added",
        "S1, S2; what changes: removed",
    ]


def test_where_there_was_nothing_the_numbers_are_enough() -> None:
    assert plain_lines(page(Tables(), Tables(places=(Place(name="Åre", lat=63.4, lon=13.1),)))) == [
        "What changes:",
        "table: places; added: 1; changed: 0; removed: 0",
    ]


def test_codes_that_rows_were_given() -> None:
    codes = tuple(f"riders.csv, row {row}: ada-{row}" for row in range(ROWS_SHOWN + 2))
    shown = plain_lines(page(Tables(), Tables(), new_codes=codes))
    assert shown == ["Codes for rows without one:", *codes[:ROWS_SHOWN], "2 more"]
