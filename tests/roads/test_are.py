"""The places and roads of the demonstration hang together."""

import csv
from pathlib import Path

from ridematch.model.facts import Place, Road
from ridematch.model.travel import NO_ROAD
from tests.roads.builders import at, minutes, travel

ARE = Path(__file__).parents[2] / "data" / "are"


def rows(table: str) -> list[dict[str, str]]:
    with (ARE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLACES = [
    Place(name=row["name"], lat=float(row["lat"]), lon=float(row["lon"]), kind=row["kind"]) for row in rows("places")
]
ROADS = [
    Road(start=row["from"], end=row["to"], km=float(row["km"]), minutes=float(row["minutes"])) for row in rows("roads")
]


def test_every_row_has_a_source_and_every_name_is_there_once() -> None:
    assert all(row["source"] for row in rows("places") + rows("roads"))
    assert len({place.name for place in PLACES}) == len(PLACES)
    assert {row["country"] for row in rows("places")} == {"SE", "NO"}
    assert {place.kind for place in PLACES} == {"village", "stop", "workplace", "meeting-point"}


def test_every_place_reaches_every_other() -> None:
    result = travel(PLACES, ROADS, [at(place.name) for place in PLACES])
    assert max(max(row) for matrix in result.minutes for row in matrix) < NO_ROAD


def test_what_a_local_would_say() -> None:
    names = ["Åre", "Järpen", "Östersund", "Hotell Exempel Åre", "Storlien"]
    result = travel(PLACES, ROADS, [at(name) for name in names])
    assert minutes(result, "Åre", "Järpen") == 22  # 3.5 + 4.3 + 3.0 + 3.4 + 7.2 = 21.4
    assert minutes(result, "Åre", "Järpen", winter=True) == 26
    assert 60 < minutes(result, "Åre", "Östersund") < 90
    assert minutes(result, "Åre", "Hotell Exempel Åre") == 1
    assert 40 < minutes(result, "Storlien", "Åre") < 60
