"""No finding tells what somebody's name, address, telephone or hidden home is."""

from pathlib import Path

import pytest

from ridematch.model.facts import Place, Rider, Tables
from tests.tables.desk import KNOWN_PLACES, PLACES, read_files, sentences

KNOWN = Tables(places=KNOWN_PLACES)
SECRETS = ("Hemlig", "hemlig", "Gömd", "gomd", "Storgatan", "0701740605", "secret@", "63.35", "Järp", "Torget", "Åre")
HEADER = "rider,name,home,address,phone,email,seats,limited_visibility\n"
DETAILS = "Storgatan 5,0701740605,secret@example.org"


@pytest.mark.parametrize(
    "row",
    [
        f'R31,Gömd Hemlig,"63.35,13.46",{DETAILS},1,ja',  # not a meeting point
        f"R31,Gömd Hemlig,Järpen,{DETAILS},1,ja",  # a village
        f"R31,Gömd Hemlig,Järpne,{DETAILS},1,ja",  # nowhere
        f"R31,Gömd Hemlig,Torget,{DETAILS},Gömd,ja",
        "R31,Gömd Hemlig,Torget,Storgatan 5,Gömd,secret@,1,ja",
        f"R31,Gömd Hemlig,Järpne,{DETAILS},1,kanske",
        f"gomd-hemlig,Gömd Hemlig,Torget,{DETAILS},1,ja",  # a code that tells the name
        f"Gömd Hemlig,Gömd Hemlig,Torget,{DETAILS},1,ja",
        f"R31,Gömd Hemlig,Torget,Storgatan 5,1,{DETAILS},1,ja",  # one cell too many
        f"R31,Gömd Hemlig,Torget,\x1b{DETAILS},1,ja",
    ],
)
def test_a_rider_with_limited_visibility_is_never_quoted(tmp_path: Path, row: str) -> None:
    files = {
        "places.csv": PLACES,
        "riders.csv": HEADER + row + "\n",
        "shifts.csv": (
            "shift,rider,workplace,from,days,start,end\n"
            "S01,Gömd Hemlig,Åre,,Mon,06:00,14:00\nS02,R31,Åre,Storgatan 5,Mon,06:00,14:00\n"
            "S03,gomd-hemlig,Åre,,Mon,06:00,14:00\n"
            "S04,Gömd Hemligg,Åre,,Mon,06:00,14:00\n"
        ),
    }
    reading = read_files(tmp_path, files)
    riders = [each for each in (*reading.errors, *reading.warnings) if each.file == "riders.csv"]
    assert riders
    for each in riders:
        assert not any(secret in each.sentence for secret in SECRETS), each.sentence
    rest = sentences(reading)
    assert not any(secret in rest for secret in ("emlig", "Gömd", "gomd", "Storgatan", "0701740605", "secret@"))
    assert not any(rider.rider == "R31" for rider in reading.tables.riders or ())


def test_a_misspelled_hidden_name_leads_nowhere(tmp_path: Path) -> None:
    files = {
        "riders.csv": f"{HEADER}R31,Gömd Hemlig,Torget,{DETAILS},1,ja\nR01,Åsa Exempel,Åre,,,,1,\n",
        "shifts.csv": "rider,workplace,days,start,end\nGömd Hemligg,Åre,Mon,06:00,14:00\n",
    }
    (error,) = read_files(tmp_path, files, known=KNOWN).errors
    assert error.value == ""
    assert "R31" not in error.sentence


def test_at_a_meeting_point_all_is_well(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"riders.csv": f"{HEADER}R31,Gömd Hemlig,Torget,{DETAILS},1,ja\n"}, known=KNOWN)
    assert sentences(reading) == ""
    assert (reading.tables.riders or ())[0].limited_visibility


def test_a_hidden_name_makes_no_code(tmp_path: Path) -> None:
    content = "name,home,limited_visibility\nGömd Hemlig,Torget,ja\nDold Hemlig,Torget,ja\n"
    first = read_files(tmp_path, {"riders.csv": content}, known=KNOWN).tables
    assert [rider.rider for rider in first.riders or ()] == ["protected-1", "protected-2"]
    known = Tables(places=KNOWN_PLACES, riders=first.riders)
    assert read_files(tmp_path, {"riders.csv": content}, known=known).tables == first


def test_a_code_made_of_the_name_before_it_was_hidden_is_not_used_again(tmp_path: Path) -> None:
    known = Tables(places=KNOWN_PLACES, riders=(Rider(rider="gomd-hemlig", name="Gömd Hemlig", home="Åre"),))
    content = "name,home,limited_visibility\nGömd Hemlig,Torget,ja\n"
    reading = read_files(tmp_path, {"riders.csv": content}, known=known)
    assert [rider.rider for rider in reading.tables.riders or ()] == ["protected-1"]


def test_other_rows_about_a_hidden_rider_are_not_quoted_and_name_no_coordinates(tmp_path: Path) -> None:
    files = {
        "riders.csv": f"{HEADER}R31,Gömd Hemlig,Torget,{DETAILS},1,ja\n",
        "rides.csv": (
            "ride,rider,from,to,date,arrive_by\nE1,R31,Gömda vägen,Åre,2026-12-14,10:00\n"
            'E2,R31,"63.35,13.46",Åre,2026-12-14,10:00\nE3,R31,Torget,Åre,2026-12-14,10:00\n'
        ),
    }
    reading = read_files(tmp_path, files, known=KNOWN)
    assert [(each.row, each.column, each.value) for each in reading.errors] == [(2, "from", ""), (3, "from", "")]
    assert [ride.ride for ride in reading.tables.rides or ()] == ["E3"]


def test_a_hidden_rider_of_the_store_stays_unquoted_when_the_column_is_gone(tmp_path: Path) -> None:
    rider = Rider(rider="R31", name="Gömd Hemlig", home="Torget", limited_visibility=True)
    known = Tables(places=KNOWN_PLACES, riders=(rider,))
    reading = read_files(tmp_path, {"riders.csv": "rider,name,home\nR31,Gömd Hemlig,Järpne\n"}, known=known)
    assert [(each.column, each.value) for each in reading.errors] == [("home", ""), ("limited_visibility", "")]
    assert "Järp" not in sentences(reading)


def test_a_meeting_point_of_a_hidden_rider_stays_one(tmp_path: Path) -> None:
    rider = Rider(rider="R31", name="Gömd Hemlig", home="Torget", limited_visibility=True)
    known = Tables(places=(Place(name="Torget", lat=63.35, lon=13.46, kind="meeting-point"),), riders=(rider,))
    reading = read_files(tmp_path, {"places.csv": "name,lat,lon,kind\nTorget,63.35,13.46,village\n"}, known=known)
    assert [(each.file, each.column) for each in reading.errors] == [("places.csv", "kind")]


def test_personal_cells_of_anybody_are_not_quoted(tmp_path: Path) -> None:
    content = HEADER + (
        "R01,Åsa Exempel\x07,Åre,,,,1,\n"
        "R02,Bo Exempel,Storgatan 5,,,,1,\n"
        "R03,Cia Exempel,Åre,,call Cia Exempel,,1,\n"
        "R04,Di Exempel,Åre,,,di at example,1,\n"
        "Eva Exempel,Eva Exempel,Åre,,,,1,\n"
    )
    reading = read_files(tmp_path, {"riders.csv": content}, known=KNOWN)
    assert [each.column for each in reading.errors] == ["name", "home", "phone", "email", "rider"]
    assert [each.value for each in reading.errors] == [""] * 5


def test_a_file_without_a_header_is_not_quoted(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"riders.csv": "R01,Åsa Exempel,Åre,0701740605\n"}, known=KNOWN)
    assert len(reading.errors) == 1
    assert "Exempel" not in sentences(reading)


def test_what_is_quoted_is_short_and_printable(tmp_path: Path) -> None:
    content = f"name,lat,lon,country\nA,63,13,{'x' * 500}\nB,63,13,\u202ex\n"
    values = [each.value for each in read_files(tmp_path, {"places.csv": content}).errors]
    assert values == ["x" * 60 + "...", "?x"]
