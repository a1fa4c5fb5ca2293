"""What somebody wrote into the wrong column is not read out, if it tells who somebody is."""

from pathlib import Path

import pytest

from ridematch.model.facts import Rider, Tables, Volunteer
from tests.tables.desk import KNOWN_PLACES, read_files, sentences

KNOWN = Tables(
    places=KNOWN_PLACES,
    riders=(
        Rider(rider="R31", name="Gömd Hemlig", home="Torget", limited_visibility=True),
        Rider(rider="R01", name="Åsa Exempel", home="Åre"),
        Rider(rider="R07", name="R07", home=""),  # forgotten
    ),
    volunteers=(Volunteer(volunteer="V01", name="Tom Exempel", home="Åre"),),
)


@pytest.mark.parametrize(
    ("workplace", "quoted"),
    [
        ("Gömd Hemlig", ""),
        ("hos gömd", ""),
        ("HEMLIGS", ""),
        ("gomdhemlig", ""),
        ("Hemling", ""),  # misspelt
        ("Åsa Exempel", ""),
        ("tom exempel", ""),
        ("070-1740605", ""),
        ("+46 70 174 06 05", ""),
        ("tom@example.org", ""),
        ("Exempelbageriet", "Exempelbageriet"),
        ("Åsa", "Åsa"),
        ("R07", "R07"),
        ("2026-12-14", "2026-12-14"),
        ("12345678", "12345678"),
        ("123456789", ""),
    ],
)
def test_what_is_quoted(tmp_path: Path, workplace: str, quoted: str) -> None:
    content = f"shift,rider,workplace,days,start,end\nS1,R01,{workplace},Mon,06:00,14:00\n"
    (error,) = read_files(tmp_path, {"shifts.csv": content}, known=KNOWN).errors
    assert (error.column, error.value) == ("workplace", quoted)


def test_a_hidden_name_is_veiled_where_something_is_called_by_it(tmp_path: Path) -> None:
    files = {"Gömd och Åsa.csv": "a\n1\n", "avoid.csv": "volunteer,rider,Hemligs dag\nV01,R01,x\n"}
    reading = read_files(tmp_path, files, known=KNOWN)
    assert [(each.file, each.column) for each in reading.warnings] == [
        ("... och Åsa.csv", ""),
        ("avoid.csv", "... dag"),
    ]


def test_a_number_in_a_column_of_codes_is_not_quoted(tmp_path: Path) -> None:
    content = "volunteer,rider\nV01,070-1740605\nV01,asa-exempl\n"
    reading = read_files(tmp_path, {"avoid.csv": content}, known=KNOWN)
    assert [each.value for each in reading.errors] == ["", "asa-exempl"]
    assert "1740605" not in sentences(reading)
