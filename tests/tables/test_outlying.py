"""A place that no road reaches is worth a look, and said once."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from ridematch.model.facts import Place, Rider, Road, Tables
from ridematch.tables.reader import Reading, read_tables
from tests.tables.desk import KNOWN_PLACES, PLACES, VOCABULARY, find_place, sentences, write

ROAD = Road(start="Åre", end="Järpen", km=23, minutes=20)
ISLAND = Place(name="Holmen", lat=63.2, lon=14.4)
KNOWN = Tables(places=(*KNOWN_PLACES, ISLAND), roads=(ROAD,), riders=(Rider(rider="R1", name="Bo", home="Holmen"),))
FAR = "13.08,63.4"
ROADS_CSV = "from,to,km,minutes\nÅre,Järpen,23,20\n"
RIDERS_CSV = f'rider,name,home,seats\nR1,Åsa Exempel,Holmen,1\nR2,Bo Exempel,Holmen,1\nR3,Cia Exempel,"{FAR}",1\n'


def unreached(places: Iterable[Place], roads: Iterable[Road], wheres: Iterable[str]) -> frozenset[str]:
    assert {"Åre", "Järpen"} <= {place.name for place in places}
    assert [road.start for road in roads] == ["Åre"]
    return frozenset(wheres) & {"Holmen", "Klippan", FAR}


def read(folder: Path, files: dict[str, str], *, known: Tables = KNOWN) -> Reading:
    return read_tables(write(folder, files), known=known, vocabulary=VOCABULARY, finder=find_place, unreached=unreached)


def doubts(reading: Reading) -> list[tuple[str, int | None, str]]:
    assert not reading.errors
    return [(each.file, each.row, each.column) for each in reading.warnings]


def test_a_place_is_doubted_in_its_own_row_and_nowhere_else(tmp_path: Path) -> None:
    files = {"places.csv": PLACES + "Holmen,63.2,14.4,village\n", "roads.csv": ROADS_CSV, "riders.csv": RIDERS_CSV}
    reading = read(tmp_path, files)
    assert doubts(reading) == [("places.csv", 5, "name"), ("riders.csv", 4, "home")]
    assert reading.warnings[0].sentence == (
        'places.csv, row 5, column name, "Holmen": no road reaches this place. '
        "Look at its coordinates, or add a road in roads.csv."
    )


def test_coordinates_are_not_quoted(tmp_path: Path) -> None:
    reading = read(tmp_path, {"riders.csv": RIDERS_CSV})
    assert doubts(reading) == [("riders.csv", 2, "home"), ("riders.csv", 4, "home")]
    assert FAR not in sentences(reading)


def test_new_roads_are_doubted_for_the_places_of_the_store(tmp_path: Path) -> None:
    (doubt,) = read(tmp_path, {"roads.csv": ROADS_CSV}).warnings
    assert doubt.sentence == "roads.csv: no road reaches Holmen. Look at its coordinates, or add a road in roads.csv."


@pytest.mark.parametrize("file", ["avoid.csv", "shift_changes.csv"])
def test_tables_without_places_are_not_doubted(tmp_path: Path, file: str) -> None:
    header = {"avoid.csv": "volunteer,rider\n", "shift_changes.csv": "shift,date,change\n"}[file]
    assert read(tmp_path, {file: header}).warnings == ()


def test_without_roads_nothing_is_doubted(tmp_path: Path) -> None:
    known = Tables(places=KNOWN.places)
    assert read(tmp_path, {"riders.csv": RIDERS_CSV}, known=known).warnings == ()
