from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ridematch.views.sheets import (
    Schedule,
    Sheet,
    duties_sheet,
    file_name,
    km,
    lessons_sheet,
    own_sheet,
    rides_sheet,
    schedule_sheets,
    unserved_sheet,
)
from tests.views.schedules import COVERED, MONDAY, PEOPLE, PROMISE, STOPS, UNSERVED, ZONE, a_stop

SCHEDULE = Schedule(
    stops=STOPS, unserved=UNSERVED, covered=COVERED, promises=(PROMISE,), events=(), people=PEOPLE, zone=ZONE
)


def rows(sheet: Sheet) -> list[dict[str, Any]]:
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def test_rides_say_who_with_whom_and_how_sure() -> None:
    first, second, covered = rows(rides_sheet(SCHEDULE))
    assert (first["date"], first["pickup"]) == (MONDAY, datetime(2026, 12, 14, 5, 10))  # noqa: DTZ001
    assert (first["rider"], first["volunteer"], first["with_whom"]) == ("R1", "V1", "R2")
    assert (first["minutes"], first["km"], first["status"]) == (18, Decimal("16.0"), "told")
    assert (second["from"], second["rider_name"], second["status"]) == ("Mötesplatsen", "R2", "proposed")
    assert (covered["ride"], covered["status"], covered["volunteer"]) == ("S1:2026-12-14:back", "bed", "")


def test_lessons_say_who_teaches_whom() -> None:
    (lesson,) = rows(lessons_sheet(SCHEDULE))
    assert (lesson["learner_name"], lesson["supervisor"], lesson["place"]) == ("Cleo Fiktiv", "V1", "Järpen")
    assert (lesson["minutes"], lesson["status"]) == (60, "proposed")


def test_a_duty_stands_together_whatever_others_drive_meanwhile() -> None:
    between = (
        a_stop(0, "depart", "home:V2", "10:00", volunteer="V2"),
        a_stop(1, "arrive", "home:V2", "10:30", volunteer="V2"),
    )
    found = rows(duties_sheet(replace(SCHEDULE, stops=(*between, *STOPS))))
    assert [(row["volunteer"], row["trip"], row["stop"]) for row in found] == [
        *(("V1", 1, stop) for stop in range(6)),
        *(("V1", 2, stop) for stop in range(3)),
        *(("V2", 1, stop) for stop in range(2)),
    ]


def test_unserved_has_the_whole_sentence() -> None:
    (row,) = rows(unserved_sheet(SCHEDULE))
    assert row["sentence"].startswith("Possible alone, but the cars are taken; out, V1")
    assert row["sentence"].endswith("not free then (by 25 min)")


def test_a_volunteer_sees_the_own_rides_with_first_names_and_nothing_else() -> None:
    sheet = own_sheet(SCHEDULE, "V1")
    ada, hidden, lesson = rows(sheet)
    assert (ada["who"], ada["address"], ada["note"]) == ("Ada", "Påhittsvägen 1", "by the red gate")
    assert ada["phone"] == "+46 70 174 06 01"
    assert (hidden["who"], hidden["from"], hidden["address"], hidden["phone"]) == ("R2", "Mötesplatsen", "", "")
    assert (lesson["what"], lesson["who"]) == ("lesson", "Cleo")
    assert lesson["arrival"] == datetime(2026, 12, 14, 17, 20)  # noqa: DTZ001
    assert "Påhitt" not in {word for row in sheet.rows for cell in row for word in str(cell).split()}
    assert own_sheet(SCHEDULE, "V2").rows == ()


def test_an_hour_that_comes_twice_is_in_order_all_the_same() -> None:
    """Where the clocks go back, two pickups in the order of their instants may read 02:50 and 02:10."""
    night = date(2026, 10, 25)
    stops = (
        a_stop(0, "pickup", "A", "00:50", serves="S1:x:back", rider="R1", on=night),
        a_stop(1, "delivery", "B", "01:00", serves="S1:x:back", rider="R1", on=night),
        a_stop(2, "pickup", "B", "01:10", serves="S2:x:back", rider="R2", on=night),
        a_stop(3, "delivery", "C", "01:20", serves="S2:x:back", rider="R2", on=night),
    )
    first, second = rows(own_sheet(replace(SCHEDULE, stops=stops), "V1"))
    assert (first["ride"], second["ride"]) == ("S1:x:back", "S2:x:back")
    assert second["pickup"] - first["pickup"] == -timedelta(minutes=40)


def test_every_row_is_as_long_as_its_header() -> None:
    for sheet in (*schedule_sheets(SCHEDULE), own_sheet(SCHEDULE, "V1")):
        assert sheet.rows
        assert {len(row) for row in sheet.rows} == {len(sheet.header)}


def test_half_a_tenth_of_a_kilometre_goes_up() -> None:
    assert [km(metres) for metres in (0, 49, 50, 149, 150, 66_450)] == [
        Decimal(text) for text in ("0.0", "0.0", "0.1", "0.1", "0.2", "66.5")
    ]


def test_a_code_never_leads_out_of_the_folder() -> None:
    assert file_name("../../etc/passwd") == "-..-etc-passwd"
    assert file_name("..") == "-"
