from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, delete

from ridematch.model.edition import Person
from ridematch.model.facts import Place, Tables, Volunteer
from ridematch.store.columns import table_of
from ridematch.store.database import open_store, reading, rehearsal, transaction
from ridematch.store.people import load_people
from ridematch.store.schema import RiderContactRow, VolunteerContactRow
from ridematch.store.tables import replace_tables
from tests.store.examples import TABLES, any_tables


def _people(store: Engine, tables: Tables) -> dict[str, Person]:
    with transaction(store) as session:
        replace_tables(session, tables)
    with reading(store) as session:
        return load_people(session)


def test_riders_and_volunteers_by_code(store: Engine) -> None:
    people = _people(store, TABLES)
    assert people["R02"] == Person(
        code="R02",
        name="Berit Example",
        place="Undersåker",
        address="Example lane 2",
        pickup_note="the yellow house",
        phone="070-000 00 02",
        email="berit@example.org",
        language="ar",
    )
    assert people["V01"] == Person(code="V01", name="David Example", place="Duved", phone="0700000011")
    assert sorted(people) == ["R01", "R02", "V01", "V02"]


def test_seats_are_the_most_that_are_taken_at_once(store: Engine) -> None:
    first, *rest = TABLES.riders or ()
    ride = replace((TABLES.rides or ())[0], rider=first.rider)
    for own, on_rides, most in ((2, (None,), 2), (1, (8, 3), 8), (9, (8,), 9)):
        rides = tuple(replace(ride, ride=f"X{number}", seats=seats) for number, seats in enumerate(on_rides))
        riders = (replace(first, seats=own), *rest)
        assert _people(store, replace(TABLES, riders=riders, rides=rides))[first.rider].seats == most


def test_a_home_given_as_coordinates_is_shown_as_the_nearest_village(store: Engine) -> None:
    assert _people(store, TABLES)["V02"] == Person(code="V02", name="Cilla Example", place="Undersåker", language="sv")


def test_the_nearest_village_is_nearest_in_kilometres(store: Engine) -> None:
    # 7.5 km to the east, and 11 km to the north, though fewer degrees.
    villages = (Place(name="West", lat=63.0, lon=13.0), Place(name="North", lat=63.1, lon=13.15))
    volunteer = Volunteer(volunteer="V01", name="David Example", home="63.0,13.15")
    assert _people(store, Tables(places=villages, volunteers=(volunteer,)))["V01"].place == "West"


def test_a_home_with_no_village_in_the_tables_is_not_shown(store: Engine) -> None:
    assert _people(store, replace(TABLES, places=()))["V02"].place == ""


def test_with_limited_visibility_there_is_a_code_and_a_meeting_point(store: Engine) -> None:
    limited = Person(code="R01", name="R01", place="Duved church", limited_visibility=True)
    assert _people(store, TABLES)["R01"] == limited


def test_with_limited_visibility_a_home_that_is_no_meeting_point_is_not_shown(store: Engine) -> None:
    berit, anders = TABLES.riders or ()
    for home in ("Duved", "63.39,12.93"):
        people = _people(store, replace(TABLES, riders=(berit, replace(anders, home=home))))
        assert people["R01"] == Person(code="R01", name="R01", limited_visibility=True)


def test_what_is_said_about_a_pickup_names_nobody_else_who_has_limited_visibility(store: Engine) -> None:
    berit, anders = TABLES.riders or ()
    told = replace(berit, address="c/o Anders Example", pickup_note="Anders Examples gate, call 0700000001")
    people = _people(store, replace(TABLES, riders=(told, anders)))
    assert (people["R02"].address, people["R02"].pickup_note) == ("c/o R01", "R01 gate, call R01")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=any_tables())
def test_whatever_a_row_holds_nothing_else_of_somebody_with_limited_visibility_comes_out(
    sqlite_file: Path, tables: Tables
) -> None:
    """Also where the code is a volunteer's too."""
    with rehearsal(open_store(f"sqlite:///{sqlite_file}", create=True)) as session:
        replace_tables(session, tables)
        people = load_people(session)
    meeting_points = {place.name for place in tables.places or () if place.kind == "meeting-point"}
    for rider in tables.riders or ():
        shown = people[rider.rider]
        if rider.limited_visibility:
            place = shown.place if shown.place in meeting_points else ""
            assert shown == Person(code=rider.rider, name=rider.rider, place=place, limited_visibility=True)
        else:
            assert not shown.limited_visibility


def test_somebody_forgotten_is_a_code(store: Engine) -> None:
    _people(store, TABLES)
    with transaction(store) as session:
        for model in (RiderContactRow, VolunteerContactRow):
            session.execute(delete(table_of(model)))
    with reading(store) as session:
        people = load_people(session)
    assert people["R02"] == Person(code="R02", name="R02")
    assert people["V01"] == Person(code="V01", name="V01")
