"""Empty tables to fill in: every column, and one example row each, of invented people."""

from datetime import date, time
from pathlib import Path

from ridematch.model.errors import RidematchError
from ridematch.model.facts import (
    ROW_TYPES,
    Approval,
    Availability,
    Avoid,
    Away,
    Learner,
    LessonTime,
    Licence,
    Place,
    Ride,
    Rider,
    Road,
    Shift,
    ShiftChange,
    Supervisor,
    Tables,
    Vehicle,
    Volunteer,
)
from ridematch.tables.writer import write_tables

_FAR = "63.4012,13.1455"  # a place may be given by its coordinates

EXAMPLE = Tables(
    places=(Place(name="Exempelby", lat=63.3988, lon=13.0758, note="example: write over it or remove it"),),
    roads=(Road(start="Exempelby", end=_FAR, km=4.2, minutes=4.5, road="E14", limit_kmh=80),),
    riders=(
        Rider(
            rider="R01",
            name="Exempel Resenär",
            home="Exempelby",
            address="Exempelvägen 1",
            pickup_note="red gate",
            phone="070-174 06 05",
            email="rider@example.org",
            language="sv",
            needs=("child-seat:1",),
        ),
    ),
    shifts=(
        Shift(
            shift="S01",
            rider="R01",
            workplace=_FAR,
            days=("Mon", "Tue", "Wed", "Thu", "Fri"),
            start=time(6, 0),
            end=time(14, 30),
            employer="Exempelbageriet",
        ),
    ),
    shift_changes=(
        ShiftChange(shift="S01", date=date(2099, 12, 14), change="moved", start=time(7, 0), end=time(15, 30)),
    ),
    rides=(Ride(ride="E01", rider="R01", start="Exempelby", end=_FAR, date=date(2099, 12, 16), arrive_by=time(10, 0)),),
    volunteers=(
        Volunteer(
            volunteer="V01",
            name="Exempel Förare",
            home="Exempelby",
            phone="070-174 06 06",
            email="driver@example.org",
            languages=("sv", "en"),
            offers=("child-seat:1",),
            max_asks_per_week=2,
        ),
    ),
    availability=(Availability(volunteer="V01", days=("Tue", "Thu"), start=time(4, 30), end=time(8, 0)),),
    away=(Away(who="V01", first_date=date(2099, 12, 23), last_date=date(2099, 12, 27)),),
    avoid=(Avoid(volunteer="V01", rider="R01"),),
    licences=(Licence(volunteer="V01", valid_from=date(2008, 5, 20)),),
    supervisors=(Supervisor(volunteer="V01", born="1970", transmission="manual", intro_course_on=date(2026, 9, 5)),),
    learners=(Learner(rider="R01", born="1998", permit_until=date(2099, 6, 30), transmission="manual"),),
    lesson_times=(LessonTime(rider="R01", days=("Sat", "Sun"), start=time(10, 0), end=time(15, 0)),),
    approvals=(Approval(volunteer="V01", rider="R01", approved_on=date(2026, 9, 20)),),
    vehicles=(Vehicle(vehicle="car-1", transmission="manual", place="Exempelby"),),
)
"""One row a table; together they import."""


def write_template(folder: Path) -> None:
    """Write all tables with their example rows.

    RidematchError: one of the files is there already, or they can't be written.
    """
    there = [f"{table}.csv" for table in ROW_TYPES if (folder / f"{table}.csv").exists()]
    if there:
        raise RidematchError(f"{there[0]} is in this folder already. Choose an empty folder for the template.")
    try:
        write_tables(EXAMPLE, folder)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RidematchError(f"The template can't be written to {folder}: {reason}.") from None
