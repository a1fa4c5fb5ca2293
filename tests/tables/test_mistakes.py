"""Every mistake has one message of its own, and all of them come at once."""

from datetime import date, time
from pathlib import Path

import pytest

from ridematch.model.facts import Shift, Tables, Volunteer
from tests.tables.desk import PLACES, read_files, sentences, speaking

RIDERS = "rider,name,home\nR01,Åsa Exempel,Åre\nR02,Bo Exempel,Järpen\n"
VOLUNTEERS = "volunteer,name,home\nV01,Tom Exempel,Åre\n"
PEOPLE = {"places.csv": PLACES, "riders.csv": RIDERS, "volunteers.csv": VOLUNTEERS}

TWELVE_MISTAKES = {
    "places.csv": PLACES + "Duved,95,13.0,village\n",  # 1 off the earth
    "riders.csv": (
        "rider,name,home,seats,needs\n"
        "R01,Åsa Exempel,Järpne,1,\n"  # 2 no such place
        "R02,Bo Exempel,Järpen,-1,\n"  # 3 negative seats
        "R03,Cia Exempel,Åre,1,whelchair\n"  # 4 not in the vocabulary
        "R04,Didrik Exempel,Åre,1,\n"
        "R04,Eva Exempel,Åre,1,\n"  # 5 a code twice
    ),
    "shifts.csv": (
        "shift,rider,workplace,days,start,end,every_weeks\n"
        "S01,R40,Åre,Mon,06:00,14:00,\n"  # 6 no such rider
        "S02,R04,Åre,Mån-Xyz,06:00,14:00,\n"  # 7 no days
        "S03,R04,Åre,Mon,25:00,14:00,\n"  # 8 no time
        "S04,R04,Åre,Mon,06:00,14:00,2\n"  # 9 which weeks?
        "S05,,Åre,Mon,06:00,14:00,\n"  # 10 nobody
    ),
    "rides.csv": "ride,rider,from,to,date,arrive_by\nE1,R04,Åre,Järpen,2026-02-30,10:00\n",  # 11 no such date
    "shift_changes.csv": "shift,date\nS01,2026-12-14\n",  # 12 a column is missing
}


def test_twelve_mistakes_give_twelve_messages(tmp_path: Path) -> None:
    reading = read_files(tmp_path, TWELVE_MISTAKES)
    found = [(each.file, each.row, each.column) for each in reading.errors]
    assert found == [
        ("places.csv", 5, "lat"),
        ("riders.csv", 2, "home"),
        ("riders.csv", 3, "seats"),
        ("riders.csv", 4, "needs"),
        ("riders.csv", 6, "rider"),
        ("shifts.csv", 2, "rider"),
        ("shifts.csv", 3, "days"),
        ("shifts.csv", 4, "start"),
        ("shifts.csv", 5, "first_date"),
        ("shifts.csv", 6, "rider"),
        ("shift_changes.csv", 1, "change"),
        ("rides.csv", 2, "date"),
    ]
    assert all(each.cause and each.remedy for each in reading.errors)
    assert not reading.warnings


def test_a_message_on_one_line(tmp_path: Path) -> None:
    reading = read_files(tmp_path, TWELVE_MISTAKES)
    assert reading.errors[1].sentence == (
        'riders.csv, row 2, column home, "Järpne": no place has this name. '
        "Maybe you meant Järpen. Write the name of a row in places.csv, or lat,lon."
    )
    assert reading.errors[2].sentence == (
        'riders.csv, row 3, column seats, "-1": the number is out of range. Write a number from 1 to 60.'
    )
    assert "\n" not in "".join(each.sentence for each in reading.errors)


SWEDISH_MISTAKES = {
    "platser.csv": "namn;lat;lon;typ\nÅre;63,399;13,0815;bye\nJärpen;63,3468;13,4599;\n",
    "resenärer.csv": "resenär;namn;hem;platser;telefonn\nR01;Bo Exempel;Järpne;;070\nR02;Åsa Exempel;Järpen;-1;070\n",
    "pass.csv": "pass;resenär;arbetsplats;dagar;börjar;veckointervall;slutar\nS01;R2;Järpen;må;25:00;;14:00\n",
    "tillgänglighet.csv": "förare;dagar;startar;slutar;veckointervall\nV1;må;06:00;14:00;2\n",
    "frånvaro.csv": "vem;första datum\nR02;2026-12-14\n",
}


def test_in_swedish_with_the_words_of_the_file(tmp_path: Path) -> None:
    known = Tables(volunteers=(Volunteer(volunteer="V1", name="Tom Exempel", home="Åre"),))
    found = speaking("sv", lambda: sentences(read_files(tmp_path, SWEDISH_MISTAKES, known=known)))
    assert found.splitlines() == [
        'platser.csv, rad 2, kolumn typ, "bye": det är inget av de ord som kan stå här. Menade du by? '
        "Skriv något av: by, hållplats, arbetsplats, mötesplats.",
        'resenärer.csv, rad 2, kolumn hem, "Järpne": ingen plats heter så. Menade du Järpen? '
        "Skriv ett namn som står i platser.csv, eller lat,lon.",
        'resenärer.csv, rad 3, kolumn platser, "-1": talet är för stort eller för litet. Skriv ett tal från 1 till 60.',
        'pass.csv, rad 2, kolumn resenär, "R2": den resenären finns inte. Menade du R02? '
        "Skriv en kod ur resenärer.csv, eller lägg till en rad där.",
        'pass.csv, rad 2, kolumn börjar, "25:00": dygnet har 24 timmar och timmen 60 minuter. Skriv så här: 06:30.',
        "tillgänglighet.csv, rad 2, kolumn första datum: veckointervall över 1 behöver ett första datum. "
        "Skriv ett datum i den första veckan.",
        "frånvaro.csv, rad 1, kolumn sista datum: kolumnen saknas men måste finnas. "
        "Lägg till den, med ett värde på varje rad.",
        "resenärer.csv, rad 1, kolumn telefonn: kolumnen är okänd, så den läses inte. Menade du telefon?",
    ]


def test_the_good_rows_among_them(tmp_path: Path) -> None:
    tables = read_files(tmp_path, TWELVE_MISTAKES).tables
    assert [place.name for place in tables.places or ()] == ["Åre", "Järpen", "Torget"]
    assert [rider.name for rider in tables.riders or ()] == ["Didrik Exempel"]
    assert tables.shifts == ()
    assert tables.shift_changes is None
    assert tables.volunteers is None


def test_rows_that_refer_to_bad_rows_are_left_out_and_named(tmp_path: Path) -> None:
    files = {
        **PEOPLE,
        "riders.csv": "rider,name,home,seats\nR01,Åsa Exempel,Åre,many\nR02,Bo Exempel,Järpen,1\n",
        "shifts.csv": (
            "shift,rider,workplace,days,start,end\nS01,R01,Åre,Mon,06:00,14:00\nS02,Bo Exempel,Åre,Mon,06:00,14:00\n"
        ),
        "shift_changes.csv": "shift,date,change\nS01,2026-12-14,cancelled\nS02,2026-12-14,cancelled\n",
    }
    reading = read_files(tmp_path, files)
    assert [(each.file, each.row) for each in reading.errors] == [("riders.csv", 2)]
    assert [(each.file, each.row) for each in reading.follow_ups] == [("shifts.csv", 2), ("shift_changes.csv", 2)]
    assert [shift.shift for shift in reading.tables.shifts or ()] == ["S02"]
    assert [change.shift for change in reading.tables.shift_changes or ()] == ["S02"]


def test_a_bad_place_takes_its_riders_along(tmp_path: Path) -> None:
    reading = read_files(
        tmp_path, {"places.csv": "name,lat,lon\nÅre,95,13\n", "riders.csv": RIDERS.replace("Järpen", "Åre")}
    )
    assert len(reading.errors) == 1
    assert len(reading.follow_ups) == 2
    assert reading.tables == Tables(places=(), riders=())


def test_a_file_that_can_not_be_read_costs_its_rows_and_no_more_messages(tmp_path: Path) -> None:
    files = {**PEOPLE, "riders.csv": "rider,home\nR01,Åre\n", "avoid.csv": "volunteer,rider\nV01,R01\n"}
    reading = read_files(tmp_path, files)
    assert [each.column for each in reading.errors] == ["name"]
    assert [each.file for each in reading.follow_ups] == ["avoid.csv"]
    assert reading.tables.riders is None


SHIFT = "shift,rider,workplace,days,start,end,{}\nS01,R01,Järpen,Mon,06:00,14:00,{}\n"
RIDE = "ride,rider,from,to,date,{}\nE01,R01,Åre,Järpen,2026-12-14,{}\n"
AVAILABLE = "volunteer,days,start,end,{}\nV01,Mon,06:00,14:00,{}\n"
CHANGE = "shift,date,change,start,end\nS01,2026-12-14,{}\n"


@pytest.mark.parametrize(
    ("file", "good", "bad", "column"),
    [
        ("shifts", SHIFT.format("every_weeks,first_date", "2,2026-12-14"),
         SHIFT.format("every_weeks", "2"), "first_date"),
        ("shifts", SHIFT.format("every_weeks", "1"), SHIFT.format("every_weeks", "0"), "every_weeks"),
        ("shifts", SHIFT.format("first_date,last_date", "2026-12-14,2026-12-14"),
         SHIFT.format("first_date,last_date", "2026-12-14,2026-12-13"), "last_date"),
        ("shifts", SHIFT.format("earliest_arrival,latest_arrival", "05:20,40"),
         SHIFT.format("earliest_arrival,latest_arrival", "05:20,41"), "latest_arrival"),
        ("shifts", SHIFT.format("ready_after,longest_wait", "40,14:40"),
         SHIFT.format("ready_after,longest_wait", "41,14:40"), "longest_wait"),
        ("shifts", SHIFT.format("earliest_arrival,latest_arrival", "06:00,0"),
         SHIFT.format("earliest_arrival", "-5"), "earliest_arrival"),
        ("shifts", SHIFT.format("fallback_back", "säng"), SHIFT.format("fallback_back", "sofa"), "fallback_back"),
        ("rides", RIDE.format("arrive_by", "10:00"), RIDE.format("arrive_by", ""), "arrive_by"),
        ("rides", RIDE.format("leave_after", "10:00"),
         RIDE.format("arrive_by,leave_after", "10:00,11:00"), "arrive_by"),
        ("rides", RIDE.format("arrive_by,seats", "10:00,60"), RIDE.format("arrive_by,seats", "10:00,61"), "seats"),
        ("rides", RIDE.format("arrive_by", "10:00"), RIDE.format("arrive_by", "10:00").replace("Åre", "Järpen"), "to"),
        ("availability", AVAILABLE.format("to,own_trip", "Järpen,ja"), AVAILABLE.format("own_trip", "ja"), "to"),
        ("availability", AVAILABLE.format("max_detour_minutes", "0"),
         AVAILABLE.format("max_detour_minutes", "-1"), "max_detour_minutes"),
        ("shift_changes", CHANGE.format("moved,07:00,15:00"), CHANGE.format("moved,07:00,"), "end"),
        ("shift_changes", CHANGE.format("cancelled,,"),
         CHANGE.format("cancelled,,") + "S01,2026-12-14,moved,07:00,15:00\n", "date"),
        ("away", "who,first_date,last_date\nR01,2026-12-14,2026-12-14\n",
         "who,first_date,last_date\nR01,2026-12-14,2026-12-13\n", "last_date"),
        ("licences", "volunteer,valid_from,valid_to\nV01,2020-01-01,2020-01-01\n",
         "volunteer,valid_from,valid_to\nV01,2020-01-01,2019-12-31\n", "valid_to"),
        ("approvals", "volunteer,rider,approved_on,valid_until\nV01,R01,2026-01-01,2031-01-01\n",
         "volunteer,rider,approved_on,valid_until\nV01,R01,2026-01-01,2025-12-31\n", "valid_until"),
        ("roads", "from,to,km,minutes\nÅre,Järpen,0,0\n", "from,to,km,minutes\nÅre,Åre,1,1\n", "to"),
        ("roads", "from,to,km,minutes\nÅre,Järpen,\"1,5\",2\n", "from,to,km,minutes\nÅre,Järpen,inf,2\n", "km"),
        ("learners", "rider,born,permit_until\nR01,2000,2027-01-01\n",
         "rider,born,permit_until\nR01,2000,2027-01-01\nR01,2000,2027-01-01\n", "rider"),
        ("vehicles", "vehicle,seats\ncar-1,0\n", "vehicle,seats\ncar-1,61\n", "seats"),
    ],
)  # fmt: skip
def test_each_rule_on_the_line_and_past_it(tmp_path: Path, file: str, good: str, bad: str, column: str) -> None:
    known = Tables(shifts=(_shift("S01"),))
    first = read_files(tmp_path, {**PEOPLE, f"{file}.csv": good}, known=known)
    assert sentences(first) == ""
    second = read_files(tmp_path, {**PEOPLE, f"{file}.csv": bad}, known=known)
    assert [each.column for each in second.errors] == [column], sentences(second)


def _shift(code: str) -> Shift:
    return Shift(shift=code, rider="R01", workplace="Åre", days=("Mon",), start=time(6), end=time(14))


@pytest.mark.parametrize(
    ("file", "cells", "past"),
    [
        ("shifts", SHIFT.format("last_date", "2026-12-13"), True),
        ("shifts", SHIFT.format("last_date", "2026-12-14"), False),
        ("shifts", SHIFT.format("last_date", ""), False),
        ("shifts", SHIFT.format("note", "").replace("Mon", "2026-12-13"), True),
        ("rides", RIDE.format("arrive_by", "10:00").replace("12-14", "12-13"), True),
        ("rides", RIDE.format("arrive_by", "10:00"), False),
    ],
)
def test_the_past_is_a_warning(tmp_path: Path, file: str, cells: str, past: bool) -> None:
    files = {**PEOPLE, f"{file}.csv": cells}
    reading = read_files(tmp_path, files, today=date(2026, 12, 14))
    assert not reading.errors
    assert len(reading.warnings) == past
    assert not read_files(tmp_path, files).warnings


def test_riders_and_volunteers_share_no_code(tmp_path: Path) -> None:
    files = {**PEOPLE, "volunteers.csv": VOLUNTEERS.replace("V01", "r01")}
    assert [(each.file, each.column) for each in read_files(tmp_path, files).errors] == [
        ("volunteers.csv", "volunteer")
    ]


def test_a_cancelled_shift_with_times_and_a_lost_zero_are_worth_a_look(tmp_path: Path) -> None:
    files = {
        **PEOPLE,
        "riders.csv": "rider,name,home,phone\nR01,Åsa Exempel,Åre,701740605\n",
        "shifts.csv": SHIFT.format("note", ""),
        "shift_changes.csv": CHANGE.format("cancelled,07:00,15:00"),
    }
    reading = read_files(tmp_path, files)
    assert not reading.errors
    assert [each.column for each in reading.warnings] == ["phone", "change"]
