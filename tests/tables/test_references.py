from datetime import date, time
from pathlib import Path

import pytest

from ridematch.model.facts import Availability, Avoid, Away, Place, Rider, Shift, Tables, Volunteer
from tests.tables.desk import KNOWN_PLACES, PLACES, read_files, sentences

KNOWN = Tables(
    places=KNOWN_PLACES,
    riders=(Rider(rider="R01", name="Åsa Exempel", home="Åre"), Rider(rider="R02", name="Bo Exempel", home="Järpen")),
    volunteers=(Volunteer(volunteer="V01", name="Tom Exempel", home="Åre"),),
    shifts=(Shift(shift="S01", rider="R01", workplace="Järpen", days=("Mon",), start=time(6), end=time(14)),),
)


@pytest.mark.parametrize("who", ["R01", "r01", "Åsa Exempel", "åsa  exempel"])
def test_a_code_or_a_unique_name_of_the_store(tmp_path: Path, who: str) -> None:
    reading = read_files(tmp_path, {"avoid.csv": f"volunteer,rider\nTom Exempel,{who}\n"}, known=KNOWN)
    assert sentences(reading) == ""
    assert reading.tables == Tables(avoid=(Avoid(volunteer="V01", rider="R01"),))


def test_people_of_the_file_stand_for_those_of_the_store(tmp_path: Path) -> None:
    files = {
        "riders.csv": "rider,name,home\nR01,Åsa Exempel,Åre\nR09,Cia Exempel,Åre\n",
        "avoid.csv": "volunteer,rider\nV01,Cia Exempel\nV01,R02\n",
    }
    reading = read_files(tmp_path, files, known=KNOWN)
    assert [(each.file, each.row, each.column, each.value) for each in reading.errors] == [
        ("avoid.csv", 3, "rider", "R02")
    ]
    assert reading.tables.avoid == (Avoid(volunteer="V01", rider="R09"),)


def test_a_name_of_two_people_is_an_error_with_their_codes(tmp_path: Path) -> None:
    files = {
        "riders.csv": "rider,name,home\nR01,Kim Exempel,Åre\nR02,Kim Exempel,Järpen\n",
        "avoid.csv": "volunteer,rider\nV01,Kim Exempel\n",
    }
    (error,) = read_files(tmp_path, files, known=KNOWN).errors
    assert "R01 or R02" in error.remedy


def test_a_misspelled_name_leads_to_a_code(tmp_path: Path) -> None:
    (error,) = read_files(tmp_path, {"avoid.csv": "volunteer,rider\nV01,Bo Exempell\n"}, known=KNOWN).errors
    assert (error.value, error.remedy[:22]) == ("", "Maybe you meant R02. W")


@pytest.mark.parametrize(
    ("who", "hint"), [("R1", "Maybe you meant R01."), ("R03", ""), ("RO1", "Maybe you meant R01.")]
)
def test_a_code_with_another_number_is_somebody_else(tmp_path: Path, who: str, hint: str) -> None:
    (error,) = read_files(tmp_path, {"avoid.csv": f"volunteer,rider\nV01,{who}\n"}, known=KNOWN).errors
    assert error.remedy == f"{hint} Write a code of the table riders, or add a row there.".strip()


def test_away_takes_riders_and_volunteers(tmp_path: Path) -> None:
    content = "who,first_date,last_date\nV01,2026-12-14,2026-12-15\nBo Exempel,2026-12-14,2026-12-15\n"
    reading = read_files(tmp_path, {"away.csv": content}, known=KNOWN)
    first, last = date(2026, 12, 14), date(2026, 12, 15)
    assert reading.tables.away == tuple(Away(who=who, first_date=first, last_date=last) for who in ("V01", "R02"))


def test_places_exact_without_accents_by_coordinates_and_unknown(tmp_path: Path) -> None:
    content = (
        "volunteer,name,home\nV1,Tom Exempel,Åre\nV2,Ulf Exempel,jarpen\n"
        'V3,Vera Exempel,"63,4 13,08"\nV4,Ylva Exempel,Järpne\n'
    )
    reading = read_files(tmp_path, {"volunteers.csv": content}, known=KNOWN_WITHOUT_PEOPLE)
    assert [volunteer.home for volunteer in reading.tables.volunteers or ()] == ["Åre", "Järpen", "63.4,13.08"]
    (warning,) = reading.warnings
    assert (warning.row, warning.value, warning.remedy) == (3, "jarpen", "It is read as Järpen.")
    (error,) = reading.errors
    assert (error.row, error.remedy[:23]) == (5, "Maybe you meant Järpen.")


KNOWN_WITHOUT_PEOPLE = Tables(places=KNOWN_PLACES)


def test_what_absent_tables_refer_to_can_not_be_taken_away(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"riders.csv": "rider,name,home\nR02,Bo Exempel,Järpen\n"}, known=KNOWN)
    (error,) = reading.errors
    assert error.file == "riders.csv"
    assert "R01 is gone, but shifts in the store" in error.cause
    assert "import shifts" in error.remedy
    assert {rider.rider for rider in reading.tables.riders or ()} == {
        "R01",
        "R02",
    }  # nothing dangles with the good rows


def test_many_rows_gone_at_once_are_one_mistake(tmp_path: Path) -> None:
    names = [f"Dorf {letter}" for letter in "ABCDEFG"]
    places = tuple(Place(name=name, lat=63.4, lon=13.1) for name in names)
    known = Tables(
        places=places,
        volunteers=tuple(Volunteer(volunteer=f"V{n}", name=f"Tom {n}", home=name) for n, name in enumerate(names)),
    )
    reading = read_files(tmp_path, {"places.csv": PLACES}, known=known)
    (error,) = reading.errors
    assert error.cause == (
        "Dorf A, Dorf B, Dorf C, Dorf D, Dorf E and 2 more are gone, but volunteers in the store refer to them"
    )
    assert {place.name for place in reading.tables.places or ()} >= set(names)


def test_with_the_table_that_refers_it_can(tmp_path: Path) -> None:
    files = {
        "riders.csv": "rider,name,home\nR02,Bo Exempel,Järpen\n",
        "shifts.csv": "shift,rider,workplace,days,start,end\n",
    }
    reading = read_files(tmp_path, files, known=KNOWN)
    assert sentences(reading) == ""
    assert reading.tables.shifts == ()


def test_a_place_in_use_can_not_be_taken_away(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"places.csv": PLACES.replace("Järpen", "Duved")}, known=KNOWN)
    assert [each.value for each in reading.errors] == ["Järpen"]
    assert "Järpen" in {place.name for place in reading.tables.places or ()}


def test_a_bad_row_that_the_store_needs_stays_as_it_was(tmp_path: Path) -> None:
    content = "rider,name,home,seats\nR01,Åsa Exempel,Åre,many\nR02,Bo Exempel,Järpen,1\n"
    reading = read_files(tmp_path, {"riders.csv": content}, known=KNOWN)
    assert [each.column for each in reading.errors] == ["seats"]
    assert {rider.rider for rider in reading.tables.riders or ()} == {"R01", "R02"}


def test_nothing_to_keep_for_somebody_nobody_refers_to(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"riders.csv": "rider,name,home\nR01,Åsa Exempel,Åre\n"}, known=KNOWN)
    assert sentences(reading) == ""


def test_a_home_of_a_kept_row_is_kept_too(tmp_path: Path) -> None:
    known = Tables(
        places=(Place(name="Åre", lat=63.4, lon=13.1), Place(name="Ånn", lat=63.3, lon=12.5)),
        volunteers=(Volunteer(volunteer="V01", name="Tom Exempel", home="Ånn"),),
        availability=(Availability(volunteer="V01", days=("Mon",), start=time(6), end=time(8)),),
    )
    files = {
        "places.csv": "name,lat,lon\nÅre,63.4,13.1\n",
        "volunteers.csv": "volunteer,name,home\nV02,Ulf Exempel,Åre\n",
    }
    reading = read_files(tmp_path, files, known=known)
    assert {each.file for each in reading.errors} == {"places.csv", "volunteers.csv"}
    assert {place.name for place in reading.tables.places or ()} == {"Åre", "Ånn"}
