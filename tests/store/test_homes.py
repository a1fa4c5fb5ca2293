from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import Engine, select

from ridematch.model.facts import Availability, LessonTime, Ride, Rider, Shift, Tables, Volunteer
from ridematch.store.columns import table_of
from ridematch.store.database import reading, transaction
from ridematch.store.schema import INPUT_TABLES
from ridematch.store.tables import load_tables, replace_tables
from tests.store.examples import TABLES

HOMES = {"R02": "63.3201,13.2502", "V02": "63.3303,13.2604"}
ELSEWHERE = "63.3201,13.2503"
LED_HOME = replace(
    TABLES,
    riders=tuple(replace(row, home=HOMES.get(row.rider, row.home)) for row in TABLES.riders or ()),
    volunteers=tuple(replace(row, home=HOMES.get(row.volunteer, row.home)) for row in TABLES.volunteers or ()),
    shifts=(
        Shift(
            shift="S1",
            rider="R02",
            workplace="Duved",
            days=("Mon",),
            start=time(5),
            end=time(13),
            start_from=ELSEWHERE,
            back_to=HOMES["R02"],
        ),
    ),
    shift_changes=(),
    rides=(
        Ride(
            ride="X1", rider="R02", start=HOMES["R02"], end=ELSEWHERE, date=date(2026, 12, 16), arrive_by=time(10)
        ),
        Ride(ride="X2", rider="R01", start=HOMES["R02"], end="Duved", date=date(2026, 12, 16), arrive_by=time(10)),
    ),
    availability=(
        Availability(volunteer="V02", days=("Mon",), start=time(5), end=time(7), back_to=HOMES["V02"]),
    ),
    lesson_times=(LessonTime(rider="R02", days=("Sat",), start=time(9), end=time(12), place=HOMES["R02"]),),
)  # fmt: skip


def stored(store: Engine, tables: Tables) -> Tables:
    with transaction(store) as session:
        replace_tables(session, tables)
    with reading(store) as session:
        return load_tables(session)


def kept(store: Engine, table: str) -> str:
    with reading(store) as session:
        return repr([session.execute(select(table_of(model))).all() for model in INPUT_TABLES[table][:1]])


def test_what_leads_home_is_loaded_as_it_was(store: Engine) -> None:
    assert stored(store, LED_HOME) == LED_HOME


@pytest.mark.slow
@pytest.mark.parametrize("table", ["riders", "volunteers", "shifts", "availability", "lesson_times"])
def test_where_somebody_lives_is_in_no_other_row_of_the_own(store: Engine, table: str) -> None:
    stored(store, LED_HOME)
    assert [home for home in HOMES.values() if home in kept(store, table)] == []


def test_where_somebody_else_lives_or_near_it_is_a_place_as_any_other(store: Engine) -> None:
    stored(store, LED_HOME)
    assert kept(store, "rides").count(HOMES["R02"]) == 1
    assert kept(store, "rides").count(ELSEWHERE) == 1


def test_who_moves_is_fetched_at_the_new_home_also_where_the_table_is_left_alone(store: Engine) -> None:
    stored(store, LED_HOME)
    riders = tuple(replace(row, home="Duved") if row.rider == "R02" else row for row in LED_HOME.riders or ())
    moved = stored(store, Tables(riders=riders))
    assert [ride.start for ride in moved.rides or ()] == ["Duved", HOMES["R02"]]
    assert [time.place for time in moved.lesson_times or ()] == ["Duved"]


def test_rows_that_come_alone_are_held_against_the_stored_homes(store: Engine) -> None:
    stored(store, replace(LED_HOME, rides=()))
    assert stored(store, Tables(rides=LED_HOME.rides)) == LED_HOME
    assert kept(store, "rides").count("home:") == 1


def test_a_village_is_nobody_s_secret(store: Engine) -> None:
    ride = Ride(ride="X1", rider="R01", start="Duved", end="Undersåker", date=date(2026, 12, 16), arrive_by=time(10))
    riders = (Rider(rider="R01", name="Anders Example", home="Duved"),)
    volunteers = (Volunteer(volunteer="V02", name="Cilla Example", home="Duved"),)
    stored(store, Tables(riders=riders, volunteers=volunteers, rides=(ride,)))
    assert "home:" not in kept(store, "rides")
