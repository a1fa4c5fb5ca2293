from dataclasses import replace
from pathlib import Path

import pytest

from ridematch.model.facts import Tables
from ridematch.tables.codes import gives_away
from ridematch.tables.spellings import slug
from tests.tables.desk import KNOWN_PLACES, read_files, sentences

KNOWN = Tables(places=KNOWN_PLACES)


def codes(tables: Tables) -> list[str]:
    return [rider.rider for rider in tables.riders or ()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Åsa Öberg", "asa-oberg"), ("Søren  O'Neil", "soren-o-neil"), ("Æsa", "aesa"), ("علي", "علي"), ("???", "")],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_codes_come_from_names_and_stay(tmp_path: Path) -> None:
    content = "name,home\nKim Exempel,Åre\nÅsa Exempel,Åre\nKim Exempel,Järpen\n"
    first = read_files(tmp_path, {"riders.csv": content}, known=KNOWN)
    assert codes(first.tables) == ["kim-exempel", "asa-exempel", "kim-exempel-2"]
    assert [each.row for each in first.warnings] == [4]
    again = read_files(tmp_path, {"riders.csv": content}, known=replace(KNOWN, riders=first.tables.riders))
    assert again.tables == first.tables


def test_a_same_named_row_of_the_store_lends_its_code_whatever_it_is(tmp_path: Path) -> None:
    coded = read_files(tmp_path, {"riders.csv": "rider,name,home\nR07,Kim Exempel,Åre\n"}, known=KNOWN)
    known = replace(KNOWN, riders=coded.tables.riders)
    reading = read_files(tmp_path, {"riders.csv": "name,home\nNy Exempel,Åre\nKim Exempel,Åre\n"}, known=known)
    assert codes(reading.tables) == ["ny-exempel", "R07"]


def test_two_of_a_name_are_told_apart_by_their_telephone(tmp_path: Path) -> None:
    rows = ["Kim Exempel,Åre,070-1740605", "Kim Exempel,Åre,070-1740606"]
    first = read_files(tmp_path, {"riders.csv": "\n".join(["name,home,phone", *rows])}, known=KNOWN)
    known = replace(KNOWN, riders=first.tables.riders)
    second = read_files(tmp_path, {"riders.csv": "\n".join(["name,home,phone", *reversed(rows)])}, known=known)
    assert codes(second.tables) == list(reversed(codes(first.tables)))


def test_nobody_new_gets_the_code_of_somebody_removed(tmp_path: Path) -> None:
    first = read_files(tmp_path, {"riders.csv": "rider,name,home\nkim-exempel,Kim E. Exempel,Åre\n"}, known=KNOWN)
    known = replace(KNOWN, riders=first.tables.riders)
    second = read_files(tmp_path, {"riders.csv": "name,home\nKim Exempel,Åre\n"}, known=known)
    assert codes(second.tables) == ["kim-exempel-2"]


def test_riders_and_volunteers_of_one_name_get_different_codes(tmp_path: Path) -> None:
    content = "name,home\nKim Exempel,Åre\n"
    reading = read_files(tmp_path, {"riders.csv": content, "volunteers.csv": content}, known=KNOWN)
    assert codes(reading.tables) == ["kim-exempel"]
    assert [each.volunteer for each in reading.tables.volunteers or ()] == ["kim-exempel-2"]


def test_codes_of_shifts_and_rides_stay_when_times_change(tmp_path: Path) -> None:
    files = {
        "riders.csv": "rider,name,home\nR01,Kim Exempel,Åre\n",
        "shifts.csv": "rider,workplace,days,start,end\nR01,Järpen,Mon,06:00,14:00\nR01,Järpen,Sat,08:00,16:00\n",
        "rides.csv": "rider,from,to,date,arrive_by\nR01,Åre,Järpen,2026-12-14,10:00\n",
    }
    first = read_files(tmp_path, files, known=KNOWN).tables
    assert [shift.shift for shift in first.shifts or ()] == ["R01-jarpen", "R01-jarpen-2"]
    assert [ride.ride for ride in first.rides or ()] == ["R01-2026-12-14"]
    files["shifts.csv"] = "rider,workplace,days,start,end\nR01,Järpen,Sat,08:00,16:00\nR01,Järpen,Mon,07:00,15:00\n"
    reading = read_files(tmp_path, files, known=replace(first, places=KNOWN_PLACES))
    assert sentences(reading) == ""
    assert [shift.shift for shift in reading.tables.shifts or ()] == ["R01-jarpen-2", "R01-jarpen"]


def test_which_codes_give_a_name_away() -> None:
    assert gives_away("asa-exempel", "Åsa Öberg")
    assert gives_away("oberg-2", "Åsa Öberg")
    assert not gives_away("R31", "Åsa Öberg")
    assert not gives_away("R31", "R31")
