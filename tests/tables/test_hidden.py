"""What stays in the store when tables are written, and comes back when they are read."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from ridematch.model.facts import (
    ROW_TYPES,
    Approval,
    Away,
    Learner,
    LessonTime,
    Place,
    Ride,
    Rider,
    Shift,
    ShiftChange,
    Tables,
    Volunteer,
)
from ridematch.tables.hidden import conceal
from ridematch.tables.workbook_writer import write_workbook
from ridematch.tables.writer import write_tables
from tests.tables.desk import KNOWN_PLACES, read, sentences, speaking

SECRETS = ("Gömd", "Hemlig", "070-1740691", "hemlig@example.org", "63.3512", "1987", "vet ingen")
NOTE = "vet ingen"

RIDER = Rider(
    rider="R31",
    name="Gömd Hemlig",
    home="Torget",
    address="Hemligvägen 3",
    pickup_note=NOTE,
    phone="070-1740691",
    email="hemlig@example.org",
    language="ar",
    needs=("wheelchair",),
    limited_visibility=True,
    note=NOTE,
    source=NOTE,
)
STORE = replace(
    Tables(**dict.fromkeys(ROW_TYPES, ())),
    places=KNOWN_PLACES,
    riders=(RIDER, Rider(rider="R01", name="Åsa Exempel", home="63.4,13.1", note="ringer sent")),
    shifts=(
        Shift(
            shift="S1",
            rider="R31",
            workplace="Åre",
            days=("Mon",),
            start=time(6),
            end=time(14),
            start_from="63.3512,13.46",
            note=NOTE,
        ),
        Shift(shift="S2", rider="R01", workplace="Åre", days=("Mon",), start=time(6), end=time(14), note="öppen"),
    ),
    shift_changes=(
        ShiftChange(shift="S1", date=date(2026, 12, 14), change="cancelled", note=NOTE),
        ShiftChange(shift="S1", date=date(2026, 12, 21), change="cancelled"),
    ),
    rides=(
        Ride(
            ride="E1",
            rider="R31",
            start="Torget",
            end="63.3512,13.1",
            date=date(2099, 12, 14),
            arrive_by=time(10),
            source=NOTE,
        ),
    ),
    volunteers=(Volunteer(volunteer="V01", name="Tom Exempel", home="Åre", note="kör gärna"),),
    away=tuple(
        Away(who="R31", first_date=date(2026, 12, 24), last_date=date(2026, 12, 24), note=note)
        for note in ("", NOTE, f"{NOTE} alls")
    ),
    learners=(Learner(rider="R31", born="1987-03-02", permit_until=date(2030, 1, 1), note=NOTE),),
    lesson_times=(
        LessonTime(rider="R31", days=("Sat",), start=time(9), end=time(12), place="63.3512,13.46", note=NOTE),
    ),
    approvals=(Approval(volunteer="V01", rider="R31", approved_on=date(2026, 9, 1), note=NOTE),),
)


def written(tables: Tables, folder: Path, *, language: str = "en") -> Path:
    speaking(language, lambda: write_tables(conceal(tables), folder))
    return folder


def text(folder: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8-sig") for file in folder.iterdir())


@pytest.mark.parametrize("language", ["en", "sv"])
def test_nothing_that_tells_who_it_is_leaves_the_store(tmp_path: Path, language: str) -> None:
    shown = text(written(STORE, tmp_path, language=language))
    assert [secret for secret in SECRETS if secret in shown] == []
    for others in ("Åsa Exempel", "63.4,13.1", "ringer sent", "öppen", "kör gärna", "R31", "Torget", "wheelchair"):
        assert others in shown


@pytest.mark.parametrize("language", ["en", "sv"])
def test_and_it_is_there_again_after_an_import(tmp_path: Path, language: str) -> None:
    reading = read(written(STORE, tmp_path, language=language), known=STORE)
    assert sentences(reading) == ""
    assert reading.tables == STORE


def test_in_a_workbook_too(tmp_path: Path) -> None:
    file = write_workbook(conceal(STORE), tmp_path / "tables.xlsx", read_me_lines=())
    reading = read(file, known=STORE)
    assert sentences(reading) == ""
    assert reading.tables == STORE


def test_what_stands_beside_a_mark_may_change(tmp_path: Path) -> None:
    changed = replace(STORE, riders=(replace(RIDER, seats=3, phone=""), *(STORE.riders or ())[1:]))
    written(changed, tmp_path)
    (tmp_path / "learners.csv").write_text(
        "rider,born,permit_until,lesson_minutes,note\nR31,(HIDDEN),2030-01-01,45,now open\n", encoding="utf-8"
    )
    reading = read(tmp_path, known=STORE)
    assert sentences(reading) == ""
    assert (reading.tables.riders or ())[0] == replace(RIDER, seats=3, phone="")
    assert reading.tables.learners == (
        Learner(rider="R31", born="1987-03-02", permit_until=date(2030, 1, 1), lesson_minutes=45, note="now open"),
    )


@pytest.mark.parametrize(
    ("table", "row", "columns"),
    [
        ("riders", "R31,(hidden),Torget,(hidden),yes,\n", ["name", "address"]),
        ("riders", ",(dold),Torget,,yes,\n", ["name"]),
        ("riders", "R01,Åsa Exempel,(hidden),,no,\n", []),
        ("riders", "R02,Bo Exempel,(hidden),,no,\n", ["home"]),
        ("riders", "R03,Cia Exempel,Åre,,no,(hidden)\n", ["note"]),
    ],
)
def test_a_mark_for_which_the_store_has_nothing_is_an_error(
    tmp_path: Path, table: str, row: str, columns: list[str]
) -> None:
    known = Tables(
        places=KNOWN_PLACES,
        riders=(
            Rider(rider="R01", name="Åsa Exempel", home="63.4,13.1"),
            Rider(rider="R02", name="Bo Exempel", home="Åre"),
            Rider(rider="R03", name="Cia Exempel", home="Åre"),
        ),
    )
    (tmp_path / f"{table}.csv").write_text(f"rider,name,home,address,limited_visibility,note\n{row}", encoding="utf-8")
    reading = read(tmp_path, known=known)
    assert [each.column for each in reading.errors] == columns
    assert all("the store has no such row" in each.cause for each in reading.errors)


def test_a_changed_row_without_a_code_keeps_nothing(tmp_path: Path) -> None:
    written(STORE, tmp_path)
    path = tmp_path / "lesson_times.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Sat", "Sun"), encoding="utf-8")
    reading = read(tmp_path, known=STORE)
    assert [(each.file, each.column) for each in reading.errors] == [
        ("lesson_times.csv", "place"),
        ("lesson_times.csv", "note"),
    ]


def test_a_forgotten_home_stays_forgotten(tmp_path: Path) -> None:
    forgotten: dict[str, Any] = {
        "riders": (Rider(rider="R07", name="R07", home=""),),
        "volunteers": (Volunteer(volunteer="V07", name="V07", home=""),),
    }
    store = replace(STORE, **forgotten, shifts=(), shift_changes=(), rides=(), away=(), learners=(), lesson_times=(),
                    approvals=())  # fmt: skip
    reading = read(written(store, tmp_path), known=store)
    assert sentences(reading) == ""
    assert reading.tables == store


def test_a_place_is_nobody_s(tmp_path: Path) -> None:
    store = replace(STORE, places=(*KNOWN_PLACES, Place(name="Kallhall", lat=63.5, lon=13.2, note="stor parkering")))
    assert "stor parkering" in text(written(store, tmp_path))


def test_a_remark_about_somebody_else_that_names_one_stays_in_the_store_too(tmp_path: Path) -> None:
    named = Volunteer(volunteer="V02", name="Bo Exempel", home="Åre", note="bor granne med Hemligs", source="telefon")
    place = Place(name="Hemlig grotta", lat=63.5, lon=13.2, note="Hemlig grotta")
    store = replace(STORE, volunteers=(*(STORE.volunteers or ()), named), places=(*KNOWN_PLACES, place))
    shown = text(written(store, tmp_path))
    assert "granne" not in shown
    assert "telefon" in shown
    assert shown.count("Hemlig grotta") == 2  # a place is nobody's
    assert read(tmp_path, known=store).tables == store
