"""What a coordinator in Sweden types into Excel and saves."""

from datetime import date, time
from pathlib import Path

import pytest

from ridematch.model.facts import ROW_TYPES, Availability, Place, Rider, Shift, Volunteer
from ridematch.tables.columns import column_names, columns_of
from ridematch.tables.spellings import key
from ridematch.tables.swedish import COLUMN_NAMES, TABLE_NAMES
from tests.tables.desk import read_files, sentences

FILES = {
    "platser.csv": (
        "Namn;Latitud;Longitud;Land;Typ\r\nÅre;63,39879;13,07579;Sverige;by\r\nSågen;63,35;13,46;;arbetsplats\r\n"
    ),
    "resenärer.csv": (
        "Namn;Hem;Telefon;Språk;Behov;Platser;Minderårig\r\n"
        "Åsa Exempel;Åre;070-174 06 05;ar;child-seat:1;2;nej\r\n"
        "Bo Exempel;63,4012 13,1455;0701740606;;;;ja\r\n"
    ),
    "pass.csv": (
        "Resenär;Arbetsplats;Dagar;Börjar;Slutar;Första datum;Tidigast framme;Klar efter;Helgdagar\r\n"
        "Åsa Exempel;Sågen;må ti on;06.00;14.30;2026-12-14;05:30;;inte\r\n"
        "bo-exempel;Sågen;helger;22:00:00;06:00:00;;40;06:10;som vanligt\r\n"
    ),
    "förare.csv": "Kod;Namn;Hem;Platser;Språk;Registerutdrag;Aktiv\r\nV1;Tom Exempel;Åre;4;sv, en;2026-10-01;ja\r\n",
    "tillgänglighet.csv": (
        "Förare;Dagar;Startar;Slutar;Från;Till;Egen resa\r\nTom Exempel;vardagar;04:30;24:00;;Sågen;x\r\n"
    ),
}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_a_folder_from_excel_in_sweden(tmp_path: Path, encoding: str) -> None:
    reading = read_files(tmp_path, {name: text.encode(encoding) for name, text in FILES.items()})
    assert sentences(reading) == ""
    tables = reading.tables
    assert tables.places == (
        Place(name="Åre", lat=63.39879, lon=13.07579),
        Place(name="Sågen", lat=63.35, lon=13.46, kind="workplace"),
    )
    assert tables.riders == (
        Rider(
            rider="asa-exempel",
            name="Åsa Exempel",
            home="Åre",
            phone="070-174 06 05",
            language="ar",
            needs=("child-seat:1",),
            seats=2,
        ),
        Rider(rider="bo-exempel", name="Bo Exempel", home="63.4012,13.1455", phone="0701740606", minor=True),
    )
    assert tables.shifts == (
        Shift(
            shift="asa-exempel-sagen",
            rider="asa-exempel",
            workplace="Sågen",
            days=("Mon", "Tue", "Wed"),
            start=time(6, 0),
            end=time(14, 30),
            first_date=date(2026, 12, 14),
            earliest_arrival=30,
            holidays="not",
        ),
        Shift(
            shift="bo-exempel-sagen",
            rider="bo-exempel",
            workplace="Sågen",
            days=("Sat", "Sun"),
            start=time(22, 0),
            end=time(6, 0),
            ready_after=10,
        ),
    )
    assert tables.volunteers == (
        Volunteer(
            volunteer="V1", name="Tom Exempel", home="Åre", languages=("sv", "en"), record_seen_on=date(2026, 10, 1)
        ),
    )
    assert tables.availability == (
        Availability(
            volunteer="V1",
            days=("Mon", "Tue", "Wed", "Thu", "Fri"),
            start=time(4, 30),
            end=time(0, 0),
            back_to="Sågen",
            own_trip=True,
        ),
    )


def test_no_name_means_two_columns_or_two_tables() -> None:
    for table in ROW_TYPES:
        for name in columns_of(table):
            others = COLUMN_NAMES.get(f"{table}.{name}", COLUMN_NAMES.get(name, ()))
            for spelling in (name, *others):
                assert column_names(table)[key(spelling)] == name, (table, spelling)
    spellings = [key(spelling) for table, names in TABLE_NAMES.items() for spelling in (table, *names)]
    assert len(spellings) == len(set(spellings))


def test_every_column_has_a_swedish_name() -> None:
    for table in ROW_TYPES:
        for name in columns_of(table):
            assert f"{table}.{name}" in COLUMN_NAMES or name in COLUMN_NAMES, (table, name)
